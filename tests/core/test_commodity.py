"""Commodity: margins in each unit, legs that offset them, and a crop of uncertain size."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.commodity import (
    crack_hedge_contracts,
    crack_spread,
    crush_hedge_contracts,
    crush_spread,
    yield_risk_hedge_ratio,
)
from xlhedge.core.errors import HedgeError, Kind

prices = st.floats(-50, 200)
parts = st.floats(0.5, 10)


@given(crude=prices, gasoline=prices, distillate=prices, c=parts, g=parts, d=parts)
def test_units_of_a_crack_convert_into_each_other(crude, gasoline, distillate, c, g, d):
    """Package = barrels x per barrel = 42 x gallon package, and is revenue less crude."""
    package = crack_spread(crude, gasoline, distillate, c, g, d, "package")
    scale = 42 * 200 * (c + g + d)
    assert package == pytest.approx(
        42 * g * gasoline + 42 * d * distillate - c * crude, abs=1e-12 * scale
    )
    per_barrel = crack_spread(crude, gasoline, distillate, c, g, d)
    assert c * per_barrel == pytest.approx(package, abs=1e-12 * scale)
    per_gallon = crack_spread(crude, gasoline, distillate, c, g, d, "gallon_package")
    assert 42 * per_gallon == pytest.approx(package, abs=1e-12 * scale)


def test_three_two_one_is_the_default():
    """Without parts: 3 barrels of crude, 2 of gasoline, 1 of distillate."""
    assert crack_spread(80, 2.5, 2.6) == pytest.approx((2 * 42 * 2.5 + 42 * 2.6 - 3 * 80) / 3)


@given(
    barrels=st.floats(-1e6, 1e6),
    moves=st.tuples(prices, prices, prices),
    ratio=st.tuples(parts, parts, parts),
)
def test_legs_offset_every_move_of_the_margin(barrels, moves, ratio):
    """Whatever the three prices do, margin and futures together do not change."""
    legs = crack_hedge_contracts(barrels, *ratio)
    margin = barrels * crack_spread(*moves, *ratio)
    futures = sum(
        leg.contracts * leg.contract_size * move for leg, move in zip(legs, moves, strict=True)
    )
    scale = sum(abs(leg.exposure * move) for leg, move in zip(legs, moves, strict=True))
    assert margin + futures == pytest.approx(0, abs=1e-9 * scale + 1e-9)


def test_a_refiner_buys_crude_and_sells_products():
    """30,000 barrels at 3-2-1: buy 30 crude, sell 20 gasoline and 10 distillate."""
    legs = crack_hedge_contracts(30_000)
    assert [leg.leg for leg in legs] == ["crude", "gasoline", "distillate"]
    assert [leg.contracts for leg in legs] == pytest.approx([30, -20, -10], rel=1e-15)
    assert [leg.exposure for leg in legs] == pytest.approx([-30_000, 840_000, 420_000])
    assert [leg.contract_size for leg in legs] == [1_000, 42_000, 42_000]
    turned = crack_hedge_contracts(-30_000)
    assert [leg.contracts for leg in turned] == [-leg.contracts for leg in legs]


def test_the_board_crush_is_ten_eleven_nine():
    """CME's board crush of 50,000 bushels: buy 10 soybeans, sell 11 meal and 9 oil."""
    legs = crush_hedge_contracts(50_000)
    assert [leg.leg for leg in legs] == ["soybeans", "meal", "oil"]
    assert [leg.contracts for leg in legs] == pytest.approx([10, -11, -9], rel=1e-15)
    assert [leg.exposure for leg in legs] == pytest.approx([-50_000, 1_100, 540_000])
    assert [leg.contract_size for leg in legs] == [5_000, 100, 60_000]
    turned = crush_hedge_contracts(-50_000)
    assert [leg.contracts for leg in turned] == [-leg.contracts for leg in legs]


def test_sixty_million_pounds_of_soybeans():
    """A million bushels at the exchange's yields: 200 soybeans, 220 meal, 183 1/3 oil."""
    legs = crush_hedge_contracts(1_000_000, 10, 11, 55 / 6)
    assert [leg.contracts for leg in legs] == pytest.approx([200, -220, -183.3333333])


@given(bushels=st.floats(-1e6, 1e6), moves=st.tuples(prices, prices, prices))
def test_crush_legs_offset_every_move_of_the_margin(bushels, moves):
    """With parts that are the yields, margin and futures together do not change."""
    beans, meal, oil = moves
    legs = crush_hedge_contracts(bushels, 10, 11, 55 / 6)
    margin = bushels * crush_spread(beans, meal, oil)
    dollars = (beans, meal, oil / 100)
    futures = sum(
        leg.contracts * leg.contract_size * move for leg, move in zip(legs, dollars, strict=True)
    )
    scale = sum(abs(leg.exposure * move) for leg, move in zip(legs, dollars, strict=True))
    assert margin + futures == pytest.approx(0, abs=1e-9 * scale + 1e-9)


def test_exchange_example_of_the_crush():
    """CME's settlement example: 297.20 a ton, 33.40 cents, 9.565 a bushel make 0.6474."""
    assert crush_spread(9.565, 297.20, 33.40) == pytest.approx(0.6474, abs=1e-12)
    assert crush_spread(0, 1, 0) == pytest.approx(0.022)
    assert crush_spread(0, 0, 1) == pytest.approx(0.11)


def test_crush_follows_the_plant_s_own_yields():
    """A richer bean gives more oil: one pound more is a hundredth of its price in cents."""
    extra = crush_spread(9.565, 297.2, 33.4, 44, 12) - crush_spread(9.565, 297.2, 33.4)
    assert extra == pytest.approx(0.334)


@pytest.mark.parametrize("correlation", [-0.9, -0.5, 0.0, 0.4])
def test_yield_risk_ratio_leaves_the_least_variance(correlation):
    """No other ratio leaves less variance of simulated revenue P Y - h Ybar (P - Pbar)."""
    rng = np.random.default_rng(5)
    shocks = rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], 400_000)
    price, crop = 4 * (1 + 0.15 * shocks[:, 0]), 1000 * (1 + 0.25 * shocks[:, 1])
    ratio = yield_risk_hedge_ratio(correlation, 0.25, 0.15)
    sampled = np.cov(price * crop, price)
    # sampling error of a slope from 400,000 draws is about 0.003
    assert ratio == pytest.approx(sampled[0, 1] / sampled[1, 1] / 1000, abs=0.015)


def test_a_certain_crop_is_hedged_in_full():
    """Without yield risk or correlation the ratio is 1."""
    assert yield_risk_hedge_ratio(-0.5, 0, 0.2) == 1
    assert yield_risk_hedge_ratio(0, 0.3, 0.2) == 1
    assert yield_risk_hedge_ratio(-1, 0.3, 0.2) == pytest.approx(-0.5)


@pytest.mark.market_data
def test_real_crack_spreads_are_refining_margins(markets):
    """From 2010 the 3-2-1 crack of NYMEX futures has a median of 10 to 30 USD a barrel."""
    names = ("wti_fut1_usd_bbl", "rbob_fut1_usd_gal", "ho_fut1_usd_gal")
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [[row[n] for n in names] for row in csv.DictReader(file) if row["date"] >= "2010"]
    spreads = [crack_spread(*map(float, row)) for row in rows if all(row)]
    assert len(spreads) > 1500
    assert 10 < float(np.median(spreads)) < 30


@pytest.mark.parametrize(
    ("call", "kind", "names"),
    [
        (lambda: crack_spread(1, 1, 1, 0), Kind.DOMAIN, "crude_parts"),
        (lambda: crack_spread(1, 1, 1, 3, -1), Kind.DOMAIN, "gasoline_parts"),
        (lambda: crack_spread(1, 1, 1, 3, 2, -1), Kind.DOMAIN, "distillate_parts"),
        (lambda: crack_spread(1, 1, 1, per="gallon"), Kind.TYPE, 'per is "gallon"'),
        (lambda: crack_hedge_contracts(1, -3), Kind.DOMAIN, "crude_parts"),
        (lambda: crush_hedge_contracts(1, 0), Kind.DOMAIN, "soybean_parts"),
        (lambda: crush_hedge_contracts(1, 1, -1), Kind.DOMAIN, "meal_parts"),
        (lambda: crush_hedge_contracts(1, 1, 1, -1), Kind.DOMAIN, "oil_parts"),
        (lambda: crush_spread(1, 1, 1, -1), Kind.DOMAIN, "meal_yield"),
        (lambda: crush_spread(1, 1, 1, 1, -1), Kind.DOMAIN, "oil_yield"),
        (lambda: yield_risk_hedge_ratio(1.1, 1, 1), Kind.DOMAIN, "correlation_price_yield"),
        (lambda: yield_risk_hedge_ratio(0, -1, 1), Kind.DOMAIN, "cv_yield"),
        (lambda: yield_risk_hedge_ratio(0, 1, -1), Kind.DOMAIN, "cv_price"),
        (lambda: yield_risk_hedge_ratio(0, 1, 0), Kind.UNDEFINED, "cv_price"),
    ],
)
def test_outside_the_domain(call, kind, names):
    """Each trouble has its kind, and the sentence names the argument."""
    with pytest.raises(HedgeError) as caught:
        call()
    assert caught.value.kind is kind
    assert names in caught.value.message
