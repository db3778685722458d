"""`xlhedge render` and `xlhedge report`: a workbook on paper."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import AsJson, Force, Quiet, day_of, need, need_free, print_answer


def render(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="For the pages.")
    ],
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", metavar="NAME", help="A sheet; all if omitted.")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Print a recomputed workbook as PDF and PNG pages, charts included (needs LibreOffice)."""
    from xlhedge.recalc.pages.render import render as render_pages

    pages = [str(page) for page in render_pages(book, output, sheet)]
    print_answer({"written": pages}, *pages, as_json=as_json, quiet=quiet)


def report(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The PDF.")],
    date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The report's date; today if omitted."),
    ] = None,
    prepared: Annotated[
        str, typer.Option(metavar="NAME", help="Who prepared it; a line to sign if omitted.")
    ] = "",
    reviewed: Annotated[
        str, typer.Option(metavar="NAME", help="Who reviewed it; a line to sign if omitted.")
    ] = "",
    force: Force = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check/--no-check",
            help="Have formulon and IronCalc compute it too, where they are installed.",
        ),
    ] = True,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Print a workbook as one PDF to be kept, with a first page that says what it is.

    The book is recomputed in both engines; where they differ nothing is written. The first page
    gives the file's SHA-256, the engines, who prepared and who reviewed it, the checks, outputs
    and inputs; then every visible sheet follows with its charts, in the book's order: the answer
    first, names and the texts of charts last; ten or more blank rows of a table
    are left out (needs LibreOffice).
    """
    need(output.suffix.lower() == ".pdf", f"{output} is no name for a PDF", ["a name in .pdf"])
    need_free(output, force=force)
    today = dt.datetime.now().astimezone().date()
    day = day_of("--date", date, "a day as 2026-03-31") if date is not None else today
    from xlhedge.recalc.errors import EnginesDiffer
    from xlhedge.recalc.pages.report import report as print_report
    from xlhedge.recalc.saving import save, vet_target

    vet_target(output)
    try:
        save(print_report(book, day, prepared=prepared, reviewed=reviewed, check=check), output)
    except EnginesDiffer as error:
        printing.print_differences(error.cells, *error.engines)
        raise
    print_answer({"written": str(output)}, f"{output} written.", as_json=as_json, quiet=quiet)
