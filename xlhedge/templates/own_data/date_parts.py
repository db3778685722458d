"""Dates in several columns, a year, a month and perhaps a day, put together into one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from xlhedge.templates.own_data.date_forms import YEARS
from xlhedge.templates.own_data.months import month_of
from xlhedge.templates.own_data.table import SEARCHED, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = (
    frozenset({"year", "yr", "yyyy", "jahr", "année", "año", "anno", "ano"}),
    frozenset({"month", "mo", "mm", "monat", "mois", "mes", "mese", "mês"}),
    frozenset({"day", "dd", "tag", "jour", "día", "giorno", "dia"}),
)


def with_whole_dates(table: RawTable) -> RawTable:
    """Return a table whose year, month and day are one column, headed Date.

    Rows keep their numbers and other columns their places; a table without such columns, or with
    a year or a month that is none, is returned as it is.
    """
    for at, (_, row) in enumerate(table.rows[:SEARCHED]):
        names = [str(cell).strip().casefold() for cell in row]
        places = [i for known in PARTS for i, name in enumerate(names) if name in known]
        if len(places) >= 2 and names[places[0]] in PARTS[0] and names[places[1]] in PARTS[1]:
            return _joined(table, at, places) if len(places) <= len(PARTS) else table
    return table


def _joined(table: RawTable, head: int, places: Sequence[int]) -> RawTable:
    rows = [*table.rows[:head], _replaced(table.rows[head], places, "Date")]
    for number, row in table.rows[head + 1 :]:
        cells = [row[i] if i < len(row) else None for i in places]
        date = _date(cells)
        if date is None and any(str(cell or "").strip()[:1].isdigit() for cell in cells):
            return table
        rows.append((number, row) if date is None else _replaced((number, row), places, date))
    words = "year, month and day" if len(places) == len(PARTS) else "year and month"
    remark = f"The columns of {words} are read as one of dates."
    return dataclasses.replace(table, rows=rows, remarks=(*table.remarks, remark))


def _replaced(
    line: tuple[int, Sequence[object]], places: Sequence[int], date: str
) -> tuple[int, Sequence[object]]:
    number, row = line
    return number, [
        date if i == places[0] else None if i in places else c for i, c in enumerate(row)
    ]


def _date(cells: Sequence[object]) -> str | None:
    """Return the date that a row's parts make, None where one of them is no such part."""
    year, month, *day = (_whole(cell) for cell in cells)
    if year not in YEARS or month is None or None in day:
        return None
    return "-".join([str(year), *(f"{part:02}" for part in (month, *day))])


def _whole(cell: object) -> int | None:
    text = str(cell).strip().removesuffix(".0")
    number = text.removeprefix("M")  # M01, as in 2024M01
    return int(number) if number.isdigit() else month_of(text.rstrip("."))
