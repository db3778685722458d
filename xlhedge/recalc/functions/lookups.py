"""Look-ups in sorted lists, which Excel does by halving: only right where the list is in order."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import Block
from xlhedge.worksheet.errors import NA, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


def _position(value: Scalar, cells: list[Scalar]) -> int | ExcelError:
    """Return the place, from 0, of the last cell that is not above the value.

    Raises
    ------
    Refused
        The cells are not in order, or not of one kind.
    """
    if isinstance(value, ExcelError):
        return value
    sought = 0.0 if value is None else value
    while cells and cells[-1] is None:
        cells = cells[:-1]
    kinds = {type(cell) for cell in cells}
    if len(kinds) > 1 or not kinds <= {float, str}:
        raise Refused("it searches a list that is not of one kind, all numbers or all text")
    if kinds == {str} and not all(str(cell).isalnum() and str(cell).isascii() for cell in cells):
        raise Refused("how Excel orders the texts that it searches depends on the country")
    keys = [cell.casefold() if isinstance(cell, str) else cell for cell in cells]
    if any(a > b for a, b in pairwise(keys)):  # type: ignore[operator]  # of one kind
        raise Refused("it searches a list that is not in ascending order")
    if {type(sought)} != kinds:
        return ExcelError(NA, "The list holds values of another kind.")
    key = sought.casefold() if isinstance(sought, str) else sought
    place = bisect_right(keys, key) - 1  # type: ignore[type-var]  # of one kind
    return place if place >= 0 else ExcelError(NA, f"All cells are above {value!r}.")


def _for_each(value: Cell, find: Callable[[Scalar], Scalar]) -> Cell:
    if isinstance(value, list):
        return [[find(cell) for cell in row] for row in value]
    return find(value)


def _line(array: Cell) -> list[Scalar]:
    rows = array if isinstance(array, list) else [[array]]
    if len(rows) == 1:
        return rows[0]
    if len(rows[0]) != 1:
        raise Refused("it searches a block of cells; one row or one column is needed")
    return [row[0] for row in rows]


def match_sorted(value: Cell, array: Cell) -> Cell:
    """Compute MATCH in a list in ascending order."""
    cells = _line(array)

    def find(one: Scalar) -> Scalar:
        place = _position(one, cells)
        return place if isinstance(place, ExcelError) else float(place + 1)

    return _for_each(value, find)


def _table_lookup(value: Cell, rows: list[list[Scalar]], index: Cell) -> Cell:
    if (
        isinstance(rows[0][0], str)
        and len(rows) == len(rows[0]) == 1
        and not isinstance(rows, Block)
    ):
        return ExcelError(VALUE, "It searches a table; a range is needed.")
    if not isinstance(index, float):
        raise Refused("the number of the column is no number")
    if index < 1:
        return ExcelError(VALUE, f"The column number is {index:g}; it counts from 1.")
    if index >= len(rows[0]) + 1:
        return ExcelError("#REF!", f"The column number is {index:g}; there are {len(rows[0])}.")
    cells = [row[0] for row in rows]

    def find(one: Scalar) -> Scalar:
        place = _position(one, cells)
        return place if isinstance(place, ExcelError) else rows[place][int(index) - 1]

    return _for_each(value, find)


def vlookup_sorted(value: Cell, array: Cell, index: Cell) -> Cell:
    """Compute VLOOKUP with the first column in ascending order."""
    return _table_lookup(value, array if isinstance(array, list) else [[array]], index)


def hlookup_sorted(value: Cell, array: Cell, index: Cell) -> Cell:
    """Compute HLOOKUP with the first row in ascending order."""
    rows = array if isinstance(array, list) else [[array]]
    return _table_lookup(value, [list(column) for column in zip(*rows, strict=True)], index)


def lookup(value: Cell, array: Cell, results: Cell = None) -> Cell:
    """Compute LOOKUP in its form with a line to search and a line of results."""
    cells = _line(array)
    values = cells if results is None else _line(results)
    if len(values) != len(cells):
        raise Refused("LOOKUP has lines of different length")

    def find(one: Scalar) -> Scalar:
        place = _position(one, cells)
        return place if isinstance(place, ExcelError) else values[place]

    return _for_each(value, find)
