"""The Data check sheet: what in a price history wants a look before a ratio is believed.

All of it is formulas, so prices that are pasted in later are looked at as well: data_check.toml.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates.expansion import expand, words
from xlhedge.templates.page import LABEL
from xlhedge.templates.schema import Part, Where, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.templates.history import History

NAME = "Data check"
FINDING_TITLE, TOTAL = "Finding", "Findings in all"
FINDING, COUNT, FIRST, DATE, MEANING = range(LABEL, LABEL + 5)
OF_DATES_AND_ROWS, OF_A_SERIES = 6, 3  # findings


def parts(columns: Part, changes: list[str], history: History) -> dict[str, Any]:
    """Return the tables `workings` and `sheet` for a history whose changes have these names."""
    file = "data_check.toml"
    where = Where(file)
    text = resources.files("xlhedge.templates").joinpath(file).read_text(encoding="utf-8")
    watched = [column for column in columns.columns if not column.optional]
    count = len(watched)
    first = [1 + OF_DATES_AND_ROWS + OF_A_SERIES * i for i in range(count)]
    series = {
        "n": [*range(1, count + 1)],
        "label": [column.label for column in watched],
        "price": [column.key for column in watched],
        "change": changes[:count],
        "from": first,
        "to": [row + OF_A_SERIES - 1 for row in first],
    }
    origin = history.origin.headers if history.origin else ()
    keys = ("label", "header", "unit")
    loops = {
        "series": series,
        "origin": {key: [line[i] for line in origin] for i, key in enumerate(keys)},
    }
    ends = {"first": watched[0].key, "last": watched[-1].key}
    own = bool(history.origin)
    texts = words(history) | ends
    return dict(expand(tables_of(text, file), texts, where, own=own, loops=loops))


class Found(NamedTuple):
    """One finding as computed: its row on the page, its label, how many, the first one's row."""

    at: int
    label: str
    number: int
    first: int


def findings(page: Mapping[tuple[int, int], object]) -> list[Found]:
    """Return what was found, from the page's values by row and column counted from 1."""
    top = next(row for (row, column), value in page.items() if value == FINDING_TITLE)
    found = []
    row = top + 1
    while (label := page[row, FINDING + 1]) != TOTAL:
        count, first = page.get((row, COUNT + 1)), page.get((row, FIRST + 1))
        if isinstance(count, float) and isinstance(first, float) and count:
            found.append(Found(row, str(label), int(count), int(first)))
        row += 1
    return found
