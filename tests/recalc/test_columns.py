"""Copies computed a column at a time are what the engine makes of each, bit for bit."""

import struct
from xml.etree.ElementTree import Element

from hypothesis import given
from hypothesis import strategies as st

from xlhedge.recalc.book import compute
from xlhedge.recalc.compiling.planning import make_plan
from xlhedge.recalc.content import BookContent, CellContent, SheetContent
from xlhedge.recalc.engines.formualizer_engine import FormualizerEngine
from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.errors import ExcelError

ROWS = 80
SHAPES = (
    "A{0}-A{1}", "A{0}+B{0}", "-A{0}*2", "B{0}/A{0}", "(A{0}+B{1})*$B$3-1", "A{0}", "1/B{0}+A{0}",
    'IF(A{0}>0,"gain","loss")', "IF(A{0}>B{0},A{0},B{0})", "IF(C{0}>1,C{0},0)", "C{0}-C{1}",
    "D{0}*2", "C{0}=D{0}", "A{0}=0.3", 'C{0}="gain"', "ROUND(A{0},2)", "ROUND(C{0}*B{0},0)",
    "SUM(A{0}:A{2})", "ROUND(SUM(A{0}:B{2}),4)", "AVERAGE(B{0}:B{2})", "MIN(A{0}:B{0})",
    "MAX(C{0}:C{2})", "SUM(A$1:A$40)", "SUM(A:A)/A{0}", "MAX(B$1:B$80)", "SUM(A$1:A{0})",
    "E{1}+A{0}", "1E300*A{0}*1E300", "A{0}&B{0}", "ABS(A{0})", "A{0}^2", "A{0}^0.5", "SQRT(A{0})",
    "SQRT(ABS(C{0}))^3",
    "CONTANGO(A{0},B{0})",
    "A{0}%", "MOD(A{0},3)", "TAN(A{0})", "PMT(A{0}/100,12,B{0})", "SUM(C{0}:D{2})",
    "COUNT(A{0}:A{2})",
)  # fmt: skip
NUMBERS = st.one_of(
    st.sampled_from([0.1, 0.3, 0.1 + 0.2, 2.675, 1.005, -2.5, 1e200, 3.0, 0.5]),
    st.floats(-1e6, 1e6, allow_nan=False),
)
ODD = st.sampled_from([0.0, None, "x", "5", "1,000", "", True, ExcelError("#N/A"), 1e308, -0.0])


def book_of(texts, odd, seed):
    """Two columns of numbers with a few other things among them, and formulas beside them."""
    cells = {}
    for row in range(1, ROWS + 1):
        for column in (1, 2):
            number = seed[(row * 7 + column) % len(seed)]
            value = odd.get((row, column), number)
            if value is not None:
                cells[row, column] = CellContent(value)
        for column, text in enumerate(texts, start=3):
            formula = text.format(row, max(row - 1, 1), row + 4)
            cells[row, column] = CellContent(1.0, formula=formula)
    return BookContent({"Data": SheetContent("Data", "", Element("sheet"), cells)})


def answer(book, **options):
    """What comes of a book: values to the bit, what is refused, and what was computed at once."""
    engine = FormualizerEngine()
    plan = make_plan(book, engine, CATALOGUE, **options)
    found = compute(plan, engine)
    values = {
        place: struct.pack("d", value + 0.0) if isinstance(value, float) else value  # no -0
        for place, value in found.values.items()
        if place not in plan.refused
    }
    return values, plan.refused, found.messages, plan


@given(
    st.lists(st.sampled_from(SHAPES), min_size=1, max_size=4),
    st.dictionaries(st.tuples(st.integers(1, ROWS), st.integers(1, 2)), ODD, max_size=4),
    st.lists(NUMBERS, min_size=1, max_size=9),
)
def test_a_column_is_what_the_engine_gives(texts, odd, seed):
    """Whatever stands among the numbers, and whatever the columns read of each other."""
    book = book_of(texts, odd, seed)
    *expected, _ = answer(book, by_column=False)
    *computed, _ = answer(book)
    assert computed == expected


def test_no_call_for_copies():
    """Of arithmetic that is copied down, the engine has the first rows alone."""
    texts = ("A{0}-A{1}", "A{0}*B{0}", 'IF(C{0}>0,"a","b")', "ROUND(SUM(D{0}:D{2}),2)")
    values, refused, _, plan = answer(book_of(texts, {}, [1.501, 2.23, 7.7]))
    assert len(values) == 4 * ROWS
    assert not refused
    assert len(plan.computed) + len(plan.job.formulas["Data"]) == 4 * ROWS
    assert len(plan.job.formulas["Data"]) <= 24
    assert len(plan.job.sites) <= 24


def test_one_text_costs_its_own_rows():
    """A text among the numbers is the engine's, with a few rows around it and no more."""
    texts = ("A{0}*B{0}", "C{0}+1")
    *_, plan = answer(book_of(texts, {(40, 1): "x"}, [1.5, 2.25]))
    assert {("Data", (40, 3)), ("Data", (40, 4))}.isdisjoint(plan.computed)
    assert len(plan.job.formulas["Data"]) <= 40


def test_a_sum_of_inputs_needs_no_engine():
    """One sum over a column of constants is not handed over cell by cell."""
    cells = {(row, 1): CellContent(float(row)) for row in range(1, 1001)}
    cells[1, 2] = CellContent(0.0, formula="SUM(A:A)")
    book = BookContent({"Data": SheetContent("Data", "", Element("sheet"), cells)})
    values, _, _, plan = answer(book)
    assert values["Data", (1, 2)] == struct.pack("d", 500500.0)
    assert not plan.job.formulas["Data"]
    assert not plan.job.read
