"""Stress and scorecard as a cell sees them."""

import numpy as np
import pytest

from xlhedge.worksheet.health import HEDGE_HEALTH, STRESS_HEDGE

RNG = np.random.default_rng(61)
FUTURES = [[float(f)] for f in 60 + np.cumsum(RNG.normal(0, 1, 60))]
SPOT = [[10 + 0.8 * f[0] + float(e)] for f, e in zip(FUTURES, RNG.normal(0, 0.2, 60), strict=True)]
POSITION = (20_000, 3.0, 3.467, -3, 5_000)


def test_blank_shocks_are_left_out():
    """A range of shocks may hold empty cells and a heading."""
    table = STRESS_HEDGE(*POSITION, [["shock"], [-0.2], [None]], [[-0.1, None, 0.1]])
    assert [row[:2] for row in table[1:]] == [[-0.2, -0.1], [-0.2, 0.1]]
    assert table[0][-1] == "shortfall [money]"


@pytest.mark.parametrize(
    ("args", "code", "name"),
    [
        (([["none"]],), "#DIV/0!", "spot_shocks"),
        (([[-0.2]], [[None, None]]), "#DIV/0!", "futures_shocks"),
        (([[-0.2]], [[0.1]], [[0.5]]), "#VALUE!", "correlations"),
        (([[-0.2]], None, [[1.5]]), "#NUM!", "correlations"),
        (([[-0.2]], None, [[0.5]], -1), "#NUM!", "volatility_ratio"),
        (([[-0.2]], None, None, 1, -1), "#NUM!", "cost_per_contract"),
    ],
)
def test_a_stress_outside_its_domain_is_named(args, code, name):
    """The code of the conventions, and a sentence with the argument."""
    result = STRESS_HEDGE(*POSITION, *args)
    assert str(result) == code
    assert name in result.message


def test_what_is_not_given_is_not_assessed():
    """In words, in the value's cell and the status's; bounds stand in every row."""
    table = HEDGE_HEALTH(SPOT, FUTURES, 100_000, 1_000)
    rows = {row[0]: row[1:] for row in table[1:]}
    assert len(rows) == 7
    assert rows["liquidity"][1:] == ["not given", 0.05, 0.1, "not assessed"]
    assert rows["counterparty"][-1] == "not assessed"
    assert rows["basis risk"][-1] == "pass"


def test_each_optional_argument_gives_its_row():
    """Open interest: liquidity; credit limit: counterparty; position limit: over-hedging."""
    table = HEDGE_HEALTH(SPOT, FUTURES, 100_000, 1_000, 100, 1e6, 60)
    rows = {row[0]: row for row in table[1:]}
    for limitation in ("liquidity", "counterparty", "over-hedging"):
        assert rows[limitation][-1] == "fail", rows[limitation]


@pytest.mark.parametrize(
    ("args", "code", "name"),
    [
        ((0, 1_000), "#DIV/0!", "exposure"),
        ((1_000, 0), "#NUM!", "contract_size"),
        ((1_000, 10, 0), "#NUM!", "open_interest"),
        ((1_000, 10, None, 0), "#NUM!", "credit_limit"),
        ((1_000, 10, None, None, -5), "#NUM!", "position_limit"),
    ],
)
def test_a_scorecard_outside_its_domain_is_named(args, code, name):
    """The code of the conventions, and a sentence with the argument."""
    result = HEDGE_HEALTH(SPOT, FUTURES, *args)
    assert str(result) == code
    assert name in result.message
    assert str(HEDGE_HEALTH(SPOT[1:], FUTURES, 1_000, 10)) == "#N/A"
