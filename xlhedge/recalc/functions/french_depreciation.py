"""AMORLINC and AMORDEGRC: depreciation as French accounting has it.

Source: Microsoft's pages on both; what they leave open was read off values that Excel saved.
"""

from __future__ import annotations

import calendar
import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.days import date_parts
from xlhedge.recalc.functions.money import toolpak
from xlhedge.recalc.functions.quasi_coupons import day_numbers, days_between
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_MOST_PERIODS = 100_000


def _before_leap_day(day: int, basis: int) -> int:
    """Return 28 February for 29 February where a basis counts days as they are."""
    _, month, date = date_parts(day)
    return day - 1 if basis in {1, 3} and (month, date) == (2, 29) else day


def _first_share(purchase: float, first: float, basis: int) -> float:
    """Return the part of a year from the purchase to the end of the first period."""
    bought, closed = day_numbers(purchase, first)
    if bought > closed:
        raise fail(NUM, "The first period must end after the purchase.")
    if bought == closed:
        raise Refused("a first period that ends as it begins is not known to come out as in Excel")
    days = days_between(_before_leap_day(bought, basis), _before_leap_day(closed, basis), basis)
    leap = basis == 1 and calendar.isleap(date_parts(bought)[0])
    return days / (366 if leap else {0: 360, 1: 365, 3: 365, 4: 360}[basis])


def _checked(cost: float, salvage: float, period: float, rate: float, basis: float) -> int:
    count = math.floor(basis)
    if min(cost, salvage, period) < 0 or rate <= 0 or salvage > cost or count not in {0, 1, 3, 4}:
        raise fail(NUM, "It needs amounts from 0 on, a rate above 0, a basis 0, 1, 3 or 4.")
    if period > _MOST_PERIODS:
        raise Refused("it adds up too many periods")
    if salvage == cost:
        raise Refused("what Excel makes of an asset that loses nothing is not known")
    return count


def _amorlinc(
    cost: float,
    purchase: float,
    first: float,
    salvage: float,
    period: float,
    rate: float,
    basis: float = 0.0,
) -> float:
    share = _first_share(purchase, first, _checked(cost, salvage, period, rate, basis))
    if period > math.ceil(1 / rate):
        return 0.0
    if 0 < period < 1:
        return rate * cost
    left = cost - salvage
    part = min((share or 1.0) * rate * cost, left)
    for _ in range(math.floor(period)):
        left -= part
        part = min(rate * cost, max(left, 0.0))
    return part


def _coefficient(rate: float) -> float:
    """Return how many times the straight rate an asset of that life loses."""
    life = 1 / rate
    if life in {3, 4, 5}:
        raise Refused("a life of exactly 3, 4 or 5 years is not known to come out as in Excel")
    if life < 3 or 4 < life < 5:
        raise fail(NUM, "Assets of a life up to 3 years, or between 4 and 5, have no coefficient.")
    return 1.5 if life < 4 else 2.0 if math.ceil(life) <= 6 else 2.5


def _nearest(amount: float) -> float:
    return math.floor(round(amount, 13) + 0.5)


def _amordegrc(
    cost: float,
    purchase: float,
    first: float,
    salvage: float,
    period: float,
    rate: float,
    basis: float = 0.0,
) -> float:
    share = _first_share(purchase, first, _checked(cost, salvage, period, rate, basis))
    declining, life = rate * _coefficient(rate), math.ceil(1 / rate)
    if period > life:
        return 0.0
    part = min((share or 1.0) * declining * cost, cost - salvage)
    if period == 0:
        return float(_nearest(part))
    periods, left = life + (share > 0), cost - _nearest(part)
    part = 0.0
    for year in range(2, math.floor(period) + 2):
        if left < salvage:
            part = 0.0
        elif periods - year == 2:  # half of the rest, and all of it in the year after
            part, declining = left * 0.5, 1.0
        else:
            part = left * declining
        left -= part
    return float(_nearest(part))


FRENCH_DEPRECIATION: dict[str, Callable[..., Cell]] = {
    "AMORDEGRC": toolpak(_amordegrc),
    "AMORLINC": toolpak(_amorlinc),
}
