"""Calls of our functions outside of cells, where no value can stand in their place.

Rules of formats and validations, formulas that a table keeps for its new rows, defined names: they
are taken out, since a rule that names an unknown function would fail without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.calls import calls_us
from xlhedge.ooxml.content_types import TYPES_PART, content_type
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.formula_places import formulas
from xlhedge.ooxml.sheet_rules import RULE_NAMES, remove_rules, sheet_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xlhedge.ooxml.draft import Draft
    from xlhedge.ooxml.package import SheetPart

_CHARTS = (
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "application/vnd.ms-office.chartex+xml",
)


class Removed(NamedTuple):
    """What called us and was taken out."""

    kind: str  # in Excel's words: conditional format, defined name, ...
    sheet: str  # "" for a name of the whole workbook
    place: str  # the cells, or the name
    formula: str


def remove_calls(draft: Draft, names: Collection[str]) -> list[Removed]:
    """Take our calls out of everything but cells, and return what was taken.

    Parameters
    ----------
    draft : Draft
        The workbook.
    names : collection of str
        Its names that call us, as `names_that_call_us` returns them.

    Raises
    ------
    BadBook
        A chart reads one of these names: its points cannot be kept.
    """
    _refuse_charts(draft, names)
    removed: list[Removed] = []
    for sheet in draft.worksheets():
        removed += _remove_rules(draft, sheet, names)
        removed += _remove_column_formulas(draft, sheet, names)
    return [*removed, *_remove_names(draft, names)]


def _refuse_charts(draft: Draft, names: Collection[str]) -> None:
    types = draft.parts[TYPES_PART]
    for part in [p for p in draft.parts if names and content_type(types, p) in _CHARTS]:
        for element in formulas(draft.markup(part, {"f"}), {"f"}):
            if calls_us(element.text, names):
                raise BadBook(
                    f"A chart reads {element.text}, a name that calls a hedge function, and would "
                    "lose its points. Enter that formula in cells, have the chart read the cells, "
                    "and freeze again."
                )


def _remove_rules(draft: Draft, sheet: SheetPart, names: Collection[str]) -> Iterator[Removed]:
    markup = draft.markup(sheet.part, RULE_NAMES)
    ours = [r for r in sheet_rules(markup) if any(calls_us(f, names) for f in r.formulas)]
    if ours:
        remove_rules(markup, ours)
        draft.keep(sheet.part, markup)
    for rule in ours:
        yield Removed(rule.kind, sheet.name, rule.cells, "; ".join(rule.formulas))


def _remove_column_formulas(
    draft: Draft, sheet: SheetPart, names: Collection[str]
) -> Iterator[Removed]:
    """Take away what a table would enter in new rows, and in its row of totals."""
    for part in draft.package.targets(sheet.part, "table"):
        markup = draft.markup(part)
        taken = [e for e in formulas(markup) if calls_us(e.text, names)]
        for element in taken:
            column = element.parent
            if column is not None and element.name == "totalsRowFormula":
                markup.set(column, "totalsRowFunction", None)
            markup.remove(element)
            title = column.attributes.get("name", "") if column else ""
            table = markup.root.attributes.get("displayName", "")
            yield Removed(
                "formula of a table's column", sheet.name, f"{table}[{title}]", element.text
            )
        if taken:
            draft.keep(part, markup)


def _remove_names(draft: Draft, names: Collection[str]) -> Iterator[Removed]:
    markup = draft.markup(draft.book)
    defined = list(markup.root.all("definedNames", "definedName"))
    ours = [e for e in defined if calls_us(e.text, names)]
    around = markup.root.first("definedNames")
    if around is not None and len(ours) == len(defined):
        markup.remove(around)
    else:
        for element in ours:
            markup.remove(element)
    if ours:
        draft.keep(draft.book, markup)
    sheets = [sheet.name for sheet in draft.package.sheets()]
    for element in ours:
        owner = element.attributes.get("localSheetId")
        sheet = sheets[int(owner)] if owner is not None and int(owner) < len(sheets) else ""
        yield Removed("defined name", sheet, element.attributes.get("name", ""), element.text)
