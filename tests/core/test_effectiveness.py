"""Effectiveness tests against IAS 39's own example, statsmodels, and their identities."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import effectiveness
from xlhedge.core.changes import JointChanges
from xlhedge.core.effectiveness import (
    dollar_offset,
    dollar_offset_test,
    hypothetical_derivative_test,
    lower_of,
    regression_test,
    running,
)
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.slope import robust_slope
from xlhedge.core.keywords import Direction

money = st.floats(-1e6, 1e6).map(lambda x: round(x, 2))


def example(n=40, seed=0, slope=-1.0, noise=0.2):
    """Return changes of an item and of the hedge that it follows with noise."""
    random = np.random.default_rng(seed)
    hedge = random.normal(size=n)
    return slope * hedge + noise * random.normal(size=n) + 0.1, hedge


def by_name(lines):
    """Return a table's lines by what they judge."""
    return {line.name: line for line in lines}


def test_the_standards_own_example():
    """IAS 39 AG105(b): a loss of 120 against a gain of 100 is 120 or 83 per cent."""
    assert dollar_offset(-120, 100) == 1.2
    assert dollar_offset(100, -120) == pytest.approx(0.8333, abs=5e-5)


@given(money, money.filter(bool))
def test_dollar_offset_and_its_mirror(hedge, item):
    """Turning both signs changes nothing; turning one turns the ratio."""
    assert dollar_offset(-hedge, -item) == dollar_offset(hedge, item)
    assert dollar_offset(-hedge, item) == -dollar_offset(hedge, item)


@pytest.mark.parametrize(
    ("hedge", "verdict"),
    [(-80.0, "pass"), (-79.9, "fail"), (-125.0, "pass"), (-125.1, "fail"), (100.0, "fail")],
)
def test_the_ends_of_the_band_are_in_it(hedge, verdict):
    """80 and 125 per cent pass, what lies outside or has the wrong sign fails."""
    (period,) = dollar_offset_test(np.array([hedge]), np.array([100.0]))
    assert period.verdict == verdict


@given(st.lists(st.tuples(money, money), min_size=1, max_size=12))
def test_cumulative_is_the_ratio_of_running_totals(changes):
    """Each line is the period test of the totals so far; single periods are their own."""
    hedge, item = np.array(changes).T
    running_lines = dollar_offset_test(hedge, item)
    for i, line in enumerate(running_lines, start=1):
        assert line.period == i
        assert line.hedge_change == pytest.approx(hedge[:i].sum(), abs=1e-6)
        assert line.item_change == pytest.approx(item[:i].sum(), abs=1e-6)
    for line, h, i in zip(
        dollar_offset_test(hedge, item, cumulative=False), hedge, item, strict=True
    ):
        assert (line.hedge_change, line.item_change) == (h, i)


def test_small_numbers_are_not_judged():
    """Below the noise floor a wild ratio is not a failure; above it on one side it is."""
    hedge, item = np.array([-3.0, -900.0, 0.0]), np.array([1.0, 2.0, 0.0])
    lines = dollar_offset_test(hedge, item, noise_floor=5, cumulative=False)
    assert [line.verdict for line in lines] == ["below noise floor", "fail", "below noise floor"]
    assert lines[2].ratio.kind is Kind.UNDEFINED
    exact = dollar_offset_test(hedge, item, cumulative=False)
    assert [line.verdict for line in exact] == ["fail", "fail", "below noise floor"]


def test_totals_that_rounding_leaves_are_nothing():
    """0.1 + 0.2 - 0.3 is an item that did not change, not a change of 5.6e-17."""
    assert running(np.array([0.1, 0.2, -0.3]))[-1] == 0
    last = dollar_offset_test(np.array([-1.0, -1.0, -1.0]), np.array([0.1, 0.2, -0.3]))[-1]
    assert last.ratio.kind is Kind.UNDEFINED
    assert last.verdict == "fail"


def test_periods_keep_their_number_when_one_is_dropped():
    """A missing number drops its period from the totals, and the others keep their row."""
    lines = dollar_offset_test(np.array([-1.0, np.nan, -3.0]), np.array([1.0, 5.0, 3.0]))
    assert [line.period for line in lines] == [1, 3]
    assert lines[-1].item_change == 4


@pytest.mark.parametrize("slope", [-1.0, -0.5, 0.9])
def test_regression_is_statsmodels(slope):
    """Slope, r squared, F's p-value, intercept, Durbin-Watson and errors are statsmodels'."""
    import statsmodels.api as sm
    from statsmodels.stats.stattools import durbin_watson

    item, hedge = example(slope=slope, noise=0.8)
    fit = sm.OLS(item, sm.add_constant(hedge)).fit()
    found = by_name(regression_test(item, hedge))
    expected = {
        "r squared": fit.rsquared,
        "slope": fit.params[1],
        "significance f": fit.f_pvalue,
        "intercept [money]": fit.params[0],
        "durbin-watson": durbin_watson(fit.resid),
        "standard error": fit.bse[1],
        "observations": fit.nobs,
    }
    for name, value in expected.items():
        assert found[name].figure == pytest.approx(value, rel=1e-9), name
    lagged = fit.resid[1:] @ fit.resid[:-1] / (fit.resid @ fit.resid)
    assert found["residual autocorrelation"].figure == pytest.approx(lagged, rel=1e-9)


def test_each_criterion_of_the_regression_can_fail_alone():
    """Noise fails r squared, a short hedge the slope, no relation the significance."""
    good = by_name(regression_test(*example()))
    assert {good[n].verdict for n in ("r squared", "slope", "slope p-value")} == {"pass"}
    assert good["overall"].verdict == "pass"
    noisy = by_name(regression_test(*example(noise=0.9)))
    assert noisy["r squared"].verdict == noisy["overall"].verdict == "fail"
    assert noisy["slope p-value"].verdict == "pass"
    half = by_name(regression_test(*example(slope=-0.5, noise=0.05)))
    assert (half["slope"].verdict, half["r squared"].verdict) == ("fail", "pass")
    none = by_name(regression_test(*example(slope=0.0, noise=1)))
    assert none["slope p-value"].verdict == "fail"


def test_few_observations_are_watched_not_failed():
    """Under 30 periods the count is "watch" and the test can still pass."""
    few = by_name(regression_test(*example(n=29)))
    assert few["observations"].verdict == "watch"
    assert few["overall"].verdict == "pass"
    assert by_name(regression_test(*example(n=30)))["observations"].verdict == "pass"


def test_a_perfect_hedge_passes_and_has_no_residual():
    """An exact fit: p 0, r squared 1, and no autocorrelation of what is not there."""
    _, hedge = example()
    found = by_name(regression_test(-hedge, hedge))
    assert (found["r squared"].figure, found["slope p-value"].figure) == (1, 0)
    assert found["overall"].verdict == "pass"
    assert found["durbin-watson"].figure.kind is Kind.UNDEFINED


def test_a_slope_of_the_wrong_sign_is_significant_and_fails():
    """Item and hedge that rise and fall together: p near 0, and the relationship fails."""
    item, hedge = example(slope=1.0)
    found = by_name(regression_test(item, hedge, slope_low=0.8, slope_high=1.25))
    assert found["slope p-value"].figure < 0.001
    assert found["slope"].verdict == "pass"
    assert found["slope p-value"].verdict == found["overall"].verdict == "fail"
    exact = by_name(regression_test(hedge, hedge))
    assert exact["slope p-value"].verdict == "fail"


@pytest.mark.parametrize(("overlap", "fewest"), [(False, 12), (3, 12), (5, 20)])
def test_only_the_robust_figures_need_twelve_changes(overlap, fewest):
    """Below 12 changes or 4 overlaps the p-value and its error say so, all else stays."""
    item, hedge = example(n=fewest - 1)
    enough = by_name(regression_test(*example(n=fewest), overlap=overlap))
    assert enough["slope p-value"].verdict == enough["overall"].verdict == "pass"
    few = by_name(regression_test(item, hedge, overlap=overlap))
    robust = {"slope p-value", "robust standard error"}
    missing = {n for n, line in few.items() if isinstance(line.figure, HedgeError)}
    assert missing == robust
    for name in robust:
        assert few[name].figure.kind is Kind.UNDEFINED
        assert f"at least {fewest}" in few[name].figure.message
    assert few["slope p-value"].verdict == few["overall"].verdict == "not assessed"
    assert few["r squared"].verdict == "pass"
    failing = by_name(regression_test(item, hedge, 1.0, overlap=overlap))
    assert failing["overall"].verdict == "fail"  # a failure outweighs what is not assessed


def test_a_perfect_hedge_of_few_changes_is_not_assessed():
    """Three points may lie on a line by chance: below 12 an exact fit proves nothing."""
    found = by_name(regression_test(-ONE, ONE))
    assert found["slope p-value"].verdict == found["overall"].verdict == "not assessed"


def test_one_change_alone_is_no_relationship():
    """Where one change decides the slope, the p-value says which and nothing is assessed."""
    hedge = np.zeros(20)
    hedge[3] = 1e9
    hedge[4] = 1e-3
    found = by_name(regression_test(-hedge, hedge))
    assert found["slope p-value"].verdict == "not assessed"
    assert "change 4" in found["slope p-value"].figure.message


def test_declared_overlap_counts_and_is_told():
    """The p-value is that of the estimator with the overlap declared, which the table states."""
    random = np.random.default_rng(5)
    hedge, noise = (np.convolve(random.normal(size=65), np.ones(6), "valid") for _ in range(2))
    item = noise - 0.6 * hedge
    plain, declared = (by_name(regression_test(item, hedge, overlap=k)) for k in (False, 6))
    assert (plain["overlap [rows]"].figure, declared["overlap [rows]"].figure) == (1, 6)
    for overlap, found in ((1, plain), (6, declared)):
        slope = robust_slope(JointChanges((item, hedge), (0.0, 0.0), 0, overlap))
        assert found["slope p-value"].figure == slope.p_value()
        assert found["robust standard error"].figure == slope.standard_error
    assert declared["slope p-value"].figure != plain["slope p-value"].figure
    assert plain["standard error"].figure < plain["robust standard error"].figure


@given(
    st.integers(0, 10**6),
    st.sampled_from([*Direction]),
    st.floats(-1.4, -0.7),
    st.floats(0.1, 0.5),
)
def test_both_accounting_tests_agree_in_one_direction(seed, direction, slope, noise):
    """The hypothetical is the item turned: slope, r squared and their verdicts are the same."""
    item, hedge = example(20, seed, slope, noise)
    regressed = by_name(regression_test(item, hedge, direction=direction))
    hypothetical = by_name(hypothetical_derivative_test(hedge, -item, direction=direction))
    for name in ("slope", "r squared"):
        assert regressed[name].verdict == hypothetical[name].verdict
        assert abs(regressed[name].figure) == pytest.approx(abs(hypothetical[name].figure))
    assert regressed["direction"].figure == hypothetical["direction"].figure == direction


def test_the_two_directions_are_two_lines():
    """One slope may pass where the other fails; their product is r squared."""
    item, hedge = example(24, 2, slope=-0.74, noise=0.25)
    one, other = (by_name(regression_test(item, hedge, direction=d)) for d in [*Direction])
    assert one["slope"].figure * other["slope"].figure == pytest.approx(one["r squared"].figure)
    assert (one["slope"].verdict, other["slope"].verdict) == ("fail", "pass")
    assert one["r squared"].figure == pytest.approx(other["r squared"].figure)


def test_hypothetical_derivative_of_an_over_hedge():
    """110 against 100: ratio and slope 1.1, 100 effective, 10 ineffective for each 110."""
    hypothetical = np.array([100.0, -40.0, 60.0, 30.0])
    found = by_name(hypothetical_derivative_test(1.1 * hypothetical, hypothetical))
    assert found["cumulative ratio"].figure == pytest.approx(1.1)
    assert found["slope"].figure == pytest.approx(1 / 1.1)
    assert found["effective portion [money]"].figure == pytest.approx(150)
    assert found["ineffectiveness [money]"].figure == pytest.approx(15)
    assert found["overall"].verdict == "pass"


def test_hypothetical_derivative_that_ends_where_it_began():
    """A total of 0 has no ratio: its cell says why, and the criterion fails."""
    found = by_name(
        hypothetical_derivative_test(np.array([1.0, 2.0, -3.5]), np.array([1.0, 2.0, -3.0]))
    )
    assert "hypothetical_changes" in found["cumulative ratio"].figure.message
    assert found["cumulative ratio"].verdict == found["overall"].verdict == "fail"


@given(money, money)
def test_the_lower_of(hedge, hypothetical):
    """The effective portion is never more than either side, and 0 without an offset."""
    effective = lower_of(hedge, hypothetical)
    assert abs(effective) == (min(abs(hedge), abs(hypothetical)) if hedge * hypothetical > 0 else 0)
    assert effective * hedge >= 0


ONE = np.array([1.0, -2.0, 3.0])


@pytest.mark.parametrize(
    ("call", "kind", "named"),
    [
        (lambda: dollar_offset(1, 0), Kind.UNDEFINED, "item_change"),
        (lambda: dollar_offset_test(ONE, ONE[:2]), Kind.MISMATCH, "item_changes"),
        (lambda: dollar_offset_test(ONE * np.nan, ONE), Kind.UNDEFINED, "hedge_changes"),
        (lambda: dollar_offset_test(ONE, ONE, 0.0), Kind.DOMAIN, "low"),
        (lambda: dollar_offset_test(ONE, ONE, 1.25, 0.8), Kind.DOMAIN, "high"),
        (lambda: dollar_offset_test(ONE, ONE, noise_floor=-1), Kind.DOMAIN, "noise_floor"),
        (lambda: regression_test(ONE, ONE[:2]), Kind.MISMATCH, "hedge_changes"),
        (lambda: regression_test(ONE[:2], ONE[:2]), Kind.UNDEFINED, "at least 3"),
        (lambda: regression_test(ONE, ONE * 0 + 0.1), Kind.UNDEFINED, "hedge_changes"),
        (lambda: regression_test(ONE * 0 + 0.1, ONE), Kind.UNDEFINED, "item_changes"),
        (lambda: regression_test(ONE, ONE, 1.1), Kind.DOMAIN, "min_r2"),
        (lambda: regression_test(ONE, ONE, 0.8, -0.8, -1.25), Kind.DOMAIN, "slope_low"),
        (lambda: regression_test(ONE, ONE, alpha=0), Kind.DOMAIN, "alpha"),
        (lambda: regression_test(ONE * 1e200, ONE), Kind.DOMAIN, "item_changes"),
        (lambda: regression_test(ONE, ONE, 80), Kind.DOMAIN, "0.8 is 80 %"),
        (lambda: regression_test(ONE, ONE, overlap=True), Kind.DOMAIN, "number of rows"),
        (lambda: regression_test(ONE, ONE, direction="both"), Kind.TYPE, "direction"),
        (lambda: dollar_offset_test(ONE, ONE, 80, 125), Kind.DOMAIN, "0.8 is 80 %"),
        (lambda: hypothetical_derivative_test(ONE, ONE[:2]), Kind.MISMATCH, "hypothetical"),
        (lambda: hypothetical_derivative_test(ONE, ONE, -1), Kind.DOMAIN, "low"),
        (lambda: hypothetical_derivative_test(ONE, ONE, min_r2=2), Kind.DOMAIN, "min_r2"),
    ],
)
def test_what_cannot_be_judged_says_why(call, kind, named):
    """Each trouble has its kind and names the argument."""
    with np.errstate(over="ignore"), pytest.raises(HedgeError, match=named) as caught:
        call()
    assert caught.value.kind is kind


def test_practice_is_where_it_can_be_found():
    """Thirty observations are practice, stated once."""
    assert effectiveness.USUAL_OBSERVATIONS == 30


@pytest.mark.market_data
def test_wti_futures_against_wti_spot(markets):
    """A year of real crude hedged with the front future: significant, negative slope."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        rows = [
            [float(row["wti_spot_usd_bbl"] or "nan"), float(row["wti_fut1_usd_bbl"] or "nan")]
            for row in csv.DictReader(file)
            if row["date"].startswith("2016")
        ]
    changes = np.diff(np.array(rows), axis=0)
    found = by_name(regression_test(changes[:, 0], -changes[:, 1]))
    assert found["slope p-value"].figure < 1e-10
    assert -1.25 <= found["slope"].figure <= -0.8
    assert found["observations"].verdict == "pass"
