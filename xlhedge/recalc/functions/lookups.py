"""Look-ups in sorted lists, which Excel does by halving: only right where the list is in order."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import Block, number, size_of
from xlhedge.recalc.functions.search import SEARCH
from xlhedge.worksheet.errors import NA, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


class _Searched(NamedTuple):
    """The cells of a list that are of the kind looked for; Excel passes the others over."""

    places: list[int]  # from 0
    keys: list[Any]  # in the order of the list
    rising: bool

    @property
    def has_gaps(self) -> bool:
        return bool(self.places) and len(self.places) <= self.places[-1] - self.places[0]


def _searched(cells: list[Scalar], kind: type) -> _Searched:
    places = [place for place, cell in enumerate(cells) if type(cell) is kind]
    keys = [_key(cells[place]) for place in places]
    return _Searched(places, keys, all(a <= b for a, b in pairwise(keys)))


def _key(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    if not (cell.isalnum() and cell.isascii()):
        raise Refused("how Excel orders the texts that it searches depends on the country")
    return cell.casefold()


def _position(value: Scalar, array: Cell, line: Callable[[Cell], list[Scalar]]) -> Scalar:
    """Return the place, from 0, of the last cell that is not above the value.

    Excel halves the list. Where its cells are not in order the outcome is still known for a value
    above, or below, all of them: the last number of a column is looked for by 9.99E+307.

    Raises
    ------
    Refused
        What Excel finds depends on how it halves the list.
    """
    if isinstance(value, ExcelError):
        return value
    sought = 0.0 if value is None else value
    kept = array.kept if isinstance(array, Block) else {}
    name = f"{line.__name__} {type(sought).__name__}"
    if name not in kept:
        kept[name] = _searched(line(array), type(sought))
    list_ = kept[name]
    if not list_.keys:
        return ExcelError(NA, "The list holds values of another kind.")
    key = _key(sought)
    if min(list_.keys) > key if not list_.rising else list_.keys[0] > key:
        return ExcelError(NA, f"All cells are above {value!r}.")
    if not list_.rising:
        if max(list_.keys) >= key:
            raise Refused("it searches a list that is not in ascending order")
        return float(list_.places[-1])
    place = bisect_right(list_.keys, key) - 1
    if list_.has_gaps and place and list_.keys[place - 1] == list_.keys[place] == key:
        raise Refused("it searches a list in which what it finds stands more than once")
    return float(list_.places[place])


def _position_falling(value: Scalar, cells: list[Scalar]) -> Scalar:
    """Return the place, from 0, of the last cell that is not below the value.

    Raises
    ------
    Refused
        The cells are not in descending order, or not of one kind.
    """
    if isinstance(value, ExcelError):
        return value
    sought = 0.0 if value is None else value
    list_ = _searched(cells, type(sought))
    if len(list_.keys) < len(cells):
        raise Refused("it searches a list that is not of one kind, all numbers or all text")
    if any(a <= b for a, b in pairwise(list_.keys)):
        raise Refused("it searches a list that is not in descending order, each value once")
    count = sum(key >= _key(sought) for key in list_.keys)
    return float(count - 1) if count else ExcelError(NA, f"All cells are below {value!r}.")


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
    return _for_each(value, lambda one: _counted(_position(one, array, _line)))


def match_falling(value: Cell, array: Cell) -> Cell:
    """Compute MATCH in a list in descending order."""
    cells = _line(array)
    return _for_each(value, lambda one: _counted(_position_falling(one, cells)))


def match_chosen(value: Cell, array: Cell, mode: Cell) -> Cell:
    """Compute MATCH in the way that a cell says."""
    if isinstance(mode, ExcelError):
        return mode
    if isinstance(mode, list):
        raise Refused("MATCH is to look in several ways")
    way = number(mode)
    if way == 0:
        return SEARCH["MATCH"](value, array)
    return match_sorted(value, array) if way > 0 else match_falling(value, array)


def either_way(exactly: Callable[..., Cell], in_order: Callable[..., Cell]) -> Callable[..., Cell]:
    """Return VLOOKUP or HLOOKUP in the way that a cell says."""

    def call(value: Cell, array: Cell, index: Cell, by_order: Cell) -> Cell:
        if isinstance(by_order, ExcelError):
            return by_order
        if isinstance(by_order, list | str):
            raise Refused("whether it is to look by order is not TRUE or FALSE")
        return (in_order if by_order else exactly)(value, array, index)

    return call


def _counted(place: Scalar) -> Scalar:
    return place + 1 if isinstance(place, float) else place


def _column(array: Cell) -> list[Scalar]:
    return [row[0] for row in _rows(array)]


def _row(array: Cell) -> list[Scalar]:
    return _rows(array)[0]


def _rows(array: Cell) -> list[list[Scalar]]:
    return array if isinstance(array, list) else [[array]]


def _table_lookup(value: Cell, array: Cell, index: Cell, *, down: bool) -> Cell:
    rows = _rows(array)
    if isinstance(rows[0][0], str) and not isinstance(array, Block) and size_of(array) == (1, 1):
        return ExcelError(VALUE, "It searches a table; a range is needed.")
    if isinstance(index, ExcelError) and not isinstance(value, list | ExcelError):
        return index
    if not isinstance(index, float):
        raise Refused("the number of the column is no number")
    count = len(rows[0]) if down else len(rows)
    if index < 1:
        return ExcelError(VALUE, f"The column number is {index:g}; it counts from 1.")
    if index >= count + 1:
        return ExcelError("#REF!", f"The column number is {index:g}; there are {count}.")

    def find(one: Scalar) -> Scalar:
        place = _position(one, array, _column if down else _row)
        if not isinstance(place, float):
            return place
        return rows[int(place)][int(index) - 1] if down else rows[int(index) - 1][int(place)]

    return _for_each(value, find)


def vlookup_sorted(value: Cell, array: Cell, index: Cell) -> Cell:
    """Compute VLOOKUP with the first column in ascending order."""
    return _table_lookup(value, array, index, down=True)


def hlookup_sorted(value: Cell, array: Cell, index: Cell) -> Cell:
    """Compute HLOOKUP with the first row in ascending order."""
    return _table_lookup(value, array, index, down=False)


def lookup(value: Cell, array: Cell, results: Cell = None) -> Cell:
    """Compute LOOKUP in its form with a line to search and a line of results."""
    values = _line(array if results is None else results)
    if _length(array) != _length(array if results is None else results):
        raise Refused("LOOKUP has lines of different length")

    def find(one: Scalar) -> Scalar:
        place = _position(one, array, _line)
        if not isinstance(place, float):
            return place
        return values[int(place)] if place < len(values) else None

    return _for_each(value, find)


def _length(array: Cell) -> int:
    """Return how many cells a line has, its blanks with them."""
    return max(size_of(array))
