"""Which column is which: by its header, or by what the reader was told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data.errors import BadData, quoted
from xlhedge.templates.own_data.table import SEARCHED, Table, is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.templates.schema import Part

DATE = "date"
_DATES = ("day", "week", "month", "period", "time", "timestamp", "index level 0")
_PERIODS = ("day", "week", "fortnight", "month", "quarter", "year", "period")
_SHOWN = 12  # headers in a sentence
_UNIT = re.compile(r"[\[(][^\])]*[\])]")
_OTHER = re.compile(r"[\W_]+")


class Names(NamedTuple):
    """The headers that a column goes by, those told by the reader first."""

    key: str
    known: tuple[str, ...]
    told: str | None
    optional: bool


def names_of(layout: Part, told: Mapping[str, str]) -> list[Names]:
    """Return what the columns of a layout may be called; `told` names some of them."""
    ends = tuple(f"{period}'s end" for period in _PERIODS)
    known = {DATE: ((DATE, *_DATES, *ends), False)}
    for column in layout.columns:
        words = (column.data, f"{column.data} price", column.label.lower(), *column.also)
        known[column.data] = (tuple(dict.fromkeys(words)), column.optional)
    for key in told:
        if key not in known:
            raise BadData(
                f"--column {key}={told[key]}: there is no {quoted(key)}; there are "
                f"{', '.join(known)}."
            )
    return [Names(key, words, told.get(key), opt) for key, (words, opt) in known.items()]


def plain(header: object) -> str:
    """Return a header without its unit in brackets, its case and its punctuation."""
    return _OTHER.sub(" ", _UNIT.sub(" ", str(header))).strip().casefold()


def places_of(row: Sequence[object], names: Sequence[Names]) -> dict[str, list[int]]:
    """Return where in a row of headers each column may stand."""
    found: dict[str, list[int]] = {}
    for name in names:
        if name.told is not None:
            told = name.told.strip().casefold()
            at = [i for i, cell in enumerate(row) if str(cell).strip().casefold() == told]
        else:
            words = set(map(plain, name.known))
            at = [i for i, cell in enumerate(row) if isinstance(cell, str) and plain(cell) in words]
        if at:
            found[name.key] = at
    return found


def all_places(row: Sequence[object], names: Sequence[Names]) -> list[int]:
    """Return every place in a row of headers that may be one of the columns."""
    return sorted({at for found in places_of(row, names).values() for at in found})


def unit_of(header: str) -> str:
    """Return what a header says in brackets, without them."""
    found = _UNIT.search(header)
    return found[0][1:-1].strip() if found else ""


def count(row: Sequence[object], names: Sequence[Names]) -> int:
    """Return how many of the columns a row of headers names."""
    return len(places_of(row, names))


def fits(row: Sequence[object], names: Sequence[Names]) -> bool:
    """Whether a row of headers names every column that is needed."""
    found = places_of(row, names)
    return all(name.key in found or (name.optional and name.told is None) for name in names)


def find(table: Table, names: Sequence[Names]) -> tuple[int, dict[str, int]]:
    """Return which of a table's rows holds the headers, and each column's place in it."""
    top = [row for _, row in table.rows[:SEARCHED]]
    number = next((i for i, row in enumerate(top) if fits(row, names)), None)
    if number is None:
        raise _missing(table, max(top, key=lambda row: count(row, names)), names)
    row, places = top[number], places_of(top[number], names)
    for key, at in places.items():
        if len(at) > 1:
            headers = [str(row[i]) for i in at]
            if len({header.strip().casefold() for header in headers}) == 1:
                raise BadData(
                    f"{table.label} has the header {quoted(headers[0])} {len(at)} times; give "
                    "each column a name of its own."
                )
            raise BadData(
                f"{table.label} has several columns that can be the {key}: "
                f"{', '.join(map(quoted, headers))}; say which one: --column {key}=HEADER."
            )
    chosen = {key: at[0] for key, at in places.items()}
    for key, place in chosen.items():
        twin = next((k for k, other in chosen.items() if other == place and k != key), None)
        if twin:
            raise BadData(
                f"{table.label}: the column {quoted(row[place])} cannot be both {key} and {twin}."
            )
    return number, chosen


def _missing(table: Table, row: Sequence[object], names: Sequence[Names]) -> BadData:
    there = places_of(row, names)
    headers = [quoted(cell) for cell in row if not is_blank(cell)]
    more = ", ..." if len(headers) > _SHOWN else ""
    found = f"found are {', '.join(headers[:_SHOWN])}{more}"
    if len(headers) == 1 and any(mark in str(row) for mark in "|:"):
        found += " (a text file is to be separated by commas, semicolons or tabs)"
    gone = next(n for n in names if n.key not in there and not (n.optional and n.told is None))
    if gone.told is not None:
        return BadData(f"{table.label} has no column {quoted(gone.told)}; {found}.")
    return BadData(
        f"{table.label} has no column for the {gone.key}; {found}. It is known as "
        f"{', '.join(gone.known)}; or name it: --column {gone.key}=HEADER."
    )
