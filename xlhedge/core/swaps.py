"""Swaps: what one is worth, and how much of one offsets a DV01."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.core.bonds import payment_count
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword
from xlhedge.core.keywords import Bump
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.core.changes import FloatArray

_BASIS_POINT = 1e-4
_STEEPEST = 1e3  # a continuous yield beyond it, either way, is not looked for


def swap_value(
    notional: float,
    fixed_rate: float,
    years: float,
    discount_rates: FloatArray,
    frequency: int = 1,
) -> float:
    """Return what a swap is worth on a reset date: fixed leg with principal less floating at par.

    Parameters
    ----------
    notional : float
        Signed: + fixed received, - fixed paid.
    fixed_rate, years, discount_rates, frequency
        As `swap_hedge_notional`.

    Returns
    -------
    float
        Money: + gain, - loss; 0 where `fixed_rate` is the par rate of the curve.

    Raises
    ------
    HedgeError
        As `swap_hedge_notional`; DOMAIN for rates that make no number.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 7: a swap as the difference of two bonds.

    Examples
    --------
    >>> round(swap_value(100, 0.06, 2, np.array([0.05, 0.058, 0.064, 0.068]), 2), 2)
    -1.61
    """
    times, flows, zeros = _fixed_leg(fixed_rate, years, discount_rates, frequency)
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
        bond = float((flows * np.exp(-zeros * times)).sum())
    if not math.isfinite(bond):
        raise HedgeError(
            Kind.DOMAIN,
            f"fixed_rate is {plain(fixed_rate)} and discount_rates run from {plain(zeros.min())} "
            f"to {plain(zeros.max())}; decimals a year (0.05 = 5 %) are needed.",
        )
    return notional * (bond - 1)


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
    payments = payment_count(years, frequency)
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
