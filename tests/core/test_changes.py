"""From prices to changes: what counts as observed, and over which step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind

prices = hnp.arrays(np.float64, st.integers(2, 40), elements=st.floats(1, 1000))


def _two(x):
    return [x, x[::-1].copy()]


@given(prices)
def test_price_return_and_log_changes(x):
    """Changes are differences, relative changes and log ratios of neighbours."""
    for kind, expected in {
        "price": np.diff(x),
        "return": x[1:] / x[:-1] - 1,
        "log": np.log(x[1:]) - np.log(x[:-1]),
    }.items():
        found = joint_changes(_two(x), kind)
        np.testing.assert_allclose(found.series[0], expected, atol=1e-12)
        assert found.dropped == 0


@given(prices, st.integers(1, 6))
def test_steps_do_not_overlap_and_end_on_the_last_row(x, step):
    """A change over several rows starts where the one before it ended; the last ends the range."""
    expected = np.diff(x[::-1][::step][::-1])
    np.testing.assert_array_equal(joint_changes(_two(x), "price", step).series[0], expected)


@given(prices, st.data())
def test_dropping_rows_equals_a_slow_walk(x, data):
    """With gaps, the changes are those a person finds walking back from the last complete row."""
    step = data.draw(st.integers(1, 4))
    holes = data.draw(hnp.arrays(np.bool_, x.size))
    y = x[::-1].copy()
    x = x.copy()
    x[holes] = np.nan
    found = joint_changes([x, y], "price", step)
    complete = [i for i in range(x.size) if not holes[i]]
    walk = []
    if complete:
        end = complete[-1]
        while end - step >= complete[0]:
            if not holes[end - step : end + 1].any():
                walk.append((x[end] - x[end - step], y[end] - y[end - step]))
            end -= step
    assert found.dropped == holes.sum()
    np.testing.assert_array_equal(np.array(found.series).T, np.array(walk[::-1]).reshape(-1, 2))


def test_given_changes_stay_as_they_are():
    """No differences are taken of given changes; rows without two numbers are dropped."""
    found = joint_changes([np.array([1.0, np.nan, 3.0]), np.array([1.0, 2.0, 5.0])], "given")
    np.testing.assert_array_equal(found.series, [[1.0, 3.0], [1.0, 5.0]])
    assert found.dropped == 1


def test_negative_prices_have_price_changes_only():
    """Prices of 20 April 2020 (WTI below zero) give price changes, and no logs or returns."""
    spot, futures = np.array([18.31, -36.98, 8.91]), np.array([18.27, -37.63, 10.01])
    np.testing.assert_allclose(joint_changes([spot, futures]).series[0], [-55.29, 45.89])
    for kind in ("log", "return"):
        with pytest.raises(HedgeError, match=r"spot holds -36\.98") as caught:
            joint_changes([spot, futures], kind)
        assert caught.value.kind is Kind.DOMAIN


def test_unknown_kind_of_change():
    """A keyword outside the four is refused with the list."""
    with pytest.raises(HedgeError, match='"price" or "return" or "log" or "given"'):
        joint_changes([np.arange(3.0), np.arange(3.0)], "percent")


@given(prices, st.data())
def test_overlapping_steps_start_on_every_row(x, data):
    """TRUE: every complete step counts, none reaches over a missing row; they overlap by step."""
    step = data.draw(st.integers(1, 5))
    holes = data.draw(hnp.arrays(np.bool_, x.size))
    y = x[::-1].copy()
    x = x.copy()
    x[holes] = np.nan
    found = joint_changes([x, y], "price", step, overlap=True)
    walk = [
        (x[i + step] - x[i], y[i + step] - y[i])
        for i in range(x.size - step)
        if not holes[i : i + step + 1].any()
    ]
    np.testing.assert_array_equal(np.array(found.series).T, np.array(walk).reshape(-1, 2))
    assert (found.overlap, found.dropped) == (step, holes.sum())


@pytest.mark.parametrize(
    ("kind", "step", "overlap", "rows"),
    [
        ("price", 5, False, 1),
        ("price", 5, True, 5),
        ("price", 1, True, 1),
        ("price", 1, 1, 1),
        ("price", 5, 0, 1),
        ("given", 1, 12, 12),
        ("log", 1, 3, 3),
    ],
)
def test_rows_of_overlap(kind, step, overlap, rows):
    """TRUE overlaps by the step; a number is what it says; 0 and 1 are none. Values are as ever."""
    x = np.linspace(1, 2, 30) ** 2
    found = joint_changes(_two(x), kind, step, overlap=overlap)
    assert found.overlap == rows
    if overlap is not True:
        np.testing.assert_array_equal(found.series, joint_changes(_two(x), kind, step).series)


@pytest.mark.parametrize(
    ("kind", "step", "overlap", "sentence"),
    [
        ("given", 1, True, "give the number of rows"),
        ("price", 5, 5, "overlap is 5 and step 5"),
        ("price", 2, 1, "TRUE .* takes a step from every row"),
        ("price", 1, -1, "overlap is -1"),
    ],
)
def test_an_overlap_that_does_not_go_with_step(kind, step, overlap, sentence):
    """TRUE and 1 are told apart: a number is about changes that overlap already."""
    with pytest.raises(HedgeError, match=sentence) as caught:
        joint_changes(_two(np.arange(1.0, 30.0)), kind, step, overlap=overlap)
    assert caught.value.kind is Kind.DOMAIN


@pytest.mark.parametrize("step", [29, 30, 10**19, 10**300])
@pytest.mark.parametrize("overlap", [False, True])
@pytest.mark.parametrize("hole", [False, True])
def test_a_step_beyond_the_rows_gives_no_change(step, overlap, hole):
    """Also one that no machine can count: there are no changes, which others say."""
    x = np.arange(30.0)
    x[0] = np.nan if hole else 0
    found = joint_changes(_two(x), "price", step, overlap=overlap)
    assert found.series[0].size == (1 if step == 29 and not hole else 0)
