"""The cells of a sheet that is spelled as usual: a large book is read here."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, cell_text
from xlhedge.ooxml.characters import plain_text
from xlhedge.ooxml.usual_sheet import Unusual, UsualSheet, attributes, column_of, text_of
from xlhedge.recalc.content import CellContent, FormulaKind, WhatIf
from xlhedge.recalc.row_cells import FORMULA_KINDS, Texts, cell_value, is_true

if TYPE_CHECKING:
    from xlhedge.ooxml.addresses import Position
    from xlhedge.worksheet.cells import Scalar


class _Head(NamedTuple):
    """What a cell's start tag says besides its address."""

    kind: str
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
    cells: dict[Position, CellContent] = {}
    hidden: list[int] = []
    before = 0
    try:
        for digits, head, start, end in sheet.rows():
            number = int(digits)
            if not before < number <= MAX_ROW:
                raise Unusual
            before = number
            if b' hidden="' in head and is_true(attributes(head)["hidden"]):
                hidden.append(number)
            left = 0
            for part in sheet.parts(start, end):
                column = column_of(part[0])
                if part[1] != digits or part[9] or not left < column <= MAX_COLUMN:
                    raise Unusual
                left = column
                cells[number, column] = _cell(part, number, column, texts)
    except (ValueError, IndexError) as error:
        raise Unusual from error
    return cells, hidden


def _cell(part: tuple[bytes, ...], row: int, column: int, texts: Texts) -> CellContent:
    _, _, start_tag, formula, formula_attributes, formula_text, whole, text, inline, _ = part
    kind, style, is_newer, metadata = _head(start_tag)
    value: Scalar = None
    if kind == "n" and text:
        value = float(text)
        if not math.isfinite(value) or b"_" in text:
            raise Unusual
    elif kind == "str":
        value = plain_text(text_of(text))
    elif kind == "inlineStr":
        value = plain_text(text_of(inline)) if whole.startswith(b"<is>") else None
    elif text:
        value = cell_value(kind, text_of(text), texts.shared, newer=is_newer)
    if not formula:
        return CellContent(value, None, FormulaKind.PLAIN, "", "", False, style)
    if not formula_attributes:
        return CellContent(value, text_of(formula_text), FormulaKind.PLAIN, "", "", False, style)
    named = attributes(formula_attributes)
    formula_kind = FORMULA_KINDS.get(named.get("t", ""), FormulaKind.PLAIN)
    return CellContent(
        value,
        text_of(formula_text),
        formula_kind,
        named.get("ref", cell_text(row, column) if formula_kind else ""),
        named.get("si", ""),
        formula_kind is FormulaKind.ARRAY and metadata in texts.dynamic,
        style,
        WhatIf.read(named) if formula_kind is FormulaKind.DATA_TABLE else None,
    )


@lru_cache(maxsize=4096)
def _head(text: bytes) -> _Head:
    named = attributes(text)
    return _Head(named.get("t", "n"), int(named.get("s", "0")), "vm" in named, named.get("cm"))
