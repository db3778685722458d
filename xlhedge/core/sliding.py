"""Slopes over a sliding window, without ever subtracting what has left the window.

Sums of squares and products are built by doubling: sums over 1, 2, 4, ... neighbours, added up to
the window's length. Nothing is taken away again, so neither a long series nor an outlier costs
digits later on. Sums of changes are differences of levels. Changes are measured from the mean of
the stretch they stand in, so a mean far from 0 costs no digits either, and a stretch fits the
processor's cache, which is where the speed comes from.
"""

import math

import numpy as np

from xlhedge.core.changes import FloatArray

_STRETCH = 1 << 14  # windows at a time
_ROUNDING = 32 * float(np.finfo(np.float64).eps)  # what a difference of sums may be off by


def slopes(y: FloatArray, x: FloatArray, window: int, noise: float = 0.0) -> FloatArray:
    """Return the slope of the changes of y on the changes of x over each window of changes.

    Parameters
    ----------
    y, x : arrays of shape (n,)
        Levels, oldest first; NaN makes the slopes of all windows that touch it NaN.
    window : int
        Changes a window, 2 to n - 1.
    noise : float
        How much of one change of x may be floating-point rounding; variation below it is none.

    Returns
    -------
    array of shape (n,)
        At each level the slope of the window that ends there; NaN in the first `window` elements,
        and where x does not vary.
    """
    found = np.empty(x.size)
    found[:window] = math.nan
    least = window * (2 * noise) ** 2
    stretch = max(_STRETCH, 2 * window)
    with np.errstate(all="ignore"):  # what is not a number is NaN, as documented
        for first in range(window, x.size, stretch):
            last = min(first + stretch, x.size)
            rows = slice(first - window, last)
            found[first:last] = _slopes(y[rows], x[rows], window, least)
    return found


def _slopes(y: FloatArray, x: FloatArray, window: int, least: float) -> FloatArray:
    dy, sum_y = _changes(y, window)
    dx, sum_x = _changes(x, window)
    products = sums(dy * dx, window)
    squares = sums(dx * dx, window)
    mean_x = sum_x / window
    products -= sum_y * mean_x
    about_mean = sum_x * mean_x
    squares -= about_mean
    products /= squares
    if not squares.min() > least + _ROUNDING * about_mean.max():
        products[~(squares > least + _ROUNDING * about_mean)] = math.nan
    return products


def _changes(levels: FloatArray, window: int) -> tuple[FloatArray, FloatArray]:
    """Return changes less their mean, and the sum of these over each window."""
    mean = float(levels[-1] - levels[0]) / (levels.size - 1)
    if not math.isfinite(mean):
        mean = 0.0
    changes = levels[1:] - levels[:-1]
    changes -= mean
    total = levels[window:] - levels[:-window]
    total -= window * mean
    return changes, total


def sums(z: FloatArray, window: int) -> FloatArray:
    """Return the sum of each `window` neighbours.

    Parameters
    ----------
    z : array of shape (n,)
    window : int
        1 to n.

    Returns
    -------
    array of shape (n - window + 1,)

    Examples
    --------
    >>> sums(np.array([1.0, 2.0, 3.0, 4.0]), 3)
    array([6., 9.])
    """
    size = z.size - window + 1
    total = np.zeros(size)
    taken, width = 0, 1
    while True:
        if window & width:
            total += z[taken : taken + size]
            taken += width
        if taken == window:
            return total
        z = z[:-width] + z[width:]
        width *= 2
