"""The portfolio-hedge book: published figures, and checks that hold for other inputs."""

import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate

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
    book = recalculate(BOOK, inputs=changes)
    assert book.value("Inputs", "I2").startswith("pass")
