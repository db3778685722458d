"""Stress scenarios: every pair of shocks, and what the hedge leaves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.outcome import futures_pnl
from xlhedge.core.stress import stress_hedge

POSITION = (20_000, 3.0, 3.467, -3, 5_000)  # the published wheat farmer
SPOT = np.array([-0.3, 0.0, 0.2])
FUTURES = np.array([-0.2, 0.1])


def test_every_pair_of_shocks_once():
    """Futures shocks run fastest under each spot shock."""
    found = stress_hedge(*POSITION, SPOT, FUTURES)
    assert found.spot_shock.tolist() == [-0.3, -0.3, 0, 0, 0.2, 0.2]
    assert found.futures_shock.tolist() == [-0.2, 0.1] * 3


def test_the_futures_leg_is_futures_pnl():
    """The futures column agrees with FUTURES_PNL from the price before to the price after."""
    found = stress_hedge(*POSITION, SPOT, FUTURES, cost_per_contract=12)
    for shock, pnl in zip(found.futures_shock, found.pnl_futures, strict=True):
        expected = futures_pnl(-3, 5_000, 3.467, 3.467 * (1 + shock), 12)
        assert pnl == pytest.approx(expected, abs=1e-8)
    assert np.array_equal(found.pnl_hedged, found.pnl_unhedged + found.pnl_futures)


@given(
    st.floats(-1e6, 1e6), st.floats(-100, 100), st.lists(st.floats(-0.9, 3), min_size=1, max_size=5)
)
def test_shortfall_is_the_loss_that_is_left(exposure, contracts, shocks):
    """Never negative; shortfall less gain is the hedged profit turned round."""
    found = stress_hedge(exposure, 50, 52, contracts, 1_000, np.array(shocks), FUTURES)
    assert (found.shortfall >= 0).all()
    gain = np.maximum(found.pnl_hedged, 0)
    assert np.array_equal(gain - found.shortfall, found.pnl_hedged)


def test_correlation_scales_the_expected_futures_shock():
    """Futures shock = correlation x volatility ratio x spot shock; 1 and 1 when not given."""
    found = stress_hedge(*POSITION, SPOT, None, np.array([0.5, -1.0]), 1.2)
    np.testing.assert_allclose(
        found.futures_shock, [-0.18, 0.36, 0, 0, 0.12, -0.24], rtol=1e-15, atol=1e-17
    )
    assert np.array_equal(stress_hedge(*POSITION, SPOT).futures_shock, SPOT)


def test_a_full_value_hedge_that_moves_alike_leaves_nothing():
    """Equal values and equal shocks cancel."""
    found = stress_hedge(100, 50, 25, -2, 100, SPOT)
    assert found.pnl_hedged == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("changed", "kind", "name"),
    [
        ({"spot_price": 0}, Kind.DOMAIN, "spot_price"),
        ({"futures_price": -1}, Kind.DOMAIN, "futures_price"),
        ({"contract_size": 0}, Kind.DOMAIN, "contract_size"),
        ({"volatility_ratio": -1}, Kind.DOMAIN, "volatility_ratio"),
        ({"cost_per_contract": -1}, Kind.DOMAIN, "cost_per_contract"),
        ({"correlations": np.array([0.5, 1.1])}, Kind.DOMAIN, "correlations holds 1.1"),
        ({"spot_shocks": np.array([])}, Kind.UNDEFINED, "spot_shocks"),
        ({"futures_shocks": np.array([])}, Kind.UNDEFINED, "futures_shocks"),
        ({"correlations": np.array([])}, Kind.UNDEFINED, "correlations"),
        ({"futures_shocks": SPOT, "correlations": SPOT}, Kind.TYPE, "both given"),
    ],
)
def test_what_a_stress_needs(changed, kind, name):
    """Each argument outside its domain is named."""
    plain = {
        "exposure": 1.0,
        "spot_price": 1.0,
        "futures_price": 1.0,
        "contracts": -1.0,
        "contract_size": 1.0,
        "spot_shocks": SPOT,
    }
    with pytest.raises(HedgeError, match=name) as caught:
        stress_hedge(**(plain | changed))
    assert caught.value.kind is kind
