"""What stands in .ci and .github: scripts that parse, refusals that explain, jobs with steps."""

import os
import shutil
import subprocess
import sys

import pytest
import yaml

GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]


@pytest.fixture
def checkout(root, tmp_path):
    """A small checkout of its own with the release script, committed."""
    for name in (".ci/release", "xlhedge/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text("## Unreleased\n- One.\n", encoding="utf-8")
    (tmp_path / ".ci" / "build").write_text("#!/bin/sh\necho built\n", encoding="ascii")
    (tmp_path / ".ci" / "build").chmod(0o755)
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "start"]):
        subprocess.run([*GIT, "-C", tmp_path, *words], check=True)
    return tmp_path


def release(folder, *words, python=sys.executable):
    """Run the release script of a checkout."""
    command = ["bash", folder / ".ci" / "release", *words]
    environment = {**os.environ, "PYTHON": python}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


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


@pytest.mark.parametrize(
    ("changelog", "version", "sentence"),
    [
        ("## Unreleased\n- One.\n", "next", "three numbers are needed, as in 0.2.0"),
        ("## Unreleased\n\n## 0.1.0 - 2020-01-01\n- One.\n", "9.8.7", "nothing to release"),
        ("## Unreleased\n- One.\n", "0.0.1", "is not after those before it"),
        ("## Unreleased\n- One.\n\n## 9.8.7 - 2020-01-01\n", "9.8.7", "is not after those"),
    ],
    ids=["no version", "nothing new", "an older one", "a second time"],
)
def test_a_release_is_refused_with_a_sentence(checkout, changelog, version, sentence):
    """What cannot be released is said before anything is touched."""
    (checkout / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    subprocess.run(
        [*GIT, "-C", checkout, "commit", "--allow-empty", "-qam", "changelog"], check=True
    )
    done = release(checkout, version)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert (checkout / "CHANGELOG.md").read_text(encoding="utf-8") == changelog


def test_a_release_is_one_commit(checkout):
    """Uncommitted work is asked to be committed first."""
    (checkout / "CHANGELOG.md").write_text("## Unreleased\n- Mine.\n", encoding="utf-8")
    done = release(checkout, "9.8.7")
    assert done.returncode == 2
    assert "commit them first" in done.stderr
    assert "9.8.7" not in (checkout / "xlhedge" / "__init__.py").read_text()


def test_a_release_needs_what_the_build_needs(checkout, tmp_path):
    """A Python without it is named before anything is touched; a build that fails says the way."""
    bare = tmp_path.parent / f"{tmp_path.name}-python"
    bare.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    bare.chmod(0o755)
    done = release(checkout, "9.8.7", python=bare)
    assert done.returncode == 2
    assert 'pip install -e ".[test]"' in done.stderr
    (checkout / ".ci" / "build").write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    subprocess.run([*GIT, "-C", checkout, "commit", "-qam", "broken"], check=True)
    done = release(checkout, "9.8.7")
    assert done.returncode == 1
    assert "'git checkout .'" in done.stderr


def test_workflows_are_yaml_with_jobs(root):
    """Each workflow is read by a YAML reader and every step runs or uses something."""
    files = list((root / ".github" / "workflows").glob("*.yml"))
    assert files
    for file in files:
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            assert all("run" in step or "uses" in step for step in job["steps"])
