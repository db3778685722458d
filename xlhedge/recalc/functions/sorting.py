"""SORT, SORTBY and UNIQUE: rows in another order, and each but once.

Source: Microsoft's page on each function.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import flat, number
from xlhedge.recalc.functions.supplement import ordering
from xlhedge.worksheet.errors import VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


def _rows_of(value: Cell, by_column: bool) -> list[list[Scalar]]:
    rows = value if isinstance(value, list) else [[value]]
    return [list(column) for column in zip(*rows, strict=True)] if by_column else rows


def _choice(value: Cell) -> bool:
    if isinstance(value, list):
        raise Refused("a choice between TRUE and FALSE is an array")
    return number(value) != 0


def _same_key(value: Scalar) -> object:
    return (type(value), value.casefold() if isinstance(value, str) else value)


def _unique(array: Cell, by_column: Cell = None, exactly_once: Cell = None) -> Cell:
    """Return the different rows; texts that differ in case only count as one."""
    rows = _rows_of(array, _choice(by_column))
    keys = [tuple(map(_same_key, row)) for row in rows]
    once = _choice(exactly_once)
    kept = [
        row
        for i, (row, key) in enumerate(zip(rows, keys, strict=True))
        if key not in keys[:i] and not (once and keys.count(key) > 1)
    ]
    if not kept:
        return ExcelError("#CALC!", "No row occurs exactly once.")
    return _rows_of(kept, _choice(by_column))


def _sort_order(descending: bool) -> Callable[[Scalar, Scalar], int]:
    def order(a: Scalar, b: Scalar) -> int:
        if isinstance(a, ExcelError) or isinstance(b, ExcelError):
            raise Refused("it sorts error values")
        if a is None or b is None:
            return (a is None) - (b is None)  # blanks come last either way
        return -ordering(a, b) if descending else ordering(a, b)

    return order


def _sorted(rows: list[list[Scalar]], keys: list[Scalar], direction: Cell) -> list[list[Scalar]]:
    way = 1.0 if direction is None else direction
    if way not in (1.0, -1.0):
        raise Refused(f"the sort order is {way!r}; 1 or -1 is needed")
    order = functools.cmp_to_key(_sort_order(way == -1.0))
    places = sorted(range(len(rows)), key=lambda i: order(keys[i]))
    return [rows[i] for i in places]


def _sort(array: Cell, index: Cell = None, direction: Cell = None, by_column: Cell = None) -> Cell:
    rows = _rows_of(array, _choice(by_column))
    place = 1.0 if index is None else index
    if not isinstance(place, float) or not 1 <= place <= len(rows[0]):
        return ExcelError(VALUE, f"There is no column {place} to sort by.")
    keys = [row[int(place) - 1] for row in rows]
    return _rows_of(_sorted(rows, keys, direction), _choice(by_column))


def _sortby(array: Cell, by: Cell, direction: Cell = None) -> Cell:
    rows, keys = _rows_of(array, by_column=False), list(flat([by]))
    if len(rows) != len(keys):
        return ExcelError(VALUE, "SORTBY needs a key for every row.")
    return _sorted(rows, keys, direction)


SORTING: dict[str, Callable[..., Cell]] = {"SORT": _sort, "SORTBY": _sortby, "UNIQUE": _unique}
