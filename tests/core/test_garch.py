"""The conditional hedge: margins as arch has them, correlations as Engle has them."""

import csv
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, minimize

from xlhedge.core import garch
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind


def simulate(days, seed, correlated=0.8):
    """Return two GARCH(1,1) series in natural units whose correlation wanders."""
    rng = np.random.default_rng(seed)
    e = rng.standard_normal((2, days))
    r = correlated + 0.15 * np.sin(np.arange(days) / 60)
    z = np.stack([r * e[1] + np.sqrt(1 - r * r) * e[0], e[1]])
    found = np.empty((2, days))
    for i in range(2):
        variance = 2e-4
        for t in range(days):
            found[i, t] = np.sqrt(variance) * z[i, t]
            variance = 6e-6 + 0.07 * found[i, t] ** 2 + 0.9 * variance
    return found


RETURNS = simulate(1200, 3)


def pair(x=RETURNS):
    """Return series as given changes."""
    return joint_changes(list(x), "given")


def slow_correlations(z, a, b):
    """Return Engle's recursion as it is written, a matrix a day."""
    bar = z @ z.T / z.shape[1]
    q, found = bar, []
    for t in range(z.shape[1] + 1):
        found.append(q[0, 1] / np.sqrt(q[0, 0] * q[1, 1]))
        if t < z.shape[1]:
            q = (1 - a - b) * bar + a * np.outer(z[:, t], z[:, t]) + b * q
    return np.array(found)


@given(a=st.floats(0, 0.5), b=st.floats(0, 0.49), seed=st.integers(0, 100))
def test_the_filter_is_the_recursion(a, b, seed):
    """Correlations by a linear filter are those of the recursion, the forecast included."""
    z = np.random.default_rng(seed).standard_normal((2, 50))
    assert garch.correlations(z, a, b) == pytest.approx(slow_correlations(z, a, b), abs=1e-12)


def test_without_news_and_memory_it_is_the_constant_correlation():
    """DCC with a = b = 0 is CCC: the same correlation every day, and the same ratio."""
    constant = garch.forecast(pair(), "ccc")
    z = np.stack([garch.fit_margin(x, "x").residuals for x in RETURNS])
    path = garch.correlations(z, 0.0, 0.0)
    assert path == pytest.approx(np.full(path.size, constant.correlation), rel=1e-13)
    expected = path[-1] * constant.sd_spot / constant.sd_futures
    assert constant.hedge_ratio == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("p", [(0.03, 0.9), (0.2, 0.3), (0.01, 0.98)])
def test_the_gradient_is_that_of_the_likelihood(p):
    """The analytic gradient equals finite differences."""
    z = np.stack([garch.fit_margin(x, "x").residuals for x in RETURNS])
    products = garch._products(z)
    mean = products.mean(axis=1, keepdims=True)
    _, gradient = garch._minus_likelihood(np.array(p), products, mean)
    numeric = approx_fprime(p, lambda q: garch._minus_likelihood(q, products, mean)[0], 1e-7)
    assert gradient == pytest.approx(numeric, rel=1e-4, abs=1e-6)


def test_no_simplex_search_finds_a_likelier_correlation():
    """The quasi likelihood at (a, b) is not below what Nelder-Mead finds from several starts."""
    z = np.stack([garch.fit_margin(x, "x").residuals for x in RETURNS])
    a, b = garch.fit_correlation(z)
    assert 0 < a < 0.3
    assert 0.5 < b < 1

    def minus_likelihood(p):
        if min(p) < 0 or sum(p) >= 1:
            return 1e9
        r = slow_correlations(z, *p)[:-1]
        quadratic = (z[0] ** 2 + z[1] ** 2 - 2 * r * z[0] * z[1]) / (1 - r * r)
        return float((np.log(1 - r * r) + quadratic).mean())

    found = minus_likelihood((a, b))
    for start in ((0.05, 0.9), (0.1, 0.7)):
        other = minimize(minus_likelihood, start, method="Nelder-Mead", options={"maxiter": 80})
        assert found <= other.fun + 1e-7


def test_margins_are_those_of_arch():
    """The one-step deviation, in natural units, is arch's own forecast of the series in percent."""
    arch = pytest.importorskip("arch")
    for x in RETURNS:
        fit = arch.arch_model(100 * x, mean="Constant", p=1, q=1, rescale=False).fit(disp="off")
        expected = np.sqrt(fit.forecast(horizon=1).variance.iloc[-1, 0]) / 100
        # both stop where the likelihood is flat to about 1e-6
        assert garch.fit_margin(x, "x").follow(np.empty(0))[0] == pytest.approx(expected, rel=1e-3)


@settings(max_examples=8)
@given(exponent=st.integers(-6, 6))
def test_units_do_not_matter(exponent):
    """In a larger or smaller unit of spot the ratio is that many times larger or smaller."""
    unit = 10.0**exponent
    plain = garch.forecast(pair(RETURNS[:, :400]))
    other = garch.forecast(pair(RETURNS[:, :400] * np.array([[unit], [1.0]])))
    assert other.hedge_ratio / unit == pytest.approx(plain.hedge_ratio, rel=1e-4)


@pytest.mark.parametrize(
    ("series", "kind", "word"),
    [
        (RETURNS[:, :19], Kind.UNDEFINED, "spot and futures"),
        (np.stack([RETURNS[0], np.zeros(1200)]), Kind.UNDEFINED, "futures"),
        (np.stack([np.full(1200, 0.1), RETURNS[0]]), Kind.UNDEFINED, "spot"),
        (np.stack([RETURNS[0], 2 * RETURNS[0]]), Kind.DOMAIN, "perfectly correlated"),
    ],
)
def test_what_cannot_be_fitted_says_why(series, kind, word):
    """Too few changes, a still series and perfect correlation have their kind and sentence."""
    with pytest.raises(HedgeError, match=word) as trouble:
        garch.forecast(pair(series))
    assert trouble.value.kind is kind


def test_perfect_correlation_is_fine_where_it_is_constant():
    """With CCC, futures that double spot need half the ratio."""
    found = garch.forecast(pair(np.stack([RETURNS[0], 2 * RETURNS[0]])), "ccc")
    assert found.hedge_ratio == pytest.approx(0.5, rel=1e-6)


class Stubborn:
    """A model whose optimiser gives up."""

    convergence_flag = 9

    def fit(self, **_):
        """Return a fit that did not converge."""
        return self


def test_no_convergence_is_said_not_warned(monkeypatch):
    """A fit that stops early is an error with the series' name and the optimiser's code."""
    monkeypatch.setattr(garch, "_constant_mean_garch", lambda _: Stubborn())
    with pytest.raises(HedgeError, match=r"GARCH of spot did not converge: .*code 9") as trouble:
        garch.forecast(pair())
    assert trouble.value.kind is Kind.DOMAIN


def test_without_arch_the_sentence_names_it(monkeypatch):
    """Where the library is not installed (a browser's Python), the error says which is missing."""
    monkeypatch.setitem(sys.modules, "arch.univariate", None)
    with pytest.raises(HedgeError, match=r"^The Python library arch") as trouble:
        garch.forecast(pair())
    assert trouble.value.kind is Kind.UNAVAILABLE


@pytest.mark.market_data
def test_heating_oil_ratios_are_near_the_regression(markets):
    """On four years of New York heating oil, DCC and CCC stay within reach of least squares."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if "2010" <= r["date"][:4] <= "2013"]
    spot, futures = (
        np.array([float(r[name] or "nan") for r in rows])
        for name in ("ho_spot_nyh_usd_gal", "ho_fut1_usd_gal")
    )
    changes = joint_changes([spot, futures], "log")
    for model in ("dcc", "ccc"):
        found = garch.forecast(changes, model)
        assert 0.6 < found.hedge_ratio < 1.3
        assert 0 <= found.a + found.b < 1
