"""The best basket of whole lots: a reduced lattice, searched from its nearest points outward.

What whole lots leave open are points of a lattice, and the best basket is the one nearest to the
fractional hedge. Lots that move almost alike make long, thin lattices, so the basis is reduced
first (Lenstra, Lenstra and Lovasz), then its points are listed nearest first (Schnorr and Euchner)
until none that is left can be better.
"""

import math
from itertools import combinations
from typing import NamedTuple

import numpy as np

from xlhedge.core.changes import FloatArray
from xlhedge.core.lattice import short_basis, triangle_of
from xlhedge.core.lots_problem import HEDGED, NOISE, LotsProblem

MOST_STEPS = 40_000  # of the search: some tenths of a second

_TIED = 1e-14  # of the open sd: baskets this close are equally good
_VISIBLE = 1e-7  # of the open sd: a difference that rounding in the covariances does not explain
_FINEST = 1e-10  # of the open sd: lots that carry less are taken in bundles of 10, 100, ...
_LOOSE = 0.3  # how much longer than need be the search may reach, to hold lots within their reach
_RESOLUTION = 1e-10  # the same, of the open sd, where nothing is left open
_IMPROVED = 0.3  # a basket this much nearer is worth a new reduction
_BITS = 160  # binary places of a whole-number lattice
_LEAF = 10  # steps that looking at a basket takes
_REDUCTION = 80  # the same of a reduction, over the square of the instruments
_POLISH = 10_000  # steps for the neighbours of a basket that is not proven

_Lots = list[int]
_Key = tuple[int, tuple[int, ...], tuple[int, ...]]


class BestLots(NamedTuple):
    """Whole contracts, the sd that fractions of a lot would leave at no cost, and the proof."""

    contracts: tuple[int, ...]
    fractional: float
    proven: bool


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
        Among equally good baskets (as near to the fractional optimum within 1e-14 of the open sd)
        the one with the fewest lots, then with more of the earlier instruments. An instrument that
        others duplicate is searched as far past the fractional hedge as twice the open risk or 100
        lots. A lot below 1e-10 of the open sd is traded in tens, hundreds, and so on. `proven` is
        False where the search stopped after `MOST_STEPS`: the basket is the best one reached.

    References
    ----------
    Lenstra, Lenstra and Lovasz (1982), Factoring Polynomials with Rational Coefficients; Schnorr
    and Euchner (1994), Lattice Basis Reduction.
    """
    sd = np.sqrt(np.diag(gram))
    bundle = [10 ** max(0, math.ceil(math.log10(_FINEST * sd[-1] / s))) for s in sd[:-1].tolist()]
    unit = np.array([s * b / sd[-1] for s, b in zip(sd[:-1], bundle, strict=True)])
    spread, vectors = np.linalg.eigh(gram / np.outer(sd, sd))
    spread[spread < NOISE] = 0.0
    factor = triangle_of(np.sqrt(spread) * vectors)  # factor'factor = correlations
    problem = LotsProblem(
        factor[:, :-1] * unit, factor[:, -1], cost / sd[-1] * np.array(bundle, dtype=float)
    )
    search = _Search(problem)
    proven = search.run()
    baskets = [
        [n * b for n, b in zip(lots, bundle, strict=True)]
        for lots in (search.best, *search.rounded)
    ]
    values = [_value(basket, gram, cost) for basket in baskets]
    if values[0] > min(values) + _VISIBLE * float(sd[-1]):
        # positions so large that rounding in the covariances decides: nothing is proven by them
        baskets[0], proven = baskets[int(np.argmin(values))], False
    rest = abs(float(factor[-1, -1]))
    return BestLots(tuple(baskets[0]), float(sd[-1]) * rest if rest > HEDGED else 0.0, proven)


def _value(basket: _Lots, gram: FloatArray, cost: FloatArray) -> float:
    held = np.array([*basket, 1], dtype=float)
    return math.sqrt(max(float(held @ gram @ held), 0.0)) + float(cost @ abs(held[:-1]))


class _Search:
    """The best basket reached, round after round of reduction and search."""

    def __init__(self, problem: LotsProblem) -> None:
        self.problem = problem
        self.steps = MOST_STEPS
        self.best = [0] * problem.cost.size  # no hedge at all: the basket to beat
        self.excess = problem.excess(self.best)
        self.limit = self._limit()
        fractional = (problem.exact, problem.least, problem.centre)
        self.rounded = [[round(x) for x in lots.tolist()] for lots in fractional]
        for lots in self.rounded:
            self.compare(lots)

    def run(self) -> bool:
        """Search until nothing is left, or the steps are spent: whether the best is proven."""
        while self.steps > 0:
            around = _Round(self)
            if around.visit():
                return True
            self._step_down(around.basis)
        return False

    def _step_down(self, basis: list[_Lots]) -> None:
        """Go to better neighbours, one lot or one short exchange away, as long as there are any."""
        count = len(self.best)
        ones = [[int(i == j) for i in range(count)] for j in range(count)]
        last = None
        self.steps = max(self.steps, 0) + _POLISH
        while last != self.best and self.steps > 0:
            last = self.best
            for way in (*ones, *basis):
                for sign in (1, -1):
                    times, before = sign, None
                    while before != self.best and self.steps > 0:
                        before = self.best
                        self.steps -= _LEAF
                        self.compare([n + times * w for n, w in zip(before, way, strict=True)])
                        times *= 2
        self.steps -= _POLISH

    def _limit(self) -> float:
        """Return how far a basket that is as good as the best one can be."""
        return self.problem.radius(self.excess + self.problem.noise) + _TIED

    def compare(self, basket: _Lots) -> None:
        """Keep a basket that is better, or as good with fewer lots."""
        problem = self.problem
        if problem.rounding(basket) > _RESOLUTION:
            return  # so many lots against each other that rounding would decide
        excess = problem.excess(basket)
        nearer = problem.radius(self.excess) - problem.radius(excess)
        if abs(nearer) <= _TIED or abs(excess - self.excess) <= problem.noise:
            if _key(basket) < _key(self.best):
                self.best = basket
            self.excess = min(self.excess, excess)
        elif nearer > 0:
            self.best, self.excess = basket, excess
        self.limit = self._limit()


class _Round:
    """One reduced basis, and the search of its points, the nearest first."""

    def __init__(self, search: _Search) -> None:
        self.search, problem = search, search.problem
        gap = search.excess + problem.noise
        dear = problem.spare > 0
        self.reach = problem.reach.copy()
        self.reach[dear] = np.minimum(self.reach[dear], gap / problem.spare[dear])
        # an instrument of which even one lot would be worse than the best basket stays out
        self.kept = np.flatnonzero(abs(problem.centre) + self.reach >= 1)
        self.first = search.limit
        self.loose = 0.0
        self.origin = [0] * problem.cost.size
        self.basis: list[_Lots] = []
        self.alike: list[_Lots] = []  # exchanges that leave the risk as it is
        self.rows: list[list[float]] = []
        self.start: list[float] = []
        if self.kept.size:
            search.steps -= _REDUCTION * self.kept.size**2
            self._reduce(problem)
        self.chosen = [0] * len(self.rows)

    def _reduce(self, problem: LotsProblem) -> None:
        kept = self.kept
        for i in kept.tolist():
            self.origin[i] = round(float(problem.centre[i]))
        # lots within reach add at most `loose` to the squared length: what has no risk has a length
        held = problem.alike | (self.reach < problem.reach)
        most = np.where(held[kept], max(_RESOLUTION, _LOOSE * self.first), _RESOLUTION)
        self.loose = float(most @ most) / kept.size
        hold = most / math.sqrt(kept.size) / np.maximum(1, self.reach[kept])
        tall = np.vstack([problem.seen[:, kept], np.diag(hold)])
        scaled = [[int(math.ldexp(x, _BITS)) for x in column] for column in tall.T.tolist()]
        rays = []
        for combination in short_basis(scaled):
            lots = [0] * problem.cost.size
            for i, n in zip(kept.tolist(), combination, strict=True):
                lots[i] = n
            exact = (
                sum(n * column[r] for n, column in zip(combination, scaled, strict=True))
                for r in range(tall.shape[0])
            )
            rays.append((lots, [math.ldexp(x, -_BITS) for x in exact]))
        still = [lots for lots, _ in rays if problem.is_still(lots)]
        # one exchange is solved on its line; more are, if they cost nothing, as good as each other
        on_line = still[:1] if problem.costs(still) else still
        self.alike = _combined(still, short_basis(still)) if len(still) > 1 else still
        rays.sort(key=lambda ray: ray[0] not in on_line)
        held = np.array(self.origin, dtype=float)
        away = np.concatenate(
            [problem.seen_start + problem.seen @ held, hold * (held - problem.centre)[kept]]
        )
        columns = np.array([ray for _, ray in rays] + [away.tolist()])
        triangle = triangle_of(columns)[len(on_line) : kept.size, len(on_line) :]
        self.rows, self.start = triangle[:, :-1].tolist(), triangle[:, -1].tolist()
        self.basis = [lots for lots, _ in rays[len(on_line) :]]

    def visit(self) -> bool:
        """Return whether all points that could be the best basket were seen."""
        return self._level(len(self.rows) - 1, 0.0)

    def _level(self, level: int, square: float) -> bool:
        search = self.search
        if level < 0:
            return self._leaf()
        row = self.rows[level]
        shared = self.start[level] + sum(
            r * n for r, n in zip(row[level + 1 :], self.chosen[level + 1 :], strict=True)
        )
        centre = -shared / row[level]
        n = round(centre)
        way = 1 if centre >= n else -1
        for far in range(1, 2 * MOST_STEPS):
            search.steps -= 1
            away = row[level] * (n - centre)
            left = square + away * away
            limit = search.limit
            if left > limit * limit + self.loose:
                break
            self.chosen[level] = n
            if search.steps <= 0 or not self._level(level - 1, left):
                return False
            n += way * far  # the next nearest: one to this side, two to the other, ...
            way = -way
        return True

    def _leaf(self) -> bool:
        search = self.search
        search.steps -= _LEAF
        lots = self.origin
        for n, combination in zip(self.chosen, self.basis, strict=True):
            if n:
                lots = [a + n * b for a, b in zip(lots, combination, strict=True)]
        lots = self._exchanged(lots)
        search.compare(lots)
        # a basket that is much nearer is worth a new basis
        return search.limit > _IMPROVED * self.first or self.first <= 4 * _RESOLUTION

    def _exchanged(self, lots: _Lots) -> _Lots:
        """Return the cheapest basket, then the one of fewest lots, of those with the same risk."""
        price = self.search.problem.cost.tolist()

        def dear(basket: _Lots) -> tuple[int, _Key]:
            self.search.steps -= 2
            spent = sum(c * abs(n) for c, n in zip(price, basket, strict=True))
            return round(spent / NOISE), _key(basket)

        pairs = [
            [a + sign * b for a, b in zip(one, other, strict=True)]
            for one, other in combinations(self.alike, 2)
            for sign in (1, -1)
        ]
        last = None
        while last != lots:
            last = lots
            for way in (*self.alike, *pairs):
                # piecewise linear along a line: the least is beside a place where a number is 0
                zeros = {n // -w for n, w in zip(lots, way, strict=True) if w}
                places = zeros | {t + 1 for t in zeros}
                ends = [[n + t * w for n, w in zip(lots, way, strict=True)] for t in places]
                lots = min([lots, *ends], key=dear)
        return lots


def _combined(columns: list[_Lots], combinations: list[_Lots]) -> list[_Lots]:
    return [
        [sum(n * x for n, x in zip(times, row, strict=True)) for row in zip(*columns, strict=True)]
        for times in combinations
    ]


def _key(lots: _Lots) -> _Key:
    """Return what is least for the fewest lots, then for more of the earlier instruments."""
    return sum(map(abs, lots)), tuple(-abs(n) for n in lots), tuple(lots)
