"""Portfolio risk against closed forms, and whole lots against trying every basket."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.portfolio import integer_hedge, micro_hedge_risk, need_covariance, portfolio_sd

UNIT = np.array([[4.0, 1.0], [1.0, 9.0]])


def covariance_of(seed, size, *, rank=None):
    """Return a random covariance matrix."""
    loads = np.random.default_rng(seed).normal(size=(rank or size + 1, size))
    return loads.T @ loads


def every_basket(exposures, sizes, covariance, cost, most):
    """Return each basket of up to `most` lots each way with its sd + cost: the slow way."""
    baskets = np.array(list(itertools.product(range(-most, most + 1), repeat=len(sizes))), float)
    held = np.hstack([np.tile(exposures, (len(baskets), 1)), baskets * sizes])
    variance = np.einsum("ij,jk,ik->i", held, covariance, held)
    return baskets, np.sqrt(np.maximum(variance, 0)) + np.abs(baskets) @ cost


@given(st.integers(0, 10_000), st.integers(1, 2), st.integers(1, 3), st.booleans())
def test_no_basket_is_better(seed, factors, legs, costly):
    """The search finds what trying every basket finds, with and without costs."""
    random = np.random.default_rng(seed)
    covariance = covariance_of(seed, factors + legs)
    exposures = 4 * random.normal(size=factors)
    sizes = random.choice([0.5, 1.0, 2.0], size=legs)
    cost = random.choice([0.0, 0.1, 1.0], size=legs) if costly else np.zeros(legs)
    found = integer_hedge(exposures, sizes, covariance, cost)
    _, objective = every_basket(exposures, sizes, covariance, cost, 9)
    assert found.after + found.cost <= objective.min() * (1 + 1e-9) + 1e-9
    if max(map(abs, found.contracts)) <= 9:
        assert found.after + found.cost == pytest.approx(objective.min(), rel=1e-9, abs=1e-9)
    assert found.fractional <= found.after * (1 + 1e-9)


@given(st.integers(0, 10_000), st.integers(2, 3), st.booleans())
def test_minis_beside_standard_lots(seed, legs, costly):
    """Lots that move as one: the least risk and cost, in the fewest contracts that give it."""
    random = np.random.default_rng(seed)
    sizes = random.choice([10.0, 5.0, 3.0, 2.5, 1.0], size=legs)
    covariance = np.full((1 + legs, 1 + legs), 4.0)
    exposures = 12 * random.normal(size=1)
    cost = random.choice([0.0, 0.1, 1.0], size=legs) if costly else np.zeros(legs)
    found = integer_hedge(exposures, sizes, covariance, cost)
    baskets, objective = every_basket(exposures, sizes, covariance, cost, 13)
    assert found.after + found.cost <= objective.min() + 1e-9
    if max(map(abs, found.contracts)) <= 13:
        equal = baskets[objective <= objective.min() + 1e-9]
        assert sum(map(abs, found.contracts)) == np.abs(equal).sum(axis=1).min()


def test_a_grain_hedge_with_minis():
    """23,700 bu long with lots of 5,000 and 1,000: 5 sold and 1 mini bought leave 300 bu."""
    found = integer_hedge(np.array([23_700.0]), np.array([5_000.0, 1_000.0]), np.full((3, 3), 4.0))
    assert found.contracts == (-5.0, 1.0)
    assert (found.before, found.after, found.fractional) == (47_400, 600, 0)
    assert found.reduction == pytest.approx(1 - 300 / 23_700)


def test_costs_choose_and_stop():
    """Dear minis are left out; a cost above all the risk leaves everything open."""
    one = np.full((3, 3), 4.0)
    lots = np.array([5_000.0, 1_000.0])
    dear = integer_hedge(np.array([23_700.0]), lots, one, np.array([0.0, 5_000.0]))
    assert dear.contracts == (-5.0, 0.0)
    closed = integer_hedge(np.array([23_700.0]), lots, one, np.array([1e6]))
    assert closed.contracts == (0.0, 0.0)
    assert closed.cost == 0
    bought = integer_hedge(np.array([-23_700.0]), lots, one, np.array([3.0, 1.0]))
    assert bought.contracts == (5.0, -1.0)
    assert bought.cost == 16


def test_half_a_lot_is_left_open():
    """Between two equally good numbers of lots the smaller one wins."""
    found = integer_hedge(np.array([1.5]), np.array([1.0]), np.array([[4.0]]))
    assert found.contracts == (-1.0,)


def test_identical_instruments_are_used_in_order():
    """Of two equal contracts the first is used."""
    found = integer_hedge(np.array([3.0]), np.array([1.0, 1.0]), np.full((3, 3), 1.0))
    assert found.contracts == (-3.0, 0.0)


def test_a_covariance_of_factors_stands_for_the_stacked_one():
    """With an instrument a factor, the factors' covariance is enough, and means the same."""
    exposures, sizes = np.array([1e6, -5e5]), np.array([1_000.0, 420.0])
    stacked = np.tile(UNIT, (2, 2))
    short = integer_hedge(exposures, sizes, UNIT)
    assert short == integer_hedge(exposures, sizes, stacked)
    assert short.contracts == (-1_000.0, 1_190.0)


def test_what_has_no_number_is_left_out():
    """A missing exposure counts for nothing, a missing instrument is not used."""
    exposures, sizes = np.array([7.3, np.nan]), np.array([1.0, np.nan, 2.0])
    covariance = covariance_of(1, 5)
    kept = [0, 2, 4]
    found = integer_hedge(exposures, sizes, covariance)
    alone = integer_hedge(exposures[:1], sizes[[0, 2]], covariance[np.ix_(kept, kept)])
    assert found.contracts == (alone.contracts[0], 0.0, alone.contracts[1])
    assert found.after == alone.after


def test_large_books_are_searched_in_few_steps():
    """Sizes of a real book, nested lots included, stay far from the limit."""
    lots = np.array([1_000.0, 100.0, 10.0])
    found = integer_hedge(np.array([123_456.0]), lots, np.full((4, 4), 1.0))
    assert float(np.dot(found.contracts, lots)) in {-123_460.0, -123_450.0}
    assert found.after == pytest.approx(4)


@given(st.integers(0, 10_000), st.integers(2, 5), st.floats(-0.5, 1.5))
def test_micro_hedge_is_the_quadratic_form(seed, assets, ratio):
    """Before and after are sqrt(w'Cw), the hedged weight times 1 - h."""
    weights = np.random.default_rng(seed).normal(size=assets)
    covariance = covariance_of(seed, assets)
    found = micro_hedge_risk(weights, covariance, assets, ratio)
    hedged = weights.copy()
    hedged[-1] *= 1 - ratio
    assert found.before == pytest.approx(math.sqrt(weights @ covariance @ weights))
    assert found.after == pytest.approx(math.sqrt(hedged @ covariance @ hedged))
    assert found.reduction == pytest.approx(1 - found.after / found.before)


def test_micro_hedge_of_the_only_asset_leaves_nothing():
    """Hedging all there is leaves a risk of exactly 0."""
    assert micro_hedge_risk(np.array([2.0]), np.array([[0.09]]), 1) == (0.6, 0.0, 1.0)


def test_an_asset_without_a_weight_is_left_out():
    """A missing weight drops its row and column; the count of assets stays that of the cells."""
    weights = np.array([0.5, np.nan, 0.5])
    covariance = covariance_of(2, 3)
    kept = covariance[np.ix_([0, 2], [0, 2])]
    alone = micro_hedge_risk(weights[[0, 2]], kept, 2)
    assert micro_hedge_risk(weights, covariance, 3) == alone
    with pytest.raises(HedgeError, match="asset is 2"):
        micro_hedge_risk(weights, covariance, 2)


def test_a_perfect_offset_is_no_risk_at_all():
    """Opposite positions in one thing: rounding in w'Cw does not pass for risk."""
    covariance = np.outer([0.1, 0.3], [0.1, 0.3])
    assert portfolio_sd(np.array([3.0, -1.0]), covariance) == 0


BAD_MATRICES = [
    (np.ones((2, 3)), Kind.MISMATCH, "2 x 3"),
    (np.ones((3, 3)), Kind.MISMATCH, "3 x 3"),
    (np.array([[1.0, np.nan], [0.5, 1.0]]), Kind.TYPE, "row 1, column 2"),
    (np.array([[1.0, 0.4], [0.5, 1.0]]), Kind.DOMAIN, "symmetric"),
    (np.array([[-1.0, 0.0], [0.0, 1.0]]), Kind.DOMAIN, "variance of -1"),
    (np.array([[1.0, 1.1], [1.1, 1.0]]), Kind.DOMAIN, "semidefinite"),
]


@pytest.mark.parametrize(("matrix", "kind", "said"), BAD_MATRICES)
def test_a_covariance_has_to_be_one(matrix, kind, said):
    """Shape, gaps, asymmetry and impossible correlations each have their sentence."""
    for call in (
        lambda: need_covariance(matrix, "weights", 2),
        lambda: micro_hedge_risk(np.ones(2), matrix, 1),
        lambda: integer_hedge(np.ones(1), np.ones(1), matrix),
    ):
        with pytest.raises(HedgeError, match=said) as caught:
            call()
        assert caught.value.kind is kind
        assert "covariance" in caught.value.message


@pytest.mark.parametrize(
    ("arguments", "kind", "named"),
    [
        ((np.ones(1), np.zeros(1), UNIT), Kind.DOMAIN, "contract_sizes"),
        ((np.ones(1), np.ones(1), UNIT, -np.ones(1)), Kind.DOMAIN, "cost_per_contract"),
        ((np.ones(1), np.ones(1), UNIT, np.ones(2)), Kind.MISMATCH, "cost_per_contract"),
        ((np.zeros(1), np.ones(1), UNIT), Kind.UNDEFINED, "exposures"),
        ((np.full(1, np.nan), np.ones(1), UNIT), Kind.UNDEFINED, "exposures"),
        ((np.ones(1), np.full(1, np.nan), UNIT), Kind.UNDEFINED, "contract_sizes"),
        ((np.ones(1), np.ones(1), np.diag([1.0, 0.0])), Kind.UNDEFINED, "contract_sizes"),
        ((np.full(1, 1e200), np.ones(1), UNIT), Kind.DOMAIN, "covariance"),
        ((np.ones(1), np.full(1, 1e-200), UNIT), Kind.DOMAIN, "contract_sizes"),
    ],
)
def test_whole_lots_outside_their_domain(arguments, kind, named):
    """Each trouble has its kind and names the argument."""
    # a worksheet ignores overflow warnings too: what is not finite is refused by value
    with np.errstate(all="ignore"), pytest.raises(HedgeError, match=named) as caught:
        integer_hedge(*arguments)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("arguments", "kind", "named"),
    [
        ((np.ones(2), UNIT, 3), Kind.DOMAIN, "asset is 3"),
        ((np.zeros(2), UNIT, 1), Kind.UNDEFINED, "weights"),
        ((np.ones(3), UNIT, 1), Kind.MISMATCH, "covariance"),
    ],
)
def test_micro_hedge_outside_its_domain(arguments, kind, named):
    """Each trouble has its kind and names the argument."""
    with pytest.raises(HedgeError, match=named) as caught:
        micro_hedge_risk(*arguments)
    assert caught.value.kind is kind
