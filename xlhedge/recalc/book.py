"""A workbook recomputed: from the file to fresh values."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.recalc import what_if
from xlhedge.recalc.compiling.planning import make_plan
from xlhedge.recalc.content import BookContent, CellContent, FormulaKind, SheetContent
from xlhedge.recalc.engines.engine import Job
from xlhedge.recalc.errors import Refusal, Unsupported
from xlhedge.recalc.inputs import InputValue, set_inputs
from xlhedge.recalc.judging import judge
from xlhedge.recalc.memory import without_collector
from xlhedge.recalc.reading import read_book
from xlhedge.recalc.recalculated import Parts, Recalculated
from xlhedge.recalc.typed import examine_typed, refused_typed
from xlhedge.recalc.version_remark import version_remark
from xlhedge.worksheet.cells import serial
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.plan import Plan
    from xlhedge.recalc.engines.engine import Answer, Engine, Place
    from xlhedge.worksheet.cells import Cell, Scalar

Functions = Mapping[str, Callable[..., "Cell"]]
Progress = Callable[[int, int], None]
_ROUNDS = 5  # a spill that changes its size may change another's


def _catalogue() -> Functions:
    from xlhedge.worksheet.catalogue import CATALOGUE

    return CATALOGUE


def _engine() -> Engine:
    from xlhedge.recalc.engines.formualizer_engine import FormualizerEngine

    return FormualizerEngine()


@without_collector()
def recalculate(
    book: Path | str | bytes,
    *,
    inputs: Mapping[str, InputValue | None] | None = None,
    progress: Progress | None = None,
    functions: Functions | None = None,
    engine: Engine | None = None,
    partial: bool = False,
    today: dt.date | None = None,
    unlock: bool = False,
) -> Recalculated:
    """Compute every formula of a workbook afresh; nothing is written.

    Parameters
    ----------
    book : Path, str or bytes
        The workbook's file, or its content.
    inputs : mapping, optional
        Values to put into input cells first, by defined name or address.
    progress : callable, optional
        Called with how much is done and how much there is.
    functions : mapping, optional
        The functions that formulas may call besides Excel's own; the catalogue by default.
    engine : Engine, optional
        What computes; formualizer by default.
    today : date, optional
        What TODAY and NOW give (NOW at midnight); without it their cells keep what Excel saved.
    unlock : bool
        Whether inputs may be put into locked cells of protected sheets.
    partial : bool
        Compute what can be trusted and list the rest in `refusals`, instead of raising.

    Raises
    ------
    BadBook
        The file or an input cannot be used.
    Unsupported
        Some formula's value would be a guess.
    """
    package = Package(book)
    content = read(package)
    saved = {name: dict(sheet.cells) for name, sheet in content.sheets.items()} if inputs else {}
    done = set_inputs(content, inputs or {}, unlock=unlock)
    engine = engine or _engine()
    total = sum(1 for sheet in content.sheets.values() for _ in sheet.formulas)
    examined = (lambda n: progress(n, 2 * total)) if progress else None
    planned = functools.partial(
        make_plan,
        content,
        engine,
        _catalogue() if functions is None else functions,
        today=serial(today) if today else None,
        changed=[(sheet, place) for sheet, places in done.items() for place in places],
    )
    plan, tables = _with_tables(planned(examined), content, engine, planned)
    if plan.refused and not partial:
        raise unsupported_book(content, plan)
    called = (lambda n: progress(total + min(n, total), 2 * total)) if progress else None
    answer = compute(plan, engine, called)
    answer.values.update(tables)
    judge(plan, answer.values)
    plan.job = Job()  # what the engine was given is as large as the book, and is needed no more
    plan.refuse_dependents()
    if plan.refused and not partial:
        raise unsupported_book(content, plan)
    if progress:
        progress(2 * total, 2 * total)
    results = {place: value for place, value in answer.values.items() if place not in plan.refused}
    return Recalculated(
        Parts(package, content, plan, done, results, answer.messages, saved, tuple(inputs or ()))
    )


def _with_tables(
    plan: Plan, content: BookContent, engine: Engine, planned: Callable[..., Plan]
) -> tuple[Plan, dict[Place, list[list[Scalar]]]]:
    """Return a plan in which what-if tables whose values do not stand have fresh ones, and these.

    Parameters
    ----------
    plan : Plan
        The plan of the book as it is.
    content, engine
        The book, and what computes it.
    planned : callable
        Plans the book as it is then, with tables.
    """

    def values() -> Mapping[Place, Cell]:
        plan = planned()
        fresh = compute(plan, engine).values
        return {place: value for place, value in fresh.items() if place not in plan.refused}

    tables = what_if.table_values(content, what_if.stale_tables(content, plan), values)
    return (planned(tables=tables) if tables else plan), tables


def read(package: Package) -> BookContent:
    """Return a package's content; what its parts hold against the standard is one sentence.

    Raises
    ------
    BadBook
        A part is missing or is not what the file format says.
    Unsupported
        A setting of the whole book makes every number a guess.
    """
    try:
        content = read_book(package)
    except (ValueError, IndexError, OverflowError) as error:
        raise BadBook(
            f"{package.label} holds something that no workbook holds ({error}); open it in "
            "Excel and save it once more."
        ) from error
    if content.unsupported_settings:
        why = " and ".join(content.unsupported_settings)
        raise Unsupported([Refusal(package.label, "", "", why)])
    return content


def compute(plan: Plan, engine: Engine, progress: Callable[[int], None] | None = None) -> Answer:
    """Compute a plan until its spilling formulas fill the cells that others read from them."""
    for _ in range(_ROUNDS):
        answer = engine.compute(plan.job, progress)
        restless = plan.respread(answer.values)
        if not restless:
            break
    for place, reason in answer.refused.items():  # of the last round: before, cells were not filled
        plan.refused.setdefault(place, reason)
    known = {**plan.computed, **answer.values}
    answer.values = {place: known[place] for place in plan.compiled if place in known}
    for place in restless:
        plan.refused.setdefault(place, "how many cells it fills depends on those cells")
    return answer


def unsupported_book(book: BookContent, plan: Plan) -> Unsupported:
    """Return why a book is not computed, with what changed since it was made."""

    def value_at(sheet: str, place: Position) -> Scalar:
        content = book.sheets[sheet].cells.get(place)
        return content.value if content else None

    remark = version_remark(book, _engine().parse, value_at)
    return Unsupported(plan.refusals(), remark.text)


def check(book: Path | str | bytes, *, functions: Functions | None = None) -> list[Refusal]:
    """Return the formulas that `recalculate` refuses, with the reasons; empty when all is well."""
    try:
        return recalculate(book, functions=functions, partial=True).refusals
    except Unsupported as error:
        return error.refusals


def evaluate(formula: str, *, functions: Functions | None = None) -> Cell:
    """Return the value of one formula; rows where it gives several.

    Parameters
    ----------
    formula : str
        For example ``=FUTURES_CONTRACTS(20000, 5000, 0.9)``.
    functions : mapping, optional
        As for `recalculate`.

    Raises
    ------
    Unsupported
        The value would be a guess.
    """
    text = formula.strip().removeprefix("=").strip()
    cell = CellContent(formula=text, kind=FormulaKind.ARRAY, reference="A1", dynamic=True)
    sheet = SheetContent("Formula", "", Element("sheet"), {(1, 1): cell})
    engine = _engine()
    examine_typed(text)
    plan = make_plan(
        BookContent({sheet.name: sheet}),
        engine,
        _catalogue() if functions is None else functions,
        typed=True,
    )
    if not plan.refused:
        answer = compute(plan, engine)
    if plan.refused:
        raise refused_typed(text, plan.refusals()[0].reason)
    value = answer.values[sheet.name, (1, 1)]
    why = answer.messages.get((sheet.name, (1, 1)))
    return ExcelError(value.code, why) if isinstance(value, ExcelError) and why else value
