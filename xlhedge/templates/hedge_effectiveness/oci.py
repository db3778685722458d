"""The sheet of the hypothetical derivative and of the split between OCI and profit or loss."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.styles import GREY

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedge_effectiveness.history import Data

CRITERIA = 14  # rows of HYPOTHETICAL_DERIVATIVE_TEST below its header
ROBUST_ERROR = 6  # the row of its robust standard error
CHART_ROWS = 17


class Split(NamedTuple):
    """What the sheet gives to those after it."""

    test: Cell
    table: Cell
    reserve: Cell
    pnl: Cell
    oci_booking: Cell
    pnl_booking: Cell
    asc_reserve: Cell


def write(book: Book, data: Data) -> Split:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Hypothetical, OCI",
        "Hypothetical derivative and OCI",
        "A cash flow hedge's gain: what goes to OCI and what to profit or loss.",
        (32, 15, 31, 15, 15, 15, 15),
    )
    test = _test(sheet)
    sheet.section("2  IFRS 9, 6.5.11 (and IAS 39, 96): the lower of the two, since designation")
    chart_row = sheet.row
    sheet.row += CHART_ROWS
    table = sheet.spill(
        f"=OCI_SPLIT({data.hedge_total},{data.hypothetical_total})",
        data.hedge.rows,
        (("general", *("money",) * 6),),
        col=LABEL,
        name="oci_table",
        unit="USD",
        meaning="The split between OCI and profit or loss, period by period",
    )
    after, sheet.row = sheet.row, chart_row
    _draw(sheet, table)
    sheet.row = after
    return Split(test, table, *_bookings(sheet, table))


def _test(sheet: Sheet) -> Cell:
    sheet.section("1  Hedge against hypothetical: verdicts are practice under IAS 39 and ASC 815")
    ratio, money, whole = (
        ("general", number, "general", "general") for number in ("price", "money", "whole")
    )
    test = sheet.spill(
        "=HYPOTHETICAL_DERIVATIVE_TEST(hedge_pnl,hypo_pnl,asc_low,asc_high,r_min)",
        CRITERIA,
        (*(ratio,) * 3, whole, *(ratio,) * 2, *(money,) * 4, *(whole,) * 4),
        col=LABEL,
        name="hypothetical_table",
        unit="as labelled",
        meaning="The hedge against its hypothetical derivative",
    )
    sheet.undefined = f"1*ISERROR({test.at(ROBUST_ERROR, 1).far})"  # too few changes for it
    sheet.note(
        "IFRS 9, B6.5.5: the hypothetical derivative measures ineffectiveness and has no band; "
        "there, read the money only."
    )
    return test


def _draw(sheet: Sheet, table: Cell) -> None:
    period = table.column(0)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Where the hedge's gain or loss stands",
            Axis("Period since designation [number]"),
            Axis("Since designation [USD thousand]", "#,##0,"),
            (
                Series("Hedging instrument", period, table.column(1), GREY),
                Series("OCI (cash flow hedge reserve)", period, table.column(3), charts.TEAL),
                Series("Profit or loss (ineffectiveness)", period, table.column(4), charts.AMBER),
            ),
        ),
        1,
        7,
        CHART_ROWS - 1,
        f"Three lines over {period.rows} periods: OCI follows the hedging instrument, and the "
        "little that lies between them is in profit or loss.",
    )


def _bookings(sheet: Sheet, table: Cell) -> tuple[Cell, ...]:
    sheet.section("3  To book at the end of the last period (before reclassification)")
    tell = functools.partial(sheet.result, unit="USD", number="money", answer=True)

    period = table.column(0)

    def last(col: int) -> str:
        return f"=LOOKUP(MAX({period}),{period},{table.column(col)})"

    reserve = tell("IFRS 9: reserve in OCI", last(3), note="Lower of the two, with its sign.")
    pnl = tell("IFRS 9: ineffectiveness so far", last(4), note="In profit or loss: the cost of it.")
    oci_booking = tell("IFRS 9: book to OCI", last(5), note="Movement of the last period.")
    pnl_booking = tell(
        "IFRS 9: book to profit or loss", last(6), note="Movement of the last period."
    )
    asc = tell(
        "ASC 815: reserve in OCI",
        last(1),
        note="Since ASU 2017-12 the whole included change, if highly effective.",
    )
    sheet.headline("IFRS 9 to OCI", oci_booking, "money")
    return reserve, pnl, oci_booking, pnl_booking, asc
