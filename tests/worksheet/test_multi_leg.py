"""MULTI_HEDGE_RATIO as a cell sees it."""

import pytest

from xlhedge.worksheet.multi_leg import MULTI_HEDGE_RATIO

SPOT = [[3.0], [3.1], [3.05], [3.2], [3.15], [3.3], [3.1], [3.25]]
LEGS = [
    [3.4, 1.10],
    [3.5, 1.11],
    [3.45, 1.09],
    [3.65, 1.12],
    [3.5, 1.10],
    [3.7, 1.15],
    [3.45, 1.13],
    [3.6, 1.12],
]


def test_the_table():
    """A row a leg, then the regression's figures; rectangular, with a header."""
    table = MULTI_HEDGE_RATIO(SPOT, LEGS)
    assert [row[0] for row in table] == [
        "leg", "leg 1", "leg 2", "observations", "dropped", "alpha", "r squared", "residual sd",
    ]  # fmt: skip
    assert {len(row) for row in table} == {4}
    assert table[3][1] == 7


def test_one_row_of_prices_is_one_leg():
    """A row against a row, or against a column, is one leg, as everywhere else."""
    column = [[leg[0]] for leg in LEGS]
    row = [[leg[0] for leg in LEGS]]
    assert MULTI_HEDGE_RATIO(SPOT, row) == MULTI_HEDGE_RATIO(SPOT, column)


def test_a_blank_in_one_leg_drops_the_row():
    """A text or a blank in any leg is a dropped row, and is counted."""
    holed = [row[:] for row in LEGS]
    holed[7][1] = "n/a"
    table = dict(row[:2] for row in MULTI_HEDGE_RATIO(SPOT, holed)[3:])
    assert (table["observations"], table["dropped"]) == (6, 1)


def test_a_ridge_has_no_p_value():
    """The p-value of a shrunken ratio is an error cell that says why; the rest stands."""
    table = MULTI_HEDGE_RATIO(SPOT, LEGS, "price", 1, 0.1)
    assert str(table[1][3]) == "#NUM!"
    assert "ridge" in table[1][3].message
    assert isinstance(table[1][1], float)


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        ((SPOT[1:], LEGS), "#N/A", "leg 1 of hedges"),
        ((SPOT[:4], LEGS[:4]), "#DIV/0!", "hedges"),
        ((SPOT, [[a, 2 * a] for a, _ in LEGS]), "#NUM!", "legs 1 and 2 of hedges"),
        ((SPOT, [[a, 1] for a, _ in LEGS]), "#DIV/0!", "leg 2 of hedges"),
        ((SPOT, LEGS, "price", 1, -1), "#NUM!", "ridge"),
        ((SPOT, LEGS, "prices"), "#VALUE!", "changes"),
        ((SPOT, "F"), "#VALUE!", "hedges"),
    ],
)
def test_errors(arguments, code, named):
    """Each trouble has Excel's code and a sentence that names the argument."""
    result = MULTI_HEDGE_RATIO(*arguments)
    assert str(result) == code
    assert named in result.message
