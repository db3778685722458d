"""What the Tab key completes beyond commands and options: functions, templates, inputs, sheets."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.recalc.content import BookContent


def _starting(words: list[str], incomplete: str) -> list[str]:
    """Return the words that go on like this, in small letters where those are typed."""
    matches = [word for word in words if word.casefold().startswith(incomplete.casefold())]
    return [word if word.startswith(incomplete) else word.lower() for word in matches]


def function_names(incomplete: str) -> list[str]:
    """Return the functions whose names go on like this."""
    from xlhedge.worksheet.index import MODULE_OF

    return _starting(list(MODULE_OF), incomplete)


def template_names(incomplete: str) -> list[str]:
    """Return the templates, and what stands in their place."""
    from xlhedge.templates import NAMES

    return _starting([*NAMES, "build", "show"], incomplete)


def input_names(incomplete: str) -> list[str]:
    """Return the names that take a value in the book or template on the line, with = signs."""
    book = _book()
    if book is None:
        return []
    from xlhedge.recalc.inputs import settable_names

    return _starting([f"{name}=" for name in settable_names(book)], incomplete)


def sheet_names(incomplete: str) -> list[str]:
    """Return the sheets of the book on the line."""
    book = _book()
    return _starting(list(book.sheets), incomplete) if book else []


def _words() -> list[str]:
    """Return the line so far; the parser drops all of it while an option lacks its value."""
    line = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    try:
        return shlex.split(line, posix=os.name != "nt")
    except ValueError:  # a quote is still open
        return line.split()


def _book() -> "BookContent | None":
    """Return the book, or the template's, that stands on the line; None where none can be read."""
    from xlhedge.cli.places import workbooks_folder
    from xlhedge.ooxml.package import Package
    from xlhedge.recalc.reading import read_book
    from xlhedge.templates import NAMES
    from xlhedge.worksheet.errors import XlhedgeError

    shelf = workbooks_folder(Path())
    for word in _words()[2:]:
        path = shelf / f"{word}.xlsx" if shelf and word in NAMES else Path(word.strip("'\""))
        if path.suffix in {".xlsx", ".xlsm"} and path.is_file():
            try:
                return read_book(Package(path))
            except (OSError, XlhedgeError):  # nothing may be printed while a line is typed
                return None
    return None


def complete_from_the_first_tab() -> None:
    """Let zsh complete at once: Typer's script, when it is loaded by a Tab, leaves that one out."""
    from typer import _completion_shared as shared

    start, mark, registered = shared.COMPLETION_SCRIPT_ZSH.rpartition("compdef ")
    shared._completion_scripts["zsh"] = (  # noqa: SLF001 - Typer offers no other way
        f'{start}if [ "$funcstack[1]" = "_%(prog_name)s" ]; then\n'
        f'  %(complete_func)s "$@"\nelse\n  {mark}{registered.strip()}\nfi\n'
    )
