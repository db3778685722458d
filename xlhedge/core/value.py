"""The hedge ratio by value: how much of a position is covered, and what that is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_level, need_nonzero, need_ratio, need_shares

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray

_SAME = 1e-12  # a ratio this close to a bound is on it: 1 - 0.98 is not quite 0.02

PROFILES = (("growth", 0.25, 0.40), ("typical", 0.50, 1.00), ("conservative", 0.75, 1.00))


def hedge_ratio(hedge_value: float, position_value: float) -> float:
    """Return V_H / V_P, the share of a position that a hedge covers.

    Raises
    ------
    HedgeError
        UNDEFINED for a position of 0.

    Examples
    --------
    >>> hedge_ratio(52_005, 60_000)
    0.86675
    """
    need_nonzero("position_value", position_value)
    return hedge_value / position_value


def portfolio_hedge_ratio(values: FloatArray, hedged_share: FloatArray) -> float:
    """Return sum(v x s) / sum(v) over the lines of a portfolio.

    Parameters
    ----------
    values : array of shape (n,)
        Signed market values.
    hedged_share : array of shape (n,)
        The share of each line that is hedged, 0 to 1.

    Raises
    ------
    HedgeError
        DOMAIN for a share outside 0 to 1; UNDEFINED for values that sum to 0.
    """
    need_shares("hedged_share", hedged_share)
    total = float(values.sum())
    if total == 0:
        raise HedgeError(Kind.UNDEFINED, "values sum to 0; a total other than 0 is needed.")
    return float((values * hedged_share).sum()) / total


def unhedged_exposure(
    hedge_value: float, position_value: float, *, as_percent: bool = False
) -> float:
    """Return what a hedge leaves open, in money or as a share of the position.

    Returns
    -------
    float
        abs(V_P) (1 - V_H / V_P), or 1 - V_H / V_P: negative = over-hedged, whatever the
        position's sign.

    Raises
    ------
    HedgeError
        UNDEFINED for a share of a position of 0.

    Examples
    --------
    >>> unhedged_exposure(52_000, 60_000), unhedged_exposure(-65_000, -60_000)
    (8000, -5000)
    """
    if as_percent:
        return 1 - hedge_ratio(hedge_value, position_value)
    return position_value - hedge_value if position_value >= 0 else hedge_value - position_value


def hedge_status(ratio: float, tolerance: float = 0.02) -> str:
    """Return what a hedge ratio amounts to, in words.

    Parameters
    ----------
    ratio : float
        A decimal; + protects.
    tolerance : float
        How far from 0 and from 1 still counts as there: from 0 to below 0.5.

    Raises
    ------
    HedgeError
        DOMAIN for a tolerance outside its domain, or a ratio that is a whole-number percentage.
    """
    need_ratio("hedge_ratio", ratio)
    if tolerance != 0:
        need_level("tolerance", tolerance, high=0.5)
    if abs(ratio) <= tolerance + _SAME:
        return "unhedged"
    if ratio < 0:
        return "adds risk"
    if abs(ratio - 1) <= tolerance + _SAME:
        return "fully hedged"
    return "partly hedged" if ratio < 1 else "over-hedged"


def hedge_profile(ratio: float) -> str:
    """Return the published risk profiles whose band holds a hedge ratio.

    Parameters
    ----------
    ratio : float
        A decimal; + protects.

    Returns
    -------
    str
        Every band that holds the ratio; "between bands" where none does, "adds risk" below 0 and
        "over-hedged" above 1, where nothing was published.

    Raises
    ------
    HedgeError
        DOMAIN for a ratio that is a whole-number percentage.

    Examples
    --------
    >>> hedge_profile(0.8), hedge_profile(0.45), hedge_profile(1.2)
    ('typical, conservative', 'between bands', 'over-hedged')
    """
    need_ratio("hedge_ratio", ratio)
    if ratio < -_SAME:
        return "adds risk"
    if ratio > 1 + _SAME:
        return "over-hedged"
    held = [name for name, low, high in PROFILES if low - _SAME <= ratio <= high + _SAME]
    return ", ".join(held) or "between bands"
