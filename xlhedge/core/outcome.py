"""What a hedge ends in: prices locked in, profit and loss, revenue over scenarios, and its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_divisor,
    need_keyword,
    need_nonzero,
    need_not_negative,
    need_positive,
    need_some,
)
from xlhedge.core.keywords import Side
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray


class Outcome(NamedTuple):
    """One column a figure, one row a price scenario."""

    spot_price: FloatArray
    futures_price: FloatArray
    revenue_unhedged: FloatArray
    futures_pnl: FloatArray
    revenue_hedged: FloatArray
    effective_price: FloatArray


def expected_price(
    futures_price: float, expected_basis: float, cost: float = 0.0, side: str = Side.SELL
) -> float:
    """Return the price a hedge locks in: F + b - cost for a seller, F + b + cost for a buyer.

    Examples
    --------
    >>> expected_price(9.50, -0.25)
    9.25
    """
    need_keyword("side", side, Side)
    need_not_negative("cost", cost)
    return futures_price + expected_basis + (cost if side == Side.BUY else -cost)


def futures_lock_in_price(
    spot_open: float,
    futures_open: float,
    years_to_close: float,
    years_to_expiry: float,
    cost: float = 0.0,
    side: str = Side.SELL,
) -> float:
    """Return the price locked in if the basis runs off evenly, F + (S - F)(1 - t/T) -/+ cost.

    Parameters
    ----------
    spot_open, futures_open : float
        Prices now, both of one unit and one way round.
    years_to_close : float
        Until the hedge is closed; 0 to `years_to_expiry`.
    years_to_expiry : float
        Until the futures expire, where their price meets spot; above 0. Any unit of time will do,
        the same for both.
    cost : float
        Per unit; 0 or more.
    side : {"sell", "buy"}
        Whether the price is received or paid.

    Raises
    ------
    HedgeError
        UNDEFINED for futures that expire now; DOMAIN for a term outside its domain or a negative
        cost; TYPE for another `side`.

    References
    ----------
    ACCA, Advanced Financial Management, December 2018 (Nutourne Co): the lock-in rate of futures.

    Examples
    --------
    >>> round(futures_lock_in_price(1.0292, 1.0369, 6 / 12, 7 / 12), 4)
    1.0358
    """
    need_not_negative("years_to_close", years_to_close)
    need_divisor("years_to_expiry", years_to_expiry)
    if years_to_close > years_to_expiry:
        raise HedgeError(
            Kind.DOMAIN,
            f"years_to_close is {plain(years_to_close)} and years_to_expiry "
            f"{plain(years_to_expiry)}; futures that expire no sooner than the hedge is closed are "
            "needed.",
        )
    basis = (spot_open - futures_open) * (1 - years_to_close / years_to_expiry)
    return expected_price(futures_open, basis, cost, side)


def effective_price(
    spot_close: float, futures_open: float, futures_close: float, hedge_ratio: float = 1.0
) -> float:
    """Return the price achieved after the futures gain or loss, S2 + h (F1 - F2).

    Examples
    --------
    >>> effective_price(4.20, 4.50, 4.30)
    4.4
    """
    return spot_close + hedge_ratio * (futures_open - futures_close)


def futures_pnl(
    contracts: float,
    contract_size: float,
    open_price: float,
    close_price: float,
    cost_per_contract: float = 0.0,
) -> float:
    """Return the profit of a signed futures position, N Q (F2 - F1) - abs(N) c.

    Examples
    --------
    >>> futures_pnl(-30, 250, 1010, 902)
    810000.0
    """
    need_positive("contract_size", contract_size)
    need_not_negative("cost_per_contract", cost_per_contract)
    return (
        contracts * contract_size * (close_price - open_price) - abs(contracts) * cost_per_contract
    )


def hedge_outcome(
    quantity: float,
    spot_open: float,
    futures_open: float,
    contracts: float,
    contract_size: float,
    price_scenarios: FloatArray,
    closing_basis: float | None = None,
    cost_per_contract: float = 0.0,
) -> Outcome:
    """Return revenue with and without a hedge for each closing spot price.

    Parameters
    ----------
    quantity : float
        + will sell, - will buy (revenue is then a negative outlay); not 0.
    spot_open, futures_open : float
        Prices on the day the hedge is opened; their difference is the opening basis.
    contracts : float
        Signed position held from opening to closing.
    contract_size : float
        Quantity a contract; above 0.
    price_scenarios : array of shape (n,)
        Spot prices on the closing day.
    closing_basis : float, optional
        Spot less futures on the closing day; the opening basis when omitted.
    cost_per_contract : float
        Money a contract for the round trip.

    Raises
    ------
    HedgeError
        UNDEFINED for no scenario or a quantity of 0; DOMAIN for a size or a cost outside its
        domain.
    """
    need_positive("contract_size", contract_size)
    need_not_negative("cost_per_contract", cost_per_contract)
    need_nonzero("quantity", quantity)
    need_some("price_scenarios", price_scenarios)
    basis = spot_open - futures_open if closing_basis is None else closing_basis
    futures_close = price_scenarios - basis
    unhedged = quantity * price_scenarios
    pnl = (
        contracts * contract_size * (futures_close - futures_open)
        - abs(contracts) * cost_per_contract
    )
    return Outcome(
        price_scenarios, futures_close, unhedged, pnl, unhedged + pnl, (unhedged + pnl) / quantity
    )


def hedge_cost(
    contracts: float,
    fee: float,
    half_spread: float,
    margin: float = 0.0,
    rate: float = 0.0,
    years: float = 0.0,
    rolls: float = 0.0,
) -> float:
    """Return what a hedge costs: abs(N) [(fee + half_spread)(1 + 2 rolls) + margin rate years].

    Parameters
    ----------
    contracts : float
        Signed position; its sign does not matter.
    fee, half_spread : float
        Money a contract and trade; 0 or more.
    margin : float
        Initial margin in money a contract; 0 or more.
    rate : float
        Funding rate less interest earned on margin, simple decimal a year.
    years : float
        How long the margin is posted; 0 or more.
    rolls : float
        How often the position is closed and opened again in a later month: two trades each.

    Examples
    --------
    >>> hedge_cost(-4, 2.5, 6.25, 1_650, 0.06, 0.5, 1)
    303.0
    """
    costs = {
        "fee": fee,
        "half_spread": half_spread,
        "margin": margin,
        "years": years,
        "rolls": rolls,
    }
    for name, value in costs.items():
        need_not_negative(name, value)
    trades = (fee + half_spread) * (1 + 2 * rolls)
    return abs(contracts) * (trades + margin * rate * years)
