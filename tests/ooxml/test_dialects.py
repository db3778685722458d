"""Every writer takes a workbook in any spelling and either dialect, and gives it back in its own.

A shipped book is spelled otherwise: prefixes on all its tags, single quotes, comments, CDATA,
Strict Open XML. What is written from it must say the same as what is written from the plain one.
"""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from xml_spellings import meaning, respelled_book

from xlhedge.calc.rewrite import rewrite
from xlhedge.excel.frozen_book import frozen_book
from xlhedge.excel.linked_book import linked_book
from xlhedge.excel.macro_book import macro_book
from xlhedge.ooxml.dialects import STRICT, TRANSITIONAL, dialect_of
from xlhedge.recalc import recalculate
from xlhedge.web.lite import lite_book

ADDIN = r"C:\Users\a b\xlhedge.xlam"
WRITERS = {
    "recalc": lambda book: recalculate(book, inputs={"bonds": 99_000_000}).to_bytes(),
    "linked": lambda book: linked_book(book, ADDIN),
    "frozen": lambda book: frozen_book(book, "2026-11-27")[0],
    "frozen after linked": lambda book: frozen_book(linked_book(book, ADDIN), "2026-11-27")[0],
    "macros": macro_book,
    "lite": lite_book,
    "Calc": lambda book: rewrite(book).data,
}
SPELLINGS = {
    "prefixes": {"prefix": "x:"},
    "Strict": {"in_strict": True},
    "both": {"prefix": "main:", "in_strict": True},
}


@pytest.fixture(scope="module")
def shipped(root):
    """A shipped book."""
    return (root / "workbooks" / "rates-hedge.xlsx").read_bytes()


@pytest.fixture(scope="module")
def spelled(shipped):
    """The same in other spellings, by their names."""
    return {name: respelled_book(shipped, 7, **how) for name, how in SPELLINGS.items()}


@pytest.fixture(scope="module")
def plainly(shipped):
    """What each writer makes of the plain book."""
    done = {}

    def made(writer):
        if writer not in done:
            done[writer] = meaning(WRITERS[writer](shipped))
        return done[writer]

    return made


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("writer", WRITERS)
def test_writers_take_any_spelling(writer, spelling, spelled, plainly):
    """The parts say the same as those made of the plain book."""
    made = meaning(WRITERS[writer](spelled[spelling]))
    expected = plainly(writer)
    assert made.keys() == expected.keys()
    for part, content in expected.items():
        assert made[part] == content, part


@pytest.mark.parametrize("writer", WRITERS)
def test_a_strict_book_stays_strict(writer, spelled):
    """No new element or relation brings the other dialect in; Microsoft's own parts stay theirs."""
    with zipfile.ZipFile(io.BytesIO(WRITERS[writer](spelled["Strict"]))) as package:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith("xl/webextensions/"):
                continue
            for mark in TRANSITIONAL:
                assert mark.encode() not in content, name


def test_another_reader_takes_them(shipped, spelled):
    """A book with prefixes that was linked, frozen and computed opens elsewhere, values and all."""
    expected = openpyxl.load_workbook(io.BytesIO(shipped), data_only=True)
    for book in (
        WRITERS["frozen after linked"](spelled["prefixes"]),
        WRITERS["linked"](spelled["prefixes"]),
    ):
        found = openpyxl.load_workbook(io.BytesIO(book), data_only=True)
        for sheet in expected:
            values = list(found[sheet.title].iter_rows(values_only=True))
            assert values == list(sheet.iter_rows(values_only=True))


def test_a_book_of_several_kinds_of_sheets(tmp_path):
    """A chart sheet, a second link and names are found by their relations, whatever their names."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("It's <one> & two")
        sheet.write_dynamic_array_formula("A1:B9", "=HEDGE_STATS(D1:D6,E1:E6)")
        for row, price in enumerate([3.0, 3.1, 3.3, 3.2, 3.4, 3.7]):
            sheet.write_row(row, 3, [price, price + 0.2 * price**2])
        sheet.write_dynamic_array_formula("G1", "=SUM(_xlfn.ANCHORARRAY(A1))")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='It''s <one> & two'!$D$1:$D$6"})
        book.add_chartsheet().set_chart(chart)
        book.define_name("ratio", "=HEDGE_RATIO(2,4)")
        book.add_worksheet("Last").write_formula("A1", "=ratio", None, 0.5)
    plain = recalculate(path).to_bytes()
    other = respelled_book(plain, 3, "y:", in_strict=True)
    for writer in ("linked", "frozen", "frozen after linked", "macros", "Calc"):
        made, expected = (meaning(WRITERS[writer](book)) for book in (other, plain))
        assert made == expected, writer


def test_a_namespace_of_neither_dialect_is_read_as_the_usual_one():
    """Only Strict's own namespace makes a book Strict."""
    assert dialect_of(STRICT.main) is STRICT
    assert dialect_of(TRANSITIONAL.main) is TRANSITIONAL
    assert dialect_of("urn:other") is TRANSITIONAL
