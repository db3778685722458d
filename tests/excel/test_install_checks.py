"""What cannot end well is refused before anything is touched, in a sentence that says why."""

import re
from pathlib import Path

import pytest

from xlhedge import __version__
from xlhedge.excel import ansi_path, environment
from xlhedge.excel.install import install, uninstall

WHEEL = f"xlhedge-{__version__}-py3-none-any.whl"


@pytest.fixture
def refused(machine, everything):
    """What asserts that an installation is refused, leaves all as it was, and returns why."""

    def ask(changed=machine, **options):
        before = everything(changed)
        report = install(changed, **options)
        assert report.exit_code == 2
        assert report.done == ()
        assert report.problem.endswith("Nothing was installed.")
        assert everything(changed) == before
        return report.problem

    return ask


def test_excel_is_open(machine, addin, refused):
    """Excel would write its list of add-ins anew: neither installing nor removing begins."""
    opened = machine._replace(excel_is_open=True)
    assert "Close all its windows" in refused(opened, addin=addin)
    install(machine, addin=addin)
    assert "Close all its windows" in refused(opened, addin=addin)
    assert "Close all its windows" in uninstall(opened).problem
    assert (machine.root / "xlhedge.xlam").exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://firm-my.sharepoint.com/personal/me/Documents/wheels",
        "HTTP://d.docs.live.net/1/wheels",
    ],
)
def test_addresses_in_onedrive_are_no_folders(addin, refused, address):
    """A path as OneDrive shows it in Excel is quoted, and what to give instead is said."""
    said = refused(wheels=Path(address), addin=addin)
    assert "is a web address" in said
    assert "--wheels takes the folder of wheels" in said
    said = refused(addin=Path(address) / "xlhedge.xlam")
    assert "is a web address" in said
    assert "--addin takes the file xlhedge.xlam" in said


def test_a_folder_of_wheels_that_is_none(refused, addin, tmp_path):
    """No such folder, one without our wheel, one with another version's: each is quoted."""
    assert f"{tmp_path / 'nowhere'} is not a folder" in refused(
        wheels=tmp_path / "nowhere", addin=addin
    )
    (tmp_path / "xlhedge-0.0.0-py3-none-any.whl").touch()
    assert f"{tmp_path} holds no xlhedge-{__version__}" in refused(wheels=tmp_path, addin=addin)


def test_two_pythons_among_the_wheels(refused, addin, tmp_path):
    """Which of two embeddable Pythons fits the wheels nobody can tell: both are named."""
    for name in (WHEEL, "python-3.9.1-embed-amd64.zip", "python-3.12.0-embed-amd64.zip"):
        (tmp_path / name).touch()
    said = refused(wheels=tmp_path, addin=addin)
    assert "python-3.12.0-embed-amd64.zip and python-3.9.1-embed-amd64.zip" in said


def test_the_private_python_does_not_replace_itself(machine, addin, refused):
    """An installation started from the installed Python would pull the floor away."""
    own = machine._replace(python=machine.root / "python" / "python.exe")
    assert "cannot replace itself; run install.ps1" in refused(own, addin=addin)


@pytest.mark.parametrize("content", [b"", b"MZ", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_addin(refused, tmp_path, content):
    """A file that is no Excel add-in of ours is not put where Excel opens it."""
    path = tmp_path / "notes.xlam"
    path.write_bytes(content)
    assert f"{path} is not the xlhedge add-in" in refused(addin=path)


def test_an_addin_that_is_not_there(refused, tmp_path):
    """A missing file and a folder are named as such."""
    assert "missing.xlam is not a file" in refused(addin=tmp_path / "missing.xlam")
    assert f"{tmp_path} is not a file" in refused(addin=tmp_path)


def test_the_addin_of_another_version(refused, make_addin, tmp_path):
    """Functions of one version and Python of another do not fit: both versions are named."""
    path = tmp_path / "old.xlam"
    path.write_bytes(make_addin("0.0.1"))
    said = refused(addin=path)
    assert f"is the add-in of xlhedge 0.0.1; this is xlhedge {__version__}" in said


def test_a_signature_is_not_lost(machine, addin, refused, make_addin, tmp_path):
    """Where a signed add-in is installed, an unsigned one is refused and the way on is named."""
    signed = tmp_path / "signed.xlam"
    signed.write_bytes(make_addin(signed=True))
    assert install(machine, addin=signed).exit_code == 0
    said = refused(addin=addin)
    present = machine.root / "xlhedge.xlam"
    assert f'--addin "{present}"' in said
    assert install(machine, addin=present).exit_code == 0
    assert present.read_bytes() == signed.read_bytes()
    assert uninstall(machine).exit_code == 0
    assert install(machine, addin=addin).exit_code == 0


def test_letters_beyond_the_code_page(machine, addin, refused, tmp_path, monkeypatch):
    """Where Excel could not start Python nothing is installed; a short name changes that."""
    monkeypatch.setattr(ansi_path, "CODE_PAGE", "cp1252")
    monkeypatch.setattr(ansi_path, "_short", lambda path: path)
    there = machine._replace(local=tmp_path / "Łódź")
    there.local.mkdir()
    said = refused(there, addin=addin)
    assert f"{there.local} has letters that are not in Windows' code page (Ł ź)" in said
    assert "Next: as administrator give the folder a short name" in said
    monkeypatch.setattr(ansi_path, "_short", lambda path: path.replace("Łódź", "DZ~1"))
    assert install(there, addin=addin).exit_code == 0


def test_letters_beyond_ascii_and_servers_are_fine(
    machine, addin, everything, tmp_path, monkeypatch
):
    """A home with any letters, or on a server, is installed to and removed without a trace."""
    monkeypatch.setattr(ansi_path, "CODE_PAGE", "utf-8")
    monkeypatch.setattr(ansi_path, "_short", lambda path: path)
    for home in ("Łódź 东京", r"\\server\homes$\me\AppData\Local"):
        local = tmp_path / home
        local.mkdir()
        there = machine._replace(local=local)
        before = everything(there)
        assert install(there, addin=addin).exit_code == 0
        value = str(there.registry.values(r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"))
        assert repr(str(there.root / "xlhedge.xlam"))[1:-1] in value
        assert uninstall(there).exit_code == 0
        assert everything(there) == before


def test_what_is_installed_is_this_version_with_a_desks_packages(machine, addin):
    """Pip is asked for all that a desk's machine needs, never for xlhedge, which is copied."""
    install(machine, addin=addin)
    (pip,) = [command for command in machine.run.commands if "install" in command]
    assert pip[-1] == f"xlwings=={environment.XLWINGS}"
    assert not any(word.startswith("xlhedge") for word in pip)
    assert {"numpy", "typer"} <= {re.split(r"[<>=]", word)[0] for word in pip}
    packages = machine.root / "python" / "Lib" / "site-packages"
    assert (packages / "xlhedge" / "udfs.py").is_file()
    assert (packages / f"xlhedge-{__version__}.dist-info" / "METADATA").is_file()


def test_a_folder_of_wheels_brings_exactly_this_version(machine, addin, tmp_path):
    """From a folder pip takes this version of xlhedge, and asks no index."""
    (tmp_path / WHEEL).touch()
    install(machine, addin=addin, wheels=tmp_path)
    (pip,) = [command for command in machine.run.commands if "install" in command]
    assert pip[-2:] == [f"xlhedge[desk]=={__version__}", f"xlwings=={environment.XLWINGS}"]
    assert "--no-index" in pip
