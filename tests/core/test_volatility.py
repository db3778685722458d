"""Volatility and correlation: a published example, numpy's own, gaps, and what has no answer."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.volatility import change_correlations, price_volatility, without_spare

HULL = (  # Options, Futures and Other Derivatives, table 15.1
    *(20.00, 20.10, 19.90, 20.00, 20.50, 20.25, 20.90, 20.90, 20.90, 20.75, 20.75),
    *(21.00, 21.10, 20.90, 20.90, 21.25, 21.40, 21.40, 21.25, 21.75, 22.00),
)
PRICES = arrays(float, (12, 3), elements=st.floats(1, 100))


def test_the_published_example():
    """Hull's twenty daily changes: 0.01216 a day, 19.3 per cent a year, as printed."""
    prices = np.array(HULL)
    assert price_volatility(prices, periods_per_year=1) == pytest.approx(0.01216, abs=5e-6)
    assert price_volatility(prices) == pytest.approx(0.193, abs=5e-4)


@given(PRICES)
def test_it_is_the_deviation_of_the_changes(prices):
    """Volatility is numpy's sd of log changes, correlations are numpy's, and no gap is crossed."""
    changes = np.diff(np.log(prices), axis=0)
    yearly = price_volatility(prices[:, 0], periods_per_year=12)
    assert yearly == pytest.approx(changes[:, 0].std(ddof=1) * 12**0.5, abs=1e-12)
    if min(changes.std(axis=0)) > 1e-6:
        assert change_correlations(prices) == pytest.approx(np.corrcoef(changes.T), abs=1e-7)


@given(PRICES)
def test_a_correlation_matrix_is_one(prices):
    """Symmetric, ones on the diagonal, no eigenvalue below 0, also with a gap in one column."""
    prices[4, 1] = np.nan
    assume(min(np.diff(prices[5:], axis=0).std(axis=0)) > 1e-6)
    matrix = change_correlations(prices, "price")
    assert np.array_equal(matrix, matrix.T)
    assert np.array_equal(np.diag(matrix), np.ones(3))
    assert np.linalg.eigvalsh(matrix).min() > -1e-9


def test_a_row_with_a_gap_is_dropped_from_all():
    """The changes on both sides of a gap are left out, in every column."""
    prices = np.array([[1.0, 5], [2, 7], [np.nan, 1], [4, 6], [5, 9], [7, 8]])
    left = np.array([[1.0, 2], [1, 3], [2, -1]])
    assert change_correlations(prices, "price") == pytest.approx(np.corrcoef(left.T))


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: price_volatility(np.array([1.0, 2.0])), Kind.UNDEFINED),
        (lambda: price_volatility(np.array([1.0, 0.0, 2.0])), Kind.DOMAIN),
        (lambda: price_volatility(np.array([1.0, 2.0, 3.0]), periods_per_year=0), Kind.DOMAIN),
        (
            lambda: change_correlations(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 2.0]])),
            Kind.UNDEFINED,
        ),
        (lambda: change_correlations(np.ones((2, 2))), Kind.UNDEFINED),
    ],
)
def test_what_has_no_answer(call, kind):
    """Too few changes, none at all, prices without a logarithm: the kind of error says which."""
    with pytest.raises(HedgeError) as reason:
        call()
    assert reason.value.kind is kind


def test_spare_columns_at_the_right_end_are_left_out():
    """A history with room for more series keeps those that hold a number, gaps between as well."""
    prices = np.array([[20, 1.5], [20.1, 1.4], [19.9, np.nan], [20, 1.5]])
    spare = np.full((4, 2), np.nan)
    assert np.array_equal(without_spare(np.hstack([prices, spare])), prices, equal_nan=True)
    between = np.hstack([spare, prices])
    assert np.array_equal(without_spare(between), between, equal_nan=True)
    assert without_spare(spare).shape == (4, 1)
