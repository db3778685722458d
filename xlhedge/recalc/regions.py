"""Many cells, or many ranges, of one sheet: which cell lies in which range, without a search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.ooxml.addresses import Area, Position


class Places:
    """Cells of one sheet, to be asked which of them lie in a range.

    Parameters
    ----------
    places : iterable of (row, column)
        The cells.
    """

    def __init__(self, places: Iterable[Position]) -> None:
        self._rows: dict[int, list[int]] = {}  # of each column
        for row, column in places:
            self._rows.setdefault(column, []).append(row)
        for rows in self._rows.values():
            rows.sort()

    def first_in(self, area: Area) -> Position | None:
        """Return a cell that lies in the range; None if there is none."""
        inside = range(area.left, area.right + 1)
        few = len(inside) <= len(self._rows)
        for column in inside if few else self._rows:
            if column in self._rows if few else column in inside:
                rows = self._rows[column]
                place = bisect_left(rows, area.top)
                if place < len(rows) and rows[place] <= area.bottom:
                    return rows[place], column
        return None


class Region:
    """All that some ranges of one sheet cover.

    Parameters
    ----------
    areas : iterable of Area
        The ranges.
    """

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = sorted(set(areas), key=lambda area: area.top)
        self._columns: dict[int, tuple[list[int], list[int]]] = {}  # first and last rows

    def __contains__(self, place: Position) -> bool:
        row, column = place
        firsts, lasts = self._columns.get(column) or self._column(column)
        number = bisect_right(firsts, row)
        return number > 0 and row <= lasts[number - 1]

    def _column(self, column: int) -> tuple[list[int], list[int]]:
        firsts: list[int] = []
        lasts: list[int] = []
        for area in self._areas:
            if not area.left <= column <= area.right:
                continue
            if lasts and area.top <= lasts[-1] + 1:
                lasts[-1] = max(lasts[-1], area.bottom)
            else:
                firsts.append(area.top)
                lasts.append(area.bottom)
        self._columns[column] = firsts, lasts
        return firsts, lasts
