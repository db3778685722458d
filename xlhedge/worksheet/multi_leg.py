"""Minimum variance: the ratios of several hedges, estimated together."""

from xlhedge.core import multi_leg
from xlhedge.worksheet.arguments import Changes, Spot, Step
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Matrix, Number


@worksheet_function("Minimum variance")
def MULTI_HEDGE_RATIO(
    spot: Spot, hedges: Matrix, changes: Changes = "price", step: Step = 1, ridge: Number = 0
) -> list[list[object]]:
    """Minimum-variance ratios of several hedges together, dS = a + h1 dF1 + h2 dF2 + ... + e.

    Parameters
    ----------
    hedges : block of numbers
        Prices of what hedges, one column a leg (futures, currency, energy), as many rows as spot
        has cells.
    changes : text
        "price" (default), "return", "log" or "given": the ranges already hold changes.
    step : number
        Rows per change, 1 by default; steps do not overlap and end on the last row.
    ridge : number
        Share of each leg's variance added to it, which shrinks unstable ratios; 0 (default) is
        least squares, 0.01 is little.

    Returns
    -------
    table
        A row a leg: leg, hedge ratio, standard error, p-value; then observations, dropped, alpha,
        r squared, residual sd. Positive ratios protect: sell that much of the leg per unit of
        spot owned.

    Raises
    ------
    #N/A
        hedges has another number of rows than spot has cells.
    #DIV/0!
        Fewer rows of changes than legs + 2, or a series that does not vary.
    #NUM!
        Collinear legs (the message names them), a negative ridge.

    Notes
    -----
    A row with a missing number in any column is dropped from all. Errors use n - legs - 1 (as
    LINEST) and the p-value is of a ratio of 0, two-sided. With a ridge: (C + ridge diag(C)) h = c,
    errors leave out the bias, and there is no p-value.

    References
    ----------
    Anderson and Danthine (1981), Cross Hedging; Hoerl and Kennard (1970).

    Examples
    --------
    >>> MULTI_HEDGE_RATIO([[1], [3], [4], [6], [5]], [[1, 0], [2, 1], [4, 1], [4, 3], [6, 2]])[3]
    ['observations', 4.0, '', '']
    """
    # one row against spot is one leg, as a row against a column is anywhere else
    columns = hedges.T if hedges.shape[0] == 1 and spot.size > 1 else hedges
    hedge = multi_leg.multi_hedge(spot, columns, changes, step, ridge)
    legs: list[list[object]] = [[f"leg {j}", *leg] for j, leg in enumerate(hedge.legs, start=1)]
    return [
        ["leg", "hedge ratio", "standard error", "p-value"],
        *legs,
        ["observations", hedge.observations, "", ""],
        ["dropped", hedge.dropped, "", ""],
        ["alpha", hedge.alpha, "", ""],
        ["r squared", hedge.r_squared, "", ""],
        ["residual sd", hedge.residual_sd, "", ""],
    ]
