"""Redrawn errors: signs as they should be, and innovations that filter back to the residuals."""

import numpy as np
from scipy import stats

from xlhedge.core.changes import joint_changes
from xlhedge.core.inference.autocorrelation import ar_filter
from xlhedge.core.inference.line import line
from xlhedge.core.inference.wild import Signs, innovations, portions


def test_signs_are_fair_and_always_the_same():
    """As many of either, row by row and column by column unrelated; the seed is fixed."""
    signs = Signs().draw(400, 250)
    assert set(np.unique(signs)) == {-1.0, 1.0}
    assert abs(signs.sum()) < 4 * np.sqrt(signs.size)
    for sums in (signs.sum(axis=0) / 20, signs.sum(axis=1) / np.sqrt(250)):
        assert stats.kstest(sums, "norm").pvalue > 0.001
    np.testing.assert_array_equal(Signs().draw(400, 250), signs)
    assert (Signs(1).draw(400, 250) != signs).any()


def test_innovations_filter_back_to_the_residuals():
    """With all signs + the redrawn errors are the residuals over 1 - leverage."""
    random = np.random.default_rng(2)
    futures = random.normal(size=50)
    changes = joint_changes([futures + random.normal(size=50), futures], "given")
    fit = line(changes, ("spot", "futures"), 12)
    for rho in (-0.9, 0.0, 0.6, 0.97):
        again = ar_filter(rho, innovations(fit, rho))
        np.testing.assert_allclose(again, fit.residuals / (1 - fit.leverage), atol=1e-12)


def test_portions_are_bounded_and_add_up():
    """All draws, none too many at a time, and one at a time where one is too large."""
    assert list(portions(999, 100, 10_000)) == [100] * 9 + [99]
    assert list(portions(3, 100, 10)) == [1, 1, 1]
