"""The ranges that Python reads: each is handed over once, however many formulas read it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area, parse_area
from xlhedge.recalc.content import FormulaKind
from xlhedge.recalc.engines.engine import LARGEST, RANGES, Range
from xlhedge.recalc.functions.arrays import Block
from xlhedge.recalc.regions import Places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import BookContent, SheetContent
    from xlhedge.recalc.engines.engine import Place
    from xlhedge.worksheet.cells import Scalar


class Ranges:
    """The ranges of one book, numbered as they are met.

    Parameters
    ----------
    book : BookContent
        The workbook, its inputs set.
    computed : mapping
        The formulas whose values are known already.
    """

    def __init__(self, book: BookContent, computed: Mapping[Place, Scalar]) -> None:
        self._book = book
        self._known = computed
        self._numbers: dict[Area, int] = {}
        self.entries: list[Range] = []

    @functools.cached_property
    def _computed(self) -> dict[str, Places]:
        """The cells that formulas fill whose values are not known yet."""
        return {
            sheet.name: Places(_computed_cells(sheet, self._known))
            for sheet in self._book.sheets.values()
        }

    @functools.cached_property
    def _vast(self) -> list[Area]:
        return [a for s in self._book.sheets.values() for a in _array_areas(s) if _is_vast(a)]

    @functools.cached_property
    def _last(self) -> Position:
        """The last row and column: of all sheets, so that two whole columns are equally long."""
        places = [(1, 1)]
        for sheet in self._book.sheets.values():
            places += sheet.cells
            places += _array_corners(sheet)
        return max(row for row, _ in places), max(column for _, column in places)

    def number(self, area: Area) -> int:
        """Return a range's number."""
        if area not in self._numbers:
            self._numbers[area] = len(self.entries)
            self.entries.append(self._range(area))
        return self._numbers[area]

    def pointer(self, number: int) -> str:
        """Return what a formula says in place of the range, so that it is computed after it."""
        return "0" if self.entries[number].constant else f"{RANGES}!A{number + 1}"

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
        columns = range(used.left, used.right + 1)
        rows = [
            [self._value(area.sheet, (row, column)) for column in columns]
            for row in range(used.top, used.bottom + 1)
        ]
        return Range(used, Block(rows, size), constant=True)

    def _value(self, sheet: str, position: Position) -> Scalar:
        cell = self._book.sheets[sheet].cells.get(position)
        if cell is None or cell.formula is None:
            return cell.value if cell else None
        return self._known[sheet, position]

    def _has_formulas(self, area: Area) -> bool:
        if self._computed[area.sheet].first_in(area) is not None:
            return True
        return any(area.meets(vast) for vast in self._vast)


def _is_vast(area: Area) -> bool:
    """Whether an array formula fills more than is computed."""
    return area.rows * area.columns > LARGEST


def _array_areas(sheet: SheetContent) -> list[Area]:
    areas = (
        parse_area(cell.reference, sheet.name)
        for _, cell in sheet.formulas
        if cell.kind is FormulaKind.ARRAY
    )
    return [area for area in areas if area is not None]


def _array_corners(sheet: SheetContent) -> list[Position]:
    return [(area.bottom, area.right) for area in _array_areas(sheet)]


def _computed_cells(sheet: SheetContent, known: Mapping[Place, Scalar]) -> set[Position]:
    """Return the cells that formulas fill whose values are not known yet."""
    places = {place for place, _ in sheet.formulas if (sheet.name, place) not in known}
    for area in _array_areas(sheet):
        if not _is_vast(area):
            places.update(area.positions())
    return places
