"""`xlhedge recalc`: a workbook recomputed, or a folder of them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import named_path, need, need_free, with_options
from xlhedge.cli.folder import recalc_folder
from xlhedge.cli.recalc_options import EngineName, RecalcOptions
from xlhedge.cli.screen import progress_bar

if TYPE_CHECKING:
    import datetime as dt

    from xlhedge.recalc import Recalculated


@with_options
def recalc(
    book: Annotated[
        Path,
        typer.Argument(
            parser=named_path, metavar="BOOK", help="The workbook, .xlsx or .xlsm, or a folder."
        ),
    ],
    *,
    options: RecalcOptions,
) -> None:
    """Recompute every formula of a workbook, show its named outputs, and write it with -o.

    --set futures_price=3.60 changes an input first; a name of several cells takes their values with
    commas between. Checks that fail and cells in error are printed, with exit code 6. Where the two
    engines of --check agree with each other and not with ours, nothing is written, exit code 4.

    Of a folder every workbook is recomputed, also in the folders within (hidden files and links
    are left out). Those that fail are listed, with exit code 5.
    """
    if options.check:
        from xlhedge.recalc.opinions.second_opinion import need_engines

        need_engines()
    changed, day = options.changed, options.day
    if book.is_dir():
        _need_folder_options(book, options)
        recalc_folder(book, options, changed, day)
    else:
        _need_book_options(book, options)
        _recalc_book(book, options, changed, day)


def _recalc_book(
    book: Path, options: RecalcOptions, changed: dict[str, str], day: "dt.date | None"
) -> None:
    """Recompute one workbook, print and write it; leave with 6 where something in it is wrong."""
    import time

    from xlhedge.ooxml.near import nearest
    from xlhedge.recalc.findings import EXIT_CODE, findings_of
    from xlhedge.recalc.opinions.second_opinion import second_opinion

    output = options.output
    if output is not None:
        _need_output(book, output, force=options.force)
    started = time.perf_counter()
    result = _recalculated(book, changed, options.engine, day, unlock=options.unlock)
    opinion = second_opinion(result) if options.check else None
    seconds = time.perf_counter() - started
    for sheet in options.show:
        near = nearest(sheet, result.sheets) or result.sheets
        need(sheet in result.sheets, f"{book} has no sheet {sheet!r}", near)
    done = printing.Recomputed(book, output, changed, options.show, result, opinion)
    if opinion is not None and opinion.against:
        if options.as_json:
            _print_json(done._replace(output=None))
        else:
            printing.print_differences(opinion.against, "xlhedge", " and ".join(opinion.engines))
        opinion.require_agreement()
    if output is not None:
        result.save(output)
    if options.as_json:
        _print_json(done)
    elif options.quiet:
        printing.print_wrong(result)
    else:
        printing.print_result(done, seconds)
    if findings_of(result).any:
        raise typer.Exit(EXIT_CODE)


def _print_json(done: printing.Recomputed) -> None:
    print(json.dumps(printing.as_json_result(done), indent=2))


def _need_folder_options(folder: Path, options: RecalcOptions) -> None:
    """Make sure that what was asked for can be had of a folder."""
    need(
        not options.show,
        f"--show needs one workbook, and {folder} is a folder",
        ["one of its books"],
    )
    need(
        options.engine is EngineName.EMBEDDED,
        f"--engine {options.engine} needs one workbook, and {folder} is a folder",
        ["one of its books", "--engine embedded"],
    )


def _need_book_options(book: Path, options: RecalcOptions) -> None:
    """Make sure that what was asked for can be had of one workbook."""
    need(
        options.jobs is None and options.scheduler is None,
        f"--jobs and --scheduler need a folder, and {book} is none",
        ["a folder of workbooks", "this one without them"],
    )
    need(
        options.engine is EngineName.EMBEDDED
        or not (options.check or options.unlock or options.today),
        f"--check, --unlock and --today are known to the embedded engine alone, "
        f"not to {options.engine}",
        ["--engine embedded"],
    )


def _need_output(book: Path, output: Path, *, force: bool) -> None:
    """Make sure that a recomputed book can be written, before it is computed."""
    from xlhedge.recalc.saving import vet_target

    vet_target(output)
    need(
        output.suffix.lower() == book.suffix.lower(),
        f"{output} would hold a book of another kind than {book}",
        [f"a name that ends in {book.suffix or 'nothing'}"],
    )
    need_free(output, force=force)


def _recalculated(
    book: Path,
    changed: dict[str, str],
    engine: EngineName,
    today: "dt.date | None",
    *,
    unlock: bool,
) -> "Recalculated":
    """Return a book recomputed; where two engines differ, print the cells and leave with 4."""
    if engine is EngineName.EMBEDDED:
        from xlhedge.recalc import recalculate

        with progress_bar() as progress:
            return recalculate(book, inputs=changed, progress=progress, today=today, unlock=unlock)
    from xlhedge.recalc.opinions import libreoffice_engine as libreoffice

    if engine is EngineName.LIBREOFFICE:
        return libreoffice.recalculate_in_libreoffice(book, inputs=changed)
    result, differences = libreoffice.recalculate_in_both(book, inputs=changed)
    if differences:
        printing.print_differences(differences, "embedded", "LibreOffice")
        raise typer.Exit(4)
    return result
