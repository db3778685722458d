"""`xlhedge recalc DIR`: every workbook of a folder, and a table of what became of each."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import need

if TYPE_CHECKING:
    from xlhedge.recalc.batch.folder import BookResult, Request, Task

_MOST_LINES = 5  # of what is wrong in one book
_INTERRUPTED = 130  # as shells say it


def recalc_folder(
    folder: Path,
    output: Path | None,
    request: "Request",
    jobs: int | None,
    scheduler: str | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Recompute a folder's workbooks, print what became of each, and leave with the batch's code.

    Parameters
    ----------
    folder : Path
        Where the books are.
    output : Path or None
        The folder for the recomputed ones; without it nothing is written.
    request : Request
        What is to be done with every book.
    jobs : int or None
        How many processes compute.
    scheduler : str or None
        A Dask scheduler whose workers compute instead.
    force : bool
        Whether files in the output may be replaced.
    as_json : bool
        Whether a program reads what is printed.

    Raises
    ------
    typer.Exit
        With 5 where a book was not done, with 6 where a check fails or a cell is in error, with
        130 after Ctrl-C.
    """
    import time

    from xlhedge.recalc.batch.folder import SOME_FAILED, find_books, prepare_output, run
    from xlhedge.recalc.findings import EXIT_CODE

    need(jobs is None or jobs > 0, f"--jobs {jobs} is no number of processes", ["1 or more"])
    need(
        jobs is None or scheduler is None,
        "--jobs and --scheduler are two ways to share the work",
        ["--jobs N for this machine", "--scheduler ADDRESS for a Dask cluster"],
    )
    tasks = find_books(folder)
    if output is not None:
        prepare_output(folder, output, tasks, force=force)
    started = time.perf_counter()
    done: dict[str, BookResult] = {}
    interrupted = False
    try:
        with printing.progress_bar() as progress:
            for outcome in run(tasks, output, request=request, jobs=jobs or 1, scheduler=scheduler):
                done[outcome.book] = outcome
                progress(len(done), len(tasks))
    except KeyboardInterrupt:
        interrupted = True
    seconds = time.perf_counter() - started
    if as_json:
        print(json.dumps(_as_json(folder, output, request, tasks, done, seconds), indent=2))
    else:
        _print(folder, output, tasks, done, seconds)
    if interrupted:
        raise typer.Exit(_INTERRUPTED)
    if any(outcome.code for outcome in done.values()):
        raise typer.Exit(SOME_FAILED)
    if any(outcome.findings for outcome in done.values()):
        raise typer.Exit(EXIT_CODE)


def _as_json(
    folder: Path,
    output: Path | None,
    request: "Request",
    tasks: "list[Task]",
    done: "dict[str, BookResult]",
    seconds: float,
) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "output": str(output) if output else None,
        "set": dict(request.inputs),
        "today": str(request.today) if request.today else None,
        "seconds": seconds,
        "books": [
            {
                "book": outcome.book,
                "code": outcome.code,
                "trouble": outcome.message or None,
                "written": str(outcome.written) if outcome.written else None,
                "formulas": outcome.formulas,
                "changed": outcome.changed,
                "errors": outcome.errors,
                "kept": outcome.kept,
                "depending_on_kept": outcome.depending,
                "linked": outcome.linked,
                "check": printing.opinion_as_json(outcome.opinion),
                "findings": list(outcome.findings),
                "outputs": {name: printing.plain(v) for name, v in outcome.outputs.items()},
                "seconds": outcome.seconds,
                **printing.version_as_json(outcome.version_remark),
            }
            for task in tasks
            if (outcome := done.get(task.name))
        ],
        "not_begun": [task.name for task in tasks if task.name not in done],
    }


def _print(
    folder: Path,
    output: Path | None,
    tasks: "list[Task]",
    done: "dict[str, BookResult]",
    seconds: float,
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    screen = printing.console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Book", overflow="fold")
    table.add_column("State")
    for heading in ("Formulas", "Changed", "Kept", "Errors", "Seconds"):
        table.add_column(heading, justify="right")
    for task in tasks:
        outcome = done.get(task.name)
        if outcome is None or outcome.code:
            state = Text("failed", style="red") if outcome else Text("not done", style="yellow")
            table.add_row(Text(task.name), state)
            continue
        counts = (outcome.formulas, outcome.changed, outcome.kept, outcome.errors)
        state = Text("written" if outcome.written else "computed")
        if outcome.findings:
            state.append(", wrong", style="red")
        table.add_row(Text(task.name), state, *map(str, counts), f"{outcome.seconds:.2f}")
    screen.print(table)
    failed = [done[task.name] for task in tasks if task.name in done and done[task.name].code]
    for outcome in failed:
        print(f"{outcome.book}: {outcome.message}")
    for outcome in done.values():
        _print_findings(outcome)
        for line in outcome.opinion.remarks() if outcome.opinion else []:
            print(f"{outcome.book}: {line}")
    _print_engines(done)
    for task in tasks:
        if task.name in done:
            printing.print_version(done[task.name].version_remark, task.name)
    well = len(done) - len(failed)
    left = f", {len(tasks) - len(done)} not done" if len(done) < len(tasks) else ""
    print(
        f"{well} of {len(tasks)} workbooks of {folder} recomputed in {seconds:.2f} s, "
        f"{len(failed)} failed{left}."
    )
    written = sum(bool(outcome.written) for outcome in done.values())
    print(
        f"{written} written to {output}."
        if output
        else "Nothing was written; -o FOLDER writes them."
    )


def _print_engines(done: "dict[str, BookResult]") -> None:
    """Print which other engines were asked, and of how many books."""
    asked: dict[str, int] = {}
    for outcome in done.values():
        for engine in outcome.opinion.asked if outcome.opinion else ():
            asked[engine] = asked.get(engine, 0) + 1
    if asked:
        print("Checked by " + " and ".join(f"{e} ({n} books)" for e, n in asked.items()) + ".")


def _print_findings(outcome: "BookResult") -> None:
    """Print what is wrong in a book that was computed, a line each."""
    for line in outcome.findings[:_MOST_LINES]:
        print(f"{outcome.book}: {line}")
    if len(outcome.findings) > _MOST_LINES:
        print(f"{outcome.book}: ... and {len(outcome.findings) - _MOST_LINES} more.")
