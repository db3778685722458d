"""A column of dates: true ones, and texts or numbers that can be read in one way only."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from xlhedge.templates.history import FIRST_DAY
from xlhedge.templates.own_data.date_forms import (
    DAY,
    MONTH,
    OPEN,
    WEEK,
    Reading,
    full_year,
    read_date_text,
)
from xlhedge.templates.own_data.date_numbers import scale_of
from xlhedge.templates.own_data.errors import BadData, excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCEPTED = "write dates as yyyy-mm-dd"
_OPTIONS = {True: "--day-first", False: "--month-first"}
_LATE = 12  # o'clock: from here on a midnight of the east falls on the day before
_SUNDAY, _FRIDAY = 6, 4
_MANY = 5  # days that show which weekdays a file has

Readings = list[tuple[int, Reading]]


def read_dates(
    label: str,
    cells: Sequence[tuple[int, object]],
    *,
    day_first: bool | None = None,
) -> tuple[list[dt.date], list[str]]:
    """Return the dates of a column, and remarks where the column itself told how to read them.

    Parameters
    ----------
    label : str
        The file, for messages.
    cells : sequence
        Row number and cell.
    day_first : bool, optional
        Whether 03/04/2025 is the third of April; None where nobody said so.

    Raises
    ------
    BadData
        A cell is no date, or one that can be two.
    """
    readings, remarks = _readings(label, cells)
    open_ = [(n, r) for n, r in readings if r.kind == OPEN]
    if open_:
        _no_true_dates(label, cells, open_)
        day_first, remark = _order(label, open_, day_first)
        remarks += [remark] if remark else []
    _delivery_months(label, readings, cells)
    days = []
    for number, reading in readings:
        try:
            day = _turned(reading, day_first=day_first) if reading.kind == OPEN else reading.date()
        except ValueError as error:
            raise BadData(
                f"{label}, row {number}: {excerpt(dict(cells)[number])} is no day of the "
                f"calendar ({error})."
            ) from error
        days.append(day)
    days, remark = _midnights(cells, readings, days)
    remarks += [*_of_periods(cells, readings, days), *([remark] if remark else [])]
    _after_the_first(label, cells, days)
    return days, remarks


def could_be_date(cell: object) -> bool:
    """Whether a cell is a date whatever its column is called: no plain number is."""
    if isinstance(cell, str):
        return read_date_text(cell) is not None if any(map(str.isdigit, cell)) else False
    return isinstance(cell, dt.date)


def _readings(label: str, cells: Sequence[tuple[int, object]]) -> tuple[Readings, list[str]]:
    numbers = [_number(cell) for _, cell in cells]
    plain = [n for n in numbers if n is not None]
    scale = scale_of(plain) if len(plain) == len(cells) else None
    if scale:
        readings = [(n, scale.read(x)) for (n, _), x in zip(cells, plain, strict=True)]
        if scale.name == "yyyymmdd":
            return readings, []
        number, first = readings[0]
        return readings, [
            (
                f"Dates are read as {scale.name}: row {number}, {excerpt(cells[0][1])}, is "
                f"{_safe_date(first)}."
            )
        ]
    return [(number, _one(label, number, cell)) for number, cell in cells], []


def _safe_date(reading: Reading) -> object:
    try:
        return reading.date()
    except ValueError:
        return "no date"


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    try:
        return float(cell) if isinstance(cell, str) and cell.strip()[:1].isdigit() else None
    except ValueError:
        return None


def _one(label: str, number: int, cell: object) -> Reading:
    if isinstance(cell, dt.datetime):
        hour = cell.hour + cell.minute / 60
        return Reading(DAY, (cell.year, cell.month, cell.day), hour)
    if isinstance(cell, dt.date):
        return Reading(DAY, (cell.year, cell.month, cell.day))
    matches = read_date_text(cell) if isinstance(cell, str) else None
    if matches is None and isinstance(cell, int | float) and cell == cell // 1:
        matches = read_date_text(str(int(cell)))
    if matches is None:
        raise BadData(
            f"{label}, row {number}: {excerpt(cell)} is no date; {ACCEPTED}.{_hint(cell)}"
        )
    return matches


def _hint(cell: object) -> str:
    """Return what a cell may be that is no date."""
    number = _number(cell)
    scale = scale_of([number]) if number is not None else None
    if scale:
        return (
            f" If it is one of {scale.name}, {_safe_date(scale.read(number or 0))}, write all dates"
            " of the column so."
        )
    if isinstance(cell, str) and not any(map(str.isdigit, cell)):
        return " A row of units, of totals or of notes has to go."
    return ""


def _turned(reading: Reading, *, day_first: bool | None) -> dt.date:
    first, second, year = reading.parts
    day, month = (first, second) if day_first else (second, first)
    return dt.date(year, month, day)


def _fits(reading: Reading, *, day_first: bool) -> bool:
    try:
        _turned(reading, day_first=day_first)
    except ValueError:
        return False
    return True


def _shown(reading: Reading) -> str:
    year = f"{reading.parts[2] % 100:02}" if reading.short else str(reading.parts[2])
    return f"{reading.parts[0]:02}/{reading.parts[1]:02}/{year}"


def _no_true_dates(label: str, cells: Sequence[tuple[int, object]], open_: Readings) -> None:
    true = next((n for n, cell in cells if isinstance(cell, dt.date)), None)
    if true is not None:
        raise BadData(
            f"{label}: row {true} holds a true date and row {open_[0][0]} the text "
            f"{_shown(open_[0][1])}. Excel makes such a column from texts in another order of "
            f"day and month, and its true dates are then wrong: go back to the source, {ACCEPTED}."
        )


def _order(label: str, cells: Readings, option: bool | None) -> tuple[bool, str | None]:
    """Return whether the day stands first: one order fits the whole column, or it is refused."""
    misfits = {
        day_first: [(n, r) for n, r in cells if not _fits(r, day_first=day_first)]
        for day_first in (True, False)
    }
    if option is not None:
        if misfits[option]:
            number, reading = misfits[option][0]
            raise BadData(
                f"{label}, row {number}: {_shown(reading)} is no day of the calendar with the "
                f"{'day' if option else 'month'} first; {ACCEPTED}, or leave out "
                f"{_OPTIONS[option]}."
            )
        return option, None
    if misfits[True] and misfits[False]:
        number, reading = misfits[True][0]
        other, others = misfits[False][0]
        raise BadData(
            f"{label}: neither day/month/year nor month/day/year fits all dates (row {number}: "
            f"{_shown(reading)}, row {other}: {_shown(others)}); {ACCEPTED}."
        )
    if not misfits[True] and not misfits[False]:
        number, reading = next(((n, r) for n, r in cells if r.parts[0] != r.parts[1]), cells[0])
        if reading.parts[0] == reading.parts[1]:
            return True, None
        raise BadData(
            f"{label}, row {number}: {_shown(reading)} can be {_turned(reading, day_first=True)} "
            f"or {_turned(reading, day_first=False)}, and no other row tells; {ACCEPTED}, "
            f"or say --day-first or --month-first."
        )
    day_first = bool(misfits[False])
    _year_last(label, cells, day_first=day_first)
    number, reading = misfits[not day_first][0]
    words = "day/month/year" if day_first else "month/day/year"
    return day_first, (
        f"Dates are read as {words}: row {number}, {_shown(reading)}, can be nothing else."
    )


def _year_last(label: str, cells: Readings, *, day_first: bool) -> None:
    """Refuse years of two digits that run in order only where the year stands first."""
    if not all(r.short for _, r in cells):
        return
    try:
        by_year = [dt.date(full_year(r.parts[0]), r.parts[1], r.parts[2] % 100) for _, r in cells]
    except ValueError:
        return
    days = [_turned(r, day_first=day_first) for _, r in cells]
    shorter = abs(by_year[-1] - by_year[0]) < abs(days[-1] - days[0])
    if _in_order(by_year) and (shorter or not _in_order(days)):
        number, reading = cells[0]
        raise BadData(
            f"{label}, row {number}: {_shown(reading)} seems to have its year of two digits "
            f"first; {ACCEPTED}."
        )


def _in_order(values: Sequence[object]) -> bool:
    pairs = list(itertools.pairwise(values))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)  # type: ignore[operator]


def _delivery_months(label: str, readings: Readings, cells: Sequence[tuple[int, object]]) -> None:
    """Refuse MAR 24, MAY 24, JUL 24: delivery months on one day are no history."""
    if not all(r.kind == MONTH and r.short for _, r in readings):
        return
    months = [12 * r.parts[0] + r.parts[1] for _, r in readings]
    steps = {b - a for a, b in itertools.pairwise(months)}
    if len(steps) > 1:
        number, cell = cells[0]
        raise BadData(
            f"{label}, row {number}: {excerpt(cell)} and those below are not evenly spaced: they "
            "read as delivery months on one day, and a ratio needs one price on many days. If they "
            f"are days, {ACCEPTED}."
        )


def _midnights(
    cells: Sequence[tuple[int, object]], readings: Readings, days: list[dt.date]
) -> tuple[list[dt.date], str | None]:
    """Return days that begin where a midnight of the east is written in a zone west of it.

    The weekdays tell: Sundays and no Fridays are Mondays to Fridays that begin the evening before.
    """
    hours = [r.hour for _, r in readings]
    weekdays = {day.weekday() for day in days}
    late = all(hour is not None and hour >= _LATE for hour in hours)
    if not late or len(days) < _MANY or _SUNDAY not in weekdays or _FRIDAY in weekdays:
        return days, None
    moved = [day + dt.timedelta(days=1) for day in days]
    number, cell = cells[0]
    return moved, (
        f"Times are midnights of a zone east of the one they are written in, for there are Sundays "
        f"and no Fridays: row {number}, {cell}, is {moved[0]}."
    )


def _of_periods(
    cells: Sequence[tuple[int, object]], readings: Readings, days: Sequence[dt.date]
) -> list[str]:
    remarks = []
    at = next((i for i, (_, r) in enumerate(readings) if r.kind not in {DAY, OPEN}), None)
    if at is not None:
        which = "a week's Friday" if readings[at][1].kind == WEEK else "the last of the period"
        number, cell = cells[at]
        remarks.append(f"Dates without a day are {which}: row {number}, {cell}, is {days[at]}.")
    short = next((i for i, (_, r) in enumerate(readings) if r.short), None)
    if short is not None:
        number, cell = cells[short]
        remarks.append(
            f"Years of two digits are 1969 to 2068: row {number}, {cell}, is {days[short]}."
        )
    return remarks


def _after_the_first(
    label: str, cells: Sequence[tuple[int, object]], days: Sequence[dt.date]
) -> None:
    for (number, _), day in zip(cells, days, strict=True):
        if day < FIRST_DAY:
            raise BadData(f"{label}, row {number}: {day} is before {FIRST_DAY}, Excel's first day.")
