"""Intervals, break test and contest as a cell sees them."""

import itertools
import math

import numpy as np
import pytest

from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.errors import ExcelError
from xlhedge.worksheet.minimum_variance import HEDGE_STATS
from xlhedge.worksheet.proof import CORREL_BREAK_TEST, HEDGE_MODEL_CONTEST, HEDGE_RATIO_CI

RNG = np.random.default_rng(41)
FUTURES = (60 + np.cumsum(RNG.normal(0, 1, 100))).tolist()
SPOT = [10 + 0.8 * f + float(e) for f, e in zip(FUTURES, RNG.normal(0, 0.3, 100), strict=True)]


def column(cells):
    """Return cells as a column of a sheet."""
    return [[cell] for cell in cells]


def test_the_interval_is_that_of_hedge_stats():
    """Ratio -/+ t x the Newey-West error that HEDGE_STATS shows, with n - 2 degrees of freedom."""
    from scipy import stats

    shown = dict(HEDGE_STATS(column(SPOT), column(FUTURES))[1:])
    found = dict(HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "hac", 0.9)[1:])
    reach = stats.t.ppf(0.95, 97) * shown["newey-west standard error"]
    assert found["hedge ratio"] == shown["hedge ratio"]
    assert found["low"] == pytest.approx(shown["hedge ratio"] - reach, rel=1e-12)
    assert found["high"] == pytest.approx(shown["hedge ratio"] + reach, rel=1e-12)
    assert (found["observations"], found["linked [rows]"]) == (99, 3)


def test_a_recalculation_gives_the_same_bootstrap():
    """The seed is fixed; the keyword is read in any case."""
    first = HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "bootstrap")
    assert HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "BOOTSTRAP") == first
    assert dict(first[1:])["linked [rows]"] == 5


def test_the_verdict_follows_the_p_value():
    """A break at 5 % that is none at 1 %, by p-value and by critical value alike."""
    example = CATALOGUE["CORREL_BREAK_TEST"].example
    loose, strict = (
        dict(CORREL_BREAK_TEST(*example[:2], alpha, 0.15, "given")[1:]) for alpha in (0.05, 0.01)
    )
    assert 0.01 < loose["p-value"] < 0.05
    assert (loose["verdict"], strict["verdict"]) == ("break", "no break found")
    assert loose["critical value"] < loose["sup-wald"] < strict["critical value"]


def test_a_perfectly_correlated_half_spoils_fisher_alone():
    """The other figures stand; fisher z and its p-value are #NUM!."""
    futures = RNG.normal(size=80)
    spot = futures.copy()
    spot[40:] += RNG.normal(size=40)
    found = dict(CORREL_BREAK_TEST([spot.tolist()], [futures.tolist()], None, None, "given")[1:])
    errors = {label for label, value in found.items() if isinstance(value, ExcelError)}
    assert errors <= {"fisher z", "fisher p-value"}
    assert found["correlation first half"] == pytest.approx(1)


def test_one_row_a_model_and_the_naive_one_has_no_p_value():
    """Six models; the yardstick is not measured against itself."""
    table = HEDGE_MODEL_CONTEST(column(SPOT), column(FUTURES), 60, 0.1)
    assert [row[0] for row in table[1:]] == ["naive", "ols", "rolling", "ewma", "ecm", "dcc"]
    assert table[1][-1] == "-"
    assert all(0 < row[-1] <= 1 for row in table[2:])


def test_a_model_that_fails_shows_its_error_in_its_own_row():
    """Spot an exact line of futures: the sentence stands behind the cells of that row alone."""
    exact = [5 + 0.5 * f for f in FUTURES]
    table = HEDGE_MODEL_CONTEST(column(exact), column(FUTURES), 60)
    rows = {row[0]: row[1:] for row in table[1:]}
    assert {str(cell) for cell in rows["dcc"]} == {"#NUM!"}
    assert rows["ols"][0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("function", "args", "code", "name"),
    [
        (HEDGE_RATIO_CI, ("hac", 1), "#NUM!", "level"),
        (HEDGE_RATIO_CI, ("bayes",), "#VALUE!", "method"),
        (CORREL_BREAK_TEST, (0,), "#NUM!", "alpha"),
        (CORREL_BREAK_TEST, (0.05, 0.5), "#NUM!", "trim"),
        (HEDGE_MODEL_CONTEST, (19,), "#NUM!", "burn_in"),
        (HEDGE_MODEL_CONTEST, (60, -1), "#NUM!", "cost"),
        (HEDGE_MODEL_CONTEST, (90,), "#DIV/0!", "100"),
    ],
)
def test_what_is_outside_its_domain_is_named(function, args, code, name):
    """The code of the conventions, and a sentence with the argument."""
    result = function(column(SPOT), column(FUTURES), *args)
    assert str(result) == code
    assert name in result.message


@pytest.mark.parametrize("function", [HEDGE_RATIO_CI, CORREL_BREAK_TEST, HEDGE_MODEL_CONTEST])
def test_unequal_counts_are_not_available(function):
    """As in SLOPE."""
    assert str(function(column(SPOT[1:]), column(FUTURES))) == "#N/A"


def test_a_blank_row_is_left_out_with_its_two_changes():
    """Given changes without those two give the same interval."""
    spot, futures = list(SPOT), list(FUTURES)
    spot[50] = None
    changes = [
        [b - a for i, (a, b) in enumerate(itertools.pairwise(x)) if i not in {49, 50}]
        for x in (SPOT, FUTURES)
    ]
    found = dict(HEDGE_RATIO_CI(column(spot), column(futures))[1:])
    expected = dict(HEDGE_RATIO_CI(*map(column, changes), None, None, "given")[1:])
    assert found["low"] == pytest.approx(expected["low"], rel=1e-12)
    assert math.isclose(found["observations"], 97)
