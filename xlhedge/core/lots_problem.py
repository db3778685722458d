"""The problem of whole lots with real numbers: its optimum, and what proves how far one is from it.

Costs enter by duality: for every y with abs(y) <= 1 and abs(A'y) <= c,

    abs(W) + c'abs(N) = y'b + (abs(W) - y'W) + (c'abs(N) + y'A N),    W = A N + b,

a constant and two terms that are never negative. The first is (abs(W)^2 - (y'W)^2) over
abs(W) + y'W: a squared length again, so one lattice search serves with and without costs.
"""

import math
from collections.abc import Sequence

import numpy as np

from xlhedge.core.changes import FloatArray

NOISE = 1e-13  # eigenvalue of the correlations below which instruments move exactly alike
HEDGED = 1e-12  # of the open sd: fractions of a lot that leave no more leave nothing

_ALIKE = 1e-10  # below which they differ too little to be held far against each other
_REACH = 2.0  # times the open risk: how far past the fractional hedge a duplicate instrument goes
_EXCHANGED = 100.0  # lots that it may go in any case: three of 5 sold for five of 3 bought
_LARGEST = 1000.0  # times the open risk: the most that those lots carry
_SOFT = 1e-4  # share of the variance that rounded lots leave
_SWEEPS = 400  # of the descent to the fractional optimum with costs
_EPS = float(np.finfo(np.float64).eps)


class LotsProblem:
    """Minimise abs(A N + b) + sum(c abs(N)), in units of abs(b), and the dual that bounds it."""

    def __init__(self, lots: FloatArray, start: FloatArray, cost: FloatArray) -> None:
        self.lots, self.start, self.cost = lots, start, cost
        self.size = np.sqrt((lots * lots).sum(axis=0))
        shape = lots / self.size
        inverse = np.linalg.pinv(shape, rcond=math.sqrt(NOISE))
        self.exact = -(inverse @ start) / self.size
        left = start + lots @ self.exact
        rest = math.sqrt(float(left @ left))
        # without costs the dual is what no hedge can reach, 0 where they reach all
        self.dual = left / rest if rest > HEDGED else np.zeros_like(start)
        coarse = np.linalg.pinv(shape, rcond=math.sqrt(_ALIKE))
        self.least = self.centre = -(coarse @ start) / self.size
        if cost.any():
            self.centre, self.dual = _with_costs(self, inverse)
        self.noise = _EPS * 8 if cost.any() else 0.0
        slope = -(lots.T @ self.dual)
        at_cost = abs(slope) >= cost * (1 - HEDGED)
        self.slope = np.where(at_cost, np.sign(slope) * cost, slope)
        self.spare = cost - abs(self.slope)
        self.bound = float(self.dual @ start)
        # abs(W)^2 - (y'W)^2 is the squared length of P W, 1 - P = t yy', (1 - t y'y)^2 = 1 - y'y
        square = float(self.dual @ self.dual)
        share = (1 - math.sqrt(max(0.0, 1 - square))) / square if square else 0.0
        projection = np.eye(start.size) - share * np.outer(self.dual, self.dual)
        self.seen, self.seen_start = projection @ lots, projection @ start
        reached = shape @ (inverse @ self.dual)
        across = math.sqrt(float(reached @ reached))
        self.skew = across / math.sqrt(1 - across * across) if across < 1 - HEDGED else math.inf
        nearest = np.linalg.pinv(self.seen / self.size, rcond=math.sqrt(NOISE)) @ self.seen_start
        self.along = float(self.dual @ (start - shape @ nearest))
        # how many lots past the fractional ones a basket that beats no hedge at all can hold
        self.reach = _REACH / self.size * np.sqrt(np.maximum(1, (coarse * coarse).sum(axis=1)))
        # what others do as well has no such bound
        self.alike = 1 - np.einsum("ij,ji->i", coarse, shape) > math.sqrt(_ALIKE)
        exchanged = np.minimum(_EXCHANGED, _LARGEST / self.size)
        self.reach = np.where(self.alike, np.maximum(self.reach, exchanged), self.reach)

    def excess(self, basket: Sequence[int]) -> float:
        """Return by how much sd + cost of a basket are above what the dual proves for all."""
        held = np.array(basket, dtype=float)
        left = self.start + self.lots @ held
        seen = self.seen_start + self.seen @ held
        whole = math.sqrt(float(left @ left)) + float(self.dual @ left)
        risk = float(seen @ seen) / whole if whole > 0 else 0.0
        return risk + float((self.cost * abs(held) - self.slope * held).sum())

    def is_still(self, exchange: Sequence[int]) -> bool:
        """Return whether lots exchanged this way leave the risk as it is, but for noise."""
        held = np.array(exchange, dtype=float)
        moved = self.lots @ held
        return math.sqrt(float(moved @ moved)) <= NOISE * float((self.size * abs(held)).sum())

    def costs(self, exchanges: Sequence[Sequence[int]]) -> bool:
        """Return whether any of these lots costs something."""
        return any(n and c for lots in exchanges for n, c in zip(lots, self.cost, strict=True))

    def rounding(self, basket: Sequence[int]) -> float:
        """Return how far rounding can move what a basket leaves."""
        return _EPS * float((self.size * abs(np.array(basket, dtype=float))).sum())

    def radius(self, excess: float) -> float:
        """Return how far, in `seen`, a basket of at most this excess can be."""
        excess = max(excess, 0.0)
        widest = math.sqrt(2 * max(self.bound + excess, 0.0) * excess)
        if not math.isfinite(self.skew):
            return widest
        tilt = excess * self.skew
        square = tilt * tilt + excess * max(2 * self.along + excess, 0.0)
        return min(widest, tilt + math.sqrt(square))


def _with_costs(problem: LotsProblem, inverse: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the fractional optimum with costs, and a dual that is feasible however near it is."""
    lots, cost = problem.lots, problem.cost
    free = cost == 0
    across = np.eye(problem.start.size)
    if free.any():  # whatever instruments without cost can hedge they will
        unit = lots[:, free] / problem.size[free]
        across -= unit @ np.linalg.pinv(unit, rcond=math.sqrt(NOISE))
    start, charged, price = across @ problem.start, across @ lots[:, ~free], cost[~free]
    rounded = problem.start + lots @ np.rint(problem.centre)
    rest = problem.start - (lots / problem.size) @ (inverse @ problem.start)
    # a corner is rounded off where all can be hedged: a little risk that nothing reaches
    soft = max(0.0, _SOFT * float(rounded @ rounded) - float(rest @ rest))
    held = _descent(charged, start, price, soft)
    duals = [_dual(start + charged @ held, charged, price, soft)]
    active = held != 0
    unit = charged[:, active]
    if active.any():  # the same signs, solved exactly
        back = np.linalg.pinv(unit, rcond=1e-12)
        pull = -(back.T @ (price[active] * np.sign(held[active])))
        left = start - unit @ (back @ start)
        if pull @ pull < 1:
            risk = math.sqrt((float(left @ left) + soft) / (1 - float(pull @ pull)))
            duals.append(_dual(left + risk * pull, charged, price, soft))
            exact = held.copy()
            exact[active] = back @ (left + risk * pull - start)
            held = exact if (exact * held >= 0).all() else held
    dual = max(duals, key=lambda y: float(y @ start))
    whole = np.zeros(cost.size)
    whole[~free] = held
    if free.any():
        rest = problem.start + lots[:, ~free] @ held
        back = np.linalg.pinv(lots[:, free] / problem.size[free], rcond=math.sqrt(NOISE))
        whole[free] = -(back @ rest) / problem.size[free]
    return whole, dual


def _descent(lots: FloatArray, start: FloatArray, price: FloatArray, soft: float) -> FloatArray:
    """Return x near the least sqrt(abs(start + lots x)^2 + soft) + price abs(x), one at a time."""
    held = np.zeros(price.size)
    left = start.copy()
    squares = (lots * lots).sum(axis=0).tolist()
    for _ in range(_SWEEPS):
        moved = 0.0
        for i, (square, unit) in enumerate(zip(squares, price.tolist(), strict=True)):
            column = lots[:, i]
            if square <= unit * unit:
                continue  # a lot that costs more than the risk it carries
            without = left - column * held[i]
            pull = float(column @ without)
            rest = max(0.0, float(without @ without) + soft - pull * pull / square)
            kept = math.sqrt(rest / (square - unit * unit) / square) * unit
            x = -math.copysign(max(0.0, abs(pull) / square - kept), pull)
            moved = max(moved, abs(x - held[i]) * math.sqrt(square))
            held[i] = x
            left = without + column * x
        if moved < HEDGED:
            break
    return held


def _dual(left: FloatArray, lots: FloatArray, price: FloatArray, soft: float) -> FloatArray:
    risk = math.sqrt(float(left @ left) + soft)
    if risk == 0:
        return np.zeros_like(left)
    dual = left / risk
    return dual * min(1.0, 1 / max(float(np.max(abs(lots.T @ dual) / price)), 1.0))
