"""Return and cost against risk: the maximum of the stated utility, and the band's cube root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import ratio_from_statistics
from xlhedge.core.utility import no_trade_band, utility_hedge_ratio

SD = st.floats(0.01, 2)


@given(
    correlation=st.floats(-1, 1),
    sd_spot=SD,
    sd_futures=SD,
    drift=st.floats(-0.5, 0.5),
    aversion=st.floats(0.1, 10),
    cost=st.floats(0, 0.3),
)
def test_no_other_ratio_has_more_utility(correlation, sd_spot, sd_futures, drift, aversion, cost):
    """The ratio maximises -h E[dF] - cost abs(h) - A/2 var(dS - h dF)."""

    def utility(h):
        variance = sd_spot**2 - 2 * h * correlation * sd_spot * sd_futures + h * h * sd_futures**2
        return -h * drift - cost * abs(h) - aversion / 2 * variance

    found = utility_hedge_ratio(correlation, sd_spot, sd_futures, drift, aversion, cost)
    for other in (0.0, found * 1.01, found * 0.99, found + 0.1, found - 0.1):
        assert utility(other) <= utility(found) + 1e-9 * (1 + abs(utility(found)))


@given(correlation=st.floats(-1, 1), sd_spot=SD, sd_futures=SD, aversion=st.floats(0.1, 1e6))
def test_without_a_view_it_is_the_minimum_variance_ratio(
    correlation, sd_spot, sd_futures, aversion
):
    """An expected change and a cost of 0 leave rho sd_S / sd_F, whatever the risk aversion."""
    found = utility_hedge_ratio(correlation, sd_spot, sd_futures, 0.0, aversion)
    assert found == ratio_from_statistics(correlation, sd_spot, sd_futures)


def test_a_cost_above_the_gain_means_no_hedge():
    """Where cost eats more than the whole ratio, the ratio is 0 and not of the other sign."""
    assert utility_hedge_ratio(0.9, 1, 1, 0, 1, cost=0.95) == 0
    assert utility_hedge_ratio(0.9, 1, 1, 0, 1, cost=0.4) == pytest.approx(0.5)
    assert utility_hedge_ratio(-0.9, 1, 1, 0, 1, cost=0.4) == pytest.approx(-0.5)


@given(cost=st.floats(1e-6, 0.1), gamma=st.floats(-5, 5), spot=st.floats(1, 1e4))
def test_the_band_is_the_cube_root_law(cost, gamma, spot):
    """The cube of the half width is 3/2 cost spot gamma^2 / A; eight times the cost doubles it."""
    band = no_trade_band(cost, gamma, spot, 2.0)
    assert band**3 == pytest.approx(1.5 * cost * spot * gamma**2 / 2, rel=1e-12)
    assert no_trade_band(8 * cost, gamma, spot, 2.0) == pytest.approx(2 * band, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "kind", "word"),
    [
        (lambda: utility_hedge_ratio(1.1, 1, 1, 0, 1), Kind.DOMAIN, "correlation"),
        (lambda: utility_hedge_ratio(0.5, 1, 0, 0, 1), Kind.UNDEFINED, "sd_futures"),
        (lambda: utility_hedge_ratio(0.5, 1, 1e-200, 0, 1), Kind.DOMAIN, "sd_futures"),
        (lambda: utility_hedge_ratio(0.5, 1, 1, 0, 0), Kind.DOMAIN, "risk_aversion"),
        (lambda: utility_hedge_ratio(0.5, 1, 1, 0, 1, -0.1), Kind.DOMAIN, "cost"),
        (lambda: no_trade_band(-0.1, 1, 1, 1), Kind.DOMAIN, "cost"),
        (lambda: no_trade_band(0.1, 1, 0, 1), Kind.DOMAIN, "spot"),
        (lambda: no_trade_band(0.1, 1, 1, 0), Kind.DOMAIN, "risk_aversion"),
    ],
)
def test_outside_the_domain_says_why(call, kind, word):
    """Each trouble has its kind and names the argument."""
    with pytest.raises(HedgeError, match=word) as trouble:
        call()
    assert trouble.value.kind is kind
