"""What an argument is, and what one that is left out stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node, Omitted, Spill
from xlhedge.recalc.compiling.pieces import Piece, ValueKind
from xlhedge.recalc.compiling.rules import ParameterKind
from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.errors import NA, ExcelError

if TYPE_CHECKING:
    from xlhedge.recalc.compiling.rules import Rule

# Functions that give a reference where they are given one.
_HAND_ON = frozenset({"CHOOSE", "IF", "IFS", "INDEX", "OFFSET", "SWITCH", "XLOOKUP"})


def left_out(kind: ParameterKind, rule: Rule) -> Piece:
    """Return what Excel takes for nothing between two commas."""
    if kind is ParameterKind.STRICT_NUMBER:
        return Piece(Literal(ExcelError(NA)))
    if kind is ParameterKind.LOGICAL_OR_TRUE:
        return Piece(Literal(value=True), kind=ValueKind.LOGICAL)
    if kind is ParameterKind.NUMBERS_ONLY:
        raise Refused("a range is left out")
    if rule.ours or rule.is_array:
        return Piece(Omitted())
    if kind is ParameterKind.TEXT:
        return Piece(Literal(""), kind=ValueKind.TEXT)
    if kind is ParameterKind.LOGICAL:
        return Piece(Literal(value=False), kind=ValueKind.LOGICAL)
    if kind is ParameterKind.REFERENCE:
        raise Refused("a range is left out")
    return Piece(Literal(0.0), kind=ValueKind.NUMBER)


def is_number(node: Node) -> bool:
    """Whether a number, TRUE or FALSE is written out here."""
    return isinstance(node, Literal) and isinstance(node.value, float | bool)


def is_reference(node: Node) -> bool:
    """Whether a piece of a formula may point to cells, where other rules hold than for values."""
    if isinstance(node, Call):
        return node.name in _HAND_ON
    return isinstance(node, Cells | Spill) or (isinstance(node, Binary) and node.operator in ", :")
