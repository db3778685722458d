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
    quiet: bool = False,
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
    quiet : bool
        Whether problems alone are printed.

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
            for result in run(tasks, output, request=request, jobs=jobs or 1, scheduler=scheduler):
                done[result.book] = result
                progress(len(done), len(tasks))
    except KeyboardInterrupt:
        interrupted = True
    seconds = time.perf_counter() - started
    if as_json:
        print(json.dumps(_as_json(folder, output, request, tasks, done, seconds), indent=2))
    else:
        _print(folder, output, tasks, done, seconds, quiet=quiet)
    if interrupted:
        raise typer.Exit(_INTERRUPTED)
    if any(result.code for result in done.values()):
        raise typer.Exit(SOME_FAILED)
    if any(result.findings for result in done.values()):
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
                "book": result.book,
                "code": result.code,
                "trouble": result.message or None,
                "written": str(result.written) if result.written else None,
                "formulas": result.formulas,
                "changed": result.changed,
                "errors": result.errors,
                "kept": result.kept,
                "depending_on_kept": result.depending,
                "linked": result.linked,
                "check": printing.opinion_as_json(result.opinion),
                "findings": list(result.findings),
                "outputs": {name: printing.plain(v) for name, v in result.outputs.items()},
                "seconds": result.seconds,
                **printing.version_as_json(result.version_remark),
            }
            for task in tasks
            if (result := done.get(task.name))
        ],
        "not_begun": [task.name for task in tasks if task.name not in done],
    }


def _print(
    folder: Path,
    output: Path | None,
    tasks: "list[Task]",
    done: "dict[str, BookResult]",
    seconds: float,
    *,
    quiet: bool,
) -> None:
    if not quiet:
        _print_table(tasks, done)
    failed = [done[task.name] for task in tasks if task.name in done and done[task.name].code]
    for result in failed:
        print(f"{result.book}: {result.message}")
    for result in done.values():
        _print_findings(result)
        for line in result.opinion.remarks() if result.opinion else []:
            print(f"{result.book}: {line}")
    if quiet:
        return
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
    written = sum(bool(result.written) for result in done.values())
    print(
        f"{written} written to {output}."
        if output
        else "Nothing was written; -o FOLDER writes them."
    )


def _print_table(tasks: "list[Task]", done: "dict[str, BookResult]") -> None:
    """Print a line a book: what became of it."""
    from xlhedge.cli.tables import Row, print_table

    rows = []
    for task in tasks:
        result = done.get(task.name)
        if result is None or result.code:
            state, style = ("failed", "red") if result else ("not done", "yellow")
            rows.append(Row((task.name, state), style))
            continue
        state = ("written" if result.written else "computed") + (
            ", wrong" if result.findings else ""
        )
        counts = (result.formulas, result.changed, result.kept, result.errors)
        cells = (task.name, state, *map(str, counts), f"{result.seconds:.2f}")
        rows.append(Row(cells, "red" if result.findings else None))
    headings = ("Book", "State", "Formulas", "Changed", "Kept", "Errors", "Seconds")
    print_table(headings, rows, texts=2)


def _print_engines(done: "dict[str, BookResult]") -> None:
    """Print which other engines were asked, and of how many books."""
    asked: dict[str, int] = {}
    for result in done.values():
        for engine in result.opinion.asked if result.opinion else ():
            asked[engine] = asked.get(engine, 0) + 1
    if asked:
        print("Checked by " + " and ".join(f"{e} ({n} books)" for e, n in asked.items()) + ".")


def _print_findings(result: "BookResult") -> None:
    """Print what is wrong in a book that was computed, a line each."""
    for line in result.findings[:_MOST_LINES]:
        print(f"{result.book}: {line}")
    if len(result.findings) > _MOST_LINES:
        print(f"{result.book}: ... and {len(result.findings) - _MOST_LINES} more.")
