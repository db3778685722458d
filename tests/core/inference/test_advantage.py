"""The contest's p-values: by the definition, by statsmodels, and where nothing differs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats
from simulations.processes import left_by_hedges

from xlhedge.core.inference.advantage import advantage_p_values, holm


def test_raw_p_values_are_the_plain_formula():
    """Mean difference of squares over its cosine error, upper tail of t."""
    left = left_by_hedges(np.random.default_rng(1), 60, better=0.3)
    squares = (left - left.mean(axis=0)) ** 2
    weights = np.sqrt(2 / 60) * np.cos(np.pi * np.outer(np.arange(60) + 0.5, np.arange(1, 7)) / 60)
    for model, found in enumerate(advantage_p_values(left).raw, start=1):
        difference = squares[:, 0] - squares[:, model]
        error = np.sqrt(((difference @ weights) ** 2).mean() / 60)
        assert found == pytest.approx(stats.t.sf(difference.mean() / error, 6), rel=1e-9)


@settings(max_examples=12)  # for each, statsmodels looks for garbage: 0.3 s late in the suite
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_is_statsmodels(p_values):
    """The step-down adjustment, ties included."""
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    expected = multitest.multipletests(p_values, method="holm")[1]
    np.testing.assert_allclose(holm(np.array(p_values)), expected, rtol=1e-12)


def test_naive_against_a_model_is_the_other_way_round():
    """Trading places turns a p-value into what is left of 1."""
    left = left_by_hedges(np.random.default_rng(2), 50)[:, :2]
    (one,), (other,) = (advantage_p_values(x).raw for x in (left, left[:, ::-1]))
    assert one + other == pytest.approx(1)


@given(st.sampled_from([1e-200, 0.1, -1.0, 1e200]), st.floats(-10, 10))
def test_units_and_means_do_not_matter(unit, mean):
    """Variances are compared: any unit, any drift."""
    left = left_by_hedges(np.random.default_rng(3), 40)
    expected = advantage_p_values(left).raw
    np.testing.assert_allclose(advantage_p_values((left + mean) * unit).raw, expected, rtol=1e-6)


def test_where_nothing_differs_nothing_is_better():
    """A copy of naive, or of its mirror, has 1; the others keep what they have."""
    left = left_by_hedges(np.random.default_rng(4), 40, better=0.9)
    alone = advantage_p_values(left).raw
    left[:, 2], left[:, 3] = left[:, 0], -left[:, 0]
    found = advantage_p_values(left)
    assert found.raw[[1, 2]].tolist() == [1, 1]
    assert found.holm[[1, 2]].tolist() == [1, 1]
    np.testing.assert_array_equal(found.raw[[0, 3, 4]], alone[[0, 3, 4]])


def test_a_difference_that_never_varies_is_certain():
    """Less by the same amount in every change: 0; more: 1; nothing left by anybody: 1."""
    turns = np.tile([1.0, -1.0], 20)
    found = advantage_p_values(np.outer(turns, [1.0, 0.5, 2.0, 1.0]))
    assert found.raw.tolist() == [0, 1, 1]
    assert advantage_p_values(np.zeros((12, 3))).raw.tolist() == [1, 1]


@given(hnp.arrays(np.float64, (12, 4), elements=st.sampled_from([-1e150, -1.0, 0.0, 1e-9, 2.0])))
def test_there_is_always_an_answer(left):
    """p-values from 0 to 1, and Holm's never below the raw one."""
    found = advantage_p_values(left)
    assert ((found.raw >= 0) & (found.raw <= 1)).all()
    assert ((found.holm >= found.raw) & (found.holm <= 1)).all()
