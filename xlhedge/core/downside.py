"""Hedges that look at one part of the outcomes: a quantile, shortfalls, the worst cases.

The outcome of an owner's hedge is dS - h dF, change by change; futures' means are kept, as what
the futures bring on average is part of the outcome.
"""

import math
from collections.abc import Callable

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level, need_variation
from xlhedge.core.minimum_variance import Moments, moments
from xlhedge.core.wording import plain

_LEAST = 2.0**-100  # in natural units: a ratio nearer to 0 is 0
_SAME = 1e-12  # bounds of the ratio this close to each other are one bound


def quantile_hedge_ratio(changes: JointChanges, quantile: float = 0.5) -> float:
    """Return the slope of the quantile regression of dS on dF.

    With the level of the line at its best, the check loss is `quantile` times the mean of the
    worst share `quantile` of the losses h dF - dS less the mean of all of them: the ratio is that
    of the least conditional value at risk of outcomes around their mean.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least three.
    quantile : float
        Between 0 and 1; 0.5 is the median regression (least absolute deviations).

    Raises
    ------
    HedgeError
        DOMAIN for a quantile outside its domain; UNDEFINED for fewer than three changes or futures
        that do not vary.

    References
    ----------
    Koenker and Bassett (1978), Regression Quantiles; Bassett, Koenker and Kordas (2004),
    Pessimistic Portfolio Allocation and Choquet Expected Utility, for the equivalence; Lien,
    Shrestha and Wu (2016), Quantile Estimation of Optimal Hedge Ratio.
    """
    need_level("quantile", quantile)
    m = _need_variance(changes)
    spot, futures = changes.series
    return _least_tail(spot, futures - m.mean_futures, quantile * m.observations, m.spot_spot == 0)


def lpm_hedge_ratio(changes: JointChanges, target: float = 0.0, order: float = 2.0) -> float:
    """Return the ratio of the least lower partial moment, mean(max(target - (dS - h dF), 0)^order).

    The moment is convex in h: its lowest point is where its slope changes sign.

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
        raise HedgeError(Kind.DOMAIN, f"order is {plain(order)}; 1 or more is needed.")
    _need_variance(changes, needed=2)
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
    room, unit_spot = _in_units(target - spot)
    f, unit_futures = _in_units(futures)

    def slope(h: float) -> float:
        missed = np.maximum(room + h * f, 0.0)
        missed /= float(missed.max()) or 1.0  # no power can overflow
        return float((np.where(missed > 0, missed ** (order - 1), 0.0) * f).sum())

    return _lowest(slope) * unit_spot / unit_futures


def _in_units(x: FloatArray) -> tuple[FloatArray, float]:
    """Return a series in units of its root mean square, and that unit."""
    largest = float(np.abs(x).max()) or 1.0
    x = x / largest
    unit = math.sqrt(float((x * x).sum()) / x.size) or 1.0
    return x / unit, largest * unit


def _where_met(spot: FloatArray, futures: FloatArray, target: float) -> float | None:
    """Return the one ratio that leaves no shortfall where futures move, None where none does."""
    moving = futures != 0
    with np.errstate(over="ignore"):
        edge = (spot[moving] - target) / futures[moving]
    rising = futures[moving] > 0
    low, high = float(edge[~rising].max()), float(edge[rising].min())
    if math.isinf(low) or math.isinf(high):
        return None
    same = _SAME * max(abs(low), abs(high))
    if low > high + same:
        return None
    if high - low > same:
        raise HedgeError(
            Kind.DOMAIN,
            f"target is {plain(target)}, which every ratio from {plain(low)} to {plain(high)} "
            "meets throughout; a target nearer the outcomes is needed.",
        )
    return (low + high) / 2


def cvar_hedge_ratio(changes: JointChanges, level: float = 0.95) -> float:
    """Return the ratio of the least conditional value at risk of the loss -(dS - h dF).

    Rockafellar and Uryasev's minimum of a + mean(max(loss - a, 0)) / (1 - level) over a and h.
    Over a it is known in closed form, the mean of the worst (1 - level) n losses, the last one
    counted in part. What is left is convex and piecewise linear in h; its lowest corner is where
    the slope changes sign.

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
    spot, futures = changes.series
    tail = (1 - level) * m.observations
    if _tail(futures, futures, tail) <= 0 or _tail(-futures, futures, tail) >= 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"level is {plain(level)}; futures then gain even in the worst cases on one side, and "
            "the risk falls without end. A higher level or longer series is needed.",
        )
    return _least_tail(spot, futures, tail, m.spot_spot == 0)


def _least_tail(spot: FloatArray, futures: FloatArray, tail: float, still: bool) -> float:
    """Return the ratio of the least mean of the `tail` largest losses h dF - dS."""
    if still:
        return 0.0
    s, unit_spot = _in_units(spot - float(np.median(spot)))
    f, unit_futures = _in_units(futures)
    return _lowest(lambda h: _tail(h * f - s, f, tail)) * unit_spot / unit_futures


def _tail(loss: FloatArray, value: FloatArray, tail: float) -> float:
    """Return the mean of a value over the `tail` largest losses, the last one counted in part."""
    whole = min(int(tail), loss.size - 1)
    if whole == 0:
        return float(value[int(loss.argmax())])
    order = np.argpartition(loss, loss.size - whole - 1)
    total = float(value[order[loss.size - whole :]].sum())
    return (total + (tail - whole) * float(value[order[loss.size - whole - 1]])) / tail


Slope = Callable[[float], float]  # of a convex function of the ratio


def _lowest(slope: Slope) -> float:
    """Return where a convex function is lowest, to the last digit, from the sign of its slope.

    Halved from two ratios of one sign, one twice the other: so the digits of a ratio of any size
    are kept, and one far out change cannot cost those that the others decide on.
    """
    at_zero = slope(0.0)
    if at_zero == 0:
        return 0.0
    side = -math.copysign(1.0, at_zero)

    def beyond(size: float) -> bool:
        return side * slope(side * size) >= 0

    high = 1.0
    while not beyond(high):
        high *= 2
        if high > 1 / _LEAST:
            raise HedgeError(
                Kind.DOMAIN, "spot and futures have no ratio of least risk within reach of numbers."
            )
    while beyond(high / 2):
        high /= 2
        if high < _LEAST:
            return 0.0
    low = high / 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return side * high


def _need_variance(changes: JointChanges, needed: int = 3) -> Moments:
    m = moments(changes, needed)
    need_variation("futures", m.futures_futures > 0)
    return m
