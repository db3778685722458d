"""What a function's page says, part by part: the same for HTML and Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.local_form import to_local
from xlhedge.reference import typeset
from xlhedge.reference.search import in_order
from xlhedge.reference.signatures import signature
from xlhedge.reference.workbooks import uses
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from xlhedge.reference.workbooks import CallingSheet
    from xlhedge.worksheet.catalogue import WorksheetFunction

_MOST_ROWS = 12  # of a worked table
FUNCTION_NAME = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


class FunctionPage(NamedTuple):
    """One function's page."""

    name: str
    category: str
    summary: str
    signature: str
    arguments: list[tuple[str, str, str]]  # name, what it takes, help with units and sign
    returns: str
    errors: list[tuple[str, str]]
    latex: str  # "" where there is no formula
    notes: str
    source: str
    cell: str  # the worked example as Excel takes it
    local_cell: str  # the same where commas are decimal signs
    answer: list[list[str]]  # what it gives, as cells show it
    rows_left_out: int
    related: list[str]
    uses: tuple[CallingSheet, ...]


def answer_text(value: object) -> str:
    """Return a value as a cell shows it, to nine digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return f"{value:.9g}"
    return "" if value is None else str(value)


def page_of(entry: WorksheetFunction) -> FunctionPage:
    """Return the page of a function; its example is computed now."""
    value = entry(*entry.example)
    rows = value if isinstance(value, list) else [[value]]
    return FunctionPage(
        name=entry.name,
        category=entry.category,
        summary=entry.summary,
        signature=signature(entry),
        arguments=[(a.name, a.reader.takes, a.help) for a in entry.arguments],
        returns=" ".join(f"{head}: {text}" for head, text in entry.entries("Returns")),
        errors=entry.entries("Raises"),
        latex=typeset.latex().get(entry.name, ""),
        notes=entry.text("Notes"),
        source=entry.text("References"),
        cell=entry.example_formula,
        local_cell=to_local(entry.example_formula),
        answer=[[answer_text(cell) for cell in row] for row in rows[:_MOST_ROWS]],
        rows_left_out=max(0, len(rows) - _MOST_ROWS),
        related=_related(entry),
        uses=uses().get(entry.name, ()),
    )


def _related(entry: WorksheetFunction) -> list[str]:
    """Return the functions that a text names, both ways, then those of its category."""
    named = [name for name in FUNCTION_NAME.findall(entry.help) if name in CATALOGUE]
    naming = [e.name for e in in_order() if entry.name in FUNCTION_NAME.findall(e.help)]
    beside = [e.name for e in in_order() if e.category == entry.category]
    related = dict.fromkeys([*named, *naming, *beside])
    related.pop(entry.name, None)
    return list(related)
