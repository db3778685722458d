"""Formulas compiled once for all workbooks of a process that read them alike."""

import datetime as dt
import io

import pytest
import xlsxwriter

from xlhedge.recalc import recalculate
from xlhedge.recalc.compiling import known_forms
from xlhedge.recalc.compiling.compiler import Compiler

SHEET = {
    "A1": 2,
    "A2": 3,
    "B1": "=rate*A1",
    "B2": "=A1+A2",
    "B3": "=SUM(S:T!A1)",
    "B4": "=YEAR(TODAY())",
    "B5": "=SUM(Deals[Amount])",
    "B6": "=COUNT(T:U!A1)",
}


def book(changed=(), sheets="STU", rate="=S!$A$2", table="D1:E3"):
    """A workbook of three sheets with a name and a table."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as file:
        for number, name in enumerate(sheets):
            sheet = file.add_worksheet(name)
            for address, content in {**SHEET, **dict(changed)}.items():
                if name == "S" or address == "A1":
                    sheet.write(address, content if name == "S" else 10**number)
            if name == "S":
                sheet.write_column("D2", [1, 2, 4, 8])
                sheet.write_column("E2", [10, 20, 40, 80])
                columns = [{"header": "Number"}, {"header": "Amount"}]
                sheet.add_table(table, {"name": "Deals", "columns": columns})
        file.define_name("rate", rate)
    return stream.getvalue()


def values(data, year=2026):
    """The fresh values of the sheet's formulas."""
    result = recalculate(data, today=dt.date(year, 11, 27))
    return [result.value("S", f"B{row}") for row in range(1, 7)]


@pytest.fixture(autouse=True)
def compiled(monkeypatch):
    """No workbook is known at first; what is compiled is listed."""
    places = []
    compile_ = Compiler.compile

    def listed(self, tree, place, *, array):
        places.append(place)
        return compile_(self, tree, place, array=array)

    monkeypatch.setattr(Compiler, "compile", listed)
    known_forms._known.cache_clear()
    yield places
    known_forms._known.cache_clear()


def test_a_workbook_with_other_values_is_not_compiled_again(compiled):
    """Only its values are computed; a formula that is not the same is compiled."""
    assert values(book()) == [6, 5, 12, 2026, 30, 2]
    assert len(compiled) == 6
    assert values(book({"A1": 7})) == [21, 10, 17, 2026, 30, 2]
    assert len(compiled) == 6
    assert values(book({"B2": "=A1-A2"})) == [6, -1, 12, 2026, 30, 2]
    assert compiled[6:] == [("S", (2, 2))]


@pytest.mark.parametrize(
    ("data", "year", "fresh"),
    [
        (book(rate="=S!$A$1"), 2026, [4, 5, 12, 2026, 30, 2]),
        (book(sheets="SUT"), 2026, [6, 5, 112, 2026, 30, 2]),
        (book(sheets="TSU"), 2026, [6, 5, 3, 2026, 30, 3]),
        (book(table="D1:E4"), 2026, [6, 5, 12, 2026, 70, 2]),
        (book(), 2027, [6, 5, 12, 2027, 30, 2]),
    ],
    ids=["name", "order of sheets", "place of a sheet", "rows of a table", "day"],
)
def test_formulas_that_are_read_otherwise_are_compiled_again(data, year, fresh):
    """A name, a sheet's place, a table or the day differ: the same texts have other values."""
    usual = [6, 5, 12, 2026, 30, 2]
    assert values(book()) == usual
    assert values(data, year) == fresh
    assert values(book()) == usual


def test_functions_of_others(book_of):
    """A function that somebody hands over is called by its books alone."""
    data = book_of({"S": {"A1": "=TWICE(4)"}})
    for factor in (2, 3, 2):
        result = recalculate(data, functions={"TWICE": lambda number, by=factor: number * by})
        assert result.value("S", "A1") == 4 * factor


def test_those_of_a_large_workbook_are_not_kept(compiled, monkeypatch):
    """Beyond a number of formulas that are no copies each workbook starts afresh."""
    monkeypatch.setattr(known_forms, "_MOST", 5)
    for _ in range(3):
        values(book())
    assert len(compiled) == 18
