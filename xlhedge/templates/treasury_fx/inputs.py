"""The Inputs sheet: currencies, cash flows, forwards held, the policy, the deal, the risk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.cells import Cell
from xlhedge.templates.rules import (
    Rule,
    above,
    any_number,
    at_least,
    between,
    day_since,
    text_up_to,
    whole_number,
)

if TYPE_CHECKING:
    from xlhedge.templates.book import Book

QUOTE = "USD/unit"
MONTHS = 12
# code, spot, volatility a year, correlations: plausible and made up
CURRENCIES = (
    ("EUR", 1.1, 0.08, (1, 0.65, 0.35, 0.45)),
    ("GBP", 1.3, 0.09, (0.65, 1, 0.25, 0.45)),
    ("JPY", 0.0067, 0.1, (0.35, 0.25, 1, 0.15)),
    ("CAD", 0.73, 0.07, (0.45, 0.45, 0.15, 1)),
)
COUNT = len(CURRENCIES)
# by month: received, paid, and held forward; thousands of units
RECEIVED = (
    (2400, 2200, 2600, 2500, 2700, 2300, 2600, 2800, 2500, 2900, 2700, 3000),
    (500, 600, 550, 500, 650, 600, 550, 600, 500, 650, 600, 700),
    (30000, 25000, 35000, 30000, 30000, 40000, 35000, 30000, 25000, 30000, 35000, 30000),
    (1500, 1400, 1600, 1500, 1700, 1600, 1500, 1800, 1700, 1600, 1500, 1900),
)
PAID = (
    (-900, -800, -950, -900, -1000, -850, -900, -1000, -900, -1100, -1000, -1100),
    (-1100, -1000, -1200, -1150, -1300, -1200, -1100, -1250, -1200, -1300, -1200, -1400),
    (
        *(-150000, -160000, -140000, -150000, -170000, -160000),
        *(-150000, -165000, -150000, -160000, -170000, -155000),
    ),
    (-300, -350, -300, -250, -350, -300, -300, -400, -350, -300, -300, -400),
)
HELD = (
    (-1350, -1250, -1400, -1200, -1250, -1050, -800, -850, -700, -400, -300, -250),
    (550, 350, 550, 450, 450, 400, 200, 300, 300, 100, 100, 100),
    (110000, 120000, 90000, 80000, 90000, 80000, 50000, 60000, 55000, 30000, 30000, 20000),
    (-800, -850, -1000, -900, -950, -900, -700, -750, -700, -450, -400, -500),
)
SCHEDULE = (*(0.9,) * 3, *(0.75,) * 3, *(0.5,) * 3, *(0.25,) * 3)
POLICY = ((0, 3, 0.75, 1), (3, 6, 0.6, 0.9), (6, 9, 0.35, 0.65), (9, 12, 0.1, 0.4))
SCENARIOS = (1.3, 1.4, 1.46, 1.5, 1.6, 1.7)
SHOWN = len(SCENARIOS)


class Inputs(NamedTuple):
    """The cells a treasurer fills in; lists hold one column a currency."""

    codes: Cell
    spots: Cell
    volatilities: Cell
    correlations: Cell
    days: Cell
    received: list[Cell]
    paid: list[Cell]
    held: list[Cell]
    schedule: Cell
    limit: Cell


def write(book: Book, today: dt.date) -> tuple[Inputs, Sheet]:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Inputs",
        "Inputs: currencies, cash flows, forwards, policy and the deal at hand",
        "Everything you may change. Amounts in thousands of units, home currency USD.",
        (36, 15, 16, 15, 15, 15, 15),
    )
    currencies = _currencies(sheet)
    sheet.section("2  Cash flows by month: thousands of units, in the order of section 1")
    days, received = _months(sheet, "You will receive (+)", RECEIVED, at_least(0), today)
    no_more = Rule(between(-1e15, 0).options, "a number of 0 or less")
    _, paid = _months(sheet, "You will pay (-)", PAID, no_more, today)
    sheet.worksheet.set_h_pagebreaks([sheet.row + 1])
    sheet.section("3  Forwards held by month: thousands of units")
    _, held = _months(sheet, "Held: - sold, + bought", HELD, any_number(), today)
    schedule = _policy(sheet)
    _deal(sheet)
    limit = _risk(sheet)
    return Inputs(*currencies, days, received, paid, held, schedule, limit), sheet


def _currencies(sheet: Sheet) -> tuple[Cell, Cell, Cell, Cell]:
    sheet.section("1  Currencies")
    codes, spots, volatilities = sheet.input_table(
        (
            Field("Currency", "code", "general", text_up_to(3), "Three letters."),
            Field("Spot rate", QUOTE, "rate", above(0), "USD for one unit today.", "spot_rates"),
            Field(
                "Volatility",
                "a year",
                "percent1",
                between(0, 5),
                "Standard deviation of the rate's changes in a year.",
                "volatilities",
            ),
        ),
        [line[:3] for line in CURRENCIES],
    )
    sheet.group("Correlations of their changes, symmetric with 1 on the diagonal")
    columns = sheet.input_table(
        tuple(
            Field(f"With no. {i}", "ratio", "cents", between(-1, 1), "In the order above.")
            for i in range(1, COUNT + 1)
        ),
        [line[3] for line in CURRENCIES],
    )
    block = _block(columns[0], columns[-1])
    correlations = sheet.book.define(
        block, "correlations", "input", "ratio", "Correlations of the currencies' changes"
    )
    return codes, spots, volatilities, correlations


def _block(first: Cell, last: Cell) -> Cell:
    return Cell(first.sheet, first.row, first.col, last.last_row, last.last_col)


def _months(
    sheet: Sheet, title: str, flows: tuple[tuple[int, ...], ...], rule: Rule, today: dt.date
) -> tuple[Cell, list[Cell]]:
    sheet.group(title)
    first = today.year * MONTHS + today.month  # the month after, counted from 0
    ends = [
        dt.date((first + i + 1) // MONTHS, (first + i + 1) % MONTHS + 1, 1) - dt.timedelta(days=1)
        for i in range(MONTHS)
    ]
    fields = (
        Field("Month's end", "date", "date", day_since(dt.date(1990, 1, 1)), "Next month first."),
        *(Field(f"No. {i}", "thousands", "whole", rule, title) for i in range(1, COUNT + 1)),
    )
    days, *columns = sheet.input_table(fields, list(zip(ends, *flows, strict=True)))
    return days, columns


def _policy(sheet: Sheet) -> Cell:
    sheet.section("4  The policy: what to have hedged, by months ahead")
    share = between(0, 1)
    _, schedule = sheet.input_table(
        (
            Field(
                "Months ahead",
                "months",
                "whole",
                whole_number(1, 120),
                "1 = the next month.",
                "tenors",
            ),
            Field("Target", "share", "percent", share, "Share of the exposure.", "schedule"),
        ),
        list(enumerate(SCHEDULE, 1)),
    )
    sheet.group("Bands: both ends belong to a line; where two meet, the nearer one holds")
    columns = sheet.input_table(
        (
            Field("From", "months", "whole", at_least(0), "Months ahead."),
            Field("To", "months", "whole", at_least(0), "Months ahead."),
            Field("Lowest", "share", "percent", share, "Hedge ratio."),
            Field("Highest", "share", "percent", between(0, 2), "Hedge ratio."),
        ),
        POLICY,
    )
    block = _block(columns[0], columns[-1])
    sheet.book.define(block, "policy", "input", "months, share", "The policy's bands by tenor")
    return schedule


def _deal(sheet: Sheet) -> None:
    sheet.section("5  The deal at hand (sample: Boeing's pounds, Eun and Resnick, chapter 8)")
    rate = between(-0.5, 5)
    for line in (
        ("Amount", 10000000, "foreign units", "+ receive, - owe.", any_number(), "amount", "whole"),
        ("Spot rate", 1.5, QUOTE, "Today.", above(0), "spot", "rate"),
        ("Forward rate", 1.46, QUOTE, "To the due date, your bank's.", above(0), "forward", "rate"),
        (
            "Option strike",
            1.46,
            QUOTE,
            "A put for a receivable, a call for a payable.",
            above(0),
            "strike",
            "rate",
        ),
        ("Option premium", 0.02, QUOTE, "Paid today.", at_least(0), "premium", "rate"),
        (
            "Interest rate at home",
            0.061,
            "a year",
            "Simple, to the due date.",
            rate,
            "home",
            "percent2",
        ),
        (
            "Interest rate abroad",
            0.09,
            "a year",
            "Simple, to the due date.",
            rate,
            "abroad",
            "percent2",
        ),
        ("Time to the due date", 1, "years", "Part years too.", above(0), "term", "cents"),
    ):
        sheet.input(*line)
    sheet.input_strip(
        Field(
            "Spot rates to try",
            QUOTE,
            "rate",
            above(0),
            "On the due date, low to high.",
            "scenarios",
        ),
        SCENARIOS,
    )


def _risk(sheet: Sheet) -> Cell:
    sheet.section("6  What may be lost")
    sheet.input(
        "Horizon",
        0.25,
        "years",
        "0.25 = a quarter.",
        between(0, 10),
        "horizon",
        "cents",
    )
    sheet.input(
        "Confidence",
        0.95,
        "share",
        "0.95: the loss is worse once in twenty.",
        between(0.501, 0.9999),
        "confidence",
        "percent1",
    )
    return sheet.input(
        "Your limit",
        700,
        "USD thousand",
        "What the policy lets you lose over the horizon.",
        at_least(0),
        number="money",
    )
