"""No estimator has a unit of its own: in other units of spot and futures the ratio follows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlhedge.core import cointegration, contest_paths, downside, dynamic, garch, kalman, robust
from xlhedge.core.changes import joint_changes
from xlhedge.core.minimum_variance import hedge_ratio

RNG = np.random.default_rng(17)
FUTURES = 60 + np.cumsum(RNG.standard_t(5, 150))
SPOT = 5 + 0.8 * FUTURES + 0.3 * RNG.standard_t(5, 150)

UNITS = st.tuples(*[st.floats(-12, 12).map(lambda exponent: 10.0**exponent)] * 2)


def changes(spot, futures):
    """Return price changes."""
    return joint_changes([spot, futures])


ESTIMATORS = {
    "minimum variance": lambda s, f, _: hedge_ratio(changes(s, f)),
    "rolling": lambda s, f, _: dynamic.rolling(s, f, 20).hedge_ratio[-1],
    "ewma": lambda s, f, _: dynamic.ewma_hedge_ratio(changes(s, f)),
    "kalman": lambda s, f, _: kalman.track(changes(s, f)).hedge_ratio[-1],
    "quantile": lambda s, f, _: downside.quantile_hedge_ratio(changes(s, f), 0.2),
    "lpm 1": lambda s, f, unit: downside.lpm_hedge_ratio(changes(s, f), -0.1 * unit, 1),
    "lpm 2": lambda s, f, unit: downside.lpm_hedge_ratio(changes(s, f), 0.1 * unit),
    "lpm 3.5": lambda s, f, unit: downside.lpm_hedge_ratio(changes(s, f), -0.2 * unit, 3.5),
    "cvar": lambda s, f, _: downside.cvar_hedge_ratio(changes(s, f)),
    "huber": lambda s, f, _: robust.huber_hedge_ratio(changes(s, f)),
    "ecm": lambda s, f, _: cointegration.hedge_ratio(s, f),
}


@pytest.mark.parametrize("name", ESTIMATORS)
@settings(max_examples=30)
@given(units=UNITS)
def test_the_ratio_follows_the_units(name, units):
    """Spot in one unit and futures in another, 24 powers of ten apart."""
    of_spot, of_futures = units
    found = ESTIMATORS[name](of_spot * SPOT, of_futures * FUTURES, of_spot)
    # rounding of levels is the same share of changes in any unit; the Kalman's variances are
    # searched for to 1e-6
    tolerance = 1e-4 if name == "kalman" else 1e-9
    plain = ESTIMATORS[name](SPOT, FUTURES, 1.0)
    assert found * of_futures / of_spot == pytest.approx(plain, rel=tolerance)


@pytest.mark.parametrize("model", ["dcc", "ccc"])
@settings(max_examples=5)
@given(units=UNITS)
def test_garch_converges_in_any_unit(model, units):
    """Both models, where the optimiser's own tolerance is of the likelihood."""
    of_spot, of_futures = units
    found = garch.forecast(changes(of_spot * SPOT, of_futures * FUTURES), model).hedge_ratio
    plain = garch.forecast(changes(SPOT, FUTURES), model).hedge_ratio
    assert found * of_futures / of_spot == pytest.approx(plain, rel=1e-3)


@settings(max_examples=3)
@given(units=UNITS)
def test_every_model_of_the_contest_follows_the_units(units):
    """All six paths."""
    of_spot, of_futures = units
    plain = contest_paths.paths(SPOT, FUTURES, 100)
    for name, path in contest_paths.paths(of_spot * SPOT, of_futures * FUTURES, 100).items():
        assert path.ratio * of_futures / of_spot == pytest.approx(plain[name].ratio, rel=1e-3)


STILL = {name: call for name, call in ESTIMATORS.items() if not name.startswith(("lpm", "ecm"))}


@pytest.mark.parametrize("name", [*STILL, "lpm 0"])
@given(price=st.floats(-1e6, 1e6), seed=st.integers(0, 50))
def test_still_spot_has_a_ratio_of_exactly_zero(name, price, seed):
    """Whatever the price at which spot stands still, no hedge is needed."""
    futures = 60 + np.cumsum(np.random.default_rng(seed).standard_t(5, 80))
    spot = np.full(80, price)
    if name == "lpm 0":
        assert downside.lpm_hedge_ratio(changes(spot, futures)) == 0
    else:
        assert STILL[name](spot, futures, 1.0) == 0


@pytest.mark.parametrize("name", ["minimum variance", "quantile", "cvar", "huber", "kalman"])
def test_equal_changes_of_spot_need_no_hedge_either(name):
    """Spot that rises by 0.1 a row has changes that differ by rounding alone: exactly 0."""
    spot = 0.1 * np.arange(150)
    assert ESTIMATORS[name](spot, FUTURES, 1.0) == 0


@given(
    size=st.integers(20, 60),
    seed=st.integers(0, 500),
    factor=st.sampled_from([1e3, 1e6, 1e9, 1e12, 1e15]),
    quantile=st.sampled_from([0.1, 0.5, 0.8]),
)
def test_a_quantile_looks_at_the_side_of_an_outlier_alone(size, seed, factor, quantile):
    """Further out on its side of the line, one change of spot moves the ratio not at all."""
    rng = np.random.default_rng(seed)
    futures = rng.standard_t(4, size)
    spot = 0.05 + 0.8 * futures + 0.4 * rng.standard_t(4, size)
    spot[3] += 100
    near = downside.quantile_hedge_ratio(joint_changes([spot, futures], "given"), quantile)
    spot[3] += factor
    far = downside.quantile_hedge_ratio(joint_changes([spot, futures], "given"), quantile)
    assert far == pytest.approx(near, rel=1e-9)


def test_shortfall_of_tiny_spot_is_found():
    """Spot changes of 1e-13 against futures of 1: the ratio is as small, and solves the moment."""
    rng = np.random.default_rng(2)
    futures = np.array([0.0, 1.0, 0.0, -2.0, 2.0, 0.0, 0.0, 1e-160])
    spot = 1e-13 * rng.uniform(0, 9, 8)
    found = downside.lpm_hedge_ratio(joint_changes([spot, futures], "given"), 1e-12)
    large = joint_changes([1e13 * spot, futures], "given")
    assert found * 1e13 == pytest.approx(downside.lpm_hedge_ratio(large, 10.0), rel=1e-9)
