"""The portfolio-hedge book: published figures, and checks that hold for other inputs."""

import math
from pathlib import Path

import numpy as np
import pytest

from xlhedge.recalc import recalculate
from xlhedge.templates import checks

BOOK = Path(__file__).parents[2] / "workbooks" / "portfolio-hedge.xlsx"


@pytest.fixture(scope="module")
def computed():
    """The book with its sample data."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("contracts_exact", -30),  # Hull, section 3.5
        ("puts_exact", 10),  # Hull, section 17.1
        ("put_strike", 960),  # Hull, table 17.2
    ],
)
def test_published_figures(computed, name, published):
    """The published examples' answers stand in the file."""
    assert math.isclose(computed.names[name].value, published, rel_tol=1e-12)


def test_half_the_beta_takes_half_the_contracts():
    """Hull goes on from 30 contracts: 15 take the beta of 1.5 to 0.75."""
    book = recalculate(BOOK, inputs={"target_beta": 0.75})
    assert math.isclose(book.names["contracts_exact"].value, -15, rel_tol=1e-12)


def test_a_micro_hedge_leaves_most_of_the_risk(computed):
    """One of four equal holdings of 20 %, correlated by half: 15.8 % becomes 12.2 %."""
    assert math.isclose(computed.value("Micro hedge", "C7"), math.sqrt(0.025), rel_tol=1e-12)
    assert math.isclose(computed.value("Micro hedge", "C8"), math.sqrt(0.015), rel_tol=1e-12)


@pytest.mark.parametrize(
    "changes",
    [
        {"target_beta": 0.75},
        {"target_beta": 2},  # more market, not less: futures are bought
        {"rounding": 0},
        {"rounding": 3, "rolls": 4},
        {"asset": 4, "share_hedged": 0.5},
        {"share_hedged": 1.5},
        {"insured": 5050000, "floor_value": 4500000, "insured_beta": 1.5},
        {"expiry": 1, "rate": 0.03, "dividends": 0.02, "volatility": 0.3},
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever a portfolio manager may fill in."""
    assert checks.failing(recalculate(BOOK, inputs=changes).cells(checks.NAME)) == []


GOLD = {"Holdings!B11": "Gold", "Holdings!C11": 5000000, "Holdings!D11": 0.1, "Holdings!E11": 0.15}
PAIRS = {f"Holdings!{column}11": 0 for column in "FGHI"}


def volatility(changes):
    """Return the volatility of the portfolio, and the checks that fail."""
    book = recalculate(BOOK, inputs=changes)
    cells = book.cells("Holdings")
    row = next(row for (row, _), v in cells.items() if v == "Volatility of the portfolio")
    return cells[row, 3], checks.failing(book.cells(checks.NAME))


def test_a_fifth_holding_has_its_own_variance():
    """Its one on the diagonal comes by formula; pairs without a correlation fail a check."""
    weights = np.array([1262500.0] * 4 + [5000000])
    weights /= weights.sum()
    sds = np.array([0.2] * 4 + [0.15])
    matrix = np.full((5, 5), 0.5)
    matrix[4, :] = matrix[:, 4] = 0
    np.fill_diagonal(matrix, 1)
    expected = math.sqrt(weights @ (matrix * np.outer(sds, sds)) @ weights)
    whole, failing = volatility(GOLD | PAIRS)
    assert math.isclose(whole, expected, rel_tol=1e-12)
    assert failing == []
    without, failing = volatility(GOLD)
    assert math.isclose(without, expected, rel_tol=1e-12)
    assert failing == ["Holdings: every pair has its correlation"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"Holdings!G7": 0.4}, "the correlations typed are the ones used"),  # 0.5 below
        ({"Holdings!F7": 0.9}, "the correlations typed are the ones used"),  # with itself
        ({"Holdings!C12": 100000}, "without a blank between"),
        ({"Holdings!C11": 5000000} | PAIRS, "each has a name"),
    ],
    ids=str,
)
def test_what_contradicts_itself_fails_a_check(changes, says):
    """A matrix that is not symmetric, a one that is none, a line half filled in."""
    assert any(says in text for text in volatility(changes)[1])


def test_futures_held_count_in_what_is_protected_now(computed):
    """With 15 of 30 contracts sold half the beta is gone, and the trade is the other half."""

    def figures(book):
        cells = book.cells("Macro hedge")
        return {v: cells.get((row, 3)) for (row, column), v in cells.items() if column == 2}

    half, none = figures(recalculate(BOOK, inputs={"held": -15})), figures(computed)
    assert math.isclose(half["Protected now"], 0.5, rel_tol=1e-12)
    assert half["To do"] == -15
    assert math.isclose(half["Cost of trading now"], none["Cost of trading now"] / 2)
    assert math.isclose(half["Cost of holding them"], none["Cost of holding them"])


def test_the_strikes_are_points_of_the_chart(computed):
    """The floor bends at the put's strike of 960, not at the level to try below it."""
    cells = computed.cells("Puts and collars")
    top = next(row for (row, _), v in cells.items() if v == "Index at expiry [points]")
    levels = [cells[row, 2] for row in range(top + 1, top + 10)]
    assert levels == sorted(levels)
    assert 960 in [round(level, 9) for level in levels]
    assert computed.names["call_strike"].value in levels
