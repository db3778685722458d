"""What a book may lose by its own history of prices."""

from typing import Annotated

from xlhedge.core import history_risk
from xlhedge.worksheet.arguments import Changes
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Matrix, Number, Values, whole


@worksheet_function("Outcome over history")
def HISTORY_AT_RISK(
    exposures: Values,
    prices: Matrix,
    horizon: Annotated[int, whole(1)] = 1,
    level: Number = 0.95,
    changes: Changes = "return",
) -> list[list[object]]:
    """What a book may lose by its own price history, beside the normal law, and whose part it is.

    Parameters
    ----------
    exposures : range of numbers
        Signed, in one currency at today's prices: + own or will receive, - owe. With changes
        "price": quantities.
    prices : block of numbers
        Prices, oldest first, one column an exposure, as of the same days.
    horizon : number
        Rows over which the book is held, 1 by default; longer ones overlap, one from every row.
    level : number
        Confidence, above 0.5 and below 1; 0.95 by default.
    changes : text
        "return" (default) relative, "log", "price" S(t) - S(t-1), or "given": the block already
        holds changes, over the whole horizon.

    Returns
    -------
    table
        By history and by the normal distribution: value at risk, expected shortfall, then each
        exposure's part of the expected shortfall, which sum to it. Losses are positive; a negative
        part offsets the others.

    Raises
    ------
    #N/A
        Another number of columns than of exposures.
    #DIV/0!
        No exposure, or fewer changes than one beyond the level takes: 20 for 0.95, 100 for 0.99.
    #NUM!
        A level outside its domain; a horizon other than 1 with "given".

    Notes
    -----
    Value at risk is the loss at place n (1 - level), counted from the worst and rounded up (the
    fifth worst of 500 at 0.99); expected shortfall is the mean of the worst n (1 - level), the last
    one in part. The normal figures take the same profits' covariances with a mean of 0, as
    EXPOSURE_AT_RISK does. A row with a gap in any column is dropped, and no change is taken across
    it; an exposure without a number is left out with its column.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter on value at risk (historical simulation);
    Acerbi and Tasche (2002), On the coherence of expected shortfall.

    Examples
    --------
    >>> HISTORY_AT_RISK([[100, -50]], [[10, 5], [9, 5.5], [9, 5], [9, 5], [10, 5]], 1, 0.75)[1][1]
    15.0
    """
    history, normal = history_risk.history_at_risk(exposures, prices, horizon, level, changes)
    return [
        ["measure", "by history", "by normal"],
        ["value at risk", history.value_at_risk, normal.value_at_risk],
        ["expected shortfall", history.expected_shortfall, normal.expected_shortfall],
        *(
            [f"exposure {number}", part, normal.parts[number]]
            for number, part in history.parts.items()
        ),
    ]
