"""Forwards: the points they are quoted in, what the money markets enforce, and what they are worth.

Rates, terms and compounding as in `currency`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.core.currency import fx_forward_rate, growth
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_not_negative, need_positive, need_same_count
from xlhedge.core.keywords import Compounding
from xlhedge.core.wording import plain

if TYPE_CHECKING:
    from xlhedge.core.changes import FloatArray


class ForwardQuote(NamedTuple):
    """Units of the quote currency per unit of the base currency."""

    bid: float
    offer: float


class ForwardPeriod(NamedTuple):
    """A forward at the end of a period; `period` counts the rows given, from 1."""

    period: int
    forward: float  # of the day, to the same date
    value: float
    change: float  # since the period before, of the first one since 0


def forward_points(
    spot: float,
    rate_quote: float,
    rate_base: float,
    years: float,
    pip: float = 0.0001,
    compounding: str = Compounding.SIMPLE,
) -> float:
    """Return the forward points of covered interest parity, (F - S) / pip.

    Parameters
    ----------
    spot, rate_quote, rate_base, years, compounding
        As `fx_forward_rate`.
    pip : float
        What one point is in the exchange rate; above 0. 0.01 for most rates of yen.

    Raises
    ------
    HedgeError
        As `fx_forward_rate`; DOMAIN for a `pip` of 0 or less.

    Examples
    --------
    >>> round(forward_points(1.0072, 0.0063, 0.0075, 0.75), 2)
    -9.01
    """
    need_positive("pip", pip)
    need_positive("spot", spot)
    quote = growth("rate_quote", rate_quote, years, compounding)
    base = growth("rate_base", rate_base, years, compounding)
    return spot * ((quote - base) / base) / pip  # F - S would lose digits of a short term


def fx_forward_quote(
    spot_bid: float,
    spot_offer: float,
    quote_lend: float,
    quote_borrow: float,
    base_lend: float,
    base_borrow: float,
    years: float,
    compounding: str = Compounding.SIMPLE,
) -> ForwardQuote:
    """Return at what a forward can be made of a spot deal, a loan and a deposit.

    To sell the base currency forward: borrow it, sell it spot at the bid, lend what it brings. To
    buy it forward: borrow the quote currency, buy spot at the offer, lend the base currency.

    Parameters
    ----------
    spot_bid, spot_offer : float
        What one is paid for a unit of the base currency, and what one pays; 0 < bid <= offer.
    quote_lend, quote_borrow, base_lend, base_borrow : float
        Decimals a year at which one lends and borrows each currency; lend <= borrow.
    years : float
        Term; 0 or more.
    compounding : {"simple", "continuous", "annual"}
        See `growth`.

    Returns
    -------
    ForwardQuote
        A market's bid above this offer, or its offer below this bid, is an arbitrage.

    Raises
    ------
    HedgeError
        DOMAIN for a rate outside its domain, or two of them the wrong way round.

    References
    ----------
    Moosa, International Finance, covered arbitrage with bid-offer spreads.

    Examples
    --------
    >>> [round(x, 4) for x in fx_forward_quote(1.1, 1.1002, 0.03, 0.032, 0.02, 0.022, 0.5)]
    [1.1044, 1.1067]
    """
    need_positive("spot_bid", spot_bid)
    for low_name, low, high_name, high in (
        ("spot_bid", spot_bid, "spot_offer", spot_offer),
        ("quote_lend", quote_lend, "quote_borrow", quote_borrow),
        ("base_lend", base_lend, "base_borrow", base_borrow),
    ):
        if low > high:
            raise HedgeError(
                Kind.DOMAIN,
                f"{low_name} is {plain(low)} and {high_name} {plain(high)}; {low_name} is the "
                "lower one.",
            )
    lent, borrowed = (
        growth(name, rate, years, compounding)
        for name, rate in (("quote_lend", quote_lend), ("quote_borrow", quote_borrow))
    )
    base_lent, base_borrowed = (
        growth(name, rate, years, compounding)
        for name, rate in (("base_lend", base_lend), ("base_borrow", base_borrow))
    )
    return ForwardQuote(spot_bid * (lent / base_borrowed), spot_offer * (borrowed / base_lent))


def fx_forward_value(
    amount: float,
    forward_rate: float,
    spot: float,
    rate_quote: float,
    rate_base: float,
    years: float,
    compounding: str = Compounding.SIMPLE,
) -> float:
    """Return what a forward made at another rate is worth today, A (F - K) / growth(quote).

    Parameters
    ----------
    amount : float
        Signed amount of the base currency: + bought, - sold.
    forward_rate : float
        K, at which it was bought or sold; above 0.
    spot, rate_quote, rate_base, years, compounding
        Today's, to the day of delivery: as `fx_forward_rate`.

    Returns
    -------
    float
        Quote currency: + gain, - loss.

    Raises
    ------
    HedgeError
        As `fx_forward_rate`; DOMAIN for a forward rate of 0 or less.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 5.10 and currency swaps as forwards.

    Examples
    --------
    >>> round(fx_forward_value(60, 0.8 / 60, 1 / 110, 0.09, 0.04, 1, "continuous"), 4)
    -0.2071
    """
    need_positive("forward_rate", forward_rate)
    forward = fx_forward_rate(spot, rate_quote, rate_base, years, compounding)
    gain = amount * (forward - forward_rate)
    return gain / growth("rate_quote", rate_quote, years, compounding)


def forward_value(
    units: float, delivery_price: float, forward_price: float, rate: float, years: float
) -> float:
    """Return what a forward made at another price is worth today, N (F - K) e^(-r T).

    Parameters
    ----------
    units : float
        Signed: + bought, - sold.
    delivery_price : float
        K, that was agreed; any number, as prices of power and oil have been below 0.
    forward_price : float
        F, today's, to the same day of delivery.
    rate : float
        Decimal a year, continuously compounded.
    years : float
        To delivery; 0 or more.

    Raises
    ------
    HedgeError
        DOMAIN for a negative term, or a rate at which nothing, or no number, is left.

    References
    ----------
    Hull, Options, Futures and Other Derivatives, section 5.7.

    Examples
    --------
    >>> round(forward_value(1, 24, 26.28, 0.10, 0.5), 2)
    2.17
    """
    gain = units * (forward_price - delivery_price)
    return gain / growth("rate", rate, years, Compounding.CONTINUOUS)


def hypothetical_forward_values(
    amount: float,
    inception_rate: float,
    spots: FloatArray,
    rates_quote: FloatArray,
    rates_base: FloatArray,
    years_left: FloatArray,
    compounding: str = Compounding.SIMPLE,
) -> list[ForwardPeriod]:
    """Return a forward's value at the end of each period, from the spot rate and curves of the day.

    Parameters
    ----------
    amount, inception_rate
        As `amount` and `forward_rate` of `fx_forward_value`. The hypothetical derivative of a hedge
        is worth 0 at inception: `inception_rate` is the forward rate of that day.
    spots, rates_quote, rates_base : arrays of shape (n,)
        As in `fx_forward_value`, one a period, oldest first: rates to the day of delivery, as
        `compounding` says. NaN marks a missing cell, and drops the period.
    years_left : array of shape (n,)
        To delivery, from the end of each period; 0 or more, each less than the one before.
    compounding : {"simple", "continuous", "annual"}
        See `growth`.

    Returns
    -------
    list of ForwardPeriod
        Changes add up to the last value; the first one starts from 0, and one after a period that
        was dropped covers both.

    Raises
    ------
    HedgeError
        MISMATCH for unequal counts; UNDEFINED for no complete period; DOMAIN for a rate or a term
        outside its domain, or terms that do not fall.

    References
    ----------
    IFRS 9, paragraphs B6.5.5-B6.5.6.

    Examples
    --------
    >>> one = np.array([1.2]), np.array([0.0]), np.array([0.0]), np.array([0.5])
    >>> round(hypothetical_forward_values(1000, 1.1, *one)[0].value, 2)
    100.0
    """
    import numpy as np

    need_positive("inception_rate", inception_rate)
    columns = {"rates_quote": rates_quote, "rates_base": rates_base, "years_left": years_left}
    for name, column in columns.items():
        need_same_count("spots", spots.size, name, column.size)
    table = np.column_stack([spots, *columns.values()])
    kept = np.flatnonzero(~np.isnan(table).any(axis=1))
    if not kept.size:
        raise HedgeError(
            Kind.UNDEFINED,
            "spots, rates_quote, rates_base and years_left hold no period with four numbers; one "
            "is needed.",
        )
    periods: list[ForwardPeriod] = []
    before, left = 0.0, float("inf")
    for row, (spot, quote, base, years) in zip(kept.tolist(), table[kept].tolist(), strict=True):
        _need_positive_at(row, "spots", spot)
        need_not_negative("years_left", years)
        if years >= left:
            raise HedgeError(
                Kind.DOMAIN,
                f"years_left is {plain(years)} in row {row + 1}, after {plain(left)}; it falls "
                "from period to period, oldest first.",
            )
        grown = growth("rates_quote", quote, years, compounding)
        forward = spot * (grown / growth("rates_base", base, years, compounding))
        value = amount * (forward - inception_rate) / grown
        periods.append(ForwardPeriod(row + 1, forward, value, value - before))
        before, left = value, years
    return periods


def _need_positive_at(row: int, name: str, value: float) -> None:
    if not value > 0:
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} holds {plain(value)} in row {row + 1}; exchange rates above 0 are needed.",
        )
