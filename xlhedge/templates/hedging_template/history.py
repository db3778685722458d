"""The Prices sheet: the price history, its changes, and how the two series went."""

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

SPOT, FUTURES = 3.0, 3.467  # the published farmer's prices: the history ends there
UNIT = "USD/bushel"
WORKINGS, CHANGES = LABEL + 3, LABEL + 7  # columns
LAYOUT = Layout(
    columns=(
        Column("spot", "Spot", UNIT, ("cash", "wheat")),
        Column("futures", "Futures", UNIT, ("future", "hedge")),
    ),
    fewest=13,  # HEDGE_STATS asks for twelve changes
    now=(("spot_price", "spot"), ("futures_price", "futures")),
)


class Laid(NamedTuple):
    """Where the price history stands."""

    spot: Cell
    futures: Cell
    spot_changes: Cell
    futures_changes: Cell
    history: History


def sample(last_day: dt.date) -> History:
    """Return the simulated weeks."""
    return History(tuple(prices.weekly(last_day, SPOT, FUTURES)))


def write(book: Book, history: History) -> Laid:
    """Write the sheet, and Data check after it."""
    rhythm = history.rhythm
    sheet = Sheet(
        book,
        "Prices",
        f"Prices: a {rhythm.adjective} history" + ("" if history.origin else " of wheat"),
        history.subtitle,
        (13, 13, 13, 10, 8, 9, 9, 14, 14, 3, 18, 18, 18, 14),
    )
    sheet.section(
        f"Inputs: prices at the end of each {rhythm.noun} {history.kind}; workings: their changes"
    )
    top = sheet.row
    day, spot, futures = sheet.input_table(
        (
            Field(rhythm.end, "date", "date", day_since(FIRST_DAY), "Oldest first."),
            Field("Spot", UNIT, "price", any_number(), "What you sell or buy.", "spot_prices"),
            Field("Futures", UNIT, "price", any_number(), "What you hedge with.", "futures_prices"),
        ),
        history.rows,
    )
    labels = [column.label for column in LAYOUT.columns]
    watched = data_check.write_workings(sheet, top, WORKINGS, day, (spot, futures), labels)
    titles = [f"{label} change [{UNIT}]" for label in labels]
    sheet.headers(top, CHANGES, titles, ("right", "right"))
    changes = data_check.write_changes(sheet, watched, CHANGES, (spot, futures), ("price", "price"))
    _draw(sheet, top, history, (day, spot, futures))
    sheet.freeze(top + 1)
    data_check.write(book, history, watched, changes)
    return Laid(spot, futures, changes[0], changes[1], history)


def _draw(sheet: Sheet, top: int, history: History, columns: tuple[Cell, Cell, Cell]) -> None:
    day, spot, futures = columns
    count, noun = len(history.rows), history.rhythm.noun
    bottom, sheet.row = sheet.row, top + 1
    sheet.chart(
        charts.lines(
            sheet.book,
            history.title("Spot and futures price of wheat", "Spot and futures price"),
            Axis(f"{history.rhythm.end} [{history.tick_unit}]", history.tick_format, history.tick),
            Axis(f"Price [{UNIT}]", "0.00"),
            (
                Series("Futures", day, futures, charts.AMBER),
                Series("Spot", day, spot, charts.TEAL),
            ),
        ),
        11,
        14,
        20,
        f"Two lines over {count} {noun}s: spot and futures price {history.file}."
        if history.origin
        else f"Two lines over {count} {noun}s: the simulated spot price of wheat runs 0.2 to 0.5 "
        "USD a bushel below the futures price and follows its moves.",
    )
    sheet.row = bottom
