"""What programs write is spelled as usual: our books, openpyxl's and XlsxWriter's."""

import io

import openpyxl
import pytest
import xlsxwriter

from xlhedge.ooxml.package import Package
from xlhedge.ooxml.usual_sheet import UsualSheet, attributes, part_text


def of_openpyxl():
    """A book with numbers, texts and formulas."""
    out, book = io.BytesIO(), openpyxl.Workbook()
    for row in ([1.5, "a < b", True], ["=A1*2", '=B1&"é"', None]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def of_xlsxwriter():
    """The same, with an array and a spilled formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [1.5, "a < b", True, "=A1*2"])
        sheet.write_array_formula("A3:B3", "{=A1:B1}")
        sheet.write_dynamic_array_formula("A4", "=SEQUENCE(3)")
    return out.getvalue()


@pytest.mark.parametrize("make", [of_openpyxl, of_xlsxwriter])
def test_written_by_a_library(make):
    """Every cell is met, and nothing but cells."""
    assert cells_met(make()) > 4


def test_our_own_books(root):
    """Each sheet of the shipped books takes the short way."""
    books = sorted((root / "workbooks").glob("*.xlsx"))
    assert all(cells_met(book.read_bytes()) > 50 for book in books)


def cells_met(book):
    """How many cells the sheets of a book have."""
    package, count = Package(book), 0
    for sheet in package.sheets():
        if sheet.kind == "worksheet":
            usual = UsualSheet(package.read(sheet.part))
            cells = [cell for row in usual.rows() for cell in usual.cells(row.inside, row.close)]
            assert not any(cell[10] for cell in cells)
            count += len(cells)
    return count


def test_texts_and_attributes():
    """References to characters are read; attributes by name, whatever is in them."""
    assert part_text("a&amp;b&#x41;&#66;&quot;&lt;é".encode()) == 'a&bAB"<é'
    assert attributes(b' t="shared" ref="A1:B2" x:of="1 2"') == {
        "t": "shared", "ref": "A1:B2", "x:of": "1 2",
    }  # fmt: skip
