"""The Data check sheet: what in a price history wants a look before a ratio is believed.

All of it is formulas, so prices that are pasted in later are looked at as well: data_check.toml.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates.expansion import Loop, expand, ours, words
from xlhedge.templates.page import LABEL
from xlhedge.templates.schema import Part, Where

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


def check_tables(
    columns: Part, changes: list[str], history: History, waiting: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return the tables `workings` and `sheet` for a history whose changes have these names.

    `waiting` are inputs with the sample's figures, which beside own prices wait for the reader's.
    """
    if columns.reads == "currencies":
        return _of_currencies(columns, history)
    watched = [column for column in columns.columns if not column.optional]
    loops = {
        "series": _series(watched, changes),
        "pairs": _pairs(watched, changes, len(history.rows)),
        "near": _near(columns, watched),
    }
    ends = {"first": watched[0].key, "last": watched[-1].key, "first_label": watched[0].label}
    made = _filled("data_check.toml", history, loops, ends)
    if history.origin and waiting:
        blocks = made["sheet"]["blocks"]
        end = next(i for i, one in enumerate(blocks) if one.get("section", "").startswith("3"))
        blocks[end:end] = _sample_blocks(waiting)  # inputs stand together
        made["sheet"]["checks"] += _sample_checks(waiting)
    return made


def _of_currencies(columns: Part, history: History) -> dict[str, Any]:
    """Return the sheet for rates of exchange: no workings beside them, and no pairs."""
    numbers = range(1, len(columns.columns) + 1)
    series = {"n": [*numbers], "price": [column.key for column in columns.columns]}
    return _filled("rates_check.toml", history, {"series": series}, {})


def _filled(
    file: str, history: History, loops: Mapping[str, Loop], texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return the tables of a file with its loops and texts filled in."""
    text = resources.files("xlhedge.templates").joinpath(file).read_text(encoding="utf-8")
    origin = history.origin.headers if history.origin else ()
    made: dict[str, Any] = expand(
        ours(text),
        {**words(history), **texts},
        Where(file),
        own=bool(history.origin),
        loops={**loops, "origin": {k: [line[i] for line in origin] for i, k in enumerate(ORIGIN)}},
    )
    return made


def _series(watched: Sequence[Part], changes: Sequence[str]) -> Loop:
    """Return what stands for each price: its words, and the lines of its findings."""
    count = len(watched)
    first = [1 + OF_DATES_AND_ROWS + OF_A_SERIES * i for i in range(count)]
    return {
        "n": [*range(1, count + 1)],
        "label": [column.label for column in watched],
        "price": [column.key for column in watched],
        "unit": [column.unit for column in watched],
        "format": [column.format for column in watched],
        "change": [*changes[:count]],
        "from": first,
        "to": [row + OF_A_SERIES - 1 for row in first],
    }


def _pairs(watched: Sequence[Part], changes: Sequence[str], rows: int) -> Loop:
    """Return what stands for each price beside the first one."""
    spot, *others = watched
    numbers = range(1, len(watched))
    top = 1 + OF_DATES_AND_ROWS + OF_A_SERIES * len(watched)
    tops = [top + OF_A_PAIR * (i - 1) for i in numbers]
    for_all = {"spot": spot.key, "spot_label": spot.label, "of_spot": changes[0]}
    for_all |= {"half": rows // 2, "later": rows // 2 + 1}
    return {
        "n": [*numbers],
        "label": [other.label for other in others],
        "price": [other.key for other in others],
        "change": [changes[i] for i in numbers],
        "units_apart": [
            UNITS_APART.format(n=i) if other.unit == spot.unit else "=0"
            for i, other in enumerate(others, 1)
        ],
        "from": tops,
        "to": [row + OF_A_PAIR - 2 for row in tops],
        "few": [row + OF_A_PAIR - 1 for row in tops],
        **{word: [value] * len(others) for word, value in for_all.items()},
    }


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


class DataFinding(NamedTuple):
    """One finding as computed: its row on the page, what it is, how many, the first one's row."""

    at: int
    label: str
    number: int
    first: int | None
    meaning: str


def findings(page: Mapping[tuple[int, int], object]) -> list[DataFinding]:
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
            rows_of.append(DataFinding(row, str(label), int(count), at, meaning))
        row += 1
    return rows_of


def is_worthless(check: str) -> bool:
    """Whether a check that fails says that no ratio of these prices means anything."""
    return _WORTHLESS.match(check) is not None
