"""Hedge accounting: whether the hedge offset its item, test by test."""

from typing import Annotated

from xlhedge.core import effectiveness, keywords
from xlhedge.worksheet.arguments import (
    ChangesOverlap,
    HedgeChanges,
    ItemChanges,
    Money,
    PairedSeries,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import NUMBER, Flag, Number, Series, choice

DIRECTION = choice(keywords.Direction)
Direction = Annotated[str, DIRECTION]
BandTop = Annotated[float, NUMBER.with_help("Upper end of the band, included; 1.25 by default.")]
LeastRSquared = Annotated[float, NUMBER.with_help("R squared wanted, 0 to 1; 0.8 by default.")]


@worksheet_function("Hedge accounting")
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


@worksheet_function("Hedge accounting")
def DOLLAR_OFFSET_TEST(
    hedge_changes: Series,
    item_changes: PairedSeries,
    low: Number = 0.8,
    high: BandTop = 1.25,
    noise_floor: Number = 0,
    cumulative: Flag = True,
    money: Money = "money",
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
    periods = effectiveness.dollar_offset_test(
        hedge_changes, item_changes, low, high, noise_floor, cumulative=cumulative
    )
    rows: list[list[object]] = [[*line] for line in periods]
    return [
        [
            "period",
            f"hedge change [{money}]",
            f"item change [{money}]",
            "dollar offset",
            "verdict",
        ],
        *rows,
    ]


@worksheet_function("Hedge accounting")
def HEDGE_REGRESSION_TEST(
    item_changes: ItemChanges,
    hedge_changes: HedgeChanges,
    min_r2: LeastRSquared = 0.8,
    slope_low: Number = -1.25,
    slope_high: Number = -0.8,
    alpha: Number = 0.05,
    overlap: ChangesOverlap = False,
    direction: Direction = "item on hedge",
    money: Money = "money",
) -> list[list[object]]:
    """The regression test of hedge effectiveness, with a verdict a criterion.

    Parameters
    ----------
    slope_low : number
        Lower bound of the slope in the direction taken, included; -1.25 by default. -1 is a full
        offset.
    slope_high : number
        Upper bound of the slope in the direction taken, included; -0.8 by default.
    alpha : number
        The robust two-sided p-value of a slope of 0 has to be below it, with a slope below 0; 0.05
        by default. Half the p-value is then below 0.025.
    direction : text
        "item on hedge" (default): item = intercept + slope x hedge; "hedge on item" turns it.

    Returns
    -------
    table
        criterion, figure, needed, verdict for r squared, slope and its robust p-value; observations
        watched; significance f, errors (least squares, robust), autocorrelation, intercept,
        direction and overlap as information; overall.

    Raises
    ------
    #DIV/0!
        Fewer than three periods with two numbers, or changes that do not vary. In the cells of the
        robust p-value and error alone: fewer than 12 changes, or than four times the overlap.
    #NUM!
        An r squared outside 0 to 1, bounds in the wrong order, an alpha outside 0 to 1.

    Notes
    -----
    Half the p-value is the chance of so low a slope when the two have nothing to do with each
    other. At alpha = 0.05 it should be 2.5 % of unrelated pairs that pass; simulation found 1.5 to
    3.6 % from 12 to 60 changes, with autocorrelation up to 0.8, changing variance, fat tails,
    GARCH, asynchronous prices or an overlap of 3 rows. An overlap of 12 rows: 4.9 % at 30 changes
    and 3.0 % at 60 undeclared, 2.1 % declared. The least-squares p-value ("significance f") passes
    16 to 25 %. Below 12 changes the p-value is "not assessed" and so is overall, unless another
    criterion fails; an exact fit with a slope below 0 passes.

    The bounds are those of the slope in the direction taken. -1.25 to -0.8 suits both: where the
    fit is exact one slope is 1 / the other. Else their product is r squared, so the two directions
    can differ. In "item on hedge" a slope nearer 0 says that the hedge is too large, in "hedge on
    item" that it is too small. R squared of 0.8, bounds on the slope and 30 observations are
    practice, not text of ASC 815 or IAS 39; IFRS 9 has none of them. Fewer than 30 observations
    are "watch", which does not fail the test.

    References
    ----------
    Finnerty and Grant (2002); ASC 815-20-25 and IAS 39 AG105(a) for what is assessed; Lazarus,
    Lewis, Stock and Watson (2018) for the robust error.

    Examples
    --------
    >>> HEDGE_REGRESSION_TEST([[0,-3,0,-5,-4,0,-6,-3,-1,-4,0,-5]],[[0,3,1,5,4,0,6,3,1,4,0,5]])[2][3]
    'pass'
    """
    return _table(
        effectiveness.regression_test(
            item_changes,
            hedge_changes,
            min_r2,
            slope_low,
            slope_high,
            alpha,
            overlap=overlap,
            direction=direction,
        ),
        money,
    )


@worksheet_function("Hedge accounting")
def HYPOTHETICAL_DERIVATIVE_TEST(
    hedge_changes: Series,
    hypothetical_changes: PairedSeries,
    low: Number = 0.8,
    high: BandTop = 1.25,
    min_r2: LeastRSquared = 0.8,
    overlap: ChangesOverlap = False,
    direction: Direction = "item on hedge",
    money: Money = "money",
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
    overlap : FALSE or number of rows
        The rows by which the changes overlap, for the robust standard error; FALSE (default) = they
        do not.
    direction : text
        "item on hedge" (default): hypothetical = intercept + slope x hedge; "hedge on item" turns
        it.

    Returns
    -------
    table
        criterion, figure, needed, verdict for the cumulative ratio hedge / hypothetical, the slope,
        r squared, observations; both errors, totals in money, direction and overlap as
        information; overall.

    Raises
    ------
    #DIV/0!
        Fewer than three periods with two numbers, or changes that do not vary. In the cell of the
        robust error alone: fewer than 12 changes, or than four times the overlap.
    #NUM!
        A band that is not 0 < low <= high, an r squared outside 0 to 1.

    Notes
    -----
    The hypothetical derivative is the item with its sign turned: in one direction, slope and r
    squared are judged as in HEDGE_REGRESSION_TEST with slopes from -high to -low. 0.8 to 1.25
    suits both directions, as one slope is 1 / the other where the fit is exact; with noise the
    slope of one direction may pass where that of the other fails, so choose as designated.

    IFRS 9 B6.5.5 uses the hypothetical derivative to measure ineffectiveness, and has no band:
    there, read only the effective portion and the ineffectiveness. The band and r squared are
    practice under ASC 815 and IAS 39. Effective portion: see OCI_SPLIT.

    References
    ----------
    IFRS 9, paragraphs B6.5.4-B6.5.6; ASC 815-30-35 (hypothetical derivative method).

    Examples
    --------
    >>> HYPOTHETICAL_DERIVATIVE_TEST([[1,3,2,5,4,2,6,3,1,4,2,5]],[[1,3,2,5,4,3,5,3,1,4,2,5]])[1][1]
    1.0
    """
    return _table(
        effectiveness.hypothetical_derivative_test(
            hedge_changes,
            hypothetical_changes,
            low,
            high,
            min_r2,
            overlap=overlap,
            direction=direction,
        ),
        money,
    )


def _table(criteria: list[effectiveness.Criterion], money: str) -> list[list[object]]:
    rows: list[list[object]] = [
        [name.replace("[money]", f"[{money}]"), *line] for name, *line in criteria
    ]
    return [["criterion", "figure", "needed", "verdict"], *rows]
