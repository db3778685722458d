"""The rates book's bonds: what each does as its yield moves, and the cheapest to deliver."""

import datetime as dt
import math
from pathlib import Path

import pytest

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.templates import checks

BOOK = Path(__file__).parents[2] / "workbooks" / "rates-hedge.xlsx"
FIRST, LAST = 9, 28  # rows of bonds
DAY = dt.date(2026, 11, 20)


def computed(changes=None):
    """Return the book with other inputs."""
    return recalculate(BOOK, inputs=changes or {})


@pytest.fixture(scope="module")
def book():
    """The workbook as it is handed out."""
    return computed()


def bond(row, face, coupon, payments, quoted_yield, maturity, factor=None):
    """Return the inputs of one bond."""
    values = (f"bond {row}", face, coupon, payments, quoted_yield, maturity, factor)
    return {f"Bonds!{column}{row}": v for column, v in zip("BCDEFGH", values, strict=True)}


def only(*bonds):
    """Return inputs for these bonds alone, from the first row on."""
    blank = {f"Bonds!{column}{row}": None for row in range(FIRST, 16) for column in "BCDEFGH"}
    return blank | {k: v for i, b in enumerate(bonds) for k, v in bond(FIRST + i, *b).items()}


def figures(book):
    """Return the figures of the page by their labels, the lowest of a name."""
    cells = book.cells("Bonds")
    return {v: cells.get((row, 3)) for (row, column), v in sorted(cells.items()) if column == 2}


@pytest.mark.parametrize(
    ("of", "figure", "published", "printed_to"),
    [
        # Hull, section 4.10: a 3-year 10 % bond at 12.3673 %, half-yearly
        ((100, 0.1, 2, 0.123673, dt.date(2029, 11, 20)), "Value", 94.213, 0.0005),
        ((100, 0.1, 2, 0.123673, dt.date(2029, 11, 20)), "Duration", 2.4985, 0.0001),
        # Fabozzi's 6 % 25-year bond at 9 %, by Vora, University of New Mexico
        ((100, 0.06, 2, 0.09, dt.date(2051, 11, 20)), "Value", 70.356988, 5e-7),
        ((100, 0.06, 2, 0.09, dt.date(2051, 11, 20)), "Duration", 10.617549, 5e-7),
        ((100, 0.06, 2, 0.09, dt.date(2051, 11, 20)), "DV01", 0.074702, 5e-7),
        ((100, 0.06, 2, 0.09, dt.date(2051, 11, 20)), "Convexity", 182.910975, 5e-7),
        # Masaryk University: 8 %, five years, at 10 %, yearly
        ((100, 0.08, 1, 0.1, dt.date(2031, 11, 20)), "Convexity", 20.09731536, 5e-9),
    ],
)
def test_published_bonds(of, figure, published, printed_to):
    """On a coupon day each figure is the printed one."""
    shown = figures(computed(only(of) | {"future_from": "typed"}))[figure]
    assert math.isclose(shown, published, abs_tol=printed_to)


def worth(of, day, rise=0.0):
    """Return a bond's value with accrued interest, payment by payment, on a 30/360 calendar."""
    face, coupon, payments, quoted_yield, maturity = of
    days = (maturity.year - day.year) * 360 + (maturity.month - day.month) * 30
    periods = (days + maturity.day - day.day) / (360 / payments)
    rate = 1 + (quoted_yield + rise) / payments
    value = face * rate**-periods
    while periods > 1e-12:
        value += face * coupon / payments * rate**-periods
        periods -= 1
    return value


def test_between_coupons_it_is_what_the_payments_say():
    """Value, DV01 and convexity against each payment discounted, and its yield moved a little."""
    mine = (
        (2000000, 0.0375, 2, 0.041, dt.date(2034, 8, 15)),
        (-750000, 0.02, 1, 0.03, dt.date(2030, 3, 1)),
        (500000, 0.05, 4, 0.045, dt.date(2027, 1, 10)),
        (300000, 0.0, 2, 0.05, dt.date(2040, 6, 30)),
    )
    shown = figures(computed(only(*mine) | {"future_from": "typed"}))
    up, here, down = (sum(worth(of, DAY, rise) for of in mine) for rise in (1e-5, 0, -1e-5))
    assert math.isclose(shown["Value"], here, rel_tol=1e-9)
    assert math.isclose(shown["DV01"], (down - up) / 2e-5 * 1e-4, rel_tol=1e-6)
    assert math.isclose(shown["Convexity"], (down + up - 2 * here) / 1e-10 / here, rel_tol=1e-3)


def test_the_total_feeds_every_hedge(book):
    """Twice the bonds, twice the contracts and the notional."""
    faces = (3850000, 5000000, 1200000)
    twice = computed({f"Bonds!C{FIRST + i}": 2 * face for i, face in enumerate(faces)})
    for name in ("contracts_by_duration", "contracts_by_value", "swap_notional"):
        assert math.isclose(twice.names[name].value, 2 * book.names[name].value, rel_tol=1e-9)


def test_another_bond_becomes_the_cheapest():
    """The contract's DV01 is that of the one that costs least, by its own factor."""
    dearer = computed({"Bonds!F12": 0.035})  # the cheapest one's yield falls: its price rises
    shown = figures(dearer)
    assert shown["The cheapest to deliver"] == "Deliverable E, 3 7/8 %"
    assert math.isclose(dearer.names["factor_used"].value, 0.8732)
    assert math.isclose(dearer.names["cheapest_bp"].value, 100.01926 * 6.80858 / 10, rel_tol=1e-6)


def test_fifteen_bonds_and_more_are_taken_up(book):
    """Down to the last row each adds its DV01; below it nothing can be typed."""
    more = {}
    for row in range(16, LAST + 1):
        maturity = dt.date(2028 + row // 2, 1 + row % 12, 15)
        more |= bond(row, 100000, 0.04, 2, 0.04, maturity, 0.9 if row < 24 else None)
    full = computed(more)
    assert checks.failing(full.cells(checks.NAME)) == []
    added = sum(full.value("Bonds", f"U{row}") for row in range(16, LAST + 1))
    assert added > 1000
    before = book.names["position_bp"].value
    assert math.isclose(full.names["position_bp"].value, before + added)
    with pytest.raises(BadBook, match="locked on a protected sheet"):
        computed({f"Bonds!C{LAST + 1}": 100})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"Bonds!G9": dt.date(2026, 11, 15)}, "each with a face or a factor is valued"),
        ({"Bonds!F10": None}, "each has a coupon"),
        ({"Bonds!G11": None}, "each with a face or a factor is valued"),
        ({f"Bonds!H{row}": None for row in range(FIRST, 16)}, "Duration and DV01: no error"),
    ],
    ids=["matured", "no yield", "no maturity", "none to deliver"],
)
def test_a_bond_that_cannot_count_fails_a_check(changes, named):
    """A matured bond, a blank, no bond to deliver: a check names it."""
    failed = checks.failing(computed(changes).cells(checks.NAME))
    assert any(named in text for text in failed), failed
