"""Hedging with and of options: against delta and further greeks, and with index puts."""

import math
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_divisor,
    need_nonzero,
    need_not_negative,
    need_positive,
    need_share,
)
from xlhedge.core.options import present_value
from xlhedge.core.wording import plain

GREEKS = ("delta", "gamma", "vega", "theta", "rho")
_SINGULAR = 1e12  # a scaled system worse conditioned than this is collinear but for rounding


class GreekHedge(NamedTuple):
    """Positions that make a portfolio neutral.

    Attributes
    ----------
    underlying : float
        Units of the underlying to buy (+) or sell (-).
    options : dict of int to float
        Units of each option to buy (+) or sell (-), by the option's row, counted from 1.
    left : dict of str to float
        What remains of the greeks that the options were too few to neutralise.
    """

    underlying: float
    options: dict[int, float]
    left: dict[str, float]


def delta_hedge(option_units: float, delta: float) -> float:
    """Return the units of the underlying that make options delta neutral, -n x delta.

    Parameters
    ----------
    option_units : float
        Options held, in units of the underlying; negative = sold.
    delta : float
        Of one option held.

    Examples
    --------
    >>> delta_hedge(-2000, 0.6)
    1200.0
    """
    return -option_units * delta


def delta_hedge_futures(
    asset_units: float, rate: float, income_yield: float, years: float
) -> float:
    """Return the units of futures with the delta of a position in the asset, H_A e^(-(r - q)T).

    Parameters
    ----------
    asset_units : float
        The position in the asset that is wanted; its sign is kept.
    rate, income_yield : float
        Continuously compounded decimals a year.
    years : float
        To the futures' maturity; 0 or more.

    Raises
    ------
    HedgeError
        DOMAIN for a negative term.

    References
    ----------
    Hull, section 19.4, delta of a futures contract.

    Examples
    --------
    >>> round(delta_hedge_futures(-458_000, 0.04, 0.07, 0.75))
    -468422
    """
    need_not_negative("years", years)
    return present_value(asset_units, "rate - income_yield", rate - income_yield, years)


def greek_hedge(portfolio_greeks: FloatArray, option_greeks: FloatArray) -> GreekHedge:
    """Return the positions in options and the underlying that make a portfolio neutral.

    n options neutralise the first n greeks after delta; the underlying then takes away delta.

    Parameters
    ----------
    portfolio_greeks : array of shape (g,)
        Delta, gamma, vega, theta, rho of the portfolio, as many of these as are looked at.
    option_greeks : array of shape (n, g)
        The same of one unit of each option, one option a row; a row of NaN is no option.

    Raises
    ------
    HedgeError
        MISMATCH for unequal numbers of greeks, or more options than greeks besides delta;
        UNDEFINED for no option, no greek besides delta, or one that no option has; TYPE for a
        greek that is missing; DOMAIN for more than five greeks or collinear options.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, sections 19.6 and 19.8.

    Examples
    --------
    >>> greek_hedge(np.array([-450.0, -6000.0, -4000.0]), np.array([[0.6, 1.5, 0.8]]))
    GreekHedge(underlying=-1950.0, options={1: 4000.0}, left={'vega': -800.0})
    """
    used = ~np.isnan(option_greeks).all(axis=1)
    options = option_greeks[used]
    _check_greeks(portfolio_greeks, option_greeks, int(used.sum()))
    n = options.shape[0]
    units = _solve(options[:, 1 : n + 1].T, -portfolio_greeks[1 : n + 1])
    after = portfolio_greeks + (options * units[:, np.newaxis]).sum(axis=0)
    numbers = (np.flatnonzero(used) + 1).tolist()
    left = zip(GREEKS[n + 1 :], after[n + 1 :].tolist(), strict=False)
    return GreekHedge(-float(after[0]), dict(zip(numbers, units.tolist(), strict=True)), dict(left))


def _check_greeks(portfolio: FloatArray, options: FloatArray, n: int) -> None:
    greeks = portfolio.size
    if options.shape[1] != greeks:
        raise HedgeError(
            Kind.MISMATCH,
            f"portfolio_greeks has {greeks} cells and option_greeks {options.shape[1]} columns; "
            "they need the same number.",
        )
    if greeks < 2:
        raise HedgeError(
            Kind.UNDEFINED, "portfolio_greeks has 1 cell; delta and gamma are needed at least."
        )
    if greeks > len(GREEKS):
        raise HedgeError(
            Kind.DOMAIN,
            f"portfolio_greeks has {greeks} cells; at most {', '.join(GREEKS)} are understood.",
        )
    if n == 0:
        raise HedgeError(Kind.UNDEFINED, "option_greeks holds no number; one option is needed.")
    if n > greeks - 1:
        raise HedgeError(
            Kind.MISMATCH,
            f"option_greeks has {n} options for {greeks - 1} greeks besides delta; "
            "at most as many options as greeks are needed.",
        )
    for name, row in [
        ("portfolio_greeks", portfolio),
        *((f"option_greeks in row {i + 1}", row) for i, row in enumerate(options)),
    ]:
        gaps = np.flatnonzero(np.isnan(row))
        if gaps.size and gaps.size < greeks:
            raise HedgeError(
                Kind.TYPE, f"{name} has no number for {GREEKS[gaps[0]]}; 0 says there is none."
            )


def _solve(matrix: FloatArray, target: FloatArray) -> FloatArray:
    """Solve for the options' units; each row of `matrix` is a greek, each column an option."""
    across = np.abs(matrix).max(axis=1)
    if not across.all():
        greek = GREEKS[1 + int(np.argmin(across))]
        raise HedgeError(
            Kind.UNDEFINED,
            f"option_greeks holds no {greek} but 0; an option that has it is needed.",
        )
    scaled = matrix / across[:, np.newaxis]
    down = np.abs(scaled).max(axis=0)
    if not (down.all() and np.linalg.cond(scaled / down) < _SINGULAR):
        raise HedgeError(
            Kind.DOMAIN,
            "option_greeks holds options whose greeks are multiples of each other, or all 0; "
            "options that differ are needed.",
        )
    units: FloatArray = np.linalg.solve(scaled / down, target / across) / down
    return units


def put_hedge_contracts(
    portfolio_value: float,
    index_level: float,
    multiplier: float = 100.0,
    beta: float = 1.0,
    delta: float | None = None,
) -> float:
    """Return the index puts that insure a portfolio, beta V / (S m): positive = buy.

    Parameters
    ----------
    delta : float, optional
        Of one put, -1 to 0 or its size: the number is divided by abs(delta), so that puts and
        portfolio together do not move for a small move of the index now. Omitted: each put
        insures its index at expiry.

    Raises
    ------
    HedgeError
        DOMAIN for a multiplier that is not above 0, a negative level, value or beta, a delta
        outside -1 to 1; UNDEFINED for a level or a delta of 0.

    References
    ----------
    Hull, section 17.1; McMillan, Options as a Strategic Investment, chapter 30 (by delta).

    Examples
    --------
    >>> put_hedge_contracts(500_000, 1000), put_hedge_contracts(500_000, 1000, 100, 2)
    (5.0, 10.0)
    """
    need_divisor("index_level", index_level)
    need_positive("multiplier", multiplier)
    for name, value in (("portfolio_value", portfolio_value), ("beta", beta)):
        if value < 0:
            raise HedgeError(
                Kind.DOMAIN,
                f"{name} is {plain(value)}; 0 or more is needed: what gains from a fall needs no "
                "put.",
            )
    contracts = beta * portfolio_value / index_level / multiplier
    if delta is None:
        return contracts
    need_share("delta", delta, -1)
    need_nonzero("delta", delta)
    return contracts / abs(delta)


def put_hedge_strike(
    portfolio_value: float,
    floor_value: float,
    index_level: float,
    beta: float,
    risk_free_period: float,
    yield_period: float,
) -> float:
    """Return the index level at which a portfolio is expected to be worth its floor (CAPM).

    Parameters
    ----------
    portfolio_value, floor_value : float
        Now, and at the end of the period; above 0, and 0 or more.
    index_level : float
        Now; above 0.
    beta : float
        Of the portfolio; above 0.
    risk_free_period, yield_period : float
        Decimals for the whole period; the yield is that of the portfolio and of the index.

    Returns
    -------
    float
        S [1 + r + (F/V - 1 + q - r) / beta - q].

    Raises
    ------
    HedgeError
        UNDEFINED for a value or a beta of 0; DOMAIN for a negative one, a negative floor, a level
        that is not above 0, or a strike that would not be.

    References
    ----------
    Hull, section 17.1, tables 17.1 and 17.2.

    Examples
    --------
    >>> round(put_hedge_strike(500_000, 450_000, 1000, 2, 0.03, 0.01), 9)
    960.0
    """
    need_divisor("portfolio_value", portfolio_value)
    need_not_negative("floor_value", floor_value)
    need_positive("index_level", index_level)
    need_divisor("beta", beta)
    portfolio_return = floor_value / portfolio_value - 1 + yield_period
    index_return = risk_free_period + (portfolio_return - risk_free_period) / beta - yield_period
    strike = index_level * (1 + index_return)
    if not (strike > 0 and math.isfinite(strike)):
        raise HedgeError(
            Kind.DOMAIN,
            f"floor_value is {plain(floor_value)}; with a beta of {plain(beta)} the index would "
            "stand at "
            f"{plain(strike)} then, and a strike above 0 is needed.",
        )
    return strike


def put_payoff(
    contracts: float, strike: float, index_close: float, multiplier: float, premium: float = 0.0
) -> float:
    """Return what puts pay at expiry, less their premium: N m [max(K - S, 0) - p].

    Parameters
    ----------
    contracts : float
        Positive = bought, negative = sold.
    premium : float
        In points, paid or received at the beginning; 0 or more, without interest.

    Raises
    ------
    HedgeError
        DOMAIN for a multiplier that is not above 0 or a negative premium.

    Examples
    --------
    >>> put_payoff(67, 1475, 1300, 100, 20)
    1038500
    """
    need_positive("multiplier", multiplier)
    need_not_negative("premium", premium)
    return contracts * multiplier * (max(strike - index_close, 0.0) - premium)
