"""New values put into a sheet that is spelled as usual, by its spelling."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, Position
from xlhedge.ooxml.cell_xml import Change, cells_xml, number_text, value_xml
from xlhedge.ooxml.markup import element_xml
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
    content, before, at = sheet.content, 0, 0
    out: list[bytes] = []
    for tag in sheet.tags():
        number = int(tag[2])
        if not before < number <= MAX_ROW:
            raise Unusual
        before = number
        if not rows or rows[-1] > number:
            continue
        row, new = sheet.row(tag), []
        while rows and rows[-1] < number:
            new.append(_new_row(rows.pop(), waiting))
        out += (content[at : row.start], *new)
        at = row.start
        if rows and rows[-1] == number:
            at = _patch_row(sheet, row, waiting[rows.pop()], out)
    out.append(content[at : sheet.end])
    out += [_new_row(number, waiting) for number in reversed(rows)]
    out.append(content[sheet.end :])
    return b"".join(out)


def _new_row(number: int, waiting: dict[int, _Waiting]) -> bytes:
    cells = cells_xml("", number, reversed(waiting[number]))
    return element_xml("row", {"r": str(number)}, cells).encode() if cells else b""


def _patch_row(sheet: UsualSheet, row: Row, waiting: _Waiting, out: list[bytes]) -> int:
    """Add a row as it is now, up to a place which is returned."""
    content, at, grew, before = sheet.content, row.inside, False, 0
    head = len(out)
    out.append(b"")  # the start tag, once it is known whether the row grew
    last = row.inside
    for cell in sheet.cells(row.inside, row.close):
        letters, digits, junk = cell.group(1, 2, 10)
        if junk or digits != row.digits:
            raise Unusual
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
    return cells_xml("", row.number, taken).encode()


def _patch_cell(
    content: bytes, cell: re.Match[bytes], change: Change, out: list[bytes], at: int
) -> int:
    """Add what stands up to a cell's new value and the value; return where what follows starts."""
    attributes, number = cell[3], change.value
    is_plain = b't="' not in attributes and b'vm="' not in attributes and change.fills is None
    if is_plain and cell[7] and isinstance(number, float) and math.isfinite(number):
        start, end = cell.span(7)  # as nearly all are
        out += (content[at:start], f"<v>{number_text(number)}</v>".encode())
        return end
    kind, value = value_xml(change, "")
    old = _KIND.search(attributes) if attributes else None
    same_kind = (old[1].decode() if old else "") == kind and b' vm="' not in attributes
    if value and same_kind and change.fills is None and cell[7] is not None:
        start, end = cell.span(7)
        out += (content[at:start], value.encode())
        return end
    start_tag = content[cell.start() : cell.end(3)]
    if attributes:
        start_tag = content[cell.start() : cell.start(3)] + _DROPPED.sub(b"", attributes)
    if kind:
        start_tag += f' t="{kind}"'.encode()
    formula = cell[4] or b""
    if change.fills is not None and formula:
        if b' ref="' not in cell[5]:
            raise Unusual
        formula = _REFERENCE.sub(f' ref="{change.fills.local()}"'.encode(), formula, count=1)
    body = formula + value.encode()
    rest = b">" + body + b"</c>" if body else b"/>"
    out += (content[at : cell.start()], start_tag, rest)
    return cell.end()
