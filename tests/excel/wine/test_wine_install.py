"""The installer and the doctor in a real registry and on real processes, under Wine."""

import json
import zipfile
from pathlib import Path

import pytest

from xlhedge import __version__

pytestmark = pytest.mark.wine

CONTRACT = Path(__file__).parents[1]
OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
PROGRAMS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\xlhedge"
RUN_CONTRACT = """
import sys
sys.path[:0] = sys.argv[1:]
from registry_contract import run_all
from xlhedge.excel.registry import WindowsRegistry
print(len(run_all(WindowsRegistry())))
"""
WINDOW_OF_EXCEL = """
import sys, win32gui
sys.path.insert(0, sys.argv[1])
from xlhedge.excel.environment_machine import this_machine
seen = [this_machine().excel_is_open]
kind = win32gui.WNDCLASS()
kind.lpszClassName, kind.lpfnWndProc = "XLMAIN", {}
window = win32gui.CreateWindow(win32gui.RegisterClass(kind), "Book1", 0, 0, 0, 0, 0, 0, 0, 0, None)
seen.append(this_machine().excel_is_open)
print(seen)
"""


def test_winreg_keeps_the_registry_contract(wine, wheel):
    """The real registry behaves as the twin that the other tests use."""
    _, said = wine.run(wine.bare, "-c", RUN_CONTRACT, wine.path(CONTRACT), wine.path(wheel))
    assert said.strip() == "5"


def test_what_an_installation_leaves(wine, installed):  # noqa: ARG001 - looked at from outside
    """Files, Excel's list and the program entry are there; status says so."""
    code, said = wine.installer("status", "--json")
    assert code == 0
    assert json.loads(said)["version"] == __version__
    assert wine.python.exists()
    exported = wine.registry()
    assert '"OPEN"="/R \\"C:\\\\users\\\\' in exported
    assert f'"DisplayVersion"="{__version__}"' in exported


def test_the_templates_are_there(wine, installed):  # noqa: ARG001 - looked at from outside
    """Every template is where the ribbon's menu looks for it, a workbook with values."""
    from xlhedge import templates

    found = sorted((wine.home / "templates").iterdir())
    assert [path.stem for path in found] == sorted(templates.NAMES)
    for path in found:
        with zipfile.ZipFile(path) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            assert any(b"<f>" in book.read(name) and b"<v>" in book.read(name) for name in sheets)


def test_the_doctor(wine, installed):  # noqa: ARG001 - looked at from outside
    """All that can be well without Excel is well, a call as Excel makes it above all."""
    code, said = wine.installer("doctor", "--json", check=False)
    findings = json.loads(said)["findings"]
    faults = [f["about"] for f in findings if f["level"] != "ok"]
    assert (code, faults) == (2, ["Excel"]), findings
    (trip,) = [f for f in findings if f["about"] == "a call as Excel makes it"]
    assert trip["says"].startswith("HEDGE_RATIO(52005, 60000) = 0.86675")


def test_what_was_taken_away_is_noticed(wine, installed):  # noqa: ARG001 - damaged and mended
    """A library in quarantine is missed, and so is its package: of that the doctor tells."""
    library = next((wine.home / "python").rglob("_multiarray_umath*.pyd"))
    aside = library.with_suffix(".aside")
    library.rename(aside)
    try:
        found = wine.json(wine.python, "-I", "-m", "xlhedge.excel.environment_probe")
    finally:
        aside.rename(library)
    (missing,) = found["missing"]
    assert "_multiarray_umath" in missing
    assert "numpy" in found["imports"]


def test_excel_is_seen_by_its_window(wine, installed, wheel):  # noqa: ARG001 - pywin32 is in there
    """A window of class XLMAIN is Excel running; without one it is closed."""
    _, said = wine.run(wine.python, "-c", WINDOW_OF_EXCEL, wine.path(wheel))
    assert said.split("\n")[0].strip() == "[False, True]"


def test_a_failed_installation_leaves_the_last_one(wine, installed):  # noqa: ARG001 - it must survive
    """When the wheels do not suffice, the registry and the files are as they were."""
    before, files = wine.registry(), sorted(path.name for path in wine.home.iterdir())
    poor = wine.root / "poor"
    poor.mkdir(exist_ok=True)
    for wheel in [*wine.wheels.glob("xlhedge-*.whl"), *wine.wheels.glob("pip-*.whl")]:
        (poor / wheel.name).write_bytes(wheel.read_bytes())
    (python,) = wine.wheels.glob("python-*.zip")
    (poor / python.name).write_bytes(python.read_bytes())
    options = ("--wheels", wine.path(poor))
    code, said = wine.installer("install", *options, check=False)
    assert code == 2
    assert "No matching distribution found for" in said
    assert "Nothing was installed" in said
    assert wine.registry() == before
    assert sorted(path.name for path in wine.home.iterdir()) == files
    assert wine.installer("status")[0] == 0
