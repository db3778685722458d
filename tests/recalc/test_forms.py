"""A formula compiled once for all its copies is what compiling each copy gives."""

import gc
import io
from xml.etree.ElementTree import Element

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area, cell_text, column_letters
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.recalc.compiling.forms import Pattern, relative
from xlhedge.recalc.compiling.planning import make_plan
from xlhedge.recalc.content import (
    BookContent,
    CellContent,
    DefinedName,
    ExcelTable,
    FormulaKind,
    SheetContent,
)
from xlhedge.recalc.engines.formualizer_engine import FormualizerEngine, _blocks
from xlhedge.recalc.memory import without_collector
from xlhedge.recalc.regions import Places, Region
from xlhedge.worksheet.catalogue import CATALOGUE

NUMBERS = st.integers(-3, 3)
ORIGINS = st.tuples(st.integers(1, 6), st.integers(1, 5))


def point(anchor, position):
    """One end of a reference as a cell at `position` has it; None off the sheet."""
    (row, row_moves), (column, column_moves) = anchor
    row, column = row + position[0] * row_moves, column + position[1] * column_moves
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        return None
    signs = "" if column_moves else "$", "" if row_moves else "$"
    return f"{signs[0]}{column_letters(column)}{signs[1]}{row}"


ends = st.tuples(
    st.one_of(st.tuples(NUMBERS, st.just(1)), st.tuples(st.integers(1, 9), st.just(0))),
    st.one_of(st.tuples(NUMBERS, st.just(1)), st.tuples(st.integers(1, 9), st.just(0))),
)
sheets = st.sampled_from(["", "Data!", "'My book''s'!"])
references = st.one_of(
    st.tuples(sheets, ends).map(lambda r: ("cell", *r)),
    st.tuples(sheets, ends, ends).map(lambda r: ("range", *r)),
    st.tuples(sheets, NUMBERS, NUMBERS).map(lambda r: ("columns", *r)),
)
# "%r" is where a reference goes. Words that look like references and are none are among them.
SHAPES = (
    "%r+%r", "%r-1E5*%r", "-%r%%", "SUM(%r)", "SUM(%r,%r)*2", 'IF(%r>0,"A1",%r)', '%r&" B2:C3"',
    "LOG10(%r)", "COUNTIF(%r,%r)", "SUMIF(%r,1,%r)", "VLOOKUP(%r,%r,1,FALSE)", "INDEX(%r,1,1)",
    "INDEX(%r,2)", "SUMPRODUCT(%r*%r)", "MAX(%r)-%r", "ROW()", "ROW(%r)", "ROWS(%r)", "%r",
    "OFFSET(%r,1,1)", "SUBTOTAL(9,%r)", "Rate*%r", "Above+%r", "SUM(Whole)",
    "Book[[#This Row],[Q'#1]]*%r",
    "SUM(Book[Q'#1])+%r", "[@Price]+%r", "ISERROR(%r)", "AND(%r,%r)", "XLOOKUP(%r,%r,%r)",
    "_xlfn.XLOOKUP(%r,%r,%r)", "SUM(%r:%r)", "SUM(%r %r)", "MV_HEDGE_RATIO(%r,%r)",
    "LET(_xlpm.x,%r,_xlpm.x*%r)",
    "_xlfn.LET(_xlpm.x1,%r,_xlpm.x1*%r)", "SUM(B:B)", "SUM(3:3)+%r", "NOSUCH(%r)", "INDIRECT(%r)",
)  # fmt: skip
formulas = st.tuples(st.sampled_from(SHAPES), st.lists(references, min_size=3, max_size=3))


def text_at(formula, position):
    """A formula's text in a cell; None where one of its references leaves the sheet."""
    shape, parts = formula
    for part in parts[: shape.count("%r")]:
        sheet = part[1]
        if part[0] == "columns":
            columns = [position[1] + number for number in part[2:]]
            ok = all(1 <= column <= MAX_COLUMN for column in columns)
            text = ":".join(map(column_letters, columns)) if ok else None
        else:
            points = [point(anchor, position) for anchor in part[2:]]
            text = None if None in points else ":".join(points)
        if text is None:
            return None
        shape = shape.replace("%r", sheet + text, 1)
    return shape.replace("%%", "%")


def book_of(cells):
    """A book of two sheets with names and a table; the formulas stand on the first."""
    data = {(r, c): CellContent(float(r * c)) for r in range(1, 10) for c in range(1, 10)}
    table = ExcelTable("Book", Area("Data", 2, 2, 7, 4), ["Q#1", "Price", "Value"], 1, 1)
    names = [
        DefinedName("Rate", None, "'My book''s'!$B$2"),
        DefinedName("Above", None, "Data!A1048576"),
        DefinedName("Whole", "Data", "Data!$C:$C"),
    ]
    return BookContent(
        {
            "Data": SheetContent("Data", "", Element("sheet"), {**data, **cells}),
            "My book's": SheetContent("My book's", "", Element("sheet"), dict(data)),
        },
        {"book": table},
        names,
    )


def planned(cells, **options):
    """What is planned of a book for the engine, in values that compare."""
    plan = make_plan(book_of(cells), FormualizerEngine(), CATALOGUE, by_column=False, **options)
    sites = [
        (c.place, c.site.name, c.site.single, c.site.omitted, c.ranges) for c in plan.job.sites
    ]
    ranges = [(entry.area, list(entry.block), entry.constant) for entry in plan.job.ranges]
    reads = {place: sorted(areas) for place, areas in plan.reads()}
    numeric = {p: sorted(c.areas(c.numeric, p[1])) for p, c in plan.compiled.items()}
    sums = {p: c.sums and c.areas(c.sums, p[1]) for p, c in plan.compiled.items()}
    return (plan.job.formulas, plan.refused, plan.kept, sites, ranges, reads, numeric, sums)


@given(formulas, ORIGINS, st.booleans())
def test_compiled_once_is_compiled_for_each(formula, origin, across_first):
    """Copies in a block of cells, whatever their references, names and columns of tables."""
    places = [(origin[0] + i, origin[1] + j) for i in range(4) for j in range(3)]
    if across_first:
        places.sort(key=lambda place: (place[1], place[0]))
    texts = {place: text_at(formula, place) for place in places}
    cells = {p: CellContent(1.0, formula=text) for p, text in texts.items() if text}
    assert planned(cells) == planned(cells, by_form=False)


@given(formulas, ORIGINS)
def test_shared_formulas_are_their_copies(formula, origin):
    """A formula that the file stores once is compiled as each of its cells would be."""
    places = [(origin[0] + i, origin[1] + j) for i in range(3) for j in range(3)]
    texts = {place: text_at(formula, place) for place in places}
    if None in texts.values():
        return
    shared = {p: CellContent(1.0, formula="", kind=FormulaKind.SHARED, shared="0") for p in places}
    shared[origin] = CellContent(1.0, formula=texts[origin], kind=FormulaKind.SHARED, shared="0")
    assert planned(shared) == planned(shared, by_form=False)


@given(formulas, ORIGINS)
def test_a_pattern_gives_back_its_text(formula, origin):
    """A text counted from its cell and written there again is the same text."""
    text = text_at(formula, origin)
    if text:
        assert Pattern(relative(text, origin)).text(origin) == text


def test_copies_are_compiled_once(monkeypatch):
    """Of a thousand rows of five formulas five are parsed, and once more each to make sure."""
    cells = {}
    for row in range(10, 1010):
        for column, text in enumerate(
            ("A{0}-A{1}", "B{0}*$B$2", 'IF(C{0}>0,"x",C{1})', "SUM(A$1:A{0})", "LOG10(D{0})"), 11
        ):
            cells[row, column] = CellContent(formula=text.format(row, row - 1))
    engine = FormualizerEngine()
    parsed = []
    parse = engine.parse
    monkeypatch.setattr(engine, "parse", lambda text: parsed.append(text) or parse(text))
    plan = make_plan(book_of(cells), engine, CATALOGUE)
    assert len(plan.compiled) == 5000
    assert len(parsed) <= 10


cells_ = st.tuples(st.integers(1, 9), st.integers(1, 9))
areas_ = st.tuples(cells_, cells_).map(
    lambda ends: Area("S", *map(min, zip(*ends, strict=True)), *map(max, zip(*ends, strict=True)))
)


@given(st.sets(cells_), areas_)
def test_a_cell_in_a_range_is_found(cells, area):
    """`Places` names a cell that lies in the range, exactly if there is one."""
    inside = {cell for cell in cells if area.holds(*cell)}
    found = Places(cells).first_in(area)
    assert found in inside if inside else found is None


@given(st.lists(areas_), cells_)
def test_a_region_is_the_sum_of_its_ranges(areas, cell):
    """A cell is in the region if it is in one of the ranges."""
    assert (cell in Region(areas)) is any(area.holds(*cell) for area in areas)


@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), st.floats(0, 9)))
def test_blocks_hold_each_cell_once(cells):
    """What the engine is given in blocks is every cell, and blanks."""
    given_ = {}
    for row, column, lines in _blocks(cells):
        for i, line in enumerate(lines):
            for j, value in enumerate(line):
                if value is not None:
                    assert (row + i, column + j) not in given_
                    given_[row + i, column + j] = value
    assert given_ == cells


@pytest.mark.parametrize("kind", [FormulaKind.ARRAY, FormulaKind.DATA_TABLE])
def test_a_formula_over_the_whole_sheet(kind):
    """An array or a table that fills more than any answer is refused, and who reads it, at once."""
    whole = f"A1:{cell_text(MAX_ROW, MAX_COLUMN)}"
    cells = {
        (1, 1): CellContent(1.0, formula="B20*2", kind=kind, reference=whole),
        (30, 30): CellContent(1.0, formula="AE31+1"),
    }
    plan = make_plan(book_of(cells), FormualizerEngine(), {})
    assert ("Data", (1, 1)) in plan.refused


def test_the_collector_works_again_afterwards():
    """It rests while a book is worked through, and no longer, also where that fails."""
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(BadBook):
        recalculate(b"no book")
    assert gc.isenabled()


def test_a_formula_that_names_its_own_cell_has_no_value():
    """Filled across with $ it does so in some of its cells: they and their readers are refused."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("S")
        for row in range(3):
            for column in "ABC":
                sheet.write_formula(f"{column}{row + 1}", f"={column}$1")
    result = recalculate(stream.getvalue(), partial=True)
    assert len(result.refusals) == 9
