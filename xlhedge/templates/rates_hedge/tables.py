"""The tables of the Inputs sheet: DV01 by key rate, and the zero rates of the swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.blocks import Field
from xlhedge.templates.rules import any_number, between, text_up_to

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell

BP = "USD/basis point"
HEDGES = ("2-year future", "5-year future", "10-year future", "30-year future")
KEY_RATES: tuple[tuple[str | float, ...], ...] = (
    ("2 years", -1900, 37, 1, 0, 0),
    ("5 years", -6200, 1, 41, 8, 0),
    ("10 years", -14800, 0, 3, 58, 9),
    ("20 years", -9100, 0, 0, 2, 74),
    ("30 years", -5300, 0, 0, 0, 61),
)
ZERO_RATES = (0.031, 0.033, 0.0345, 0.0355, 0.0365)


def write(sheet: Sheet) -> tuple[Cell, Cell, Cell, Cell]:
    """Write the sections and return key rates, exposure, hedges and zero rates."""
    sheet.section("6  Key rates: DV01 of what is hedged, and of one contract of each future")
    note = "Gained by one contract bought when this rate falls; 0, not a blank, for none."
    labels, exposure, *columns = sheet.input_table(
        (
            Field("Key rate", "term", "general", text_up_to(20), "Its term."),
            Field(
                "Exposure",
                BP,
                "money",
                any_number(),
                "Gained when this rate falls: + owned, - owed. Blank rows at the foot only.",
                "key_exposure",
            ),
            *(Field(hedge, BP, "cents", any_number(), note) for hedge in HEDGES),
        ),
        KEY_RATES,
    )
    block = sheet.cell(columns[0].row, columns[0].col, columns[0].last_row, columns[-1].last_col)
    hedges = sheet.book.define(
        block, "key_hedges", "input", BP, "DV01 of one contract of each future, by key rate"
    )
    sheet.section("7  Zero rates, one a payment of the swap")
    (rates,) = sheet.input_table(
        (
            Field(
                "Zero rate",
                "a year, continuous",
                "percent2",
                between(-0.1, 1),
                "Continuous, in payment order.",
                "zero_rates",
            ),
        ),
        [(rate,) for rate in ZERO_RATES],
    )
    return labels, exposure, hedges, rates
