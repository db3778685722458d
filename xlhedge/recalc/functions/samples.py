"""Excel's tests of samples, ranks within them and spreads in which texts count.

Source: Microsoft's page on each function; held to the values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    CellError,
    fail,
    flat,
    number,
    numbers_in,
    over_ranges,
    size_of,
)
from xlhedge.worksheet.errors import DIV0, NA, NUM, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell


def _pairs(first: Cell, second: Cell) -> list[tuple[float, float]]:
    """Return the places where both hold a number."""
    left, right = list(flat([first])), list(flat([second]))
    if len(left) != len(right):
        raise fail(NA, "The ranges are of different size.")
    for cell in (*left, *right):
        if isinstance(cell, ExcelError):
            raise CellError(cell)
    return [
        (a, b)
        for a, b in zip(left, right, strict=True)
        if isinstance(a, float) and isinstance(b, float)
    ]


def _moments(numbers: list[float]) -> tuple[int, float, float]:
    """Return how many numbers there are, their mean and the sum of squares around it."""
    n = len(numbers)
    if not n:
        raise fail(DIV0, "There is no number.")
    mean = math.fsum(numbers) / n
    return n, mean, math.fsum((x - mean) ** 2 for x in numbers)


def _skew_of_all(*values: Cell) -> float:
    numbers = numbers_in(*values)
    if len(numbers) < 3:
        raise fail(DIV0, "It needs three numbers.")
    n, mean, squares = _moments(numbers)
    if squares == 0:
        raise fail(DIV0, "The numbers do not vary.")
    return math.fsum((x - mean) ** 3 for x in numbers) / n / math.pow(squares / n, 1.5)


def _percent_rank(*, exclusive: bool) -> Callable[..., float]:
    def rank(among: Cell, value: Cell, digits: Cell = None) -> float:
        numbers = sorted(numbers_in(among))
        (x,) = numbers_in(value) or [0.0]
        places = 3 if digits is None else math.floor((numbers_in(digits) or [0.0])[0])
        if not numbers or places < 1:
            raise fail(NUM, "It needs numbers, and at least one digit.")
        if not numbers[0] <= x <= numbers[-1]:
            raise fail(NA, f"{x:g} is beyond the numbers.")
        below = sum(y < x for y in numbers)
        if numbers[below] != x:  # between two of them: by their distance
            low, high = numbers[below - 1], numbers[below]
            place = below - 1 + (x - low) / (high - low)
        else:
            place = float(below)
        n = len(numbers)
        if n == 1 and not exclusive:
            return 1.0
        share = (place + 1) / (n + 1) if exclusive else place / (n - 1)
        scale = 10.0**places
        return math.floor(share * scale + 1e-12 * scale) / scale

    return rank


def _modes(*values: Cell) -> Cell:
    from collections import Counter

    counts = Counter(numbers_in(*values))
    most = max(counts.values(), default=0)
    if most < 2:
        raise fail(NA, "No number occurs twice.")
    return [[x] for x, count in counts.items() if count == most]


def _t_test(first: Cell, second: Cell, tails: Cell, kind: Cell) -> float:
    from scipy.special import stdtr

    sides, way = ((math.floor((numbers_in(v) or [0.0])[0])) for v in (tails, kind))
    if sides not in {1, 2} or way not in {1, 2, 3}:
        raise fail(NUM, "It needs 1 or 2 tails, and a kind 1 to 3.")
    if way == 1:
        n, mean, squares = _moments([a - b for a, b in _pairs(first, second)])
        t, df = _divided(mean, math.sqrt(squares / n / max(n - 1, 0) if n > 1 else 0)), n - 1.0
    else:
        (n, a, squares), (m, b, others) = _moments(numbers_in(first)), _moments(numbers_in(second))
        if min(n, m) < 2:
            raise fail(DIV0, "Each sample needs two numbers.")
        if way == 2:
            df = n + m - 2.0
            t = _divided(a - b, math.sqrt((squares + others) / df * (1 / n + 1 / m)))
        else:
            u, v = squares / (n - 1) / n, others / (m - 1) / m
            t = _divided(a - b, math.sqrt(u + v))
            df = (u + v) ** 2 / (u * u / (n - 1) + v * v / (m - 1))
    return sides * float(stdtr(df, -abs(t)))


def _divided(a: float, b: float) -> float:
    if b == 0:
        raise fail(DIV0, "The numbers do not vary.")
    return a / b


def _z_test(values: Cell, mean: Cell, sigma: Cell = None) -> float:
    n, average, squares = _moments(numbers_in(values))
    (x,) = numbers_in(mean) or [0.0]
    if sigma is None and n < 2:
        raise fail(DIV0, "It needs two numbers.")
    deviation = math.sqrt(squares / (n - 1)) if sigma is None else (numbers_in(sigma) or [0.0])[0]
    if deviation < 0 or (deviation == 0 and sigma is not None):
        raise fail(NUM, "A deviation is above 0.")
    return math.erfc(_divided(average - x, deviation / math.sqrt(n)) / math.sqrt(2)) / 2


def _f_test(first: Cell, second: Cell) -> float:
    from scipy.special import fdtr

    (n, _, a), (m, _, b) = _moments(numbers_in(first)), _moments(numbers_in(second))
    if min(n, m) < 2 or 0 in (a, b):
        raise fail(DIV0, "Each sample needs two numbers that vary.")
    lower = float(fdtr(n - 1, m - 1, a / (n - 1) / (b / (m - 1))))
    upper = float(fdtr(m - 1, n - 1, b / (m - 1) / (a / (n - 1))))
    return 2 * min(lower, upper)


def _chi_square_test(actual: Cell, expected: Cell) -> float:
    from scipy.special import gammaincc

    size = size_of(actual)
    pairs = _pairs(actual, expected)
    if size == size_of(expected)[::-1] != size_of(expected):
        raise Refused("whether a row fits a column here is not known")
    if size != size_of(expected) or size == (1, 1):
        raise fail(NA, "It needs two ranges of one size, with more than one cell.")
    if any(e == 0 for _, e in pairs):
        raise fail(DIV0, "An expected number is 0.")
    if any(min(pair) < 0 for pair in pairs):
        raise Refused("what Excel makes of numbers below 0 here is not known")
    rows, columns = size
    df = (rows - 1) * (columns - 1) if min(size) > 1 else max(size) - 1
    return float(gammaincc(df / 2, math.fsum((a - e) ** 2 / e for a, e in pairs) / 2))


def _prob(values: Cell, shares: Cell, low: Cell, high: Cell = None) -> float:
    pairs = _pairs(values, shares)
    if size_of(values) != size_of(shares):
        raise fail(NA, "It needs as many probabilities as values.")
    if not pairs:
        raise fail(DIV0, "There is no pair of numbers.")
    if any(not 0 < p <= 1 for _, p in pairs) or abs(math.fsum(p for _, p in pairs) - 1) > 1e-9:
        raise fail(NUM, "The probabilities must lie above 0 and add up to 1.")
    if isinstance(low, list) or isinstance(high, list):
        raise Refused("PROB is asked for several limits")
    least = number(low)
    most = least if high is None else number(high)
    return math.fsum(p for value, p in pairs if least <= value <= most)


def _spread_of_all(*, sample: bool, root: bool) -> Callable[..., float]:
    """Return a function in which a text in a range counts as 0 and TRUE as 1."""

    def compute(*values: Cell) -> float:
        numbers = []
        for cell in flat(values):
            if isinstance(cell, ExcelError):
                raise CellError(cell)
            if cell is not None:
                numbers.append(0.0 if isinstance(cell, str) else float(cell))
        n, _, squares = _moments(numbers)
        variance = _divided(squares, n - sample)
        return math.sqrt(variance) if root else variance

    return compute


SAMPLES: dict[str, Callable[..., Cell]] = {
    "SKEW.P": over_ranges(_skew_of_all),
    "PERCENTRANK": over_ranges(_percent_rank(exclusive=False)),
    "PERCENTRANK.INC": over_ranges(_percent_rank(exclusive=False)),
    "PERCENTRANK.EXC": over_ranges(_percent_rank(exclusive=True)),
    "MODE.MULT": over_ranges(_modes),
    "T.TEST": over_ranges(_t_test),
    "TTEST": over_ranges(_t_test),
    "Z.TEST": over_ranges(_z_test),
    "ZTEST": over_ranges(_z_test),
    "F.TEST": over_ranges(_f_test),
    "FTEST": over_ranges(_f_test),
    "PROB": over_ranges(_prob),
    "CHISQ.TEST": over_ranges(_chi_square_test),
    "CHITEST": over_ranges(_chi_square_test),
    "STDEVA": over_ranges(_spread_of_all(sample=True, root=True)),
    "STDEVPA": over_ranges(_spread_of_all(sample=False, root=True)),
    "VARA": over_ranges(_spread_of_all(sample=True, root=False)),
    "VARPA": over_ranges(_spread_of_all(sample=False, root=False)),
}
