"""The Inputs sheet: the fuel, the contract, its costs, the method and the published example."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.commodity_cross_hedge import published
from xlhedge.templates.rules import (
    above,
    any_number,
    at_least,
    between,
    one_of,
    whole_number,
)

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.history import Rhythm
    from xlhedge.templates.rules import Rule

FUEL, PRICE = "gallons", "USD/gallon"
STEPS = (1, 2, 4, 8, 13)
SHOCKS = (-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3)
# a fall, a pause and a recovery: what makes a buyer of futures pay in
PATH = (
    *(1.99, 1.96, 1.97, 1.92, 1.88, 1.9, 1.84, 1.8, 1.77, 1.79, 1.73),
    *(1.7, 1.72, 1.69, 1.71, 1.75, 1.74, 1.79, 1.82, 1.8, 1.84),
)


class Inputs(NamedTuple):
    """The cells a fuel buyer fills in, and the published example."""

    held: Cell
    tailing: Cell
    crude_lot: Cell
    least_cover: Cell
    cash: Cell
    steps: Cell
    shocks: Cell
    path: Cell
    published_spot: Cell
    published_futures: Cell
    printed: dict[str, Cell]


def write(book: Book, rhythm: Rhythm) -> tuple[Inputs, Sheet]:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Inputs",
        "Inputs: the fuel, the contract, the costs and your lines",
        "Everything you may change, but for the prices on the next sheet.",
        (36, 15, 16, 14, 14, 14, 14, 14),
    )
    held, tailing, crude_lot = _hedge(sheet)
    cash = _costs(sheet)
    least_cover, steps = _method(sheet, f"{rhythm.noun}s")
    shocks, path = _what_if(sheet)
    spot, oil, printed = published.write(sheet)
    given = Inputs(
        held, tailing, crude_lot, least_cover, cash, steps, shocks, path, spot, oil, printed
    )
    return given, sheet


def _lines(
    sheet: Sheet, lines: tuple[tuple[str, float, str, str, Rule, str, str], ...]
) -> list[Cell]:
    return [sheet.input(*line) for line in lines]


def _hedge(sheet: Sheet) -> list[Cell]:
    sheet.section("1  The fuel and the contract that hedges it")
    size = "gallons/contract"
    held = whole_number(-100000, 100000)
    cells = _lines(
        sheet,
        (
            (
                "Fuel to hedge",
                -2000000,
                FUEL,
                "- you will buy it, + you will sell it.",
                any_number(),
                "exposure",
                "whole",
            ),
            ("Spot price now", 1.94, PRICE, "Jet fuel, what you buy.", above(0), "spot", "price"),
            (
                "Futures price now",
                1.99,
                PRICE,
                "Heating oil, what you hedge with.",
                above(0),
                "futures",
                "price",
            ),
            ("Contract size", 42000, size, "Heating oil: 1,000 barrels.", above(0), "lot", "whole"),
            (
                "Contracts held",
                20,
                "contracts",
                "- sold, + bought.",
                held,
                "contracts_held",
                "whole",
            ),
            (
                "Contract size, second leg",
                1000,
                "barrels/contract",
                "Crude oil, for the sheet Multi-leg.",
                above(0),
                "crude_lot",
                "whole",
            ),
            (
                "Rounding",
                1,
                "choice",
                "1 nearest, 2 never over-hedge, 3 never under-hedge, 0 none.",
                one_of((0, 1, 2, 3)),
                "rounding",
                "whole",
            ),
            (
                "No-trade band",
                0.05,
                "of the fuel",
                "No trade while the hedge is this close to its target.",
                between(0, 1),
                "band",
                "percent",
            ),
            (
                "Tailing",
                0,
                "choice",
                "0 none, 1 by value (spot / futures), 2 by present value.",
                one_of((0, 1, 2)),
                "tailing",
                "whole",
            ),
        ),
    )
    return [cells[4], cells[8], cells[5]]


def _costs(sheet: Sheet) -> Cell:
    sheet.section("2  What the contracts cost, and the cash they need")
    a_contract = "USD/contract"
    _lines(
        sheet,
        (
            ("Fee", 2.5, a_contract, "A trade, exchange and broker.", at_least(0), "fee", "cents"),
            (
                "Half the bid-ask spread",
                4.2,
                a_contract,
                "A tick of 0.0001 USD on 42,000 gallons, half of two.",
                at_least(0),
                "half_spread",
                "cents",
            ),
            (
                "Initial margin",
                8000,
                a_contract,
                "Ask your broker; it changes.",
                at_least(0),
                "margin",
                "whole",
            ),
            (
                "Maintenance margin",
                7200,
                a_contract,
                "Below it the broker calls; at most the initial margin.",
                at_least(0),
                "maintenance",
                "whole",
            ),
            (
                "Cost of funding it",
                0.05,
                "a year",
                "The rate of your credit line, simple interest.",
                between(0, 1),
                "funding_rate",
                "percent1",
            ),
            (
                "Time to the end of the hedge",
                0.25,
                "years",
                "Until the fuel is bought.",
                between(0, 10),
                "years_held",
                "cents",
            ),
            (
                "Rolls",
                2,
                "times",
                "How often the hedge moves to a later month.",
                whole_number(0, 100),
                "rolls",
                "whole",
            ),
        ),
    )
    return sheet.input(
        "Cash set aside for margin",
        800000,
        "USD",
        "Credit line and cash for initial margin and calls.",
        at_least(0),
        number="money",
    )


def _method(sheet: Sheet, weeks: str) -> tuple[Cell, Cell]:
    sheet.section("3  How it is measured")
    _lines(
        sheet,
        (
            (
                "Window of the rolling ratio",
                26,
                weeks,
                f"Changes in each window; 26 {weeks} at the least.",
                whole_number(26, 104),
                "window",
                "whole",
            ),
            (
                "Confidence of the bands",
                0.95,
                "share",
                "0.95: the band misses the true ratio once in twenty.",
                between(0.5, 0.999),
                "confidence",
                "percent",
            ),
        ),
    )
    least_cover = sheet.input(
        "Least effectiveness you accept",
        0.8,
        "of the variance",
        "Your policy's or auditor's line; practice, no standard's text.",
        between(0, 1),
        number="percent",
    )
    steps = sheet.input_strip(
        Field(
            "Horizons to compare",
            weeks,
            "whole",
            whole_number(1, 26),
            f"{weeks.capitalize()} a change, for the sheet Horizons: take the one you hedge for.",
            "horizons",
        ),
        STEPS,
    )
    return least_cover, steps


def _what_if(sheet: Sheet) -> tuple[Cell, Cell]:
    sheet.section("4  What if")
    shocks = sheet.input_strip(
        Field(
            "Moves of the spot price to try",
            "share",
            "percent",
            between(-0.99, 10),
            "0.1 = up by a tenth: the cases of the sheet Cross hedge.",
            "shocks",
        ),
        SHOCKS,
    )
    sheet.group("Settlement prices to try, for the sheet Margin (made up)")
    _, path = sheet.input_table(
        (
            Field("Day", "number", "whole", whole_number(0, 9999), "Day 0 is the trade."),
            Field(
                "Settles at",
                PRICE,
                "price",
                any_number(),
                "Futures: the price traded at, then each day's settlement.",
                "settlements",
            ),
        ),
        list(enumerate(PATH)),
    )
    return shocks, path
