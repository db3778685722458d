"""The break test: its statistic against regressions written out, and what it finds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.inference import autocorrelation, breaks, wild
from xlhedge.core.inference.breaks import break_test


def steady(n, seed=0, overlap=False):
    """Return changes whose ratio is 0.8 throughout."""
    random = np.random.default_rng(seed)
    futures = random.normal(size=n)
    return joint_changes(
        [0.8 * futures + 0.5 * random.normal(size=n), futures], "given", overlap=overlap
    )


def broken(n, at, before=1.0, after=0.5, noise=0.2, seed=8):
    """Return changes whose ratio is another one from change `at` on."""
    random = np.random.default_rng(seed)
    futures = random.normal(size=n)
    ratio = np.where(np.arange(n) < at, before, after)
    return joint_changes([ratio * futures + noise * random.normal(size=n), futures], "given")


def f_by_regressions(spot, futures, date):
    """Return the F statistic of two ratios against one, by least squares of either."""
    n = spot.size
    x = futures - futures.mean()
    one = np.column_stack([np.ones(n), x])
    two = np.column_stack([one, np.where(np.arange(n) < date, x, 0.0)])
    rest_of_one, rest_of_two = (
        ((spot - m @ np.linalg.lstsq(m, spot)[0]) ** 2).sum() for m in (one, two)
    )
    return (rest_of_one - rest_of_two) / (rest_of_two / (n - 3))


@pytest.mark.parametrize("trim", [0.05, 0.15, 0.4])
def test_the_statistic_is_the_largest_of_many_regressions(trim):
    """At every date in turn, with the trimmed ends left out."""
    changes = steady(90, seed=3)
    dates = range(math.ceil(trim * 90), math.floor((1 - trim) * 90) + 1)
    every = {d: f_by_regressions(*changes.series, d) for d in dates}
    found = break_test(changes, trim=trim)
    assert found.sup_f == pytest.approx(max(every.values()), rel=1e-9)
    assert found.changes_before == max(every, key=every.get)


def test_p_value_and_critical_value_say_the_same():
    """At any alpha: the statistic is above the critical value where p is alpha or less."""
    for seed in range(25):
        for alpha in (0.001, 0.05, 0.137, 0.5):
            found = break_test(broken(40, 20, 0.9, 0.6, 0.4, seed), alpha)
            assert (found.sup_f > found.critical_value) == (found.p_value <= alpha)


def test_a_break_is_found_where_it_is():
    """A ratio that falls from 1 to 0.5 after change 120 of 200."""
    found = break_test(broken(200, 120))
    assert found.p_value == 0.001
    assert abs(found.changes_before - 120) <= 5
    assert found.ratio_before == pytest.approx(1, abs=0.1)
    assert found.ratio_after == pytest.approx(0.5, abs=0.1)


def test_thirty_changes_are_enough():
    """A clear break is seen in the fewest changes it takes."""
    assert break_test(broken(30, 15, 1.0, 0.2)).p_value < 0.01


def test_a_break_without_any_noise():
    """Two exact ratios: the F of their date is beyond all bounds, and still a number."""
    futures = np.random.default_rng(0).normal(size=60)
    spot = np.where(np.arange(60) < 25, 0.9, 0.4) * (futures - futures.mean())
    found = break_test(joint_changes([spot, futures], "given"))
    assert 1e12 < found.sup_f < math.inf
    assert (found.changes_before, found.p_value) == (25, 0.001)


@given(st.sampled_from([1e-150, 0.3, 1e150]), st.sampled_from([1e-150, -2.0, 1e100]))
def test_units_do_not_matter(spot_unit, futures_unit):
    """The same statistic, date and p-value; means do not count either."""
    spot, futures = steady(40, 5).series
    plain = break_test(steady(40, 5))
    scaled = break_test(
        joint_changes([(spot + 3) * spot_unit, (futures - 7) * futures_unit], "given")
    )
    assert scaled.sup_f == pytest.approx(plain.sup_f, rel=1e-6)
    assert scaled.critical_value == pytest.approx(plain.critical_value, rel=1e-6)
    assert (scaled.p_value, scaled.changes_before) == (plain.p_value, plain.changes_before)


def test_memory_is_bounded(monkeypatch):
    """Draws are made some at a time: in other portions the same p-value up to chance."""
    changes = broken(60, 30, 0.9, 0.7, 0.4, 4)
    whole = break_test(changes).p_value
    monkeypatch.setattr(breaks, "portions", lambda draws, n: wild.portions(draws, n, 7 * n))
    assert break_test(changes).p_value == pytest.approx(whole, abs=0.06)


def test_declared_overlap_is_what_the_errors_are_redrawn_with(monkeypatch):
    """Nothing is estimated then: the filter has the lag-one correlation of the overlap."""
    used = []
    monkeypatch.setattr(
        breaks,
        "ar_filter",
        lambda rho, *rest, **axis: used.append(rho) or filtered(rho, *rest, **axis),
    )
    filtered = autocorrelation.ar_filter
    break_test(steady(60, overlap=12))
    assert set(used) == {11 / 12}


@pytest.mark.parametrize(
    ("arguments", "name"), [((0, 0.15), "alpha"), ((0.05, 0.01), "trim"), ((0.05, 0.5), "trim")]
)
def test_alpha_and_trim_have_bounds(arguments, name):
    """Outside them the draws say nothing, or no date is left."""
    with pytest.raises(HedgeError, match=name) as caught:
        break_test(steady(80), *arguments)
    assert caught.value.kind is Kind.DOMAIN


def still_in_the_middle():
    """Return futures that move in the first and the last rows alone."""
    futures = np.zeros(60)
    futures[[1, 3, 56, 58]] = [1.0, -1.0, 1.0, -1.0]
    return futures


def test_what_a_break_test_needs():
    """Thirty changes or four times the overlap, something left over, and futures that move."""
    random = np.random.default_rng(1)
    futures = random.normal(size=60)
    cases = [
        (joint_changes([futures[:29], futures[:29] ** 2], "given"), "29 pairs .* at least 30"),
        (steady(60, overlap=16), "60 changes that overlap by 16 rows; at least 64"),
        (joint_changes([2 * futures, futures], "given"), "exact multiple"),
        (
            joint_changes([futures, np.where(np.arange(60) < 30, 0.0, futures)], "given"),
            "futures does not vary over the first half",
        ),
        (joint_changes([futures, still_in_the_middle()], "given"), None),
    ]
    for changes, sentence in cases:
        if sentence is None:  # a date between two that move is as good as any other
            assert 0 < break_test(changes, trim=0.3).p_value <= 1
            continue
        with pytest.raises(HedgeError, match=sentence) as caught:
            break_test(changes)
        assert caught.value.kind is Kind.UNDEFINED


@pytest.mark.market_data
def test_wti_changes_of_ratio_are_seen(wti):
    """Daily WTI, 1986 to 2018: a break date inside the trim, finite figures throughout."""
    found = break_test(joint_changes(wti))
    assert all(math.isfinite(x) for x in found)
    assert 0.15 * found.observations <= found.changes_before <= 0.85 * found.observations
