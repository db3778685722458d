"""`xlhedge recalc`: a workbook recomputed."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import AsJson, assignment, need

if TYPE_CHECKING:
    from xlhedge.recalc import Recalculated


class EngineName(StrEnum):
    """What computes a workbook."""

    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"
    BOTH = "both"


def recalc(
    book: Annotated[Path, typer.Argument(help="The workbook, .xlsx or .xlsm.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; else nothing is.")
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME_OR_CELL=VALUE", help="An input to change first."),
    ] = None,
    show: Annotated[list[str] | None, typer.Option("--show", help="A sheet to print.")] = None,
    engine: Annotated[EngineName, typer.Option(help="What computes.")] = EngineName.EMBEDDED,
    as_json: AsJson = False,
) -> None:
    """Recompute every formula of a workbook, show its named outputs, and write it with -o."""
    import time

    changed = dict(map(assignment, inputs or []))
    started = time.perf_counter()
    result = _recalculated(book, changed, engine)
    seconds = time.perf_counter() - started
    for sheet in show or []:
        need(sheet in result.sheets, f"{book} has no sheet {sheet!r}", result.sheets)
    if output is not None:
        result.save(output)
    if as_json:
        print(json.dumps(printing.as_json_result(book, output, changed, show, result), indent=2))
    else:
        printing.print_result(book, output, changed, show, result, seconds)


def _recalculated(book: Path, changed: dict[str, str], engine: EngineName) -> "Recalculated":
    """Return a book recomputed; where two engines differ, print the cells and leave with 4."""
    if engine is EngineName.EMBEDDED:
        from xlhedge.recalc import recalculate

        with printing.progress_bar() as progress:
            return recalculate(book, inputs=changed, progress=progress)
    from xlhedge.recalc import libreoffice_engine as libreoffice

    if engine is EngineName.LIBREOFFICE:
        return libreoffice.recalculate_in_libreoffice(book, inputs=changed)
    result, differences = libreoffice.recalculate_in_both(book, inputs=changed)
    if differences:
        printing.print_differences(differences)
        raise typer.Exit(4)
    return result
