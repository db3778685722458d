"""Rolled hedges and margin accounts: the cash adds up to the futures' gain."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.margin import margin_cashflow, stack_roll_price
from xlhedge.core.outcome import futures_pnl

PRICES = st.lists(st.floats(-50, 150).map(lambda p: round(p, 2)), min_size=2, max_size=40)
# Hull, table 2.1: two gold contracts of 100 ounces bought at 1,250
GOLD = [
    1250.00, 1241.00, 1238.30, 1244.60, 1241.30, 1240.10, 1236.20, 1229.90, 1230.80, 1225.40,
    1228.10, 1211.00, 1211.00, 1214.30, 1216.10, 1223.00, 1226.90,
]  # fmt: skip
GOLD_BALANCES = [
    12000, 10200, 9660, 10920, 10260, 10020, 9240, 7980, 12180, 11100, 11640, 8220, 12000, 12660,
    13020, 14400, 15180,
]  # fmt: skip


def test_published_margin_account():
    """Hull's table 2.1, to the dollar: balances, and calls of 4,020 and 3,780."""
    found = margin_cashflow(2, 100, np.array(GOLD), 6000, 4500)
    assert found.margin_balance == pytest.approx(GOLD_BALANCES)
    calls = {int(d): round(c, 6) for d, c in zip(found.day, found.margin_call, strict=True) if c}
    assert calls == {7: 4020, 11: 3780}
    assert found.variation_margin.sum() == pytest.approx(-4620)
    assert found.cumulative_funding[-1] == pytest.approx(12000 + 4020 + 3780)
    assert found.peak_funding == found.cumulative_funding[-1]


@given(prices=PRICES, contracts=st.integers(-20, 20), maintenance=st.floats(0, 5000))
def test_margins_add_up_to_the_futures_gain(prices, contracts, maintenance):
    """Variation margins are the futures' profit, and balances hold what was paid in and gained."""
    found = margin_cashflow(contracts, 100, np.array(prices), 6000, maintenance)
    gain = futures_pnl(contracts, 100, prices[0], prices[-1])
    assert found.variation_margin.sum() == pytest.approx(gain, abs=1e-6)
    last = found.margin_balance[-1] + found.margin_call[-1]
    assert last == pytest.approx(found.cumulative_funding[-1] + gain, abs=1e-6)
    assert found.cumulative_funding[-1] == pytest.approx(
        abs(contracts) * 6000 + found.margin_call.sum(), abs=1e-6
    )


@given(prices=PRICES, contracts=st.integers(-20, 20))
def test_an_account_is_never_left_below_maintenance(prices, contracts):
    """A call comes when the balance is below maintenance, only then, and restores the initial."""
    found = margin_cashflow(contracts, 100, np.array(prices), 6000, 4500)
    initial, maintenance = abs(contracts) * 6000, abs(contracts) * 4500
    called = found.margin_call > 0
    assert np.all(found.margin_balance[~called] >= maintenance - 1e-4)
    assert np.all(found.margin_balance[called] < maintenance)
    restored = (found.margin_balance + found.margin_call)[called]
    assert restored == pytest.approx(np.full(restored.size, float(initial)))
    assert np.all(np.diff(found.cumulative_funding) >= 0)


def test_a_balance_on_maintenance_brings_no_call():
    """What differs from maintenance by rounding alone is on it."""
    prices = np.array([100.3, 100.2, 100.1, 100.0])  # 0.3 in steps that are no binary fractions
    found = margin_cashflow(1, 1000, prices, 1000, 700)
    assert found.margin_balance[-1] == pytest.approx(700)
    assert not found.margin_call.any()


def test_a_day_without_a_price_is_caught_up_by_the_next():
    """A holiday has no row; day numbers skip it and the sum of margins is the same."""
    prices = np.array([math.nan, 100.0, 98.0, math.nan, 95.0])
    found = margin_cashflow(-1, 10, prices, 100, 80)
    assert found.day.tolist() == [0, 1, 3]
    assert found.variation_margin.tolist() == [0, 20, 30]


@given(st.lists(st.tuples(st.floats(-100, 200), st.floats(-100, 200)), min_size=1, max_size=9))
def test_a_rolled_hedge_is_the_sum_of_its_contracts(rolls):
    """Spot plus the gain of each contract sold and bought back."""
    entries, exits = map(np.array, zip(*rolls, strict=True))
    gains = sum(futures_pnl(-1, 1, a, b) for a, b in rolls)
    assert stack_roll_price(entries, exits, 50) == pytest.approx(50 + gains, abs=1e-9)


@pytest.mark.parametrize(
    ("args", "kind", "named"),
    [
        ((1, 0, [1, 2], 2, 1), Kind.DOMAIN, "contract_size"),
        ((1, 1, [1, 2], 2, -1), Kind.DOMAIN, "maintenance_margin"),
        ((1, 1, [1, 2], 1, 2), Kind.DOMAIN, "initial_margin"),
        ((1, 1, [1], 2, 1), Kind.UNDEFINED, "prices"),
        ((1, 1, [math.nan, 1, math.nan], 2, 1), Kind.UNDEFINED, "prices"),
    ],
)
def test_arguments_outside_their_domain(args, kind, named):
    """Each is refused with its kind of error, by name."""
    contracts, size, prices, *margins = args
    with pytest.raises(HedgeError, match=f"^{named}") as caught:
        margin_cashflow(contracts, size, np.array(prices, dtype=float), *margins)
    assert caught.value.kind is kind


def test_no_contract_no_rolled_price():
    """A roll needs one contract at least."""
    with pytest.raises(HedgeError, match=r"^entry_prices") as caught:
        stack_roll_price(np.array([]), np.array([]), 50)
    assert caught.value.kind is Kind.UNDEFINED


@pytest.mark.market_data
def test_a_refiner_s_short_crude_hedge_through_2008(markets):
    """Ten contracts sold in 2007 need cash to the peak of 2008: real prices, holidays included."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if "2007-01-01" <= r["date"] <= "2008-12-31"]
    prices = np.array([float(r["wti_fut1_usd_bbl"] or "nan") for r in rows])
    assert prices.size > 400
    found = margin_cashflow(-10, 1000, prices, 9000, 7000)
    traded = prices[~np.isnan(prices)]
    assert found.variation_margin.sum() == pytest.approx(-10_000 * (traded[-1] - traded[0]))
    worst = 10_000 * (traded.max() - traded[0])  # the loss at the highest settlement
    assert worst + 70_000 <= found.peak_funding + 1e-6
    assert found.peak_funding <= worst + 90_000 + 1e-6
