"""From a description to a book: its sheets and checks, and the names that formulas may use."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from xlhedge.templates import about, chart_texts, checks, contracts_page
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.book import About, Book
from xlhedge.templates.references import FormulaPlace, Scope, columns_of, names_in, names_read
from xlhedge.templates.schema import Part, Where, block, value_excerpt
from xlhedge.templates.sheet_writer import Drawing, SheetWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.templates.history import History

Blocks = list[tuple[Part, Where]]


def build(
    parts: Part, history: History | None, where: Where, words: Mapping[str, str] | None = None
) -> bytes:
    """Return the workbook's file: the sheets described, About, Checks and Chart texts.

    `words` are the inputs that hold a text, which other texts may take up.
    """
    texts = About(*(getattr(parts.about, key) for key in About._fields))
    if history is not None:
        texts = texts._replace(sample_data=history.about(texts.sample_data))
    book = Book(texts, words)
    about_page, message = about.open_page(book)
    blocks = {part.name: _blocks(part, where) for part in parts.sheet}
    columns = parts.history.columns if parts.history else ()
    known = [c.key for c in columns] + list(contracts_page.COLUMNS if parts.contracts else ())
    scope = Scope(_uses(blocks, known))
    last = [contracts_page.write(book, scope)] if parts.contracts else []
    lead = _write_sheets(book, parts, blocks, scope, history, where)
    texts_page = chart_texts.write(book)
    rows = checks.open_page(book)
    book.arrange(parts.order, (about_page, rows.sheet, texts_page, *last))
    functions = about.close_page(about_page)
    state = checks.close_page(rows, functions)
    for sheet in book.sheets:
        sheet.finish(state, message, lead)
    return book.to_bytes()


def _write_sheets(
    book: Book,
    parts: Part,
    blocks: Mapping[str, Blocks],
    scope: Scope,
    history: History | None,
    where: Where,
) -> Sheet:
    """Write all sheets and checks, and return the sheet that matters most."""
    names = [p.name for p, _ in itertools.chain(*blocks.values()) if p.kind in {"value", "values"}]
    for name in (parts.history.now or {}) if parts.history else ():
        if not name or name not in names:
            where.at("history", parts.history).at("now").refuse(
                f"there is no input with the name {value_excerpt(name)}."
            )
    sheets = {}
    waiting: list[Drawing] = []  # charts that draw from a later sheet
    for part in parts.sheet:
        sheet = sheets[part.name] = Sheet(
            book,
            part.name,
            part.title,
            part.subtitle,
            part.widths,
            landscape=part.landscape,
            pages_tall=part.pages_tall,
        )
        writer = SheetWriter(sheet, scope, history, parts.history, waiting)
        for one, place in blocks[part.name]:
            writer.write(one, place)
        writer.finish(part, where.at(f"sheet {part.name}", part))
    for part in parts.sheet:
        for check in part.checks:
            place = where.at(f"sheet {part.name}").at(f"check {check.check}", check)
            _enter(book, check, scope, place)
    lead = sheets[parts.lead or parts.sheet[0].name]
    if not lead.has_inputs:
        where.refuse(f"sheet {lead.name} has no input; lead names a sheet that has.")
    return lead


def _enter(book: Book, check: Part, scope: Scope, where: Where) -> None:
    line = FormulaPlace("Checks", where)
    value, expected = (
        scope.formula(text, line, equals=False) for text in (check.value, check.expected)
    )
    if not 0 <= check.tolerance < 1e15:
        where.at("tolerance").refuse("a tolerance is a number of 0 or more.")
    book.check(
        check.check, value, expected, unit=check.unit, tolerance=check.tolerance, note=check.note
    )


def _blocks(part: Part, where: Where) -> Blocks:
    """Return the blocks of a sheet, each with its place."""
    place, blocks = where.at(f"sheet {part.name}", part), []
    for i, table in enumerate(part.blocks, 1):
        at = place.at(f"block {i}", table)
        blocks.append((block(table, at), at))
    return blocks


def _uses(blocks: Mapping[str, Blocks], known: list[str]) -> dict[str, tuple[str, ...]]:
    """Return what each name of the book reads; refuse a name that is there twice."""
    uses: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    for part, where in itertools.chain.from_iterable(blocks.values()):
        for key, place in names_in(part, where):
            if key in uses:
                place.refuse(f"the name {key} is used twice; each stands for one thing.")
            read = itertools.chain.from_iterable(map(names_read, _formulas(part, key)))
            # a column may read its own rows above: the writer of tables sees to it
            uses[key] = tuple(name for name in read if name != key or key == part.key)
    return uses


def _formulas(of: Part, key: str) -> Iterator[str]:
    """Return the formulas that the cells of a name hold."""
    for part in (of, *columns_of(of)):
        if key == part.key:
            for kind in ("formula", "spill"):
                text = getattr(part, kind, ())
                yield from (text,) if isinstance(text, str) else text
