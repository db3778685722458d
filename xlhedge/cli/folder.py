"""`xlhedge recalc DIR`: every workbook of a folder, and a table of what became of each."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from xlhedge.cli import printing
from xlhedge.cli.common import need
from xlhedge.cli.recalc_options import RecalcOptions
from xlhedge.cli.screen import progress_bar

if TYPE_CHECKING:
    import datetime as dt

    from xlhedge.recalc.batch.one_book import BookResult, Request, Task

_MOST_LINES = 5  # of what is wrong in one book
_INTERRUPTED = 130  # as shells say it


def recalc_folder(
    folder: Path, options: RecalcOptions, changed: dict[str, str], day: "dt.date | None"
) -> None:
    """Recompute a folder's workbooks, print what became of each, and leave with the batch's code.

    Parameters
    ----------
    folder : Path
        Where the books are.
    options : RecalcOptions
        The options that were given.
    changed : dict
        The inputs that are set in each book.
    day : date or None
        What TODAY and NOW give.

    Raises
    ------
    typer.Exit
        With 5 where a book was not done, with 6 where a check fails or a cell is in error, with
        130 after Ctrl-C.
    """
    from xlhedge.recalc.batch.starting import get_ready

    if options.jobs is not None and options.jobs > 1 and options.scheduler is None:
        get_ready()
    from xlhedge.recalc.batch.folder import SOME_FAILED, find_books, prepare_output
    from xlhedge.recalc.batch.one_book import Request
    from xlhedge.recalc.findings import EXIT_CODE

    jobs, output = options.jobs, options.output
    need(jobs is None or jobs > 0, f"--jobs {jobs} is no number of processes", ["1 or more"])
    need(
        jobs is None or options.scheduler is None,
        "--jobs and --scheduler are two ways to share the work",
        ["--jobs N for this machine", "--scheduler ADDRESS for a Dask cluster"],
    )
    check = _is_checked() if options.check is None else options.check
    request = Request(changed, today=day, unlock=options.unlock, check=check)
    tasks = find_books(folder)
    if output is not None:
        prepare_output(folder, output, tasks, force=options.force)
    batch = _computed(_Batch(folder, output, request, tasks), options)
    if options.as_json:
        print(json.dumps(_as_json(batch), indent=2))
    else:
        _print(batch, quiet=options.quiet)
    if batch.interrupted:
        raise typer.Exit(_INTERRUPTED)
    if any(result.code for result in batch.done.values()):
        raise typer.Exit(SOME_FAILED)
    if any(result.findings for result in batch.done.values()):
        raise typer.Exit(EXIT_CODE)


def _is_checked() -> bool:
    from xlhedge.recalc.opinions.second_opinion import installed_engines

    return bool(installed_engines())


@dataclass(slots=True)
class _Batch:
    """A folder's workbooks, and what became of those that were begun."""

    folder: Path
    output: Path | None
    request: "Request"
    tasks: "list[Task]"
    done: "dict[str, BookResult]" = field(default_factory=dict)  # by the book's path
    seconds: float = 0.0
    interrupted: bool = False


def _computed(batch: _Batch, options: RecalcOptions) -> _Batch:
    """Recompute the books until all are done, or Ctrl-C."""
    import time

    from xlhedge.recalc.batch.folder import run

    started = time.perf_counter()
    results = run(
        batch.tasks,
        batch.output,
        request=batch.request,
        jobs=options.jobs or 1,
        scheduler=options.scheduler,
    )
    try:
        with progress_bar() as progress:
            for result in results:
                batch.done[result.book] = result
                progress(len(batch.done), len(batch.tasks))
    except KeyboardInterrupt:
        batch.interrupted = True
    batch.seconds = time.perf_counter() - started
    return batch


def _as_json(batch: _Batch) -> dict[str, Any]:
    request, done = batch.request, batch.done
    return {
        "folder": str(batch.folder),
        "output": str(batch.output) if batch.output else None,
        "set": dict(request.inputs),
        "today": str(request.today) if request.today else None,
        "seconds": batch.seconds,
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
                "outputs": {name: printing.json_value(v) for name, v in result.outputs.items()},
                "seconds": result.seconds,
                **printing.version_as_json(result.version_remark),
            }
            for task in batch.tasks
            if (result := done.get(task.name))
        ],
        "not_begun": [task.name for task in batch.tasks if task.name not in done],
    }


def _print(batch: _Batch, *, quiet: bool) -> None:
    tasks, done = batch.tasks, batch.done
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
        f"{well} of {len(tasks)} workbooks of {batch.folder} recomputed in {batch.seconds:.2f} s, "
        f"{len(failed)} failed{left}."
    )
    written = sum(bool(result.written) for result in done.values())
    print(
        f"{written} written to {batch.output}."
        if batch.output
        else "Nothing was written; -o FOLDER writes them."
    )


def _print_table(tasks: "list[Task]", done: "dict[str, BookResult]") -> None:
    """Print a line a book: what became of it."""
    from xlhedge.cli.tables import TableLine, print_table

    rows = []
    for task in tasks:
        result = done.get(task.name)
        if result is None or result.code:
            state, style = ("failed", "red") if result else ("not done", "yellow")
            rows.append(TableLine((task.name, state), style))
            continue
        state = ("written" if result.written else "computed") + (
            ", wrong" if result.findings else ""
        )
        counts = (result.formulas, result.changed, result.kept, result.errors)
        cells = (task.name, state, *map(str, counts), f"{result.seconds:.2f}")
        rows.append(TableLine(cells, "red" if result.findings else None))
    headings = ("Book", "State", "Formulas", "Changed", "Kept", "Errors", "Seconds")
    print_table(headings, rows, texts=2)


def _print_engines(done: "dict[str, BookResult]") -> None:
    """Print which other engines were asked, and of how many books."""
    asked: dict[str, int] = {}
    for result in done.values():
        for engine in result.opinion.engines if result.opinion else ():
            asked[engine] = asked.get(engine, 0) + 1
    if asked:
        print("Checked by " + " and ".join(f"{e} ({n} books)" for e, n in asked.items()) + ".")


def _print_findings(result: "BookResult") -> None:
    """Print what is wrong in a book that was computed, a line each."""
    for line in result.findings[:_MOST_LINES]:
        print(f"{result.book}: {line}")
    if len(result.findings) > _MOST_LINES:
        print(f"{result.book}: ... and {len(result.findings) - _MOST_LINES} more.")
