"""Rates: bond futures and other hedges that take interest-rate risk to a target."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.contracts import round_contracts
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_divisor, need_positive

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray

_EPS = sys.float_info.epsilon
_COLLINEAR = 1e-10  # smallest to largest singular value of columns of length 1


class KeyRateHedge(NamedTuple):
    """Units of each hedge, and what they leave at each key rate."""

    units: FloatArray
    residuals: FloatArray


def duration_hedge_contracts(
    portfolio_value: float,
    portfolio_duration: float,
    contract_value: float,
    ctd_duration: float,
    target_duration: float = 0.0,
    rounding: int = 0,
) -> float:
    """Return the bond futures that move a duration, N = (D_target - D_P) P / (V_F D_F).

    Parameters
    ----------
    portfolio_value : float
        Signed market value: + own, - owe.
    portfolio_duration, target_duration : float
        Years, at the hedge's maturity.
    contract_value : float
        Money a contract: the futures price times its size; above 0.
    ctd_duration : float
        Years, of the cheapest-to-deliver bond at the hedge's maturity; above 0.
    rounding : {0, 1, 2, 3}
        See `round_contracts`.

    Returns
    -------
    float
        Signed contracts: negative = sell, positive = buy.

    Raises
    ------
    HedgeError
        UNDEFINED for a contract value or a duration of 0; DOMAIN for a negative one.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 6.4.

    Examples
    --------
    >>> round(duration_hedge_contracts(10_000_000, 6.8, 93_062.50, 9.20), 2)
    -79.42
    """
    need_divisor("contract_value", contract_value)
    need_divisor("ctd_duration", ctd_duration)
    change = (target_duration - portfolio_duration) / ctd_duration
    return round_contracts(change * (portfolio_value / contract_value), rounding)


def dv01_hedge_contracts(
    portfolio_dv01: float,
    ctd_dv01: float,
    conversion_factor: float = 1.0,
    target_dv01: float = 0.0,
    rounding: int = 0,
) -> float:
    """Return the bond futures that move a DV01, N = (target - DV01) / (ctd DV01 / CF).

    Parameters
    ----------
    portfolio_dv01, target_dv01 : float
        Money gained when the bonds' yields to maturity fall by a basis point: + for bonds owned,
        - for debt owed.
    ctd_dv01 : float
        The same, of the cheapest-to-deliver bond's yield, in the size of one contract; above 0.
        The two yields are taken to move together.
    conversion_factor : float
        Its conversion factor; above 0. 1 where `ctd_dv01` is the contract's own.
    rounding : {0, 1, 2, 3}
        See `round_contracts`.

    Returns
    -------
    float
        Signed contracts: negative = sell, positive = buy.

    Raises
    ------
    HedgeError
        UNDEFINED for a `ctd_dv01` of 0; DOMAIN for a negative one, or a factor not above 0.

    Examples
    --------
    >>> round(dv01_hedge_contracts(45_000, 78.5, 0.8215), 2)
    -470.92
    """
    need_divisor("ctd_dv01", ctd_dv01)
    need_positive("conversion_factor", conversion_factor)
    change = target_dv01 - portfolio_dv01
    return round_contracts(change / ctd_dv01 * conversion_factor, rounding)


def key_rate_hedge(exposure_dv01s: FloatArray, hedge_dv01s: FloatArray) -> KeyRateHedge:
    """Return the units of each hedge that offset the DV01 at every key rate, H n = -e.

    As many hedges as key rates are solved exactly; fewer leave the least sum of squared DV01.

    Parameters
    ----------
    exposure_dv01s : array of shape (m,)
        Money that the exposure gains when that key rate alone falls by a basis point (a par or a
        zero rate of its term, the same in both arguments): + for bonds owned, - for debt owed.
    hedge_dv01s : array of shape (m, k)
        The same of one unit, bought, of each hedge (column) at each key rate (row).

    Returns
    -------
    KeyRateHedge
        Signed units (negative = sell) and e + H n; what rounding alone explains is 0.

    Raises
    ------
    HedgeError
        MISMATCH for unequal rows; UNDEFINED for none; DOMAIN for more hedges than key rates or
        hedges that are combinations of each other.

    References
    ----------
    Ho (1992), Key Rate Durations; Tuckman and Serrat, Fixed Income Securities, chapter 5.

    Examples
    --------
    >>> key_rate_hedge(np.array([100.0, 50.0]), np.array([[10.0, 0.0], [0.0, 5.0]])).units
    array([-10., -10.])
    """
    rates, hedges = hedge_dv01s.shape
    if exposure_dv01s.size != rates:
        raise HedgeError(
            Kind.MISMATCH,
            f"exposure_dv01s has {exposure_dv01s.size} cells and hedge_dv01s has {rates} rows; "
            "they need the same number, one a key rate.",
        )
    if not (rates and hedges):
        raise HedgeError(
            Kind.UNDEFINED,
            "exposure_dv01s and hedge_dv01s hold no row full of numbers; one is needed.",
        )
    if hedges > rates:
        raise HedgeError(
            Kind.DOMAIN,
            f"hedge_dv01s has {hedges} hedges for {rates} key rates with numbers; as many key "
            "rates as hedges, or more, are needed for one answer.",
        )
    import numpy as np

    units = _offsetting(exposure_dv01s, hedge_dv01s)
    parts = hedge_dv01s * units
    residuals = exposure_dv01s + parts.sum(axis=1)
    # least squares is exact for a whole table a rounding away, not for each of its rows
    noise = 32 * hedges * _EPS * float((np.abs(exposure_dv01s) + np.abs(parts).sum(axis=1)).max())
    return KeyRateHedge(units, np.where(np.abs(residuals) <= noise, 0.0, residuals))


def _offsetting(exposure_dv01s: FloatArray, hedge_dv01s: FloatArray) -> FloatArray:
    """Return the units that leave the least sum of squared DV01."""
    import numpy as np

    largest = np.abs(hedge_dv01s).max(axis=0)
    if not largest.all():
        raise HedgeError(
            Kind.DOMAIN,
            f"hedge_dv01s column {int(largest.argmin()) + 1} is 0 at every key rate; a hedge with "
            "a DV01 is needed.",
        )
    scaled = hedge_dv01s / largest  # first, lest squares overflow
    lengths = np.sqrt((scaled * scaled).sum(axis=0))
    units, _, _, singular = np.linalg.lstsq(scaled / lengths, -exposure_dv01s, rcond=None)
    if singular[-1] <= _COLLINEAR * singular[0]:
        raise HedgeError(
            Kind.DOMAIN,
            "hedge_dv01s holds hedges that are combinations of each other (collinear); leave one "
            "out.",
        )
    offsetting: FloatArray = units / lengths / largest
    return offsetting
