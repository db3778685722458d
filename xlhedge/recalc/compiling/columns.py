"""Formulas that are copied down, computed a column at a time before the engine is asked.

A call from the engine into Python costs more than the arithmetic of a cell, and so does a formula
handed over or a value taken back. What depends on inputs and on other such columns alone is
computed here by its `program`; the engine has the rest, and these values as inputs.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING, Any

from xlhedge.ooxml.addresses import MAX_ROW, Area
from xlhedge.recalc.compiling.program import NotPlain
from xlhedge.recalc.engines.engine import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.compiled import Compiled
    from xlhedge.recalc.compiling.forms import Anchored
    from xlhedge.recalc.compiling.plan import Plan
    from xlhedge.recalc.engines.engine import Place
    from xlhedge.worksheet.cells import Scalar

_WORTH_IT = 64  # cells read by all copies together
_FEWEST_ROWS = 8  # of a part of a column; where it is not plain, the engine computes it
_WIDEST_GAP = 8  # rows for each cell of a column that is held as a list
_UNKNOWN = object()  # a cell whose value is not known here


def compute_copies(plan: Plan) -> dict[Place, Scalar]:
    """Return the values of those formulas of a plan that need no engine.

    Parameters
    ----------
    plan : Plan
        What is to be computed; a refused formula is not, nor what reads it.
    """
    copies = list(_copies(plan))
    growing = (place for place, held in plan.job.arrays.items() if held.size is None)
    sheets = {sheet for sheet, _ in growing}  # where a blank may be filled yet
    sheets |= {a.sheet for a in plan.filled.values() if a.rows * a.columns > LARGEST}
    copies = [c for c in copies if not any(area.sheet in sheets for area in c.areas)]
    if not copies:
        return {}
    columns = _Columns(plan, copies)
    for each in _in_order(copies):
        _compute(each, columns)
    return columns.values


class _Copies:
    """Copies of one formula in consecutive rows of a column: what a program runs over."""

    __slots__ = ("bottom", "column", "columns", "compiled", "sheet", "top")

    def __init__(self, sheet: str, column: int, rows: tuple[int, int], compiled: Compiled) -> None:
        self.sheet, self.column, self.compiled = sheet, column, compiled
        self.top, self.bottom = rows
        self.columns: _Columns

    @property
    def size(self) -> int:
        """How many there are."""
        return self.bottom - self.top + 1

    @property
    def areas(self) -> list[Area]:
        """What they read, taken together."""
        first = self.compiled.areas(self.compiled.reads, (self.top, self.column))
        last = self.compiled.areas(self.compiled.reads, (self.bottom, self.column))
        return [
            Area(a.sheet, a.top, a.left, b.bottom, b.right)
            for a, b in zip(first, last, strict=True)
        ]

    def part(self, top: int, bottom: int) -> _Copies:
        """Return some of them."""
        part = _Copies(self.sheet, self.column, (top, bottom), self.compiled)
        part.columns = self.columns
        return part

    def _moved(self, anchor: Anchored) -> Area:
        row, column = self.compiled.origin
        return anchor.moved(self.top - row, self.column - column)

    def cells(self, anchor: Anchored) -> list[Any]:
        """Return the one cell that each copy reads."""
        return next(self.window(anchor))

    def window(self, anchor: Anchored) -> Iterator[list[Any]]:
        """Yield, cell by cell of the range that each copy reads, what the copies read there."""
        area, size = self._moved(anchor), self.size
        for row, column in area.positions():
            if anchor.moves.top:
                yield self.columns.part(area.sheet, column, row, row + size - 1)
            else:
                yield self.columns.part(area.sheet, column, row, row) * size

    def block(self, anchor: Anchored) -> list[Any]:
        """Return the range that all copies read, row by row."""
        area = self._moved(anchor)
        bottom = min(area.bottom, max(self.columns.last(area.sheet), area.top))
        parts = [
            self.columns.part(area.sheet, column, area.top, bottom)
            for column in range(area.left, area.right + 1)
        ]
        blanks = [None] if bottom < area.bottom else []
        return [*chain.from_iterable(zip(*parts, strict=True)), *blanks]


class _Columns:
    """The cells that copies read, column by column."""

    def __init__(self, plan: Plan, copies: Iterable[_Copies]) -> None:
        self.values: dict[Place, Scalar] = {}
        needed: dict[str, set[int]] = {}
        for each in copies:
            each.columns = self
            for area in each.areas:
                needed.setdefault(area.sheet, set()).update(range(area.left, area.right + 1))
        self._columns: dict[tuple[str, int], tuple[int, list[Any]] | None] = {}
        self._last: dict[str, int] = {}
        for sheet, numbers in needed.items():
            self._take(plan, sheet, numbers)

    def _take(self, plan: Plan, sheet: str, numbers: set[int]) -> None:
        """Hold the columns of a sheet that are read."""
        constants = plan.job.constants[sheet]
        unknown = [p for name, p in chain(plan.compiled, plan.refused) if name == sheet]
        for area in chain(plan.filled.values(), plan.spread.values()):
            unknown += area.positions() if area.sheet == sheet else ()
        spans = _spans(chain(constants, unknown), numbers)
        self._last[sheet] = max((bottom for _, bottom, _ in spans.values()), default=0)
        for column, (top, bottom, count) in spans.items():
            is_held = bottom - top < _WIDEST_GAP * count
            made = (top, [None] * (bottom - top + 1)) if is_held else None
            self._columns[sheet, column] = made
        for row, column in unknown:
            if held := self._columns.get((sheet, column)):
                held[1][row - held[0]] = _UNKNOWN
        for (row, column), value in constants.items():
            if held := self._columns.get((sheet, column)):
                held[1][row - held[0]] = value

    def last(self, sheet: str) -> int:
        """Return the last row in which something may be."""
        return self._last[sheet]

    def part(self, sheet: str, column: int, first: int, last: int) -> list[Any]:
        """Return the cells of some rows."""
        held = self._columns.get((sheet, column), (1, []))
        if held is None:
            raise NotPlain
        top, cells = held
        start, end = first - top, last - top + 1
        if start >= 0 and end <= len(cells):
            return cells[start:end]
        before = [None] * (min(end, 0) - min(start, 0))
        after = [None] * (max(end, len(cells)) - max(start, len(cells)))
        return before + cells[max(start, 0) : max(end, 0)] + after

    def put(self, copies: _Copies, values: list[Any]) -> None:
        """Take note of what was computed."""
        held = self._columns.get((copies.sheet, copies.column))
        if held:
            start = copies.top - held[0]
            held[1][start : start + len(values)] = values
        places = range(copies.top, copies.bottom + 1)
        self.values.update(
            ((copies.sheet, (row, copies.column)), value)
            for row, value in zip(places, values, strict=True)
        )


def _spans(places: Iterable[Position], columns: set[int]) -> dict[int, list[int]]:
    """Return the first row, the last row and the number of cells by column."""
    spans: dict[int, list[int]] = {}
    for row, column in places:
        if column in columns:
            span = spans.setdefault(column, [MAX_ROW, 0, 0])
            span[:] = min(span[0], row), max(span[1], row), span[2] + 1
    return spans


def _copies(plan: Plan) -> Iterator[_Copies]:
    """Yield the copies that have a program, those of one formula in a column together."""
    runs: dict[tuple[int, str, int], list[tuple[Compiled, int, int]]] = {}
    for place, compiled in plan.compiled.items():
        if compiled.program is None or place in plan.refused:
            continue
        sheet, (row, column) = place
        known = runs.setdefault((id(compiled), sheet, column), [])
        if known and known[-1][2] == row - 1:
            known[-1] = (compiled, known[-1][1], row)
        else:
            known.append((compiled, row, row))
    for (_, sheet, column), parts in runs.items():
        for compiled, top, bottom in parts:
            copies = _Copies(sheet, column, (top, bottom), compiled)
            if sum(area.rows * area.columns for area in copies.areas) >= _WORTH_IT:
                yield copies


class _Readers:
    """Which copies each of them reads.

    Parameters
    ----------
    copies : iterable of _Copies
        All there are.
    """

    def __init__(self, copies: Iterable[_Copies]) -> None:
        self._columns: dict[tuple[str, int], list[tuple[int, int, _Copies]]] = {}
        for number, each in enumerate(copies):
            column = self._columns.setdefault((each.sheet, each.column), [])
            column.append((each.bottom, number, each))
        for column in self._columns.values():
            column.sort(key=lambda entry: entry[:2])

    def read_by(self, reader: _Copies) -> Iterator[_Copies]:
        """Yield the copies that some copies read."""
        for area in reader.areas:
            for number in range(area.left, area.right + 1):
                column = self._columns.get((area.sheet, number), [])
                for _, _, each in column[bisect_left(column, (area.top, -1)) :]:
                    if each.top > area.bottom:
                        break
                    yield each


def _in_order(copies: Iterable[_Copies]) -> Iterator[_Copies]:
    """Yield copies after those that they read, as far as there is such an order."""
    readers = _Readers(copies)
    met: set[int] = set()
    for first in copies:
        path = [] if id(first) in met else [(first, readers.read_by(first))]
        met.add(id(first))
        while path:
            each, reads = path[-1]
            unmet = next((other for other in reads if id(other) not in met), None)
            if unmet is None:
                path.pop()
                yield each
            else:
                met.add(id(unmet))
                path.append((unmet, readers.read_by(unmet)))


def _compute(copies: _Copies, columns: _Columns) -> None:
    """Compute what is plain of some copies, by halves where a part of them is not."""
    assert copies.compiled.program is not None  # noqa: S101 - only such copies are looked for
    try:
        columns.put(copies, copies.compiled.program(copies))
    except NotPlain:
        middle = (copies.top + copies.bottom) // 2
        if copies.size >= 2 * _FEWEST_ROWS:
            _compute(copies.part(copies.top, middle), columns)
            _compute(copies.part(middle + 1, copies.bottom), columns)
