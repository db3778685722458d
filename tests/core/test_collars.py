"""Collars and participating forwards: what should cost nothing costs nothing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.collars import (
    collar_bound,
    collar_net_price,
    participation,
    zero_cost_strike,
)
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.options import option_price

OTHER = {"put": "call", "call": "put"}
# from the forward price outwards, in deviations to expiry: nearly a forward to a far strike
TERMS = {
    "spot": st.floats(0.5, 500),
    "distance": st.floats(0.01, 3),
    "rate": st.floats(-0.05, 0.15),
    "volatility": st.floats(0.03, 0.8),
    "years": st.floats(0.05, 3),
    "income_yield": st.floats(-0.05, 0.15),
    "kind": st.sampled_from(["put", "call"]),
}


def outside(spot, distance, rate, volatility, years, income_yield, kind):
    """Return a strike on the side of the forward price where an option of that kind is cheap."""
    step = distance * volatility * math.sqrt(years)
    forward = spot * math.exp((rate - income_yield) * years)
    return forward * math.exp(-step if kind == "put" else step)


@given(close=st.floats(0, 20), basis=st.floats(-1, 1), width=st.floats(0, 5))
def test_the_net_price_stays_between_floor_and_ceiling(close, basis, width):
    """Whatever futures do, a seller gets a price between the bounds, for the basis that came."""
    low, high = (collar_bound(k, 0.39, 0.05, basis, 0.01) for k in (4, 4 + width))
    price = collar_net_price(close, basis, 4, 4 + width, 0.39, 0.05, 0.01)
    assert low <= price <= high
    if 4 < close < 4 + width:
        assert price == pytest.approx(close + basis - 0.39 + 0.05 - 0.01)


@given(close=st.floats(0, 20), basis=st.floats(-1, 1), width=st.floats(0, 5))
def test_a_buyer_pays_what_a_seller_gets_and_the_cost_twice_apart(close, basis, width):
    """A buyer has the seller's options the other way round: only the cost turns its sign."""
    args = (close, basis, 4, 4 + width, 0.39, 0.05, 0.01)
    call_less_put = max(close - 4 - width, 0) - 0.05 - (max(4 - close, 0) - 0.39)
    paid = collar_net_price(*args, "buy")
    assert paid == pytest.approx(close + basis - call_less_put + 0.01)
    assert paid - collar_net_price(*args) == pytest.approx(0.02)
    assert paid <= collar_bound(4 + width, 0.39, 0.05, basis, 0.01, "buy") + 1e-12


def test_a_collar_is_its_options():
    """The net price is cash price plus the put's payoff less the call's, less what both cost."""
    for close in (3.0, 4.0, 4.6, 5.0, 5.25):
        payoff = max(4 - close, 0) - 0.39 - max(close - 5, 0) + 0.05
        expected = close - 0.25 + payoff - 0.01
        assert collar_net_price(close, -0.25, 4, 5, 0.39, 0.05, 0.01) == pytest.approx(expected)


@given(**TERMS)
def test_a_zero_cost_collar_costs_zero(spot, distance, rate, volatility, years, income_yield, kind):
    """The premium at the strike found is the premium paid, and the strike lies beyond the other."""
    strike = outside(spot, distance, rate, volatility, years, income_yield, kind)
    args = (rate, volatility, years, income_yield)
    sold = zero_cost_strike(spot, strike, *args, kind)
    paid = option_price(spot, strike, *args, kind)
    brought = option_price(spot, sold, *args, OTHER[kind])
    # beside the premium, the rounding of the two legs that it is the difference of
    assert brought == pytest.approx(paid, rel=1e-9, abs=1e-12 * (spot + strike))
    assert (sold > strike) == (kind == "put")


@given(**TERMS)
def test_the_other_side_of_a_zero_cost_collar_is_the_first(
    spot, distance, rate, volatility, years, income_yield, kind
):
    """Going back from the strike sold gives the strike bought."""
    strike = outside(spot, distance, rate, volatility, years, income_yield, kind)
    args = (rate, volatility, years, income_yield)
    sold = zero_cost_strike(spot, strike, *args, kind)
    assert zero_cost_strike(spot, sold, *args, OTHER[kind]) == pytest.approx(strike, rel=1e-7)


def test_a_collar_at_the_forward_price_is_a_forward():
    """Both strikes are the forward price there, and nothing of a gain is kept."""
    assert zero_cost_strike(100, 100, 0.04, 0.2, 1, 0.04) == 100
    assert participation(100, 100, 0.04, 0.2, 1, 0.04) == 0
    forward = 100 * math.exp(0.03)
    assert zero_cost_strike(100, forward, 0.05, 0.2, 1, 0.02) == pytest.approx(forward)
    assert participation(100, forward, 0.05, 0.2, 1, 0.02) == pytest.approx(0, abs=1e-11)


def test_a_dearer_call_is_sold_farther_away():
    """A volatility of its own for the strike sold is used there, and the cost is still nothing."""
    flat = zero_cost_strike(100, 95, 0.05, 0.2, 1)
    skewed = zero_cost_strike(100, 95, 0.05, 0.2, 1, 0, "put", 0.25)
    assert skewed > flat
    assert option_price(100, skewed, 0.05, 0.25, 1) == pytest.approx(
        option_price(100, 95, 0.05, 0.2, 1, kind="put"), rel=1e-10
    )


@given(**TERMS)
def test_a_participating_forward_costs_zero(
    spot, distance, rate, volatility, years, income_yield, kind
):
    """The option on all is paid for by the opposite one on what does not take part."""
    strike = outside(spot, distance, rate, volatility, years, income_yield, kind)
    args = (spot, strike, rate, volatility, years, income_yield)
    share = participation(*args, kind)
    assert 0 < share < 1
    paid, brought = option_price(*args, kind), option_price(*args, OTHER[kind])
    assert paid - (1 - share) * brought == pytest.approx(0, abs=1e-14 * (spot + strike))


def test_without_volatility_a_floor_below_the_forward_is_free():
    """The put is worth nothing then, and all of a gain is kept."""
    assert participation(100, 95, 0.05, 0, 1) == 1


@pytest.mark.parametrize(
    ("function", "args", "kind", "named"),
    [
        (collar_bound, (4, -1, 0), Kind.DOMAIN, "put_premium"),
        (collar_bound, (4, 1, 0, 0, 0, "long"), Kind.TYPE, 'side is "long"'),
        (collar_bound, (4, 0, -1), Kind.DOMAIN, "call_premium"),
        (collar_bound, (4, 0, 0, 0, -1), Kind.DOMAIN, "cost"),
        (collar_net_price, (4, 0, 5, 4, 0, 0), Kind.DOMAIN, "put_strike"),
        (collar_net_price, (4, 0, 4, 5, 0, 0, -1), Kind.DOMAIN, "cost"),
        (zero_cost_strike, (100, 110, 0.05, 0.2, 1), Kind.DOMAIN, "strike"),
        (zero_cost_strike, (100, 95, 0.05, 0.2, 1, 0, "call"), Kind.DOMAIN, "strike"),
        (zero_cost_strike, (100, 1e6, 0.05, 0.2, 1), Kind.DOMAIN, "strike"),
        (zero_cost_strike, (100, 1e-6, 0.05, 0.2, 1), Kind.UNDEFINED, "strike"),
        (zero_cost_strike, (100, 95, 0.05, 0, 1), Kind.DOMAIN, "volatility"),
        (zero_cost_strike, (100, 95, 0.05, 0.2, 1, 0, "put", 0), Kind.DOMAIN, "sold_volatility"),
        (zero_cost_strike, (100, 95, 0.05, 0.2, 0), Kind.DOMAIN, "years"),
        (zero_cost_strike, (100, 95, 0, 40, 100), Kind.DOMAIN, "strike"),
        (zero_cost_strike, (100, 95, 0.05, 0.2, 1, 0, "fence"), Kind.TYPE, "kind"),
        (participation, (100, 110, 0.05, 0.2, 1), Kind.DOMAIN, "strike"),
        (participation, (100, 95, 0.05, 0.2, 1, 0, "call"), Kind.DOMAIN, "strike"),
        (participation, (100, 110, 0.05, 0, 1), Kind.UNDEFINED, "strike"),
        (participation, (100, 95, 0.05, 0.2, 1, 0, "fence"), Kind.TYPE, "kind"),
    ],
)
def test_arguments_outside_their_domain(function, args, kind, named):
    """Each is refused with its kind of error, by name."""
    with pytest.raises(HedgeError, match=f"^{named}") as caught:
        function(*args)
    assert caught.value.kind is kind


def test_a_strike_on_the_wrong_side_says_which_way_to_go():
    """A seller needs a lower floor, a buyer a higher cap; both premiums are quoted."""
    with pytest.raises(HedgeError, match="a lower strike is needed"):
        participation(100, 110, 0.05, 0.2, 1)
    with pytest.raises(HedgeError, match="a higher strike is needed"):
        zero_cost_strike(100, 95, 0.05, 0.2, 1, 0, "call")
