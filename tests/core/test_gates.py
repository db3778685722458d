"""The checks of single arguments: what passes, and what the sentence of a refusal says."""

import math

import numpy as np
import pytest

from xlhedge.core import gates, keywords
from xlhedge.core.errors import HedgeError, Kind


@pytest.mark.parametrize(
    ("check", "passes", "fails"),
    [
        (gates.need_positive, [5e-324, 1, 1e300], [0, -1, math.nan]),
        (gates.need_not_negative, [0, 1], [-1e-300, math.nan]),
        (gates.need_divisor, [0.01], [-1]),
        (gates.need_share, [0, 0.8, 1], [-0.01, 1.01, 1.5, 80, math.nan]),
        (gates.need_level, [0.05, 0.95], [0, 1, -0.1, 1.5, 95, math.nan]),
        (gates.need_ratio, [-1.25, 0, 1.25, 9.99], [10, -125, math.nan]),
    ],
)
def test_what_a_check_lets_through(check, passes, fails):
    """A number inside the domain passes in silence, one outside is refused by its name."""
    for value in passes:
        check("the_name", value)
    for value in fails:
        with pytest.raises(HedgeError, match="the_name is") as caught:
            check("the_name", value)
        assert caught.value.kind is Kind.DOMAIN


def test_a_divisor_of_0_is_undefined():
    """0 as a divisor is #DIV/0!, as in Excel."""
    with pytest.raises(HedgeError) as caught:
        gates.need_divisor("price", 0)
    assert caught.value.kind is Kind.UNDEFINED


@pytest.mark.parametrize(
    ("check", "value", "sentence"),
    [
        (gates.need_share, 80, "0.8 is 80 %"),
        (gates.need_share, 1.5, "0.015 is 1.5 %"),
        (gates.need_level, 95, "0.95 is 95 %"),
        (gates.need_level, 5, "0.05 is 5 %"),
        (gates.need_ratio, 125, "1.25 is 125 %"),
        (gates.need_ratio, -125, "-1.25 is -125 %"),
    ],
)
def test_a_percentage_in_whole_numbers_is_named(check, value, sentence):
    """The sentence says which decimal the percentage is."""
    with pytest.raises(HedgeError) as caught:
        check("name", value)
    assert sentence in caught.value.message


@pytest.mark.parametrize("value", [1.2, -0.2, 1e6])
def test_a_number_that_is_no_percentage_is_not_called_one(value):
    """What nobody types as a percentage gets the plain sentence."""
    with pytest.raises(HedgeError) as caught:
        gates.need_share("name", value)
    assert "%" not in caught.value.message


def test_a_range_of_shares():
    """Every cell is a share; a missing one is nobody's fault."""
    gates.need_shares("schedule", np.array([0.0, np.nan, 1.0]))
    gates.need_shares("correlations", [-1, 1], -1)
    with pytest.raises(HedgeError, match=r"schedule holds 75; .*\(0\.75 is 75 %\)"):
        gates.need_shares("schedule", np.array([0.5, 75.0]))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(80, 125, "low is 80"), (0.8, 125, "high is 125"), (1.25, 0.8, "lower one comes first")],
)
def test_what_a_band_needs(low, high, word):
    """Two decimals, the lower one first."""
    gates.need_band("low", 0.8, "high", 1.25)
    with pytest.raises(HedgeError, match=word):
        gates.need_band("low", low, "high", high)


def test_a_distance_from_a_ratio():
    """Decimals beside a decimal; beside a ratio of other units, not further than that is."""
    gates.need_distance("band", 0.1, 0.8)
    gates.need_distance("band", 3, 0.8)
    gates.need_distance("band", 10, -36.7)
    with pytest.raises(HedgeError, match=r"band is 10; .*\(0\.1 is 10 %\)"):
        gates.need_distance("band", 10, 0.8)
    with pytest.raises(HedgeError, match="band is -1"):
        gates.need_distance("band", -1, 0.8)


def test_ranges_that_should_pair_up():
    """Unequal counts are #N/A."""
    gates.need_same_count("a", 2, "b", 2)
    with pytest.raises(HedgeError) as caught:
        gates.need_same_count("a", 2, "b", 3)
    assert caught.value.kind is Kind.MISMATCH


def test_keywords():
    """A word of the list passes, as text or as its constant; another is refused with the list."""
    gates.need_keyword("side", "buy", keywords.Side)
    gates.need_keyword("side", keywords.Side.SELL, keywords.Side)
    for word in ("", "Buy", "BUY", "long"):
        with pytest.raises(HedgeError, match=f'side is "{word}"; "sell" or "buy" is') as caught:
            gates.need_keyword("side", word, keywords.Side)
        assert caught.value.kind is Kind.TYPE


@pytest.mark.parametrize(
    ("check", "passes", "fails", "sentence"),
    [
        (gates.need_nonzero, [1, -1e-300], [0, -0.0], "x is 0; a value other than 0 is needed."),
        (gates.need_some, [np.ones(1)], [np.ones(0)], "x holds no number; at least one is needed."),
        (
            gates.need_variation,
            [True],
            [False],
            "the changes of x are all equal; they need to vary.",
        ),
    ],
)
def test_what_has_no_answer(check, passes, fails, sentence):
    """Where a formula has nothing to divide by, the cell is #DIV/0! and the sentence says so."""
    for value in passes:
        check("x", value)
    for value in fails:
        with pytest.raises(HedgeError) as caught:
            check("x", value)
        assert (caught.value.kind, caught.value.message) == (Kind.UNDEFINED, sentence)


def test_lines_of_two_numbers():
    """Two ranges need one line in which both hold a number."""
    gates.need_pair("a", "b", [1])
    with pytest.raises(HedgeError, match=r"a and b hold no pair of numbers; one is needed\."):
        gates.need_pair("a", "b", [])


def test_a_range_without_negative_numbers():
    """0 passes and a missing cell does; the first number below 0 is named."""
    gates.need_none_negative("costs", np.array([0.0, np.nan, 2.0]))
    with pytest.raises(HedgeError, match=r"costs holds -0\.5; 0 or more is needed"):
        gates.need_none_negative("costs", np.array([1.0, -0.5, -2.0]))
