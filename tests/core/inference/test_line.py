"""The line: numpy's, in units that neither overflow nor vanish; and what has no error."""

import numpy as np
import pytest

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.line import ExactFit, fewest_changes, line

NAMES = ("spot", "futures")
RANDOM = np.random.default_rng(3)
F = RANDOM.normal(size=40)
S = 0.7 * F + 0.3 * RANDOM.normal(size=40)


def line_of(spot, futures, overlap=False, fewest=12):
    """Return the line of given changes."""
    return line(joint_changes([spot, futures], "given", overlap=overlap), NAMES, fewest)


def test_it_is_numpys_line():
    """Slope, residuals and leverages are those of least squares with a constant."""
    fit = line_of(S, F)
    x = np.column_stack([np.ones(40), F])
    coefficients, *_ = np.linalg.lstsq(x, S)
    assert fit.in_units_of_y(fit.slope) == pytest.approx(coefficients[1], rel=1e-12)
    hat = x @ np.linalg.pinv(x)
    np.testing.assert_allclose(fit.leverage, np.diag(hat), rtol=1e-10)
    np.testing.assert_allclose(fit.basis @ fit.basis.T, hat, atol=1e-12)
    scale = fit.residuals.std() / (S - x @ coefficients).std()
    np.testing.assert_allclose(fit.residuals / scale, S - x @ coefficients, atol=1e-12)


@pytest.mark.parametrize("unit", [1e-150, 1e-3, 1e150])
def test_units_do_not_matter(unit):
    """The same line in its own units, far below and above what can be squared."""
    plain, scaled = line_of(S, F), line_of(S * unit, F)
    turned = np.abs(scaled.residuals / plain.residuals)
    np.testing.assert_allclose(turned, turned[0], rtol=1e-9)
    slope = plain.in_units_of_y(plain.slope)
    assert scaled.in_units_of_y(scaled.slope) == pytest.approx(slope * unit, rel=1e-12)


def alone(size):
    """Return futures that move in one row, and next to nothing in the others."""
    futures = 1e-5 * RANDOM.normal(size=size)
    futures[7] = 1.0
    return futures


@pytest.mark.parametrize(
    ("spot", "futures", "overlap", "sentence"),
    [
        (S[:11], F[:11], False, "give 11 pairs of changes; at least 12 are needed"),
        (np.r_[S[:20], np.nan], F[:21], 6, r"20 changes \(1 rows .* dropped\) that overlap by 6"),
        (S, np.full(40, 0.1), False, "changes of futures are all equal"),
        (np.full(40, 1e9), F, False, "changes of spot are all equal"),
        (S, np.zeros(40), False, "changes of futures are all equal"),
        (S, alone(40), False, "change 8 of futures decides the slope alone"),
    ],
)
def test_what_has_no_error_says_why(spot, futures, overlap, sentence):
    """Each has its sentence, and none is a number out of its domain: nothing is defined."""
    with pytest.raises(HedgeError, match=sentence) as caught:
        line_of(spot, futures, overlap, fewest_changes(int(overlap) or 1))
    assert caught.value.kind is Kind.UNDEFINED
    assert not isinstance(caught.value, ExactFit)


@pytest.mark.parametrize("spot", [2 * F, -1e-9 * F + 5, F * 1e100])
def test_an_exact_fit_is_told_apart(spot):
    """Nothing left over is an error of its own kind: for a relationship it is good news."""
    with pytest.raises(ExactFit, match="spot is an exact multiple of futures"):
        line_of(spot, F)


def test_a_heavy_row_is_not_one_that_decides_alone():
    """A leverage of 0.99 is heavy, and still leaves an error to be known."""
    futures = 0.05 * F
    futures[7] = 5.0
    assert 0.99 < line_of(S, futures).leverage.max() < 1 - 1e-6


def test_changes_that_overflow_are_refused():
    """From the lowest to the highest price there is no change that a number can hold."""
    prices = np.resize([1.7e308, -1.7e308, 1.0], 40)
    with np.errstate(over="ignore"):
        changes = joint_changes([prices, np.r_[0.0, np.cumsum(F[1:])]])
    with pytest.raises(HedgeError, match="changes of spot are too large to be numbers") as caught:
        line(changes, NAMES, 12)
    assert caught.value.kind is Kind.DOMAIN
