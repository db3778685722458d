"""The operators between references: what two have in common, and what lies between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node
from xlhedge.recalc.compiling import special
from xlhedge.recalc.compiling.checks import as_index
from xlhedge.recalc.compiling.offset import offset_range
from xlhedge.recalc.compiling.pieces import Piece, Use
from xlhedge.recalc.compiling.prepare import colon_range
from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from xlhedge.recalc.compiling.compiler import Compiler


def joined_references(compiler: Compiler, node: Binary, use: Use) -> Piece:
    """Compile an operator that makes one reference of two: a space, a comma or a colon."""
    left, right = node.left, node.right
    # what two ranges have in common is another cell each time, and a copy's ends may lie the
    # other way round
    compiler.notes.local = True
    if node.operator == " " and isinstance(left, Cells) and isinstance(right, Cells):
        a, b = left.area, right.area
        top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
        first, last = max(a.left, b.left), min(a.right, b.right)
        if a.sheet != b.sheet or top > bottom or first > last:
            return Piece(Literal(ExcelError("#NULL!")))
        return compiler.cells(Area(a.sheet, top, first, bottom, last), use)
    if node.operator == ":":
        node = Binary(":", offset_range(compiler, left), offset_range(compiler, right))
        left, right = node.left, node.right
        for side in (left, right):
            if isinstance(side, Literal) and isinstance(side.value, ExcelError):
                return Piece(side)
        whole = colon_range(node)
        if isinstance(whole, Cells):
            return compiler.cells(whole.area, use)
    if node.operator == ":" and use.whole:
        return _computed_ends(compiler, as_index(left), as_index(right), use)
    raise Refused("it joins references in a way that is not known to come out as in Excel")


def _computed_ends(compiler: Compiler, left: Node, right: Node, use: Use) -> Piece:
    """Return ``A1:INDEX(...)`` where all that it may read lies in one range.

    The engine computes a formula after the ranges that stand in it: a cell between two ends
    that is in neither would be read too early.
    """
    ranges = {
        node.arguments[0].area
        for node in (left, right)
        if isinstance(node, Call) and node.name == "INDEX" and isinstance(node.arguments[0], Cells)
    }
    if len(ranges) != 1:
        raise Refused("it joins references to different ranges")
    area = ranges.pop()
    ends = []
    for node in (left, right):
        if isinstance(node, Call):
            piece = special.index(compiler, node, Use(whole=True, array=use.array))
            ends.append(piece.node)
        elif isinstance(node, Cells) and node.area.is_cell and node.area.meets(area):
            ends.append(node)
        else:
            raise Refused("it joins a reference to a range that it does not lie in")
    return Piece(Binary(":", ends[0], ends[1]), many=True)
