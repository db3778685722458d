"""New values put into a sheet that is spelled as usual, by its spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Position
from xlhedge.ooxml.cell_xml import Change, cells_xml, value_xml
from xlhedge.ooxml.markup import element_xml
from xlhedge.ooxml.row_shapes import RowShapes
from xlhedge.ooxml.usual_sheet import Unusual, column_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.usual_sheet import Row, UsualSheet

_SPANS = re.compile(rb' spans="[^"]*"')
_REFERENCE = re.compile(rb' ref="[^"]*"')
_KIND = re.compile(rb' t="([^"]*)"')
_DROPPED = re.compile(rb' (?:t|vm)="[^"]*"')
_Waiting = list[tuple[int, Change]]  # of a row by column, the last ones first


def patch_usual(sheet: UsualSheet, changes: Mapping[Position, Change]) -> bytes:
    """Return a sheet's XML with the changed cells in it.

    Parameters
    ----------
    sheet : UsualSheet
        The sheet.
    changes : mapping
        The cells to change by (row, column).

    Raises
    ------
    Unusual
        Something in it is spelled otherwise, or stands out of order.
    """
    waiting: dict[int, _Waiting] = {}  # the last rows first
    for (number, column), change in sorted(changes.items(), reverse=True):
        waiting.setdefault(number, []).append((column, change))
    rows = list(waiting)
    content, shapes, before, at = sheet.content, RowShapes(), 0, 0
    out: list[bytes] = []
    for row in sheet.rows():
        number = int(row.digits)
        if not before < number <= MAX_ROW:
            raise Unusual
        before = number
        if not rows or rows[-1] > number:
            continue
        new = []
        while rows and rows[-1] < number:
            new.append(_new_row(rows.pop(), waiting))
        out += (content[at : row.start], *new)
        at = row.start
        if rows and rows[-1] == number:
            line = waiting[rows.pop()]
            like = shapes.match(content, row.digits, row.inside, row.close)
            end = _patch_like(shapes, like, line, out, at) if like else None
            at = _patch_row(sheet, row, line, out, shapes) if end is None else end
    out.append(content[at : sheet.end])
    out += [_new_row(number, waiting) for number in reversed(rows)]
    out.append(content[sheet.end :])
    return b"".join(out)


def _new_row(number: int, waiting: dict[int, _Waiting]) -> bytes:
    cells = cells_xml("", number, reversed(waiting[number]))
    return element_xml("row", {"r": str(number)}, cells).encode() if cells else b""


def _patch_like(
    shapes: RowShapes, row: re.Match[bytes], waiting: _Waiting, out: list[bytes], at: int
) -> int | None:
    """Do as `_patch_row` with a row of a known shape; None where more than its values changes."""
    content = row.string
    new: list[bytes] = []
    for column, change in reversed(waiting):
        cell = shapes.cells.get(column)
        kind, value = value_xml(change, "")
        if cell is None or not cell.value or change.fills is not None or not value:
            return None
        start, end = row.span(cell.value)
        attributes = _changed_attributes(cell.part[2], kind, is_v=cell.part[6].startswith(b"<v"))
        if attributes is not None:
            head, head_end = row.span(cell.head)
            new += (content[at:head], attributes, b">")
            at = head_end
        new += (content[at : start - cell.before], value.encode())
        at = end + cell.after
    out += new
    return at


def _patch_row(
    sheet: UsualSheet, row: Row, waiting: _Waiting, out: list[bytes], shapes: RowShapes
) -> int:
    """Add a row as it is now, up to a place which is returned."""
    content, at, grew, before = sheet.content, row.inside, False, 0
    head, parts = len(out), []
    out.append(b"")  # the start tag, once it is known whether the row grew
    last = row.inside
    for cell in sheet.cells(row.inside, row.close):
        letters, digits, junk = cell.group(1, 2, 10)
        if junk or digits != row.digits:
            raise Unusual
        parts.append(cell.groups(b""))
        column = column_of(letters)
        if not before < column <= MAX_COLUMN:
            raise Unusual
        before, last = column, cell.end()
        if not waiting or waiting[-1][0] > column:
            continue
        if waiting[-1][0] < column:
            new = _new_cells(row, waiting, column)
            grew |= bool(new)
            out += (content[at : cell.start()], new)
            at = cell.start()
        if waiting and waiting[-1][0] == column:
            at = _patch_cell(content, cell, waiting.pop()[1], out, at)
    shapes.learn(parts)
    new = _new_cells(row, waiting, MAX_COLUMN + 1)
    tag = content[row.start : row.inside]
    if new:
        grew = True
        out += (content[at:last], new)
        at = last
        if tag.endswith(b"/>"):
            tag = tag[:-2] + b">"
            out.append(b"</row>")
    out[head] = _SPANS.sub(b"", tag, count=1) if grew else tag
    return at


def _new_cells(row: Row, waiting: _Waiting, before: int) -> bytes:
    """Return the cells that a row did not have, up to column `before`."""
    taken = []
    while waiting and waiting[-1][0] < before:
        taken.append(waiting.pop())
    return cells_xml("", int(row.digits), taken).encode()


def _patch_cell(
    content: bytes, cell: re.Match[bytes], change: Change, out: list[bytes], at: int
) -> int:
    """Add what stands up to a cell's new value and the value; return where what follows starts."""
    kind, value = value_xml(change, "")
    attributes = _changed_attributes(cell[3], kind, is_v=cell[7] is not None)
    if value and attributes is None and change.fills is None:
        start, end = cell.span(7)
        out += (content[at:start], value.encode())
        return end
    formula = cell[4] or b""
    if change.fills is not None and formula:
        if b' ref="' not in cell[5]:
            raise Unusual
        formula = _REFERENCE.sub(f' ref="{change.fills.local()}"'.encode(), formula, count=1)
    body = formula + value.encode()
    rest = b">" + body + b"</c>" if body else b"/>"
    start_tag = content[cell.start() : cell.start(3)] + _attributes_of(cell[3], kind)
    out += (content[at : cell.start()], start_tag, rest)
    return cell.end()


@lru_cache(maxsize=4096)
def _changed_attributes(attributes: bytes, kind: str, *, is_v: bool) -> bytes | None:
    """Return a cell's attributes for a value of a kind; None where they and its <v> may stay."""
    old = _KIND.search(attributes)
    is_same = (old[1].decode() if old else "") == kind and b' vm="' not in attributes
    return None if is_same and is_v else _attributes_of(attributes, kind)


def _attributes_of(attributes: bytes, kind: str) -> bytes:
    return _DROPPED.sub(b"", attributes) + (f' t="{kind}"'.encode() if kind else b"")
