"""Strips: one expiry is FUTURES_CONTRACTS, and whole lots add up over all of them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.contracts import futures_contracts, round_contracts
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.strips import strip_hedge_contracts

EXPOSURES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=24).map(np.array)
SIZES = st.floats(1, 1e5)
RATIO = st.floats(-2, 2)
ROUNDINGS = st.sampled_from([0, 1, 2, 3])


@given(st.floats(-1e6, 1e6), SIZES, RATIO, ROUNDINGS, st.booleans())
def test_one_expiry_is_a_hedge_of_its_own(exposure, size, ratio, rounding, carry):
    """A strip with one row is FUTURES_CONTRACTS, exact and whole."""
    strip = strip_hedge_contracts(
        np.array([exposure]), size, np.array([ratio]), rounding, carry=carry
    )
    assert strip[0].exact == futures_contracts(exposure, size, ratio)
    assert strip[0].whole == futures_contracts(exposure, size, ratio, rounding=rounding)


@given(EXPOSURES, SIZES, RATIO, st.sampled_from([1, 2, 3]))
def test_up_to_each_expiry_the_strip_is_its_exact_sum_in_whole_lots(
    exposures, size, ratio, rounding
):
    """Carried on, no rounding is lost: each running total of whole lots is the exact one's."""
    strip = strip_hedge_contracts(exposures, size, np.array([ratio]), rounding)
    for count in range(1, len(strip) + 1):
        exact = math.fsum(line.exact for line in strip[:count])
        held = sum(line.whole for line in strip[:count])
        assert held == round_contracts(exact, rounding)
        assert strip[count - 1].carried == pytest.approx(exact - held, abs=1e-9)
        assert all(line.whole.is_integer() for line in strip)


@given(EXPOSURES, SIZES, RATIO, ROUNDINGS)
def test_without_carrying_each_expiry_is_rounded_by_itself(exposures, size, ratio, rounding):
    """Nothing is handed on, and each row is FUTURES_CONTRACTS of its exposure."""
    strip = strip_hedge_contracts(exposures, size, np.array([ratio]), rounding, carry=False)
    alone = [futures_contracts(e, size, ratio, rounding=rounding) for e in exposures.tolist()]
    assert [line.whole for line in strip] == alone
    assert {line.carried for line in strip} == {0.0}


@given(EXPOSURES, SIZES, RATIO)
def test_exact_contracts_leave_nothing_to_carry(exposures, size, ratio):
    """Rounding 0: whole is exact, whatever carry says."""
    for line in strip_hedge_contracts(exposures, size, np.array([ratio]), 0):
        assert line.whole == line.exact
        assert line.carried == 0


def test_a_long_strip_gathers_no_rounding_error():
    """A tenth of a contract a month is one every tenth month, a thousand times."""
    strip = strip_hedge_contracts(np.full(1000, 500.0), 5000, np.ones(1), 2)
    assert [line.expiry for line in strip if line.whole] == list(range(10, 1001, 10))


def test_each_expiry_has_its_own_ratio_and_gaps_are_left_out():
    """A layered strip: 90 % of the first, none of the gap, 30 % of the last."""
    exposures = np.array([20_000, np.nan, 10_000, 50_000])
    strip = strip_hedge_contracts(exposures, 5000, np.array([0.9, 0.6, np.nan, 0.3]))
    assert [(line.expiry, line.exact, line.whole) for line in strip] == [
        (1, -3.6, -4.0),
        (4, -3.0, -3.0),
    ]
    assert strip[0].carried == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("exposures", "size", "ratios", "kind", "named"),
    [
        ([1.0, 2.0, 3.0], 5, [1.0, 1.0], Kind.MISMATCH, "hedge_ratios has 2"),
        ([np.nan], 5, [1.0], Kind.UNDEFINED, "exposures and hedge_ratios"),
        ([1.0], 0, [1.0], Kind.DOMAIN, "contract_size is 0"),
        ([1e308], 1e-10, [1.0], Kind.DOMAIN, "exposures holds"),
    ],
)
def test_strips_that_cannot_be(exposures, size, ratios, kind, named):
    """Another number of ratios, nothing to hedge, a size of 0: each names its argument."""
    with pytest.raises(HedgeError) as caught:
        strip_hedge_contracts(np.array(exposures), size, np.array(ratios))
    assert caught.value.kind is kind
    assert named in caught.value.message
