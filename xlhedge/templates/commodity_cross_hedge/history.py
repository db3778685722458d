"""The Price history sheet: jet fuel, heating oil and crude oil week by week, and their changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.commodity_cross_hedge import simulated
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import above, day_since

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

JET, OIL, CRUDE = 1.94, 1.99, 82.0  # the history ends at Hull's prices of fuel and futures
FUEL_UNIT, CRUDE_UNIT = "USD/gal", "USD/bbl"


class History(NamedTuple):
    """Where the price history stands."""

    day: Cell
    jet: Cell
    oil: Cell
    crude: Cell
    jet_changes: Cell
    oil_changes: Cell
    change_days: Cell


def write(book: Book, last_day: dt.date) -> History:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Price history",
        "Price history: jet fuel, heating oil futures, crude oil futures",
        "Simulated, no market's prices. Put your own in, oldest first; leave spare rows blank.",
        (12, 12, 12, 12, 18, 18, 18, 2, 14, 14, 14, 14),
    )
    sheet.section("Inputs: prices at the end of each week (simulated); workings: their changes")
    top = sheet.row
    weeks = simulated.weekly(last_day, JET, OIL, CRUDE)
    day, *prices = sheet.input_table(
        (
            Field("Week's end", "date", "date", day_since(dt.date(1990, 1, 1)), "Oldest first."),
            Field("Jet fuel", FUEL_UNIT, "price", above(0), "What you buy or sell.", "jet_prices"),
            Field(
                "Heating oil",
                FUEL_UNIT,
                "price",
                above(0),
                "Futures that you hedge with.",
                "oil_prices",
            ),
            Field(
                "Crude oil",
                CRUDE_UNIT,
                "cents",
                above(0),
                "Futures of the second leg.",
                "crude_prices",
            ),
        ),
        weeks,
    )
    units = (FUEL_UNIT, FUEL_UNIT, CRUDE_UNIT)
    words = ("Jet fuel", "Heating oil", "Crude oil")
    titles = [f"{word} change [{unit}]" for word, unit in zip(words, units, strict=True)]
    sheet.headers(top, LABEL + 4, titles, ("right",) * 3)
    changes = [_column_of_changes(sheet, column, top, len(weeks)) for column in prices]
    for i, name in enumerate(("jet_changes", "oil_changes", "crude_changes")):
        book.define(changes[i], name, "input", units[i], f"{words[i]}: change in the week")
    _picture(sheet, top, day, *prices[:2])
    sheet.freeze(top + 1)
    jet, oil, crude = prices
    change_days = sheet.cell(top + 2, day.col, day.last_row)
    return History(day, jet, oil, crude, changes[0], changes[1], change_days)


def _picture(sheet: Sheet, top: int, day: Cell, jet: Cell, oil: Cell) -> None:
    bottom, sheet.row = sheet.row, top + 1
    sheet.chart(
        charts.lines(
            sheet.book,
            "Jet fuel and heating oil futures (simulated)",
            Axis("Week's end [month]", "yyyy-mm", days=True),
            Axis(f"Price [{FUEL_UNIT}]", "0.00"),
            (
                Series("Heating oil futures", day, oil, charts.AMBER),
                Series("Jet fuel", day, jet, charts.TEAL),
            ),
        ),
        9,
        12,
        20,
        "Two lines over 156 weeks: the simulated price of jet fuel follows heating oil futures "
        "up and down, with smaller moves and a gap that comes and goes.",
    )
    sheet.row = bottom


def _column_of_changes(sheet: Sheet, column: Cell, top: int, weeks: int) -> Cell:
    formulas = [_change(sheet, column, top + 2 + i) for i in range(weeks - 1)]
    number = "cents" if column.name == "crude_prices" else "price"
    return sheet.formula_column(column.col + 3, top + 2, formulas, number)


def _change(sheet: Sheet, column: Cell, row: int) -> str:
    """Return a change from one row to the next; none beside a gap, as the functions take it."""
    price, before = sheet.cell(row, column.col), sheet.cell(row - 1, column.col)
    block = f"$C{row}:$E{row + 1}"
    return f'=IF(COUNTBLANK({block})=0,{price}-{before},"")'
