"""The scorecard: each figure by its plain formula, each bound where the help says it is."""

import csv
import pathlib

import numpy as np
import pytest
from required import missing

from xlhedge.core.changes import joint_changes
from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.health import Bounds, hedge_health
from xlhedge.core.inference.breaks import break_test
from xlhedge.core.inference.slope import robust_slope

MARKETS = pathlib.Path(__file__).parents[3] / "shared" / "data" / "markets"
RNG = np.random.default_rng(31)
FUTURES = 60 + np.cumsum(RNG.normal(0, 1, 120))
SPOT = 10 + 0.8 * FUTURES + np.cumsum(RNG.normal(0, 0.2, 120))


def market(name):
    """Return the rows of a market file, or skip where it is not at hand."""
    path = MARKETS / name
    if not path.exists():
        missing(f"the real price series {name}")
    with path.open() as file:
        return list(csv.DictReader(file))


def card(*args, **kwargs):
    """Return the scorecard by limitation."""
    return {found.limitation: found for found in hedge_health(*args, **kwargs)}


def test_seven_limitations_in_order():
    """The seven, and those whose argument is missing are not assessed."""
    found = hedge_health(SPOT, FUTURES, 1_000, 10)
    assert [f.limitation for f in found] == [
        "basis risk",
        "correlation",
        "liquidity",
        "cost",
        "over-hedging",
        "counterparty",
        "data quality",
    ]
    assert {f.limitation for f in found if f.status == "not assessed"} == {
        "liquidity",
        "counterparty",
    }


def test_figures_are_the_plain_ones():
    """Each figure from numpy's own functions."""
    ds, df = np.diff(SPOT), np.diff(FUTURES)
    found = card(SPOT, FUTURES, 1_000, 10, 5_000, 1e5, 100)
    r = np.corrcoef(ds, df)[0, 1]
    h = np.polyfit(df, ds, 1)[0]
    lots = round(h * 100)
    assert found["basis risk"].value == pytest.approx(r * r)
    halves = [np.corrcoef(ds[part], df[part])[0, 1] for part in (slice(59), slice(59, None))]
    assert found["correlation"].value == pytest.approx(abs(halves[0] - halves[1]))
    assert found["liquidity"].value == pytest.approx(lots / 5_000)
    removed = ds.std() - (ds - h * df).std()
    assert found["cost"].value == pytest.approx(h * df.mean() / removed)
    assert found["over-hedging"].value == pytest.approx(lots / 100)
    assert found["counterparty"].value == pytest.approx(lots * 10 * FUTURES[-1] / 1e5)


def test_a_buyer_gains_what_a_seller_forgoes():
    """The cost of the opposite exposure has the opposite sign; the other figures do not change."""
    seller, buyer = (card(SPOT, FUTURES, e, 10, 5_000, 1e5) for e in (1_000, -1_000))
    assert buyer["cost"].value == -seller["cost"].value
    for name in set(seller) - {"cost"}:
        assert buyer[name] == seller[name]


@pytest.mark.parametrize(
    ("bounds", "figure", "status"),
    [
        (Bounds(0.8, 0.5), 0.8, "pass"),
        (Bounds(0.8, 0.5), 0.79, "watch"),
        (Bounds(0.8, 0.5), 0.5, "watch"),
        (Bounds(0.8, 0.5), 0.49, "fail"),
        (Bounds(0.05, 0.1), 0.05, "pass"),
        (Bounds(0.05, 0.1), 0.06, "watch"),
        (Bounds(0.05, 0.1), 0.1, "watch"),
        (Bounds(0.05, 0.1), 0.11, "fail"),
    ],
)
def test_a_bound_itself_is_on_the_good_side(bounds, figure, status):
    """Both kinds of bounds: high is good, low is good."""
    assert bounds.status(figure) == status


def test_the_worse_of_two_figures_is_shown():
    """A position limit that is passed outranks a cover that is fine."""
    assert card(SPOT, FUTURES, 1_000, 10)["over-hedging"].figure == "cover in whole lots"
    limited = card(SPOT, FUTURES, 1_000, 10, position_limit=50)["over-hedging"]
    assert (limited.figure, limited.status) == ("contracts / position limit", "fail")


def test_an_outlier_is_named_with_its_row():
    """A comma in the wrong place is found in the series and the row where it is, and kept."""
    spoilt = FUTURES.copy()
    spoilt[70] *= 10
    found = card(SPOT, spoilt, 1_000, 10)["data quality"]
    assert found.status == "fail"
    assert found.figure in {f"robust z of futures change in row {row}" for row in (71, 72)}
    assert found.value > 100


def test_rows_are_those_of_the_range():
    """Rows with missing cells are counted in the row number that is shown."""
    spot = SPOT.copy()
    spot[[5, 6, 7]] = np.nan
    spot[70] += 50
    found = card(spot, FUTURES, 1_000, 10)["data quality"]
    assert found.figure in {f"robust z of spot change in row {row}" for row in (71, 72)}


def test_stale_prices_and_missing_rows_are_data_quality():
    """Prices that mostly stand still fail; many dropped rows fail."""
    stale = SPOT[np.arange(120) // 4 * 4]
    found = card(stale, FUTURES, 1_000, 10)["data quality"]
    assert (found.figure, found.status) == ("share of spot unchanged", "fail")
    holes = SPOT.copy()
    holes[10:40] = np.nan
    found = card(holes, FUTURES, 1_000, 10)["data quality"]
    assert (found.figure, found.value) == ("share of rows dropped", 0.25)


@pytest.mark.parametrize(
    ("args", "kind", "name"),
    [
        ((SPOT, FUTURES, 0, 10), Kind.UNDEFINED, "exposure"),
        ((SPOT, FUTURES, 1, 0), Kind.DOMAIN, "contract_size"),
        ((SPOT, FUTURES, 1, 1, 0), Kind.DOMAIN, "open_interest"),
        ((SPOT, FUTURES, 1, 1, None, -1), Kind.DOMAIN, "credit_limit"),
        ((SPOT, FUTURES, 1, 1, None, None, 0), Kind.DOMAIN, "position_limit"),
        ((SPOT[:8], FUTURES[:8], 1, 1), Kind.UNDEFINED, "at least 8"),
        ((SPOT[:9], FUTURES, 1, 1), Kind.MISMATCH, "same number"),
        ((np.append(SPOT[:9], [SPOT[8]] * 9), FUTURES[:18], 1, 1), Kind.UNDEFINED, "spot"),
    ],
)
def test_what_a_scorecard_needs(args, kind, name):
    """Each argument outside its domain is named."""
    with pytest.raises(HedgeError, match=name) as caught:
        hedge_health(*args)
    assert caught.value.kind is kind


@pytest.mark.market_data
def test_wti_against_its_futures():
    """Three decades of WTI: the basis passes; the crashes of 2008 and 1991 show as outliers."""
    rows = market("eia_energy_spot_futures_daily.csv")
    spot, futures = (
        np.array([float(row[name] or "nan") for row in rows])
        for name in ("wti_spot_usd_bbl", "wti_fut1_usd_bbl")
    )
    found = card(spot, futures, 1e6, 1_000, open_interest=2e6)
    assert found["basis risk"].status == "pass"
    assert found["liquidity"].value == pytest.approx(1_000 / 2e6, rel=0.1)
    assert found["data quality"].figure.startswith("robust z")


@pytest.mark.market_data
def test_the_usda_outlier_survives_and_is_reported():
    """The basis of -10.248 on 2026-07-10 is reported with its row; the figures still come."""
    rows = [
        row
        for row in market("usda_ams_grain_basis_weekly.csv")
        if (row["commodity"], row["market"]) == ("Soybeans", "Atlantic Coast")
    ]
    basis = np.array([float(row["basis_usd_bu"] or "nan") for row in rows])
    futures = 10.5 + np.cumsum(np.random.default_rng(1).normal(0, 0.15, basis.size))
    outlier = next(i for i, row in enumerate(rows, 1) if row["date"] == "2026-07-10")
    assert basis[outlier - 1] == -10.248
    found = card(futures + basis, futures, 100_000, 5_000)
    assert found["data quality"].status == "fail"
    assert found["data quality"].figure in {
        f"robust z of spot change in row {row}" for row in (outlier, outlier + 1)
    }
    assert found["basis risk"].status == "fail"
    # without that row the same hedge is sound
    kept = np.arange(basis.size) != outlier - 1
    mended = card((futures + basis)[kept], futures[kept], 100_000, 5_000)
    assert mended["basis risk"].value > found["basis risk"].value + 0.3


def test_a_relationship_by_chance_fails_whatever_r_squared_says():
    """Thirteen smooth changes of unrelated series: r squared 0.66, and nothing to rely on."""
    random = np.random.default_rng(47)
    spot, futures = (50 + np.cumsum(np.cumsum(random.normal(size=14))) for _ in range(2))
    changes = joint_changes([spot, futures])
    assert np.corrcoef(*changes.series)[0, 1] ** 2 > 0.65
    found = card(spot, futures, 1_000, 10)["basis risk"]
    assert (found.figure, found.status) == ("p-value of no relationship", "fail")
    assert found.value == pytest.approx(robust_slope(changes).p_value())
    few = card(spot[2:], futures[2:], 1_000, 10)["basis risk"]  # eleven changes: not assessed
    assert few.figure == "effectiveness"


def test_a_broken_ratio_is_a_failed_correlation():
    """The same word as CORREL_BREAK_TEST: above its critical value the limitation does not pass."""
    random = np.random.default_rng(6)
    df = random.normal(size=120)
    ds = np.where(np.arange(120) < 60, 1.0, 0.5) * df + 0.15 * random.normal(size=120)
    spot, futures = 80 + np.cumsum(ds), 90 + np.cumsum(df)
    found = card(spot, futures, 1_000, 10)["correlation"]
    test = break_test(joint_changes([spot, futures]))
    assert found.figure == "break: sup-f / critical value"
    assert found.value == pytest.approx(test.sup_f / test.critical_value)
    assert (found.status, test.p_value) == ("fail", 0.001)


def test_a_perfect_hedge_is_related():
    """An exact fit has no p-value to doubt, and no break to look for: both pass."""
    found = card(0.5 * FUTURES, FUTURES, 1_000, 10)
    assert found["basis risk"].status == found["correlation"].status == "pass"
