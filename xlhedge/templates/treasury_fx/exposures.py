"""The Exposures sheet: what is open by month and currency, and how much of it is hedged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.treasury_fx.inputs import COUNT, MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.treasury_fx.inputs import Inputs

ORDINALS = ("one", "two", "three", "four")
COLOURS = (charts.TEAL, charts.AMBER, "#7A8B99", "#E0B64F")
CHART_ROWS = 16


class Exposures(NamedTuple):
    """One column a currency: net flows, hedge ratios, and net flows in home currency."""

    net: list[Cell]
    covers: list[Cell]
    home: list[Cell]
    gross: Cell
    hedged: Cell


def write(book: Book, given: Inputs) -> Exposures:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Exposures",
        "Exposures: what is open, month by month",
        "Received less paid in each currency, what the forwards cover, and all of it in USD.",
        (32, 16, 16, 16, 16, 16),
        pages_tall=1,
    )
    sheet.section("1  Net cash flow: thousands of units, + receive, - pay")
    net = _table(
        sheet,
        given,
        lambda i, m: f"={given.received[i].at(m, 0).far}+{given.paid[i].at(m, 0).far}",
        "whole",
        "thousands",
    )
    net = [
        book.define(c, f"net_{o}", "output", "thousands", f"Net cash flow of currency {o}")
        for c, o in zip(net, ORDINALS, strict=True)
    ]
    sheet.section("2  Hedge ratio held: - forwards / net cash flow")

    def cover(i: int, m: int) -> str:
        flow, target = net[i].at(m, 0), given.schedule.at(m, 0).far
        return f"=IF({flow}=0,{target},-{given.held[i].at(m, 0).far}/{flow})"

    covers = [
        book.define(c, f"cover_{o}", "output", "share", f"Hedge ratio held in currency {o}")
        for c, o in zip(_table(sheet, given, cover, "percent", "share"), ORDINALS, strict=True)
    ]
    sheet.note("A month without cash flow counts as on target; forwards held there: section 4.")
    sheet.section("3  Net cash flow in USD thousand at today's spot rates")
    home = _table(
        sheet,
        given,
        lambda i, m: f"={net[i].at(m, 0)}*{given.spots.at(i, 0).far}",
        "money",
        "USD thousand",
    )
    sheet.row += 1
    _picture(sheet, given, home)
    gross, hedged = _totals(sheet, given, net, covers, home)
    return Exposures(net, covers, home, gross, hedged)


def _table(
    sheet: Sheet, given: Inputs, formula: Callable[[int, int], str], number: str, unit: str
) -> list[Cell]:
    book, top = sheet.book, sheet.row
    sheet.headers(top, LABEL, ("Month's end",), ("left",))
    for i in range(COUNT):
        head = sheet.cell(top, LABEL + 1 + i)
        code = f"={given.codes.at(i, 0).far}"
        book.write_formula(sheet.worksheet, head, code, "spill", align="right")
    top += 1
    for i in range(COUNT):
        style = book.styles("unit", align="right")
        sheet.worksheet.write(top, LABEL + 1 + i, unit, style)
    days = [f"={given.days.at(m, 0).far}" for m in range(MONTHS)]
    for m, day in enumerate(days):
        place = sheet.cell(top + 1 + m, LABEL)
        book.write_formula(sheet.worksheet, place, day, number="date", align="left")
    sheet.row = top + 1 + MONTHS
    return [
        sheet.formula_column(LABEL + 1 + i, top + 1, [formula(i, m) for m in range(MONTHS)], number)
        for i in range(COUNT)
    ]


def _picture(sheet: Sheet, given: Inputs, home: list[Cell]) -> None:
    first = home[0]
    days = sheet.cell(first.row, LABEL, first.last_row)
    sheet.chart(
        charts.columns(
            sheet.book,
            "Net cash flow by month and currency",
            Axis("Month's end [month]", "yyyy-mm"),
            Axis("Net cash flow [USD thousand]", "#,##0"),
            [
                Series(f"={given.codes.at(i, 0).far}", days, home[i], COLOURS[i])
                for i in range(COUNT)
            ],
            written=False,
        ),
        1,
        6,
        CHART_ROWS,
        "Stacked columns over twelve months: euro and Canadian dollars to be received above the "
        "line, pounds and yen to be paid below it.",
    )
    sheet.row += CHART_ROWS


def _totals(
    sheet: Sheet, given: Inputs, net: list[Cell], covers: list[Cell], home: list[Cell]
) -> tuple[Cell, Cell]:
    sheet.section("4  How much is protected")
    flows = sheet.cell(home[0].row, home[0].col, home[-1].last_row, home[-1].col)
    ratios = sheet.cell(covers[0].row, covers[0].col, covers[-1].last_row, covers[-1].col)
    amounts = sheet.cell(net[0].row, net[0].col, net[-1].last_row, net[-1].col)
    gross = sheet.result(
        "Open before hedges, all months",
        f"=SUMPRODUCT(ABS({flows}))",
        "USD thousand",
        "Receipts and payments, each counted as it stands.",
        number="money",
        answer=True,
    )
    hedged = sheet.result(
        "Covered by forwards",
        f"=SUMPRODUCT(ABS({flows}),{ratios})",
        "USD thousand",
        "Each month's flow x its hedge ratio.",
        number="money",
        answer=True,
    )
    share = sheet.result(
        "Protected now",
        f"=IF({gross}=0,0,{hedged}/{gross})",
        "of the flows",
        "Before this week's trades.",
        number="percent1",
        answer=True,
    )
    forwards = given.held[0].far.partition(":")[0] + ":" + given.held[-1].far.rpartition(":")[2]
    sheet.result(
        "Forwards without a cash flow",
        f"=SUMPRODUCT(({amounts}=0)*({forwards}<>0))",
        "months",
        "Close them, or enter the flow they are for.",
        number="whole",
        answer=True,
    )
    sheet.headline("Protected now", share, "percent1")
    return gross, hedged
