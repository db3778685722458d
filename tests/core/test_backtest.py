"""A hedge over history: it never looks ahead, and its figures are those of the plain formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core import backtest
from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.minimum_variance import effectiveness, hedge_ratio

RNG = np.random.default_rng(21)
FUTURES = 60 + np.cumsum(RNG.normal(0, 1, 200))
SPOT = 10 + 0.8 * FUTURES + np.cumsum(RNG.normal(0, 0.3, 200))


@pytest.mark.parametrize("mode", ["static", "dynamic"])
@pytest.mark.parametrize("kind", ["price", "return", "log"])
@given(rows=st.integers(62, 199), factor=st.floats(0.1, 10))
def test_the_future_changes_nothing_before_it(mode, kind, rows, factor):
    """Whatever the later prices become, every earlier figure stays the same to the last digit.

    So do ratio, turnover and cost of the change into the first other price: they come before it.
    """
    other = [x.copy() for x in (SPOT, FUTURES)]
    for x in other:
        x[rows:] = factor * x[rows:][::-1]
    paths = [
        backtest.backtest(joint_changes(pair, kind), mode, 60, 0.05, 0.01)
        for pair in ([SPOT, FUTURES], other)
    ]
    known = rows - 1 - 60  # changes that end before `rows`, less the first window
    for before, after in zip(*paths, strict=True):
        assert np.array_equal(before[:known], after[:known])
    for name in ("hedge_ratio", "turnover", "cost"):
        before, after = (getattr(path, name)[: known + 1] for path in paths)
        assert np.array_equal(before, after)


def test_a_ratio_is_known_before_its_change():
    """Each dynamic ratio is the regression of the window just before; the static one the first."""
    changes = joint_changes([SPOT, FUTURES])
    ds, df = changes.series
    dynamic = backtest.backtest(changes, "dynamic", 30)
    for i in (0, 1, 77, 168):
        expected = np.polyfit(df[i : i + 30], ds[i : i + 30], 1)[0]
        assert dynamic.hedge_ratio[i] == pytest.approx(expected, rel=1e-9)
    static = backtest.backtest(changes, "static", 30)
    assert set(static.hedge_ratio) == {dynamic.hedge_ratio[0]}


def test_profit_is_spot_less_hedge_less_cost():
    """P&L is dS - h dF - cost; the cost is the turnover's, the first trade opens the hedge."""
    changes = joint_changes([SPOT, FUTURES])
    ds, df = (x[60:] for x in changes.series)
    found = backtest.backtest(changes, "dynamic", 60, cost_per_trade=0.2)
    np.testing.assert_allclose(found.turnover[0], abs(found.hedge_ratio[0]))
    np.testing.assert_allclose(found.turnover[1:], abs(np.diff(found.hedge_ratio)))
    np.testing.assert_allclose(found.cost, 0.2 * found.turnover)
    np.testing.assert_allclose(found.pnl_hedged, ds - found.hedge_ratio * df - found.cost)
    assert np.array_equal(found.pnl_unhedged, ds)


@given(st.lists(st.floats(-2, 2), min_size=1, max_size=30), st.floats(0, 1))
def test_a_band_is_never_left_and_trades_go_to_the_target(targets, band):
    """The ratio held is within the band of its target, and is changed only to the target."""
    targets = np.array(targets)
    held = backtest.hold_within_band(targets, band)
    assert (np.abs(held - targets) <= band).all()
    traded = np.append(True, np.diff(held) != 0)
    assert np.array_equal(held[traded], targets[traded])


def test_no_band_is_always_at_target_and_a_wide_one_never_trades_again():
    """The two ends of the band."""
    targets = np.array([0.5, 0.7, 0.1])
    assert backtest.hold_within_band(targets, 0).tolist() == [0.5, 0.7, 0.1]
    assert backtest.hold_within_band(targets, 1).tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize(
    ("arguments", "kind", "name"),
    [
        (("static", 60, -1.0, 0.0), Kind.DOMAIN, "cost_per_trade"),
        (("dynamic", 60, 0.0, -0.1), Kind.DOMAIN, "band"),
        (("static", 199, 0.0, 0.0), Kind.UNDEFINED, "at least 200"),
    ],
)
def test_what_a_backtest_needs(arguments, kind, name):
    """Costs and bands of 0 or more, and one change more than the window."""
    with pytest.raises(HedgeError, match=name) as caught:
        backtest.backtest(joint_changes([SPOT, FUTURES]), *arguments)
    assert caught.value.kind is kind


def test_futures_that_stand_still_over_a_window_stop_the_test():
    """No ratio can be told from them, and none is carried forward."""
    still = FUTURES.copy()
    still[100:131] = still[100]
    with pytest.raises(HedgeError, match="futures") as caught:
        backtest.backtest(joint_changes([SPOT, still]), "dynamic", 30)
    assert caught.value.kind is Kind.UNDEFINED


def test_frontier_figures_are_the_plain_ones():
    """Sd is STDEV.S of dS - h dF, worst loss its least value turned, cost linear in abs(h)."""
    changes = joint_changes([SPOT, FUTURES])
    ds, df = changes.series
    found = backtest.frontier(changes, 0.3, np.array([-0.5, 0.0, 0.4, 1.2]))
    for i, h in enumerate((-0.5, 0.0, 0.4, 1.2)):
        hedged = ds - h * df
        assert found.sd[i] == pytest.approx(hedged.std(ddof=1), rel=1e-12)
        assert found.worst_loss[i] == -hedged.min()
        assert found.expected_cost[i] == pytest.approx(0.3 * abs(h))
        assert found.cvar[i] <= found.worst_loss[i]


def test_the_minimum_variance_ratio_has_the_least_sd():
    """The default ratios hold it, sorted among 0 to 1, and no other has a smaller deviation."""
    changes = joint_changes([SPOT, FUTURES])
    found = backtest.frontier(changes, 0)
    best = hedge_ratio(changes)
    assert found.hedge_ratio[found.sd.argmin()] == best
    assert found.hedge_ratio.tolist() == sorted([0, 0.25, 0.5, 0.75, 1, best])
    reduction = 1 - (found.sd.min() / found.sd[0]) ** 2
    assert reduction == pytest.approx(effectiveness(changes), rel=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80), st.floats(0.5, 0.99))
def test_cvar_is_rockafellar_and_uryasevs_minimum(losses, level):
    """CVaR is the least of a + mean(max(loss - a, 0)) / (1 - level); it is reached at a loss."""
    losses = np.array(losses)
    least = min(a + np.maximum(losses - a, 0).mean() / (1 - level) for a in losses)
    assert backtest.cvar(losses, level) == pytest.approx(least, rel=1e-6, abs=1e-6)


def test_cvar_of_few_losses_is_the_worst():
    """With twenty losses or fewer the worst twentieth is the worst one."""
    losses = np.arange(20.0)
    assert backtest.cvar(losses) == 19
    assert backtest.cvar(losses[:3]) == 2


@pytest.mark.parametrize(
    ("cost", "ratios", "kind", "name"),
    [
        (-1, None, Kind.DOMAIN, "cost_per_unit"),
        (0, np.array([]), Kind.UNDEFINED, "ratios"),
    ],
)
def test_what_a_frontier_needs(cost, ratios, kind, name):
    """A cost of 0 or more and at least one ratio."""
    with pytest.raises(HedgeError, match=name) as caught:
        backtest.frontier(joint_changes([SPOT, FUTURES]), cost, ratios)
    assert caught.value.kind is kind


@pytest.mark.market_data
@pytest.mark.parametrize("mode", ["static", "dynamic"])
def test_wti_is_hedged_by_its_futures(mode, wti):
    """Out of sample, 1986 to 2018, the hedge takes away more than three quarters of variance."""
    found = backtest.backtest(joint_changes(wti), mode, 250)
    assert 1 - found.pnl_hedged.var() / found.pnl_unhedged.var() > 0.75
    assert np.isfinite(found.pnl_hedged).all()
