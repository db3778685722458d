"""From prices to changes: what was observed, over what step, and what was left out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword, need_same_count
from xlhedge.core.keywords import Changes
from xlhedge.core.wording import plain

FloatArray = NDArray[np.float64]

_EPS = float(np.finfo(np.float64).eps)


class JointChanges(NamedTuple):
    """Changes of several series over the same steps.

    Attributes
    ----------
    series : tuple of arrays, each of shape (n,)
        The changes, oldest first; no NaN is left.
    noise : tuple of float
        How much of one change may be floating-point rounding; variation below it is none.
    dropped : int
        Rows left out because at least one series had no number there; blank rows below the last
        number of all are room for what comes, and not counted.
    overlap : int
        Rows that a change shares with the next one, plus 1: changes over 5 rows from every row
        overlap by 5; 1 = they follow each other.
    """

    series: tuple[FloatArray, ...]
    noise: tuple[float, ...]
    dropped: int
    overlap: int = 1


def joint_changes(
    series: Sequence[FloatArray],
    changes: str = Changes.PRICE,
    step: int = 1,
    names: Sequence[str] = ("spot", "futures"),
    *,
    overlap: bool | int = False,
) -> JointChanges:
    """Return the changes of series that were observed together.

    Parameters
    ----------
    series : sequence of arrays, each of shape (n,)
        Prices, oldest first, or changes where `changes` is "given". NaN marks a missing cell.
    changes : {"price", "return", "log", "given"}
        S_t - S_{t-1}; (S_t - S_{t-1}) / S_{t-1}; ln(S_t / S_{t-1}); the series as they are.
    step : int
        Observations per change, at least 1. Steps do not overlap and end on the last complete row.
    names : sequence of str
        What messages call the series.
    overlap : bool or int
        False: steps follow each other. True: a step starts on every row, so that changes overlap
        by `step` rows. A number declares that the changes overlap by so many rows already (12 =
        a year's change every month); 0 and 1: they do not.

    Returns
    -------
    JointChanges
        A row with a missing cell is dropped from all series, and no change is taken across it.

    Raises
    ------
    HedgeError
        MISMATCH for unequal lengths; DOMAIN for a log or a return of prices that are not above 0,
        a `step` other than 1 with "given" or a number of rows in `overlap`, True with "given", or
        a negative number of rows; UNDEFINED for a return from a price of 0.

    Examples
    --------
    >>> joint_changes([np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 4.0])]).series
    (array([1., 2.]), array([2., 1.]))
    """
    need_keyword("changes", changes, Changes)
    size = series[0].size
    for name, x in zip(names[1:], series[1:], strict=False):
        need_same_count(names[0], size, name, x.size)
    rows = _rows_of_overlap(overlap, changes, step)
    missing = _missing_rows(series)
    dropped = 0 if missing is None else int(missing[: rows_used(series)].sum())
    if changes == Changes.GIVEN:
        if step != 1:
            raise HedgeError(
                Kind.DOMAIN,
                f'step is {plain(step)}; with changes="given" the steps are already taken: 1.',
            )
        kept = tuple(series) if missing is None else tuple(x[~missing] for x in series)
        return JointChanges(kept, tuple(_EPS * _largest(x) for x in kept), dropped, rows)

    starts, ends = _steps(size, step, missing, every=1 if overlap is True else step)
    pairs = [(x[starts], x[ends]) for x in series]
    if changes == Changes.PRICE:
        taken = tuple(after - before for before, after in pairs)
        noise = tuple(_EPS * max(_largest(before), _largest(after)) for before, after in pairs)
        return JointChanges(taken, noise, dropped, rows)
    for name, (before, after) in zip(names, pairs, strict=False):
        _check_positive(name, changes, before, after)
    if changes == Changes.RETURN:
        taken = tuple((after - before) / before for before, after in pairs)
    else:
        taken = tuple(np.log(after / before) for before, after in pairs)
    noise = tuple(2 * _EPS * (1 + _largest(x)) for x in taken)
    return JointChanges(taken, noise, dropped, rows)


def rows_used(series: Sequence[FloatArray]) -> int:
    """Return how many rows there are down to the last one with a number in any series.

    >>> rows_used([np.array([1.0, np.nan, 3.0, np.nan]), np.array([1.0, 2.0, np.nan, np.nan])])
    3
    """
    there = np.flatnonzero(np.any([~np.isnan(x) for x in series], axis=0))
    return int(there[-1]) + 1 if there.size else 0


def part(changes: JointChanges, start: int, stop: int) -> JointChanges:
    """Return the changes from number `start`, counted from 0, to just before `stop`."""
    return changes._replace(series=tuple(x[start:stop] for x in changes.series))


def _rows_of_overlap(overlap: bool | int, changes: str, step: int) -> int:
    """Return the rows by which consecutive changes overlap; 1 where they do not."""
    if overlap is True:
        if changes == Changes.GIVEN:
            raise HedgeError(
                Kind.DOMAIN,
                'overlap is TRUE; with changes="given" give the number of rows by which the '
                "changes overlap already (12 = a year's change every month).",
            )
        return step
    if overlap < 0:
        raise HedgeError(
            Kind.DOMAIN, f"overlap is {plain(overlap)}; FALSE, TRUE or a number of rows is needed."
        )
    if overlap and step != 1:
        raise HedgeError(
            Kind.DOMAIN,
            f"overlap is {plain(overlap)} and step {plain(step)}; a number of rows says that the "
            'changes overlap already, over a step of 1. TRUE (or "TRUE") takes a step from every '
            "row.",
        )
    return max(int(overlap), 1)


def _missing_rows(series: Sequence[FloatArray]) -> NDArray[np.bool_] | None:
    gaps = [np.isnan(x) for x in series]
    if not any(gap.any() for gap in gaps):
        return None
    missing: NDArray[np.bool_] = np.any(gaps, axis=0)
    return missing


def _steps(
    size: int, step: int, missing: NDArray[np.bool_] | None, every: int
) -> tuple[slice | NDArray[np.intp], slice | NDArray[np.intp]]:
    """Return where the steps start and end, `every` so many rows, without those over a gap."""
    if missing is None:
        if step == 1:
            return slice(None, -1), slice(1, None)
        first, last = 0, size - 1
    else:
        rows = np.flatnonzero(~missing)
        first, last = (int(rows[0]), int(rows[-1])) if rows.size else (0, -1)
    if step > last - first:  # also a step too large for numpy to count with
        step = every = max(size, 1)
    ends = np.arange(last, first + step - 1, -every)[::-1]
    starts = ends - step
    if missing is not None:
        seen = np.concatenate(([0], np.cumsum(missing)))
        unbroken = seen[ends + 1] == seen[starts]
        starts, ends = starts[unbroken], ends[unbroken]
    return starts, ends


def _check_positive(name: str, changes: str, before: FloatArray, after: FloatArray) -> None:
    if not before.size:
        return
    lowest = float(before.min())
    if changes == Changes.LOG:
        lowest = min(lowest, float(after.min()))
    if lowest > 0:
        return
    if changes == Changes.RETURN and lowest == 0:
        raise HedgeError(
            Kind.UNDEFINED,
            f'{name} holds a price of 0, from which no return can be taken; use changes="price".',
        )
    raise HedgeError(
        Kind.DOMAIN,
        f'{name} holds {plain(lowest)}; changes="{changes}" needs prices above 0; use '
        'changes="price".',
    )


def _largest(x: FloatArray) -> float:
    return max(float(x.max()), -float(x.min())) if x.size else 0.0
