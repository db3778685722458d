"""A hedge over history: what it would have earned and cost, and what each ratio would have risked.

Nothing here looks ahead: the ratio held over a change is estimated from earlier changes alone.
"""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_distance, need_keyword, need_not_negative, need_some
from xlhedge.core.keywords import BacktestMode
from xlhedge.core.minimum_variance import hedge_ratio, moments
from xlhedge.core.sliding import Sample, slopes, windows

CVAR_LEVEL = 0.95


class Backtest(NamedTuple):
    """One column a figure, one row a change after the first `window` of them."""

    hedge_ratio: FloatArray
    turnover: FloatArray
    cost: FloatArray
    pnl_unhedged: FloatArray
    pnl_hedged: FloatArray


class Frontier(NamedTuple):
    """One column a figure, one row a hedge ratio; a loss is positive."""

    hedge_ratio: FloatArray
    sd: FloatArray
    expected_cost: FloatArray
    worst_loss: FloatArray
    cvar: FloatArray


def backtest(
    changes: JointChanges,
    mode: str = BacktestMode.STATIC,
    window: int = 60,
    cost_per_trade: float = 0.0,
    band: float = 0.0,
    sample: Sample | None = None,
) -> Backtest:
    """Run a minimum-variance hedge of one unit of spot through history.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; more than `window` changes.
    mode : {"static", "dynamic"}
        The ratio of the first `window` changes held to the end, or a ratio estimated anew from the
        last `window` changes before each change.
    window : int
        Changes from which a ratio is estimated, at least 2.
    cost_per_trade : float
        Money for each unit of futures traded; opening is a trade, and the position is not closed.
    band : float
        A dynamic ratio is traded only when it is further than this from the ratio held.
    sample : Sample, optional
        The changes with how much of each is rounding; `changes.noise` when omitted.

    Returns
    -------
    Backtest
        Hedged profit and loss is dS - h dF - cost for each change.

    Raises
    ------
    HedgeError
        UNDEFINED for too few changes, or futures that do not vary over a window; DOMAIN for a
        negative cost or band.
    """
    need_keyword("mode", mode, BacktestMode)
    need_not_negative("cost_per_trade", cost_per_trade)
    moments(changes, least=window + 1)
    spot, futures = (x[window:] for x in changes.series)
    known = slice(window if mode == BacktestMode.STATIC else spot.size + window - 1)
    if sample is None:
        sample = Sample(
            *changes.series, *(np.full(spot.size + window, noise) for noise in changes.noise)
        )
    # each window's sums are its own: no digit of a later row gets into an earlier ratio
    targets = slopes(windows(sample.part(known), window))
    still = np.flatnonzero(np.isnan(targets))
    if still.size:
        raise HedgeError(
            Kind.UNDEFINED,
            f"the changes of futures are all equal from change {still[0] + 1} to "
            f"{still[0] + window}; they need to vary in every window.",
        )
    need_distance("band", band, float(np.abs(targets).max()))
    held = hold_within_band(np.broadcast_to(targets, spot.size), band)
    return outcome_of(held, spot, futures, cost_per_trade)


def outcome_of(
    ratios: FloatArray, spot: FloatArray, futures: FloatArray, cost_per_trade: float
) -> Backtest:
    """Return what holding a path of ratios over the same changes earns, costs and trades."""
    turnover = np.abs(np.diff(ratios, prepend=0.0))
    cost = turnover * cost_per_trade
    return Backtest(ratios, turnover, cost, spot, spot - ratios * futures - cost)


def hold_within_band(targets: FloatArray, band: float) -> FloatArray:
    """Return the ratios held when a target is traded only from further away than the band.

    Examples
    --------
    >>> hold_within_band(np.array([0.9, 0.95, 1.2, 1.0]), 0.1).tolist()
    [0.9, 0.9, 1.2, 1.0]
    """
    held = targets.copy()
    for i in range(1, held.size):
        if abs(targets[i] - held[i - 1]) <= band:
            held[i] = held[i - 1]
    return held


def frontier(
    changes: JointChanges, cost_per_unit: float, ratios: FloatArray | None = None
) -> Frontier:
    """Return the risk that each hedge ratio would have left, and what it costs.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least two changes.
    cost_per_unit : float
        Money for each unit of futures held; 0 or more.
    ratios : array of shape (k,), optional
        Hedge ratios; 0, 0.25, 0.5, 0.75, 1 and the minimum-variance one, in order, when omitted.

    Returns
    -------
    Frontier
        `sd` (n - 1), `worst_loss` and `cvar` (95 %) are of dS - h dF over one change, per unit
        owned; `expected_cost` is abs(h) cost_per_unit and stands apart from them.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than two changes, no ratio, or (ratios omitted) futures that do not
        vary; DOMAIN for a negative cost.
    """
    need_not_negative("cost_per_unit", cost_per_unit)
    m = moments(changes)
    if ratios is None:
        ratios = np.sort([0.0, 0.25, 0.5, 0.75, 1.0, hedge_ratio(changes)])
    need_some("ratios", ratios)
    spot, futures = changes.series
    losses = -(spot - ratios[:, None] * futures)
    centred = losses - losses.mean(axis=1, keepdims=True)
    return Frontier(
        ratios,
        np.sqrt((centred * centred).sum(axis=1) / (m.observations - 1)),
        np.abs(ratios) * cost_per_unit,
        losses.max(axis=1),
        np.array([cvar(row) for row in losses]),
    )


def cvar(losses: FloatArray, level: float = CVAR_LEVEL) -> float:
    """Return the mean of the worst 1 - level of the losses; the last one counts in part.

    Parameters
    ----------
    losses : array of shape (n,)
        A loss is positive; n of at least 1.
    level : float
        Above 0 and below 1.

    References
    ----------
    Rockafellar and Uryasev (2002), Conditional value-at-risk for general loss distributions.

    Examples
    --------
    >>> cvar(np.arange(1.0, 31.0))  # 1.5 of 30 losses: 30 and half of 29
    29.666666666666668
    """
    tail = round((1 - level) * losses.size, 9)  # 0.05 x 60 is 3, not a hair more
    worst = np.sort(losses)[::-1][: math.ceil(tail)]
    whole = min(math.floor(tail), worst.size - 1)
    return float(worst[:whole].sum() + (tail - whole) * worst[whole]) / tail
