"""Excel's functions of dates, in its calendar: day 0 is a Saturday, 29 February 1900 is day 60.

Source: Microsoft's page on each function; what the pages leave open was read off values that Excel
saved in workbooks.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, flat, integer_part, number
from xlhedge.recalc.functions.money import strict_number
from xlhedge.worksheet.errors import NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_LAST = 2_958_465  # 31 December 9999
_LEAP_DAY = 60  # the one that 1900 had not
_ZERO = dt.date(1899, 12, 30)
_SATURDAY_SUNDAY = "0000011"
_TWO_DAYS = ["0000011", "1000001", "1100000", "0110000", "0011000", "0001100", "0000110"]
_SECOND = 1 / 86_400


def day_number(value: float) -> int:
    """Return a date's whole number of days; the last moment of a day is the next one."""
    day = integer_part(value)
    if not 0 <= day <= _LAST:
        raise fail(NUM, f"{value:g} is no date from 1900 to 9999.")
    return day


def date_parts(day: int) -> tuple[int, int, int]:
    """Return a day's year, month and day of the month as Excel has them."""
    if day in {0, _LEAP_DAY}:
        return (1900, 1, 0) if day == 0 else (1900, 2, 29)
    date = _ZERO + dt.timedelta(days=day + (day < _LEAP_DAY))
    return date.year, date.month, date.day


def from_parts(year: int, month: int, day: int) -> int:
    """Return the day of a year, month and day of the month, each of which may overflow."""
    years, months = divmod(month - 1, 12)
    if not 1900 <= year + years <= 9999:
        raise fail(NUM, "The year must lie between 1900 and 9999.")
    first = (dt.date(year + years, months + 1, 1) - _ZERO).days
    return day_number(first - (first <= _LEAP_DAY) + day - 1)


def month_length(year: int, month: int) -> int:
    """Return how many days a month has in Excel's calendar."""
    return 29 if (year, month) == (1900, 2) else calendar.monthrange(year, month)[1]


def _shifted_month(day: int, months: int) -> tuple[int, int]:
    year, month, _ = date_parts(day)
    years, rest = divmod(month - 1 + months, 12)
    if not 1900 <= year + years <= 9999:
        raise fail(NUM, "The year must lie between 1900 and 9999.")
    return year + years, rest + 1


def later(day: int, months: int) -> int:
    """Return the date some months later; one that is cut short by February stays so from there."""
    year, month = _shifted_month(day, months)
    return from_parts(year, month, min(date_parts(day)[2], month_length(year, month)))


def month_end(day: int, months: int = 0) -> int:
    """Return the last day of a date's month, or of one some months later."""
    year, month = _shifted_month(day, months)
    return from_parts(year, month, month_length(year, month))


def _part(number_of: int) -> Callable[..., Cell]:
    return cell_by_cell(lambda date: float(date_parts(day_number(number(date)))[number_of]))


@cell_by_cell
def as_date(value: Scalar) -> Scalar:
    """Return a date for a function of the engine's, which cuts its time of day off."""
    date = number(value)
    return max(date, float(integer_part(date)))


@cell_by_cell
def _edate(start: Scalar, months: Scalar) -> Scalar:
    day, count = day_number(strict_number(start)), math.trunc(strict_number(months))
    if day == 0 and count:
        raise Refused("which day of a month the day 0 is depends on Excel")
    return float(later(day, count))


@cell_by_cell
def _eomonth(start: Scalar, months: Scalar) -> Scalar:
    day, count = day_number(strict_number(start)), math.trunc(strict_number(months))
    return float(month_end(day, count))


def _cut(value: float) -> int:
    return integer_part(value) if value >= 0 else -integer_part(-value)


@cell_by_cell
def _time(hours: Scalar, minutes: Scalar, seconds: Scalar) -> Scalar:
    h, m, s = (_cut(number(part)) for part in (hours, minutes, seconds))
    total = 3600 * h + 60 * m + s
    if max(abs(h), abs(m), abs(s)) > 32767 or total < 0:
        raise fail(NUM, "A time needs numbers up to 32767, and is not below 0.")
    return total % 86_400 / 86_400


@cell_by_cell
def _days360(start: Scalar, end: Scalar, european: Scalar = False) -> Scalar:
    first, last = (day_number(number(value) + _SECOND / 2) for value in (start, end))
    return float(thirty_days(first, last, european=bool(number(european))))


def thirty_days(first: int, last: int, *, european: bool) -> int:
    """Return the days between two dates where every month has thirty."""
    (y1, m1, d1), (y2, m2, d2) = date_parts(first), date_parts(last)
    if european:
        d1, d2 = min(d1, 30), min(d2, 30)
    else:
        d1 = 30 if d1 == month_length(y1, m1) else min(d1, 30)
        d2 = 30 if d2 == 31 and d1 == 30 else d2
    return 360 * (y2 - y1) + 30 * (m2 - m1) + d2 - d1


def _weekend(value: Scalar, omitted: str = _SATURDAY_SUNDAY) -> str:
    """Return which days from Monday on are free, as seven digits 0 or 1."""
    if value is None:
        return omitted
    if isinstance(value, str):
        if len(value) != 7 or set(value) - set("01"):
            raise fail(VALUE, f"{value!r} are no seven digits 0 or 1, from Monday on.")
        return value
    code = math.trunc(strict_number(value))
    if 1 <= code <= 7:
        return _TWO_DAYS[code - 1]
    if 11 <= code <= 17:
        return "".join("1" if (code - 12) % 7 == day else "0" for day in range(7))
    raise fail(NUM, f"{code} is no weekend; 1 to 7 and 11 to 17 are.")


def _is_free(day: int, weekend: str) -> bool:
    return weekend[(day + 5) % 7] == "1"


def _holidays(value: Cell) -> set[int]:
    numbers = set()
    for cell in flat([value]):
        if cell is not None:
            numbers.add(day_number(strict_number(cell)))
    return numbers


def _workday(start: Scalar, days: Scalar, weekend: str, holidays: set[int]) -> Scalar:
    day, count = day_number(strict_number(start)), math.trunc(strict_number(days))
    if weekend == "1111111":
        raise fail(VALUE, "Every day is free.")
    step = 1 if count > 0 else -1
    if abs(count) > 4_000_000:
        raise fail(NUM, "The date must lie between 1900 and 9999.")
    while count:
        day += step
        day_number(float(day))
        if not _is_free(day, weekend) and day not in holidays:
            count -= step
    return float(day)


def _networkdays(start: Scalar, end: Scalar, weekend: str, holidays: set[int]) -> Scalar:
    first, last = day_number(strict_number(start)), day_number(strict_number(end))
    sign, low, high = (1, first, last) if first <= last else (-1, last, first)
    weeks, rest = divmod(high - low + 1, 7)
    open_days = weeks * weekend.count("0")
    open_days += sum(not _is_free(day, weekend) for day in range(high - rest + 1, high + 1))
    open_days -= sum(low <= day <= high and not _is_free(day, weekend) for day in holidays)
    return float(sign * open_days)


def _working(
    compute: Callable[[Scalar, Scalar, str, set[int]], Scalar], *, own_weekend: bool
) -> Callable[..., Cell]:
    """Return WORKDAY or NETWORKDAYS, or the one with a weekend of its own."""

    def call(first: Cell, second: Cell, *rest: Cell) -> Cell:
        weekend = rest[0] if own_weekend and rest else None
        holidays = rest[int(own_weekend)] if len(rest) > own_weekend else None

        def one(a: Scalar, b: Scalar, free: Scalar) -> Scalar:
            for value in (a, b, free):
                if isinstance(value, ExcelError):
                    return value
            numbers = strict_number(a), strict_number(b)
            return compute(*numbers, _weekend(free), _holidays(holidays))

        return cell_by_cell(one)(first, second, weekend)

    return call


DAYS: dict[str, Callable[..., Cell]] = {
    "YEAR": _part(0),
    "MONTH": _part(1),
    "DAY": _part(2),
    "EDATE": _edate,
    "EOMONTH": _eomonth,
    "TIME": _time,
    "DAYS360": _days360,
    "WORKDAY": _working(_workday, own_weekend=False),
    "NETWORKDAYS": _working(_networkdays, own_weekend=False),
    "WORKDAY.INTL": _working(_workday, own_weekend=True),
    "NETWORKDAYS.INTL": _working(_networkdays, own_weekend=True),
}
