"""Sliding moments: those of exact fractions, whatever the length, the level or the outliers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import sliding

EPS = float(np.finfo(float).eps)


def exact(y, x):
    """Return the centred sums of one window in exact fractions."""
    y, x = ([Fraction(float(v)) for v in z] for z in (y, x))
    mean_y, mean_x = sum(y) / len(y), sum(x) / len(x)
    pairs = [(a - mean_y, b - mean_x) for a, b in zip(y, x, strict=True)]
    return [
        sum(a * a for a, _ in pairs),
        sum(a * b for a, b in pairs),
        sum(b * b for _, b in pairs),
    ]


def sample(y, x):
    """Return series that are right to the last digit."""
    return sliding.Sample(y, x, EPS * np.abs(y), EPS * np.abs(x))


def windows(y, x, window):
    """Return the moments of such series."""
    return sliding.windows(sample(y, x), window)


def assert_exact(moments, y, x, ends, starts):
    """Each window's sums are the exact ones, products to the digits that their factors have."""
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        y_y, x_y, x_x = exact(y[start:end], x[start:end])
        if y_y == 0 or x_x == 0:
            continue
        assert moments.y_y[i] == pytest.approx(float(y_y), rel=1e-12)
        assert moments.x_x[i] == pytest.approx(float(x_x), rel=1e-12)
        reach = float(y_y) ** 0.5 * float(x_x) ** 0.5
        assert moments.x_y[i] == pytest.approx(float(x_y), abs=1e-12 * reach)


@given(
    window=st.integers(2, 12),
    size=st.integers(12, 40),
    seed=st.integers(0, 2**16),
    largest=st.sampled_from([1.0, 1e-9, 1e6, 1e12]),
)
def test_moments_are_exact_whatever_is_far_out(window, size, seed, largest):
    """A few numbers `largest` times the others cost no window without them a digit."""
    rng = np.random.default_rng(seed)
    y, x = rng.standard_normal((2, size)) * rng.choice([1, 1, 1, largest], (2, size))
    starts = range(size - window + 1)
    assert_exact(windows(y, x, window), y, x, [i + window for i in starts], starts)
    moments = sliding.expanding(sample(y, x))
    assert_exact(moments, y, x, range(1, size + 1), [0] * size)


@given(window=st.integers(2, 40), size=st.integers(40, 90), stretch=st.integers(1, 30))
def test_stretches_do_not_show(window, size, stretch):
    """Where one stretch ends and the next begins makes no difference at all."""
    y, x = np.random.default_rng(size).standard_normal((2, size))
    whole = windows(y, x, window)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sliding, "_STRETCH", stretch)
        assert np.array_equal(windows(y, x, window), whole)


@given(window=st.integers(2, 30), size=st.integers(31, 80), row=st.integers(1, 30))
def test_later_rows_change_no_digit(window, size, row):
    """Moments up to a row are the same to the last bit, whatever comes after it."""
    y, x = np.random.default_rng(size).standard_normal((2, size))
    other = [np.concatenate([z[:row], 1e9 * z[row:] + 3]) for z in (y, x)]
    known = max(row - window + 1, 0)
    assert np.array_equal(
        np.array(windows(y, x, window))[:, :known], np.array(windows(*other, window))[:, :known]
    )
    grown = [sliding.expanding(sample(*z)) for z in ((y, x), other)]
    assert np.array_equal(*(np.array(moments)[:, :row] for moments in grown))


def test_a_million_rows_keep_their_digits():
    """The last windows of a long series with a mean far from 0 are exact to 1e-12."""
    rng = np.random.default_rng(5)
    x = 1e4 + rng.standard_normal(1_000_000)
    y = 0.9 * x + rng.standard_normal(1_000_000)
    found = windows(y, x, 250)
    last = sliding.Windows(*(z[-3:] for z in found))
    starts = [x.size - 252, x.size - 251, x.size - 250]
    # the mean takes four digits, the squares two more of each
    for i, start in enumerate(starts):
        x_x = float(exact(y[start : start + 250], x[start : start + 250])[2])
        assert last.x_x[i] == pytest.approx(x_x, rel=1e-11)


@pytest.mark.parametrize("level", [0.0, 0.1, -3.7])
def test_still_windows_have_no_slope(level):
    """Equal numbers have no variance, though their neighbours do: NaN, never noise."""
    rng = np.random.default_rng(6)
    x = np.concatenate([rng.standard_normal(100), np.full(60, level)])
    y = rng.standard_normal(160)
    found = sliding.slopes(windows(y, x, 20))
    assert np.isnan(found[-41:]).all()
    assert not np.isnan(found[:-41]).any()
    assert (sliding.slopes(windows(x, y, 20))[-41:] == 0).all()
    assert np.isnan(sliding.r_squared(windows(x, y, 20))[-41:]).all()


def test_variation_that_is_rounding_is_none():
    """Changes that differ by less than their own rounding are equal."""
    x = 0.1 + 1e-13 * np.random.default_rng(8).standard_normal(50)
    y = np.random.default_rng(9).standard_normal(50)
    rounding = np.full(50, 1e-12)
    assert (sliding.windows(sliding.Sample(y, x, EPS * np.abs(y), rounding), 10).x_x == 0).all()
    assert (
        sliding.windows(sliding.Sample(y, x, EPS * np.abs(y), rounding / 1e3), 10).x_x > 0
    ).all()


def test_a_missing_number_spoils_its_own_windows_alone():
    """NaN reaches the windows that touch it, and no other."""
    y, x = np.random.default_rng(7).standard_normal((2, 200))
    x[90] = np.nan
    found = sliding.slopes(windows(y, x, 10))
    touched = (np.arange(191) >= 81) & (np.arange(191) <= 90)
    assert np.array_equal(np.isnan(found), touched)
