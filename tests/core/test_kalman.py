"""The Kalman hedge: least squares where the ratio stands still, the textbook's filter elsewhere."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import kalman
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import hedge_ratio, regression


def wandering(size, seed, step=0.05):
    """Return changes whose true ratio is a random walk, and that ratio."""
    rng = np.random.default_rng(seed)
    futures = rng.standard_normal(size)
    ratio = 0.8 + np.cumsum(step * rng.standard_normal(size))
    return joint_changes(
        [0.1 + ratio * futures + 0.3 * rng.standard_normal(size), futures], "given"
    ), ratio


@given(size=st.integers(5, 120), seed=st.integers(0, 1000))
def test_a_ratio_without_steps_is_least_squares(size, seed):
    """With a state variance of 0 every filtered ratio is the regression of the changes so far."""
    changes, _ = wandering(size, seed)
    found = kalman.track(changes, signal=0.0)
    assert found.hedge_ratio[-1] == pytest.approx(hedge_ratio(changes), rel=1e-10)
    assert found.standard_error[-1] == pytest.approx(regression(changes).standard_error, rel=1e-8)
    for n in range(3, size, 11):
        part = changes._replace(series=tuple(x[:n] for x in changes.series))
        assert found.hedge_ratio[n - 1] == pytest.approx(hedge_ratio(part), rel=1e-7, abs=1e-9)


def textbook(changes, state, noise):
    """Return the plain covariance filter from a very wide start, and its log likelihood."""
    m, p = np.zeros(2), np.diag([1e7, 1e7])
    likelihood, path = 0.0, []
    for i, (y, x) in enumerate(zip(*changes.series, strict=True)):
        p = p + np.diag([0.0, state])
        h = np.array([1.0, x])
        f = h @ p @ h + noise
        v = y - h @ m
        gain = p @ h / f
        m, p = m + gain * v, p - np.outer(gain, h @ p)
        path.append(m[1])
        if i >= 2:
            likelihood -= (np.log(f) + v * v / f) / 2
    return np.array(path), likelihood


def test_the_path_is_the_textbook_filter():
    """With its own variances the information filter equals the covariance filter, start aside."""
    changes, _ = wandering(200, 1)
    found = kalman.track(changes)
    path, _ = textbook(changes, found.state_variance, found.noise_variance)
    assert found.hedge_ratio[10:] == pytest.approx(path[10:], rel=1e-5)


def test_no_other_variances_are_likelier():
    """The textbook's likelihood falls when either variance moves away from the estimate."""
    changes, _ = wandering(400, 2)
    found = kalman.track(changes)
    _, best = textbook(changes, found.state_variance, found.noise_variance)
    for factors in ((1.3, 1), (0.75, 1), (1, 1.1), (1, 0.9)):
        other = (found.state_variance * factors[0], found.noise_variance * factors[1])
        assert textbook(changes, *other)[1] < best


def test_a_wandering_ratio_is_followed():
    """The filtered ratio is nearer to the true one than the regression over everything."""
    changes, ratio = wandering(1000, 3)
    found = kalman.track(changes)
    filtered = np.abs(found.hedge_ratio - ratio)[50:].mean()
    assert filtered < 0.5 * np.abs(hedge_ratio(changes) - ratio)[50:].mean()
    assert np.sqrt(found.state_variance) == pytest.approx(0.05, rel=0.4)
    assert np.sqrt(found.noise_variance) == pytest.approx(0.3, rel=0.1)


@given(unit=st.sampled_from([1e-6, 1e-2, 1e3, 1e6]))
def test_units_do_not_matter(unit):
    """In another unit of futures the ratio is that much smaller."""
    changes, _ = wandering(80, 4)
    spot, futures = changes.series
    other = kalman.track(joint_changes([spot, futures * unit], "given"))
    assert other.hedge_ratio[-1] * unit == pytest.approx(
        kalman.track(changes).hedge_ratio[-1], rel=1e-5
    )


def test_an_exact_line_is_its_slope():
    """Where spot is a line of futures there is nothing to estimate: its slope, without error."""
    futures = np.array([0.5, -1.0, 2.0, 0.25, -0.75])
    found = kalman.track(joint_changes([2 * futures + 1, futures], "given"))
    assert found.hedge_ratio == pytest.approx(np.full(5, 2.0), rel=1e-12)
    assert not found.standard_error.any()


def test_before_futures_vary_there_is_no_ratio():
    """While all changes of futures so far are equal the filtered ratio is NaN, then it is not."""
    changes = joint_changes(
        [np.array([1.0, 1.2, 0.7, 2.2, 0.4, 1.6]), np.array([1.0, 1.0, 1.0, 2.0, 0.5, 1.5])],
        "given",
    )
    found = kalman.track(changes, 0.1)
    assert np.isnan(found.hedge_ratio).tolist() == [True] * 3 + [False] * 3


def test_a_ratio_that_follows_everything_is_refused():
    """Where noise vanishes the likelihood has no maximum: an error, not a bound of the search."""
    futures = np.array([1.0, -1.0] * 20)
    spot = np.cumsum(np.cumsum(np.ones(40))) * futures
    with pytest.raises(HedgeError, match="spot given futures") as trouble:
        kalman.track(joint_changes([spot, futures], "given"))
    assert trouble.value.kind is Kind.DOMAIN


@pytest.mark.parametrize(
    ("spot", "futures"),
    [
        ([1.0, 2.0, 1.5], [1.0, 1.5, 2.0]),
        ([1.0, 2.0, 4.0, 3.0], [1.0] * 4),
        ([1.0] * 4, [2.0] * 4),
    ],
)
def test_too_little_is_undefined(spot, futures):
    """Fewer than four changes, or still futures, are undefined."""
    with pytest.raises(HedgeError) as trouble:
        kalman.track(joint_changes([np.array(spot), np.array(futures, float)], "given"))
    assert trouble.value.kind is Kind.UNDEFINED


@pytest.mark.market_data
def test_jet_fuel_ratio_is_tracked(markets):
    """Jet fuel over heating oil: still in 2012, so least squares; moving with the spikes after."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if "2012" <= r["date"][:4] <= "2015"]
    spot, futures = (
        np.array([float(r[name] or "nan") for r in rows])
        for name in ("jet_spot_usgc_usd_gal", "ho_fut1_usd_gal")
    )
    year = sum(r["date"][:4] == "2012" for r in rows)
    calm = joint_changes([spot[:year], futures[:year]])
    found = kalman.track(calm)
    assert found.state_variance == 0
    assert found.hedge_ratio[-1] == pytest.approx(hedge_ratio(calm), rel=1e-10)
    found = kalman.track(joint_changes([spot, futures]))
    assert found.state_variance > 0
    assert 0.85 < np.median(found.hedge_ratio[50:]) < 1
