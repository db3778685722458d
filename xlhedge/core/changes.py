"""From prices to changes: what was observed, over what step, and what was left out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlhedge.core.errors import HedgeError, Kind

FloatArray = NDArray[np.float64]

KINDS = ("price", "return", "log", "given")
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
        Rows left out because at least one series had no number there.
    """

    series: tuple[FloatArray, ...]
    noise: tuple[float, ...]
    dropped: int


def joint_changes(
    series: Sequence[FloatArray],
    changes: str = "price",
    step: int = 1,
    names: Sequence[str] = ("spot", "futures"),
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

    Returns
    -------
    JointChanges
        A row with a missing cell is dropped from all series, and no change is taken across it.

    Raises
    ------
    HedgeError
        MISMATCH for unequal lengths; DOMAIN for a log or a return of prices that are not above 0,
        or a `step` other than 1 with "given"; UNDEFINED for a return from a price of 0.

    Examples
    --------
    >>> joint_changes([np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 4.0])]).series
    (array([1., 2.]), array([2., 1.]))
    """
    if changes not in KINDS:
        raise HedgeError(Kind.TYPE, f'changes is "{changes}"; one of {", ".join(KINDS)} is needed.')
    size = series[0].size
    for name, x in zip(names[1:], series[1:], strict=False):
        if x.size != size:
            raise HedgeError(
                Kind.MISMATCH,
                f"{names[0]} has {size} cells and {name} has {x.size}; they need the same number.",
            )
    missing = _missing_rows(series)
    dropped = 0 if missing is None else int(missing.sum())
    if changes == "given":
        if step != 1:
            raise HedgeError(
                Kind.DOMAIN, f'step is {step}; with changes="given" the steps are already taken: 1.'
            )
        kept = tuple(series) if missing is None else tuple(x[~missing] for x in series)
        return JointChanges(kept, tuple(_EPS * _largest(x) for x in kept), dropped)

    starts, ends = _steps(size, step, missing)
    pairs = [(x[starts], x[ends]) for x in series]
    if changes == "price":
        taken = tuple(after - before for before, after in pairs)
        noise = tuple(_EPS * max(_largest(before), _largest(after)) for before, after in pairs)
        return JointChanges(taken, noise, dropped)
    for name, (before, after) in zip(names, pairs, strict=False):
        _check_positive(name, changes, before, after)
    if changes == "return":
        taken = tuple((after - before) / before for before, after in pairs)
    else:
        taken = tuple(np.log(after / before) for before, after in pairs)
    return JointChanges(taken, tuple(2 * _EPS * (1 + _largest(x)) for x in taken), dropped)


def _missing_rows(series: Sequence[FloatArray]) -> NDArray[np.bool_] | None:
    gaps = [np.isnan(x) for x in series]
    if not any(gap.any() for gap in gaps):
        return None
    missing: NDArray[np.bool_] = np.any(gaps, axis=0)
    return missing


def _steps(
    size: int, step: int, missing: NDArray[np.bool_] | None
) -> tuple[slice | NDArray[np.intp], slice | NDArray[np.intp]]:
    """Return where each step starts and ends, leaving out steps that touch a missing row."""
    if missing is None:
        if step == 1:
            return slice(None, -1), slice(1, None)
        first, last = 0, size - 1
    else:
        rows = np.flatnonzero(~missing)
        first, last = (int(rows[0]), int(rows[-1])) if rows.size else (0, -1)
    stops = np.arange(last, first - 1, -step)[::-1]
    starts, ends = stops[:-1], stops[1:]
    if missing is not None:
        seen = np.concatenate(([0], np.cumsum(missing)))
        unbroken = seen[ends + 1] == seen[starts]
        starts, ends = starts[unbroken], ends[unbroken]
    return starts, ends


def _check_positive(name: str, changes: str, before: FloatArray, after: FloatArray) -> None:
    if not before.size:
        return
    lowest = float(before.min())
    if changes == "log":
        lowest = min(lowest, float(after.min()))
    if lowest > 0:
        return
    if changes == "return" and lowest == 0:
        raise HedgeError(
            Kind.UNDEFINED,
            f'{name} holds a price of 0, from which no return can be taken; use changes="price".',
        )
    raise HedgeError(
        Kind.DOMAIN,
        f'{name} holds {lowest:g}; changes="{changes}" needs prices above 0; use changes="price".',
    )


def _largest(x: FloatArray) -> float:
    return max(float(x.max()), -float(x.min())) if x.size else 0.0
