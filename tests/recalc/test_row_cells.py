"""A sheet's cells: a sheet spelled as Excel spells it is read the same in a quicker way."""

from xml.etree import ElementTree as ET

import pytest
from xml_spellings import respelled

from xlhedge.ooxml.package import Package
from xlhedge.ooxml.usual_sheet import Unusual
from xlhedge.recalc import reading
from xlhedge.recalc.reading import read_book

BOOKS = ["hedging-template", "rates-hedge", "treasury-fx"]


@pytest.mark.parametrize("name", BOOKS)
def test_the_quick_way_reads_what_the_parser_reads(root, monkeypatch, name):
    """Cells, hidden rows and all else that a sheet's part says are alike both ways."""
    data = (root / "workbooks" / f"{name}.xlsx").read_bytes()
    ways = []

    def spied(sheet, texts):
        ways.append(sheet)
        return usual_cells(sheet, texts)

    usual_cells = reading.usual_cells
    monkeypatch.setattr(reading, "usual_cells", spied)
    quick = read_book(Package(data))
    assert len(ways) == len(quick.sheets)
    monkeypatch.setattr(reading, "UsualSheet", _refuse)
    parsed = read_book(Package(data))
    assert len(ways) == len(quick.sheets)
    assert list(quick.sheets) == list(parsed.sheets)
    for sheet, other in zip(quick.sheets.values(), parsed.sheets.values(), strict=True):
        assert sheet.cells == other.cells
        assert (sheet.hidden_rows, sheet.filters) == (other.hidden_rows, other.filters)
        assert ET.tostring(sheet.root) == ET.tostring(other.root)


def _refuse(_content):
    raise Unusual


@pytest.mark.parametrize("seed", range(5))
def test_any_spelling_of_a_sheet_is_read_alike(book_of, parts_of, with_part, seed):
    """Other quotes, spaces, prefixes and notes in the XML change no cell."""
    plain = book_of({"S": {"A1": 2.5, "B1": "x & y", "A2": True, "B2": "=A1*2", "C9": "=B1"}})
    part = "xl/worksheets/sheet1.xml"
    other = with_part(plain, part, respelled(parts_of(plain)[part], seed, "x:"))
    assert (
        read_book(Package(other)).sheets["S"].cells == read_book(Package(plain)).sheets["S"].cells
    )
