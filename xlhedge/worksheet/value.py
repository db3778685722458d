"""Hedge ratio by value: how much of a position is covered, and what that is called."""

from xlhedge.core import value
from xlhedge.worksheet.arguments import PairedValues
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Flag, Number, Values, pairs_of


@worksheet_function("Hedge ratio by value")
def HEDGE_RATIO(hedge_value: Number, position_value: Number) -> float:
    """The share of a position that a hedge covers: hedge value / position value.

    Parameters
    ----------
    hedge_value : number
        What hedges: futures price x contract size x contracts, or a quantity. In the unit of
        position_value.
    position_value : number
        What is hedged, in money or in quantity; not 0.

    Returns
    -------
    number
        A decimal: 0.8667 is 86.67 %. Above 1 the position is over-hedged.

    Raises
    ------
    #DIV/0!
        The position is 0.

    Notes
    -----
    By value and by quantity differ where spot and futures prices differ: 15,000 of 20,000 bushels
    are 75 %, while 52,005 of 60,000 dollars are 87 %.

    References
    ----------
    FXCM, What Is A Hedge Ratio?

    Examples
    --------
    >>> HEDGE_RATIO(52005, 60000)
    0.86675
    """
    return value.hedge_ratio(hedge_value, position_value)


@worksheet_function("Hedge ratio by value")
def PORTFOLIO_HEDGE_RATIO(values: Values, hedged_share: PairedValues) -> float:
    """The hedged share of a whole portfolio: sum(value x hedged share) / sum(value).

    Parameters
    ----------
    values : range of numbers
        Market value of each line, signed, in one currency.
    hedged_share : range of numbers
        The share of each line that is hedged, 0 to 1 (a currency-hedged fund is 1); as many cells
        as values.

    Returns
    -------
    number
        A decimal: 0.6667 is 66.67 %.

    Raises
    ------
    #NUM!
        A share is below 0 or above 1.
    #DIV/0!
        The values sum to 0, or no line has two numbers.

    References
    ----------
    L. Krysiak, Hedge Ratio Calculator (Omni).

    Examples
    --------
    >>> PORTFOLIO_HEDGE_RATIO([[100000], [50000]], [[1], [0]])
    0.6666666666666666
    """
    lines = pairs_of("values", values, "hedged_share", hedged_share)
    return value.portfolio_hedge_ratio(*lines)


@worksheet_function("Hedge ratio by value")
def UNHEDGED_EXPOSURE(
    hedge_value: Number, position_value: Number, as_percent: Flag = False
) -> float:
    """What a hedge leaves open, in money or as a share; negative = over-hedged.

    Parameters
    ----------
    hedge_value : number
        What hedges, in the unit of position_value.
    position_value : number
        What is hedged; with as_percent not 0.
    as_percent : TRUE or FALSE
        FALSE (default) gives the amount, TRUE the share as a decimal.

    Returns
    -------
    number
        abs(position) x (1 - ratio), or 1 - ratio.

    Raises
    ------
    #DIV/0!
        A share of a position of 0.

    References
    ----------
    FXCM, What Is A Hedge Ratio?; Gate, Understanding Hedge Ratio.

    Examples
    --------
    >>> UNHEDGED_EXPOSURE(52005, 60000)
    7995.0
    """
    return value.unhedged_exposure(hedge_value, position_value, as_percent=as_percent)


@worksheet_function("Hedge ratio by value")
def HEDGE_STATUS(hedge_ratio: Number, tolerance: Number = 0.02) -> str:
    """What a hedge ratio amounts to: "unhedged", "partly hedged", "fully hedged", ...

    Parameters
    ----------
    hedge_ratio : number
        A decimal, 0.87 for 87 %; + protects.
    tolerance : number
        How far from 0 and from 1 still counts as there: from 0 to below 0.5, 0.02 by default.

    Returns
    -------
    text
        "adds risk", "unhedged", "partly hedged", "fully hedged" or "over-hedged".

    Raises
    ------
    #NUM!
        A tolerance below 0, or of 0.5 and more; a ratio of 10 and more (87 for 87 %).

    References
    ----------
    The words of treasury policies; no standard fixes them.

    Examples
    --------
    >>> HEDGE_STATUS(0.86675)
    'partly hedged'
    """
    return value.hedge_status(hedge_ratio, tolerance)


@worksheet_function("Hedge ratio by value")
def HEDGE_PROFILE(hedge_ratio: Number) -> str:
    """The published risk profiles a hedge ratio fits: growth, typical, conservative.

    Parameters
    ----------
    hedge_ratio : number
        A decimal: 0.87 is 87 %.

    Returns
    -------
    text
        Every band that holds the ratio: "growth" 25-40 %, "typical" 50-100 %, "conservative"
        75-100 %; "between bands" where none does, "adds risk" below 0, "over-hedged" above 1.

    Raises
    ------
    #NUM!
        A ratio of 10 and more, or of -10 and less: 87 for 87 %.

    References
    ----------
    L. Krysiak, Hedge Ratio Calculator (Omni).

    Examples
    --------
    >>> HEDGE_PROFILE(0.86675)
    'typical, conservative'
    """
    return value.hedge_profile(hedge_ratio)
