"""How long proofs take: the contest beside one DCC fit, our bootstrap interval beside arch's.

Run with: pytest tests/benchmarks/test_proof_speed.py --benchmark-enable
"""

import numpy as np
import pytest

from xlhedge.core import garch
from xlhedge.core.changes import joint_changes
from xlhedge.core.contest import contest
from xlhedge.core.inference.interval import bootstrap_interval

ROWS = 5_000
DRAWS = 4_999  # as ours


@pytest.fixture(scope="module")
def changes():
    """Return 1,000 changes of spot and futures."""
    rng = np.random.default_rng(3)
    futures = rng.normal(size=1_000)
    return joint_changes([0.8 * futures + 0.5 * rng.normal(size=1_000), futures], "given")


@pytest.fixture(scope="module")
def prices():
    """Return 5,000 cointegrated prices of spot and futures."""
    rng = np.random.default_rng(4)
    futures = 200 + np.cumsum(rng.normal(size=ROWS))
    return 10 + 0.8 * futures + 0.3 * rng.normal(size=ROWS), futures


@pytest.mark.benchmark(group=f"contest of six models, {ROWS:,} rows")
def test_contest(benchmark, prices):
    """All six models, a DCC fitted 14 times on ever more rows: at most 15 fits' time."""
    found = benchmark(contest, *prices)
    assert found["dcc"].remark.startswith("14 fits")


@pytest.mark.benchmark(group=f"contest of six models, {ROWS:,} rows")
def test_one_dcc_fit(benchmark, prices):
    """The yardstick: one DCC fit of all rows."""
    found = benchmark(garch.forecast, joint_changes(prices))
    assert 0 < found.hedge_ratio < 1


def ratio(spot, futures):
    """Return the same statistic for arch, as lean as numpy allows."""
    f = futures - futures.mean()
    return f.dot(spot) / f.dot(f)


@pytest.mark.benchmark(group="bootstrap interval, 1,000 changes")
def test_our_bootstrap(benchmark, changes):
    """Redrawn errors around a fixed line; the interval holds the ratio."""
    found = benchmark(bootstrap_interval, changes, 0.95)
    assert found.low < found.hedge_ratio < found.high


@pytest.mark.benchmark(group="bootstrap interval, 1,000 changes")
def test_archs_bootstrap(benchmark, changes):
    """Histories drawn in blocks; on independent changes its interval is about as wide."""
    bootstrap = pytest.importorskip("arch.bootstrap")
    ours = bootstrap_interval(changes, 0.95)

    def interval():
        drawn = bootstrap.CircularBlockBootstrap(10, *changes.series, seed=1)
        return drawn.conf_int(ratio, reps=DRAWS, method="percentile").ravel()

    low, high = benchmark(interval)
    assert (high - low) / (ours.high - ours.low) == pytest.approx(1, abs=0.3)
