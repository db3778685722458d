"""SUBTOTAL: which cells of its ranges count, and the plain function that is left then.

Source: Microsoft's page on SUBTOTAL. 1 to 11 leave out the rows that a filter hides, 101 to 111 all
hidden rows; neither counts another subtotal.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node
from xlhedge.ooxml.tokens import TokenKind, closing, tokens
from xlhedge.recalc.compiling.pieces import Piece, Use, constant
from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.errors import DIV0, ExcelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlhedge.recalc.compiling.compiler import Compiler
    from xlhedge.recalc.content import BookContent, SheetContent

_FUNCTIONS = (
    "AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV", "STDEVP", "SUM", "VAR", "VARP",
)  # fmt: skip
_ZERO_OF_NOTHING = frozenset({"COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "SUM"})
_SUBTOTALS = frozenset({"SUBTOTAL", "AGGREGATE"})
MOST_PIECES = 2_000


def subtotal(compiler: Compiler, node: Call, use: Use) -> Piece:
    """Compile SUBTOTAL as the function it stands for, over the cells that count."""
    number = constant(node.arguments[0]) if node.arguments else None
    if number is None or number % 100 not in range(1, 12) or number // 100 > 1:
        raise Refused("SUBTOTAL needs a constant from 1 to 11 or 101 to 111")
    name = _FUNCTIONS[int(number) % 100 - 1]
    areas = [area for argument in node.arguments[1:] for area in areas_of(argument)]
    pieces = [
        p for area in areas for p in parts_that_count(compiler.book, area, hidden=number > 100)
    ]
    if len(pieces) > MOST_PIECES:
        raise Refused("it totals too many ranges")
    if not pieces:
        nothing = 0.0 if name in _ZERO_OF_NOTHING else ExcelError(DIV0)
        return Piece(Literal(nothing))
    return compiler.compiled(Call(name, tuple(Cells(piece) for piece in pieces)), use)


def areas_of(node: Node) -> Iterator[Area]:
    """Yield the ranges that a reference is made of.

    Raises
    ------
    Refused
        It is none.
    """
    if isinstance(node, Binary) and node.operator == ",":
        yield from areas_of(node.left)
        yield from areas_of(node.right)
    elif isinstance(node, Cells):
        yield node.area
    else:
        raise Refused("a range of cells is needed where the formula computes one")


def filter_hides(book: BookContent, area: Area) -> bool:
    """Whether a filter hides rows of a range."""
    sheet = book.sheets[area.sheet]
    return any(
        area.top <= row <= area.bottom and _is_filtered(sheet, row) for row in sheet.hidden_rows
    )


def parts_that_count(
    book: BookContent, area: Area, *, hidden: bool, inner: bool = True
) -> list[Area]:
    """Return the parts of a range that a subtotal counts.

    Parameters
    ----------
    book : BookContent
        The workbook.
    area : Area
        The range.
    hidden : bool
        Whether rows hidden by hand are left out as well as those hidden by a filter.
    inner : bool
        Whether other subtotals are left out.
    """
    sheet = book.sheets[area.sheet]
    out = {
        row
        for row in sheet.hidden_rows
        if area.top <= row <= area.bottom and (hidden or _is_filtered(sheet, row))
    }
    holes: dict[int, set[int]] = {}
    for row, column in _inner(sheet, area) if inner else ():
        if row not in out:
            holes.setdefault(row, set()).add(column)
    if not out and not holes:
        return [area]
    areas, top = [], area.top
    for row in sorted({*out, *holes, area.bottom + 1}):
        if row > top:
            areas.append(area._replace(top=top, bottom=row - 1))
        if row in holes:
            columns = [c for c in range(area.left, area.right + 1) if c not in holes[row]]
            # neighbours have the same distance between their number and their place
            for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
                line = [column for _, column in run]
                areas.append(Area(area.sheet, row, line[0], row, line[-1]))
        top = row + 1
    return areas


def _is_filtered(sheet: SheetContent, row: int) -> bool:
    return any(area.top < row <= area.bottom for area in sheet.filters)


def _inner(sheet: SheetContent, area: Area) -> Iterator[tuple[int, int]]:
    """Yield the cells of a range that hold another subtotal."""
    masters = sheet.masters
    for (row, column), cell in sheet.formulas:
        if area.holds(row, column) and (cell.formula or cell.shared):
            formula = cell.formula or masters.get(cell.shared, "")
            text = formula.upper()  # a quick look first: a sheet has many formulas
            if any(name in text for name in _SUBTOTALS) and any(
                token.function in _SUBTOTALS for token in tokens(formula)
            ):
                if not _is_subtotal(formula):
                    raise Refused("it totals a range in which a formula computes with a subtotal")
                yield row, column


def _is_subtotal(formula: str) -> bool:
    """Whether a formula is one subtotal of Excel's own, and no more."""
    pieces = [token for token in tokens(formula) if token.kind is not TokenKind.SPACE]
    is_own = pieces[0].function in _SUBTOTALS and "!" not in pieces[0].prefix
    return is_own and closing(pieces, 0) == len(pieces) - 1
