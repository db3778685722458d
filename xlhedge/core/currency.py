"""Currency: forwards by parity, and what each way of hedging a foreign amount pays out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import (
    need_divisor,
    need_keyword,
    need_nonzero,
    need_not_negative,
    need_positive,
    need_some,
)
from xlhedge.core.keywords import Compounding
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray

_SAME = 1e-9  # proceeds closer than this, relatively, are equal


class HedgeComparison(NamedTuple):
    """Home-currency proceeds, one entry a spot scenario; negative = paid."""

    spot_close: FloatArray
    forward: FloatArray
    money_market: FloatArray
    option: FloatArray
    unhedged: FloatArray
    best: list[str]


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


def money_market_hedge(
    amount: float,
    spot: float,
    rate_domestic: float,
    rate_foreign: float,
    years: float = 1.0,
    compounding: str = Compounding.SIMPLE,
) -> float:
    """Return what borrowing and lending fix today, A S growth(r_d) / growth(r_f).

    The forward of the same rates and compounding fixes the same.

    Parameters
    ----------
    amount : float
        Signed foreign amount due in `years`: + will receive, - owe.
    spot : float
        Home currency per unit of foreign currency; above 0.
    rate_domestic, rate_foreign : float
        Decimals a year, compounded as `compounding` says.
    years : float
        Until the amount is due; 0 or more.
    compounding : {"simple", "continuous", "annual"}
        See `growth`.

    Returns
    -------
    float
        Home currency on the due date: + received, - paid.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 8.

    Examples
    --------
    >>> round(money_market_hedge(10_000_000, 1.50, 0.061, 0.09))
    14600917
    """
    need_positive("spot", spot)
    lent = growth("rate_domestic", rate_domestic, years, compounding)
    return amount * spot * (lent / growth("rate_foreign", rate_foreign, years, compounding))


def fx_option_hedge(
    amount: float,
    strike: float,
    premium: float,
    spot_close: float,
    rate_domestic: float = 0.0,
    years: float = 1.0,
    compounding: str = Compounding.SIMPLE,
) -> float:
    """Return what an option hedge pays: A max(K, S2) less the premium with interest (put).

    A receivable is hedged by a put, A max(K, S2); a payable (A below 0) by a call, A min(K, S2).
    The premium, paid today, is charged with interest: abs(A) premium growth(r_d).

    Parameters
    ----------
    amount : float
        Signed foreign amount: + will receive, - owe.
    strike, spot_close : float
        Home currency per unit of foreign currency; above 0.
    premium : float
        Home currency per unit of foreign currency, paid today; 0 or more.
    rate_domestic : float
        Decimal a year, compounded as `compounding` says.
    years : float
        From the premium to the due date; 0 or more.
    compounding : {"simple", "continuous", "annual"}
        See `growth`.

    Returns
    -------
    float
        Home currency on the due date: + received, - paid.

    References
    ----------
    Eun and Resnick, International Financial Management, chapter 8.
    """
    need_positive("strike", strike)
    need_not_negative("premium", premium)
    need_positive("spot_close", spot_close)
    cost = abs(amount) * premium * growth("rate_domestic", rate_domestic, years, compounding)
    rate = max(strike, spot_close) if amount >= 0 else min(strike, spot_close)
    return amount * rate - cost


def fx_hedge_compare(
    amount: float,
    spot: float,
    forward: float,
    strike: float,
    premium: float,
    rate_domestic: float,
    rate_foreign: float,
    spot_scenarios: FloatArray,
    years: float = 1.0,
    compounding: str = Compounding.SIMPLE,
) -> HedgeComparison:
    """Return what forward, money market, option and no hedge pay for each closing spot rate.

    Parameters
    ----------
    amount : float
        Signed foreign amount: + will receive, - owe; not 0.
    spot, forward, strike : float
        Home currency per unit of foreign currency; above 0.
    premium, rate_domestic, rate_foreign, years : float
        As in `fx_option_hedge` and `money_market_hedge`.
    spot_scenarios : array of shape (n,)
        Closing spot rates, above 0; at least one.
    compounding : {"simple", "continuous", "annual"}
        See `growth`; of both rates, and of the interest on the premium.

    Returns
    -------
    HedgeComparison
        `best` names what pays most, or "equal: " and all that do where rounding alone parts them.

    Raises
    ------
    HedgeError
        UNDEFINED for no scenario or an amount of 0; DOMAIN for a rate outside its domain.
    """
    import numpy as np

    need_nonzero("amount", amount)
    need_some("spot_scenarios", spot_scenarios)
    lowest = float(spot_scenarios.min())
    if lowest <= 0:
        raise HedgeError(
            Kind.DOMAIN, f"spot_scenarios holds {plain(lowest)}; exchange rates above 0 are needed."
        )
    need_positive("forward", forward)
    fixed = amount * forward
    borrowed = money_market_hedge(amount, spot, rate_domestic, rate_foreign, years, compounding)
    option = [
        fx_option_hedge(amount, strike, premium, close, rate_domestic, years, compounding)
        for close in spot_scenarios.tolist()
    ]
    unhedged = amount * spot_scenarios
    ways = [
        {"forward": fixed, "money market": borrowed, "option": optional, "unhedged": open_}
        for optional, open_ in zip(option, unhedged.tolist(), strict=True)
    ]
    n = spot_scenarios.size
    return HedgeComparison(
        spot_scenarios,
        np.full(n, fixed),
        np.full(n, borrowed),
        np.array(option),
        unhedged,
        list(map(_best, ways)),
    )


def _best(proceeds: dict[str, float]) -> str:
    if not all(map(math.isfinite, proceeds.values())):
        raise HedgeError(
            Kind.DOMAIN, "amount and the exchange rates make proceeds too large to be compared."
        )
    rounding = _SAME * max(map(abs, proceeds.values()))
    most = max(proceeds.values())
    ways = [way for way, paid in proceeds.items() if paid >= most - rounding]
    return ways[0] if len(ways) == 1 else f"equal: {', '.join(ways)}"
