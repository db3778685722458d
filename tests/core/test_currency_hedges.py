"""Currency: what forward, money market, option and no hedge pay, within bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.currency import fx_forward_rate, growth
from xlhedge.core.currency_hedges import fx_hedge_compare, fx_option_hedge, money_market_hedge
from xlhedge.core.errors import HedgeError, Kind

spots = st.floats(0.01, 1e4)
rates = st.floats(-0.05, 0.3)
terms = st.floats(0.05, 5)
amounts = st.floats(1, 1e9).flatmap(lambda a: st.sampled_from([a, -a]))
compoundings = pytest.mark.parametrize("compounding", ["simple", "continuous", "annual"])


@given(amount=amounts, spot=spots, home=rates, abroad=rates, years=terms)
def test_money_market_hedge_is_a_forward_made_at_home(amount, spot, home, abroad, years):
    """Borrow abroad, convert, lend at home: step by step, and by simple interest parity."""
    borrowed = amount / (1 + abroad * years)
    proceeds = borrowed * spot * (1 + home * years)
    assert money_market_hedge(amount, spot, home, abroad, years) == pytest.approx(proceeds)
    assert proceeds == pytest.approx(amount * fx_forward_rate(spot, home, abroad, years))


@compoundings
@given(amount=amounts, spot=spots, home=rates, abroad=rates, years=terms)
def test_forward_and_money_market_agree_on_identical_rates(
    compounding, amount, spot, home, abroad, years
):
    """They fix the same amount, and the comparison names neither the winner."""
    forward = fx_forward_rate(spot, home, abroad, years, compounding)
    market = money_market_hedge(amount, spot, home, abroad, years, compounding)
    assert market == pytest.approx(amount * forward, rel=1e-13)
    worse = forward / 2 if amount > 0 else forward * 2
    found = fx_hedge_compare(
        amount, spot, forward, worse, 0, home, abroad, np.array([worse]), years, compounding
    )
    assert found.best == ["equal: forward, money market"]


@given(amount=amounts, strike=spots, premium=st.floats(0, 1), close=spots, home=rates, years=terms)
def test_option_hedge_is_the_open_position_plus_its_payoff(
    amount, strike, premium, close, home, years
):
    """Proceeds = spot proceeds + put (or call) payoff - premium with interest."""
    payoff = max(strike - close, 0) if amount > 0 else max(close - strike, 0)
    expected = amount * close + abs(amount) * (payoff - premium * (1 + home * years))
    scale = abs(amount) * (strike + close + premium)
    found = fx_option_hedge(amount, strike, premium, close, home, years)
    assert found == pytest.approx(expected, abs=1e-12 * scale)


@given(amount=amounts, strike=spots, premium=st.floats(0, 1), close=spots)
def test_option_hedge_never_pays_less_than_its_floor(amount, strike, premium, close):
    """The strike less the premium is a receivable's floor and, its sign turned, a payable's."""
    floor = amount * strike - abs(amount) * premium
    assert fx_option_hedge(amount, strike, premium, close) >= floor - 1e-9 * abs(amount * strike)


def test_put_and_call_hedges_together_are_a_straddle():
    """A hedged receivable and a hedged payable leave abs(S - K) less both premiums."""
    for close in (1.2, 1.46, 1.7):
        put = fx_option_hedge(1e6, 1.46, 0.02, close)
        call = fx_option_hedge(-1e6, 1.46, 0.03, close)
        assert put + call == pytest.approx(abs(close - 1.46) * 1e6 - 5e4)


def test_comparison_repeats_the_single_hedges():
    """Each column of the comparison is the function of its name, scenario by scenario."""
    scenarios = np.array([1.2, 1.46, 1.6])
    found = fx_hedge_compare(-1e6, 1.5, 1.47, 1.46, 0.02, 0.061, 0.09, scenarios, 0.5)
    assert found.forward.tolist() == [-1.47e6] * 3
    assert found.money_market.tolist() == [money_market_hedge(-1e6, 1.5, 0.061, 0.09, 0.5)] * 3
    assert found.option.tolist() == [
        fx_option_hedge(-1e6, 1.46, 0.02, close, 0.061, 0.5) for close in scenarios
    ]
    assert found.unhedged.tolist() == [-1.2e6, -1.46e6, -1.6e6]
    assert found.best == ["unhedged", "unhedged", "forward"]


@pytest.mark.parametrize(
    ("amount", "close", "best"),
    [
        (1e7, 1.3, "equal: forward, money market"),
        (1e7, 1.6, "unhedged"),
        (-1e7, 1.6, "equal: forward, money market"),
        (1e7, fx_forward_rate(1.5, 0.061, 0.09, 1), "equal: forward, money market, unhedged"),
    ],
)
def test_no_way_wins_by_rounding(amount, close, best):
    """A forward at parity and the money market pay the same: both are named, no winner."""
    forward = fx_forward_rate(1.5, 0.061, 0.09, 1)
    found = fx_hedge_compare(amount, 1.5, forward, 1.46, 0.5, 0.061, 0.09, np.array([close]))
    assert found.best == [best]


def test_a_cent_in_ten_million_still_wins():
    """Equal is what rounding parts, not what is close."""
    market = money_market_hedge(1e7, 1.5, 0.061, 0.09)
    forward = (market + 0.05) / 1e7
    found = fx_hedge_compare(1e7, 1.5, forward, 1.0, 0.5, 0.061, 0.09, np.array([1.3]))
    assert found.best == ["forward"]


@compoundings
def test_a_comparison_compounds_every_way_alike(compounding):
    """Money market and the premium's interest follow the compounding that is asked for."""
    found = fx_hedge_compare(
        1e6, 1.5, 1.47, 1.46, 0.02, 0.061, 0.09, np.array([1.3]), 2, compounding
    )
    home = growth("home", 0.061, 2, compounding)
    abroad = growth("abroad", 0.09, 2, compounding)
    assert found.money_market[0] == pytest.approx(1.5e6 * home / abroad)
    assert found.option[0] == pytest.approx(1.46e6 - 0.02e6 * home)


@pytest.mark.parametrize(
    ("call", "kind", "names"),
    [
        (lambda: money_market_hedge(1, 1, 0, -1), Kind.DOMAIN, "rate_foreign"),
        (lambda: fx_option_hedge(1, 0, 0, 1), Kind.DOMAIN, "strike"),
        (lambda: fx_option_hedge(1, 1, -0.1, 1), Kind.DOMAIN, "premium"),
        (lambda: fx_option_hedge(1, 1, 0, 0), Kind.DOMAIN, "spot_close"),
        (
            lambda: fx_hedge_compare(0, 1, 1, 1, 0, 0, 0, np.array([1.0])),
            Kind.UNDEFINED,
            "amount",
        ),
        (
            lambda: fx_hedge_compare(1, 1, 1, 1, 0, 0, 0, np.array([])),
            Kind.UNDEFINED,
            "spot_scenarios",
        ),
        (
            lambda: fx_hedge_compare(1, 1, 1, 1, 0, 0, 0, np.array([1.0, -2.0])),
            Kind.DOMAIN,
            "spot_scenarios holds -2",
        ),
        (
            lambda: fx_hedge_compare(1e300, 1e10, 1, 1, 0, 0, 0, np.array([1.0])),
            Kind.DOMAIN,
            "amount",
        ),
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
