"""The treasury book's forwards: their value deal by deal, and forward points by date."""

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from xlhedge.core import currency, forwards
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.templates import checks

BOOK = Path(__file__).parents[2] / "workbooks" / "treasury-fx.xlsx"
FIRST, LAST = 7, 86  # rows of deals on Forwards
TERMS = range(22, 27)  # rows of the sample on Interest
DAY = dt.date(2026, 11, 20)
CODES = ("EUR", "GBP", "JPY", "CAD")


def computed(changes=None):
    """Return the book with other inputs."""
    return recalculate(BOOK, inputs=changes or {})


def failing(changes):
    """Return the checks that fail with other inputs."""
    return checks.failing(computed(changes).cells(checks.NAME))


@pytest.fixture(scope="module")
def book():
    """The workbook as it is handed out."""
    return computed()


def serial(day):
    """Return Excel's number of a day."""
    return (day - dt.date(1899, 12, 30)).days


def curves(book):
    """Return terms, rates at home, and rates abroad by code."""
    cells = book.cells("Interest")
    columns = [np.array([cells[row, column] for row in TERMS]) for column in range(2, 8)]
    return columns[0], columns[1], dict(zip(CODES, columns[2:], strict=True))


def test_each_deal_is_worth_what_the_core_says(book):
    """By its own rates, read off the terms at its time left: currency, side, amount, maturity."""
    terms, home, abroad = curves(book)
    spots = {code: book.value("Inputs", f"C{12 + i}") for i, code in enumerate(CODES)}
    total = 0.0
    for row in range(FIRST, FIRST + 48):
        code, side, amount, agreed, maturity = (
            book.value("Forwards", f"{column}{row}") for column in "CDEFG"
        )
        years = (maturity - serial(DAY)) / 360
        expected = forwards.fx_forward_value(
            amount * {"buy": 1, "sell": -1}[side],
            agreed,
            spots[code],
            np.interp(years, terms, home),
            np.interp(years, terms, abroad[code]),
            years,
        )
        assert math.isclose(book.value("Forwards", f"T{row}"), expected, abs_tol=1e-9), row
        total += expected
    shown = figures(book, "Forwards")["Fair value"]
    assert math.isclose(shown, total, abs_tol=1e-9)


def figures(book, sheet):
    """Return the figures of a page by their labels."""
    cells = book.cells(sheet)
    return {v: cells.get((row, 3)) for (row, column), v in cells.items() if column == 2}


def test_a_forward_at_todays_rate_is_worth_nothing(book):
    """And buying is worth what selling costs."""
    today = {f"Forwards!F{row}": book.value("Forwards", f"S{row}") for row in range(FIRST, 55)}
    at_market = computed(today)
    assert math.isclose(figures(at_market, "Forwards")["Fair value"], 0, abs_tol=1e-9)
    turned = {
        f"Forwards!D{row}": {"buy": "sell", "sell": "buy"}[book.value("Forwards", f"D{row}")]
        for row in range(FIRST, 55)
    }
    other_side = figures(computed(turned), "Forwards")["Fair value"]
    assert math.isclose(other_side, -figures(book, "Forwards")["Fair value"], abs_tol=1e-9)


def flat(home, abroad, spot, days):
    """Return inputs for one currency at flat rates, its first month so many days ahead."""
    month = dt.date(2026, 12, 31)
    rates = {f"Interest!{c}{r}": v for r in TERMS for c, v in (("C", home), ("D", abroad))}
    # its history is of another rate: no matter here
    return rates | {"Inputs!C12": spot, "as_of": month - dt.timedelta(days=days)}


@pytest.mark.parametrize(
    ("rates", "days", "published", "printed_to"),
    [
        ((0.04, 0.01, 1.3), 90, 97.2, 0.1),  # leetquiz, from a rounded ratio
        ((0.0063, 0.0075, 1.0072), 270, -9.02, 0.02),  # leetquiz CFA, CHF/USD
        ((0.0141, 0.0487, 1.0145), 270, -254, 0.5),  # CFA Program Curriculum, CAD/AUD
    ],
)
def test_published_forward_points(rates, days, published, printed_to):
    """The points of the first month are the printed ones."""
    points = computed(flat(*rates, days)).cells("Forward points")
    assert math.isclose(points[15, 17], published, abs_tol=printed_to)


def test_points_typed_value_the_forwards_as_rates_do(book):
    """Points of the same rates at every term: parity gives the rates abroad back."""
    terms, home, abroad = curves(book)
    typed = {}
    for i, (code, letter) in enumerate(zip(CODES, "DEFG", strict=True)):
        spot = book.value("Inputs", f"C{12 + i}")
        pip = book.value("Interest", f"{letter}18")
        typed[f"Interest!{letter}16"] = "points"
        for row, years, here, there in zip(TERMS, terms, home, abroad[code], strict=True):
            forward = currency.fx_forward_rate(spot, here, there, years)
            typed[f"Interest!{letter}{row}"] = (forward - spot) / pip
    by_points = computed(typed)
    assert checks.failing(by_points.cells(checks.NAME)) == []
    values = [figures(b, "Forwards")["Fair value"] for b in (book, by_points)]
    assert math.isclose(*values, rel_tol=1e-9)


def test_bid_and_offer_stand_round_the_middle(book):
    """By the spreads typed; without them all three are one."""
    cells = book.cells("Forward points")
    assert all(cells[row, 15] < cells[row, 14] < cells[row, 16] for row in range(15, 27))
    bare = computed({"Interest!C10": 0, "Interest!C11": 0}).cells("Forward points")
    for row in range(15, 27):
        assert math.isclose(bare[row, 15], bare[row, 14])
        assert math.isclose(bare[row, 16], bare[row, 14])


def test_deals_are_the_forwards_held(book):
    """A deal below the last one counts in its month, its currency and in what is protected."""
    deal = {"Forwards!B55": "F49", "Forwards!C55": "EUR", "Forwards!D55": "sell"}
    deal |= {"Forwards!E55": 150, "Forwards!F55": 1.1, "Forwards!G55": dt.date(2026, 12, 15)}
    with_it = computed(deal)
    assert checks.failing(with_it.cells(checks.NAME)) == []
    held = next(row for (row, c), v in book.cells("Cash flows").items() if str(v)[:2] == "3 ") + 3
    assert book.value("Cash flows", f"C{held}") == -1350
    assert with_it.value("Cash flows", f"C{held}") == -1500
    shares = [figures(b, "Exposures")["Protected now"] for b in (book, with_it)]
    assert shares[1] > shares[0]


def test_below_the_last_deal_nothing_can_be_typed():
    """A deal that no formula would read is refused, in so many words."""
    with pytest.raises(BadBook, match="locked on a protected sheet"):
        computed({f"Forwards!E{LAST + 1}": 100})


SLIPS = {"Forwards!D7": None, "Forwards!F8": None, "Forwards!F10": 7.277, "Forwards!F11": 0.9}
SLIPS |= {"Interest!F24": None, "Interest!D24": 2.05, "Forwards!G54": dt.date(2029, 6, 30)}
OTHERS = {"as_of": dt.date(2027, 1, 15), "Interest!C22": None, "Interest!B23": 0.9}
OTHERS |= {"Interest!D16": "points"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (
            SLIPS,
            [
                "each has a currency, side",
                "each is valued",
                "no agreed rate is doubtful",
                "figures for all terms, or for none",
                "no rate is doubtful",
                "the rates on Interest reach",
                "all forwards stand in a month",
            ],
        ),
        (OTHERS, ["none has matured", "each is valued", "a rate at home", "terms rise", "points"]),
        ({f"Interest!F{row}": None for row in TERMS}, ["each is valued"]),
        ({"Forwards!F9": 145}, ["no agreed rate is doubtful"]),  # yen the other way round
    ],
    ids=["slips", "others", "no rates", "turned"],
)
def test_what_would_be_valued_wrongly_fails_a_check(changes, named):
    """A matured deal, a blank in a line, a rate the other way round: a check names it."""
    failed = failing(changes)
    assert [says for says in named if not any(says in text for text in failed)] == []


def test_a_loss_beyond_the_credit_line_is_outside():
    """The verdict follows the limit."""
    assert figures(computed(), "Forwards")["Credit line"] == "within the line"
    assert figures(computed({"Inputs!C80": 100}), "Forwards")["Credit line"] == "outside the line"
