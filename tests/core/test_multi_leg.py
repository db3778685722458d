"""Several legs: against statsmodels, one leg, the ridge's closed form, and collinearity."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import regression
from xlhedge.core.multi_leg import multi_hedge


def example(n, legs, seed=0):
    """Return spot changes that follow correlated leg changes with noise."""
    random = np.random.default_rng(seed)
    mixing = random.normal(size=(legs, legs))
    hedges = random.normal(size=(n, legs)) @ mixing + 0.3
    spot = hedges @ random.normal(size=legs) + random.normal(size=n)
    return spot, hedges


@pytest.mark.parametrize("legs", [1, 2, 3, 5])
def test_it_is_ordinary_least_squares(legs):
    """Ratios, errors, p-values, alpha, r squared and residual sd are those of statsmodels' OLS."""
    import statsmodels.api as sm

    spot, hedges = example(60, legs, seed=legs)
    found = multi_hedge(spot, hedges, "given")
    fit = sm.OLS(spot, sm.add_constant(hedges)).fit()
    for column, expected in (
        ("hedge_ratio", fit.params[1:]),
        ("standard_error", fit.bse[1:]),
        ("p_value", fit.pvalues[1:]),
    ):
        got = [getattr(leg, column) for leg in found.legs]
        assert got == pytest.approx(expected, rel=1e-9)  # condition numbers here stay below 1e3
    assert found.alpha == pytest.approx(fit.params[0], rel=1e-9, abs=1e-12)
    assert found.r_squared == pytest.approx(fit.rsquared, rel=1e-12)
    assert found.residual_sd == pytest.approx(np.sqrt(fit.mse_resid), rel=1e-12)


@given(st.integers(0, 10_000), st.sampled_from(["price", "return", "log"]), st.integers(1, 3))
def test_one_leg_is_the_simple_regression(seed, changes, step):
    """With one leg all figures are those of HEDGE_STATS."""
    random = np.random.default_rng(seed)
    futures = 50 + np.cumsum(random.normal(size=30)) / 4
    spot = futures + random.normal(size=30)
    found = multi_hedge(spot, futures[:, None], changes, step)
    line = regression(joint_changes([spot, futures], changes, step))
    assert found.legs[0].hedge_ratio == pytest.approx(line.hedge_ratio, rel=1e-9)
    assert found.legs[0].standard_error == pytest.approx(line.standard_error, rel=1e-9)
    assert found.r_squared == pytest.approx(line.r_squared, rel=1e-9, abs=1e-12)


@given(st.integers(0, 10_000), st.permutations(range(4)))
def test_the_order_of_the_legs_does_not_matter(seed, order):
    """Legs in another order keep their ratios, and the whole its figures."""
    spot, hedges = example(40, 4, seed)
    found, turned = multi_hedge(spot, hedges, "given"), multi_hedge(spot, hedges[:, order], "given")
    ratios = [found.legs[i].hedge_ratio for i in order]
    assert [leg.hedge_ratio for leg in turned.legs] == pytest.approx(ratios, rel=1e-6, abs=1e-9)
    assert turned.r_squared == pytest.approx(found.r_squared, rel=1e-9)


def test_ridge_shrinks_as_its_closed_form_says():
    """A ridge solves (C + ridge diag(C)) h = c; it has errors, and says why it has no p-value."""
    spot, hedges = example(40, 3)
    x, y = hedges - hedges.mean(axis=0), spot - spot.mean()
    gram = x.T @ x
    raised = gram + 0.2 * np.diag(np.diag(gram))
    expected = np.linalg.solve(raised, x.T @ y)
    found = multi_hedge(spot, hedges, "given", ridge=0.2)
    assert [leg.hedge_ratio for leg in found.legs] == pytest.approx(expected, rel=1e-10)
    hat = np.trace(x @ np.linalg.solve(raised, x.T))
    residuals = y - x @ expected
    variance = residuals @ residuals / (len(y) - 1 - hat)
    spread = np.linalg.inv(raised) @ gram @ np.linalg.inv(raised)
    errors = np.sqrt(variance * np.diag(spread))
    assert [leg.standard_error for leg in found.legs] == pytest.approx(errors, rel=1e-10)
    assert all("ridge" in leg.p_value.message for leg in found.legs)


def test_collinear_legs_are_named():
    """A leg that others make up is #NUM! with the numbers of the legs involved; a ridge helps."""
    spot, hedges = example(40, 3)
    copy = np.column_stack([hedges, 2 * hedges[:, 0] - hedges[:, 2]])
    with pytest.raises(HedgeError, match=r"legs 1, 3 and 4 of hedges are collinear") as caught:
        multi_hedge(spot, copy, "given")
    assert caught.value.kind is Kind.DOMAIN
    assert len(multi_hedge(spot, copy, "given", ridge=0.01).legs) == 4


def test_rounding_noise_is_no_second_leg():
    """The same prices in another currency at a fixed rate are one leg, whatever rounding says."""
    random = np.random.default_rng(3)
    price = 70 + np.cumsum(random.normal(size=50))
    with pytest.raises(HedgeError, match="collinear"):
        multi_hedge(price + random.normal(size=50), np.column_stack([price, price * 0.9137]))


def test_nearly_collinear_legs_keep_their_digits():
    """Legs that share all but a millionth of their variance still give statsmodels' QR figures."""
    import statsmodels.api as sm

    random = np.random.default_rng(5)
    first = random.normal(size=80)
    hedges = np.column_stack([first, first + 1e-3 * random.normal(size=80)])
    spot = hedges.sum(axis=1) + random.normal(size=80)
    fit = sm.OLS(spot, sm.add_constant(hedges)).fit(method="qr")
    found = [leg.hedge_ratio for leg in multi_hedge(spot, hedges, "given").legs]
    assert found == pytest.approx(fit.params[1:], rel=1e-9)


def test_a_missing_cell_drops_the_row_from_every_column():
    """A gap in one leg takes its row, and no change runs across it in any column."""
    random = np.random.default_rng(7)
    prices = 20 + np.cumsum(random.normal(size=(30, 3)), axis=0)
    gap = prices.copy()
    gap[12, 2] = np.nan
    changes = np.delete(np.diff(prices, axis=0), [11, 12], axis=0)
    expected = multi_hedge(changes[:, 0], changes[:, 1:], "given")
    found = multi_hedge(gap[:, 0], gap[:, 1:])
    assert found.dropped == 1
    assert found.observations == 27
    assert found.legs == expected.legs


def test_an_exact_fit_has_no_p_value():
    """Where nothing is left over the errors are 0 and the p-value is its reason."""
    _, hedges = example(12, 2)
    found = multi_hedge(hedges @ np.array([1.0, 2.0]), hedges, "given")
    assert [leg.hedge_ratio for leg in found.legs] == pytest.approx([1, 2], rel=1e-12)
    assert found.residual_sd == 0
    assert all(leg.p_value.kind is Kind.UNDEFINED for leg in found.legs)


@pytest.mark.parametrize(
    ("change", "kind", "named"),
    [
        ({"ridge": -0.1}, Kind.DOMAIN, "ridge"),
        ({"hedges": np.ones((9, 2))}, Kind.MISMATCH, "leg 1 of hedges"),
        ({"hedges": np.ones((10, 2))}, Kind.UNDEFINED, "leg 1 of hedges"),
        ({"spot": np.full(10, 3.3)}, Kind.UNDEFINED, "spot"),
        ({"spot": np.full(10, np.nan)}, Kind.UNDEFINED, "spot and hedges"),
        ({"spot": np.array([1e200, -1e200] * 5)}, Kind.DOMAIN, "spot"),
        ({"changes": "log"}, Kind.DOMAIN, "spot"),
    ],
)
def test_what_cannot_be_estimated_says_why(change, kind, named):
    """Each trouble has its kind and names what caused it."""
    spot, hedges = example(10, 2)
    arguments = {"spot": -np.abs(spot), "hedges": hedges, "changes": "given", **change}
    # a worksheet ignores overflow warnings too: what is not finite is refused by value
    with np.errstate(over="ignore"), pytest.raises(HedgeError, match=named) as caught:
        multi_hedge(**arguments)
    assert caught.value.kind is kind


def test_the_fewest_rows_are_the_legs_and_two():
    """Two changes more than legs are enough, one more is not."""
    spot, hedges = example(4, 2)
    assert multi_hedge(spot, hedges, "given").observations == 4
    with pytest.raises(HedgeError, match="at least 4"):
        multi_hedge(spot[:3], hedges[:3], "given")


@pytest.mark.market_data
def test_jet_fuel_on_heating_oil_and_crude(markets):
    """On real prices two legs hedge jet fuel at least as well as one, and equal statsmodels."""
    import statsmodels.api as sm

    columns = ("jet_spot_usgc_usd_gal", "ho_fut1_usd_gal", "wti_fut1_usd_bbl")
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [
            [float(row[c]) if row[c] else np.nan for c in columns]
            for row in csv.DictReader(file)
            if row["date"] >= "2012"
        ]
    prices = np.array(rows)
    found = multi_hedge(prices[:, 0], prices[:, 1:])
    changes = joint_changes(list(prices.T), names=columns).series
    fit = sm.OLS(changes[0], sm.add_constant(np.column_stack(changes[1:]))).fit()
    assert [leg.hedge_ratio for leg in found.legs] == pytest.approx(fit.params[1:], rel=1e-9)
    assert found.r_squared >= multi_hedge(prices[:, 0], prices[:, 1:2]).r_squared - 1e-12
    assert found.legs[0].hedge_ratio > 0.5
