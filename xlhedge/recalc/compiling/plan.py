"""What is to be computed of a book, what is not and why, and who reads what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from xlhedge.ooxml.addresses import Area, cell_text
from xlhedge.recalc.engines.engine import Job
from xlhedge.recalc.errors import Kept, Refusal
from xlhedge.recalc.functions.arrays import size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.compiled import Compiled
    from xlhedge.recalc.content import BookContent
    from xlhedge.recalc.engines.engine import Place
    from xlhedge.worksheet.cells import Cell, Scalar

_Kind = TypeVar("_Kind", Refusal, Kept)


@dataclass(slots=True)
class Plan:
    """A job, what was refused, and what each formula reads."""

    job: Job = field(default_factory=Job)
    refused: dict[Place, str] = field(default_factory=dict)
    kept: dict[Place, str] = field(default_factory=dict)  # formulas whose saved value stands
    hidden: set[Place] = field(default_factory=set)  # those of them that may read anything
    compiled: dict[Place, Compiled] = field(default_factory=dict)
    computed: dict[Place, Scalar] = field(default_factory=dict)  # what needed no engine
    saved_reads: dict[Place, list[Area]] = field(default_factory=dict)  # what kept formulas read
    linked: dict[Place, list[str]] = field(default_factory=dict)  # what comes of other workbooks
    unreadable: set[Place] = field(default_factory=set)  # constants that no engine knows
    formulas: dict[Place, str] = field(default_factory=dict)  # as people know them
    filled: dict[Place, Area] = field(default_factory=dict)  # array formulas: range in the file
    spread: dict[Place, Area] = field(default_factory=dict)  # and the range as last computed
    child: dict[Place, tuple[str, str]] = field(default_factory=dict)  # what their cells say

    def reads(self) -> Iterator[tuple[Place, list[Area]]]:
        """Yield each formula with the ranges that it reads."""
        for place, compiled in self.compiled.items():
            yield place, compiled.areas(compiled.reads, place[1])
        yield from self.saved_reads.items()

    def note_what_is_read(self) -> None:
        """Tell the job which ranges the engine reads: what formulas name, a form as a whole."""
        bounds: dict[int, tuple[Compiled, list[int], list[int]]] = {}
        for place, compiled in self.compiled.items():
            if place in self.computed:
                continue
            _, (row, column) = place
            _, first, last = bounds.setdefault(
                id(compiled), (compiled, [row, column], [row, column])
            )
            first[0], last[0] = min(first[0], row), max(last[0], row)
            first[1], last[1] = min(first[1], column), max(last[1], column)
        read = {entry.area for entry in self.job.ranges if not entry.constant}
        for compiled, first, last in bounds.values():
            starts = compiled.areas(compiled.text_ranges, (first[0], first[1]))
            ends = compiled.areas(compiled.text_ranges, (last[0], last[1]))
            read.update(
                Area(a.sheet, a.top, a.left, b.bottom, b.right)
                for a, b in zip(starts, ends, strict=True)
            )
        for area in read:
            self.job.read.setdefault(area.sheet, []).append(area)

    def refuse_dependents(self) -> None:
        """Refuse every formula that reads a refused one, however far away."""
        if not (self.refused or self.unreadable):
            return
        readers = Readers(each for each in self.reads() if each[0] not in self.refused)
        fresh = [*self.refused, *self.unreadable]
        while fresh:
            sheet, (row, column) = place = fresh.pop()
            own = Area(sheet, row, column, row, column)
            for area in {self.filled.get(place, own), self.spread.get(place, own)}:
                for reader in readers.of(area):
                    if reader not in self.refused:
                        self.refused[reader] = f"it reads {area}, which is refused"
                        fresh.append(reader)

    def refusals(self) -> list[Refusal]:
        """Return what was refused, with the formulas."""
        return self._uncomputed(Refusal, self.refused)

    def refuse_outdated(self, book: BookContent, changed: list[Place]) -> None:
        """Refuse the saved values that are older than what they depend on."""
        if book.stale:
            for place, reason in self.kept.items():
                self.refused[place] = f"{reason}, and the values in the file may be out of date"
        elif changed:
            after = self.dependents(changed)
            for place, reason in self.kept.items():
                if place in after or place in self.hidden:
                    self.refused[place] = f"{reason}, and may depend on what was set"
        for place in self.refused:
            self.kept.pop(place, None)

    def take_table(self, place: Place, rows: list[list[Scalar]]) -> None:
        """Take fresh values for the cells of a what-if table."""
        sheet, (top, left) = place
        self.kept.pop(place, None)
        self.hidden.discard(place)
        constants = self.job.constants[sheet]
        for row, line in enumerate(rows, start=top):
            for column, value in enumerate(line, start=left):
                constants[row, column] = 0.0 if value is None else value

    def dependents(self, places: Iterable[Place]) -> set[Place]:
        """Return the formulas that depend on cells, however far away."""
        readers = Readers(self.reads())
        dependents: set[Place] = set()
        waiting = list(places)
        while waiting:
            sheet, (row, column) = place = waiting.pop()
            own = Area(sheet, row, column, row, column)
            area = self.spread.get(place, self.filled.get(place, own))
            fresh = {reader for reader in readers.of(area) if reader not in dependents}
            dependents |= fresh
            waiting += fresh
        return dependents

    def kept_cells(self) -> list[Kept]:
        """Return the formulas whose saved value stands."""
        return self._uncomputed(Kept, self.kept)

    def _uncomputed(self, kind: type[_Kind], reasons: Mapping[Place, str]) -> list[_Kind]:
        return [
            kind(sheet, cell_text(*position), self.formulas.get((sheet, position), ""), reason)
            for (sheet, position), reason in reasons.items()
        ]

    def respread(self, values: Mapping[Place, Cell]) -> list[Place]:
        """Take note of how many cells each spilling formula fills now.

        Returns
        -------
        list of places
            Those that fill other cells than before, where some formula reads such cells: all is
            to be computed once more.
        """
        changed: list[Area] = []
        restless = []
        for place, held in self.job.arrays.items():
            if held.size is not None or place not in values:
                continue
            sheet, (row, column) = place
            rows, columns = size_of(values[place])
            new, old = (
                Area(sheet, row, column, row + rows - 1, column + columns - 1),
                self.spread[place],
            )
            if new != old:
                changed += (old, new)
                restless.append(place)
                self.fill(place, new)
        readers = Readers(self.reads() if changed else ())
        return restless if any(readers.of(area) for area in changed) else []

    def fill(self, place: Place, area: Area) -> None:
        """Write the formulas of an array's cells besides the first."""
        sheet, (top, left) = place
        children = self.job.children.setdefault(sheet, {})
        for position in self.spread[place].positions()[1:] if place in self.spread else ():
            children.pop(position, None)
        self.spread[place] = area
        before, after = self.child[place]
        for row, column in area.positions()[1:]:
            if self._is_taken(sheet, (row, column)):
                self.refused[place] = "other cells are in the way of its result"
                return
            children[row, column] = f"{before},{row - top},{column - left},{after}"

    def _is_taken(self, sheet: str, position: Position) -> bool:
        kinds = (self.job.constants, self.job.children)
        is_formula = (sheet, position) in self.compiled
        return is_formula or any(position in kind.get(sheet, ()) for kind in kinds)


class Readers:
    """Who reads a cell: the formulas by what they read.

    Parameters
    ----------
    reads : iterable
        Formulas, each with the ranges that it reads.
    """

    def __init__(self, reads: Iterable[tuple[Place, list[Area]]]) -> None:
        self._cells: dict[Place, list[Place]] = {}
        self._ranges: dict[str, dict[Area, list[Place]]] = {}
        for place, areas in reads:
            for area in areas:
                if area.is_cell:
                    cell = (area.sheet, (area.top, area.left))
                    self._cells.setdefault(cell, []).append(place)
                else:
                    self._ranges.setdefault(area.sheet, {}).setdefault(area, []).append(place)

    def of(self, area: Area) -> list[Place]:
        """Return the formulas that read any of an area's cells."""
        if area.rows * area.columns <= len(self._cells):
            cells = [(area.sheet, position) for position in area.positions()]
        else:
            cells = [(s, p) for s, p in self._cells if s == area.sheet and area.holds(*p)]
        formulas = [place for cell in cells for place in self._cells.get(cell, ())]
        for other, places in self._ranges.get(area.sheet, {}).items():
            if area.meets(other):
                formulas += places
        return formulas
