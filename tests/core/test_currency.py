"""Currency: parity between forwards and rates, and the basis that it leaves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.currency import (
    cip_basis,
    forward_price,
    fx_forward_rate,
    growth,
)
from xlhedge.core.errors import HedgeError, Kind

spots = st.floats(0.01, 1e4)
rates = st.floats(-0.05, 0.3)
terms = st.floats(0.05, 5)
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
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
