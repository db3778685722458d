"""The Prices sheet: the simulated history, its changes, and how the two series went."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts, prices
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import above, day_since

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

SPOT, FUTURES = 3.0, 3.467  # the published farmer's prices: the history ends there
UNIT = "USD/bushel"


class History(NamedTuple):
    """Where the price history stands."""

    spot: Cell
    futures: Cell
    spot_changes: Cell
    futures_changes: Cell


def write(book: Book, last_day: dt.date) -> History:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Prices",
        "Prices: a weekly history of wheat",
        "Simulated, no market's prices. Put your own in, oldest first; leave spare rows blank.",
        (13, 13, 13, 14, 14, 3, 18, 18, 18, 14),
    )
    sheet.section("Inputs: prices at the end of each week (simulated); workings: their changes")
    top = sheet.row
    weeks = prices.weekly(last_day, SPOT, FUTURES)
    day, spot, futures = sheet.input_table(
        (
            Field("Week's end", "date", "date", day_since(dt.date(1990, 1, 1)), "Oldest first."),
            Field("Spot", UNIT, "price", above(0), "What you sell or buy.", "spot_prices"),
            Field("Futures", UNIT, "price", above(0), "What you hedge with.", "futures_prices"),
        ),
        weeks,
    )
    titles = (f"Spot change [{UNIT}]", f"Futures change [{UNIT}]")
    sheet.headers(top, LABEL + 3, titles, ("right", "right"))
    changes = [
        sheet.formula_column(
            column.col + 2,
            top + 2,
            [_change(sheet, column, top + 2 + i) for i in range(len(weeks) - 1)],
            "price",
        )
        for column in (spot, futures)
    ]
    bottom, sheet.row = sheet.row, top + 1
    sheet.chart(
        charts.lines(
            book,
            "Spot and futures price of wheat (simulated)",
            Axis("Week's end [month]", "yyyy-mm", days=True),
            Axis(f"Price [{UNIT}]", "0.00"),
            (Series("Futures", day, futures, charts.AMBER), Series("Spot", day, spot, charts.TEAL)),
        ),
        7,
        10,
        20,
        "Two lines over 104 weeks: the simulated spot price of wheat runs 0.2 to 0.5 USD a bushel "
        "below the futures price and follows its moves.",
    )
    sheet.row = bottom
    sheet.freeze(top + 1)
    return History(spot, futures, *changes)


def _change(sheet: Sheet, column: Cell, row: int) -> str:
    """Return a change from one row to the next; none beside a gap, as the functions take it."""
    price, before = sheet.cell(row, column.col), sheet.cell(row - 1, column.col)
    pair = f"$C{row}:$D{row + 1}"
    return f'=IF(COUNTBLANK({pair})=0,{price}-{before},"")'
