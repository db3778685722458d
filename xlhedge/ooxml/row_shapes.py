"""Rows that differ in nothing but what their cells hold, each met by one expression.

A table's rows have cells in the same columns with the same attributes. Once a few in a row were
alike, what comes next is compared with them as a whole, not cell by cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.usual_sheet import column_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    Part = tuple[bytes, ...]  # of a cell, as `UsualSheet.parts` gives it
    _Outline = tuple[bytes, bytes, bool, bytes, bytes]

_ENOUGH = 3  # rows alike, until an expression is made of them
_MOST_SHAPES = 32  # of a sheet: an expression costs as much as reading a hundred cells
_MOST_CELLS = 64
_TEXT = rb"([^<\r]*)"
_HOLDERS = ((b"<v>", b"</v>"), (b"<is><t>", b"</t></is>"))


class ShapedCell(NamedTuple):
    """A cell of such rows."""

    column: int
    part: Part  # as the first row had it
    head: int  # the group of its attributes, up to the end of its start tag
    formula: int  # the group of its formula's text; 0 where it has none
    value: int  # the group of its value's text; 0 where it has none
    before: int  # how far in front of the text its element starts
    after: int  # how far behind the text its element ends


class RowShapes:
    """What the rows of a sheet have in common, learned while they are met.

    Attributes
    ----------
    cells : dict
        By column, the cells of the rows that `match` knows.
    """

    def __init__(self) -> None:
        self.cells: dict[int, ShapedCell] = {}
        self._pattern: re.Pattern[bytes] | None = None
        self._last: list[_Outline] = []
        self._alike = 0
        self._made = 0

    def match(self, content: bytes, digits: bytes, start: int, end: int) -> re.Match[bytes] | None:
        """Return what a row's cells hold if they are like those of the rows before."""
        if self._pattern is None:
            return None
        row = self._pattern.fullmatch(content, start, end)
        return row if row and row[1] == digits else None

    def learn(self, parts: Sequence[Part]) -> bool:
        """Take note of a row that was met cell by cell; return whether `cells` are others now."""
        if self._made == _MOST_SHAPES or not 0 < len(parts) <= _MOST_CELLS:
            return False
        outline = [(p[0], p[2], bool(p[3]), p[4], p[6][:3]) for p in parts]
        self._alike = self._alike + 1 if outline == self._last else 1
        self._last = outline
        if self._alike != _ENOUGH:
            return False
        self._made += 1
        maker = _Maker()
        self.cells = {column_of(part[0]): maker.cell(part) for part in parts}
        self._pattern = re.compile(b"".join(maker.expressions))
        return True


class _Maker:
    """Makes the expression of a row."""

    def __init__(self) -> None:
        self.expressions: list[bytes] = []
        self._groups = 1  # the first is the row's number

    def _group(self) -> int:
        self._groups += 1
        return self._groups

    def cell(self, part: Part) -> ShapedCell:
        letters, _, attributes, whole_formula, formula_attributes, _, whole, *_ = part
        number = rb"\1" if self.expressions else rb"([1-9][0-9]{0,6})"
        add = self.expressions.append
        add(rb'<c r="' + letters + number + b'"')
        head = self._group()
        formula = value = before = after = 0
        if not whole_formula and not whole:
            add(rb"(" + re.escape(attributes) + rb"/>)")
            return ShapedCell(column_of(letters), part, head, 0, 0, 0, 0)
        add(rb"(" + re.escape(attributes) + rb">)")
        if whole_formula:
            add(rb"<f" + re.escape(formula_attributes))
            if whole_formula.endswith(b"</f>"):
                formula = self._group()
                add(rb">" + _TEXT + rb"</f>")
            else:
                add(rb"/>")
        holder = next((h for h in _HOLDERS if whole.startswith(h[0])), None)
        if holder:
            value, before, after = self._group(), len(holder[0]), len(holder[1])
            add(holder[0] + _TEXT + holder[1])
        else:
            add(re.escape(whole))
        add(rb"</c>")
        return ShapedCell(column_of(letters), part, head, formula, value, before, after)
