"""The pages as Markdown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from xlhedge.reference import typeset
from xlhedge.reference.page import FUNCTION_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlhedge.reference.page import FunctionPage

ENDING = ".md"
INDEX = "index.md"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return [*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows), ""]


def page(page: FunctionPage, workbook: Callable[[str], str | None], pages: frozenset[str]) -> str:
    """Return a function's page; `workbook` gives the address of a template's file, or None."""

    def linked(text: str) -> str:
        return FUNCTION_NAME.sub(
            lambda m: f"[{m[0]}]({m[0]}.md)" if m[0] in pages - {page.name} else m[0], _cell(text)
        )

    lines = [f"# {page.name}", "", _cell(page.summary), "", f"`={page.signature}`", ""]
    if page.latex:
        lines += ["## Formula", "", f"$${page.latex}$$", "", typeset.symbols(), ""]
    lines += ["## Arguments", ""]
    lines += _table(("argument", "takes", "meaning and unit"), page.arguments)
    lines += ["## Gives", "", linked(page.returns), ""]
    if page.notes:
        lines += [linked(page.notes), ""]
    if page.errors:
        lines += ["## Errors", "", *_table(("error", "when"), page.errors)]
    lines += ["## Worked number", "", "Type into a cell:", "", f"    {page.cell}", ""]
    lines += ["Where Excel shows 0,5 for a half:", "", f"    {page.local_cell}", "", "It gives", ""]
    width = max(map(len, page.answer))
    lines += _table([" "] * width, page.answer)
    if page.rows_left_out:
        lines += [f"and {page.rows_left_out} more rows.", ""]
    if page.source:
        lines += ["## Source", "", _cell(page.source), ""]
    if page.uses:
        lines += ["## In a workbook", ""]
        for use in page.uses:
            address = workbook(use.template)
            name = f"[{use.template}]({address})" if address else use.template
            lines.append(f"- {name}, sheet {use.sheet}: `xlhedge template {use.template}`")
        lines.append("")
    lines += ["## Related", "", ", ".join(f"[{name}]({name}.md)" for name in page.related), ""]
    lines += [f"[All functions]({INDEX})", ""]
    return "\n".join(lines)


def index(pages: Sequence[FunctionPage]) -> str:
    """Return the list of all functions, category by category."""
    lines = ["# Functions", ""]
    for category, entries in groupby(pages, lambda one: one.category):
        rows = [(f"[{p.name}]({p.name}.md)", _cell(p.summary)) for p in entries]
        lines += [f"## {category}", "", "| function | what it gives |", "|---|---|"]
        lines += [*(f"| {name} | {summary} |" for name, summary in rows), ""]
    return "\n".join(lines)
