"""What a hedge ends in: prices locked in, profit and loss, revenue over scenarios, and its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.gates import (
    need_keyword,
    need_nonzero,
    need_not_negative,
    need_positive,
    need_some,
)
from xlhedge.core.keywords import Side

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
