"""The minimum-variance hedge: Ederington's ratio, its regression, and what it takes away.

Sums are plain numpy sums of centred values, not BLAS products: centring keeps the digits of small
changes at large prices, and the order of summation, hence the last digit, is the same everywhere.
"""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_divisor, need_not_negative, need_share, need_variation
from xlhedge.core.wording import plain


class Moments(NamedTuple):
    """Means and centred sums of squares and products of spot and futures changes."""

    observations: int
    mean_spot: float
    mean_futures: float
    spot_spot: float
    spot_futures: float
    futures_futures: float


class Regression(NamedTuple):
    """Spot changes regressed on futures changes: dS = alpha + h dF + e."""

    observations: int
    hedge_ratio: float
    alpha: float
    standard_error: float
    correlation: float
    r_squared: float
    sd_spot: float
    sd_futures: float
    durbin_watson: float
    residual_sd: float


def moments(changes: JointChanges, least: int = 2) -> Moments:
    """Return centred sums of spot and futures changes.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second.
    least : int
        The fewest observations that the statistic makes sense for.

    Raises
    ------
    HedgeError
        UNDEFINED for too few changes; DOMAIN when the sums overflow.
    """
    spot, futures = changes.series
    n = spot.size
    if n < least:
        left_out = (
            f" ({changes.dropped} rows without two numbers were dropped)" if changes.dropped else ""
        )
        raise HedgeError(
            Kind.UNDEFINED,
            f"spot and futures give {n} pairs of changes{left_out}; "
            f"at least {plain(least)} are needed.",
        )
    mean_spot, mean_futures = float(spot.sum()) / n, float(futures.sum()) / n
    s, f = spot - mean_spot, futures - mean_futures
    sums = [float((x * y).sum()) for x, y in ((s, s), (s, f), (f, f))]
    if not all(map(math.isfinite, sums)):
        raise HedgeError(Kind.DOMAIN, "spot or futures holds numbers too large to be squared.")
    spot_noise, futures_noise = changes.noise
    spot_spot, futures_futures = _settle(sums[0], n, spot_noise), _settle(sums[2], n, futures_noise)
    moving = spot_spot > 0 and futures_futures > 0
    return Moments(
        n, mean_spot, mean_futures, spot_spot, sums[1] if moving else 0.0, futures_futures
    )


def _settle(squares: float, n: int, noise: float) -> float:
    """Return 0 for a sum of squares that rounding alone explains."""
    return 0.0 if squares <= 4 * n * noise * noise else squares


def hedge_ratio(changes: JointChanges) -> float:
    """Return the minimum-variance hedge ratio cov(dS, dF) / var(dF).

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second.

    Returns
    -------
    float
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than two changes or futures that do not vary.

    References
    ----------
    Ederington (1979), The Hedging Performance of the New Futures Markets; Hull, section 3.4.
    """
    m = moments(changes)
    need_variation("futures", m.futures_futures > 0)
    return m.spot_futures / m.futures_futures


def ratio_from_statistics(correlation: float, sd_spot: float, sd_futures: float) -> float:
    """Return rho x sd_S / sd_F, the same ratio from published statistics.

    Raises
    ------
    HedgeError
        DOMAIN for abs(correlation) > 1 or a negative deviation; UNDEFINED for sd_futures of 0.

    Examples
    --------
    >>> ratio_from_statistics(0.8, 0.65, 0.81)
    0.6419753086419753
    """
    need_share("correlation", correlation, -1)
    need_not_negative("sd_spot", sd_spot)
    need_divisor("sd_futures", sd_futures)
    return correlation * sd_spot / sd_futures


def effectiveness(changes: JointChanges, ratio: float | None = None) -> float:
    """Return Ederington's effectiveness, 1 - var(dS - h dF) / var(dS).

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second.
    ratio : float, optional
        The hedge ratio held; the minimum-variance one when omitted, which gives r squared.

    Returns
    -------
    float
        1 = all variance taken away, 0 = none, negative = the hedge added variance.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than three changes (two lie on a line: 1 whatever they are), or spot
        (or, without `ratio`, futures) that does not vary.
    """
    m = moments(changes, least=3)
    need_variation("spot", m.spot_spot > 0)
    if ratio is None:
        need_variation("futures", m.futures_futures > 0)
        ratio = m.spot_futures / m.futures_futures
    return ratio * (2 * m.spot_futures - ratio * m.futures_futures) / m.spot_spot


def regression(changes: JointChanges) -> Regression:
    """Regress spot changes on futures changes by least squares.

    Standard errors, `residual_sd` and the t-statistics they lead to use n - 2 degrees of freedom
    (as STEYX and LINEST do), and take the errors as independent and alike; `robust_slope` has the
    error that does not.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least three changes.

    Raises
    ------
    HedgeError
        UNDEFINED for fewer than three changes or a series that does not vary.
    """
    m = moments(changes, least=3)
    need_variation("spot", m.spot_spot > 0)
    need_variation("futures", m.futures_futures > 0)
    spot, futures = changes.series
    n = m.observations
    slope = m.spot_futures / m.futures_futures
    f = futures - m.mean_futures
    residuals = (spot - m.mean_spot) - slope * f
    squares = _settle(
        float((residuals * residuals).sum()), n, changes.noise[0] + abs(slope) * changes.noise[1]
    )
    steps = np.diff(residuals)
    correlation = m.spot_futures / math.sqrt(m.spot_spot) / math.sqrt(m.futures_futures)
    correlation = max(
        -1.0, min(1.0, correlation)
    )  # rounding, not clamping: |r| <= 1 by Cauchy-Schwarz
    return Regression(
        observations=n,
        hedge_ratio=slope,
        alpha=m.mean_spot - slope * m.mean_futures,
        standard_error=math.sqrt(squares / (n - 2) / m.futures_futures),
        correlation=correlation,
        r_squared=correlation * correlation,
        sd_spot=math.sqrt(m.spot_spot / (n - 1)),
        sd_futures=math.sqrt(m.futures_futures / (n - 1)),
        durbin_watson=float((steps * steps).sum()) / squares if squares else math.nan,
        residual_sd=math.sqrt(squares / (n - 2)),
    )
