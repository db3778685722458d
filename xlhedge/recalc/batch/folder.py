"""A folder of workbooks recomputed, each on its own: one that fails costs the others nothing.

The processes only compute. They hand the new files back, and `run` alone writes them, whole: a
process that dies leaves nothing behind, neither a half-written book nor a temporary file.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge import __version__
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.book import recalculate
from xlhedge.recalc.findings import find
from xlhedge.recalc.opinions.second_opinion import SecondOpinion, second_opinion
from xlhedge.recalc.saving import save
from xlhedge.recalc.version_remark import NO_REMARK, VersionRemark
from xlhedge.worksheet.errors import ExcelError, XlhedgeError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from xlhedge.recalc.inputs import InputValue
    from xlhedge.worksheet.cells import Scalar

SUFFIXES = (".xlsx", ".xlsm")
SOME_FAILED = 5  # the exit code of a batch in which a book was not done
INTERNAL = 1  # the exit code of a fault of ours


class Request(NamedTuple):
    """What is to be done with every book.

    Attributes
    ----------
    inputs : mapping
        Values to put into input cells first.
    write : bool
        Whether the recomputed file is needed, or only its values.
    today : date or None
        What TODAY and NOW give.
    unlock : bool
        Whether inputs may be put into locked cells of protected sheets.
    check : bool
        Whether the other engines are asked that are installed where the book is computed.
    """

    inputs: Mapping[str, InputValue] = {}
    write: bool = False
    today: dt.date | None = None
    unlock: bool = False
    check: bool = False


class Task(NamedTuple):
    """One book to do."""

    name: str  # its path in the folder, with / between folders
    path: Path


@dataclass(frozen=True, slots=True)
class BookResult:
    """What became of one book.

    Attributes
    ----------
    book : str
        Its path in the folder.
    seconds : float
        How long it took to compute.
    formulas, changed, errors : int
        How many formulas it has, how many cells have another value than the file says, and how
        many show an error value.
    outputs : mapping
        Its named outputs and their values.
    kept : int
        How many cells keep the value that Excel saved.
    depending : int
        How many formulas depend on them.
    linked : int
        How many formulas take values of other workbooks, as the book remembers them.
    opinion : SecondOpinion or None
        What other engines say of it, where they were asked.
    findings : tuple of str
        What is wrong in a book that was computed, a line each.
    code, message : int, str
        0 and nothing for a book that was done; else the exit code that `xlhedge recalc` has for
        it, and the sentence.
    file : bytes or None
        The recomputed workbook, until it is written.
    written : Path or None
        Where it was written.
    version : str
        The xlhedge that computed it.
    version_remark : VersionRemark
        What is to be known because of the xlhedge that made it.
    """

    book: str
    seconds: float = 0.0
    formulas: int = 0
    changed: int = 0
    errors: int = 0
    outputs: Mapping[str, Scalar] = field(default_factory=dict)
    kept: int = 0
    depending: int = 0
    linked: int = 0
    opinion: SecondOpinion | None = None
    findings: tuple[str, ...] = ()
    code: int = 0
    message: str = ""
    file: bytes | None = None
    written: Path | None = None
    version: str = __version__
    version_remark: VersionRemark = NO_REMARK


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


def recompute(name: str, book: Path | bytes, request: Request) -> BookResult:
    """Recompute one book as `xlhedge recalc` does; what goes wrong is in the result.

    Parameters
    ----------
    name : str
        What the result calls it.
    book : Path or bytes
        The workbook's file, or its content.
    request : Request
        What is to be done with it.
    """
    started = time.perf_counter()
    try:
        result = recalculate(
            book, inputs=request.inputs, today=request.today, unlock=request.unlock
        )
        opinion = second_opinion(result) if request.check else None
        if opinion is not None:
            opinion.require_agreement()
        file = result.to_bytes() if request.write else None
        return BookResult(
            name,
            time.perf_counter() - started,
            result.formula_count,
            result.changed,
            sum(
                isinstance(v, ExcelError)
                for cells in result.values.values()
                for v in cells.values()
            ),
            {n: cell.value for n, cell in result.names.items() if cell.is_output},
            kept=len(result.kept),
            depending=len(result.depending),
            linked=len(result.linked),
            opinion=opinion,
            findings=tuple(find(result).lines()),
            file=file,
            version_remark=result.version_remark,
        )
    except XlhedgeError as error:
        code, sentence = error.exit_code, str(error)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - an engine's panic is no Exception
        code = INTERNAL
        sentence = (
            f"{type(error).__name__}: {error}. This is a fault of xlhedge; "
            "`xlhedge recalc` on this book alone shows where it happens."
        )
    return BookResult(name, time.perf_counter() - started, code=code, message=sentence)


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
