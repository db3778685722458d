"""Options on an average of prices."""

from xlhedge.core import average_options
from xlhedge.worksheet.arguments import Expiry, OptionKind, RiskFreeRate, Strike, Volatility
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, OptionalNumber


@worksheet_function("Options")
def AVERAGE_PRICE_OPTION(
    forward_price: Number,
    strike: Strike,
    rate: RiskFreeRate,
    volatility: Volatility,
    years: Expiry,
    averaging_years: OptionalNumber = None,
    average_so_far: OptionalNumber = None,
    share_fixed: Number = 0,
    kind: OptionKind = "call",
) -> float:
    """The value of an option on an average price, as airlines buy them, by Turnbull and Wakeman.

    Parameters
    ----------
    forward_price : number
        Futures or forward price of what is not fixed yet, per unit; above 0.
    years : number
        From today to the last fixing; 0 or more.
    averaging_years : number
        Length of the averaging period, which ends with years; omitted: all of years. After the
        first fixing the whole period, or what is left of it; 0 = one fixing, at the end.
    average_so_far : number
        Average of the fixings made, above 0; with share_fixed. Omitted: none is made.
    share_fixed : number
        Share of the fixings already made, 0 to 1 (5 of 21 = 0.238); 0 by default.

    Returns
    -------
    number
        Money per unit of the underlying, for the one who holds the option.

    Raises
    ------
    #NUM!
        A price or share outside its domain, fixings made before their period begins, or a period
        that began without any.
    #VALUE!
        One of average_so_far and share_fixed without the other.

    Notes
    -----
    Black-76 with the volatility of a continuous arithmetic average without drift, and the strike
    less what is fixed; early exercise is not valued. The average is taken as lognormal: against
    simulation the value is within 0.03 % of the forward price for volatility x sqrt(years) of 0.2,
    0.1 % for 0.3, 0.3 % for 0.5, 0.8 % for 0.8. For n fixings still to come, d years apart,
    averaging_years = d (n - 1)(4 n + 1) / (4 n) allows for their being single days: it matters in
    the last weeks of an average.

    References
    ----------
    Turnbull and Wakeman (1991), A Quick Algorithm for Pricing European Average Options, Journal of
    Financial and Quantitative Analysis 26; Haug (2021), Asian options with zero cost-of-carry,
    Decisions in Economics and Finance 44.

    Examples
    --------
    >>> round(AVERAGE_PRICE_OPTION(100, 100, 0.05, 0.3, 1), 4)
    6.5893
    """
    return average_options.average_price_option(
        forward_price,
        strike,
        rate,
        volatility,
        years,
        averaging_years,
        average_so_far,
        share_fixed,
        kind,
    )
