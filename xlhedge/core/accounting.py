"""Hedge accounting: what goes to OCI, and the three requirements of IFRS 9, paragraph 6.4.1(c)."""

from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray, joint_changes
from xlhedge.core.effectiveness import (
    INFORMATION,
    OVERALL,
    lower_of,
    running,
    worst,
)
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_divisor, need_level, need_share
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

NOT_A_CRITERION = "not a criterion"
NO_PARAGRAPH = "none"
NO_BAND = "none: IFRS 9 has no 80-125 line"
JUDGEMENT = "(a judgement, no text)"


class OciPeriod(NamedTuple):
    """Where a cash flow hedge's gain stands at the end of a period, and what moved in it."""

    period: int
    hedge_cumulative: float
    hypothetical_cumulative: float
    oci_cumulative: float
    pnl_cumulative: float
    oci_movement: float
    pnl_movement: float


class Requirement(NamedTuple):
    """One line of the IFRS 9 assessment, with the paragraph it comes from."""

    name: str
    paragraph: str
    figure: float | str | HedgeError
    needed: str
    verdict: str


def oci_split(hedge_cumulative: FloatArray, hypothetical_cumulative: FloatArray) -> list[OciPeriod]:
    """Split a cash flow hedge's cumulative gain or loss by the lower-of test.

    Parameters
    ----------
    hedge_cumulative, hypothetical_cumulative : arrays of shape (n,)
        Gain or loss since inception at the end of each period, both signed as the hedge is: the
        hypothetical derivative stands for the present value of the hedged item's change with its
        sign turned. NaN marks a missing cell and drops the period.

    Returns
    -------
    list of OciPeriod
        OCI + P&L is the hedge's whole change, cumulatively and in each period. Movements of the
        first period start from 0.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for no complete period.

    Examples
    --------
    >>> oci_split(np.array([100.0, 90.0]), np.array([80.0, 95.0]))[1][3:]
    (90.0, 0.0, 10.0, -20.0)
    """
    names = ("hedge_cumulative", "hypothetical_cumulative")
    pairs = joint_changes([hedge_cumulative, hypothetical_cumulative], Changes.GIVEN, names=names)
    need_observations(pairs, names, 1)
    missing = np.isnan(hedge_cumulative) | np.isnan(hypothetical_cumulative)
    periods: list[OciPeriod] = []
    oci_before = pnl_before = 0.0
    for period, hedge, hypothetical in zip(
        (np.flatnonzero(~missing) + 1).tolist(), *(x.tolist() for x in pairs.series), strict=True
    ):
        oci = lower_of(hedge, hypothetical)
        pnl = hedge - oci
        periods.append(
            OciPeriod(period, hedge, hypothetical, oci, pnl, oci - oci_before, pnl - pnl_before)
        )
        oci_before, pnl_before = oci, pnl
    return periods


def ifrs9_assessment(
    item_changes: FloatArray,
    hedge_changes: FloatArray,
    designated_ratio: float,
    actual_ratio: float,
    credit_changes: FloatArray | None = None,
    alpha: float = 0.05,
    credit_limit: float = 0.5,
    tolerance: float = 0.02,
    *,
    overlap: bool | int = False,
) -> list[Requirement]:
    """Return figures and verdicts on the three effectiveness requirements of IFRS 9.

    Parameters
    ----------
    item_changes, hedge_changes : arrays of shape (n,)
        Changes in value in money, signed, of at least three periods; NaN marks a missing cell.
    designated_ratio, actual_ratio : float
        Hedging instrument per hedged item by quantity: as designated, above 0, and as actually
        used. With 0 nothing is held, and a negative one adds to the risk: that requirement fails
        whatever the tolerance.
    credit_changes : array of shape (n,), optional
        The part of the changes in value, the hedge's or the item's, that credit risk caused, in
        money.
    alpha : float
        The robust two-sided p-value of no relationship has to be below it and the slope below 0,
        which is half the p-value below alpha / 2; a judgement, no text.
    credit_limit : float
        Credit risk dominates when its changes are more than this share of the hedge's, by sums of
        absolute changes; 0 to 1; a judgement, no text.
    tolerance : float
        How far the actual ratio may be from the designated one, as a share of the latter; 0 to 1;
        a judgement, no text.
    overlap : bool or int
        Rows by which the changes overlap; False = none. True has no step to refer to here.

    Returns
    -------
    list of Requirement
        The economic relationship is "not assessed" below twelve changes or four times the overlap.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for fewer than three periods, changes that do not
        vary or a designated ratio of 0; DOMAIN for a ratio or a judgement outside its domain.
    """
    need_level("alpha", alpha)
    need_share("credit_limit", credit_limit)
    need_share("tolerance", tolerance)
    need_divisor("designated_ratio", designated_ratio)
    names = ("item_changes", "hedge_changes")
    series = [item_changes, hedge_changes]
    if credit_changes is not None:
        series.append(credit_changes)
    taken = joint_changes(series, Changes.GIVEN, names=(*names, "credit_changes"), overlap=overlap)
    pairs = taken._replace(series=taken.series[:2], noise=taken.noise[:2])
    fit = fit_line(pairs, names)
    item, hedge = pairs.series
    credit = None if credit_changes is None else taken.series[2]
    required = [
        _economic_relationship(fit, alpha),
        _credit_risk(hedge, credit, credit_limit),
        _hedge_ratio(designated_ratio, actual_ratio, tolerance),
    ]
    return [
        *required,
        *_information(fit, float(running(item)[-1]), float(running(hedge)[-1]), pairs.dropped),
        _overall(required),
    ]


def _economic_relationship(fit: Fit, alpha: float) -> Requirement:
    return Requirement(
        "economic relationship: correlation",
        "6.4.1(c)(i), B6.4.4-6",
        fit.line.correlation,
        f"below 0, p-value below {plain(alpha)}; statistics alone do not prove it",
        fit.opposite(alpha),
    )


def _credit_risk(hedge: FloatArray, credit: FloatArray | None, credit_limit: float) -> Requirement:
    share: float | str = "credit_changes not given"
    verdict = NOT_ASSESSED
    if credit is not None:
        share = float(np.abs(credit).sum()) / float(np.abs(hedge).sum())
        verdict = PASS if share <= credit_limit + NO_ROUNDING else FAIL
    return Requirement(
        "credit risk does not dominate: share of changes",
        "6.4.1(c)(ii), B6.4.7-8",
        share,
        f"{plain(credit_limit)} or less {JUDGEMENT}",
        verdict,
    )


def _hedge_ratio(designated: float, actual: float, tolerance: float) -> Requirement:
    apart = actual / designated - 1
    within = f"within {plain(tolerance)}" if tolerance < 1 else "above -1 to 1"  # -1: nothing held
    kept = actual > 0 and abs(apart) <= tolerance + NO_ROUNDING
    return Requirement(
        "hedge ratio as in risk management: actual / designated - 1",
        "6.4.1(c)(iii), B6.4.9-11",
        apart,
        f"{within} {JUDGEMENT}",
        PASS if kept else FAIL,
    )


def _information(fit: Fit, item: float, hedge: float, dropped: int) -> list[Requirement]:
    offset: float | HedgeError = HedgeError(
        Kind.UNDEFINED, "item_changes add up to 0: there is no cumulative dollar offset."
    )
    if item != 0:
        offset = -hedge / item
    line = fit.line
    figures: list[tuple[str, float | HedgeError, str]] = [
        ("slope p-value", fit.robust_p_value, ROBUST),
        ("slope", line.hedge_ratio, Direction.ITEM_ON_HEDGE),
        ("r squared", line.r_squared, ""),
        ("standard error", line.standard_error, OLS),
        ("robust standard error", fit.robust_error, ROBUST),
        ("observations", line.observations, ""),
        ("overlap [rows]", fit.overlap, "1 = none"),
        ("dropped", dropped, ""),
    ]
    return [
        Requirement("cumulative dollar offset", NO_PARAGRAPH, offset, NO_BAND, NOT_A_CRITERION),
        *(Requirement(name, NO_PARAGRAPH, x, what, INFORMATION) for name, x, what in figures),
    ]


def _overall(required: list[Requirement]) -> Requirement:
    verdicts = [line.verdict for line in required]
    return Requirement(
        OVERALL, "6.4.1(c)", verdicts.count(PASS), f"{len(required)} requirements", worst(verdicts)
    )
