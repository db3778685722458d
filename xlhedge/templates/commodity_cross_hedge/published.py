"""The published example on the Inputs sheet: Hull's jet fuel, changes and printed answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.blocks import Field
from xlhedge.templates.rules import any_number, whole_number

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell

PRICE = "USD/gallon"
# Hull, Options, Futures and Other Derivatives, table 3.2: monthly changes, jet fuel, heating oil
PUBLISHED = (
    (0.029, 0.021),
    (0.02, 0.035),
    (-0.044, -0.046),
    (0.008, 0.001),
    (0.026, 0.044),
    (-0.019, -0.029),
    (-0.01, -0.026),
    (-0.007, -0.029),
    (0.043, 0.048),
    (0.011, -0.006),
    (-0.036, -0.036),
    (-0.018, -0.011),
    (0.009, 0.019),
    (-0.032, -0.027),
    (0.023, 0.029),
)
ANSWERS = (
    ("Exposure", -2000000, "gallons", "The airline will buy two million gallons.", "whole"),
    ("Contract size", 42000, "gallons/contract", "Heating oil futures.", "whole"),
    ("Printed hedge ratio", 0.7777, "ratio", "Example 3.3.", "ratio"),
    ("Printed contracts", 37.03, "contracts", "Before rounding to 37.", "contracts"),
    ("Spot price", 1.94, PRICE, "Jet fuel, for tailing by value.", "price"),
    ("Futures price", 1.99, PRICE, "Heating oil, for tailing by value.", "price"),
    ("Printed contracts, tailed", 36.1, "contracts", "Tailing the hedge, by value.", "contracts"),
    ("Printed effectiveness", 0.861, "ratio", "0.928 squared.", "price"),
)


def write(sheet: Sheet) -> tuple[Cell, Cell, dict[str, Cell]]:
    """Write the section; return both columns of changes and the printed answers by label."""
    sheet.section("5  The published example: Hull, table 3.2 and section 3.4 (proof, not yours)")
    _, spot, futures = sheet.input_table(
        (
            Field("Month", "number", "whole", whole_number(1, 999), "As printed."),
            Field(
                "Jet fuel",
                "USD/gal",
                "price",
                any_number(),
                "Change of the spot price in the month.",
                "published_spot",
            ),
            Field(
                "Heating oil",
                "USD/gal",
                "price",
                any_number(),
                "Change of the futures price in the month.",
                "published_futures",
            ),
        ),
        [(i, *changes) for i, changes in enumerate(PUBLISHED, 1)],
    )
    sheet.row += 1
    printed = {
        label: sheet.input(label, value, unit, note, any_number(), number=number)
        for label, value, unit, note, number in ANSWERS
    }
    return spot, futures, printed
