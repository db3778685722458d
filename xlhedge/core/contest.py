"""Hedge models against each other, out of sample, in price changes.

Nothing here looks ahead: the ratio held over a change is estimated from the rows up to its start.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from xlhedge.core.backtest import outcome_of
from xlhedge.core.bootstrap import DRAWS, resampled_sums
from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.cointegration import error_correction
from xlhedge.core.contracts import need_not_negative
from xlhedge.core.dynamic import end_rows, ewma_hedge_ratio
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.garch import forecast
from xlhedge.core.inference import part
from xlhedge.core.minimum_variance import hedge_ratio, moments

WINDOW = 60  # changes in the rolling ratio's window, or all of a shorter burn-in
REFIT = 21  # changes between two fits of the slow models: about a month of days
FEWEST_OUT_OF_SAMPLE = 10
NAIVE = "naive"


class Score(NamedTuple):
    """What a model's hedge of one unit came to, out of sample.

    `p_value` is NaN for the naive hedge, which is what the others are measured against.
    """

    variance_reduction: float
    mean_ratio: float
    turnover: float
    cost: float
    rank: int
    p_value: float


def contest(
    spot: FloatArray, futures: FloatArray, burn_in: int = 250, cost: float = 0.0
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

    Returns
    -------
    dict
        One entry a model, in the order of `paths`; the error of a model that cannot be estimated.
        Rank 1 took away most variance (before cost). The p-value is the chance of so large a
        variance advantage over the naive hedge if there were none: one-sided, circular block
        bootstrap of both hedges' changes together.

    Raises
    ------
    HedgeError
        DOMAIN for a negative cost; UNDEFINED for fewer than `burn_in` + 10 changes, or spot that
        does not vary after the burn-in; MISMATCH as `joint_changes`.
    """
    need_not_negative("cost", cost)
    changes = joint_changes([spot, futures])
    moments(changes, needed=burn_in + FEWEST_OUT_OF_SAMPLE)
    ds, df = (x[burn_in:] for x in changes.series)
    unhedged = _variance(ds)
    if moments(part(changes, burn_in, burn_in + ds.size)).spot_spot == 0:
        raise HedgeError(
            Kind.UNDEFINED, "spot does not vary after burn_in; there is nothing to hedge."
        )
    held = paths(spot, futures, burn_in)
    left = {name: ds - h * df for name, h in held.items() if not isinstance(h, HedgeError)}
    best_first = sorted(left, key=lambda name: _variance(left[name]))
    scores: dict[str, Score | HedgeError] = {}
    for name, h in held.items():
        if isinstance(h, HedgeError):
            scores[name] = h
            continue
        traded = outcome_of(h, ds, df, cost)
        scores[name] = Score(
            variance_reduction=1 - _variance(left[name]) / unhedged,
            mean_ratio=float(h.mean()),
            turnover=float(traded.turnover.sum()),
            cost=float(traded.cost.sum()),
            rank=best_first.index(name) + 1,
            p_value=np.nan if name == NAIVE else advantage_p_value(left[name], left[NAIVE]),
        )
    return scores


def paths(
    spot: FloatArray, futures: FloatArray, burn_in: int
) -> dict[str, FloatArray | HedgeError]:
    """Return the ratios that each model holds over the changes after the burn-in.

    Naive is 1; OLS takes all changes so far, rolling the last 60, EWMA all with decay 0.94; all
    three anew before every change. ECM (1 lag) and DCC take all rows so far, and hold their ratio
    for 21 changes until the next fit.
    """
    changes = joint_changes([spot, futures])
    starts = end_rows(spot, futures, "price", 1) - 1  # prices known when a change begins
    window = min(WINDOW, burn_in)

    def error_correction_ratio(t: int) -> float:
        known = int(starts[t])
        return error_correction(spot[:known], futures[:known]).hedge_ratio

    models: dict[str, tuple[Callable[[int], float], int]] = {
        NAIVE: (lambda _: 1.0, 1),
        "ols": (lambda t: hedge_ratio(part(changes, 0, t)), 1),
        "rolling": (lambda t: hedge_ratio(part(changes, t - window, t)), 1),
        "ewma": (lambda t: ewma_hedge_ratio(part(changes, 0, t)), 1),
        "ecm": (error_correction_ratio, REFIT),
        "dcc": (lambda t: forecast(part(changes, 0, t)).hedge_ratio, REFIT),
    }
    return {
        name: _path(changes, burn_in, estimate, every) for name, (estimate, every) in models.items()
    }


def _path(
    changes: JointChanges, burn_in: int, estimate: Callable[[int], float], every: int
) -> FloatArray | HedgeError:
    """Return ratios estimated before every so-manieth change, and held in between."""
    rows = range(burn_in, changes.series[0].size)
    try:
        fitted = np.array([estimate(t) for t in rows[::every]])
    except HedgeError as trouble:
        return trouble
    return np.repeat(fitted, every)[: len(rows)]


def advantage_p_value(left: FloatArray, reference: FloatArray, draws: int = DRAWS) -> float:
    """Return the chance that a hedge no better than the reference looks as much better as it does.

    Parameters
    ----------
    left, reference : arrays of shape (n,)
        What two hedges leave of the same changes.
    draws : int
        Histories of the bootstrap.

    Returns
    -------
    float
        (1 + the number of histories in which the advantage, var(reference) - var(left), exceeds
        its sample value by that value or more) / (1 + draws).

    References
    ----------
    Politis and Romano (1992) for the blocks; Davison and Hinkley (1997), section 4.4, for the
    count.
    """
    n = left.size
    x, y = left - left.mean(), reference - reference.mean()
    sum_x, sum_y, sum_xx, sum_yy = resampled_sums(np.array([x, y, x * x, y * y]), draws)
    advantage = float((y * y).sum() - (x * x).sum())
    redrawn = (sum_yy - sum_y * sum_y / n) - (sum_xx - sum_x * sum_x / n)
    return (1 + int((redrawn - advantage >= advantage).sum())) / (1 + draws)


def _variance(x: FloatArray) -> float:
    centred = x - x.mean()
    return float((centred * centred).sum()) / (x.size - 1)
