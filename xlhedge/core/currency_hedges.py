"""What each way of hedging a foreign amount pays: forward, money market, option, none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.currency import growth
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_nonzero, need_not_negative, need_positive, need_some
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
