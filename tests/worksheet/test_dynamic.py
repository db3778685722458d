"""What a cell sees of time-varying ratios: tables, rows, defaults, and errors line by line."""

import copy

import numpy as np
import pytest

from xlhedge.worksheet import dynamic
from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.errors import ExcelError
from xlhedge.worksheet.minimum_variance import HEDGE_STATS, MV_HEDGE_RATIO

RNG = np.random.default_rng(31)
LEVEL = 60 + np.cumsum(RNG.normal(0, 1, 200))
FUTURES = [[float(x)] for x in LEVEL]
SPOT = [[float(x)] for x in 3 + 0.9 * LEVEL + RNG.normal(0, 0.5, 200)]

ALL = [
    ("ROLLING_HEDGE_RATIO", (20,)),
    ("HORIZON_HEDGE_RATIO", ()),
    ("EWMA_HEDGE_RATIO", ()),
    ("ECM_HEDGE_RATIO", ()),
    ("GARCH_HEDGE_RATIO", ()),
    ("KALMAN_HEDGE_RATIO", ()),
]


@pytest.mark.parametrize(("name", "rest"), ALL)
def test_counts_types_and_errors(name, rest):
    """Unequal counts are #N/A, too few rows #DIV/0!, still futures #DIV/0!, an error itself."""
    function = CATALOGUE[name]
    assert str(function(SPOT[:-1], FUTURES, *rest)) == "#N/A"
    assert str(function(SPOT[:2], FUTURES[:2], *rest)) == "#DIV/0!"
    assert str(function(SPOT, [[5.0]] * 200, *rest)) == "#DIV/0!"
    assert str(function([[True]] * 200, FUTURES, *rest)) == "#DIV/0!"
    broken = copy.deepcopy(SPOT)
    broken[7] = [ExcelError("#REF!")]
    assert str(function(broken, FUTURES, *rest)) == "#REF!"


@pytest.mark.parametrize(("name", "rest"), ALL)
def test_a_row_against_a_column_is_fine(name, rest):
    """Spot in one row and futures in one column give the same answer."""
    function = CATALOGUE[name]
    assert function([[x for (x,) in SPOT]], FUTURES, *rest) == function(SPOT, FUTURES, *rest)


@pytest.mark.parametrize(("name", "rest"), ALL)
@pytest.mark.parametrize("hole", [None, "n/a", True])
def test_a_row_without_two_numbers_is_dropped(name, rest, hole):
    """A blank, a text or TRUE in either range has the same effect, and leaves an answer."""
    function = CATALOGUE[name]
    results = []
    for which in (0, 1):
        columns = [copy.deepcopy(SPOT), copy.deepcopy(FUTURES)]
        columns[which][100] = [hole]
        results.append(function(*columns, *rest))
    assert results[0] == results[1]
    assert not isinstance(results[0], ExcelError)


def test_rolling_lines_are_single_ratios():
    """Each line of the table is MV_HEDGE_RATIO and r squared of the rows that it ends."""
    header, *lines = dynamic.ROLLING_HEDGE_RATIO(SPOT, FUTURES, 30)
    assert header == ["row", "hedge ratio", "r squared"]
    assert [line[0] for line in lines] == list(map(float, range(31, 201)))
    for row, ratio, explained in lines[::23]:
        part = [x[int(row) - 31 : int(row)] for x in (SPOT, FUTURES)]
        assert ratio == pytest.approx(MV_HEDGE_RATIO(*part), rel=1e-9)
        assert explained == pytest.approx(dict(HEDGE_STATS(*part)[1:])["r squared"], rel=1e-9)


def test_a_still_window_is_an_error_in_its_own_line():
    """Where futures stand still for a window, those cells are #DIV/0! and the rest is figures."""
    futures = copy.deepcopy(FUTURES)
    futures[50:80] = [futures[50]] * 30
    lines = {line[0]: line[1:] for line in dynamic.ROLLING_HEDGE_RATIO(SPOT, futures, 20)[1:]}
    assert [str(cell) for cell in lines[80.0]] == ["#DIV/0!", "#DIV/0!"]
    assert "row 80" in lines[80.0][0].message
    assert all(isinstance(cell, float) for cell in lines[100.0])


def test_rolling_domain():
    """A window below 2 or not whole is #NUM!, one longer than the changes #DIV/0!."""
    for window, code in ((1, "#NUM!"), (2.5, "#NUM!"), (200, "#DIV/0!")):
        result = dynamic.ROLLING_HEDGE_RATIO(SPOT, FUTURES, window)
        assert str(result) == code
        assert "window" in result.message


def test_horizons_default_to_day_week_and_month():
    """Steps left out or blank are 1, 5 and 21; each line is HEDGE_STATS of that step."""
    found = dynamic.HORIZON_HEDGE_RATIO(SPOT, FUTURES)
    assert found == dynamic.HORIZON_HEDGE_RATIO(SPOT, FUTURES, [[None]])
    assert found == dynamic.HORIZON_HEDGE_RATIO(SPOT, FUTURES, [[1, 5, 21]])
    assert [line[0] for line in found[1:]] == [1, 5, 21]
    for step, observations, ratio, error, explained in found[1:]:
        stats = dict(HEDGE_STATS(SPOT, FUTURES, "price", step)[1:])
        assert observations == stats["observations"]
        assert ratio == stats["hedge ratio"]
        assert error == stats["standard error"]
        assert explained == stats["r squared"]


def test_a_horizon_too_long_is_an_error_in_its_own_line():
    """A step that leaves too few changes is #DIV/0! in its line; the others have figures."""
    found = dynamic.HORIZON_HEDGE_RATIO(SPOT, FUTURES, [[1], ["text"], [150]])
    assert isinstance(found[1][2], float)
    assert [str(cell) for cell in found[2]] == ["150.0", *["#DIV/0!"] * 4]


@pytest.mark.parametrize(
    ("steps", "changes", "code", "word"),
    [
        ([[0]], "price", "#NUM!", "steps"),
        ([[1], [1.5]], "price", "#NUM!", "steps"),
        ([["x"], ["y"]], "price", "#DIV/0!", "steps"),
        ([[1], [5]], "given", "#NUM!", "step"),
    ],
)
def test_horizon_domain(steps, changes, code, word):
    """A step that makes no sense is the error of the whole table."""
    result = dynamic.HORIZON_HEDGE_RATIO(SPOT, FUTURES, steps, changes)
    assert str(result) == code
    assert word in result.message


def test_kalman_lines_end_with_the_current_row():
    """One line a change from the third on; the row is the change's last."""
    header, *lines = dynamic.KALMAN_HEDGE_RATIO(SPOT, FUTURES)
    assert header == ["row", "hedge ratio", "standard error"]
    assert [line[0] for line in lines] == list(map(float, range(4, 201)))
    assert lines[-1][1] == pytest.approx(0.9, abs=0.1)


def test_garch_models_differ_and_keywords_have_any_case():
    """The keyword "DCC" is "dcc", the default; "bekk" is not known."""
    dcc = dynamic.GARCH_HEDGE_RATIO(SPOT, FUTURES)
    assert dcc == dynamic.GARCH_HEDGE_RATIO(SPOT, FUTURES, "DCC", "price")
    assert isinstance(dynamic.GARCH_HEDGE_RATIO(SPOT, FUTURES, "ccc"), float)
    result = dynamic.GARCH_HEDGE_RATIO(SPOT, FUTURES, "bekk")
    assert str(result) == "#VALUE!"
    assert "model" in result.message


@pytest.mark.parametrize("model", ["dcc", "ccc"])
def test_garch_of_price_changes_needs_no_positive_prices(model):
    """Prices around 0 or below it are hedged as those 100 higher are; logs of them are #NUM!."""
    low = [[x - 60.0] for (x,) in SPOT], [[x - 60.0] for (x,) in FUTURES]
    assert min(x for (x,) in low[1]) < 0
    assert dynamic.GARCH_HEDGE_RATIO(*low, model) == pytest.approx(
        dynamic.GARCH_HEDGE_RATIO(SPOT, FUTURES, model), rel=1e-6
    )
    assert str(dynamic.GARCH_HEDGE_RATIO(*low, model, "log")) == "#NUM!"


def test_garch_is_in_the_unit_of_the_other_estimators():
    """Futures in cents need a hundredth of the ratio in dollars, as MV_HEDGE_RATIO has it."""
    cents = [[100 * x] for (x,) in FUTURES]
    for name in ("GARCH_HEDGE_RATIO", "MV_HEDGE_RATIO", "EWMA_HEDGE_RATIO"):
        function = CATALOGUE[name]
        assert 100 * function(SPOT, cents) == pytest.approx(function(SPOT, FUTURES), rel=1e-4)


def test_an_outlier_spoils_no_later_window():
    """Given changes of 1e12 leave with their windows: the rest is the exact ratio."""
    spot = [1.0, 2.0, 1e12, 1e7, 6.0, 5.0, 8.0, 7.0]
    futures = [2.0, 1.0, 3.0, -1e12, 4.0, 7.0, 6.0, 9.0]
    for x, y in ((spot, futures), (futures, spot)):
        lines = dynamic.ROLLING_HEDGE_RATIO([x], [y], 3, "given")[1:]
        assert [line[1] for line in lines[-2:]] == pytest.approx([-1 / 7] * 2, rel=1e-14)
        assert all(isinstance(cell, float) for line in lines for cell in line)


@pytest.mark.parametrize(("name", "rest"), [ALL[0], ALL[2], ALL[-1]])
def test_spot_that_stands_still_needs_no_hedge(name, rest):
    """The ratio is exactly 0, in every line."""
    found = CATALOGUE[name]([[7.3]] * 200, FUTURES, *rest)
    lines = [[found]] if isinstance(found, float) else [line[1:] for line in found[1:]]
    assert {line[0] for line in lines} == {0.0}


@pytest.mark.parametrize("step", [1e9, 1e19, 1e300])
def test_a_step_beyond_all_rows_leaves_no_change(step):
    """However large, a step or a window longer than history is #DIV/0! with a sentence."""
    for name, args in (
        ("ROLLING_HEDGE_RATIO", (5, "price", step)),
        ("ROLLING_HEDGE_RATIO", (step,)),
        ("HORIZON_HEDGE_RATIO", ([[step]],)),
        ("KALMAN_HEDGE_RATIO", ("price", step)),
        ("ROBUST_HEDGE_RATIO", (1.345, "price", step)),
        ("HEDGE_BACKTEST", ("dynamic", step)),
        ("HEDGE_MODEL_CONTEST", (step,)),
    ):
        found = CATALOGUE[name](SPOT, FUTURES, *args)
        assert str(found) == "#DIV/0!", name
        assert "failed inside" not in found.message


def test_ecm_says_how_near_its_limit_the_test_was():
    """The sentence has t, p and the limit."""
    walk = [[float(x)] for x in 60 + np.cumsum(np.random.default_rng(1).normal(size=200))]
    found = dynamic.ECM_HEDGE_RATIO(walk, FUTURES)
    assert str(found) == "#NUM!"
    assert "below -3.336 (p = 0.05) is needed" in found.message


def test_ecm_lags():
    """Lags are whole numbers from 0."""
    for lags, code in ((-1, "#NUM!"), (0.5, "#NUM!"), ("one", "#VALUE!")):
        assert str(dynamic.ECM_HEDGE_RATIO(SPOT, FUTURES, lags)) == code
    assert dynamic.ECM_HEDGE_RATIO(SPOT, FUTURES, 3) == pytest.approx(0.9, abs=0.1)


def test_all_functions_are_documented():
    """Category, a summary that fits the wizard, help for every argument, an example that works."""
    for name, _ in ALL:
        entry = CATALOGUE[name]
        assert entry.category == "Time-varying"
        assert len(entry.summary) <= 255
        assert all(0 < len(a.help) <= 255 for a in entry.arguments)
        assert not isinstance(entry(*entry.example), ExcelError)
