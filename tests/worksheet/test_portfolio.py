"""MICRO_HEDGE_RISK and INTEGER_HEDGE as a cell sees them."""

import pytest

from xlhedge.core import whole_lots
from xlhedge.worksheet.portfolio import INTEGER_HEDGE, MICRO_HEDGE_RISK

ALIKE = [[4, 4, 4], [4, 4, 4], [4, 4, 4]]
PAIR = [[0.04, 0.01], [0.01, 0.04]]


def test_the_table_of_whole_lots():
    """A row an instrument in the order given, then risk and cost in money."""
    table = INTEGER_HEDGE([[23700]], [[5000], [1000]], ALIKE, 2.5)
    assert table == [
        ["figure", "value"],
        ["contracts 1", -5.0],
        ["contracts 2", 1.0],
        ["sd before [money]", 47400.0],
        ["sd after [money]", 600.0],
        ["sd fractional [money]", 0.0],
        ["reduction", pytest.approx(1 - 600 / 47400)],
        ["cost [money]", 15.0],
        ["search", "best, proven"],
    ]


def test_a_search_that_stops_says_so(monkeypatch):
    """Past its steps the search gives the best basket it reached and says that it is not proven."""
    monkeypatch.setattr(whole_lots, "MOST_STEPS", 1)
    covariance = [[4, 1, 2], [1, 3, 1], [2, 1, 5]]
    table = dict(INTEGER_HEDGE([[23700]], [[50], [30]], covariance, 1)[1:])
    assert table["search"] == "best found, not proven"
    assert table["sd after [money]"] < table["sd before [money]"]


def test_blank_costs_are_none():
    """A blank cell for the cost is no cost at all."""
    assert INTEGER_HEDGE([[7]], [[2], [1]], ALIKE, None) == INTEGER_HEDGE([[7]], [[2], [1]], ALIKE)


def test_half_a_micro_hedge():
    """Hedging half of one of two equal assets."""
    table = MICRO_HEDGE_RISK([[0.5], [0.5]], PAIR, 2, 0.5)
    after = (0.25 * 0.04 + 0.0625 * 0.04 + 2 * 0.125 * 0.01) ** 0.5
    assert table[2] == ["after", pytest.approx(after)]


@pytest.mark.parametrize(
    ("call", "code", "named"),
    [
        (lambda: MICRO_HEDGE_RISK([[1], [1]], PAIR, 3), "#NUM!", "asset"),
        (lambda: MICRO_HEDGE_RISK([[1], [1]], PAIR, 1.5), "#NUM!", "asset"),
        (lambda: MICRO_HEDGE_RISK([[1]], PAIR, 1), "#N/A", "covariance"),
        (lambda: MICRO_HEDGE_RISK([[0], [0]], PAIR, 1), "#DIV/0!", "weights"),
        (lambda: MICRO_HEDGE_RISK([[1], [1]], [[1, None], [0, 1]], 1), "#VALUE!", "covariance"),
        (lambda: MICRO_HEDGE_RISK([[1], [1]], [[1, 2], [2, 1]], 1), "#NUM!", "covariance"),
        (lambda: INTEGER_HEDGE([[7]], [[0]], [[1]]), "#NUM!", "contract_sizes"),
        (lambda: INTEGER_HEDGE([[7]], [[1], [2]], PAIR), "#N/A", "covariance"),
        (lambda: INTEGER_HEDGE([[None]], [[1]], [[1]]), "#DIV/0!", "exposures"),
        (lambda: INTEGER_HEDGE([[7]], [[1]], [[1]], -1), "#NUM!", "cost_per_contract"),
        (lambda: INTEGER_HEDGE([[7]], [[1]], [[1]], "dear"), "#VALUE!", "cost_per_contract"),
    ],
)
def test_errors(call, code, named):
    """Each trouble has Excel's code and a sentence that names the argument."""
    result = call()
    assert str(result) == code
    assert named in result.message
