"""A new sheet of texts, and characters that XML does not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.characters import plain_text, stored_text
from xlhedge.ooxml.dialects import DIALECTS
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.text_sheet import text_sheet
from xlhedge.recalc.reading import read_book


@given(st.text(st.characters(codec="utf-8")))
def test_characters(text):
    """Any text is read back as it was stored."""
    assert plain_text(stored_text(text)) == text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_texts_are_read_back(dialect, book_of, with_part):
    """They stand from A1 on, a formula's text as a text, blanks and signs kept."""
    rows = [("=1+1", " a\n<&>"), (), ("\x01\r_x0041_",)]
    content = text_sheet(rows, (10, 20), dialect).encode()
    book = with_part(book_of({"S": {"A1": 1.0}}), "xl/worksheets/sheet1.xml", content)
    cells = read_book(Package(book)).sheets["S"].cells
    assert {place: cell.value for place, cell in cells.items()} == {
        (1, 1): "=1+1", (1, 2): " a\n<&>", (3, 1): "\x01\r_x0041_",
    }  # fmt: skip
    assert not any(cell.formula for cell in cells.values())
