"""How many contracts: from an exposure and a ratio to a signed position, and its rounding."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_distance,
    need_divisor,
    need_not_negative,
    need_pair,
    need_positive,
)
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray

_MOST_DIGITS = 1e15  # from here on 15 digits are too few for a whole number
_SAME = 1e-9  # contracts closer than this to a whole number are that number


def round_contracts(contracts: float, rounding: int) -> float:
    """Return contracts in whole lots.

    Rounded is the decimal that Excel shows, of 15 significant digits: a quotient such as
    4.499999999999999 is 4.5 there, and so for its ROUND.

    Parameters
    ----------
    contracts : float
        Signed: negative = sell, positive = buy.
    rounding : {0, 1, 2, 3}
        0 none; 1 nearest, a half away from zero, as Excel's ROUND; 2 toward zero (never
        over-hedge); 3 away from zero (never under-hedge). For 2 and 3 what differs from a whole
        number by rounding error counts as whole.

    Examples
    --------
    >>> round_contracts(-3.6, 2), round_contracts(-3.6, 3), round_contracts(2.5, 1)
    (-3.0, -4.0, 3.0)
    """
    if rounding == 0 or not math.isfinite(contracts):
        return contracts
    digits = f"{contracts:.14e}" if abs(contracts) < _MOST_DIGITS else contracts
    shown = Decimal(digits)
    nearest = shown.to_integral_value(ROUND_HALF_UP)  # decimal's word for a half away from zero
    if rounding == 1 or abs(contracts - float(nearest)) <= _SAME * max(1.0, abs(contracts)):
        return float(nearest) + 0.0  # no -0
    return float(shown.to_integral_value(ROUND_DOWN if rounding == 2 else ROUND_UP)) + 0.0


def futures_contracts(
    exposure: float,
    contract_size: float,
    hedge_ratio: float = 1.0,
    spot_price: float | None = None,
    futures_price: float | None = None,
    rate: float = 0.0,
    years: float = 0.0,
    rounding: int = 0,
) -> float:
    """Return the position that hedges an exposure, N = -h E / Q.

    Parameters
    ----------
    exposure : float
        Signed quantity: + own or will sell, - owe or will buy.
    contract_size : float
        Quantity a contract, in the exposure's unit; above 0.
    hedge_ratio : float
        + protects.
    spot_price, futures_price : float, optional
        Both given: N is multiplied by S/F (value tailing).
    rate, years : float
        Annually compounded decimal rate above -1 and term: N is divided by (1 + rate)^years
        (present-value tailing).
    rounding : {0, 1, 2, 3}
        See `round_contracts`.

    Returns
    -------
    float
        Signed contracts: negative = sell, positive = buy.

    Raises
    ------
    HedgeError
        DOMAIN for a size, price, rate or term outside its domain; UNDEFINED for a futures price
        of 0; TYPE for one price without the other.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.4 (both meanings of tailing).

    Examples
    --------
    >>> futures_contracts(20_000, 5_000, 0.9)
    -3.6
    """
    need_positive("contract_size", contract_size)
    growth = _growth(rate, years)
    contracts = -hedge_ratio * exposure / contract_size
    if (spot_price is None) != (futures_price is None):
        missing = "spot_price" if spot_price is None else "futures_price"
        raise HedgeError(
            Kind.TYPE,
            f"{missing} is missing; tailing by value needs both spot_price and futures_price.",
        )
    if spot_price is not None and futures_price is not None:
        need_positive("spot_price", spot_price)
        need_divisor("futures_price", futures_price)
        contracts *= spot_price / futures_price
    return round_contracts(contracts / growth, rounding)


def _growth(rate: float, years: float) -> float:
    """Return what 1 grows to at an annually compounded rate."""
    if not rate > -1:
        raise HedgeError(
            Kind.DOMAIN, f"rate is {plain(rate)}; a decimal above -1 is needed (0.05 = 5 %)."
        )
    need_not_negative("years", years)
    growth: float = (1 + rate) ** years
    return growth


def beta_hedge_contracts(
    portfolio_value: float,
    beta: float,
    futures_price: float,
    multiplier: float,
    target_beta: float = 0.0,
    rounding: int = 0,
) -> float:
    """Return the index futures that move a portfolio's beta, N = (target - beta) V / (F m).

    Raises
    ------
    HedgeError
        DOMAIN for a multiplier that is not above 0 or a negative price; UNDEFINED for a price of 0.

    References
    ----------
    Hull, section 3.5.

    Examples
    --------
    >>> beta_hedge_contracts(5_050_000, 1.5, 1_010, 250)
    -30.0
    """
    import numpy as np

    return macro_hedge_contracts(
        np.array([portfolio_value]),
        np.array([beta]),
        futures_price,
        multiplier,
        target_beta,
        rounding,
    )


def macro_hedge_contracts(
    values: FloatArray,
    betas: FloatArray,
    futures_price: float,
    multiplier: float,
    target_beta: float = 0.0,
    rounding: int = 0,
) -> float:
    """Return the index futures that move a whole book's beta, N = sum((target - b) v) / (F m).

    Parameters
    ----------
    values, betas : arrays of shape (n,)
        Signed market values of the positions and their betas; n of at least 1.

    Raises
    ------
    HedgeError
        UNDEFINED for an empty book or a price of 0; DOMAIN as `beta_hedge_contracts`.
    """
    need_divisor("futures_price", futures_price)
    need_positive("multiplier", multiplier)
    need_pair("values", "betas", values)
    change = float(((target_beta - betas) * values).sum())
    return round_contracts(change / (futures_price * multiplier), rounding)


def equitize_cash_contracts(
    cash: float,
    rate: float,
    years: float,
    futures_price: float,
    multiplier: float,
    rounding: int = 0,
) -> float:
    """Return the index futures that make cash move as the index does, N = V (1 + r)^T / (F m).

    Parameters
    ----------
    cash : float
        Money to be exposed: + buys futures; - sells them, which makes cash of stocks.
    rate : float
        Annually compounded decimal a year above -1 that the cash earns.
    years : float
        To the futures' expiry; 0 or more.
    futures_price, multiplier : float
        In index points, and money a point; above 0.
    rounding : {0, 1, 2, 3}
        See `round_contracts`.

    Raises
    ------
    HedgeError
        DOMAIN for a rate, term, price or multiplier outside its domain; UNDEFINED for a price of 0.

    References
    ----------
    CFA Institute, Level III, Risk Management Applications of Forward and Futures Strategies
    (synthetic index fund, equitizing cash).

    Examples
    --------
    >>> equitize_cash_contracts(-25_000_000, 0.0275, 4 / 12, 1170.10, 250, 1)
    -86.0
    """
    need_divisor("futures_price", futures_price)
    need_positive("multiplier", multiplier)
    contracts = cash * _growth(rate, years) / (futures_price * multiplier)
    return round_contracts(contracts, rounding)


def rebalance_contracts(
    exposure: float,
    contract_size: float,
    target_ratio: float,
    current_contracts: float,
    band: float = 0.0,
    rounding: int = 1,
) -> float:
    """Return the trade that takes a position to its target, 0 while the ratio is inside the band.

    Parameters
    ----------
    current_contracts : float
        The signed position held now.
    band : float
        How far the hedge ratio held may be from `target_ratio`, both ways, before anything is
        done; 0 or more. A decimal: 10 and more above the target is a percentage, and refused.
    rounding : {0, 1, 2, 3}
        How the target position, not the trade, is rounded.

    Returns
    -------
    float
        Contracts to trade: negative = sell, positive = buy.
    """
    need_distance("band", band, target_ratio)
    target = futures_contracts(exposure, contract_size, target_ratio)
    if abs(target - current_contracts) <= band * abs(exposure) / contract_size * (1 + _SAME):
        return 0.0
    return round_contracts(target, rounding) - current_contracts
