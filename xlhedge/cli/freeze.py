"""`xlhedge freeze`: a workbook for those who have no add-in."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlhedge.cli.common import AsJson, Force, Quiet, need, print_answer

if TYPE_CHECKING:
    from xlhedge.excel.frozen_book import FrozenBook


def freeze(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="'BOOK (values).xlsx' if omitted."),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write a copy in which the hedge functions are values, for people without xlhedge.

    The workbook is recomputed first, and refused where that fails. Names, and rules of formats and
    validations, that call the functions are taken out; all else stays. One more sheet says which
    cells became values and what was taken out, by which version, when.
    """
    from xlhedge.excel.frozen_book import SHEET
    from xlhedge.recalc.saving import save, vet_target

    target = output or book.with_name(f"{book.stem} (values){book.suffix}")
    _need_target(book, target, force=force)
    vet_target(target)
    values, others = _values_of(book)
    save(values.data, target)
    count = len(values.frozen)
    lines = [f"{target} written: {count} formulas became values, listed on the sheet {SHEET!r}."]
    for one in values.removed:
        what = " ".join(filter(None, one))
        lines.append(f"Taken out, since no value can stand there: {what}.")
    lines += [
        f"The link to {path} stays, before one to another workbook: break it in Excel."
        for path in values.links
    ]
    if others:
        lines.append(f"{others} other formulas are not computed and keep the value of the file.")
    facts = {
        "written": str(target),
        "frozen": count,
        "removed": len(values.removed),
        "kept": others,
    }
    print_answer(facts, *lines, as_json=as_json, quiet=quiet)


def _need_target(book: Path, target: Path, *, force: bool) -> None:
    """Make sure that a copy of the book can be written, before it is computed."""
    need(
        book.resolve() != target.resolve(),
        f"{target} is the workbook itself, whose formulas would be lost",
        ["another -o FILE"],
    )
    need(
        target.suffix.lower() == book.suffix.lower(),
        f"{target} has another ending than {book.name}, and stays the same kind of file",
        [f"-o FILE{book.suffix}"],
    )
    need(force or not target.exists(), f"{target} exists", ["another -o FILE", "--force"])


def _values_of(book: Path) -> "tuple[FrozenBook, int]":
    """Return a book without the hedge functions, and how many other formulas keep their value.

    Raises
    ------
    Unsupported
        A hedge function's value would be a guess, or is not computed.
    """
    from xlhedge.cli.screen import progress_bar
    from xlhedge.excel.frozen_book import frozen_book
    from xlhedge.ooxml.errors import BadBook
    from xlhedge.recalc import Refusal, Unsupported, recalculate

    with progress_bar() as progress:
        result = recalculate(book, progress=progress)
    if result.refusals:
        raise Unsupported(result.refusals)
    when = dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    try:
        values = frozen_book(result.to_bytes(), when)
    except BadBook as error:
        raise BadBook(f"{book}: {error}") from error
    ours = {(one.sheet, one.cells.partition(":")[0]) for one in values.frozen}
    uncomputed = [Refusal(*kept) for kept in result.kept if (kept.sheet, kept.cell) in ours]
    if uncomputed:
        raise Unsupported(uncomputed)
    return values, len(result.kept)
