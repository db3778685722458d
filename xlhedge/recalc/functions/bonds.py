"""PRICE and YIELD of a bond with regular coupons.

Source: Microsoft's pages on PRICE, YIELD and the COUP functions.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.days import day_number, from_parts, month_length, parts, thirty_days
from xlhedge.recalc.functions.money import toolpak
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_STEPS = 100


class _Coupons(NamedTuple):
    """Where a settlement stands among a bond's coupons."""

    left: int  # coupons from the settlement to the maturity
    passed: float  # share of the coupon's period before the settlement


def _months_before(maturity: int, months: int) -> int:
    year, month, day = parts(maturity)
    years, rest = divmod(month - 1 - months, 12)
    last = month_length(year + years, rest + 1)
    at_end = day == month_length(year, month)
    return from_parts(year + years, rest + 1, last if at_end else min(day, last))


def _coupons(settlement: int, maturity: int, frequency: int, basis: int) -> _Coupons:
    step, left = 12 // frequency, 1
    while _months_before(maturity, left * step) > settlement:
        left += 1
    before = _months_before(maturity, left * step)
    after = _months_before(maturity, (left - 1) * step)
    if basis in {0, 4}:
        passed = thirty_days(before, settlement, european=basis == 4)
        return _Coupons(left, passed * frequency / 360)
    length = {1: float(after - before), 2: 360 / frequency, 3: 365 / frequency}[basis]
    return _Coupons(left, (settlement - before) / length)


def _checked(
    settlement: float, maturity: float, frequency: float, basis: float
) -> tuple[_Coupons, int]:
    start, end = day_number(settlement), day_number(maturity)
    per_year, count = math.floor(frequency), math.floor(basis)
    if start >= end or per_year not in {1, 2, 4} or not 0 <= count <= 4:
        raise fail(NUM, "It needs a maturity after the settlement, a frequency 1, 2 or 4, a basis.")
    return _coupons(start, end, per_year, count), per_year


def _value(coupons: _Coupons, coupon: float, redemption: float, rate: float) -> float:
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
    coupons, per_year = _checked(settlement, maturity, frequency, basis)
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
    coupons, per_year = _checked(settlement, maturity, frequency, basis)
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
