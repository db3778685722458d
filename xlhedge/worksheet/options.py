"""Options: what a European option is worth, how that reacts, and the volatility in a price."""

import math

from xlhedge.core import options
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.wording import plain
from xlhedge.worksheet.arguments import (
    Expiry,
    IncomeYield,
    OptionKind,
    RiskFreeRate,
    Strike,
    Underlying,
    Volatility,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number


@worksheet_function("Options")
def OPTION_PRICE(
    spot: Underlying,
    strike: Strike,
    rate: Number,
    volatility: Volatility,
    years: Expiry,
    income_yield: IncomeYield = 0,
    kind: OptionKind = "call",
) -> float:
    """The Black-Scholes-Merton value of a European option, also on futures and currencies.

    Parameters
    ----------
    rate : number
        Risk-free decimal a year, continuously compounded; may be negative. For a currency: of the
        quote currency.

    Returns
    -------
    number
        Money per unit of the underlying, for the one who holds the option.

    Notes
    -----
    w [S exp(-qT) N(w d1) - K exp(-rT) N(w d2)] with w = 1 for a call, -1 for a put,
    d1 = [ln(S/K) + (r - q + v^2/2) T] / (v sqrt T), d2 = d1 - v sqrt T. Where volatility or years
    is 0: max(w [S exp(-qT) - K exp(-rT)], 0). Early exercise is not valued.

    References
    ----------
    Black and Scholes (1973); Merton (1973); Black (1976); Garman and Kohlhagen (1983); Hull,
    Options, Futures and Other Derivatives, chapters 15, 17 and 18.

    Examples
    --------
    >>> round(OPTION_PRICE(42, 40, 0.1, 0.2, 0.5), 4)
    4.7594
    """
    return options.option_price(spot, strike, rate, volatility, years, income_yield, kind)


@worksheet_function("Options")
def OPTION_GREEKS(
    spot: Underlying,
    strike: Strike,
    rate: RiskFreeRate,
    volatility: Volatility,
    years: Expiry,
    income_yield: IncomeYield = 0,
    kind: OptionKind = "call",
) -> list[list[object]]:
    """The value of a European option and its delta, gamma, vega, theta and rho.

    Returns
    -------
    table
        price, delta, gamma, vega, theta, rho of one option on one unit, held; the third column
        says what a figure is for: vega for 1.00 of volatility (a point is a hundredth of it),
        theta for a year that passes (a calendar day is 1/365 of it), rho for 1.00 of rate.

    Raises
    ------
    #DIV/0!
        In the cells of the greeks: no time or no volatility left and at the money, where the value
        has a kink.

    Notes
    -----
    Rho holds the income yield: an option on futures, with the rate in both places, has a rho of
    -years x price. Where volatility or years is 0 the greeks away from the money are their limits.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 19.

    Examples
    --------
    >>> round(OPTION_GREEKS(49, 50, 0.05, 0.2, 0.3846)[2][1], 4)
    0.5216
    """
    greeks = options.option_greeks(spot, strike, rate, volatility, years, income_yield, kind)
    undefined = HedgeError(
        Kind.UNDEFINED,
        f"years is {plain(years)} and volatility {plain(volatility)} at the money: the value has a "
        "kink "
        "there, and no slope.",
    )
    per = {
        "price": "unit",
        "delta": "1.00 of spot",
        "gamma": "1.00 of spot, of delta",
        "vega": "1.00 of volatility",
        "theta": "year",
        "rho": "1.00 of rate",
    }
    return [
        ["figure", "value", "per"],
        *(
            [name, undefined if math.isnan(figure) else figure, per[name]]
            for name, figure in greeks._asdict().items()
        ),
    ]


@worksheet_function("Options")
def IMPLIED_VOLATILITY(
    option_price: Number,
    spot: Underlying,
    strike: Strike,
    rate: RiskFreeRate,
    years: Number,
    income_yield: IncomeYield = 0,
    kind: OptionKind = "call",
) -> float:
    """The volatility at which the Black-Scholes-Merton value of an option is its price.

    Parameters
    ----------
    option_price : number
        Price of the option per unit of the underlying.
    years : number
        To expiry; above 0.

    Returns
    -------
    number
        Decimal a year: 0.2 is 20 %.

    Raises
    ------
    #NUM!
        A price at or outside its arbitrage bounds (the sentence quotes them), a term that is not
        above 0, or no convergence.

    Notes
    -----
    Bounds of a call: max(S exp(-qT) - K exp(-rT), 0) and S exp(-qT); of a put:
    max(K exp(-rT) - S exp(-qT), 0) and K exp(-rT). Brent's method.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapters 11 (bounds) and 15.

    Examples
    --------
    >>> round(IMPLIED_VOLATILITY(1.875, 21, 20, 0.1, 0.25), 4)
    0.2345
    """
    return options.implied_volatility(option_price, spot, strike, rate, years, income_yield, kind)
