"""Bonds with an irregular first or last period: ODDFPRICE, ODDLPRICE and ODDLYIELD.

Source: the formulas on Microsoft's pages; which days each basis counts was read off values that
Excel saved. ODDFYIELD stays out: Excel finds it to eight digits only.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.days import later, month_end
from xlhedge.recalc.functions.money import toolpak
from xlhedge.recalc.functions.quasi_coupons import Schedule, day_numbers, days_between
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell


def _terms(
    rate: float, yield_or_price: float, redemption: float, frequency: float, basis: float
) -> tuple[int, int]:
    """Return the payments a year and the basis."""
    per_year, count = math.floor(frequency), math.floor(basis)
    if (
        min(rate, yield_or_price, redemption) < 0
        or per_year not in {1, 2, 4}
        or not 0 <= count <= 4
    ):
        raise fail(NUM, "It needs rates and amounts from 0 on, a frequency 1, 2 or 4, a basis.")
    if redemption == 0:
        raise Refused("what Excel makes of a bond that repays nothing is not known")
    return per_year, count


def _in_order(*dates: float) -> list[int]:
    days = day_numbers(*dates)
    if any(a >= b for a, b in pairwise(days)):
        raise fail(NUM, "Its dates are out of order.")
    return days


class _LastPeriod(NamedTuple):
    """An irregular last period in regular ones."""

    whole: float  # all of it
    passed: float  # before the settlement
    left: float  # from it on


def _periods_back(end: int, start: int, per_year: int) -> int:
    """Return how many regular periods reach from one date back to another, or past it."""
    schedule, count = Schedule(end, per_year), 0
    while schedule.date(-count) > start:
        count += 1
    return count


def _last_period(
    last: int, settlement: int, maturity: int, per_year: int, basis: int
) -> _LastPeriod:
    """Lay regular periods over the last one, as many as there are back from the maturity."""
    count = _periods_back(maturity, last, per_year)
    whole = passed = left = 0.0
    begin = last
    for step in range(count):
        end = later(begin, 12 // per_year)
        length = days_between(begin, end, basis, both_ends=True)
        is_last = step == count - 1
        days = days_between(begin, maturity, basis, both_ends=True) if is_last else length
        whole += days / length
        if end < settlement:
            passed += days / length
        elif begin < settlement:
            passed += max(days_between(begin, settlement, basis), 0) / length
        left += max(days_between(max(settlement, begin), min(maturity, end), basis), 0) / length
        begin = end
    return _LastPeriod(whole, passed, left)


def _over_last_period(body: Callable[..., float]) -> Callable[..., Cell]:
    """Make a function of a bond whose last period is irregular: a price of a yield or back."""

    def compute(
        settlement: float,
        maturity: float,
        last: float,
        rate: float,
        yield_or_price: float,
        redemption: float,
        frequency: float,
        basis: float = 0.0,
    ) -> float:
        per_year, count = _terms(rate, yield_or_price, redemption, frequency, basis)
        days = _in_order(last, settlement, maturity)
        period = _last_period(days[0], days[1], days[2], per_year, count)
        coupon = 100 * rate / per_year
        return body(period, coupon, yield_or_price, redemption, per_year)

    return toolpak(compute)


def _oddlprice(
    period: _LastPeriod, coupon: float, yld: float, redemption: float, per_year: int
) -> float:
    paid = period.whole * coupon + redemption
    return paid / (period.left * yld / per_year + 1) - period.passed * coupon


def _oddlyield(
    period: _LastPeriod, coupon: float, price: float, redemption: float, per_year: int
) -> float:
    if price == 0:
        raise Refused("what Excel makes of a price of 0 is not known")
    paid = period.passed * coupon + price
    return (period.whole * coupon + redemption - paid) / paid * per_year / period.left


class _FirstPeriod(NamedTuple):
    """An irregular first period in regular ones."""

    whole: float  # all of it
    passed: float  # before the settlement
    left: float  # from the settlement to the first coupon
    coupons: int  # after the first one


def _short_first(issue: int, settlement: int, first: int, length: float, basis: int) -> list[float]:
    dates = (issue, first), (issue, settlement), (settlement, first)
    return [max(days_between(a, b, basis), 0) / length for a, b in dates]


def _coupons_between(settlement: int, first: int, months: int) -> int:
    """Return how many whole periods lie between a settlement and the first coupon."""
    count, date, ends = 0, settlement, month_end(first) == first
    if ends and month_end(settlement) != settlement:
        count, date = 1, month_end(settlement)
    while (date := month_end(date, months) if ends else later(date, months)) < first:
        count += 1
    return count


def _long_first(
    issue: int, settlement: int, first: int, per_year: int, length: float, basis: int
) -> list[float]:
    whole = passed = 0.0
    late, months = first, 12 // per_year
    for step in range(_periods_back(first, issue, per_year), 0, -1):
        early = later(late, -months)
        normal = float(late - early) if basis == 1 else length
        whole += (normal if step > 1 else max(days_between(issue, late, basis), 0)) / normal
        start, end = max(issue, early), min(settlement, late)
        passed += max(days_between(start, end, basis), 0) / normal
        late = early
    schedule, back = Schedule(first, per_year), _periods_back(first, settlement, per_year)
    if basis in {2, 3}:
        part: float = max(days_between(settlement, schedule.date(1 - back), basis), 0)
    else:
        part = length - days_between(schedule.date(-back), settlement, basis)
    return [whole, passed, part / length + _coupons_between(settlement, first, months)]


def _first_period(
    issue: int, settlement: int, first: int, maturity: int, per_year: int, basis: int
) -> _FirstPeriod:
    coupons = _periods_back(maturity, first, per_year)
    if Schedule(maturity, per_year).date(-coupons) != first:
        raise fail(NUM, "The first coupon's day is none of those that the maturity gives.")
    back = _periods_back(first, settlement, per_year)
    length = Schedule(first, per_year).length(-back, basis)
    if max(days_between(issue, first, basis), 0) < length:
        shares = _short_first(issue, settlement, first, length, basis)
    else:
        shares = _long_first(issue, settlement, first, per_year, length, basis)
    return _FirstPeriod(shares[0], shares[1], shares[2], coupons)


def _oddfprice(
    settlement: float,
    maturity: float,
    issue: float,
    first: float,
    rate: float,
    yld: float,
    redemption: float,
    frequency: float,
    basis: float = 0.0,
) -> float:
    per_year, count = _terms(rate, yld, redemption, frequency, basis)
    days = _in_order(issue, settlement, first, maturity)
    period = _first_period(days[0], days[1], days[2], days[3], per_year, count)
    coupon, grown = 100 * rate / per_year, 1 + yld / per_year
    value = coupon * period.whole / grown**period.left
    value += math.fsum(coupon / grown ** (k + period.left) for k in range(1, period.coupons + 1))
    value += redemption / grown ** (period.coupons + period.left)
    return float(value - coupon * period.passed)


ODD_BONDS: dict[str, Callable[..., Cell]] = {
    "ODDFPRICE": toolpak(_oddfprice),
    "ODDLPRICE": _over_last_period(_oddlprice),
    "ODDLYIELD": _over_last_period(_oddlyield),
}
