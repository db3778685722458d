"""European options: identities, derivatives, limits, and the way back from a price."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.options import implied_volatility, option_greeks, option_price

TERMS = {
    "spot": st.floats(0.5, 500),
    "log_moneyness": st.floats(-1, 1),
    "rate": st.floats(-0.05, 0.2),
    "volatility": st.floats(0.02, 1.5),
    "years": st.floats(0.01, 5),
    "income_yield": st.floats(-0.05, 0.2),
}
KINDS = pytest.mark.parametrize("kind", ["call", "put"])


def by_integration(spot, strike, rate, volatility, years, income_yield, sign):
    """Return the discounted mean payoff over the lognormal density, formula-free."""
    sd = volatility * math.sqrt(years)
    drift = math.log(spot) + (rate - income_yield) * years - sd * sd / 2
    kink = (math.log(strike) - drift) / sd

    def weighted(z):
        payoff = max(sign * (math.exp(drift + sd * z) - strike), 0.0)
        return payoff * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

    mean = quad(weighted, -12, 12, points=[kink], limit=400, epsabs=1e-12)[0]
    return math.exp(-rate * years) * mean


@pytest.mark.parametrize(
    ("args", "kind", "printed", "tolerance"),
    [
        # Hull prints these rounded to the digits shown; tolerances are half of the last one
        ((42, 40, 0.10, 0.20, 0.5), "call", 4.76, 0.005),
        ((42, 40, 0.10, 0.20, 0.5), "put", 0.81, 0.005),
        ((930, 900, 0.08, 0.20, 2 / 12, 0.03), "call", 51.83, 0.005),
        ((20, 20, 0.09, 0.25, 4 / 12, 0.09), "put", 1.12, 0.005),
    ],
)
def test_published_prices(args, kind, printed, tolerance):
    """Hull's stock, index and futures options come out as printed."""
    assert option_price(*args, kind=kind) == pytest.approx(printed, abs=tolerance, rel=0)


@pytest.mark.parametrize(
    ("args", "printed", "tolerance"),
    [
        ((1.875, 21, 20, 0.10, 0.25), 0.235, 0.0005),
        ((0.043, 1.6, 1.6, 0.08, 4 / 12, 0.11), 0.141, 0.0005),
    ],
)
def test_published_implied_volatilities(args, printed, tolerance):
    """Hull's implied volatilities of a stock and of a currency option come out as printed."""
    assert implied_volatility(*args) == pytest.approx(printed, abs=tolerance, rel=0)


@KINDS
@pytest.mark.parametrize(
    "args",
    [
        (100.0, 95.0, 0.05, 0.2, 1.0, 0.0),
        (100.0, 130.0, -0.02, 0.4, 2.5, 0.03),
        (1.1, 1.06, 0.03, 0.1, 0.25, 0.02),
        (20.0, 20.0, 0.09, 0.25, 1 / 3, 0.09),
    ],
)
def test_price_is_the_discounted_mean_payoff(args, kind):
    """The closed formula is the integral of the payoff over the lognormal density."""
    slow = by_integration(*args, 1 if kind == "call" else -1)
    assert option_price(*args, kind) == pytest.approx(slow, rel=1e-9)


@given(**TERMS)
def test_put_call_parity(spot, log_moneyness, rate, volatility, years, income_yield):
    """A call less a put is a forward: S e^(-qT) - K e^(-rT)."""
    args = (spot, spot * math.exp(log_moneyness), rate, volatility, years, income_yield)
    forward = spot * math.exp(-income_yield * years) - args[1] * math.exp(-rate * years)
    difference = option_price(*args) - option_price(*args, kind="put")
    assert difference == pytest.approx(forward, abs=1e-12 * (spot + args[1]) * 4)


@given(**TERMS)
def test_parity_of_the_greeks(spot, log_moneyness, rate, volatility, years, income_yield):
    """Derivatives of parity: delta, theta, rho differ as a forward's do, gamma and vega agree."""
    args = (spot, spot * math.exp(log_moneyness), rate, volatility, years, income_yield)
    call, put = option_greeks(*args), option_greeks(*args, kind="put")
    asset, cash = math.exp(-income_yield * years), args[1] * math.exp(-rate * years)
    tiny = 1e-12 * (spot + args[1]) * 10
    assert call.delta - put.delta == pytest.approx(asset, rel=1e-12)
    assert (call.gamma, call.vega) == pytest.approx((put.gamma, put.vega), rel=1e-12)
    assert call.rho - put.rho == pytest.approx(years * cash, rel=1e-12)
    assert call.theta - put.theta == pytest.approx(
        income_yield * spot * asset - rate * cash, abs=tiny
    )


@given(kind=st.sampled_from(["call", "put"]), **TERMS)
def test_bounds_and_order(spot, log_moneyness, rate, volatility, years, income_yield, kind):
    """A value lies between its arbitrage bounds and does not fall as volatility rises."""
    strike = spot * math.exp(log_moneyness)
    asset, cash = spot * math.exp(-income_yield * years), strike * math.exp(-rate * years)
    low = max(asset - cash if kind == "call" else cash - asset, 0)
    high = asset if kind == "call" else cash
    price = option_price(spot, strike, rate, volatility, years, income_yield, kind)
    more = option_price(spot, strike, rate, volatility * 1.1, years, income_yield, kind)
    slack = 1e-13 * (asset + cash)
    assert low - slack <= price <= high + slack
    assert price <= more + slack


@KINDS
@pytest.mark.parametrize(
    "args",
    [
        (49.0, 50.0, 0.05, 0.2, 0.3846, 0.0),
        (100.0, 80.0, 0.03, 0.35, 2.0, 0.04),
        (1.1, 1.3, -0.01, 0.12, 0.75, 0.02),
    ],
)
def test_greeks_are_the_derivatives_of_the_price(args, kind):
    """Central differences agree with each greek; the tolerance is that of the differences."""

    def moved(position, by):
        shifted = list(args)
        shifted[position] += by
        return option_price(*shifted, kind)

    def slope(position, by):
        return (moved(position, by) - moved(position, -by)) / (2 * by)

    greeks = option_greeks(*args, kind)
    bump = 1e-4 * args[0]
    bent = (moved(0, bump) - 2 * moved(0, 0) + moved(0, -bump)) / bump**2
    scale = args[0]
    assert greeks.price == option_price(*args, kind)
    assert greeks.delta == pytest.approx(slope(0, bump), rel=1e-6)
    assert greeks.gamma == pytest.approx(bent, rel=1e-5)
    assert greeks.vega == pytest.approx(slope(3, 1e-5), rel=1e-6)
    assert greeks.theta == pytest.approx(-slope(4, 1e-5), rel=1e-6, abs=1e-8 * scale)
    assert greeks.rho == pytest.approx(slope(2, 1e-5), rel=1e-6)


@given(**TERMS)
def test_greeks_satisfy_the_differential_equation(
    spot, log_moneyness, rate, volatility, years, income_yield
):
    """Theta + (r - q) S delta + v^2 S^2 gamma / 2 = r x value: Black, Scholes and Merton's own."""
    g = option_greeks(
        spot, spot * math.exp(log_moneyness), rate, volatility, years, income_yield, "put"
    )
    left = g.theta + (rate - income_yield) * spot * g.delta
    left += volatility**2 * spot**2 * g.gamma / 2
    assert left == pytest.approx(rate * g.price, abs=1e-11 * spot * max(1, volatility**2))


@given(**TERMS)
def test_black_76(spot, log_moneyness, rate, volatility, years, income_yield):
    """With the rate as income yield the value is Black's: undiscounted on the futures price."""
    strike = spot * math.exp(log_moneyness)
    on_futures = option_price(spot, strike, rate, volatility, years, rate)
    undiscounted = option_price(spot, strike, 0, volatility, years, 0)
    assert on_futures == pytest.approx(math.exp(-rate * years) * undiscounted, rel=1e-9, abs=1e-12)
    forward = spot * math.exp((rate - income_yield) * years)
    assert option_price(spot, strike, rate, volatility, years, income_yield) == pytest.approx(
        option_price(forward, strike, rate, volatility, years, rate), rel=1e-9, abs=1e-11 * spot
    )


@given(**TERMS)
def test_garman_kohlhagen(spot, log_moneyness, rate, volatility, years, income_yield):
    """A call on a currency is a put on the other one: amounts and rates change places."""
    strike = spot * math.exp(log_moneyness)
    call = option_price(spot, strike, rate, volatility, years, income_yield)
    put = option_price(1 / spot, 1 / strike, income_yield, volatility, years, rate, "put")
    assert call == pytest.approx(spot * strike * put, rel=1e-9, abs=1e-11 * spot)


def test_rho_of_an_option_on_futures():
    """With the rate in both places the value moves with the discount factor alone."""
    args = (20.0, 21.0, 0.09, 0.25, 1 / 3, 0.09)
    greeks = option_greeks(*args)
    both = [option_price(20.0, 21.0, 0.09 + b, 0.25, 1 / 3, 0.09 + b) for b in (1e-5, -1e-5)]
    assert (both[0] - both[1]) / 2e-5 == pytest.approx(-greeks.price / 3, rel=1e-6)


@KINDS
@pytest.mark.parametrize(("volatility", "years"), [(0.2, 0.0), (0.0, 2.0), (0.0, 0.0)])
@pytest.mark.parametrize("strike", [70.0, 130.0])
def test_without_time_or_volatility_values_are_limits(strike, volatility, years, kind):
    """Intrinsic value, and greeks equal to those of a tiny deviation, away from the money."""
    args = (100.0, strike, 0.05, volatility, years, 0.02)
    limit = option_greeks(*args, kind)
    sign = 1 if kind == "call" else -1
    forward = 100 * math.exp(-0.02 * years) - strike * math.exp(-0.05 * years)
    assert limit.price == option_price(*args, kind) == max(sign * forward, 0)
    near = option_greeks(100.0, strike, 0.05, volatility or 1e-4, years or 1e-12, 0.02, kind)
    assert limit == pytest.approx(near, abs=1e-7)


@KINDS
@pytest.mark.parametrize(
    "args",
    [
        (100.0, 100.0, 0.05, 0.2, 0.0),
        (100.0, 100 * math.exp(0.05 * 3), 0.05, 0.0, 3.0),
    ],
)
def test_at_a_kink_only_the_price_exists(args, kind):
    """At the money without time or volatility there is a value of 0 and no slope."""
    found = option_greeks(*args, kind=kind)
    assert found.price == pytest.approx(0, abs=1e-12)
    assert all(math.isnan(greek) for greek in found[1:])


def test_far_from_the_money():
    """Deep in the money is a forward, deep out of the money is worth next to nothing, not less."""
    assert option_price(1e6, 1.0, 0.05, 0.2, 1.0) == pytest.approx(1e6 - math.exp(-0.05))
    assert option_price(1.0, 1e6, 0.05, 0.2, 1.0) == 0
    assert 0 < option_price(100.0, 40.0, 0.05, 0.1, 1.0, kind="put") < 1e-15
    assert option_greeks(1.0, 1e6, 0.05, 0.2, 1.0)[:5] == (0, 0, 0, 0, 0)


@given(kind=st.sampled_from(["call", "put"]), **TERMS)
def test_implied_volatility_round_trip(
    spot, log_moneyness, rate, volatility, years, income_yield, kind
):
    """The volatility of a value is the one it was computed with, as far as the price tells."""
    strike = spot * math.exp(log_moneyness)
    args = (spot, strike, rate, volatility, years, income_yield, kind)
    price = option_price(*args)
    vega = option_greeks(*args).vega
    assume(vega > 1e-6 * (spot + strike))
    back = implied_volatility(price, spot, strike, rate, years, income_yield, kind)
    rounding = 1e-14 * (spot + strike) * 20 / vega  # the price's last digits over its slope
    assert back == pytest.approx(volatility, rel=1e-10, abs=rounding)


@pytest.mark.parametrize("volatility", [0.001, 0.05, 0.2, 1.0, 3.0])
@pytest.mark.parametrize("strike", [25.0, 99.9, 100.0, 100.1, 400.0])
def test_implied_volatility_of_the_side_out_of_the_money(strike, volatility):
    """A price out of the money keeps all its digits, down to 1e-300, and so does its volatility."""
    kind = "call" if strike >= 100 else "put"
    price = option_price(100.0, strike, 0.0, volatility, 0.5, kind=kind)
    assume_any = price > 1e-300
    if assume_any:
        back = implied_volatility(price, 100.0, strike, 0.0, 0.5, kind=kind)
        assert back == pytest.approx(volatility, rel=1e-9)
    else:
        with pytest.raises(HedgeError, match="option_price is 0"):
            implied_volatility(price, 100.0, strike, 0.0, 0.5, kind=kind)


@pytest.mark.parametrize(
    ("price", "kind", "bounds"),
    [
        (9.0, "call", ("14.68846531 ", "100,")),
        (100.0, "call", ("14.68846531 ", "100,")),
        (-1.0, "put", ("0 ", "85.31153469,")),
        (0.0, "put", ("0 ", "85.31153469,")),
        (85.3115347, "put", ("0 ", "85.31153469,")),
        (100 - 90 * math.exp(-0.0535) + 1e-14, "call", ("14.68846531 ", "100,")),  # rounding alone
    ],
)
def test_a_price_outside_its_bounds_has_no_volatility(price, kind, bounds):
    """At or beyond an arbitrage bound the error quotes the price and both bounds."""
    with pytest.raises(HedgeError) as caught:
        implied_volatility(price, 100.0, 90.0, 0.0535, 1.0, kind=kind)
    assert caught.value.kind is Kind.DOMAIN
    assert "option_price" in caught.value.message
    for bound in bounds:
        assert f"than {bound}" in caught.value.message


DEFAULT = {"spot": 100.0, "strike": 90.0, "rate": 0.05, "volatility": 0.2, "years": 1.0}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"spot": 0.0}, "spot"),
        ({"strike": -1.0}, "strike"),
        ({"volatility": -0.1}, "volatility"),
        ({"years": -1.0}, "years"),
        ({"rate": -800.0}, "rate"),
        ({"income_yield": -800.0}, "income_yield"),
    ],
)
@pytest.mark.parametrize("function", [option_price, option_greeks])
def test_arguments_outside_their_domain(function, change, named):
    """Each is refused as a number outside its domain, by name."""
    with pytest.raises(HedgeError, match=f"^{named} is") as caught:
        function(**{**DEFAULT, **change})
    assert caught.value.kind is Kind.DOMAIN


def test_a_kind_of_option_that_is_none():
    """Only calls and puts are known, and a volatility needs time."""
    with pytest.raises(HedgeError, match='kind is "straddle"') as caught:
        option_price(**DEFAULT, kind="straddle")
    assert caught.value.kind is Kind.TYPE
    with pytest.raises(HedgeError, match=r"^years is 0") as caught:
        implied_volatility(5.0, 100.0, 100.0, 0.0, 0.0)
    assert caught.value.kind is Kind.DOMAIN
