"""The halves' correlations are numpy's; z is the difference of inverse hyperbolic tangents."""

import math

import numpy as np
import pytest

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.halves import correlation_of_halves, fisher_z


def test_the_second_half_has_the_odd_change():
    """Eighty-one changes: forty and forty-one."""
    futures, error = np.random.default_rng(2).normal(size=(2, 81))
    spot = futures + error
    found = correlation_of_halves(joint_changes([spot, futures], "given"))
    expected = [np.corrcoef(spot[rows], futures[rows])[0, 1] for rows in (slice(40), slice(40, 81))]
    assert found == pytest.approx(expected, rel=1e-12)


def test_fisher():
    """Published form, and no answer for a perfect correlation, whose transform is infinite."""
    z = (np.arctanh(0.7) - np.arctanh(0.4)) / math.sqrt(1 / 37 + 1 / 38)
    assert fisher_z(0.7, 40, 0.4, 41) == pytest.approx(z, rel=1e-12)
    for perfect in (1.0, 1 - 2e-16, -1.0):
        assert math.isnan(fisher_z(perfect, 30, 0.9, 30))
        assert math.isnan(fisher_z(0.9, 30, perfect, 30))


def test_a_half_that_stands_still_is_named():
    """Futures that start to move in the middle have no correlation before."""
    random = np.random.default_rng(1)
    futures = np.where(np.arange(60) < 30, 0.0, random.normal(size=60))
    with pytest.raises(HedgeError, match="futures does not vary over the first half") as caught:
        correlation_of_halves(joint_changes([random.normal(size=60), futures], "given"))
    assert caught.value.kind is Kind.UNDEFINED
