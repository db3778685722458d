"""A folder of workbooks recomputed, each on its own: one that fails costs the others nothing.

The processes only compute. They hand the new files back, and `run` alone writes them, whole: a
process that dies leaves nothing behind, neither a half-written book nor a temporary file.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.batch.one_book import BookResult, Request, Task, recompute
from xlhedge.recalc.saving import save

if TYPE_CHECKING:
    from collections.abc import Iterator


SUFFIXES = (".xlsx", ".xlsm")
SOME_FAILED = 5  # the exit code of a batch in which a book was not done


def find_books(folder: Path) -> list[Task]:
    """Return the workbooks of a folder and the folders in it, by name.

    Excel's lock files (``~$...``), hidden files and hidden folders are left out; links are not
    followed, so that nothing outside the folder is read.

    Raises
    ------
    BadBook
        A folder cannot be read, or there is no workbook.
    """
    tasks = []
    for place, folders, files in os.walk(folder, onerror=_cannot_read):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(place, name)
            if path.suffix.lower() not in SUFFIXES or name.startswith((".", "~$")):
                continue
            if not path.is_symlink() and path.is_file():
                tasks.append(Task(path.relative_to(folder).as_posix(), path))
    if not tasks:
        raise BadBook(
            f"There is no workbook in {folder}; files that end in {' or '.join(SUFFIXES)} are "
            "recomputed, links and hidden files are not."
        )
    return sorted(tasks)


def _cannot_read(error: OSError) -> None:
    raise BadBook(f"{error.filename} cannot be read ({error.strerror}).") from error


def run(
    tasks: list[Task],
    output: Path | None = None,
    *,
    request: Request | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
) -> Iterator[BookResult]:
    """Recompute books and write them under their names into a folder; yield each when it is done.

    Parameters
    ----------
    tasks : list of Task
        The books.
    output : Path, optional
        The folder for the recomputed books; without it nothing is written. See `prepare_output`.
    request : Request, optional
        What is to be done with each; by default they are computed as they are.
    jobs : int
        How many processes compute; 1 is this one. A book whose process dies is tried once more,
        in a new one; the second time it is given up.
    scheduler : str, optional
        The address of a Dask scheduler whose workers compute, in place of processes here.

    Raises
    ------
    BadBook
        The scheduler cannot be used.
    """
    request = (request or Request())._replace(write=output is not None)
    if scheduler is not None:
        from xlhedge.recalc.batch.cluster import on_cluster

        results = on_cluster(tasks, request, scheduler)
    elif jobs == 1:
        results = (recompute(task.name, task.path, request) for task in tasks)
    else:
        from xlhedge.recalc.batch.processes import in_processes

        results = in_processes(tasks, request, jobs)
    for result in results:
        yield result if output is None or result.file is None else _written(result, output)


def prepare_output(folder: Path, output: Path, tasks: list[Task], *, force: bool = False) -> None:
    """Make the folder that a batch writes to, once it is sure that nothing is lost.

    Parameters
    ----------
    folder : Path
        Where the books are.
    output : Path
        The folder for the recomputed ones.
    tasks : list of Task
        The books.
    force : bool
        Whether files in the output may be replaced.

    Raises
    ------
    BadBook
        One folder is the other or lies in it, a book of that name is there already, or the
        output cannot be made.
    """
    source, target = folder.resolve(), output.resolve()
    if source == target or source in target.parents or target in source.parents:
        raise BadBook(
            f"{output} cannot take the recomputed books of {folder}: one holds the other, and the "
            "originals could be overwritten; use a folder elsewhere with -o."
        )
    there = [task.name for task in tasks if os.path.lexists(output / task.name)]
    if there and not force:
        more = f" and {len(there) - 1} more of the books" if len(there) > 1 else ""
        raise BadBook(
            f"{output / there[0]}{more} exist{'s' if len(there) == 1 else ''}; use another "
            "-o FOLDER, or --force to replace what is there."
        )
    _make(output)
    if not os.access(output, os.W_OK | os.X_OK):
        raise BadBook(f"You may not write into {output}; use another folder with -o.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadBook(f"The folder {folder} cannot be made ({error.strerror}).") from error


def _written(result: BookResult, output: Path) -> BookResult:
    assert result.file is not None  # noqa: S101 - what `run` has just seen, for the type checker
    target = output / result.book
    try:
        _no_link(target, output.resolve() / result.book)
        _make(target.parent)
        save(result.file, target)
    except BadBook as error:
        return replace(result, file=None, code=error.exit_code, message=str(error))
    return replace(result, file=None, written=target)


def _no_link(target: Path, expected: Path) -> None:
    """Make sure that a link in the output does not lead to an original."""
    if target.resolve() != expected:
        raise BadBook(f"{target} leads to {target.resolve()} by a link; it is not written to.")
