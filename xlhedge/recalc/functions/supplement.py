"""Operators that the engine does otherwise than Excel, and guards, done here instead.

Each takes and returns cell values: floats, text, booleans, None for a blank, errors, rows of these.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    cell_by_cell,
    fail,
    finite,
    flat,
    number,
    read_number,
    size_of,
)
from xlhedge.recalc.functions.money import strict_number
from xlhedge.recalc.functions.number_format import general
from xlhedge.worksheet.errors import DIV0, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


@cell_by_cell
def power(base: Scalar, exponent: Scalar) -> Scalar:
    """Return base ^ exponent."""
    b, e = number(base), number(exponent)
    if b == 0 and e <= 0:
        raise fail(NUM if e == 0 else DIV0, "Zero has no such power.")
    try:
        result: object = b**e
    except OverflowError:
        raise fail(NUM, "The power is too large.") from None
    if not isinstance(result, float):
        raise fail(NUM, "A negative number has no such power.")
    return result


def _difference_vanishes(a: float, b: float) -> bool:
    """Whether two numbers agree in the 15 digits that Excel looks at."""
    return a != b and abs(a - b) <= 1e-14 * abs(a) and f"{a:.15g}" == f"{b:.15g}"


@cell_by_cell
def add(left: Scalar, right: Scalar) -> Scalar:
    """Return left + right as a formula's last step: what cancels to 15 digits is zero."""
    a, b = number(left), number(right)
    return 0.0 if _difference_vanishes(a, -b) else finite(a + b)


@cell_by_cell
def subtract(left: Scalar, right: Scalar) -> Scalar:
    """Return left - right as a formula's last step: what cancels to 15 digits is zero."""
    a, b = number(left), number(right)
    return 0.0 if _difference_vanishes(a, b) else finite(a - b)


def _rank(value: Scalar) -> int:
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0


def _blank_like(other: Scalar) -> Scalar:
    if isinstance(other, bool):
        return False
    return "" if isinstance(other, str) else 0.0


def _order(left: Scalar, right: Scalar, *, exact: bool = False) -> int:
    """Return -1, 0 or 1: numbers before texts before FALSE before TRUE."""
    left = _blank_like(right) if left is None else left
    right = _blank_like(left) if right is None else right
    if _rank(left) != _rank(right):
        return -1 if _rank(left) < _rank(right) else 1
    if isinstance(left, str) and isinstance(right, str):
        a, b = left.casefold(), right.casefold()
        if a != b and not (a.isalnum() and b.isalnum() and a.isascii() and b.isascii()):
            return _collated(a, b)
        return (a > b) - (a < b)
    x, y = float(left), float(right)  # type: ignore[arg-type]  # both numbers or both booleans
    close = x == y or (not exact and _difference_vanishes(x, y))
    return 0 if close else (x > y) - (x < y)


def _collated(a: str, b: str) -> int:
    """Order texts with signs in them; only equality is certain."""
    for x, y in zip(a, b, strict=False):
        if x != y:
            if x.isalnum() and y.isalnum() and x.isascii() and y.isascii():
                return (x > y) - (x < y)
            if _is_letter(x) and y.isascii() and not y.isalnum() and y not in "-'":
                return 1
            if _is_letter(y) and x.isascii() and not x.isalnum() and x not in "-'":
                return -1
            return 2  # which comes first depends on the country
    return (len(a) > len(b)) - (len(a) < len(b))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def exact_order(left: Scalar, right: Scalar) -> int:
    """Return -1, 0 or 1 as look-ups and sorting order values: numbers by all their digits."""
    return ordering(left, right, exact=True)


def ordering(left: Scalar, right: Scalar, *, exact: bool = False) -> int:
    """Return -1, 0 or 1 for the order of two values.

    Raises
    ------
    Refused
        The order depends on the country.
    """
    order = _order(left, right, exact=exact)
    if order == 2:
        raise Refused(f"whether {left!r} comes before {right!r} depends on the country")
    return order


COMPARISONS: dict[str, Callable[..., Cell]] = {
    "=": cell_by_cell(lambda a, b: _order(a, b) == 0),
    "<>": cell_by_cell(lambda a, b: _order(a, b) != 0),
    "<": cell_by_cell(lambda a, b: ordering(a, b) < 0),
    ">": cell_by_cell(lambda a, b: ordering(a, b) > 0),
    "<=": cell_by_cell(lambda a, b: ordering(a, b) <= 0),
    ">=": cell_by_cell(lambda a, b: ordering(a, b) >= 0),
}


def to_text(value: Scalar) -> str:
    """Return a value as & joins it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return general(float(value))
    return "" if value is None else str(value)


as_text = cell_by_cell(to_text)


def _counted(value: Scalar) -> Scalar:
    if isinstance(value, str):
        return 1.0 if read_number(value) is not None else ""
    return "" if isinstance(value, ExcelError) else 1.0


counted = cell_by_cell(_counted, errors_first=False)
blank_is_zero = cell_by_cell(lambda value: 0.0 if value is None else value)
as_number = cell_by_cell(number)
as_integer = cell_by_cell(lambda value: float(math.trunc(number(value))))


@cell_by_cell
def as_place(value: Scalar) -> Scalar:
    """Return the number of a row or column, from 0 on."""
    place = float(math.trunc(number(value)))
    if place < 0:
        raise fail(VALUE, f"There is no row or column {place:g}.")
    return place


as_strict_number = cell_by_cell(strict_number)


@cell_by_cell
def as_logical(value: Scalar) -> Scalar:
    """Return a condition as IF reads it: the texts "TRUE" and "FALSE" count."""
    if isinstance(value, str) and value.strip().upper() in {"TRUE", "FALSE"}:
        return value.strip().upper() == "TRUE"
    return value


def type_number(value: Cell) -> Cell:
    """Return the number that TYPE has for a kind of value."""
    if isinstance(value, list):
        return 64.0
    if isinstance(value, ExcelError):
        return 16.0
    if isinstance(value, bool):
        return 4.0
    return 2.0 if isinstance(value, str) else 1.0


def first(value: Cell) -> Cell:
    """Return the top left cell of what a plain formula would otherwise spill."""
    return value[0][0] if isinstance(value, list) else value


def with_blanks(value: Cell) -> Cell:
    """Return a whole row with the blanks after its last cell."""
    rows = value if isinstance(value, list) else [[value]]
    height, width = size_of(value)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return padded + [[None] * width for _ in range(height - len(rows))]


def only(value: Cell) -> Cell:
    """Return the one cell that is there; more would need Excel's implicit intersection."""
    if isinstance(value, list) and (len(value) > 1 or len(value[0]) > 1):
        raise Refused("INDEX gives a range where one cell is needed")
    return first(value)


def numbers_only(value: Cell) -> Cell:
    """Return a range in which every cell is a number; the first error if there is one."""
    for cell in flat([value]):
        if isinstance(cell, ExcelError):
            return cell
        if not isinstance(cell, float):
            raise Refused("a range in it holds cells that are no numbers")
    return value
