"""Treasury: what a book of exposures may lose, hedging it in layers, and the policy's bands."""

import math
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_band,
    need_level,
    need_none_negative,
    need_not_negative,
    need_pair,
    need_ratio,
    need_same_count,
    need_shares,
)
from xlhedge.core.portfolio import portfolio_sd
from xlhedge.core.wording import plain

_SAME = 1e-12  # a ratio or a tenor this close to a bound is on it
_ROUNDED = 1e-9  # of a correlation: what printing and retyping a matrix leaves


class LayeredHedge(NamedTuple):
    """A layered hedge, one entry a line; `trades` has one column a period to come."""

    period: FloatArray
    exposure: FloatArray
    target_ratio: FloatArray
    position: FloatArray
    unhedged: FloatArray
    trades: FloatArray


class PolicyLine(NamedTuple):
    """One hedge against its policy band; `low` and `high` are None where no band holds it."""

    line: int
    hedge_ratio: float
    tenor: float
    low: float | None
    high: float | None
    status: str


def exposure_at_risk(
    exposures: FloatArray,
    volatilities: FloatArray,
    correlations: FloatArray,
    years: float = 1.0,
    level: float = 0.95,
) -> float:
    """Return the parametric loss that is exceeded with probability 1 - level.

    z(level) sqrt(years) sqrt(x' C x), where x is exposure times volatility. A line without two
    numbers is left out together with its row and its column of the correlations.

    Parameters
    ----------
    exposures : array of shape (n,)
        Signed, in one currency: + own or will receive, - owe. NaN marks a missing cell.
    volatilities : array of shape (n,)
        Decimals a year; 0 or more.
    correlations : array of shape (n, n)
        Symmetric, 1 on the diagonal, positive semi-definite.
    years : float
        Horizon; 0 or more. Risk grows with its square root.
    level : float
        Confidence, above 0.5 and below 1.

    Returns
    -------
    float
        A loss as a number of 0 or more, in the exposures' currency.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for no line; TYPE for a missing correlation; DOMAIN
        for a volatility, correlation, horizon or level outside its domain.

    References
    ----------
    RiskMetrics Technical Document (1996); Hull, chapter on value at risk, model-building approach.
    """
    need_same_count("exposures", exposures.size, "volatilities", volatilities.size)
    if correlations.shape != (exposures.size, exposures.size):
        rows, columns = correlations.shape
        raise HedgeError(
            Kind.MISMATCH,
            f"correlations has {plain(rows)} x {plain(columns)} cells; {exposures.size} exposures "
            f"need {exposures.size} x {exposures.size}.",
        )
    need_not_negative("years", years)
    need_level("level", level, 0.5)
    kept = ~(np.isnan(exposures) | np.isnan(volatilities))
    exposures, volatilities = exposures[kept], volatilities[kept]
    need_pair("exposures", "volatilities", exposures)
    correlations = correlations[np.ix_(kept, kept)]
    need_none_negative("volatilities", volatilities)
    _need_correlations(correlations)
    risks = exposures * volatilities
    largest = float(np.abs(risks).max())
    if largest == 0:
        return 0.0
    sd = largest * portfolio_sd(risks / largest, correlations)  # scaled, lest squares overflow
    return NormalDist().inv_cdf(level) * math.sqrt(years) * sd


def _need_correlations(matrix: FloatArray) -> None:
    """Raise unless a square block is a correlation matrix."""
    if np.isnan(matrix).any():
        raise HedgeError(
            Kind.TYPE, "correlations has a cell without a number; every pair of lines needs one."
        )
    if np.abs(np.diag(matrix) - 1).max() > _ROUNDED:
        raise HedgeError(
            Kind.DOMAIN, "correlations has a diagonal cell that is not 1; 1 is needed."
        )
    largest = float(matrix.flat[int(np.abs(matrix).argmax())])
    if abs(largest) > 1 + _ROUNDED:
        raise HedgeError(Kind.DOMAIN, f"correlations holds {plain(largest)}; -1 to 1 is needed.")
    row, column = np.unravel_index(int(np.abs(matrix - matrix.T).argmax()), matrix.shape)
    if abs(matrix[row, column] - matrix[column, row]) > _ROUNDED:
        raise HedgeError(
            Kind.DOMAIN,
            f"correlations is not symmetric: {plain(matrix[row, column])} in row {row + 1}, column "
            f"{column + 1}, and {plain(matrix[column, row])} across the diagonal; equals are "
            "needed.",
        )
    lowest = float(np.linalg.eigvalsh(matrix)[0])
    if lowest < -_ROUNDED * matrix.shape[0]:
        raise HedgeError(
            Kind.DOMAIN,
            f"correlations contradict each other (smallest eigenvalue {plain(lowest)}); a positive "
            "semi-definite matrix is needed.",
        )


def layered_hedge(exposures: FloatArray, schedule: FloatArray) -> LayeredHedge:
    """Return positions that hedge nearer exposures more, and the trades that build them up.

    The exposure i periods ahead is hedged to schedule[i]. As each period passes it moves one place
    nearer, and the next layer, -(schedule[i-1] - schedule[i]) E, is traded.

    Parameters
    ----------
    exposures : array of shape (n,)
        Signed, one a period, the next period first: + will receive or sell, - owe or will buy. NaN
        marks a missing cell: that line is left out.
    schedule : array of shape (n,)
        The share hedged of what is 1, 2, ... n periods ahead, 0 to 1. NaN marks a missing cell:
        that line is left out, and nothing is traded at that distance.

    Returns
    -------
    LayeredHedge
        `position` = -target ratio x exposure; `trades[line, k - 1]` is the trade k periods from
        now, as if every position stood at its target: position and trades add up to
        -schedule[1] E.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for no line; DOMAIN for a share outside 0 to 1.

    Examples
    --------
    >>> layered_hedge(np.array([100.0, 100.0]), np.array([0.75, 0.25])).position
    array([-75., -25.])
    """
    need_same_count("exposures", exposures.size, "schedule", schedule.size)
    need_shares("schedule", schedule)
    lines = np.flatnonzero(~(np.isnan(exposures) | np.isnan(schedule)))
    need_pair("exposures", "schedule", lines)
    in_force = schedule[: lines[-1] + 1].copy()
    for i in range(in_force.size - 2, -1, -1):
        if math.isnan(in_force[i]):
            in_force[i] = in_force[i + 1]
    trades = np.zeros((lines.size, in_force.size - 1))
    for row, line in enumerate(lines.tolist()):
        positions = -in_force[line::-1] * exposures[line]
        trades[row, :line] = positions[1:] - positions[:-1]
    exposure, target = exposures[lines], schedule[lines]
    position = -target * exposure
    return LayeredHedge(
        (lines + 1).astype(np.float64), exposure, target, position, exposure + position, trades
    )


def hedge_policy_check(
    hedge_ratios: FloatArray, tenors: FloatArray, policy_table: FloatArray
) -> list[PolicyLine]:
    """Return, for each hedge, the band that the policy sets at its tenor and how it stands.

    A row of the policy holds a tenor from its first to its last, both included; a tenor at which
    one row ends and the next begins belongs to the nearer row.

    Parameters
    ----------
    hedge_ratios, tenors : arrays of shape (n,)
        NaN marks a missing cell: that line is left out.
    policy_table : array of shape (m, 4)
        Tenor from, tenor to, lowest and highest hedge ratio. A row with a missing cell, a row of
        titles for one, is left out.

    Returns
    -------
    list of PolicyLine
        `status` is "within band", "below band", "above band" or "no band".

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; TYPE for a table without four columns; UNDEFINED for no line
        or no band; DOMAIN for a band upside down or rows that overlap.
    """
    need_same_count("hedge_ratios", hedge_ratios.size, "tenors", tenors.size)
    bands = _policy_bands(policy_table)
    lines = np.flatnonzero(~(np.isnan(hedge_ratios) | np.isnan(tenors))).tolist()
    need_pair("hedge_ratios", "tenors", lines)
    checks = []
    for line in lines:
        ratio, tenor = float(hedge_ratios[line]), float(tenors[line])
        need_ratio("hedge_ratios", ratio)
        low = high = None
        status = "no band"
        for first, last, lowest, highest in bands:
            if first - _SAME <= tenor <= last + _SAME:
                low, high, status = lowest, highest, _status(ratio, lowest, highest)
                break
        checks.append(PolicyLine(line + 1, ratio, tenor, low, high, status))
    return checks


def _policy_bands(table: FloatArray) -> list[list[float]]:
    """Return the rows of a policy, nearest tenor first."""
    if table.shape[1] != 4:
        raise HedgeError(
            Kind.TYPE,
            f"policy_table has {table.shape[1]} columns; four are needed: tenor from, tenor to, "
            "lowest and highest hedge ratio.",
        )
    bands: list[list[float]] = sorted(table[~np.isnan(table).any(axis=1)].tolist())
    if not bands:
        raise HedgeError(
            Kind.UNDEFINED, "policy_table holds no row of four numbers; one is needed."
        )
    for first, last, lowest, highest in bands:
        if first > last:
            raise HedgeError(
                Kind.DOMAIN,
                f"policy_table has a row from tenor {plain(first)} to {plain(last)}; low goes "
                "first.",
            )
        need_band("policy_table lowest ratio", lowest, "highest ratio", highest)
    for nearer, further in pairwise(bands):
        if further[0] < nearer[1] - _SAME:
            raise HedgeError(
                Kind.DOMAIN,
                f"policy_table has a row to tenor {plain(nearer[1])} and another from "
                f"{plain(further[0])}; "
                "rows that do not overlap are needed.",
            )
    return bands


def _status(ratio: float, low: float, high: float) -> str:
    if ratio < low - _SAME:
        return "below band"
    return "above band" if ratio > high + _SAME else "within band"
