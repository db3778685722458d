"""The contest: no model looks ahead, and the scores are those of the plain formulas."""

import csv
import datetime as dt
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlhedge.core import cointegration, contest, contest_paths, garch
from xlhedge.core.changes import joint_changes, part
from xlhedge.core.cointegration import error_correction
from xlhedge.core.dynamic import ewma_hedge_ratio
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference.advantage import advantage_p_values

MODELS = ["naive", "ols", "rolling", "ewma", "ecm", "dcc"]


def prices(n, seed=0, ratio=0.8, noise=0.3):
    """Return cointegrated spot and futures prices."""
    rng = np.random.default_rng(seed)
    futures = 60 + np.cumsum(rng.normal(size=n))
    return 10 + ratio * futures + noise * rng.normal(size=n), futures


def ratios(*args):
    """Return the ratios that every model held."""
    return {name: path.ratio for name, path in contest_paths.paths(*args).items()}


@pytest.fixture(scope="module")
def paths():
    """Ratios of all models over 150 prices, 80 changes burnt in."""
    return ratios(*prices(150), 80)


@pytest.mark.parametrize("row", [82, 100, 149])
def test_the_future_changes_no_ratio_before_it(paths, row):
    """Other prices from a row on leave every model's ratio over earlier changes as it was.

    The ratio over the change that ends on that row is known when the change starts, so it stays.
    """
    spot, futures = (x.copy() for x in prices(150))
    spot[row:] = 30 + 2 * spot[row:][::-1]
    futures[row:] = 90 - futures[row:] / 3
    other = ratios(spot, futures, 80)
    known = row - 80  # the change that ends on row r is number r - 1
    for model in MODELS:
        assert np.array_equal(paths[model][:known], other[model][:known]), model
    assert row == 149 or not np.array_equal(paths["ewma"], other["ewma"])


@pytest.mark.parametrize("rows", [102, 130])
def test_more_rows_change_no_ratio_already_held(paths, rows):
    """A history that goes on leaves its beginning as it was."""
    shorter = ratios(*(x[:rows] for x in prices(150)), 80)
    for model in MODELS:
        assert np.array_equal(shorter[model], paths[model][: rows - 81]), model


def test_ratios_are_those_of_the_models_own_functions(paths):
    """Each is estimated from what was known; ECM and DCC are fitted at their dates."""
    spot, futures = prices(150)
    changes = joint_changes([spot, futures])
    ds, df = changes.series
    row = futures[80]
    assert (paths["naive"] == spot[80] / row).all()
    dates = dict.fromkeys(start for start, _ in contest_paths.refits(80, 149))
    assert list(dates) == [80, 101, 126]
    for i in (0, 20, 46, 68):
        t = 80 + i
        fit = np.polyfit(df[:t], ds[:t], 1)[0]
        assert paths["ols"][i] == pytest.approx(fit, rel=1e-9)
        fit = np.polyfit(df[t - 60 : t], ds[t - 60 : t], 1)[0]
        assert paths["rolling"][i] == pytest.approx(fit, rel=1e-9)
        assert paths["ewma"][i] == pytest.approx(ewma_hedge_ratio(part(changes, 0, t)), rel=1e-12)
        last = max(date for date in dates if date <= t)
        known = error_correction(spot[: last + 1], futures[: last + 1])
        assert paths["ecm"][i] == known.hedge_ratio
    for date in dates:
        assert paths["dcc"][date - 80] == garch.forecast(part(changes, 0, date)).hedge_ratio


def test_between_fits_the_dcc_goes_on_with_every_change(paths):
    """The ratio is that of the textbook's recursions with the last fit's parameters held."""
    changes = joint_changes(prices(150))
    fitted = garch.fit(part(changes, 0, 101))
    q = fitted.mean[:, 0] + fitted.a * fitted.memory[:, 0]
    variance = [margin.next_variance for margin in (fitted.spot, fitted.futures)]
    for t in range(101, 126):
        sd = [np.sqrt(v) for v in variance]
        scales = fitted.spot.scale, fitted.futures.scale
        expected = q[2] / np.sqrt(q[0] * q[1]) * sd[0] * scales[0] / (sd[1] * scales[1])
        assert paths["dcc"][t - 80] == pytest.approx(expected, rel=1e-10)
        e = [
            x[t] / margin.scale - margin.mean
            for x, margin in zip(changes.series, (fitted.spot, fitted.futures), strict=True)
        ]
        z = [e[i] / sd[i] for i in (0, 1)]
        news = np.array([z[0] * z[0], z[1] * z[1], z[0] * z[1]])
        q = (1 - fitted.a - fitted.b) * fitted.mean[:, 0] + fitted.a * news + fitted.b * q
        variance = [
            m.omega + m.alpha * e[i] ** 2 + m.beta * variance[i]
            for i, m in enumerate((fitted.spot, fitted.futures))
        ]
    assert np.unique(paths["dcc"]).size == paths["dcc"].size


@given(burn_in=st.integers(20, 400), changes=st.integers(410, 30_000))
def test_fits_are_few_however_long_history_is(burn_in, changes):
    """Dates follow from the burn-in alone, a quarter or 21 changes apart: five samples in all."""
    spans = list(contest_paths.refits(burn_in, changes))
    assert [stop for _, stop in spans[:-1]] == [start for start, _ in spans[1:]]
    assert all(stop - start >= max(21, start // 4) for start, stop in spans[:-1])
    assert sum(start for start, _ in spans) <= 5 * changes + 21 * 84
    longer = list(contest_paths.refits(burn_in, changes + 1000))
    assert longer[: len(spans) - 1] == spans[:-1]


def test_scores_are_the_plain_ones(paths):
    """Variance, turnover, cost and rank from the ratios that were held."""
    spot, futures = prices(150)
    ds, df = np.diff(spot)[80:], np.diff(futures)[80:]
    found = contest.contest(spot, futures, 80, 0.5)
    assert list(found) == MODELS
    left = np.column_stack([ds - paths[model] * df for model in MODELS])
    tested = advantage_p_values(left)
    assert [found[m].p_value for m in MODELS[1:]] == tested.raw.tolist()
    assert [found[m].holm_p_value for m in MODELS[1:]] == tested.holm.tolist()
    assert np.isnan([found["naive"].p_value, found["naive"].holm_p_value]).all()
    for model, score in found.items():
        held = paths[model]
        left = ds - held * df
        assert score.variance_reduction == pytest.approx(1 - left.var() / ds.var(), rel=1e-9)
        turnover = abs(held[0]) + abs(np.diff(held)).sum()
        assert score.turnover == pytest.approx(turnover, rel=1e-12)
        assert score.cost == pytest.approx(0.5 * turnover, rel=1e-12)
    by_rank = sorted(found.values(), key=lambda score: score.rank)
    assert [score.rank for score in by_rank] == [1, 2, 3, 4, 5, 6]
    reductions = [score.variance_reduction for score in by_rank]
    assert reductions == sorted(reductions, reverse=True)


def test_rows_with_a_gap_are_left_out_for_every_model():
    """A missing price costs its two changes; the models go on."""
    spot, futures = prices(150)
    spot[[90, 120]] = np.nan
    found = contest.contest(spot, futures, 60)
    assert all(isinstance(score, contest.Score) for score in found.values())


def test_a_model_without_an_answer_does_not_stop_the_others():
    """Spot an exact line of futures: ECM and DCC have nothing to estimate, the rest are perfect."""
    _, futures = prices(120)
    found = contest.contest(5 + 0.5 * futures, futures, 60)
    errors = {model for model, score in found.items() if isinstance(score, HedgeError)}
    assert {"ecm", "dcc"} <= errors
    assert found["ols"].variance_reduction == pytest.approx(1)
    assert found["ols"].mean_ratio == pytest.approx(0.5)


def test_the_naive_hedge_has_the_unit_of_the_others():
    """In another unit of futures all ratios scale alike, and no other figure moves."""
    spot, futures = prices(150)
    plain = contest.contest(spot, futures, 80)
    other = contest.contest(spot, 0.01 * futures, 80)
    for model in MODELS:
        assert other[model].mean_ratio == pytest.approx(100 * plain[model].mean_ratio, rel=1e-3)
        assert other[model].variance_reduction == pytest.approx(
            plain[model].variance_reduction, rel=1e-3
        )
    assert plain["naive"].remark == "spot / futures in row 81"


def test_the_naive_ratio_can_be_given():
    """It is held throughout, also where prices have no quotient that would hedge."""
    spot, futures = prices(150)
    spot -= spot[80] + 5  # below 0 at the burn-in's end, as a spread may be
    with pytest.raises(HedgeError, match=r"row 81.*give naive_ratio") as trouble:
        contest.contest(spot, futures, 80)
    assert trouble.value.kind is Kind.DOMAIN
    found = contest.contest(spot, futures, 80, 0.0, 0.8)
    assert found["naive"].mean_ratio == pytest.approx(0.8)
    assert found["ols"].p_value == pytest.approx(
        contest.contest(*prices(150), 80, 0.0, 0.8)["ols"].p_value, rel=1e-6
    )


def apart(n=150, seed=3):
    """Return two random walks that share no level."""
    return 60 + np.random.default_rng(seed).normal(size=(2, n)).cumsum(axis=1)


def test_what_ecm_would_refuse_is_marked_and_kept():
    """The ratio stays, and the remark says what ECM_HEDGE_RATIO says of all rows."""
    spot, futures = apart()
    with pytest.raises(HedgeError, match="not cointegrated"):
        cointegration.hedge_ratio(spot, futures)
    remark = contest.contest(spot, futures, 80)["ecm"].remark
    p = error_correction(spot, futures).p_value
    assert remark.startswith(f"not cointegrated at p = {p:.4f} on all rows; 3 fits")
    remark = contest.contest(*prices(150), 80)["ecm"].remark
    assert remark == "cointegrated at p below 0.0001 on all rows; 3 fits"


@settings(max_examples=10)
@given(rows=st.integers(91, 149), seed=st.integers(0, 50))
def test_more_rows_never_turn_a_figure_into_an_error(rows, seed):
    """Near the limit of the test too every model has a figure with fewer rows and with more."""
    spot, futures = apart(seed=seed)
    for stop in (rows, rows + 1):
        found = contest.contest(spot[:stop], futures[:stop], 80, 0.0, 1.0)
        assert all(isinstance(score, contest.Score) for score in found.values())


def test_a_later_fit_that_fails_leaves_the_one_before(monkeypatch):
    """The recursions go on from the last fit, and the remark counts the failure."""
    spot, futures = prices(150)
    whole = ratios(spot, futures, 80)["dcc"]
    fit = garch.fit

    def stubborn(changes, model="dcc"):
        if changes.series[0].size == 101:
            raise HedgeError(Kind.DOMAIN, "GARCH of spot did not converge")
        return fit(changes, model)

    monkeypatch.setattr(garch, "fit", stubborn)
    found = contest_paths.paths(spot, futures, 80)["dcc"]
    assert found.remark == "2 fits, 1 more failed and left the one before, filtered in between"
    assert np.array_equal(found.ratio[:21], whole[:21])
    assert np.array_equal(found.ratio[46:], whole[46:])
    follow = garch.forecasts(fit(part(joint_changes([spot, futures]), 0, 80)), part(
        joint_changes([spot, futures]), 80, 125
    ))  # fmt: skip
    assert found.ratio[:46] == pytest.approx(follow[0] * follow[1] / follow[2], rel=1e-12)


def test_where_all_rows_cannot_be_tested_the_remark_says_why(monkeypatch):
    """Fits before it stay; the remark has the sentence that ECM_HEDGE_RATIO would give."""
    fit = contest_paths.error_correction

    def exact(spot, futures):
        if spot.size == 150:
            raise HedgeError(Kind.DOMAIN, "spot is an exact line of futures.")
        return fit(spot, futures)

    monkeypatch.setattr(contest_paths, "error_correction", exact)
    remark = contest_paths.paths(*prices(150), 80)["ecm"].remark
    assert remark == "no test (spot is an exact line of futures) on all rows; 3 fits"


def test_a_price_beyond_reason_is_named_in_the_row_of_dcc():
    """Where no deviation can be forecast the row of DCC has a sentence, the others figures."""
    spot, futures = prices(150)
    spot *= 1e-9
    spot[120] = 1e152
    found = contest_paths.paths(spot, futures, 80)
    bad = [name for name, path in found.items() if isinstance(path, HedgeError)]
    assert bad == ["dcc"]
    assert "so far out" in found["dcc"].message


def test_a_price_far_out_later_on_changes_no_fit_before_it():
    """Not even by the digits it would have cost: what is rounding is judged by each fit's rows."""
    spot, futures = prices(150)
    other = spot.copy()
    other[149] = 1e17
    plain, spoilt = (contest_paths.paths(x, futures, 80) for x in (spot, other))
    for model in MODELS:
        assert np.array_equal(plain[model].ratio, spoilt[model].ratio), model


def test_still_futures_keep_the_rolling_ratio():
    """Where a later window holds no move the ratio before it stays, and the remark says so."""
    spot, futures = prices(200)
    futures[110:180] = futures[110]
    found = contest_paths.paths(spot, futures, 80)["rolling"]
    assert "kept over 10 of 119 changes" in found.remark
    assert np.unique(found.ratio[-29:-19]).size == 1


def test_an_outlier_does_not_spoil_later_windows():
    """The rolling ratio is that of plain least squares again once a wrong price has left."""
    spot, futures = prices(300)
    futures[100] = 1e12
    ds, df = np.diff(spot), np.diff(futures)
    found = ratios(spot, futures, 80)["rolling"]
    for i in (83, 150, 218):
        rows = slice(20 + i, 80 + i)
        assert found[i] == pytest.approx(np.polyfit(df[rows], ds[rows], 1)[0], rel=1e-9)


def test_without_arch_one_row_says_so(monkeypatch):
    """Where the library is missing (a browser's Python) the other five models go on."""
    monkeypatch.setitem(sys.modules, "arch.univariate", None)
    found = contest.contest(*prices(150), 80)
    assert found["dcc"].kind is Kind.UNAVAILABLE
    assert all(isinstance(found[model], contest.Score) for model in MODELS[:-1])


@pytest.mark.parametrize(
    ("rows", "cost", "kind", "name"),
    [(89, 0, Kind.UNDEFINED, "at least 90"), (150, -1, Kind.DOMAIN, "cost")],
)
def test_what_a_contest_needs(rows, cost, kind, name):
    """Ten changes after the burn-in, and a cost of 0 or more."""
    with pytest.raises(HedgeError, match=name) as caught:
        contest.contest(*(x[:rows] for x in prices(150)), 80, cost)
    assert caught.value.kind is kind


def test_a_spot_that_stands_still_has_nothing_to_hedge():
    """No variance to take away out of sample."""
    spot, futures = prices(150)
    spot[80:] = spot[80]
    with pytest.raises(HedgeError, match="nothing to hedge"):
        contest.contest(spot, futures, 80)


def weekly(markets, name):
    """Return the last spot and heating-oil futures of each week."""
    with (markets / "eia_energy_spot_futures_daily.csv").open(encoding="utf-8") as file:
        weeks = {
            dt.date.fromisoformat(row["date"]).isocalendar()[:2]: (
                row[name],
                row["ho_fut1_usd_gal"],
            )
            for row in csv.DictReader(file)
            if row[name] and row["ho_fut1_usd_gal"]
        }
    return np.array(list(weeks.values()), dtype=float).T


@pytest.mark.market_data
def test_weekly_jet_fuel_and_heating_oil(markets):
    """Nothing beats the naive hedge of either in 1,250 to 1,450 weeks, and OLS is what it was."""
    for name, reduction in (("jet_spot_usgc_usd_gal", 0.4391), ("ho_spot_nyh_usd_gal", 0.7428)):
        found = contest.contest(*weekly(markets, name), 250, 0.002)
        assert found["ols"].variance_reduction == pytest.approx(reduction, abs=5e-5)
        assert all(found[model].holm_p_value > 0.5 for model in MODELS[1:])
        assert found["ecm"].remark.startswith("cointegrated at p below 0.0001")


@pytest.mark.market_data
def test_wti_three_years(wti):
    """The last 750 days of WTI: every model takes away more than four fifths of the variance."""
    spot, futures = (column[-750:] for column in wti)
    found = contest.contest(spot, futures, 500)
    assert min(score.variance_reduction for score in found.values()) > 0.8
    assert sorted(score.rank for score in found.values()) == [1, 2, 3, 4, 5, 6]
