"""Options in cells: units, keywords, tables, and the sentence behind each error."""

import math

import pytest

from xlhedge.worksheet import HEDGE_EXPLAIN, ExcelError
from xlhedge.worksheet.options import IMPLIED_VOLATILITY, OPTION_GREEKS, OPTION_PRICE


def test_a_table_of_greeks_says_what_each_figure_is_for():
    """One row a figure with its unit, theta a year and vega for 1.00 of volatility."""
    table = OPTION_GREEKS(49, 50, 0.05, 0.2, 0.3846)
    assert table[0] == ["figure", "value", "per"]
    assert [row[0] for row in table[1:]] == ["price", "delta", "gamma", "vega", "theta", "rho"]
    per = {row[0]: row[2] for row in table[1:]}
    assert (per["theta"], per["vega"], per["rho"]) == (
        "year",
        "1.00 of volatility",
        "1.00 of rate",
    )
    figures = {row[0]: row[1] for row in table[1:]}
    assert figures["price"] == OPTION_PRICE(49, 50, 0.05, 0.2, 0.3846)
    # Hull's section 19.5 prints a theta of -4.31 a year for this option
    assert figures["theta"] == pytest.approx(-4.31, abs=0.005)


def test_the_kind_of_option_in_any_case():
    """A keyword is read in any case; a call is the default."""
    args = (100, 95, 0.03, 0.2, 1, 0.01)
    assert OPTION_PRICE(*args) == OPTION_PRICE(*args, " Call ")
    put = 100 * math.exp(-0.01) - 95 * math.exp(-0.03)
    assert OPTION_PRICE(*args) - OPTION_PRICE(*args, "PUT") == pytest.approx(put)


def test_the_greeks_of_a_kink_are_errors_beside_a_price():
    """At the money on the last day the price is 0 and each greek #DIV/0!, with its reason."""
    table = OPTION_GREEKS(100, 100, 0.05, 0.2, 0)
    assert table[1][:2] == ["price", 0.0]
    assert [str(row[1]) for row in table[2:]] == ["#DIV/0!"] * 5
    assert "years is 0" in HEDGE_EXPLAIN("OPTION_GREEKS", 100, 100, 0.05, 0.2, 0)


def test_implied_volatility_undoes_the_price():
    """A cell with a price and one with its volatility agree, negative rates included."""
    price = OPTION_PRICE(1.08, 1.05, -0.005, 0.11, 0.75, 0.02, "put")
    assert IMPLIED_VOLATILITY(price, 1.08, 1.05, -0.005, 0.75, 0.02, "put") == pytest.approx(0.11)


@pytest.mark.parametrize(
    ("function", "args", "code", "named"),
    [
        (OPTION_PRICE, (0, 100, 0.05, 0.2, 1), "#NUM!", "spot"),
        (OPTION_PRICE, (100, 0, 0.05, 0.2, 1), "#NUM!", "strike"),
        (OPTION_PRICE, (100, 100, 0.05, -0.2, 1), "#NUM!", "volatility"),
        (OPTION_PRICE, (100, 100, 0.05, 0.2, -1), "#NUM!", "years"),
        (OPTION_PRICE, (100, 100, -800, 0.2, 1), "#NUM!", "rate"),
        (OPTION_PRICE, (100, 100, 0.05, 0.2, 1, 0, "straddle"), "#VALUE!", "kind"),
        (OPTION_GREEKS, (100, -1, 0.05, 0.2, 1), "#NUM!", "strike"),
        (IMPLIED_VOLATILITY, (120, 100, 100, 0.05, 1), "#NUM!", "option_price"),
        (IMPLIED_VOLATILITY, (4, 100, 100, 0.05, 1), "#NUM!", "option_price"),
        (IMPLIED_VOLATILITY, (4, 100, 100, 0.05, 0), "#NUM!", "years"),
        (IMPLIED_VOLATILITY, (True, 100, 100, 0.05, 1), "#VALUE!", "option_price"),
    ],
)
def test_what_cannot_be_computed_says_why(function, args, code, named):
    """Each trouble has its own Excel error and a sentence that names the argument."""
    result = function(*args)
    assert isinstance(result, ExcelError)
    assert str(result) == code
    assert named in result.message


def test_implied_volatility_quotes_the_bounds():
    """The sentence shows where a price would have to lie."""
    message = IMPLIED_VOLATILITY(120, 100, 90, 0, 1).message
    assert "120" in message
    assert "more than 10 and less than 100" in message
