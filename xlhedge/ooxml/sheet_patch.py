"""New values put into a sheet's XML; all else in it stays as it was, byte for byte."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, Position, column_number, parse_cell
from xlhedge.ooxml.cell_xml import Change, cells_xml, value_xml
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.markup import attribute_edit, element_xml, scan, splice, splice_part
from xlhedge.ooxml.plain_xml import check_plain
from xlhedge.ooxml.usual_patch import patch_usual
from xlhedge.ooxml.usual_sheet import Unusual, UsualSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.markup import Edit, Element

_NAMES = frozenset({"sheetData", "row", "c", "f", "v", "is"})
_VALUES = frozenset({"v", "is"})


def patch_cells(content: bytes, changes: Mapping[Position, Change], label: str) -> bytes:
    """Return a sheet's XML with the changed cells in it.

    Parameters
    ----------
    content : bytes
        The sheet's part, in either dialect and with any prefix.
    changes : mapping
        The cells to change by (row, column).
    label : str
        The sheet's name, for messages.

    Raises
    ------
    BadBook
        The XML is damaged, has no cells' element, or its rows or cells are not in order.
    """
    if not changes:
        return content
    check_plain(content, f"The sheet {label!r}")
    with contextlib.suppress(Unusual):
        return patch_usual(UsualSheet(content), changes)
    return patch_any(content, changes, label)


def patch_any(content: bytes, changes: Mapping[Position, Change], label: str) -> bytes:
    """Do as `patch_cells`, however the sheet is spelled."""
    patch = _Patch(changes, label)
    scan(content, f"The sheet {label!r}", _NAMES, patch.visit, patch.enter)
    if not patch.is_done:
        raise BadBook(f"The sheet {label!r} has no place for cells; save the book once in Excel.")
    return splice(content, patch.edits)


class _Patch:
    """Meets a sheet's rows and cells in their order and notes the edits that change them."""

    def __init__(self, changes: Mapping[Position, Change], label: str) -> None:
        # by row, the last ones first: what comes next is taken from the end
        self._waiting: dict[int, list[tuple[int, Change]]] = {}
        for (row, column), change in sorted(changes.items(), reverse=True):
            self._waiting.setdefault(row, []).append((column, change))
        self._label = label
        self._row, self._row_text, self._column = 0, "0", 0  # the last row's or cell's place
        self._row_waiting: list[tuple[int, Change]] = []
        self._row_grew = False  # whether it has more cells than it had
        self._last_cell: Element | None = None
        self._change: Change | None = None  # of the cell that is being read
        self._formula: Element | None = None
        self._values: list[Element] = []
        self.edits: list[Edit] = []
        self.is_done = False  # whether the rows were met

    def enter(self, element: Element) -> bool:
        """Say whether anything in an element is to change."""
        if element.name == "c" and element.depth == 4:
            return self._enter_cell(element)
        if element.name == "row" and element.depth == 3:
            self._enter_row(element)
            # the reader refuses a cell in another's row; one without a number may be any row
            return bool(self._row_waiting) or "r" not in element.attributes
        return element.name == "sheetData" or element.depth == 1

    def visit(self, element: Element) -> None:
        """Note the edits of an element that has been read."""
        name, depth = element.name, element.depth
        if depth == 5:
            if name == "f":
                self._formula = element
            elif name in _VALUES:
                self._values.append(element)
        elif name == "c" and depth == 4:
            self._last_cell = element
            if self._change is not None:
                self._edit_cell(element, self._change)
        elif name == "row" and depth == 3:
            self._end_row(element)
        elif name == "sheetData" and depth == 2:
            self._add(element, element.close, self._new_rows(element.prefix, None))
            self.is_done = True

    def _enter_row(self, row: Element) -> None:
        text = row.attributes.get("r", "")
        number = int(text) if text.isdecimal() else self._row + 1 if not text else 0
        if number <= self._row:
            raise self._disorder(number)
        self._row, self._row_text, self._column = number, str(number), 0
        self._last_cell, self._row_grew = None, False
        if self._waiting and next(reversed(self._waiting)) < number:
            new = self._new_rows(row.prefix, number)
            self.edits.append((row.start, row.start, new.encode()))
        self._row_waiting = self._waiting.pop(number, [])

    def _enter_cell(self, cell: Element) -> bool:
        address = cell.attributes.get("r")
        letters = address.removesuffix(self._row_text) if address else ""
        if letters.isalpha() and letters.isascii():
            column = column_number(letters)
        else:  # in an unusual form, or after the one before
            place = parse_cell(address) if address else (self._row, self._column + 1)
            column = place[1] if place and place[0] == self._row else 0
        if not self._column < column <= MAX_COLUMN:
            raise self._disorder(self._row)
        self._column = column
        waiting = self._row_waiting
        self._change = None
        if waiting and waiting[-1][0] < column:
            new = self._new_cells(cell.prefix, before=column)
            self.edits.append((cell.start, cell.start, new.encode()))
        if waiting and waiting[-1][0] == column:
            self._change = waiting.pop()[1]
            self._formula, self._values = None, []
        return self._change is not None

    def _disorder(self, row: int) -> BadBook:
        return BadBook(
            f"The rows or cells of the sheet {self._label!r} are not in order at row {row}; save "
            "the book once in Excel or LibreOffice."
        )

    def _end_row(self, row: Element) -> None:
        if self._row_waiting:
            last = self._last_cell
            new = self._new_cells(row.prefix, before=None)
            self._add(row, last.end if last is not None else row.inside, new)
        if self._row_grew and "spans" in row.attributes:
            # the hint which columns a row has would be wrong now
            self.edits.append(attribute_edit(row, "spans", None))

    def _add(self, owner: Element, place: int, xml: str) -> None:
        """Note new XML at a place in an element."""
        if xml and owner.is_empty_tag:
            tag = owner.tag.decode()
            self.edits.append((owner.inside - 2, owner.inside, f">{xml}</{tag}>".encode()))
        elif xml:
            self.edits.append((place, place, xml.encode()))

    def _new_rows(self, prefix: str, before: int | None) -> str:
        """Return the rows that the sheet did not have, up to row `before`."""
        rows = []
        while self._waiting:
            number = next(reversed(self._waiting))
            if before is not None and number >= before:
                break
            cells = cells_xml(prefix, number, reversed(self._waiting.pop(number)))
            if cells:
                rows.append(element_xml(f"{prefix}row", {"r": str(number)}, cells))
        return "".join(rows)

    def _new_cells(self, prefix: str, before: int | None) -> str:
        """Return the cells that the row did not have, up to column `before`."""
        waiting, taken = self._row_waiting, []
        while waiting and (before is None or waiting[-1][0] < before):
            taken.append(waiting.pop())
        cells = cells_xml(prefix, self._row, taken)
        self._row_grew |= bool(cells)
        return cells

    def _edit_cell(self, cell: Element, change: Change) -> None:
        """Note the edits of a cell that the sheet has."""
        kind, value = value_xml(change, cell.prefix)
        values, formula = self._values, self._formula
        same_kind = cell.attributes.get("t", "") == kind and "vm" not in cell.attributes
        if len(values) == 1 and value and same_kind and change.fills is None:
            self.edits.append((values[0].start, values[0].end, value.encode()))
            return
        inside, close = cell.inside, cell.close
        tag_end = inside - (2 if cell.is_empty_tag else 1)
        drop = [attribute_edit(cell, n, None) for n in ("t", "vm") if n in cell.attributes]
        start_tag = splice_part(cell.source, (cell.start, tag_end), drop).rstrip()
        if kind:
            start_tag += f' t="{kind}"'.encode()
        edits = [(old.start, old.end, b"") for old in values]
        if formula is not None and change.fills is not None:
            edits.append(attribute_edit(formula, "ref", change.fills.local()))
        place = formula.end if formula is not None else inside
        body = splice_part(cell.source, (inside, close), [*edits, (place, place, value.encode())])
        rest = b">" + body + b"</" + cell.tag + b">" if body else b"/>"
        self.edits.append((cell.start, cell.end, start_tag + rest))
