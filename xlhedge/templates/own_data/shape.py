"""Where a table's dates begin, and what stands above them: its headers, in one row or several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data.date_parts import with_whole_dates
from xlhedge.templates.own_data.dates import could_be_date
from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.habits import DATES
from xlhedge.templates.own_data.numbers import could_be_number, is_absent
from xlhedge.templates.own_data.table import SEARCHED, RawTable, is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK = 40  # cells of a column by which it is judged
MOSTLY = 0.7  # the share of them that makes a column one of dates
TALLEST = 6  # rows of headers
_UNIT = re.compile(r"[\[(][^\])]*[\])]")
_PER = re.compile(r"[\w$\u20ac\u00a3\u00a5\u00a2 .]+(?:/| per )[\w .]+|[A-Z]{3}|[$\u20ac\u00a3%]")
LONGEST_UNIT = 24  # characters
_OTHER = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")  # between words: SettlePrice has two


class Header(NamedTuple):
    """What stands above one column: its own texts from above, and those of a wider heading."""

    own: tuple[str, ...]
    wider: tuple[str, ...]

    @property
    def unit(self) -> str:
        """What stands in a row of units."""
        return next((_bare_unit(text) for text in self.own if text in self._units), "")

    @property
    def _units(self) -> frozenset[str]:
        """The texts that are units, below a name or above it: USD alone is a name."""
        units = frozenset(filter(_is_unit, self.own))
        return units if len(units) < len(self.own) else frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The texts that are no unit, the nearest to the data last."""
        return tuple(text for text in (*self.wider, *self.own) if text not in self._units)

    @property
    def name(self) -> str:
        """What stands next above the column, as a sentence shows it."""
        own = [text for text in self.own if text in self.names]
        name = (own or self.names or ("",))[-1]
        return f"{name} [{self.unit}]" if self.unit else name

    @property
    def text(self) -> str:
        """All that stands above the column: what tells two columns of one name apart."""
        return " ".join(dict.fromkeys(self.names))


@dataclass(frozen=True)
class Shape:
    """A table's parts: the row its data begin in, its headers, the columns of its dates.

    `top` counts in the table's rows, `headers` has one for each column, `dates` are places.
    """

    table: RawTable
    top: int
    headers: tuple[Header, ...]
    dates: tuple[int, ...]

    def column(self, place: int, most: int | None = None) -> list[tuple[int, object]]:
        """Return row numbers and cells of a column, down from where the data begin."""
        rows = self.table.rows[self.top : None if most is None else self.top + most]
        return [(n, row[place] if place < len(row) else None) for n, row in rows]

    def is_numeric(self, place: int) -> bool:
        """Whether most of what stands in a column may be prices."""
        cells = [cell for _, cell in self.column(place, LOOK) if not is_absent(cell)]
        return 2 * sum(map(could_be_number, cells)) > len(cells)

    @property
    def numeric(self) -> list[int]:
        """The columns of numbers that are no dates."""
        places = (i for i in range(len(self.headers)) if i not in self.dates)
        return [i for i in places if self.is_numeric(i)]


def bare_header(header: object) -> str:
    """Return a header without its unit in brackets, its case and its punctuation."""
    return _OTHER.sub(" ", _UNIT.sub(" ", str(header))).strip().casefold()


def same_words(header: str, option: str) -> bool:
    """Whether a header is what somebody calls it, whatever the case and the blanks."""
    return " ".join(header.split()).casefold() == " ".join(option.split()).casefold()


def _is_unit(text: str) -> bool:
    return bool(_UNIT.fullmatch(text) or (len(text) <= LONGEST_UNIT and _PER.fullmatch(text)))


def _bare_unit(text: str) -> str:
    return text[1:-1].strip() if _UNIT.fullmatch(text) else text


def unit_of(header: str) -> str:
    """Return what a header says in brackets, without them."""
    match = _UNIT.search(header)
    return match[0][1:-1].strip() if match else ""


_DATES = frozenset(map(bare_header, DATES))


def find_shape(table: RawTable, option: str | None) -> Shape:
    """Return the shape of a table; `told` is the header of its dates, or its place from 1.

    Raises
    ------
    BadData
        No column, or none of that name, is one of dates.
    """
    table = with_whole_dates(table) if option is None else table
    width = max((len(row) for _, row in table.rows[: 3 * SEARCHED]), default=0)
    starts = {i: start for i in range(width) if (start := _start(table, i)) is not None}
    if option is not None:
        starts = _by_option(table, starts, option, width)
    elif not starts or all(not _by_name(table, start, i) for i, start in starts.items()):
        starts = _named(table, width) or starts
    if not starts:
        raise _no_dates(table)
    top = min(starts.values())
    top = _first_of_data(table, top, list(starts))
    return Shape(table, top, _headers(table, top, width), tuple(sorted(starts)))


def _start(table: RawTable, place: int) -> int | None:
    """Return the first row from which a column holds dates, None where it does not."""
    rows = table.rows[: SEARCHED + LOOK]
    cells = [row[place] if place < len(row) else None for _, row in rows]
    for start, cell in enumerate(cells[:SEARCHED]):
        if could_be_date(cell):
            below = [c for c in cells[start : start + LOOK] if not is_blank(c)]
            if sum(map(could_be_date, below)) >= max(2, MOSTLY * len(below)):
                return start
    return None


def _by_name(table: RawTable, start: int, place: int) -> bool:
    above = table.rows[max(0, start - TALLEST) : start]
    return any(place < len(row) and bare_header(row[place]) in _DATES for _, row in above)


def _named(table: RawTable, width: int) -> dict[int, int]:
    """Return the columns that are called dates, and hold numbers: they may be dates too."""
    for at, (_, row) in enumerate(table.rows[:SEARCHED]):
        matches = {}
        for place in range(min(width, len(row))):
            text = row[place]
            below = [r[place] for _, r in table.rows[at + 1 : at + 6] if place < len(r)]
            if isinstance(text, str) and bare_header(text) in _DATES and below:
                matches[place] = at + 1
        if matches and len([cell for cell in row if not is_blank(cell)]) > 1:
            plain_dates = {
                i: s for i, s in matches.items() if bare_header(row[i]).startswith("date")
            }
            return plain_dates or matches
    return {}


def _by_option(table: RawTable, starts: dict[int, int], option: str, width: int) -> dict[int, int]:
    """Return the one column that the reader names as the dates'."""
    for at, (_, row) in enumerate(table.rows[:SEARCHED]):
        hits = [i for i, cell in enumerate(row) if same_words(str(cell), option)]
        dated = [i for i in hits if i in starts]
        if hits:
            return {i: max(starts.get(i, at + 1), at + 1) for i in (dated or hits)}
    if option.strip().isdigit() and 1 <= int(option) <= width:
        place = int(option) - 1
        return {place: starts.get(place, 1)}
    row = table.rows[max(0, min(starts.values(), default=1) - 1)][1]
    raise BadData(f"{table.label} has no column {excerpt(option)}; {header_list(row)}.")


def _first_of_data(table: RawTable, top: int, dates: Sequence[int]) -> int:
    """Return the first row of data: one with prices and a faulty date is no row of headers."""
    while top > 1:
        _, row = table.rows[top - 1]
        cells = [cell for i, cell in enumerate(row) if i not in dates and not is_blank(cell)]
        named = [row[i] for i in dates if i < len(row) and not is_blank(row[i])]
        if not cells or not named or not all(map(could_be_number, cells)):
            break
        if any(bare_header(cell) in _DATES for cell in named):
            break
        top -= 1
    return top


def _headers(table: RawTable, top: int, width: int) -> tuple[Header, ...]:
    """Return what stands above each column, in the rows next above the data."""
    block: list[Sequence[object]] = []
    below = None
    for number, row in reversed(table.rows[max(0, top - TALLEST) : top]):
        if below is not None and number < below - 1:
            break
        block.insert(0, row)
        below = number
    spread = [_spread(row, width) for row in block]
    headers = []
    for place in range(width):
        own = tuple(
            str(row[place]).strip() for row in block if place < len(row) and _is_name(row[place])
        )
        wider = tuple(text for row in spread[:-1] if (text := row[place]) and text not in own)
        headers.append(Header(own, wider))
    return tuple(headers)


def _spread(row: Sequence[object], width: int) -> list[str]:
    """Return a row of headings, each over the columns up to the next: how merged cells read."""
    texts, last = [], ""
    for place in range(width):
        cell = row[place] if place < len(row) else None
        if not is_blank(cell):  # a month ends the heading before it
            last = str(cell).strip() if _is_name(cell) else ""
        texts.append(last)
    return texts if len(set(texts)) > 1 else [""] * width


def _is_name(cell: object) -> bool:
    return not is_blank(cell) and not could_be_date(cell)


def header_list(row: Sequence[object], most: int = 12) -> str:
    """Return the headers of a row, as a sentence shows them."""
    headers = [excerpt(cell) for cell in row if not is_blank(cell)]
    more = ", ..." if len(headers) > most else ""
    return f"found are {', '.join(headers[:most])}{more}" if headers else "it has no headers"


def _no_dates(table: RawTable) -> BadData:
    rows = table.rows[:SEARCHED]
    row = max((row for _, row in rows), key=lambda r: sum(not is_blank(c) for c in r), default=())
    note = ""
    if any(bare_header(cell) in _DATES for cell in row) and row is table.rows[-1][1]:
        return BadData(f"{table.label} has headers and no prices below them.")
    if sum(map(could_be_date, row)) > 1:
        return BadData(
            f"{table.label} has its dates in a row, {header_list(row, 3)}; they are to stand below "
            "each other: in Excel copy the table, Paste Special, Transpose."
        )
    if len(row) == 1:
        note = " (a text file is to be separated by commas, semicolons, tabs, bars or spaces)"
    return BadData(
        f"{table.label} has no column of dates; {header_list(row)}{note}. Dates are true ones or "
        "texts such as 2024-01-31; numbers are where the header says date, or --column date=HEADER "
        "does."
    )
