"""Bonds: finite differences, QuantLib, and Hull's bond that is cheapest to deliver."""

import math

import numpy as np
import pytest
import QuantLib as ql
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.bonds import bond_risk, cheapest_to_deliver, payment_count
from xlhedge.core.errors import HedgeError, Kind

bonds = given(
    face=st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1),
    coupon=st.floats(0, 0.2),
    yield_rate=st.floats(-0.05, 0.3),
    payments=st.integers(1, 60),
    frequency=st.sampled_from([1, 2, 4, 12]),
)


def priced(face, coupon, yield_rate, payments, frequency):
    """A bond's price, payment by payment."""
    growth = 1 + yield_rate / frequency
    coupons = sum(coupon / frequency / growth**k for k in range(1, payments + 1))
    return face * (coupons + growth**-payments)


@bonds
def test_finite_differences_agree(face, coupon, yield_rate, payments, frequency):
    """Price, DV01 and convexity are those of the bond repriced a little up and down."""
    risk = bond_risk(face, coupon, yield_rate, payments / frequency, frequency)
    at, up, down = (
        priced(face, coupon, yield_rate + step, payments, frequency) for step in (0, 1e-4, -1e-4)
    )
    assert risk.price == pytest.approx(at, rel=1e-12)
    assert risk.dv01 == pytest.approx((down - up) / 2, rel=1e-4)
    assert risk.convexity == pytest.approx((up + down - 2 * at) / at / 1e-8, rel=1e-3, abs=1e-5)


@bonds
def test_durations_belong_together(face, coupon, yield_rate, payments, frequency):
    """Modified is Macaulay less a period's yield, and neither lasts longer than the bond."""
    years = payments / frequency
    risk = bond_risk(face, coupon, yield_rate, years, frequency)
    growth = 1 + yield_rate / frequency
    assert risk.modified_duration * growth == pytest.approx(risk.macaulay_duration, rel=1e-12)
    assert 1 / frequency - 1e-9 <= risk.macaulay_duration <= years + 1e-9
    assert risk.dv01 == pytest.approx(risk.price * risk.modified_duration / 1e4, rel=1e-12)


@pytest.mark.parametrize("coupon", [0.0, 0.031, 0.12])
@pytest.mark.parametrize(("frequency", "of_quantlib"), [(1, ql.Annual), (2, ql.Semiannual)])
@pytest.mark.parametrize("yield_rate", [-0.01, 0.0, 0.045, 0.25])
def test_quantlib_agrees(coupon, frequency, of_quantlib, yield_rate):
    """QuantLib's bond functions give the same price, durations and convexity on a coupon date."""
    today = ql.Date(15, 3, 2025)
    ql.Settings.instance().evaluationDate = today
    count = ql.Thirty360(ql.Thirty360.BondBasis)
    schedule = ql.Schedule(
        today, ql.Date(15, 3, 2032), ql.Period(of_quantlib), ql.NullCalendar(), ql.Unadjusted,
        ql.Unadjusted, ql.DateGeneration.Backward, False,
    )  # fmt: skip
    bond = ql.FixedRateBond(0, 100.0, schedule, [coupon], count)
    rate = ql.InterestRate(yield_rate, count, ql.Compounded, of_quantlib)
    risk = bond_risk(100, coupon, yield_rate, 7, frequency)
    functions = ql.BondFunctions
    assert risk.price == pytest.approx(functions.cleanPrice(bond, rate), rel=1e-12)
    for ours, kind in (
        (risk.macaulay_duration, ql.Duration.Macaulay),
        (risk.modified_duration, ql.Duration.Modified),
    ):
        assert ours == pytest.approx(functions.duration(bond, rate, kind), rel=1e-12)
    assert risk.convexity == pytest.approx(functions.convexity(bond, rate), rel=1e-12)


def test_a_bond_at_par_has_its_coupon_as_yield():
    """Coupon = yield is worth its face, whatever the term and the frequency."""
    for frequency in (1, 2, 4, 12):
        assert bond_risk(1000, 0.07, 0.07, 30, frequency).price == pytest.approx(1000, rel=1e-12)


def test_a_zero_bond_has_one_date():
    """Without coupons the Macaulay duration is the term; debt owed has a negative DV01."""
    risk = bond_risk(-1e6, 0, 0.05, 10, 1)
    assert risk.macaulay_duration == pytest.approx(10, rel=1e-14)
    assert risk.price == pytest.approx(-1e6 / 1.05**10, rel=1e-14)
    assert risk.dv01 < 0


HULL_PRICES, HULL_FACTORS = np.array([99.5, 143.5, 119.75]), np.array([1.0382, 1.5188, 1.2615])


def test_hull_delivers_the_second_bond():
    """Hull, example 6.2: futures at 93-08, costs of 2.69, 1.87 and 2.12."""
    table = cheapest_to_deliver(HULL_PRICES, HULL_FACTORS, 93.25)
    assert [bond.cost for bond in table] == pytest.approx([2.69, 1.87, 2.12], abs=0.005)
    assert [bond.cheapest for bond in table] == [False, True, False]


@given(
    rows=st.lists(st.tuples(st.floats(50, 200), st.floats(0.5, 2)), min_size=1, max_size=20),
    futures=st.floats(50, 200),
)
def test_the_cheapest_is_the_least_cost(rows, futures):
    """At least one bond is cheapest, none costs less, and every cost is price less invoice."""
    prices, factors = map(np.array, zip(*rows, strict=True))
    table = cheapest_to_deliver(prices, factors, futures)
    least = min(bond.cost for bond in table)
    for bond, (price, factor) in zip(table, rows, strict=True):
        assert bond.cost == pytest.approx(price - futures * factor, abs=1e-9)
        assert bond.cheapest == (bond.cost <= least + 1e-9)


def test_a_bond_without_two_numbers_is_left_out():
    """The others keep their rows' numbers; bonds that cost the same are all cheapest."""
    table = cheapest_to_deliver(
        np.array([100, math.nan, 150, 99.0]), np.array([1, 1, 1.5, 0.7]), 98.0
    )
    assert [(bond.bond, bond.cheapest) for bond in table] == [(1, True), (3, False), (4, False)]
    equal = cheapest_to_deliver(np.array([100.1, 50.05]), np.array([1.0, 0.5]), 100.1)
    assert [bond.cheapest for bond in equal] == [True, True]


one = np.array([1.0])


@pytest.mark.parametrize(
    ("call", "kind", "names"),
    [
        (lambda: bond_risk(100, -0.01, 0.05, 5), Kind.DOMAIN, "coupon_rate"),
        (lambda: bond_risk(100, 0.05, -2, 5), Kind.DOMAIN, "yield_rate"),
        (lambda: bond_risk(100, 0, 1e300, 5), Kind.DOMAIN, "yield_rate 1e300"),
        (lambda: bond_risk(1e308, 0.05, -0.9, 50, 1), Kind.DOMAIN, "yield_rate"),
        (lambda: bond_risk(100, 0.05, 0.05, 5.25), Kind.DOMAIN, "years"),
        (lambda: bond_risk(100, 0.05, 0.05, 0), Kind.DOMAIN, "years"),
        (lambda: bond_risk(100, 0.05, 0.05, 365), Kind.DOMAIN, "years is 365"),
        (lambda: payment_count(0.1, 2), Kind.DOMAIN, "whole number of payments"),
        (lambda: cheapest_to_deliver(one, np.ones(2), 1), Kind.MISMATCH, "conversion_factors"),
        (lambda: cheapest_to_deliver(one, one * math.nan, 1), Kind.UNDEFINED, "prices"),
        (lambda: cheapest_to_deliver(one, one, 0), Kind.DOMAIN, "futures_price"),
        (lambda: cheapest_to_deliver(-one, one, 1), Kind.DOMAIN, "prices is -1"),
        (lambda: cheapest_to_deliver(one, 0 * one, 1), Kind.DOMAIN, "conversion_factors is 0"),
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
