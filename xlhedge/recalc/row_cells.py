"""The cells of a sheet's rows as the file holds them."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, cell_text, column_number, parse_cell
from xlhedge.ooxml.cell_xml import CELL_KINDS, CellKind
from xlhedge.ooxml.characters import plain_text
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.content import CellContent, FormulaKind, WhatIf
from xlhedge.worksheet.cells import serial
from xlhedge.worksheet.errors import CODES, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import SheetContent
    from xlhedge.worksheet.cells import Scalar

FORMULA_KINDS = {kind.value: kind for kind in FormulaKind}
# asked of every cell: up to Python 3.11 an enumeration looks its members up slowly
_NUMBER, _TEXT, _INLINE_TEXT = CellKind.NUMBER, CellKind.TEXT, CellKind.INLINE_TEXT
_SHARED_TEXT, _TRUTH = CellKind.SHARED_TEXT, CellKind.TRUTH
_ERROR, _DATE = CellKind.ERROR, CellKind.DATE
_FIRST_OF_MARCH = 61
_MOST_LETTERS = 3  # of a column: XFD


class Texts(NamedTuple):
    """What cells point to by number."""

    shared: list[str]
    dynamic: set[str]  # the ``cm`` numbers that mark a spilling formula


def is_true(text: str | None) -> bool:
    """Whether an attribute is set."""
    return text in {"1", "true", "on"}


def rich_text(element: Element) -> str:
    """Return the text of a shared or inline string, without its phonetic guide."""
    parts = []
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts += [t.text or "" for t in child if t.tag.rpartition("}")[2] == "t"]
    return plain_text("".join(parts))


def row_number(row: Element, before: int, sheet: SheetContent, label: str) -> int:
    """Return a row's number; one that says none comes after the row before."""
    text = row.get("r", str(before + 1))
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MAX_ROW:
        raise BadBook(f"{label}: a row of the sheet {sheet.name!r} says it is number {text!r}.")
    return int(text)


def read_row(
    sheet: SheetContent, row: Element, number: int, space: str, texts: Texts, label: str
) -> None:
    """Read a row's cells, however they are spelled."""
    if is_true(row.get("hidden")):
        sheet.hidden_rows.append(number)
    cell_tag, row_text, column, cells = f"{space}c", str(number), 0, sheet.cells
    for element in row:
        if element.tag != cell_tag:
            continue
        address = element.get("r")
        # the standard lets a cell be without an address: it comes after the one before
        place = (number, column + 1)
        if address is not None:
            letters = address.removesuffix(row_text)
            known = letters.isalpha() and letters.isascii() and len(letters) <= _MOST_LETTERS
            place = (number, column_number(letters)) if known else parse_cell(address) or (0, 0)
            # one in another's row would be there twice once its own row is written
            if place[0] != number or not 0 < place[1] <= MAX_COLUMN:
                raise BadBook(
                    f"{label}: a cell in row {number} of the sheet {sheet.name!r} says it is at "
                    f"{address!r}; an address such as B{number} is needed. Save it again in Excel."
                )
        column = place[1]
        if place in cells:
            raise BadBook(f"{label}: the cell {sheet.name}!{cell_text(*place)} is there twice.")
        try:
            cells[place] = _cell(element, space, texts, place)
        except (ValueError, IndexError) as error:
            raise BadBook(
                f"{label}: the value of {sheet.name}!{cell_text(*place)} cannot be read ({error})."
            ) from error


def _cell(element: Element, space: str, texts: Texts, place: Position) -> CellContent:
    kind = cell_kind(element.attrib)
    text, inline, formula = None, None, None
    for child in element:
        tag = child.tag.removeprefix(space)
        if tag == "v":
            text = child.text or "" if text is None else text
        elif tag == "f":
            formula = child if formula is None else formula
        elif tag == "is":
            inline = child if inline is None else inline
    value: Scalar = None
    if kind is _INLINE_TEXT:
        value = rich_text(inline) if inline is not None else None
    elif text or kind is _TEXT:
        value = cell_value(kind, text or "", texts.shared, newer="vm" in element.attrib)
    cell = CellContent(value, style=int(element.get("s", "0")))
    if formula is not None:
        cell.formula = formula.text or ""
        cell.kind = FORMULA_KINDS.get(formula.get("t", ""), FormulaKind.PLAIN)
        cell.reference = formula.get("ref", cell_text(*place) if cell.kind else "")
        cell.shared = formula.get("si", "")
        if cell.kind is FormulaKind.DATA_TABLE:
            cell.table = WhatIf.read(formula.attrib)
        cell.dynamic = cell.kind is FormulaKind.ARRAY and element.get("cm") in texts.dynamic
    return cell


def cell_kind(attributes: Mapping[str, str]) -> CellKind | str:
    """Return what a cell's attributes say of its value: a text where nobody knows that word."""
    text = attributes.get("t", "n")
    return CELL_KINDS.get(text, text)


def cell_value(kind: CellKind | str, text: str, strings: list[str], *, newer: bool) -> Scalar:
    """Return the value that a text stands for in a cell of a kind."""
    if kind is _SHARED_TEXT:
        if not text.isdecimal() or int(text) >= len(strings):
            raise ValueError(f"there is no shared text number {text[:40]!r}")
        return strings[int(text)]
    if kind is _TEXT:
        return plain_text(text)
    if kind is _TRUTH:
        return is_true(text)
    if kind is _ERROR:
        # newer errors are stored as #VALUE!, and which one it is elsewhere
        return ExcelError("#UNKNOWN!" if newer else text if text in CODES else VALUE)
    if kind is _DATE:
        return _date(text)
    if kind is not _NUMBER:
        raise ValueError(f"a cell of type {kind!r}")
    number = float(text) if text.isascii() and "_" not in text else math.nan  # 1_000 is Python's
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]!r} is no number")
    return number


def _date(text: str) -> float:
    """Return the serial number of a date or time as ISO 8601 writes it."""
    moment = text.strip().removesuffix("Z")
    if "-" not in moment:
        time = dt.time.fromisoformat(moment.removeprefix("T"))
        return serial(dt.datetime.combine(dt.date(1899, 12, 30), time))
    number = serial(dt.datetime.fromisoformat(moment))
    return number if number >= _FIRST_OF_MARCH else number - 1  # Excel has a 29 February 1900
