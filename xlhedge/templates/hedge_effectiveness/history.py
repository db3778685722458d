"""The Data sheet: prices since designation, and the changes in value they make."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from xlhedge.templates import charts, data_check, prices
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.history import FIRST_DAY, Column, History, Layout
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import any_number, day_since

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.data_check import Watched
    from xlhedge.templates.hedge_effectiveness.inputs import Inputs

SPOT, FUTURES = 2.31, 2.42  # where the simulated history ends
WEEKS = 289  # picked among the lengths 145 to 299 so that the sample hedge qualifies ...
KEPT = 145  # ... of which the last ones, from the day of designation on, are kept
STEP = 4  # weeks a period: 36 periods, enough for the practice of 30
UNIT = "USD/gallon"
CREDIT_SEED, CREDIT_STEP = 2, 12000
WORKINGS, CHANGES = LABEL + 4, LABEL + 8  # columns
LAYOUT = Layout(
    columns=(
        Column("spot", "Hedged item", UNIT, ("cash", "item")),
        Column("futures", "Hedging instrument", UNIT, ("future", "hedge", "instrument")),
        Column("credit", "Credit part", "USD", ("credit risk",), optional=True),
    ),
    fewest=10,
    most=1_400,  # periods since designation: seven columns of them are what an engine spills
)


class Data(NamedTuple):
    """Where the changes in value stand."""

    item: Cell
    hedge: Cell
    hypothetical: Cell
    hedge_total: Cell
    hypothetical_total: Cell
    credit: Cell


def sample(last_day: dt.date) -> History:
    """Return simulated period ends: day, price of item and instrument, credit part in money."""
    draw = random.Random(CREDIT_SEED).random  # noqa: S311 - sample data, not a secret
    weeks = prices.weekly(last_day, SPOT, FUTURES, WEEKS)[-KEPT::STEP]
    return History(
        tuple(
            (*week, 0 if i == 0 else int(draw() * (2 * CREDIT_STEP + 1)) - CREDIT_STEP)
            for i, week in enumerate(weeks)
        )
    )


def write(book: Book, given: Inputs, history: History) -> Data:
    """Write the sheet, and Data check after it."""
    sheet = Sheet(
        book,
        "Data",
        "Data: prices since designation",
        history.subtitle,
        (13, 13, 15, 13, 10, 8, 9, 9, 19, 15, 16, 16, 16, 3, 18, 18, 18, 14),
        landscape=True,
    )
    sheet.section(f"Inputs: prices at each period's end {history.kind}; workings: changes in value")
    top = sheet.row
    day, item, hedge, credit = sheet.input_table(
        (
            Field("Period's end", "date", "date", day_since(FIRST_DAY), "Oldest first."),
            Field("Hedged item", UNIT, "price", any_number(), "Its price."),
            Field("Hedging instrument", UNIT, "price", any_number(), "Its price."),
            Field(
                "Credit part",
                "USD",
                "money",
                any_number(),
                "Of the period's changes, what credit risk caused; 0 where there is none.",
            ),
        ),
        history.rows,
    )
    labels = [column.label for column in LAYOUT.columns if not column.optional]
    watched = data_check.write_workings(sheet, top, WORKINGS, day, (item, hedge), labels)
    sheet.headers(
        top,
        CHANGES,
        (
            "Item change [USD]",
            "Hedge change [USD]",
            "Hypothetical change [USD]",
            "Hedge since designation",
            "Hypothetical since designation",
        ),
        ("right",) * 5,
    )
    sheet.worksheet.set_row(top, 48)
    columns = _changes(sheet, given, watched)
    define = book.define
    credit = sheet.cell(top + 2, credit.col, credit.last_row)
    data = Data(
        define(columns[0], "item_pnl", "output", "USD", "Change in value of the hedged item"),
        define(columns[1], "hedge_pnl", "output", "USD", "Change in value of the instrument"),
        define(columns[2], "hypo_pnl", "output", "USD", "Change of the hypothetical derivative"),
        define(columns[3], "hedge_total", "output", "USD", "Hedge change since designation"),
        define(columns[4], "hypo_total", "output", "USD", "Hypothetical since designation"),
        define(credit, "credit", "input", "USD", "The part of the changes due to credit risk"),
    )
    _draw(sheet, top, history, day, data)
    sheet.freeze(top + 1)
    data_check.write(book, history, watched, data[:2])
    return data


def _changes(sheet: Sheet, given: Inputs, watched: Watched) -> list[Cell]:
    """Write the changes, item's and hedge's first; none beside a gap, as the functions take it."""
    rows = range(watched.day.row + 1, watched.day.last_row + 1)

    def column(col: int, change: Callable[[int], str]) -> Cell:
        texts = [
            f'=IF({data_check.complete(sheet, watched, row)},{change(row)},"")' for row in rows
        ]
        return sheet.formula_column(CHANGES + col, rows[0], texts, "money")

    def rise(price: Cell, row: int) -> str:
        return f"({sheet.cell(row, price.col)}-{sheet.cell(row - 1, price.col)})"

    def total(of: Cell) -> Callable[[int], str]:
        head = xl_col_to_name(of.col)
        return lambda row: f"SUM({head}${rows[0] + 1}:{head}{row + 1})"

    of_item, of_hedge = watched.prices
    item = column(0, lambda row: f"{given.quantity}*{rise(of_item, row)}")
    hedge = column(1, lambda row: f"{given.contracts}*{given.contract_size}*{rise(of_hedge, row)}")
    hypothetical = column(2, lambda row: f"-{sheet.cell(row, item.col)}")
    return [item, hedge, hypothetical, column(3, total(hedge)), column(4, total(hypothetical))]


def _draw(sheet: Sheet, top: int, history: History, day: Cell, data: Data) -> None:
    bottom, sheet.row = sheet.row, top + 1
    days = sheet.cell(day.row + 1, day.col, day.last_row)
    title = "Hedge and hypothetical since designation"
    sheet.chart(
        charts.lines(
            sheet.book,
            history.title(title, title),
            Axis(f"Period's end [{history.tick_unit}]", history.tick_format, history.tick),
            Axis("Change in value [USD thousand]", "#,##0,"),
            (
                Series("Hypothetical derivative", days, data.hypothetical_total, charts.AMBER),
                Series("Hedging instrument", days, data.hedge_total, charts.TEAL),
            ),
        ),
        15,
        18,
        20,
        f"Two lines over {days.rows} periods: the cumulative change of the hedging instrument "
        "beside that of the hypothetical derivative.",
    )
    sheet.row = bottom
