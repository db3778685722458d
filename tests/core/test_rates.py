"""Rates: after the hedge, a repriced book moves as the target says."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.optimize import least_squares

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.rates import (
    duration_hedge_contracts,
    dv01_hedge_contracts,
    key_rate_hedge,
    swap_hedge_notional,
)

money = st.floats(-1e9, 1e9)
positive = st.floats(0.1, 1e4)


@given(value=money, duration=st.floats(-5, 30), contract=positive, ctd=positive, target=positive)
def test_hedged_book_has_the_target_duration(value, duration, contract, ctd, target):
    """Portfolio and futures together change by the target's money duration."""
    n = duration_hedge_contracts(value, duration, contract, ctd, target)
    scale = abs(value) * (abs(duration) + target)
    assert value * duration + n * contract * ctd == pytest.approx(
        value * target, abs=1e-9 * scale + 1e-300
    )


@given(dv01=money, ctd=positive, factor=st.floats(0.3, 1.5), target=money)
def test_hedged_book_has_the_target_dv01(dv01, ctd, factor, target):
    """A contract's DV01 is the cheapest-to-deliver's over its conversion factor."""
    n = dv01_hedge_contracts(dv01, ctd, factor, target)
    assert dv01 + n * ctd / factor == pytest.approx(target, abs=1e-9 * (abs(dv01) + abs(target)))


def test_dv01_and_duration_are_one_hedge():
    """DV01 = D P / 10,000 on both sides gives the duration hedge's contracts, rounded alike."""
    by_duration = duration_hedge_contracts(10e6, 6.8, 93_062.5, 9.2)
    by_dv01 = dv01_hedge_contracts(10e6 * 6.8e-4, 93_062.5 * 9.2e-4)
    assert by_dv01 == pytest.approx(by_duration, rel=1e-14)
    rounded = [duration_hedge_contracts(10e6, 6.8, 93_062.5, 9.2, 0, r) for r in (1, 2, 3)]
    assert rounded == [-79, -79, -80]
    assert [dv01_hedge_contracts(45_000, 78.5, 0.8215, 0, r) for r in (1, 2, 3)] == [
        -471,
        -470,
        -471,
    ]


def test_debt_owed_is_hedged_by_buying():
    """A negative value or DV01 needs bought contracts."""
    assert duration_hedge_contracts(-1e6, 5, 1e5, 5) == 10
    assert dv01_hedge_contracts(-500, 50) == 10


@example(seed=207, n=3)  # its residual's noise comes from another row's size
@given(seed=st.integers(0, 10_000), n=st.integers(1, 5))
def test_as_many_hedges_as_key_rates_leave_nothing(seed, n):
    """A square system is solved exactly: the residual is 0, not rounding noise."""
    rng = np.random.default_rng(seed)
    hedges = rng.normal(size=(n, n)) + 3 * np.eye(n)
    exposure = rng.normal(0, 1e5, n)
    assume(np.linalg.cond(hedges) < 1e3)
    found = key_rate_hedge(exposure, hedges)
    assert found.units == pytest.approx(np.linalg.solve(hedges, -exposure), rel=1e-9, abs=1e-6)
    assert np.abs(found.residuals).max() <= 1e-9


@given(seed=st.integers(0, 10_000))
def test_fewer_hedges_leave_the_least_squares(seed):
    """A general optimiser finds no smaller sum of squared residuals; residuals are orthogonal."""
    rng = np.random.default_rng(seed)
    hedges, exposure = rng.normal(size=(6, 2)), rng.normal(0, 10, 6)
    found = key_rate_hedge(exposure, hedges)
    assert found.residuals == pytest.approx(exposure + hedges @ found.units, abs=1e-9)
    assert hedges.T @ found.residuals == pytest.approx(np.zeros(2), abs=1e-9)
    rival = least_squares(lambda units: exposure + hedges @ units, np.zeros(2))
    assert found.units == pytest.approx(rival.x, abs=1e-5)


def test_the_unit_of_a_hedge_does_not_matter():
    """A hedge counted in millions needs a millionth of the units."""
    hedges = np.array([[3.0, 1.0], [1.0, 2.0], [0.5, 4.0]])
    exposure = np.array([10.0, -4.0, 7.0])
    plain = key_rate_hedge(exposure, hedges)
    large = key_rate_hedge(exposure, hedges * np.array([1e6, 1e-200]))
    assert large.units * np.array([1e6, 1e-200]) == pytest.approx(plain.units, rel=1e-12)
    assert large.residuals == pytest.approx(plain.residuals, rel=1e-12)


@pytest.mark.parametrize(
    ("exposure", "hedges", "kind", "names"),
    [
        ([1, 2], [[1.0], [2.0], [3.0]], Kind.MISMATCH, "exposure_dv01s has 2 cells"),
        ([1, 2], [[1.0, 0.1], [2.0, 0.2]], Kind.DOMAIN, "collinear"),
        ([1, 2, 3], [[1.0, 2, 3], [4, 5, 9], [7, 8, 15]], Kind.DOMAIN, "collinear"),
        ([1, 2], [[1.0, 0.0], [2.0, 0.0]], Kind.DOMAIN, "hedge_dv01s column 2 is 0"),
        ([1], [[1.0, 2.0]], Kind.DOMAIN, "hedge_dv01s has 2 hedges for 1 key rates"),
    ],
)
def test_no_single_answer_says_why(exposure, hedges, kind, names):
    """Collinear, empty and surplus hedges are refused, never regularised."""
    with pytest.raises(HedgeError) as caught:
        key_rate_hedge(np.array(exposure, dtype=float), np.array(hedges))
    assert caught.value.kind is kind
    assert names in caught.value.message


def test_no_key_rate_is_undefined():
    """Without a key rate there is nothing to solve."""
    with pytest.raises(HedgeError, match="exposure_dv01s") as caught:
        key_rate_hedge(np.empty(0), np.empty((0, 1)))
    assert caught.value.kind is Kind.UNDEFINED


def swap_value(fixed_rate, zeros, frequency, shift):
    """Value of 1 receive-fixed on a reset date, payment by payment."""
    coupons = sum(
        fixed_rate / frequency * math.exp(-(z + shift) * (i + 1) / frequency)
        for i, z in enumerate(zeros)
    )
    return coupons + math.exp(-(zeros[-1] + shift) * len(zeros) / frequency) - 1


@given(
    exposure=st.floats(-1e6, 1e6),
    fixed=st.floats(0, 0.15),
    zeros=st.lists(st.floats(-0.01, 0.15), min_size=1, max_size=12),
    frequency=st.sampled_from([1, 2, 4]),
)
def test_a_swap_offsets_the_exposure_when_the_curve_shifts(exposure, fixed, zeros, frequency):
    """Repriced half a basis point up and down, exposure and swap together stay put."""
    years = len(zeros) / frequency
    notional = swap_hedge_notional(exposure, fixed, years, np.array(zeros), frequency)
    gain = swap_value(fixed, zeros, frequency, -5e-5) - swap_value(fixed, zeros, frequency, 5e-5)
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


swaps = given(
    exposure=st.floats(-1e6, 1e6),
    fixed=st.floats(0, 0.15),
    zeros=st.lists(st.floats(-0.01, 0.15), min_size=1, max_size=12),
    frequency=st.sampled_from([1, 2, 4]),
)


@pytest.mark.parametrize(("bump", "gain"), [("par", gain_by_par_rates), ("yield", gain_by_yield)])
@swaps
def test_each_bump_offsets_its_own_rates(bump, gain, exposure, fixed, zeros, frequency):
    """Repriced half a basis point up and down in the rates that are named, nothing is left."""
    years = len(zeros) / frequency
    notional = swap_hedge_notional(exposure, fixed, years, np.array(zeros), frequency, bump)
    left = exposure + notional * gain(fixed, zeros, frequency)
    assert left == pytest.approx(0, abs=1e-6 * abs(exposure) + 1e-9)
    assert notional * exposure <= 0


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
        (lambda: duration_hedge_contracts(1, 1, 0, 1), Kind.UNDEFINED, "contract_value"),
        (lambda: duration_hedge_contracts(1, 1, -1, 1), Kind.DOMAIN, "contract_value"),
        (lambda: duration_hedge_contracts(1, 1, 1, 0), Kind.UNDEFINED, "ctd_duration"),
        (lambda: duration_hedge_contracts(1, 1, 1, -2), Kind.DOMAIN, "ctd_duration"),
        (lambda: dv01_hedge_contracts(1, 0), Kind.UNDEFINED, "ctd_dv01"),
        (lambda: dv01_hedge_contracts(1, -1), Kind.DOMAIN, "ctd_dv01"),
        (lambda: dv01_hedge_contracts(1, 1, 0), Kind.DOMAIN, "conversion_factor"),
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
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
