"""LibreOffice missing, crashing, hanging: a sentence each time, and nothing left behind."""

import os
import stat
import time
from pathlib import Path

import pytest

from xlhedge.calc import install
from xlhedge.calc.office import OfficeError, Program, Session, find_office, with_office


def script(path, text):
    """Write a program."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def gone(folder):
    """Return whether a session's private folder is gone."""
    return not folder.exists()


def test_a_missing_program_is_said_plainly(monkeypatch, tmp_path):
    """No soffice anywhere, or a wrong XLHEDGE_SOFFICE: the sentence says what to install."""
    monkeypatch.setenv("XLHEDGE_SOFFICE", str(tmp_path / "soffice"))
    with pytest.raises(OfficeError, match="no such program"):
        find_office()
    monkeypatch.delenv("XLHEDGE_SOFFICE")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("xlhedge.calc.office._USUAL_PLACES", ())
    with pytest.raises(OfficeError, match="apt install libreoffice-calc python3-uno"):
        find_office()


def test_an_office_that_ends_at_once_is_said_plainly(tmp_path):
    """A soffice that leaves while starting is tried twice, then named with its exit code."""
    tried = tmp_path / "tried"
    program = Program(
        script(tmp_path / "soffice", f"echo x >> {tried}; exit 7"),
        script(tmp_path / "python", "exec sleep 60"),
    )
    with pytest.raises(OfficeError, match=r"exit code 7"):
        Session([], program=program)
    assert tried.read_text().count("x") == 1


@pytest.mark.usefixtures("office")
def test_a_crash_is_tried_once_more(tmp_path):
    """Work that crashes LibreOffice once is done by a second one; after two crashes it says so."""
    folders = []
    book = tmp_path / "book.csv"
    book.write_text("1,2\n", encoding="utf-8")

    def work(session, crashes):
        folders.append(session.folder)
        if len(folders) <= crashes:
            session._office.kill()
        session.open(book)
        return session.sheets()

    assert with_office(lambda session: work(session, 1), []) == ["book"]
    assert len(folders) == 2
    folders.clear()
    with pytest.raises(OfficeError, match="crashed"):
        with_office(lambda session: work(session, 2), [])
    assert len(folders) == 2
    assert all(map(gone, folders))


def test_a_hang_is_ended_by_the_time_limit(office, tmp_path):
    """A step that takes too long ends that LibreOffice, by its own id, and says so."""
    book = tmp_path / "book.csv"
    book.write_text("1,2\n", encoding="utf-8")
    with Session([], program=office, time_limit=1.0) as session:
        process = session._office
        os.kill(process.pid, 19)  # SIGSTOP: it hangs
        started = time.monotonic()
        with pytest.raises(OfficeError, match="within 1 seconds"):
            session.open(book)
        assert time.monotonic() - started < 20
        assert process.returncode is not None
        assert gone(session.folder)
        with pytest.raises(OfficeError, match="closed"):
            session.calculate()


def test_what_is_no_spreadsheet_is_refused(office, tmp_path):
    """A file that LibreOffice cannot open is an error of that step; the session goes on.

    It has started without a trial of its drawing, which takes longer than all else.
    """
    with Session([], program=office) as session:
        with pytest.raises(OfficeError, match="open"):
            session.open(tmp_path / "missing.xlsx")
        good = tmp_path / "good.csv"
        good.write_text("1,2\n", encoding="utf-8")
        session.open(good)
        assert session.sheets() == ["good"]
        assert stat.S_IMODE(session.folder.stat().st_mode) == 0o700
        assert not list(session.folder.rglob("GraphicsRenderTests.log"))


def test_installing_says_what_went_wrong(monkeypatch, tmp_path):
    """A locked profile, and a Python too old or without numpy, are named with the remedy."""
    python = script(tmp_path / "python", "exit 1")
    program = Program(tmp_path / "soffice", python)
    script(tmp_path / "unopkg", "echo 'ERROR: profile is locked' >&2; exit 1")
    monkeypatch.setattr(install, "find_office", lambda: program)
    monkeypatch.setattr(install, "check_python", lambda _: None)
    with pytest.raises(OfficeError, match=r"profile is locked\. Close LibreOffice"):
        install.install()
    with pytest.raises(OfficeError, match=r"Close LibreOffice"):
        install.uninstall()
    script(tmp_path / "unopkg", f"printf '%s ' \"$@\" > {tmp_path / 'said'}")
    assert "start Calc" in install.install()
    said = (tmp_path / "said").read_text()
    assert said.startswith("add --force ")
    assert not Path(said.split()[2]).exists()
    assert "removed" in install.uninstall()


@pytest.mark.parametrize(
    ("version", "modules", "sentence"),
    [
        ("3 9", True, "3.11 or newer"),
        ("3 99", False, "apt install python3-numpy"),
        ("3 99", True, ""),
    ],
)
def test_the_python_of_an_office_is_looked_at(version, modules, sentence, tmp_path):
    """An old Python, or one without numpy that cannot use ours, is refused before installing."""
    python = script(
        tmp_path / "python",
        f'case "$2" in *version_info*) echo {version};; *) exit {0 if modules else 1};; esac',
    )
    program = Program(tmp_path / "soffice", python)
    if sentence:
        with pytest.raises(OfficeError, match=sentence):
            install.check_python(program)
    else:
        install.check_python(program)
