"""What AGGREGATE computes of the cells that are left.

Source: Microsoft's page on AGGREGATE, and on each of its functions.
"""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail, flat, number, over_ranges
from xlhedge.worksheet.errors import DIV0, NA, NUM, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

COUNT, COUNTA, FIRST_WITH_PLACE = 2, 3, 14


def _mode(numbers: list[float]) -> float:
    often = {value: numbers.count(value) for value in dict.fromkeys(numbers)}
    best = max(often.values(), default=0)
    if best < 2:
        raise fail(NA, "No number is there twice.")
    return next(value for value, count in often.items() if count == best)


def _at_least(
    count: int, compute: Callable[[list[float]], float], code: str = DIV0
) -> Callable[[list[float]], float]:
    def of(numbers: list[float]) -> float:
        if len(numbers) < count:
            raise fail(code, "There are too few numbers.")
        return float(compute(numbers))

    return of


def _variance(numbers: list[float]) -> float:
    total, squares = _sums(numbers)
    return (squares - total * total / len(numbers)) / (len(numbers) - 1)


def _population_variance(numbers: list[float]) -> float:
    total, squares = _sums(numbers)
    return (len(numbers) * squares - total * total) / len(numbers) ** 2


def _sums(numbers: list[float]) -> tuple[float, float]:
    """Return the sum and the sum of squares, as Excel adds them here.

    Raises
    ------
    Refused
        They are so large beside the spread that its digits are noise.
    """
    total = squares = 0.0
    for x in numbers:
        total += x
        squares += x * x
    plain = squares - total * total / len(numbers)
    if not math.isclose(plain, len(numbers) * statistics.pvariance(numbers), rel_tol=1e-10):
        raise Refused("the numbers lie so close together that Excel's spread of them is noise")
    return total, squares


_OF_NUMBERS: dict[int, Callable[[list[float]], float]] = {
    1: _at_least(1, statistics.fmean),
    4: lambda numbers: max(numbers, default=0.0),
    5: lambda numbers: min(numbers, default=0.0),
    6: lambda numbers: math.prod(numbers) if numbers else 0.0,
    7: _at_least(2, lambda numbers: math.sqrt(_variance(numbers))),
    8: _at_least(1, lambda numbers: math.sqrt(_population_variance(numbers))),
    9: math.fsum,
    10: _at_least(2, _variance),
    11: _at_least(1, _population_variance),
    12: _at_least(1, statistics.median, NUM),
    13: _mode,
}


def _whole(place: float) -> int:
    if place != math.floor(place):
        raise Refused("how Excel rounds a place with decimals is not known")
    return int(place)


def _nth(numbers: list[float], place: float) -> float:
    n = _whole(place)
    if not 1 <= n <= len(numbers):
        raise fail(NUM, f"There is no number {n} among {len(numbers)}.")
    return numbers[n - 1]


def _between(numbers: list[float], rank: float) -> float:
    low = math.floor(rank)
    if low + 1 >= len(numbers):
        return numbers[-1]
    return numbers[low] + (rank - low) * (numbers[low + 1] - numbers[low])


def _inclusive(numbers: list[float], share: float) -> float:
    if not numbers or not 0 <= share <= 1:
        raise fail(NUM, "A share from 0 to 1 of some numbers is needed.")
    return _between(sorted(numbers), share * (len(numbers) - 1))


def _exclusive(numbers: list[float], share: float) -> float:
    n = len(numbers)
    if not n or not 1 / (n + 1) <= share <= n / (n + 1):
        raise fail(NUM, "The share lies outside of the numbers.")
    return _between(sorted(numbers), share * (n + 1) - 1)


_OF_PLACE: dict[int, Callable[[list[float], float], float]] = {
    14: lambda numbers, n: _nth(sorted(numbers, reverse=True), n),
    15: lambda numbers, n: _nth(sorted(numbers), n),
    16: _inclusive,
    17: lambda numbers, n: _inclusive(numbers, math.floor(n) / 4),
    18: _exclusive,
    19: lambda numbers, n: _exclusive(numbers, math.floor(n) / 4),
}


def aggregate(function: int, *, without_errors: bool) -> Callable[..., Cell]:
    """Return one of AGGREGATE's functions over cells; from 14 on its place comes first."""

    def one(cells: list[Scalar], place: Scalar) -> Scalar:
        if without_errors:
            cells = [cell for cell in cells if not isinstance(cell, ExcelError)]
        if function == COUNTA:
            return float(sum(cell is not None for cell in cells))
        if function == COUNT:
            return float(sum(isinstance(cell, float) for cell in cells))
        wrong = next((cell for cell in cells if isinstance(cell, ExcelError)), None)
        if wrong is not None:
            return wrong
        numbers = [cell for cell in cells if isinstance(cell, float)]
        if function >= FIRST_WITH_PLACE:
            return _OF_PLACE[function](numbers, number(place))
        return _OF_NUMBERS[function](numbers)

    @over_ranges
    def call(*values: Cell) -> Cell:
        places, ranges = (values[:1], values[1:]) if function >= FIRST_WITH_PLACE else ((), values)
        place = places[0] if places else None
        return one(list(flat(ranges)), place)  # type: ignore[arg-type]  # one value

    return call
