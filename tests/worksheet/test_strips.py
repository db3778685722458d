"""Strips in cells: one ratio or one an expiry, TRUE and FALSE, and what a spill shows."""

import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.contracts import FUTURES_CONTRACTS
from xlhedge.worksheet.strips import STRIP_HEDGE_CONTRACTS

MONTHS = [[1250], [1250], [1250], [1250]]


def test_a_strip_spills_a_row_an_expiry():
    """Four quarters of a contract are one whole one, at the second expiry."""
    header, *rows = STRIP_HEDGE_CONTRACTS(MONTHS, 5000)
    assert header == ["expiry", "contracts exact", "contracts whole", "carried"]
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert [row[2] for row in rows] == [0, -1, 0, 0]
    assert rows[-1][3] == 0


def test_one_ratio_serves_all_expiries_and_a_blank_is_the_default():
    """A number, a cell or a range of equal ratios say the same; a blank says 1."""
    by_number = STRIP_HEDGE_CONTRACTS(MONTHS, 5000, 0.8, 0)
    assert STRIP_HEDGE_CONTRACTS(MONTHS, 5000, [[0.8]], 0) == by_number
    assert STRIP_HEDGE_CONTRACTS(MONTHS, 5000, [[0.8], [0.8], [0.8], [0.8]], 0) == by_number
    assert STRIP_HEDGE_CONTRACTS(MONTHS, 5000, None) == STRIP_HEDGE_CONTRACTS(MONTHS, 5000, 1)
    assert by_number[1][1] == FUTURES_CONTRACTS(1250, 5000, 0.8)


def test_without_carry_each_expiry_stands_alone():
    """FALSE, or 0 as LibreOffice hands it on: quarters are rounded away four times."""
    for carry in (False, 0.0):
        rows = STRIP_HEDGE_CONTRACTS(MONTHS, 5000, 1, 1, carry)[1:]
        assert [row[2:] for row in rows] == [[0, 0]] * 4


def test_a_row_without_a_number_is_left_out():
    """A blank month has no row; the others keep their numbers."""
    rows = STRIP_HEDGE_CONTRACTS([[5000], [None], ["tba"], [5000]], 5000)[1:]
    assert [row[:3] for row in rows] == [[1, -1, -1], [4, -1, -1]]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((MONTHS, 0), "#NUM!"),
        ((MONTHS, 5000, [[1], [1]]), "#N/A"),
        ((MONTHS, 5000, 1, 4), "#NUM!"),
        ((MONTHS, 5000, 1, 1, "yes"), "#VALUE!"),
        (([[None]], 5000), "#DIV/0!"),
    ],
)
def test_errors_of_a_strip(args, code):
    """A size of 0, another number of ratios, a rounding of 4, a word for TRUE, no exposure."""
    assert STRIP_HEDGE_CONTRACTS(*args) == ExcelError(code, "")
