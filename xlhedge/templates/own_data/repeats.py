"""What runs on in a column: days that are there twice, series below each other, contracts."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.habits import CONTRACTS
from xlhedge.templates.own_data.numbers import could_be_number
from xlhedge.templates.own_data.shape import bare_header
from xlhedge.templates.own_data.table import is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.templates.own_data.shape import Shape
    from xlhedge.templates.own_data.source import Strand

OFTEN = 0.2  # the share of rows with a day that was there: no slip any more
MOST_SERIES, SHOWN = 400, 6


def without_repeats(strand: Strand, *, daily: bool) -> tuple[Strand, list[str]]:
    """Return the rows without those that repeat one wholly, and say how many they were.

    `daily` takes the last row of each day instead.

    Raises
    ------
    BadData
        Many days are there several times, with other prices: several series, or several a day.
    """
    if len(set(strand.days)) == len(strand.days):
        return strand, []
    if daily:
        last = {day: i for i, day in enumerate(strand.days)}
        return strand.keep(sorted(last.values())), [
            f"One row a day, its last: {len(last):,} of {len(strand.days):,} rows."
        ]
    first: dict[tuple[object, ...], int] = {}
    again = []
    columns = list(strand.prices.values())
    for i, day in enumerate(strand.days):
        line = (day, *(values[i] for values in columns))
        if first.setdefault(line, i) != i:
            again.append(i)
    left = strand.keep([i for i in range(len(strand.days)) if i not in set(again)])
    repeated = len(left.days) - len(set(left.days))
    if repeated > OFTEN * len(left.days):
        raise BadData(
            f"{strand.label} has {len(left.days):,} rows on {len(set(left.days)):,} days: one "
            "price a day is expected. --every day takes each day's last."
        )
    if not again:
        return strand, []
    many = f"{len(again):,} rows" if len(again) > 1 else "1 row"
    return left, [
        (
            f"Left out, being there already with the same date and prices: {many}, first row "
            f"{strand.rows[again[0]]} ({strand.days[again[0]]})."
        )
    ]


def refuse_long_table(form: Shape) -> None:
    """Refuse a table of several series one below the other: a column of names tells them apart."""
    place = names_of_series(form)
    if place is None:
        return
    names = list(dict.fromkeys(str(cell).strip() for _, cell in form.column(place)))
    name = form.headers[place].text or str(place + 1)
    one, other = (f"{name}={value}" for value in names[:2])
    raise BadData(
        f"{form.table.label} holds {len(names)} series one below the other, told apart by "
        f"its column {excerpt(name)}: {', '.join(map(excerpt, names[:SHOWN]))}"
        f"{', ...' if len(names) > SHOWN else ''}. Take one: --where {excerpt(one)}; or "
        f"give the file to both, --spot FILE --futures FILE --where "
        f"{excerpt(f'spot:{one}')} --where {excerpt(f'futures:{other}')}."
    )


def names_of_series(form: Shape) -> int | None:
    """Return the column that tells series apart which stand one below the other, if they do."""
    days = {n: cell for n, cell in form.column(form.dates[0]) if not is_blank(cell)}
    if len(days) - len(set(map(str, days.values()))) <= OFTEN * len(days):
        return None
    for place in range(len(form.headers)):
        cells = {n: str(cell).strip() for n, cell in form.column(place) if n in days}
        names = Counter(cells.values())
        if place in form.dates or not 1 < len(names) <= MOST_SERIES or "" in names:
            continue
        if not all(map(could_be_number, names)) and _apart(cells, days):
            return place
    return None


def rolls(form: Shape, strand: Strand) -> list[str]:
    """Say where a column of contracts changes: that change of the futures is no market's move."""
    if "spot" in strand.prices and len(strand.prices) == 1:
        return []
    known, used = frozenset(map(bare_header, CONTRACTS)), frozenset(strand.rows)
    for place, header in enumerate(form.headers):
        if place in form.dates or not any(bare_header(text) in known for text in header.own):
            continue
        cells = [(n, str(cell).strip()) for n, cell in form.column(place) if n in used]
        jumps = [(n, a, b) for (_, a), (n, b) in itertools.pairwise(cells) if a != b]
        if jumps and len(jumps) <= OFTEN * len(cells):
            number, one, other = jumps[0]
            many = f"{len(jumps)} times, first" if len(jumps) > 1 else "once,"
            return [
                (
                    f"The column {excerpt(header.name)} changes {many} in row {number}, from "
                    f"{excerpt(one)} to {excerpt(other)}: what the futures change there is no "
                    "move of the market. Take prices adjusted for rolls, or one contract: --where "
                    f"{excerpt(f'{header.name}={other}')}."
                )
            ]
    return []


def _apart(cells: Mapping[int, str], days: Mapping[int, object]) -> bool:
    """Whether within each name most days are there once."""
    pairs = Counter((cells[n], str(day)) for n, day in days.items())
    return sum(count - 1 for count in pairs.values()) <= OFTEN * len(days)
