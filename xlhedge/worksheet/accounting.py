"""Hedge accounting: what is booked where, what IFRS 9 asks, and the paragraph for the file."""

from typing import Annotated

from xlhedge import __version__
from xlhedge.core import accounting, memo
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, OptionalSeries, Series, Text, choice

Standard = Annotated[str, choice("ifrs9", "ias39", "asc815")]


@worksheet_function
def OCI_SPLIT(hedge_cumulative: Series, hypothetical_cumulative: Series) -> list[list[object]]:
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
    #N/A
        The ranges differ in count.
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
    found = accounting.oci_split(hedge_cumulative, hypothetical_cumulative)
    rows: list[list[object]] = [[*line] for line in found]
    return [
        [
            "period",
            "hedge cumulative [money]",
            "hypothetical cumulative [money]",
            "oci cumulative [money]",
            "p&l cumulative [money]",
            "oci movement [money]",
            "p&l movement [money]",
        ],
        *rows,
    ]


@worksheet_function
def IFRS9_ASSESSMENT(
    item_changes: Series,
    hedge_changes: Series,
    designated_ratio: Number,
    actual_ratio: Number,
    credit_changes: OptionalSeries = None,
    alpha: Number = 0.05,
    credit_limit: Number = 0.5,
    tolerance: Number = 0.02,
) -> list[list[object]]:
    """The three effectiveness requirements of IFRS 9 with figures and verdicts; no 80-125 line.

    Parameters
    ----------
    item_changes : one row or column of numbers
        Gain or loss on the hedged item in each period, in money, oldest first.
    hedge_changes : one row or column of numbers
        Gain or loss on the hedging instrument, as many cells as item_changes.
    designated_ratio : number
        Hedging instrument per hedged item by quantity, as designated; 0 or more.
    actual_ratio : number
        The same as risk management actually uses; a negative one, which adds to the risk, fails.
    credit_changes : one row or column of numbers
        The part of the changes in value (the hedge's or the item's) that credit risk caused, in
        money; omitted: credit risk is "not assessed".
    alpha : number
        The p-value of no relationship has to be below it; 0.05 by default (a judgement).
    credit_limit : number
        Credit risk dominates above this share of the hedge's changes, 0 to 1; 0.5 by default (a
        judgement).
    tolerance : number
        How far the two ratios may be apart; 0.02 by default (a judgement).

    Returns
    -------
    table
        requirement, paragraph, figure, needed, verdict: economic relationship, credit risk, hedge
        ratio; then information, where the dollar offset is "not a criterion"; overall.

    Raises
    ------
    #N/A
        The ranges differ in count.
    #DIV/0!
        Fewer than three periods with numbers, or changes that do not vary.
    #NUM!
        A negative ratio or tolerance, an alpha or a limit outside its range.

    Notes
    -----
    IFRS 9 gives principles, no numbers: every limit here is the reader's judgement, and B6.4.6 says
    that a statistical correlation alone does not prove an economic relationship. Credit share:
    sum of absolute credit changes / sum of absolute hedge changes. Overall is "not assessed" while
    one requirement is.

    References
    ----------
    IFRS 9, paragraphs 6.4.1(c) and B6.4.4-B6.4.11.

    Examples
    --------
    >>> IFRS9_ASSESSMENT([[10], [-8], [5], [-12]], [[-9], [8], [-5], [11]], 1, 1)[1][4]
    'pass'
    """
    found = accounting.ifrs9_assessment(
        item_changes,
        hedge_changes,
        designated_ratio,
        actual_ratio,
        credit_changes,
        alpha,
        credit_limit,
        tolerance,
    )
    rows: list[list[object]] = [[*line] for line in found]
    return [["requirement", "paragraph", "figure", "needed", "verdict"], *rows]


@worksheet_function
def HEDGE_MEMO(
    item_changes: Series,
    hedge_changes: Series,
    standard: Standard = "ifrs9",
    period: Text = "",
    item: Text = "",
    hedge: Text = "",
    designated_ratio: Number = 1,
    actual_ratio: Number = 1,
    credit_changes: OptionalSeries = None,
) -> str:
    """The paragraph for the file: data, method, figures, verdicts, version and a hash of inputs.

    Parameters
    ----------
    item_changes : one row or column of numbers
        Gain or loss on the hedged item in each period, in money, oldest first.
    hedge_changes : one row or column of numbers
        Gain or loss on the hedging instrument, as many cells as item_changes.
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

    Returns
    -------
    text
        One paragraph of at most 32,767 characters; the same inputs give the same text.

    Raises
    ------
    #N/A
        The ranges differ in count.
    #DIV/0!
        Fewer than three periods with two numbers, or changes that do not vary.
    #NUM!
        A negative ratio; texts too long for a cell.

    Notes
    -----
    ifrs9 reports IFRS9_ASSESSMENT; ias39 and asc815 the cumulative dollar offset and
    HEDGE_REGRESSION_TEST, each at their default limits. The hash is sha256 of the nine arguments
    in order as compact ASCII JSON (ranges as lists, a missing number or argument null, whole
    numbers with .0). The conclusion remains the preparer's.

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
    )
