"""The Data check sheet: what in a price history wants a look before a ratio is believed.

All of it is formulas, so prices that are pasted in later are looked at as well: data_check.toml.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates.expansion import expand, words
from xlhedge.templates.page import LABEL
from xlhedge.templates.schema import Part, Where, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.templates.history import History

NAME = "Data check"
SAMPLE = "Sample, replace"
FINDING_TITLE = "Finding"
FINDING, COUNT, FIRST, DATE, MEANING = range(LABEL, LABEL + 5)
OF_DATES_AND_ROWS, OF_A_SERIES, OF_A_PAIR = 9, 3, 7  # findings
ORIGIN = ("label", "header", "unit")
UNITS_APART = "=({{@beside_{n}[11]}}>0)*(ABS(LN(ABS({{@beside_{n}[1]}})))>LN({{level_limit}}))"
_WORTHLESS = re.compile(rf"{NAME}: .* belong together")


def parts(
    columns: Part, changes: list[str], history: History, waiting: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return the tables `workings` and `sheet` for a history whose changes have these names.

    `waiting` are inputs with the sample's figures, which beside own prices wait for the reader's.
    """
    if columns.reads == "currencies":
        return _of_currencies(columns, history)
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
        "unit": [column.unit for column in watched],
        "format": [column.format for column in watched],
        "change": changes[:count],
        "from": first,
        "to": [row + OF_A_SERIES - 1 for row in first],
    }
    top = 1 + OF_DATES_AND_ROWS + OF_A_SERIES * count
    others = range(1, count)
    tops = [top + OF_A_PAIR * (i - 1) for i in others]
    half = len(history.rows) // 2
    pairs = {
        "n": [*others],
        "label": [watched[i].label for i in others],
        "price": [watched[i].key for i in others],
        "change": [changes[i] for i in others],
        "units_apart": [
            UNITS_APART.format(n=i) if watched[i].unit == watched[0].unit else "=0" for i in others
        ],
        "from": tops,
        "to": [row + OF_A_PAIR - 2 for row in tops],
        "few": [row + OF_A_PAIR - 1 for row in tops],
    }
    pairs |= {
        word: [value] * len(others)
        for word, value in {
            "spot": watched[0].key,
            "spot_label": watched[0].label,
            "of_spot": changes[0],
            "half": half,
            "later": half + 1,
        }.items()
    }
    origin = history.origin.headers if history.origin else ()
    loops = {
        "series": series,
        "pairs": pairs,
        "origin": {key: [line[i] for line in origin] for i, key in enumerate(ORIGIN)},
    }
    ends = {"first": watched[0].key, "last": watched[-1].key, "first_label": watched[0].label}
    own = bool(history.origin)
    loops["near"] = _near(columns, watched)
    texts = words(history) | ends
    made: dict[str, Any] = expand(tables_of(text, file), texts, where, own=own, loops=loops)
    if own and waiting:
        blocks = made["sheet"]["blocks"]
        end = next(i for i, one in enumerate(blocks) if one.get("section", "").startswith("3"))
        blocks[end:end] = _sample_blocks(waiting)  # inputs stand together
        made["sheet"]["checks"] += _sample_checks(waiting)
    return made


def _of_currencies(columns: Part, history: History) -> dict[str, Any]:
    """Return the sheet for rates of exchange: no workings beside them, and no pairs."""
    file = "rates_check.toml"
    text = resources.files("xlhedge.templates").joinpath(file).read_text(encoding="utf-8")
    numbers = range(1, len(columns.columns) + 1)
    series = {"n": [*numbers], "price": [column.key for column in columns.columns]}
    origin = history.origin.headers if history.origin else ()
    loops = {
        "series": series,
        "origin": {key: [line[i] for line in origin] for i, key in enumerate(ORIGIN)},
    }
    own = bool(history.origin)
    made: dict[str, Any] = expand(
        tables_of(text, file), words(history), Where(file), own=own, loops=loops
    )
    return made


def _near(columns: Part, watched: Sequence[Part]) -> dict[str, list[Any]]:
    """Return the inputs that hold today's price, the first of each column, for their check."""
    keys = [column.data for column in watched]
    first = {key: name for name, key in reversed(columns.now.items()) if key in keys}
    return {
        "input": [first[key] for key in keys if key in first],
        "label": [column.label for column in watched if column.data in first],
        "n": [i for i, key in enumerate(keys, 1) if key in first],
    }


def _sample_blocks(waiting: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sample's figures, for the checks to hold the inputs against."""
    note = "While the input is this figure, its check fails."
    kept = ("label", "value", "unit", "format")
    return [
        {"group": "Figures of the sample that wait for yours"},
        *(
            {key: block[key] for key in kept if key in block}
            | {"id": f"sample_{block['name']}", "rule": "any_number", "note": note}
            for block in waiting
        ),
    ]


def _sample_checks(waiting: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "check": f"{SAMPLE}: {block['label']} ({block['name']})",
            "value": f"--({{{block['name']}}}={{@sample_{block['name']}}})",
            "expected": "0",
            "unit": "1 = the sample's",
            "tolerance": 0,
            "note": "Yours is the same as the sample's? Enter 1 as the tolerance.",
        }
        for block in waiting
    ]


class Finding(NamedTuple):
    """One finding as computed: its row on the page, what it is, how many, the first one's row."""

    at: int
    label: str
    number: int
    first: int | None
    meaning: str


def findings(page: Mapping[tuple[int, int], object]) -> list[Finding]:
    """Return what was found, from the page's values by row and column counted from 1."""
    top = next(row for (row, column), value in page.items() if value == FINDING_TITLE)
    rows_of = []
    row = top + 1
    while (row, COUNT + 1) in page and (row, MEANING + 1) in page:  # lines below have no meaning
        label = page[row, FINDING + 1]
        count, first = page.get((row, COUNT + 1)), page.get((row, FIRST + 1))
        if isinstance(count, float) and count:
            at = int(first) if isinstance(first, float) and first else None
            meaning = str(page[row, MEANING + 1])
            rows_of.append(Finding(row, str(label), int(count), at, meaning))
        row += 1
    return rows_of


def is_worthless(check: str) -> bool:
    """Whether a check that fails says that no ratio of these prices means anything."""
    return _WORTHLESS.match(check) is not None
