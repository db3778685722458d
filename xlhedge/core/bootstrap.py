"""The circular block bootstrap: what a figure made of sums would have been in another history.

A history is redrawn in blocks of consecutive rows, so that dependence from row to row stays inside
a block. No redrawn history is ever built: the sum over any block is a difference of two running
sums, and a history's sum is the sum of its blocks' sums.
"""

import math

import numpy as np

from xlhedge.core.changes import FloatArray

SEED = 20_170_331  # fixed: the same cells give the same interval in every recalculation
DRAWS = 5_000


def block_length(n: int) -> int:
    """Return the rows in a block for n observations, the whole number above the cube root of n.

    References
    ----------
    Kunsch (1989) and Hall, Horowitz and Jing (1995): the order n^(1/3) for a variance.

    Examples
    --------
    >>> block_length(1000), block_length(250)
    (10, 7)
    """
    root = round(math.cbrt(n))
    return root if root**3 >= n else root + 1


def resampled_sums(
    columns: FloatArray, draws: int = DRAWS, length: int | None = None, seed: int = SEED
) -> FloatArray:
    """Return the column sums of circular block bootstrap histories.

    Parameters
    ----------
    columns : array of shape (k, n)
        One row a quantity that is summed, oldest first; centre what is not near 0.
    draws : int
        How many histories.
    length : int, optional
        Rows in a block; `block_length` of n when omitted. The last block of a history is cut so
        that it has n rows.
    seed : int
        Seed of numpy's default generator.

    Returns
    -------
    array of shape (k, draws)
        The sums of each quantity over each history.

    References
    ----------
    Politis and Romano (1992), A circular block-resampling procedure for stationary data.
    """
    n = columns.shape[1]
    length = min(block_length(n) if length is None else length, n)
    blocks = -(-n // length)
    whole = _block_sums(columns, length)
    cut = _block_sums(columns, n - (blocks - 1) * length)
    generator = np.random.default_rng(seed)
    sums = cut.take(generator.integers(0, n, draws), axis=0)
    for _ in range(blocks - 1):
        sums += whole.take(generator.integers(0, n, draws), axis=0)
    return sums.T


def _block_sums(columns: FloatArray, length: int) -> FloatArray:
    """Return, a row for each start, the sums over `length` rows from there on, in a circle."""
    k, n = columns.shape
    running = np.zeros((n + length, k))
    np.cumsum(
        np.concatenate((columns, columns[:, : length - 1]), axis=1).T, axis=0, out=running[1:]
    )
    return running[length:] - running[:n]
