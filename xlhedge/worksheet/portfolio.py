"""Contracts: whole lots for several risks at once, and what a hedge does to a portfolio."""

from typing import Annotated

from xlhedge.core import portfolio
from xlhedge.worksheet.arguments import Money
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import MATRIX, FloatArray, Number, OptionalValues, Values, whole
from xlhedge.worksheet.errors import NUM, VALUE

Asset = Annotated[int, whole(1)]
Covariance = Annotated[
    FloatArray,
    MATRIX.with_help(
        "",
        (VALUE, "A cell of covariance without a number."),
        (NUM, "A covariance that is not symmetric or not positive semidefinite."),
    ),
]


@worksheet_function("Contracts")
def MICRO_HEDGE_RISK(
    weights: Values, covariance: Covariance, asset: Asset, hedge_ratio: Number = 1
) -> list[list[object]]:
    """What hedging one asset does to a whole portfolio's risk: sd before, after, and reduction.

    Parameters
    ----------
    weights : range of numbers
        Signed weight of each asset (risk is then of returns), or its money value (risk in money).
    covariance : block of numbers
        Covariance of the assets' returns, a row and a column an asset in the order of weights;
        symmetric, over the period that the risk is wanted for.
    asset : number
        Which asset is hedged, counted from 1 in weights.
    hedge_ratio : number
        Share of the asset's weight taken away: 1 (default) all, 0 none, above 1 over-hedged.

    Returns
    -------
    table
        before and after: standard deviations of the portfolio, in the unit of weights x return;
        reduction: 1 - after / before, a decimal (negative = the hedge added risk).

    Raises
    ------
    #N/A
        covariance has another size than weights.
    #NUM!
        An asset that is not in weights.
    #DIV/0!
        A portfolio without risk.

    Notes
    -----
    sd = sqrt(w' C w); the hedged asset's weight becomes w (1 - h): a hedge that moves exactly as
    the asset does. An asset without a weight is left out with its row and column.

    References
    ----------
    Markowitz (1952), Portfolio Selection.

    Examples
    --------
    >>> round(MICRO_HEDGE_RISK([[0.5], [0.5]], [[0.04, 0.01], [0.01, 0.04]], 1)[2][1], 4)
    0.1
    """
    risk = portfolio.micro_hedge_risk(weights, covariance, asset, hedge_ratio)
    return [["risk", "value"], *([name, figure] for name, figure in risk._asdict().items())]


@worksheet_function("Contracts")
def INTEGER_HEDGE(
    exposures: Values,
    contract_sizes: Values,
    covariance: Covariance,
    cost_per_contract: OptionalValues = None,
    money: Money = "money",
) -> list[list[object]]:
    """The best hedge in whole contracts, minis included: least sd of exposures + contracts.

    Parameters
    ----------
    exposures : range of numbers
        Signed quantity of each risk factor: + own or will sell, - owe or will buy.
    contract_sizes : range of numbers
        Quantity a contract of each hedge instrument (a standard contract and its mini are two);
        above 0.
    covariance : block of numbers
        Of price changes a unit over the hedge's life: a row and column an exposure, then an
        instrument; or, with as many instruments as exposures, of the exposures alone (instrument j
        then moves as exposure j).
    cost_per_contract : range of numbers
        Money a contract, 0 or more, one number for all or one an instrument; 0 by default. Weighed
        against the sd in money: the basket has the least sd + cost.

    Returns
    -------
    table
        A row an instrument: contracts (negative = sell); then sd before, sd after, sd fractional
        (what fractions of a lot would leave at no cost), reduction (a decimal), cost; search:
        "best, proven", or "best found, not proven" where it stopped early.

    Raises
    ------
    #N/A
        covariance fits neither exposures + instruments nor exposures alone; costs of another count.
    #NUM!
        A size that is not above 0, a negative cost.
    #DIV/0!
        No exposure, no instrument, or one without variance.

    Notes
    -----
    Minimises sqrt((E, Q N)' C (E, Q N)) + sum(c abs(N)) over whole N: a reduced lattice searched
    from its nearest points outward. A search that takes too long stops: the basket is the best one
    it reached, never worse than the fractional hedge rounded. Equally good baskets: the fewest
    contracts, then more of the earlier instruments. An instrument that others duplicate is searched
    to twice the risk of the exposures, or 100 contracts, past the fractional hedge. Contracts below
    1e-10 of sd before are traded in tens, hundreds, and so on. An exposure or an instrument without
    a number is left out (its contracts are 0).

    References
    ----------
    Lenstra, Lenstra and Lovasz (1982), Factoring Polynomials with Rational Coefficients; Schnorr
    and Euchner (1994), Lattice Basis Reduction.

    Examples
    --------
    >>> INTEGER_HEDGE([[23700]], [[5000], [1000]], [[4, 4, 4], [4, 4, 4], [4, 4, 4]])[1]
    ['contracts 1', -5.0]
    """
    basket = portfolio.integer_hedge(exposures, contract_sizes, covariance, cost_per_contract)
    return [
        ["figure", "value"],
        *([f"contracts {j}", lots] for j, lots in enumerate(basket.contracts, start=1)),
        [f"sd before [{money}]", basket.before],
        [f"sd after [{money}]", basket.after],
        [f"sd fractional [{money}]", basket.fractional],
        ["reduction", basket.reduction],
        [f"cost [{money}]", basket.cost],
        ["search", "best, proven" if basket.proven else "best found, not proven"],
    ]
