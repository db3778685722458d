"""A computed book checked by two other engines, formulon and IronCalc.

Where the two agree with each other against us, we are not to be believed; where one differs, it is
more often the one that is wrong (benchmarks/second_opinion.py of the tests counts both).
"""

from __future__ import annotations

import atexit
import functools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.ooxml.addresses import cell_text
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.errors import EnginesDiffer
from xlhedge.recalc.opinions.agreement import agree
from xlhedge.recalc.opinions.checked_copy import checked_copy
from xlhedge.recalc.opinions.program import EngineProcess, NoAnswerError
from xlhedge.worksheet.errors import CODES, ExcelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.recalc.engines.engine import Place
    from xlhedge.recalc.recalculated import Recalculated
    from xlhedge.worksheet.cells import Scalar

ENGINES = {"formulon": "formulon", "ironcalc": "IronCalc"}  # package -> as people call it
TIME_LIMIT = 60.0  # seconds of processor time for one book
_RESIDUE = 1e-7  # of a zero among amounts of 1e8
_NAME = ExcelError("#NAME?")


class Doubt(NamedTuple):
    """A cell of which one other engine says something else."""

    engine: str
    sheet: str
    cell: str
    ours: Scalar
    theirs: Scalar

    def __str__(self) -> str:
        return f"{self.engine} has {self.theirs} in {self.sheet}!{self.cell}, xlhedge {self.ours}"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What the other engines say of a computed book.

    Attributes
    ----------
    engines : tuple of str
        The engines that answered, with their versions.
    silent : tuple of str
        A sentence for each that did not.
    cells : int
        How many cells were compared with at least one of them.
    against : list of (sheet, cell, ours, theirs)
        Where both agree with each other against us.
    doubts : list of Doubt
        Where one differs.
    """

    engines: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    cells: int = 0
    against: list[tuple[str, str, Scalar, Scalar]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def require_agreement(self) -> None:
        """Raise EnginesDiffer where both engines are against us."""
        if self.against:
            raise EnginesDiffer(self.against, " and ".join(self.engines), "xlhedge")

    def lines(self) -> list[str]:
        """Return what is to be said, a line each: who was asked, and where one differs."""
        if not self.engines:
            return self.remarks()
        cells = "1 cell" if self.cells == 1 else f"{self.cells} cells"
        verdict = (
            "the same values" if not self.doubts else f"{len(self.doubts)} differ in one engine"
        )
        return [f"Checked by {' and '.join(self.engines)}: {cells}, {verdict}.", *self.remarks()]

    def remarks(self) -> list[str]:
        """Return a line for each engine that differs, or has no answer."""
        by_engine: dict[str, list[Doubt]] = {}
        for doubt in self.doubts:
            by_engine.setdefault(doubt.engine, []).append(doubt)
        alone = [
            f"{differing[0]}"
            + (f", and {len(differing) - 1} more cells differ" if differing[1:] else "")
            for differing in by_engine.values()
        ]
        return [f"{line}; the other engine does not say so." for line in alone] + list(self.silent)


def installed_engines() -> list[str]:
    """Return which of the engines are installed, by their package."""
    return [name for name in ENGINES if _version(name)]


def need_engines() -> None:
    """Raise BadBook unless both engines are installed."""
    from xlhedge.extras import install_command

    missing = [ENGINES[name] for name in ENGINES if not _version(name)]
    if missing:
        raise BadBook(
            f"--check asks formulon and IronCalc, and {' and '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not installed; "
            f"run {install_command('check')}."
        )


def second_opinion(result: Recalculated) -> SecondOpinion:
    """Ask the installed engines what a computed book's cells are.

    Parameters
    ----------
    result : Recalculated
        A book of which no formula was refused.
    """
    names = installed_engines()
    copy, places = checked_copy(result)
    if not names or not places:
        return SecondOpinion(tuple(map(_label, names)))
    with ThreadPoolExecutor(len(names)) as threads:  # each waits for a process
        answers = list(threads.map(lambda name: _answers(name, copy), names))
    opinions = {n: f for n, f in zip(names, answers, strict=True) if not isinstance(f, str)}
    silent = [
        f"{_label(name)} has no answer for this book: {answer}."
        for name, answer in zip(names, answers, strict=True)
        if isinstance(answer, str)
    ]
    return _compared(result, places, opinions, silent)


def _compared(
    result: Recalculated,
    places: set[Place],
    opinions: Mapping[str, Mapping[Place, Scalar]],
    silent: list[str],
) -> SecondOpinion:
    against, doubts, cells = [], [], 0
    for sheet, place in sorted(places):
        ours, cell = result.values[sheet][place], cell_text(*place)
        theirs = {
            name: values.get((sheet, place))
            for name, values in opinions.items()
            if _is_answer(values.get((sheet, place)), ours)
        }
        cells += bool(theirs)
        other = [
            name
            for name, value in theirs.items()
            if not agree(ours, value) and not _is_residue(ours, value)
        ]
        if len(other) == len(ENGINES) and agree(*theirs.values()):
            against.append((sheet, cell, ours, theirs[other[0]]))
        else:
            doubts += [Doubt(ENGINES[name], sheet, cell, ours, theirs[name]) for name in other]
    return SecondOpinion(tuple(map(_label, opinions)), tuple(silent), cells, against, doubts)


def _is_residue(ours: Scalar, theirs: Scalar) -> bool:
    """Whether two values are what rounding left of a zero, by another order of sums."""
    if not (isinstance(ours, float) and isinstance(theirs, float)):
        return False
    return max(abs(ours), abs(theirs)) <= _RESIDUE


def _is_answer(value: Scalar, ours: Scalar) -> bool:
    """Whether an engine says something: a function it does not know is no opinion on ours."""
    if value is None:  # a cell that it does not fill
        return ours in (None, "", 0.0)
    return value != _NAME or ours == _NAME


def _answers(name: str, copy: bytes) -> dict[Place, Scalar] | str:
    """Return an engine's values by cell, or why there are none."""
    try:
        answers = engine_process(name).values(copy)
    except NoAnswerError as why:
        return str(why)
    return {
        (sheet, (row, column)): _error(value) if is_error else _scalar(value)
        for sheet, cells in answers.items()
        for row, column, value, is_error in cells
    }


def _error(code: str) -> ExcelError:
    """Return an engine's error; one that Excel does not have says that it is not computed."""
    return ExcelError(code) if code in CODES else _NAME


def _scalar(value: Any) -> Scalar:
    if isinstance(value, bool | str) or value is None:
        return value
    return float(value)


@functools.cache
def engine_process(name: str) -> EngineProcess:
    """Return an engine's process, which stays for all books of this one: formulon takes long."""
    started = EngineProcess(name, TIME_LIMIT)
    atexit.register(started.close)
    return started


@functools.cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _label(name: str) -> str:
    return f"{ENGINES[name]} {_version(name)}"
