"""PRICE and YIELD of a bond with regular coupons.

Source: Microsoft's pages on PRICE, YIELD and the COUP functions.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.days import (
    date_parts,
    day_number,
    from_parts,
    month_length,
    thirty_days,
)
from xlhedge.recalc.functions.money import toolpak
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_STEPS = 100


class Coupons(NamedTuple):
    """Where a settlement stands among a bond's coupons."""

    left: int  # coupons from the settlement to the maturity
    passed: float  # share of the coupon's period before the settlement


def _months_before(maturity: int, months: int) -> int:
    year, month, day = date_parts(maturity)
    years, rest = divmod(month - 1 - months, 12)
    last = month_length(year + years, rest + 1)
    at_end = day == month_length(year, month)
    return from_parts(year + years, rest + 1, last if at_end else min(day, last))


def _around(settlement: int, maturity: int, frequency: int) -> tuple[int, int, int]:
    """Return how many coupons are left, the date of the one before, and of the next."""
    step, left = 12 // frequency, 1
    while _months_before(maturity, left * step) > settlement:
        left += 1
    before = _months_before(maturity, left * step)
    return left, before, _months_before(maturity, (left - 1) * step)


def coupon_dates(settlement: float, maturity: float, frequency: float) -> tuple[int, int]:
    """Return the dates of the coupons before (or at) and after a settlement."""
    return _around(day_number(settlement), day_number(maturity), math.floor(frequency))[1:]


def _coupons(settlement: int, maturity: int, frequency: int, basis: int) -> Coupons:
    left, before, after = _around(settlement, maturity, frequency)
    if basis in {0, 4}:
        passed = thirty_days(before, settlement, european=basis == 4)
        return Coupons(left, passed * frequency / 360)
    length = {1: float(after - before), 2: 360 / frequency, 3: 365 / frequency}[basis]
    return Coupons(left, (settlement - before) / length)


def checked_coupons(
    settlement: float, maturity: float, frequency: float, basis: float
) -> tuple[Coupons, int]:
    """Return where a settlement stands among a bond's coupons, and how many there are a year.

    Raises
    ------
    CellError
        #NUM! for dates out of order, another frequency than 1, 2 or 4, another basis than 0 to 4.
    """
    start, end = day_number(settlement), day_number(maturity)
    per_year, count = math.floor(frequency), math.floor(basis)
    if start >= end or per_year not in {1, 2, 4} or not 0 <= count <= 4:
        raise fail(NUM, "It needs a maturity after the settlement, a frequency 1, 2 or 4, a basis.")
    return _coupons(start, end, per_year, count), per_year


def _value(coupons: Coupons, coupon: float, redemption: float, rate: float) -> float:
    """Return the price without accrued interest; coupon and rate are those of one period."""
    first = 1 - coupons.passed
    if coupons.left == 1:
        return (coupon + redemption) / (1 + rate * first) - coupon * coupons.passed
    flows = (coupon / (1 + rate) ** (k + first) for k in range(coupons.left))
    last: float = redemption / (1 + rate) ** (coupons.left - 1 + first)
    return math.fsum(flows) + last - coupon * coupons.passed


def _price(
    settlement: float,
    maturity: float,
    rate: float,
    yld: float,
    redemption: float,
    frequency: float,
    basis: float = 0.0,
) -> float:
    coupons, per_year = checked_coupons(settlement, maturity, frequency, basis)
    if rate < 0 or yld < 0 or redemption <= 0:
        raise fail(NUM, "It needs rates from 0 on, and a redemption above 0.")
    return _value(coupons, 100 * rate / per_year, redemption, yld / per_year)


def _yield(
    settlement: float,
    maturity: float,
    rate: float,
    price: float,
    redemption: float,
    frequency: float,
    basis: float = 0.0,
) -> float:
    coupons, per_year = checked_coupons(settlement, maturity, frequency, basis)
    if rate < 0 or price <= 0 or redemption <= 0:
        raise fail(NUM, "It needs a rate from 0 on, a price and a redemption above 0.")
    coupon = 100 * rate / per_year
    if coupons.left == 1:
        paid = price + coupon * coupons.passed
        return ((coupon + redemption) / paid - 1) / (1 - coupons.passed) * per_year
    low, high = -0.999999, 1.0
    while _value(coupons, coupon, redemption, high) > price and high < 1e6:
        high *= 2
    for _ in range(_STEPS):  # the price falls as the yield rises: halving never fails
        middle = (low + high) / 2
        if _value(coupons, coupon, redemption, middle) > price:
            low = middle
        else:
            high = middle
    return (low + high) / 2 * per_year


BONDS: dict[str, Callable[..., Cell]] = {"PRICE": toolpak(_price), "YIELD": toolpak(_yield)}
