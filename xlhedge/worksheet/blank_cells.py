"""Blank cells that arrive as 0: recognised by a cell that a user enters, and then refused.

Some versions of Office.js hand a function 0 for a blank cell (OfficeDev/office-js issues 1951, 4702
and 5262); a gap in a history would be a price of 0. No function can tell from one call, so a cell
that is known to be blank is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "HEDGE_BLANK_CHECK"
SUMMARY = "Whether blank cells reach the functions as blanks: enter =HEDGE_BLANK_CHECK(XFD1) once."
CELLS_HELP = "One or more cells that are blank, such as XFD1."
WELL = "Blank cells arrive as blanks."
ZEROS = (
    "This Excel hands blank cells over as 0. Ranges that hold a 0 are #N/A from now on: press "
    "Ctrl+Alt+F9 so that all cells calculate again, and update Excel."
)


class BlankCells:
    """What is known of how this Excel hands over blank cells."""

    def __init__(self) -> None:
        self.are_zeros = False

    def check(self, cells: object) -> str | ExcelError:
        """Return what the look at cells known to be blank has shown, and remember it."""
        seen = list(_each(cells))
        if not seen or any(cell is not None and not _is_zero(cell) for cell in seen):
            return ExcelError("#VALUE!", "cells hold something; cells that are blank are needed.")
        self.are_zeros = any(map(_is_zero, seen))
        return ZEROS if self.are_zeros else WELL

    def refusal(self, values: Sequence[object]) -> ExcelError | None:
        """Return #N/A where a range holds a 0 that may be a blank cell, else None."""
        if self.are_zeros and any(_has_zero(value) for value in values):
            return ExcelError("#N/A", ZEROS)
        return None


def _has_zero(value: object) -> bool:
    """Return whether a block of more than one cell holds a 0."""
    cells = list(_each(value)) if isinstance(value, list) else []
    return len(cells) > 1 and any(map(_is_zero, cells))


def _each(value: object) -> Iterator[object]:
    if isinstance(value, list | tuple):
        for inside in value:
            yield from _each(inside)
    else:
        yield value


def _is_zero(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == 0
