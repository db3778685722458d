"""How sure one can be of a hedge ratio: its confidence interval, and whether it broke."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.bootstrap import DRAWS, SEED, block_length, resampled_sums
from xlhedge.core.changes import JointChanges
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level, need_share
from xlhedge.core.minimum_variance import (
    Regression,
    hedge_ratio,
    moments,
    newey_west_lags,
    regression,
)

_FEWEST_TO_RESAMPLE = 10
_FEWEST_TO_SPLIT = 60  # with fewer the statistic cannot reach its critical value
_FAR_OUT = 50.0
_GRID = 200  # points of the grid on which the p-value's differential equation is solved


class RatioInterval(NamedTuple):
    """A hedge ratio and the interval that holds the true one with a given confidence."""

    hedge_ratio: float
    low: float
    high: float
    observations: int
    rows_linked: int  # lags of the Newey-West error, or rows in a block of the bootstrap


class Halves(NamedTuple):
    """The correlation of spot and futures changes in the first and the second half of a sample."""

    first: float
    second: float


class BreakTest(NamedTuple):
    """Whether there is a date at which the ratio changed, and how alike the halves correlate.

    `fisher_z` and `fisher_p_value` are NaN where a half is perfectly correlated.
    """

    observations: int
    sup_wald: float
    critical_value: float
    p_value: float
    changes_before: int
    ratio_before: float
    ratio_after: float
    correlation_first_half: float
    correlation_second_half: float
    fisher_z: float
    fisher_p_value: float


def hac_interval(changes: JointChanges, level: float = 0.95) -> RatioInterval:
    """Return the Newey-West interval, h -/+ t x standard error with n - 2 degrees of freedom.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least three changes.
    level : float
        Confidence, above 0 and below 1.

    Raises
    ------
    HedgeError
        DOMAIN for a level outside its domain; UNDEFINED as `regression`.

    References
    ----------
    Newey and West (1987); lag rule of Newey and West (1994), see `regression`.
    """
    from scipy import special

    need_level("level", level)
    fit = regression(changes)
    reach = float(special.stdtrit(fit.observations - 2, (1 + level) / 2)) * fit.newey_west_error
    lags = newey_west_lags(fit.observations)
    ratio = fit.hedge_ratio
    return RatioInterval(ratio, ratio - reach, ratio + reach, fit.observations, lags)


def bootstrap_interval(
    changes: JointChanges, level: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> RatioInterval:
    """Return the percentile interval of the ratio over circular block bootstrap histories.

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least ten changes.
    level : float
        Confidence, above 0 and below 1.
    draws, seed : int
        How many histories, and the seed they are drawn with.

    Raises
    ------
    HedgeError
        DOMAIN for a level outside its domain; UNDEFINED for fewer than ten changes, or futures
        that do not vary in the sample or in a history drawn from it.

    References
    ----------
    Politis and Romano (1992); percentile interval of Efron (1982); see `resampled_sums`.
    """
    need_level("level", level)
    m = moments(changes, needed=_FEWEST_TO_RESAMPLE)
    ratio = hedge_ratio(changes)
    n = m.observations
    spot, futures = changes.series
    f = futures - m.mean_futures
    e = (spot - m.mean_spot) - ratio * f  # what the ratio leaves, so that its own digits stay out
    sum_e, sum_f, sum_ef, sum_ff = resampled_sums(np.array([e, f, e * f, f * f]), draws, seed=seed)
    varied = sum_ff - sum_f * sum_f / n
    if float(varied.min()) <= n * (2 * changes.noise[1]) ** 2:
        raise HedgeError(
            Kind.UNDEFINED,
            "futures move so seldom that a history redrawn from them does not vary; "
            'use method="hac" or more observations.',
        )
    ratios = ratio + (sum_ef - sum_e * sum_f / n) / varied
    low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return RatioInterval(ratio, low, high, n, block_length(n))


def break_test(changes: JointChanges, alpha: float = 0.05, trim: float = 0.15) -> BreakTest:
    """Test whether the hedge ratio changed at an unknown date, and compare the halves' correlation.

    The statistic is the largest, over all dates that leave a share `trim` of the changes on either
    side, of the Wald statistic (squared Newey-West t) of the difference between the ratios before
    and after, with the residuals and the intercept of the whole sample (as under no break).

    Parameters
    ----------
    changes : JointChanges
        Spot first, futures second; at least sixty changes.
    alpha : float
        Level of the critical value, 0.001 to 0.5.
    trim : float
        Share left out at either end, 0.05 to 0.45.

    Raises
    ------
    HedgeError
        DOMAIN for `alpha` or `trim` outside their domain; UNDEFINED for fewer than sixty changes,
        series that do not vary, or a perfect fit.

    References
    ----------
    Andrews (1993), Tests for Parameter Instability and Structural Change with Unknown Change Point.
    """
    need_share("alpha", alpha, 0.001, 0.5)
    need_share("trim", trim, 0.05, 0.45)
    moments(changes, needed=_FEWEST_TO_SPLIT)
    fit = regression(changes)
    if fit.residual_sd == 0:
        raise HedgeError(
            Kind.UNDEFINED,
            "spot is an exact multiple of futures; the test needs something left over.",
        )
    statistic, before = _largest_wald(changes, fit, trim)
    n = fit.observations
    halves = correlation_of_halves(changes)
    z = fisher_z(halves.first, n // 2, halves.second, n - n // 2)
    return BreakTest(
        observations=n,
        sup_wald=statistic,
        critical_value=sup_wald_critical_value(alpha, trim),
        p_value=sup_wald_p_value(statistic, trim),
        changes_before=before,
        ratio_before=hedge_ratio(part(changes, 0, before)),
        ratio_after=hedge_ratio(part(changes, before, n)),
        correlation_first_half=halves.first,
        correlation_second_half=halves.second,
        fisher_z=z,
        fisher_p_value=math.erfc(abs(z) / math.sqrt(2)),
    )


def _largest_wald(changes: JointChanges, fit: Regression, trim: float) -> tuple[float, int]:
    """Return the largest Wald statistic and how many changes lie before its date."""
    spot, futures = changes.series
    f = futures - futures.mean()
    scores = f * (spot - fit.alpha - fit.hedge_ratio * futures)
    back, ahead = scores.copy(), scores.copy()
    lags = newey_west_lags(scores.size)
    for lag in range(1, lags + 1):
        weight = 2 * (1 - lag / (lags + 1))
        back[lag:] += weight * scores[:-lag]
        ahead[:-lag] += weight * scores[lag:]
    share = np.cumsum(f * f)[:-1] / (f * f).sum()  # of the information, not of the rows
    # Newey-West sums of each part alone: neither reaches over the date, so neither is negative.
    variance_before = np.cumsum(scores * back)[:-1]
    variance_after = np.cumsum((scores * ahead)[::-1])[::-1][1:]
    variance = (1 - share) ** 2 * variance_before + share**2 * variance_after
    dates = np.arange(math.ceil(trim * scores.size), math.floor((1 - trim) * scores.size) + 1)
    known = dates[variance[dates - 1] > 0]
    if not known.size:
        raise HedgeError(
            Kind.UNDEFINED, "futures hardly vary between the trimmed ends; no date can be tested."
        )
    wald = np.cumsum(scores)[known - 1] ** 2 / variance[known - 1]
    best = int(wald.argmax())
    return float(wald[best]), int(known[best])


def sup_wald_p_value(statistic: float, trim: float = 0.15) -> float:
    """Return the chance that the sup-Wald statistic of one ratio is larger when nothing broke.

    In large samples the Wald statistic over the dates is the square of a stationary
    Ornstein-Uhlenbeck process over a time of ln((1 - trim) / trim). The chance that it stays
    within sqrt(statistic) solves the backward equation u_t = u_xx - x u_x, u = 0 at the barrier;
    beyond 50, where it is less than 1e-9, Estrella's tail formula is within a tenth of it.

    Parameters
    ----------
    statistic : float
        The largest Wald statistic; 0 or more.
    trim : float
        Share of the sample left out at either end, above 0 and below 0.5.

    References
    ----------
    Andrews (1993), simulated table corrected in Andrews (2003); DeLong (1981) for the equation;
    Estrella (2003), Critical values and p values of Bessel process distributions, for the tail.

    Examples
    --------
    >>> round(sup_wald_p_value(8.86), 3)
    0.05
    """
    from scipy import linalg, special

    time = math.log((1 - trim) / trim)
    if statistic > _FAR_OUT:
        tail = math.sqrt(statistic / 2 / math.pi) * math.exp(-statistic / 2)
        return tail * (2 * time * (1 - 1 / statistic) + 2 / statistic)
    barrier = math.sqrt(statistic)
    if barrier == 0:
        return 1.0
    # Half the line is enough, by symmetry: cells of width dx from 0, where nothing flows, to the
    # barrier. The density makes the generator symmetric, and its eigenvectors orthogonal.
    dx = barrier / _GRID
    middles = (np.arange(_GRID) + 0.5) * dx
    edges = np.exp(-0.5 * (np.arange(1, _GRID) * dx) ** 2)
    last = math.exp(-0.5 * barrier**2)
    density = np.exp(-0.5 * middles**2)
    outflow = np.append(edges, 2 * last)  # half a cell to the barrier
    inflow = np.concatenate(([0.0], edges))
    diagonal = -(outflow + inflow) / density / dx**2
    beside = edges / np.sqrt(density[:-1] * density[1:]) / dx**2
    rates, modes = linalg.eigh_tridiagonal(diagonal, beside)
    loadings = (np.sqrt(density)[:, None] * modes).sum(axis=0)
    inside = float((loadings**2 * np.exp(rates * time)).sum()) / float(density.sum())
    return 1 - inside * float(special.erf(barrier / math.sqrt(2)))


def sup_wald_critical_value(alpha: float, trim: float = 0.15) -> float:
    """Return the sup-Wald statistic that is exceeded with probability `alpha` when nothing broke.

    Examples
    --------
    >>> round(sup_wald_critical_value(0.05), 2)
    8.86
    """
    from scipy import optimize

    return float(optimize.brentq(lambda x: sup_wald_p_value(x, trim) - alpha, 0.1, 60, xtol=1e-6))


def fisher_z(first: float, n_first: int, second: float, n_second: int) -> float:
    """Return Fisher's z of the difference between two independent correlations.

    NaN where a correlation is 1 or -1: its transform is infinite.

    References
    ----------
    Fisher (1921), On the "probable error" of a coefficient of correlation.

    Examples
    --------
    >>> round(fisher_z(0.9, 53, 0.8, 53), 3)
    1.868
    """
    if not (abs(first) < 1 and abs(second) < 1):
        return math.nan
    error = math.sqrt(1 / (n_first - 3) + 1 / (n_second - 3))
    return (math.atanh(first) - math.atanh(second)) / error


def correlation_of_halves(changes: JointChanges) -> Halves:
    """Return the correlation in the first and the second half; the second has the odd change.

    Raises
    ------
    HedgeError
        UNDEFINED where a series does not vary over a half.
    """
    n = changes.series[0].size
    first, second = moments(part(changes, 0, n // 2)), moments(part(changes, n // 2, n))
    for which, m in (("first", first), ("second", second)):
        if not (m.spot_spot and m.futures_futures):
            name = "futures" if m.spot_spot else "spot"
            raise HedgeError(
                Kind.UNDEFINED, f"{name} does not vary over the {which} half; it needs to."
            )
    return Halves(
        *(
            m.spot_futures / math.sqrt(m.spot_spot) / math.sqrt(m.futures_futures)
            for m in (first, second)
        )
    )


def part(changes: JointChanges, start: int, stop: int) -> JointChanges:
    """Return the changes from number `start`, counted from 0, to just before `stop`."""
    return changes._replace(series=tuple(x[start:stop] for x in changes.series))
