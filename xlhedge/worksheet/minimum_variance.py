"""Minimum variance: the ratio that leaves the least risk, and how good it is."""

from xlhedge.core import cross, minimum_variance
from xlhedge.core.changes import JointChanges, joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.slope import robust_slope
from xlhedge.worksheet.arguments import (
    Changes,
    ContractSize,
    Correlation,
    Exposure,
    Futures,
    Money,
    Overlap,
    Rounding,
    SdFutures,
    SdSpot,
    Spot,
    Step,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import OptionalNumber

_NOTHING_LEFT = HedgeError(
    Kind.UNDEFINED, "spot is an exact multiple of futures: no residuals are left to look at."
)


@worksheet_function("Minimum variance")
def MV_HEDGE_RATIO(
    spot: Spot,
    futures: Futures,
    changes: Changes = "price",
    step: Step = 1,
    overlap: Overlap = False,
) -> float:
    """The minimum-variance hedge ratio, cov(dS, dF) / var(dF).

    Parameters
    ----------
    changes : text
        "price" (default) S(t) - S(t-1), "return" relative, "log", or "given": the ranges already
        hold changes.
    step : number
        Rows per change: 1 (default), 5 = weekly from daily; steps do not overlap and end on the
        last row.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects. From returns it is a ratio of
        values: times S/F it is one of units.

    Raises
    ------
    #DIV/0!
        Fewer than two pairs of changes, or futures that do not vary.

    Notes
    -----
    A row with a blank, a text or TRUE/FALSE in either range is dropped, and no change is taken
    across it. Equals SLOPE(dS, dF).

    References
    ----------
    Ederington (1979); Hull, Options, Futures and Other Derivatives, section 3.4.

    Examples
    --------
    >>> round(MV_HEDGE_RATIO([[3.0], [3.1], [3.05], [3.2]], [[3.4], [3.5], [3.45], [3.65]]), 4)
    0.8158
    """
    return minimum_variance.hedge_ratio(
        joint_changes([spot, futures], changes, step, overlap=overlap)
    )


@worksheet_function("Minimum variance")
def MV_HEDGE_RATIO_STATS(correlation: Correlation, sd_spot: SdSpot, sd_futures: SdFutures) -> float:
    """The minimum-variance hedge ratio from published statistics: rho x sd spot / sd futures.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, equation 3.1.

    Examples
    --------
    >>> round(MV_HEDGE_RATIO_STATS(0.928, 0.0263, 0.0313), 4)
    0.7798
    """
    return minimum_variance.ratio_from_statistics(correlation, sd_spot, sd_futures)


@worksheet_function("Minimum variance")
def HEDGE_STATS(
    spot: Spot,
    futures: Futures,
    changes: Changes = "price",
    step: Step = 1,
    overlap: Overlap = False,
) -> list[list[object]]:
    """The regression behind a minimum-variance hedge: ratio, errors, correlation, residual.

    Returns
    -------
    table
        observations, dropped, hedge ratio, alpha, standard error, robust standard error,
        correlation, r squared, sd spot, sd futures, durbin-watson, residual sd.

    Raises
    ------
    #DIV/0!
        Fewer than three pairs of changes, or a series that does not vary. The robust standard
        error alone: fewer than 12 changes or 4 times the overlap, an exact fit, or one change that
        decides the slope alone.

    Notes
    -----
    Standard error and residual sd use n - 2 (as STEYX), sd spot and sd futures n - 1 (as
    STDEV.S). The standard error takes the errors as independent and alike; the robust one allows
    for autocorrelation, overlap and changing variance (HEDGE_RATIO_CI has its interval). Where it
    is much larger, believe it.

    References
    ----------
    Ederington (1979); Lazarus, Lewis, Stock and Watson (2018).

    Examples
    --------
    >>> HEDGE_STATS([[3, 4, 6, 5, 7, 6, 8, 7, 9, 8, 6, 7, 5]], [[3, 5, 6, 5, 8, 6, 8, 8, 9, 8, 7, 8, 5]])[1]
    ['observations', 12.0]
    """  # noqa: E501 - thirteen prices are the fewest it takes for all figures
    pairs = joint_changes([spot, futures], changes, step, overlap=overlap)
    fit = minimum_variance.regression(pairs)
    return [
        ["statistic", "value"],
        ["observations", fit.observations],
        ["dropped", pairs.dropped],
        ["hedge ratio", fit.hedge_ratio],
        ["alpha", fit.alpha],
        ["standard error", fit.standard_error],
        ["robust standard error", _robust_error(pairs)],
        ["correlation", fit.correlation],
        ["r squared", fit.r_squared],
        ["sd spot", fit.sd_spot],
        ["sd futures", fit.sd_futures],
        ["durbin-watson", fit.durbin_watson if fit.residual_sd else _NOTHING_LEFT],
        ["residual sd", fit.residual_sd],
    ]


def _robust_error(pairs: JointChanges) -> float | HedgeError:
    try:
        return robust_slope(pairs).standard_error
    except HedgeError as why:
        return why


@worksheet_function("Minimum variance")
def HEDGE_EFFECTIVENESS(
    spot: Spot,
    futures: Futures,
    hedge_ratio: OptionalNumber = None,
    changes: Changes = "price",
    step: Step = 1,
    overlap: Overlap = False,
) -> float:
    """The share of variance that a hedge takes away: 1 - var(dS - h dF) / var(dS).

    Parameters
    ----------
    hedge_ratio : number
        The ratio held; omitted: the minimum-variance one, which gives r squared.

    Returns
    -------
    number
        1 = all variance gone, 0 = none, negative = the hedge added variance.

    Raises
    ------
    #DIV/0!
        Fewer than three pairs of changes, or a series that does not vary.

    References
    ----------
    Ederington (1979), The Hedging Performance of the New Futures Markets.

    Examples
    --------
    >>> round(HEDGE_EFFECTIVENESS([[0.1], [-0.05], [0.15]], [[0.1], [-0.05], [0.2]], 1, "given"), 4)
    0.9231
    """
    return minimum_variance.effectiveness(
        joint_changes([spot, futures], changes, step, overlap=overlap), hedge_ratio
    )


@worksheet_function("Minimum variance")
def CROSS_HEDGE(
    spot: Spot,
    futures: Futures,
    exposure: Exposure,
    contract_size: ContractSize,
    changes: Changes = "price",
    rounding: Rounding = 1,
    money: Money = "money",
) -> list[list[object]]:
    """A minimum-variance hedge sized for an exposure: ratio, contracts, effect, what is left.

    Parameters
    ----------
    changes : text
        "price" (default), "return", "log" or "given". From returns and logs, contracts are
        multiplied by the last row's S/F.
    rounding : number
        0 none, 1 nearest (default), 2 never over-hedge, 3 never under-hedge.

    Returns
    -------
    table
        hedge ratio, contracts exact, contracts rounded (negative = sell), effectiveness, residual
        sd [money]: abs(exposure) x the regression's residual sd, for one change.

    Raises
    ------
    #DIV/0!
        Fewer than three pairs of changes, or a series that does not vary.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 3.4.

    Examples
    --------
    >>> CROSS_HEDGE([[3.0], [3.1], [3.05], [3.2]], [[3.4], [3.5], [3.45], [3.65]], 20000, 5000)[3]
    ['contracts rounded', -3.0]
    """
    hedge = cross.cross_hedge(spot, futures, exposure, contract_size, changes, rounding)
    return [
        ["figure", "value"],
        ["hedge ratio", hedge.hedge_ratio],
        ["contracts exact", hedge.contracts_exact],
        ["contracts rounded", hedge.contracts_rounded],
        ["effectiveness", hedge.effectiveness],
        [f"residual sd [{money}]", hedge.residual_sd],
    ]
