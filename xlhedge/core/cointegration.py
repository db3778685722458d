"""The error-correction hedge: spot and futures share a level, and the ratio allows for it."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.keywords import Changes
from xlhedge.core.minimum_variance import moments
from xlhedge.core.wording import plain

SIGNIFICANCE = 0.05  # the level of the Engle-Granger test, by convention
LIMIT = -3.336  # the statistic whose p-value that is

# MacKinnon (1994) for N = 2 and a constant: table 3 up to the middle, table 4 from there on
_LOWEST, _MIDDLE, _HIGHEST = -18.86, -2.62, 0.92
_TAIL = (2.92, 1.5012, 0.039796)
_REST = (2.1945, 0.64695, -0.29198, -0.042377)


class ErrorCorrection(NamedTuple):
    """An error-correction model of spot on futures, and the test of what it rests on.

    Attributes
    ----------
    hedge_ratio : float
        The coefficient of dF(t).
    adjustment : float
        The coefficient of the last distance from the common level; negative pulls spot back.
    statistic, p_value : float
        Engle-Granger: the t-statistic of the distance's unit-root regression, MacKinnon's p-value.
    observations : int
        Rows in the regression of changes.
    """

    hedge_ratio: float
    adjustment: float
    statistic: float
    p_value: float
    observations: int

    @property
    def cointegrated(self) -> bool:
        """Whether the test finds that spot and futures share a level, at 5 %."""
        return self.p_value < SIGNIFICANCE


def hedge_ratio(spot: FloatArray, futures: FloatArray, lags: int = 1) -> float:
    """Return the error-correction hedge ratio of prices that are cointegrated.

    Raises
    ------
    HedgeError
        As `error_correction`; DOMAIN where the Engle-Granger test does not find cointegration at
        5 %: the model does not hold then, and its ratio means nothing.
    """
    fit = error_correction(spot, futures, lags)
    if not fit.cointegrated:
        near = (
            " (so near it, a few rows more may turn it)" if fit.p_value < 2 * SIGNIFICANCE else ""
        )
        raise HedgeError(
            Kind.DOMAIN,
            f"spot and futures are not cointegrated: Engle-Granger t is {fit.statistic:.3f} "
            f"(p = {fit.p_value:.3f}), below {plain(LIMIT)} (p = {plain(SIGNIFICANCE)}) is "
            f"needed{near}; use MV_HEDGE_RATIO.",
        )
    return fit.hedge_ratio


def error_correction(spot: FloatArray, futures: FloatArray, lags: int = 1) -> ErrorCorrection:
    """Fit dS(t) = c + h dF(t) + g z(t-1) + sum over lags of (a dS(t-i) + b dF(t-i)) + e(t).

    z, the distance, is the residual of the level regression S = a + b F. The test regresses
    dz(t) on z(t-1) and as many lags of dz, without a constant.

    Parameters
    ----------
    spot, futures : arrays of shape (n,)
        Prices, oldest first; NaN marks a missing cell, across which no change or lag is taken.
    lags : int
        Lagged changes in both regressions; 0 or more.

    Raises
    ------
    HedgeError
        MISMATCH for unequal lengths; UNDEFINED for too few rows or futures that do not vary;
        DOMAIN for spot that is an exact line of futures, or collinear lags.

    References
    ----------
    Engle and Granger (1987), Co-integration and Error Correction; Ghosh (1993), Hedging with
    Stock Index Futures; MacKinnon (1994) for the p-value.
    """
    rows = np.arange(spot.size, dtype=np.float64)
    complete = joint_changes([spot, futures, rows], Changes.GIVEN)
    *prices, row = complete.series
    levels = complete._replace(series=tuple(prices), noise=complete.noise[:2])
    reach = lags + 1
    unbroken = row[reach:] - row[:-reach] == reach
    t = np.flatnonzero(unbroken) + reach
    needed = 2 * lags + 5  # two rows more than the hedge's regression has coefficients
    if t.size < needed:
        raise HedgeError(
            Kind.UNDEFINED,
            f"spot and futures give {t.size} rows of a change and {lags} before it; "
            f"at least {needed} are needed.",
        )
    distance = _distance(levels)
    d_spot, d_futures, d_distance = (
        np.diff(x, prepend=math.nan) for x in (*levels.series, distance)
    )
    moments(JointChanges((d_spot[t], d_futures[t]), levels.noise, 0))
    past = range(1, lags + 1)
    lagged = [d[t - i] for i in past for d in (d_spot, d_futures)]
    hedge, _ = _least_squares(d_spot[t], [d_futures[t], distance[t - 1], np.ones(t.size), *lagged])
    root, error = _least_squares(
        d_distance[t], [distance[t - 1], *(d_distance[t - i] for i in past)]
    )
    statistic = root[0] / error[0] if error[0] > 0 else math.copysign(math.inf, root[0])
    return ErrorCorrection(hedge[0], hedge[1], statistic, p_value(statistic), t.size)


def _distance(levels: JointChanges) -> FloatArray:
    """Return the residual of S = a + b F, or raise where there is nothing to regress."""
    m = moments(levels, least=3)
    if m.futures_futures == 0:
        raise HedgeError(Kind.UNDEFINED, "the prices of futures are all equal; they need to vary.")
    spot, futures = levels.series
    slope = m.spot_futures / m.futures_futures
    distance = (spot - m.mean_spot) - slope * (futures - m.mean_futures)
    noise = levels.noise[0] + abs(slope) * levels.noise[1]
    if float((distance * distance).sum()) <= spot.size * (2 * noise) ** 2:
        raise HedgeError(
            Kind.DOMAIN,
            "spot is an exact line of futures, there is no error to correct; use MV_HEDGE_RATIO.",
        )
    return distance


def _least_squares(y: FloatArray, columns: list[FloatArray]) -> tuple[list[float], list[float]]:
    """Return coefficients and their standard errors."""
    x = np.column_stack(columns)
    scale = np.sqrt((x * x).mean(axis=0))
    if not (np.isfinite(scale).all() and (scale > 0).all()):
        raise _collinear()
    beta, _, rank, _ = np.linalg.lstsq(x / scale, y, rcond=None)
    if rank < x.shape[1]:
        raise _collinear()
    residuals = y - (x / scale) @ beta
    variance = float((residuals * residuals).sum()) / (y.size - x.shape[1])
    inverse = np.linalg.pinv(x / scale)
    spread = (inverse * inverse).sum(axis=1)  # the diagonal of (x'x)^-1
    return (beta / scale).tolist(), (np.sqrt(variance * spread) / scale).tolist()


def _collinear() -> HedgeError:
    return HedgeError(
        Kind.DOMAIN,
        "spot, futures and their lags are collinear; use fewer lags or longer series.",
    )


def p_value(statistic: float) -> float:
    """Return the asymptotic p-value of an Engle-Granger statistic of two series with a constant.

    References
    ----------
    MacKinnon (1994), Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration
    Tests, Journal of Business & Economic Statistics 12, tables 3 and 4: Phi of a polynomial.

    Examples
    --------
    >>> round(p_value(-3.336), 4)
    0.05
    """
    if not _LOWEST <= statistic <= _HIGHEST:
        return 0.0 if statistic < _LOWEST else 1.0
    powers = _TAIL if statistic <= _MIDDLE else _REST
    z = sum(c * statistic**i for i, c in enumerate(powers))
    return math.erfc(-z / math.sqrt(2)) / 2
