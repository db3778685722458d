"""A table as it was found in a file, before anything in it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data.errors import BadData

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEARCHED = 50  # rows in which the headers are looked for: what stands above a table is short
SHEET_ROWS = 1_048_576


@dataclass(frozen=True)
class RawTable:
    """Rows of raw cells, each with its number in the file, headers and what precedes them too.

    `commas` tells whether commas stand between its cells, `remarks` what is to be known of it.
    """

    label: str
    rows: Sequence[tuple[int, Sequence[object]]]
    commas: bool = False
    remarks: tuple[str, ...] = ()


class SourceSheet(NamedTuple):
    """A sheet of a workbook: its table is read when it is asked for."""

    name: str
    visible: bool
    read: Callable[[str], RawTable]


class NoSavedValue:
    """What stands in a cell whose formula was saved without a value."""


def is_blank(cell: object) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def too_many(label: str, most: int) -> BadData:
    """Return what is said of more rows than a book takes."""
    return BadData(
        f"{label} holds more than {most:,} rows; at most {most:,} are taken (a sheet ends "
        f"at {SHEET_ROWS:,}). Take a shorter stretch (--from DATE) or one price a week or a month "
        "(--every week)."
    )


def too_long(label: str, most: int) -> BadData:
    """Return what is said of a file with more rows than are read: no option makes it shorter."""
    return BadData(
        f"{label} holds more than {most:,} rows; a file is read up to there. Keep one price a day, "
        "and the years that you need, in a file of their own."
    )
