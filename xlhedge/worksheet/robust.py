"""Robust and downside: ratios for wrong prices, worst cases, costs and views."""

from xlhedge.core import downside, robust, utility
from xlhedge.core.changes import joint_changes
from xlhedge.core.dynamic import sample_of
from xlhedge.worksheet.arguments import (
    Changes,
    Correlation,
    Futures,
    SdFutures,
    SdSpot,
    Spot,
    SpotPrices,
    Step,
)
from xlhedge.worksheet.catalogue import worksheet_function
from xlhedge.worksheet.cells import Number, Series


@worksheet_function("Robust and downside")
def ROBUST_HEDGE_RATIO(
    spot: Spot,
    futures: Futures,
    k: Number = 1.345,
    changes: Changes = "price",
    step: Step = 1,
) -> float:
    """The hedge ratio that a few wrong prices cannot move far: Huber's slope of dS on dF.

    Parameters
    ----------
    k : number
        Deviations (of scale) at which a residual starts to count for less; above 0, 1.345 by
        default: 95 % efficiency where errors are normal.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    #DIV/0!
        Fewer than three pairs of changes, or futures that do not vary.
    #NUM!
        A k that is not above 0; no convergence.

    Notes
    -----
    Iteratively reweighted least squares, scale = median(abs(residual)) / 0.6745 each round. It
    guards against wrong spot prices; a wrong futures price far out still pulls the line. Spot that
    does not move has 0.

    References
    ----------
    Huber (1964); Huber and Ronchetti, Robust Statistics, chapter 7.

    Examples
    --------
    >>> round(ROBUST_HEDGE_RATIO([[60], [62], [61], [64], [62], [99]], [[68], [70], [69], [73], [70], [72]]), 4)
    0.8155
    """  # noqa: E501 - a call on one line is what hosts and help are made from
    pairs = joint_changes([spot, futures], changes, step)
    return robust.huber_hedge_ratio(pairs, k, sample_of(pairs, spot, futures, changes, step))


@worksheet_function("Robust and downside")
def QUANTILE_HEDGE_RATIO(spot: SpotPrices, futures: Futures, quantile: Number = 0.5) -> float:
    """The hedge ratio in one part of the outcomes: slope of the quantile regression of dS on dF.

    Parameters
    ----------
    quantile : number
        Between 0 and 1; 0.5 (default) is the median (least absolute deviations), 0.05 the bad
        outcomes of an owner.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    #DIV/0!
        Fewer than three pairs of changes, or futures that do not vary.
    #NUM!
        A quantile outside 0 to 1, its ends excluded.

    Notes
    -----
    Price changes row to row. Exact to the last digits, however far out a wrong spot price; where
    several lines fit equally well, one of them is returned. Spot that does not move has 0.

    References
    ----------
    Koenker and Bassett (1978); Lien, Shrestha and Wu (2016), Quantile Estimation of Optimal Hedge
    Ratio.

    Examples
    --------
    >>> round(QUANTILE_HEDGE_RATIO([[60], [62], [61], [64]], [[68], [70], [69], [73]]), 4)
    0.8
    """
    return downside.quantile_hedge_ratio(joint_changes([spot, futures]), quantile)


@worksheet_function("Robust and downside")
def LPM_HEDGE_RATIO(spot: Series, futures: Futures, target: Number = 0, order: Number = 2) -> float:
    """The hedge ratio of least shortfall: min over h of mean(max(target - (dS - h dF), 0)^order).

    Parameters
    ----------
    spot : one row or column of numbers
        Prices of what is owned and hedged, oldest first.
    target : number
        Outcome of one change, in the unit of spot, below which there is shortfall; 0 by default.
    order : number
        1 = mean shortfall, 2 (default) = semivariance; 1 or more.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    #DIV/0!
        Fewer than two pairs of changes, or futures that do not vary.
    #NUM!
        An order below 1; futures that only rise or only fall; a target that several ratios meet
        throughout.

    Notes
    -----
    Price changes row to row, of an owner (a seller to come): for a buyer change the sign of both
    series. Means are kept: what futures bring on average is part of the outcome.

    References
    ----------
    Fishburn (1977); Chen, Lee and Shrestha (2003), Futures Hedge Ratios: A Review.

    Examples
    --------
    >>> round(LPM_HEDGE_RATIO([[60], [62], [61], [64]], [[68], [70], [69], [73]]), 4)
    0.7647
    """
    return downside.lpm_hedge_ratio(joint_changes([spot, futures]), target, order)


@worksheet_function("Robust and downside")
def CVAR_HEDGE_RATIO(spot: Series, futures: Futures, level: Number = 0.95) -> float:
    """The hedge ratio of least conditional value at risk: mean of the worst losses of dS - h dF.

    Parameters
    ----------
    spot : one row or column of numbers
        Prices of what is owned and hedged, oldest first.
    level : number
        Between 0 and 1; 0.95 (default) looks at the worst 5 %.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    #DIV/0!
        Fewer than two pairs of changes, or futures that do not vary.
    #NUM!
        A level outside 0 to 1, its ends excluded; futures that gain on average even in their worst
        cases, on one side: the risk then falls without end.

    Notes
    -----
    Price changes row to row, of an owner (a seller to come). The minimum of Rockafellar and
    Uryasev's function, exact. Where (1 - level) x changes is below 1 it is the worst loss alone.

    References
    ----------
    Rockafellar and Uryasev (2000), Optimization of Conditional Value-at-Risk.

    Examples
    --------
    >>> round(CVAR_HEDGE_RATIO([[60], [62], [61], [64]], [[68], [70], [69], [73]], 0.9), 4)
    0.8
    """
    return downside.cvar_hedge_ratio(joint_changes([spot, futures]), level)


@worksheet_function("Robust and downside")
def UTILITY_HEDGE_RATIO(
    correlation: Correlation,
    sd_spot: SdSpot,
    sd_futures: SdFutures,
    expected_futures_change: Number,
    risk_aversion: Number,
    cost: Number = 0,
) -> float:
    """The mean-variance hedge ratio: rho x sd spot / sd futures - E[dF] / (A x var futures).

    Parameters
    ----------
    expected_futures_change : number
        Mean change of futures that is expected over the period, in the unit of sd_futures; a rise
        lowers the ratio.
    risk_aversion : number
        A of the utility mean - A/2 x variance; above 0.
    cost : number
        What a unit of futures costs, bought or sold, in the unit of sd_futures; 0 or more, 0 by
        default. It draws the ratio toward 0, and holds it there.

    Returns
    -------
    number
        Units of futures per unit of spot; positive protects.

    Raises
    ------
    #NUM!
        A negative cost, a risk aversion that is not above 0.

    Notes
    -----
    Maximises -h E[dF] - cost x abs(h) - A/2 x var(dS - h dF).

    References
    ----------
    Chen, Lee and Shrestha (2003), Futures Hedge Ratios: A Review.

    Examples
    --------
    >>> round(UTILITY_HEDGE_RATIO(0.928, 0.0263, 0.0313, 0.001, 4), 4)
    0.5246
    """
    return utility.utility_hedge_ratio(
        correlation, sd_spot, sd_futures, expected_futures_change, risk_aversion, cost
    )


@worksheet_function("Robust and downside")
def NO_TRADE_BAND(cost: Number, gamma: Number, spot: Number, risk_aversion: Number) -> float:
    """How far a delta hedge may drift before a trade pays: (3/2 cost spot gamma^2 / A)^(1/3).

    Parameters
    ----------
    cost : number
        Cost of a trade, decimal of its value (0.001 = 0.1 %); 0 or more.
    gamma : number
        Gamma of the option position per unit of the underlying; its sign does not matter.
    spot : number
        Price of the underlying; above 0.
    risk_aversion : number
        A of exponential utility, in one over money; above 0.

    Returns
    -------
    number
        Half the band's width, in units of the underlying: trade to the edge when the position is
        further than this from delta.

    Raises
    ------
    #NUM!
        A negative cost; a spot or a risk aversion that is not above 0.

    Notes
    -----
    First-order asymptotic for small costs. Discounting is ignored: the paper's factor
    exp(-r (T - t)) is taken for 1.

    References
    ----------
    Whalley and Wilmott (1997), Mathematical Finance 7 (3), pages 307 to 324.

    Examples
    --------
    >>> round(NO_TRADE_BAND(0.002, 0.05, 100, 1), 4)
    0.0909
    """
    return utility.no_trade_band(cost, gamma, spot, risk_aversion)
