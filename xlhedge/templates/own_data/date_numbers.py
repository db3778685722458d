"""Dates written as plain numbers: 20240102, 202401, 2024, Excel's serial numbers, Unix times."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data.date_forms import DAY, MONTH, YEAR, YEARS, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EXCEL, _UNIX = dt.datetime(1899, 12, 30), dt.datetime(1970, 1, 1)  # noqa: DTZ001 - days alone
_LAST_SECOND = 4_102_444_800  # the year 2100


class Scale(NamedTuple):
    """One way to write dates as numbers: how it is called, where it lies, what it says."""

    name: str
    low: float
    high: float
    read: Callable[[float], Reading]


def _instant(moment: dt.datetime) -> Reading:
    hour = moment.hour + moment.minute / 60
    return Reading(DAY, (moment.year, moment.month, moment.day), hour)


def _serial(number: float) -> Reading:
    reading = _instant(_EXCEL + dt.timedelta(days=number))
    return reading if number % 1 else reading._replace(hour=None)


def _unix(unit: float) -> Callable[[float], Reading]:
    return lambda number: _instant(_UNIX + dt.timedelta(seconds=number / unit))


SCALES = (
    Scale("years", YEARS[0], YEARS[-1], lambda n: Reading(YEAR, (int(n),))),
    Scale("yyyymm", 190001, 210012, lambda n: Reading(MONTH, (int(n) // 100, int(n) % 100))),
    Scale(
        "yyyymmdd",
        19000101,
        21001231,
        lambda n: Reading(DAY, (int(n) // 10000, int(n) // 100 % 100, int(n) % 100)),
    ),
    Scale("Excel's day numbers", 20000, 73050, _serial),  # 1954 to 2099
    *(
        Scale(f"Unix {name}", 1e8 * unit, _LAST_SECOND * unit, _unix(unit))
        for name, unit in (
            ("seconds", 1),
            ("milliseconds", 1e3),
            ("microseconds", 1e6),
            ("nanoseconds", 1e9),
        )
    ),
)


def scale_of(numbers: Sequence[float]) -> Scale | None:
    """Return the one way in which all numbers of a column are dates, None where there is none.

    >>> scale_of([45293, 45294]).read(45293).date()
    datetime.date(2024, 1, 2)
    """
    low, high = min(numbers), max(numbers)
    for scale in SCALES:
        if scale.low <= low and high <= scale.high:
            whole = scale.low < 1e5 and scale.name != "years"
            if whole or all(float(n).is_integer() for n in numbers) or "Unix" in scale.name:
                return scale
    return None
