"""The Inputs sheet: the hedging relationship, and each standard's limits apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Sheet
from xlhedge.templates.rules import (
    above,
    any_number,
    at_least,
    between,
    one_of,
    text_up_to,
    whole_number,
)

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

UNIT = "gallons"


class Inputs(NamedTuple):
    """The cells the hedge accountant fills in."""

    standard: Cell
    period: Cell
    item: Cell
    hedge: Cell
    quantity: Cell
    contracts: Cell
    contract_size: Cell
    planned: Cell
    p_max: Cell
    credit_max: Cell
    slack: Cell
    ias_low: Cell
    ias_high: Cell
    asc_low: Cell
    asc_high: Cell
    r_min: Cell
    slope_low: Cell
    slope_high: Cell
    alpha: Cell
    noise_floor: Cell
    example_loss: Cell
    example_gain: Cell


def write(book: Book) -> tuple[Sheet, Inputs]:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Inputs",
        "Inputs: the hedge and the limits",
        "What was designated, and by which limits it is judged. Each standard has its own.",
        (40, 34, 20, 22, 22, 14, 14),
        landscape=True,
        pages_tall=1,
    )
    cells = (
        *_relationship(sheet),
        *_quantities(sheet),
        *_ifrs9(sheet),
        *_bands(sheet),
        *_practice(sheet),
        *_example(sheet),
    )
    return sheet, Inputs(*cells)


def _relationship(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.section("1  Inputs: the relationship, as the documentation names it")
    add = sheet.input
    return (
        add(
            "Standard you report under",
            "ifrs9",
            "choice",
            "ifrs9, ias39 or asc815: whose criteria the memo reports.",
            one_of(("ifrs9", "ias39", "asc815")),
            "standard",
        ),
        add(
            "Period",
            "since designation",
            "text",
            "What the data on Data cover, in words.",
            text_up_to(120),
            "period",
        ),
        add(
            "Hedged item",
            "Jet fuel to be bought",
            "text",
            "What is hedged, as designated.",
            text_up_to(250),
            "item",
        ),
        add(
            "Hedging instrument",
            "Heating oil futures bought",
            "text",
            "What hedges it, as designated.",
            text_up_to(250),
            "hedge",
        ),
    )


def _quantities(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.group("Quantities")
    add = sheet.input
    return (
        add(
            "Hedged item",
            -4200000,
            UNIT,
            "+ will be sold, - will be bought.",
            any_number(),
            "quantity",
            "whole",
        ),
        add(
            "Contracts held",
            95,
            "contracts",
            "- sold, + bought.",
            whole_number(-1000000, 1000000),
            "contracts",
            "whole",
        ),
        add(
            "Contract size",
            42000,
            "gallons/contract",
            "The exchange's contract: 1,000 barrels of 42 gallons.",
            above(0),
            "contract_size",
            "whole",
        ),
        add(
            "Hedge ratio designated",
            0.95,
            "of the quantity",
            "Instrument per item by quantity, as risk management set it.",
            above(0),
            "planned",
            "percent1",
        ),
    )


def _ifrs9(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.section("2  IFRS 9: principles, no numbers; these are your judgements")
    add = sheet.input
    return (
        add(
            "No relationship: p-value below",
            0.05,
            "probability",
            "Robust, two-sided. B6.4.6: a correlation alone proves no relationship.",
            between(0.0001, 0.5),
            "p_max",
            "percent1",
        ),
        add(
            "Credit risk dominates above",
            0.5,
            "of the changes",
            "B6.4.7-8: of the sum of the hedge's absolute changes.",
            between(0, 1),
            "credit_max",
            "percent",
        ),
        add(
            "Ratio actual and designated apart by",
            0.02,
            "of that designated",
            "B6.4.9-11: the ratio is the one risk management actually uses.",
            between(0, 1),
            "slack",
            "percent",
        ),
    )


def _bands(sheet: Sheet) -> tuple[Cell, ...]:
    add = sheet.input
    sheet.section("3  IAS 39: the 80-125 per cent of AG105(b), its text")
    ias = (
        add(
            "IAS 39: dollar offset from",
            0.8,
            "of the item",
            "AG105(b): actual results within a range of 80-125 per cent.",
            between(0.01, 1),
            "ias_low",
            "percent",
        ),
        add(
            "IAS 39: dollar offset to",
            1.25,
            "of the item",
            "The same; 1.25 is 1 / 0.8.",
            between(1, 10),
            "ias_high",
            "percent",
        ),
    )
    sheet.section("4  ASC 815: highly effective; the band is practice, not its text")
    asc = (
        add(
            "ASC 815: dollar offset from",
            0.8,
            "of the item",
            "Practice; the text says highly effective.",
            between(0.01, 1),
            "asc_low",
            "percent",
        ),
        add(
            "ASC 815: dollar offset to",
            1.25,
            "of the item",
            "Practice; the text says highly effective.",
            between(1, 10),
            "asc_high",
            "percent",
        ),
    )
    return (*ias, *asc)


def _practice(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.section("5  Practice under IAS 39 and ASC 815: text of neither, unknown to IFRS 9")
    add = sheet.input
    return (
        add(
            "R squared of at least",
            0.8,
            "of the variance",
            "Of the regression of the item on the hedge.",
            between(0, 1),
            "r_min",
            "percent",
        ),
        add(
            "Slope from",
            -1.25,
            "item/hedge",
            "-1 is a full offset.",
            between(-10, 0),
            "slope_low",
            "cents",
        ),
        add(
            "Slope to",
            -0.8,
            "item/hedge",
            "Closer to 0 than this, the hedge is too large.",
            between(-10, 0),
            "slope_high",
            "cents",
        ),
        add(
            "Slope of 0: p-value below",
            0.05,
            "probability",
            "Robust, two-sided; the slope has to be below 0 too.",
            between(0.0001, 0.5),
            "alpha",
            "percent1",
        ),
        add(
            "Noise floor",
            150000,
            "USD",
            "Where neither side moved by more, the offset is not judged; 0 = judge all.",
            at_least(0),
            "noise_floor",
            "money",
        ),
    )


def _example(sheet: Sheet) -> tuple[Cell, ...]:
    sheet.section("6  The example in IAS 39, AG105(b)")
    add = sheet.input
    return (
        add(
            "Change of the hedging instrument",
            -120,
            "CU",
            "Published: a loss of 120 on the instrument ...",
            any_number(),
            "example_loss",
            "whole",
        ),
        add(
            "Change of the hedged item",
            100,
            "CU",
            "... against a gain of 100 on the item: 120 or 83 per cent.",
            any_number(),
            "example_gain",
            "whole",
        ),
    )
