"""Hedge accounting: whether the hedge offset its item, test by test."""

from xlhedge.core import effectiveness
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Flag, Number, Series


@worksheet_function
def DOLLAR_OFFSET(hedge_change: Number, item_change: Number) -> float:
    """The share of an item's change in value that the hedge made up for: -hedge / item.

    Parameters
    ----------
    hedge_change : number
        Gain (+) or loss (-) on the hedging instrument, in money.
    item_change : number
        Gain (+) or loss (-) on the hedged item, in money; not 0.

    Returns
    -------
    number
        A decimal: 1.2 = a loss of 120 against a gain of 100. Negative = both moved the same way.

    Raises
    ------
    #DIV/0!
        The item did not change.

    Notes
    -----
    80-125 % is a line of IAS 39 (AG105(b)) and practice under ASC 815; IFRS 9 has no such line.

    References
    ----------
    IAS 39, paragraph AG105(b).

    Examples
    --------
    >>> DOLLAR_OFFSET(-120, 100)
    1.2
    """
    return effectiveness.dollar_offset(hedge_change, item_change)


@worksheet_function
def DOLLAR_OFFSET_TEST(
    hedge_changes: Series,
    item_changes: Series,
    low: Number = 0.8,
    high: Number = 1.25,
    noise_floor: Number = 0,
    cumulative: Flag = True,
) -> list[list[object]]:
    """The dollar-offset test of each period: -hedge / item against a band, 80-125 % by default.

    Parameters
    ----------
    hedge_changes : one row or column of numbers
        Gain or loss on the hedging instrument in each period, in money, oldest first.
    item_changes : one row or column of numbers
        Gain or loss on the hedged item, as many cells as hedge_changes.
    low : number
        Lower end of the band, included; above 0, 0.8 by default.
    high : number
        Upper end of the band, included; 1.25 by default.
    noise_floor : number
        Money: where neither side changed by more, the ratio is not judged; 0 by default.
    cumulative : TRUE or FALSE
        TRUE (default) judges changes since the first period, FALSE each period on its own.

    Returns
    -------
    table
        A row a period: period (row of the ranges), hedge change, item change, dollar offset,
        verdict: "pass", "fail" or "below noise floor"; changes are running totals when cumulative.

    Raises
    ------
    #N/A
        The ranges differ in count.
    #DIV/0!
        No period with two numbers; in a cell: an item that did not change.
    #NUM!
        A band that is not 0 < low <= high, or a negative floor.

    Notes
    -----
    The band is IAS 39 (AG105(b)) and practice under ASC 815; IFRS 9 has no such line. The noise
    floor is practice against ratios of small numbers, no text. A period with a missing number is
    dropped from the totals too.

    References
    ----------
    IAS 39, paragraph AG105(b); Finnerty and Grant (2002), Alternative Approaches to Testing Hedge
    Effectiveness under SFAS No. 133.

    Examples
    --------
    >>> DOLLAR_OFFSET_TEST([[-90], [-30]], [[100], [-20]])[2]
    [2.0, -120.0, 80.0, 1.5, 'fail']
    """
    found = effectiveness.dollar_offset_test(
        hedge_changes, item_changes, low, high, noise_floor, cumulative=cumulative
    )
    rows: list[list[object]] = [[*line] for line in found]
    return [
        ["period", "hedge change [money]", "item change [money]", "dollar offset", "verdict"],
        *rows,
    ]


@worksheet_function
def HEDGE_REGRESSION_TEST(
    item_changes: Series,
    hedge_changes: Series,
    min_r2: Number = 0.8,
    slope_low: Number = -1.25,
    slope_high: Number = -0.8,
    alpha: Number = 0.05,
) -> list[list[object]]:
    """The regression test of hedge effectiveness, item on hedge, with a verdict a criterion.

    Parameters
    ----------
    item_changes : one row or column of numbers
        Gain or loss on the hedged item in each period, in money, oldest first.
    hedge_changes : one row or column of numbers
        Gain or loss on the hedging instrument, as many cells as item_changes.
    min_r2 : number
        R squared wanted, 0 to 1; 0.8 by default.
    slope_low : number
        Lower bound of the slope, included; -1.25 by default. -1 is a full offset.
    slope_high : number
        Upper bound of the slope, included; -0.8 by default.
    alpha : number
        The p-value of a slope of 0 has to be below it; 0.05 by default.

    Returns
    -------
    table
        criterion, figure, needed, verdict for r squared, slope, slope p-value, significance f and
        observations; autocorrelation, durbin-watson, errors and intercept as information; overall.

    Raises
    ------
    #N/A
        The ranges differ in count.
    #DIV/0!
        Fewer than three periods with two numbers, or changes that do not vary.
    #NUM!
        An r squared outside 0 to 1, bounds in the wrong order, an alpha outside 0 to 1.

    Notes
    -----
    item = intercept + slope x hedge; with one regressor the p-value of t and that of F are one
    figure. R squared of 0.8, bounds on the slope and 30 observations are practice, not text of
    ASC 815 or IAS 39; IFRS 9 has none of them. Fewer than 30 observations are "watch", which does
    not fail the test. Overall passes when no criterion fails.

    References
    ----------
    Finnerty and Grant (2002); ASC 815-20-25 and IAS 39 AG105(a) for what is assessed.

    Examples
    --------
    >>> HEDGE_REGRESSION_TEST([[10], [-8], [5], [-12]], [[-9], [8], [-5], [11]])[2][3]
    'pass'
    """
    return _table(
        effectiveness.regression_test(
            item_changes, hedge_changes, min_r2, slope_low, slope_high, alpha
        )
    )


@worksheet_function
def HYPOTHETICAL_DERIVATIVE_TEST(
    hedge_changes: Series,
    hypothetical_changes: Series,
    low: Number = 0.8,
    high: Number = 1.25,
    min_r2: Number = 0.8,
) -> list[list[object]]:
    """A cash flow hedge against its hypothetical derivative: ratio, slope, r squared, verdicts.

    Parameters
    ----------
    hedge_changes : one row or column of numbers
        Gain or loss on the hedging instrument in each period, in money, oldest first.
    hypothetical_changes : one row or column of numbers
        The same of the derivative whose terms match the hedged item's; signed as a derivative, so
        that a perfect hedge has equal changes.
    low : number
        Lower end of the band of ratio and slope, included; above 0, 0.8 by default.
    high : number
        Upper end of the band, included; 1.25 by default.
    min_r2 : number
        R squared wanted, 0 to 1; 0.8 by default.

    Returns
    -------
    table
        criterion, figure, needed, verdict for the cumulative ratio hedge / hypothetical, the slope
        of hedge on hypothetical, r squared, observations; totals in money as information; overall.

    Raises
    ------
    #N/A
        The ranges differ in count.
    #DIV/0!
        Fewer than three periods with two numbers, or changes that do not vary.
    #NUM!
        A band that is not 0 < low <= high, or an r squared outside 0 to 1.

    Notes
    -----
    IFRS 9 B6.5.5 uses the hypothetical derivative to measure ineffectiveness, and has no band:
    there, read only the effective portion and the ineffectiveness. The band and r squared are
    practice under ASC 815 and IAS 39. Effective portion: see OCI_SPLIT.

    References
    ----------
    IFRS 9, paragraphs B6.5.4-B6.5.6; ASC 815-30-35 (hypothetical derivative method).

    Examples
    --------
    >>> HYPOTHETICAL_DERIVATIVE_TEST([[10], [-8], [5], [-12]], [[9], [-8], [5], [-11]])[1][1]
    1.0
    """
    return _table(
        effectiveness.hypothetical_derivative_test(
            hedge_changes, hypothetical_changes, low, high, min_r2
        )
    )


def _table(found: list[effectiveness.Criterion]) -> list[list[object]]:
    rows: list[list[object]] = [[*line] for line in found]
    return [["criterion", "figure", "needed", "verdict"], *rows]
