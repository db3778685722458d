"""Centred moments over a sliding or growing window, each from the window's own rows alone.

Windows are built by doubling: the moments of 1, 2, 4, ... neighbours, two stretches joined to one
by the update of Chan, Golub and LeVeque, added up to the window's length. Nothing is ever taken
away again and nothing is measured from outside the window, so neither a long series, nor a mean
far from 0, nor an outlier that has left costs digits, and no later row moves an earlier figure.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray

_STRETCH = 1 << 14  # windows at a time: what fits the processor's cache

State = Sequence[FloatArray]
Join = Callable[[State, int, State, int], State]


class Sample(NamedTuple):
    """Two series of n elements, oldest first, and how much of each element may be rounding.

    NaN makes what touches it NaN. Variation below the largest rounding of its window is none.
    """

    y: FloatArray
    x: FloatArray
    rounding_y: FloatArray
    rounding_x: FloatArray

    def part(self, rows: slice) -> "Sample":
        """Return some of the rows."""
        return Sample(*(z[rows] for z in self))


class Windows(NamedTuple):
    """Centred sums of squares and products, one element a window; 0 where rounding explains all."""

    y_y: FloatArray
    x_y: FloatArray
    x_x: FloatArray


def windows(sample: Sample, window: int) -> Windows:
    """Return the moments of two series over each `window` neighbours, 2 to n of them.

    Returns
    -------
    Windows
        Arrays of shape (n - window + 1,).

    References
    ----------
    Chan, Golub and LeVeque (1983), Algorithms for Computing the Sample Variance, equation 2.1.
    """
    size = sample.x.size - window + 1
    sums = Windows(*np.empty((3, size)))
    with np.errstate(all="ignore"):  # what is not a number is NaN, as documented
        for first in range(0, size, max(_STRETCH, window)):
            last = min(first + max(_STRETCH, window), size)
            y, x, rounding_y, rounding_x = sample.part(slice(first, last + window - 1))
            zero = np.zeros(x.size)
            *_, y_y, x_y, x_x = _fold((y, x, zero, zero, zero), window, _join_moments)
            for squares, rounding in ((y_y, rounding_y), (x_x, rounding_x)):
                if not squares.min() > 4 * window * float(rounding.max()) ** 2:
                    (most,) = _fold((rounding,), window, _join_largest)
                    still = squares <= 4 * window * most * most
                    squares[still] = x_y[still] = 0.0
            for whole, piece in zip(sums, (y_y, x_y, x_x), strict=True):
                whole[first:last] = piece
    return sums


def expanding(sample: Sample) -> Windows:
    """Return the moments of the first 1, 2, ... n elements.

    References
    ----------
    Welford (1962), Note on a Method for Calculating Corrected Sums of Squares and Products.
    """
    y, x, rounding_y, rounding_x = sample
    count = np.arange(1.0, x.size + 1)
    before = [np.concatenate([z[:1], (np.cumsum(z) / count)[:-1]]) for z in (y, x)]
    step_y, step_x = y - before[0], x - before[1]
    share = (count - 1) / count
    y_y, x_y, x_x = (
        np.cumsum(share * z) for z in (step_y * step_y, step_x * step_y, step_x * step_x)
    )
    for squares, rounding in ((y_y, rounding_y), (x_x, rounding_x)):
        still = squares <= 4 * count * np.maximum.accumulate(rounding) ** 2
        squares[still] = x_y[still] = 0.0
    return Windows(y_y, x_y, x_x)


def slopes(moments: Windows) -> FloatArray:
    """Return the slope of y on x in each window; NaN where x does not vary."""
    return _over(moments.x_y, moments.x_x)


def r_squared(moments: Windows) -> FloatArray:
    """Return the squared correlation in each window; NaN where either series does not vary."""
    explained = _over(_over(moments.x_y, np.sqrt(moments.x_x)), np.sqrt(moments.y_y))
    return np.minimum(explained * explained, 1.0)  # rounding: it is <= 1 by Cauchy-Schwarz


def _over(dividend: FloatArray, divisor: FloatArray) -> FloatArray:
    quotient = np.full(divisor.size, math.nan)
    np.divide(dividend, divisor, out=quotient, where=(divisor > 0) & (divisor < math.inf))
    return quotient


def _fold(state: State, window: int, join: Join) -> State:
    """Return the state of each `window` neighbours from the states of single elements."""
    size = state[0].size - window + 1
    whole: State = ()
    taken, width = 0, 1
    while True:
        if window & width:
            piece = [z[taken : taken + size] for z in state]
            whole = join(whole, taken, piece, width) if taken else piece
            taken += width
        if taken == window:
            return whole
        state = join([z[:-width] for z in state], width, [z[width:] for z in state], width)
        width *= 2


def _join_moments(a: State, size_a: int, b: State, size_b: int) -> State:
    """Return means and centred sums of two neighbouring stretches taken together."""
    share = size_b / (size_a + size_b)
    y, x = b[0] - a[0], b[1] - a[1]
    means = [mean + share * step for mean, step in ((a[0], y), (a[1], x))]
    products = [np.multiply(y, x), np.multiply(y, y, out=y), np.multiply(x, x, out=x)]
    for i, product in zip((3, 2, 4), products, strict=True):
        np.multiply(product, size_a * share, out=product)  # in place: memory takes the time
        np.add(product, a[i], out=product)
        np.add(product, b[i], out=product)
    x_y, y_y, x_x = products
    return (*means, y_y, x_y, x_x)


def _join_largest(a: State, _size_a: int, b: State, _size_b: int) -> State:
    return (np.maximum(a[0], b[0]),)
