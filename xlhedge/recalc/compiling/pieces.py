"""A compiled piece of a formula, and the questions that are asked about one."""

from __future__ import annotations

from typing import NamedTuple

from xlhedge.ooxml.formula import NAME, Literal, Node, Unary


class Piece(NamedTuple):
    """A compiled piece of a formula."""

    node: Node
    many: bool = False  # whether it may have several cells
    kind: str = "?"  # "n" number, "t" text, "b" TRUE or FALSE, "?" not known before computing


class Use(NamedTuple):
    """What the place where a piece stands makes of it."""

    whole: bool  # a range is taken as it is, not cell by cell
    array: bool  # operators work cell by cell, as in an array formula


def kind_of(value: object) -> str:
    """Return the letter for a constant's kind."""
    if isinstance(value, bool):
        return "b"
    return "t" if isinstance(value, str) else "n" if isinstance(value, float) else "?"


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
