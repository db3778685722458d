"""Put spreads and three-ways: a floor made cheaper by giving up what lies far below it."""

import math

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative
from xlhedge.core.wording import plain


def put_spread_net_price(
    futures_close: float,
    actual_basis: float,
    put_strike: float,
    sold_put_strike: float,
    net_premium: float,
    cost: float = 0.0,
) -> float:
    """Return the price a seller gets with a put bought and a lower one sold, for one close.

    F + b + max(K - F, 0) - max(K_sold - F, 0) - net premium - cost: below the sold put the price
    falls with the futures again, K - K_sold above them.

    Parameters
    ----------
    futures_close : float
        At expiry, per unit.
    actual_basis : float
        Spot less futures then.
    put_strike, sold_put_strike : float
        Of the put bought, and of the put sold: at or below the other.
    net_premium : float
        Paid for all options together; negative = received.
    cost : float
        Fees and interest per unit; 0 or more.

    Raises
    ------
    HedgeError
        DOMAIN for a sold put above the put bought, or a negative cost.

    References
    ----------
    Bevers, Amosson, Waller and Dhuyvetter, Using a Bear Put Spread, Texas AgriLife Extension E-487.

    Examples
    --------
    >>> round(put_spread_net_price(1.90, -0.10, 2.30, 2.00, 0.12), 9)
    1.98
    """
    return three_way_net_price(
        futures_close, actual_basis, sold_put_strike, put_strike, math.inf, net_premium, cost
    )


def three_way_net_price(
    futures_close: float,
    actual_basis: float,
    sold_put_strike: float,
    put_strike: float,
    call_strike: float,
    net_premium: float,
    cost: float = 0.0,
) -> float:
    """Return the price a seller gets with a put spread and a call sold, for one close.

    Parameters
    ----------
    futures_close : float
        At expiry, per unit.
    actual_basis : float
        Spot less futures then.
    sold_put_strike, put_strike, call_strike : float
        Of the put sold, the put bought and the call sold: none below the one before.
    net_premium : float
        Paid for all three together; negative = received.
    cost : float
        Fees and interest per unit; 0 or more.

    Raises
    ------
    HedgeError
        DOMAIN for strikes in another order, or a negative cost.

    References
    ----------
    Three-way collars, as producers' annual reports describe them (Plains Exploration and
    Production, Form 10-K 2011, note on derivatives).

    Examples
    --------
    >>> three_way_net_price(60, 0, 80, 100, 120, 0), three_way_net_price(130, 0, 80, 100, 120, 0)
    (80.0, 120.0)
    """
    need_not_negative("cost", cost)
    _need_order("sold_put_strike", sold_put_strike, "put_strike", put_strike)
    _need_order("put_strike", put_strike, "call_strike", call_strike)
    kept = min(max(futures_close, put_strike), call_strike)
    short_put = max(sold_put_strike - futures_close, 0)
    return kept - short_put + actual_basis - net_premium - cost


def _need_order(name: str, strike: float, higher_name: str, higher: float) -> None:
    if strike > higher:
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} is {plain(strike)} and {higher_name} {plain(higher)}; {name} at or below "
            f"{higher_name} is needed.",
        )
