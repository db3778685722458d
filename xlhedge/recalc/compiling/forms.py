"""Formulas as all their copies have them: texts and ranges whose references move with the cell.

A formula that was filled down or to the right says the same in each cell once its relative
references are counted from the cell (Excel's R1C1 notation). It is parsed, prepared and compiled
for one of the cells; the others take what came of it, moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    column_letters,
    column_number,
    parse_cell,
)
from xlhedge.ooxml.formula import (
    Literal,
    Node,
    Reference,
    rebuilt,
    split_sheet,
    tree_text,
)
from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.compiled import Compiled

POINT = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})", re.ASCII)
LINE = re.compile(r"(\$?)([A-Za-z]{1,3}|[1-9]\d{0,6})", re.ASCII)
_OFF_SHEET = ExcelError("#REF!")
_DIAGONALS = ((1, 1), (-1, -1), (1, -1), (-1, 1))
_MOST_COMPILED = 4  # of one formula: its ranges may be of another kind in its first cells
_TOKEN = re.compile(
    r"""(?P<fixed>"(?:[^"]|"")*" | '(?:[^']|'')*' | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
      | (?P<lines>(?:\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} | \$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})
          (?![\w$.\\?(!\[:]))
      | (?P<word>[\w$.\\?]+) (?P<not>\s*[(!\[])?""",
    re.VERBOSE | re.DOTALL,
)


class Moves(NamedTuple):
    """Which edges of a rectangle move with the formula: 1 relative, 0 absolute."""

    top: int
    left: int
    bottom: int
    right: int


class Anchored(NamedTuple):
    """A rectangle of cells as one formula reads it, and how its copies read it."""

    area: Area
    moves: Moves
    rows: tuple[int, int] = (1, MAX_ROW)  # where it may be: a table's row ends with the table

    def moved(self, rows: int, columns: int) -> Area:
        """Return the rectangle that a copy reads."""
        (sheet, top, left, bottom, right), moves = self.area, self.moves
        return Area(
            sheet,
            top + rows * moves.top,
            left + columns * moves.left,
            bottom + rows * moves.bottom,
            right + columns * moves.right,
        )

    @property
    def grows(self) -> bool:
        """Whether copies read another number of cells."""
        return self.moves.top != self.moves.bottom or self.moves.left != self.moves.right

    @property
    def widens_from_one(self) -> bool:
        """Whether it is one row or column here, and several in other copies."""
        rows = self.area.rows == 1 and self.moves.top != self.moves.bottom
        return rows or (self.area.columns == 1 and self.moves.left != self.moves.right)


FIXED = Moves(0, 0, 0, 0)


def anchor_of(text: str, area: Area) -> Anchored:
    """Return a reference's rectangle with the edges that have no ``$``.

    Parameters
    ----------
    text : str
        A reference without its sheet, for example ``B$3:B9`` or ``A:$C``.
    area : Area
        The rectangle that it means.
    """
    first, colon, last = text.partition(":")
    ends = [_end(first), _end(last if colon else first)]
    # the absolute one of two that are level comes first: copies below are larger
    (_, top), (_, bottom) = sorted(row for row, _ in ends)
    (_, left), (_, right) = sorted(column for _, column in ends)
    return Anchored(area, Moves(top, left, bottom, right))


def _end(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return row and column of one end, each with whether it moves; 0 where it has none."""
    point = POINT.fullmatch(text)
    if point:
        return (int(point[4]), int(not point[3])), (column_number(point[2]), int(not point[1]))
    line = LINE.fullmatch(text)
    if line is None:
        return (0, 0), (0, 0)
    moves = int(not line[1])
    if line[2].isdecimal():
        return (int(line[2]), moves), (0, 0)
    return (0, 0), (column_number(line[2]), moves)


class MarkKind(StrEnum):
    """What stands at a place of a pattern that each copy fills in."""

    ROW = auto()  # the copy's row plus a number
    COLUMN = auto()  # the letters of the copy's column plus a number
    SITE = auto()  # the number of the formula's n-th call into Python
    RANGE = auto()  # what points to the n-th range that Python reads
    AREA = auto()  # the n-th rectangle that the text names, until it is rows and columns


# of a formula's text, in which these characters cannot be
PLACES = re.compile(f"\x01({'|'.join(MarkKind)})(\\d+)\x02")


class Mark(NamedTuple):
    """A place of a pattern that each copy fills in."""

    kind: MarkKind
    number: int

    @property
    def place(self) -> Reference:
        """What keeps its place in a formula's tree until that is a pattern."""
        return Reference(f"\x01{self.kind}{self.number}\x02")


class Pattern:
    """A formula's text as all its copies have it.

    Parameters
    ----------
    parts : sequence of str and Mark
        What is the same in each copy, and what is not.
    """

    def __init__(self, parts: Sequence[str | Mark]) -> None:
        self._parts = parts
        self._columns: dict[int, tuple[str, list[Mark], list[int]]] = {}

    def text(self, position: Position) -> str:
        """Return the text in a cell, where only rows and columns differ; empty off the sheet."""
        row, column = position
        template, _, offsets = self._columns.get(column) or self._in_column(column)
        return template % tuple([row + offset for offset in offsets])

    def filled(self, position: Position, site: int, ranges: Sequence[str]) -> str:
        """Return the text in a cell whose calls are numbered from `site` on."""
        row, column = position
        template, marks, offsets = self._columns.get(column) or self._in_column(column)
        if not marks:
            return template % tuple([row + offset for offset in offsets])
        return template % tuple(
            [
                row + number
                if kind is MarkKind.ROW
                else site + number
                if kind is MarkKind.SITE
                else ranges[number]
                for kind, number in marks
            ]
        )

    def _in_column(self, column: int) -> tuple[str, list[Mark], list[int]]:
        """Return the text of the copies in one column, with what is still to be filled in."""
        texts: list[str] = []
        marks: list[Mark] = []
        for part in self._parts:
            if isinstance(part, str):
                texts.append(part.replace("%", "%%"))
            elif part.kind is MarkKind.COLUMN:
                number = column + part.number
                if not 1 <= number <= MAX_COLUMN:
                    texts, marks = [], []
                    break
                texts.append(column_letters(number))
            else:
                texts.append("%s")
                marks.append(part)
        offsets = [mark.number for mark in marks if mark.kind is MarkKind.ROW]
        made = "".join(texts), [] if len(offsets) == len(marks) else marks, offsets
        self._columns[column] = made
        return made


def relative(text: str, position: Position) -> list[str | Mark]:
    """Return a formula's text in parts, its relative references counted from the cell."""
    parts: list[str | Mark] = []
    done = 0
    for token in _TOKEN.finditer(text):
        if token["fixed"] or token["not"]:
            continue
        match = token["lines"] or token["word"]
        if match is None:
            continue
        marks = _marks(match, bool(token["lines"]), position)
        if marks:
            start = token.start("lines" if token["lines"] else "word")
            parts += (text[done:start], *marks)
            done = start + len(match)
    parts.append(text[done:])
    return parts


@lru_cache(maxsize=4096)
def _is_point(word: str) -> re.Match[str] | None:
    return POINT.fullmatch(word) if parse_cell(word) else None


def _marks(text: str, lines: bool, position: Position) -> list[str | Mark]:
    """Return a reference in parts; nothing for a word that is none."""
    if lines:
        first, _, last = text.partition(":")
        return [*_line_marks(first, position), ":", *_line_marks(last, position)]
    point = _is_point(text)
    if point is None:
        return []
    column, row = column_number(point[2]), int(point[4])
    return [
        text[: point.end(2)] if point[1] else Mark(MarkKind.COLUMN, column - position[1]),
        f"${row}" if point[3] else Mark(MarkKind.ROW, row - position[0]),
    ]


def _line_marks(text: str, position: Position) -> list[str | Mark]:
    if text.startswith("$"):
        return [text]
    if text.isdecimal():
        return [Mark(MarkKind.ROW, int(text) - position[0])]
    return [Mark(MarkKind.COLUMN, column_number(text) - position[1])]


def shift(node: Node, rows: int, columns: int) -> Node:
    """Return a formula as it reads when filled down and to the right: a shared formula's copy."""
    if isinstance(node, Reference):
        _, rest = split_sheet(node.text)
        ends = [_shifted_end(end, rows, columns, ":" in rest) for end in rest.split(":")]
        if any(end is None for end in ends):
            return Literal(_OFF_SHEET)
        sheet = node.text.removesuffix(rest)
        return Reference(sheet + ":".join(filter(None, ends)))
    return rebuilt(node, lambda child: shift(child, rows, columns))


def _shifted_end(text: str, rows: int, columns: int, whole: bool) -> str | None:
    """Shift ``$A1`` (or, in a range, ``A`` or ``1``); other text stays; None off the sheet."""
    point, line = POINT.fullmatch(text), LINE.fullmatch(text)
    if point and parse_cell(text):
        column = column_number(point[2]) + (0 if point[1] else columns)
        row = int(point[4]) + (0 if point[3] else rows)
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            return None
        return f"{point[1]}{column_letters(column)}{point[3]}{row}"
    if whole and line and not line[1]:
        if line[2].isdecimal():
            number = int(line[2]) + rows
            return str(number) if 1 <= number <= MAX_ROW else None
        number = column_number(line[2]) + columns
        return column_letters(number) if 1 <= number <= MAX_COLUMN else None
    return text


@dataclass(slots=True)
class Form:
    """One formula and all its copies on a sheet."""

    origin: Position
    tree: Node  # as it was parsed in the cell `origin`
    pattern: Pattern | None  # None: no other cell has it
    is_copied: bool | None = None  # whether copies are told by their text; None: not yet tried
    _compiled: list[Compiled] = field(default_factory=list)

    def tree_in(self, position: Position) -> Node:
        """Return the tree as a copy has it."""
        if position == self.origin:
            return self.tree
        return shift(self.tree, position[0] - self.origin[0], position[1] - self.origin[1])

    def text_in(self, position: Position) -> str:
        """Return the text as a copy has it."""
        text = self.pattern.text(position) if self.pattern and self.is_copied else ""
        return text or tree_text(self.tree_in(position))

    def reads(self, text: str, position: Position) -> bool:
        """Whether the text in another cell is this formula's."""
        return bool(self.is_copied and self.pattern and self.pattern.text(position) == text)

    def try_copies(self, parse: Callable[[str], Node]) -> bool:
        """Find out whether the pattern of the text is that of the tree, by a made-up copy."""
        if self.is_copied is None:
            self.is_copied = self.pattern is not None and any(
                self._agrees(rows, columns, parse) for rows, columns in _DIAGONALS
            )
        return self.is_copied

    def _agrees(self, rows: int, columns: int, parse: Callable[[str], Node]) -> bool:
        row, column = self.origin[0] + rows, self.origin[1] + columns
        text = self.pattern.text((row, column)) if self.pattern and min(row, column) > 0 else ""
        if not text:
            return False
        try:
            return shift(parse(text), 0, 0) == shift(self.tree, rows, columns)
        except Refused:
            return False

    def fitting(self, position: Position) -> Compiled | None:
        """Return what was compiled in another cell and holds for this one as well."""
        for each in self._compiled:
            if each.fits(position):
                return each
        return None

    def add(self, compiled: Compiled) -> None:
        """Keep what was compiled for the cells that it fits."""
        self._compiled = [compiled, *self._compiled[: _MOST_COMPILED - 1]]
