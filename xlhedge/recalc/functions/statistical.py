"""Excel's statistics that the engine computes otherwise: ranks, modes, Student's t, Poisson."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    Block,
    CellError,
    cell_by_cell,
    fail,
    finite,
    number,
    numbers_in,
)
from xlhedge.worksheet.errors import DIV0, NA, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_LARGEST_DEGREES = 1e10


def numeric(body: Callable[..., float]) -> Callable[..., Cell]:
    """Make a function of numbers one of cells; of two faults the one further left is the result."""

    def call(*cells: Scalar) -> Scalar:
        return finite(body(*(number(cell) for cell in cells)))

    return cell_by_cell(call, errors_first=False)


def _sorted_numbers(value: Cell) -> list[float]:
    if isinstance(value, Block) and "sorted" in value.kept:
        return value.kept["sorted"]  # type: ignore[no-any-return]  # what was put there
    ordered = sorted(numbers_in(value))
    if isinstance(value, Block):
        value.kept["sorted"] = ordered
    return ordered


def _ranker(*, average: bool) -> Callable[..., Cell]:
    def rank(value: Cell, among: Cell, order: Cell = None) -> Cell:
        from bisect import bisect_left, bisect_right

        @cell_by_cell
        def one(amount: Scalar, ascending: Scalar) -> Scalar:
            numbers = _sorted_numbers(among)
            x = number(amount)
            low, high = bisect_left(numbers, x), bisect_right(numbers, x)
            if low == high:
                raise fail(NA, f"{x!r} is not in the list.")
            first = low + 1 if number(ascending) else len(numbers) - high + 1
            return first + (high - low - 1) / 2 if average else float(first)

        return one(value, order)

    return rank


def _mode(*values: Cell) -> Cell:
    try:
        for value in values:
            if isinstance(value, list):
                continue
            if isinstance(value, ExcelError):
                return value
            if not isinstance(value, float):
                raise fail(VALUE, f"{value!r} is no number.")
        numbers = numbers_in(*values)
    except CellError as failure:
        return failure.error
    if not numbers:
        return ExcelError(NA, "There is no number.")
    counts = Counter(numbers)
    most = max(counts.values())
    if most == 1:
        return ExcelError(NA, "No number occurs twice.")
    return next(x for x in numbers if counts[x] == most)


def _degrees(value: float) -> float:
    degrees = float(math.floor(value))
    if not 1 <= degrees <= _LARGEST_DEGREES:
        raise fail(NUM, f"{value:g} are no degrees of freedom.")
    return degrees


def _upper_tail(x: float, degrees: float) -> float:
    from scipy.special import stdtr

    return float(stdtr(degrees, -x))


def _quantile(p: float, degrees: float) -> float:
    """Return the t below which a share p lies."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, p))


def _t_dist(x: float, degrees: float, cumulative: float) -> float:
    if cumulative:
        return _upper_tail(-x, _degrees(degrees))
    df = _degrees(degrees) if degrees >= 1 else 0.0
    if not df:
        raise fail(DIV0 if degrees >= 0 else NUM, "It needs degrees of freedom.")
    log = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(log - (df + 1) / 2 * math.log1p(x * x / df))


def _t_two_tails(x: float, degrees: float) -> float:
    df = _degrees(degrees)
    if x < 0:
        raise fail(NUM, "The t is below 0.")
    return 2 * _upper_tail(x, df)


def _t_tails(x: float, degrees: float, tails: float) -> float:
    df = _degrees(degrees)
    if x < 0 or math.floor(tails) not in {1, 2}:
        raise fail(NUM, "It needs a t from 0 on, and one or two tails.")
    return math.floor(tails) * _upper_tail(x, df)


def _known_at(p: float) -> None:
    """Refuse the quantile at 0: #NUM! says Excel's page, #DIV/0! was seen."""
    if p == 0:
        raise Refused("which error Excel gives for the probability 0 is not known")


def _t_inv(p: float, degrees: float) -> float:
    df = _degrees(degrees)
    _known_at(p)
    if not 0 < p < 1:
        raise fail(NUM, f"{p:g} is no probability between 0 and 1.")
    return _quantile(p, df)


def _t_inv_two(p: float, degrees: float) -> float:
    df = _degrees(degrees)
    _known_at(p)
    if not 0 < p <= 1:
        raise fail(NUM, f"{p:g} is no probability above 0 and up to 1.")
    return abs(_t_from_two_tails(p, df))


def _t_from_two_tails(p: float, df: float) -> float:
    from scipy.special import betaincinv

    if p > 0.5:  # near the middle the tail says little; the share inside says it
        inside = float(betaincinv(0.5, df / 2, 1 - p))
        return math.sqrt(df * inside / (1 - inside))
    return _quantile(p / 2, df)


def _sample(size: float) -> float:
    n = float(math.floor(size))
    if n < 1:
        raise fail(NUM, f"{size:g} is no number of observations.")
    return n


def _check_confidence(alpha: float, deviation: float) -> None:
    if not 0 < alpha < 1 or deviation <= 0:
        raise fail(NUM, "It needs a share between 0 and 1, and a deviation above 0.")


def _confidence_t(alpha: float, deviation: float, size: float) -> float:
    _check_confidence(alpha, deviation)
    n = _sample(size)
    if n == 1:
        raise fail(DIV0, "One observation has no interval.")
    return abs(_t_from_two_tails(alpha, n - 1)) * deviation / math.sqrt(n)


def _confidence_norm(alpha: float, deviation: float, size: float) -> float:
    from statistics import NormalDist

    _check_confidence(alpha, deviation)
    return -NormalDist().inv_cdf(alpha / 2) * deviation / math.sqrt(_sample(size))


def _poisson(x: float, mean: float, cumulative: float) -> float:
    from scipy.special import gammaincc

    if x < 0:
        raise fail(NUM, "It needs numbers from 0 on.")
    if mean < 0 and not cumulative:  # #NUM! says Excel's page, a number was seen
        raise Refused("what Excel gives for a mean below 0 is not known")
    if mean < 0:
        raise fail(NUM, "It needs a mean from 0 on.")
    n = math.floor(x)
    if cumulative:
        return float(gammaincc(n + 1, mean))
    if mean == 0:
        return float(n == 0)
    return math.exp(n * math.log(mean) - mean - math.lgamma(n + 1))


STATISTICS: dict[str, Callable[..., Cell]] = {
    "RANK": _ranker(average=False),
    "RANK.EQ": _ranker(average=False),
    "RANK.AVG": _ranker(average=True),
    "MODE": _mode,
    "MODE.SNGL": _mode,
    "T.DIST": numeric(_t_dist),
    "T.DIST.2T": numeric(_t_two_tails),
    "T.DIST.RT": numeric(lambda x, degrees: _upper_tail(x, _degrees(degrees))),
    "TDIST": numeric(_t_tails),
    "T.INV": numeric(_t_inv),
    "T.INV.2T": numeric(_t_inv_two),
    "TINV": numeric(_t_inv_two),
    "CONFIDENCE.T": numeric(_confidence_t),
    "CONFIDENCE.NORM": numeric(_confidence_norm),
    "CONFIDENCE": numeric(_confidence_norm),
    "POISSON": numeric(_poisson),
    "POISSON.DIST": numeric(_poisson),
}
