"""The ribbon's templates: put in place, and what a user made of them is never lost."""

import io
import re
import zipfile

import pytest

from xlhedge.excel import environment, install_templates, vba_source
from xlhedge.excel.install import install, uninstall


def test_the_ribbon_looks_where_they_are():
    """The folder that the ribbon's menu lists is the one that an installation fills."""
    source = vba_source.fixed_source("HedgeMenu")
    assert f'DataFolder() & "\\{install_templates.TEMPLATES}"' in source


def test_every_template_is_shipped():
    """The checkout holds a computed workbook of every template; test_wheel.py has the wheel."""
    from xlhedge import templates

    held = install_templates.packaged_templates()
    assert sorted(held) == sorted(f"{name}.xlsx" for name in templates.NAMES)


def test_installed_templates_are_tied(root, tmp_path):
    """Each names the add-in of this installation; the shipped ones name no path of anybody."""
    addin = tmp_path / "xlhedge" / "xlhedge.xlam"
    for name, content in install_templates.templates_for(addin).items():
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert str(addin) in book.read("xl/externalLinks/_rels/externalLink1.xml.rels").decode()
        shipped = (root / "workbooks" / name).read_bytes()
        assert not [
            part for part in zipfile.ZipFile(io.BytesIO(shipped)).namelist() if "Link" in part
        ]


def test_function_pages_lie_beside_them(machine, addin):
    """The private Python writes them, an update writes them anew, and uninstall takes them away."""
    from xlhedge.excel.install import REFERENCE

    assert install(machine, addin=addin).exit_code == 0
    folder = machine.root / REFERENCE
    command = next(c for c in machine.run.commands if "--pages" in c)
    assert command[1:] == ["-I", "-c", environment.TRIAL, "--pages", str(folder)]
    assert f'DataFolder() & "\\{REFERENCE}\\"' in vba_source.fixed_source("HedgeMenu")
    (folder / "OLD.html").touch()
    assert install(machine, addin=addin).exit_code == 0
    assert [path.name for path in folder.iterdir()] == ["index.html"]
    uninstall(machine)
    assert not folder.exists()


COMPUTED = re.search(  # what the trial says between the functions and their pages
    r"entry\.example\).*^print\('(.+)', flush=True\)$.*^write_pages\(",
    environment.TRIAL,
    re.DOTALL | re.MULTILINE,
)[1]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (COMPUTED, "The function pages could not be written: ERROR: it broke"),
        ("", "The functions do not run in the new Python: ERROR: it broke"),
    ],
)
def test_a_trial_that_fails_undoes_the_installation(machine, addin, everything, said, sentence):
    """All of it or nothing: the registry and the folder are as before, and the reason is said."""
    before = everything(machine)
    machine.run.fails, machine.run.said = "--pages", said
    report = install(machine, addin=addin)
    assert report.exit_code == 2
    assert report.problem == f"{sentence} Nothing was installed."
    assert everything(machine) == before


def test_what_a_user_put_there_stays(machine, addin):
    """A template changed by the user and a workbook of their own survive update and removal."""
    install(machine, addin=addin)
    folder = machine.root / "templates"
    (folder / "one.xlsx").write_bytes(b"PK my own figures")
    (folder / "house.xlsx").write_bytes(b"PK of the house")
    kept = {"one.xlsx": b"PK my own figures", "house.xlsx": b"PK of the house"}
    assert install(machine, addin=addin).exit_code == 0
    there = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert there == kept | {"two.xlsx": b"PK two"}
    report = uninstall(machine)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept
    assert "house.xlsx is kept" in str(report)
    assert sorted(path.name for path in machine.root.iterdir()) == ["templates"]


def test_a_failed_update_leaves_them(machine, addin, everything, monkeypatch):
    """When a template cannot be written the old ones are all there, byte for byte."""
    install(machine, addin=addin)
    (machine.root / "templates" / "house.xlsx").write_bytes(b"PK of the house")
    before = everything(machine)
    wrong = {"one.xlsx": b"PK newer", "three.xlsx": b"PK", "two.xlsx/x": b"PK"}
    monkeypatch.setattr("xlhedge.excel.install.templates_for", lambda _: wrong)
    assert "two.xlsx" in install(machine, addin=addin).problem
    assert everything(machine) == before
