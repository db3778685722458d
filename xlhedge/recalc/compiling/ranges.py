"""The ranges that Python reads: each is handed over once, however many formulas read it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area, cell_text, parse_area
from xlhedge.ooxml.formula import Literal, Reference
from xlhedge.recalc.engines.engine import RANGES, Range
from xlhedge.recalc.functions.arrays import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.reading import Book, Sheet


class Ranges:
    """The ranges of one book, numbered as they are met.

    Parameters
    ----------
    book : Book
        The workbook, its inputs set.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._numbers: dict[Area, int] = {}
        self._computed = {
            sheet.name: _by_column(_computed_cells(sheet)) for sheet in book.sheets.values()
        }
        places = [(1, 1)]
        for sheet in book.sheets.values():
            places += sheet.cells
            places += _array_corners(sheet)
        # of all sheets, so that two whole columns side by side are equally long
        self._last = max(row for row, _ in places), max(column for _, column in places)
        self.entries: list[Range] = []

    def number(self, area: Area) -> int:
        """Return a range's number."""
        if area not in self._numbers:
            self._numbers[area] = len(self.entries)
            self.entries.append(self._range(area))
        return self._numbers[area]

    def pointer(self, number: int) -> Reference | Literal:
        """Return what a formula says in place of the range, so that it is computed after it."""
        if self.entries[number].constant:
            return Literal(0.0)
        return Reference(f"{RANGES}!{cell_text(number + 1, 1)}")

    def _range(self, area: Area) -> Range:
        bottom = min(area.bottom, max(self._last[0], area.top))
        right = min(area.right, max(self._last[1], area.left))
        used = Area(
            area.sheet,
            area.top,
            area.left,
            bottom if area.bottom == MAX_ROW else area.bottom,
            right if area.right == MAX_COLUMN else area.right,
        )
        size = (area.rows, area.columns)
        if self._has_formulas(used):
            return Range(used, Block([], size), constant=False)
        cells = self._book.sheets[area.sheet].cells
        columns = range(used.left, used.right + 1)
        rows = [
            [cell.value if (cell := cells.get((row, column))) else None for column in columns]
            for row in range(used.top, used.bottom + 1)
        ]
        return Range(used, Block(rows, size), constant=True)

    def _has_formulas(self, area: Area) -> bool:
        columns = self._computed[area.sheet]
        for column in columns.keys() & set(range(area.left, area.right + 1)):
            rows = columns[column]
            place = bisect_left(rows, area.top)
            if place < len(rows) and rows[place] <= area.bottom:
                return True
        return False


def _by_column(places: Iterable[Position]) -> dict[int, list[int]]:
    columns: dict[int, list[int]] = {}
    for row, column in places:
        columns.setdefault(column, []).append(row)
    for rows in columns.values():
        rows.sort()
    return columns


def _array_areas(sheet: Sheet) -> list[Area]:
    found = (
        parse_area(cell.reference, sheet.name) for _, cell in sheet.formulas if cell.kind == "array"
    )
    return [area for area in found if area is not None]


def _array_corners(sheet: Sheet) -> list[Position]:
    return [(area.bottom, area.right) for area in _array_areas(sheet)]


def _computed_cells(sheet: Sheet) -> set[Position]:
    """Return the cells that formulas fill."""
    places = {place for place, _ in sheet.formulas}
    for area in _array_areas(sheet):
        places.update(area.positions())
    return places
