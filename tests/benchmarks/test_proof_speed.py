"""How long proofs take: the contest beside one DCC fit, our bootstrap interval beside arch's.

Run with: pytest tests/benchmarks/test_proof_speed.py --benchmark-enable
"""

import numpy as np
import pytest

from xlhedge.core import garch
from xlhedge.core.changes import joint_changes
from xlhedge.core.contest import contest
from xlhedge.core.inference.breaks import break_test
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
    assert found.low < found.estimate.slope < found.high


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


@pytest.fixture(scope="module")
def few():
    """Return 250 changes of spot and futures whose ratio broke after 120."""
    rng = np.random.default_rng(6)
    futures = rng.normal(size=250)
    ratios = np.where(np.arange(250) < 120, 0.9, 0.7)
    return joint_changes([ratios * futures + 0.5 * rng.normal(size=250), futures], "given")


@pytest.mark.benchmark(group="break at an unknown date, 250 changes")
def test_our_break_test(benchmark, few):
    """The largest F of all dates, and of 999 redrawn histories."""
    found = benchmark(break_test, few)
    assert found.sup_f == pytest.approx(largest_f(*few.series), rel=1e-9)


@pytest.mark.benchmark(group="break at an unknown date, 250 changes")
def test_a_plain_loop_over_dates(benchmark, few):
    """The statistic alone, one least-squares fit a date: what each redrawn history would cost."""
    assert benchmark(largest_f, *few.series) > 0


def largest_f(spot, futures, trim=0.15):
    """Return the largest F of two ratios against one, a constant throughout."""
    n, x = spot.size, futures - futures.mean()
    squares = {}
    for date in [0, *range(int(np.ceil(trim * n)), n - int(np.ceil(trim * n)) + 1)]:
        columns = [np.ones(n), x, *([x * (np.arange(n) < date)] if date else [])]
        squares[date] = np.linalg.lstsq(np.column_stack(columns), spot, rcond=None)[1][0]
    one = squares.pop(0)
    return max((one - two) / (two / (n - 3)) for two in squares.values())
