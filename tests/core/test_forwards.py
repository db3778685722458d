"""Forwards: what parity says, what a round trip costs, what a forward is worth on its way."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.currency import fx_forward_rate, growth
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.forwards import (
    forward_points,
    forward_value,
    fx_forward_quote,
    fx_forward_value,
    hypothetical_forward_values,
)
from xlhedge.core.keywords import Compounding

spots = st.floats(0.01, 1000)
rates = st.floats(-0.05, 0.3)
years_of = st.floats(0, 10)
words = st.sampled_from(list(Compounding))
amounts = st.floats(-1e9, 1e9)


@given(spot=spots, quote=rates, base=rates, years=years_of, word=words)
def test_points_are_the_forward_less_spot(spot, quote, base, years, word):
    """Spot and points together are the forward; equal rates have none."""
    forward = fx_forward_rate(spot, quote, base, years, word)
    points = forward_points(spot, quote, base, years, 0.0001, word)
    assert spot + points / 1e4 == pytest.approx(forward, rel=1e-12)
    assert forward_points(spot, quote, quote, years, 0.01, word) == 0


def test_points_of_a_day_keep_their_digits():
    """A day's points are not what is left of two numbers that are nearly equal."""
    exact = 1.1 * (0.03 - 0.02) / 36_000_000 / (1 + 0.02 / 36_000_000) / 1e-4
    assert forward_points(1.1, 0.03, 0.02, 1 / 36_000_000) == pytest.approx(exact, rel=1e-9)


quotes = given(
    bid=spots, spread=st.floats(0, 0.01), lend=rates, quote_margin=st.floats(0, 0.02),
    base_lend=rates, base_margin=st.floats(0, 0.02), years=st.floats(0, 3), word=words,
)  # fmt: skip


@quotes
def test_the_round_trips_pay_what_the_quote_says(
    bid, spread, lend, quote_margin, base_lend, base_margin, years, word
):
    """Selling and buying forward by hand, step by step; and no spread is the forward itself."""
    borrow, base_borrow, offer = lend + quote_margin, base_lend + base_margin, bid * (1 + spread)
    rates_ = lend, borrow, base_lend, base_borrow
    made = fx_forward_quote(bid, offer, *rates_, years, word)
    base_loan = 1 / growth("rate", base_borrow, years, word)  # what is owed at the end is 1
    assert base_loan * bid * growth("rate", lend, years, word) == pytest.approx(made.bid)
    base_deposit = 1 / growth("rate", base_lend, years, word)  # what comes back is 1
    assert base_deposit * offer * growth("rate", borrow, years, word) == pytest.approx(made.offer)
    assert made.bid <= made.offer * (1 + 1e-12)
    one_rate = fx_forward_quote(bid, bid, lend, lend, base_lend, base_lend, years, word)
    middle = fx_forward_rate(bid, lend, base_lend, years, word)
    assert one_rate == pytest.approx((middle, middle), rel=1e-12)


@given(amount=amounts, spot=spots, quote=rates, base=rates, years=years_of, word=words)
def test_a_forward_is_worth_nothing_at_inception(amount, spot, quote, base, years, word):
    """Made at today's forward rate it is worth 0; a point better, the point discounted."""
    forward = fx_forward_rate(spot, quote, base, years, word)
    size = abs(amount) * forward
    assert fx_forward_value(amount, forward, spot, quote, base, years, word) == 0
    better = fx_forward_value(amount, forward * 0.99, spot, quote, base, years, word)
    expected = amount * forward * 0.01 / growth("rate", quote, years, word)
    assert better == pytest.approx(expected, rel=1e-9, abs=1e-12 * size)


@given(amount=amounts, agreed=spots, spot=spots, quote=rates, base=rates, years=years_of)
def test_a_forward_is_two_bonds(amount, agreed, spot, quote, base, years):
    """S e^(-base T) - K e^(-quote T), and FORWARD_VALUE's of the same forward price."""
    value = fx_forward_value(amount, agreed, spot, quote, base, years, "continuous")
    bonds = spot * math.exp(-base * years) - agreed * math.exp(-quote * years)
    scale = abs(amount) * (spot + agreed) * 10
    assert value == pytest.approx(amount * bonds, abs=1e-12 * scale)
    forward = fx_forward_rate(spot, quote, base, years, "continuous")
    assert forward_value(amount, agreed, forward, quote, years) == pytest.approx(
        value, abs=1e-12 * scale
    )


@given(
    amount=amounts,
    agreed=spots,
    rows=st.lists(st.tuples(spots, rates, rates), min_size=1, max_size=12),
    word=words,
)
def test_a_hypothetical_derivative_is_the_forward_day_by_day(amount, agreed, rows, word):
    """Each value is FX_FORWARD_VALUE of the day, and the changes add up to the last one."""
    left = np.arange(len(rows) - 1, -1, -1) / 12
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    periods = hypothetical_forward_values(amount, agreed, *columns, left, word)
    for period, row, years in zip(periods, rows, left.tolist(), strict=True):
        assert period.value == fx_forward_value(amount, agreed, *row, years, word)
        assert period.forward == fx_forward_rate(*row, years, word)
    scale = abs(amount) * (agreed + columns[0].max()) * len(rows)
    assert sum(p.change for p in periods) == pytest.approx(periods[-1].value, abs=1e-9 * scale)


def test_a_missing_period_is_passed_over():
    """It has no row; the next change covers both, and periods keep their rows' numbers."""
    values = np.array([1.2, math.nan, 1.0]), np.zeros(3), np.zeros(3), np.array([0.5, 0.25, 0.0])
    first, second = hypothetical_forward_values(1000, 1.1, *values)
    assert (first.period, second.period) == (1, 3)
    assert second.change == pytest.approx(-200)
    assert second.value == pytest.approx(-100)


flat = np.full(2, 0.01)
good = {
    "spots": np.array([1.2, 1.1]), "rates_quote": flat, "rates_base": flat,
    "years_left": np.array([0.5, 0.0]),
}  # fmt: skip


def path(**changed):
    """Values of a hedge of two periods, with some of its columns changed."""
    return hypothetical_forward_values(1, 1.1, **{**good, **changed})


@pytest.mark.parametrize(
    ("call", "kind", "names"),
    [
        (lambda: forward_points(0, 0, 0, 1), Kind.DOMAIN, "spot"),
        (lambda: forward_points(1, 0, 0, 1, 0), Kind.DOMAIN, "pip"),
        (lambda: forward_points(1, 0, -1, 1), Kind.DOMAIN, "rate_base"),
        (lambda: forward_points(1, 0, 0, -1), Kind.DOMAIN, "years"),
        (lambda: fx_forward_quote(0, 1, 0, 0, 0, 0, 1), Kind.DOMAIN, "spot_bid"),
        (lambda: fx_forward_quote(1.1, 1, 0, 0, 0, 0, 1), Kind.DOMAIN, "spot_bid is 1.1"),
        (lambda: fx_forward_quote(1, 1, 0.1, 0, 0, 0, 1), Kind.DOMAIN, "quote_lend is 0.1"),
        (lambda: fx_forward_quote(1, 1, 0, 0, 0.1, 0, 1), Kind.DOMAIN, "base_lend is 0.1"),
        (lambda: fx_forward_value(1, 0, 1, 0, 0, 1), Kind.DOMAIN, "forward_rate"),
        (lambda: fx_forward_value(1, 1, 1, 1e9, 0, 9, "continuous"), Kind.DOMAIN, "rate_quote"),
        (lambda: forward_value(1, 1, 1, 0.05, -1), Kind.DOMAIN, "years"),
        (lambda: forward_value(1, 1, 1, 1e9, 1), Kind.DOMAIN, "rate is"),
        (lambda: path(rates_base=flat[:1]), Kind.MISMATCH, "rates_base"),
        (lambda: path(spots=np.full(2, math.nan)), Kind.UNDEFINED, "spots"),
        (lambda: path(spots=np.array([1.0, -1])), Kind.DOMAIN, "spots holds -1 in row 2"),
        (lambda: path(years_left=np.array([0.5, 0.5])), Kind.DOMAIN, "years_left is 0.5 in row 2"),
        (lambda: path(years_left=np.array([0.5, -0.1])), Kind.DOMAIN, "years_left is -0.1"),
        (lambda: path(compounding="monthly"), Kind.TYPE, "compounding"),
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
