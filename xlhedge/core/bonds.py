"""Bonds: price and risk from a yield, and which one is cheapest to deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_positive, need_same_count
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray

_BASIS_POINT = 1e-4
_LONGEST = 100  # years: beyond it a term was given in other units
_SAME = 1e-12  # costs closer than this, relative to the largest price, are equal


class BondRisk(NamedTuple):
    """A bond's price and what it does when its yield moves."""

    price: float
    macaulay_duration: float
    modified_duration: float
    dv01: float
    convexity: float


class Deliverable(NamedTuple):
    """A bond that may be delivered; `bond` counts the rows given, from 1."""

    bond: int
    price: float
    invoice_price: float  # what delivery brings
    cost: float
    cheapest: bool


def payment_count(years: float, frequency: int) -> int:
    """Return how many payments a term has: a whole number, of at most 100 years.

    Raises
    ------
    HedgeError
        DOMAIN for a term that is too long, not above 0, or no whole number of payments.

    Examples
    --------
    >>> payment_count(2.5, 2)
    5
    """
    need_positive("years", years)
    if years > _LONGEST:
        raise HedgeError(Kind.DOMAIN, f"years is {plain(years)}; at most {_LONGEST} is needed.")
    payments = round(years * frequency)
    if payments < 1 or abs(years * frequency - payments) > 1e-9 * payments:
        raise HedgeError(
            Kind.DOMAIN,
            f"years is {plain(years)}; a whole number of payments is needed, {frequency} a year.",
        )
    return payments


def bond_risk(
    face: float, coupon_rate: float, yield_rate: float, years: float, frequency: int = 2
) -> BondRisk:
    """Return a bond's price, durations, DV01 and convexity on a coupon date, that coupon paid.

    Parameters
    ----------
    face : float
        Signed principal: + owned, - owed.
    coupon_rate : float
        Decimal a year, paid `frequency` times; 0 or more.
    yield_rate : float
        Decimal a year, compounded `frequency` times; above -`frequency`.
    years : float
        To maturity; a whole number of payments.
    frequency : int
        Payments a year.

    Returns
    -------
    BondRisk
        Price and DV01 in money, with the sign of `face`; DV01 is the gain as the yield falls by a
        basis point, price x modified duration / 10,000; durations in years, convexity in years
        squared, (d2P / dy2) / P.

    Raises
    ------
    HedgeError
        DOMAIN for an argument outside its domain, or figures that are no numbers.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 4.10; Tuckman and Serrat, Fixed Income
    Securities, chapter 4.

    Examples
    --------
    >>> risk = bond_risk(100, 0.10, 0.123673, 3)
    >>> round(risk.price, 3), round(risk.macaulay_duration, 3), round(risk.modified_duration, 4)
    (94.213, 2.653, 2.4985)
    """
    need_not_negative("coupon_rate", coupon_rate)
    growth = 1 + yield_rate / frequency
    need_positive(f"1 + yield_rate / {frequency}", growth)
    payments = payment_count(years, frequency)
    import numpy as np

    count = np.arange(1, payments + 1, dtype=np.float64)
    flows = np.full(payments, coupon_rate / frequency)
    flows[-1] += 1
    with np.errstate(all="ignore"):  # what is not finite is refused below
        values = flows * growth**-count
        price = float(values.sum())
        macaulay = float((count * values).sum()) / price / frequency if price else np.nan
        slope = float((count * (count + 1) * values).sum()) / growth / growth
        convexity = slope / price / frequency**2 if price else np.nan
    modified = macaulay / growth
    worth = face * price
    risk = BondRisk(worth, macaulay, modified, worth * modified * _BASIS_POINT, convexity)
    if not np.isfinite(risk).all():
        raise HedgeError(
            Kind.DOMAIN,
            f"coupon_rate is {plain(coupon_rate)} and yield_rate {plain(yield_rate)}; decimals a "
            "year (0.05 = 5 %) that leave the bond a price are needed.",
        )
    return risk


def cheapest_to_deliver(
    prices: FloatArray, conversion_factors: FloatArray, futures_price: float
) -> list[Deliverable]:
    """Return what delivering each bond costs, price - futures price x conversion factor.

    Parameters
    ----------
    prices : array of shape (n,)
        Quoted (clean) prices, above 0, in the unit of `futures_price`; accrued interest is paid
        and received alike. NaN marks a missing cell, and drops the bond.
    conversion_factors : array of shape (n,)
        The exchange's; above 0.
    futures_price : float
        Last settlement price; above 0.

    Returns
    -------
    list of Deliverable
        All bonds of the least cost are the cheapest, where rounding alone parts them.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for no bond with two numbers; DOMAIN for a price or
        a factor of 0 or less.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 6.2.

    Examples
    --------
    >>> bonds = cheapest_to_deliver(np.array([99.5, 143.5]), np.array([1.0382, 1.5188]), 93.25)
    >>> [(round(bond.cost, 2), bond.cheapest) for bond in bonds]
    [(2.69, False), (1.87, True)]
    """
    import numpy as np

    need_same_count("prices", prices.size, "conversion_factors", conversion_factors.size)
    need_positive("futures_price", futures_price)
    kept = np.flatnonzero(~(np.isnan(prices) | np.isnan(conversion_factors)))
    if not kept.size:
        raise HedgeError(
            Kind.UNDEFINED,
            "prices and conversion_factors hold no bond with two numbers; one is needed.",
        )
    price, factor = prices[kept], conversion_factors[kept]
    need_positive("the lowest of prices", float(price.min()))
    need_positive("the lowest of conversion_factors", float(factor.min()))
    invoice = futures_price * factor
    cost = price - invoice
    cheapest = cost <= cost.min() + _SAME * price.max()
    rows = zip(*(x.tolist() for x in (kept + 1, price, invoice, cost, cheapest)), strict=True)
    return [Deliverable(*row) for row in rows]
