"""One book of a batch: what is to be done with it, and what became of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xlhedge import __version__
from xlhedge.recalc.version_remark import NO_REMARK, VersionRemark
from xlhedge.worksheet.errors import ExcelError, XlhedgeError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from xlhedge.recalc.inputs import InputValue
    from xlhedge.recalc.opinions.second_opinion import SecondOpinion
    from xlhedge.recalc.recalculated import Recalculated
    from xlhedge.worksheet.cells import Scalar

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
        return _computed(name, book, request, started)
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


def _computed(name: str, book: Path | bytes, request: Request, started: float) -> BookResult:
    # not before: the process that only hands out books would make the others wait for it
    from xlhedge.recalc.book import recalculate
    from xlhedge.recalc.findings import findings_of

    result = recalculate(book, inputs=request.inputs, today=request.today, unlock=request.unlock)
    opinion = _opinion(result) if request.check else None
    file = result.to_bytes() if request.write else None
    return BookResult(
        name,
        time.perf_counter() - started,
        result.formula_count,
        result.changed,
        sum(isinstance(v, ExcelError) for cells in result.values.values() for v in cells.values()),
        {n: cell.value for n, cell in result.names.items() if cell.is_output},
        kept=len(result.kept),
        depending=len(result.depending),
        linked=len(result.linked),
        opinion=opinion,
        findings=tuple(findings_of(result).lines()),
        file=file,
        version_remark=result.version_remark,
    )


def _opinion(result: Recalculated) -> SecondOpinion:
    """Return what other engines say of a book.

    Raises
    ------
    XlhedgeError
        They say something else.
    """
    from xlhedge.recalc.opinions.second_opinion import second_opinion

    opinion = second_opinion(result)
    opinion.require_agreement()
    return opinion
