"""Does the hedge offset the item: dollar offset, regression, and the hypothetical derivative.

Only one line here is text of a standard: 80-125 %, IAS 39 AG105(b). Under ASC 815 it is practice
for "highly effective", as r squared of 0.8 and bounds on the slope are; IFRS 9 has none of them.
"""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_band,
    need_keyword,
    need_level,
    need_nonzero,
    need_not_negative,
    need_positive,
    need_share,
)
from xlhedge.core.keywords import Changes, Direction
from xlhedge.core.relationship import (
    FAIL,
    NO_ROUNDING,
    NOT_ASSESSED,
    OLS,
    PASS,
    ROBUST,
    Fit,
    fit_line,
    need_observations,
)
from xlhedge.core.wording import plain

WATCH, INFORMATION = "watch", "information"
TOO_SMALL = "below noise floor"
USUAL_OBSERVATIONS = 30  # practice, no text
OVERALL = "overall"

_EPS = float(np.finfo(np.float64).eps)


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
    need_nonzero("item_change", item_change)
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
    pairs = joint_changes([hedge_changes, item_changes], Changes.GIVEN, names=names)
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
    *,
    overlap: bool | int = False,
    direction: str = Direction.ITEM_ON_HEDGE,
) -> list[Criterion]:
    """Regress the item's changes on the hedge's and judge r squared, slope and significance.

    Parameters
    ----------
    item_changes, hedge_changes : arrays of shape (n,)
        Changes in value in money, signed, of at least three periods; NaN marks a missing cell.
    min_r2 : float
        0 to 1.
    slope_low, slope_high : float
        Bounds on the slope in the direction taken, ends included; about -1 is a full offset.
    alpha : float
        The two-sided p-value of slope = 0 has to be below it and the slope below 0: half the
        p-value, the chance of so low a slope without a relationship, is then below alpha / 2.
    overlap : bool or int
        Rows by which the changes overlap; False = none. True has no step to refer to here.
    direction : {"item on hedge", "hedge on item"}
        What is regressed on what.

    Returns
    -------
    list of Criterion
        The p-value judged is robust; it, and its standard error, need twelve changes and four
        times the overlap. The last line is "overall".

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
    pairs = joint_changes(
        [item_changes, hedge_changes], Changes.GIVEN, names=names, overlap=overlap
    )
    fit = _in_direction(pairs, names, direction)
    line = fit.line
    judged = [
        Criterion(
            "r squared",
            line.r_squared,
            f"{plain(min_r2)} or more",
            verdict_of(line.r_squared, min_r2),
        ),
        _slope(line.hedge_ratio, slope_low, slope_high),
        Criterion(
            "slope p-value",
            fit.robust_p_value,
            f"below {plain(alpha)}, slope below 0",
            fit.opposite(alpha),
        ),
    ]
    return [
        *judged,
        Criterion("significance f", fit.p_value, OLS, INFORMATION),
        _enough(line.observations),
        *_autocorrelation(fit),
        *_errors(fit),
        Criterion("intercept [money]", line.alpha, "", INFORMATION),
        *_taken(fit, direction, pairs.dropped),
        overall(judged),
    ]


def hypothetical_derivative_test(
    hedge_changes: FloatArray,
    hypothetical_changes: FloatArray,
    low: float = 0.8,
    high: float = 1.25,
    min_r2: float = 0.8,
    *,
    overlap: bool | int = False,
    direction: str = Direction.ITEM_ON_HEDGE,
) -> list[Criterion]:
    """Compare a hedge with the derivative that would match the hedged item's critical terms.

    Parameters
    ----------
    hedge_changes, hypothetical_changes : arrays of shape (n,)
        Changes in value in money, both signed as derivatives: a perfect hedge has equal changes.
    low, high : float
        The band of the cumulative ratio hedge / hypothetical, and of the slope in the direction
        taken, ends included; 0 < low <= high.
    min_r2 : float
        0 to 1.
    overlap : bool or int
        As `regression_test`; it counts for the robust standard error.
    direction : {"item on hedge", "hedge on item"}
        As `regression_test`; the hypothetical derivative stands for the item. With the bounds
        mirrored, the slope's verdict is that of `regression_test` on the same changes.

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
    names = ("hypothetical_changes", "hedge_changes")
    series = [hypothetical_changes, hedge_changes]
    pairs = joint_changes(series, Changes.GIVEN, names=names, overlap=overlap)
    fit = _in_direction(pairs, names, direction)
    line = fit.line
    hypothetical, hedge = (float(running(x)[-1]) for x in pairs.series)
    effective = lower_of(hedge, hypothetical)
    ratio: float | HedgeError = HedgeError(
        Kind.UNDEFINED, "hypothetical_changes add up to 0; a total other than 0 is needed."
    )
    if hypothetical != 0:
        ratio = hedge / hypothetical
    offset = isinstance(ratio, float) and within(ratio, low, high)
    judged = [
        Criterion("cumulative ratio", ratio, band(low, high), PASS if offset else FAIL),
        _slope(line.hedge_ratio, low, high),
        Criterion(
            "r squared",
            line.r_squared,
            f"{plain(min_r2)} or more",
            verdict_of(line.r_squared, min_r2),
        ),
    ]
    return [
        *judged,
        _enough(line.observations),
        *_errors(fit),
        Criterion("hedge change [money]", hedge, "", INFORMATION),
        Criterion("hypothetical change [money]", hypothetical, "", INFORMATION),
        Criterion("effective portion [money]", effective, "", INFORMATION),
        Criterion("ineffectiveness [money]", hedge - effective, "", INFORMATION),
        *_taken(fit, direction, pairs.dropped),
        overall(judged),
    ]


def _in_direction(pairs: JointChanges, names: tuple[str, str], direction: str) -> Fit:
    """Regress item on hedge, as they come, or the hedge on the item."""
    need_keyword("direction", direction, Direction)
    if direction == Direction.ITEM_ON_HEDGE:
        return fit_line(pairs, names)
    turned = pairs._replace(series=pairs.series[::-1], noise=pairs.noise[::-1])
    return fit_line(turned, names[::-1])


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


def _enough(observations: int) -> Criterion:
    verdict = PASS if observations >= USUAL_OBSERVATIONS else WATCH
    return Criterion("observations", observations, f"{USUAL_OBSERVATIONS} or more", verdict)


def _autocorrelation(fit: Fit) -> list[Criterion]:
    durbin_watson: float | HedgeError = fit.line.durbin_watson
    if isinstance(fit.autocorrelation, HedgeError):
        durbin_watson = fit.autocorrelation
    return [
        Criterion("residual autocorrelation", fit.autocorrelation, "about 0", INFORMATION),
        Criterion("durbin-watson", durbin_watson, "about 2", INFORMATION),
    ]


def _errors(fit: Fit) -> list[Criterion]:
    return [
        Criterion("standard error", fit.line.standard_error, OLS, INFORMATION),
        Criterion("robust standard error", fit.robust_error, ROBUST, INFORMATION),
    ]


def _taken(fit: Fit, direction: str, dropped: int) -> list[Criterion]:
    """Return what the figures were taken from and how."""
    return [
        Criterion("direction", direction, "", INFORMATION),
        Criterion("overlap [rows]", fit.overlap, "1 = none", INFORMATION),
        Criterion("dropped", dropped, "", INFORMATION),
    ]


def _slope(slope: float, low: float, high: float) -> Criterion:
    verdict = PASS if within(slope, low, high) else FAIL
    return Criterion("slope", slope, band(low, high), verdict)


def band(low: float, high: float) -> str:
    """Return a band in words."""
    return f"{plain(low)} to {plain(high)}"


def overall(criteria: list[Criterion]) -> Criterion:
    """Return the last line of a table: how many criteria are met, and the worst verdict."""
    verdicts = [line.verdict for line in criteria]
    return Criterion(OVERALL, verdicts.count(PASS), f"{len(criteria)} criteria", worst(verdicts))


def worst(verdicts: list[str]) -> str:
    """Return "fail" where one fails, else "not assessed" where one is not, else "pass"."""
    return next((v for v in (FAIL, NOT_ASSESSED) if v in verdicts), PASS)


def within(figure: float, low: float, high: float) -> bool:
    """Whether a figure lies between two bounds, ends included."""
    return low - NO_ROUNDING <= figure <= high + NO_ROUNDING


def verdict_of(figure: float, least: float) -> str:
    """Return "pass" for a figure of `least` or more."""
    return PASS if figure >= least - NO_ROUNDING else FAIL
