"""A ratio from cell values beside the barest numpy program that starts from the same lists.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
"""

import random

import numpy as np
import pytest

from xlhedge.worksheet import MV_HEDGE_RATIO


def columns(rows, spoilt=0):
    """Return two columns of cell values; `spoilt` of them blank or text in each."""
    rng = random.Random(5)
    futures, spot = [[100.0]], [[90.0]]
    for _ in range(rows - 1):
        move = rng.gauss(0, 1)
        futures.append([futures[-1][0] + move])
        spot.append([spot[-1][0] + 0.8 * move + rng.gauss(0, 0.3)])
    for column in (spot, futures):
        for i in rng.sample(range(rows), spoilt):
            column[i] = [rng.choice([None, "n/a"])]
    return spot, futures


def bare(spot, futures):
    """The barest program: arrays, differences, centred products."""
    s, f = np.array(spot)[:, 0], np.array(futures)[:, 0]
    ds, df = s[1:] - s[:-1], f[1:] - f[:-1]
    df = df - df.mean()
    return float((ds * df).sum() / (df * df).sum())


@pytest.mark.parametrize("rows", [250, 10_000])
class TestRatioFromCells:
    """All checks of the conventions included."""

    def test_bare_numpy(self, benchmark, rows):
        """The opponent."""
        benchmark.group = f"ratio of {rows} rows"
        benchmark(bare, *columns(rows))

    def test_worksheet(self, benchmark, rows):
        """Clean cells: at most twice the opponent's time."""
        benchmark.group = f"ratio of {rows} rows"
        result = benchmark(MV_HEDGE_RATIO, *columns(rows))
        assert result == pytest.approx(bare(*columns(rows)), rel=1e-9)

    def test_worksheet_with_blanks_and_text(self, benchmark, rows):
        """One cell of fifty blank or text: at most six times the opponent's time."""
        benchmark.group = f"ratio of {rows} rows"
        assert 0.5 < benchmark(MV_HEDGE_RATIO, *columns(rows, rows // 50)) < 1.2
