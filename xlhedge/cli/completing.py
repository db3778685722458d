"""What the Tab key completes beyond commands and options: functions, templates, inputs, sheets."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from xlhedge.recalc.reading import Book


def _starting(words: list[str], incomplete: str) -> list[str]:
    return [word for word in words if word.casefold().startswith(incomplete.casefold())]


def function_names(incomplete: str) -> list[str]:
    """Return the functions whose names go on like this."""
    from xlhedge.worksheet.index import MODULE_OF

    return _starting(list(MODULE_OF), incomplete)


def template_names(incomplete: str) -> list[str]:
    """Return the templates, and what stands in their place."""
    from xlhedge.templates import NAMES

    return _starting([*NAMES, "build", "show"], incomplete)


def input_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the named cells of the book, or template, on the line that take a value, each with its = sign."""
    book = _book(context)
    if book is None:
        return []
    from xlhedge.recalc.inputs import settable_names

    return _starting([f"{name}=" for name in settable_names(book)], incomplete)


def sheet_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the sheets of the book on the line."""
    book = _book(context)
    return _starting(list(book.sheets), incomplete) if book else []


def _book(context: typer.Context) -> "Book | None":
    """Return the book that stands on the line already; None where it cannot be read."""
    from xlhedge.cli.places import workbooks_folder
    from xlhedge.ooxml.package import Package
    from xlhedge.recalc.reading import read_book
    from xlhedge.worksheet.errors import XlhedgeError

    given, template = context.params.get("book"), context.params.get("name")
    folder = workbooks_folder(Path()) if template else None
    path = folder / f"{template}.xlsx" if folder else given
    try:
        return read_book(Package(Path(path))) if path else None
    except (OSError, XlhedgeError):  # nothing may be printed while a line is typed
        return None
