"""The cost of hedging: EY's cap, the paragraphs on aligned values, and what adds up."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.cost_of_hedging import cost_of_hedging
from xlhedge.core.errors import HedgeError, Kind

money = st.floats(-1e6, 1e6)


def test_the_cap_of_a_bond():
    """EY, International GAAP 2019, example 49.73: 20 on designation, 13 after a year, 0 after two.

    The reserve is 3 and 0; 10 a year go to profit or loss.
    """
    first, second = cost_of_hedging(np.array([20.0, 13.0, 0.0]))
    assert (first.to_oci, first.amortisation, first.oci_balance) == (-7, -10, 3)
    assert (second.to_oci, second.amortisation, second.oci_balance) == (-13, -10, 0)


@given(
    actual=st.lists(money, min_size=2, max_size=9),
    scale=st.floats(0.1, 3),
    kind=st.sampled_from(["time_period", "transaction"]),
)
def test_nothing_is_lost(actual, scale, kind):
    """OCI and P&L together have the whole change, and the balance is what came less what went."""
    values = np.array(actual)
    periods = cost_of_hedging(values, values * scale, kind)
    size = 10 * float(np.abs(values).max()) * (1 + scale) + 1e-300
    balance = total = 0.0
    for period, change in zip(periods, np.diff(values).tolist(), strict=True):
        assert period.change == pytest.approx(change, abs=1e-12 * size)
        assert period.to_oci + period.to_pnl == pytest.approx(change, abs=1e-12 * size)
        balance += period.to_oci - period.amortisation
        total += period.to_pnl + period.amortisation
        assert period.oci_balance == pytest.approx(balance, abs=1e-12 * size)
    assert balance + total == pytest.approx(values[-1] - values[0], abs=1e-11 * size)


@given(start=st.floats(1, 1e6), periods=st.integers(1, 12), scale=st.floats(0.2, 4))
def test_what_expires_leaves_nothing_behind(start, periods, scale):
    """A time value that ends at 0 is amortised to the last cent, aligned or not."""
    actual = np.linspace(start, 0, periods + 1) ** 2 / start
    *_, last = cost_of_hedging(actual, actual * scale)
    assert last.oci_balance == pytest.approx(0, abs=1e-9 * start)
    assert last.amortised_share == pytest.approx(1)


def test_a_dearer_option_counts_as_the_aligned_one():
    """B6.5.33(a): OCI by the aligned value, the difference in P&L, the aligned start amortised."""
    first, second = cost_of_hedging(np.array([25.0, 20.0, 0.0]), np.array([20.0, 12.0, 0.0]))
    assert (first.to_oci, first.to_pnl, first.amortisation) == (-8, 3, -10)
    assert (second.to_oci, second.to_pnl, second.oci_balance) == (-12, -8, 0)


def test_a_cheaper_option_takes_the_lower_change():
    """B6.5.33(b): the lower cumulative change, the rest in P&L, its own start amortised."""
    first, second = cost_of_hedging(np.array([20.0, 8.0, 0.0]), np.array([25.0, 18.0, 0.0]))
    assert (first.to_oci, first.to_pnl, first.amortisation) == (-7, -5, -10)
    assert (second.to_oci, second.to_pnl, second.oci_balance) == (-13, 5, 0)


def test_a_transaction_takes_the_balance_with_it():
    """Nothing is amortised: the balance waits for the hedged transaction."""
    *_, last = cost_of_hedging(np.array([20.0, 13.0, 0.0]), None, "transaction")
    assert (last.amortisation, last.oci_balance) == (0, -20)


def test_periods_to_come_are_amortised_later():
    """Blank periods at the end count: a quarter of a year's hedge takes a quarter of its cost."""
    values = np.array([20.0, 17.0, math.nan, math.nan, math.nan])
    (first,) = cost_of_hedging(values)
    assert (first.amortisation, first.oci_balance, first.amortised_share) == (-5, 2, 0.25)


def test_a_period_passed_over_is_in_the_next_one():
    """A gap has no row; the next row has the movements of both."""
    second = cost_of_hedging(np.array([20.0, math.nan, 9.0, 0.0]))[0]
    assert second.period == 2
    assert (second.change, second.oci_balance) == (-11, pytest.approx(-11 + 40 / 3))
    assert second.amortisation == pytest.approx(-40 / 3)


@pytest.mark.parametrize(
    ("values", "aligned", "kind", "names"),
    [
        ([math.nan, 1, 2], None, Kind.UNDEFINED, "first cell"),
        ([1, 2], [math.nan, 2], Kind.UNDEFINED, "first cell"),
        ([1], None, Kind.UNDEFINED, "after the one on designation"),
        ([1, math.nan], None, Kind.UNDEFINED, "after the one on designation"),
        ([1, 2], [1, 2, 3], Kind.MISMATCH, "aligned_values"),
        ([1, 2], [-1, 2], Kind.DOMAIN, "aligned_values with -1"),
    ],
)
def test_what_cannot_be_accounted_for(values, aligned, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        cost_of_hedging(
            np.array(values, dtype=float), None if aligned is None else np.array(aligned, float)
        )
    assert caught.value.kind is kind
    assert names in caught.value.message


def test_an_unknown_kind_is_refused():
    """Two kinds of hedged items, no third."""
    with pytest.raises(HedgeError, match="kind"):
        cost_of_hedging(np.array([1.0, 0.0]), None, "period")
