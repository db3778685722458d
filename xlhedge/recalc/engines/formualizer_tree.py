"""A formula's text as a tree, by formualizer's parser."""

from __future__ import annotations

import functools
import re
from typing import Any

from xlhedge.ooxml.formula import (
    APPLIED,
    ArrayLiteral,
    Binary,
    Call,
    Literal,
    Node,
    Omitted,
    Reference,
    Unary,
)
from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.errors import CODES, ExcelError

_TEXT = re.compile(r'"(?:[^"]|"")*"')


@functools.lru_cache(maxsize=4096)
def parse_formula(formula: str) -> Node:
    """Return a formula's tree.

    Raises
    ------
    Refused
        The text is no formula.
    """
    import formualizer

    try:
        tree = formualizer.parse("=" + formula.removeprefix("=")).to_dict()
    except (formualizer.ParserError, formualizer.TokenizerError) as error:
        raise Refused(f"it cannot be read as a formula ({error})") from error
    return _node(tree, formula)


def _node(tree: dict[str, Any], formula: str) -> Node:
    def below(key: str) -> Node:
        return _node(tree[key], formula)

    match tree["node_type"]:
        case "Literal":
            node: Node = _literal(tree["value"], formula)
        case "Reference":
            node = Reference(tree["reference"])
        case "Function":
            node = Call(tree["name"], tuple(_node(a, formula) for a in tree["args"]))
        case "BinaryOp":
            node = Binary(tree["operator"], below("left"), below("right"))
        case "UnaryOp":
            node = Unary(tree["operator"], below("operand"))
        case "Omitted":
            node = Omitted()
        case "Array":
            rows = [[_array_cell(cell, formula) for cell in row] for row in tree["rows"]]
            node = ArrayLiteral(tuple(map(tuple, rows)))
        case "Call":
            node = Call(APPLIED, (below("callee"), *(_node(a, formula) for a in tree["args"])))
        case kind:
            raise Refused(f"it holds a {kind}, which is not known")
    return node


def _array_cell(tree: dict[str, Any], formula: str) -> Literal:
    node = _node(tree, formula)
    if isinstance(node, Unary) and node.operator == "-" and isinstance(node.operand, Literal):
        value = node.operand.value
        if isinstance(value, float):
            return Literal(-value)
    if not isinstance(node, Literal):
        raise Refused("an array in it holds something that is no constant")
    return node


def _literal(value: Any, formula: str) -> Literal:
    if isinstance(value, str) and value.startswith("#"):
        code = next((c for c in CODES if value.upper() == c), None)
        if code is None and value.startswith("#ERROR!"):
            raise Refused("it holds an error value that is not known")
        if code is not None:
            # the parser gives the error #N/A and the text "#N/A" alike
            text = f'"{value}"' in formula
            if text and code in _TEXT.sub("", formula).upper():
                raise Refused(f'it holds the error {value} and the text "{value}"')
            return Literal(value if text else ExcelError(code))
    if isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    return Literal(value)
