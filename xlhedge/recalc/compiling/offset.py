"""OFFSET: the range that it means, where its numbers are known before anything is computed.

Besides numbers written out these are cells without a formula, and counts of such cells, from which
ranges are made that grow with their data: ``OFFSET($A$2,0,0,COUNTA($A:$A)-1,1)``.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area
from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node, Omitted
from xlhedge.recalc.compiling.pieces import Piece, Use, constant
from xlhedge.recalc.errors import NotComputed, Refused
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from xlhedge.recalc.compiling.compiler import Compiler
    from xlhedge.recalc.content import BookContent
    from xlhedge.worksheet.cells import Scalar

_COUNTS = frozenset({"COUNT", "COUNTA", "ROWS", "COLUMNS"})
_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def offset(compiler: Compiler, node: Call, use: Use) -> Piece:
    """Replace OFFSET by the range it means."""
    place = offset_range(compiler, node)
    return compiler.cells(place.area, use) if isinstance(place, Cells) else Piece(place)


def offset_range(compiler: Compiler, node: Node) -> Node:
    """Return the range that OFFSET means; that is possible when all its numbers are constants."""
    if not (isinstance(node, Call) and node.name == "OFFSET"):
        return node
    arguments = list(node.arguments)
    if not 3 <= len(arguments) <= 5 or not isinstance(arguments[0], Cells):
        raise Refused("OFFSET needs a range and two to four numbers")
    area = arguments[0].area
    usual = (0.0, 0.0, float(area.rows), float(area.columns))  # where nothing is between commas
    numbers = [
        n if isinstance(a, Omitted) else known_count(compiler, a)
        for a, n in zip(arguments[1:], usual, strict=False)
    ]
    if any(n is None for n in numbers):
        raise NotComputed("OFFSET with computed distances hides which cells it reads", hidden=True)
    compiler.notes.local = True  # its range may end at the sheet's edge
    rows, columns = int(numbers[0] or 0), int(numbers[1] or 0)
    height = int(numbers[2] or 0) if len(numbers) > 2 else area.rows
    width = int(numbers[3] or 0) if len(numbers) > 3 else area.columns
    top, left = area.top + rows, area.left + columns
    if 0.0 in numbers[2:]:
        return Literal(ExcelError("#REF!"))
    if height == 0 or width == 0:
        raise Refused("OFFSET with a size between 0 and 1 is not computed")
    if height < 0:  # counted upwards
        top, height = top + height + 1, -height
    if width < 0:
        left, width = left + width + 1, -width
    if top < 1 or left < 1 or top + height - 1 > MAX_ROW or left + width - 1 > MAX_COLUMN:
        return Literal(ExcelError("#REF!"))
    return Cells(Area(area.sheet, top, left, top + height - 1, left + width - 1))


def known_number(compiler: Compiler, node: Node) -> float | None:
    """Return the number that is written out, or stands in a cell that holds no formula."""
    if isinstance(node, Omitted):
        return 0.0
    if isinstance(node, Cells) and node.area.is_cell:
        area = node.area
        cell = compiler.book.sheets[area.sheet].cells.get((area.top, area.left))
        if cell is None or (cell.formula is None and cell.value is None):
            return 0.0
        value = cell.value if cell.formula is None else None
        return value if isinstance(value, float) else None
    return constant(node)


def known_count(compiler: Compiler, node: Node) -> float | None:
    """Return a number that is known, or reckoned from counts of cells without a formula."""
    number = known_number(compiler, node)
    if number is not None:
        return number
    if isinstance(node, Binary) and node.operator in _ARITHMETIC:
        left, right = known_count(compiler, node.left), known_count(compiler, node.right)
        if left is None or right is None:
            return None
        return float(_ARITHMETIC[node.operator](left, right))
    if not isinstance(node, Call) or node.name not in _COUNTS:
        return None
    areas = [argument.area for argument in node.arguments if isinstance(argument, Cells)]
    if not areas or len(areas) < len(node.arguments):
        return None
    return _counted(compiler.book, node.name, areas)


def _counted(book: BookContent, name: str, areas: list[Area]) -> float | None:
    if name in {"ROWS", "COLUMNS"}:
        return float(areas[0].rows if name == "ROWS" else areas[0].columns)
    values: list[Scalar] = []
    for area in areas:
        for place, cell in book.sheets[area.sheet].cells.items():
            if area.holds(*place):
                if cell.formula is not None:
                    return None
                values.append(cell.value)
    if name == "COUNT":
        return float(sum(isinstance(value, float) for value in values))
    return float(sum(value is not None for value in values))
