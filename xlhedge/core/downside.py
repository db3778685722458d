"""Hedges that look at one part of the outcomes: a quantile, shortfalls, the worst cases.

The outcome of an owner's hedge is dS - h dF, change by change; futures' means are kept, as what
the futures bring on average is part of the outcome.
"""

import math
from collections.abc import Callable

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level
from xlhedge.core.minimum_variance import Moments, moments

_DOUBLINGS = 100
_STEPS = 500
_SAME = 1e-12  # bounds of the ratio this close to each other are one bound


def quantile_hedge_ratio(changes: JointChanges, quantile: float = 0.5) -> float:
    """Return the slope of the quantile regression of dS on dF.

    Solved exactly, as the dual linear program: two equalities, one bounded variable a change.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least three.
    quantile : float
        Between 0 and 1; 0.5 is the median regression (least absolute deviations).

    Raises
    ------
    HedgeError
        DOMAIN for a quantile outside its domain, or where the program fails; UNDEFINED for fewer
        than three changes or futures that do not vary.

    References
    ----------
    Koenker and Bassett (1978), Regression Quantiles; Lien, Shrestha and Wu (2016), Quantile
    Estimation of Optimal Hedge Ratio.
    """
    from scipy.optimize import linprog

    need_level("quantile", quantile)
    m = _need_variance(changes)
    n = m.observations
    spot, futures = changes.series
    unit_spot = math.sqrt(m.spot_spot / n) or 1.0
    unit_futures = math.sqrt(m.futures_futures / n)
    y = (spot - m.mean_spot) / unit_spot
    x = np.stack([np.ones(n), (futures - m.mean_futures) / unit_futures])
    found = linprog(
        -y, A_eq=x, b_eq=(1 - quantile) * x.sum(axis=1), bounds=(0, 1), method="highs-ds"
    )
    if not found.success:
        raise HedgeError(
            Kind.DOMAIN, f"the quantile regression of spot on futures failed: {found.message}"
        )
    return -float(found.eqlin.marginals[1]) * unit_spot / unit_futures


def lpm_hedge_ratio(changes: JointChanges, target: float = 0.0, order: float = 2.0) -> float:
    """Return the ratio of the least lower partial moment, mean(max(target - (dS - h dF), 0)^order).

    The moment is convex in h. For an order above 1 its derivative is solved for 0; for an order
    of 1, where it is piecewise linear, the corner is found exactly.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least two.
    target : float
        The outcome of one change below which there is shortfall, in the unit of spot.
    order : float
        1 = expected shortfall below the target, 2 = semivariance; 1 or more.

    Raises
    ------
    HedgeError
        DOMAIN for an order below 1, futures that only rise or only fall, or a target that is met
        throughout by several ratios; UNDEFINED for fewer than two changes or futures that do not
        vary.

    References
    ----------
    Fishburn (1977); Chen, Lee and Shrestha (2003), Futures Hedge Ratios: A Review; Lien and Tse
    (2000), Hedging Downside Risk with Futures Contracts.
    """
    if not order >= 1:
        raise HedgeError(Kind.DOMAIN, f"order is {order:g}; 1 or more is needed.")
    m = _need_variance(changes, needed=2)
    spot, futures = changes.series
    if futures.min() >= 0 or futures.max() <= 0:
        raise HedgeError(
            Kind.DOMAIN,
            "futures only rise or only fall, so some ratio leaves no shortfall at all; "
            "changes of both signs are needed.",
        )
    met = _where_met(spot, futures, target)
    if met is not None:
        return met
    unit = math.sqrt(m.futures_futures / m.observations)
    f, room = futures / unit, (target - spot) / unit

    def shortfall(h: float) -> tuple[float, float]:
        """Return the mean shortfall, and the moment's slope in units that cannot overflow."""
        missed = np.maximum(room + h * f, 0.0)
        largest = float(missed.max()) or 1.0
        weight = np.where(missed > 0, (missed / largest) ** (order - 1), 0.0)
        return float(missed.sum()), float((weight * f).sum())

    low, high = _bracket(shortfall)
    if order == 1:
        return _corner(shortfall, low, high)
    from scipy.optimize import brentq

    return float(brentq(lambda h: shortfall(h)[1], low, high, xtol=1e-15, rtol=1e-15))


def _where_met(spot: FloatArray, futures: FloatArray, target: float) -> float | None:
    """Return the one ratio that leaves no shortfall where futures move, None where none does."""
    edge = (spot - target)[futures != 0] / futures[futures != 0]
    rising = futures[futures != 0] > 0
    low, high = float(edge[~rising].max()), float(edge[rising].min())
    same = _SAME * max(abs(low), abs(high))
    if low > high + same:
        return None
    if high - low > same:
        raise HedgeError(
            Kind.DOMAIN,
            f"target is {target:g}, which every ratio from {low:g} to {high:g} meets throughout; "
            "a target nearer the outcomes is needed.",
        )
    return (low + high) / 2


def cvar_hedge_ratio(changes: JointChanges, level: float = 0.95) -> float:
    """Return the ratio of the least conditional value at risk of the loss -(dS - h dF).

    Rockafellar and Uryasev's minimum of a + mean(max(loss - a, 0)) / (1 - level) over a and h.
    Over a it is known in closed form, the mean of the worst (1 - level) n losses, the last one
    counted in part. What is left is convex and piecewise linear in h; its lowest corner is found
    exactly, by intersecting tangents.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least two.
    level : float
        Between 0 and 1; 0.95 looks at the worst 5 %. Where that is less than one change, at the
        worst one.

    Raises
    ------
    HedgeError
        DOMAIN for a level outside its domain, or futures whose worst cases are gains on one side;
        UNDEFINED for fewer than two changes or futures that do not vary.

    References
    ----------
    Rockafellar and Uryasev (2000), Optimization of Conditional Value-at-Risk, theorem 1 and
    equation 9; Harris and Shen (2006), Hedging and Value at Risk.
    """
    need_level("level", level)
    m = _need_variance(changes, needed=2)
    spot, futures = changes.series
    unit = math.sqrt(m.futures_futures / m.observations)
    s, f = spot / unit, futures / unit
    tail = (1 - level) * m.observations
    if _tail(f, f, tail) <= 0 or _tail(-f, f, tail) >= 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"level is {level:g}; futures then gain even in the worst cases on one side, and the "
            "risk falls without end. A higher level or longer series is needed.",
        )

    def risk(h: float) -> tuple[float, float]:
        loss = h * f - s
        return _tail(loss, loss, tail), _tail(loss, f, tail)

    return _corner(risk, *_bracket(risk))


def _tail(loss: FloatArray, value: FloatArray, tail: float) -> float:
    """Return the mean of a value over the `tail` largest losses, the last one counted in part."""
    whole = int(tail)
    if whole == 0:
        return float(value[int(loss.argmax())])
    order = np.argpartition(loss, loss.size - whole - 1)
    total = float(value[order[loss.size - whole :]].sum())
    return (total + (tail - whole) * float(value[order[loss.size - whole - 1]])) / tail


Convex = Callable[[float], tuple[float, float]]  # h -> value, slope


def _bracket(convex: Convex) -> tuple[float, float]:
    """Return two ratios between which a convex function has its lowest point."""
    low = high = 1.0
    for _ in range(_DOUBLINGS):
        if convex(-low)[1] <= 0:
            break
        low *= 2
    for _ in range(_DOUBLINGS):
        if convex(high)[1] >= 0:
            break
        high *= 2
    if convex(-low)[1] <= 0 <= convex(high)[1]:
        return -low, high
    raise HedgeError(
        Kind.DOMAIN, "spot and futures have no ratio of least risk within reach of numbers."
    )


def _corner(convex: Convex, low: float, high: float) -> float:
    """Return the lowest corner of a convex piecewise linear function, by intersecting tangents."""
    (v_low, g_low), (v_high, g_high) = convex(low), convex(high)
    for _ in range(_STEPS):
        if g_low >= 0:
            return low
        if g_high <= 0:
            return high
        # tangents from both sides meet at h; where the function meets them too, that is the corner
        step = (v_high - v_low - g_high * (high - low)) / (g_low - g_high)
        h = min(max(low + step, low), high)
        if h in (low, high):
            return h
        value, slope = convex(h)
        if value <= v_low + g_low * (h - low):
            return h
        if slope <= 0:
            low, v_low, g_low = h, value, slope
        if slope >= 0:
            high, v_high, g_high = h, value, slope
    raise HedgeError(Kind.DOMAIN, "the least risk of spot and futures was not found; no ratio.")


def _need_variance(changes: JointChanges, needed: int = 3) -> Moments:
    m = moments(changes, needed)
    if m.futures_futures == 0:
        raise HedgeError(Kind.UNDEFINED, "the changes of futures are all equal; they need to vary.")
    return m
