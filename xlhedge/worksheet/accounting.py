"""Hedge accounting: what is booked where, what IFRS 9 asks, and the memo for the file."""

from typing import Annotated

from xlhedge import __version__
from xlhedge.core import accounting, cost_of_hedging, keywords, memo
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.worksheet.arguments import (
    ChangesOverlap,
    HedgeChanges,
    ItemChanges,
    Money,
    PairedSeries,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import (
    NUMBER,
    Number,
    OptionalSeries,
    Reader,
    Series,
    Text,
    choice,
    flatten,
)
from xlhedge.worksheet.effectiveness import DIRECTION

_LIMITS = memo.MemoLimits._fields
_TAKES_LIMITS = f"one row or column of at most {len(_LIMITS)} limits"


def _limits(value: object, name: str) -> tuple[object, ...]:
    """Read limits of several kinds side by side; None marks a blank."""
    cells, rows, columns = flatten(value, name)
    if min(rows, columns) > 1 or len(cells) > len(_LIMITS):
        raise HedgeError(
            Kind.TYPE,
            f"{name} is a range of {rows} x {columns} cells; {_TAKES_LIMITS} is needed: "
            f"{', '.join(_LIMITS)}.",
        )
    return tuple(
        None
        if cell is None or (isinstance(cell, str) and not cell.strip())
        else (DIRECTION if limit == "direction" else NUMBER).read(cell, f"{name} ({limit})")
        for cell, limit in zip(cells, _LIMITS, strict=False)
    )


OptionalLimits = Annotated[
    tuple[float | str | None, ...] | None, Reader(_TAKES_LIMITS, is_range=True, read=_limits)
]
Standard = Annotated[str, choice(keywords.Standard)]
HedgedItem = Annotated[str, choice(keywords.HedgedItem)]


@worksheet_function("Hedge accounting")
def OCI_SPLIT(
    hedge_cumulative: Series,
    hypothetical_cumulative: PairedSeries,
    money: Money = "money",
) -> list[list[object]]:
    """A cash flow hedge's gain split into OCI and P&L by the lower-of test of IFRS 9.

    Parameters
    ----------
    hedge_cumulative : one row or column of numbers
        Gain (+) or loss (-) on the hedging instrument since inception, in money, at the end of
        each period, oldest first.
    hypothetical_cumulative : one row or column of numbers
        The same of the hypothetical derivative: the present value of the hedged item's change with
        its sign turned, so that a perfect hedge has equal numbers.

    Returns
    -------
    table
        A row a period: period, hedge and hypothetical cumulative, oci and p&l cumulative, oci and
        p&l movement, all in money. OCI + P&L is the hedge's whole change.

    Raises
    ------
    #DIV/0!
        No period with two numbers.

    Notes
    -----
    OCI = the smaller of the two in absolute amount, with the hedge's sign; 0 where they moved in
    opposite directions, as nothing was offset (a choice: the text does not spell it out). An
    under-hedge leaves nothing for P&L. IAS 39 (paragraph 96) has the same test. Not ASC 815: since
    ASU 2017-12 a qualifying hedge's whole included change goes to OCI. Reclassification to P&L is
    not part of this table.

    References
    ----------
    IFRS 9, paragraph 6.5.11.

    Examples
    --------
    >>> OCI_SPLIT([[100], [90]], [[80], [95]])[1]
    [1.0, 100.0, 80.0, 80.0, 20.0, 80.0, 20.0]
    """
    split = accounting.oci_split(hedge_cumulative, hypothetical_cumulative)
    rows: list[list[object]] = [[*line] for line in split]
    return [
        [
            "period",
            f"hedge cumulative [{money}]",
            f"hypothetical cumulative [{money}]",
            f"oci cumulative [{money}]",
            f"p&l cumulative [{money}]",
            f"oci movement [{money}]",
            f"p&l movement [{money}]",
        ],
        *rows,
    ]


@worksheet_function("Hedge accounting")
def COST_OF_HEDGING(
    time_values: Series,
    aligned_values: OptionalSeries = None,
    kind: HedgedItem = "time_period",
    money: Money = "money",
) -> list[list[object]]:
    """The cost of hedging of IFRS 9: OCI balance and amortisation of a time value, each period.

    Parameters
    ----------
    time_values : one row or column of numbers
        Fair value of an option's time value, a forward element or a currency basis spread, in
        money, + asset: first on designation, then at each period's end to the end of the hedge;
        leave periods to come blank.
    aligned_values : one row or column of numbers
        The same of the instrument whose critical terms match the hedged item, as many cells;
        omitted: time_values.
    kind : text
        "time_period" (default): protection over time, amortised; "transaction": the balance goes
        with the hedged transaction.

    Returns
    -------
    table
        A row a period: period, change of the time value, to oci, to p&l (not related to the item),
        amortisation (from OCI to P&L), oci balance, in money, + gain, - loss; and the share of the
        value on designation that is amortised by then: 1 at the end of the hedge.

    Raises
    ------
    #N/A
        Ranges of different count.
    #DIV/0!
        No number on designation, or none after it.
    #NUM!
        Values on designation of opposite signs.

    Notes
    -----
    The time value on designation, as far as it relates to the item, is amortised in equal parts
    over all periods of the ranges, blank ones included: 6.5.15(c) asks for a systematic and
    rational basis. Where the actual value is the higher one on designation, OCI takes the aligned
    value's change; where not, the lower of both cumulative changes; the rest is P&L (B6.5.33).
    "transaction": basis adjustment or reclassification with the item (6.5.15(b)) is yours to book.
    Forward elements and basis spreads: 6.5.16 and B6.5.34-B6.5.39, by the same figures.

    References
    ----------
    IFRS 9, paragraphs 6.5.15, 6.5.16 and B6.5.29-B6.5.39; EY, International GAAP, hedging a bond
    with a cap (the example).

    Examples
    --------
    >>> COST_OF_HEDGING([[20], [13], [0]], [[20], [13], [0]])[1][4:]
    [-10.0, 3.0, 0.5]
    """
    periods = cost_of_hedging.cost_of_hedging(time_values, aligned_values, kind)
    rows: list[list[object]] = [[*line] for line in periods]
    return [
        [
            "period",
            f"change [{money}]",
            f"to oci [{money}]",
            f"to p&l [{money}]",
            f"amortisation [{money}]",
            f"oci balance [{money}]",
            "amortised share",
        ],
        *rows,
    ]


@worksheet_function("Hedge accounting")
def IFRS9_ASSESSMENT(
    item_changes: ItemChanges,
    hedge_changes: HedgeChanges,
    designated_ratio: Number,
    actual_ratio: Number,
    credit_changes: OptionalSeries = None,
    alpha: Number = 0.05,
    credit_limit: Number = 0.5,
    tolerance: Number = 0.02,
    overlap: ChangesOverlap = False,
) -> list[list[object]]:
    """The three effectiveness requirements of IFRS 9 with figures and verdicts; no 80-125 line.

    Parameters
    ----------
    designated_ratio : number
        Hedging instrument per hedged item by quantity, as designated; above 0.
    actual_ratio : number
        The same as risk management actually uses. 0 (nothing held) and a negative one, which adds
        to the risk, fail whatever the tolerance.
    credit_changes : one row or column of numbers
        The part of the changes in value (the hedge's or the item's) that credit risk caused, in
        money; omitted: credit risk is "not assessed".
    alpha : number
        The robust two-sided p-value of no relationship has to be below it, with a slope below 0;
        0.05 by default (a judgement). Half the p-value is then below 0.025.
    credit_limit : number
        Credit risk dominates above this share of the hedge's changes, 0 to 1; 0.5 by default (a
        judgement).
    tolerance : number
        How far the actual ratio may be from the designated one, as a share of the latter, 0 to 1;
        0.02 by default: 2 % (a judgement).

    Returns
    -------
    table
        requirement, paragraph, figure, needed, verdict: economic relationship (correlation), credit
        risk, hedge ratio (actual / designated - 1); then information, with both standard errors and
        the dollar offset, which is "not a criterion"; overall.

    Raises
    ------
    #DIV/0!
        Fewer than three periods with numbers, changes that do not vary, a designated ratio of 0. In
        the cells of the robust p-value and error alone: fewer than 12 changes, or than four times
        the overlap.
    #NUM!
        A negative designated ratio (what is designated offsets), an alpha, a limit or a tolerance
        outside its range.

    Notes
    -----
    IFRS 9 gives principles, no numbers: every limit here is the reader's judgement, and B6.4.6 says
    that a statistical correlation alone does not prove an economic relationship. Its p-value is
    that of the slope, item on hedge, robust to autocorrelation and changing variance. Half of it
    is the chance of so low a slope between unrelated series. At alpha = 0.05 it should be 2.5 % of
    those that pass; simulation found 1.5 to 3.6 % from 12 to 60 changes, with autocorrelation up to
    0.8 or an overlap of 3 rows; for an overlap of 12 rows 4.9 % at 30 changes and 3.0 % at 60
    undeclared, 2.1 % declared. Of hedges with a correlation of -0.8 it passes 71 % at 12 changes,
    94 % at 20 and 99 % at 30. Below 12 changes the relationship is "not assessed"; an exact fit
    with a slope below 0 passes. Credit share: sum of absolute credit changes / sum of absolute
    hedge changes. Overall is "fail" when one requirement fails, else "not assessed" while one is.

    References
    ----------
    IFRS 9, paragraphs 6.4.1(c) and B6.4.4-B6.4.11; Lazarus, Lewis, Stock and Watson (2018) for the
    robust error.

    Examples
    --------
    >>> IFRS9_ASSESSMENT([[0,-3,0,-5,-4,0,-6,-3,-1,-4,0,-5]],[[0,3,1,5,4,0,6,3,1,4,0,5]],1,1)[1][4]
    'pass'
    """
    requirements = accounting.ifrs9_assessment(
        item_changes,
        hedge_changes,
        designated_ratio,
        actual_ratio,
        credit_changes,
        alpha,
        credit_limit,
        tolerance,
        overlap=overlap,
    )
    rows: list[list[object]] = [[*line] for line in requirements]
    return [["requirement", "paragraph", "figure", "needed", "verdict"], *rows]


@worksheet_function("Hedge accounting")
def HEDGE_MEMO(
    item_changes: ItemChanges,
    hedge_changes: HedgeChanges,
    standard: Standard = "ifrs9",
    period: Text = "",
    item: Text = "",
    hedge: Text = "",
    designated_ratio: Number = 1,
    actual_ratio: Number = 1,
    credit_changes: OptionalSeries = None,
    limits: OptionalLimits = None,
    overlap: ChangesOverlap = False,
) -> str:
    """The memo for the file: data, method, figures, verdicts, version and a hash of the inputs.

    Parameters
    ----------
    standard : text
        "ifrs9" (default), "ias39" or "asc815": whose criteria are reported.
    period : text
        The period covered, in words; "not stated" by default.
    item : text
        What the hedged item is.
    hedge : text
        What the hedging instrument is.
    designated_ratio : number
        For ifrs9, see IFRS9_ASSESSMENT; 1 by default.
    actual_ratio : number
        For ifrs9, see IFRS9_ASSESSMENT; 1 by default.
    credit_changes : one row or column of numbers
        For ifrs9, see IFRS9_ASSESSMENT; omitted: credit risk is "not assessed".
    limits : one row or column
        min_r2, slope_low, slope_high, alpha, credit_limit, tolerance, direction, and the dollar
        offset's low, high and noise_floor, as the tests have them. Blank or left out: the default.
    overlap : FALSE or number of rows
        The rows by which the changes overlap; FALSE (default) = they do not.

    Returns
    -------
    text
        Short paragraphs of at most 32,767 characters in all, parted by line breaks; the same inputs
        give the same text. Let the cell wrap its text.

    Raises
    ------
    #DIV/0!
        Fewer than three periods with two numbers, changes that do not vary, a designated ratio of 0
        under ifrs9.
    #NUM!
        A negative designated ratio; a limit outside its range; texts too long for a cell.

    Notes
    -----
    ifrs9 tells IFRS9_ASSESSMENT; ias39 and asc815 the last line of DOLLAR_OFFSET_TEST and
    HEDGE_REGRESSION_TEST, all by the same limits: the memo's verdicts are the tables'. ifrs9 takes
    alpha, credit_limit and tolerance; ias39 and asc815 the others and alpha.

    The hash is sha256 of the first nine arguments in order as compact ASCII JSON (ranges as lists,
    a missing number or argument null, whole numbers with .0). Limits follow as a tenth, up to the
    last that is given and a blank one null, and a number of overlapping rows as an eleventh, where
    they are given: a memo without them has the hash it always had. The conclusion remains the
    preparer's.

    References
    ----------
    IFRS 9, paragraph 6.4.1(b); IAS 39, paragraph 88(a); ASC 815-20-25-3: formal documentation.

    Examples
    --------
    >>> HEDGE_MEMO([[10], [-8], [5], [-12]], [[-9], [8], [-5], [11]], "ias39", "2025")[:38]
    'Hedge effectiveness under IAS 39, AG10'
    """
    return memo.hedge_memo(
        item_changes,
        hedge_changes,
        standard,
        period,
        item,
        hedge,
        designated_ratio,
        actual_ratio,
        credit_changes,
        __version__,
        limits or (),
        overlap=overlap,
    )
