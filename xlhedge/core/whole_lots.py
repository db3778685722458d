"""The best basket of whole lots: an exact search, nearest integers first, bounded by what it found.

Variance is a sum of squares, one a lot type (Cholesky): fixing the last types fixes the last
squares, which no choice of the others can undo. So a branch whose squares already exceed the best
basket's is closed (branch and bound, as for the nearest point of a lattice).
"""

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlhedge.core.changes import FloatArray
from xlhedge.core.errors import HedgeError, Kind

MOST_BASKETS = 500_000  # a second or two of search

_TIED = 1e-9  # of the open position's sd: baskets this close are equally good
_SAME = 1e-10  # share of a lot's variance below which it moves exactly as smaller lots do
_HEDGED = 1e-13  # share of the open variance below which fractions of a lot hedge all of it
_DUPLICATE_RISK = 2.0  # in a duplicate lot, at most this many times the open position's risk
_LARGEST_EXCHANGE = 1000  # large lots that small ones can stand for
_ROUNDING = 1e-12  # relative, of a ratio of lots

_Key = tuple[int, tuple[int, ...], tuple[int, ...]]


class BestLots(NamedTuple):
    """Whole contracts, and the sd that fractions of a lot would leave at no cost."""

    contracts: tuple[int, ...]
    fractional: float


def best_lots(gram: FloatArray, cost: FloatArray) -> BestLots:
    """Return the integers N that minimise sqrt((N, 1)' gram (N, 1)) + sum(cost abs(N)).

    Parameters
    ----------
    gram : array of shape (k + 1, k + 1)
        Covariance of one lot of each of k instruments, then of the open position; positive
        semidefinite, variances above 0.
    cost : array of shape (k,)
        Money a lot, 0 or more, in the unit of the standard deviation.

    Returns
    -------
    BestLots
        Among equally good baskets (within 1e-9 of the open sd) the one with the fewest lots, then
        with more of the earlier instruments. A lot that moves exactly as smaller ones do (a
        standard contract beside its mini) leaves the search no bound: its own risk stays within
        twice that of the open position, and what smaller lots can be exchanged for.

    Raises
    ------
    HedgeError
        DOMAIN when the search passes `MOST_BASKETS` steps.
    """
    count = cost.size
    # the smallest lots come first in the triangle, so they are chosen last: there are most of them
    order = np.argsort(np.sqrt(np.diag(gram)[:count]), kind="stable")
    triangle = _triangle(gram[np.ix_([*order, count], [*order, count])])
    search = _Search(triangle, gram, cost, order)
    search.visit(count - 1, search.floor, 0.0, 0)
    return BestLots(search.best_key[2], math.sqrt(search.floor))


def _triangle(gram: FloatArray) -> FloatArray:
    """Return R with R'R = gram; the row of a lot that smaller ones can replace is 0."""
    size = gram.shape[0]
    triangle = np.zeros((size, size))
    for j in range(size):
        above = triangle[:j, j]
        left = float(gram[j, j]) - float((above * above).sum())
        if left <= (_SAME if j < size - 1 else _HEDGED) * float(gram[j, j]):
            continue
        triangle[j, j] = math.sqrt(left)
        for i in range(j + 1, size):
            shared = float((above * triangle[:j, i]).sum())
            triangle[j, i] = (float(gram[j, i]) - shared) / triangle[j, j]
    return triangle


def _exchanges(level: int, gram: FloatArray) -> list[tuple[int, int, int]]:
    """Return the larger lots that move exactly as those of `level`: which, p small for q large."""
    found = []
    for other in range(level + 1, gram.shape[0]):
        own, larger, shared = gram[level, level], gram[other, other], gram[level, other]
        if shared * shared < (1 - _SAME) * own * larger:
            continue
        ratio = math.sqrt(larger / own)
        whole = Fraction(ratio).limit_denominator(_LARGEST_EXCHANGE)
        if abs(float(whole) - ratio) <= _ROUNDING * ratio:
            found.append((other, whole.numerator, whole.denominator))
    return found


class _Search:
    """One search: what is fixed so far, and the best basket found."""

    def __init__(
        self, triangle: FloatArray, gram: FloatArray, cost: FloatArray, order: NDArray[np.intp]
    ) -> None:
        count = cost.size
        self.floor = float(triangle[count, count] * triangle[count, count])
        self.rows: list[list[float]] = triangle.tolist()
        self.unit_cost: list[float] = cost[order].tolist()
        self.order: list[int] = order.tolist()
        self.lots = [0] * count
        self.steps = 0
        self.best = math.sqrt(float(gram[count, count]))  # no hedge at all: the basket to beat
        self.best_key = self._key()
        self.tied = _TIED * self.best
        ordered = gram[np.ix_(order, order)]
        self.exchanges = [_exchanges(i, ordered) for i in range(count)]
        # of a lot that smaller ones can replace: what the open position asks for, and an exchange
        self.most = [
            int(_DUPLICATE_RISK * self.best / math.sqrt(ordered[j, j]))
            + max([large for level in self.exchanges for i, _, large in level if i == j] or [1])
            for j in range(count)
        ]

    def visit(self, level: int, variance: float, cost: float, total: int) -> None:
        """Try every number of lots of type `level` that can still lead to the best basket."""
        if level < 0:
            self._compare(math.sqrt(variance) + cost)
            return
        row, unit = self.rows[level], self.unit_cost[level]
        scale = row[level]
        shared = sum(
            r * n for r, n in zip(row[level + 1 :], [*self.lots[level + 1 :], 1], strict=True)
        )
        centre = -shared / scale if scale else 0.0
        limit = self._limit(level, scale)
        start = round(max(-limit, min(limit, centre)))
        ahead = {1: start, -1: start - 1}  # the next number of lots each way
        before = {1: math.inf, -1: math.inf}  # the bound on the last one
        while ahead:
            for way, n in tuple(ahead.items()):
                if abs(n) > limit:
                    del ahead[way]
                    continue
                self._step()
                away = scale * (n - centre)
                left = variance + away * away
                spent, lots = cost + unit * abs(n), total + abs(n)
                bound = math.sqrt(left) + spent
                # risk and cost are convex in the lots: what rises will go on rising
                rising = bound >= before[way]
                if self._hopeless(bound, lots):
                    if rising and (bound > self.best + self.tied or n * way > 0):
                        del ahead[way]
                else:
                    self.lots[level] = n
                    self.visit(level - 1, left, spent, lots)
                if way in ahead:
                    ahead[way] += way
                before[way] = bound
        self.lots[level] = 0

    def _limit(self, level: int, scale: float) -> float:
        """Return the most lots of one type that a best basket can need.

        Where p small lots do what q large ones do, p and q can be exchanged at no risk, and one
        way costs no more: a best basket has fewer than p of the small or fewer than q of the large.
        """
        most = math.inf if scale else self.most[level]
        for other, small, large in self.exchanges[level]:
            if abs(self.lots[other]) >= large:
                most = min(most, small - 1)
        return most

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_BASKETS:
            raise HedgeError(
                Kind.DOMAIN,
                f"contract_sizes: the search for the best whole lots passed {MOST_BASKETS:,} "
                "baskets; give fewer instruments, larger lots, or leave out one of two that move "
                "almost as one.",
            )

    def _hopeless(self, bound: float, total: int) -> bool:
        """Whether no basket with this much risk and cost, and this many lots, can be the best."""
        if bound > self.best + self.tied:
            return True
        return bound >= self.best - self.tied and total > self.best_key[0]

    def _compare(self, value: float) -> None:
        key = self._key()
        if value < self.best - self.tied or (
            value <= self.best + self.tied and key < self.best_key
        ):
            self.best_key = key
        self.best = min(self.best, value)

    def _key(self) -> _Key:
        signed = [0] * len(self.lots)
        for place, lots in zip(self.order, self.lots, strict=True):
            signed[place] = lots
        # fewest lots first, then more of the earlier instruments
        return sum(map(abs, signed)), tuple(-abs(n) for n in signed), tuple(signed)
