"""The hedge accounting functions as a cell sees them."""

import pytest

from xlhedge import __version__
from xlhedge.worksheet.accounting import HEDGE_MEMO, IFRS9_ASSESSMENT, OCI_SPLIT
from xlhedge.worksheet.effectiveness import (
    DOLLAR_OFFSET,
    DOLLAR_OFFSET_TEST,
    HEDGE_REGRESSION_TEST,
    HYPOTHETICAL_DERIVATIVE_TEST,
)

ITEM = [[10], [-8], [5], [-12]]
HEDGE = [[-9], [8], [-5], [11]]
GAP = [[10], [None], [5], [-12]]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (DOLLAR_OFFSET_TEST(HEDGE, ITEM), 5),
        (HEDGE_REGRESSION_TEST(ITEM, HEDGE), 4),
        (HYPOTHETICAL_DERIVATIVE_TEST(HEDGE, HEDGE), 4),
        (OCI_SPLIT(HEDGE, HEDGE), 7),
        (IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1), 5),
    ],
)
def test_tables_are_rectangles_with_a_lower_case_header(table, columns):
    """Each table spills as a rectangle under a header of lower-case labels."""
    assert {len(row) for row in table} == {columns}
    assert all(label == label.lower() for label in table[0])


def test_an_item_that_stood_still_is_an_error_in_its_cell_only():
    """A period without a ratio shows #DIV/0! in that cell, and the table stands."""
    table = DOLLAR_OFFSET_TEST([[-1], [-2]], [[0], [2]])
    assert str(table[1][3]) == "#DIV/0!"
    assert "period 1" in table[1][3].message
    assert table[2][3] == 1.5


def test_what_was_dropped_is_counted():
    """A blank drops its period, and the table says so."""
    table = {row[0]: row[1] for row in HEDGE_REGRESSION_TEST(GAP, HEDGE)}
    assert (table["observations"], table["dropped"]) == (3, 1)


def test_credit_risk_that_nobody_gave_is_not_assessed():
    """Without credit_changes the line says so in words: no figure is made up."""
    table = IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1)
    assert table[2][2] == "credit_changes not given"
    assert table[2][4] == table[-1][4] == "not assessed"
    full = IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1, [[1], [0], [0], [-1]])
    assert full[2][2] == pytest.approx(2 / 33)
    assert full[-1][4] == "pass"


def test_the_memo_names_the_version():
    """The version in the memo is the package's, and the standard may be in capitals."""
    assert f"xlhedge {__version__};" in HEDGE_MEMO(ITEM, HEDGE, "IAS39")


@pytest.mark.parametrize(
    ("call", "code", "named"),
    [
        (lambda: DOLLAR_OFFSET(1, 0), "#DIV/0!", "item_change"),
        (lambda: DOLLAR_OFFSET_TEST(HEDGE, ITEM[1:]), "#N/A", "item_changes"),
        (lambda: DOLLAR_OFFSET_TEST(HEDGE, ITEM, 0.8, 1.25, 0, 2), "#VALUE!", "cumulative"),
        (lambda: HEDGE_REGRESSION_TEST(ITEM[:2], HEDGE[:2]), "#DIV/0!", "item_changes"),
        (lambda: HEDGE_REGRESSION_TEST(ITEM, HEDGE, 80), "#NUM!", "min_r2"),
        (lambda: HYPOTHETICAL_DERIVATIVE_TEST(ITEM, [[1]] * 4), "#DIV/0!", "hypothetical_changes"),
        (lambda: OCI_SPLIT([["x"]], [[1]]), "#DIV/0!", "hedge_cumulative"),
        (lambda: IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1, [[1]]), "#N/A", "credit_changes"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, "ifrs 15"), "#VALUE!", "standard"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, "ifrs9", "x" * 32767), "#NUM!", "period"),
    ],
)
def test_errors(call, code, named):
    """Each trouble has Excel's code and a sentence that names the argument."""
    result = call()
    assert str(result) == code
    assert named in result.message
