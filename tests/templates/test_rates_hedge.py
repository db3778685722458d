"""The rates-hedge book: published figures, and checks that hold for other inputs."""

import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate

BOOK = Path(__file__).parents[2] / "workbooks" / "rates-hedge.xlsx"


@pytest.fixture(scope="module")
def computed():
    """The book with its sample data."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published", "printed_to"),
    [
        ("contracts_by_duration", -79.42, 0.005),  # Hull, Example 6.6
        ("lots_by_duration", -79, 0),
        ("contracts_by_value", -470.93, 0.01),  # AcadiFi prints it from a rounded product
        ("lots_by_value", -471, 0),
    ],
)
def test_published_figures(computed, name, published, printed_to):
    """The published examples' answers stand in the file."""
    assert math.isclose(computed.names[name].value, published, rel_tol=0, abs_tol=printed_to)


def test_debt_takes_the_other_side(computed):
    """Fixed-rate debt receives fixed; bonds owned pay it, the same notional."""
    receive = computed.names["swap_notional"].value
    pay = recalculate(BOOK, inputs={"swap_bp": 45000}).names["swap_notional"].value
    assert receive > 0
    assert math.isclose(pay, -receive)


@pytest.mark.parametrize(
    "changes",
    [
        {"bonds": -6000000, "bonds_years": 8.2, "lot_value": 108468.75, "lot_years": 7.6},
        {"bp_now": -45000},
        {"target": 3, "bp_goal": 20000},
        {"rounding": 0},
        {"rounding": 3, "rolls": 4},
        {"swap_bp": 1, "fixed_rate": 0.08},
        {"swap_years": 2.5, "frequency": 2},  # five payments still
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever a debt manager may fill in."""
    book = recalculate(BOOK, inputs=changes)
    assert book.value("Inputs", "I2").startswith("pass")
