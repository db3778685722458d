"""Array formulas: what they fill, and what hangs on the cells that they fill."""

import io

import pytest
import xlsxwriter

from xlhedge.ooxml.package import Package
from xlhedge.recalc import recalculate
from xlhedge.recalc.book import compute
from xlhedge.recalc.compiling.planning import make_plan
from xlhedge.recalc.engines.formualizer_engine import FormualizerEngine
from xlhedge.recalc.inputs import set_inputs
from xlhedge.recalc.judging import judge
from xlhedge.recalc.reading import read_book
from xlhedge.worksheet.errors import ExcelError

SIZE = 6


@pytest.fixture(scope="module")
def chain():
    """A range over cells behind an array's cells, which hang on another array and an input."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    for row in range(SIZE):
        for column in range(SIZE):
            sheet.write_number(row, column, float(row == column) + 0.1 * (row + column))
        sheet.write_number(row, 7, 1.0 + row)
        sheet.write_formula(row, 18, f"=R{row + 1}-H{row + 1}*2")
    sheet.write_array_formula("K1:P6", "{=MINVERSE(A1:F6)}")
    sheet.write_array_formula("R1:R6", "{=H1:H6-MMULT(K1:P6,H1:H6)}")
    sheet.write_formula("U1", "=SQRT(SUMPRODUCT(S1:S6,S1:S6))")
    sheet.write_formula("U2", "=SUM(S1:S6)")
    sheet.write_formula("U3", "=S1^2+S2^2+S3^2+S4^2+S5^2+S6^2")
    sheet.write_formula("U4", "=S1+S2+S3+S4+S5+S6")
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("inputs", [{}, {"S!H3": 0.02}, {"S!A1": 7}])
def test_a_range_over_cells_behind_an_array(chain, inputs):
    """What a range function gives is what its cells give one by one, also after an input is set."""
    result = recalculate(chain, inputs=inputs)
    total, sum_, squares, singly = (result.value("S", f"U{i}") for i in range(1, 5))
    assert total**2 == pytest.approx(squares, rel=1e-12)
    assert sum_ == pytest.approx(singly, rel=1e-12)


def test_a_stale_range_is_refused(chain):
    """A range that was handed over before its cells had their values is noticed."""
    book = read_book(Package(chain))
    set_inputs(book, {"S!H3": 0.02})
    engine = FormualizerEngine()
    plan = make_plan(book, engine, {})
    answer = compute(plan, engine)
    judge(plan, answer.values)
    assert plan.refused == {}
    number = next(n for n, r in enumerate(plan.job.ranges) if str(r.area) == "S!S1:S6")
    plan.job.ranges[number].block[2][0] += 1e-9
    answer.values["S", (2, 21)] += 1e-6
    judge(plan, answer.values)
    assert plan.refused["S", (1, 21)] == "S!S1:S6 was read before its cells were computed"
    assert plan.refused["S", (2, 21)] == "the engine's sum is not that of its cells"


def test_a_spill_that_grows(book_of):
    """A spilling formula fills what it needs now, and what reads those cells reads them all."""
    cells = {
        "A1": 4.0,
        "C1:C2": "{=_xlfn.SEQUENCE(A1)}",
        "E1": "=SUM(C1:C9)",
        "E2": "=C4",
        "E3": "=SUM(_xlfn.ANCHORARRAY(C1))",
    }
    result = recalculate(book_of({"S": cells}))
    assert [result.value("S", a) for a in ("C4", "E1", "E2", "E3")] == [4.0, 10.0, 4.0, 10.0]
    shorter = recalculate(book_of({"S": cells}), inputs={"S!A1": 1})
    assert [shorter.value("S", a) for a in ("C1", "C2", "E1", "E2")] == [1.0, None, 1.0, 0.0]


def test_a_spill_that_is_blocked(book_of):
    """Where something stands in the way of a result, it is refused."""
    cells = {"A1": 4.0, "C1:C2": "{=_xlfn.SEQUENCE(A1)}", "C4": "here"}
    result = recalculate(book_of({"S": cells}), partial=True)
    assert [r.reason for r in result.refusals] == ["other cells are in the way of its result"]


def test_an_array_over_a_whole_row():
    """What lies behind the last cell of a row is blank, and shows 0."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    sheet.write_row("A1", [1.0, 2.0, 3.0])
    sheet.write_array_formula("A3:XFD3", "{=1:1}")
    sheet.write_formula("A5", "=COUNTIF(3:3,0)")
    book.close()
    result = recalculate(stream.getvalue())
    assert [result.value("S", a) for a in ("C3", "XFD3", "A5")] == [3.0, 0.0, 16381.0]


def test_a_sheet_called_sheet1(book_of):
    """The engine's own first sheet is not taken for one of the book's, in whatever case."""
    result = recalculate(book_of({"sheet1": {"B1": "x", "A1": "=IF(ISBLANK(B1),1,B1)"}}))
    assert result.value("sheet1", "A1") == "x"
    assert not isinstance(result.value("sheet1", "A1"), ExcelError)
