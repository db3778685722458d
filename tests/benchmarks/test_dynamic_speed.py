"""How long time-varying ratios take, beside what one would use instead; no time is asserted.

Run with: pytest tests/benchmarks/test_dynamic_speed.py --benchmark-enable
"""

import numpy as np
import pandas as pd
import pytest

from xlhedge.core import garch
from xlhedge.core.backtest import backtest
from xlhedge.core.changes import joint_changes
from xlhedge.core.dynamic import rolling_hedge_ratio
from xlhedge.core.kalman import track

ROWS = 1_000_000
DAYS = 2_500


@pytest.fixture(scope="module")
def prices():
    """A million rows of spot and futures near 10,000 that change by about 1."""
    rng = np.random.default_rng(2024)
    futures = 1e4 + np.cumsum(rng.standard_normal(ROWS))
    return 0.9 * futures + np.cumsum(0.3 * rng.standard_normal(ROWS)), futures


@pytest.fixture(scope="module")
def returns():
    """2,500 days of two correlated GARCH(1,1) series, in natural units."""
    rng = np.random.default_rng(2025)
    z = rng.standard_normal((2, DAYS))
    z[0] = 0.85 * z[1] + np.sqrt(1 - 0.85**2) * z[0]
    found = np.empty((2, DAYS))
    for i in range(2):
        variance = 2e-4
        for t in range(DAYS):
            found[i, t] = np.sqrt(variance) * z[i, t]
            variance = 4e-6 + 0.08 * found[i, t] ** 2 + 0.9 * variance
    return found


@pytest.mark.parametrize("window", [20, 60, 250, 1000])
@pytest.mark.parametrize("who", ["xlhedge", "pandas"])
def test_rolling_ratio_of_a_million_rows(benchmark, prices, window, who):
    """Both give the same ratios, to 1e-8; after an outlier of 1e12 ours are still the exact ones.

    That costs twice pandas' time at 250 changes: its running sums carry an outlier's rounding on.
    """
    benchmark.group = f"rolling hedge ratio, {ROWS:,} rows, window {window}"
    spot, futures = prices

    def with_pandas():
        ds, df = pd.Series(spot).diff(), pd.Series(futures).diff()
        return (ds.rolling(window).cov(df) / df.rolling(window).var()).to_numpy()

    def with_xlhedge():
        return rolling_hedge_ratio(spot, futures, window)

    found = benchmark(with_xlhedge if who == "xlhedge" else with_pandas)
    other = with_pandas() if who == "xlhedge" else with_xlhedge()
    assert np.array_equal(np.isnan(found), np.isnan(other))
    assert np.nanmax(np.abs(found - other)) < 1e-8


@pytest.mark.parametrize("mode", ["static", "dynamic"])
def test_backtest(benchmark, prices, mode):
    """20,000 changes, a ratio for each: the windows cost little beside one ratio held."""
    benchmark.group = "backtest, 20,000 changes"
    changes = joint_changes([x[:20_001] for x in prices])
    assert benchmark(backtest, changes, mode).hedge_ratio.size == 20_000 - 60


def test_kalman(benchmark, prices):
    """20,000 changes: some 50 filters, each but one recursion long."""
    benchmark.group = "Kalman, 20,000 changes"
    changes = joint_changes([x[:20_001] for x in prices])
    assert benchmark(track, changes).hedge_ratio.size == 20_000


def test_dcc_forecast(benchmark, returns):
    """The whole dynamic forecast: two margins and the correlation."""
    benchmark.group = f"DCC, {DAYS:,} days"
    changes = joint_changes(list(returns), "given")
    found = benchmark(garch.forecast, changes, "dcc")
    assert 0.7 < found.correlation < 0.95


def test_two_arch_fits(benchmark, returns):
    """The two univariate fits alone, as the arch library does them."""
    from arch import arch_model

    benchmark.group = f"DCC, {DAYS:,} days"

    def fit():
        return [
            arch_model(100 * x, mean="Constant", vol="GARCH", p=1, q=1, rescale=False).fit(
                disp="off"
            )
            for x in returns
        ]

    assert all(not found.convergence_flag for found in benchmark(fit))
