"""The add-in's file: what is in it, and that it says everything the catalogue says."""

import json
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

import xlhedge
from xlhedge.calc import values
from xlhedge.calc.extension import write_extension
from xlhedge.calc.functions import installed_methods
from xlhedge.worksheet import CATALOGUE, ExcelError

OOR = "{http://openoffice.org/2001/registry}name"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The .oxt file, open."""
    path = write_extension(tmp_path_factory.mktemp("oxt") / "new" / "xlhedge.oxt")
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_every_function_is_described(package):
    """Name, summary and each argument's help of the whole catalogue are in CalcAddIns.xcu."""
    root = ET.fromstring(package.read("CalcAddIns.xcu"))  # noqa: S314 - our own file
    functions = {
        node.findtext(f"prop[@{OOR}='CompatibilityName']/value"): node
        for node in root.iterfind("node/node/node/node")
    }
    assert set(functions) == set(CATALOGUE)
    for name, node in functions.items():
        entry = CATALOGUE[name]
        said = [value.text for value in node.iter("value")]
        assert entry.summary in said
        for argument in entry.arguments:
            assert any((text or "").startswith(argument.help) for text in said)


def test_everything_named_in_the_manifest_is_there(package):
    """The manifest's files exist, and the sources of core and worksheet travel along."""
    manifest = package.read("META-INF/manifest.xml").decode()
    for name in re.findall(r'full-path="([^"]*)"', manifest):
        assert name in package.namelist()
    house = Path(xlhedge.__file__).parent
    rooms = [*house.glob("core/**/*.py"), *house.glob("worksheet/**/*.py")]
    travel = {"calc/values.py", *(path.relative_to(house).as_posix() for path in rooms)}
    assert {f"pythonpath/xlhedge/{name}" for name in travel} <= set(package.namelist())
    table = json.loads(package.read("functions.json"))
    assert set(table["methods"]) == {method.name for method in installed_methods()}


def test_the_same_sources_give_the_same_file(tmp_path):
    """Building twice gives the same bytes."""
    first = write_extension(tmp_path / "a.oxt").read_bytes()
    assert write_extension(tmp_path / "b.oxt").read_bytes() == first


@pytest.mark.parametrize(
    "code", ["#DIV/0!", "#N/A", "#NUM!", "#VALUE!", "#REF!", "#NAME?", "#NULL!"]
)
def test_errors_survive_the_way_through_calc(code):
    """An error becomes a NaN with Calc's number in it, and that NaN is the same error again."""
    sent = values.to_calc(ExcelError(code))
    assert sent != sent  # noqa: PLR0124 - only NaN differs from itself
    assert values.from_calc(((sent, 1.0),)) == [[ExcelError(code), 1.0]]


def test_what_goes_to_calc_is_a_float_or_a_text():
    """TRUE and whole numbers go as floats: Calc would show 0, or break."""
    table = values.to_calc_table([[True, 3, "a"], [False, 2.5, ""]])
    assert table == ((1.0, 3.0, "a"), (0.0, 2.5, ""))
    assert {type(cell) for row in table for cell in row} == {float, str}
    assert values.to_calc_table("one") == (("one",),)


class FakeRange:
    """A range of two columns with one cell of each kind, as UNO describes it."""

    def getDataArray(self):
        """Return what UNO's method of that name does."""
        return ((1.0, "", None), (1.0, "", "text"))

    def getCellByPosition(self, column, row):
        """Return a cell; the one at the top left holds TRUE, the third an error."""
        return SimpleNamespace(
            NumberFormat=10_099 if (row, column) == (0, 0) else 0, getError=lambda: 32767
        )

    def getRangeAddress(self):
        """Return where the range lies."""
        return SimpleNamespace(StartRow=4, StartColumn=2)

    def queryContentCells(self, _flags):
        """Return the formula that gives an empty text: the cell below the blank one."""
        area = SimpleNamespace(StartRow=5, EndRow=5, StartColumn=3, EndColumn=4)
        return SimpleNamespace(getRangeAddresses=lambda: (area,))


def test_a_range_keeps_its_kinds_of_cells_apart():
    """TRUE, 1, a blank, an empty text, a text and an error in a range are six things."""
    assert values.from_range(FakeRange()) == [
        [True, None, ExcelError("#N/A")],
        [1.0, "", "text"],
    ]
    assert values.from_range(None) is None
