"""Backtest and frontier as a cell sees them."""

import numpy as np
import pytest

from xlhedge.worksheet.history import COST_PROTECTION_FRONTIER, HEDGE_BACKTEST
from xlhedge.worksheet.minimum_variance import MV_HEDGE_RATIO

RNG = np.random.default_rng(51)
FUTURES = (60 + np.cumsum(RNG.normal(0, 1, 40))).tolist()
SPOT = [10 + 0.8 * f + float(e) for f, e in zip(FUTURES, RNG.normal(0, 0.3, 40), strict=True)]


def column(cells):
    """Return cells as a column of a sheet."""
    return [[cell] for cell in cells]


def test_each_row_can_be_made_from_the_rows_above():
    """The ratio of a row is MV_HEDGE_RATIO of the eleven prices that end one row before."""
    for row in HEDGE_BACKTEST(column(SPOT), column(FUTURES), "dynamic", 10)[1:]:
        end = int(row[0]) - 1
        past = slice(end - 11, end)
        assert row[1] == pytest.approx(MV_HEDGE_RATIO(column(SPOT[past]), column(FUTURES[past])))
        assert row[4] == pytest.approx(SPOT[end] - SPOT[end - 1])
        assert row[5] == pytest.approx(row[4] - row[1] * (FUTURES[end] - FUTURES[end - 1]))


def test_other_cells_below_change_no_cell_above():
    """Other prices from row 30 on: the table is the same down to row 29, the ratio to row 30."""
    other = SPOT[:29] + [99.0, 12.0, 57.0] + [3.0 * x for x in SPOT[32:]]
    for mode in ("static", "dynamic"):
        first, second = (
            HEDGE_BACKTEST(column(spot), column(FUTURES), mode, 10, 0.1, 0.02)
            for spot in (SPOT, other)
        )
        shown = [[row for row in table[1:] if row[0] <= 29] for table in (first, second)]
        assert shown[0] == shown[1]
        assert len(shown[0]) == 29 - 11
        assert first != second
        assert first[19][:4] == second[19][:4]
        assert first[19][0] == 30


def test_an_outlier_spoils_no_later_ratio():
    """A wrong futures price of 1e12 leaves with the windows that hold it."""
    futures = list(FUTURES)
    futures[15] = 1e12
    for row in HEDGE_BACKTEST(column(SPOT), column(futures), "dynamic", 10)[1:]:
        if row[0] > 28:
            past = slice(int(row[0]) - 12, int(row[0]) - 1)
            expected = MV_HEDGE_RATIO(column(SPOT[past]), column(FUTURES[past]))
            assert row[1] == pytest.approx(expected, rel=1e-11)


def test_rows_are_those_of_the_sheet_across_a_gap():
    """A blank in row 20 costs the changes that end in rows 20 and 21."""
    spot = column(SPOT)
    spot[19] = [None]
    table = HEDGE_BACKTEST(spot, column(FUTURES), "static", 10)
    assert [row[0] for row in table[1:]] == [r for r in range(12, 41) if r not in {20, 21}]


def test_ratios_with_blanks_between_are_read():
    """A range of ratios may hold empty cells; the order is kept."""
    table = COST_PROTECTION_FRONTIER(column(SPOT), column(FUTURES), 0.1, [[1, None, 0.5]])
    assert [row[0] for row in table[1:]] == [1, 0.5]
    assert [row[2] for row in table[1:]] == [0.1, 0.05]


@pytest.mark.parametrize(
    ("function", "args", "code", "name"),
    [
        (HEDGE_BACKTEST, ("still",), "#VALUE!", "mode"),
        (HEDGE_BACKTEST, ("static", 1), "#NUM!", "window"),
        (HEDGE_BACKTEST, ("static", 39), "#DIV/0!", "40"),
        (HEDGE_BACKTEST, ("static", 10, -1), "#NUM!", "cost_per_trade"),
        (HEDGE_BACKTEST, ("static", 10, 0, -1), "#NUM!", "band"),
        (COST_PROTECTION_FRONTIER, (-1,), "#NUM!", "cost_per_unit"),
        (COST_PROTECTION_FRONTIER, (0, [["x"], [None]]), "#DIV/0!", "ratios"),
    ],
)
def test_what_is_outside_its_domain_is_named(function, args, code, name):
    """The code of the conventions, and a sentence with the argument."""
    result = function(column(SPOT), column(FUTURES), *args)
    assert str(result) == code
    assert name in result.message


def test_unequal_counts_are_not_available():
    """As in SLOPE."""
    assert str(HEDGE_BACKTEST(column(SPOT[1:]), column(FUTURES))) == "#N/A"
    assert str(COST_PROTECTION_FRONTIER(column(SPOT[1:]), column(FUTURES), 0)) == "#N/A"
