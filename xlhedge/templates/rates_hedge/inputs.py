"""The Inputs sheet: bonds or debt, futures, key rates, swap and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.rates_hedge import tables
from xlhedge.templates.rates_hedge.tables import BP
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

SHIFTS = (-150, -100, -50, 0, 50, 100, 150)


class Inputs(NamedTuple):
    """The cells the debt manager fills in."""

    value: Cell
    years: Cell
    contract_value: Cell
    ctd_years: Cell
    target: Cell
    exposure: Cell
    ctd_exposure: Cell
    factor: Cell
    goal: Cell
    rounding: Cell
    fee: Cell
    half_spread: Cell
    margin: Cell
    funding: Cell
    held_years: Cell
    rolls: Cell
    swap_exposure: Cell
    fixed_rate: Cell
    swap_years: Cell
    frequency: Cell
    swap_spread: Cell
    basis_point: Cell
    shifts: Cell
    key_labels: Cell
    key_exposure: Cell
    key_hedges: Cell
    zero_rates: Cell


def write(book: Book, day: dt.date) -> tuple[Sheet, Inputs]:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Inputs",
        "Inputs: what is hedged, and with what",
        "Bonds owned are +, debt owed is -. The samples are published examples where named.",
        (38, 15, 16, 16, 16, 16, 13, 13),
        pages_tall=1,
    )
    cells: list[Cell] = [*_bonds(sheet, day), *_costs(sheet), *_swap(sheet), *_shifts(sheet)]
    cells += tables.write(sheet)
    return sheet, Inputs(*cells)


def _bonds(sheet: Sheet, day: dt.date) -> tuple[Cell, ...]:
    sheet.section("1  Inputs: bond futures by duration (Hull, Example 6.6)")
    add = sheet.input
    add("Figures as of", day, "date", "The day your figures are of.",
        day_since(day.replace(1990)), number="date")  # fmt: skip
    by_duration = (
        add(
            "Bonds or debt, market value",
            10000000,
            "USD",
            "+ owned, - owed.",
            any_number(),
            "bonds",
            "money",
        ),
        add(
            "Their duration",
            6.8,
            "years",
            "At the hedge's maturity; today's in practice.",
            at_least(0),
            "bonds_years",
            "cents",
        ),
        add(
            "Futures contract, value",
            93062.5,
            "USD/contract",
            "93-02 on 100,000.",
            above(0),
            "lot_value",
            "cents",
        ),
        add(
            "Duration of the cheapest to deliver",
            9.2,
            "years",
            "At the hedge's maturity.",
            above(0),
            "lot_years",
            "cents",
        ),
        add("Target duration", 0, "years", "0 hedges all of it.", any_number(), "target", "cents"),
    )
    sheet.section("2  Bond futures by DV01 (AcadiFi's worked example)")
    by_value = (
        add(
            "DV01 of bonds or debt",
            45000,
            BP,
            "+ owned, - owed: gained when yields fall.",
            any_number(),
            "bp_now",
            "money",
        ),
        add(
            "DV01 of the cheapest to deliver",
            78.5,
            BP,
            "Gained when its own yield falls; one contract.",
            above(0),
            "lot_bp",
            "cents",
        ),
        add(
            "Conversion factor",
            0.8215,
            "factor",
            "Of the cheapest to deliver; 1 where the DV01 is the contract's own.",
            above(0),
            "factor",
            "rate",
        ),
        add("Target DV01", 0, BP, "0 hedges all of it.", any_number(), "bp_goal", "money"),
        add(
            "Rounding",
            1,
            "choice",
            "1 nearest, 2 never over-hedge, 3 never under-hedge, 0 none.",
            one_of((0, 1, 2, 3)),
            "rounding",
            "whole",
        ),
    )
    return (*by_duration, *by_value)


def _costs(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.section("3  What trading futures costs")
    add = sheet.input
    return (
        add(
            "Fee",
            1.5,
            "USD/contract",
            "Commission and exchange fee, each time you trade.",
            at_least(0),
            "fee",
            "cents",
        ),
        add(
            "Half the bid-ask spread",
            7.8125,
            "USD/contract",
            "Half a tick of 1/64 on 100,000.",
            at_least(0),
            "half_spread",
            "cents",
        ),
        add(
            "Initial margin",
            2100,
            "USD/contract",
            "Ask your broker; it changes.",
            at_least(0),
            "margin",
            "whole",
        ),
        add(
            "Cost of funding it",
            0.05,
            "a year",
            "The rate of your credit line, simple interest.",
            between(0, 1),
            "funding",
            "percent1",
        ),
        add(
            "Time to the end of the hedge",
            0.25,
            "years",
            "Until it is lifted.",
            between(0, 30),
            "held_years",
            "cents",
        ),
        add(
            "Rolls",
            0,
            "times",
            "How often the hedge moves to a later month.",
            whole_number(0, 200),
            "rolls",
            "whole",
        ),
    )


def _swap(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.section("4  The swap")
    add = sheet.input
    return (
        add(
            "DV01 to swap away",
            -45000,
            BP,
            "Gained when zero rates fall, all alike. Fixed-rate debt is -.",
            any_number(),
            "swap_bp",
            "money",
        ),
        add(
            "Fixed rate of the swap",
            0.0365,
            "a year",
            "Paid as often as the payments.",
            between(-0.1, 1),
            "fixed_rate",
            "percent2",
        ),
        add(
            "Term",
            5,
            "years",
            "As many payments as zero rates in section 7.",
            above(0),
            "swap_years",
            "cents",
        ),
        add(
            "Payments a year",
            1,
            "times",
            "1 yearly, 2 half-yearly, 4 quarterly.",
            one_of((1, 2, 4, 12)),
            "frequency",
            "whole",
        ),
        add(
            "Half the dealer's spread",
            0.3,
            "basis points",
            "What the quote is away from the middle.",
            at_least(0),
            "",
            "cents",
        ),
    )


def _shifts(sheet: Sheet) -> tuple[Cell, Cell]:
    sheet.section("5  Shifts of the yield curve to try")
    point = sheet.input(
        "One basis point",
        0.0001,
        "decimal",
        "A hundredth of a per cent.",
        between(0.0001, 0.0001),
        "",
        "rate",
    )
    field = Field("Parallel shifts", "basis points", "whole", any_number(), "+ when rates rise.")
    return point, sheet.input_strip(field, SHIFTS)
