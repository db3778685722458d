"""What a book may lose by its own history of prices, beside what the normal distribution says."""

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlhedge.core.changes import FloatArray, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level, need_some
from xlhedge.core.keywords import Changes
from xlhedge.core.wording import plain

_EPS = float(np.finfo(np.float64).eps)


class AtRisk(NamedTuple):
    """Losses as positive numbers, in the exposures' currency.

    Attributes
    ----------
    value_at_risk : float
        The loss that is exceeded with probability 1 - level.
    expected_shortfall : float
        The mean loss of the worst 1 - level.
    parts : dict of int to float
        What each exposure, counted from 1, adds to the expected shortfall: they sum to it.
    """

    value_at_risk: float
    expected_shortfall: float
    parts: dict[int, float]


def history_at_risk(
    exposures: FloatArray,
    prices: FloatArray,
    horizon: int = 1,
    level: float = 0.95,
    changes: str = Changes.RETURN,
) -> tuple[AtRisk, AtRisk]:
    """Return what today's book would have lost over each stretch of history, and the normal twin.

    Both are of the same profits, exposure times change over `horizon` rows from every row. The
    normal one takes their covariances and a mean of 0, as `exposure_at_risk` does.

    Parameters
    ----------
    exposures : array of shape (k,)
        Signed, + own or will receive, - owe: in one currency at today's prices, quantities where
        `changes` is "price". NaN marks a missing cell: its column is left out.
    prices : array of shape (n, k)
        Prices, oldest first, one column an exposure, or changes over the whole horizon where
        `changes` is "given".
    horizon : int
        Rows over which the book is held, at least 1; 1 where `changes` is "given".
    level : float
        Confidence, above 0.5 and below 1.
    changes : {"return", "log", "price", "given"}
        See `joint_changes`.

    Returns
    -------
    tuple of AtRisk
        By history, by the normal distribution.

    Raises
    ------
    HedgeError
        MISMATCH unless each exposure has its column; UNDEFINED for no exposure, or too few changes
        for one beyond the level (20 for 0.95); DOMAIN for a level outside its domain, or a horizon
        that is not 1 with "given"; else as `joint_changes`.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter on value at risk, historical simulation;
    Acerbi and Tasche (2002), On the coherence of expected shortfall; Tasche (1999), Risk
    contributions and performance measurement, for the parts.
    """
    rows, columns = prices.shape
    if columns != exposures.size:
        raise HedgeError(
            Kind.MISMATCH,
            f"prices has {plain(rows)} x {plain(columns)} cells; {exposures.size} exposures need "
            f"{exposures.size} columns.",
        )
    need_level("level", level, 0.5)
    places = np.flatnonzero(~np.isnan(exposures))
    need_some("exposures", places)
    profits = exposures[places] * _changes(prices, places, horizon, changes)
    numbers = (places + 1).tolist()
    return _by_history(profits, level, numbers), _by_normal(profits, level, numbers)


def _changes(
    prices: FloatArray, places: NDArray[np.intp], horizon: int, changes: str
) -> FloatArray:
    """Return the changes of the columns at `places`, one row a stretch of history."""
    is_changes = changes == Changes.GIVEN
    if is_changes and horizon != 1:
        raise HedgeError(
            Kind.DOMAIN,
            f'horizon is {plain(horizon)}; with changes="given" the cells hold the changes over '
            "the whole horizon: 1.",
        )
    names = [f"column {place + 1} of prices" for place in places.tolist()]
    taken = joint_changes(list(prices.T[places]), changes, horizon, names, overlap=not is_changes)
    return np.column_stack(taken.series)


def _by_history(profits: FloatArray, level: float, numbers: list[int]) -> AtRisk:
    losses = -profits.sum(axis=1)
    tail = round((1 - level) * losses.size, 9)  # 0.05 x 60 is 3, not a hair more
    if tail < 1:
        needed = math.ceil(round(1 / (1 - level), 9))
        raise HedgeError(
            Kind.UNDEFINED,
            f"prices gives {plain(losses.size)} changes; a level of {plain(level)} needs "
            f"{plain(needed)} or more.",
        )
    worst = np.argsort(-losses, kind="stable")[: math.ceil(tail)]
    weights = np.ones(worst.size)
    weights[-1] -= math.ceil(tail) - tail  # the last one counts in part
    weights /= tail
    parts = -(weights[:, np.newaxis] * profits[worst]).sum(axis=0)
    of_each = dict(zip(numbers, parts.tolist(), strict=True))
    return AtRisk(float(losses[worst[-1]]), float(parts.sum()), of_each)


def _by_normal(profits: FloatArray, level: float, numbers: list[int]) -> AtRisk:
    largest = float(np.abs(profits).max())
    scaled = profits / (largest or 1.0)  # lest squares overflow
    book = scaled.sum(axis=1)
    around = book - book.mean()
    sd = math.sqrt(float((around * around).sum()) / (book.size - 1))
    if sd <= 4 * _EPS * scaled.shape[1]:  # of rounding alone: a book hedged in full
        return AtRisk(0.0, 0.0, dict.fromkeys(numbers, 0.0))
    covariances = (around[:, np.newaxis] * scaled).sum(axis=0) / (book.size - 1)
    z = NormalDist().inv_cdf(level)
    worst = NormalDist().pdf(z) / (1 - level) * largest  # in deviations of the scaled book
    of_each = dict(zip(numbers, (worst * covariances / sd).tolist(), strict=True))
    return AtRisk(z * sd * largest, worst * sd, of_each)
