"""Margins and rolls in cells: one row a day, gaps and errors as the conventions have them."""

import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.margin import MARGIN_CASHFLOW, STACK_ROLL_PRICE
from xlhedge.worksheet.outcome import FUTURES_PNL

HEADER = [
    "day",
    "price",
    "variation margin [money]",
    "margin balance [money]",
    "margin call [money]",
    "cumulative funding [money]",
    "peak funding [money]",
]


def test_one_row_a_day_and_the_peak_in_each():
    """Day 0 holds the initial margin; calls are added; the peak can be read off any row."""
    table = MARGIN_CASHFLOW(-3, 5000, [[3.467], [3.6], [3.9], [3.2]], 1650, 1500)
    assert table[0] == HEADER
    assert table[1] == [0.0, 3.467, 0.0, 4950.0, 0.0, 4950.0, pytest.approx(11445)]
    assert {row[6] for row in table[1:]} == {max(row[5] for row in table[1:])}
    paid = sum(row[2] for row in table[1:])
    assert paid == pytest.approx(FUTURES_PNL(-3, 5000, 3.467, 3.2))


def test_a_header_and_days_without_a_number_are_left_out():
    """A generous range gives the same rows; a holiday's number is skipped."""
    expected = MARGIN_CASHFLOW(1, 10, [[100], [98], [95]], 100, 80)
    assert MARGIN_CASHFLOW(1, 10, [["Price"], [100], [98], [95], [None]], 100, 80) == expected
    gap = MARGIN_CASHFLOW(1, 10, [[100], [98], ["holiday"], [95]], 100, 80)
    assert [row[0] for row in gap[1:]] == [0, 1, 3]
    assert [row[1:] for row in gap] == [row[1:] for row in expected]


def test_a_roll_without_two_prices_is_dropped():
    """A blank exit leaves that contract out; a row and a column pair up."""
    entries, exits = [[88.2], [87.0], [86.3]], [[87.4], [86.5], [None]]
    assert STACK_ROLL_PRICE(entries, exits, 86) == pytest.approx(86 + 0.8 + 0.5)
    assert STACK_ROLL_PRICE([[88.2, 87.0]], exits[:2], 86) == pytest.approx(86 + 0.8 + 0.5)


@pytest.mark.parametrize(
    ("function", "args", "code", "named"),
    [
        (STACK_ROLL_PRICE, ([[1], [2]], [[1]], 5), "#N/A", "entry_prices"),
        (STACK_ROLL_PRICE, ([[1]], [["open"]], 5), "#DIV/0!", "entry_prices"),
        (MARGIN_CASHFLOW, (1, 0, [[1], [2]], 2, 1), "#NUM!", "contract_size"),
        (MARGIN_CASHFLOW, (1, 1, [[1], [None]], 2, 1), "#DIV/0!", "prices"),
        (MARGIN_CASHFLOW, (1, 1, [[1, 2], [3, 4]], 2, 1), "#VALUE!", "prices"),
        (MARGIN_CASHFLOW, (1, 1, [[1], [2]], 1, 2), "#NUM!", "initial_margin"),
        (MARGIN_CASHFLOW, (1, 1, [[1], [2]], 1, -2), "#NUM!", "maintenance_margin"),
    ],
)
def test_what_cannot_be_computed_says_why(function, args, code, named):
    """Each trouble has its own Excel error and a sentence that names the argument."""
    result = function(*args)
    assert isinstance(result, ExcelError)
    assert str(result) == code
    assert named in result.message
