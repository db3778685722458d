"""Intervals and break tests against libraries, simulation and printed tables."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import inference
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import newey_west_lags, regression


def given_changes(n, seed=0, ratio=0.8, noise=0.5):
    """Return changes with a known ratio."""
    rng = np.random.default_rng(seed)
    futures = rng.normal(size=n)
    return joint_changes([ratio * futures + noise * rng.normal(size=n), futures], "given")


def statsmodels_interval(changes, level):
    """Return statsmodels' OLS interval with the same HAC error and t distribution."""
    api = pytest.importorskip("statsmodels.api")
    spot, futures = changes.series
    lags = newey_west_lags(spot.size)
    fit = api.OLS(spot, api.add_constant(futures)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False}, use_t=True
    )
    return fit.conf_int(1 - level)[1]


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
@pytest.mark.parametrize("n", [12, 250, 1_000])
def test_hac_is_statsmodels(n, level):
    """The interval equals OLS with Bartlett weights and the t distribution, to rounding."""
    changes = given_changes(n, seed=n)
    found = inference.hac_interval(changes, level)
    np.testing.assert_allclose(
        [found.low, found.high], statsmodels_interval(changes, level), rtol=1e-10
    )
    assert found.rows_linked == newey_west_lags(n)


@pytest.mark.market_data
def test_hac_is_statsmodels_on_wti(wti):
    """The same on three decades of daily WTI changes; the interval holds a ratio near 1."""
    changes = joint_changes(wti)
    found = inference.hac_interval(changes)
    expected = statsmodels_interval(changes, 0.95)
    np.testing.assert_allclose([found.low, found.high], expected, rtol=1e-9)
    assert 0.8 < found.low < found.hedge_ratio < found.high < 1.1


@pytest.mark.market_data
def test_hac_and_bootstrap_agree_on_wti(wti):
    """Two ways to the same interval: on 8,000 days their ends are near each other."""
    changes = joint_changes(wti)
    hac, boot = inference.hac_interval(changes), inference.bootstrap_interval(changes)
    assert boot.low == pytest.approx(hac.low, abs=0.3 * (hac.high - hac.low))
    assert boot.high == pytest.approx(hac.high, abs=0.3 * (hac.high - hac.low))


def test_bootstrap_is_arch_up_to_chance():
    """The circular block bootstrap of arch, same block length, ends within the Monte Carlo error.

    An end's error with 5,000 draws is about 4 % of the interval; both sides have it.
    """
    bootstrap = pytest.importorskip("arch.bootstrap")
    changes = given_changes(300, seed=5)
    found = inference.bootstrap_interval(changes)

    def ratio(spot, futures):
        f = futures - futures.mean()
        return ((spot - spot.mean()) * f).sum() / (f * f).sum()

    theirs = bootstrap.CircularBlockBootstrap(found.rows_linked, *changes.series, seed=3)
    low, high = theirs.conf_int(ratio, reps=5_000, method="percentile").ravel()
    width = found.high - found.low
    assert found.low == pytest.approx(low, abs=0.12 * width)
    assert found.high == pytest.approx(high, abs=0.12 * width)


def test_intervals_hold_the_true_ratio_as_often_as_they_say():
    """Of 300 samples with ratio 0.8, about 95 % of the intervals hold it."""
    held = np.zeros(2)
    for seed in range(300):
        changes = given_changes(150, seed)
        for i, interval in enumerate((inference.hac_interval, inference.bootstrap_interval)):
            found = interval(changes)
            held[i] += found.low <= 0.8 <= found.high
    assert ((held / 300 > 0.89) & (held / 300 < 0.985)).all()


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.sampled_from(["hac", "bootstrap"]))
def test_an_interval_has_the_units_of_its_ratio(spot_unit, futures_unit, method):
    """Other units of spot and futures scale ratio, low and high alike."""
    interval = {"hac": inference.hac_interval, "bootstrap": inference.bootstrap_interval}[method]
    spot, futures = given_changes(40).series
    plain = interval(joint_changes([spot, futures], "given"))
    scaled = interval(joint_changes([spot * spot_unit, futures * futures_unit], "given"))
    factor = spot_unit / futures_unit
    expected = [factor * x for x in (plain.hedge_ratio, plain.low, plain.high)]
    assert [scaled.hedge_ratio, scaled.low, scaled.high] == pytest.approx(expected, rel=1e-9)


def test_a_perfect_hedge_has_no_width():
    """Where spot is a multiple of futures, low and high are the ratio."""
    futures = np.random.default_rng(1).normal(size=30)
    changes = joint_changes([0.5 * futures, futures], "given")
    for interval in (inference.hac_interval, inference.bootstrap_interval):
        found = interval(changes)
        assert [found.low, found.high] == pytest.approx([0.5, 0.5], abs=1e-12)


@pytest.mark.parametrize("interval", [inference.hac_interval, inference.bootstrap_interval])
@pytest.mark.parametrize("level", [0, 1, -0.1, 95])
def test_a_level_is_a_share(interval, level):
    """95 for 95 % is refused by name."""
    with pytest.raises(HedgeError, match="level is") as caught:
        interval(given_changes(20), level)
    assert caught.value.kind is Kind.DOMAIN


def test_too_little_to_resample():
    """Nine changes, or futures that moved once in forty rows, cannot be bootstrapped."""
    with pytest.raises(HedgeError, match="at least 10") as caught:
        inference.bootstrap_interval(given_changes(9))
    assert caught.value.kind is Kind.UNDEFINED
    spot = np.random.default_rng(1).normal(size=40)
    with pytest.raises(HedgeError, match="seldom") as caught:
        inference.bootstrap_interval(joint_changes([spot, np.eye(40)[5]], "given"))
    assert caught.value.kind is Kind.UNDEFINED


# Andrews (2003), table 1, p = 1, 10, 5 and 1 %: simulated, at a finite number of dates.
ANDREWS = {
    0.05: (8.13, 9.71, 13.17),
    0.10: (7.58, 9.11, 12.59),
    0.15: (7.12, 8.68, 12.16),
    0.20: (6.73, 8.28, 11.71),
    0.30: (5.93, 7.47, 10.84),
    0.40: (4.99, 6.40, 9.81),
}


@pytest.mark.parametrize("trim", ANDREWS)
def test_critical_values_are_just_above_andrews_table(trim):
    """The limit over all dates lies above one over finitely many, by no more than 0.35."""
    for alpha, printed in zip((0.10, 0.05, 0.01), ANDREWS[trim], strict=True):
        above = inference.sup_wald_critical_value(alpha, trim) - printed
        assert 0 < above < 0.35


def test_the_p_value_is_that_of_a_simulated_process():
    """20,000 Ornstein-Uhlenbeck paths, with the chance to cross between two times: within 4 s.e."""
    rng = np.random.default_rng(0)
    barrier, steps, paths = math.sqrt(8.0), 300, 20_000
    rho = math.exp(-math.log(0.85 / 0.15) / steps)
    variance = 1 - rho * rho
    at = rng.normal(size=paths)
    survival = (np.abs(at) < barrier).astype(float)
    for _ in range(steps):
        then = rho * at + math.sqrt(variance) * rng.normal(size=paths)
        for sign in (1, -1):
            gap, next_gap = barrier - sign * at, barrier - sign * then
            crossing = np.exp(-2 * np.maximum(gap, 0) * np.maximum(next_gap, 0) / variance)
            survival *= (next_gap > 0) * (1 - crossing)
        at = then
    error = survival.std() / math.sqrt(paths)
    assert inference.sup_wald_p_value(8.0) == pytest.approx(1 - survival.mean(), abs=4 * error)


def test_with_one_date_it_is_chi_squared():
    """As the trim nears one half only one date is left: chi-squared with one degree of freedom."""
    from scipy import stats

    for statistic in (0.5, 2.0, 6.0):
        expected = stats.chi2.sf(statistic, 1)
        assert inference.sup_wald_p_value(statistic, 0.5 - 1e-9) == pytest.approx(
            expected, abs=2e-4
        )


def test_p_values_fall_and_stay_between_0_and_1():
    """Also past 50, where the tail formula takes over, and far out, where nothing is left."""
    grid = [0, 1e-9, 0.1, 1, 3, 8, 20, 49.99, 50.01, 80, 500, 1e6]
    values = [inference.sup_wald_p_value(x) for x in grid]
    assert values[0] == 1
    assert all(1 >= a >= b >= 0 for a, b in itertools.pairwise(values))


def slow_wald(spot, futures, trim):
    """Return the largest Wald statistic by writing out both parts' Newey-West sums."""
    n = spot.size
    fit = regression(joint_changes([spot, futures], "given"))
    f = futures - futures.mean()
    scores = f * (spot - fit.alpha - fit.hedge_ratio * futures)
    lags = newey_west_lags(n)

    def long_run(part):
        total = (part * part).sum()
        for lag in range(1, min(lags, part.size - 1) + 1):
            total += 2 * (1 - lag / (lags + 1)) * (part[lag:] * part[:-lag]).sum()
        return total

    best = (0.0, 0)
    for k in range(math.ceil(trim * n), math.floor((1 - trim) * n) + 1):
        q, rest = (f[:k] ** 2).sum(), (f[k:] ** 2).sum()
        difference = scores[:k].sum() / q - scores[k:].sum() / rest
        variance = long_run(scores[:k]) / q**2 + long_run(scores[k:]) / rest**2
        best = max(best, (difference**2 / variance, k))
    return best


def test_the_statistic_is_that_of_the_plain_formula():
    """Squared difference of the parts' ratios over its Newey-West variance, at the best date."""
    changes = given_changes(90, seed=3)
    found = inference.break_test(changes, trim=0.2)
    statistic, before = slow_wald(*changes.series, 0.2)
    assert found.sup_wald == pytest.approx(statistic, rel=1e-9)
    assert found.changes_before == before


def test_a_break_is_found_where_it_is():
    """A ratio that falls from 1 to 0.5 after change 120 of 200."""
    rng = np.random.default_rng(8)
    futures = rng.normal(size=200)
    ratio = np.where(np.arange(200) < 120, 1.0, 0.5)
    spot = ratio * futures + 0.2 * rng.normal(size=200)
    found = inference.break_test(joint_changes([spot, futures], "given"))
    assert found.p_value < 0.01
    assert found.sup_wald > found.critical_value
    assert abs(found.changes_before - 120) <= 5
    assert found.ratio_before == pytest.approx(1, abs=0.1)
    assert found.ratio_after == pytest.approx(0.5, abs=0.1)


def test_a_steady_ratio_is_seldom_called_broken():
    """Of 200 steady samples of 250 changes no more than 5 % are called broken at 5 %."""
    limit = inference.sup_wald_critical_value(0.05)
    broken = 0
    for seed in range(200):
        changes = given_changes(250, seed)
        broken += inference._largest_wald(changes, regression(changes), 0.15)[0] > limit
    assert broken <= 10


def test_the_halves_and_fisher():
    """Correlations are numpy's; z is the difference of their inverse hyperbolic tangents."""
    changes = given_changes(81, seed=2)
    spot, futures = changes.series
    found = inference.break_test(changes)
    first = np.corrcoef(spot[:40], futures[:40])[0, 1]
    second = np.corrcoef(spot[40:], futures[40:])[0, 1]
    assert found.correlation_first_half == pytest.approx(first, rel=1e-12)
    assert found.correlation_second_half == pytest.approx(second, rel=1e-12)
    z = (np.arctanh(first) - np.arctanh(second)) / math.sqrt(1 / 37 + 1 / 38)
    assert found.fisher_z == pytest.approx(z, rel=1e-12)


def test_fisher_has_no_answer_for_a_perfect_correlation():
    """The transform of 1 is infinite: NaN, which a cell shows as #NUM!."""
    assert math.isnan(inference.fisher_z(1.0, 30, 0.9, 30))


@pytest.mark.parametrize(
    ("arguments", "name"), [((0, 0.15), "alpha"), ((0.05, 0.01), "trim"), ((0.05, 0.5), "trim")]
)
def test_alpha_and_trim_have_bounds(arguments, name):
    """Outside them there is no table and no sense."""
    with pytest.raises(HedgeError, match=name) as caught:
        inference.break_test(given_changes(80), *arguments)
    assert caught.value.kind is Kind.DOMAIN


def test_what_a_break_test_needs():
    """Sixty changes, something left over by futures, and variation in both halves."""
    rng = np.random.default_rng(1)
    futures = rng.normal(size=60)
    still = np.where(np.arange(60) < 30, 0.0, futures)
    cases = [
        ([futures[:59], futures[:59]], "at least 60"),
        ([2 * futures, futures], "exact multiple"),
        ([rng.normal(size=60), still], "futures does not vary over the first half"),
    ]
    for series, message in cases:
        with pytest.raises(HedgeError, match=message) as caught:
            inference.break_test(joint_changes(series, "given"))
        assert caught.value.kind is Kind.UNDEFINED


@pytest.mark.market_data
def test_wti_changes_of_ratio_are_seen(wti):
    """Daily WTI, 1986 to 2018: a break date inside the trim, finite figures throughout."""
    found = inference.break_test(joint_changes(wti))
    assert all(math.isfinite(x) for x in found)
    assert 0.15 * found.observations <= found.changes_before <= 0.85 * found.observations
