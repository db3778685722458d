"""Currency: what forwards are quoted at, and what they are worth."""

from typing import Annotated

from xlhedge.core import forwards
from xlhedge.worksheet.arguments import (
    BaseAmount,
    BaseRate,
    Compounding,
    ExchangeRate,
    Money,
    PairedSeries,
    QuoteRate,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Number, Series
from xlhedge.worksheet.errors import NUM

Term = Annotated[
    float,
    NUMBER.with_help(
        "To delivery; 0 or more.", (NUM, "A negative term, or a rate of -100 % and less.")
    ),
]
ContractRate = Annotated[
    float,
    NUMBER.with_help(
        "The rate that was agreed: quote currency per unit of base currency; above 0.",
        (NUM, "An agreed rate that is not above 0."),
    ),
]


@worksheet_function("Currency")
def FORWARD_POINTS(
    spot: ExchangeRate,
    rate_quote: QuoteRate,
    rate_base: BaseRate,
    years: Term,
    pip: Number = 0.0001,
    compounding: Compounding = "simple",
) -> float:
    """Forward points of covered interest parity, (forward - spot) / pip.

    Parameters
    ----------
    pip : number
        What one point is in the exchange rate: 0.0001 by default, 0.01 for most rates of yen.

    Returns
    -------
    number
        Points: + where the quote currency's rate is the higher one, and the forward above spot.

    Raises
    ------
    #NUM!
        A pip that is not above 0.

    Notes
    -----
    The forward is FX_FORWARD_RATE of the same arguments.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 5; CFA Program Curriculum,
    Currency Exchange Rates.

    Examples
    --------
    >>> round(FORWARD_POINTS(1.0072, 0.0063, 0.0075, 0.75), 2)
    -9.01
    """
    return forwards.forward_points(spot, rate_quote, rate_base, years, pip, compounding)


@worksheet_function("Currency")
def FX_FORWARD_QUOTE(
    spot_bid: Number,
    spot_offer: Number,
    quote_lend: Number,
    quote_borrow: Number,
    base_lend: Number,
    base_borrow: Number,
    years: Term,
    compounding: Compounding = "simple",
) -> list[list[object]]:
    """Bid and offer of the forward that spot, lending and borrowing enforce.

    Parameters
    ----------
    spot_bid : number
        What you are paid for a unit of the base currency, in quote currency; above 0.
    spot_offer : number
        What you pay for one; not below spot_bid.
    quote_lend : number
        Decimal a year at which you lend the quote currency, compounded as compounding says.
    quote_borrow : number
        At which you borrow it; not below quote_lend.
    base_lend : number
        Decimal a year at which you lend the base currency.
    base_borrow : number
        At which you borrow it; not below base_lend.

    Returns
    -------
    table
        bid and offer, units of the quote currency per unit of the base currency.

    Raises
    ------
    #NUM!
        An exchange rate that is not above 0, a bid above its offer, a lending rate above its
        borrowing rate.

    Notes
    -----
    bid = spot bid x growth(quote_lend) / growth(base_borrow): borrow base, sell it spot, lend
    quote. offer = spot offer x growth(quote_borrow) / growth(base_lend): borrow quote, buy base
    spot, lend it. A market that bids more than this offer, or offers below this bid, is an
    arbitrage; between them it is not. A bank's quote is better than both ways for its customer.

    References
    ----------
    Moosa, International Finance, covered arbitrage with bid-offer spreads.

    Examples
    --------
    >>> round(FX_FORWARD_QUOTE(1.1, 1.1002, 0.03, 0.032, 0.02, 0.022, 0.5)[1][1], 4)
    1.1044
    """
    quote = forwards.fx_forward_quote(
        spot_bid,
        spot_offer,
        quote_lend,
        quote_borrow,
        base_lend,
        base_borrow,
        years,
        compounding,
    )
    return [["figure", "value"], ["bid", quote.bid], ["offer", quote.offer]]


@worksheet_function("Currency")
def FX_FORWARD_VALUE(
    amount: BaseAmount,
    forward_rate: ContractRate,
    spot: ExchangeRate,
    rate_quote: QuoteRate,
    rate_base: BaseRate,
    years: Term,
    compounding: Compounding = "simple",
) -> float:
    """Value today of a currency forward: amount x (forward today - forward_rate), discounted.

    Returns
    -------
    number
        Quote currency: + gain, - loss. 0 where forward_rate is today's FX_FORWARD_RATE.

    Notes
    -----
    amount x (F - forward_rate) / growth(rate_quote): F is FX_FORWARD_RATE of today's spot, rates
    and remaining term. Credit and funding of the two parties are not in it.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 5.10, and currency swaps as forwards; IFRS
    13 for what a fair value has beyond it.

    Examples
    --------
    >>> round(FX_FORWARD_VALUE(1000000, 1.10, 1.12, 0.04, 0.02, 0.5))
    30480
    """
    return forwards.fx_forward_value(
        amount, forward_rate, spot, rate_quote, rate_base, years, compounding
    )


@worksheet_function("Currency")
def FORWARD_VALUE(
    units: Number, delivery_price: Number, forward_price: Number, rate: Number, years: Term
) -> float:
    """Value today of a forward: units x (forward price today - delivery price) x e^(-rate x years).

    Parameters
    ----------
    units : number
        Quantity: + bought forward, - sold forward.
    delivery_price : number
        The price that was agreed, per unit.
    forward_price : number
        Today's price for the same delivery, per unit; FORWARD_PRICE gives one by cost of carry.
    rate : number
        Risk-free decimal a year, continuously compounded.

    Returns
    -------
    number
        Money: + gain, - loss. 0 where the two prices are equal.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 5.7.

    Examples
    --------
    >>> round(FORWARD_VALUE(1, 24, 26.28, 0.1, 0.5), 2)
    2.17
    """
    return forwards.forward_value(units, delivery_price, forward_price, rate, years)


@worksheet_function("Hedge accounting")
def HYPOTHETICAL_FORWARD_VALUES(
    amount: BaseAmount,
    inception_rate: ContractRate,
    spots: Series,
    rates_quote: PairedSeries,
    rates_base: PairedSeries,
    years_left: PairedSeries,
    compounding: Compounding = "simple",
    money: Money = "money",
) -> list[list[object]]:
    """The hypothetical derivative of a currency hedge: a forward's value at each period's end.

    Parameters
    ----------
    inception_rate : number
        The forward rate on designation, at which the hypothetical derivative is worth 0; above 0.
    spots : one row or column of numbers
        Spot rate at the end of each period, oldest first: quote currency per unit of base currency.
    rates_quote : one row or column of numbers
        The quote currency's rate to the day of delivery at the end of each period, decimal a year,
        compounded as compounding says; as many cells as spots.
    rates_base : one row or column of numbers
        The base currency's, as many cells as spots.
    years_left : one row or column of numbers
        From each period's end to delivery, 0 or more, falling; as many cells as spots.

    Returns
    -------
    table
        A row a period: period (row of the ranges), forward of the day, value and change in the
        quote currency, + gain.

    Raises
    ------
    #DIV/0!
        No period with four numbers.
    #NUM!
        An exchange rate that is not above 0, a negative term, terms that do not fall from period to
        period, or a rate of -100 % and less.

    Notes
    -----
    Each value is FX_FORWARD_VALUE of the day. The column value goes into OCI_SPLIT as
    hypothetical_cumulative, the column change into HYPOTHETICAL_DERIVATIVE_TEST: the first change
    starts from 0. A period with a missing number has no row; the next change covers both. The
    hypothetical derivative matches the hedged item: no margin, no credit of the bank's.

    References
    ----------
    IFRS 9, paragraphs B6.5.5-B6.5.6.

    Examples
    --------
    >>> HYPOTHETICAL_FORWARD_VALUES(100,1.5,[[2],[1]],[[0],[0]],[[0],[0]],[[0.5],[0]])[2]
    [2.0, 1.0, -50.0, -100.0]
    """
    periods = forwards.hypothetical_forward_values(
        amount, inception_rate, spots, rates_quote, rates_base, years_left, compounding
    )
    rows: list[list[object]] = [[*line] for line in periods]
    return [["period", "forward", f"value [{money}]", f"change [{money}]"], *rows]
