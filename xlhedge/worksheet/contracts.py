"""Contracts: how many futures to sell or buy."""

from typing import Annotated

from xlhedge.core import contracts
from xlhedge.worksheet.arguments import ContractSize, Exposure, PairedValues, Rounding
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Number, OptionalNumber, Values, pairs_of
from xlhedge.worksheet.errors import DIV0, NUM

IndexPrice = Annotated[
    float,
    NUMBER.with_help(
        "Index futures price; above 0.", (DIV0, "A futures price of 0."), (NUM, "A negative price.")
    ),
]
IndexMultiplier = Annotated[
    float,
    NUMBER.with_help(
        "Money an index point and contract; above 0.", (NUM, "A multiplier that is not above 0.")
    ),
]


@worksheet_function("Contracts")
def FUTURES_CONTRACTS(
    exposure: Exposure,
    contract_size: ContractSize,
    hedge_ratio: Number = 1,
    spot_price: OptionalNumber = None,
    futures_price: OptionalNumber = None,
    rate: Number = 0,
    years: Number = 0,
    rounding: Rounding = 0,
) -> float:
    """Futures contracts that hedge an exposure, -h E / Q: negative = sell, positive = buy.

    Parameters
    ----------
    exposure : number
        Signed quantity: + own, produce or will sell, - owe or will buy.
    hedge_ratio : number
        + protects; 1 by default.
    spot_price : number
        With futures_price: contracts are multiplied by S/F (tailing by value). Above 0.
    futures_price : number
        With spot_price. Above 0.
    rate : number
        Decimal a year, annually compounded: contracts are divided by (1 + rate)^years (tailing by
        present value). 0 by default.
    years : number
        Until the hedge ends; 0 or more, 0 by default.
    rounding : number
        0 none (default), 1 nearest as Excel's ROUND (a half away from zero), 2 toward zero: never
        over-hedge, 3 away from zero: never under-hedge.

    Returns
    -------
    number
        Signed contracts, exact unless rounding says otherwise.

    Raises
    ------
    #NUM!
        A price, rate, term or rounding outside its domain.
    #DIV/0!
        A futures price of 0.
    #VALUE!
        One price without the other.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.4: earlier editions tail by value, the
    11th by present value.

    Examples
    --------
    >>> FUTURES_CONTRACTS(20000, 5000, 0.9)
    -3.6
    """
    return contracts.futures_contracts(
        exposure, contract_size, hedge_ratio, spot_price, futures_price, rate, years, rounding
    )


@worksheet_function("Contracts")
def BETA_HEDGE_CONTRACTS(
    portfolio_value: Number,
    beta: Number,
    futures_price: IndexPrice,
    multiplier: IndexMultiplier,
    target_beta: Number = 0,
    rounding: Rounding = 0,
) -> float:
    """Index futures that take a portfolio's beta to a target, (target - beta) V / (F m).

    Parameters
    ----------
    portfolio_value : number
        Signed market value in money.
    beta : number
        The portfolio's beta to the index.
    target_beta : number
        The beta wanted; 0 (default) hedges all of it.

    Returns
    -------
    number
        Signed contracts: negative = sell, positive = buy.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.5.

    Examples
    --------
    >>> BETA_HEDGE_CONTRACTS(5050000, 1.5, 1010, 250)
    -30.0
    """
    return contracts.beta_hedge_contracts(
        portfolio_value, beta, futures_price, multiplier, target_beta, rounding
    )


@worksheet_function("Contracts")
def MACRO_HEDGE_CONTRACTS(
    values: Values,
    betas: PairedValues,
    futures_price: IndexPrice,
    multiplier: IndexMultiplier,
    target_beta: Number = 0,
    rounding: Rounding = 0,
) -> float:
    """Index futures that take a whole book's beta to a target: sum(value x beta) first.

    Parameters
    ----------
    values : range of numbers
        Signed market value of each position, in one currency.
    betas : range of numbers
        Beta of each position to the index; as many cells as values.
    target_beta : number
        The book's beta wanted; 0 (default) hedges all of it.

    Returns
    -------
    number
        Signed contracts: negative = sell, positive = buy.

    Raises
    ------
    #DIV/0!
        No position with two numbers.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.5, applied to a book.

    Examples
    --------
    >>> MACRO_HEDGE_CONTRACTS([[3000000], [2050000]], [[1.2], [1.9390243902439024]], 1010, 250)
    -30.0
    """
    book = pairs_of("values", values, "betas", betas)
    return contracts.macro_hedge_contracts(*book, futures_price, multiplier, target_beta, rounding)


@worksheet_function("Contracts")
def EQUITIZE_CASH_CONTRACTS(
    cash: Number,
    rate: Number,
    years: Number,
    futures_price: IndexPrice,
    multiplier: IndexMultiplier,
    rounding: Rounding = 0,
) -> float:
    """Index futures that make cash move as the index does: cash x (1 + rate)^years / (F m).

    Parameters
    ----------
    cash : number
        Money to be exposed to the index: + buys futures; - sells them, which makes cash of stocks.
    rate : number
        What the cash earns, decimal a year, annually compounded; above -1.
    years : number
        To the futures' expiry; 0 or more.

    Returns
    -------
    number
        Signed contracts: positive = buy, negative = sell.

    Raises
    ------
    #NUM!
        A rate or a term outside its domain.

    References
    ----------
    CFA Institute, Level III, Risk Management Applications of Forward and Futures Strategies
    (synthetic index fund, equitizing cash).

    Examples
    --------
    >>> EQUITIZE_CASH_CONTRACTS(45000000, 0.0404, 0.25, 1610.5, 50, 1)
    564.0
    """
    return contracts.equitize_cash_contracts(cash, rate, years, futures_price, multiplier, rounding)


@worksheet_function("Contracts")
def REBALANCE_CONTRACTS(
    exposure: Exposure,
    contract_size: ContractSize,
    target_ratio: Number,
    current_contracts: Number,
    band: Number = 0,
    rounding: Rounding = 1,
) -> float:
    """The trade that takes a hedge back to its target ratio; 0 while it is inside the band.

    Parameters
    ----------
    target_ratio : number
        The hedge ratio wanted; + protects.
    current_contracts : number
        The signed position held now: negative = sold.
    band : number
        How far the ratio held may be from the target before trading, both ways: a decimal, 0.1 for
        10 %; 0 by default.
    rounding : number
        Of the target position: 0 none, 1 nearest as ROUND (default), 2 toward zero, 3 away from
        zero.

    Returns
    -------
    number
        Contracts to trade: negative = sell, positive = buy.

    Raises
    ------
    #NUM!
        A band that is negative or a percentage (10 for 10 %).

    References
    ----------
    Dynamic hedging with a tolerance band, as treasury policies write it.

    Examples
    --------
    >>> REBALANCE_CONTRACTS(20000, 5000, 0.9, -2, 0.05)
    -2.0
    """
    return contracts.rebalance_contracts(
        exposure, contract_size, target_ratio, current_contracts, band, rounding
    )
