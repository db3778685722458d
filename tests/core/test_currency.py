"""Currency: parity between forwards, rates and money markets, and hedges within bounds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.currency import (
    cip_basis,
    forward_price,
    fx_forward_rate,
    fx_hedge_compare,
    fx_option_hedge,
    growth,
    money_market_hedge,
)
from xlhedge.core.errors import HedgeError, Kind

spots = st.floats(0.01, 1e4)
rates = st.floats(-0.05, 0.3)
terms = st.floats(0.05, 5)
amounts = st.floats(1, 1e9).flatmap(lambda a: st.sampled_from([a, -a]))
compoundings = pytest.mark.parametrize("compounding", ["simple", "continuous", "annual"])


@compoundings
@given(spot=spots, quote=rates, base=rates, years=terms)
def test_forward_leaves_no_arbitrage(compounding, spot, quote, base, years):
    """Lending the base and selling it forward earns what lending the quote currency does."""
    forward = fx_forward_rate(spot, quote, base, years, compounding)
    lent_base = growth("base", base, years, compounding) / spot * forward
    assert lent_base == pytest.approx(growth("quote", quote, years, compounding), rel=1e-12)


@compoundings
@given(spot=spots, quote=rates, base=rates, years=terms)
def test_forward_of_the_pair_turned_round_is_the_reciprocal(compounding, spot, quote, base, years):
    """Quoting the pair the other way round gives 1 / F."""
    forward = fx_forward_rate(spot, quote, base, years, compounding)
    turned = fx_forward_rate(1 / spot, base, quote, years, compounding)
    assert turned == pytest.approx(1 / forward, rel=1e-12)


def test_compoundings_agree_at_one_year_and_differ_beyond():
    """Annual and simple are one formula at a year; over two years they are not."""
    one = [fx_forward_rate(1.1, 0.05, 0.02, 1, c) for c in ("simple", "annual")]
    assert one[0] == pytest.approx(one[1], rel=1e-15)
    assert fx_forward_rate(1.1, 0.05, 0.02, 2, "simple") == pytest.approx(1.1 * 1.10 / 1.04)
    assert fx_forward_rate(1.1, 0.05, 0.02, 2, "annual") == pytest.approx(1.1 * 1.05**2 / 1.02**2)


@compoundings
@given(spot=spots, quote=rates, base=rates, years=terms, basis=st.floats(-0.02, 0.02))
def test_basis_is_what_must_be_added_to_the_quote_rate(
    compounding, spot, quote, base, years, basis
):
    """A forward made with the quote rate plus x shows a basis of x, 0 for none."""
    forward = fx_forward_rate(spot, quote + basis, base, years, compounding)
    found = cip_basis(spot, forward, quote, base, years, compounding)
    assert found == pytest.approx(basis, abs=1e-12)


def test_a_simple_basis_by_hand():
    """[(F / S)(1 + base T) - 1] / T - quote, over half a year."""
    by_hand = ((1.46 / 1.5) * (1 + 0.09 / 2) - 1) / 0.5 - 0.061
    assert cip_basis(1.5, 1.46, 0.061, 0.09, 0.5) == pytest.approx(by_hand, abs=1e-15)


def test_one_default_of_interest():
    """What is compared is simple by default; the carry of a commodity is continuous."""
    assert fx_forward_rate(1.5, 0.06, 0.09, 2) == fx_forward_rate(1.5, 0.06, 0.09, 2, "simple")
    assert cip_basis(1.5, 1.4, 0.06, 0.09, 2) == cip_basis(1.5, 1.4, 0.06, 0.09, 2, "simple")
    assert forward_price(100, 0.05, 2, 0.01) == pytest.approx(100 * math.exp(0.08), rel=1e-15)


@compoundings
@given(spot=spots, rate=rates, foreign=rates, years=terms)
def test_a_currency_is_an_asset_that_yields_the_foreign_rate(
    compounding, spot, rate, foreign, years
):
    """Cost of carry with the foreign rate as income yield is the currency forward."""
    carried = forward_price(spot, rate, years, foreign, compounding=compounding)
    assert carried == pytest.approx(
        fx_forward_rate(spot, rate, foreign, years, compounding), rel=1e-12
    )


def test_known_income_and_storage_are_carried_to_delivery():
    """(S - I + U) e^(rT): Hull's gold, 450 with 2 a year of storage paid at the end, is 484.63."""
    storage = 2 * math.exp(-0.07)
    assert forward_price(450, 0.07, 1, storage=storage) == pytest.approx(484.63, abs=0.005)
    assert forward_price(450, 0.07, 1, income_pv=storage, storage=storage) == pytest.approx(
        450 * math.exp(0.07), rel=1e-14
    )


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
        (lambda: fx_forward_rate(0, 0.1, 0.1, 1), Kind.DOMAIN, "spot is 0"),
        (lambda: fx_forward_rate(1, 0.1, 0.1, -1), Kind.DOMAIN, "years is -1"),
        (lambda: fx_forward_rate(1, -1, 0.1, 1, "simple"), Kind.DOMAIN, "rate_quote is -1"),
        (lambda: fx_forward_rate(1, 0.1, -2, 2, "annual"), Kind.DOMAIN, "rate_base is -1"),
        (
            lambda: fx_forward_rate(1, 1e6, 0.1, 1, "continuous"),
            Kind.DOMAIN,
            "rate_quote is 1,000,000",
        ),
        (lambda: fx_forward_rate(1, 1e300, 0.1, 2, "annual"), Kind.DOMAIN, "rate_quote"),
        (lambda: fx_forward_rate(1, 0.1, 0.1, 1, "weekly"), Kind.TYPE, "compounding"),
        (lambda: forward_price(-1, 0.1, 1), Kind.DOMAIN, "spot"),
        (lambda: forward_price(10, 0.1, 1, 0, 11), Kind.DOMAIN, "income_pv is 11"),
        (lambda: forward_price(10, 0.1, 1, 0, -1), Kind.DOMAIN, "income_pv is -1"),
        (lambda: forward_price(10, 0.1, 1, 0, 0, -1), Kind.DOMAIN, "storage"),
        (lambda: cip_basis(1, 1, 0, 0, 0), Kind.UNDEFINED, "years is 0"),
        (lambda: cip_basis(1, 0, 0, 0, 1), Kind.DOMAIN, "forward"),
        (lambda: cip_basis(1, 1, 0, -2, 1), Kind.DOMAIN, "rate_base"),
        (lambda: cip_basis(1, 1, -1, 0, 1, "annual"), Kind.DOMAIN, "rate_quote"),
        (lambda: cip_basis(1, 1, 0, 0, 1, "weekly"), Kind.TYPE, "compounding"),
        (lambda: cip_basis(1e-300, 1e300, 0, 0, 1), Kind.DOMAIN, "forward is 1e300"),
        (lambda: cip_basis(1, 2, 0, 0, 1e-9, "annual"), Kind.DOMAIN, "forward is 2"),
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
