"""What people type by mistake: a validation refuses it, and a check names what slipped past it."""

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.sheet_patch import Change, patch_cells
from xlhedge.ooxml.zip_patch import replace_members
from xlhedge.recalc import recalculate
from xlhedge.recalc.errors import Unsupported
from xlhedge.recalc.inputs import set_inputs
from xlhedge.recalc.reading import read_book
from xlhedge.templates import checks

BOOKS = sorted((Path(__file__).parents[2] / "workbooks").glob("*.xlsx"))
each_book = pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
AREA = re.compile(r"(.+)!([A-Z]+\d+(?::[A-Z]+\d+)?): (only numbers|no blank line) ")


def pasted(path, target, cells):
    """Return a book with values in cells, past their validation: as from the clipboard."""
    package, members = Package(path), {}
    parts = {sheet.name: sheet.part for sheet in Draft(path.read_bytes()).worksheets()}
    for sheet in {sheet for sheet, _, _ in cells}:
        changes = {
            (row, column): Change(value, is_input=True)
            for (of, row, column), value in cells.items()
            if of == sheet
        }
        members[parts[sheet]] = patch_cells(package.read(parts[sheet]), changes, sheet)
    target.write_bytes(replace_members(package.data, members))
    return recalculate(target)


def watched(path, kind):
    """Return the checks of one kind, each with its sheet and the corners of its cells."""
    rows = openpyxl.load_workbook(path, data_only=True)["Checks"].iter_rows(min_col=2, max_col=2)
    found = [AREA.match(str(cell.value)) for (cell,) in rows]
    return [
        (m.string, m[1].strip("'"), *range_boundaries(m[2])) for m in found if m and m[3] == kind
    ]


@each_book
def test_a_text_in_a_table_of_numbers_is_named(path, tmp_path):
    """Every table that would pass over it says so, where the book can be computed at all."""
    tables = watched(path, "only numbers")
    assert tables
    texts = {(sheet, top, left): "n/a" for _, sheet, left, top, *_ in tables}
    try:
        book = pasted(path, tmp_path / "book.xlsx", texts)
    except Unsupported as refused:
        assert "texts" in str(refused)  # noqa: PT017 - a search among texts is Excel's own
        return
    assert {text for text, *_ in tables} <= set(checks.failing(book.cells(checks.NAME)))


@pytest.mark.parametrize("text", ["1.000,5", "31/12/2026", "80%"])
def test_a_figure_kept_as_a_text_is_no_quiet_figure(text, tmp_path):
    """A thousand separator, a date as a text: a check names the table, or the cell is refused."""
    path = next(path for path in BOOKS if path.stem == "hedging-template")
    ((named, sheet, left, top, *_),) = [w for w in watched(path, "only numbers") if "Value" in w[0]]
    try:
        book = pasted(path, tmp_path / "book.xlsx", {(sheet, top, left): text})
    except Unsupported as refused:
        assert text in str(refused)  # noqa: PT017 - it depends on the country
        return
    assert named in checks.failing(book.cells(checks.NAME))


@each_book
def test_a_blank_line_in_the_middle_of_a_table_is_named(path, tmp_path):
    """Lines that pair with others by their place are not moved up in silence."""
    held = openpyxl.load_workbook(path, data_only=True)
    lists = [
        (text, sheet, left, top)
        for text, sheet, left, top, *_ in watched(path, "no blank line")
        if held[sheet].cell(top + 1, left).value is not None
    ]
    blanks = {(sheet, top, left): None for _, sheet, left, top in lists}
    book = pasted(path, tmp_path / "book.xlsx", blanks)
    assert {text for text, *_ in lists} <= set(checks.failing(book.cells(checks.NAME)))


@each_book
def test_every_input_refuses_a_text_and_a_figure_out_of_its_bounds(path):
    """80 for 80 %, a negative size, words: the sentence says what the cell accepts."""
    content, refused = read_book(Package(path)), 0
    for sheet in openpyxl.load_workbook(path).worksheets:
        for rule in sheet.data_validations.dataValidation:
            left, top, _, _ = range_boundaries(str(rule.sqref).split()[0])
            place = f"{sheet.title}!{get_column_letter(left)}{top}"
            for bad in bad_values(rule):
                with pytest.raises(BadBook, match=re.escape(place)):
                    set_inputs(content, {place: bad})
                refused += 1
    assert refused > 10


def bad_values(rule):
    """Yield what an input of numbers has to refuse, by its own validation."""
    if rule.type not in {"decimal", "whole"}:
        return
    yield "abc"
    low = float(rule.formula1)
    if rule.operator in {None, "between"}:
        high = float(rule.formula2)
        yield from (value for value in (low - 1, high + 79) if abs(value) < 1e14)
    elif rule.operator in {"greaterThan", "greaterThanOrEqual"}:
        yield low - 1
