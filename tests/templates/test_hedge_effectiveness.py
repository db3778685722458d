"""The hedge-effectiveness book: published figures, the standards apart, and other inputs."""

import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate

BOOK = Path(__file__).parents[2] / "workbooks" / "hedge-effectiveness.xlsx"


@pytest.fixture(scope="module")
def computed():
    """The book with its sample data."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published"), [("example_offset", 1.2), ("example_turned", 100 / 120)]
)
def test_published_figures(computed, name, published):
    """IAS 39 AG105(b)'s own example: 120 or 83 per cent."""
    assert math.isclose(computed.names[name].value, published, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("standard", "says", "silent"),
    [
        ("ifrs9", "IFRS 9 has no 80-125 line", "AG105(b)"),
        ("ias39", "80-125 per cent is its text", "6.4.1"),
        ("asc815", "are practice, not its text", "AG105(b)"),
    ],
)
def test_the_memo_keeps_the_standards_apart(standard, says, silent):
    """The paragraph speaks of the chosen standard and claims no other's text for it."""
    memo = recalculate(BOOK, inputs={"standard": standard}).names["memo_text"].value
    assert says in memo
    assert silent not in memo


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 4200000, "contracts": -95},  # a seller of the same fuel
        {"quantity": 4200000},  # a hedge that adds to the risk: it fails, the checks hold
        {"contracts": 40},
        {"noise_floor": 0},
        {"noise_floor": 1e9},  # nothing is judged
        {"planned": 0.5},
        {"ias_low": 0.9, "ias_high": 1.1},
        {"standard": "asc815", "r_min": 0.99},
        {"slack": 0, "credit_max": 0.005},
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever an accountant may fill in."""
    book = recalculate(BOOK, inputs=changes)
    assert book.value("Inputs", "H2").startswith("pass")


@pytest.mark.parametrize("standard", ["ifrs9", "ias39", "asc815"])
@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"credit_max": 0.005},  # a verdict of IFRS 9 alone
        {"p_max": 0.0001, "slack": 0},
        {"r_min": 0.9},  # of practice alone
        {"slope_low": -0.9, "alpha": 0.0001},
        {"ias_high": 1.01, "noise_floor": 0},  # a band of one standard alone
        {"asc_high": 1.01},
        {"noise_floor": 1e9},
        {"planned": 0.93},
    ],
    ids=str,
)
def test_the_memo_cannot_contradict_the_page(standard, limits):
    """Whatever limits are chosen, the memo's verdicts are those of the sheets before it."""
    book = recalculate(BOOK, inputs={"standard": standard, **limits})
    memo = book.names["memo_text"].value.split("\n")
    (overall,) = [line for line in memo if line.startswith("overall")]
    if standard == "ifrs9":
        assert f": {book.value('Memo', 'C8').partition(': ')[0]}, " in overall
        return
    assert f": {book.value('Memo', 'C13').partition(' by ')[0]}, " in overall
    told = book.value("Memo", "C11" if standard == "ias39" else "C14").partition(": ")[0]
    (offset,) = [line for line in memo if line.startswith("cumulative")]
    verdict = offset.partition("verdict: ")[2].rstrip(".")
    expected = {
        "within the band, judged": "pass",
        "outside, judged": "fail",
    }
    assert verdict == expected.get(told, "below noise floor")
    assert told in expected or told.endswith(verdict)


def test_no_verdict_is_left_blank_where_nothing_is_held():
    """Without contracts no test has figures: its error stands where its verdict would."""
    book = recalculate(BOOK, inputs={"contracts": 0})
    assert book.value("Inputs", "H2").startswith("FAIL")
    for cell in ("C8", "C13", "C15"):
        assert str(book.value("Memo", cell)) == "#DIV/0!"
    assert str(book.names["memo_text"].value) == "#DIV/0!"


def test_a_hedge_that_adds_to_the_risk_is_told(computed):
    """The sample qualifies; with the quantity's sign turned no standard's test passes."""
    wrong = recalculate(BOOK, inputs={"quantity": 4200000})
    for book, verdict in ((computed, "pass"), (wrong, "fail")):
        assert book.value("Memo", "C8") == f"Requirements of 6.4.1(c): {verdict}"
        assert book.value("Memo", "C13").startswith(verdict)
    assert wrong.names["offset_now"].value < 0
