"""The best whole lots beside scipy's mixed-integer solver, where that one can be asked at all.

Run with ``python -m pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group``.
"""

import numpy as np
import pytest

from xlhedge.core.portfolio import integer_hedge

SIZES, COST, EXPOSURE = np.array([5000.0, 1000.0, 150.0]), np.array([9.0, 4.0, 2.0]), 23_456.0


def solver():
    """Risk + cost of one factor as a linear problem: bought, sold, and the risk left."""
    from scipy.optimize import LinearConstraint, milp

    rows = np.array([[*SIZES, *-SIZES, -0.5], [*-SIZES, *SIZES, -0.5]])
    limits = LinearConstraint(rows, -np.inf, np.array([-EXPOSURE, EXPOSURE]))
    prices = np.concatenate([COST, COST, [1.0]])
    return milp(prices, constraints=limits, integrality=np.array([1] * 6 + [0])).fun


def ours():
    """The same hedge through the lattice."""
    found = integer_hedge(np.array([EXPOSURE]), SIZES, np.full((4, 4), 4.0), COST)
    return found.after + found.cost


class TestOneFactor:
    """Three sizes of one contract, with costs."""

    def test_scipy(self, benchmark):
        """The opponent."""
        benchmark.group = "whole lots of one factor"
        benchmark(solver)

    def test_lattice(self, benchmark):
        """At most three times the opponent's time, and any covariance is served."""
        benchmark.group = "whole lots of one factor"
        assert benchmark(ours) == pytest.approx(solver(), rel=1e-9)


@pytest.mark.parametrize("legs", [2, 5, 8])
def test_growth_with_instruments(benchmark, legs):
    """Instruments of random correlation, no opponent: some milliseconds."""
    benchmark.group = "whole lots by instruments"
    random = np.random.default_rng(legs)
    loads = random.normal(size=(legs + 2, legs + 1))
    found = benchmark(
        integer_hedge, np.array([1e6]), 1000.0 * np.arange(1, legs + 1), loads.T @ loads
    )
    assert found.proven
