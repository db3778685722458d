"""Outcome over history: what a hedge would have earned, cost and left at risk."""

from typing import Annotated

import numpy as np

from xlhedge.core import backtest, keywords
from xlhedge.core.changes import joint_changes
from xlhedge.core.dynamic import end_rows, sample_of
from xlhedge.worksheet.arguments import Changes, Futures
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, OptionalValues, Series, choice, whole

BacktestMode = Annotated[str, choice(keywords.BacktestMode)]
Window = Annotated[int, whole(2)]


@worksheet_function("Outcome over history")
def COST_PROTECTION_FRONTIER(
    spot: Series,
    futures: Futures,
    cost_per_unit: Number,
    ratios: OptionalValues = None,
    changes: Changes = "price",
) -> list[list[object]]:
    """What each hedge ratio costs and the risk it would have left: sd, worst loss, 95 % CVaR.

    Parameters
    ----------
    spot : one row or column of numbers
        Prices of what is owned, oldest first, or changes where changes is "given".
    cost_per_unit : number
        Money for each unit of futures held, for the whole hedge; 0 or more.
    ratios : range of numbers
        Hedge ratios to compare; omitted: 0, 0.25, 0.5, 0.75, 1 and the minimum-variance one.

    Returns
    -------
    table
        One row a ratio: hedge ratio, sd, expected cost, worst loss, cvar 95 %. sd (n - 1), worst
        loss and cvar are of dS - h dF over one change, per unit owned, before cost; a loss is
        positive.

    Raises
    ------
    #DIV/0!
        Fewer than two pairs of changes, no ratio, or futures that do not vary (ratios omitted).
    #NUM!
        A negative cost.

    Notes
    -----
    cvar 95 % is the mean of the worst twentieth of the changes, the last one counted in part;
    with twenty changes or fewer it is the worst loss. For a buyer, give both series with the sign
    turned and changes "given".

    References
    ----------
    Rockafellar and Uryasev (2002), Conditional value-at-risk for general loss distributions.

    Examples
    --------
    >>> COST_PROTECTION_FRONTIER([[50, 48, 51, 47]], [[52, 50, 53, 50]], 0.1, [[0, 1]])[1]
    [0.0, 3.605551275463989, 0.0, 4.0, 4.0]
    """
    kept = None if ratios is None else ratios[~np.isnan(ratios)]
    frontier = backtest.frontier(joint_changes([spot, futures], changes), cost_per_unit, kept)
    return [
        ["hedge ratio", "sd", "expected cost", "worst loss", "cvar 95 %"],
        *map(list, zip(*(column.tolist() for column in frontier), strict=True)),
    ]


@worksheet_function("Outcome over history")
def HEDGE_BACKTEST(
    spot: Series,
    futures: Futures,
    mode: BacktestMode = "static",
    window: Window = 60,
    cost_per_trade: Number = 0,
    band: Number = 0,
    changes: Changes = "price",
) -> list[list[object]]:
    """A hedge of one unit run through history without looking ahead: ratio, turnover, P&L.

    Parameters
    ----------
    spot : one row or column of numbers
        Prices of what is owned, oldest first, or changes where changes is "given".
    mode : text
        "static" (default): the ratio of the first window, held to the end. "dynamic": estimated
        anew before each change from the last window.
    window : number
        Changes from which a ratio is estimated; 2 or more, 60 by default.
    cost_per_trade : number
        Money for each unit of futures traded, opening included; 0 or more, 0 by default.
    band : number
        A dynamic ratio is traded only when it is further than this from the ratio held; 0 or
        more, 0 by default.

    Returns
    -------
    table
        One row a change after the first window: row (of the ranges, from 1, on which the change
        ends), hedge ratio, turnover, cost, pnl unhedged, pnl hedged (dS - h dF - cost).

    Raises
    ------
    #DIV/0!
        No change after the first window, or futures that do not vary over a window.
    #NUM!
        A window below 2, a negative cost or band.

    Notes
    -----
    The ratio of a row is known before its change: it comes from the rows above it alone. Turnover
    is abs(change of the ratio); the first row opens the hedge and no row closes it.

    References
    ----------
    Ederington (1979) for the ratio; rolling estimation as in Hull, section 3.4.

    Examples
    --------
    >>> HEDGE_BACKTEST([[50, 48, 51, 47, 48]], [[52, 50, 53, 50, 51]], "static", 2, 0.1)[1]
    [4.0, 1.0, 1.0, 0.1, -4.0, -1.1]
    """
    pairs = joint_changes([spot, futures], changes)
    rows = end_rows(spot, futures, changes, 1)
    sample = sample_of(pairs, spot, futures, changes)
    path = backtest.backtest(pairs, mode, window, cost_per_trade, band, sample)
    return [
        ["row", *(name.replace("_", " ") for name in path._fields)],
        *map(list, zip(rows[window:].tolist(), *(column.tolist() for column in path), strict=True)),
    ]
