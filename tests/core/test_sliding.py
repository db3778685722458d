"""Sliding slopes: the same as a plain loop, whatever the length, the level or the outliers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import sliding


def naive(y, x, window):
    """Return the slope of each window by the textbook's two passes."""
    dy, dx = np.diff(y), np.diff(x)
    found = []
    for i in range(dx.size - window + 1):
        a, b = dy[i : i + window], dx[i : i + window]
        b = b - b.mean()
        found.append(((a - a.mean()) * b).sum() / (b * b).sum())
    return np.array(found)


@given(window=st.integers(3, 70), size=st.integers(80, 300), seed=st.integers(0, 2**16))
def test_slopes_are_those_of_a_plain_loop(window, size, seed):
    """Any window of any series gives the slope of the centred sums over that window."""
    rng = np.random.default_rng(seed)
    x = 1e4 + np.cumsum(rng.standard_normal(size))
    y = 0.8 * x + np.cumsum(rng.standard_normal(size))
    assert sliding.slopes(y, x, window)[window:] == pytest.approx(
        naive(y, x, window), rel=1e-8, abs=1e-8
    )


@given(window=st.integers(1, 40), size=st.integers(40, 90), stretch=st.integers(1, 30))
def test_stretches_do_not_show(window, size, stretch):
    """Where one stretch ends and the next begins makes no difference beyond rounding."""
    rng = np.random.default_rng(size)
    x, y = rng.standard_normal((2, size)).cumsum(axis=1)
    window = max(window, 3)
    whole = sliding.slopes(y, x, window)[window:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sliding, "_STRETCH", stretch)
        assert sliding.slopes(y, x, window)[window:] == pytest.approx(whole, rel=1e-6, abs=1e-9)


@given(window=st.integers(1, 64), extra=st.integers(0, 20))
def test_sums_of_whole_numbers_are_exact(window, extra):
    """Sums by doubling add every neighbour exactly once."""
    z = np.random.default_rng(window).integers(-1000, 1000, window + extra).astype(float)
    expected = [z[i : i + window].sum() for i in range(extra + 1)]
    assert sliding.sums(z, window).tolist() == expected


def test_an_outlier_costs_no_digits_after_it_has_left():
    """Windows that no longer hold a wrong price of a million times the size are exact again."""
    rng = np.random.default_rng(4)
    x = 50 + np.cumsum(rng.standard_normal(4000))
    y = x + rng.standard_normal(4000)
    x[1000] = 5e7
    found, expected = sliding.slopes(y, x, 60)[60:], naive(y, x, 60)
    assert found[1000:] == pytest.approx(expected[1000:], rel=1e-8)


def test_a_million_rows_keep_their_digits():
    """The last windows of a long series at a high level equal the plain loop's to 1e-10."""
    rng = np.random.default_rng(5)
    x = 1e4 + np.cumsum(rng.standard_normal(1_000_000))
    y = 0.9 * x + np.cumsum(rng.standard_normal(1_000_000))
    found = sliding.slopes(y, x, 250)[250:]
    assert found[-500:] == pytest.approx(naive(y[-750:], x[-750:], 250), rel=1e-10)


@pytest.mark.parametrize("slope", [0.0, 0.1, -3.7])
def test_still_windows_have_no_slope(slope):
    """A stretch of equal changes has no variance, though its neighbours do: NaN, never noise."""
    rng = np.random.default_rng(6)
    x = np.concatenate([50 + np.cumsum(rng.standard_normal(100)), 40.3 + slope * np.arange(60)])
    y = np.cumsum(rng.standard_normal(160))
    noise = float(np.finfo(float).eps * np.abs(x).max())
    found = sliding.slopes(y, x, 20, noise)[20:]
    assert np.isnan(found[-39:]).all()
    assert not np.isnan(found[:-40]).any()


def test_a_missing_price_spoils_its_own_windows_alone():
    """NaN reaches the windows that touch it, and no other."""
    rng = np.random.default_rng(7)
    x, y = rng.standard_normal((2, 200)).cumsum(axis=1)
    x[90] = np.nan
    found = sliding.slopes(y, x, 10)[10:]
    touched = (np.arange(190) >= 80) & (np.arange(190) <= 90)
    assert np.array_equal(np.isnan(found), touched)
