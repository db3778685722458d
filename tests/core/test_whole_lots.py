"""Whole lots against every basket, rounding and a mixed-integer solver; what stops a search."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlhedge.core import whole_lots
from xlhedge.core.portfolio import integer_hedge

SIZES = [1e-12, 1e-6, 0.01, 0.51, 1.0, 12.0, 20.68, 1e3, 1e6, 1e9]


def covariance_of(random, size, kind):
    """Return a covariance: any, of few factors, with duplicates, or with near duplicates."""
    loads = random.normal(size=(size + 1 if kind != "few factors" else 2, size))
    for j in range(1, size):
        if kind in {"duplicates", "near duplicates"} and random.random() < 0.6:
            other = loads[:, random.integers(0, j)]
            loads[:, j] = other + (10.0 ** -random.integers(1, 6)) * loads[:, j] * (kind[0] == "n")
    return loads.T @ loads


def objective(exposures, sizes, covariance, cost, baskets):
    """Return sd + cost of each basket."""
    held = np.hstack([np.tile(exposures, (len(baskets), 1)), baskets * sizes])
    variance = np.einsum("ij,jk,ik->i", held, covariance, held)
    return np.sqrt(np.maximum(variance, 0)) + np.abs(baskets) @ cost


kinds = st.sampled_from(["any", "few factors", "duplicates", "near duplicates"])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), kinds, st.booleans())
def test_no_small_basket_is_better(seed, kind, costly):
    """A proven basket is as good as any of up to 6 lots each way, in every kind of covariance."""
    random = np.random.default_rng(seed)
    factors, legs = random.integers(1, 4), random.integers(1, 5)
    covariance = covariance_of(random, factors + legs, kind)
    exposures = 3 * random.normal(size=factors)
    sizes = random.choice([0.5, 1.0, 2.0, 2.5, 10.0], size=legs)
    cost = random.choice([0.0, 0.01, 0.1, 1.0], size=legs) if costly else np.zeros(legs)
    found = integer_hedge(exposures, sizes, covariance, cost)
    baskets = np.array(list(itertools.product(range(-6, 7), repeat=int(legs))), float)
    values = objective(exposures, sizes, covariance, cost, baskets)
    # rounding in a variance of 1 is 1e-16, in an sd near 0 therefore 1e-8
    slack = 1e-7 * found.before
    if found.proven:
        assert found.after + found.cost <= values.min() + slack
    assert found.after + found.cost <= found.before + slack


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), kinds, st.booleans())
def test_it_is_never_worse_than_rounding(seed, kind, costly):
    """Sizes from 1e-12 to 1e9 and exposures up to 1e9: no worse than the hedge rounded."""
    random = np.random.default_rng(seed)
    factors, legs = random.integers(1, 6), random.integers(2, 5)
    covariance = covariance_of(random, factors + legs, kind)
    exposures = random.normal(size=factors) * 10.0 ** random.integers(-2, 10, size=factors)
    sizes = random.choice(SIZES, size=legs)
    cost = random.choice([0.0, 0.01, 1.0, 1e6], size=legs) if costly else np.zeros(legs)
    found = integer_hedge(exposures, sizes, covariance, cost)
    root = np.linalg.cholesky(covariance + 1e-12 * np.diag(np.diag(covariance))).T
    exact = np.linalg.lstsq(root[:, factors:], -root[:, :factors] @ exposures, rcond=1e-6)[0]
    baskets = np.array([np.rint(exact / sizes), np.zeros(legs)])
    values = objective(exposures, sizes, covariance, cost, baskets)
    assert found.after + found.cost <= values.min() * (1 + 1e-6) + 1e-6 * found.before
    assert all(n == int(n) for n in found.contracts)


def test_a_mixed_integer_solver_agrees():
    """Where one factor drives all, sd + cost is a linear problem: scipy's milp finds no better."""
    from scipy.optimize import LinearConstraint, milp

    sizes, cost, exposure = np.array([5000.0, 1000.0, 150.0]), np.array([9.0, 4.0, 2.0]), 23_456.0
    found = integer_hedge(np.array([exposure]), sizes, np.full((4, 4), 4.0), cost)
    # variables: bought, sold, then the risk left, at least 2 abs(exposure + sizes'(bought - sold))
    prices = np.concatenate([cost, cost, [1.0]])
    rows = np.array([[*(2 * sizes), *(-2 * sizes), -1], [*(-2 * sizes), *(2 * sizes), -1]])
    limits = LinearConstraint(rows, -np.inf, np.array([-2 * exposure, 2 * exposure]))
    best = milp(prices, constraints=limits, integrality=np.array([1] * 6 + [0]))
    assert found.proven
    assert found.after + found.cost == pytest.approx(best.fun, rel=1e-9)


def test_sizes_twelve_digits_apart():
    """Lots of 1e-12, 0.51, 20.68 and 12 against half a unit are answered, with a basket that holds.

    The first instrument alone, in fractions, sets the least sd that one can reach with it.
    """
    correlation = np.array(
        [
            [1.0, -0.15, 0.75, -0.07, 0.75],
            [-0.15, 1.0, -0.17, 0.17, -0.16],
            [0.75, -0.17, 1.0, -0.57, 0.46],
            [-0.07, 0.17, -0.57, 1.0, -0.32],
            [0.75, -0.16, 0.46, -0.32, 1.0],
        ]
    )
    found = integer_hedge(np.array([0.5]), np.array([1e-12, 0.51, 20.68, 12.0]), correlation)
    assert found.fractional <= found.after < 0.5 * math.sqrt(1 - 0.15**2)


def test_a_standard_contract_and_its_mini():
    """A million standard lots and the rest in minis, in the fewest contracts, at once."""
    exposure = 5_000_000_000.0 + 2_000
    found = integer_hedge(np.array([exposure]), np.array([5_000.0, 1_000.0]), np.full((3, 3), 1.0))
    assert found.contracts == (-1_000_000.0, -2.0)
    assert (found.after, found.proven) == (0, True)


def test_three_nested_lots_take_the_fewest():
    """123,450 in lots of 1,000, 100 and 10: 123, then 4 or 5 of the next, then 5 of the last."""
    found = integer_hedge(
        np.array([123_450.0]), np.array([1_000.0, 100.0, 10.0]), np.full((4, 4), 1.0)
    )
    assert found.contracts == (-123.0, -4.0, -5.0)
    assert found.proven


def test_many_lots_have_all_their_digits():
    """A thousand million lots of 1 against 1e9 + 3: to the last one."""
    found = integer_hedge(np.array([1e9 + 3]), np.array([1.0]), np.full((2, 2), 4.0))
    assert found.contracts == (-(1e9 + 3),)


def test_the_search_ends(monkeypatch):
    """Whatever is asked, the search looks at no more than its steps and then says not proven."""
    looked = []
    original = whole_lots._Search.compare
    monkeypatch.setattr(
        whole_lots._Search, "compare", lambda self, lots: looked.append(1) or original(self, lots)
    )
    random = np.random.default_rng(7)
    sizes = np.array([1.0, math.sqrt(2), math.sqrt(3), math.pi, math.e, 7.1, 0.31, 0.11])
    covariance = np.full((9, 9), 1.0) + 1e-7 * covariance_of(random, 9, "any")
    found = integer_hedge(np.array([1e8]), sizes, covariance, np.full(8, 1e-9))
    assert not found.proven
    assert found.after <= 1e8
    assert len(looked) < whole_lots.MOST_STEPS
