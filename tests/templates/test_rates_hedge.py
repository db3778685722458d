"""The rates-hedge book: published figures, and checks that hold for other inputs."""

import math
from pathlib import Path

import numpy as np
import pytest

from xlhedge.recalc import recalculate
from xlhedge.templates import checks

BOOK = Path(__file__).parents[2] / "workbooks" / "rates-hedge.xlsx"


@pytest.fixture(scope="module")
def computed():
    """The book with its sample data."""
    return recalculate(BOOK)


TYPED = {"position_from": "typed", "future_from": "typed"}
ACADIFI = TYPED | {"bp_now": 45000, "lot_bp": 78.5}


@pytest.mark.parametrize(
    ("changes", "name", "published", "printed_to"),
    [
        (TYPED, "contracts_by_duration", -79.42, 0.005),  # Hull, Example 6.6
        (TYPED, "lots_by_duration", -79, 0),
        (ACADIFI, "contracts_by_value", -470.93, 0.01),  # printed from a rounded product
        (ACADIFI, "lots_by_value", -471, 0),
    ],
)
def test_published_figures(changes, name, published, printed_to):
    """The published examples' answers come out: Hull's is the one typed, AcadiFi's is put in."""
    computed = recalculate(BOOK, inputs=changes)
    assert math.isclose(computed.names[name].value, published, rel_tol=0, abs_tol=printed_to)


def said(changes):
    """Return whether the page says that the two ways agree."""
    cells = recalculate(BOOK, inputs=changes).cells("Duration and DV01")
    row = next(row for (row, _), v in cells.items() if v == "Do the two ways agree?")
    return cells[row, 3]


def test_one_position_throughout(computed):
    """Duration, DV01, key rates and swap are of the same bonds, and the two ways agree."""
    assert said({}) == "yes, within a contract"
    assert said(TYPED) == "yes, within a contract"
    page = computed.cells("Key rates")
    rows = {v: row for (row, column), v in page.items() if column == 2}
    by_bonds = computed.names["position_bp"].value
    assert math.isclose(page[rows["Open now, all key rates"], 3], by_bonds, rel_tol=0.001)
    assert page[rows["Are they of the same position?"], 3] == "yes, the same DV01"
    other = recalculate(BOOK, inputs={"Bonds!C9": 9000000}).cells("Key rates")
    assert other[rows["Are they of the same position?"], 3] == "watch: another DV01"


@pytest.mark.parametrize(
    ("changes", "which"),
    [
        (TYPED | {"bp_now": 45000}, "the position"),
        (TYPED | {"lot_bp": 35}, "one contract"),
        ({"future_price": 110}, "one contract"),  # not at the cheapest
    ],
    ids=str,
)
def test_where_the_two_ways_differ_the_page_says_which_figure(changes, which):
    """A DV01 of another position, or of another contract, is named."""
    assert said(changes) == f"no, compare the DV01 of {which}"


def test_contracts_are_called_contracts(computed):
    """What is counted in contracts says so, and keeps no unit of the inputs above it."""
    heads = [v for v in computed.cells("Key rates").values() if isinstance(v, str)]
    at = heads.index("2-year future")
    assert not [text for text in heads[at : at + 4] if "basis point" in text]
    assert heads.count("contracts") >= 4


def test_debt_takes_the_other_side(computed):
    """Fixed-rate debt receives fixed; bonds owned pay it, the same notional."""
    pay = computed.names["swap_notional"].value
    faces = (3850000, 5000000, 1200000)
    owed = {f"Bonds!C{9 + i}": -face for i, face in enumerate(faces)}
    receive = recalculate(BOOK, inputs=owed).names["swap_notional"].value
    assert receive > 0
    assert math.isclose(pay, -receive)


@pytest.mark.parametrize(
    "changes",
    [
        TYPED | {"bonds": -6000000, "bonds_years": 8.2, "lot_value": 108468.75, "lot_years": 7.6},
        TYPED | {"bp_now": -45000, "swap_bp": 1, "fixed_rate": 0.08},
        {"position_from": "typed"},
        {"future_from": "typed"},
        {"target": 3, "bp_goal": 20000},
        {"rounding": 0},
        {"rounding": 3, "rolls": 4},
        {"swap_share": 0.5, "fixed_rate": 0.08},
        {"swap_years": 5, "frequency": 2},  # half-yearly
        {"swap_years": 30, "frequency": 4},  # as many payments as the book has lines
        {"swap_years": 2.25, "frequency": 12},
        {"curve_kind": "par_half_yearly", "swap_years": 7, "frequency": 2},
        {"curve_kind": "zero_yearly"},
        {"Inputs!B58": 50, **{f"Inputs!{c}58": 10 for c in "CDEFG"}},  # a sixth key rate
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever a debt manager may fill in."""
    assert checks.failing(recalculate(BOOK, inputs=changes).cells(checks.NAME)) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"swap_years": 2.4}, ["a whole number of payments"]),
        ({"swap_years": 40, "frequency": 4}, ["120 at most", "the curve reaches the swap's term"]),
        (
            {"Curve!C14": 0.9, "Curve!B15": 0.1, "Curve!B24": 40},
            ["no rate is doubtful", "terms rise from row to row", "every term has a rate"],
        ),
    ],
    ids=str,
)
def test_a_curve_that_does_not_fit_fails_a_check(changes, named):
    """A term beyond the curve, a percentage typed as a number, terms out of order."""
    failing = checks.failing(recalculate(BOOK, inputs=changes).cells(checks.NAME))
    assert [says for says in named if not any(says in text for text in failing)] == []


def test_half_yearly_payments_are_discounted_one_by_one():
    """Ten payments in five years: the notional by zero rates read off the curve between terms."""
    book = recalculate(BOOK, inputs=TYPED | {"frequency": 2, "swap_years": 5})
    terms, rates = [0.25, 0.5, 1, 2, 3, 5], [0.0295, 0.03, 0.031, 0.033, 0.0345, 0.0365]
    times = np.arange(1, 11) / 2
    flows = np.full(10, 0.0365 / 2)
    flows[-1] += 1
    worth = times * flows * np.exp(-np.interp(times, terms, rates) * times)
    expected = -6800 / (worth.sum() * 0.0001)
    assert math.isclose(book.names["swap_notional"].value, expected, rel_tol=1e-9)
