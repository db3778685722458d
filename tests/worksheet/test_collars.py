"""Collars in cells: seller and buyer, and prices checked against option cells."""

import math

import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.collars import (
    COLLAR_CEILING,
    COLLAR_FLOOR,
    COLLAR_NET_PRICE,
    PARTICIPATING_FORWARD,
    ZERO_COST_COLLAR,
)
from xlhedge.worksheet.options import OPTION_PRICE

TERMS = (0.03, 0.1, 0.5, 0.02)  # rate, volatility, years, income yield


def test_floor_and_ceiling_are_the_net_price_at_the_strikes():
    """Below the put's strike a seller gets the floor, above the call's the ceiling."""
    premiums = (0.88, 0.78)
    for close, bound in (
        (9.0, COLLAR_FLOOR(10, *premiums, -0.5, 0.05)),
        (11.0, COLLAR_CEILING(10.5, *premiums, -0.5, 0.05)),
    ):
        price = COLLAR_NET_PRICE(close, -0.5, 10, 10.5, *premiums, 0.05)
        assert price == pytest.approx(bound)


def test_a_buyer_pays_the_cost_on_top():
    """The same strikes and premiums, bought the other way round: all pages turn the cost alone."""
    premiums = (0.88, 0.78)
    for price in (COLLAR_FLOOR, COLLAR_CEILING):
        seller, buyer = (price(10, *premiums, -0.5, 0.05, side) for side in ("sell", "BUY"))
        assert buyer - seller == pytest.approx(0.1)
        assert seller == price(10, *premiums, -0.5, 0.05)
    paid = COLLAR_NET_PRICE(9, -0.5, 10, 10.5, *premiums, 0.05, "buy")
    assert paid == pytest.approx(COLLAR_FLOOR(10, *premiums, -0.5, 0.05, "buy"))


@pytest.mark.parametrize(
    ("strike", "bought", "sold"), [(1.06, "put", "call"), (1.15, "call", "put")]
)
def test_premiums_of_a_zero_cost_collar_cancel(strike, bought, sold):
    """An exporter's floor and an importer's cap are both paid for by the strike found."""
    found = ZERO_COST_COLLAR(1.1, strike, *TERMS, bought)
    paid = OPTION_PRICE(1.1, strike, *TERMS, bought)
    assert OPTION_PRICE(1.1, found, *TERMS, sold) == pytest.approx(paid, rel=1e-9)
    forward = 1.1 * math.exp(0.01 * 0.5)
    assert (found > forward) == (bought == "put")


def test_a_seller_s_put_is_the_default():
    """Without a word the option bought is the put, with one volatility for both."""
    full = ("put", 0.1)
    assert ZERO_COST_COLLAR(1.1, 1.06, *TERMS) == ZERO_COST_COLLAR(1.1, 1.06, *TERMS, *full)
    share = PARTICIPATING_FORWARD(1.1, 1.06, *TERMS)
    assert share == PARTICIPATING_FORWARD(1.1, 1.06, *TERMS, "PUT")
    put, call = (OPTION_PRICE(1.1, 1.06, *TERMS, kind) for kind in ("put", "call"))
    assert put - (1 - share) * call == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    ("function", "args", "code", "named"),
    [
        (COLLAR_FLOOR, (4, -1, 0), "#NUM!", "put_premium"),
        (COLLAR_CEILING, (4, 0, -1), "#NUM!", "call_premium"),
        (COLLAR_CEILING, (4, 0, 0, 0, -1), "#NUM!", "cost"),
        (COLLAR_NET_PRICE, (4, 0, 5, 4, 0, 0), "#NUM!", "put_strike"),
        (ZERO_COST_COLLAR, (100, 110, 0.05, 0.2, 1), "#NUM!", "strike"),
        (ZERO_COST_COLLAR, (100, 95, 0.05, 0, 1), "#NUM!", "volatility"),
        (ZERO_COST_COLLAR, (100, 95, 0.05, 0.2, 0), "#NUM!", "years"),
        (ZERO_COST_COLLAR, (100, 1e-6, 0.05, 0.2, 1), "#DIV/0!", "strike"),
        (ZERO_COST_COLLAR, (100, 95, 0.05, 0.2, 1, 0, "fence"), "#VALUE!", "kind"),
        (PARTICIPATING_FORWARD, (100, 110, 0.05, 0.2, 1), "#NUM!", "strike"),
        (PARTICIPATING_FORWARD, (100, 110, 0.05, 0, 1), "#DIV/0!", "strike"),
        (PARTICIPATING_FORWARD, (0, 95, 0.05, 0.2, 1), "#NUM!", "spot"),
    ],
)
def test_what_cannot_be_computed_says_why(function, args, code, named):
    """Each trouble has its own Excel error and a sentence that names the argument."""
    result = function(*args)
    assert isinstance(result, ExcelError)
    assert str(result) == code
    assert named in result.message
