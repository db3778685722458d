"""Intervals: the two methods beside each other, and what either refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from simulations.processes import PROCESSES, changes_of

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference import interval
from xlhedge.core.inference.interval import bootstrap_interval, hac_interval
from xlhedge.core.inference.slope import robust_slope

METHODS = [hac_interval, bootstrap_interval]


def sample(n, seed=0, name="iid", overlap=False):
    """Return changes of a process."""
    spot, futures = changes_of(PROCESSES[name], np.random.default_rng(seed), n)
    return joint_changes([spot, futures], "given", overlap=overlap)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n", [12, 100, 1_200])
def test_ratio_and_error_are_those_of_the_slope(method, n):
    """Both are about the least-squares ratio, and never narrower than Student's t."""
    changes = sample(n)
    found, slope = method(changes, 0.9), robust_slope(changes)
    assert found.estimate == slope
    assert found.high - slope.slope == pytest.approx(slope.slope - found.low, rel=1e-9)
    reach = stats.t.ppf(0.95, slope.degrees) * slope.standard_error
    assert found.high - slope.slope >= reach * (1 - 1e-12)


def test_hac_is_the_slopes_own_interval():
    """Nothing is added to it."""
    changes = sample(40, 1, "ar .8")
    assert hac_interval(changes, 0.8)[1:] == robust_slope(changes).interval(0.8)


def test_the_bootstrap_redraws_what_its_words_say():
    """Critical value: the quantile of abs(t) over errors of random signs, filtered back.

    Written out with other random numbers; a quantile of 4,999 draws has an error of about 2 %.
    """
    changes = sample(60, 3, "ar .8")
    found = bootstrap_interval(changes)
    spot, futures = changes.series
    x = np.column_stack([np.ones(60), futures])
    hat = x @ np.linalg.pinv(x)
    leverage = np.diag(hat)
    inflated = (spot - hat @ spot) / (1 - leverage)
    rho = found.estimate.autocorrelation
    shocks = np.r_[inflated[0], inflated[1:] - rho * inflated[:-1]]
    signs = np.random.default_rng(99).choice([-1.0, 1.0], (20_000, 60))
    errors = signs * shocks
    for t in range(1, 60):
        errors[:, t] += rho * errors[:, t - 1]
    centred = futures - futures.mean()
    scores = (errors - errors @ hat) * (centred / (1 - leverage))
    j = np.arange(1, found.estimate.degrees + 1)
    weights = np.sqrt(2 / 60) * np.cos(np.pi * np.outer(np.arange(60) + 0.5, j) / 60)
    t = np.abs(errors @ centred) / np.sqrt(60 * ((scores @ weights) ** 2).mean(axis=1))
    reach = np.quantile(t, 0.95) * found.estimate.standard_error
    assert np.quantile(t, 0.95) > stats.t.ppf(0.975, found.estimate.degrees)
    assert found.high - found.estimate.slope == pytest.approx(reach, rel=0.06)


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.sampled_from(METHODS))
def test_an_interval_has_the_units_of_its_ratio(spot_unit, futures_unit, method):
    """Other units of spot and futures scale low and high alike."""
    spot, futures = sample(40).series
    plain = method(joint_changes([spot, futures], "given"))
    scaled = method(joint_changes([spot * spot_unit, futures * futures_unit], "given"))
    factor = spot_unit / futures_unit
    expected = [factor * plain.low, factor * plain.high]
    assert [scaled.low, scaled.high] == pytest.approx(expected, rel=1e-9)


def test_declared_overlap_is_no_narrower_than_exact():
    """The shape of an overlap is known: redrawn errors, which are an AR(1), do not undercut it."""
    for seed in range(8):
        changes = sample(60, seed, "ovl 12", overlap=12)
        drawn, exact = bootstrap_interval(changes), hac_interval(changes)
        assert drawn.low <= exact.low
        assert drawn.high >= exact.high


def test_the_same_changes_have_the_same_bootstrap():
    """The seed is fixed."""
    assert bootstrap_interval(sample(30)) == bootstrap_interval(sample(30))


def test_many_changes_are_redrawn_less_often(monkeypatch):
    """From 5,000 changes on 999 draws are made: the interval stays near that of exact values."""
    monkeypatch.setattr(interval, "_MANY", 400)
    changes = sample(400)
    found, exact = bootstrap_interval(changes), hac_interval(changes)
    assert found.high == pytest.approx(exact.high, abs=0.15 * (exact.high - exact.low))
    with pytest.raises(HedgeError, match=r"999 redrawn histories tell levels up to 0\.999"):
        bootstrap_interval(changes, 0.9995)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("level", [0, 1, -0.1, 95])
def test_a_level_is_a_share(method, level):
    """95 for 95 % is refused by name, before anything else."""
    with pytest.raises(HedgeError, match="level is") as caught:
        method(sample(5), level)
    assert caught.value.kind is Kind.DOMAIN


def test_a_level_finer_than_the_draws():
    """4,999 draws do not tell 0.9999 from 1; exact critical values do."""
    with pytest.raises(HedgeError, match='method="hac"') as caught:
        bootstrap_interval(sample(30), 0.9999)
    assert caught.value.kind is Kind.DOMAIN
    assert hac_interval(sample(30), 0.9999).low < hac_interval(sample(30), 0.99).low


@pytest.mark.parametrize("method", METHODS)
def test_what_has_no_interval(method):
    """Eleven changes, overlap of more than a quarter of them, a perfect hedge."""
    futures = np.random.default_rng(1).normal(size=30)
    cases = [
        (sample(11), "give 11 pairs of changes; at least 12"),
        (sample(30, overlap=8), "give 30 changes that overlap by 8 rows; at least 32"),
        (joint_changes([0.5 * futures, futures], "given"), "exact multiple"),
    ]
    for changes, sentence in cases:
        with pytest.raises(HedgeError, match=sentence) as caught:
            method(changes)
        assert caught.value.kind is Kind.UNDEFINED


@pytest.mark.market_data
def test_methods_agree_on_wti(wti):
    """Three decades of daily WTI: a ratio near 1, and two intervals that end near each other."""
    changes = joint_changes(wti)
    exact, drawn = hac_interval(changes), bootstrap_interval(changes)
    assert 0.8 < exact.low < exact.high < 1.1
    width = exact.high - exact.low
    assert [drawn.low, drawn.high] == pytest.approx([exact.low, exact.high], abs=0.3 * width)
