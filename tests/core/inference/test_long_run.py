"""Cosine sums: a transform's fast form against the weights written out, and what they estimate."""

import numpy as np
import pytest

from xlhedge.core.inference.long_run import cosine_count, cosine_sums, cosines


@pytest.mark.parametrize("n", [12, 61, 250])
def test_the_fast_form_is_the_plain_one(n):
    """Sums by the transform equal products with the weights, for one column and for several."""
    values = np.random.default_rng(n).normal(size=(n, 3))
    count = cosine_count(n)
    weights = cosines(n, count, 0, n)
    np.testing.assert_allclose(cosine_sums(values, count), weights.T @ values, atol=1e-12)
    np.testing.assert_allclose(cosine_sums(values[:, 1], count), weights.T @ values[:, 1])


def test_weights_are_orthonormal_and_blind_to_the_mean():
    """Each weight's squares add up to 1, its sum and its products with another one to 0."""
    weights = cosines(40, 9, 0, 40)
    np.testing.assert_allclose(weights.T @ weights, np.eye(9), atol=1e-12)
    np.testing.assert_allclose(weights.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_array_equal(cosines(40, 9, 7, 11), weights[7:11])


def test_the_count_is_the_published_rule():
    """Lazarus and others (2018): 0.4 n^(2/3); here at least 4."""
    assert [cosine_count(n) for n in (5, 12, 60, 250, 1_000)] == [4, 4, 6, 16, 40]
