"""History at risk: Hull's five hundred days, parts that sum to the whole, the parametric twin."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xlhedge.core.backtest import cvar
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.history_risk import history_at_risk
from xlhedge.core.treasury import exposure_at_risk
from xlhedge.core.volatility import change_correlations, price_volatility

RNG = np.random.default_rng(3)
PRICES = 100 * np.exp(np.cumsum(RNG.standard_t(4, (300, 3)) * 0.01, axis=0))
EXPOSURES = arrays(float, 3, elements=st.floats(-1e6, 1e6))
LEVELS = st.floats(0.51, 0.99)


def test_hull_s_fifth_worst_of_five_hundred():
    """Hull's table of losses: value at risk 253,385 and expected shortfall 327,181 at 99 %."""
    losses = np.zeros(500)
    losses[[494, 339, 349, 329, 487]] = 477_841, 345_435, 282_204, 277_041, 253_385
    history, _ = history_at_risk(np.ones(1), -losses[:, np.newaxis], 1, 0.99, "given")
    assert history.value_at_risk == 253_385
    assert history.expected_shortfall == pytest.approx(327_181, abs=0.5)


@given(EXPOSURES, LEVELS, st.sampled_from(["return", "log", "price"]), st.integers(1, 10))
def test_the_parts_sum_to_the_whole(exposures, level, changes, horizon):
    """Each exposure's part adds up to the expected shortfall, by history and by normal."""
    assume(np.abs(exposures).max() > 1)
    for risk in history_at_risk(exposures, PRICES, horizon, level, changes):
        scale = 1e-9 * 100 * float(np.abs(exposures).sum())
        assert sum(risk.parts.values()) == pytest.approx(risk.expected_shortfall, abs=scale)
        assert risk.expected_shortfall >= risk.value_at_risk - scale


@given(EXPOSURES, LEVELS)
def test_the_normal_figure_is_the_parametric_one(exposures, level):
    """Over one row it is EXPOSURE_AT_RISK with the volatilities and correlations of the prices."""
    assume(np.abs(exposures).max() > 1)
    _, normal = history_at_risk(exposures, PRICES, 1, level)
    volatilities = np.array([price_volatility(x, "return", 1) for x in PRICES.T])
    twin = exposure_at_risk(
        exposures, volatilities, change_correlations(PRICES, "return"), 1, level
    )
    assert normal.value_at_risk == pytest.approx(twin, rel=1e-6, abs=1e-9)
    z = NormalDist().inv_cdf(level)
    assert normal.expected_shortfall * z * (1 - level) == pytest.approx(
        NormalDist().pdf(z) * normal.value_at_risk
    )


@given(EXPOSURES, LEVELS, st.integers(1, 10))
def test_the_shortfall_is_the_one_of_the_frontier(exposures, level, horizon):
    """The mean of the worst losses, the last one in part, as COST_PROTECTION_FRONTIER has it."""
    history, _ = history_at_risk(exposures, PRICES, horizon, level)
    losses = -(PRICES[horizon:] / PRICES[:-horizon] - 1) @ exposures
    assert history.expected_shortfall == pytest.approx(cvar(losses, level), rel=1e-9, abs=1e-6)
    worse = np.count_nonzero(losses > history.value_at_risk + 1e-9 * abs(history.value_at_risk))
    assert worse <= (1 - level) * losses.size < worse + 1 + 1e-6 + np.count_nonzero(losses == 0)


@given(EXPOSURES, LEVELS, st.floats(1e-6, 1e6))
def test_twice_the_book_twice_the_risk(exposures, level, unit):
    """All figures are homogeneous in the exposures."""
    assume(np.abs(exposures).max() > 1)
    once = history_at_risk(exposures, PRICES, 5, level)
    many = history_at_risk(unit * exposures, PRICES, 5, level)
    for one, other in zip(once, many, strict=True):
        scale = 1e-12 * unit * float(np.abs(exposures).sum())
        assert other[:2] == pytest.approx([unit * x for x in one[:2]], abs=scale)
        assert other.parts == pytest.approx({k: unit * x for k, x in one.parts.items()}, abs=scale)


def test_quantities_at_price_changes_are_money():
    """10 units at price changes lose what 10 x price does at returns, where the price stood."""
    quantities = history_at_risk(np.array([10.0]), PRICES[:, :1], 1, 0.95, "price")[0]
    losses = np.sort(-10 * np.diff(PRICES[:, 0]))[::-1]
    assert quantities.value_at_risk == losses[math.ceil(0.05 * 299) - 1]


def test_a_hedged_book_has_no_risk_and_large_ones_do_not_overflow():
    """Two exposures that cancel leave 0 in every figure; 1e200 is a number as any other."""
    twice = PRICES[:, [0, 0]]
    for risk in history_at_risk(np.array([1e6, -1e6]), twice):
        assert risk[:2] == pytest.approx((0, 0), abs=1e-6)
    assert history_at_risk(np.array([1e6, -1e6]), twice)[1].parts == {1: 0.0, 2: 0.0}
    _, large = history_at_risk(np.array([1e200]), PRICES[:, :1])
    _, small = history_at_risk(np.array([1.0]), PRICES[:, :1])
    assert large.value_at_risk == pytest.approx(1e200 * small.value_at_risk)


def test_gaps_and_blank_exposures():
    """No change crosses a row with a gap; an exposure without a number goes with its column."""
    prices = PRICES.copy()
    prices[:, 1] = np.nan
    exposures = np.array([100.0, np.nan, -50.0])
    history, normal = history_at_risk(exposures, prices)
    alone, _ = history_at_risk(exposures[[0, 2]], prices[:, [0, 2]])
    assert list(history.parts) == list(normal.parts) == [1, 3]
    assert history[:2] == alone[:2]
    prices[150, 0] = np.nan
    changes = np.delete(PRICES[1:] / PRICES[:-1] - 1, [149, 150], axis=0)[:, [0, 2]]
    given_changes, _ = history_at_risk(exposures[[0, 2]], changes, 1, 0.95, "given")
    assert history_at_risk(exposures, prices)[0][:2] == pytest.approx(given_changes[:2])


@pytest.mark.parametrize(
    ("exposures", "prices", "more", "kind", "named"),
    [
        ([1.0], PRICES, (), Kind.MISMATCH, "prices has 300 x 3"),
        ([np.nan] * 3, PRICES, (), Kind.UNDEFINED, "exposures holds no number"),
        ([1.0] * 3, PRICES[:20], (), Kind.UNDEFINED, "a level of 0.95 needs 20 or more"),
        ([1.0] * 3, PRICES[:100], (1, 0.99), Kind.UNDEFINED, "prices gives 99 changes"),
        ([1.0] * 3, PRICES, (500,), Kind.UNDEFINED, "prices gives 0 changes"),
        ([1.0] * 3, PRICES, (1, 95), Kind.DOMAIN, "0.95 is 95 %"),
        ([1.0] * 3, PRICES, (5, 0.95, "given"), Kind.DOMAIN, "horizon is 5"),
        ([1.0] * 3, -PRICES, (), Kind.DOMAIN, "column 1 of prices"),
        ([1.0] * 3, PRICES, (1, 0.95, "weekly"), Kind.TYPE, "changes"),
    ],
)
def test_histories_that_say_nothing(exposures, prices, more, kind, named):
    """Too short a history, prices below 0, a percentage for a level: each has its sentence."""
    with pytest.raises(HedgeError) as caught:
        history_at_risk(np.array(exposures), prices, *more)
    assert caught.value.kind is kind
    assert named in caught.value.message
