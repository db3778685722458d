"""The contest: no model looks ahead, and the scores are those of the plain formulas."""

import numpy as np
import pytest

from xlhedge.core import contest
from xlhedge.core.changes import joint_changes
from xlhedge.core.cointegration import error_correction
from xlhedge.core.dynamic import ewma_hedge_ratio
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.garch import forecast
from xlhedge.core.inference import part

MODELS = ["naive", "ols", "rolling", "ewma", "ecm", "dcc"]


def prices(n, seed=0, ratio=0.8, noise=0.3):
    """Return cointegrated spot and futures prices."""
    rng = np.random.default_rng(seed)
    futures = 60 + np.cumsum(rng.normal(size=n))
    return 10 + ratio * futures + noise * rng.normal(size=n), futures


@pytest.fixture(scope="module")
def paths():
    """Ratios of all models over 150 prices, 80 changes burnt in."""
    return contest.paths(*prices(150), 80)


@pytest.mark.parametrize("row", [82, 100, 149])
def test_the_future_changes_no_ratio_before_it(paths, row):
    """Other prices from a row on leave every model's ratio over earlier changes as it was.

    The ratio over the change that ends on that row is known when the change starts, so it stays.
    """
    spot, futures = (x.copy() for x in prices(150))
    spot[row:] = 30 + 2 * spot[row:][::-1]
    futures[row:] = 90 - futures[row:] / 3
    other = contest.paths(spot, futures, 80)
    known = row - 80  # the change that ends on row r is number r - 1
    for model in MODELS:
        assert np.array_equal(paths[model][:known], other[model][:known]), model
    assert row == 149 or not np.array_equal(paths["ewma"], other["ewma"])


@pytest.mark.parametrize("rows", [102, 130])
def test_more_rows_change_no_ratio_already_held(paths, rows):
    """A history that goes on leaves its beginning as it was."""
    shorter = contest.paths(*(x[:rows] for x in prices(150)), 80)
    for model in MODELS:
        assert np.array_equal(shorter[model], paths[model][: rows - 81]), model


def test_ratios_are_those_of_the_models_own_functions(paths):
    """Each is estimated from what was known; ECM and DCC hold theirs for 21 changes."""
    spot, futures = prices(150)
    changes = joint_changes([spot, futures])
    ds, df = changes.series
    assert (paths["naive"] == 1).all()
    for i in (0, 20, 68):
        t = 80 + i
        fit = np.polyfit(df[:t], ds[:t], 1)[0]
        assert paths["ols"][i] == pytest.approx(fit, rel=1e-9)
        fit = np.polyfit(df[t - 60 : t], ds[t - 60 : t], 1)[0]
        assert paths["rolling"][i] == pytest.approx(fit, rel=1e-9)
        assert paths["ewma"][i] == ewma_hedge_ratio(part(changes, 0, t))
        last = 80 + i // 21 * 21
        known = error_correction(spot[: last + 1], futures[: last + 1])
        assert paths["ecm"][i] == known.hedge_ratio
        assert paths["dcc"][i] == forecast(part(changes, 0, last)).hedge_ratio


def test_scores_are_the_plain_ones(paths):
    """Variance, turnover, cost and rank from the ratios that were held."""
    spot, futures = prices(150)
    ds, df = np.diff(spot)[80:], np.diff(futures)[80:]
    found = contest.contest(spot, futures, 80, 0.5)
    assert list(found) == MODELS
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


def slow_p_value(left, reference, draws):
    """Return the p-value with every history written out, from the same starts."""
    from xlhedge.core.bootstrap import SEED, block_length

    n, length = left.size, block_length(left.size)
    blocks = -(-n // length)
    generator = np.random.default_rng(SEED)
    starts = [generator.integers(0, n, draws) for _ in range(blocks)]
    rows = np.concatenate(
        [s[:, None] + np.arange(length) for s in [*starts[1:], starts[0]]], axis=1
    )
    rows = rows[:, :n] % n
    advantage = n * (reference.var() - left.var())
    redrawn = n * (reference[rows].var(axis=1) - left[rows].var(axis=1))
    return (1 + (redrawn - advantage >= advantage).sum()) / (1 + draws)


def test_the_p_value_is_that_of_histories_written_out():
    """Sums of blocks give the same count as variances of whole histories."""
    rng = np.random.default_rng(4)
    reference = rng.normal(size=100)
    left = 0.9 * reference + 0.3 * rng.normal(size=100)
    expected = slow_p_value(left, reference, 999)
    assert contest.advantage_p_value(left, reference, 999) == expected


def test_p_values_tell_an_advantage_from_chance():
    """Far less variance: hardly ever by chance. The reference itself or worse: no evidence."""
    rng = np.random.default_rng(5)
    reference = rng.normal(size=300)
    assert contest.advantage_p_value(0.5 * reference, reference) < 0.001
    assert contest.advantage_p_value(1.5 * reference, reference) > 0.99
    assert contest.advantage_p_value(reference, reference) == 1


def test_p_values_are_small_as_often_as_they_say():
    """Two hedges equally good: 5 % of 300 contests find one better at 5 %, give or take 4 s.e."""
    rng = np.random.default_rng(6)
    small = 0
    for _ in range(300):
        common = rng.normal(size=200)
        left, reference = (common + 0.5 * rng.normal(size=200) for _ in range(2))
        small += contest.advantage_p_value(left, reference, 499) <= 0.05
    assert 0 < small / 300 < 0.1


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


@pytest.mark.market_data
def test_wti_three_years(wti):
    """The last 750 days of WTI: every model takes away more than four fifths of the variance."""
    spot, futures = (column[-750:] for column in wti)
    found = contest.contest(spot, futures, 500)
    assert min(score.variance_reduction for score in found.values()) > 0.8
    assert sorted(score.rank for score in found.values()) == [1, 2, 3, 4, 5, 6]
