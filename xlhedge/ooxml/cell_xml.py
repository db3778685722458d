"""A cell's value as a sheet's XML has it."""

from __future__ import annotations

import functools
import math
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import cell_text
from xlhedge.ooxml.characters import stored_text
from xlhedge.ooxml.markup import element_xml, xml_text
from xlhedge.worksheet.errors import NUM, STORED, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.ooxml.addresses import Area
    from xlhedge.worksheet.cells import Scalar


class CellKind(StrEnum):
    """What a cell's value is, in the file's own words."""

    NUMBER = "n"
    SHARED_TEXT = "s"  # by its number among the book's texts
    TEXT = "str"  # a formula's result
    INLINE_TEXT = "inlineStr"
    TRUTH = "b"
    ERROR = "e"
    DATE = "d"  # as ISO 8601 has it


CELL_KINDS = {kind.value: kind for kind in CellKind}


class Change(NamedTuple):
    """What is to stand in a cell."""

    value: Scalar
    is_input: bool = False  # a constant, not a formula's result
    fills: Area | None = None  # for a spilling formula: the range that it fills now


def cells_xml(prefix: str, row: int, changes: Iterable[tuple[int, Change]]) -> str:
    """Return new cells, by column; a blank needs none."""
    cells = []
    for column, change in changes:
        if change.value is not None:
            kind, value = value_xml(change, prefix)
            attributes = {"r": cell_text(row, column)} | ({"t": kind} if kind else {})
            cells.append(element_xml(f"{prefix}c", attributes, value))
    return "".join(cells)


def value_xml(change: Change, prefix: str) -> tuple[str, str]:
    """Return a value's type attribute and its XML."""
    value, v = change.value, f"{prefix}v"
    if isinstance(value, float) and not math.isfinite(value):
        value = ExcelError(NUM)
    match value:
        case float() | int() if not isinstance(value, bool):
            return "", f"<{v}>{number_text(float(value))}</{v}>"
        case str():
            return _text_xml(value, prefix, change.is_input)
        case None:
            return "", ""
        case bool():
            return CellKind.TRUTH, f"<{v}>{int(value)}</{v}>"
    return CellKind.ERROR, f"<{v}>{value.code if value.code in STORED else VALUE}</{v}>"


@functools.lru_cache(maxsize=4096)  # a column of texts has few
def _text_xml(value: str, prefix: str, is_input: bool) -> tuple[str, str]:
    v, text = f"{prefix}v", xml_text(stored_text(value))
    space = {"xml:space": "preserve"} if text != text.strip() else {}
    if is_input:
        inner = element_xml(f"{prefix}t", space, text) if text else f"<{prefix}t></{prefix}t>"
        return CellKind.INLINE_TEXT, f"<{prefix}is>{inner}</{prefix}is>"
    return CellKind.TEXT, element_xml(v, space, text) if text else f"<{v}></{v}>"


def number_text(number: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return repr(number + 0.0).removesuffix(".0").replace("e", "E")  # + 0.0: no -0
