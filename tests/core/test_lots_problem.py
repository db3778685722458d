"""What bounds whole lots with costs: an identity, and a distance that no good basket exceeds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.lots_problem import LotsProblem


@given(st.integers(0, 100_000), st.integers(1, 4), st.booleans(), st.booleans())
def test_the_bound_and_the_excess_make_up_risk_and_cost(seed, legs, costly, reached):
    """For every basket sd + cost = bound + excess, the excess is not below 0, nor far from it."""
    random = np.random.default_rng(seed)
    rows = legs if reached else legs + 2  # whether fractions can hedge all
    lots = random.normal(size=(rows, legs)) / 5
    start = random.normal(size=rows)
    start /= math.sqrt(float(start @ start))
    cost = random.choice([0.0, 0.01, 0.1, 0.3], size=legs) if costly else np.zeros(legs)
    problem = LotsProblem(lots, start, cost)
    for basket in random.integers(-5, 6, size=(20, legs)):
        left = start + lots @ basket
        value = math.sqrt(float(left @ left)) + float(cost @ abs(basket))
        excess = problem.excess(basket.tolist())
        assert value == pytest.approx(problem.bound + excess, abs=1e-9)
        assert excess >= -1e-12
        seen = problem.seen_start + problem.seen @ basket
        assert math.sqrt(float(seen @ seen)) <= problem.radius(excess) + 1e-7


@given(st.integers(0, 100_000), st.integers(1, 4))
def test_the_fractional_optimum_is_where_the_bound_is(seed, legs):
    """Risk and cost of the fractional optimum are the bound: nothing is lost by duality."""
    random = np.random.default_rng(seed)
    lots = random.normal(size=(legs + 2, legs)) / 5
    start = random.normal(size=legs + 2)
    start /= math.sqrt(float(start @ start))
    cost = random.choice([0.0, 0.01, 0.1], size=legs)
    problem = LotsProblem(lots, start, cost)
    left = start + lots @ problem.centre
    value = math.sqrt(float(left @ left)) + float(cost @ abs(problem.centre))
    assert value == pytest.approx(problem.bound, abs=1e-8)
