"""The Margin sheet: what the contracts ask for in cash on the way."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.inputs import Inputs

CHART_ROWS = 18
DAY, PRICE, VARIATION, BALANCE, CALL, FUNDING, PEAK = range(7)


class Account(NamedTuple):
    """The margin account."""

    table: Cell
    peak: Cell


def write(book: Book, given: Inputs) -> Account:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Margin",
        "Margin: the cash a good hedge can still ask for",
        "The fuel is cheaper later, the broker calls today. The path of prices is on Inputs.",
        (32, 15, 17, 17, 16, 17, 17, 14),
    )
    sheet.section("1  The margin account day by day, with the contracts of the sheet Cross hedge")
    chart_row = sheet.row
    sheet.row += CHART_ROWS + 1
    table = sheet.spill(
        "=MARGIN_CASHFLOW(position,lot,settlements,margin,maintenance)",
        given.path.rows,
        (("whole", "price", "money", "money", "money", "money", "money"),),
        col=LABEL,
        name="margin_table",
        unit="as labelled",
        meaning="Margin balance, calls and funding by day",
    )
    bottom, sheet.row = sheet.row, chart_row
    _picture(sheet, table)
    sheet.row = bottom
    peak = _decision(sheet, given, table)
    return Account(table, peak)


def _picture(sheet: Sheet, table: Cell) -> None:
    day = table.column(DAY)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Margin balance and cash paid in",
            Axis("Days since the trade [days]"),
            Axis("Cash [USD]", "#,##0"),
            (
                Series("Paid in so far", day, table.column(FUNDING), charts.AMBER),
                Series("Margin balance", day, table.column(BALANCE), charts.TEAL),
            ),
        ),
        1,
        8,
        CHART_ROWS,
        "Two lines over twenty days: the margin balance falls with the price and is refilled by "
        "calls, while the cash paid in climbs in steps to more than twice the initial margin.",
    )


def _decision(sheet: Sheet, given: Inputs, table: Cell) -> Cell:
    sheet.section("2  Is the cash there?")
    tell = functools.partial(sheet.result, answer=True)
    tell(
        "Initial margin",
        "=ABS(position)*margin",
        "USD",
        "Contracts after the trade x initial margin.",
        number="money",
    )
    tell(
        "Calls",
        f'=COUNTIF({table.column(CALL)},">0")',
        "days",
        "Days on which the broker asks for more.",
        number="whole",
    )
    peak = tell(
        "Most cash paid in",
        f"=MAX({table.column(FUNDING)})",
        "USD",
        "On this path; a worse one asks for more.",
        number="money",
    )
    short = tell(
        "Cash left over",
        f"={given.cash.far}-{peak}",
        "USD",
        "Set aside on Inputs, less the most paid in; negative = arrange more.",
        number="money",
    )
    tell(
        "Verdict",
        f'=IF({short}>=0,"enough cash set aside","not enough: arrange more")',
        "",
        "Airlines have been right on price and out of cash.",
    )
    sheet.headline("Cash left over", short, "money")
    return peak
