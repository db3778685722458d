"""Strips: contracts for exposures over several expiries."""

from typing import Annotated

from xlhedge.core import strips
from xlhedge.worksheet.arguments import ContractSize
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import VALUES, Flag, FloatArray, Values, whole
from xlhedge.worksheet.errors import NA


@worksheet_function("Contracts")
def STRIP_HEDGE_CONTRACTS(
    exposures: Values,
    contract_size: ContractSize,
    hedge_ratios: Annotated[
        FloatArray | float, VALUES.with_help("", (NA, "The ranges differ in count."))
    ] = 1,
    rounding: Annotated[int, whole(0, 3)] = 1,
    carry: Flag = True,
) -> list[list[object]]:
    """A strip: futures contracts for each expiry, whose rounding is handed on to the next one.

    Parameters
    ----------
    exposures : range of numbers
        Signed quantities, the nearest expiry first: + own or will sell, - will buy.
    hedge_ratios : range of numbers
        One an expiry, as many cells as exposures, or one for all; + protects; 1 by default.
    rounding : number
        0 none, 1 nearest as ROUND (default), 2 toward zero, 3 away from zero.
    carry : TRUE or FALSE
        TRUE (default): what rounding leaves over is carried to the next expiry, so that the strip
        up to each expiry is its exact sum in whole contracts. FALSE: each expiry is rounded by
        itself.

    Returns
    -------
    table
        One row an expiry: its number, contracts exact and whole (negative = sell, positive = buy),
        and contracts carried to the next expiry.

    Raises
    ------
    #DIV/0!
        No expiry with two numbers.

    Notes
    -----
    Exact is -ratio x exposure / size, as FUTURES_CONTRACTS has it. With carry the running total is
    rounded and the whole contracts are its changes. An expiry without two numbers is left out.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, chapter 3 (hedging each exposure with the futures
    of its own month).

    Examples
    --------
    >>> STRIP_HEDGE_CONTRACTS([[1250], [1250], [1250], [1250]], 5000)[1:3]
    [[1.0, -0.25, 0.0, -0.25], [2.0, -0.25, -1.0, 0.5]]
    """
    import numpy as np

    ratios = np.atleast_1d(np.asarray(hedge_ratios, dtype=np.float64))
    lines = strips.strip_hedge_contracts(exposures, contract_size, ratios, rounding, carry=carry)
    rows: list[list[object]] = [[*line] for line in lines]
    return [["expiry", "contracts exact", "contracts whole", "carried"], *rows]
