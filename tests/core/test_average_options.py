"""Average-price options: QuantLib's formulas, a simulation, Black-76 at one fixing, and bounds."""

import math
from decimal import Decimal, localcontext
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.average_options import _log_variance, average_price_option
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.options import option_price

PRICES = st.floats(1, 500)
RATES = st.floats(-0.05, 0.2)
VOLATILITIES = st.floats(0.01, 1)
TERMS = st.floats(0.01, 3)
SHARES = st.floats(0, 1)
KINDS = st.sampled_from(["call", "put"])


def single_fixings(count, days):
    """Return the averaging_years that the help gives for fixings so many days apart."""
    return (count - 1) * (4 * count + 1) / (4 * count) * days / 365


@pytest.fixture
def ql():
    """Return QuantLib, with a valuation date."""
    ql = pytest.importorskip("QuantLib")
    ql.Settings.instance().evaluationDate = ql.Date(15, 1, 2025)
    return ql


def process(ql, forward, rate, volatility):
    """Return a futures price's process."""
    today, days = ql.Settings.instance().evaluationDate, ql.Actual365Fixed()
    flat = ql.BlackConstantVol(today, ql.NullCalendar(), volatility, days)
    return ql.BlackProcess(
        ql.QuoteHandle(ql.SimpleQuote(forward)),
        ql.YieldTermStructureHandle(ql.FlatForward(today, rate, days)),
        ql.BlackVolTermStructureHandle(flat),
    )


def payoff(ql, kind, strike):
    """Return a call's or a put's payoff."""
    return ql.PlainVanillaPayoff(ql.Option.Call if kind == "call" else ql.Option.Put, strike)


@pytest.mark.parametrize("kind", ["call", "put"])
@pytest.mark.parametrize(
    ("strike", "volatility"), [(70, 0.3), (100, 0.15), (100, 0.6), (125, 0.45)]
)
@pytest.mark.parametrize(("gone", "so_far"), [(0, None), (90, 96.0), (200, 110.0)])
def test_it_is_quantlib_s_continuous_average(ql, kind, strike, volatility, gone, so_far):
    """Before and during the averaging: the two-moment formula of Levy's engine."""
    today = ql.Settings.instance().evaluationDate
    option = ql.ContinuousAveragingAsianOption(
        ql.Average.Arithmetic, payoff(ql, kind, strike), ql.EuropeanExercise(today + 365 - gone)
    )
    average = ql.QuoteHandle(ql.SimpleQuote(so_far or 0.0))
    terms = process(ql, 100, 0.05, volatility)
    option.setPricingEngine(ql.ContinuousArithmeticAsianLevyEngine(terms, average, today - gone))
    value = average_price_option(
        100, strike, 0.05, volatility, (365 - gone) / 365, 1.0, so_far, gone / 365, kind
    )
    assert value == pytest.approx(option.NPV(), abs=1e-9)


@pytest.mark.parametrize("kind", ["call", "put"])
@pytest.mark.parametrize(
    ("count", "first", "apart", "made"),
    [
        (2, 90, 30, 0),
        (7, 60, 7, 0),
        (30, 150, 1, 0),
        (12, 30, 30, 0),
        (60, 1, 1, 30),
        (5, 1, 1, 16),
        (2, 7, 7, 11),
        (1, 3, 1, 20),
    ],
)
def test_single_fixings_are_quantlib_s(ql, kind, count, first, apart, made):
    """The help's averaging_years for single fixings gives Turnbull and Wakeman's value of them."""
    dates = [ql.Settings.instance().evaluationDate + first + apart * i for i in range(count)]
    option = ql.DiscreteAveragingAsianOption(
        ql.Average.Arithmetic,
        88.0 * made,
        made,
        dates,
        payoff(ql, kind, 85),
        ql.EuropeanExercise(dates[-1]),
    )
    option.setPricingEngine(ql.TurnbullWakemanAsianEngine(process(ql, 80, 0.04, 0.4)))
    years = (first + apart * (count - 1)) / 365
    fixed = (88.0, made / (made + count)) if made else (None, 0)
    value = average_price_option(
        80, 85, 0.04, 0.4, years, single_fixings(count, apart), *fixed, kind
    )
    assert value == pytest.approx(option.NPV(), rel=1.5e-3)


@pytest.mark.parametrize(
    ("deviation", "tolerance"), [(0.2, 0.03), (0.3, 0.1), (0.5, 0.3), (0.8, 0.8)]
)
def test_the_accuracy_that_the_help_promises(deviation, tolerance):
    """Against simulated averages, the value is within so many percent of the forward price."""
    fixings, paths = 52, 40_000
    rng = np.random.default_rng(5)
    steps = rng.standard_normal((paths // 2, fixings)) * deviation / math.sqrt(fixings)
    logs = np.cumsum(np.vstack([steps, -steps]) - deviation**2 / fixings / 2, axis=1)
    arithmetic, geometric = 100 * np.exp(logs).mean(axis=1), 100 * np.exp(logs.mean(axis=1))
    times = np.arange(1, fixings + 1) / fixings
    variance = deviation**2 * float(np.minimum.outer(times, times).mean())
    centre = math.exp(math.log(100) - deviation**2 * times.mean() / 2 + variance / 2)
    for strike in (70, 85, 100, 115, 140):
        payoffs, control = (np.maximum(x - strike, 0) for x in (arithmetic, geometric))
        known = option_price(centre, strike, 0, math.sqrt(variance), 1)
        simulated = float((payoffs - control).mean()) + known
        noise = 4 * float((payoffs - control).std()) / math.sqrt(paths)
        value = average_price_option(
            100, strike, 0, deviation, 1, single_fixings(fixings, 365 / fixings)
        )
        assert abs(value - simulated) <= tolerance + noise


@given(PRICES, PRICES, RATES, VOLATILITIES, TERMS, KINDS)
def test_one_fixing_is_black_76(forward, strike, rate, volatility, years, kind):
    """An average of one price is that price."""
    value = average_price_option(forward, strike, rate, volatility, years, 0, kind=kind)
    assert value == option_price(forward, strike, rate, volatility, years, rate, kind)


@given(PRICES, PRICES, RATES, VOLATILITIES, TERMS, SHARES, PRICES)
def test_a_call_less_a_put_is_the_average_less_the_strike(
    forward, strike, rate, volatility, years, share, so_far
):
    """Put-call parity, with any share of the average fixed."""
    fixed = (None, so_far, share) if share else (None,)
    terms = (forward, strike, rate, volatility, years, *fixed)
    call, put = (average_price_option(*terms, kind=kind) for kind in ("call", "put"))
    expected = share * so_far + (1 - share) * forward
    assert call - put == pytest.approx(
        (expected - strike) * math.exp(-rate * years), abs=1e-9 * (forward + strike + so_far)
    )


@given(PRICES, PRICES, VOLATILITIES, TERMS, st.floats(0, 1), st.floats(0, 1))
def test_a_longer_averaging_is_worth_less(forward, strike, volatility, years, one, other):
    """Averaging takes volatility away: the longer, the cheaper; never dearer than Black-76."""
    shorter, longer = sorted((one * years, other * years))
    values = [
        average_price_option(forward, strike, 0.03, volatility, years, window)
        for window in (0.0, shorter, longer, years)
    ]
    slack = 1e-12 * (forward + strike)
    assert all(a >= b - slack for a, b in pairwise(values))


@given(
    PRICES, PRICES, VOLATILITIES, TERMS, st.floats(0.01, 0.99), PRICES, KINDS, st.floats(0.01, 100)
)
def test_twice_the_prices_twice_the_value(
    forward, strike, volatility, years, share, so_far, kind, unit
):
    """Value is homogeneous in forward price, strike and average so far."""
    one = average_price_option(forward, strike, 0.03, volatility, years, None, so_far, share, kind)
    many = average_price_option(
        unit * forward, unit * strike, 0.03, volatility, years, None, unit * so_far, share, kind
    )
    assert many == pytest.approx(unit * one, rel=1e-8, abs=1e-10 * unit * (forward + strike))


def test_without_volatility_or_time_it_is_what_is_certain():
    """No volatility, no time or no fixing left: the discounted payoff of the average known."""
    assert average_price_option(110, 100, 0.05, 0, 1) == pytest.approx(10 * math.exp(-0.05))
    assert average_price_option(90, 100, 0.05, 0, 1) == 0
    assert average_price_option(110, 100, 0.05, 0.3, 0) == 10
    assert average_price_option(110, 100, 0.05, 0.3, 0, 0.1, 95, 0.8, "put") == pytest.approx(2)
    assert average_price_option(500, 100, 0, 0.3, 0, 0.1, 95, 1, "put") == 5


def test_a_call_that_is_sure_to_be_exercised_is_a_forward():
    """Where the fixings made pass the strike alone, the call is a forward, the put nothing."""
    call = average_price_option(90, 40, 0.05, 0.3, 0.25, 1, 100, 0.75)
    assert call == pytest.approx((0.75 * 100 + 0.25 * 90 - 40) * math.exp(-0.05 * 0.25))
    assert average_price_option(90, 40, 0.05, 0.3, 0.25, 1, 100, 0.75, "put") == 0


@pytest.mark.parametrize("x", [1e-300, 1e-12, 1e-3, 0.1, 1, 10, 499, 501, 1e6])
def test_the_second_moment_keeps_its_digits(x):
    """ln(2 (e^x - 1 - x) / x^2), against 400 digits."""
    volatility = math.sqrt(x)
    with localcontext() as context:
        context.prec = 400 if x < 1 else 60
        exact_x = Decimal(volatility * volatility)
        exact = float((2 * (exact_x.exp() - 1 - exact_x) / exact_x**2).ln())
    if x > 1e-150:
        assert _log_variance(volatility, 1, 1) == pytest.approx(exact, rel=1e-14)
    else:
        assert _log_variance(volatility, 1, 1) == pytest.approx(x / 3)


GOOD = {"forward_price": 80, "strike": 85, "rate": 0.05, "volatility": 0.4, "years": 0.5}


@pytest.mark.parametrize(
    ("wrong", "kind", "named"),
    [
        ({"forward_price": -37}, Kind.DOMAIN, "forward_price is -37"),
        ({"strike": 0}, Kind.DOMAIN, "strike"),
        ({"volatility": -0.1}, Kind.DOMAIN, "volatility"),
        ({"years": -1}, Kind.DOMAIN, "years"),
        ({"rate": -1e9}, Kind.DOMAIN, "rate is -1,000,000,000"),
        ({"averaging_years": -1}, Kind.DOMAIN, "averaging_years"),
        ({"averaging_years": 0.75}, Kind.DOMAIN, "by time alone 0.333"),
        ({"share_fixed": 0.2}, Kind.TYPE, "average_so_far is missing"),
        ({"average_so_far": 82}, Kind.TYPE, "share_fixed 0"),
        ({"average_so_far": -5, "share_fixed": 0.2}, Kind.DOMAIN, "average_so_far"),
        ({"average_so_far": 82, "share_fixed": 20}, Kind.DOMAIN, "0.2 is 20 %"),
        (
            {"averaging_years": 0.2, "average_so_far": 82, "share_fixed": 0.2},
            Kind.DOMAIN,
            "averaging begins in 0.3 years",
        ),
        ({"kind": "straddle"}, Kind.TYPE, "kind"),
    ],
)
def test_what_has_no_value(wrong, kind, named):
    """Prices below 0, fixings beyond their period or without an average: each is said."""
    with pytest.raises(HedgeError) as caught:
        average_price_option(**(GOOD | wrong))
    assert caught.value.kind is kind
    assert named in caught.value.message
