"""The one table of errors: what every program calls each of them."""

import re

import pytest

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.excel.vba_source import catalogue_modules
from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.errors import CODES, ERRORS, ErrorName

# XlCVError of the Excel object model, as Microsoft's reference lists it.
CV_ERRORS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029,
    "#NUM!": 2036, "#N/A": 2042, "#GETTING_DATA": 2043, "#SPILL!": 2045, "#CONNECT!": 2046,
    "#BLOCKED!": 2047, "#UNKNOWN!": 2048, "#FIELD!": 2049, "#CALC!": 2050,
}  # fmt: skip
# What COM answers with, as Win32 programs see the values of those cells.
SCODES = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#CALC!": -2146826238}


def test_the_numbers_of_excel():
    """Every error that CVErr knows has Excel's own number, and COM's is that much further on."""
    assert {error.code: error.cverr for error in ERRORS if error.cverr} == CV_ERRORS
    scodes = {error.code: error.scode for error in ERRORS}
    assert {code: scodes[code] for code in SCODES} == SCODES
    assert scodes["#PYTHON!"] is None


@pytest.mark.parametrize("column", [name for name in ErrorName._fields if name != "kinds"])
def test_no_name_stands_twice(column):
    """A program's name leads back to one error."""
    names = [getattr(error, column) for error in ERRORS if getattr(error, column) is not None]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_ours_is_one_error(kind):
    """What core raises becomes exactly one error of Excel."""
    (code,) = [error.code for error in ERRORS if kind in error.kinds]
    assert ExcelError.from_hedge_error(HedgeError(kind, "why")) == ExcelError(code)


def test_the_add_in_answers_with_the_same_numbers():
    """The VBA that is made from the table knows each number; what it does not know is #VALUE!."""
    (source,) = [m.source for m in catalogue_modules() if m.name == "HedgeErrors"]
    numbers = dict(re.findall(r"Public Const (\w+) As Long = (\d+)", source))
    cases = dict(re.findall(r'Case "(.*)"\n +ErrorNumberOf = (\w+)', source))
    assert {code: int(numbers[name]) for code, name in cases.items()} == CV_ERRORS
    assert "    ErrorNumberOf = ERROR_VALUE\n    Select Case code" in source
    assert (cases["#N/A"], cases["#NAME?"], cases["#DIV/0!"]) == (
        "ERROR_NA",
        "ERROR_NAME",
        "ERROR_DIV0",
    )
    assert set(CV_ERRORS) < CODES
