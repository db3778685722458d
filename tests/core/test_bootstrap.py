"""The circular block bootstrap: its sums are those of histories one could have written out."""

import numpy as np
import pytest

from xlhedge.core.bootstrap import block_length, resampled_sums


def histories(n, length, draws, seed):
    """Return the rows of each history, written out from the same random starts."""
    blocks = -(-n // length)
    generator = np.random.default_rng(seed)
    starts = [generator.integers(0, n, draws) for _ in range(blocks)]
    starts = [*starts[1:], starts[0]]  # the block that is cut is drawn first and stands last
    rows = np.concatenate([s[:, None] + np.arange(length) for s in starts], axis=1) % n
    return rows[:, :n]


@pytest.mark.parametrize(("n", "length"), [(50, 7), (49, 7), (30, 30), (20, 1), (10, 99)])
def test_sums_are_those_of_histories_written_out(n, length):
    """Differences of running sums equal the plain sums over materialised histories."""
    columns = np.random.default_rng(1).normal(size=(3, n))
    found = resampled_sums(columns, draws=40, length=length, seed=9)
    rows = histories(n, min(length, n), 40, 9)
    assert rows.shape == (40, n)
    np.testing.assert_allclose(found, columns[:, rows].sum(axis=2), rtol=1e-12, atol=1e-12)


def test_every_row_is_drawn_equally_often():
    """In a circle no row is favoured: the mean over histories is the sample's own sum."""
    columns = np.random.default_rng(2).normal(size=(1, 100))
    found = resampled_sums(columns, draws=20_000)
    error = found.std() / np.sqrt(20_000)
    assert abs(found.mean() - columns.sum()) < 4 * error


def test_the_same_seed_gives_the_same_histories():
    """A recalculation changes nothing; another seed does."""
    columns = np.random.default_rng(3).normal(size=(2, 60))
    assert np.array_equal(resampled_sums(columns), resampled_sums(columns))
    assert not np.array_equal(resampled_sums(columns), resampled_sums(columns, seed=1))


@pytest.mark.parametrize(("n", "length"), [(1, 1), (8, 2), (9, 3), (27, 3), (28, 4), (1_000, 10)])
def test_block_length_is_the_cube_root_rounded_up(n, length):
    """Exact cubes are not rounded past themselves."""
    assert block_length(n) == length
