"""Outcome: prices locked in, profit and loss, and what a hedge costs."""

from xlhedge.core import outcome
from xlhedge.worksheet.arguments import (
    ContractSize,
    CostPerContract,
    Fees,
    PointSize,
    Position,
    Side,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, OptionalNumber, Values


@worksheet_function("Outcome")
def EXPECTED_PRICE(
    futures_price: Number, expected_basis: Number, cost: Fees = 0, side: Side = "sell"
) -> float:
    """The price a hedge locks in: futures + expected basis - cost (a buyer: + cost).

    Parameters
    ----------
    futures_price : number
        Price of the futures now, per unit.
    expected_basis : number
        Spot less futures expected when the hedge is closed, per unit; often negative.

    Returns
    -------
    number
        Expected price per unit.

    References
    ----------
    CME Group, Self-Study Guide to Hedging with Grain and Oilseed Futures and Options.

    Examples
    --------
    >>> EXPECTED_PRICE(9.5, -0.25)
    9.25
    """
    return outcome.expected_price(futures_price, expected_basis, cost, side)


@worksheet_function("Outcome")
def FUTURES_LOCK_IN_PRICE(
    spot_open: Number,
    futures_open: Number,
    years_to_close: Number,
    years_to_expiry: Number,
    cost: Fees = 0,
    side: Side = "sell",
) -> float:
    """The price a hedge locks in when its futures outlive it: futures + the basis left then.

    Parameters
    ----------
    spot_open : number
        Spot price now, quoted the same way round as the futures.
    futures_open : number
        Price of the futures now.
    years_to_close : number
        Until the hedge is closed; 0 to years_to_expiry, in one unit of time with it.
    years_to_expiry : number
        Until the futures expire; above 0.

    Returns
    -------
    number
        Expected price per unit: received by a seller, paid by a buyer.

    Raises
    ------
    #DIV/0!
        years_to_expiry is 0.
    #NUM!
        A negative term, or futures that expire before the hedge is closed.

    Notes
    -----
    F + (S - F)(1 - years_to_close / years_to_expiry) - cost, + for a buyer: today's basis runs off
    evenly to 0 at expiry. EXPECTED_PRICE takes a basis that you expect yourself.

    References
    ----------
    ACCA, Advanced Financial Management, December 2018 (Nutourne Co): the lock-in rate of futures.

    Examples
    --------
    >>> round(FUTURES_LOCK_IN_PRICE(1.0292, 1.0369, 0.5, 0.5833333333), 4)
    1.0358
    """
    return outcome.futures_lock_in_price(
        spot_open, futures_open, years_to_close, years_to_expiry, cost, side
    )


@worksheet_function("Outcome")
def EFFECTIVE_PRICE(
    spot_close: Number, futures_open: Number, futures_close: Number, hedge_ratio: Number = 1
) -> float:
    """The price achieved after the futures gain or loss, S2 + h (F1 - F2).

    Parameters
    ----------
    spot_close : number
        Spot price when the hedge is closed, per unit.
    futures_open : number
        Futures price when it was opened.
    futures_close : number
        Futures price when it is closed.
    hedge_ratio : number
        Futures quantity per unit of the commodity; 1 by default.

    Returns
    -------
    number
        Received by a seller, paid by a buyer, per unit.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.3.

    Examples
    --------
    >>> EFFECTIVE_PRICE(50, 48, 49.1)
    48.9
    """
    return outcome.effective_price(spot_close, futures_open, futures_close, hedge_ratio)


@worksheet_function("Outcome")
def FUTURES_PNL(
    contracts: Position,
    contract_size: PointSize,
    open_price: Number,
    close_price: Number,
    cost_per_contract: CostPerContract = 0,
) -> float:
    """The profit of a futures position, N Q (F2 - F1) - abs(N) cost.

    Parameters
    ----------
    open_price : number
        Futures price when the position was opened.
    close_price : number
        Futures price when it is closed, or now.

    Returns
    -------
    number
        Money; negative = a loss.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, table 3.4.

    Examples
    --------
    >>> FUTURES_PNL(-30, 250, 1010, 902)
    810000.0
    """
    return outcome.futures_pnl(contracts, contract_size, open_price, close_price, cost_per_contract)


@worksheet_function("Outcome")
def HEDGE_OUTCOME(
    quantity: Number,
    spot_open: Number,
    futures_open: Number,
    contracts: Position,
    contract_size: ContractSize,
    price_scenarios: Values,
    closing_basis: OptionalNumber = None,
    cost_per_contract: CostPerContract = 0,
) -> list[list[object]]:
    """Revenue with and without the hedge, and the price achieved, for each closing price.

    Parameters
    ----------
    quantity : number
        Signed: + will sell, - will buy (revenue is then a negative outlay); not 0.
    spot_open : number
        Spot price when the hedge is opened, per unit.
    futures_open : number
        Futures price when it is opened.
    contract_size : number
        Quantity a contract, in the unit of quantity; above 0.
    price_scenarios : range of numbers
        Spot prices on the closing day; blanks are left out.
    closing_basis : number
        Spot less futures on the closing day; omitted: as on the opening day.

    Returns
    -------
    table
        One row a scenario: spot price, futures price, revenue unhedged, futures pnl, revenue
        hedged, effective price.

    Raises
    ------
    #DIV/0!
        A quantity of 0, or no scenario.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, sections 3.1 and 3.3.

    Examples
    --------
    >>> HEDGE_OUTCOME(20000, 3, 3.467, -3, 5000, [[2.5], [3.5]])[1]
    [2.5, 2.967, 50000.0, 7500.0, 57500.0, 2.875]
    """
    import numpy as np

    scenarios = outcome.hedge_outcome(
        quantity,
        spot_open,
        futures_open,
        contracts,
        contract_size,
        price_scenarios[~np.isnan(price_scenarios)],
        closing_basis,
        cost_per_contract,
    )
    return [
        [name.replace("_", " ") for name in scenarios._fields],
        *map(list, zip(*(column.tolist() for column in scenarios), strict=True)),
    ]


@worksheet_function("Outcome")
def HEDGE_COST(
    contracts: Number,
    fee: Number,
    half_spread: Number,
    margin: Number = 0,
    rate: Number = 0,
    years: Number = 0,
    rolls: Number = 0,
) -> float:
    """What a hedge costs: abs(N) (fee + half spread)(1 + 2 rolls) + margin x rate x years.

    Parameters
    ----------
    contracts : number
        Position; its sign does not matter.
    fee : number
        Commission and exchange fee in money a contract and trade; 0 or more.
    half_spread : number
        Half the bid-ask spread in money a contract; 0 or more.
    margin : number
        Initial margin in money a contract; 0 or more, 0 by default.
    rate : number
        Cost of funding the margin, simple decimal a year; 0 by default.
    years : number
        How long margin is posted; 0 or more, 0 by default.
    rolls : number
        How often the position moves to a later month, two trades each; 0 or more, 0 by default.

    Returns
    -------
    number
        Money.

    Raises
    ------
    #NUM!
        A fee, spread, margin, term or number of rolls below 0.

    References
    ----------
    Cost of carry of a margin account at simple interest; trades counted as published formulas do.

    Examples
    --------
    >>> HEDGE_COST(-4, 2.5, 6.25, 1650, 0.06, 0.5, 1)
    303.0
    """
    return outcome.hedge_cost(contracts, fee, half_spread, margin, rate, years, rolls)
