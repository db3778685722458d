"""The least-squares line through changes, in units of its own, and what its errors need."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_variation
from xlhedge.core.wording import plain

FEWEST = 12
ROWS_IN_AN_OVERLAP = 4  # overlaps that fit into the sample, so that it says something new
_ALONE = 1 - 1e-6
_EXACT = 1e-12  # the share of spot's deviation that is rounding


class ExactFit(HedgeError):  # noqa: N818 - a HedgeError, of which some are glad
    """No error can be told as nothing is left over; that may be the best of news."""


class Line(NamedTuple):
    """y = slope x + residuals; x and y are centred, in units that keep their squares in range.

    The units are powers of 2, so that no digit of the slope depends on them.
    """

    x: FloatArray  # (n,)
    residuals: FloatArray  # (n,)
    basis: FloatArray  # (n, 2): the constant and x, orthonormal
    leverage: FloatArray  # (n,), below 1
    squares: float  # of x
    slope: float
    exponent: int  # of the power of 2 that makes a slope one of y on x as they were given

    @property
    def size(self) -> int:
        """The number of changes."""
        return self.x.size

    def in_units_of_y(self, slope: float) -> float:
        """Return a slope as one of y on x as they were given; infinite where none can be held."""
        try:
            return math.ldexp(slope, self.exponent)
        except OverflowError:
            return math.copysign(math.inf, slope)


def fewest_changes(overlap: int) -> int:
    """Return the changes that an error needs: twelve, and four times the overlap.

    Examples
    --------
    >>> fewest_changes(1), fewest_changes(12)
    (12, 48)
    """
    return max(FEWEST, ROWS_IN_AN_OVERLAP * overlap)


def line(changes: JointChanges, names: tuple[str, str], fewest: int) -> Line:
    """Return the line of the first series on the second.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer changes than `fewest`, a second series that does not vary, one change
        that decides the slope alone, or a first series that the second explains exactly; DOMAIN
        for changes that overflow.
    """
    _need_changes(changes, names, fewest)
    for name, series in zip(names, changes.series, strict=True):
        if not np.isfinite(series).all():
            raise HedgeError(Kind.DOMAIN, f"the changes of {name} are too large to be numbers.")
    (y, y_noise, y_exponent), (x, x_noise, x_exponent) = (
        _centred(series, noise) for series, noise in zip(changes.series, changes.noise, strict=True)
    )
    n = x.size
    squares = float((x * x).sum())
    for name, varied, noise in (
        (names[1], squares, x_noise),
        (names[0], float((y * y).sum()), y_noise),
    ):
        need_variation(name, varied > 4 * n * noise * noise)
    basis = np.column_stack((np.full(n, n**-0.5), x / squares**0.5))
    leverage = (basis * basis).sum(axis=1)
    most = int(leverage.argmax())
    if leverage[most] > _ALONE:
        raise HedgeError(
            Kind.UNDEFINED,
            f"change {most + 1} of {names[1]} decides the slope alone: the others are next to 0 "
            "beside it. Check that row; the error of such a slope cannot be known.",
        )
    slope = float((x * y).sum()) / squares
    residuals = y - slope * x
    left = float((residuals * residuals).sum())
    rounding = 4 * n * (y_noise + abs(slope) * x_noise) ** 2
    if left <= max(rounding, _EXACT * _EXACT * float((y * y).sum())):
        raise ExactFit(
            Kind.UNDEFINED,
            f"{names[0]} is an exact multiple of {names[1]}: nothing is left over from which an "
            "error could be told.",
        )
    return Line(x, residuals, basis, leverage, squares, slope, y_exponent - x_exponent)


def _centred(series: FloatArray, noise: float) -> tuple[FloatArray, float, int]:
    """Return a series about its mean, its noise, and the power of 2 that is the unit of both."""
    first = _exponent(series)
    scaled = np.ldexp(series, -first)
    scaled = scaled - float(scaled.sum()) / scaled.size
    second = _exponent(scaled)
    return np.ldexp(scaled, -second), math.ldexp(noise, -first - second), first + second


def _exponent(series: FloatArray) -> int:
    return math.frexp(float(np.abs(series).max()))[1]


def _need_changes(changes: JointChanges, names: tuple[str, str], fewest: int) -> None:
    n = changes.series[0].size
    if n >= fewest:
        return
    dropped = (
        f" ({changes.dropped} rows without two numbers were dropped)" if changes.dropped else ""
    )
    if fewest == ROWS_IN_AN_OVERLAP * changes.overlap:
        raise HedgeError(
            Kind.UNDEFINED,
            f"{names[0]} and {names[1]} give {plain(n)} changes{dropped} that overlap by "
            f"{plain(changes.overlap)} rows; at least {plain(fewest)} are needed, four times the "
            "overlap.",
        )
    raise HedgeError(
        Kind.UNDEFINED,
        f"{names[0]} and {names[1]} give {n} pairs of changes{dropped}; at least {fewest} are "
        "needed for an error that allows for what changes in a row have in common.",
    )
