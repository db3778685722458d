"""Cell addresses: A1 text to numbers and back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN_SHEET = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Position = tuple[int, int]  # row, column, counted from 1


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """Return 27 for ``AA``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=4096)
def column_letters(number: int) -> str:
    """Return ``AA`` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=65536)
def parse_cell(text: str) -> Position | None:
    """Return the row and column of ``B3`` or ``$B$3``; None where the text is no cell."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if row <= MAX_ROW and column <= MAX_COLUMN else None


def cell_text(row: int, column: int) -> str:
    """Return ``B3`` for row 3, column 2."""
    return f"{column_letters(column)}{row}"


def sheet_reference(sheet: str) -> str:
    """Return a sheet's name as formulas write it."""
    plain = _PLAIN_SHEET.fullmatch(sheet) and parse_cell(sheet) is None
    return (
        sheet
        if plain and sheet.upper() not in {"TRUE", "FALSE", "R", "C"}
        else "'" + sheet.replace("'", "''") + "'"
    )


class Area(NamedTuple):
    """A rectangle of cells on one sheet, both ends included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """How many columns."""
        return self.right - self.left + 1

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.sheet == other.sheet
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def positions(self) -> list[Position]:
        """Return every cell, row by row."""
        return [
            (row, column)
            for row in range(self.top, self.bottom + 1)
            for column in range(self.left, self.right + 1)
        ]

    def local(self) -> str:
        """Return it as ``B2:C9``, without the sheet."""
        if self.top == 1 and self.bottom == MAX_ROW:
            return f"{column_letters(self.left)}:{column_letters(self.right)}"
        if self.left == 1 and self.right == MAX_COLUMN:
            return f"{self.top}:{self.bottom}"
        first = cell_text(self.top, self.left)
        return first if self.is_cell else f"{first}:{cell_text(self.bottom, self.right)}"

    def fixed(self) -> str:
        """Return it as ``$B$2:$C$9``, without the sheet."""
        first, last = ((self.top, self.left), (self.bottom, self.right))
        return ":".join(f"${column_letters(c)}${r}" for r, c in (first, last))

    def __str__(self) -> str:
        return f"{sheet_reference(self.sheet)}!{self.local()}"


def parse_area(text: str, sheet: str) -> Area | None:
    """Return the area of ``B3``, ``B3:C9``, ``B:C`` or ``3:9``; None for other text."""
    first, colon, last = text.replace("$", "").partition(":")
    start = parse_cell(first)
    end = parse_cell(last) if colon else start
    if start and end:
        (r0, c0), (r1, c1) = start, end
    elif colon and first.isascii() and last.isascii() and first.isalpha() and last.isalpha():
        r0, r1, c0, c1 = 1, MAX_ROW, column_number(first), column_number(last)
    elif colon and first.isdecimal() and last.isdecimal():
        r0, r1, c0, c1 = int(first), int(last), 1, MAX_COLUMN
    else:
        return None
    if not (min(r0, r1) > 0 and max(r0, r1) <= MAX_ROW and max(c0, c1) <= MAX_COLUMN):
        return None
    return Area(sheet, min(r0, r1), min(c0, c1), max(r0, r1), max(c0, c1))
