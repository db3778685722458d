"""What the sum of values in a row varies by, measured with cosines."""

import math

import numpy as np

from xlhedge.core.changes import FloatArray

_FEWEST, _SHARE = 4, 0.4


def cosine_count(n: int) -> int:
    """Return how many cosines n values are weighted with, the degrees of freedom of their error.

    The rule of Lazarus, Lewis, Stock and Watson (2018), 0.4 n^(2/3), and not below 4.

    Examples
    --------
    >>> cosine_count(12), cosine_count(60), cosine_count(250)
    (4, 6, 16)
    """
    return max(_FEWEST, round(_SHARE * math.cbrt(n) ** 2))


def cosine_sums(values: FloatArray, count: int) -> FloatArray:
    """Return the sums of values weighted with sqrt(2/n) cos(pi j (t - 1/2) / n), j = 1 to count.

    Parameters
    ----------
    values : array of shape (n,) or (n, k)
        In the order of time; whatever their mean is, these sums do not see it.
    count : int
        How many cosines; below n.

    Returns
    -------
    array of shape (count,) or (count, k)
        The mean of their squares, times n, estimates the variance of the values' sum.

    References
    ----------
    Lazarus, Lewis, Stock and Watson (2018), HAR Inference: Recommendations for Practice.
    """
    from scipy import fft

    sums: FloatArray = fft.dct(values, type=2, norm="ortho", axis=0)[1 : count + 1]
    return sums


def cosines(n: int, count: int, start: int, stop: int) -> FloatArray:
    """Return the weights of rows `start` to before `stop`, of shape (stop - start, count)."""
    turns = np.outer(np.arange(start, stop) + 0.5, np.arange(1, count + 1) * (np.pi / n))
    return np.asarray(np.sqrt(2 / n) * np.cos(turns))
