"""Hedge models against each other, out of sample, in price changes."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.backtest import outcome_of
from xlhedge.core.changes import FloatArray, joint_changes, part
from xlhedge.core.contest_paths import NAIVE, Path, paths
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative
from xlhedge.core.inference.advantage import advantage_p_values
from xlhedge.core.minimum_variance import moments

FEWEST_OUT_OF_SAMPLE = 10


class Score(NamedTuple):
    """What a model's hedge of one unit came to, out of sample.

    Attributes
    ----------
    variance_reduction : float
        1 - var(dS - h dF) / var(dS), before cost.
    mean_ratio, turnover : float
        Units of futures per unit of spot; turnover is the sum of abs(change of the ratio).
    rank : int
        1 took away most variance.
    p_value, holm_p_value : float
        One-sided, of no variance advantage over naive: this model alone, and allowing for all that
        were tried. NaN for the naive hedge, which is what the others are measured against.
    """

    variance_reduction: float
    mean_ratio: float
    turnover: float
    cost: float
    rank: int
    p_value: float
    holm_p_value: float
    remark: str


def contest(
    spot: FloatArray,
    futures: FloatArray,
    burn_in: int = 250,
    cost: float = 0.0,
    naive_ratio: float | None = None,
) -> dict[str, Score | HedgeError]:
    """Return each model's score over the changes after the burn-in.

    Parameters
    ----------
    spot, futures : arrays of shape (n,)
        Prices, oldest first; NaN marks a missing cell.
    burn_in : int
        Changes before the first one that is hedged; 20 or more.
    cost : float
        Money for each unit of futures traded; 0 or more.
    naive_ratio : float, optional
        Units of futures per unit of spot that the naive hedge holds; spot over futures at the
        burn-in's end when omitted: one unit of value against one.

    Returns
    -------
    dict
        One entry a model, in the order of `paths`; the error of a model that has no ratio at the
        burn-in's end.

    Raises
    ------
    HedgeError
        DOMAIN for a negative cost, or spot over futures that is not above 0; UNDEFINED for fewer
        than `burn_in` + 10 changes, or spot that does not vary after the burn-in; MISMATCH as
        `joint_changes`.
    """
    need_not_negative("cost", cost)
    changes = joint_changes([spot, futures])
    moments(changes, least=burn_in + FEWEST_OUT_OF_SAMPLE)
    ds, df = (x[burn_in:] for x in changes.series)
    unhedged = _variance(ds)
    if moments(part(changes, burn_in, burn_in + ds.size)).spot_spot == 0:
        raise HedgeError(
            Kind.UNDEFINED, "spot does not vary after burn_in; there is nothing to hedge."
        )
    entries = paths(spot, futures, burn_in, naive_ratio)
    if isinstance(naive := entries[NAIVE], HedgeError):
        raise naive
    held = {name: path for name, path in entries.items() if isinstance(path, Path)}
    left = {name: ds - path.ratio * df for name, path in held.items()}
    best_first = sorted(left, key=lambda name: _variance(left[name]))
    tested = advantage_p_values(np.column_stack(list(left.values())))
    raw, holm = (dict(zip(left, [np.nan, *p], strict=True)) for p in tested)
    scores: dict[str, Score | HedgeError] = {}
    for name, path in entries.items():
        if isinstance(path, HedgeError):
            scores[name] = path
            continue
        traded = outcome_of(path.ratio, ds, df, cost)
        scores[name] = Score(
            variance_reduction=1 - _variance(left[name]) / unhedged,
            mean_ratio=float(path.ratio.mean()),
            turnover=float(traded.turnover.sum()),
            cost=float(traded.cost.sum()),
            rank=best_first.index(name) + 1,
            p_value=float(raw[name]),
            holm_p_value=float(holm[name]),
            remark=path.remark,
        )
    return scores


def _variance(x: FloatArray) -> float:
    centred = x - x.mean()
    return float((centred * centred).sum()) / (x.size - 1)
