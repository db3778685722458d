"""Forwards as a cell sees them: defaults, tables, errors; and the tests that take their values."""

import pytest

from xlhedge.worksheet.accounting import OCI_SPLIT
from xlhedge.worksheet.currency import FORWARD_PRICE, FX_FORWARD_RATE
from xlhedge.worksheet.effectiveness import HYPOTHETICAL_DERIVATIVE_TEST
from xlhedge.worksheet.forwards import (
    FORWARD_POINTS,
    FORWARD_VALUE,
    FX_FORWARD_QUOTE,
    FX_FORWARD_VALUE,
    HYPOTHETICAL_FORWARD_VALUES,
)

WORDS = [(), ("simple",), ("continuous",), ("annual",)]


@pytest.mark.parametrize("words", WORDS)
def test_all_of_them_compound_alike(words):
    """By default, and by each word: points, quote and value are those of FX_FORWARD_RATE."""
    forward = FX_FORWARD_RATE(150, -0.001, 0.04, 0.25, *words)
    points = FORWARD_POINTS(150, -0.001, 0.04, 0.25, 0.01, *words)
    assert 150 + points / 100 == pytest.approx(forward, rel=1e-14)
    quote = dict(FX_FORWARD_QUOTE(150, 150, -0.001, -0.001, 0.04, 0.04, 0.25, *words)[1:])
    assert quote == {"bid": pytest.approx(forward), "offer": pytest.approx(forward)}
    assert FX_FORWARD_VALUE(1e6, forward, 150, -0.001, 0.04, 0.25, *words) == 0
    table = HYPOTHETICAL_FORWARD_VALUES(
        1e6, forward, [[150]], [[-0.001]], [[0.04]], [[0.25]], *words
    )
    assert table[1] == [1, forward, 0, 0]


def test_a_point_is_a_ten_thousandth():
    """By default, and where the pip is left blank."""
    assert FORWARD_POINTS(1.1, 0.04, 0.02, 1) == pytest.approx(215.686, abs=1e-3)
    assert FORWARD_POINTS(1.1, 0.04, 0.02, 1, None, "annual") == FORWARD_POINTS(1.1, 0.04, 0.02, 1)


def test_a_forward_sold_is_the_other_side():
    """Sold is minus bought, in currencies and in commodities."""
    bought = FX_FORWARD_VALUE(1000, 1.1, 1.2, 0.04, 0.02, 0.5)
    assert FX_FORWARD_VALUE(-1000, 1.1, 1.2, 0.04, 0.02, 0.5) == -bought < 0
    price = FORWARD_PRICE(25, 0.1, 0.5)
    assert FORWARD_VALUE(-1, 24, price, 0.1, 0.5) == pytest.approx(-(25 - 24 * 0.951229425), 1e-8)


SPOTS = [[1.10], [1.12], [1.07], [1.09], [1.15], [1.11]]
FLAT = [[0.03], [0.031], [0.029], [0.03], [0.032], [0.03]]
LEFT = [[1.25], [1.0], [0.75], [0.5], [0.25], [0]]


def test_its_values_go_straight_into_the_accounting_tests():
    """The changes of a hedge with the same terms: ratio 1, and all of the value in OCI."""
    _, *rows = HYPOTHETICAL_FORWARD_VALUES(1e6, 1.105, SPOTS, FLAT, FLAT, LEFT)
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    changes, values = [[row[3]] for row in rows], [[row[2]] for row in rows]
    test = {row[0]: row for row in HYPOTHETICAL_DERIVATIVE_TEST(changes, changes)}
    assert test["cumulative ratio"][1] == pytest.approx(1)
    assert test["overall"][3] == "pass"
    assert [row[4] for row in OCI_SPLIT(values, values)[1:]] == [0] * 6


@pytest.mark.parametrize("hole", [None, "", "n/a", True, False])
def test_a_period_with_a_gap_has_no_row(hole):
    """The next change covers both, so that changes still add up to the value."""
    spots = [*SPOTS[:2], [hole], *SPOTS[3:]]
    _, *rows = HYPOTHETICAL_FORWARD_VALUES(1e6, 1.105, spots, FLAT, FLAT, LEFT)
    assert [row[0] for row in rows] == [1, 2, 4, 5, 6]
    assert sum(row[3] for row in rows) == pytest.approx(rows[-1][2])


@pytest.mark.parametrize(
    ("result", "code", "argument"),
    [
        (FORWARD_POINTS(-1, 0, 0, 1), "#NUM!", "spot"),
        (FORWARD_POINTS(1, 0, 0, 1, 0), "#NUM!", "pip"),
        (FORWARD_POINTS(1, 0, 0, 1, None, "daily"), "#VALUE!", "compounding"),
        (FX_FORWARD_QUOTE(1.2, 1.1, 0, 0, 0, 0, 1), "#NUM!", "spot_bid"),
        (FX_FORWARD_QUOTE(1, 1, 0.05, 0.04, 0, 0, 1), "#NUM!", "quote_lend"),
        (FX_FORWARD_QUOTE(1, 1, 0, 0, 0, 0, -1), "#NUM!", "years"),
        (FX_FORWARD_VALUE(1, -1, 1, 0, 0, 1), "#NUM!", "forward_rate"),
        (FX_FORWARD_VALUE(1, 1, 1, -2, 0, 1), "#NUM!", "rate_quote"),
        (FORWARD_VALUE(1, 1, 1, 0, -1), "#NUM!", "years"),
        (FORWARD_VALUE(1, 1, 1, 1e9, 1), "#NUM!", "rate"),
        (HYPOTHETICAL_FORWARD_VALUES(1, 1, SPOTS, FLAT, FLAT, LEFT[1:]), "#N/A", "years_left"),
        (HYPOTHETICAL_FORWARD_VALUES(1, 1, [[None]], [[0]], [[0]], [[0]]), "#DIV/0!", "spots"),
        (HYPOTHETICAL_FORWARD_VALUES(1, 1, SPOTS, FLAT, FLAT, LEFT[::-1]), "#NUM!", "years_left"),
        (HYPOTHETICAL_FORWARD_VALUES(1, 0, SPOTS, FLAT, FLAT, LEFT), "#NUM!", "inception_rate"),
        (HYPOTHETICAL_FORWARD_VALUES(1, 1, [[1]], [[-2]], [[0]], [[1]]), "#NUM!", "rates_quote"),
        (HYPOTHETICAL_FORWARD_VALUES(1, 1, [[1]], [[0]], [[-2]], [[1]]), "#NUM!", "rates_base"),
    ],
)
def test_errors_have_their_code_and_name_the_argument(result, code, argument):
    """Unequal counts are #N/A, nothing to take is #DIV/0!, outside the domain #NUM!."""
    assert str(result) == code
    assert argument in result.message
