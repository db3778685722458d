"""The robust hedge: statsmodels' Huber line, and a wrong price survived."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import robust
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import hedge_ratio


def pair(size=150, seed=1):
    """Return given changes, one in ten of spot far off."""
    rng = np.random.default_rng(seed)
    futures = rng.standard_normal(size)
    spot = 0.02 + 0.8 * futures + 0.3 * rng.standard_normal(size)
    spot[::10] += 5 * rng.standard_normal(spot[::10].size)
    return joint_changes([spot, futures], "given")


@pytest.mark.parametrize("k", [0.8, 1.345, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_slope_is_that_of_statsmodels(k, seed):
    """RLM with HuberT and MAD scale, run to 1e-10, has the same slope."""
    api = pytest.importorskip("statsmodels.api")
    changes = pair(seed=seed)
    spot, futures = changes.series
    model = api.RLM(spot, api.add_constant(futures), M=api.robust.norms.HuberT(k))
    fit = model.fit(tol=1e-10, maxiter=500)
    assert robust.huber_hedge_ratio(changes, k) == pytest.approx(fit.params[1], rel=1e-7)


def test_a_large_k_is_least_squares():
    """Where no residual counts for less it is the minimum-variance ratio."""
    changes = pair()
    assert robust.huber_hedge_ratio(changes, 1e6) == pytest.approx(hedge_ratio(changes), rel=1e-12)


@given(size=st.integers(20, 200), error=st.floats(10, 1e9), at=st.integers(0, 19))
def test_one_wrong_price_moves_the_ratio_little(size, error, at):
    """However wrong one spot price, the ratio stays near the one without it."""
    rng = np.random.default_rng(size)
    futures = 50 + np.cumsum(rng.standard_normal(size + 1))
    spot = futures + np.cumsum(0.1 * rng.standard_normal(size + 1))
    right = robust.huber_hedge_ratio(joint_changes([spot, futures]))
    spot[at] += error
    assert robust.huber_hedge_ratio(joint_changes([spot, futures])) == pytest.approx(
        right, abs=0.15
    )


@given(unit=st.sampled_from([1e-9, 1e-3, 1e5]))
def test_units_do_not_matter(unit):
    """In another unit of spot the ratio is that many times larger."""
    spot, futures = pair().series
    other = robust.huber_hedge_ratio(joint_changes([unit * spot, futures], "given"))
    assert other / unit == pytest.approx(robust.huber_hedge_ratio(pair()), rel=1e-9)


def test_a_line_with_a_few_outliers_is_that_line():
    """Where most changes lie on one line the ratio is its slope, and the scale's 0 does no harm."""
    futures = np.random.default_rng(3).standard_normal(60)
    spot = 0.7 * futures + 0.1
    spot[[5, 20, 41]] += [4.0, -9.0, 100.0]
    found = robust.huber_hedge_ratio(joint_changes([spot, futures], "given"))
    assert found == pytest.approx(0.7, rel=1e-12)


def test_an_exact_line_is_its_slope():
    """Without any residual the least-squares slope is returned."""
    futures = np.array([1.0, -2.0, 0.5, 3.0])
    assert robust.huber_hedge_ratio(joint_changes([2 * futures, futures], "given")) == 2


@pytest.mark.parametrize(
    ("series", "k", "kind", "word"),
    [
        ([[1.0, 2, 4, 3], [1.0, 3, 2, 4]], 0.0, Kind.DOMAIN, "k is 0"),
        ([[1.0, 2, 4], [1.0, 1, 1]], 1.345, Kind.UNDEFINED, "futures"),
        ([[1.0, 1, 1], [1.0, 1, 1]], 1.345, Kind.UNDEFINED, "futures"),
        ([[1.0, 2], [1.0, 3]], 1.345, Kind.UNDEFINED, "spot and futures"),
    ],
)
def test_what_has_no_robust_line_says_why(series, k, kind, word):
    """Each trouble has its kind and names the argument."""
    with pytest.raises(HedgeError, match=word) as trouble:
        robust.huber_hedge_ratio(joint_changes(list(map(np.array, series)), "given"), k)
    assert trouble.value.kind is kind


@pytest.mark.market_data
def test_the_wrong_soybean_basis_is_survived(markets):
    """The one basis of -10.248 (for -0.248) wrecks least squares and leaves the robust ratio."""
    with (markets / "usda_ams_grain_basis_weekly.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["commodity"] == "Soybeans"]
    basis = np.array([float(r["basis_usd_bu"]) for r in rows if r["market"] == "Atlantic Coast"])
    wrong = int(np.argmin(basis))
    assert basis[wrong] == -10.248
    futures = 11 + np.cumsum(0.2 * np.random.default_rng(0).standard_normal(basis.size))
    mended = basis.copy()
    mended[wrong] += 10
    right = joint_changes([futures + mended, futures])
    spoilt = joint_changes([futures + basis, futures])
    assert abs(hedge_ratio(spoilt) - hedge_ratio(right)) > 0.3
    assert robust.huber_hedge_ratio(spoilt) == pytest.approx(
        robust.huber_hedge_ratio(right), abs=0.02
    )
