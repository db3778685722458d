"""Does the hedge offset the item: dollar offset, regression, and the hypothetical derivative.

Only one line here is text of a standard: 80-125 %, IAS 39 AG105(b). Under ASC 815 it is practice
for "highly effective", as r squared of 0.8 and bounds on the slope are; IFRS 9 has none of them.
"""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_band, need_level, need_not_negative, need_positive, need_share
from xlhedge.core.minimum_variance import Regression, regression

PASS, WATCH, FAIL, INFORMATION = "pass", "watch", "fail", "information"
TOO_SMALL = "below noise floor"
USUAL_OBSERVATIONS = 30  # practice, no text
OVERALL = "overall"

_EPS = float(np.finfo(np.float64).eps)
_SAME = 1e-12  # a ratio this close to a bound is on it


class Criterion(NamedTuple):
    """One line of an assessment: what was found, what is wanted, and whether it is met."""

    name: str
    figure: float | str | HedgeError
    needed: str
    verdict: str


class OffsetPeriod(NamedTuple):
    """One period of a dollar-offset test; `period` counts the rows given, from 1."""

    period: int
    hedge_change: float
    item_change: float
    ratio: float | HedgeError
    verdict: str


class Fit(NamedTuple):
    """A regression and the significance of its slope (with one regressor also that of F)."""

    line: Regression
    p_value: float
    autocorrelation: float | HedgeError


def dollar_offset(hedge_change: float, item_change: float) -> float:
    """Return -dH / dI: 1 = the hedge made up for all of the item's change.

    Raises
    ------
    HedgeError
        UNDEFINED for an item that did not change.

    Examples
    --------
    >>> dollar_offset(-120, 100)
    1.2
    """
    if item_change == 0:
        raise HedgeError(Kind.UNDEFINED, "item_change is 0; a change other than 0 is needed.")
    return -hedge_change / item_change


def dollar_offset_test(
    hedge_changes: FloatArray,
    item_changes: FloatArray,
    low: float = 0.8,
    high: float = 1.25,
    noise_floor: float = 0.0,
    *,
    cumulative: bool = True,
) -> list[OffsetPeriod]:
    """Return each period's dollar offset and whether it lies within the band, ends included.

    Parameters
    ----------
    hedge_changes, item_changes : arrays of shape (n,)
        Changes in value in money, signed; NaN marks a missing cell, and drops the period.
    low, high : float
        The band, 0 < low <= high.
    noise_floor : float
        Where neither side changed by more than this, the ratio says nothing and is not judged.
    cumulative : bool
        Changes since the first period, or of each period on its own.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for no complete period; DOMAIN for the band or the
        floor.
    """
    need_positive("low", low)
    need_band("low", low, "high", high)
    need_not_negative("noise_floor", noise_floor)
    names = ("hedge_changes", "item_changes")
    pairs = joint_changes([hedge_changes, item_changes], "given", names=names)
    need_observations(pairs, names, 1)
    periods = np.flatnonzero(~(np.isnan(hedge_changes) | np.isnan(item_changes))) + 1
    hedge, item = (running(x) if cumulative else x for x in pairs.series)
    return [
        _judged(period, h, i, low, high, noise_floor)
        for period, h, i in zip(periods.tolist(), hedge.tolist(), item.tolist(), strict=True)
    ]


def _judged(
    period: int, hedge: float, item: float, low: float, high: float, noise_floor: float
) -> OffsetPeriod:
    ratio: float | HedgeError = HedgeError(
        Kind.UNDEFINED, f"item_changes come to 0 in period {period}: no ratio to a change of 0."
    )
    verdict = FAIL
    if item != 0:
        ratio = dollar_offset(hedge, item)
        verdict = PASS if within(ratio, low, high) else FAIL
    if max(abs(hedge), abs(item)) <= noise_floor:
        verdict = TOO_SMALL
    return OffsetPeriod(period, hedge, item, ratio, verdict)


def regression_test(
    item_changes: FloatArray,
    hedge_changes: FloatArray,
    min_r2: float = 0.8,
    slope_low: float = -1.25,
    slope_high: float = -0.8,
    alpha: float = 0.05,
) -> list[Criterion]:
    """Regress the item's changes on the hedge's and judge r squared, slope, significance and n.

    Parameters
    ----------
    item_changes, hedge_changes : arrays of shape (n,)
        Changes in value in money, signed, of at least three periods; NaN marks a missing cell.
    min_r2 : float
        0 to 1.
    slope_low, slope_high : float
        Bounds on the slope, ends included; about -1 is a full offset.
    alpha : float
        The p-value of slope = 0 has to be below it; between 0 and 1.

    Returns
    -------
    list of Criterion
        The last is "overall": pass unless r squared, slope or significance fails.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for fewer than three periods or changes that do not
        vary; DOMAIN for a threshold.
    """
    need_share("min_r2", min_r2)
    need_band("slope_low", slope_low, "slope_high", slope_high)
    need_level("alpha", alpha)
    names = ("item_changes", "hedge_changes")
    pairs = joint_changes([item_changes, hedge_changes], "given", names=names)
    fit = fitted(pairs, names)
    line = fit.line
    significant = PASS if fit.p_value < alpha else FAIL
    judged = [
        Criterion(
            "r squared", line.r_squared, f"{min_r2:g} or more", reached(line.r_squared, min_r2)
        ),
        Criterion(
            "slope",
            line.hedge_ratio,
            f"{slope_low:g} to {slope_high:g}",
            PASS if within(line.hedge_ratio, slope_low, slope_high) else FAIL,
        ),
        Criterion("slope p-value", fit.p_value, f"below {alpha:g}", significant),
        Criterion("significance f", fit.p_value, f"below {alpha:g}", significant),
    ]
    return [
        *judged,
        _enough(line.observations),
        *_autocorrelation(fit),
        Criterion("intercept [money]", line.alpha, "", INFORMATION),
        Criterion("dropped", pairs.dropped, "", INFORMATION),
        overall(judged),
    ]


def hypothetical_derivative_test(
    hedge_changes: FloatArray,
    hypothetical_changes: FloatArray,
    low: float = 0.8,
    high: float = 1.25,
    min_r2: float = 0.8,
) -> list[Criterion]:
    """Compare a hedge with the derivative that would match the hedged item's critical terms.

    Parameters
    ----------
    hedge_changes, hypothetical_changes : arrays of shape (n,)
        Changes in value in money, both signed as derivatives: a perfect hedge has equal changes.
    low, high : float
        The band of the cumulative ratio and of the slope, ends included; 0 < low <= high.
    min_r2 : float
        0 to 1.

    Returns
    -------
    list of Criterion
        The last is "overall".

    Raises
    ------
    HedgeError
        As `regression_test`.
    """
    need_positive("low", low)
    need_band("low", low, "high", high)
    need_share("min_r2", min_r2)
    names = ("hedge_changes", "hypothetical_changes")
    pairs = joint_changes([hedge_changes, hypothetical_changes], "given", names=names)
    fit = fitted(pairs, names)
    line = fit.line
    hedge, hypothetical = (float(running(x)[-1]) for x in pairs.series)
    effective = lower_of(hedge, hypothetical)
    band = f"{low:g} to {high:g}"
    ratio: float | HedgeError = HedgeError(
        Kind.UNDEFINED, "hypothetical_changes add up to 0; a total other than 0 is needed."
    )
    if hypothetical != 0:
        ratio = hedge / hypothetical
    offset = isinstance(ratio, float) and within(ratio, low, high)
    judged = [
        Criterion("cumulative ratio", ratio, band, PASS if offset else FAIL),
        Criterion(
            "slope", line.hedge_ratio, band, PASS if within(line.hedge_ratio, low, high) else FAIL
        ),
        Criterion(
            "r squared", line.r_squared, f"{min_r2:g} or more", reached(line.r_squared, min_r2)
        ),
    ]
    return [
        *judged,
        _enough(line.observations),
        Criterion("hedge change [money]", hedge, "", INFORMATION),
        Criterion("hypothetical change [money]", hypothetical, "", INFORMATION),
        Criterion("effective portion [money]", effective, "", INFORMATION),
        Criterion("ineffectiveness [money]", hedge - effective, "", INFORMATION),
        Criterion("dropped", pairs.dropped, "", INFORMATION),
        overall(judged),
    ]


def lower_of(hedge: float, hypothetical: float) -> float:
    """Return the effective portion: the smaller in size, with the hedge's sign.

    Where the two moved in opposite directions nothing was offset, and the portion is 0.
    """
    if (hedge > 0) != (hypothetical > 0):
        return 0.0
    return hedge if abs(hedge) <= abs(hypothetical) else hypothetical


def running(changes: FloatArray) -> FloatArray:
    """Return running totals; a total that rounding alone explains is 0."""
    totals = np.cumsum(changes)
    noise = _EPS * np.arange(1, changes.size + 1) * np.cumsum(np.abs(changes))
    return np.where(np.abs(totals) <= noise, 0.0, totals)


def fitted(pairs: JointChanges, names: tuple[str, str]) -> Fit:
    """Regress the first series on the second; messages call them by `names`."""
    need_observations(pairs, names, 3)
    for name, x, noise in zip(names, pairs.series, pairs.noise, strict=True):
        centred = x - float(x.sum()) / x.size
        squares = float((centred * centred).sum())
        if not math.isfinite(squares):
            raise HedgeError(Kind.DOMAIN, f"{name} holds numbers too large to be squared.")
        if squares <= 4 * x.size * noise * noise:
            raise HedgeError(Kind.UNDEFINED, f"{name} are all equal; they need to vary.")
    line = regression(pairs)
    if line.residual_sd == 0:
        perfect = HedgeError(
            Kind.UNDEFINED, f"{names[1]} explain {names[0]} exactly: no residual is left."
        )
        return Fit(line, 0.0, perfect)
    from scipy.special import stdtr

    y, x = pairs.series
    residuals = y - line.alpha - line.hedge_ratio * x
    lagged = float((residuals[1:] * residuals[:-1]).sum()) / float((residuals * residuals).sum())
    t = abs(line.hedge_ratio / line.standard_error)
    return Fit(line, 2 * float(stdtr(line.observations - 2, -t)), lagged)


def _enough(observations: int) -> Criterion:
    verdict = PASS if observations >= USUAL_OBSERVATIONS else WATCH
    return Criterion("observations", observations, f"{USUAL_OBSERVATIONS} or more", verdict)


def _autocorrelation(fit: Fit) -> list[Criterion]:
    line = fit.line
    durbin_watson: float | HedgeError = line.durbin_watson
    if isinstance(fit.autocorrelation, HedgeError):
        durbin_watson = fit.autocorrelation
    return [
        Criterion("residual autocorrelation", fit.autocorrelation, "about 0", INFORMATION),
        Criterion("durbin-watson", durbin_watson, "about 2", INFORMATION),
        Criterion("standard error", line.standard_error, "", INFORMATION),
        Criterion("newey-west standard error", line.newey_west_error, "", INFORMATION),
    ]


def overall(judged: list[Criterion]) -> Criterion:
    """Return the last line of a table: how many criteria are met, and pass only for all."""
    met = sum(line.verdict == PASS for line in judged)
    verdict = FAIL if any(line.verdict == FAIL for line in judged) else PASS
    return Criterion(OVERALL, met, f"{len(judged)} criteria", verdict)


def within(figure: float, low: float, high: float) -> bool:
    """Whether a figure lies between two bounds, ends included."""
    return low - _SAME <= figure <= high + _SAME


def reached(figure: float, least: float) -> str:
    """Return "pass" for a figure of `least` or more."""
    return PASS if figure >= least - _SAME else FAIL


def need_observations(pairs: JointChanges, names: tuple[str, ...], fewest: int) -> None:
    """Raise UNDEFINED for fewer complete periods than `fewest`."""
    n = pairs.series[0].size
    if n < fewest:
        raise HedgeError(
            Kind.UNDEFINED,
            f"{' and '.join(names)} give {n} complete periods ({pairs.dropped} with a missing "
            f"number were dropped); at least {fewest} are needed.",
        )
