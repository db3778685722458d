"""References to tables, ``Book[[#This Row],[Beta]]``, as plain ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import Area
from xlhedge.recalc.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import ExcelTable

_SHAPE = re.compile(r"([^\W\d][\w.\\]*|\\[\w.\\]*)?(\[.*\])?", re.DOTALL)
_PIECE = re.compile(r"\[((?:'.|[^\[\]'])*)\]|([:,@])|(\S)", re.DOTALL)
_THIS_ROW = "#this row"
_ITEMS = {"#all", "#data", "#headers", "#totals", _THIS_ROW}


class TableCells(NamedTuple):
    """The cells that a structured reference means."""

    area: Area
    rows: tuple[int, int] | None  # of the table, where the reference means the formula's row


def table_area(
    text: str, tables: Mapping[str, ExcelTable], sheet: str, place: Position
) -> TableCells | None:
    """Return the cells that a structured reference means; None if it names no table.

    Parameters
    ----------
    text : str
        For example ``tblBook[Beta]`` or ``[@Qty]``.
    tables : mapping
        The book's tables by name in lower case.
    sheet, place : str, (row, column)
        Where the formula stands.

    Raises
    ------
    Refused
        The table has no such column or row.
    """
    match = _SHAPE.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    if match[1]:
        table = tables.get(match[1].lower())
    else:
        table = next(
            (t for t in tables.values() if t.area.sheet == sheet and t.area.holds(*place)), None
        )
    if table is None:
        return None
    items, columns = _pieces(match[2] or "[]")
    left, right = _columns(table, columns)
    top, bottom = _rows(table, items, sheet, place[0])
    area = Area(table.area.sheet, top, left, bottom, right)
    return TableCells(area, _body(table) if _THIS_ROW in items else None)


def _body(table: ExcelTable) -> tuple[int, int]:
    """Return the first and last row of a table's data."""
    return table.area.top + table.header_rows, table.area.bottom - table.total_rows


def _pieces(body: str) -> tuple[list[str], list[str]]:
    """Return the ``#items`` and the column names between the brackets."""
    inner = body[1:-1]
    items, columns = [], []
    if inner.startswith("@"):
        items.append(_THIS_ROW)
        inner = inner[1:]
    if "[" not in re.sub("'.", "", inner):
        inner = f"[{inner}]" if inner.strip() else ""
    for name, mark, stray in _PIECE.findall(inner):
        if stray:
            raise Refused(f"the table reference {body} is not understood")
        if mark:
            continue
        if name.strip().lower() in _ITEMS:
            items.append(name.strip().lower())
        else:
            columns.append(re.sub("'(.)", r"\1", name))
    return items, columns


def _columns(table: ExcelTable, names: list[str]) -> tuple[int, int]:
    known = [name.lower() for name in table.columns]
    places = []
    for name in names:
        if name.lower() not in known:
            raise Refused(f"the table {table.name} has no column {name!r}")
        places.append(table.area.left + known.index(name.lower()))
    return (min(places), max(places)) if places else (table.area.left, table.area.right)


def _rows(table: ExcelTable, items: list[str], sheet: str, row: int) -> tuple[int, int]:
    area = table.area
    first, last = _body(table)
    if _THIS_ROW in items:
        if sheet != area.sheet or not first <= row <= last:
            raise Refused(f"this row is no row of the table {table.name}")
        return row, row
    if "#headers" in items and not table.header_rows:
        raise Refused(f"the table {table.name} has no header row")
    if "#totals" in items and not table.total_rows:
        raise Refused(f"the table {table.name} has no totals row")
    spans = {
        "#all": (area.top, area.bottom),
        "#data": (first, last),
        "#headers": (area.top, area.top),
        "#totals": (area.bottom, area.bottom),
    }
    chosen = [spans[item] for item in items] or [spans["#data"]]
    return min(top for top, _ in chosen), max(bottom for _, bottom in chosen)
