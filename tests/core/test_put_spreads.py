"""Put spreads and three-ways: their options, the collar they come from, and their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.collars import collar_net_price
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.put_spreads import put_spread_net_price, three_way_net_price

CLOSES = st.floats(0, 20)
STRIKES = st.lists(st.floats(0, 20), min_size=3, max_size=3).map(sorted)
PREMIUMS = st.floats(-1, 1)


@given(CLOSES, st.floats(-1, 1), STRIKES, PREMIUMS)
def test_a_three_way_is_its_options(close, basis, strikes, premium):
    """Cash price, plus the put bought, less the put and the call sold, less what all cost."""
    sold, put, call = strikes
    options = max(put - close, 0) - max(sold - close, 0) - max(close - call, 0)
    expected = close + basis + options - premium - 0.02
    price = three_way_net_price(close, basis, sold, put, call, premium, 0.02)
    assert price == pytest.approx(expected, abs=1e-12)


@given(CLOSES, st.floats(-1, 1), st.floats(0, 20), st.floats(0, 1))
def test_a_sold_put_at_nothing_is_a_put(close, basis, strike, premium):
    """With the lower strike at 0 no floor falls away: futures, at least the strike, less cost."""
    price = put_spread_net_price(close, basis, strike, 0, premium)
    assert price == pytest.approx(max(close, strike) + basis - premium)


@given(CLOSES, st.floats(-1, 1), STRIKES, st.floats(0, 1), st.floats(0, 1))
def test_without_the_sold_put_a_three_way_is_a_collar(close, basis, strikes, paid, brought):
    """COLLAR_NET_PRICE takes the two premiums apart, this one their difference."""
    _, put, call = strikes
    three_way = three_way_net_price(close, basis, 0, put, call, paid - brought, 0.01)
    collar = collar_net_price(close, basis, put, call, paid, brought, 0.01)
    assert three_way == pytest.approx(collar, abs=1e-12)


@given(CLOSES, STRIKES, PREMIUMS)
def test_below_the_sold_put_the_floor_falls_away(close, strikes, premium):
    """There the price is the futures' plus what the two puts are apart; above, never less."""
    sold, put, _ = strikes
    price = put_spread_net_price(close, 0, put, sold, premium)
    if close <= sold:
        assert price == pytest.approx(close + put - sold - premium, abs=1e-12)
    else:
        assert price >= put - premium - 1e-12


@given(CLOSES, st.floats(-1, 1), STRIKES, PREMIUMS, st.floats(0.01, 100))
def test_in_cents_it_is_the_same_price(close, basis, strikes, premium, unit):
    """Net prices are homogeneous in all their prices."""
    one = three_way_net_price(close, basis, *strikes, premium, 0.1)
    scaled = (unit * close, unit * basis, *(unit * k for k in strikes), unit * premium, unit * 0.1)
    assert three_way_net_price(*scaled) == pytest.approx(unit * one, abs=1e-11 * unit)


def test_prices_below_nothing_are_paid_too():
    """At -37 a put sold at 10 costs 47, and the one bought at 20 brings 57."""
    assert put_spread_net_price(-37, 0, 20, 10, 1) == -37 + 57 - 47 - 1


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: put_spread_net_price(2, 0, 2, 2.3, 0.1), "sold_put_strike is 2.3"),
        (lambda: three_way_net_price(2, 0, 3, 2, 4, 0), "sold_put_strike is 3"),
        (lambda: three_way_net_price(2, 0, 1, 5, 4, 0), "put_strike is 5"),
        (lambda: put_spread_net_price(2, 0, 2, 1, 0, -0.1), "cost is -0.1"),
    ],
)
def test_strikes_have_an_order(call, named):
    """Strikes the wrong way round, or a negative cost, are refused by name."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is Kind.DOMAIN
    assert named in caught.value.message
