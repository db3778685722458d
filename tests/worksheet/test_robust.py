"""What a cell sees of robust and downside ratios."""

import copy

import numpy as np
import pytest

from xlhedge.core import downside as core
from xlhedge.core.changes import joint_changes
from xlhedge.worksheet import robust
from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.errors import ExcelError

RNG = np.random.default_rng(41)
LEVEL = 60 + np.cumsum(RNG.normal(0, 1, 120))
FUTURES = [[float(x)] for x in LEVEL]
SPOT = [[float(x)] for x in 3 + 0.9 * LEVEL + RNG.normal(0, 0.5, 120)]

SERIES = [
    "ROBUST_HEDGE_RATIO",
    "QUANTILE_HEDGE_RATIO",
    "LPM_HEDGE_RATIO",
    "CVAR_HEDGE_RATIO",
]


@pytest.mark.parametrize("name", SERIES)
def test_counts_types_and_errors(name):
    """Unequal counts are #N/A, too few rows and still futures #DIV/0!, an error itself."""
    function = CATALOGUE[name]
    assert str(function(SPOT[:-1], FUTURES)) == "#N/A"
    assert str(function(SPOT[:2], FUTURES[:2])) == "#DIV/0!"
    assert str(function(SPOT, [[5.0]] * 120)) == "#DIV/0!"
    assert str(function(SPOT, [["text"]] * 120)) == "#DIV/0!"
    broken = copy.deepcopy(FUTURES)
    broken[7] = [ExcelError("#N/A")]
    assert str(function(SPOT, broken)) == "#N/A"


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("hole", [None, "", "n/a", False])
def test_no_change_is_taken_across_a_gap(name, hole):
    """A row without two numbers drops the changes into it and out of it."""
    spot = copy.deepcopy(SPOT)
    spot[60] = [hole]
    found = CATALOGUE[name](spot, FUTURES)
    assert found == pytest.approx(0.9, abs=0.35)
    futures = copy.deepcopy(FUTURES)
    futures[60] = [hole]
    assert CATALOGUE[name](SPOT, futures) == found


def test_defaults():
    """Left out, the quantile is the median, the target 0, the order 2, the level 95 %, k 1.345."""
    changes = joint_changes([np.array(SPOT)[:, 0], np.array(FUTURES)[:, 0]])
    assert robust.QUANTILE_HEDGE_RATIO(SPOT, FUTURES) == core.quantile_hedge_ratio(changes, 0.5)
    assert robust.LPM_HEDGE_RATIO(SPOT, FUTURES) == core.lpm_hedge_ratio(changes, 0, 2)
    assert robust.CVAR_HEDGE_RATIO(SPOT, FUTURES) == core.cvar_hedge_ratio(changes, 0.95)
    assert robust.ROBUST_HEDGE_RATIO(SPOT, FUTURES) == robust.ROBUST_HEDGE_RATIO(
        SPOT, FUTURES, 1.345, "price", 1
    )


@pytest.mark.parametrize(
    ("name", "args", "code", "word"),
    [
        ("QUANTILE_HEDGE_RATIO", (SPOT, FUTURES, 1), "#NUM!", "quantile"),
        ("LPM_HEDGE_RATIO", (SPOT, FUTURES, 0, 0.5), "#NUM!", "order"),
        ("LPM_HEDGE_RATIO", (SPOT, FUTURES, -100), "#NUM!", "target"),
        ("CVAR_HEDGE_RATIO", (SPOT, FUTURES, 95), "#NUM!", "level"),
        ("ROBUST_HEDGE_RATIO", (SPOT, FUTURES, -1), "#NUM!", "k is -1"),
        ("ROBUST_HEDGE_RATIO", (SPOT, FUTURES, 1, "prices"), "#VALUE!", "changes"),
        ("UTILITY_HEDGE_RATIO", (0.9, 1, 1, 0, 0), "#NUM!", "risk_aversion"),
        ("UTILITY_HEDGE_RATIO", (0.9, 1, 0, 0, 1), "#DIV/0!", "sd_futures"),
        ("UTILITY_HEDGE_RATIO", (0.9, 1, 1, 0, True), "#VALUE!", "risk_aversion"),
        ("NO_TRADE_BAND", (0.01, 0.1, -5, 1), "#NUM!", "spot"),
        ("NO_TRADE_BAND", (0.01, None, 5, 1), "#VALUE!", "gamma"),
    ],
)
def test_what_cannot_be_computed_says_why(name, args, code, word):
    """Each trouble has its own Excel error and a sentence that names the argument."""
    result = CATALOGUE[name](*args)
    assert str(result) == code
    assert word in result.message


@pytest.mark.parametrize("name", SERIES)
def test_spot_that_stands_still_needs_no_hedge(name):
    """The ratio is exactly 0."""
    assert CATALOGUE[name]([[0.1]] * 120, FUTURES) == 0.0


@pytest.mark.parametrize("name", ["ROBUST_HEDGE_RATIO", "QUANTILE_HEDGE_RATIO"])
@pytest.mark.parametrize("error", [1e3, 1e9, 1e12, 1e15])
def test_however_wrong_one_spot_price_the_ratio_is_the_same(name, error):
    """What counts is that it is far out, not how far."""
    spot = copy.deepcopy(SPOT)
    spot[60][0] += 100.0
    near = CATALOGUE[name](spot, FUTURES)
    spot[60][0] += error
    assert CATALOGUE[name](spot, FUTURES) == pytest.approx(near, rel=1e-9)


def test_all_functions_are_documented():
    """Category, a summary that fits the wizard, help for every argument, an example that works."""
    for name in [*SERIES, "UTILITY_HEDGE_RATIO", "NO_TRADE_BAND"]:
        entry = CATALOGUE[name]
        assert entry.category == "Robust and downside"
        assert len(entry.summary) <= 255
        assert all(0 < len(a.help) <= 255 for a in entry.arguments)
        assert not isinstance(entry(*entry.example), ExcelError)
