"""What stands in .ci and .github: scripts that parse, refusals that explain, jobs with steps."""

import shutil
import subprocess

import pytest
import yaml


@pytest.fixture
def checkout(root, tmp_path):
    """A small checkout of its own with the release script, committed."""
    for name in (".ci/release", "CHANGELOG.md", "xlhedge/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    (tmp_path / ".ci" / "build").write_text("#!/bin/sh\necho built\n", encoding="ascii")
    (tmp_path / ".ci" / "build").chmod(0o755)
    git = ["git", "-C", tmp_path, "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "start"]):
        subprocess.run([*git, *words], check=True)
    return tmp_path


def release(folder, *words):
    """Run the release script of a checkout."""
    command = ["bash", folder / ".ci" / "release", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_scripts_are_bash_and_can_be_run(root):
    """Every script in .ci parses and has its run bit."""
    for script in (root / ".ci").iterdir():
        if script.suffix == ".py":
            continue
        subprocess.run(["bash", "-n", script], check=True)
        assert script.stat().st_mode & 0o100, script


def test_a_release_sets_version_and_day_and_says_the_rest(checkout):
    """The version stands in one place, the changelog gets its heading, next steps are told."""
    done = release(checkout, "9.8.7", "2030-01-31")
    assert done.returncode == 0, done.stderr
    assert '__version__ = "9.8.7"' in (checkout / "xlhedge" / "__init__.py").read_text()
    changelog = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased\n\n## 9.8.7 - 2030-01-31\n" in changelog
    assert done.stdout.startswith("built\n")
    assert "git tag v9.8.7" in done.stdout


def test_a_release_is_refused_with_a_sentence(checkout):
    """A version that is none, and uncommitted work, are answered before anything is touched."""
    done = release(checkout, "next")
    assert done.returncode == 2
    assert "three numbers are needed, as in 0.2.0" in done.stderr
    (checkout / "CHANGELOG.md").write_text("## Unreleased\nmine\n", encoding="utf-8")
    done = release(checkout, "9.8.7")
    assert done.returncode == 2
    assert "commit them first" in done.stderr
    assert "9.8.7" not in (checkout / "xlhedge" / "__init__.py").read_text()


def test_workflows_are_yaml_with_jobs(root):
    """Each workflow is read by a YAML reader and every step runs or uses something."""
    files = list((root / ".github" / "workflows").glob("*.yml"))
    assert files
    for file in files:
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            assert all("run" in step or "uses" in step for step in job["steps"])
