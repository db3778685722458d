"""Contracts: signs, roundings, and the two meanings of tailing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.contracts import (
    beta_hedge_contracts,
    equitize_cash_contracts,
    futures_contracts,
    macro_hedge_contracts,
    rebalance_contracts,
    round_contracts,
)
from xlhedge.core.errors import HedgeError, Kind

amounts = st.floats(-1e6, 1e6)
sizes = st.floats(0.01, 1e5)


@given(st.floats(-1e6, 1e6))
def test_what_each_rounding_promises(contracts):
    """2 never over-hedges, 3 never under-hedges, 1 is at most half a lot away, 0 is exact."""
    assert round_contracts(contracts, 0) == contracts
    assert abs(round_contracts(contracts, 1) - contracts) <= 0.5
    down, up = round_contracts(contracts, 2), round_contracts(contracts, 3)
    slack = 1e-9 * max(1.0, abs(contracts))
    assert abs(down) <= abs(contracts) + slack
    assert abs(up) >= abs(contracts) - slack
    assert up - down in {-1.0, 0.0, 1.0}
    assert all(math.copysign(1, n) == math.copysign(1, contracts) for n in (down, up) if n)


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        (2.5, 3),
        (3.5, 4),
        (-2.5, -3),
        (0.5, 1),
        (-0.5, -1),
        (-3.6, -4),
        (0.4, 0),
        (-0.4, 0),
        (1e15 + 0.5, 1e15 + 1),
        (2.0**53 + 2, 2.0**53 + 2),
        (123456789012345680.0, 123456789012345680.0),
        (1e300, 1e300),
    ],
)
def test_nearest_is_the_round_of_excel(contracts, expected):
    """A half goes away from zero, the same on both sides of it; whole numbers stay."""
    assert round_contracts(contracts, 1) == expected
    assert math.copysign(1, round_contracts(contracts, 1)) == math.copysign(1, expected)


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        (math.nextafter(2.5, 0), 3),  # shown as 2.5
        (math.nextafter(4.5, 0), 5),
        (-math.nextafter(4.5, 0), -5),
        (math.nextafter(0.5, 0), 1),
        (1.005 * 100 - 98, 2),  # 2.499999999999986: shown as 2.49999999999999
        (4.49999999999999, 4),  # 15 digits say so
        (0.499999999999999, 0),
        (2.499999999, 2),
        (7 * 0.65 / 0.1 / 13, 4),  # 3.5, computed as 3.4999999999999996
    ],
)
def test_nearest_rounds_the_decimal_that_is_shown(contracts, expected):
    """15 significant digits are rounded, as a spreadsheet's ROUND has it, not the binary number."""
    assert round_contracts(contracts, 1) == expected


@given(st.integers(-(10**9), 10**9), st.integers(-2, 2))
def test_a_half_less_some_dust_is_a_half(whole, steps):
    """Two units in the last place do not turn a half into less, whatever its size."""
    half = whole + 0.5
    dusty = half + steps * math.ulp(half)
    assert round_contracts(dusty, 1) == math.copysign(math.floor(abs(half) + 0.5), half)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_whole_lots_are_whole(contracts):
    """Every rounding gives a whole number, whatever the size, and never -0."""
    for rounding in (1, 2, 3):
        lots = round_contracts(contracts, rounding)
        assert lots == math.floor(lots)
        assert lots or math.copysign(1, lots) == 1


def test_arithmetic_dust_is_no_contract():
    """3 contracts that come out as 3.0000000000000004 are 3 in every rounding."""
    exact = 0.1 * 3 / 0.1
    assert exact != 3
    assert [round_contracts(exact, r) for r in (1, 2, 3)] == [3, 3, 3]
    assert [round_contracts(-exact, r) for r in (1, 2, 3)] == [-3, -3, -3]
    assert [round_contracts(math.nextafter(3, 0), r) for r in (1, 2, 3)] == [3, 3, 3]
    assert [round_contracts(3.0001, r) for r in (1, 2, 3)] == [3, 3, 4]


@given(amounts, sizes, st.floats(-2, 2))
def test_a_long_exposure_is_sold_and_a_short_one_bought(exposure, size, ratio):
    """N = -h E / Q: turning the exposure or the ratio around turns the position around."""
    contracts = futures_contracts(exposure, size, ratio)
    assert contracts * size == pytest.approx(-ratio * exposure, rel=1e-12, abs=1e-12)
    assert futures_contracts(-exposure, size, ratio) == -contracts
    assert futures_contracts(exposure, size, -ratio) == -contracts


@given(amounts, sizes, st.floats(1, 100), st.floats(1, 100), st.floats(0, 0.5), st.floats(0, 10))
def test_the_two_tailings_multiply(exposure, size, spot, futures, rate, years):
    """Value tailing multiplies by S/F, present-value tailing divides by (1 + r)^T."""
    plain = futures_contracts(exposure, size)
    both = futures_contracts(exposure, size, 1, spot, futures, rate, years)
    assert both == pytest.approx(plain * spot / futures / (1 + rate) ** years, rel=1e-12)


@given(st.lists(st.tuples(amounts, st.floats(-3, 3)), min_size=1, max_size=8), st.floats(-1, 2))
def test_a_book_is_the_sum_of_its_positions(book, target):
    """The macro hedge is the sum of the hedges of its positions, in any order."""
    values, betas = (np.array(column) for column in zip(*book, strict=True))
    one_by_one = sum(beta_hedge_contracts(v, b, 1000, 250, target) for v, b in book)
    found = macro_hedge_contracts(values, betas, 1000, 250, target)
    assert found == pytest.approx(one_by_one, rel=1e-9, abs=1e-6)
    assert macro_hedge_contracts(values[::-1], betas[::-1], 1000, 250, target) == pytest.approx(
        found, rel=1e-9, abs=1e-6
    )


@given(amounts, st.floats(-0.5, 0.5), st.floats(0, 10), st.floats(-0.9, 2))
def test_equitised_cash_ends_as_the_index_would(cash, rate, years, index_return):
    """Cash with its interest, and the futures' gain on it, are the index bought forward."""
    price, multiplier = 1000.0, 250.0
    contracts = equitize_cash_contracts(cash, rate, years, price, multiplier)
    grown = cash * (1 + rate) ** years
    gain = contracts * multiplier * price * index_return
    assert grown + gain == pytest.approx(grown * (1 + index_return), rel=1e-9, abs=1e-9)


@given(amounts, st.floats(1, 5000), st.floats(1, 500))
def test_cash_that_earns_nothing_is_a_book_of_beta_nought(cash, price, multiplier):
    """Without interest it is BETA_HEDGE_CONTRACTS from a beta of 0 to 1."""
    found = equitize_cash_contracts(cash, 0, 1, price, multiplier)
    assert found == pytest.approx(beta_hedge_contracts(cash, 0, price, multiplier, 1))


@pytest.mark.parametrize(
    ("args", "kind", "named"),
    [
        ((1, -1, 1, 1, 1), Kind.DOMAIN, "rate is -1"),
        ((1, 0, -1, 1, 1), Kind.DOMAIN, "years is -1"),
        ((1, 0, 1, 0, 1), Kind.UNDEFINED, "futures_price is 0"),
        ((1, 0, 1, -1, 1), Kind.DOMAIN, "futures_price is -1"),
        ((1, 0, 1, 1, 0), Kind.DOMAIN, "multiplier is 0"),
    ],
)
def test_cash_that_cannot_be_equitised(args, kind, named):
    """Each argument outside its domain is refused by name."""
    with pytest.raises(HedgeError, match=f"^{named}") as caught:
        equitize_cash_contracts(*args)
    assert caught.value.kind is kind


@given(amounts, sizes, st.floats(0, 1.5), st.integers(-50, 50), st.floats(0, 0.3))
def test_rebalancing_reaches_the_target_or_stays_inside_the_band(
    exposure, size, target, held, band
):
    """Either nothing is traded and the ratio is inside the band, or the target is reached."""
    trade = rebalance_contracts(exposure, size, target, held, band, rounding=0)
    goal = -target * exposure / size
    if trade == 0:
        assert abs(goal - held) <= band * abs(exposure) / size * (1 + 1e-6) + 1e-9
    else:
        assert held + trade == pytest.approx(goal, rel=1e-12, abs=1e-9)


def test_a_position_without_an_exposure_is_closed():
    """When the crop is sold, the whole position is traded back whatever the band."""
    assert rebalance_contracts(0, 5000, 0.9, -3, band=0.5) == 3


def test_a_band_in_whole_numbers_is_no_band():
    """10 for 10 % would never trade; with ratios of other units 10 is a band."""
    with pytest.raises(HedgeError, match=r"band is 10; .*\(0\.1 is 10 %\)"):
        rebalance_contracts(100_000, 1_000, 0.8, 0, 10)
    assert rebalance_contracts(1_000, 100, 36.7, 0, 10) == -367
