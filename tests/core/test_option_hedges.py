"""Hedges with and of options: what is neutral stays neutral, and what cannot be says why."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.option_hedges import (
    delta_hedge,
    delta_hedge_futures,
    greek_hedge,
    put_hedge_contracts,
    put_hedge_strike,
    put_payoff,
)
from xlhedge.core.options import option_greeks, option_price

greek = st.floats(-1e4, 1e4).map(lambda x: round(x, 3))


def test_a_delta_hedged_option_does_not_react_to_a_small_move():
    """Options sold and their delta hedge together lose only the curvature."""
    args = (50.0, 0.05, 0.2, 0.3846)
    greeks = option_greeks(49.0, *args)
    units = delta_hedge(-100_000, greeks.delta)
    move = 0.01
    change = -100_000 * (option_price(49.0 + move, *args) - greeks.price) + units * move
    curvature = -100_000 * greeks.gamma * move**2 / 2
    # what is left is the third order of the move
    assert change == pytest.approx(curvature, rel=0.01)


@given(units=st.floats(-1e6, 1e6), rate=st.floats(-0.1, 0.2), years=st.floats(0, 5))
def test_futures_have_the_asset_s_delta(units, rate, years):
    """Futures units times e^((r - q)T), what they move for one of the asset, are the asset."""
    futures = delta_hedge_futures(units, rate, 0.02, years)
    assert futures * math.exp((rate - 0.02) * years) == pytest.approx(units, rel=1e-12)
    assert delta_hedge_futures(units, 0.02, 0.02, years) == units


@given(st.lists(greek, min_size=5, max_size=5), st.data())
def test_the_first_greeks_are_neutral_and_the_rest_is_reported(portfolio, data):
    """Portfolio, options and underlying together: 0 in what was hedged, as reported elsewhere."""
    n = data.draw(st.integers(1, 4))
    noise = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    options = noise.normal(size=(n, 5)) + np.eye(n, 5, 1) * 5
    found = greek_hedge(np.array(portfolio), options)
    assert list(found.options) == list(range(1, n + 1))
    units = np.array(list(found.options.values()))
    after = np.array(portfolio) + units @ options + found.underlying * np.eye(1, 5)[0]
    size = np.abs(portfolio) + np.abs(units) @ np.abs(options) + abs(found.underlying)
    assert np.all(np.abs(after[: n + 1]) <= 1e-11 * size[: n + 1])
    names = ("gamma", "vega", "theta", "rho")[n:]
    assert tuple(found.left) == names
    assert list(found.left.values()) == pytest.approx(after[n + 1 :].tolist(), abs=1e-6)


def test_greeks_of_very_different_size_are_no_collinearity():
    """Gammas of 1e-9 beside vegas of 1e6 are solved as they stand: units do not matter."""
    matrix = np.array([[0.6, 0.5e-9, 2.0e6], [0.5, 0.8e-9, 1.2e6]])
    found = greek_hedge(np.array([0.0, -5000e-9, -8000e6]), matrix)
    assert found.options == pytest.approx({1: 400.0, 2: 6000.0})
    assert found.underlying == pytest.approx(-3240.0)


def test_an_empty_row_is_no_option():
    """An option left blank has no position, and the others keep their numbers."""
    nothing = [math.nan] * 3
    found = greek_hedge(
        np.array([-300.0, -150.0, -3000.0]),
        np.array([nothing, [0.6, 0.2, 10], nothing, [-0.4, 0.3, 20]]),
    )
    assert found.options == pytest.approx({2: 2100.0, 4: -900.0})


@pytest.mark.parametrize(
    ("portfolio", "options", "kind", "said"),
    [
        ([1, 2, 3], [[1, 2]], Kind.MISMATCH, "portfolio_greeks has 3 cells and option_greeks 2"),
        ([1], [[1]], Kind.UNDEFINED, "portfolio_greeks has 1"),
        ([1] * 6, [[1] * 6], Kind.DOMAIN, "portfolio_greeks has 6"),
        ([1, 2, 3], [[math.nan] * 3], Kind.UNDEFINED, "option_greeks holds no number"),
        ([1, 2], [[1, 2], [1, 3]], Kind.MISMATCH, "option_greeks has 2 options for 1 greeks"),
        ([1, math.nan, 3], [[1, 2, 3]], Kind.TYPE, "portfolio_greeks has no number for gamma"),
        ([1, 2, 3], [[1, 2, math.nan]], Kind.TYPE, "option_greeks in row 1 has no number for vega"),
        (
            [1, 2, 3],
            [[math.nan] * 3, [1, math.nan, 4]],
            Kind.TYPE,
            "option_greeks in row 2 has no number for gamma",
        ),
        ([1, 2, 3], [[1, 0, 3]], Kind.UNDEFINED, "option_greeks holds no gamma"),
        ([1, 2, 3], [[1, 2, 0], [1, 3, 0]], Kind.UNDEFINED, "option_greeks holds no vega"),
        ([1, 2, 3], [[1, 2, 3], [5, 4, 6]], Kind.DOMAIN, "option_greeks holds options"),
        ([1, 2, 3], [[1, 0.1, 0.3], [5, 0.7, 2.1]], Kind.DOMAIN, "option_greeks holds options"),
        ([1, 2, 3], [[1, 2, 3], [5, 0, 0]], Kind.DOMAIN, "option_greeks holds options"),
    ],
)
def test_what_cannot_be_neutralised(portfolio, options, kind, said):
    """Missing, surplus, powerless and collinear options are each refused in their own words."""
    with pytest.raises(HedgeError, match=said) as caught:
        greek_hedge(np.array(portfolio, dtype=float), np.array(options, dtype=float))
    assert caught.value.kind is kind


@given(
    value=st.floats(1e4, 1e9),
    loss=st.floats(0.01, 0.3),
    beta=st.floats(0.5, 3),
    rate=st.floats(0, 0.05),
    income=st.floats(0, 0.03),
)
def test_puts_hold_the_floor(value, loss, beta, rate, income):
    """Whatever the index does below the strike, CAPM portfolio and puts are worth the floor."""
    index, multiplier = 1000.0, 100.0
    strike = put_hedge_strike(value, value * (1 - loss), index, beta, rate, income)
    contracts = put_hedge_contracts(value, index, multiplier, beta)
    for close in (strike, strike * 0.9, strike * 0.7):
        index_return = close / index - 1 + income
        portfolio = value * (1 + rate + beta * (index_return - rate) - income)
        insured = portfolio + put_payoff(contracts, strike, close, multiplier)
        assert insured == pytest.approx(value * (1 - loss), rel=1e-9)


def test_puts_by_delta_offset_a_small_move_now():
    """Bought by delta, puts gain what a portfolio of that beta loses over a tenth of a per cent."""
    terms = (2500, 0.04, 0.2, 0.25, 0.01, "put")
    delta = option_greeks(2500, *terms).delta
    contracts = put_hedge_contracts(10e6, 2500, 100, 1.2, delta)
    assert contracts == put_hedge_contracts(10e6, 2500, 100, 1.2) / -delta
    assert contracts == put_hedge_contracts(10e6, 2500, 100, 1.2, -delta)
    gain = contracts * 100 * (option_price(2497.5, *terms) - option_price(2500, *terms))
    assert gain == pytest.approx(10e6 * 1.2 * 0.001, rel=0.02)
    assert put_hedge_contracts(10e6, 2500, 100, 1.2, -1) == put_hedge_contracts(
        10e6, 2500, 100, 1.2
    )


def test_a_floor_of_beta_one_is_the_index_at_the_same_loss():
    """With a beta of 1 rates and yields drop out: the strike falls as the floor does."""
    assert put_hedge_strike(500_000, 450_000, 1000, 1, 0.03, 0.01) == pytest.approx(900)


def test_put_payoff_is_what_the_other_side_loses():
    """Bought and sold puts cancel, and above the strike only the premium is left."""
    assert put_payoff(10, 100, 90, 50, 3) == -put_payoff(-10, 100, 90, 50, 3) == 3500
    assert put_payoff(10, 100, 120, 50, 3) == -1500


@pytest.mark.parametrize(
    ("function", "args", "kind", "named"),
    [
        (delta_hedge_futures, (1, 0.05, 0, -1), Kind.DOMAIN, "years"),
        (delta_hedge_futures, (1, -900, 0, 1), Kind.DOMAIN, "rate"),
        (put_hedge_contracts, (1, 0), Kind.UNDEFINED, "index_level"),
        (put_hedge_contracts, (1, -1), Kind.DOMAIN, "index_level"),
        (put_hedge_contracts, (1, 1, 0), Kind.DOMAIN, "multiplier"),
        (put_hedge_contracts, (-1, 1), Kind.DOMAIN, "portfolio_value"),
        (put_hedge_contracts, (1, 1, 1, -1), Kind.DOMAIN, "beta"),
        (put_hedge_contracts, (1, 1, 1, 1, 0), Kind.UNDEFINED, "delta"),
        (put_hedge_contracts, (1, 1, 1, 1, -45), Kind.DOMAIN, "delta"),
        (put_hedge_strike, (0, 1, 1, 1, 0, 0), Kind.UNDEFINED, "portfolio_value"),
        (put_hedge_strike, (-1, 1, 1, 1, 0, 0), Kind.DOMAIN, "portfolio_value"),
        (put_hedge_strike, (1, -1, 1, 1, 0, 0), Kind.DOMAIN, "floor_value"),
        (put_hedge_strike, (1, 1, 0, 1, 0, 0), Kind.DOMAIN, "index_level"),
        (put_hedge_strike, (1, 1, 1, 0, 0, 0), Kind.UNDEFINED, "beta"),
        (put_hedge_strike, (1, 1, 1, -1, 0, 0), Kind.DOMAIN, "beta"),
        (put_hedge_strike, (1, 0.1, 1, 0.5, 0, 0), Kind.DOMAIN, "floor_value"),
        (put_payoff, (1, 1, 1, 0), Kind.DOMAIN, "multiplier"),
        (put_payoff, (1, 1, 1, 1, -1), Kind.DOMAIN, "premium"),
    ],
)
def test_arguments_outside_their_domain(function, args, kind, named):
    """Each is refused with its kind of error, by name."""
    with pytest.raises(HedgeError, match=f"^{named}") as caught:
        function(*args)
    assert caught.value.kind is kind
