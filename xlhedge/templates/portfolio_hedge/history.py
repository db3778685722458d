"""The Prices sheet: a unit of the portfolio and the index future, and their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts, data_check, prices
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.history import FIRST_DAY, Column, History, Layout
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import any_number, day_since

if TYPE_CHECKING:
    import datetime as dt

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

PRICE, SCALE = 5.05, 200  # the simulated history ends at the published futures price, 1,010 points
STEEPER = 1.65  # set so that the ratio of least variance comes near the published beta of 1.5
WORKINGS, CHANGES = LABEL + 3, LABEL + 7  # columns
UNITS = ("USD/unit", "index points")
LAYOUT = Layout(
    columns=(
        Column("spot", "Portfolio", UNITS[0], ("unit", "fund", "nav", "net asset value")),
        Column("futures", "Index future", UNITS[1], ("future", "index", "index futures", "hedge")),
    ),
    fewest=10,
    now=(("future", "futures"),),
)


class Laid(NamedTuple):
    """Where the price history stands."""

    units: Cell
    futures: Cell
    unit_changes: Cell
    last: Cell
    history: History


def sample(last_day: dt.date) -> History:
    """Return simulated weeks: day, value of a portfolio unit, index futures price."""
    return History(
        tuple(
            (
                week.day,
                round((PRICE + STEEPER * (week.spot - PRICE)) * SCALE, 2),
                round(week.futures * SCALE, 2),
            )
            for week in prices.weekly(last_day, PRICE, PRICE)
        )
    )


def write(book: Book, history: History) -> Laid:
    """Write the sheet, and Data check after it."""
    rhythm = history.rhythm
    sheet = Sheet(
        book,
        "Prices",
        f"Prices: a {rhythm.adjective} history of the portfolio and the index future",
        history.subtitle,
        (13, 14, 14, 10, 8, 9, 9, 16, 18, 3, 18, 18, 18, 14),
    )
    sheet.section(
        f"Inputs: prices at the end of each {rhythm.noun} {history.kind}; workings: their changes"
    )
    top = sheet.row
    day, units, futures = sheet.input_table(
        (
            Field(rhythm.end, "date", "date", day_since(FIRST_DAY), "Oldest first."),
            Field("Portfolio", UNITS[0], "cents", any_number(), "Value of a unit.", "unit_prices"),
            Field("Index future", UNITS[1], "cents", any_number(), "Its price.", "future_prices"),
        ),
        history.rows,
    )
    labels = [column.label for column in LAYOUT.columns]
    watched = data_check.write_workings(sheet, top, WORKINGS, day, (units, futures), labels)
    titles = [f"{label} change [{unit}]" for label, unit in zip(labels, UNITS, strict=True)]
    sheet.headers(top, CHANGES, titles, ("right", "right"))
    changes = data_check.write_changes(
        sheet, watched, CHANGES, (units, futures), ("cents", "cents")
    )
    _draw(sheet, top, history, (day, units, futures))
    sheet.freeze(top + 1)
    last = data_check.write(book, history, watched, changes)
    return Laid(units, futures, changes[0], last, history)


def _draw(sheet: Sheet, top: int, history: History, columns: tuple[Cell, Cell, Cell]) -> None:
    day, units, futures = columns
    count, noun = len(history.rows), history.rhythm.noun
    bottom, sheet.row = sheet.row, top + 1
    title = "Unit of the portfolio and index future"
    sheet.chart(
        charts.lines(
            sheet.book,
            history.title(title, title),
            Axis(f"{history.rhythm.end} [{history.tick_unit}]", history.tick_format, history.tick),
            Axis("Price [USD/unit, index points]", "#,##0"),
            (
                Series("Index future", day, futures, charts.AMBER),
                Series("Portfolio", day, units, charts.TEAL),
            ),
        ),
        11,
        14,
        20,
        f"Two lines over {count} {noun}s: the value of a unit of the portfolio and the price of "
        f"the index future {history.kind}.",
    )
    sheet.row = bottom
