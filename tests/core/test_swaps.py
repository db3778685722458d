"""Swaps: what a hedge repriced by hand leaves, what a par swap is worth, QuantLib's opinion."""

import math

import numpy as np
import pytest
import QuantLib as ql
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.swaps import swap_hedge_notional, swap_value

swaps = given(
    exposure=st.floats(-1e6, 1e6),
    fixed=st.floats(0, 0.15),
    zeros=st.lists(st.floats(-0.01, 0.15), min_size=1, max_size=12),
    frequency=st.sampled_from([1, 2, 4]),
)


def repriced(fixed_rate, zeros, frequency, shift):
    """Value of 1 receive-fixed on a reset date, payment by payment."""
    coupons = sum(
        fixed_rate / frequency * math.exp(-(z + shift) * (i + 1) / frequency)
        for i, z in enumerate(zeros)
    )
    return coupons + math.exp(-(zeros[-1] + shift) * len(zeros) / frequency) - 1


@swaps
def test_a_swap_offsets_the_exposure_when_the_curve_shifts(exposure, fixed, zeros, frequency):
    """Repriced half a basis point up and down, exposure and swap together stay put."""
    years = len(zeros) / frequency
    notional = swap_hedge_notional(exposure, fixed, years, np.array(zeros), frequency)
    gain = repriced(fixed, zeros, frequency, -5e-5) - repriced(fixed, zeros, frequency, 5e-5)
    assert exposure + notional * gain == pytest.approx(0, abs=1e-6 * abs(exposure) + 1e-9)
    assert notional * exposure <= 0


def discount_factors(zeros, frequency):
    """Discount factors of continuous zero rates, one a payment."""
    return [math.exp(-z * (i + 1) / frequency) for i, z in enumerate(zeros)]


def par_rates(factors, frequency):
    """Par swap rates of every payment date."""
    return [frequency * (1 - p) / sum(factors[: i + 1]) for i, p in enumerate(factors)]


def bootstrapped(pars, frequency):
    """Discount factors taken from par swap rates, one date after the other."""
    factors = []
    for par in pars:
        factors.append((1 - par / frequency * sum(factors)) / (1 + par / frequency))
    return factors


def bond(fixed_rate, factors, frequency):
    """What the fixed leg with its principal is worth."""
    return fixed_rate / frequency * sum(factors) + factors[-1]


def gain_by_par_rates(fixed_rate, zeros, frequency):
    """Gain as all par rates fall by one basis point, the curve bootstrapped anew."""
    pars = par_rates(discount_factors(zeros, frequency), frequency)
    down, up = (
        bond(fixed_rate, bootstrapped([par + shift for par in pars], frequency), frequency)
        for shift in (-5e-5, 5e-5)
    )
    return down - up


def gain_by_yield(fixed_rate, zeros, frequency):
    """Gain as the yield that explains the bond's worth falls by one basis point."""
    worth = bond(fixed_rate, discount_factors(zeros, frequency), frequency)

    def at(rate):
        factors = [(1 + rate / frequency) ** -(i + 1) for i in range(len(zeros))]
        return bond(fixed_rate, factors, frequency)

    low, high = -0.5, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle) > worth else (low, middle)
    return at(low - 5e-5) - at(low + 5e-5)


@pytest.mark.parametrize(("bump", "gain"), [("par", gain_by_par_rates), ("yield", gain_by_yield)])
@swaps
def test_each_bump_offsets_its_own_rates(bump, gain, exposure, fixed, zeros, frequency):
    """Repriced half a basis point up and down in the rates that are named, nothing is left."""
    years = len(zeros) / frequency
    notional = swap_hedge_notional(exposure, fixed, years, np.array(zeros), frequency, bump)
    left = exposure + notional * gain(fixed, zeros, frequency)
    assert left == pytest.approx(0, abs=1e-6 * abs(exposure) + 1e-9)
    assert notional * exposure <= 0


@swaps
def test_a_swap_at_the_par_rate_is_worth_nothing(exposure, fixed, zeros, frequency):
    """At the par rate the value is 0; off it, the difference of the rates times the annuity."""
    factors = discount_factors(zeros, frequency)
    par = par_rates(factors, frequency)[-1]
    years = len(zeros) / frequency
    assert swap_value(1e6, par, years, np.array(zeros), frequency) == pytest.approx(0, abs=1e-8)
    annuity = sum(factors) / frequency
    value = swap_value(exposure, fixed, years, np.array(zeros), frequency)
    assert value == pytest.approx(exposure * (fixed - par) * annuity, rel=1e-9, abs=1e-8)


@pytest.mark.parametrize(("frequency", "months"), [(1, 12), (2, 6), (4, 3)])
@pytest.mark.parametrize("notional", [1e6, -2.5e6])
def test_quantlib_values_the_same_swap(frequency, months, notional):
    """Fixed against floating on one curve, effective today: QuantLib's discounting engine."""
    today = ql.Date(15, 1, 2025)
    ql.Settings.instance().evaluationDate = today
    count = ql.Thirty360(ql.Thirty360.BondBasis)  # whole periods, as the function has them
    payments = 3 * frequency
    zeros = [0.02 + 0.001 * i for i in range(payments)]
    dates = [today + ql.Period(months * (i + 1), ql.Months) for i in range(payments)]
    factors = discount_factors(zeros, frequency)
    curve = ql.YieldTermStructureHandle(ql.DiscountCurve([today, *dates], [1.0, *factors], count))
    index = ql.IborIndex(
        "own", ql.Period(months, ql.Months), 0, ql.USDCurrency(), ql.NullCalendar(),
        ql.Unadjusted, False, count, curve,
    )  # fmt: skip
    schedule = ql.Schedule([today, *dates])
    receiver = ql.VanillaSwap(
        ql.Swap.Receiver, notional, schedule, 0.031, count, schedule, index, 0.0, count
    )
    receiver.setPricingEngine(ql.DiscountingSwapEngine(curve))
    ours = swap_value(notional, 0.031, 3, np.array(zeros), frequency)
    assert ours == pytest.approx(receiver.NPV(), rel=1e-9)


def test_a_par_swap_gains_its_annuity():
    """With par rates bumped, a swap at the par rate gains a basis point on its annuity."""
    zeros = [0.031, 0.033, 0.0345, 0.0355, 0.0365]
    factors = discount_factors(zeros, 1)
    par = par_rates(factors, 1)[-1]
    notional = swap_hedge_notional(-1000, par, 5, np.array(zeros), 1, "par")
    assert notional == pytest.approx(1000 / (1e-4 * sum(factors)), rel=1e-12)


def test_the_yield_of_a_flat_curve_is_its_rate():
    """On a flat curve the three bumps differ by the compounding and by nothing else."""
    flat = np.array([0.05])
    zero = swap_hedge_notional(-1000, 0.04, 10, flat, 2, "zero")
    own = swap_hedge_notional(-1000, 0.04, 10, flat, 2, "yield")
    assert own == pytest.approx(zero * math.exp(0.05 / 2), rel=1e-12)


def test_yields_below_zero_and_negative_coupons():
    """A curve below 0 and a fixed rate below 0 have one yield, as any bond worth more than 0."""
    for fixed in (-0.01, 0.0, 0.02):
        zeros = [-0.02, -0.015, -0.01]
        notional = swap_hedge_notional(-1000, fixed, 3, np.array(zeros), 1, "yield")
        assert notional == pytest.approx(1000 / gain_by_yield(fixed, zeros, 1), rel=1e-7)


def test_the_default_bump_is_the_zero_rates():
    """Without a word the zero rates move, as before there was a choice."""
    zeros = np.array([0.04, 0.045, 0.05])
    assert swap_hedge_notional(1, 0.05, 3, zeros) == swap_hedge_notional(
        1, 0.05, 3, zeros, 1, "zero"
    )
    assert swap_hedge_notional(1, 0.05, 3, zeros) != swap_hedge_notional(
        1, 0.05, 3, zeros, 1, "par"
    )


def test_a_flat_curve_is_one_rate():
    """One rate alone stands for every payment; a discount swap has a zero bond's DV01."""
    flat = swap_hedge_notional(1000, 0.04, 5, np.array([0.03]), 2)
    assert flat == swap_hedge_notional(1000, 0.04, 5, np.full(10, 0.03), 2)
    flat_par = swap_hedge_notional(1000, 0.04, 5, np.array([0.03]), 2, "par")
    assert flat_par == swap_hedge_notional(1000, 0.04, 5, np.full(10, 0.03), 2, "par")
    assert swap_hedge_notional(1000, 0, 10, np.array([0.0])) == pytest.approx(-1e6)


@pytest.mark.parametrize(
    ("call", "kind", "names"),
    [
        (lambda: swap_hedge_notional(1, 0.05, 0, np.array([0.05])), Kind.DOMAIN, "years is 0"),
        (lambda: swap_hedge_notional(1, 0.05, 101, np.array([0.05])), Kind.DOMAIN, "years is 101"),
        (lambda: swap_hedge_notional(1, 0.05, 1.3, np.array([0.05]), 2), Kind.DOMAIN, "years"),
        (
            lambda: swap_hedge_notional(1, 0.05, 3, np.array([0.05, 0.05])),
            Kind.MISMATCH,
            "discount_rates holds 2 numbers; 3",
        ),
        (
            lambda: swap_hedge_notional(1, 0.05, 3, np.array([0.05, math.nan, math.nan])),
            Kind.MISMATCH,
            "discount_rates holds 1 numbers; 3",
        ),
        (lambda: swap_hedge_notional(1, -1, 1, np.array([0.0])), Kind.UNDEFINED, "fixed_rate"),
        (lambda: swap_hedge_notional(1, -2, 1, np.array([0.0])), Kind.DOMAIN, "fixed_rate is -2"),
        (lambda: swap_hedge_notional(1, 0, 50, np.array([-99.0])), Kind.DOMAIN, "discount_rates"),
        *(
            (
                lambda b=bump, r=rate, z=zero: swap_hedge_notional(1, r, 50, np.array([z]), 1, b),
                Kind.DOMAIN,
                "fixed_rate",
            )
            for bump in ("zero", "par", "yield")
            for rate, zero in ((0, -99.0), (-2, 0.0), (1e308, -0.05))
        ),
        (lambda: swap_hedge_notional(1, 0, 1, np.array([0.0]), 1, "spot"), Kind.TYPE, "bump"),
        (lambda: swap_value(1, 0.05, 1.3, np.array([0.05]), 2), Kind.DOMAIN, "years"),
        (lambda: swap_value(1, 0.05, 2, np.array([0.05] * 3)), Kind.MISMATCH, "discount_rates"),
        (lambda: swap_value(1, 0, 50, np.array([-99.0])), Kind.DOMAIN, "discount_rates"),
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
