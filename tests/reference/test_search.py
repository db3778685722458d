"""Functions found by words, as somebody looks for them who does not know their names."""

import pytest

from xlhedge.reference import search


def names(text):
    """Return the names found by a text."""
    return [entry.name for entry in search.search_functions(text.split())]


def test_a_category_by_its_name():
    """A category's whole name gives that category and nothing else, in any capitals."""
    assert {entry.category for entry in search.search_functions(["CURRENCY"])} == {"Currency"}
    assert {entry.category for entry in search.search_functions(["hedge", "accounting"])} == {
        "Hedge accounting"
    }


def test_several_words_are_all_said():
    """Every word counts, parts of words do, and names come first."""
    found = names("forward currency")
    assert "FX_FORWARD_RATE" in found
    assert set(found) <= set(names("forward"))
    assert names("put strike")[0] == "PUT_HEDGE_STRIKE"
    assert names("hedge_ratio") == names("hedge ratio")


def test_what_only_the_help_says():
    """A word of the long help finds where no name or summary has it."""
    assert "EWMA_HEDGE_RATIO" in names("riskmetrics")
    assert names("zzzz") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("HEDGE_RATOI", "HEDGE_RATIO"), ("curency", "currency"), ("hedge ratoi", "HEDGE_RATIO")],
)
def test_near_misses(typed, meant):
    """A misspelt name or word is answered by the nearest one first."""
    assert search.suggestions(typed.split())[0] == meant
