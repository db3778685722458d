"""A person's inputs and history carried from an older workbook into today's layout, by their names.

A name means the same in both. What stands beside a named column in the same row (a fund's name, a
day) goes along with it; what has no name goes to the same label on the same sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.recalc.inputs import name_area, set_inputs
from xlhedge.recalc.reading import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import BookContent
    from xlhedge.recalc.inputs import InputValue

_LONGEST = 40  # characters of a value in a sentence
_STAMP = "xlhedge_version"  # says which version made a book; the new one has its own


class Moved(NamedTuple):
    """What an older workbook's inputs are in a new one."""

    inputs: dict[str, InputValue | None]  # by cell of the new workbook; None empties it
    left: list[str]  # what found no place, a sentence each


class _InputRange(NamedTuple):
    """A named rectangle with inputs in it, in both workbooks."""

    name: str
    old: Area
    new: Area

    def place(self, position: Position) -> Position:
        """Return where a cell of the old workbook is in the new one."""
        row, column = position
        return self.new.top + row - self.old.top, self.new.left + column - self.old.left


def history_of(old: Path | bytes, names: list[str]) -> list[tuple[float | None, ...]]:
    """Return the rows of an older workbook's history: the day beside the prices, then the prices.

    Parameters
    ----------
    old : Path or bytes
        The older workbook.
    names : list of str
        The price columns' names; the days stand to the left of the first.

    Returns
    -------
    list of tuple
        Up to the last row that holds a price; nothing where the workbook has not all the names.
    """
    book = read_book(Package(old))
    areas = [_area(book, name) for name in names]
    if not all(areas):
        return []
    whole = [area for area in areas if area is not None]
    rows = [
        tuple(
            _number(book, area.sheet, (area.top + i, column))
            for area, column in [(whole[0], whole[0].left - 1), *((a, a.left) for a in whole)]
        )
        for i in range(whole[0].rows)
    ]
    while rows and rows[-1][1:] == (None,) * len(names):
        rows.pop()
    return rows


def move_of(old: Path | bytes, fresh: bytes) -> Moved:
    """Return what is to be set in a fresh workbook so that it holds an older one's inputs.

    Parameters
    ----------
    old : Path or bytes
        The workbook that somebody has filled in.
    fresh : bytes
        The same template in today's layout.

    Raises
    ------
    BadBook
        The older workbook cannot be read, or shares no input with the template.
    """
    source, target = read_book(Package(old)), read_book(Package(fresh))
    columns = list(_columns(source, target))
    if not columns:
        raise BadBook(
            "The older workbook and the template have no input of the same name; is it a workbook "
            "of this template?"
        )
    values: dict[tuple[str, Position], InputValue | None] = {}
    for column in columns:  # what the sample holds gives way, also where nothing takes its place
        if not column.new.is_cell:
            values |= {
                (column.new.sheet, place): None
                for place in column.new.positions()
                if _is_input(target, column.new.sheet, place)
            }
    left: list[str] = []
    for sheet, position in _inputs(source):
        value = source.sheets[sheet].cells[position].value
        places = [c for c in columns if _goes_with(c, sheet, position)]
        # the column that holds the cell, else the nearest one beside it
        places.sort(key=lambda c: (not c.old.holds(*position), abs(c.old.left - position[1])))
        place = next(((c.new.sheet, c.place(position)) for c in places), None)
        label = _label(source, sheet, position)
        if place is None and label:
            place = _beside(target, sheet, label, position)
        if place is None or not _is_input(target, *place):
            words = source.sheets[sheet].cells[position[0], label[0]].value if label else None
            here = f"{Area(sheet, *position, *position)}{f' ({words})' if words else ''}"
            left.append(f"{here}, {_shown(value)}: today's layout has no input for it.")
        elif isinstance(value, float | str | bool):
            values[place] = value
    return _accepted(target, values, left)


def _accepted(
    target: BookContent, values: dict[tuple[str, Position], InputValue | None], left: list[str]
) -> Moved:
    """Try each value on the template's cell; what it does not take is said."""
    inputs: dict[str, InputValue | None] = {}
    for (sheet, position), value in values.items():
        address = str(Area(sheet, *position, *position))
        try:
            set_inputs(target, {address: value})
        except BadBook as error:
            left.append(str(error))
        else:
            inputs[address] = value
    return Moved(inputs, left)


def _columns(source: BookContent, target: BookContent) -> Iterator[_InputRange]:
    """Return the names that stand for inputs in both."""
    for name in dict.fromkeys(n.name for n in source.names if n.sheet is None):
        old, new = _area(source, name), _area(target, name)
        if name == _STAMP or old is None or new is None:
            continue
        if any(_is_input(source, old.sheet, p) for p in old.positions()) and any(
            _is_input(target, new.sheet, p) for p in new.positions()
        ):
            yield _InputRange(name, old, new)


def _area(book: BookContent, name: str) -> Area | None:
    text = next((n.text for n in book.names if n.name.lower() == name.lower()), None)
    return name_area(book, text) if text else None


def _inputs(book: BookContent) -> Iterator[tuple[str, Position]]:
    """Return the cells that somebody filled in, sheet by sheet, but for the version's stamp."""
    stamp = _area(book, _STAMP)
    for sheet in book.sheets.values():
        for position in sorted(sheet.cells):
            if stamp and stamp.sheet == sheet.name and stamp.holds(*position):
                continue
            if sheet.cells[position].value is not None and _is_input(book, sheet.name, position):
                yield sheet.name, position


def _is_input(book: BookContent, sheet: str, position: Position) -> bool:
    """Whether a cell is one to fill in: unlocked, and no formula."""
    cell = book.sheets[sheet].cells.get(position)
    return cell is not None and cell.formula is None and cell.style in book.unlocked


def _goes_with(column: _InputRange, sheet: str, position: Position) -> bool:
    """Whether a cell is in a named column, or in one of its rows beside it."""
    area = column.old
    in_rows = sheet == area.sheet and area.top <= position[0] <= area.bottom
    return in_rows and (area.holds(*position) or not area.is_cell)


def _label(book: BookContent, sheet: str, position: Position) -> tuple[int, str] | None:
    """Return the column and text of what an input is labelled by: the nearest text to its left."""
    row, column = position
    for left in range(column - 1, 0, -1):
        cell = book.sheets[sheet].cells.get((row, left))
        if cell and isinstance(cell.value, str) and cell.value:
            return left, cell.formula or cell.value  # a label that takes a unit is a formula
    return None


def _beside(
    book: BookContent, sheet: str, label: tuple[int, str], position: Position
) -> tuple[str, Position] | None:
    """Return the cell beside the one row of a sheet that has the label; None where two have it."""
    column, text = label
    if sheet not in book.sheets:
        return None
    rows = [
        row
        for (row, at), cell in book.sheets[sheet].cells.items()
        if at == column and text in (cell.formula, cell.value)
    ]
    return (sheet, (rows[0], position[1])) if len(rows) == 1 else None


def _number(book: BookContent, sheet: str, position: Position) -> float | None:
    cell = book.sheets[sheet].cells.get(position)
    return cell.value if cell and isinstance(cell.value, float) else None


def _shown(value: object) -> str:
    text = f"{value:g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
