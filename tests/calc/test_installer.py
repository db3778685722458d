"""Why LibreOffice's installer refuses: the true reason, and the next step."""

import pytest

from xlhedge import __version__
from xlhedge.calc import installer, status
from xlhedge.calc.program import OfficeError, Program

LOCKED = """ERROR: unopkg cannot be started. The lock file indicates it is already running. \
If this does not apply, delete the lock file at:
/home/a/.config/libreoffice/4/.lock"""
NOT_THERE = """ERROR: Exception occurred: There is no such extension deployed: org.xlhedge.calc \
at ./desktop/source/pkgchk/unopkg/unopkg_app.cxx:520

ERROR: unopkg failed."""
UNWRITABLE = """ERROR: Exception occurred: [context="shared"] a folder could not be created \
at ./desktop/source/deployment/manager/dp_manager.cxx:448

ERROR: unopkg failed."""

# What it lists of an extension and of the parts in it, the last of which has nothing to register.
LISTED = f"""Identifier: org.xlhedge.calc
  Version: {__version__}
  URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/a.tmp_/xlhedge.oxt
  is registered: {{}}
  Media-Type: application/vnd.sun.star.package-bundle
  bundled Packages: {{{{
      URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/a.tmp_/xlhedge.oxt/addin.py
      is registered: {{}}

      URL: vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/a.tmp_/xlhedge.oxt/a.txt
      is registered: n/a
  }}}}
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A LibreOffice whose installer says what a test wants."""
    program = Program(tmp_path / "soffice", tmp_path / "python")
    monkeypatch.setattr(status, "find_office", lambda: program)
    monkeypatch.setattr(status, "check_python", lambda _: None)

    def says(text, code):
        (tmp_path / "said").write_text(text)
        stream = ">&2" if code else ""
        script = tmp_path / "unopkg"
        script.write_text(f"#!/bin/sh\ncat {tmp_path / 'said'} {stream}\nexit {code}\n")
        script.chmod(0o755)
        return program

    return says


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: Cannot run unopkg as root without --shared or --bundled option.", "without sudo"),
        (LOCKED, "delete /home/a/.config/libreoffice/4/.lock"),
        (UNWRITABLE, "write to the profile"),
        (
            "ERROR: Exception occurred: it is full at ./x.cxx:1\n\nERROR: unopkg failed.",
            "is full",
        ),
        ("", "exit code 1"),
    ],
)
def test_the_true_reason(office, said, told):
    """What LibreOffice 7.4 says as root, locked and unwritable becomes what to do about it."""
    with pytest.raises(OfficeError) as trouble:
        installer.run_unopkg(office(said, 1), "list")
    assert told in str(trouble.value)
    assert ".cxx" not in str(trouble.value)


@pytest.mark.parametrize(
    ("said", "code", "exit_code", "word"),
    [
        (f"Identifier: x\n  Version: {__version__}\n", 0, 0, "is installed"),
        ("Identifier: x\n  Version: 0.0.1\n", 0, 1, "replaces it"),
        (LISTED.format("yes", "yes"), 0, 0, "is installed"),
        (LISTED.format("unknown", "no"), 0, 2, "xlhedge calc remove, then xlhedge calc install"),
        (LISTED.format("no", "n/a"), 0, 2, "did not take it in"),
        (NOT_THERE, 1, 2, "xlhedge calc install"),
        (LOCKED, 1, 2, "cannot be seen"),
    ],
)
def test_status(office, said, code, exit_code, word):
    """0 well, 1 another version, 2 not installed or not to be seen: as `xlhedge status` has it."""
    office(said, code)
    now = status.status()
    assert now.exit_code == exit_code
    assert word in str(now)


def test_an_active_virtual_environment_is_kept_away(office, tmp_path, monkeypatch):
    """LibreOffice's Python meets its own python3 first, not that of the environment we run in."""
    monkeypatch.setenv("VIRTUAL_ENV", "/of/ours")
    monkeypatch.setenv("PYTHONHOME", "/of/ours")
    program = office("", 0)
    unopkg = tmp_path / "unopkg"
    unopkg.write_text('#!/bin/sh\necho "$VIRTUAL_ENV,$PYTHONHOME,$PATH"\n', encoding="ascii")
    assert installer.run_unopkg(program, "list").startswith(f",,{program.python.parent}:")
