"""Options on an average of prices, as airlines and refiners buy them: valued by two moments."""

from __future__ import annotations

import math

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_positive, need_share
from xlhedge.core.keywords import OptionKind
from xlhedge.core.options import option_price, option_sign, present_value
from xlhedge.core.wording import plain

_SAME = 1e-9  # of a term: what subtracting dates leaves
_LONGEST_WAIT = 0.8  # for the next of two fixings or more, over averaging_years: 0.78 for two
_LARGE = 500.0  # from here on all but the leading term of the second moment is rounding


def average_price_option(
    forward_price: float,
    strike: float,
    rate: float,
    volatility: float,
    years: float,
    averaging_years: float | None = None,
    average_so_far: float | None = None,
    share_fixed: float = 0.0,
    kind: str = OptionKind.CALL,
) -> float:
    """Return the value of a European option on an arithmetic average, by Turnbull and Wakeman.

    The average is continuous and ends at expiry. It is taken to be lognormal with its own first
    two moments; the forward price has no drift, as a futures price has none.

    Parameters
    ----------
    forward_price : float
        Futures or forward price of what is not fixed yet; above 0.
    strike : float
        Above 0.
    rate : float
        Continuously compounded decimal a year.
    volatility : float
        Of the forward price, decimal a year; 0 or more.
    years : float
        To the last fixing; 0 or more.
    averaging_years : float, optional
        Length of the averaging period, which ends with `years`; all of `years` when omitted.
        Before its first fixing at most `years`; after it the whole period, or what is left of it.
        0 = one fixing, at expiry: Black-76.
    average_so_far : float, optional
        Of the fixings made, above 0; goes with `share_fixed`.
    share_fixed : float
        Of the fixings, 0 to 1.
    kind : {"call", "put"}
        The right to buy or to sell at the strike.

    Returns
    -------
    float
        Per unit.

    Raises
    ------
    HedgeError
        DOMAIN for a price, volatility, term or share outside its domain, fixings made before their
        period begins, or a period that began without any; TYPE for one of `average_so_far` and
        `share_fixed` without the other, or another `kind`.

    References
    ----------
    Turnbull and Wakeman (1991), A Quick Algorithm for Pricing European Average Options; Haug
    (2021), Asian options with zero cost-of-carry.

    Examples
    --------
    >>> round(average_price_option(100, 100, 0.05, 0.30, 1.0), 4)
    6.5893
    """
    option_sign(kind)
    need_positive("forward_price", forward_price)
    need_positive("strike", strike)
    need_not_negative("volatility", volatility)
    need_not_negative("years", years)
    need_share("share_fixed", share_fixed)
    _need_fixings(years, averaging_years, average_so_far, share_fixed)
    fixed = share_fixed * (average_so_far or 0.0)
    left = 1.0 - share_fixed
    # an option on the fixings to come, at the strike that those made leave of it
    strike_left = strike - fixed
    if strike_left <= 0 or left == 0:
        certain = fixed + left * forward_price - strike
        payoff = certain if kind == OptionKind.CALL else -certain
        return present_value(max(payoff, 0.0), "rate", rate, years)
    present_value(forward_price, "rate", rate, years)  # names the rate, where the yield is it too
    window = years if averaging_years is None else min(averaging_years, years)
    variance = _log_variance(volatility, years, window)
    average_volatility = math.sqrt(variance / years) if years else 0.0
    return option_price(
        left * forward_price, strike_left, rate, average_volatility, years, rate, kind
    )


def _need_fixings(
    years: float, averaging_years: float | None, average_so_far: float | None, share_fixed: float
) -> None:
    """Raise unless the fixings made, their average and the averaging period tell one story."""
    if share_fixed and average_so_far is None:
        raise HedgeError(
            Kind.TYPE,
            f"average_so_far is missing; with share_fixed {plain(share_fixed)} the average of the "
            "fixings made is needed.",
        )
    if average_so_far is not None:
        need_positive("average_so_far", average_so_far)
        if not share_fixed:
            raise HedgeError(
                Kind.TYPE,
                f"average_so_far is {plain(average_so_far)} and share_fixed 0; the share of the "
                "fixings made is needed with it (5 of 21 = 0.238), or neither.",
            )
    if averaging_years is None:
        return
    need_not_negative("averaging_years", averaging_years)
    longer = averaging_years - years
    if abs(longer) <= _SAME * max(averaging_years, years):
        return
    if longer > 0 and not share_fixed:
        raise HedgeError(
            Kind.DOMAIN,
            f"averaging_years is {plain(averaging_years)}, longer than years ({plain(years)}): "
            "averaging has begun, so average_so_far and share_fixed are needed (by time alone "
            f"{plain(longer / averaging_years, 3)}).",
        )
    if share_fixed and averaging_years and -longer > _LONGEST_WAIT * averaging_years:
        raise HedgeError(
            Kind.DOMAIN,
            f"share_fixed is {plain(share_fixed)}, but averaging begins in {plain(-longer)} years; "
            "0 is needed until then, or a longer averaging_years.",
        )


def _log_variance(volatility: float, years: float, window: float) -> float:
    """Return the variance of the logarithm of an average over the last `window` years.

    ln(M2 / M1^2) with M2 / M1^2 = e^(v (T - L)) x 2 (e^x - 1 - x) / x^2, v = volatility^2, x = v L.
    """
    x = volatility * volatility * window
    before = volatility * volatility * (years - window)
    if x > _LARGE:
        return before + x + math.log(2.0) - 2.0 * math.log(x)
    from scipy.special import hyp1f1

    return before + math.log1p(x / 3.0 * float(hyp1f1(1.0, 4.0, x)))
