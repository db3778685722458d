"""The Prices sheet: jet fuel, heating oil and crude oil row by row, and their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts, data_check
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.commodity_cross_hedge import simulated
from xlhedge.templates.history import FIRST_DAY, Column, History, Layout
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import any_number, day_since

if TYPE_CHECKING:
    import datetime as dt

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

JET, OIL, CRUDE = 1.94, 1.99, 82.0  # the history ends at Hull's prices of fuel and futures
FUEL_UNIT, CRUDE_UNIT = "USD/gal", "USD/bbl"
WORKINGS, CHANGES = LABEL + 4, LABEL + 8  # columns
LAYOUT = Layout(
    columns=(
        Column("spot", "Jet fuel", FUEL_UNIT, ("cash", "jet")),
        Column("futures", "Heating oil", FUEL_UNIT, ("future", "hedge", "heating oil futures")),
        Column("second", "Crude oil", CRUDE_UNIT, ("crude", "second leg", "crude oil futures")),
    ),
    fewest=61,  # four steps of the longest horizon, and twice what CORREL_BREAK_TEST asks for
    above_zero=True,  # the cases on Cross hedge follow from relative changes
    now=(("spot", "spot"), ("futures", "futures")),
)


class Laid(NamedTuple):
    """Where the price history stands."""

    day: Cell
    jet: Cell
    oil: Cell
    crude: Cell
    jet_changes: Cell
    oil_changes: Cell
    change_days: Cell
    history: History


def sample(last_day: dt.date) -> History:
    """Return the simulated weeks."""
    return History(tuple(simulated.weekly(last_day, JET, OIL, CRUDE)))


def write(book: Book, history: History) -> Laid:
    """Write the sheet, and Data check after it."""
    rhythm = history.rhythm
    sheet = Sheet(
        book,
        "Prices",
        "Prices: jet fuel, heating oil futures, crude oil futures",
        history.subtitle,
        (12, 12, 12, 12, 10, 8, 9, 9, 18, 18, 18, 2, 14, 14, 14, 14),
    )
    sheet.section(
        f"Inputs: prices at the end of each {rhythm.noun} {history.kind}; workings: their changes"
    )
    top = sheet.row
    any_price = any_number()
    day, jet, oil, crude = sheet.input_table(
        (
            Field(rhythm.end, "date", "date", day_since(FIRST_DAY), "Oldest first."),
            Field("Jet fuel", FUEL_UNIT, "price", any_price, "What you buy or sell.", "jet_prices"),
            Field(
                "Heating oil",
                FUEL_UNIT,
                "price",
                any_price,
                "Futures that you hedge with.",
                "oil_prices",
            ),
            Field(
                "Crude oil",
                CRUDE_UNIT,
                "cents",
                any_price,
                "Futures of the second leg.",
                "crude_prices",
            ),
        ),
        history.rows,
    )
    labels = [column.label for column in LAYOUT.columns]
    units = (FUEL_UNIT, FUEL_UNIT, CRUDE_UNIT)
    prices = (jet, oil, crude)
    watched = data_check.write_workings(sheet, top, WORKINGS, day, prices, labels)
    titles = [f"{label} change [{unit}]" for label, unit in zip(labels, units, strict=True)]
    sheet.headers(top, CHANGES, titles, ("right",) * 3)
    numbers = ("price", "price", "cents")
    columns = data_check.write_changes(sheet, watched, CHANGES, prices, numbers)
    names = ("jet_changes", "oil_changes", "crude_changes")
    changes = [
        book.define(column, name, "input", unit, f"{label}: change in the {rhythm.noun}")
        for column, name, unit, label in zip(columns, names, units, labels, strict=True)
    ]
    _picture(sheet, top, history, (day, jet, oil))
    sheet.freeze(top + 1)
    data_check.write(book, history, watched, changes)
    change_days = sheet.cell(day.row + 1, day.col, day.last_row)
    return Laid(day, jet, oil, crude, changes[0], changes[1], change_days, history)


def _picture(sheet: Sheet, top: int, history: History, columns: tuple[Cell, Cell, Cell]) -> None:
    day, jet, oil = columns
    count, noun = len(history.rows), history.rhythm.noun
    bottom, sheet.row = sheet.row, top + 1
    sheet.chart(
        charts.lines(
            sheet.book,
            history.title("Jet fuel and heating oil futures", "Jet fuel and heating oil futures"),
            Axis(f"{history.rhythm.end} [{history.tick_unit}]", history.tick_format, history.tick),
            Axis(f"Price [{FUEL_UNIT}]", "0.00"),
            (
                Series("Heating oil futures", day, oil, charts.AMBER),
                Series("Jet fuel", day, jet, charts.TEAL),
            ),
        ),
        13,
        16,
        20,
        f"Two lines over {count} {noun}s: jet fuel and heating oil futures {history.file}."
        if history.origin
        else f"Two lines over {count} {noun}s: the simulated price of jet fuel follows heating "
        "oil futures up and down, with smaller moves and a gap that comes and goes.",
    )
    sheet.row = bottom
