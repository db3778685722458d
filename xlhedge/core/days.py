"""Days and years between two dates, as contracts count them."""

import datetime as dt

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import need_keyword
from xlhedge.core.keywords import DayCount

_YEAR_OF_DAYS = {DayCount.ACTUAL_360: 360, DayCount.ACTUAL_365: 365}


def day_count_fraction(
    start_date: dt.date, end_date: dt.date, convention: str = DayCount.ACTUAL_360
) -> float:
    """Return the years from one date to a later one by a day count convention.

    Parameters
    ----------
    start_date, end_date : date
        The first day counts, the last does not; the same day is 0 years.
    convention : {"act/360", "act/365", "act/act", "30/360", "30e/360"}
        Days over 360 or 365; the days in leap years over 366 and the others over 365; months of
        30 days. "30/360" makes a last day of 31 the 30th only where the first is the 30th or 31st;
        "30e/360" always does.

    Raises
    ------
    HedgeError
        DOMAIN for an end before the start; TYPE for an unknown convention.

    References
    ----------
    2006 ISDA Definitions, section 4.16 (b), (d), (e), (f) and (g).

    Examples
    --------
    >>> day_count_fraction(dt.date(2024, 1, 31), dt.date(2024, 7, 29))
    0.5
    """
    need_keyword("convention", convention, DayCount)
    if end_date < start_date:
        raise HedgeError(
            Kind.DOMAIN,
            f"end_date is {end_date} and start_date {start_date}; the earlier one comes first.",
        )
    if convention == DayCount.ACTUAL_ACTUAL:
        return end_date.year - start_date.year + _gone(end_date) - _gone(start_date)
    if convention in _YEAR_OF_DAYS:
        return (end_date - start_date).days / _YEAR_OF_DAYS[DayCount(convention)]
    european = convention == DayCount.THIRTY_E_360
    return _days_of_thirty(start_date, end_date, european=european) / 360


def _gone(date: dt.date) -> float:
    """Return how much of its year is gone before a date: 366 days make a leap year."""
    first, last = dt.date(date.year, 1, 1), dt.date(date.year, 12, 31)
    return (date - first).days / ((last - first).days + 1)


def _days_of_thirty(start: dt.date, end: dt.date, *, european: bool) -> int:
    first = min(start.day, 30)
    last = min(end.day, 30) if european or first == 30 else end.day
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first
