"""Ratios that move: rolling, over horizons, with fading memory."""

import csv
import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import dynamic
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import hedge_ratio, regression

RNG = np.random.default_rng(11)
FUTURES = 60 + np.cumsum(RNG.normal(0, 1, 300))
SPOT = 5 + 0.8 * FUTURES + np.cumsum(RNG.normal(0, 0.3, 300))


def wti(folder):
    """Return daily WTI spot and nearest futures, NaN where a day has none."""
    with (folder / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        np.array([float(row[name] or "nan") for row in rows])
        for name in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl")
    ]


def test_rolling_array_is_pandas_in_value_and_shape():
    """Ratios, length and places without a value are those of pandas' rolling cov over var."""
    pandas = pytest.importorskip("pandas")
    spot = SPOT.copy()
    spot[120] = np.nan
    ds, df = pandas.Series(spot).diff(), pandas.Series(FUTURES).diff()
    df[ds.isna()] = np.nan
    expected = (ds.rolling(25).cov(df) / df.rolling(25).var()).to_numpy()
    found = dynamic.rolling_hedge_ratio(spot, FUTURES, 25)
    assert np.array_equal(np.isnan(found), np.isnan(expected))
    assert found == pytest.approx(expected, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("changes", ["price", "return", "log"])
@pytest.mark.parametrize("step", [1, 3])
def test_each_window_is_the_regression_of_its_own_rows(changes, step):
    """Ratio, r squared and row of a window are those of its changes on their own."""
    found = dynamic.rolling(SPOT, FUTURES, 20, changes, step)
    assert found.row[-1] == SPOT.size
    for row, ratio, explained in zip(*found, strict=True):
        rows = slice(int(row) - 20 * step - 1, int(row))
        fit = regression(joint_changes([SPOT[rows], FUTURES[rows]], changes, step))
        assert ratio == pytest.approx(fit.hedge_ratio, rel=1e-9)
        assert explained == pytest.approx(fit.r_squared, rel=1e-9)


@given(gaps=st.sets(st.integers(0, 59), max_size=8), step=st.integers(1, 4))
def test_rows_are_those_on_which_changes_end(gaps, step):
    """With gaps and steps, every change runs from `step` rows before its row to its row."""
    spot, futures = SPOT[:60].copy(), FUTURES[:60]
    spot[list(gaps)] = np.nan
    pairs = joint_changes([spot, futures], "price", step)
    rows = dynamic.end_rows(spot, futures, "price", step).astype(int)
    assert rows.size == pairs.series[0].size
    assert np.array_equal(spot[rows - 1] - spot[rows - 1 - step], pairs.series[0])


def test_given_changes_count_their_own_rows():
    """Of given changes a window's row is that of its last pair; dropped pairs keep their number."""
    spot, futures = np.diff(SPOT), np.diff(FUTURES)
    spot[5] = np.nan
    found = dynamic.rolling(spot, futures, 10, "given")
    assert found.row.tolist() == [i + 1.0 for i in range(299) if i != 5][9:]


def exact_slope(spot, futures):
    """Return the slope of one window in exact fractions, and what its digits are worth; None."""
    s, f = ([Fraction(float(v)) for v in x] for x in (spot, futures))
    mean_s, mean_f = sum(s) / len(s), sum(f) / len(f)
    squares = sum((b - mean_f) ** 2 for b in f)
    if squares == 0:
        return None
    slope = sum((a - mean_s) * (b - mean_f) for a, b in zip(s, f, strict=True)) / squares
    size = (float(sum((a - mean_s) ** 2 for a in s)) / float(squares)) ** 0.5
    return float(slope), size


@given(
    kind=st.sampled_from(["given", "price"]),
    window=st.integers(2, 8),
    size=st.integers(12, 30),
    seed=st.integers(0, 2**16),
    far=st.sampled_from([1.0, 1e-9, 1e9, 1e12]),
)
def test_every_window_is_exact_whatever_is_far_out(kind, window, size, seed, far):
    """Numbers 1e12 times the others spoil the windows that hold them, not one row longer.

    Changes are taken as they are: their own rounding at the level of the prices is another matter.
    """
    rng = np.random.default_rng(seed)
    spot, futures = rng.standard_normal((2, size)) * rng.choice([1, 1, 1, 1, far], (2, size))
    found = dynamic.rolling(spot, futures, window, kind)
    pairs = joint_changes([spot, futures], kind)
    for i, ratio in enumerate(found.hedge_ratio):
        part = [x[i : i + window] for x in pairs.series]
        expected = exact_slope(*part)
        assert expected is not None
        assert ratio == pytest.approx(expected[0], abs=1e-12 * expected[1])


def test_still_windows_are_told_apart_whatever_is_far_out_elsewhere():
    """Changes of 1e-6 are variation although another row is 1e12; equal ones are none."""
    futures = np.r_[1e12, 1e-6 * RNG.standard_normal(20), np.full(10, 0.1)]
    spot = np.r_[1.0, RNG.standard_normal(30)]
    found = dynamic.rolling(spot, futures, 5, "given").hedge_ratio
    assert np.isnan(found).tolist() == [False] * 21 + [True] * 6
    assert dynamic.rolling(futures, spot, 5, "given").hedge_ratio[-6:].tolist() == [0.0] * 6


def test_a_window_of_all_changes_is_the_whole_regression():
    """One window as long as the series gives the minimum-variance ratio."""
    found = dynamic.rolling(SPOT, FUTURES, 299)
    assert found.hedge_ratio.tolist() == pytest.approx(
        [hedge_ratio(joint_changes([SPOT, FUTURES]))], rel=1e-12
    )


def test_windows_without_variation_have_no_value():
    """A window of still futures has neither figure, one of still spot a ratio of 0 and no r2."""
    futures, spot = FUTURES.copy(), SPOT.copy()
    futures[100:140] = futures[100]
    spot[200:240] = spot[200]
    found = dynamic.rolling(spot, futures, 20)
    still = np.flatnonzero(found.row == 140)[0]
    assert np.isnan(found.hedge_ratio[still])
    assert np.isnan(found.r_squared[still])
    still = np.flatnonzero(found.row == 240)[0]
    assert found.hedge_ratio[still] == pytest.approx(0, abs=1e-12)
    assert np.isnan(found.r_squared[still])


@pytest.mark.parametrize(
    ("call", "kind", "word"),
    [
        (lambda: dynamic.rolling_hedge_ratio(SPOT, FUTURES[1:], 5), Kind.MISMATCH, "futures"),
        (lambda: dynamic.rolling_hedge_ratio(SPOT, FUTURES, 1), Kind.DOMAIN, "window"),
        (lambda: dynamic.rolling_hedge_ratio(SPOT, FUTURES, 300), Kind.UNDEFINED, "window"),
        (lambda: dynamic.rolling(SPOT, FUTURES, 300), Kind.UNDEFINED, "window"),
        (lambda: dynamic.rolling(SPOT, np.ones(300), 5), Kind.UNDEFINED, "futures"),
        (lambda: dynamic.rolling(SPOT, 0.1 * np.arange(300), 5), Kind.UNDEFINED, "futures"),
        (lambda: ewma(SPOT, FUTURES, 0.0), Kind.DOMAIN, "decay"),
        (lambda: ewma(SPOT, FUTURES, 1.01), Kind.DOMAIN, "decay"),
        (lambda: ewma(SPOT, np.ones(300)), Kind.UNDEFINED, "futures"),
        (lambda: ewma(SPOT[:2], FUTURES[:2]), Kind.UNDEFINED, "spot"),
    ],
)
def test_what_cannot_be_computed_says_why(call, kind, word):
    """Each trouble has its kind and names the argument."""
    with pytest.raises(HedgeError, match=word) as trouble:
        call()
    assert trouble.value.kind is kind


def ewma(spot, futures, decay=0.94):
    """Return the ratio of two price series."""
    return dynamic.ewma_hedge_ratio(joint_changes([spot, futures]), decay)


@given(decay=st.floats(0.2, 1), size=st.integers(3, 80))
def test_fading_memory_is_the_recursion(decay, size):
    """Explicit weights give what c = decay c + (1 - decay) dS dF gives, started from nothing."""
    cov = var = 0.0
    for s, f in zip(np.diff(SPOT[:size]), np.diff(FUTURES[:size]), strict=True):
        if decay == 1:
            cov, var = cov + s * f, var + f * f
        else:
            cov = decay * cov + (1 - decay) * s * f
            var = decay * var + (1 - decay) * f * f
    assert ewma(SPOT[:size], FUTURES[:size], decay) == pytest.approx(cov / var, rel=1e-9)


def test_horizons_are_the_regressions_of_their_steps():
    """Each horizon is the regression of changes over that many rows."""
    for step in dynamic.STEPS:
        fit = regression(joint_changes([SPOT, FUTURES], "price", step))
        found = dynamic.horizon(SPOT, FUTURES, step)
        assert found[1:3] == (fit.observations, fit.hedge_ratio)
        assert found.observations == 299 // step


@pytest.mark.market_data
def test_wti_windows_are_the_plain_regressions(markets):
    """On 33 years of WTI, gaps and all, every 97th window equals the regression on its own."""
    spot, futures = wti(markets)
    found = dynamic.rolling(spot, futures, 250)
    pairs = joint_changes([spot, futures])
    for i in range(0, found.row.size, 97):
        window = pairs._replace(series=tuple(x[i : i + 250] for x in pairs.series))
        assert found.hedge_ratio[i] == pytest.approx(hedge_ratio(window), rel=1e-10)


@pytest.mark.market_data
def test_wti_ratio_rises_with_the_horizon(markets):
    """Spot and futures of one oil move together over a month more closely than over a day."""
    spot, futures = wti(markets)
    found = [dynamic.horizon(spot, futures, step) for step in (1, 21)]
    for day, month in itertools.pairwise(found):
        assert day.r_squared < month.r_squared
        assert abs(month.hedge_ratio - 1) < 0.02
