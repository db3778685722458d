"""Margin and rolling: the cash that futures ask for, and hedges moved from month to month."""

from xlhedge.core import margin
from xlhedge.worksheet.arguments import Money, PairedValues, PointSize, Position
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, Series, Values, pairs_of


@worksheet_function("Margin and rolling")
def STACK_ROLL_PRICE(entry_prices: Values, exit_prices: PairedValues, spot_close: Number) -> float:
    """The price a seller achieves with a short hedge rolled forward: spot + sum(entry - exit).

    Parameters
    ----------
    entry_prices : range of numbers
        Where each futures contract in turn was sold, per unit.
    exit_prices : range of numbers
        Where it was bought back, per unit; as many cells as entry_prices.
    spot_close : number
        Spot price when the last one is closed, per unit; 0 gives the gain of the rolls alone.

    Returns
    -------
    number
        Price per unit.

    Raises
    ------
    #DIV/0!
        No contract with two numbers.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.6, table 3.5.

    Examples
    --------
    >>> round(STACK_ROLL_PRICE([[88.2], [87.0], [86.3]], [[87.4], [86.5], [85.9]], 86), 4)
    87.7
    """
    rolls = pairs_of("entry_prices", entry_prices, "exit_prices", exit_prices)
    return margin.stack_roll_price(*rolls, spot_close)


@worksheet_function("Margin and rolling")
def MARGIN_CASHFLOW(
    contracts: Position,
    contract_size: PointSize,
    prices: Series,
    initial_margin: Number,
    maintenance_margin: Number,
    money: Money = "money",
) -> list[list[object]]:
    """The margin account of a futures position day by day: variation margin, calls, funding.

    Parameters
    ----------
    prices : one row or column of numbers
        The price traded at, then each settlement price, oldest first.
    initial_margin : number
        Money a contract, at least maintenance_margin.
    maintenance_margin : number
        Money a contract below which a call restores the initial margin; 0 or more.

    Returns
    -------
    table
        One row a day: day, price, variation margin, margin balance (before the call is met),
        margin call, cumulative funding, peak funding; all [money] for the whole position. Peak
        funding is the most paid in over all days, the same in each row.

    Raises
    ------
    #DIV/0!
        Fewer than two prices.
    #NUM!
        A negative margin, or maintenance above initial margin.

    Notes
    -----
    Day 0 is the trade; funding starts with the initial margin. What exceeds the initial margin
    stays in the account, so funding never falls. Interest is left out. A day without a number is
    left out, and the next variation margin covers it.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 2.4, table 2.1.

    Examples
    --------
    >>> MARGIN_CASHFLOW(2, 100, [[1250], [1241], [1225]], 6000, 4500)[3]
    [2.0, 1225.0, -3200.0, 7000.0, 5000.0, 17000.0, 17000.0]
    """
    cashflow = margin.margin_cashflow(
        contracts, contract_size, prices, initial_margin, maintenance_margin
    )
    peak = cashflow.peak_funding
    return [
        [
            "day",
            "price",
            f"variation margin [{money}]",
            f"margin balance [{money}]",
            f"margin call [{money}]",
            f"cumulative funding [{money}]",
            f"peak funding [{money}]",
        ],
        *([*row, peak] for row in zip(*(column.tolist() for column in cashflow), strict=True)),
    ]
