"""Dates: true ones, and texts that can be read in one way only."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from xlhedge.templates.history import FIRST_DAY
from xlhedge.templates.own_data.errors import BadData, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCEPTED = "write dates as yyyy-mm-dd"
_OPTIONS = {True: "--day-first", False: "--month-first"}
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.]?)(\d{{2}}|(?<=\D)\d)\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_NAMED = re.compile(  # 5 March 2025, 5-Mar-2025, Mar 5, 2025
    r"(?:(\d{1,2})[ -]+([a-z]{3,9})\.?|([a-z]{3,9})\.? +(\d{1,2})),?[ -]+(\d{4})", re.IGNORECASE
)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")  # the days from 1954 to 2119
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)


def read_dates(
    label: str, cells: Sequence[tuple[int, object]], *, day_first: bool | None = None
) -> tuple[list[dt.date], str | None]:
    """Return the dates of a column, and a remark where the column itself told how to read them.

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
        A cell is no date, or a text such as 03/04/2025 that can be two.
    """
    found = [_one(label, number, cell) for number, cell in cells]
    open_ = [(n, f) for (n, _), f in zip(cells, found, strict=True) if isinstance(f, tuple)]
    remark = None
    if open_:
        true = next((n for n, cell in cells if isinstance(cell, dt.date)), None)
        if true is not None:
            raise BadData(
                f"{label}: row {true} holds a true date and row {open_[0][0]} the text "
                f"{_shown(open_[0][1])}. Excel makes such a column from texts in another order of "
                f"day and month, and its true dates are then wrong: go back to the source, "
                f"{ACCEPTED}."
            )
        day_first, remark = _order(label, open_, day_first)
        found = [_turned(f, day_first=day_first) if isinstance(f, tuple) else f for f in found]
    days = [day for day in found if isinstance(day, dt.date)]
    for (number, _), day in zip(cells, days, strict=True):
        if day < FIRST_DAY:
            raise BadData(f"{label}, row {number}: {day} is before {FIRST_DAY}, Excel's first day.")
    return days, remark


def _one(label: str, number: int, cell: object) -> dt.date | tuple[int, int, int] | None:
    """Return a date, or the three numbers of a text whose order is open."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str):
        text = cell.strip()
        try:
            if match := _YEAR_FIRST.fullmatch(text):
                return dt.date(int(match[1]), int(match[3]), int(match[4]))
            if match := _YEAR_LAST.fullmatch(text):
                return int(match[1]), int(match[3]), int(match[4])
            if (match := _NAMED.fullmatch(text)) and (month := _month(match[2] or match[3])):
                return dt.date(int(match[5]), month, int(match[1] or match[4]))
        except ValueError as trouble:
            raise BadData(
                f"{label}, row {number}: {quoted(cell)} is no day of the calendar ({trouble})."
            ) from trouble
    raise BadData(f"{label}, row {number}: {quoted(cell)} is no date; {ACCEPTED}.{_hint(cell)}")


def _hint(cell: object) -> str:
    """Return what a cell may be that is no date."""
    text = str(cell).strip()
    if _SERIAL.fullmatch(text):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(text[:5]))
        return f" If it is Excel's number of {day}, give the column a date format and save it anew."
    if isinstance(cell, str) and not any(map(str.isdigit, text)):
        return " A row of units, of totals or of notes has to go."
    return ""


def _month(word: str) -> int | None:
    known = [i for i, month in enumerate(_MONTHS, 1) if word.lower() in {month, month[:3]}]
    return known[0] if known else None


def _turned(parts: tuple[int, int, int], *, day_first: bool) -> dt.date | None:
    first, second, year = parts
    day, month = (first, second) if day_first else (second, first)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _order(
    label: str, cells: Sequence[tuple[int, tuple[int, int, int]]], told: bool | None
) -> tuple[bool, str | None]:
    """Return whether the day stands first: one order fits the whole column, or it is refused."""
    misfits = {
        day_first: [(n, p) for n, p in cells if _turned(p, day_first=day_first) is None]
        for day_first in (True, False)
    }
    if told is not None:
        if misfits[told]:
            number, parts = misfits[told][0]
            raise BadData(
                f"{label}, row {number}: {_shown(parts)} is no day of the calendar with the "
                f"{'day' if told else 'month'} first; {ACCEPTED}, or leave out "
                f"{_OPTIONS[told]}."
            )
        return told, None
    if misfits[True] and misfits[False]:
        number, parts = misfits[True][0]
        other, others = misfits[False][0]
        raise BadData(
            f"{label}: neither day/month/year nor month/day/year fits all dates (row {number}: "
            f"{_shown(parts)}, row {other}: {_shown(others)}); {ACCEPTED}."
        )
    if not misfits[True] and not misfits[False]:
        number, parts = next(((n, p) for n, p in cells if p[0] != p[1]), cells[0])
        if parts[0] == parts[1]:
            return True, None
        raise BadData(
            f"{label}, row {number}: {_shown(parts)} can be {_turned(parts, day_first=True)} or "
            f"{_turned(parts, day_first=False)}, and no other row tells; {ACCEPTED}, "
            f"or say --day-first or --month-first."
        )
    day_first = bool(misfits[False])
    number, parts = misfits[not day_first][0]
    words = "day/month/year" if day_first else "month/day/year"
    return day_first, (
        f"Dates are read as {words}: row {number}, {_shown(parts)}, can be nothing else."
    )


def _shown(parts: tuple[int, int, int]) -> str:
    return f"{parts[0]:02}/{parts[1]:02}/{parts[2]}"
