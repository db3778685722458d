"""Intervals, break test and contest as a cell sees them."""

import itertools
import math

import numpy as np
import pytest

from xlhedge.worksheet.catalogue import CATALOGUE
from xlhedge.worksheet.errors import ExcelError
from xlhedge.worksheet.minimum_variance import HEDGE_EFFECTIVENESS, HEDGE_STATS, MV_HEDGE_RATIO
from xlhedge.worksheet.proof import CORREL_BREAK_TEST, HEDGE_MODEL_CONTEST, HEDGE_RATIO_CI

RNG = np.random.default_rng(41)
FUTURES = (60 + np.cumsum(RNG.normal(0, 1, 100))).tolist()
SPOT = [10 + 0.8 * f + float(e) for f, e in zip(FUTURES, RNG.normal(0, 0.3, 100), strict=True)]


def column(cells):
    """Return cells as a column of a sheet."""
    return [[cell] for cell in cells]


def test_the_interval_is_that_of_hedge_stats():
    """Ratio -/+ t x the robust error that HEDGE_STATS shows; t is at least Student's."""
    from scipy import stats

    shown = dict(HEDGE_STATS(column(SPOT), column(FUTURES))[1:])
    found = dict(HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "hac", 0.9)[1:])
    assert found["hedge ratio"] == shown["hedge ratio"]
    t = (found["high"] - found["hedge ratio"]) / shown["robust standard error"]
    assert stats.t.ppf(0.95, 9) * (1 - 1e-9) <= t < 1.2 * stats.t.ppf(0.95, 9)
    assert found["hedge ratio"] - found["low"] == pytest.approx(
        found["high"] - found["hedge ratio"]
    )
    assert (found["observations"], found["note"]) == (99, "none")
    assert found["effective observations"] == pytest.approx(99, rel=0.2)


def test_a_recalculation_gives_the_same_bootstrap():
    """The seed is fixed; the keyword is read in any case."""
    first = HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "bootstrap")
    assert HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "BOOTSTRAP") == first


def test_the_verdict_follows_the_p_value():
    """A break at 5 % that is none at 1 %, by p-value and by critical value alike."""
    example = CATALOGUE["CORREL_BREAK_TEST"].example
    loose, strict = (
        dict(CORREL_BREAK_TEST(*example[:2], alpha, 0.15, "given")[1:]) for alpha in (0.05, 0.01)
    )
    assert 0.01 < loose["p-value"] < 0.05
    assert (loose["verdict"], strict["verdict"]) == ("break", "no break found")
    assert loose["critical value"] < loose["sup-f"] < strict["critical value"]


def test_few_effective_changes_are_said():
    """Smooth prices: thirty changes tell as much as a few; the interval stands, with a word."""
    smooth = np.cumsum(np.cumsum(np.random.default_rng(2).normal(size=(2, 31)), axis=1), axis=1)
    found = dict(HEDGE_RATIO_CI(*map(column, smooth.tolist()))[1:])
    effective = found["effective observations"]
    assert effective < 12
    assert (
        found["note"] == f"tells as much as {effective:.1f} independent changes: a rough interval"
    )
    assert found["low"] < found["high"]


def test_overlap_true_a_number_and_one():
    """TRUE takes a step from every row; a number declares; 1 beside a step is refused by name."""
    stepped = dict(HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "hac", 0.95, "price", 5)[1:])
    every = dict(HEDGE_RATIO_CI(column(SPOT), column(FUTURES), "hac", 0.95, "price", 5, True)[1:])
    assert (stepped["observations"], every["observations"]) == (19, 95)
    assert every["effective observations"] < 60
    changes = [[b - a for a, b in zip(x, x[5:], strict=False)] for x in (SPOT, FUTURES)]
    given = dict(HEDGE_RATIO_CI(*map(column, changes), "hac", 0.95, "given", None, 5)[1:])
    assert given == pytest.approx(every)
    text = dict(HEDGE_RATIO_CI(column(SPOT), column(FUTURES), None, None, None, 5, "true")[1:])
    assert text == every
    refused = HEDGE_RATIO_CI(column(SPOT), column(FUTURES), None, None, None, 5, 1)
    assert (str(refused), "overlap is 1 and step 5" in refused.message) == ("#NUM!", True)


@pytest.mark.parametrize(
    ("overlap", "code", "sentence"),
    [
        (0.5, "#NUM!", "overlap is 0.5"),
        (-1, "#NUM!", "overlap is -1"),
        ("yes", "#VALUE!", 'overlap is "yes"; FALSE, TRUE or a whole number of rows is needed'),
        (25, "#DIV/0!", "99 changes that overlap by 25 rows; at least 100 are needed"),
    ],
)
@pytest.mark.parametrize("function", [HEDGE_RATIO_CI, CORREL_BREAK_TEST])
def test_an_overlap_outside_its_domain_is_named(function, overlap, code, sentence):
    """A share, a word, and more than a quarter of the rows."""
    result = function(column(SPOT), column(FUTURES), None, None, None, None, overlap)
    assert (str(result), sentence in result.message) == (code, True)


def test_where_changes_are_few_the_robust_cell_alone_is_an_error():
    """Ten published changes: HEDGE_STATS has the rest, HEDGE_RATIO_CI has nothing to say."""
    few = column(SPOT[:11]), column(FUTURES[:11])
    shown = dict(HEDGE_STATS(*few)[1:])
    robust = shown.pop("robust standard error")
    assert (str(robust), "give 10 pairs of changes; at least 12" in robust.message) == (
        "#DIV/0!",
        True,
    )
    assert all(isinstance(value, float) for value in shown.values())
    whole = HEDGE_RATIO_CI(*few)
    assert (str(whole), "10 pairs" in whole.message) == ("#DIV/0!", True)


def test_overlap_goes_through_the_ratio_and_its_effectiveness():
    """The same changes, by hand: every start of a step of 4."""
    changes = [[b - a for a, b in zip(x, x[4:], strict=False)] for x in (SPOT, FUTURES)]
    for function in (MV_HEDGE_RATIO, HEDGE_EFFECTIVENESS):
        middle = () if function is MV_HEDGE_RATIO else (None,)
        by_hand = function(*map(column, changes), *middle, "given", None, 4)
        assert function(column(SPOT), column(FUTURES), *middle, "price", 4, True) == by_hand
        assert function(column(SPOT), column(FUTURES), *middle, "price", 4) != by_hand


def test_an_exact_fit_says_what_it_has_not():
    """No residuals: neither a robust error nor a Durbin-Watson, and the sentence is no riddle."""
    found = dict(HEDGE_STATS(column(FUTURES), column(FUTURES))[1:])
    errors = {label: v.message for label, v in found.items() if isinstance(v, ExcelError)}
    assert set(errors) == {"robust standard error", "durbin-watson"}
    assert all("exact multiple" in sentence for sentence in errors.values())


def test_two_changes_have_no_effectiveness():
    """Two points lie on a line whatever they are: three changes are needed."""
    result = HEDGE_EFFECTIVENESS([[1], [2], [5]], [[1], [4], [3]])
    assert (str(result), "at least 3" in result.message) == ("#DIV/0!", True)


def test_a_perfectly_correlated_half_spoils_fisher_alone():
    """The other figures stand; fisher z and its p-value are #NUM!."""
    futures = np.resize([1.0, -1.0, 3.0, -3.0], 80)
    spot = futures.copy()
    spot[40:] += RNG.normal(size=40)
    found = dict(CORREL_BREAK_TEST([spot.tolist()], [futures.tolist()], None, None, "given")[1:])
    errors = {label for label, value in found.items() if isinstance(value, ExcelError)}
    assert errors == {"fisher z", "fisher p-value"}
    assert all("perfectly correlated" in found[label].message for label in errors)
    assert found["correlation first half"] == pytest.approx(1)


def test_one_row_a_model_and_the_naive_one_has_no_p_value():
    """Six models; the yardstick is not measured against itself; Holm's p-value is no smaller."""
    header, *rows = HEDGE_MODEL_CONTEST(column(SPOT), column(FUTURES), 60, 0.1)
    assert [row[0] for row in rows] == ["naive", "ols", "rolling", "ewma", "ecm", "dcc"]
    assert header[2] == "mean ratio [futures per spot]"
    assert header[-3:] == ["p-value against naive", "p-value by holm", "remark"]
    assert rows[0][-3:] == ["-", "-", "spot / futures in row 61"]
    assert all(0 < row[-3] <= row[-2] <= 1 for row in rows[1:])


def test_the_naive_ratio_is_an_argument():
    """A ratio in the cell is held, a blank cell is spot / futures at the burn-in's end."""
    omitted = HEDGE_MODEL_CONTEST(column(SPOT), column(FUTURES), 60)
    assert HEDGE_MODEL_CONTEST(column(SPOT), column(FUTURES), 60, 0, None) == omitted
    assert omitted[1][2] == pytest.approx(SPOT[60] / FUTURES[60])
    own = HEDGE_MODEL_CONTEST(column(SPOT), column(FUTURES), 60, 0, 0.7)
    assert own[1][2] == pytest.approx(0.7)
    assert own[1][-1] == "naive_ratio, as given"
    assert own[2][1:5] == pytest.approx(omitted[2][1:5])


def test_ecm_is_marked_where_its_own_function_refuses():
    """The contest keeps the figure, and its remark has the p-value of the sentence."""
    walk = (60 + np.cumsum(np.random.default_rng(2).normal(size=100))).tolist()
    refused = CATALOGUE["ECM_HEDGE_RATIO"](column(walk), column(FUTURES))
    row = HEDGE_MODEL_CONTEST(column(walk), column(FUTURES), 60)[5]
    p = float(row[-1].split("p = ")[1].split()[0])
    assert row[-1].startswith("not cointegrated at p = ")
    assert f"(p = {p:.3f})" in refused.message
    assert isinstance(row[1], float)


def test_a_model_that_fails_shows_its_error_in_its_own_row():
    """Spot an exact line of futures: the sentence stands behind the cells of that row alone."""
    exact = [5 + 0.5 * f for f in FUTURES]
    table = HEDGE_MODEL_CONTEST(column(exact), column(FUTURES), 60)
    rows = {row[0]: row[1:] for row in table[1:]}
    *figures, remark = rows["dcc"]
    assert {str(cell) for cell in figures} == {"#NUM!"}
    assert remark.startswith("left out: spot and futures changes are perfectly correlated")
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
        (HEDGE_MODEL_CONTEST, (60, 0, "x"), "#VALUE!", "naive_ratio"),
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
