"""Commodity functions as a cell sees them: defaults, tables, errors."""

import pytest

from xlhedge.worksheet.commodity import (
    CRACK_HEDGE_CONTRACTS,
    CRACK_SPREAD,
    CRUSH_SPREAD,
    YIELD_RISK_HEDGE_RATIO,
)


def test_a_crack_is_per_barrel_unless_said_otherwise():
    """The same package in three units; the keyword is read in any case."""
    prices = (80, 2.25, 2.0, 5, 3, 2)
    assert CRACK_SPREAD(*prices) == CRACK_SPREAD(*prices, "BBL")
    assert CRACK_SPREAD(*prices) * 5 == pytest.approx(CRACK_SPREAD(*prices, "package"))
    assert CRACK_SPREAD(*prices, "gallon_package") * 42 == pytest.approx(51.5)
    assert CRACK_SPREAD(80, 2.25, 2.0) == CRACK_SPREAD(80, 2.25, 2.0, 3, 2, 1, "bbl")


def test_a_crack_hedge_is_a_table_of_three_legs():
    """Buy crude, sell products; exact and nearest contracts."""
    table = CRACK_HEDGE_CONTRACTS(50_000)
    assert table[0] == [
        "leg",
        "unit",
        "exposure",
        "contract size",
        "contracts exact",
        "contracts nearest",
    ]
    assert [row[0] for row in table[1:]] == ["crude", "gasoline", "distillate"]
    assert [row[4] for row in table[1:]] == pytest.approx([50, -100 / 3, -50 / 3])
    assert [row[5] for row in table[1:]] == [50, -33, -17]


def test_the_crush_takes_dollars_a_bushel():
    """The exchange's example, and its conversions by default."""
    assert CRUSH_SPREAD(9.565, 297.2, 33.4) == pytest.approx(0.6474, abs=1e-12)
    assert CRUSH_SPREAD(9.565, 297.2, 33.4) == CRUSH_SPREAD(9.565, 297.2, 33.4, 44, 11)


@pytest.mark.parametrize(
    ("result", "code", "argument"),
    [
        (CRACK_SPREAD(1, 1, 1, 0), "#NUM!", "crude_parts"),
        (CRACK_SPREAD(1, 1, 1, 3, 2, 1, "gallon"), "#VALUE!", "per"),
        (CRACK_HEDGE_CONTRACTS(1, 3, -2), "#NUM!", "gasoline_parts"),
        (CRUSH_SPREAD(1, 1, 1, -44), "#NUM!", "meal_yield"),
        (YIELD_RISK_HEDGE_RATIO(-2, 0.3, 0.2), "#NUM!", "correlation_price_yield"),
        (YIELD_RISK_HEDGE_RATIO(-0.5, 0.3, 0), "#DIV/0!", "cv_price"),
        (YIELD_RISK_HEDGE_RATIO(-0.5, -0.3, 0.2), "#NUM!", "cv_yield"),
    ],
)
def test_errors_have_their_code_and_name_the_argument(result, code, argument):
    """Outside the domain is #NUM!, a zero divisor #DIV/0!, an unknown keyword #VALUE!."""
    assert str(result) == code
    assert argument in result.message
