"""What a parameter takes its argument for, and what one that is left out stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node, Omitted, Spill
from xlhedge.recalc.compiling.pieces import Piece, ValueKind, as_array
from xlhedge.recalc.compiling.rules import ParameterKind
from xlhedge.recalc.errors import NotComputed, Refused
from xlhedge.recalc.functions import supplement
from xlhedge.recalc.functions.days import as_date
from xlhedge.recalc.links import is_remembered
from xlhedge.worksheet.errors import NA, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.recalc.compiling.compiler import Compiler
    from xlhedge.recalc.compiling.pieces import Use
    from xlhedge.recalc.compiling.rules import FunctionRule
    from xlhedge.worksheet.cells import Cell

# Functions that give a reference where they are given one.
_HAND_ON = frozenset({"CHOOSE", "IF", "IFS", "INDEX", "OFFSET", "SWITCH", "XLOOKUP"})


def left_out(kind: ParameterKind, rule: FunctionRule) -> Piece:
    """Return what Excel takes for nothing between two commas."""
    if kind in {ParameterKind.STRICT_NUMBER, ParameterKind.PRESENT}:
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


def argument_piece(
    compiler: Compiler, node: Node, kind: ParameterKind, rule: FunctionRule, use: Use
) -> Piece:
    """Compile an argument as the parameter takes it."""
    if isinstance(node, Omitted):
        return left_out(kind, rule)
    if kind in SINGLE:
        return SINGLE[kind](compiler, compiler.value(node, use))
    if kind is ParameterKind.REFERENCE:
        if not isinstance(node, Cells | Spill):
            raise Refused("a range of cells is needed where the formula computes one")
        if is_remembered(node.area.sheet):
            raise NotComputed("Excel computes it while the other workbook is open", hidden=True)
    piece = compiler.compiled(
        node, as_array(use) if kind is ParameterKind.ARRAY else use._replace(whole=True)
    )
    # of numbers only COUNT looks at more than the value: an error is none
    known = (
        piece.kind is ValueKind.NUMBER if kind is ParameterKind.NUMBERS else is_number(piece.node)
    )
    if kind in _VALUES and not piece.many and not is_reference(node) and not known:
        return compiler.converted(piece, _VALUES[kind])
    if kind is ParameterKind.NUMBERS_ONLY:
        return Piece(compiler.site("numbers", supplement.numbers_only, [piece.node]), piece.many)
    return piece


# what takes one value, and how
SINGLE: dict[ParameterKind, Callable[[Compiler, Piece], Piece]] = {
    ParameterKind.VALUE: lambda _, piece: piece,
    ParameterKind.NUMBER: lambda compiler, piece: compiler.as_number(piece),
    ParameterKind.VALUE_OR_USUAL: lambda compiler, piece: compiler.converted(
        piece, supplement.blank_is_zero
    ),
    ParameterKind.NUMBER_OF_OURS: lambda compiler, piece: compiler.converted(
        piece, supplement.as_number
    ),
    ParameterKind.INTEGER: lambda compiler, piece: compiler.converted(piece, supplement.as_integer),
    ParameterKind.DATE: lambda compiler, piece: compiler.converted(piece, as_date),
    ParameterKind.STRICT_NUMBER: lambda compiler, piece: compiler.converted(
        piece, supplement.as_strict_number
    ),
    ParameterKind.TEXT: lambda compiler, piece: compiler.as_text(piece),
    ParameterKind.LOGICAL: lambda compiler, piece: compiler.as_logical(piece),
    ParameterKind.LOGICAL_OR_TRUE: lambda compiler, piece: compiler.as_logical(piece),
}


# What a value that stands among ranges is taken for.
_VALUES: dict[ParameterKind, Callable[..., Cell]] = {
    ParameterKind.NUMBERS: supplement.as_number,
    ParameterKind.COUNTED: supplement.counted,
}
