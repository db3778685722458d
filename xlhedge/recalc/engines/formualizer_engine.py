"""The formualizer engine: it and `formualizer_tree.py` alone know that library."""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Any

from xlhedge.ooxml.addresses import MAX_ROW, cell_text, column_letters
from xlhedge.recalc.engines.engine import (
    CALL_RANGE,
    CALL_SITE,
    KNOWN_ERRORS,
    RANGES,
    Answer,
    Held,
    Job,
    Site,
)
from xlhedge.recalc.engines.formualizer_tree import parse_formula
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import Block, element, flat, shape, spread
from xlhedge.recalc.regions import Region
from xlhedge.worksheet.errors import ERRORS, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.ooxml.formula import Node
    from xlhedge.worksheet.cells import Cell, Scalar

_CODE = {error.engine: error.code for error in ERRORS if error.engine is not None}
_KIND = {code: kind for kind, code in _CODE.items()}
_FAILURES = {
    "Circ": "it refers to itself, directly or through other cells",
    "Spill": "it gives several values where one is needed",
}
# Functions that hand on a range where one is chosen; in a plain formula that is one value too many.
_CHOOSERS = tuple(f"{name}(" for name in ("CHOOSE", "IF", "IFERROR", "IFNA", "IFS", "INDEX",
                                           "SWITCH", "XLOOKUP"))  # fmt: skip
_BLANKS_A_COLUMN = 10  # that cost less than a call for a sheet of so many columns
_ROWS = 1000  # of one call: its time grows with the square of them


class FormualizerEngine:
    """Computes jobs with formualizer."""

    def parse(self, formula: str) -> Node:
        """Return a formula's tree."""
        return parse_formula(formula)

    def compute(self, job: Job, progress: Callable[[int], None] | None = None) -> Answer:
        """Compute every formula of a job."""
        answer = Answer()
        if not any(chain(job.formulas.values(), job.children.values())):
            return answer
        book = _new_workbook()
        bridge = _Bridge(job, answer, progress)
        book.register_function(CALL_SITE, bridge)
        book.register_function(CALL_RANGE, bridge.take)
        for sheet, cells in job.constants.items():
            book.add_sheet(job.aliases[sheet])
            _widen(book, job, sheet)
            region = Region(job.read.get(sheet, ()))
            known = chain(cells.items(), job.computed.get(sheet, {}).items())
            _set_values(book, job.aliases[sheet], {p: v for p, v in known if p in region})
        for formulas in (job.children, job.formulas):
            for sheet, texts in formulas.items():
                _set_formulas(book, job, sheet, texts, answer)
        book.add_sheet(RANGES)
        for number, entry in enumerate(job.ranges):
            if not entry.constant:
                area = f"{job.aliases[entry.area.sheet]}!{entry.area.local()}"
                book.set_formula(RANGES, number + 1, 1, f"={CALL_RANGE}({number},{area})")
        book.evaluate_all()
        for sheet in job.formulas:
            _collect(book, job, sheet, answer)
        return answer


def _set_values(book: Any, sheet: str, cells: Mapping[Position, Scalar]) -> None:
    for row, column, lines in _blocks(cells):
        for start in range(0, len(lines), _ROWS):
            book.set_values_batch(sheet, row + start, column, lines[start : start + _ROWS])


def _widen(book: Any, job: Job, sheet: str) -> None:
    """Give a sheet its columns at once: each formula beyond the last one makes it anew."""
    places = [*job.formulas.get(sheet, ()), *job.children.get(sheet, ())]
    row = max((row for row, _ in (*places, *job.constants[sheet])), default=MAX_ROW) + 1
    if places and row <= MAX_ROW:
        book.set_value(job.aliases[sheet], row, max(column for _, column in places), None)


def _set_formulas(
    book: Any, job: Job, sheet: str, texts: Mapping[Position, str], answer: Answer
) -> None:
    for (row, column), text in texts.items():
        try:
            book.set_formula(job.aliases[sheet], row, column, f"={text}")
        except RuntimeError as fault:  # among several the engine takes it, and may compute it
            if "#CIRC!" in str(fault):
                answer.refused[sheet, (row, column)] = _FAILURES["Circ"]
            book.set_formulas_batch(job.aliases[sheet], row, column, [[f"={text}"]])


def _collect(book: Any, job: Job, sheet: str, answer: Answer) -> None:
    """Take the values of a sheet's formulas out of the engine."""
    alias, get_value, arrays, values = job.aliases[sheet], book.get_value, job.arrays, answer.values
    for position, text in job.formulas[sheet].items():
        place = (sheet, position)
        raw = get_value(alias, *position)
        if raw.__class__ is float and math.isfinite(raw):
            values[place] = raw
        elif isinstance(raw, dict) and (raw["kind"] in _FAILURES or raw["kind"] not in _CODE):
            reason = _FAILURES.get(raw["kind"], f"the engine failed ({raw['kind']})")
            answer.refused.setdefault(place, reason)
            continue
        else:
            values[place] = _result(raw)
        if place in arrays:
            values[place] = _held(arrays[place], raw)
        elif text.startswith(_CHOOSERS) and _spills(book, f"{alias}!{cell_text(*position)}"):
            answer.refused.setdefault(place, _FAILURES["Spill"])


def _spills(book: Any, cell: str) -> bool:
    spill = book.inspect_cell(cell, include_values=False).cell.spill
    return spill is not None and spill.extent is not None


def _held(held: Held, raw: Any) -> Cell:
    """Return an array formula's results; an error before it came to them is one in each cell."""
    rows = held.rows if held.rows is not None else spread(_result(raw), held.size)
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


class _Bridge:
    """What the engine calls for every site: cell values in, a cell value out."""

    def __init__(self, job: Job, answer: Answer, progress: Callable[[int], None] | None) -> None:
        self._sites = job.sites
        self._ranges = job.ranges
        self._answer = answer
        self._progress = progress
        self._calls = 0

    def take(self, number: float, raw: Any) -> float:
        """Keep a range's cells for the sites that read it."""
        entry = self._ranges[int(number)]
        rows = _incoming(raw)
        entry.block = Block(rows if isinstance(rows, list) else [[rows]], entry.block.size)
        self._calls += 1
        return float(self._calls)  # another value each time, so that what depends on it is computed

    def __call__(self, number: float, *raw: Any) -> Any:
        place, site, ranges = self._sites[int(number)]
        self._calls += 1
        if self._progress is not None:
            self._progress(self._calls)
        args = [v if v.__class__ is float or v is None else _incoming(v) for v in raw]
        for index, entry in ranges.items():
            args[index] = self._ranges[entry].block
        for index in site.omitted:
            args[index] = None
        try:
            result = site.function(*args) if site.function else _cell_by_cell(site, args)
            if result.__class__ is not float:
                _check_errors(result)
        except Refused as reason:
            self._answer.refused.setdefault(place, str(reason))
            return _outgoing(ExcelError(VALUE))
        except Exception as fault:  # noqa: BLE001 - the engine would make it #VALUE! and go on
            words = f"xlhedge failed on it ({type(fault).__name__}: {fault})"
            self._answer.refused.setdefault(place, words)
            return _outgoing(ExcelError(VALUE))
        if site.first and isinstance(result, list):
            result = result[0][0] if result and result[0] else ExcelError("#CALC!")
        if site.explains and isinstance(result, ExcelError):
            self._answer.messages.setdefault(place, f"{site.name}: {result.message}")
        return _outgoing_rows(result)


def _blocks(cells: Mapping[Position, Scalar]) -> Iterator[tuple[int, int, list[list[Any]]]]:
    """Yield the cells in few blocks, as row, column and lines; None is a blank.

    A call to the engine costs as much as the sheet is wide: blanks are taken into a block until
    they would cost more than another call.
    """
    most_blanks = _BLANKS_A_COLUMN * max((column for _, column in cells), default=0)
    rows: dict[int, list[int]] = {}  # first and last column, and how many cells
    for row, column in cells:
        if row in rows:
            span = rows[row]
            span[:] = min(span[0], column), max(span[1], column), span[2] + 1
        else:
            rows[row] = [column, column, 1]
    top = bottom = left = right = count = 0
    for row, (first, last, number) in sorted(rows.items()):
        start, end = (min(left, first), max(right, last)) if count else (first, last)
        blanks = (row - top + 1) * (end - start + 1) - count - number
        if count and blanks > most_blanks:
            yield _block(cells, range(top, bottom + 1), range(left, right + 1))
            count = 0
        if not count:
            top, start, end = row, first, last
        bottom, left, right, count = row, start, end, count + number
    if count:
        yield _block(cells, range(top, bottom + 1), range(left, right + 1))


def _block(
    cells: Mapping[Position, Scalar], rows: range, columns: range
) -> tuple[int, int, list[list[Any]]]:
    lines = [[_outgoing(cells.get((row, column))) for column in columns] for row in rows]
    return rows[0], columns[0], lines


def _check_errors(result: Cell) -> None:
    for value in flat([result]):
        if isinstance(value, ExcelError) and value.code not in KNOWN_ERRORS:
            raise Refused(f"it gives {value.code}, which the engine does not know")


# what needs no second workbook, with the kinds of value for which it is as plain as that
_PLAIN: dict[str, tuple[Callable[[Any], Scalar], type | tuple[type, ...]]] = {
    "ISNUMBER": (lambda cell: isinstance(cell, float), object),
    "ISERROR": (lambda cell: isinstance(cell, ExcelError), object),
    "ISTEXT": (lambda cell: isinstance(cell, str), object),
    "ABS": (lambda cell: abs(cell) if isinstance(cell, float) else cell, (float, ExcelError)),
}


def _cell_by_cell(site: Site, args: list[Cell]) -> Cell:
    """Compute one of the engine's functions over arrays, each cell on its own.

    The engine does not do so itself, and says nothing; a second workbook holds the arguments in
    cells and one formula for every cell of the result.
    """
    if site.name in _PLAIN and len(args) == 1 and isinstance(args[0], list):
        known, kinds = _PLAIN[site.name]
        if all(isinstance(cell, kinds) for row in args[0] for cell in row):
            return [[known(cell) for cell in row] for row in args[0]]
    single = site.single
    size = shape(a for a, one in zip(args, single, strict=True) if one) or (1, 1)
    book = _new_workbook()
    book.add_sheet("X")
    texts = []
    for number, (arg, one) in enumerate(zip(args, single, strict=True)):
        rows = arg if isinstance(arg, list) else [[arg]]
        book.add_sheet(f"W{number}")
        if one:
            rows = [[element(arg, r, c) for c in range(size[1])] for r in range(size[0])]
        book.set_values_batch(
            f"W{number}", 1, 1, [[_outgoing(cell) for cell in row] for row in rows]
        )
        whole = f"W{number}!$A$1:{_corner(len(rows), len(rows[0]))}"
        texts.append(None if one else whole)
    for r in range(1, size[0] + 1):
        for c in range(1, size[1] + 1):
            cell = _corner(r, c).replace("$", "")
            inputs = ",".join(t or f"W{i}!{cell}" for i, t in enumerate(texts))
            book.set_formula("X", r, c * 64, f"={site.name}({inputs})")
    book.evaluate_all()
    result = [
        [_result(book.get_value("X", r, c * 64)) for c in range(1, size[1] + 1)]
        for r in range(1, size[0] + 1)
    ]
    return (
        result
        if any(isinstance(a, list) for a, one in zip(args, single, strict=True) if one)
        else result[0][0]
    )


def _corner(row: int, column: int) -> str:
    return f"${column_letters(column)}${row}"


def _new_workbook() -> Any:
    import formualizer

    evaluation = formualizer.EvaluationConfig()
    # A worker thread that waits in Python takes up other formulas meanwhile, ever deeper, until
    # its stack is used up; Python runs one at a time anyway.
    evaluation.enable_parallel = False
    config = formualizer.WorkbookConfig(eval_config=evaluation)
    book = formualizer.Workbook(config=config)
    book.set_temporal_egress("serial")
    book.set_changelog_enabled(False)  # nothing is ever undone
    return book


def _incoming(value: Any) -> Cell:
    """Return a cell value for what the engine hands over."""
    kind = value.__class__
    if kind is list:
        return [
            [cell if cell.__class__ is float else _incoming_scalar(cell) for cell in row]
            for row in value
        ]
    return _incoming_scalar(value)


def _incoming_scalar(value: Any) -> Scalar:
    kind = value.__class__
    if kind is float or kind is str or kind is bool or value is None:
        return value  # type: ignore[no-any-return]  # one of the four
    if kind is int:
        return float(value)
    if kind is dict and value.get("type") == "Error":
        return ExcelError(_CODE.get(value["kind"], VALUE))
    raise Refused(f"the engine gave {value!r}, which is no cell value")


def _result(value: Any) -> Scalar:
    """Return what a formula's cell shows: a blank becomes 0."""
    scalar = _incoming_scalar(value)
    if scalar is None:
        return 0.0
    if isinstance(scalar, float) and not math.isfinite(scalar):
        return ExcelError(NUM)
    return scalar


def _outgoing(value: object) -> Any:
    """Return what the engine takes for a cell value."""
    if isinstance(value, ExcelError):
        return {"type": "Error", "kind": _KIND.get(value.code, "Value")}
    if isinstance(value, float) and not math.isfinite(value):
        return {"type": "Error", "kind": "Num"}
    return value


def _outgoing_rows(value: Cell) -> Any:
    if isinstance(value, list):
        if not value or not value[0]:
            return {"type": "Error", "kind": "Calc"}
        return [[_outgoing(cell) for cell in row] for row in value]
    return _outgoing(value)
