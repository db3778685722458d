"""DSUM and its kin: what is computed of the rows of a table that meet a table of criteria.

Source: Microsoft's pages on the database functions; what they leave open was read off values that
Excel saved in workbooks: which label means which column, what an unknown label does.
"""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    CellError,
    fail,
    number,
    numbers_in,
    over_ranges,
    read_number,
)
from xlhedge.recalc.functions.criteria import ORDERS, PARTS, comparison, operand_of
from xlhedge.recalc.functions.search import rows_of
from xlhedge.recalc.functions.supplement import to_text
from xlhedge.recalc.functions.wildcards import pattern
from xlhedge.worksheet.errors import DIV0, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

    Test = Callable[[Scalar], bool]


def _label(cell: Scalar) -> str | None:
    if cell is None or isinstance(cell, ExcelError):
        return None
    return to_text(cell).lower()


def _equal_to(value: Scalar) -> Test:
    def test(cell: Scalar) -> bool:
        if isinstance(value, float) and isinstance(cell, str) and read_number(cell) == value:
            raise Refused("whether a number meets a text that looks like it is not known here")
        return type(cell) is type(value) and cell == value

    return test


def _unlike(operand: str) -> Test:
    whole, beginning = pattern(operand), pattern(operand + "*")

    def test(cell: Scalar) -> bool:
        if not isinstance(cell, str):
            return True
        if bool(whole.fullmatch(cell)) != bool(beginning.fullmatch(cell)):
            raise Refused(f"whether {cell!r} is other than {operand!r} is not known here")
        return not whole.fullmatch(cell)

    return test


def _test(criterion: Scalar) -> Test:
    """Return what a cell of the criteria asks of a cell beneath its label."""
    if not isinstance(criterion, str):
        return _equal_to(criterion)
    match = PARTS.fullmatch(criterion)
    sign, rest = (match[1] or "", match[2]) if match else ("", criterion)
    if rest == "":
        if sign not in {"=", "<>"}:
            raise Refused(f"what {criterion!r} asks for is not known")
        return lambda cell: (cell is None) == (sign == "=")
    operand = operand_of(rest)
    if sign in ORDERS:
        return comparison(ORDERS[sign], operand)
    if isinstance(operand, str):
        if sign == "<>":
            return _unlike(operand)
        sought = pattern(operand if sign == "=" else operand + "*")  # a word alone: what begins so
        return lambda cell: isinstance(cell, str) and bool(sought.fullmatch(cell))
    equal = _equal_to(operand)
    return equal if sign != "<>" else lambda cell: not equal(cell)


def _condition(label: Scalar, criterion: Scalar, labels: list[str | None]) -> tuple[int, Test]:
    """Return which column a criterion looks at, and what it asks."""
    known = _label(label)
    if known is not None and known in labels:
        return labels.index(known), _test(criterion)
    if isinstance(criterion, str | ExcelError):  # a text is never true
        return 0, lambda _: False
    raise Refused("a criterion that is a formula of its own is not computed")


def _column(field: Cell, labels: list[str | None]) -> int:
    if isinstance(field, list):
        raise fail(VALUE, "One column is needed.")
    if isinstance(field, ExcelError):
        raise CellError(field)
    if isinstance(field, str):
        if field.lower() not in labels:
            raise fail(VALUE, f"There is no column {field!r}.")
        return labels.index(field.lower())
    place = math.floor(number(field))
    if not 1 <= place <= len(labels):
        raise fail(VALUE, f"There is no column {place}.")
    return place - 1


def _rows(database: Cell, criteria: Cell) -> tuple[list[str | None], list[list[Scalar]]]:
    """Return the labels of a table, and the rows that meet the criteria."""
    table, asked = rows_of(database), rows_of(criteria)
    if len(table) < 2 or len(asked) < 2:
        raise fail(VALUE, "A row of labels and rows beneath it are needed.")
    labels = [_label(cell) for cell in table[0]]
    ways = [
        [
            _condition(label, cell, labels)
            for label, cell in zip(asked[0], row, strict=False)
            if cell is not None
        ]
        for row in asked[1:]
    ]
    return labels, [
        row
        for row in table[1:]
        if any(all(test(row[column]) for column, test in way) for way in ways)
    ]


def _over_column(combine: Callable[[list[Scalar]], float]) -> Callable[..., Cell]:
    @over_ranges
    def call(database: Cell, field: Cell, criteria: Cell) -> Cell:
        labels, rows = _rows(database, criteria)
        column = _column(field, labels)
        return combine([row[column] for row in rows])

    return call


def _counting(counts: Callable[[Scalar], bool]) -> Callable[..., Cell]:
    """Return DCOUNT or DCOUNTA: without a column all rows that meet the criteria count."""
    of_column = _over_column(lambda cells: float(sum(map(counts, cells))))

    @over_ranges
    def call(database: Cell, field: Cell, criteria: Cell) -> Cell:
        if field is not None:
            return of_column(database, field, criteria)
        return float(len(_rows(database, criteria)[1]))

    return call


def _of_numbers(combine: Callable[[list[float]], float]) -> Callable[..., Cell]:
    return _over_column(lambda cells: combine(numbers_in(*cells)))


def _spread(compute: Callable[[list[float]], float], least: int) -> Callable[..., Cell]:
    def over(numbers: list[float]) -> float:
        if len(numbers) < least:
            raise fail(DIV0, "Too few numbers meet the criteria.")
        return float(compute(numbers))

    return _of_numbers(over)


def _only(cells: list[Scalar]) -> Any:
    if not cells:
        raise fail(VALUE, "No row meets the criteria.")
    if len(cells) > 1:
        raise fail(NUM, "More than one row meets the criteria.")
    if isinstance(cells[0], ExcelError):
        raise CellError(cells[0])
    return 0.0 if cells[0] is None else cells[0]


DATABASE: dict[str, Callable[..., Cell]] = {
    "DSUM": _of_numbers(math.fsum),
    "DCOUNT": _counting(lambda cell: isinstance(cell, float)),
    "DCOUNTA": _counting(lambda cell: cell is not None),
    "DAVERAGE": _spread(statistics.fmean, 1),
    "DMAX": _of_numbers(lambda numbers: max(numbers, default=0.0)),
    "DMIN": _of_numbers(lambda numbers: min(numbers, default=0.0)),
    "DPRODUCT": _of_numbers(lambda numbers: math.prod(numbers) if numbers else 0.0),
    "DSTDEV": _spread(statistics.stdev, 2),
    "DSTDEVP": _spread(statistics.pstdev, 1),
    "DVAR": _spread(statistics.variance, 2),
    "DVARP": _spread(statistics.pvariance, 1),
    "DGET": _over_column(_only),
}
