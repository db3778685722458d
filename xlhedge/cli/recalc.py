"""`xlhedge recalc`: a workbook recomputed, or a folder of them."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import AsJson, Quiet, assignment, named_path, need
from xlhedge.cli.completing import input_names, sheet_names
from xlhedge.cli.folder import recalc_folder

if TYPE_CHECKING:
    import datetime as dt

    from xlhedge.recalc import Recalculated
    from xlhedge.recalc.opinions.second_opinion import SecondOpinion


class EngineName(StrEnum):
    """What computes a workbook."""

    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"
    BOTH = "both"


def recalc(
    book: Annotated[
        Path,
        typer.Argument(
            parser=named_path, metavar="BOOK", help="The workbook, .xlsx or .xlsm, or a folder."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The workbook to write, for a folder a folder; nothing is written without it.",
        ),
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="An input to change first, by its name or cell.",
            autocompletion=input_names,
        ),
    ] = None,
    show: Annotated[
        list[str] | None,
        typer.Option(
            "--show", metavar="NAME", help="A sheet to print.", autocompletion=sheet_names
        ),
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="What computes: embedded (ours), libreoffice, or both, to compare them.",
        ),
    ] = EngineName.EMBEDDED,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", help="For a folder: how many books at a time; 1 if omitted."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="For a folder: the Dask scheduler whose workers compute, such as "
            "tcp://10.0.0.5:8786. Whoever runs it can run any code here.",
        ),
    ] = None,
    unlock: Annotated[
        bool, typer.Option("--unlock", help="Let --set change locked cells of protected sheets.")
    ] = False,
    today: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The day of TODAY and NOW; as saved if omitted."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    check: Annotated[
        bool | None,
        typer.Option(
            "--check/--no-check",
            help="Have formulon and IronCalc compute it too; of itself for a folder where both are "
            "installed.",
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Recompute every formula of a workbook, show its named outputs, and write it with -o.

    --set futures_price=3.60 changes an input first; a name of several cells takes their values with
    commas between. Checks that fail and cells in error are printed, with exit code 6. Where the two
    engines of --check agree with each other and not with ours, nothing is written, exit code 4.

    Of a folder every workbook is recomputed, also in the folders within (hidden files and links
    are left out). Those that fail are listed, with exit code 5.
    """
    import time

    from xlhedge.ooxml.near import nearest
    from xlhedge.recalc.findings import EXIT_CODE, find
    from xlhedge.recalc.opinions.second_opinion import installed, need_engines, second_opinion

    if check:
        need_engines()
    pairs = [assignment(text) for text in inputs or []]
    changed = dict(pairs)
    twice = next((name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1), None)
    need(twice is None, f"--set {twice} is given twice", ["one value for it"])
    day = date_of(today) if today else None
    if book.is_dir():
        from xlhedge.recalc.batch.folder import Request

        _need_folder_options(book, engine, show)
        asked = bool(installed()) if check is None else check
        request = Request(changed, today=day, unlock=unlock, check=asked)
        recalc_folder(
            book, output, request, jobs, scheduler, force=force, as_json=as_json, quiet=quiet
        )
        return
    need(
        jobs is None and scheduler is None,
        f"--jobs and --scheduler need a folder, and {book} is none",
        ["a folder of workbooks", "this one without them"],
    )
    need(
        engine is EngineName.EMBEDDED or not (check or unlock or today),
        f"--check, --unlock and --today are known to the embedded engine alone, not to {engine}",
        ["--engine embedded"],
    )
    if output is not None:
        _need_output(book, output, force=force)
    started = time.perf_counter()
    result = _recalculated(book, changed, engine, day, unlock=unlock)
    opinion = second_opinion(result) if check else None
    seconds = time.perf_counter() - started
    for sheet in show or []:
        near = nearest(sheet, result.sheets) or result.sheets
        need(sheet in result.sheets, f"{book} has no sheet {sheet!r}", near)
    if opinion is not None and opinion.against:
        _print_doubted(book, changed, show, result, opinion, as_json=as_json)
        opinion.require_agreement()
    if output is not None:
        result.save(output)
    if as_json:
        answer = printing.as_json_result(book, output, changed, show, result, opinion)
        print(json.dumps(answer, indent=2))
    elif quiet:
        printing.print_wrong(result)
    else:
        printing.print_result(book, output, changed, show, result, seconds, opinion)
    if find(result).any:
        raise typer.Exit(EXIT_CODE)


def _need_folder_options(book: Path, engine: EngineName, show: list[str] | None) -> None:
    """Make sure that what was asked for can be had of a folder."""
    need(not show, f"--show needs one workbook, and {book} is a folder", ["one of its books"])
    need(
        engine is EngineName.EMBEDDED,
        f"--engine {engine} needs one workbook, and {book} is a folder",
        ["one of its books", "--engine embedded"],
    )


def _need_output(book: Path, output: Path, *, force: bool) -> None:
    """Make sure that a recomputed book can be written, before it is computed."""
    from xlhedge.recalc.saving import examine

    examine(output)
    need(
        output.suffix.lower() == book.suffix.lower(),
        f"{output} would hold a book of another kind than {book}",
        [f"a name that ends in {book.suffix or 'nothing'}"],
    )
    need(
        force or not output.exists(),
        f"{output} exists",
        ["another -o FILE", "--force to replace it"],
    )


def _print_doubted(
    book: Path,
    changed: dict[str, str],
    show: list[str] | None,
    result: "Recalculated",
    opinion: "SecondOpinion",
    *,
    as_json: bool,
) -> None:
    """Print the cells of which two other engines agree that they are something else."""
    if as_json:
        answer = printing.as_json_result(book, None, changed, show, result, opinion)
        print(json.dumps(answer, indent=2))
    else:
        printing.print_differences(opinion.against, "xlhedge", " and ".join(opinion.asked))


def date_of(text: str) -> "dt.date":
    """Return a date that was given as an option."""
    import datetime as dt

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        need(False, f"--today {text!r} is no date", ["one such as 2026-03-31"])
        raise


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

        with printing.progress_bar() as progress:
            return recalculate(book, inputs=changed, progress=progress, today=today, unlock=unlock)
    from xlhedge.recalc.opinions import libreoffice_engine as libreoffice

    if engine is EngineName.LIBREOFFICE:
        return libreoffice.recalculate_in_libreoffice(book, inputs=changed)
    result, differences = libreoffice.recalculate_in_both(book, inputs=changed)
    if differences:
        printing.print_differences(differences, "embedded", "LibreOffice")
        raise typer.Exit(4)
    return result
