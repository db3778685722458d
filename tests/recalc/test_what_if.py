"""What-if data tables: kept as they were saved, and recomputed once an input is set."""

import pytest

from xlhedge.recalc import recalculate

PART = "xl/worksheets/sheet1.xml"


@pytest.fixture
def with_table(book_of, parts_of, with_part, up_to_date):
    """A book with a table over B3:B4 or over another range, as Excel saves one."""

    def make(cells, formula, first="B3", value=20):
        data = book_of({"S": cells})
        text = parts_of(data)[PART].decode()
        plain = f'<c r="{first}"><v>{value}</v>'
        assert plain in text
        mark = f'<c r="{first}"><f t="dataTable" {formula}/><v>{value}</v>'
        return up_to_date(with_part(data, PART, text.replace(plain, mark)))

    return make


ONE = {
    "A1": 3.0, "C1": 2.0, "B2": "=A1*C1", "A3": 10.0, "A4": 20.0, "B3": 20.0, "B4": 40.0,
    "D1": "=SUM(B3:B4)",
}  # fmt: skip
COLUMN = 'ref="B3:B4" dt2D="0" dtr="0" r1="A1"'


def test_a_table_is_kept(with_table):
    """While nothing is set, a table has the values that Excel saved, and it is said."""
    result = recalculate(with_table(ONE, COLUMN))
    assert [k.cell for k in result.kept] == ["B3"]
    assert [result.value("S", a) for a in ("B2", "B3", "B4", "D1")] == [6.0, 20.0, 40.0, 60.0]
    assert result.depending == [("S", "D1")]


def test_a_table_is_recomputed(with_table):
    """Once an input is set, each cell is its formula with its own value; what reads it is fresh."""
    result = recalculate(with_table(ONE, COLUMN), inputs={"S!C1": 3})
    assert (result.kept, result.refusals, result.depending) == ([], [], [])
    assert [result.value("S", a) for a in ("B2", "B3", "B4", "D1")] == [9.0, 30.0, 60.0, 90.0]
    saved = recalculate(result.to_bytes())
    assert [saved.value("S", a) for a in ("A1", "C1", "B3", "B4")] == [3.0, 3.0, 30.0, 60.0]


def test_a_table_along_a_row(with_table):
    """The values stand above, the formula to the left."""
    cells = {"A1": 3.0, "C1": 2.0, "B5": "=A1*C1", "C4": 10.0, "D4": 20.0, "C5": 20.0, "D5": 40.0}
    data = with_table(cells, 'ref="C5:D5" dt2D="0" dtr="1" r1="A1"', "C5")
    result = recalculate(data, inputs={"S!C1": 5})
    assert [result.value("S", a) for a in ("B5", "C5", "D5")] == [15.0, 50.0, 100.0]


def test_a_table_of_two_inputs(with_table):
    """The values above go into the first input, those to the left into the second."""
    cells = {
        "A1": 3.0, "B1": 2.0, "C1": 1.0, "B5": "=A1-10*B1+C1", "C5": 7.0, "D5": 8.0, "B6": 1.0,
        "B7": 2.0, "C6": -2.0, "D6": -1.0, "C7": -12.0, "D7": -11.0,
    }  # fmt: skip
    data = with_table(cells, 'ref="C6:D7" dt2D="1" dtr="1" r1="A1" r2="B1"', "C6", -2)
    result = recalculate(data, inputs={"S!C1": 2})
    table = [[result.value("S", f"{c}{r}") for c in "CD"] for r in (6, 7)]
    assert table == [[-1.0, 0.0], [-11.0, -10.0]]


@pytest.mark.parametrize(
    ("changes", "formula"),
    [
        ({"B2": "=A1*C1+GAMMADIST(A1)"}, COLUMN),  # its formula is refused
        ({"A3": "=1/0"}, COLUMN),  # a value of it is an error
        ({"A1": "=1+2"}, COLUMN),  # its input is a formula
        ({}, 'ref="B3:B4" dt2D="0" dtr="0" del1="1" r1="A1"'),  # its input is gone
        ({}, 'ref="B3:B4" dt2D="1" dtr="1" r1="A1"'),  # it has but one of two
    ],
)
def test_a_table_that_is_not_known(with_table, changes, formula):
    """A table that cannot be recomputed is refused, and what reads it."""
    result = recalculate(with_table(ONE | changes, formula), inputs={"S!C1": 3}, partial=True)
    assert {"B3", "D1"} <= {refusal.cell for refusal in result.refusals}


def test_a_table_of_too_many_cases(with_table, monkeypatch):
    """Where it would take too long, a table is refused."""
    monkeypatch.setattr("xlhedge.recalc.what_if._MOST", 5)
    result = recalculate(with_table(ONE, COLUMN), inputs={"S!C1": 3}, partial=True)
    assert {refusal.cell for refusal in result.refusals} == {"B3", "D1"}
