"""What is to be known of a book that another version made: the cells whose function changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.formula import Call, Cells, Node, Omitted, walk
from xlhedge.ooxml.tokens import tokens
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.inputs import name_area
from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.rule_changes import (
    OK,
    STAMP_LABEL,
    STAMP_NAME,
    FunctionCall,
    changes_for,
    changes_since,
    sentence_of,
    version_of,
    version_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import BookContent
    from xlhedge.worksheet.cells import Scalar


class ChangedCell(NamedTuple):
    """A cell whose function changed a default or rule since the book was made."""

    cell: str  # with its sheet
    function: str
    since: str
    was: str
    now: str
    advice: str


class VersionRemark(NamedTuple):
    """What is to be known of a book because of the version that made it."""

    made_by: str | None  # the version that the book says; None where it says none
    stamp: str  # the cell where it says so
    text: str  # a line a change; empty where there is nothing to say
    cells: tuple[ChangedCell, ...]


NO_REMARK = VersionRemark(None, "", "", ())


def version_remark(
    book: BookContent, parse: Callable[[str], Node], value_at: Callable[[str, Position], Scalar]
) -> VersionRemark:
    """Return the remark on a book.

    Parameters
    ----------
    book : BookContent
        The workbook as read.
    parse : callable
        Formula text to tree.
    value_at : callable
        The value of a cell, by sheet and position.
    """
    place = _stamp_place(book)
    stamp = value_at(*place) if place else None
    if place is None or version_of(stamp) is None:
        return NO_REMARK
    names = {name for change in changes_since(stamp) for name in change.functions}
    uses = list(_uses(book, names, parse, value_at)) if names else []
    text = sentence_of(stamp, uses)
    cells = [
        ChangedCell(use.place, use.function, c.since, c.was, c.now, c.advice)
        for c, matter in changes_for(stamp, uses)
        for use in matter
    ]
    where = str(Area(place[0], *place[1], *place[1]))
    return VersionRemark(
        version_text(stamp), where, "" if text == OK else text, tuple(dict.fromkeys(cells))
    )


def _stamp_place(book: BookContent) -> tuple[str, Position] | None:
    """Return the cell that says which version made a book.

    The first version's templates gave it no name: it stands beside its label on About.
    """
    for name in book.names:
        if name.name.lower() == STAMP_NAME:
            area = name_area(book, name.text)
            return (area.sheet, (area.top, area.left)) if area and area.is_cell else None
    about = book.sheet("About")
    cells = about.cells.items() if about else ()
    labels = (place for place, cell in cells if cell.value == STAMP_LABEL)
    return next(((about.name, (row, col + 1)) for row, col in labels), None) if about else None


def _uses(
    book: BookContent,
    names: set[str],
    parse: Callable[[str], Node],
    value_at: Callable[[str, Position], Scalar],
) -> Iterator[FunctionCall]:
    """Yield the calls of some functions in a book's formulas."""
    from xlhedge.recalc.compiling.prepare import Preparer  # only where something changed

    preparer = Preparer(book, parse, CATALOGUE)
    for sheet in book.sheets.values():
        masters = sheet.masters
        for position, cell in sheet.formulas:
            formula = cell.formula or masters.get(cell.shared, "")
            called = [t.function for t in tokens(formula) if t.function in names]
            if not called:
                continue
            place = str(Area(sheet.name, *position, *position))
            try:
                tree = preparer.prepare(formula, sheet.name, position)
            except Refused:  # what is not understood is named all the same
                yield from (FunctionCall(name, place) for name in called)
                continue
            for node in walk(tree):
                if isinstance(node, Call) and node.name in names:
                    yield FunctionCall(node.name, place, frozenset(_filled(node, value_at)))


def _filled(call: Call, value_at: Callable[[str, Position], Scalar]) -> Iterator[int]:
    """Yield which arguments a call passes: a blank cell stands for the default, as none does."""
    for i, node in enumerate(call.arguments):
        if isinstance(node, Omitted):
            continue
        area = node.area if isinstance(node, Cells) else None
        if area and area.is_cell and value_at(area.sheet, (area.top, area.left)) is None:
            continue
        yield i
