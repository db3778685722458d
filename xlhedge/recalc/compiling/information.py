"""Functions that ask about a formula's own book, and AGGREGATE: known before computing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.formula import ArrayLiteral, Cells, Literal, Omitted
from xlhedge.recalc.compiling.offset import known_number
from xlhedge.recalc.compiling.pieces import Piece, Use, ValueKind, as_array
from xlhedge.recalc.compiling.subtotals import MOST_PIECES, areas_of, filter_hides, parts_that_count
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions import aggregate as computed
from xlhedge.recalc.functions import supplement
from xlhedge.worksheet.errors import NA, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.ooxml.formula import Call, Node
    from xlhedge.recalc.compiling.compiler import Compiler


def sheet_number(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    """Compile SHEET: the place of a sheet among the tabs, hidden ones too."""
    argument = node.arguments[0] if node.arguments else None
    if len(node.arguments) > 1 or not isinstance(argument, Cells | Literal | None):
        raise Refused("SHEET needs a reference, or nothing")
    if isinstance(argument, Literal):
        names = [name.casefold() for name in compiler.book.tabs]
        sought = str(argument.value).casefold() if isinstance(argument.value, str) else None
        if sought not in names:
            return Piece(Literal(ExcelError(NA)))
        return Piece(Literal(float(names.index(sought) + 1)), kind=ValueKind.NUMBER)
    name = compiler.place[0] if argument is None else argument.area.sheet
    return Piece(Literal(float(compiler.book.tabs.index(name) + 1)), kind=ValueKind.NUMBER)


def sheet_count(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    """Compile SHEETS: how many tabs a reference goes through, or the book has."""
    if not node.arguments:
        return Piece(Literal(float(len(compiler.book.tabs))), kind=ValueKind.NUMBER)
    sheets = {area.sheet for area in areas_of(node.arguments[0])}
    return Piece(Literal(float(len(sheets))), kind=ValueKind.NUMBER)


def area_count(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    """Compile AREAS: how many rectangles a reference has."""
    if len(node.arguments) != 1:
        raise Refused("AREAS needs one reference")
    return Piece(Literal(float(sum(1 for _ in areas_of(node.arguments[0])))), kind=ValueKind.NUMBER)


def is_formula(compiler: Compiler, node: Call, use: Use) -> Piece:  # noqa: ARG001 - all special rules are called alike
    """Compile ISFORMULA of one cell."""
    argument = node.arguments[0] if len(node.arguments) == 1 else None
    if not isinstance(argument, Cells) or not argument.area.is_cell:
        raise Refused("ISFORMULA needs one cell")
    area = argument.area
    cell = compiler.book.sheets[area.sheet].cells.get((area.top, area.left))
    return Piece(Literal(cell is not None and cell.formula is not None), kind=ValueKind.LOGICAL)


def type_of(compiler: Compiler, node: Call, use: Use) -> Piece:
    """Compile TYPE: 64 for an array, else by the value."""
    if len(node.arguments) != 1 or isinstance(node.arguments[0], Omitted):
        raise Refused("TYPE needs one value")
    if isinstance(node.arguments[0], ArrayLiteral):
        return Piece(Literal(64.0), kind=ValueKind.NUMBER)
    piece = compiler.compiled(node.arguments[0], use._replace(whole=True))
    if piece.many:
        raise Refused("whether TYPE sees one cell of a range here is not known")
    return Piece(compiler.site("TYPE", supplement.type_number, [piece.node]), kind=ValueKind.NUMBER)


def aggregate(compiler: Compiler, node: Call, use: Use) -> Piece:
    """Compile AGGREGATE: a function over what is left without hidden rows, errors, subtotals.

    Source: Microsoft's page on AGGREGATE.
    """
    if len(node.arguments) < 3:
        raise Refused("AGGREGATE needs two numbers and a range")
    function, option = (known_number(compiler, a) for a in node.arguments[:2])
    if function is None or option is None or function not in range(1, 20) or option not in range(8):
        raise Refused("AGGREGATE needs numbers from 1 to 19 and 0 to 7, known before computing")
    compute = computed.aggregate(int(function), without_errors=option in {2, 3, 6, 7})
    ranges = node.arguments[2:]
    if function < computed.FIRST_WITH_PLACE:
        return Piece(compiler.site("AGGREGATE", compute, _left(compiler, ranges, int(option))))
    if len(ranges) != 2:
        raise Refused("AGGREGATE needs an array and a number here")
    place = compiler.value(ranges[1], use)
    if place.many:
        raise Refused("AGGREGATE is asked for several places")
    if isinstance(ranges[0], Cells):
        left = _left(compiler, ranges[:1], int(option))
    else:
        left = [compiler.compiled(ranges[0], as_array(use)).node]
    return Piece(compiler.site("AGGREGATE", compute, [place.node, *left]))


def _left(compiler: Compiler, arguments: tuple[Node, ...], option: int) -> list[Node]:
    """Return the ranges without the rows and the subtotals that an option leaves out."""
    hidden, inner = option % 2 == 1, option < 4
    areas = [area for argument in arguments for area in areas_of(argument)]
    if not hidden and any(filter_hides(compiler.book, area) for area in areas):
        raise Refused("whether AGGREGATE counts rows that a filter hides is not known here")
    parts = [
        part
        for area in areas
        for part in (
            parts_that_count(compiler.book, area, hidden=hidden, inner=inner)
            if hidden or inner
            else [area]
        )
    ]
    if len(parts) > MOST_PIECES:
        raise Refused("it totals too many ranges")
    return [Cells(part) for part in parts]


INFORMATION: dict[str, Callable[[Compiler, Call, Use], Piece]] = {
    "SHEET": sheet_number,
    "SHEETS": sheet_count,
    "AREAS": area_count,
    "ISFORMULA": is_formula,
    "TYPE": type_of,
    "AGGREGATE": aggregate,
}
