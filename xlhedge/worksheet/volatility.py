"""Volatility and correlation from a history of prices."""

from xlhedge.core import volatility
from xlhedge.worksheet.arguments import Changes, Step
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Matrix, Number, Series


@worksheet_function("Outcome over history")
def PRICE_VOLATILITY(
    prices: Series, changes: Changes = "log", periods_per_year: Number = 252, step: Step = 1
) -> float:
    """The volatility of prices: a year's standard deviation of their changes.

    Parameters
    ----------
    prices : one row or column of numbers
        Prices, oldest first, or changes where changes is "given".
    changes : text
        "log" (default) ln(S(t) / S(t-1)), "return" relative, "price" S(t) - S(t-1), in the prices'
        unit, or "given": the range already holds changes.
    periods_per_year : number
        Rows a year, above 0: 252 (default) of trading days, 52 of weeks, 12 of months.
    step : number
        Rows per change: 1 (default), 5 = weekly from daily; steps do not overlap and end on the
        last row.

    Returns
    -------
    number
        A decimal a year, 0.12 for 12 %: STDEV.S of the changes x SQRT(periods_per_year / step).
        From "price" it is in the prices' unit.

    Raises
    ------
    #DIV/0!
        Fewer than two changes.
    #NUM!
        A log or a return of prices that are not above 0; periods_per_year of 0 or less.

    Notes
    -----
    A row with a blank, a text or TRUE/FALSE is dropped, and no change is taken across it.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 15.4.

    Examples
    --------
    >>> round(PRICE_VOLATILITY([[20], [20.1], [19.9], [20], [20.5]]), 3)
    0.226
    """
    return volatility.price_volatility(prices, changes, periods_per_year, step)


@worksheet_function("Outcome over history")
def CHANGE_CORRELATIONS(
    prices: Matrix, changes: Changes = "log", step: Step = 1
) -> list[list[object]]:
    """The correlations of the changes of several prices, one column a price.

    Parameters
    ----------
    prices : block of numbers
        Prices, oldest first, one column a series, as of the same days.
    changes : text
        "log" (default), "return", "price" or "given": the ranges already hold changes.
    step : number
        Rows per change: 1 (default), 5 = weekly from daily; steps do not overlap and end on the
        last row.

    Returns
    -------
    table
        A header row, then a row a column of prices: its number and its correlation with each.
        Without the header row and the numbers, it is what EXPOSURE_AT_RISK takes.

    Raises
    ------
    #DIV/0!
        Fewer than two rows of changes, or a column that does not vary.
    #NUM!
        A log or a return of prices that are not above 0.

    Notes
    -----
    A row with a missing number in any column is dropped from all of them, and no change is taken
    across it. Columns at the right end without any number are left out: spare ones of a history.
    Equals CORREL of the changes, pair by pair.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 23.6.

    Examples
    --------
    >>> CHANGE_CORRELATIONS([[1, 2], [2, 4], [4, 5], [5, 7]], "price")[1]
    ['series 1', 1.0, -1.0]
    """
    correlations = volatility.change_correlations(volatility.without_spare(prices), changes, step)
    names = [f"series {j}" for j in range(1, correlations.shape[1] + 1)]
    rows = zip(names, correlations.tolist(), strict=True)
    return [["correlation", *names], *([name, *row] for name, row in rows)]
