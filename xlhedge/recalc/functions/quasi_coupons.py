"""Regular periods laid over a bond's irregular ones, and the days that Excel counts in them.

Source: the notes of Microsoft's pages on ACCRINT and ODDFPRICE.
"""

from __future__ import annotations

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.days import date_parts, day_number, from_parts, month_length

_FIRST = 367  # the first day of 1901, a year after the calendar's begin


def day_numbers(*dates: float) -> list[int]:
    """Return dates' whole numbers of days.

    Raises
    ------
    Refused
        One lies so early that a period from it may begin before Excel's calendar does.
    """
    days = [day_number(date) for date in dates]
    if min(days) < _FIRST:
        raise Refused("bonds and assets of before 1901 are not computed")
    return days


class Schedule:
    """Dates a whole number of periods away from one of them.

    Parameters
    ----------
    anchor : int
        The date that counts as number 0.
    per_year : int
        How many periods a year has: 1, 2 or 4.
    """

    def __init__(self, anchor: int, per_year: int) -> None:
        self.per_year = per_year
        self._anchor, self._months = date_parts(anchor), 12 // per_year

    def date(self, step: int) -> int:
        """Return the date of a number; the last day of a month stays the last one.

        Raises
        ------
        Refused
            A day 29 or 30 is cut short by a month on the way: what Excel then does is not known.
        """
        year, month, day = self._anchor
        years, rest = divmod(month - 1 + step * self._months, 12)
        last = month_length(year + years, rest + 1)
        if day == month_length(year, month):
            return from_parts(year + years, rest + 1, last)
        if day > 28 and 2 in {(month - 1 + k * self._months) % 12 + 1 for k in range(4)}:
            raise Refused("coupons on day 29 or 30 of a month, with one in February, are not known")
        return from_parts(year + years, rest + 1, min(day, last))

    def length(self, step: int, basis: int) -> float:
        """Return the days of the period that begins at a number."""
        if basis == 1:
            return float(self.date(step + 1) - self.date(step))
        return (365 if basis == 3 else 360) / self.per_year


def _is_end_of_february(day: int) -> bool:
    year, month, date = date_parts(day)
    return month == 2 and date == month_length(year, month)


def days_between(start: int, end: int, basis: int, *, both_ends: bool = False) -> int:
    """Return the days between two dates by a day count.

    Parameters
    ----------
    both_ends : bool
        Whether the end of a month counts as day 30 at the end too, whatever the start is.
    """
    if basis in {1, 2, 3}:
        return end - start
    (y1, m1, d1), (y2, m2, d2) = date_parts(start), date_parts(end)
    if basis == 4:
        d1, d2 = min(d1, 30), min(d2, 30)
    else:
        if _is_end_of_february(end) and (both_ends or _is_end_of_february(start)):
            d2 = 30
        if d2 == 31 and (both_ends or d1 >= 30):
            d2 = 30
        d1 = 30 if d1 == 31 or _is_end_of_february(start) else d1
    return 360 * (y2 - y1) + 30 * (m2 - m1) + d2 - d1
