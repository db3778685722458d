"""Text with separators: CSV by its comma, its semicolon or its tab."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.table import SEARCHED, Table, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 2**17  # characters, as the csv module's own limit for a field
MOST_TEXT = 2**26  # characters of all lines together
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # Excel's "Unicode text" begins so


def read_text(path: Path, most: int, fits: Callable[[Sequence[object]], bool]) -> Table:
    """Return the table in a text file of at most `most` rows below its headers.

    Of the three separators the one is taken by which a row of headers `fits`.
    """
    lines = _lines(path, most)
    if not lines:
        raise BadData(f"{path} is empty; the first row has to name the columns.")
    tables = [_split(path, lines, separator) for separator in SEPARATORS]
    for table in tables:
        if any(fits(row) for _, row in table.rows[:SEARCHED]):
            return table
    return max(tables, key=lambda table: len(table.rows[0][1]) if table.rows else 0)


def _lines(path: Path, most: int) -> list[str]:
    with path.open("rb") as file:
        encoding = _MARKS.get(file.read(2), "utf-8-sig")
    try:
        with path.open(encoding=encoding, newline="") as file:
            return _bounded(path, file, most)
    except UnicodeError as trouble:
        raise BadData(
            f"{path} is not text in UTF-8 ({getattr(trouble, 'reason', trouble)}); in Excel save "
            "it as 'CSV UTF-8'."
        ) from trouble


def _bounded(path: Path, file: IO[str], most: int) -> list[str]:
    """Return the lines; stop long before a file that is too large fills the memory."""
    lines: list[str] = []
    total = 0
    while line := file.readline(LONGEST_LINE + 1):
        if "\0" in line:
            raise BadData(f"{path} is not text: it holds bytes of 0. A CSV file is expected.")
        total += len(line)
        if len(line) > LONGEST_LINE or total > MOST_TEXT:
            raise BadData(
                f"{path}, line {len(lines) + 1}: no table has lines that long; expected are a date "
                "and prices with separators."
            )
        lines.append(line)
        if len(lines) > most + SEARCHED:
            raise too_many(str(path), most)
    return lines


def _split(path: Path, lines: list[str], separator: str) -> Table:
    reader = csv.reader(lines, delimiter=separator)
    try:
        return Table(str(path), [(reader.line_num, row) for row in reader if row], separator == ",")
    except csv.Error as trouble:
        raise BadData(f"{path}, line {reader.line_num}: no CSV file ({trouble}).") from trouble
