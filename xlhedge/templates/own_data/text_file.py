"""Text with separators: commas, semicolons, tabs, bars, or columns held apart by spaces."""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import itertools
import re
from typing import IO

from xlhedge.templates.own_data.dates import could_be_date
from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.numbers import could_be_number
from xlhedge.templates.own_data.table import SEARCHED, RawTable, too_long

SEPARATORS = (",", ";", "\t", "|")
MOST_ROWS = 100_000  # of a file: what is kept of them is counted later
LONGEST_LINE = 2**17  # characters, as the csv module's own limit for a field
MOST_TEXT = 2**26  # characters of all lines together
HEAD = 64  # bytes by which an encoding is told
WESTERN = "cp1252"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # Excel's "Unicode text" begins so
_EXCEL_HINT = re.compile(r"sep=.\s*")
_AS_TEXT = re.compile(r'="(.*)"')  # how exports keep Excel from reading a date or a number


def read_text(label: str, file: IO[bytes]) -> RawTable:
    """Return the table in a text file.

    Of the separators the one is taken that cuts most lines into a date and other cells.
    """
    lines, remarks = _lines(label, file)
    if lines and _EXCEL_HINT.fullmatch(lines[0]):
        lines[0] = "\n"  # the numbers of the rows stay the file's
    if not any(line.strip() for line in lines):
        raise BadData(f"{label} is empty; the first row has to name the columns.")
    ways = [functools.partial(_split, separator=separator) for separator in SEPARATORS]
    ways += [functools.partial(_spaced, gap=re.compile(gap)) for gap in (r"\s{2,}", r"\s+")]
    best = max(ways, key=lambda way: _likeness(way(label, lines, most=2 * SEARCHED)))
    return dataclasses.replace(best(label, lines), remarks=remarks)


def _likeness(table: RawTable) -> tuple[int, int]:
    """Return how many rows hold a date beside other cells, and how many cells are numbers."""
    rows = [row[:8] for _, row in table.rows if len(row) > 1]
    dated = sum(any(map(could_be_date, row)) for row in rows)
    return dated, sum(sum(map(could_be_number, row)) for row in rows)


def _lines(label: str, file: IO[bytes]) -> tuple[list[str], tuple[str, ...]]:
    head = file.read(HEAD)
    file.seek(0)
    encoding = _MARKS.get(head[:2]) or _unmarked(head) or "utf-8-sig"
    try:
        return _bounded(label, io.TextIOWrapper(file, encoding, newline="")), ()
    except UnicodeError as error:
        reason = getattr(error, "reason", error)
        if encoding != "utf-8-sig":
            raise BadData(f"{label} is no text in UTF-16 ({reason}).") from error
    file.seek(0)
    try:
        lines = _bounded(label, io.TextIOWrapper(file, WESTERN, newline=""))
    except UnicodeError as error:
        raise BadData(
            f"{label} is not text in UTF-8, nor in Windows' Western letters "
            f"({getattr(error, 'reason', error)}); in Excel save it as 'CSV UTF-8'."
        ) from error
    number, line = next((n, one) for n, one in enumerate(lines, 1) if not one.isascii())
    shown = next(word for word in re.split(r"[;,\t|]", line) if not word.isascii()).strip()
    return lines, (
        f"The text is no UTF-8: it is read as Windows-1252, row {number}: {shown[:40]!r}.",
    )


def _unmarked(head: bytes) -> str | None:
    """Return which UTF-16 a text is in that has no mark of it: every other byte is 0."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 2 and not any(head[first::2]) and all(head[1 - first :: 2]):
            return encoding
    return None


def _bounded(label: str, file: io.TextIOWrapper) -> list[str]:
    """Return the lines; stop long before a file that is too large fills the memory."""
    lines: list[str] = []
    total = 0
    try:
        while line := file.readline(LONGEST_LINE + 1):
            if "\0" in line:
                raise BadData(f"{label} is not text: it holds bytes of 0. A CSV file is expected.")
            total += len(line)
            if len(line) > LONGEST_LINE or total > MOST_TEXT:
                raise BadData(
                    f"{label}, line {len(lines) + 1}: no table has lines that long; expected are a "
                    "date and prices with separators."
                )
            lines.append(line)
            if len(lines) > MOST_ROWS + SEARCHED:
                raise too_long(label, MOST_ROWS)
    finally:
        file.detach()  # the file below stays open for a second reading
    return lines


def _split(label: str, lines: list[str], most: int | None = None, *, separator: str) -> RawTable:
    reader = csv.reader(lines, delimiter=separator)
    quotes = any('"' in line for line in lines)
    filled = ((reader.line_num, _bare(row)) for row in reader if any(map(str.strip, row)))
    try:
        rows = list(itertools.islice(filled, most))
    except csv.Error as error:
        raise BadData(f"{label}, line {reader.line_num}: no CSV file ({error}).") from error
    return RawTable(label, rows, separator == "," and not quotes)


def _bare(row: list[str]) -> list[str]:
    return [m[1] if "=" in cell and (m := _AS_TEXT.fullmatch(cell)) else cell for cell in row]


def _spaced(
    label: str, lines: list[str], most: int | None = None, *, gap: re.Pattern[str]
) -> RawTable:
    filled = ((n, gap.split(line.strip())) for n, line in enumerate(lines, 1) if line.strip())
    return RawTable(label, list(itertools.islice(filled, most)))
