"""The bill of materials and the licences, made of the files that are installed."""

import hashlib
import json
import zipfile

import pytest

from xlhedge import __version__
from xlhedge.excel.software_bill import BILL, LICENCES, read_wheel


@pytest.fixture
def wheels(tmp_path):
    """A folder of three wheels, each with another way to name its licence, and a Python."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    metadata = {
        "One_More-1.0": "License-Expression: BSD-3-Clause",
        "two-2.0": f"License: {'x' * 90}\nClassifier: License :: OSI Approved :: MIT License",
        "three-3.0": "Summary: says nothing",
    }  # fmt: skip
    for stem, more in metadata.items():
        name, version = stem.split("-")
        with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
            about = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{more}\n"
            wheel.writestr(f"{stem}.dist-info/METADATA", about)
            wheel.writestr(f"{stem}.dist-info/licenses/LICENSE.txt", f"Text of {name}")
            wheel.writestr(f"{name}/license_of_data.txt", "no licence of the package")
    (folder / "python-3.12.9-embed-amd64.zip").write_bytes(b"PK python")
    return folder


def test_the_bill(run, wheels, tmp_path):
    """Every file that is installed is there with its hash, every package with its licence."""
    addin = tmp_path / "xlhedge.xlam"
    addin.write_bytes(b"PK addin")
    code, out, _ = run("addin", "sbom", "--wheels", wheels, "--addin", addin, "-o", tmp_path)
    assert code == 0
    assert BILL in out
    bill = json.loads((tmp_path / BILL).read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["version"] == __version__
    by_name = {one["name"]: one for one in bill["components"]}
    assert set(by_name) == {
        "xlhedge.xlam", "python-3.12.9-embed-amd64.zip", "One_More", "two", "three",
    }  # fmt: skip
    assert (
        by_name["xlhedge.xlam"]["hashes"][0]["content"] == hashlib.sha256(b"PK addin").hexdigest()
    )
    assert by_name["python-3.12.9-embed-amd64.zip"]["version"] == "3.12.9"
    assert by_name["One_More"]["purl"] == "pkg:pypi/one-more@1.0"
    assert by_name["One_More"]["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert by_name["two"]["licenses"] == [{"license": {"name": "MIT License"}}]
    assert "licenses" not in by_name["three"]
    texts = (tmp_path / LICENCES).read_text(encoding="utf-8")
    for name in ("One_More", "two", "three"):
        assert f"Text of {name}" in texts
    assert "no licence of the package" not in texts


def test_what_is_no_wheel_is_named(run, wheels, tmp_path):
    """A broken wheel, and a folder without any, end with a sentence and write nothing."""
    (wheels / "broken-1-py3-none-any.whl").write_bytes(b"no zip")
    with pytest.raises(ValueError, match=r"broken.*no wheel"):
        read_wheel(wheels / "broken-1-py3-none-any.whl")
    addin = tmp_path / "xlhedge.xlam"
    addin.touch()
    assert run("addin", "sbom", "--wheels", wheels, "--addin", addin, "-o", tmp_path)[0] == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, said = run("addin", "sbom", "--wheels", empty, "--addin", addin, "-o", tmp_path)
    assert code == 2
    assert "holds no wheels" in said
    assert not (tmp_path / BILL).exists()
