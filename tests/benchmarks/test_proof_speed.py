"""How long a bootstrap interval takes: ours against arch's, 5,000 draws on 1,000 changes."""

import numpy as np
import pytest

from xlhedge.core.changes import joint_changes
from xlhedge.core.inference import bootstrap_interval

DRAWS = 5_000


@pytest.fixture(scope="module")
def changes():
    """Return 1,000 changes of spot and futures."""
    rng = np.random.default_rng(3)
    futures = rng.normal(size=1_000)
    return joint_changes([0.8 * futures + 0.5 * rng.normal(size=1_000), futures], "given")


def ratio(spot, futures):
    """Return the same statistic for arch, as lean as numpy allows."""
    f = futures - futures.mean()
    return f.dot(spot) / f.dot(f)


@pytest.mark.benchmark(group="bootstrap interval")
def test_ours(benchmark, changes):
    """Sums by blocks; the interval holds the ratio."""
    found = benchmark(bootstrap_interval, changes, 0.95, DRAWS)
    assert found.low < found.hedge_ratio < found.high


@pytest.mark.benchmark(group="bootstrap interval")
@pytest.mark.parametrize("kind", ["CircularBlockBootstrap", "StationaryBootstrap"])
def test_arch(benchmark, changes, kind):
    """Materialised histories; its interval ends where ours does, within the Monte Carlo error."""
    bootstrap = pytest.importorskip("arch.bootstrap")
    ours = bootstrap_interval(changes, 0.95, DRAWS)

    def interval():
        drawn = getattr(bootstrap, kind)(ours.rows_linked, *changes.series, seed=1)
        return drawn.conf_int(ratio, reps=DRAWS, method="percentile").ravel()

    low, high = benchmark(interval)
    width = ours.high - ours.low
    assert low == pytest.approx(ours.low, abs=0.15 * width)
    assert high == pytest.approx(ours.high, abs=0.15 * width)
