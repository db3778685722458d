"""Currency: forwards by interest parity, and what each way of hedging a foreign amount pays."""

from typing import Annotated

from xlhedge.core import currency, currency_hedges
from xlhedge.worksheet.arguments import BaseRate, Compounding, Money, QuoteRate
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Number, Values

PremiumToday = Annotated[
    float,
    NUMBER.with_help("Home currency per unit of foreign currency, paid today; 0 or more."),
]
_COMPARISON = (
    "spot close",
    "forward [{}]",
    "money market [{}]",
    "option [{}]",
    "unhedged [{}]",
    "best",
)


@worksheet_function("Currency")
def FX_FORWARD_RATE(
    spot: Number,
    rate_quote: QuoteRate,
    rate_base: BaseRate,
    years: Number,
    compounding: Compounding = "simple",
) -> float:
    """The forward exchange rate of covered interest parity, S x growth(quote) / growth(base).

    Parameters
    ----------
    spot : number
        Units of the quote currency per unit of the base currency (EUR/USD 1.10 = 1.10 dollars a
        euro: quote dollar, base euro); above 0.
    years : number
        Term; 0 or more.

    Returns
    -------
    number
        Units of the quote currency per unit of the base currency.

    Raises
    ------
    #NUM!
        A spot rate that is not above 0, a negative term, or a rate of -100 % and less.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 6 (simple); Hull, Options, Futures
    and Other Derivatives, section 5.10 (continuous).

    Examples
    --------
    >>> round(FX_FORWARD_RATE(1.5, 0.061, 0.09, 1), 4)
    1.4601
    >>> round(FX_FORWARD_RATE(0.62, 0.07, 0.05, 2, "continuous"), 4)
    0.6453
    """
    return currency.fx_forward_rate(spot, rate_quote, rate_base, years, compounding)


@worksheet_function("Currency")
def FORWARD_PRICE(
    spot: Number,
    rate: Number,
    years: Number,
    income_yield: Number = 0,
    income_pv: Number = 0,
    storage: Number = 0,
    compounding: Compounding = "continuous",
) -> float:
    """The forward price by cost of carry, (spot - income + storage) x growth(rate) / growth(yield).

    Parameters
    ----------
    spot : number
        Price now, per unit; above 0.
    rate : number
        Risk-free rate, decimal a year, compounded as compounding says.
    years : number
        Term; 0 or more.
    income_yield : number
        Dividend, lease or convenience yield, decimal a year, compounded as compounding says; 0 by
        default. A storage cost in proportion to the price is a negative yield.
    income_pv : number
        Present value of known income (coupons, dividends), money per unit; 0 or more, 0 by
        default.
    storage : number
        Present value of storage costs, money per unit; 0 or more, 0 by default.
    compounding : text
        "continuous" (default) e^(rT), so that the growth is e^((rate - yield) x years), "simple"
        1 + rT, or "annual" (1 + r)^T.

    Returns
    -------
    number
        Price per unit, for delivery at the end of the term.

    Raises
    ------
    #NUM!
        An argument outside its domain, or income worth the whole price and more.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, sections 5.4 to 5.6 and 5.11.

    Examples
    --------
    >>> round(FORWARD_PRICE(900, 0.04, 0.75, 0, 39.6), 2)
    886.6
    """
    return currency.forward_price(spot, rate, years, income_yield, income_pv, storage, compounding)


@worksheet_function("Currency")
def CIP_BASIS(
    spot: Number,
    forward: Number,
    rate_quote: QuoteRate,
    rate_base: BaseRate,
    years: Number,
    compounding: Compounding = "simple",
) -> float:
    """The deviation from covered interest parity, simple: ((F / S) (1 + base T) - 1) / T - quote.

    Parameters
    ----------
    spot : number
        Units of the quote currency per unit of the base currency; above 0.
    forward : number
        The forward rate in the market, quoted the same way; above 0.
    years : number
        Term; above 0.

    Returns
    -------
    number
        Decimal a year (-0.002 = -20 basis points) to add to the quote currency's rate for parity
        to hold. Negative with the dollar as base: dollars are dear to borrow through forwards.

    Raises
    ------
    #NUM!
        An exchange rate that is not above 0, a negative term, or a rate of -100 % and less.
    #DIV/0!
        A term of 0.

    Notes
    -----
    0 when forward is FX_FORWARD_RATE of the same arguments. Continuous: ln(F / S) / T + base -
    quote; annual: (F / S)^(1 / T) (1 + base) - 1 - quote. The published basis is continuous and has
    the dollar as base currency; with the dollar as quote currency the sign turns.

    References
    ----------
    Du, Tepper and Verdelhan (2018), Deviations from Covered Interest Rate Parity, Journal of
    Finance 73.

    Examples
    --------
    >>> round(CIP_BASIS(1.5, 1.46, 0.061, 0.09, 1), 6)
    -6.7e-05
    >>> round(CIP_BASIS(150, 143.9, -0.001, 0.04, 1, "continuous"), 6)
    -0.000517
    """
    return currency.cip_basis(spot, forward, rate_quote, rate_base, years, compounding)


@worksheet_function("Currency")
def MONEY_MARKET_HEDGE(
    amount: Number,
    spot: Number,
    rate_domestic: Number,
    rate_foreign: Number,
    years: Number = 1,
    compounding: Compounding = "simple",
) -> float:
    """Home currency that borrowing and lending fix for a foreign amount: A S (1+rd T) / (1+rf T).

    Parameters
    ----------
    amount : number
        Signed foreign amount due at the end: + will receive, - owe.
    spot : number
        Home currency per unit of foreign currency; above 0.
    rate_domestic : number
        Home rate, decimal a year: lending for a receivable, borrowing for a payable.
    rate_foreign : number
        Foreign rate, decimal a year: borrowing for a receivable, lending for a payable.
    years : number
        Until the amount is due; 0 or more, 1 by default.

    Returns
    -------
    number
        Home currency on the due date: + received, - paid.

    Raises
    ------
    #NUM!
        A spot rate that is not above 0, a negative term, or a rate of -100 % and less.

    Notes
    -----
    amount x FX_FORWARD_RATE of the same rates, term and compounding: a forward made at home.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 8.

    Examples
    --------
    >>> round(MONEY_MARKET_HEDGE(10000000, 1.5, 0.061, 0.09))
    14600917
    """
    return currency_hedges.money_market_hedge(
        amount, spot, rate_domestic, rate_foreign, years, compounding
    )


@worksheet_function("Currency")
def FX_OPTION_HEDGE(
    amount: Number,
    strike: Number,
    premium: PremiumToday,
    spot_close: Number,
    rate_domestic: Number = 0,
    years: Number = 1,
) -> float:
    """Home currency of a foreign amount hedged by an option, less its premium with interest.

    Parameters
    ----------
    amount : number
        Signed foreign amount: + will receive (hedged by a put), - owe (hedged by a call).
    strike : number
        Home currency per unit of foreign currency; above 0.
    spot_close : number
        Spot rate on the due date, home currency per unit of foreign currency; above 0.
    rate_domestic : number
        Decimal a year, simple interest, at which the premium is financed; 0 by default.
    years : number
        From the premium to the due date; 0 or more, 1 by default.

    Returns
    -------
    number
        Home currency on the due date: + received, - paid.

    Raises
    ------
    #NUM!
        A rate, premium or term outside its domain.

    Notes
    -----
    Receivable: A max(strike, spot) - A premium (1 + rd T). Payable: A min(strike, spot) - abs(A)
    premium (1 + rd T), a negative amount. Simple interest, as MONEY_MARKET_HEDGE has by default.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 8.

    Examples
    --------
    >>> round(FX_OPTION_HEDGE(10000000, 1.46, 0.02, 1.3, 0.061))
    14387800
    """
    return currency_hedges.fx_option_hedge(
        amount, strike, premium, spot_close, rate_domestic, years
    )


@worksheet_function("Currency")
def FX_HEDGE_COMPARE(
    amount: Number,
    spot: Number,
    forward: Number,
    strike: Number,
    premium: PremiumToday,
    rate_domestic: Number,
    rate_foreign: Number,
    spot_scenarios: Values,
    years: Number = 1,
    compounding: Compounding = "simple",
    money: Money = "money",
) -> list[list[object]]:
    """Home currency by forward, money market, option and no hedge, for each closing spot rate.

    Parameters
    ----------
    amount : number
        Signed foreign amount: + will receive, - owe; not 0.
    spot : number
        Home currency per unit of foreign currency now; above 0.
    forward : number
        Forward rate to the due date, home currency per unit of foreign currency; above 0.
    strike : number
        Of the put (receivable) or the call (payable), home currency per unit of foreign currency;
        above 0.
    rate_domestic : number
        Home rate, decimal a year, compounded as compounding says; it finances the premium too.
    rate_foreign : number
        Foreign rate, decimal a year, compounded as compounding says.
    spot_scenarios : range of numbers
        Spot rates on the due date, above 0; blanks are left out.
    years : number
        Until the due date; 0 or more, 1 by default.

    Returns
    -------
    table
        One row a scenario: spot close, then home currency (+ received, - paid) by forward, money
        market, option and unhedged, and which pays most; "equal: " and the ways where some pay the
        same but for rounding.

    Raises
    ------
    #DIV/0!
        An amount of 0, or no scenario.
    #NUM!
        A rate, premium or term outside its domain.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 8.

    Examples
    --------
    >>> FX_HEDGE_COMPARE(1000, 1.5, 1.46, 1.46, 0.02, 0, 0.03, [[1.3], [1.6]])[2]
    [1.6, 1460.0, 1456.3106796116506, 1580.0, 1600.0, 'unhedged']
    """
    import numpy as np

    proceeds = currency_hedges.fx_hedge_compare(
        amount,
        spot,
        forward,
        strike,
        premium,
        rate_domestic,
        rate_foreign,
        spot_scenarios[~np.isnan(spot_scenarios)],
        years,
        compounding,
    )
    ways = [proceeds.forward, proceeds.money_market, proceeds.option, proceeds.unhedged]
    return [
        [heading.format(money) for heading in _COMPARISON],
        *(
            [close, *paid, best]
            for close, *paid, best in zip(
                proceeds.spot_close.tolist(),
                *(way.tolist() for way in ways),
                proceeds.best,
                strict=True,
            )
        ),
    ]
