"""Downside hedges: exact minima, against libraries and brute force."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize_scalar

from xlhedge.core import downside
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import hedge_ratio


def pair(size=200, seed=1, unit=1.0):
    """Return given changes with fat tails."""
    rng = np.random.default_rng(seed)
    futures = rng.standard_t(4, size)
    spot = 0.05 + 0.8 * futures + 0.4 * rng.standard_t(4, size)
    return joint_changes([unit * spot, futures], "given")


def cvar(changes, h, level):
    """Return Rockafellar and Uryasev's function at its best threshold, one of the losses."""
    spot, futures = changes.series
    loss = h * futures - spot
    excess = np.maximum(loss - loss[:, None], 0).mean(axis=1)
    return float((loss + excess / (1 - level)).min())


def lpm(changes, h, target, order):
    """Return the lower partial moment as it is defined."""
    spot, futures = changes.series
    return float((np.maximum(target - (spot - h * futures), 0) ** order).mean())


@pytest.mark.parametrize("quantile", [0.05, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("unit", [1e-4, 1.0, 1e4])
def test_quantile_ratio_is_that_of_statsmodels(quantile, unit):
    """The slope is QuantReg's, which iterates to about 1e-6 of it."""
    api = pytest.importorskip("statsmodels.api")
    changes = pair(unit=unit)
    spot, futures = changes.series
    fit = api.QuantReg(spot / unit, api.add_constant(futures)).fit(q=quantile, max_iter=5000)
    found = downside.quantile_hedge_ratio(changes, quantile)
    assert found / unit == pytest.approx(fit.params[1], rel=1e-4)


@given(seed=st.integers(0, 300), quantile=st.sampled_from([0.1, 0.5, 0.8]))
def test_no_line_through_two_points_fits_a_quantile_better(seed, quantile):
    """A best line passes through two of the points; none of those lines has less check loss."""
    changes = pair(14, seed)
    y, x = changes.series

    def loss(slope):
        e = y - slope * x
        e = e - e[:, None]  # every point in turn on the line
        return np.where(e > 0, quantile * e, (quantile - 1) * e).sum(axis=1).min()

    i, j = np.triu_indices(14, 1)
    best = min(loss(slope) for slope in (y[i] - y[j]) / (x[i] - x[j]))
    assert loss(downside.quantile_hedge_ratio(changes, quantile)) == pytest.approx(best, rel=1e-9)


@given(
    seed=st.integers(0, 1000), size=st.integers(30, 120), level=st.sampled_from([0.8, 0.9, 0.95])
)
def test_cvar_ratio_is_the_lowest_point(seed, size, level):
    """No ratio of a fine search around it, or far from it, has less conditional value at risk."""
    changes = pair(size, seed)
    found = downside.cvar_hedge_ratio(changes, level)
    best = cvar(changes, found, level)
    for h in np.concatenate([found + np.linspace(-0.02, 0.02, 41), np.linspace(-3, 4, 71)]):
        assert best <= cvar(changes, float(h), level) + 1e-12


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_cvar_ratio_is_that_of_the_linear_program(level):
    """Rockafellar and Uryasev's linear program, by HiGHS, reaches the same least risk and ratio."""
    changes = pair(300, 7)
    spot, futures = changes.series
    n = spot.size
    # variables: h, threshold a, one excess a change: excess >= h f - s - a
    cost = np.concatenate([[0, 1], np.full(n, 1 / ((1 - level) * n))])
    rows = np.column_stack([futures, -np.ones(n), -np.eye(n)])
    program = linprog(cost, A_ub=rows, b_ub=spot, bounds=[(None, None)] * 2 + [(0, None)] * n)
    found = downside.cvar_hedge_ratio(changes, level)
    assert cvar(changes, found, level) == pytest.approx(program.fun, rel=1e-9)
    assert found == pytest.approx(program.x[0], rel=1e-6)


@pytest.mark.parametrize("order", [1, 1.5, 2, 3, 4])
@pytest.mark.parametrize("target", [-0.3, 0.0, 0.2])
def test_lpm_ratio_is_that_of_a_general_search(order, target):
    """The moment at the ratio is no higher than at scipy's best, and the ratios agree."""
    changes = pair()
    found = downside.lpm_hedge_ratio(changes, target, order)
    other = minimize_scalar(
        lambda h: lpm(changes, h, target, order), bounds=(-2, 4), method="bounded",
        options={"xatol": 1e-10},
    )  # fmt: skip
    assert lpm(changes, found, target, order) <= other.fun * (1 + 1e-12)
    # a search by values stops at the square root of the machine's precision
    assert found == pytest.approx(other.x, abs=1e-5)


def test_a_large_order_looks_at_the_worst_outcome_alone():
    """As the order grows the ratio goes to that of CVaR at a level that holds one change."""
    worst = downside.cvar_hedge_ratio(pair(), 0.999)
    assert downside.lpm_hedge_ratio(pair(), 0, 5000) == pytest.approx(worst, rel=1e-2)


def test_symmetric_outcomes_make_semivariance_the_variance():
    """Where every pair also comes with both signs turned, the ratio is the minimum-variance one."""
    spot, futures = pair().series
    both = joint_changes([np.r_[spot, -spot], np.r_[futures, -futures]], "given")
    assert downside.lpm_hedge_ratio(both) == pytest.approx(hedge_ratio(both), rel=1e-10)


@given(
    ratio=st.floats(-3, 3),
    call=st.sampled_from(
        [downside.lpm_hedge_ratio, downside.cvar_hedge_ratio, downside.quantile_hedge_ratio]
    ),
)
def test_a_line_through_the_origin_is_hedged_by_its_slope(ratio, call):
    """Spot that moves as `ratio` futures, to the last digit, has that ratio by every measure."""
    futures = pair(60).series[1]
    assert call(joint_changes([ratio * futures, futures], "given")) == pytest.approx(
        ratio, rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("quantile", [0.3, 0.5])
def test_still_spot_needs_no_hedge(quantile):
    """Spot that does not change has a quantile ratio of 0."""
    still = joint_changes([np.zeros(60), pair(60).series[1]], "given")
    assert downside.quantile_hedge_ratio(still, quantile) == pytest.approx(0, abs=1e-12)


UP = joint_changes([np.array([1.0, 2, 3]), np.array([1.0, 3, 2])], "given")
STILL = joint_changes([np.array([1.0, 2, 3]), np.ones(3)], "given")


@pytest.mark.parametrize(
    ("call", "kind", "word"),
    [
        (lambda: downside.quantile_hedge_ratio(pair(), 0), Kind.DOMAIN, "quantile"),
        (lambda: downside.quantile_hedge_ratio(pair(), 1), Kind.DOMAIN, "quantile"),
        (lambda: downside.quantile_hedge_ratio(pair(2)), Kind.UNDEFINED, "spot and futures"),
        (lambda: downside.quantile_hedge_ratio(STILL), Kind.UNDEFINED, "futures"),
        (lambda: downside.cvar_hedge_ratio(pair(), 1), Kind.DOMAIN, "level"),
        (lambda: downside.cvar_hedge_ratio(pair(), 0), Kind.DOMAIN, "level"),
        (lambda: downside.cvar_hedge_ratio(UP), Kind.DOMAIN, "level"),
        (lambda: downside.cvar_hedge_ratio(STILL), Kind.UNDEFINED, "futures"),
        (lambda: downside.cvar_hedge_ratio(pair(1)), Kind.UNDEFINED, "spot and futures"),
        (lambda: downside.lpm_hedge_ratio(pair(), 0, 0.9), Kind.DOMAIN, "order"),
        (lambda: downside.lpm_hedge_ratio(pair(), 0, math.nan), Kind.DOMAIN, "order"),
        (lambda: downside.lpm_hedge_ratio(pair(), -50), Kind.DOMAIN, "target"),
        (lambda: downside.lpm_hedge_ratio(UP), Kind.DOMAIN, "futures"),
        (lambda: downside.lpm_hedge_ratio(STILL), Kind.UNDEFINED, "futures"),
    ],
)
def test_what_has_no_minimum_says_why(call, kind, word):
    """Each trouble has its kind and names the argument."""
    with pytest.raises(HedgeError, match=word) as trouble:
        call()
    assert trouble.value.kind is kind


@pytest.mark.market_data
def test_wti_downside_ratios_are_near_one(markets):
    """On WTI, 2014 to 2016, each measure's ratio against the nearest futures is about 1."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if "2014" <= r["date"][:4] <= "2016"]
    changes = joint_changes(
        [
            np.array([float(r[name] or "nan") for r in rows])
            for name in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl")
        ]
    )
    for found in (
        downside.quantile_hedge_ratio(changes),
        downside.lpm_hedge_ratio(changes),
        downside.lpm_hedge_ratio(changes, 0, 1),
        downside.cvar_hedge_ratio(changes),
    ):
        assert found == pytest.approx(1, abs=0.1)
