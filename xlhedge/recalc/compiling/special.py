"""Functions that choose, or point somewhere: each is compiled in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.formula import (
    ArrayLiteral,
    Binary,
    Call,
    Cells,
    Literal,
    Node,
    Omitted,
    Reference,
    Spill,
)
from xlhedge.recalc.compiling.checks import one_cell
from xlhedge.recalc.compiling.information import INFORMATION
from xlhedge.recalc.compiling.lambdas import GRID, STEPS
from xlhedge.recalc.compiling.offset import offset
from xlhedge.recalc.compiling.pieces import Piece, Use, ValueKind, as_array, constant, writes_array
from xlhedge.recalc.compiling.subtotals import subtotal
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions import shaping, supplement
from xlhedge.worksheet.errors import VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.recalc.compiling.compiler import Compiler
    from xlhedge.worksheet.cells import Scalar

_MAX_ARRAY = 5_000
_COUNTS = frozenset({"MATCH", "XMATCH", "ROWS", "COLUMNS", "COUNT", "COUNTA", "COUNTIF"})


def _if(compiler: Compiler, node: Call, use: Use) -> Piece:
    if not 2 <= len(node.arguments) <= 3:
        raise Refused("IF needs two or three arguments")
    condition = compiler.as_logical(_chooser(compiler, node, use))
    compile_ = compiler.compiled if use.whole or use.array else compiler.value
    branches = [
        Piece(a) if isinstance(a, Omitted) else compile_(a, use) for a in node.arguments[1:]
    ]
    many = condition.many or any(b.many for b in branches)
    kinds = {b.kind for b in branches}
    if condition.many or (use.array and many):
        nodes = [condition.node, *(_filled(b.node) for b in branches)]
        return Piece(compiler.site("IF", shaping.if_by_cell, nodes), many=True)
    kind = kinds.pop() if len(kinds) == 1 and len(branches) == 2 else ValueKind.UNKNOWN
    return Piece(Call("IF", (condition.node, *(b.node for b in branches))), many, kind)


def _chooser(compiler: Compiler, node: Call, use: Use) -> Piece:
    """Compile what IF and its kin look at first.

    SUMPRODUCT makes everything in it work cell by cell, but not these: of a range they take one
    cell, if the formula is no array formula.
    """
    piece = compiler.value(node.arguments[0], use)
    if use.forced and piece.many and not writes_array(node.arguments[0]):
        raise one_cell(node.name)
    return piece


def _filled(node: Node) -> Node:
    """Return a branch of IF; one that is left empty is 0."""
    return Literal(0.0) if isinstance(node, Omitted) else node


def _if_error(compiler: Compiler, node: Call, use: Use) -> Piece:
    if len(node.arguments) != 2:
        raise Refused(f"{node.name} needs two arguments")
    if not isinstance(node.arguments[0], Omitted):
        _chooser(compiler, node, use)
    pieces = [
        Piece(Literal(0.0)) if isinstance(a, Omitted) else compiler.value(a, use)
        for a in node.arguments
    ]
    if any(p.many for p in pieces):
        function = shaping.if_error if node.name == "IFERROR" else shaping.if_na
        return Piece(compiler.site(node.name, function, [p.node for p in pieces]), many=True)
    kind = pieces[0].kind if pieces[0].kind == pieces[1].kind else ValueKind.UNKNOWN
    return Piece(Call(node.name, tuple(p.node for p in pieces)), kind=kind)


def _choose(compiler: Compiler, node: Call, use: Use) -> Piece:
    if len(node.arguments) < 2 or any(isinstance(a, Omitted) for a in node.arguments):
        raise Refused("CHOOSE needs a number and what to choose from")
    index = compiler.converted(_chooser(compiler, node, use), supplement.as_integer)
    compile_ = compiler.compiled if use.whole or use.array else compiler.value
    choices = [compile_(a, use) for a in node.arguments[1:]]
    if index.many:
        nodes = [index.node, *(c.node for c in choices)]
        return Piece(compiler.site("CHOOSE", shaping.choose_each, nodes), many=True)
    return Piece(
        Call("CHOOSE", (index.node, *(c.node for c in choices))), any(c.many for c in choices)
    )


def index(compiler: Compiler, node: Call, use: Use) -> Piece:
    """Compile INDEX: a reference to one cell where its numbers say so."""
    if not 2 <= len(node.arguments) <= 3:
        raise Refused("INDEX needs a range and one or two numbers")
    source = compiler.compiled(node.arguments[0], as_array(use))
    numbers = [
        Piece(Literal(0.0)) if isinstance(a, Omitted) else compiler.value(a, use)
        for a in node.arguments[1:]
    ]
    if any(n.many for n in numbers):
        raise Refused(
            "INDEX with several row or column numbers is not known to come out as in Excel"
        )
    if any((c := constant(n.node)) is not None and c < 0 for n in numbers):
        return Piece(Literal(ExcelError(VALUE)))
    if not isinstance(source.node, Cells | Reference):
        nodes = [source.node, *(n.node for n in numbers)]
        site = compiler.site("INDEX", shaping.index, nodes)
        return Piece(site, many=source.many and (use.whole or use.array))
    numbers = [
        _not_negative(compiler, a, n) for a, n in zip(node.arguments[1:], numbers, strict=True)
    ]
    call = Call("INDEX", (source.node, *(n.node for n in numbers)))
    one_line = isinstance(source.node, Cells) and 1 in (
        source.node.area.rows,
        source.node.area.columns,
    )
    enough = len(numbers) == 2 or one_line
    if enough and all(_is_positive(n.node) for n in numbers):
        return Piece(call)
    if use.whole or use.array:
        return Piece(call, many=True)
    return Piece(compiler.site("INDEX", supplement.only, [call]))


def _not_negative(compiler: Compiler, argument: Node, number: Piece) -> Piece:
    """Return a row or column of INDEX with #VALUE! where it is below 0, as Excel has it."""
    counted = isinstance(argument, Call) and argument.name in _COUNTS
    if counted or constant(number.node) is not None:
        return number
    return compiler.converted(number, supplement.as_place)


def _row_or_column(compiler: Compiler, node: Call, use: Use) -> Piece:
    is_row = node.name == "ROW"
    if not node.arguments:
        return Piece(Literal(float(compiler.place[1][0 if is_row else 1])), kind=ValueKind.NUMBER)
    argument = node.arguments[0]
    if len(node.arguments) > 1 or not isinstance(argument, Cells):
        raise Refused(f"{node.name} needs a range of cells")
    compiler.notes.local = True
    area = argument.area
    first, last = (area.top, area.bottom) if is_row else (area.left, area.right)
    if first == last or not (use.array or use.whole):
        return Piece(Literal(float(first)), kind=ValueKind.NUMBER)
    if last - first > _MAX_ARRAY:  # too long for a text of the engine's: Python counts
        counted: list[Scalar] = [float(number) for number in range(first, last + 1)]
        return Piece(
            compiler.site(node.name, lambda: [[n] for n in counted] if is_row else [counted], []),
            many=True,
            kind=ValueKind.NUMBER,
        )
    cells = [Literal(float(number)) for number in range(first, last + 1)]
    rows = tuple((cell,) for cell in cells) if is_row else (tuple(cells),)
    return Piece(ArrayLiteral(rows), many=True, kind=ValueKind.NUMBER)


def _is_reference(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    argument = node.arguments[0] if len(node.arguments) == 1 else None
    if isinstance(argument, Call):
        raise Refused("whether a function gives a reference is not known")
    joined = isinstance(argument, Binary) and argument.operator in {":", ",", " "}
    return Piece(Literal(joined or isinstance(argument, Cells | Spill)), kind=ValueKind.LOGICAL)


def _is_positive(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, float) and node.value >= 1


def _grid_of(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    """Compile what a LAMBDA gives for each cell of an array."""
    height, width = (int(constant(a) or 0) for a in node.arguments[:2])
    cells = [_one_value(compiler, cell) for cell in node.arguments[2:]]
    if height == width == 1:
        return Piece(cells[0])
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    stacked: list[Node] = [compiler.site("LAMBDA", shaping.in_row, row) for row in rows]
    whole = compiler.site("LAMBDA", shaping.in_rows, stacked) if height > 1 else stacked[0]
    return Piece(whole, many=True)


def _one_value(compiler: Compiler, node: Node) -> Node:
    """Compile what a LAMBDA gives: one value, for an array of arrays is none."""
    if isinstance(node, Omitted):
        raise Refused("a parameter of a LAMBDA is left out and used")
    piece = compiler.compiled(node, Use(whole=True, array=True))
    return compiler.site("LAMBDA", shaping.only_value, [piece.node]) if piece.many else piece.node


def _steps(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    """Compile REDUCE or SCAN: the engine's own LET keeps each value until the next."""
    *parts, result = node.arguments
    named: list[Node] = []
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        named += (name, _one_value(compiler, value))
    piece = compiler.compiled(result, Use(whole=True, array=True))
    return Piece(Call("LET", (*named, piece.node)), many=piece.many)


SPECIAL: dict[str, Callable[[Compiler, Call, Use], Piece]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "IFNA": _if_error,
    "CHOOSE": _choose,
    "INDEX": index,
    "ROW": _row_or_column,
    "COLUMN": _row_or_column,
    "OFFSET": offset,
    "ISREF": _is_reference,
    "SUBTOTAL": subtotal,
    **INFORMATION,
    GRID: _grid_of,
    STEPS: _steps,
}
