"""The cells of a sheet that is spelled as usual: a large book is read here."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, cell_text
from xlhedge.ooxml.cell_xml import CellKind
from xlhedge.ooxml.characters import plain_text
from xlhedge.ooxml.row_shapes import RowShapes
from xlhedge.ooxml.usual_sheet import Unusual, attributes, column_of, part_text
from xlhedge.recalc.content import CellContent, FormulaKind, WhatIf
from xlhedge.recalc.row_cells import FORMULA_KINDS, Texts, cell_kind, cell_value, is_true

if TYPE_CHECKING:
    import re

    from xlhedge.ooxml.addresses import Position
    from xlhedge.ooxml.row_shapes import ShapedCell
    from xlhedge.ooxml.usual_sheet import Row, UsualSheet
    from xlhedge.worksheet.cells import Scalar

# asked of every cell: up to Python 3.11 an enumeration looks its members up slowly
_NUMBER, _TEXT, _INLINE_TEXT = CellKind.NUMBER, CellKind.TEXT, CellKind.INLINE_TEXT
_PLAIN = FormulaKind.PLAIN


class _Head(NamedTuple):
    """What a cell's start tag says besides its address."""

    kind: CellKind | str
    style: int
    is_newer: bool
    metadata: str | None


def usual_cells(sheet: UsualSheet, texts: Texts) -> tuple[dict[Position, CellContent], list[int]]:
    """Return a sheet's cells, and the rows that are hidden.

    Raises
    ------
    Unusual
        Something is spelled otherwise, or is wrong: `read_row` says what.
    """
    reader = _Reader(sheet, texts)
    before = 0
    try:
        for row in sheet.rows():
            number = int(row.digits)
            if not before < number <= MAX_ROW:
                raise Unusual
            before = number
            reader.read(row, number)
    except (ValueError, IndexError) as error:
        raise Unusual from error
    return reader.cells, reader.hidden


class _Reader:
    """Reads row by row."""

    def __init__(self, sheet: UsualSheet, texts: Texts) -> None:
        self.cells: dict[Position, CellContent] = {}
        self.hidden: list[int] = []
        self._sheet, self._texts = sheet, texts
        self._shapes = RowShapes()
        self._columns: list[_AlikeColumn] = []  # of the rows that are alike

    def read(self, row: Row, number: int) -> None:
        """Read a row."""
        if b' hidden="' in row.attributes and is_true(attributes(row.attributes)["hidden"]):
            self.hidden.append(number)
        content, digits = self._sheet.content, row.digits
        like = self._shapes.match(content, digits, row.inside, row.close)
        if like:
            self._read_like(like, number)
            return
        left, parts, cells = 0, self._sheet.parts(row.inside, row.close), self.cells
        for part in parts:
            column = column_of(part[0])
            if part[1] != digits or part[9] or not left < column <= MAX_COLUMN:
                raise Unusual
            left = column
            cells[number, column] = _cell(part, number, column, self._texts)
        if self._shapes.learn(parts):
            self._columns = [_AlikeColumn.of(cell) for cell in self._shapes.cells.values()]

    def _read_like(self, row: re.Match[bytes], number: int) -> None:
        """Read a row that is like those before it."""
        content, cells = row.groups(), self.cells
        for column, style, formula, value, part in self._columns:
            text, formula_text = content[value] if value else b"", content[formula]
            if style is None:
                parts = *part[:5], formula_text if formula else part[5], part[6], text, text, b""
                cells[number, column] = _cell(parts, number, column, self._texts)
                continue
            cells[number, column] = CellContent(
                _number(text) if text else None,
                part_text(formula_text) if formula else None,
                _PLAIN, "", "", False, style,
            )  # fmt: skip


class _AlikeColumn(NamedTuple):
    """A column of rows that are alike; of its groups the numbers, counted from 0."""

    column: int
    style: int | None  # None: its cells are no plain numbers
    formula: int  # 0: without
    value: int
    part: tuple[bytes, ...]

    @classmethod
    def of(cls, cell: ShapedCell) -> _AlikeColumn:
        """Return the column of a shape's cell."""
        head = _head(cell.part[2])
        is_plain = head.kind is CellKind.NUMBER and bool(cell.formula) == bool(cell.part[3])
        style = head.style if is_plain and not cell.part[4] else None
        formula, value = max(cell.formula - 1, 0), max(cell.value - 1, 0)
        return cls(cell.column, style, formula, value, cell.part)


def _cell(part: tuple[bytes, ...], row: int, column: int, texts: Texts) -> CellContent:
    _, _, start_tag, formula, formula_attributes, formula_text, whole, text, inline, _ = part
    kind, style, is_newer, metadata = _head(start_tag)
    value: Scalar = None
    if kind is _NUMBER:
        value = _number(text) if text else None
    elif kind is _INLINE_TEXT:
        value = plain_text(part_text(inline)) if whole.startswith(b"<is>") else None
    elif text or kind is _TEXT:
        value = cell_value(kind, part_text(text), texts.shared, newer=is_newer)
    if not formula:
        return CellContent(value, None, _PLAIN, "", "", False, style)
    if not formula_attributes:
        return CellContent(value, part_text(formula_text), _PLAIN, "", "", False, style)
    named = attributes(formula_attributes)
    formula_kind = FORMULA_KINDS.get(named.get("t", ""), _PLAIN)
    return CellContent(
        value,
        part_text(formula_text),
        formula_kind,
        named.get("ref", cell_text(row, column) if formula_kind else ""),
        named.get("si", ""),
        formula_kind is FormulaKind.ARRAY and metadata in texts.dynamic,
        style,
        WhatIf.read(named) if formula_kind is FormulaKind.DATA_TABLE else None,
    )


def _number(text: bytes) -> float:
    value = float(text)
    if not math.isfinite(value) or b"_" in text:
        raise Unusual
    return value


@lru_cache(maxsize=4096)
def _head(text: bytes) -> _Head:
    named = attributes(text)
    return _Head(cell_kind(named), int(named.get("s", "0")), "vm" in named, named.get("cm"))
