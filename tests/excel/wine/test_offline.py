"""The folder that an IT department installs from, made by the script in install/."""

import hashlib
import json
import subprocess
import sys

import pytest

from xlhedge import __version__


@pytest.fixture
def offline(root):
    """Run the script with the words that follow it."""

    def run(*words):
        command = [sys.executable, root / "install" / "offline.py", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_the_folder_holds_all_that_is_installed_from(offline, wine, tmp_path):
    """Scripts, add-in, wheels by their hashes, our own, Python, bill of materials; no network."""
    (python,) = wine.wheels.glob("python-*.zip")
    folder = tmp_path / "xlhedge"
    done = offline(folder, "--wheels-from", wine.wheels, "--python", python)
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        == f"{folder} is ready: run install.ps1 in it, or hand it to who distributes it.\n"
    )
    assert {path.name for path in folder.iterdir()} == {
        "install.ps1", "uninstall.ps1", "xlhedge.xlam", "wheels", "sbom.cdx.json",
        "third-party-licences.txt",
    }  # fmt: skip
    wheels = {path.name: path for path in (folder / "wheels").iterdir()}
    ours = f"xlhedge-{__version__}-py3-none-any.whl"
    assert ours in wheels
    components = json.loads((folder / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    hashes = {one["hashes"][0]["content"] for one in components}
    files = [folder / "xlhedge.xlam", *wheels.values()]
    assert hashes == {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_folder_that_cannot_be_made_is_not_made(offline, wine, tmp_path):
    """A sentence, exit code 2, and nothing half done."""
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    cases = {
        (full,): "is not empty; name a new folder",
        (tmp_path / "a", "--python", tmp_path / "no.zip"): "there is no file",
        (tmp_path / "a", "--python", full / "mine.txt"): "python-3.12.x-embed-amd64.zip",
        (tmp_path / "a", "--wheels-from", tmp_path / "none"): "there is no folder",
        (tmp_path / "a", "--wheels-from", full): "pip download failed",
    }
    for words, sentence in cases.items():
        done = offline(*words)
        assert done.returncode == 2, words
        assert sentence in done.stderr
        assert done.stderr.endswith("Nothing was made.\n")
    assert sorted(tmp_path.iterdir()) == [full]
    assert wine.wheels.is_dir()
