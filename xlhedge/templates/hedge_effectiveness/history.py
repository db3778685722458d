"""The Data sheet: prices since designation, and the changes in value they make."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from xlhedge.templates import charts, prices
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import above, any_number, day_since

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedge_effectiveness.inputs import Inputs

SPOT, FUTURES = 2.31, 2.42  # where the simulated history ends
WEEKS = 289  # picked among the lengths 145 to 299 so that the sample hedge qualifies ...
KEPT = 145  # ... of which the last ones, from the day of designation on, are kept
STEP = 4  # weeks a period: 36 periods, enough for the practice of 30
UNIT = "USD/gallon"
CREDIT_SEED, CREDIT_STEP = 2, 12000


class Data(NamedTuple):
    """Where the changes in value stand."""

    item: Cell
    hedge: Cell
    hypothetical: Cell
    hedge_total: Cell
    hypothetical_total: Cell
    credit: Cell


def sample(last_day: dt.date) -> list[tuple[dt.date, float, float, int]]:
    """Return simulated period ends: day, price of item and instrument, credit part in money."""
    draw = random.Random(CREDIT_SEED).random  # noqa: S311 - sample data, not a secret
    weeks = prices.weekly(last_day, SPOT, FUTURES, WEEKS)[-KEPT::STEP]
    return [
        (*week, 0 if i == 0 else int(draw() * (2 * CREDIT_STEP + 1)) - CREDIT_STEP)
        for i, week in enumerate(weeks)
    ]


def write(book: Book, given: Inputs, last_day: dt.date) -> Data:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Data",
        "Data: prices since designation",
        "Simulated, no market's prices. Put your own in, oldest first; leave spare rows blank.",
        (13, 13, 15, 13, 15, 15, 16, 16, 16),
        pages_tall=1,
    )
    sheet.section("Inputs: prices at each period's end (simulated); workings: changes in value")
    top = sheet.row
    day, *_, credit = sheet.input_table(
        (
            Field("Period's end", "date", "date", day_since(dt.date(1990, 1, 1)), "Oldest first."),
            Field("Hedged item", UNIT, "price", above(0), "Its price."),
            Field("Hedging instrument", UNIT, "price", above(0), "Its price."),
            Field(
                "Credit part",
                "USD",
                "money",
                any_number(),
                "Of the period's changes, what credit risk caused; 0 where there is none.",
            ),
        ),
        sample(last_day),
    )
    sheet.headers(
        top,
        LABEL + 4,
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
    columns = _changes(sheet, given, top)
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
    _draw(sheet, day, data)
    sheet.freeze(top + 1)
    return data


def _changes(sheet: Sheet, given: Inputs, top: int) -> list[Cell]:
    """Write the changes, item's and hedge's first; none beside a gap, as the functions take it."""
    first, rows = top + 2, range(top + 2, sheet.row)

    def column(col: int, change: Callable[[int], str]) -> Cell:
        formulas = [f'=IF(COUNTBLANK($C{row}:$D{row + 1})=0,{change(row)},"")' for row in rows]
        return sheet.formula_column(LABEL + col, first, formulas, "money")

    def rise(col: int, row: int) -> str:
        return f"({sheet.cell(row, LABEL + col)}-{sheet.cell(row - 1, LABEL + col)})"

    def total(of: Cell) -> Callable[[int], str]:
        head = xl_col_to_name(of.col)
        return lambda row: f"SUM({head}${first + 1}:{head}{row + 1})"

    item = column(4, lambda row: f"{given.quantity}*{rise(1, row)}")
    hedge = column(5, lambda row: f"{given.contracts}*{given.contract_size}*{rise(2, row)}")
    hypothetical = column(6, lambda row: f"-{sheet.cell(row, item.col)}")
    return [item, hedge, hypothetical, column(7, total(hedge)), column(8, total(hypothetical))]


def _draw(sheet: Sheet, day: Cell, data: Data) -> None:
    sheet.row += 1
    days = sheet.cell(day.row + 1, day.col, day.last_row)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Hedge and hypothetical derivative since designation (simulated)",
            Axis("Period's end [month]", "yyyy-mm", days=True),
            Axis("Change in value [USD thousand]", "#,##0,"),
            (
                Series("Hypothetical derivative", days, data.hypothetical_total, charts.AMBER),
                Series("Hedging instrument", days, data.hedge_total, charts.TEAL),
            ),
        ),
        1,
        9,
        16,
        "Two lines over 36 periods: the cumulative change of the hedging instrument stays close "
        "to that of the hypothetical derivative.",
    )
    sheet.row += 16
