"""What a compiled formula is: a text for the engine, calls into Python, ranges; all movable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area, column_letters
from xlhedge.ooxml.formula import Cells, Node, rebuilt, tree_text
from xlhedge.recalc.compiling.forms import FIXED, PLACES, Anchored, Mark, MarkKind, Pattern
from xlhedge.recalc.compiling.program import program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.program import Vector
    from xlhedge.recalc.engines.engine import Site


@dataclass(slots=True)
class Compiled:
    """A formula compiled in one cell, and where its copies may take it over."""

    origin: Position
    pattern: Pattern
    sites: list[tuple[Site, dict[int, int]]]  # and which arguments are which of the ranges
    ranges: list[Anchored]  # that Python reads
    text_ranges: list[Anchored]  # that its text names
    numeric: list[Anchored]  # and what it takes numbers from
    sums: list[Anchored] | None  # what it sums, if that is all it does
    rows: tuple[int, int] = (1, MAX_ROW)  # its copies stand in these rows and columns
    columns: tuple[int, int] = (1, MAX_COLUMN)
    program: Vector | None = None  # what computes many copies at once

    def fits(self, position: Position) -> bool:
        """Whether the formula in another cell is compiled alike."""
        return (
            self.rows[0] <= position[0] <= self.rows[1]
            and self.columns[0] <= position[1] <= self.columns[1]
        )

    @property
    def reads(self) -> list[Anchored]:
        """All that it reads."""
        return [*self.text_ranges, *self.ranges]

    def areas(self, ranges: Sequence[Anchored], position: Position) -> list[Area]:
        """Return some of its ranges as the copy in a cell has them."""
        rows, columns = position[0] - self.origin[0], position[1] - self.origin[1]
        if not rows and not columns:
            return [each.area for each in ranges]
        return [each.moved(rows, columns) for each in ranges]


@dataclass(slots=True)
class Notes:
    """What the compiler notes of one formula, besides its tree."""

    sites: list[tuple[Site, dict[int, int]]] = field(default_factory=list)
    ranges: list[Area] = field(default_factory=list)
    numeric: list[Area] = field(default_factory=list)
    sums: list[Area] | None = None
    local: bool = False  # whether it hangs on the cell or on what the book holds


def compiled_tree(
    node: Node,
    notes: Notes,
    anchors: Mapping[int, Anchored],
    origin: Position,
    aliases: Mapping[str, str],
) -> Compiled:
    """Return a compiled tree in a form that its copies can take over.

    Parameters
    ----------
    node : Node
        What the engine is to compute.
    notes : Notes
        What else the compiler noted.
    anchors : mapping
        How the references of the formula move, by the identity of their `Area`. A rectangle that
        the compiler made is none of them: then the formula holds for its own cell alone.
    origin : (row, column)
        The cell it was compiled for.
    aliases : mapping
        The sheets' names in the engine.
    """

    def of(area: Area) -> Anchored:
        anchor = anchors.get(id(area), Anchored(area, FIXED))
        if id(area) not in anchors or anchor.widens_from_one:
            notes.local = True
        return anchor

    def marked(node: Node) -> Node:
        if isinstance(node, Cells):
            shown.append(of(node.area))
            return Mark(MarkKind.AREA, len(shown) - 1).place
        return rebuilt(node, marked)

    shown: list[Anchored] = []
    text = tree_text(marked(node))
    pattern = _pattern(text, shown, origin, aliases)
    ranges = [of(area) for area in notes.ranges]
    numeric = [of(area) for area in notes.numeric]
    sums = None if notes.sums is None else [of(area) for area in notes.sums]
    compiled = Compiled(origin, pattern, notes.sites, ranges, shown, numeric, sums)
    if notes.local:
        compiled.rows, compiled.columns = (origin[0],) * 2, (origin[1],) * 2
    else:
        _limit(compiled, [*compiled.reads, *numeric])
        compiled.program = program(node, [site for site, _ in notes.sites], of)
    return compiled


def _pattern(
    text: str, shown: Sequence[Anchored], origin: Position, aliases: Mapping[str, str]
) -> Pattern:
    """Return a compiled text with its places as what each copy fills in."""
    parts: list[str | Mark] = []
    done = 0
    for place in PLACES.finditer(text):
        parts.append(text[done : place.start()])
        done, mark = place.end(), Mark(MarkKind(place[1]), int(place[2]))
        is_area = mark.kind is MarkKind.AREA
        parts += _reference(shown[mark.number], origin, aliases) if is_area else [mark]
    parts.append(text[done:])
    return Pattern(parts)


def _limit(compiled: Compiled, anchors: Sequence[Anchored]) -> None:
    """Set where copies may stand: no range of theirs leaves the sheet, turns over or is a cell."""
    first, last = compiled.rows
    left, right = compiled.columns
    row, column = compiled.origin
    for (_, top, start, bottom, end), moves, (above, below) in anchors:
        low, high = _span(top, bottom, moves.top, moves.bottom, (above, below))
        first, last = max(first, row + low), min(last, row + high)
        low, high = _span(start, end, moves.left, moves.right, (1, MAX_COLUMN))
        left, right = max(left, column + low), min(right, column + high)
    compiled.rows, compiled.columns = (first, last), (left, right)


def _span(
    low: int, high: int, low_moves: int, high_moves: int, sheet: tuple[int, int]
) -> tuple[int, int]:
    """Return how far a range may move up and down, or to the left and to the right."""
    up, down = -MAX_ROW, MAX_ROW
    if low_moves:
        up, down = max(up, sheet[0] - low), min(down, sheet[1] - low)
    if high_moves:
        up, down = max(up, sheet[0] - high), min(down, sheet[1] - high)
    if low_moves and not high_moves:
        down = min(down, high - low - 1)
    if high_moves and not low_moves:
        up = max(up, low - high + 1)
    return up, down


def _reference(anchor: Anchored, origin: Position, aliases: Mapping[str, str]) -> list[str | Mark]:
    """Return a rectangle as the engine reads it, in parts."""
    (sheet, top, left, bottom, right), moves, _ = anchor
    parts: list[str | Mark] = [f"{aliases[sheet]}!"]

    def row(number: int, is_moving: int) -> str | Mark:
        return Mark(MarkKind.ROW, number - origin[0]) if is_moving else str(number)

    def column(number: int, is_moving: int) -> str | Mark:
        return Mark(MarkKind.COLUMN, number - origin[1]) if is_moving else column_letters(number)

    if top == 1 and bottom == MAX_ROW:
        return [*parts, column(left, moves.left), ":", column(right, moves.right)]
    if left == 1 and right == MAX_COLUMN:
        return [*parts, row(top, moves.top), ":", row(bottom, moves.bottom)]
    parts += (column(left, moves.left), row(top, moves.top))
    if anchor.area.is_cell:
        return parts
    return [*parts, ":", column(right, moves.right), row(bottom, moves.bottom)]
