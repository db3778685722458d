"""MATCH, VLOOKUP, XLOOKUP and their kin where they look for a value itself, or for the nearest one.

Excel compares numbers here in all their digits, while ``=`` looks at fifteen. Source: Microsoft's
pages, and values that Excel saved in workbooks.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    Block,
    cell_by_cell,
    element,
    fail,
    flat,
    number,
    over_ranges,
    shape,
    size_of,
)
from xlhedge.recalc.functions.supplement import exact_order
from xlhedge.recalc.functions.wildcards import has_wildcards, pattern
from xlhedge.worksheet.errors import NA, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_EXACT, _SMALLER, _LARGER, _WILDCARDS = 0, -1, 1, 2


class _CellLine:
    """The cells of one row or column, and where each value stands first and last."""

    def __init__(self, cells: list[Scalar]) -> None:
        self.cells = cells
        self.first: dict[object, int] = {}
        self.last: dict[object, int] = {}
        for place, cell in enumerate(cells):
            key = _key(cell)
            self.first.setdefault(key, place)
            self.last[key] = place

    def find(self, value: Scalar, *, from_end: bool) -> int | None:
        """Return where a value stands, texts in any case."""
        return (self.last if from_end else self.first).get(_key(value))

    def like(self, text: str, *, from_end: bool) -> int | None:
        """Return where a text stands that a text with ``*`` and ``?`` describes."""
        if not has_wildcards(text):
            return self.find(text, from_end=from_end)
        shape = pattern(text)
        places = range(len(self.cells))
        for place in reversed(places) if from_end else places:
            cell = self.cells[place]
            if isinstance(cell, str) and shape.fullmatch(cell):
                return place
        return None

    def nearest(self, value: Scalar, *, larger: bool, from_end: bool) -> int | None:
        """Return where the nearest value stands that is not above, or not below, the one given."""
        best: int | None = None
        sign = 1 if larger else -1
        places = range(len(self.cells))
        for place in reversed(places) if from_end else places:
            cell = self.cells[place]
            if cell is None or isinstance(cell, ExcelError):
                continue
            if sign * exact_order(cell, value) < 0:
                continue
            if best is None or sign * exact_order(cell, self.cells[best]) < 0:
                best = place
        return best


def _key(cell: Scalar) -> object:
    if isinstance(cell, str):
        return cell.lower()
    if isinstance(cell, bool):
        return ("TRUE", cell)
    return (cell.code,) if isinstance(cell, ExcelError) else cell


def _kept(value: Cell, name: str, make: Callable[[], _CellLine]) -> _CellLine:
    """Return a line that is made once for a range, however many formulas search it."""
    if not isinstance(value, Block):
        return make()
    if name not in value.kept:
        value.kept[name] = make()
    return value.kept[name]  # type: ignore[no-any-return]  # what was put there


def rows_of(value: Cell) -> list[list[Any]]:
    """Return a value as rows."""
    return value if isinstance(value, list) else [[value]]


def _line(value: Cell) -> _CellLine:
    if 1 not in size_of(value):
        raise Refused("it searches a block of cells; one row or one column is needed")
    return _kept(value, "line", lambda: _CellLine(list(flat([value]))))


def _match(value: Cell, array: Cell) -> Cell:
    if 1 not in size_of(array):
        return ExcelError(NA, "MATCH searches one row or one column.")
    line = _line(array)

    @cell_by_cell
    def find(one: Scalar) -> Scalar:
        place = _exactly(line, one)
        if place is None:
            raise fail(NA, f"{one!r} is not in the list.")
        return float(place + 1)

    return find(value)


def _exactly(line: _CellLine, value: Scalar) -> int | None:
    key = 0.0 if value is None else value
    if isinstance(key, str):
        if len(key) > 255:
            raise fail(VALUE, "A text to look for has at most 255 letters.")
        return line.like(key, from_end=False)
    return line.find(key, from_end=False)


def _table_lookup(value: Cell, table: Cell, index: Cell, *, down: bool) -> Cell:
    rows = rows_of(table)
    if isinstance(table, str | float):
        return ExcelError(VALUE, "It searches a table; a range is needed.")

    def cells() -> _CellLine:
        return _CellLine([row[0] for row in rows] if down else list(rows[0]))

    line = _kept(table, "column" if down else "row", cells)
    height, width = size_of(table)

    @cell_by_cell
    def find(one: Scalar, number_: Scalar) -> Scalar:
        place = int(number(number_))
        if place < 1:
            raise fail(VALUE, f"The column or row is {place}; it counts from 1.")
        if place > (width if down else height):
            raise fail("#REF!", f"The column or row is {place}; the table ends before.")
        where = _exactly(line, one)
        if where is None:
            raise fail(NA, f"{one!r} is not in the table.")
        row, column = (where, place - 1) if down else (place - 1, where)
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None

    return find(value, index)


def _mode(value: Cell, usual: int, allowed: tuple[int, ...]) -> int:
    if isinstance(value, list):
        raise Refused("how it searches is an array")
    if value is None:
        return usual
    mode = int(number(value))
    if mode not in allowed:
        raise fail(VALUE, f"There is no way {mode} to search.")
    return mode


def _place(line: _CellLine, value: Scalar, match: int, search: int) -> int | None:
    """Return where XLOOKUP and XMATCH find a value."""
    if isinstance(value, ExcelError):
        raise fail(value.code, value.message)
    if abs(search) == 2:
        _check_order(line, descending=search < 0)
    from_end = search < 0
    if match == _WILDCARDS and isinstance(value, str):
        return line.like(value, from_end=from_end)
    place = line.find(value, from_end=from_end)
    if place is not None or match in {_EXACT, _WILDCARDS}:
        return place
    return line.nearest(value, larger=match == _LARGER, from_end=from_end)


def _check_order(line: _CellLine, *, descending: bool) -> None:
    """Make sure that halving finds what going through all cells finds."""
    cells = [cell for cell in line.cells if cell is not None]
    sign = -1 if descending else 1
    if cells != line.cells[: len(cells)] or any(isinstance(c, ExcelError) for c in cells):
        raise Refused("it searches by halving a list with gaps or errors in it")
    if any(sign * exact_order(a, b) >= 0 for a, b in pairwise(cells)):
        raise Refused("it searches by halving a list that is not in order, or holds a value twice")


def _xmatch(value: Cell, array: Cell, match: Cell = None, search: Cell = None) -> Cell:
    line = _line(array)
    how = cell_by_cell(lambda one, m, s: _xmatched(line, one, m, s))
    return how(value, match, search)


def _xmatched(line: _CellLine, value: Scalar, match: Scalar, search: Scalar) -> Scalar:
    mode = _mode(match, 0, (0, -1, 1, 2, 3))
    way = _mode(search, 1, (1, -1, 2, -2))
    if mode == 3:
        raise Refused("a search by regular expression is not computed")
    place = _place(line, value, mode, way)
    if place is None:
        raise fail(NA, f"{value!r} is not in the list.")
    return float(place + 1)


def _xlookup(
    value: Cell,
    array: Cell,
    results: Cell,
    otherwise: Cell = None,
    match: Cell = None,
    search: Cell = None,
) -> Cell:
    line, rows = _line(array), rows_of(results)
    down = size_of(array)[1] == 1 and size_of(array)[0] != 1
    if size_of(array) == (1, 1):
        down = size_of(results)[0] == 1
    if (size_of(results)[0] if down else size_of(results)[1]) != max(size_of(array)):
        return ExcelError(VALUE, "The list and the results are of different length.")
    mode, way = _mode(match, 0, (0, -1, 1, 2, 3)), _mode(search, 1, (1, -1, 2, -2))
    if mode == 3:
        raise Refused("a search by regular expression is not computed")

    def find(one: Scalar) -> Cell:
        if isinstance(one, ExcelError):
            return one
        place = _place(line, one, mode, way)
        if place is None:
            return (
                ExcelError(NA, f"{one!r} is not in the list.") if otherwise is None else otherwise
            )
        values = [rows[place]] if down else [[row[place]] for row in rows]
        return values[0][0] if len(values) == 1 and len(values[0]) == 1 else values

    if not isinstance(value, list):
        return find(value)
    # of each line that is found Excel shows the first cell
    cells = [[find(one) for one in row] for row in value]
    return [[c[0][0] if isinstance(c, list) else c for c in row] for row in cells]


def _switch(value: Cell, *rest: Cell) -> Cell:
    pairs, otherwise = list(zip(rest[::2], rest[1::2], strict=False)), None
    if len(rest) % 2:
        otherwise = rest[-1]
    size = [v for v in (value, *rest) if isinstance(v, list)]

    def one(here: Callable[[Cell], Scalar]) -> Scalar:
        key = here(value)
        if isinstance(key, ExcelError):
            return key
        for case, result in pairs:
            seen = here(case)
            if isinstance(seen, ExcelError):
                return seen
            if _key(0.0 if seen is None else seen) == _key(0.0 if key is None else key):
                return here(result)
        if len(rest) % 2:
            return here(otherwise)
        return ExcelError(NA, f"{key!r} is none of the cases.")

    if not size:
        return one(lambda cell: cell)  # type: ignore[arg-type,return-value]  # no list among them
    rows, columns = shape([value, *rest]) or (1, 1)
    return [
        [one(lambda cell, i=i, j=j: element(cell, i, j)) for j in range(columns)]  # type: ignore[misc]  # i and j as they are now
        for i in range(rows)
    ]


SEARCH: dict[str, Callable[..., Cell]] = {
    "MATCH": _match,
    "VLOOKUP": lambda value, table, index: _table_lookup(value, table, index, down=True),
    "HLOOKUP": lambda value, table, index: _table_lookup(value, table, index, down=False),
    "XMATCH": over_ranges(_xmatch),
    "XLOOKUP": over_ranges(_xlookup),
    "SWITCH": _switch,
}
