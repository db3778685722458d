"""Currency: forwards by parity of spot and rates, and the basis that parity leaves."""

from __future__ import annotations

import math

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_divisor,
    need_keyword,
    need_not_negative,
    need_positive,
)
from xlhedge.core.keywords import Compounding
from xlhedge.core.wording import plain


def growth(name: str, rate: float, years: float, compounding: str = Compounding.SIMPLE) -> float:
    """Return what 1 grows to at a rate, always above 0 and finite.

    Parameters
    ----------
    name : str
        What messages call the rate.
    rate : float
        Decimal a year.
    years : float
        Term; 0 or more.
    compounding : {"simple", "continuous", "annual"}
        1 + r T; e^(r T); (1 + r)^T.

    Raises
    ------
    HedgeError
        DOMAIN for a negative term or a rate at which nothing, or no number, is left; TYPE for an
        unknown compounding.

    Examples
    --------
    >>> growth("rate", 0.06, 0.5)
    1.03
    """
    need_not_negative("years", years)
    need_keyword("compounding", compounding, Compounding)
    if compounding == Compounding.ANNUAL:
        need_positive(f"1 + {name}", 1 + rate)
    try:
        if compounding == Compounding.SIMPLE:
            factor = 1 + rate * years
        elif compounding == Compounding.CONTINUOUS:
            factor = math.exp(rate * years)
        else:
            factor = (1 + rate) ** years
    except OverflowError:
        factor = math.inf
    if not 0 < factor < math.inf:
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} is {plain(rate)}, which over {plain(years)} years makes 1 into "
            f"{plain(factor)}; "
            "a decimal a year that leaves more than 0 is needed (0.05 = 5 %).",
        )
    return factor


def fx_forward_rate(
    spot: float,
    rate_quote: float,
    rate_base: float,
    years: float,
    compounding: str = Compounding.SIMPLE,
) -> float:
    """Return the forward exchange rate of covered interest parity, S growth(quote) / growth(base).

    Parameters
    ----------
    spot : float
        Units of the quote currency per unit of the base currency; above 0.
    rate_quote, rate_base : float
        Decimals a year, compounded as `compounding` says.
    years : float
        Term; 0 or more.
    compounding : {"simple", "continuous", "annual"}
        See `growth`.

    Raises
    ------
    HedgeError
        DOMAIN for a spot rate, an interest rate or a term outside its domain.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 6 (simple); Hull, Options, Futures
    and Other Derivatives, section 5.10 (continuous).

    Examples
    --------
    >>> round(fx_forward_rate(1.5, 0.061, 0.09, 1), 4)
    1.4601
    >>> round(fx_forward_rate(0.62, 0.07, 0.05, 2, "continuous"), 4)
    0.6453
    """
    need_positive("spot", spot)
    quote = growth("rate_quote", rate_quote, years, compounding)
    return spot * (quote / growth("rate_base", rate_base, years, compounding))


def forward_price(
    spot: float,
    rate: float,
    years: float,
    income_yield: float = 0.0,
    income_pv: float = 0.0,
    storage: float = 0.0,
    compounding: str = Compounding.CONTINUOUS,
) -> float:
    """Return the forward price by cost of carry, (S - I + U) growth(r) / growth(q).

    Parameters
    ----------
    spot : float
        Price now; above 0.
    rate, income_yield : float
        r and q, decimals a year, compounded as `compounding` says. A cost in proportion to the
        price is a negative yield.
    years : float
        Term; 0 or more.
    income_pv, storage : float
        I and U: present values, per unit, of known income and of storage costs; 0 or more.
    compounding : {"simple", "continuous", "annual"}
        See `growth`; continuous is (S - I + U) e^((r - q) T).

    Raises
    ------
    HedgeError
        DOMAIN for an argument outside its domain, or income worth the whole price and more.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, sections 5.4 to 5.6 and 5.11.

    Examples
    --------
    >>> round(forward_price(900, 0.04, 0.75, income_pv=39.6), 2)
    886.6
    """
    need_positive("spot", spot)
    need_not_negative("income_pv", income_pv)
    need_not_negative("storage", storage)
    carried = spot - income_pv + storage
    if carried <= 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"income_pv is {plain(income_pv)}; less than spot + storage = {plain(spot + storage)} "
            "is needed.",
        )
    financed = growth("rate", rate, years, compounding)
    return carried * (financed / growth("income_yield", income_yield, years, compounding))


def cip_basis(
    spot: float,
    forward: float,
    rate_quote: float,
    rate_base: float,
    years: float,
    compounding: str = Compounding.SIMPLE,
) -> float:
    """Return the covered-interest-parity basis x: F = S growth(quote + x) / growth(base).

    Simple: [(F / S)(1 + base T) - 1] / T - quote. Continuous: ln(F / S) / T + base - quote.
    Annual: (F / S)^(1 / T) (1 + base) - 1 - quote.

    Parameters
    ----------
    spot, forward : float
        Units of the quote currency per unit of the base currency; above 0.
    rate_quote, rate_base : float
        Decimals a year, compounded as `compounding` says.
    years : float
        Term; above 0.
    compounding : {"simple", "continuous", "annual"}
        See `growth`; the basis is compounded in the same way.

    Returns
    -------
    float
        Decimal a year to add to `rate_quote` for parity to hold; 0 without a deviation.

    Raises
    ------
    HedgeError
        DOMAIN for an exchange rate that is not above 0, an interest rate as `growth`, a negative
        term or a basis without end; UNDEFINED for a term of 0.

    References
    ----------
    Du, Tepper and Verdelhan (2018), Deviations from Covered Interest Rate Parity.

    Examples
    --------
    >>> round(cip_basis(1.5, 1.46, 0.061, 0.09, 1), 6)
    -6.7e-05
    """
    need_positive("spot", spot)
    need_positive("forward", forward)
    need_divisor("years", years)
    growth("rate_quote", rate_quote, years, compounding)
    growth("rate_base", rate_base, years, compounding)
    drift = (math.log(forward) - math.log(spot)) / years  # logs first: F / S may overflow
    try:
        if compounding == Compounding.SIMPLE:
            implied = (forward - spot) / spot / years + forward / spot * rate_base
        elif compounding == Compounding.CONTINUOUS:
            implied = drift + rate_base
        else:
            implied = math.exp(drift) * (1 + rate_base) - 1
    except OverflowError:
        implied = math.inf
    if not math.isfinite(implied):
        raise HedgeError(
            Kind.DOMAIN,
            f"forward is {plain(forward)} and spot {plain(spot)}; over {plain(years)} years they "
            "make a rate too "
            "large for a number.",
        )
    return implied - rate_quote
