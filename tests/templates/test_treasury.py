"""The treasury book: the published answers, and other people's inputs."""

import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate

BOOK = Path(__file__).parents[2] / "workbooks" / "treasury-fx.xlsx"


@pytest.fixture(scope="module")
def book():
    """The workbook as it is handed out."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [
        ("parity", 1.46009, 5e-6),
        ("by_market", 14600918, 1),
        ("by_option", 14387800, 1),
    ],
)
def test_the_boeing_deal_comes_out_as_printed(book, name, published, tolerance):
    """Eun and Resnick's figures, to the digits printed."""
    assert math.isclose(book.names[name].value, published, abs_tol=tolerance)


def test_the_option_beside_a_strong_pound(book):
    """At 1.60 the option brings the printed 15,787,800."""
    table = book.cells("Compared")
    row = next(row for (row, column), value in table.items() if column == 2 and value == 1.6)
    assert math.isclose(table[row, 5], 15787800, abs_tol=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": -10000000},  # a payable
        {"term": 0.25},
        {"Inputs!C21": 0, "Inputs!C35": 0},  # a month without a cash flow
        {"Inputs!C51": -5000},  # over-hedged
        {"Inputs!C66": 0},  # a policy that hedges nothing next month
        {f"Inputs!F{row}": 0 for row in (*range(21, 33), *range(35, 47), *range(51, 63))},
        {"horizon": 1, "confidence": 0.99},
        {"Inputs!C7": 1.3},
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever an owner may fill in."""
    computed = recalculate(BOOK, inputs=changes)
    assert computed.value("Compared", "H2") == 1


def test_a_month_outside_its_band_is_counted(book):
    """The sample holds one breach, so that the decision shows what one looks like."""
    statuses = [
        value
        for (_, column), value in book.cells("Layered hedge").items()
        if column == 7 and isinstance(value, str)
    ]
    assert statuses.count("below band") + statuses.count("above band") == 1


def test_neither_certain_way_wins_by_rounding():
    """With the forward at the parity rate the page calls the two certain ways equal."""
    at_parity = recalculate(BOOK, inputs={"forward": 1.5 * 1.061 / 1.09})
    cells = at_parity.cells("Compared")
    (row,) = (row for (row, _), value in cells.items() if value == "The better certain way")
    assert [value for (at, _), value in cells.items() if at == row][1] == "equal"
    best = [value for (_, column), value in cells.items() if column == 7]
    assert "equal: forward, money market" in best
    assert "forward" not in best
