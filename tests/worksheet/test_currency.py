"""Currency functions as a cell sees them: defaults, tables, errors."""

import pytest

from xlhedge.worksheet.currency import (
    CIP_BASIS,
    FORWARD_PRICE,
    FX_FORWARD_RATE,
    FX_HEDGE_COMPARE,
    FX_OPTION_HEDGE,
    MONEY_MARKET_HEDGE,
)

HOLES = [None, "", "n/a", True, False]


def test_compounding_is_simple_unless_said_otherwise():
    """The default is the money market's; a keyword is read in any case; others are refused."""
    plain = FX_FORWARD_RATE(0.62, 0.07, 0.05, 2)
    assert plain == FX_FORWARD_RATE(0.62, 0.07, 0.05, 2, " Simple")
    assert plain != FX_FORWARD_RATE(0.62, 0.07, 0.05, 2, "continuous")
    refused = FX_FORWARD_RATE(0.62, 0.07, 0.05, 2, "monthly")
    assert str(refused) == "#VALUE!"
    assert '"simple" or "continuous" or "annual"' in refused.message


@pytest.mark.parametrize("words", [(), ("simple",), ("continuous",), ("annual",)])
def test_forward_basis_and_money_market_compound_alike(words):
    """By default, and by each word: the forward has no basis, and the money market pays it."""
    forward = FX_FORWARD_RATE(150, -0.001, 0.04, 0.25, *words)
    assert CIP_BASIS(150, forward, -0.001, 0.04, 0.25, *words) == pytest.approx(0, abs=1e-13)
    market = MONEY_MARKET_HEDGE(1e6, 150, -0.001, 0.04, 0.25, *words)
    assert market == pytest.approx(1e6 * forward, rel=1e-14)
    table = FX_HEDGE_COMPARE(1e6, 150, forward, 1, 0, -0.001, 0.04, [[100]], 0.25, *words)
    assert table[1][2] == market
    assert table[1][-1] == "equal: forward, money market"


def test_forward_price_arguments_keep_their_places():
    """Yield, income and storage are the fourth, fifth and sixth argument."""
    assert FORWARD_PRICE(100, 0.05, 1, 0.05) == 100
    assert FORWARD_PRICE(100, 0, 1, 0, 4) == 96
    assert FORWARD_PRICE(100, 0, 1, None, None, 4) == 104
    assert FORWARD_PRICE(100, 0.05, 2, 0, 0, 0, "annual") == pytest.approx(110.25)


def test_a_payable_is_money_paid():
    """Amounts owed give negative home currency, dearer by the premium."""
    assert MONEY_MARKET_HEDGE(-1000, 1.5, 0, 0) == -1500
    assert FX_OPTION_HEDGE(-1000, 1.46, 0.02, 1.6) == pytest.approx(-1480)
    assert FX_OPTION_HEDGE(-1000, 1.46, 0.02, 1.3) == pytest.approx(-1320)


def test_comparison_is_a_table_with_a_row_for_each_scenario():
    """Titles carry units, blanks among the scenarios are left out, and the best is named."""
    table = FX_HEDGE_COMPARE(
        1000, 1.5, 1.46, 1.46, 0.02, 0, 0.03, [[1.3, None, 1.6], ["x", True, 1.47]]
    )
    assert table[0] == [
        "spot close",
        "forward [money]",
        "money market [money]",
        "option [money]",
        "unhedged [money]",
        "best",
    ]
    assert [row[0] for row in table[1:]] == [1.3, 1.6, 1.47]
    assert [row[-1] for row in table[1:]] == ["forward", "unhedged", "unhedged"]
    assert table[1][1:5] == pytest.approx([1460, 1500 / 1.03, 1440, 1300])


@pytest.mark.parametrize("hole", HOLES)
def test_a_comparison_without_a_scenario_is_undefined(hole):
    """Nothing but blanks, texts and TRUE/FALSE is no scenario."""
    result = FX_HEDGE_COMPARE(1000, 1.5, 1.46, 1.46, 0.02, 0, 0.03, [[hole]])
    assert str(result) == "#DIV/0!"
    assert "spot_scenarios" in result.message


@pytest.mark.parametrize(
    ("result", "code", "argument"),
    [
        (FX_FORWARD_RATE(-1, 0, 0, 1), "#NUM!", "spot"),
        (FX_FORWARD_RATE(1, 0, -1, 1, "simple"), "#NUM!", "rate_base"),
        (FX_FORWARD_RATE(1, 0, 0, -1), "#NUM!", "years"),
        (FX_FORWARD_RATE(1, 1e9, 0, 1, "continuous"), "#NUM!", "rate_quote"),
        (FORWARD_PRICE(1, 0, 1, 0, 2), "#NUM!", "income_pv"),
        (CIP_BASIS(1, 1, 0, 0, 0), "#DIV/0!", "years"),
        (CIP_BASIS(1, -1, 0, 0, 1), "#NUM!", "forward"),
        (MONEY_MARKET_HEDGE(1, 1, -2, 0), "#NUM!", "rate_domestic"),
        (MONEY_MARKET_HEDGE(1, 1, 0, -2), "#NUM!", "rate_foreign"),
        (FX_OPTION_HEDGE(1, 1, -1, 1), "#NUM!", "premium"),
        (FX_HEDGE_COMPARE(0, 1, 1, 1, 0, 0, 0, [[1]]), "#DIV/0!", "amount"),
        (FX_HEDGE_COMPARE(1, 1, 0, 1, 0, 0, 0, [[1]]), "#NUM!", "forward"),
    ],
)
def test_errors_have_their_code_and_name_the_argument(result, code, argument):
    """Outside the domain is #NUM!, a zero divisor #DIV/0!."""
    assert str(result) == code
    assert argument in result.message
