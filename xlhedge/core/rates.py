"""Rates: bond futures and swaps that take interest-rate risk to a target."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.contracts import round_contracts
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_divisor, need_keyword, need_positive
from xlhedge.core.keywords import Bump
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.core.changes import FloatArray

_BASIS_POINT = 1e-4
_STEEPEST = 1e3  # a continuous yield beyond it, either way, is not looked for
_LONGEST = 100  # years of a swap: beyond it a term was given in other units
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
    units = units / lengths / largest
    parts = hedge_dv01s * units
    residuals = exposure_dv01s + parts.sum(axis=1)
    # least squares is exact for a whole table a rounding away, not for each of its rows
    noise = 32 * hedges * _EPS * float((np.abs(exposure_dv01s) + np.abs(parts).sum(axis=1)).max())
    return KeyRateHedge(units, np.where(np.abs(residuals) <= noise, 0.0, residuals))


def swap_hedge_notional(
    exposure_dv01: float,
    fixed_rate: float,
    years: float,
    discount_rates: FloatArray,
    frequency: int = 1,
    bump: str = Bump.ZERO,
) -> float:
    """Return the swap notional that offsets a DV01: negative = pay fixed, positive = receive.

    A fixed leg at `fixed_rate` with its principal is a bond, and the floating leg is at par on a
    reset date: one unit of receive-fixed notional gains what the bond does. How much that is a
    basis point depends on the rates that fall by it. All three are slopes, as central differences
    of half a basis point give them.

    Parameters
    ----------
    exposure_dv01 : float
        Money gained when the rates that `bump` names fall by a basis point: + for bonds owned,
        - for debt owed.
    fixed_rate : float
        Decimal a year, paid `frequency` times.
    years : float
        Term; a whole number of payments.
    discount_rates : array of shape (1,) or (years x frequency,)
        Zero rates, continuously compounded decimals a year, one a payment in order; one rate alone
        is a flat curve. NaN marks a missing cell. Whatever the bump, these are zero rates.
    frequency : int
        Payments a year.
    bump : {"zero", "par", "yield"}
        Which rates fall: the zero rates, all by as much; the par swap rates of every payment date,
        all by as much, the curve taken from them anew; the swap's own yield, that of its fixed leg
        with principal as a bond, compounded `frequency` times a year.

    Raises
    ------
    HedgeError
        MISMATCH for another number of rates; UNDEFINED for a swap without a DV01; DOMAIN for a
        term that is no whole number of payments or rates that leave no positive DV01; TYPE for an
        unknown bump.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 7 (a swap as the difference of two
    bonds); Tuckman and Serrat, Fixed Income Securities, chapters 4 (yield) and 5 (par rates).

    Examples
    --------
    >>> round(swap_hedge_notional(-100, 0, 10, np.array([0.05])))
    164872
    >>> round(swap_hedge_notional(-100, 0, 10, np.array([0.05]), bump="yield"))
    173325
    """
    need_keyword("bump", bump, Bump)
    times, flows, zeros = _fixed_leg(fixed_rate, years, discount_rates, frequency)
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
        slope = _SLOPES[bump](times, flows, np.exp(-zeros * times))
    dv01 = _BASIS_POINT * slope
    if dv01 == 0:
        raise HedgeError(
            Kind.UNDEFINED,
            "fixed_rate and discount_rates make a swap without a DV01; one is needed.",
        )
    if not 0 < dv01 < math.inf:
        raise HedgeError(
            Kind.DOMAIN,
            f"fixed_rate is {plain(fixed_rate)} and discount_rates run from {plain(zeros.min())} "
            "to "
            f"{plain(zeros.max())}; decimals a year that give a DV01 above 0 are needed.",
        )
    return -exposure_dv01 / dv01


def _fixed_leg(
    fixed_rate: float, years: float, discount_rates: FloatArray, frequency: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return when the fixed leg pays, what it pays with the principal, and the zero rates."""
    need_positive("years", years)
    if years > _LONGEST:
        raise HedgeError(Kind.DOMAIN, f"years is {plain(years)}; at most {_LONGEST} is needed.")
    payments = round(years * frequency)
    if payments < 1 or abs(years * frequency - payments) > 1e-9 * payments:
        raise HedgeError(
            Kind.DOMAIN,
            f"years is {plain(years)}; a whole number of payments is needed, {frequency} a year.",
        )
    import numpy as np

    zeros = discount_rates[~np.isnan(discount_rates)]
    flat = zeros.size == discount_rates.size == 1
    if not flat and zeros.size != payments:
        raise HedgeError(
            Kind.MISMATCH,
            f"discount_rates holds {plain(zeros.size)} numbers; {plain(payments)} are needed, one "
            "a payment, or one cell alone for a flat curve.",
        )
    times = np.arange(1, payments + 1) / frequency
    flows = np.full(payments, fixed_rate / frequency)
    flows[-1] += 1
    return times, flows, zeros


def _zero_slope(times: FloatArray, flows: FloatArray, discount: FloatArray) -> float:
    """Return what a bond gains as its zero rates fall, all by as much: sum(t CF P)."""
    return float((times * flows * discount).sum())


def _par_slope(times: FloatArray, flows: FloatArray, discount: FloatArray) -> float:
    """Return what a bond gains as the par rates of its payment dates fall, all by as much.

    A par bond is worth 1, P(n) + s(n) / f A(n) = 1 with the annuity A(n) = P(1) + ... + P(n), on
    each date n. Its derivative gives dP(n) from dA(n - 1), as bootstrapping gives P(n).
    """
    period = float(times[0])
    gained = annuity = annuity_gained = 0.0
    for flow, factor in zip(flows.tolist(), discount.tolist(), strict=True):
        before, annuity = annuity, annuity + factor
        rise = period * annuity - (1 - factor) / annuity * annuity_gained
        rise *= annuity / (1 + before)
        annuity_gained += rise
        gained += flow * rise
    return gained


def _yield_slope(times: FloatArray, flows: FloatArray, discount: FloatArray) -> float:
    """Return what a bond gains as its own yield, compounded a payment period, falls.

    One yield, where the bond is worth more than 0: flows change their sign once at most.
    """
    import numpy as np
    from scipy.optimize import brentq

    worth = float((flows * discount).sum())
    if not 0 < worth < math.inf:
        return math.nan

    def excess(rate: float) -> float:
        return float((flows * np.exp(-rate * times)).sum()) - worth

    low, high = -1e-3, 1e-3  # continuous; doubled until the yield lies between
    while excess(low) < 0 and low > -_STEEPEST:
        low *= 2
    while excess(high) > 0 and high < _STEEPEST:
        high *= 2
    if excess(low) < 0 or excess(high) > 0:
        return math.nan
    rate = float(brentq(excess, low, high, xtol=1e-15))
    growth = math.exp(rate * float(times[0]))  # 1 + yield / frequency
    return _zero_slope(times, flows, np.exp(-rate * times)) / growth


_SLOPES: dict[str, Callable[[FloatArray, FloatArray, FloatArray], float]] = {
    Bump.ZERO: _zero_slope,
    Bump.PAR: _par_slope,
    Bump.YIELD: _yield_slope,
}
