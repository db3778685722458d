"""A compiled piece of a formula, and the questions that are asked about one."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from xlhedge.ooxml.formula import NAME, ArrayLiteral, Literal, Node, Unary, walk


class ValueKind(StrEnum):
    """What a piece of a formula is known to give before it is computed."""

    NUMBER = "number"
    TEXT = "text"
    LOGICAL = "logical"
    UNKNOWN = "unknown"


class Piece(NamedTuple):
    """A compiled piece of a formula."""

    node: Node
    many: bool = False  # whether it may have several cells
    kind: ValueKind = ValueKind.UNKNOWN


class Use(NamedTuple):
    """What the place where a piece stands makes of it."""

    whole: bool  # a range is taken as it is, not cell by cell
    array: bool  # operators work cell by cell, as in an array formula
    forced: bool = False  # in a plain formula, because an argument of SUMPRODUCT or INDEX does


def as_array(use: Use) -> Use:
    """Return what an argument makes of its piece that works cell by cell in every formula."""
    return Use(whole=True, array=True, forced=use.forced or not use.array)


def kind_of(value: object) -> ValueKind:
    """Return the kind of a constant."""
    if isinstance(value, bool):
        return ValueKind.LOGICAL
    if isinstance(value, str):
        return ValueKind.TEXT
    return ValueKind.NUMBER if isinstance(value, float) else ValueKind.UNKNOWN


def writes_array(node: Node) -> bool:
    """Whether an array is written out in it: then even a plain formula works cell by cell."""
    return any(isinstance(part, ArrayLiteral) for part in walk(node))


def constant(node: Node) -> float | None:
    """Return the number that is written out here; None for anything else."""
    if isinstance(node, Unary) and node.operator == NAME:
        return constant(node.operand)
    if isinstance(node, Unary) and node.operator == "-":
        inner = constant(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Literal) and isinstance(node.value, float):
        return node.value
    return None
