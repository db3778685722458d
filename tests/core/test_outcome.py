"""Outcomes: what a hedge locks in, and what it costs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.outcome import (
    effective_price,
    expected_price,
    futures_lock_in_price,
    futures_pnl,
    hedge_cost,
    hedge_outcome,
)

price = st.floats(0.5, 100)


@given(price, price, st.floats(0, 1))
def test_a_buyer_pays_costs_and_a_seller_bears_them(futures, basis, cost):
    """Costs raise a buyer's expected price and lower a seller's by the same amount."""
    buyer, seller = (expected_price(futures, basis, cost, side) for side in ("buy", "sell"))
    assert buyer - seller == pytest.approx(2 * cost, abs=1e-9)


@given(price, price, st.floats(0, 1), st.floats(0.01, 5), st.sampled_from(["sell", "buy"]))
def test_a_lock_in_price_lies_between_spot_and_futures(spot, futures, part, expiry, side):
    """Closed now it is spot, closed at expiry the futures price, and on a line in between."""
    found = futures_lock_in_price(spot, futures, part * expiry, expiry, side=side)
    assert found == pytest.approx(spot + part * (futures - spot))
    months = futures_lock_in_price(spot, futures, 12 * part * expiry, 12 * expiry, side=side)
    assert months == pytest.approx(found)


@given(price, price, st.floats(0, 1), st.floats(0, 1))
def test_a_lock_in_price_is_an_expected_price_with_its_basis(spot, futures, part, cost):
    """Costs turn as EXPECTED_PRICE has them, for both sides."""
    for side in ("sell", "buy"):
        expected = expected_price(futures, (spot - futures) * (1 - part), cost, side)
        assert futures_lock_in_price(spot, futures, part, 1, cost, side) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("args", "kind", "named"),
    [
        ((1, 2, -0.1, 1), Kind.DOMAIN, "years_to_close is -0.1"),
        ((1, 2, 0, 0), Kind.UNDEFINED, "years_to_expiry is 0"),
        ((1, 2, 0, -1), Kind.DOMAIN, "years_to_expiry is -1"),
        ((1, 2, 7, 6), Kind.DOMAIN, "years_to_close is 7 and years_to_expiry 6"),
        ((1, 2, 3, 6, -1), Kind.DOMAIN, "cost is -1"),
        ((1, 2, 3, 6, 0, "long"), Kind.TYPE, 'side is "long"'),
    ],
)
def test_futures_outlive_what_they_lock_in(args, kind, named):
    """Terms below 0 or the wrong way round, and words that are no side, are refused by name."""
    with pytest.raises(HedgeError) as caught:
        futures_lock_in_price(*args)
    assert caught.value.kind is kind
    assert named in caught.value.message


@given(price, price, price)
def test_a_full_hedge_locks_in_the_opening_futures_plus_the_closing_basis(spot, opened, closed):
    """S2 + (F1 - F2) = F1 + b2 (Hull, section 3.3)."""
    assert effective_price(spot, opened, closed) == pytest.approx(opened + (spot - closed))


@given(st.lists(price, min_size=1, max_size=9), st.integers(1, 8), price, price)
def test_a_full_hedge_is_worth_the_same_in_every_scenario(scenarios, lots, spot, futures):
    """Quantity fully sold forward at an unchanged basis: revenue does not depend on the price."""
    found = hedge_outcome(lots * 5000.0, spot, futures, -lots, 5000, np.array(scenarios))
    np.testing.assert_allclose(found.revenue_hedged, lots * 5000 * spot, rtol=1e-9)
    np.testing.assert_allclose(found.effective_price, spot, rtol=1e-9)


@given(st.lists(price, min_size=1, max_size=9), st.floats(-5, 5), st.floats(-1, 1), st.floats(0, 9))
def test_outcome_is_built_of_the_single_functions(scenarios, contracts, basis, cost):
    """Hedged revenue is quantity x price + FUTURES_PNL, scenario by scenario."""
    found = hedge_outcome(-20000, 3, 3.4, contracts, 5000, np.array(scenarios), basis, cost)
    for i, spot in enumerate(scenarios):
        pnl = futures_pnl(contracts, 5000, 3.4, spot - basis, cost)
        assert found.futures_pnl[i] == pytest.approx(pnl, rel=1e-9, abs=1e-6)
        assert found.revenue_hedged[i] == pytest.approx(-20000 * spot + pnl, rel=1e-9, abs=1e-6)


@given(st.floats(-50, 50), st.floats(0, 10), st.floats(0, 10), st.integers(0, 6))
def test_each_roll_costs_two_trades(contracts, fee, spread, rolls):
    """A roll closes one position and opens another: two more trades a contract, either sign."""
    step = hedge_cost(contracts, fee, spread, rolls=rolls + 1) - hedge_cost(
        -contracts, fee, spread, rolls=rolls
    )
    assert step == pytest.approx(2 * abs(contracts) * (fee + spread), rel=1e-9, abs=1e-9)
