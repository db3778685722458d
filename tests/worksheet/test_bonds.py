"""Bonds as a cell sees them: tables, defaults, errors, and the hedges that take their figures."""

import pytest

from xlhedge.worksheet.bonds import BOND_RISK, CHEAPEST_TO_DELIVER
from xlhedge.worksheet.rates import DURATION_HEDGE_CONTRACTS, DV01_HEDGE_CONTRACTS


def test_coupons_are_paid_twice_a_year_by_default():
    """Two payments a year as most bond markets have them; the labels carry units."""
    table = BOND_RISK(100, 0.06, 0.05, 10)
    assert table == BOND_RISK(100, 0.06, 0.05, 10, 2)
    assert [name for name, _ in table] == [
        "figure",
        "price [money]",
        "macaulay duration [years]",
        "modified duration [years]",
        "dv01 [money]",
        "convexity [years^2]",
    ]


def test_its_figures_go_straight_into_the_hedges():
    """DV01 and modified duration of the same two bonds give the same number of contracts."""
    book, ctd = dict(BOND_RISK(5e7, 0.04, 0.045, 8)[1:]), dict(BOND_RISK(1e5, 0.06, 0.05, 7)[1:])
    by_dv01 = DV01_HEDGE_CONTRACTS(book["dv01 [money]"], ctd["dv01 [money]"])
    by_duration = DURATION_HEDGE_CONTRACTS(
        book["price [money]"],
        book["modified duration [years]"],
        ctd["price [money]"],
        ctd["modified duration [years]"],
    )
    assert by_dv01 == pytest.approx(by_duration, rel=1e-12)
    assert by_dv01 < 0


def test_the_cheapest_bond_is_marked():
    """Hull, example 6.2: the second of three; a bond with a gap is left out."""
    table = CHEAPEST_TO_DELIVER([[99.5], [143.5], [119.75]], [[1.0382], [1.5188], [1.2615]], 93.25)
    assert table[0] == ["bond", "price", "invoice price", "cost", "status"]
    assert [row[4] for row in table[1:]] == ["dearer", "cheapest", "dearer"]
    gap = CHEAPEST_TO_DELIVER([[99.5], ["n/a"], [119.75]], [[1.0382], [1.5188], [1.2615]], 93.25)
    assert [(row[0], row[4]) for row in gap[1:]] == [(1, "dearer"), (3, "cheapest")]


@pytest.mark.parametrize(
    ("result", "code", "argument"),
    [
        (BOND_RISK(100, -0.01, 0.05, 5), "#NUM!", "coupon_rate"),
        (BOND_RISK(100, 0.05, -3, 5), "#NUM!", "yield_rate"),
        (BOND_RISK(100, 0.05, 0.05, 5.1), "#NUM!", "years"),
        (BOND_RISK(100, 0.05, 0.05, 5, 2.5), "#NUM!", "frequency"),
        (CHEAPEST_TO_DELIVER([[1]], [[1], [2]], 1), "#N/A", "conversion_factors"),
        (CHEAPEST_TO_DELIVER([["x"]], [[1]], 1), "#DIV/0!", "prices"),
        (CHEAPEST_TO_DELIVER([[100]], [[0]], 1), "#NUM!", "conversion_factors"),
        (CHEAPEST_TO_DELIVER([[100]], [[1]], -1), "#NUM!", "futures_price"),
    ],
)
def test_errors_have_their_code_and_name_the_argument(result, code, argument):
    """Unequal counts are #N/A, nothing to take is #DIV/0!, outside the domain #NUM!."""
    assert str(result) == code
    assert argument in result.message
