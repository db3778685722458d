"""The Inputs sheet: index futures, one holding, puts and what trading costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.rules import (
    above,
    any_number,
    at_least,
    between,
    day_since,
    one_of,
    whole_number,
)

if TYPE_CHECKING:
    import datetime as dt

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

LINES = 6  # holdings: four of the sample, two spare
RATIOS = (0, 0.25, 0.5, 0.75, 1, 1.25, 1.5)
MOVES = (-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3)
LEVELS = (700, 800, 900, 1000, 1100, 1200, 1300)


class Inputs(NamedTuple):
    """The cells the portfolio manager fills in."""

    future: Cell
    multiplier: Cell
    target: Cell
    held: Cell
    rounding: Cell
    moves: Cell
    asset: Cell
    micro_ratio: Cell
    micro_cost: Cell
    value: Cell
    floor: Cell
    level: Cell
    beta: Cell
    put_multiplier: Cell
    rate: Cell
    income: Cell
    volatility: Cell
    years: Cell
    levels: Cell
    fee: Cell
    half_spread: Cell
    margin: Cell
    funding: Cell
    held_years: Cell
    rolls: Cell
    ratios: Cell


def write(book: Book, day: dt.date) -> tuple[Sheet, Inputs]:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Inputs",
        "Inputs: futures, options and costs",
        "The holdings have their own sheet. The samples are published examples where named.",
        (38, 13, 17, 13, 13, 13, 13, 13),
    )
    cells: list[Cell] = [*_futures(sheet, day), *_micro(sheet), *_puts(sheet), *_costs(sheet)]
    cells += _ratios(sheet)
    return sheet, Inputs(*cells)


def _futures(sheet: Sheet, day: dt.date) -> list[Cell]:
    sheet.section("1  Inputs: index futures (Hull, section 3.5)")
    add = sheet.input
    add(
        "Figures as of",
        day,
        "date",
        "The day your figures are of.",
        day_since(day.replace(1990)),
        number="date",
    )
    return [
        add(
            "Futures price", 1010, "index points", "Of the month hedged in.", above(0),
            "future", "cents",
        ),
        add(
            "Multiplier", 250, "USD/point", "Of one contract.", above(0), "multiplier", "whole",
        ),
        add(
            "Target beta", 0, "beta", "0 hedges the market away.", any_number(), "target_beta",
            "cents",
        ),
        add(
            "Contracts held", 0, "contracts", "- sold, + bought.",
            whole_number(-100000, 100000), number="whole",
        ),
        add(
            "Rounding", 1, "choice", "1 nearest, 2 never over-hedge, 3 never under-hedge, 0 none.",
            one_of((0, 1, 2, 3)), "rounding", "whole",
        ),
        sheet.input_strip(
            Field(
                "Moves of the index to try", "of the index", "percent", between(-0.99, 10),
                "-10 %: the index falls by a tenth.", "moves",
            ),
            MOVES,
        ),
    ]  # fmt: skip


def _micro(sheet: Sheet) -> list[Cell]:
    sheet.section("2  The hedge of one holding")
    add = sheet.input
    return [
        add(
            "Holding to hedge", 1, "line", "Its line on Holdings, counted from 1.",
            whole_number(1, LINES), "asset", "whole",
        ),
        add(
            "Share of it hedged", 1, "of the holding", "1 all, 0 none.", between(0, 2),
            "share_hedged", "percent",
        ),
        add(
            "Cost of hedging it", 0.004, "of the amount", "Forward, swap or borrowed shares.",
            at_least(0), number="percent2",
        ),
    ]  # fmt: skip


def _puts(sheet: Sheet) -> list[Cell]:
    sheet.section("3  Puts and collars (Hull, section 17.1, tables 17.1 and 17.2)")
    add = sheet.input
    return [
        add(
            "Portfolio to insure", 500000, "USD", "Yours: see Macro hedge.", above(0), "insured",
            "money",
        ),
        add(
            "Floor", 450000, "USD", "The value to keep at the end, without dividends.",
            at_least(0), "floor_value", "money",
        ),
        add("Index", 1000, "index points", "Now.", above(0), "index_level", "cents"),
        add("Beta", 2, "beta", "Of this portfolio. Yours: see Macro hedge.", above(0),
            "insured_beta", "cents"),
        add(
            "Multiplier of an option", 100, "USD/point", "Of one contract.", above(0),
            "put_multiplier", "whole",
        ),
        add(
            "Risk-free rate", 0.12, "a year", "Continuous. Published: 12 % a year, 3 % a quarter.",
            between(-0.1, 1), "rate", "percent1",
        ),
        add(
            "Dividend yield", 0.04, "a year", "Continuous, of index and portfolio alike.",
            between(-0.1, 1), "dividends", "percent1",
        ),
        add(
            "Volatility of the index", 0.22, "a year", "As options imply it.", above(0),
            "volatility", "percent1",
        ),
        add("Time to expiry", 0.25, "years", "Three months.", above(0), "expiry", "cents"),
        sheet.input_strip(
            Field(
                "Index levels to try", "index points", "whole", above(0), "At expiry, low to high.",
                "levels",
            ),
            LEVELS,
        ),
    ]  # fmt: skip


def _costs(sheet: Sheet) -> list[Cell]:
    sheet.section("4  What trading futures costs")
    add = sheet.input
    return [
        add("Fee", 2.25, "USD/contract", "Each time you trade.", at_least(0), "fee", "cents"),
        add(
            "Half the bid-ask spread", 12.5, "USD/contract", "Half a tick of 0.1 points.",
            at_least(0), "half_spread", "cents",
        ),
        add(
            "Initial margin", 12000, "USD/contract", "Ask your broker; it changes.", at_least(0),
            "margin", "whole",
        ),
        add(
            "Cost of funding it", 0.05, "a year", "What the margin would earn elsewhere.",
            between(0, 1), "funding", "percent1",
        ),
        add(
            "Time to the end of the hedge", 0.25, "years", "Until it is lifted.", between(0, 30),
            "held_years", "cents",
        ),
        add(
            "Rolls", 0, "times", "How often the hedge moves to a later month.",
            whole_number(0, 200), "rolls", "whole",
        ),
    ]  # fmt: skip


def _ratios(sheet: Sheet) -> list[Cell]:
    sheet.section("5  The frontier")
    field = Field(
        "Hedge ratios to compare",
        "futures/unit",
        "cents",
        between(-5, 5),
        "Index futures per unit of the portfolio, low to high.",
        "ratios",
    )
    return [sheet.input_strip(field, RATIOS)]
