"""Excel's functions of bills, discounted paper and the dates of coupons.

Source: Microsoft's page on each function; held to the values that Excel saved in workbooks.
"""

from __future__ import annotations

import calendar
import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import CellError, fail, flat
from xlhedge.recalc.functions.bonds import checked_coupons, coupon_dates
from xlhedge.recalc.functions.days import date_parts, day_number, thirty_days
from xlhedge.recalc.functions.money import strict_number, toolpak
from xlhedge.recalc.functions.statistical import numeric
from xlhedge.worksheet.errors import DIV0, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_YEAR = 360.0  # of bills


def _years(start: float, end: float, basis: float) -> float:
    """Return the years between two dates by a day count, as YEARFRAC does."""
    first, last, count = day_number(start), day_number(end), math.floor(basis)
    if first >= last or not 0 <= count <= 4:
        raise fail(NUM, "It needs an end after the start, and a basis from 0 to 4.")
    if count in {0, 4}:
        return thirty_days(first, last, european=count == 4) / 360
    return (last - first) / {1: _year_length(first, last), 2: 360, 3: 365}[count]


def _year_length(first: int, last: int) -> float:
    """Return the length of the years that two dates span, for the basis actual/actual."""
    (y1, m1, d1), (y2, m2, d2) = date_parts(first), date_parts(last)
    if y1 == y2:
        return 366 if calendar.isleap(y1) else 365
    if y2 == y1 + 1 and (m1, d1) >= (m2, d2):  # at most a year: does it hold a 29 February?
        leap = (calendar.isleap(y1) and (m1, d1) <= (2, 29)) or (
            calendar.isleap(y2) and (m2, d2) >= (2, 29)
        )
        return 366 if leap else 365
    lengths = [366 if calendar.isleap(year) else 365 for year in range(y1, y2 + 1)]
    return sum(lengths) / len(lengths)


def _positive(*values: float) -> None:
    if min(values) <= 0:
        raise fail(NUM, "It needs amounts and rates above 0.")


def _disc(start: float, end: float, price: float, redemption: float, basis: float = 0.0) -> float:
    _positive(price, redemption)
    return (redemption - price) / redemption / _years(start, end, basis)


def _intrate(start: float, end: float, paid: float, redemption: float, basis: float = 0.0) -> float:
    _positive(paid, redemption)
    return (redemption - paid) / paid / _years(start, end, basis)


def _received(start: float, end: float, paid: float, rate: float, basis: float = 0.0) -> float:
    _positive(paid, rate)
    left = 1 - rate * _years(start, end, basis)
    if left <= 0:
        raise fail(NUM, "The discount is all of the amount.")
    return paid / left


def _pricedisc(
    start: float, end: float, rate: float, redemption: float, basis: float = 0.0
) -> float:
    _positive(rate, redemption)
    return redemption * (1 - rate * _years(start, end, basis))


def _yielddisc(
    start: float, end: float, price: float, redemption: float, basis: float = 0.0
) -> float:
    _positive(price, redemption)
    return (redemption / price - 1) / _years(start, end, basis)


def _accrintm(
    issue: float, end: float, rate: float, par: float = 1000.0, basis: float = 0.0
) -> float:
    _positive(rate, par)
    return par * rate * _years(issue, end, basis)


def _bill_days(start: float, end: float) -> int:
    first, last = day_number(start), day_number(end)
    year, month, day = date_parts(first)
    limit = (year + 1, month, day)
    if first >= last or date_parts(last) > limit:
        raise fail(NUM, "A bill matures after its settlement, within a year.")
    return last - first


def _tbillprice(start: float, end: float, rate: float) -> float:
    _positive(rate)
    price = 100 * (1 - rate * _bill_days(start, end) / _YEAR)
    if price < 0:
        raise fail(NUM, "The discount is all of the amount.")
    return price


def _tbillyield(start: float, end: float, price: float) -> float:
    _positive(price)
    return (100 - price) / price * _YEAR / _bill_days(start, end)


def _tbilleq(start: float, end: float, rate: float) -> float:
    _positive(rate)
    days = _bill_days(start, end)
    left = _YEAR - rate * days
    if left < 0:
        raise fail(NUM, "The discount is more than the amount.")
    if rate > 1 or left == 0:
        raise Refused("what Excel makes of a discount above 100 % a year is not known")
    if days <= 182:
        return 365 * rate / left
    price, years = left / _YEAR, days / (366 if days == 366 else 365)  # half a year's coupon in it
    root = math.sqrt(years * years - (2 * years - 1) * (1 - 1 / price))
    return (-2 * years + 2 * root) / (2 * years - 1)


def _ispmt(rate: float, per: float, n: float, pv: float) -> float:
    if n == 0:
        raise fail(DIV0, "It needs periods.")
    return pv * rate * (per / n - 1)


def _fvschedule(principal: Cell, schedule: Cell) -> Cell:
    try:
        if isinstance(principal, list):
            raise fail(VALUE, "One amount is needed.")
        value = strict_number(principal)
        for rate in flat([schedule]):
            if isinstance(rate, ExcelError):
                return rate
            if isinstance(rate, bool | str):
                raise fail(VALUE, f"{rate!r} is no rate.")
            value *= 1 + (rate or 0.0)
    except CellError as error:
        return error.error
    return value


def _duration(*, modified: bool) -> Callable[..., float]:
    def duration(
        start: float, end: float, rate: float, yld: float, frequency: float, basis: float = 0.0
    ) -> float:
        coupons, per_year = checked_coupons(start, end, frequency, basis)
        if rate < 0 or yld < 0:
            raise fail(NUM, "It needs rates from 0 on.")
        grown, coupon, first = 1 + yld / per_year, 100 * rate / per_year, 1 - coupons.passed
        flows = [(k + first, coupon / grown ** (k + first)) for k in range(coupons.left)]
        last = coupons.left - 1 + first
        flows.append((last, 100 / grown**last))
        years = math.fsum(t * value for t, value in flows) / math.fsum(v for _, v in flows)
        return years / per_year / (grown if modified else 1.0)

    return duration


def _coupnum(start: float, end: float, frequency: float, basis: float = 0.0) -> float:
    coupons, _ = checked_coupons(start, end, frequency, basis)
    return float(coupons.left)


def _couppcd(start: float, end: float, frequency: float, basis: float = 0.0) -> float:
    checked_coupons(start, end, frequency, basis)
    return float(coupon_dates(start, end, frequency)[0])


def _coupncd(start: float, end: float, frequency: float, basis: float = 0.0) -> float:
    checked_coupons(start, end, frequency, basis)
    return float(coupon_dates(start, end, frequency)[1])


def _coupdays(start: float, end: float, frequency: float, basis: float = 0.0) -> float:
    _, per_year = checked_coupons(start, end, frequency, basis)
    if math.floor(basis) == 1:
        before, after = coupon_dates(start, end, frequency)
        return float(after - before)
    return (365 if math.floor(basis) == 3 else 360) / per_year


def _coupdaybs(start: float, end: float, frequency: float, basis: float = 0.0) -> float:
    checked_coupons(start, end, frequency, basis)
    before, _ = coupon_dates(start, end, frequency)
    count = math.floor(basis)
    if count in {0, 4}:
        return float(thirty_days(before, day_number(start), european=count == 4))
    return float(day_number(start) - before)


def _coupdaysnc(start: float, end: float, frequency: float, basis: float = 0.0) -> float:
    if math.floor(basis) in {0, 4}:  # so that the days before and after make up the period
        return _coupdays(start, end, frequency, basis) - _coupdaybs(start, end, frequency, basis)
    checked_coupons(start, end, frequency, basis)
    return float(coupon_dates(start, end, frequency)[1] - day_number(start))


def _to_maturity(start: float, end: float, issue: float, basis: float) -> tuple[float, ...]:
    """Return the years from issue to the end, from issue to the start, and from it to the end."""
    if not day_number(issue) <= day_number(start) < day_number(end):
        raise fail(NUM, "It needs an issue, a settlement and a maturity in this order.")
    before = _years(issue, start, basis) if day_number(issue) < day_number(start) else 0.0
    return _years(issue, end, basis), before, _years(start, end, basis)


def _pricemat(
    start: float, end: float, issue: float, rate: float, yld: float, basis: float = 0.0
) -> float:
    whole, before, left = _to_maturity(start, end, issue, basis)
    if rate < 0 or yld < 0:
        raise fail(NUM, "It needs rates from 0 on.")
    return (100 + whole * rate * 100) / (1 + left * yld) - before * rate * 100


def _yieldmat(
    start: float, end: float, issue: float, rate: float, price: float, basis: float = 0.0
) -> float:
    whole, before, left = _to_maturity(start, end, issue, basis)
    if rate < 0 or price <= 0:
        raise fail(NUM, "It needs a rate from 0 on, and a price above 0.")
    paid = price / 100 + before * rate
    return ((1 + whole * rate) / paid - 1) / left


SECURITIES: dict[str, Callable[..., Cell]] = {
    "DISC": toolpak(_disc),
    "INTRATE": toolpak(_intrate),
    "RECEIVED": toolpak(_received),
    "PRICEDISC": toolpak(_pricedisc),
    "YIELDDISC": toolpak(_yielddisc),
    "ACCRINTM": toolpak(_accrintm),
    "PRICEMAT": toolpak(_pricemat),
    "YIELDMAT": toolpak(_yieldmat),
    "COUPDAYSNC": toolpak(_coupdaysnc),
    "TBILLEQ": toolpak(_tbilleq),
    "TBILLPRICE": toolpak(_tbillprice),
    "TBILLYIELD": toolpak(_tbillyield),
    "ISPMT": numeric(_ispmt),
    "FVSCHEDULE": _fvschedule,
    "DURATION": toolpak(_duration(modified=False)),
    "MDURATION": toolpak(_duration(modified=True)),
    "COUPNUM": toolpak(_coupnum),
    "COUPPCD": toolpak(_couppcd),
    "COUPNCD": toolpak(_coupncd),
    "COUPDAYS": toolpak(_coupdays),
    "COUPDAYBS": toolpak(_coupdaybs),
}
