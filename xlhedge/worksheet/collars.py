"""Collars: a price kept between a put and a call, and forwards that keep part of a gain."""

from typing import Annotated

from xlhedge.core import collars
from xlhedge.worksheet.arguments import (
    Expiry,
    Fees,
    IncomeYield,
    OptionKind,
    RiskFreeRate,
    Side,
    Underlying,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Number, OptionalNumber
from xlhedge.worksheet.errors import NUM

_PREMIUM = (NUM, "A negative premium.")

PutPremium = Annotated[
    float,
    NUMBER.with_help("Paid for the put (a buyer: received), per unit; 0 or more.", _PREMIUM),
]
CallPremium = Annotated[
    float,
    NUMBER.with_help("Received for the call (a buyer: paid), per unit; 0 or more.", _PREMIUM),
]
CallStrike = Annotated[
    float, NUMBER.with_help("Strike of the call sold (a buyer: bought), per unit.")
]
ExpectedBasis = Annotated[
    float,
    NUMBER.with_help(
        "Spot less futures expected at the close, per unit; 0 by default, often negative.",
    ),
]


@worksheet_function("Collars")
def COLLAR_FLOOR(
    put_strike: Number,
    put_premium: PutPremium,
    call_premium: CallPremium,
    expected_basis: ExpectedBasis = 0,
    cost: Fees = 0,
    side: Side = "sell",
) -> float:
    """The least a seller expects with a collar: put strike - put + call premium + basis - cost.

    Parameters
    ----------
    put_strike : number
        Strike of the put bought (a buyer: sold), per unit.

    Returns
    -------
    number
        Price per unit; for a buyer the least to pay, + cost.

    References
    ----------
    Iowa State University Extension, Ag Decision Maker A2-69 (fence).

    Examples
    --------
    >>> round(COLLAR_FLOOR(10, 0.88, 0.78, -0.5, 0.05), 4)
    9.35
    """
    return collars.collar_bound(put_strike, put_premium, call_premium, expected_basis, cost, side)


@worksheet_function("Collars")
def COLLAR_CEILING(
    call_strike: CallStrike,
    put_premium: PutPremium,
    call_premium: CallPremium,
    expected_basis: ExpectedBasis = 0,
    cost: Fees = 0,
    side: Side = "sell",
) -> float:
    """The most a seller expects with a collar: call strike - put + call premium + basis - cost.

    Returns
    -------
    number
        Price per unit; for a buyer the most to pay, + cost.

    References
    ----------
    Iowa State University Extension, Ag Decision Maker A2-69 (fence).

    Examples
    --------
    >>> round(COLLAR_CEILING(10.5, 0.88, 0.78, -0.5, 0.05), 4)
    9.85
    """
    return collars.collar_bound(call_strike, put_premium, call_premium, expected_basis, cost, side)


@worksheet_function("Collars")
def COLLAR_NET_PRICE(
    futures_close: Number,
    actual_basis: Number,
    put_strike: Number,
    call_strike: CallStrike,
    put_premium: PutPremium,
    call_premium: CallPremium,
    cost: Fees = 0,
    side: Side = "sell",
) -> float:
    """The price a seller gets with a collar: futures kept between the strikes + basis + premiums.

    Parameters
    ----------
    futures_close : number
        Futures price at expiry, per unit.
    actual_basis : number
        Spot less futures then, per unit.
    put_strike : number
        Strike of the put bought (a buyer: sold), per unit; at or below call_strike.

    Returns
    -------
    number
        Price per unit: received by a seller, paid by a buyer.

    Raises
    ------
    #NUM!
        A put strike above the call strike.

    Notes
    -----
    min(max(futures, put strike), call strike) + basis - put premium + call premium - cost. A buyer
    has the options the other way round: only the cost turns its sign.

    References
    ----------
    Iowa State University Extension, Ag Decision Maker A2-69 (fence).

    Examples
    --------
    >>> round(COLLAR_NET_PRICE(5.25, -0.25, 4, 5, 0.39, 0.05, 0.01), 4)
    4.4
    """
    return collars.collar_net_price(
        futures_close, actual_basis, put_strike, call_strike, put_premium, call_premium, cost, side
    )


@worksheet_function("Collars")
def ZERO_COST_COLLAR(
    spot: Underlying,
    strike: Number,
    rate: RiskFreeRate,
    volatility: Number,
    years: Number,
    income_yield: IncomeYield = 0,
    kind: OptionKind = "put",
    sold_volatility: OptionalNumber = None,
) -> float:
    """The strike to sell so that a collar costs nothing: the premium sold is the premium bought.

    Parameters
    ----------
    strike : number
        Strike of the option bought: the floor of a seller, the cap of a buyer; above 0.
    volatility : number
        Decimal a year, at the strike bought; above 0.
    years : number
        To expiry; above 0.
    kind : text
        The option bought: "put" (default; a call above it is sold) or "call" (a put below it is
        sold).
    sold_volatility : number
        At the strike sold, where the market quotes another one; above 0. Omitted: volatility.

    Returns
    -------
    number
        Strike of the option sold, per unit.

    Raises
    ------
    #NUM!
        A put strike too high, or a call strike too low, to be paid for by a strike beyond it; an
        argument outside its domain; no convergence.
    #DIV/0!
        The option bought is worth nothing.

    Notes
    -----
    At one volatility a put strike up to the forward price, or a call strike from it, has an
    answer; at the forward price the collar is a forward. Values by Black-Scholes-Merton: a
    dealer's margin is not in them.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 17.2 (range forward contracts).

    Examples
    --------
    >>> round(ZERO_COST_COLLAR(100, 95, 0.05, 0.2, 1), 4)
    117.9285
    """
    return collars.zero_cost_strike(
        spot, strike, rate, volatility, years, income_yield, kind, sold_volatility
    )


@worksheet_function("Collars")
def PARTICIPATING_FORWARD(
    spot: Underlying,
    strike: Number,
    rate: RiskFreeRate,
    volatility: Number,
    years: Expiry,
    income_yield: IncomeYield = 0,
    kind: OptionKind = "put",
) -> float:
    """The share of a gain kept by a participating forward that costs nothing: 1 - bought / sold.

    Parameters
    ----------
    strike : number
        The worst price, guaranteed: at or below the forward price for a seller, at or above it for
        a buyer; above 0.
    volatility : number
        Decimal a year; 0 or more.
    kind : text
        The option bought: "put" (default: a seller) or "call" (a buyer).

    Returns
    -------
    number
        A decimal, 0 to 1: sell the opposite option at the same strike on 1 less this share of the
        amount. 0 = an ordinary forward.

    Raises
    ------
    #NUM!
        A strike on the wrong side of the forward price, or an argument outside its domain.
    #DIV/0!
        The option to sell is worth nothing.

    Notes
    -----
    1 - premium of the option bought / premium of the opposite option at the same strike, by
    Black-Scholes-Merton: a dealer's margin is not in it.

    References
    ----------
    Wystup, FX Options and Structured Products (participating forward).

    Examples
    --------
    >>> round(PARTICIPATING_FORWARD(1.1, 1.06, 0.03, 0.1, 1, 0.02), 4)
    0.6945
    """
    return collars.participation(spot, strike, rate, volatility, years, income_yield, kind)
