"""The Horizons sheet: the hedge ratio of a week, a month, a quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.commodity_cross_hedge.inputs import STEPS
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.cross_hedge import Hedge
    from xlhedge.templates.history import Rhythm

CHART_ROWS = 18
STEP, COUNT, RATIO, ERROR, R_SQUARED = range(5)
LOW, HIGH, CONTRACTS = LABEL + 5, LABEL + 6, LABEL + 7


class Horizons(NamedTuple):
    """The table and the columns beside it."""

    table: Cell
    low: Cell
    contracts: Cell


def write(book: Book, hedge: Hedge, rhythm: Rhythm) -> Horizons:
    """Write the sheet."""
    week = rhythm.noun
    sheet = Sheet(
        book,
        "Horizons",
        "Horizons: the ratio for as long as the fuel is open",
        "Hedge a quarter's fuel by the ratio of a quarter, if the history knows it well enough.",
        (38, 15, 15, 15, 15, 15, 15, 15),
    )
    sheet.section("1  The ratio by length of the change")
    top = sheet.row
    table = sheet.spill(
        "=HORIZON_HEDGE_RATIO(jet_prices,oil_prices,horizons)",
        len(STEPS),
        (("whole", "whole", "ratio", "ratio", "percent1"),),
        col=LABEL,
        name="horizon_table",
        unit="as labelled",
        meaning=f"Hedge ratio by horizon, in {week}s",
    )
    titles = ("band low [ratio]", "band high [ratio]", "contracts [+ buy]")
    sheet.headers(top, LOW, titles, ("right",) * 3)
    rows = range(top + 1, top + 1 + len(STEPS))
    low, high = (
        sheet.formula_column(col, top + 1, [_bound(table, row, sign) for row in rows], "ratio")
        for col, sign in ((LOW, "-"), (HIGH, "+"))
    )
    contracts = sheet.formula_column(
        CONTRACTS,
        top + 1,
        [f"=FUTURES_CONTRACTS(exposure,lot,{_at(table, row, RATIO)})" for row in rows],
        "contracts",
    )
    sheet.note(
        f"Band: ratio -/+ t x standard error, at the confidence on Inputs; steps in {week}s."
    )
    sheet.row += 1
    _picture(sheet, table, low, high, week)
    _reading(sheet, hedge, table, contracts, rhythm)
    return Horizons(table, low, contracts)


def _at(table: Cell, row: int, col: int) -> Cell:
    return table.at(row - table.row, col)


def _bound(table: Cell, row: int, sign: str) -> str:
    count, ratio, error = (_at(table, row, col) for col in (COUNT, RATIO, ERROR))
    # two degrees of freedom go to the line, as in a regression
    return f"={ratio}{sign}TINV(1-confidence,{count}-1-1)*{error}"


def _picture(sheet: Sheet, table: Cell, low: Cell, high: Cell, week: str) -> None:
    steps = table.column(STEP)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Hedge ratio by horizon, with its confidence band",
            Axis(f"Length of the change [{week}s]"),
            Axis("Hedge ratio [futures/spot]", "0.00"),
            (
                Series("Hedge ratio", steps, table.column(RATIO), charts.TEAL),
                Series("Band low", steps, low, charts.AMBER, dashed=True),
                Series("Band high", steps, high, charts.AMBER, dashed=True),
            ),
        ),
        1,
        8,
        CHART_ROWS,
        f"Hedge ratio over five horizons from one to thirteen {week}s between two dashed bounds "
        "that open as the horizon grows and fewer changes are left.",
    )
    sheet.row += CHART_ROWS


def _reading(sheet: Sheet, hedge: Hedge, table: Cell, contracts: Cell, rhythm: Rhythm) -> None:
    sheet.section("2  What it changes")
    last = len(STEPS)
    longest = sheet.result(
        "Ratio of the longest horizon",
        f"={table.at(last, RATIO)}",
        "futures/spot",
        "The last line of the table.",
        number="ratio",
        answer=True,
    )
    sheet.result(
        f"More contracts than by {rhythm.noun}s",
        f"={contracts.at(last - 1, 0)}-{hedge.position.untailed.far}",
        "contracts",
        f"Longest horizon less {rhythm.adjective} ratio; + = buy more.",
        number="contracts",
        answer=True,
    )
    sheet.result(
        f"Does the {rhythm.adjective} ratio lie in its band?",
        f"=IF(AND({hedge.ratio.ratio}>={_edge(sheet, table, LOW)},"
        f'{hedge.ratio.ratio}<={_edge(sheet, table, HIGH)}),"yes: keep it","no: look closer")',
        "",
        "Inside, the difference may be chance.",
        answer=True,
    )
    sheet.headline("Longest horizon", longest, "ratio")


def _edge(sheet: Sheet, table: Cell, col: int) -> Cell:
    return sheet.cell(table.last_row, col)
