"""Checks on the arguments of a call: uses of a known function that are not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area
from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node, Omitted
from xlhedge.recalc.compiling.pieces import constant
from xlhedge.recalc.compiling.rules import COMPLEX_PARTS, RULES, ParameterKind
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import may_be_number
from xlhedge.worksheet.errors import VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.recalc.compiling.compiler import Compiler
    from xlhedge.recalc.compiling.rules import FunctionRule, Kinds

_ANY_NUMBER_OF_RANGES = frozenset(
    {
        ParameterKind.RANGE,
        ParameterKind.REFERENCE,
        ParameterKind.NUMBERS,
        ParameterKind.COUNTED,
        ParameterKind.CONDITIONS,
    }
)
# Arguments that are never worked through, even where everything else in SUMPRODUCT is.
_ONE_CELL = {"VLOOKUP": (0, 2), "HLOOKUP": (0, 2), "LARGE": (1,), "SMALL": (1,),
             "PERCENTILE": (1,), "QUARTILE": (1,), "TRIMMEAN": (1,)}  # fmt: skip
_MODE_PLACE = {"MATCH": 2, "VLOOKUP": 3, "HLOOKUP": 3}  # which argument says how to look


def check_number_text(node: Node) -> None:
    """Refuse arithmetic on a text that Excel may or may not read as a number."""
    if isinstance(node, Literal) and may_be_number(node.value):
        raise Refused(f'whether Excel reads "{node.value}" as a number depends on the country')


def check_shapes(left: Node, right: Node) -> None:
    """Refuse an operation on ranges that do not fit each other."""
    if isinstance(left, Cells) and isinstance(right, Cells):
        a, b = left.area, right.area
        for x, y in ((a.rows, b.rows), (a.columns, b.columns)):
            if x != y and 1 not in (x, y):
                raise Refused(f"the ranges {a} and {b} are of different size")


def one_cell(name: str) -> Refused:
    """Return why a function is refused that takes one cell of a range in a plain formula."""
    return Refused(
        f"{name} takes one cell of a range here, unless the formula is entered as an array"
        " formula (Ctrl+Shift+Enter)"
    )


def check_one_cell(name: str, arguments: list[Node]) -> None:
    """Refuse a range where a look-up in SUMPRODUCT takes one cell of it; arrays pass."""
    base = name.partition(".")[0]
    for place in _ONE_CELL.get(base, ()):
        argument = arguments[place] if place < len(arguments) else None
        if isinstance(argument, Cells) and not argument.area.is_cell:
            raise one_cell(base)


def kinds_of(name: str, rule: FunctionRule, count: int) -> Kinds:
    """Return the kind of each argument of a call."""
    kinds = rule.required + rule.optional
    while rule.repeated and len(kinds) < count:
        kinds += rule.repeated
    if not len(rule.required) <= count <= len(kinds) or (
        rule.repeated
        and not rule.optional
        and (count - len(rule.required)) % len(rule.repeated)
        and name != "SWITCH"
    ):
        raise Refused(f"{name} does not take {count} arguments")
    return kinds[:count]


def spread_unions(arguments: tuple[Node, ...], rule: FunctionRule) -> list[Node]:
    """Return the arguments, ``(A1:A2,B5)`` as two where any number of ranges is taken."""
    if len(rule.repeated) != 1 or rule.repeated[0] not in _ANY_NUMBER_OF_RANGES:
        return list(arguments)
    out: list[Node] = []
    for argument in arguments:
        waiting = [argument]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, Binary) and node.operator == ",":
                waiting[:0] = [node.left, node.right]
            else:
                out.append(node)
    return out


def deleted_range(arguments: list[Node], kinds: Kinds) -> Literal | None:
    """Return #REF! where it stands for the first range of a call, behind values written out."""
    for argument, kind in zip(arguments, kinds, strict=True):
        if not isinstance(argument, Literal):
            return None
        if isinstance(argument.value, ExcelError):
            return argument if kind is ParameterKind.REFERENCE else None
    return None


def as_index(node: Node) -> Node:
    """Return XLOOKUP, where it stands for a cell, as the INDEX and XMATCH that it is short for."""
    if not (isinstance(node, Call) and node.name == "XLOOKUP" and 3 <= len(node.arguments) <= 6):
        return node
    value, searched, results, *rest = node.arguments
    if rest and not isinstance(rest[0], Omitted):
        return node
    return Call("INDEX", (results, Call("XMATCH", (value, searched, *rest[1:]))))


def logical_arguments(arguments: list[Node]) -> list[Node]:
    """Return the arguments of AND, OR or XOR with the texts that are written out taken care of."""
    out: list[Node] = []
    for node in arguments:
        if not (isinstance(node, Literal) and isinstance(node.value, str)):
            out.append(node)
        elif node.value.upper() in {"TRUE", "FALSE"}:
            out.append(Literal(node.value.upper() == "TRUE"))
        elif node.value and len(arguments) > 1:
            raise Refused(f'what the text "{node.value}" does among truth values is not known')
    return out or [Literal(ExcelError(VALUE))]


def _resize_values(compiler: Compiler, arguments: list[Node]) -> None:  # noqa: ARG001 - all are called alike
    """Give SUMIF's third argument the size of the first, as Excel does."""
    searched, values = arguments[0], arguments[2] if len(arguments) > 2 else None
    if isinstance(searched, Cells) and isinstance(values, Cells):
        size, area = searched.area, values.area
        bottom, right = area.top + size.rows - 1, area.left + size.columns - 1
        if bottom > MAX_ROW or right > MAX_COLUMN:
            raise Refused("its range of values would reach beyond the sheet")
        if (bottom, right) != (area.bottom, area.right):
            arguments[2] = Cells(Area(area.sheet, area.top, area.left, bottom, right))


def by_use(node: Call) -> Call:
    """Return a call by the name of how it is used, where that has a name of its own."""
    if node.name in _MODE_PLACE:
        return _looked_up(node)
    return _taken_apart(node) if node.name in COMPLEX_PARTS else node


def _looked_up(node: Call) -> Call:
    """Return a look-up by the name of what it does: by order, or for the value itself."""
    place = _MODE_PLACE[node.name]
    plain = Call(node.name, node.arguments[:place])
    mode = node.arguments[place] if len(node.arguments) > place else Literal(1.0)
    if isinstance(mode, Omitted):
        return plain
    is_flag = isinstance(mode, Literal) and isinstance(mode.value, bool)
    number = float(mode == Literal(value=True)) if is_flag else constant(mode)
    if number is None:
        return Call(f"{node.name}.CHOSEN", node.arguments)
    if number == 0:
        return plain
    falling = number < 0 and node.name == "MATCH"
    return Call(f"{node.name}.{'FALLING' if falling else 'SORTED'}", plain.arguments)


def _taken_apart(node: Call) -> Call:
    """Return IMREAL(IMCOS(x)) and its like as one function: no cell shows the text between."""
    inner = node.arguments[0] if len(node.arguments) == 1 else None
    name = f"{node.name}.{inner.name}" if isinstance(inner, Call) else node.name
    return Call(name, inner.arguments) if isinstance(inner, Call) and name in RULES else node


def _check_datedif(compiler: Compiler, arguments: list[Node]) -> None:  # noqa: ARG001 - all are called alike
    unit = arguments[2]
    if not isinstance(unit, Literal) or str(unit.value).lower() not in {"d", "m", "y", "ym"}:
        raise Refused('DATEDIF is computed with "d", "m", "y" and "ym" only')


CHECKS: dict[str, Callable[[Compiler, list[Node]], None]] = {
    "SUMIF": _resize_values,
    "AVERAGEIF": _resize_values,
    "DATEDIF": _check_datedif,
}
