"""Option hedges in cells: the table of positions, whatever way its ranges lie."""

import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.option_hedges import (
    DELTA_HEDGE_FUTURES,
    GREEK_HEDGE,
    PUT_HEDGE_CONTRACTS,
    PUT_HEDGE_STRIKE,
    PUT_PAYOFF,
)

BOOK = [[-450, -6000, -4000]]
ONE = [[0.6, 1.5, 0.8]]
TWO = [[0.6, 1.5, 0.8], [0.1, 0.5, 0.6]]


def test_as_many_options_as_greeks_leave_nothing():
    """Hull's second option takes away vega too: no row tells of anything left."""
    table = GREEK_HEDGE(BOOK, TWO)
    assert [row[0] for row in table] == ["position", "underlying", "option 1", "option 2"]
    units = {row[0]: row[1] for row in table[1:]}
    assert 1.5 * units["option 1"] + 0.5 * units["option 2"] == pytest.approx(6000)
    assert 0.8 * units["option 1"] + 0.6 * units["option 2"] == pytest.approx(4000)
    delta = -450 + 0.6 * units["option 1"] + 0.1 * units["option 2"]
    assert units["underlying"] == pytest.approx(-delta)


def test_columns_are_as_good_as_rows():
    """The portfolio's greeks, and those of a single option, may stand in a column."""
    column = [[cell] for cell in BOOK[0]]
    assert GREEK_HEDGE(column, ONE) == GREEK_HEDGE(BOOK, ONE)
    assert GREEK_HEDGE(column, [[cell] for cell in ONE[0]]) == GREEK_HEDGE(BOOK, ONE)
    assert GREEK_HEDGE(column, TWO) == GREEK_HEDGE(BOOK, TWO)


def test_empty_rows_below_the_options_are_dropped():
    """A range selected too generously gives the same table."""
    assert GREEK_HEDGE(BOOK, [*TWO, [None, None, None], ["", None, ""]]) == GREEK_HEDGE(BOOK, TWO)


@pytest.mark.parametrize(
    ("args", "code", "named"),
    [
        ((BOOK, [[0.6, 1.5]]), "#N/A", "option_greeks"),
        (([[1, 2]], [[1, 2], [1, 3]]), "#N/A", "option_greeks"),
        ((BOOK, [[None, None, None]]), "#DIV/0!", "option_greeks"),
        ((BOOK, [[0.6, 0, 0.8]]), "#DIV/0!", "gamma"),
        (([[1]], [[1]]), "#DIV/0!", "portfolio_greeks"),
        ((BOOK, [[1, 2, 3], [2, 4, 6]]), "#NUM!", "option_greeks"),
        (([[1, None, 3]], ONE), "#VALUE!", "portfolio_greeks"),
        ((BOOK, [[0.6, "n/a", 0.8]]), "#VALUE!", "gamma"),
    ],
)
def test_greeks_that_cannot_be_hedged_say_why(args, code, named):
    """Each trouble has its own Excel error and a sentence that names the range or the greek."""
    result = GREEK_HEDGE(*args)
    assert isinstance(result, ExcelError)
    assert str(result) == code
    assert named in result.message


@pytest.mark.parametrize(
    ("function", "args", "code", "named"),
    [
        (DELTA_HEDGE_FUTURES, (1, 0.05, 0, -1), "#NUM!", "years"),
        (PUT_HEDGE_CONTRACTS, (1, 0), "#DIV/0!", "index_level"),
        (PUT_HEDGE_CONTRACTS, (-1, 1), "#NUM!", "portfolio_value"),
        (PUT_HEDGE_CONTRACTS, (1, 1, 0), "#NUM!", "multiplier"),
        (PUT_HEDGE_STRIKE, (0, 1, 1, 1, 0, 0), "#DIV/0!", "portfolio_value"),
        (PUT_HEDGE_STRIKE, (1, 1, 1, 0, 0, 0), "#DIV/0!", "beta"),
        (PUT_HEDGE_STRIKE, (1, 0.1, 1, 0.5, 0, 0), "#NUM!", "floor_value"),
        (PUT_PAYOFF, (1, 1, 1, 0), "#NUM!", "multiplier"),
        (PUT_PAYOFF, (1, 1, 1, 1, -1), "#NUM!", "premium"),
    ],
)
def test_what_cannot_be_computed_says_why(function, args, code, named):
    """Each trouble has its own Excel error and a sentence that names the argument."""
    result = function(*args)
    assert isinstance(result, ExcelError)
    assert str(result) == code
    assert named in result.message


def test_index_puts_have_the_usual_multiplier():
    """100 a point and a beta of 1 where nothing else is said."""
    assert PUT_HEDGE_CONTRACTS(500000, 1000) == PUT_HEDGE_CONTRACTS(500000, 1000, 100, 1) == 5
