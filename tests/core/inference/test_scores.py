"""The scores: W and its covariance made in blocks, against matrices written out."""

import numpy as np
import pytest
from scipy import linalg

from xlhedge.core.changes import joint_changes
from xlhedge.core.inference.line import line
from xlhedge.core.inference.long_run import cosines
from xlhedge.core.inference.scores import Scores, ar_covariance, overlap_covariance


def scores_of(n):
    """Return scores and W written out: x, and projected weighted cosines."""
    random = np.random.default_rng(n)
    futures = random.standard_t(4, n)
    changes = joint_changes([futures + random.normal(size=n), futures], "given")
    fit = line(changes, ("spot", "futures"), 12)
    scores = Scores.of(fit)
    weighted = (fit.x / (1 - fit.leverage))[:, None] * cosines(n, scores.degrees, 0, n)
    outside = np.eye(n) - fit.basis @ fit.basis.T
    return scores, np.column_stack([fit.x, np.sqrt(n) * outside @ weighted])


SIZES = [12, 60, 1_500]  # the last has more rows than a block


@pytest.mark.parametrize("n", SIZES)
def test_w_makes_the_slopes_error_and_the_sums(n):
    """W'e: nothing for the slope, which leaves residuals orthogonal, and sqrt(n) times the sums."""
    scores, w = scores_of(n)
    residuals = scores.fit.residuals
    np.testing.assert_allclose(scores.rows(3, 9), w[3:9], atol=1e-11)
    np.testing.assert_allclose(w[:, 0] @ residuals, 0, atol=1e-10)
    np.testing.assert_allclose(w[:, 1:].T @ residuals, np.sqrt(n) * scores.sums(), atol=1e-9)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.9])
def test_covariance_with_autocorrelation(n, rho):
    """W'SW with the Toeplitz matrix of rho^|i - j|."""
    scores, w = scores_of(n)
    expected = w.T @ linalg.toeplitz(rho ** np.arange(float(n))) @ w
    np.testing.assert_allclose(ar_covariance(scores, rho), expected, rtol=1e-8, atol=1e-8 * n * n)


@pytest.mark.parametrize(("n", "overlap"), [(12, 3), (60, 2), (60, 15), (1_500, 12), (1_500, 375)])
def test_covariance_with_overlap(n, overlap):
    """W'SW with the triangle 1 - |i - j| / k, also where the window spans blocks."""
    scores, w = scores_of(n)
    triangle = np.maximum(0, 1 - np.arange(float(n)) / overlap)
    expected = w.T @ linalg.toeplitz(triangle) @ w
    found = overlap_covariance(scores, overlap)
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-8 * n * n)
