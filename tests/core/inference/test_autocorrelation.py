"""Autocorrelation of errors: the matrices written out, and the bias that is taken away."""

import numpy as np
import pytest
from scipy import linalg
from simulations.processes import PROCESSES, changes_of

from xlhedge.core.changes import joint_changes
from xlhedge.core.inference.autocorrelation import (
    ar_filter,
    ar_matrix_times,
    error_autocorrelation,
)
from xlhedge.core.inference.line import line

RANDOM = np.random.default_rng(1)


def lines(name, n, count):
    """Yield lines through samples of a process."""
    for _ in range(count):
        changes = joint_changes(list(changes_of(PROCESSES[name], RANDOM, n)), "given")
        yield line(changes, ("spot", "futures"), 12)


def lag_one(residuals):
    """Return the plain autocorrelation of what has mean 0."""
    return (residuals[1:] @ residuals[:-1]) / (residuals @ residuals)


@pytest.mark.parametrize("rho", [-0.9, -0.3, 0.0, 0.5, 0.97])
def test_products_without_the_matrix(rho):
    """S v by two filters equals the Toeplitz matrix times v."""
    values = RANDOM.normal(size=(30, 2))
    matrix = linalg.toeplitz(rho ** np.arange(30.0))
    np.testing.assert_allclose(ar_matrix_times(rho, values), matrix @ values, atol=1e-12)
    unfiltered = ar_filter(rho, values)
    unfiltered[1:] -= rho * ar_filter(rho, values)[:-1]
    np.testing.assert_allclose(unfiltered, values, atol=1e-12)


@pytest.mark.parametrize("name", ["iid", "ar .5", "ar .8", "asyn"])
def test_it_is_the_one_that_makes_the_residuals_likely(name):
    """With it, tr(MLMS) / tr(MS) is the residuals' own autocorrelation, written out densely."""
    n = 30
    lag = (np.eye(n, k=1) + np.eye(n, k=-1)) / 2
    for fit in lines(name, n, 5):
        rho = error_autocorrelation(fit)
        if not -0.9 < rho < 0.97:
            continue
        outside = np.eye(n) - fit.basis @ fit.basis.T
        errors = linalg.toeplitz(rho ** np.arange(float(n)))
        expected = np.trace(outside @ lag @ outside @ errors) / np.trace(outside @ errors)
        assert expected == pytest.approx(lag_one(fit.residuals), abs=1e-5)


def test_the_bias_is_taken_away():
    """At n = 30 and 0.8, residuals have 0.54 on average and the answer is within 0.05 of 0.8."""
    fits = list(lines("ar .8", 30, 500))
    plain = np.mean([lag_one(fit.residuals) for fit in fits])
    freed = np.median([error_autocorrelation(fit) for fit in fits])
    assert plain < 0.65
    assert freed == pytest.approx(0.8, abs=0.05)


def test_it_has_ends():
    """Errors that turn about at every row, or hardly move, get the ends of the range."""
    n = 60
    futures = RANDOM.normal(size=n)
    for error, end in (((-1.0) ** np.arange(n), -0.9), (np.arange(n) - n / 2, 0.97)):
        changes = joint_changes([futures + error, futures], "given")
        assert error_autocorrelation(line(changes, ("spot", "futures"), 12)) == end


def test_a_declared_overlap_is_not_estimated():
    """Sums over 4 rows from every row have 3 of 4 rows in common with the next."""
    (fit,) = lines("iid", 60, 1)
    assert error_autocorrelation(fit, 4) == 0.75
