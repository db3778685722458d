"""Option hedges: positions that make a book neutral to its greeks, and index puts."""

from typing import Annotated

from xlhedge.core import option_hedges
from xlhedge.worksheet.arguments import RiskFreeRate
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Matrix, Number, OptionalNumber, Values

IndexLevel = Annotated[float, NUMBER.with_help("The index now, in points; above 0.")]


@worksheet_function("Option hedges")
def DELTA_HEDGE(option_units: Number, delta: Number) -> float:
    """Units of the underlying that make options delta neutral: - option units x delta.

    Parameters
    ----------
    option_units : number
        Options, in units of the underlying (contracts x size): + held, - sold.
    delta : number
        Of one option held: 0 to 1 for a call, -1 to 0 for a put.

    Returns
    -------
    number
        + buy, - sell the underlying.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 19.4.

    Examples
    --------
    >>> DELTA_HEDGE(-2000, 0.6)
    1200.0
    """
    return option_hedges.delta_hedge(option_units, delta)


@worksheet_function("Option hedges")
def DELTA_HEDGE_FUTURES(
    asset_units: Number, rate: RiskFreeRate, income_yield: Number, years: Number
) -> float:
    """Units of futures with the delta of a position in the asset: units x exp(-(r - q) T).

    Parameters
    ----------
    asset_units : number
        The position in the asset that is wanted, as DELTA_HEDGE gives it; its sign is kept.
    income_yield : number
        Of the asset, continuously compounded: dividend yield, or the foreign rate.
    years : number
        To the maturity of the futures, not of the options; 0 or more.

    Returns
    -------
    number
        + buy, - sell; in units of the asset: divide by the contract's size for contracts.

    Raises
    ------
    #NUM!
        A negative term.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 19.4, delta of a futures contract.

    Examples
    --------
    >>> round(DELTA_HEDGE_FUTURES(-458000, 0.04, 0.07, 0.75), 2)
    -468421.81
    """
    return option_hedges.delta_hedge_futures(asset_units, rate, income_yield, years)


@worksheet_function("Option hedges")
def GREEK_HEDGE(portfolio_greeks: Values, option_greeks: Matrix) -> list[list[object]]:
    """Positions in options and in the underlying that make a portfolio delta, gamma, ... neutral.

    Parameters
    ----------
    portfolio_greeks : range of numbers
        The portfolio's delta, gamma, vega, theta, rho, in this order and as many as are looked at:
        at least two.
    option_greeks : block of numbers
        One row an option: the same greeks of one unit held. n options neutralise the first n
        greeks after delta; an empty row is no option.

    Returns
    -------
    table
        underlying, option 1, option 2, ...: units to buy (+) or sell (-); then, where options are
        fewer than greeks besides delta, what is left of each further greek ("vega left").

    Raises
    ------
    #N/A
        Another number of greeks for an option than for the portfolio, or more options than greeks
        besides delta.
    #DIV/0!
        No option, no greek besides delta, or one to be neutralised that no option has.
    #NUM!
        Options whose greeks are multiples of each other; more than five greeks.
    #VALUE!
        A greek that is missing: a place says which greek it is, so none is skipped.

    Notes
    -----
    The underlying has a delta of 1 and no other greek.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, sections 19.6 and 19.8.

    Examples
    --------
    >>> GREEK_HEDGE([[-450, -6000, -4000]], [[0.6, 1.5, 0.8]])[1:]
    [['underlying', -1950.0], ['option 1', 4000.0], ['vega left', -800.0]]
    """
    if option_greeks.shape[1] == 1 and len(option_greeks) == portfolio_greeks.size:
        option_greeks = option_greeks.T  # one option, given as a column
    hedge = option_hedges.greek_hedge(portfolio_greeks, option_greeks)
    return [
        ["position", "units"],
        ["underlying", hedge.underlying],
        *([f"option {number}", units] for number, units in hedge.options.items()),
        *([f"{greek} left", value] for greek, value in hedge.left.items()),
    ]


@worksheet_function("Option hedges")
def PUT_HEDGE_CONTRACTS(
    portfolio_value: Number,
    index_level: IndexLevel,
    multiplier: Number = 100,
    beta: Number = 1,
    delta: OptionalNumber = None,
) -> float:
    """Index puts to buy as insurance of a portfolio: beta x value / (index level x multiplier).

    Parameters
    ----------
    portfolio_value : number
        Market value in money; 0 or more.
    multiplier : number
        Money a point and contract; above 0, 100 by default.
    beta : number
        The portfolio's beta to the index; 0 or more, 1 by default.
    delta : number
        Of one put, -1 to 0 or its size: divides by abs(delta), so that puts and portfolio offset
        each other for a small move now. Omitted: the puts insure the value at expiry.

    Returns
    -------
    number
        Contracts to buy, exact; rounding up never under-insures.

    Raises
    ------
    #DIV/0!
        An index level or a delta of 0.
    #NUM!
        A multiplier that is not above 0, a negative level, value or beta, a delta outside -1 to 1.

    Notes
    -----
    The strike that belongs to a floor in money is PUT_HEDGE_STRIKE's.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 17.1; McMillan, Options as a Strategic
    Investment, chapter 30 (by delta).

    Examples
    --------
    >>> PUT_HEDGE_CONTRACTS(500000, 1000, 100, 2)
    10.0
    """
    return option_hedges.put_hedge_contracts(portfolio_value, index_level, multiplier, beta, delta)


@worksheet_function("Option hedges")
def PUT_HEDGE_STRIKE(
    portfolio_value: Number,
    floor_value: Number,
    index_level: IndexLevel,
    beta: Number,
    risk_free_period: Number,
    yield_period: Number,
) -> float:
    """The strike of index puts that keeps a portfolio at a floor: the index expected there (CAPM).

    Parameters
    ----------
    portfolio_value : number
        Market value now, in money; above 0.
    floor_value : number
        The value to keep at the end of the period, without the income received; 0 or more.
    beta : number
        The portfolio's beta to the index; above 0.
    risk_free_period : number
        Risk-free decimal for the whole period, not a year (0.03 = 3 % for three months).
    yield_period : number
        Dividend yield of portfolio and index for the whole period, a decimal.

    Returns
    -------
    number
        Index points.

    Raises
    ------
    #DIV/0!
        A portfolio value or a beta of 0.
    #NUM!
        A negative value, floor or beta, a level that is not above 0, or a floor so low that the
        index would not be above 0.

    Notes
    -----
    Strike = S [1 + r + (floor / value - 1 + q - r) / beta - q].

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 17.1, tables 17.1 and 17.2.

    Examples
    --------
    >>> round(PUT_HEDGE_STRIKE(500000, 450000, 1000, 2, 0.03, 0.01), 4)
    960.0
    """
    return option_hedges.put_hedge_strike(
        portfolio_value, floor_value, index_level, beta, risk_free_period, yield_period
    )


@worksheet_function("Option hedges")
def PUT_PAYOFF(
    contracts: Number,
    strike: Number,
    index_close: Number,
    multiplier: Number,
    premium: Number = 0,
) -> float:
    """What puts bring at expiry less their premium: contracts x multiplier x [max(K - S, 0) - p].

    Parameters
    ----------
    contracts : number
        + bought, - sold.
    strike : number
        In points, or price per unit.
    index_close : number
        The index, or the price, at expiry.
    multiplier : number
        Money a point, or quantity, a contract; above 0.
    premium : number
        In points, or per unit; 0 or more, 0 by default. Without interest.

    Returns
    -------
    number
        Money; negative = a loss.

    Raises
    ------
    #NUM!
        A multiplier that is not above 0, or a negative premium.

    References
    ----------
    The payoff of a put at expiry; Hull, Options, Futures and Other Derivatives, chapter 10.

    Examples
    --------
    >>> PUT_PAYOFF(67, 1475, 1300, 100, 20)
    1038500.0
    """
    return option_hedges.put_payoff(contracts, strike, index_close, multiplier, premium)
