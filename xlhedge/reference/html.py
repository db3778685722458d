"""The pages as HTML: files that need no server, no network and, but for the search, no script."""

from __future__ import annotations

from html import escape
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from xlhedge.reference import typeset
from xlhedge.reference.page import FUNCTION_NAME
from xlhedge.reference.search import short_text
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xlhedge.reference.page import FunctionPage

ENDING = ".html"
INDEX = "index.html"

_SEARCH = """\
<p><input type="search" id="words" placeholder="Search: currency forward"
 aria-label="Search the functions" autofocus></p>
<p id="none" hidden>No function has all of these words. Try one of them, or part of it.</p>"""


def _document(title: str, body: str, script: str = "") -> str:
    style = resources.files("xlhedge.reference").joinpath("pages.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n{script}</body>\n</html>\n"
    )


def _rows(rows: Sequence[Sequence[str]], *, heading: bool = True) -> str:
    """Return a table whose cells are HTML; a row's first cell is its heading."""
    first = "th" if heading else "td"
    return (
        '<div class="wide"><table>'
        + "".join(
            f"<tr><{first}>{row[0]}</{first}>{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>"
            for row in rows
        )
        + "</table></div>"
    )


def page(page: FunctionPage, workbook: Callable[[str], str | None], pages: frozenset[str]) -> str:
    """Return a function's page; `workbook` gives the address of a template's file, or None."""

    def linked(text: str) -> str:
        others = pages - {page.name}
        return FUNCTION_NAME.sub(
            lambda m: f'<a href="{m[0]}.html">{m[0]}</a>' if m[0] in others else m[0], escape(text)
        )

    parts = [
        f'<p class="up"><a href="{INDEX}">All functions</a> &rsaquo; {escape(page.category)}</p>',
        f"<h1>{page.name}</h1>",
        f"<p>{escape(page.summary)}</p>",
        f'<pre class="signature">={escape(page.signature)}</pre>',
    ]
    if page.latex:
        parts += [
            f'<h2>Formula</h2>\n<div class="wide formula">{typeset.mathml()[page.name]}</div>',
            f'<p class="small">{escape(typeset.symbols())}</p>',
        ]
    parts += [*_what_goes_in_and_out(page, linked), *_worked_number(page)]
    if page.source:
        parts.append(f"<h2>Source</h2>\n<p>{escape(page.source)}</p>")
    parts += _workbooks(page, workbook)
    related = ", ".join(f'<a href="{name}.html">{name}</a>' for name in page.related)
    if related:
        parts.append(f"<h2>Related</h2>\n<p>{related}</p>")
    return _document(f"{page.name} - hedge functions", "\n".join(parts))


def _what_goes_in_and_out(page: FunctionPage, linked: Callable[[str], str]) -> Iterator[str]:
    """Yield a function's arguments, what it gives, and its errors."""
    arguments = [
        (f"<code>{name}</code>", f"<i>{escape(takes)}</i><br>{linked(text)}")
        for name, takes, text in page.arguments
    ]
    yield from ("<h2>Arguments</h2>", _rows(arguments))
    yield f"<h2>Gives</h2>\n<p>{linked(page.returns)}</p>"
    if page.notes:
        yield f"<p>{linked(page.notes)}</p>"
    if page.errors:
        errors = [(f"<code>{escape(code)}</code>", linked(text)) for code, text in page.errors]
        yield from ("<h2>Errors</h2>", _rows(errors))


def _worked_number(page: FunctionPage) -> Iterator[str]:
    """Yield what to type into a cell, in both spellings, and what it gives."""
    answer = [[escape(cell) for cell in row] for row in page.answer]
    more = f"<p>and {page.rows_left_out} more rows.</p>" if page.rows_left_out else ""
    yield f"<h2>Worked number</h2>\n<p>Type into a cell:</p>\n<pre>{escape(page.cell)}</pre>"
    yield f"<p>Where Excel shows 0,5 for a half:</p>\n<pre>{escape(page.local_cell)}</pre>"
    yield f"<p>It gives</p>{_rows(answer, heading=False)}{more}"


def _workbooks(page: FunctionPage, workbook: Callable[[str], str | None]) -> list[str]:
    if not page.uses:
        return []
    lines = []
    for use in page.uses:
        address = workbook(use.template)
        name = f'<a href="{escape(address)}">{use.template}</a>' if address else use.template
        command = f"<code>xlhedge template {use.template}</code>"
        lines.append(f"<li>{name}, sheet {escape(use.sheet)}: {command}</li>")
    return [f"<h2>In a workbook</h2>\n<ul>{''.join(lines)}</ul>"]


def index(pages: Sequence[FunctionPage]) -> str:
    """Return the list of all functions, with a field to search it."""
    parts = [
        "<h1>Hedge functions</h1>",
        _SEARCH,
    ]
    for category, entries in groupby(pages, lambda one: one.category):
        rows = "".join(
            f'<tr data-words="{escape(short_text(CATALOGUE[p.name]))}">'
            f'<th><a href="{p.name}.html">{p.name}</a></th><td>{escape(p.summary)}</td></tr>'
            for p in entries
        )
        parts.append(f"<section><h2>{escape(category)}</h2>\n<table>{rows}</table></section>")
    code = resources.files("xlhedge.reference").joinpath("search.js").read_text(encoding="utf-8")
    return _document("Hedge functions", "\n".join(parts), f"<script>\n{code}</script>\n")
