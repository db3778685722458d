"""Sums of products, of pairs, of powers, and shares of sums."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    cell_by_cell,
    fail,
    finite,
    flat,
    numbers_in,
    over_ranges,
    shape,
)
from xlhedge.recalc.functions.money import strict_number
from xlhedge.worksheet.errors import DIV0, NA, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


def _sumproduct(*arrays: Cell) -> Cell:
    size = shape(arrays) or (1, 1)
    total = []
    blocks = [value if isinstance(value, list) else [[value]] for value in arrays]
    if all(not isinstance(value, list) for value in arrays) and any(
        isinstance(value, str) for value in arrays
    ):
        return ExcelError(VALUE, "A text is no factor.")
    if any((len(block), len(block[0])) != size for block in blocks):
        return ExcelError(VALUE, "SUMPRODUCT needs ranges of one size.")
    for cell in flat(arrays):
        if isinstance(cell, ExcelError):
            return cell
    columns = [list(flat([block])) for block in blocks]
    for row in zip(*columns, strict=True):
        # text and TRUE count as zero here
        factors = [v if isinstance(v, float) else 0.0 for v in row]
        total.append(math.prod(factors))
    result = math.fsum(total) if all(map(math.isfinite, total)) else math.inf
    return result if math.isfinite(result) else ExcelError(NUM, "The sum is too large.")


def _pair_sum(term: Callable[[float, float], float]) -> Callable[[Cell, Cell], Cell]:
    def call(left: Cell, right: Cell) -> Cell:
        a, b = list(flat([left])), list(flat([right]))
        if len(a) != len(b):
            return ExcelError(NA, "The ranges are of different size.")
        for cell in (*a, *b):
            if isinstance(cell, ExcelError):
                return cell
        pairs = [
            (x, y)
            for x, y in zip(a, b, strict=True)
            if isinstance(x, float) and isinstance(y, float)
        ]
        if not pairs:
            return ExcelError(DIV0, "There is no pair of numbers.")
        return math.fsum(term(x, y) for x, y in pairs)

    return call


@over_ranges
def _seriessum(base: Cell, power: Cell, step: Cell, factors: Cell) -> Cell:
    """Return a sum of powers of one number, each times its factor."""
    cells = list(flat([factors]))
    for cell in cells:
        if isinstance(cell, ExcelError):
            return cell
    if not all(isinstance(cell, float) for cell in cells):
        raise Refused("its range of factors holds cells that are no numbers")

    def one(x: Scalar, first: Scalar, by: Scalar) -> Scalar:
        number, exponent, more = strict_number(x), strict_number(first), strict_number(by)
        if number == 0 and exponent == 0:
            raise fail(NUM, "0 has no power of 0.")
        if number == 0 or (number < 0 and (exponent % 1 or more % 1)):
            raise Refused("what SERIESSUM gives for powers of 0, or roots below 0, is not known")
        try:
            powers = [number ** (exponent + k * more) for k in range(len(cells))]
        except OverflowError:
            raise fail(NUM, "A power is too large.") from None
        return finite(math.fsum(p * float(c or 0) for p, c in zip(powers, cells, strict=True)))

    return cell_by_cell(one)(base, power, step)


@over_ranges
def _percentof(part: Cell, whole: Cell) -> Cell:
    try:
        total, share = math.fsum(numbers_in(whole)), math.fsum(numbers_in(part))
    except OverflowError:
        raise fail(NUM, "The sum is too large.") from None
    if total == 0:
        raise fail(DIV0, "The whole is 0.")
    return finite(share / total)


SUMS: dict[str, Callable[..., Cell]] = {
    "SUMPRODUCT": _sumproduct,
    "SUMXMY2": _pair_sum(lambda x, y: (x - y) ** 2),
    "SUMX2MY2": _pair_sum(lambda x, y: x * x - y * y),
    "SUMX2PY2": _pair_sum(lambda x, y: x * x + y * y),
    "SERIESSUM": _seriessum,
    "PERCENTOF": _percentof,
}
