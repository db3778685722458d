"""Formulas as trees: the form in which they are examined and rewritten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlhedge.worksheet.errors import CODES, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlhedge.ooxml.addresses import Area


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, TRUE or FALSE, an error value."""

    value: float | str | bool | ExcelError


@dataclass(frozen=True, slots=True)
class ArrayLiteral:
    """``{1,2;3,4}``."""

    rows: tuple[tuple[Literal, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Text that points somewhere: a cell, a range, a name, a column of a table."""

    text: str


@dataclass(frozen=True, slots=True)
class Cells:
    """A reference that is known to be a rectangle of cells."""

    area: Area


@dataclass(frozen=True, slots=True)
class Spill:
    """``A1#``: all cells that the formula in A1 fills."""

    area: Area


@dataclass(frozen=True, slots=True)
class Omitted:
    """Nothing between two commas."""


APPLIED = "LAMBDA.CALL"  # the call of a function that stands there: LAMBDA(x,x+1)(5)
NAME = "{}"  # the operator around what a name stands for: in it all works cell by cell


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x``, ``+x``, ``x%``, ``@x``, ``x#``."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """``x + y``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """``NAME(...)``."""

    name: str
    arguments: tuple[Node, ...] = field(default=())


Node = Literal | ArrayLiteral | Reference | Cells | Spill | Omitted | Unary | Binary | Call


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Binary):
        return (node.left, node.right)
    return (node.operand,) if isinstance(node, Unary) else ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with `change` applied to each of its children."""
    if isinstance(node, Call):
        return Call(node.name, tuple(change(argument) for argument in node.arguments))
    if isinstance(node, Binary):
        return Binary(node.operator, change(node.left), change(node.right))
    if isinstance(node, Unary):
        return Unary(node.operator, change(node.operand))
    return node


def tree_text(node: Node, aliases: Mapping[str, str] | None = None) -> str:
    """Return the formula's text, without ``=`` and with every operation in brackets.

    Parameters
    ----------
    node : Node
        A formula.
    aliases : mapping, optional
        Other names for the sheets, which need no quotes.
    """
    return _text(node, aliases or {})


def _text(node: Node, aliases: Mapping[str, str]) -> str:  # noqa: PLR0911 - one form of writing for each kind of node
    match node:
        case Literal(value):
            return _literal(value)
        case ArrayLiteral(rows):
            lines = (",".join(_literal(cell.value) for cell in row) for row in rows)
            return "{" + ";".join(lines) + "}"
        case Reference(name):
            return name
        case Cells(area):
            return f"{aliases[area.sheet]}!{area.local()}" if aliases else str(area)
        case Spill(area):
            return f"{area}#"
        case Unary("%" | "#" as operator, operand):
            return f"({_text(operand, aliases)}{operator})"
        case Unary(operator, operand):
            return f"({operator}{_text(operand, aliases)})"
        case Binary(operator, left, right):
            return f"({_text(left, aliases)}{operator}{_text(right, aliases)})"
        case Call(name, arguments):
            return f"{name}({','.join(_text(a, aliases) for a in arguments)})"
    return ""


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        if value.upper() in CODES:  # the engine takes the text "#N/A" for the error
            return f'("#"&"{value[1:]}")'
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, ExcelError):
        return value.code
    return repr(value).removesuffix(".0").replace("e", "E")


def split_sheet(text: str) -> tuple[str | None, str]:
    """Return the sheet (None when there is none) and the rest of ``'my sheet'!B3``."""
    sheet, mark, rest = text.rpartition("!")
    if not mark:
        return None, text
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest
