"""The minimum-variance ratio: its defining property, its invariances, others' figures."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import (
    effectiveness,
    hedge_ratio,
    ratio_from_statistics,
    regression,
)

columns = hnp.arrays(
    np.float64, st.tuples(st.integers(4, 40), st.just(2)), elements=st.floats(-100, 100, width=32)
)


def given_changes(pairs):
    """Return spot and futures changes, leaving out cases in which one of them hardly varies."""
    assume(pairs.std(axis=0).min() > 1e-3)
    return joint_changes(list(pairs.T), "given")


@given(columns, st.floats(-3, 3))
def test_no_other_ratio_leaves_less_variance(pairs, other):
    """h* minimises var(dS - h dF): effectiveness at any other ratio is not larger."""
    changes = given_changes(pairs)
    best = effectiveness(changes)
    assert effectiveness(changes, other) <= best + 1e-9
    assert best == pytest.approx(effectiveness(changes, hedge_ratio(changes)), abs=1e-9)
    assert -1e-12 <= best <= 1 + 1e-12


@given(columns, st.sampled_from([-4.0, -0.5, 0.25, 2.0]), st.sampled_from([-8.0, 0.5, 16.0]))
def test_scale_and_sign(pairs, a, b):
    """Spot in other units scales the ratio, futures in other units divide it, signs carry over."""
    changes = given_changes(pairs)
    scaled = joint_changes([a * pairs[:, 0], b * pairs[:, 1]], "given")
    assert hedge_ratio(scaled) == pytest.approx(a / b * hedge_ratio(changes), rel=1e-12, abs=1e-12)
    assert regression(scaled).r_squared == pytest.approx(regression(changes).r_squared, abs=1e-12)


@given(columns, st.randoms(use_true_random=False))
def test_order_of_given_changes_does_not_matter(pairs, random):
    """Shuffled rows give the same ratio: it is a statistic of pairs."""
    changes = given_changes(pairs)
    rows = list(range(len(pairs)))
    random.shuffle(rows)
    shuffled = joint_changes(list(pairs[rows].T), "given")
    assert hedge_ratio(shuffled) == pytest.approx(hedge_ratio(changes), rel=1e-9, abs=1e-12)


def test_small_changes_at_large_prices_keep_their_digits():
    """Prices near 1e7 with changes near 1 give the ratio of the changes to twelve digits."""
    rng = np.random.default_rng(1)
    df = rng.integers(-50, 51, 500) / 32
    ds = 0.5 * df + rng.integers(-20, 21, 500) / 64
    prices = joint_changes([1e7 + np.cumsum(ds), 2e7 + np.cumsum(df)])
    exact = joint_changes([ds[1:], df[1:]], "given")
    assert hedge_ratio(prices) == pytest.approx(hedge_ratio(exact), rel=1e-12)


def test_regression_agrees_with_statsmodels():
    """Every figure of the regression is the one that statsmodels' OLS gives on the same data."""
    import statsmodels.api as sm
    from statsmodels.stats.stattools import durbin_watson

    rng = np.random.default_rng(7)
    futures = rng.normal(0, 2, 120)
    spot = 0.1 + 0.8 * futures + np.convolve(rng.normal(0, 1, 124), np.ones(5) / 5, "valid")
    found = regression(joint_changes([spot, futures], "given"))
    ols = sm.OLS(spot, sm.add_constant(futures)).fit()
    expected = {
        "observations": 120,
        "alpha": ols.params[0],
        "hedge_ratio": ols.params[1],
        "standard_error": ols.bse[1],
        "r_squared": ols.rsquared,
        "correlation": np.corrcoef(spot, futures)[0, 1],
        "sd_spot": spot.std(ddof=1),
        "sd_futures": futures.std(ddof=1),
        "durbin_watson": durbin_watson(ols.resid),
        "residual_sd": np.sqrt(ols.scale),
    }
    assert found._asdict() == pytest.approx(expected, rel=1e-10)


def test_a_perfect_hedge_leaves_nothing():
    """Proportional changes: r squared 1, no residual, and a Durbin-Watson that nothing defines."""
    futures = np.array([0.1, -0.3, 0.2, 0.7])
    fit = regression(joint_changes([0.3 * futures, futures], "given"))
    assert fit.r_squared == pytest.approx(1, abs=1e-15)
    assert fit.residual_sd == 0
    assert fit.standard_error == 0
    assert np.isnan(fit.durbin_watson)


@pytest.mark.parametrize(
    ("spot", "futures"),
    [
        ([1.0, 2.0], [1.0, 2.0]),
        ([1.0, 2.0, 4.0], [5.0, 5.0, 5.0]),
        ([1.0, 2.0, 4.0], [100.1, 100.2, 100.3]),
        ([1.0, 2.0, 4.0, 4.5], [0.1, 0.3, 0.5, 0.7]),
    ],
)
def test_rounding_noise_is_no_variance(spot, futures):
    """Too few changes, or futures that move by the same amount each day, have no ratio."""
    with pytest.raises(HedgeError) as caught:
        hedge_ratio(joint_changes([np.array(spot), np.array(futures)]))
    assert caught.value.kind is Kind.UNDEFINED


@given(st.floats(-1, 1), st.floats(0, 100), st.floats(0.01, 100))
def test_ratio_from_statistics(rho, sd_spot, sd_futures):
    """The ratio is rho x sd_S / sd_F: never larger in size than the ratio of the deviations."""
    ratio = ratio_from_statistics(rho, sd_spot, sd_futures)
    assert abs(ratio) <= sd_spot / sd_futures * (1 + 1e-12)


@pytest.mark.market_data
def test_wti_on_its_own_futures(markets):
    """Daily WTI spot hedged with the front contract: near 1, and equal to statsmodels' slope."""
    import pandas as pd
    import statsmodels.api as sm

    table = pd.read_csv(markets / "eia_energy_spot_futures_daily.csv")
    spot, futures = (table[c].to_numpy(float) for c in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl"))
    changes = joint_changes([spot, futures])
    fit = regression(changes)
    ols = sm.OLS(changes.series[0], sm.add_constant(changes.series[1])).fit()
    assert fit.hedge_ratio == pytest.approx(ols.params[1], rel=1e-10)
    assert fit.standard_error == pytest.approx(ols.bse[1], rel=1e-10)
    assert 0.8 < fit.hedge_ratio < 1.1
