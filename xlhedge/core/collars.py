"""Hybrid hedges: a price kept between a put and a call, and forwards that keep part of a gain."""

import math
from collections.abc import Callable

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword, need_not_negative, need_positive
from xlhedge.core.keywords import OptionKind, Side
from xlhedge.core.options import option_price, option_sign
from xlhedge.core.wording import plain

_SAME = 1e-12  # premiums that differ by less than this share are equal but for rounding
_FARTHEST = 300.0  # the search for a strike ends at this distance in logs

_OTHER: dict[str, str] = {OptionKind.PUT: OptionKind.CALL, OptionKind.CALL: OptionKind.PUT}


def collar_bound(
    strike: float,
    put_premium: float,
    call_premium: float,
    expected_basis: float = 0.0,
    cost: float = 0.0,
    side: str = Side.SELL,
) -> float:
    """Return the price where futures close at a strike or beyond: K - p + c + b -/+ cost.

    A seller buys the put and sells the call, a buyer the other way round: what one pays more or
    less for the options the other gets, so that the cost alone turns its sign.

    Parameters
    ----------
    strike : float
        Of the put for the floor, of the call for the ceiling.
    put_premium, call_premium : float
        Per unit; 0 or more.
    expected_basis : float
        Spot less futures expected at the close.
    cost : float
        Fees and interest per unit; 0 or more.
    side : {"sell", "buy"}
        Whether the price is received or paid.

    Raises
    ------
    HedgeError
        DOMAIN for a negative premium or cost; TYPE for another `side`.

    References
    ----------
    Iowa State University Extension, Ag Decision Maker A2-69 (fence).

    Examples
    --------
    >>> round(collar_bound(10, 0.88, 0.78, -0.50, 0.05), 9)
    9.35
    """
    need_keyword("side", side, Side)
    premiums = {"put_premium": put_premium, "call_premium": call_premium, "cost": cost}
    for name, value in premiums.items():
        need_not_negative(name, value)
    price = strike - put_premium + call_premium + expected_basis
    return price + cost if side == Side.BUY else price - cost


def collar_net_price(
    futures_close: float,
    actual_basis: float,
    put_strike: float,
    call_strike: float,
    put_premium: float,
    call_premium: float,
    cost: float = 0.0,
    side: str = Side.SELL,
) -> float:
    """Return the price that a collared seller gets, or a collared buyer pays, for one close.

    The futures price, kept between the strikes, plus basis, plus what the options brought net.

    Raises
    ------
    HedgeError
        DOMAIN for a put strike above the call strike, a negative premium or cost; TYPE for
        another `side`.

    Examples
    --------
    >>> round(collar_net_price(5.25, -0.25, 4, 5, 0.39, 0.05, 0.01), 9)
    4.4
    """
    if put_strike > call_strike:
        raise HedgeError(
            Kind.DOMAIN,
            f"put_strike is {plain(put_strike)} and call_strike {plain(call_strike)}; "
            "a put strike at or below the call strike is needed.",
        )
    kept = min(max(futures_close, put_strike), call_strike)
    return collar_bound(kept, put_premium, call_premium, actual_basis, cost, side)


def zero_cost_strike(
    spot: float,
    strike: float,
    rate: float,
    volatility: float,
    years: float,
    income_yield: float = 0.0,
    kind: str = OptionKind.PUT,
    sold_volatility: float | None = None,
) -> float:
    """Return the strike at which the option sold brings what the option bought costs.

    Parameters
    ----------
    strike : float
        Of the option bought; above 0.
    volatility, years : float
        Above 0.
    kind : {"put", "call"}
        The option bought: a put (a seller's floor; a call above it is sold) or a call (a buyer's
        cap; a put below it is sold).
    sold_volatility : float, optional
        Volatility at the strike sold; `volatility` when omitted.
    spot, rate, income_yield
        As `option_price`.

    Raises
    ------
    HedgeError
        DOMAIN when even at the same strike the option sold brings less than the one bought costs,
        or the search does not converge; UNDEFINED for a premium of 0; else as `option_price`.

    References
    ----------
    Hull, section 17.2 (range forwards).

    Examples
    --------
    >>> round(zero_cost_strike(100, 95, 0.05, 0.2, 1), 2)
    117.93
    """
    away = -option_sign(kind)  # the strike sold lies above that of a put, below that of a call
    sold_volatility = volatility if sold_volatility is None else sold_volatility
    need_positive("volatility", volatility)
    need_positive("sold_volatility", sold_volatility)
    need_positive("years", years)
    paid = option_price(spot, strike, rate, volatility, years, income_yield, kind)
    if not paid > 0:
        raise HedgeError(
            Kind.UNDEFINED,
            f"strike is {plain(strike)}, where the {kind} costs nothing: any far strike matches "
            "it.",
        )

    def excess(distance: float) -> float:
        sold = strike * math.exp(away * distance)
        brought = option_price(spot, sold, rate, sold_volatility, years, income_yield, _OTHER[kind])
        return brought - paid

    at_once = excess(0.0)
    if abs(at_once) <= _SAME * paid:
        return strike
    if at_once < 0:
        raise _crossed(strike, kind, paid, paid + at_once)
    distance = _root(excess, sold_volatility * math.sqrt(years))
    if distance is None:
        raise HedgeError(
            Kind.DOMAIN,
            f"strike is {plain(strike)}; the search for the strike sold did not converge.",
        )
    return strike * math.exp(away * distance)


def _root(excess: Callable[[float], float], far: float) -> float | None:
    """Return where a falling function that starts above 0 comes to it; None if not found.

    Parameters
    ----------
    far : float
        Where it may be below 0 already; doubled until it is.
    """
    from scipy.optimize import brentq

    while far < _FARTHEST and excess(far) > 0:
        far *= 2
    if far >= _FARTHEST:
        return None
    distance, report = brentq(
        excess, 0.0, far, xtol=1e-15, rtol=1e-14, maxiter=1000, full_output=True, disp=False
    )
    return float(distance) if report.converged else None


def participation(
    spot: float,
    strike: float,
    rate: float,
    volatility: float,
    years: float,
    income_yield: float = 0.0,
    kind: str = OptionKind.PUT,
) -> float:
    """Return the share of a gain kept by a participating forward that costs nothing.

    The option on the whole amount is paid for by selling the opposite one at the same strike on
    the part 1 - participation.

    Parameters
    ----------
    strike : float
        The worst price, for both options; above 0.
    kind : {"put", "call"}
        The option bought: a put for a seller, a call for a buyer.
    spot, rate, volatility, years, income_yield
        As `option_price`.

    Returns
    -------
    float
        1 - premium bought / premium sold: 0 at the forward price, towards 1 as the
        strike gets worse.

    Raises
    ------
    HedgeError
        UNDEFINED when the option sold is worth nothing; DOMAIN when it is worth less than the one
        bought (a strike on the wrong side of the forward price); else as `option_price`.

    Examples
    --------
    >>> round(participation(1.10, 1.06, 0.03, 0.10, 1.0, 0.02), 4)
    0.6945
    """
    terms = (spot, strike, rate, volatility, years, income_yield)
    paid = option_price(*terms, kind)
    brought = option_price(*terms, _OTHER[kind])
    if not brought > 0:
        raise HedgeError(
            Kind.UNDEFINED,
            f"strike is {plain(strike)}, where the {_OTHER[kind]} to sell is worth nothing.",
        )
    if paid > brought * (1 + _SAME):
        raise _crossed(strike, kind, paid, brought)
    return max(1 - paid / brought, 0.0)  # rounding, not clamping: paid <= brought here


def _crossed(strike: float, kind: str, paid: float, brought: float) -> HedgeError:
    better = "lower" if kind == OptionKind.PUT else "higher"
    return HedgeError(
        Kind.DOMAIN,
        f"strike is {plain(strike)}, where the {kind} costs {plain(paid)} and a {_OTHER[kind]} "
        "sold brings "
        f"only {plain(brought)}; a {better} strike is needed.",
    )
