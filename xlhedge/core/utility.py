"""Hedges for one who weighs return and cost against risk."""

import math

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_positive
from xlhedge.core.minimum_variance import ratio_from_statistics
from xlhedge.core.wording import plain


def utility_hedge_ratio(
    correlation: float,
    sd_spot: float,
    sd_futures: float,
    expected_futures_change: float,
    risk_aversion: float,
    cost: float = 0.0,
) -> float:
    """Return the h that maximises -h E[dF] - cost abs(h) - (A / 2) var(dS - h dF).

    The minimum-variance ratio less the speculative part E[dF] / (A var(dF)), drawn toward 0 by
    cost / (A var(dF)) and held at 0 where that is more than all of it.

    Parameters
    ----------
    correlation, sd_spot, sd_futures : float
        Of the changes of spot and futures.
    expected_futures_change : float
        E[dF], in the unit of sd_futures and over the same time; a rise speaks against selling.
    risk_aversion : float
        A, above 0, in one over the unit of the changes.
    cost : float
        What holding one unit of futures costs, either way, in the unit of dF; 0 or more.

    Raises
    ------
    HedgeError
        As `ratio_from_statistics`; DOMAIN for a risk aversion that is not above 0 or a negative
        cost.

    References
    ----------
    Chen, Lee and Shrestha (2003), Futures Hedge Ratios: A Review, section 2.2 (cost of 0).

    Examples
    --------
    >>> round(utility_hedge_ratio(0.928, 0.0263, 0.0313, 0.001, 4), 4)
    0.5246
    """
    least_variance = ratio_from_statistics(correlation, sd_spot, sd_futures)
    need_positive("risk_aversion", risk_aversion)
    need_not_negative("cost", cost)
    weight = risk_aversion * sd_futures * sd_futures
    if weight == 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"sd_futures is {plain(sd_futures)}; a number that can be squared is needed.",
        )
    costless = least_variance - expected_futures_change / weight
    return math.copysign(max(abs(costless) - cost / weight, 0.0), costless)


def no_trade_band(cost: float, gamma: float, spot: float, risk_aversion: float) -> float:
    """Return the half width of the band around delta in which a hedge is left alone.

    (3/2 x cost x spot x gamma^2 / risk_aversion)^(1/3), discounting ignored (the paper's factor
    exp(-r (T - t)) is taken for 1).

    Parameters
    ----------
    cost : float
        Proportional cost of a trade, decimal of its value; 0 or more.
    gamma : float
        The option position's gamma, its sign does not matter.
    spot : float
        Price of the underlying; above 0.
    risk_aversion : float
        Of exponential utility, in one over money; above 0.

    Raises
    ------
    HedgeError
        DOMAIN for an argument outside its domain.

    References
    ----------
    Whalley and Wilmott (1997), An Asymptotic Analysis of an Optimal Hedging Model for Option
    Pricing with Transaction Costs, Mathematical Finance 7 (3).

    Examples
    --------
    >>> round(no_trade_band(0.002, 0.05, 100, 1), 6)
    0.090856
    """
    need_not_negative("cost", cost)
    need_positive("spot", spot)
    need_positive("risk_aversion", risk_aversion)
    return math.cbrt(1.5 * cost * spot * gamma * gamma / risk_aversion)
