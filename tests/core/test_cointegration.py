"""The error-correction hedge: its regression and its test are those of statsmodels."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import cointegration
from xlhedge.core.errors import HedgeError, Kind

stattools = pytest.importorskip("statsmodels.tsa.stattools")
adfvalues = pytest.importorskip("statsmodels.tsa.adfvalues")


def tied(size=300, seed=8, pull=0.4):
    """Return spot and futures that share a level."""
    rng = np.random.default_rng(seed)
    futures = 60 + np.cumsum(rng.standard_normal(size))
    basis = np.zeros(size)
    for t in range(1, size):
        basis[t] = (1 - pull) * basis[t - 1] + 0.4 * rng.standard_normal()
    return 3 + 0.9 * futures + basis, futures


@pytest.mark.parametrize("lags", [0, 1, 4])
def test_the_test_is_engle_granger_by_statsmodels(lags):
    """Statistic and p-value are those of `coint` with as many lags."""
    spot, futures = tied()
    found = cointegration.error_correction(spot, futures, lags)
    statistic, p_value, _ = stattools.coint(spot, futures, maxlag=lags, autolag=None)
    assert found.statistic == pytest.approx(statistic, rel=1e-9)
    assert found.p_value == pytest.approx(p_value, rel=1e-6, abs=1e-14)


@given(
    size=st.integers(30, 200),
    seed=st.integers(0, 1000),
    pull=st.floats(0, 1),
    lags=st.integers(0, 4),
    unit=st.sampled_from([1e-12, 1e-3, 1.0, 1e6, 1e12]),
)
def test_any_series_is_tested_as_statsmodels_tests_it(size, seed, pull, lags, unit):
    """Tied or apart, in any unit, the statistic and its p-value are those of `coint`."""
    spot, futures = tied(size, seed, pull)
    found = cointegration.error_correction(unit * spot, futures, lags)
    statistic, p_value, _ = stattools.coint(spot, futures, maxlag=lags, autolag=None)
    assert found.statistic == pytest.approx(statistic, rel=1e-6, abs=1e-6)
    assert found.p_value == pytest.approx(p_value, rel=1e-5, abs=1e-9)


@given(st.floats(-30, 5))
def test_the_p_value_is_mackinnons(statistic):
    """The response surface of 1994 gives what statsmodels makes of the same tables."""
    expected = adfvalues.mackinnonp(statistic, regression="c", N=2)
    assert cointegration.p_value(statistic) == pytest.approx(expected, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(("statistic", "published"), [(-3.9, 0.01), (-3.34, 0.05), (-3.04, 0.1)])
def test_the_critical_values_are_the_published_ones(statistic, published):
    """MacKinnon (1991, 2010), table 2, N = 2 with a constant: -3.90, -3.34, -3.04."""
    assert cointegration.p_value(statistic) == pytest.approx(published, rel=0.04)
    assert cointegration.p_value(cointegration.LIMIT) == pytest.approx(0.05, rel=1e-3)


def test_no_statistic_of_a_double_is_without_a_p_value():
    """Beyond the tables' ends it is 0 or 1."""
    assert [cointegration.p_value(t) for t in (-np.inf, -18.9, 0.93, np.inf)] == [0, 0, 1, 1]


def test_near_the_limit_the_sentence_says_so():
    """A p-value between 5 and 10 % names t, p, the limit and that a few rows more may turn it."""
    near = next(
        prices
        for prices in (tied(60, seed, 0.15) for seed in range(100))
        if 0.05 < cointegration.error_correction(*prices).p_value < 0.1
    )
    with pytest.raises(HedgeError, match=r"t is -3\.\d{3} \(p = 0\.0\d{2}\).*a few rows more"):
        cointegration.hedge_ratio(*near)


@pytest.mark.parametrize("lags", [0, 1, 3])
def test_the_ratio_is_the_coefficient_of_the_regression(lags):
    """The ratio and the pull are those of statsmodels' least squares on the same columns."""
    api = pytest.importorskip("statsmodels.api")
    spot, futures = tied()
    distance = api.OLS(spot, api.add_constant(futures)).fit().resid
    ds, df = np.diff(spot), np.diff(futures)
    columns = [df[lags:], distance[lags:-1]]
    for i in range(1, lags + 1):
        columns += [ds[lags - i : -i], df[lags - i : -i]]
    fit = api.OLS(ds[lags:], api.add_constant(np.column_stack(columns))).fit()
    found = cointegration.error_correction(spot, futures, lags)
    assert (found.hedge_ratio, found.adjustment) == pytest.approx(fit.params[1:3], rel=1e-9)
    assert found.observations == fit.nobs


def test_neither_change_nor_lag_reaches_across_a_gap():
    """A missing row takes out the rows whose changes or lags would touch it: lags + 2 of them."""
    spot, futures = tied()
    whole = cointegration.error_correction(spot, futures, 2)
    futures[100] = np.nan
    found = cointegration.error_correction(spot, futures, 2)
    assert found.observations == whole.observations - 4
    assert found.hedge_ratio == pytest.approx(whole.hedge_ratio, rel=0.02)


def test_prices_that_drift_apart_are_refused():
    """Two independent random walks are not cointegrated: an error with the figures, no ratio."""
    rng = np.random.default_rng(9)
    spot, futures = 60 + rng.standard_normal((2, 300)).cumsum(axis=1)
    with pytest.raises(HedgeError, match=r"not cointegrated: .*p = 0\.\d{3}.*-3\.336 ") as trouble:
        cointegration.hedge_ratio(spot, futures)
    assert trouble.value.kind is Kind.DOMAIN


@pytest.mark.parametrize(
    ("spot", "futures", "kind", "word"),
    [
        (np.arange(9.0), np.arange(8.0), Kind.MISMATCH, "futures"),
        (tied(7)[0], tied(7)[1], Kind.UNDEFINED, "at least 7"),
        (tied()[0], np.full(300, 5.0), Kind.UNDEFINED, "futures"),
        (0.5 * tied()[1] + 7, tied()[1], Kind.DOMAIN, "exact line"),
        (tied()[0], 0.1 * np.arange(300), Kind.DOMAIN, "collinear"),
    ],
)
def test_what_cannot_be_fitted_says_why(spot, futures, kind, word):
    """Each trouble has its kind and names what it is."""
    with pytest.raises(HedgeError, match=word) as trouble:
        cointegration.hedge_ratio(spot, futures)
    assert trouble.value.kind is kind


def test_nearly_collinear_rows_are_no_fault():
    """Spot that leaves its line in one row alone gives a figure or a reason, never a fault."""
    steps = np.cumsum(np.random.default_rng(1).integers(-2, 3, 22)) * 1e8
    spot = steps + 1.0
    spot[0] = 2.0
    with pytest.raises(HedgeError) as trouble:
        cointegration.hedge_ratio(spot, steps)
    assert trouble.value.kind is Kind.DOMAIN


@pytest.mark.market_data
def test_wti_spot_and_futures_are_cointegrated(markets):
    """WTI spot is tied to its nearest futures, and the ratio is near 1."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if "2013" <= r["date"][:4] <= "2016"]
    spot, futures = (
        np.array([float(r[name] or "nan") for r in rows])
        for name in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl")
    )
    assert cointegration.hedge_ratio(spot, futures) == pytest.approx(1, abs=0.05)
    both = ~np.isnan(spot) & ~np.isnan(futures)
    spot, futures = spot[both], futures[both]
    statistic, p_value, _ = stattools.coint(spot, futures, maxlag=1, autolag=None)
    found = cointegration.error_correction(spot, futures)
    assert (found.statistic, found.p_value) == pytest.approx((statistic, p_value), rel=1e-8)
