"""European options: their Black-Scholes-Merton value, its greeks, and the volatility of a price.

One formula serves three: the income yield is a share's dividend yield (Merton 1973), the rate
itself where the underlying is a futures price (Black 1976), and the foreign rate where it is a
currency (Garman and Kohlhagen 1983). Rates and yields are continuously compounded.
"""

import math
import sys
from typing import NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword, need_not_negative, need_positive
from xlhedge.core.keywords import OptionKind
from xlhedge.core.wording import plain

SIGNS: dict[str, float] = {OptionKind.CALL: 1.0, OptionKind.PUT: -1.0}
_NOISE = 8 * sys.float_info.epsilon  # what a few operations may add by rounding
_LONGEST = 128.0  # at this deviation to expiry a price equals its upper bound in double precision


class Greeks(NamedTuple):
    """The value of one option on one unit, and its derivatives.

    At a kink (no time or no volatility left, and at the money) the derivatives do not exist: they
    are NaN there.
    """

    price: float
    delta: float  # for 1.00 of spot
    gamma: float  # change of delta for 1.00 of spot
    vega: float  # for 1.00 of volatility
    theta: float  # for a year that passes
    rho: float  # for 1.00 of rate, the income yield held


class _Legs(NamedTuple):
    """What is exchanged at expiry, at today's value, and how far apart the two are."""

    asset: float  # S e^(-qT)
    cash: float  # K e^(-rT)
    log_ratio: float  # ln(asset / cash)
    noise: float  # how much of log_ratio may be rounding


def option_sign(kind: str) -> float:
    """Return +1 for a call, -1 for a put, or raise TYPE."""
    need_keyword("kind", kind, OptionKind)
    return SIGNS[kind]


def option_price(
    spot: float,
    strike: float,
    rate: float,
    volatility: float,
    years: float,
    income_yield: float = 0.0,
    kind: str = OptionKind.CALL,
) -> float:
    """Return the Black-Scholes-Merton value of a European option on one unit.

    Parameters
    ----------
    spot, strike : float
        Prices per unit; above 0.
    rate, income_yield : float
        Continuously compounded decimals a year; either may be negative.
    volatility : float
        Standard deviation of log returns, decimal a year; 0 or more.
    years : float
        To expiry; 0 or more.
    kind : {"call", "put"}
        The right to buy or to sell.

    Returns
    -------
    float
        w [S e^(-qT) N(w d1) - K e^(-rT) N(w d2)], w = 1 for a call and -1 for a put; where
        volatility or years is 0 its limit, max(w (S e^(-qT) - K e^(-rT)), 0).

    Raises
    ------
    HedgeError
        DOMAIN for a price that is not above 0, a negative volatility or term, or a rate that
        discounts beyond all numbers; TYPE for another `kind`.

    References
    ----------
    Black and Scholes (1973); Merton (1973); Hull, chapters 15, 17 and 18.

    Examples
    --------
    >>> round(option_price(42, 40, 0.10, 0.20, 0.5), 2), round(
    ...     option_price(42, 40, 0.10, 0.20, 0.5, kind="put"), 2
    ... )
    (4.76, 0.81)
    """
    sign = option_sign(kind)
    need_not_negative("volatility", volatility)
    legs = _legs(spot, strike, rate, years, income_yield)
    return _value(legs, volatility * math.sqrt(years), sign)


def option_greeks(
    spot: float,
    strike: float,
    rate: float,
    volatility: float,
    years: float,
    income_yield: float = 0.0,
    kind: str = OptionKind.CALL,
) -> Greeks:
    """Return an option's value and its derivatives.

    Parameters
    ----------
    spot, strike, rate, volatility, years, income_yield, kind
        As `option_price`.

    Returns
    -------
    Greeks
        Where volatility or years is 0 their limits away from the money; NaN at the money.

    Raises
    ------
    HedgeError
        As `option_price`.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 19.
    """
    from scipy.special import ndtr

    sign = option_sign(kind)
    need_not_negative("volatility", volatility)
    legs = _legs(spot, strike, rate, years, income_yield)
    sd = volatility * math.sqrt(years)
    price = _value(legs, sd, sign)
    if sd > 0:
        d1, d2 = _distances(legs, sd)
        density = math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
        gamma = legs.asset * density / spot / spot / sd
        decay = legs.asset * density * volatility / (2 * math.sqrt(years))
    elif abs(legs.log_ratio) <= legs.noise:
        return Greeks(price, *[math.nan] * 5)
    else:
        d1 = d2 = math.copysign(math.inf, legs.log_ratio)
        density = gamma = decay = 0.0
    asset, cash = legs.asset * float(ndtr(sign * d1)), legs.cash * float(ndtr(sign * d2))
    return Greeks(
        price=price,
        delta=sign * asset / spot,
        gamma=gamma,
        vega=legs.asset * density * math.sqrt(years),
        theta=sign * (income_yield * asset - rate * cash) - decay,
        rho=sign * years * cash,
    )


def implied_volatility(
    option_price: float,
    spot: float,
    strike: float,
    rate: float,
    years: float,
    income_yield: float = 0.0,
    kind: str = OptionKind.CALL,
) -> float:
    """Return the volatility at which an option's value is its price.

    What is solved is the out-of-the-money twin (by put-call parity), over the deviation to expiry:
    its value rises from 0, and no digits of it are hidden behind an intrinsic value.

    Parameters
    ----------
    option_price : float
        Price of the option on one unit, inside its arbitrage bounds.
    spot, strike, rate, years, income_yield, kind
        As `option_price`; years above 0.

    Returns
    -------
    float
        Decimal a year.

    Raises
    ------
    HedgeError
        DOMAIN for a price at or outside its bounds (also by rounding alone: no volatility can be
        told from it), arguments outside their domain, or no convergence.

    References
    ----------
    Hull, section 15.11 (implied volatility) and 11.3 (bounds); Brent (1973).

    Examples
    --------
    >>> round(implied_volatility(1.875, 21, 20, 0.10, 0.25), 3)
    0.235
    """
    from scipy.optimize import brentq

    sign = option_sign(kind)
    need_positive("years", years)
    legs = _legs(spot, strike, rate, years, income_yield)
    low = max(sign * (legs.asset - legs.cash), 0.0)
    high = legs.asset if sign > 0 else legs.cash
    blur = _NOISE * (legs.asset + legs.cash) if low else 0.0
    if not low + blur < option_price < high * (1 - _NOISE):
        raise HedgeError(
            Kind.DOMAIN,
            f"option_price is {plain(option_price, 10)}; a {kind} on these terms is worth more "
            f"than {plain(low, 10)} and less than {plain(high, 10)}, whatever the volatility.",
        )
    target, twin = option_price - low, -sign if low else sign

    def excess(sd: float) -> float:
        return _value(legs, sd, twin) - target

    top = 1.0
    while excess(top) < 0 and top < _LONGEST:
        top *= 2
    if excess(top) < 0:
        raise _no_convergence(option_price)
    sd, report = brentq(
        excess, 0.0, top, xtol=1e-300, rtol=_NOISE, maxiter=2000, full_output=True, disp=False
    )
    if not report.converged:
        raise _no_convergence(option_price)
    return float(sd) / math.sqrt(years)


def _no_convergence(price: float) -> HedgeError:
    return HedgeError(
        Kind.DOMAIN,
        f"option_price is {plain(price, 10)}; the search for its volatility did not converge.",
    )


def _legs(spot: float, strike: float, rate: float, years: float, income_yield: float) -> _Legs:
    need_positive("spot", spot)
    need_positive("strike", strike)
    need_not_negative("years", years)
    parts = (math.log(spot), -math.log(strike), rate * years, -income_yield * years)
    return _Legs(
        present_value(spot, "income_yield", income_yield, years),
        present_value(strike, "rate", rate, years),
        sum(parts),
        _NOISE * sum(map(abs, parts)),
    )


def present_value(amount: float, name: str, rate: float, years: float) -> float:
    """Return amount x e^(-rate x years), or raise DOMAIN when that is no number any more."""
    try:
        value = amount * math.exp(-rate * years)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} is {plain(rate)} over {plain(years)} years; a decimal a year is needed (0.05 "
            "= 5 %).",
        )
    return value


def _distances(legs: _Legs, sd: float) -> tuple[float, float]:
    return legs.log_ratio / sd + sd / 2, legs.log_ratio / sd - sd / 2


def _value(legs: _Legs, sd: float, sign: float) -> float:
    """Return the value of an option whose underlying has the deviation `sd` to expiry."""
    from scipy.special import ndtr

    if sd == 0:
        return max(sign * (legs.asset - legs.cash), 0.0)
    d1, d2 = _distances(legs, sd)
    value = sign * (legs.asset * float(ndtr(sign * d1)) - legs.cash * float(ndtr(sign * d2)))
    return value + 0.0  # no minus zero
