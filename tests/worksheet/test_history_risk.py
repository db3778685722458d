"""History at risk in cells: what spills, and that it tells the story of the other pages."""

import numpy as np
import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.history_risk import HISTORY_AT_RISK
from xlhedge.worksheet.treasury import EXPOSURE_AT_RISK
from xlhedge.worksheet.volatility import CHANGE_CORRELATIONS, PRICE_VOLATILITY

RNG = np.random.default_rng(8)
PRICES = (100 * np.exp(np.cumsum(RNG.standard_normal((60, 2)) * 0.01, axis=0))).tolist()
BOOK = [[1_000_000.0, -400_000.0]]


def test_two_pages_tell_one_story():
    """By normal, a year of 252 rows is what EXPOSURE_AT_RISK makes of the history's own figures."""
    normal = HISTORY_AT_RISK(BOOK, PRICES)[1][2]
    volatilities = [
        [PRICE_VOLATILITY([[row[column]] for row in PRICES], "return")] for column in (0, 1)
    ]
    correlations = [row[1:] for row in CHANGE_CORRELATIONS(PRICES, "return")[1:]]
    page = EXPOSURE_AT_RISK([[x] for x in BOOK[0]], volatilities, correlations, 1 / 252)
    assert normal == pytest.approx(page, rel=1e-9)


def test_what_spills():
    """Two measures, then a row an exposure, whose parts sum to the shortfall of their column."""
    header, risk, shortfall, *parts = HISTORY_AT_RISK(BOOK, PRICES)
    assert header == ["measure", "by history", "by normal"]
    assert (risk[0], shortfall[0]) == ("value at risk", "expected shortfall")
    assert [row[0] for row in parts] == ["exposure 1", "exposure 2"]
    for column in (1, 2):
        assert sum(row[column] for row in parts) == pytest.approx(shortfall[column])
        assert shortfall[column] > risk[column] > 0


def test_a_header_row_and_a_column_of_exposures_are_understood():
    """Names above the prices are no prices, and a column of exposures pairs with the columns."""
    assert HISTORY_AT_RISK([[x] for x in BOOK[0]], [["EUR", "GBP"], *PRICES]) == HISTORY_AT_RISK(
        BOOK, PRICES
    )


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (([[1.0]], PRICES), "#N/A"),
        ((BOOK, PRICES[:15]), "#DIV/0!"),
        ((BOOK, PRICES, 0), "#NUM!"),
        ((BOOK, PRICES, 1.5), "#NUM!"),
        ((BOOK, PRICES, 1, 95), "#NUM!"),
        ((BOOK, PRICES, 1, 0.95, "daily"), "#VALUE!"),
    ],
)
def test_errors_of_a_history(args, code):
    """Columns that do not pair, a short history, half a row, 95 for 95 %, an unknown word."""
    assert HISTORY_AT_RISK(*args) == ExcelError(code, "")


def test_spare_columns_of_a_history_have_no_correlations():
    """Blank columns at the right end leave the table as it is without them."""
    prices = [[20, 1.5], [20.1, 1.4], [19.9, 1.6], [20, 1.5]]
    spare = [[*row, None, ""] for row in prices]
    assert CHANGE_CORRELATIONS(spare) == CHANGE_CORRELATIONS(prices)
