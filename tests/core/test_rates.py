"""Rates: after the hedge, a repriced book moves as the target says."""

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
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
