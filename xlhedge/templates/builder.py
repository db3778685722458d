"""From a description to a book: its sheets and checks, and the names that formulas may use."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from xlhedge.templates import description, frame
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.book import About
from xlhedge.templates.references import Line, Scope, names_read
from xlhedge.templates.sheet_writer import SheetWriter, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.templates.book import Book
    from xlhedge.templates.description import Block, Check, Description, SheetPart
    from xlhedge.templates.history import History
    from xlhedge.templates.schema import Where

Blocks = list[tuple["Block", "Where"]]


def build(parts: Description, history: History | None, where: Where) -> bytes:
    """Return the workbook's file of a description."""
    about = About(*(getattr(parts.about, key) for key in About._fields))
    if history is not None:
        about = about._replace(sample_data=history.about(about.sample_data))
    return frame.build(about, lambda book: _write_sheets(book, parts, history, where))


def _write_sheets(book: Book, parts: Description, history: History | None, where: Where) -> Sheet:
    """Write all sheets and checks, and return the sheet that matters most."""
    blocks = {part.name: _blocks(part, where) for part in parts.sheet}
    columns = parts.history.columns if parts.history else ()
    scope, waiting, sheets = Scope(_uses(blocks, [c.key for c in columns])), Waiting(), {}
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
        for block, place in blocks[part.name]:
            writer.write(block, place)
        writer.finish(part, where.at(f"sheet {part.name}"))
    for part in parts.sheet:
        for check in part.checks:
            place = where.at(f"sheet {part.name}").at("checks", check.check)
            _enter(book, check, scope, place)
    lead = sheets[parts.lead or parts.sheet[0].name]
    if not lead.has_inputs:
        where.refuse(f"sheet {lead.name} has no input; lead names a sheet that has.")
    return lead


def _enter(book: Book, check: Check, scope: Scope, where: Where) -> None:
    line = Line("Checks", where)
    value, expected = (
        scope.formula(text, line, equals=False) for text in (check.value, check.expected)
    )
    if not 0 <= check.tolerance < 1e15:
        where.at("tolerance").refuse("a tolerance is a number of 0 or more.")
    book.check(
        check.check,
        value,
        expected,
        unit=check.unit,
        tolerance=check.tolerance,
        note=check.note,
    )


def _blocks(part: SheetPart, where: Where) -> Blocks:
    """Return the blocks of a sheet, each with its place."""
    place, blocks = where.at(f"sheet {part.name}"), []
    for i, table in enumerate(part.blocks, 1):
        keys = ("name", "id", "label", *description.KINDS)
        mark = next((table[k] for k in keys if isinstance(table.get(k), str)), "")
        at = place.at(f"block {i}", mark)
        blocks.append((description.block_of(table, at), at))
    return blocks


def _uses(blocks: Mapping[str, Blocks], prices: list[str]) -> dict[str, tuple[str, ...]]:
    """Return what each name of the book reads; refuse a name that is there twice."""
    uses: dict[str, tuple[str, ...]] = dict.fromkeys(prices, ())
    for block, where in itertools.chain.from_iterable(blocks.values()):
        for key in description.names_in(block, where):
            if key in uses:
                where.refuse(f"the name {key} is used twice; each stands for one thing.")
            read = map(names_read, _formulas(block, key))
            uses[key] = tuple(itertools.chain.from_iterable(read))
    return uses


def _formulas(block: Block, key: str) -> Iterator[str]:
    """Return the formulas that the cells of a name hold."""
    for part in (block, *description.columns_of(block)):
        if key == getattr(part, "key", ""):
            for kind in ("formula", "spill"):
                text = getattr(part, kind, ())
                yield from (text,) if isinstance(text, str) else text
