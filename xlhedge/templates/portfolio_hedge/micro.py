"""The Micro hedge sheet: what hedging one holding does to the risk of the whole portfolio."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.portfolio_hedge.inputs import LINES

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.portfolio_hedge.holdings import Held
    from xlhedge.templates.portfolio_hedge.inputs import Inputs

CHART_ROWS = 16
FIGURES = 3  # rows of MICRO_HEDGE_RISK below its header


class Micro(NamedTuple):
    """What the checks read."""

    table: Cell
    shares: Cell
    after: Cell


def write(book: Book, given: Inputs, held: Held) -> Micro:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Micro hedge",
        "One-asset (micro) hedge: one holding hedged, the others left",
        "Which holding carries the risk, and how little of the whole one hedge takes away.",
        (36, 15, 16, 17, 17, 14, 14),
        pages_tall=1,
    )
    sheet.section("1  The holding chosen on Inputs")
    table = sheet.spill(
        "=MICRO_HEDGE_RISK(weights,covariance,asset,share_hedged)",
        FIGURES,
        (("general", "percent2"),),
        col=LABEL,
        name="micro_table",
        unit="a year",
        meaning="Volatility of the portfolio before and after one holding is hedged",
    )
    shares, after = _each(sheet, given, held)
    _decision(sheet, given, held, table)
    return Micro(table, shares, after)


def _each(sheet: Sheet, given: Inputs, held: Held) -> tuple[Cell, Cell]:
    sheet.section("2  Each holding in turn, the same share of it hedged")
    top = sheet.row
    sheet.headers(
        top,
        LABEL,
        (
            "Holding",
            "Weight [share]",
            "Its risk hedged, alone",
            "Share of all risk",
            "Volatility after",
            "Now [a year]",
        ),
        ("left", *("right",) * 5),
    )
    rows = range(LINES)
    share = given.micro_ratio
    variance = held.variance.far

    def far(column: Cell, i: int) -> str:
        return column.at(i, 0).far.replace("$", "")

    def column(col: int, formulas: list[str], number: str = "percent1") -> Cell:
        return sheet.formula_column(LABEL + col, top + 1, formulas, number)

    labels = column(0, [f"={far(held.labels, i)}" for i in rows], "general")
    weights = column(1, [f"={far(held.weights, i)}" for i in rows])
    alone = column(2, [f"={share}*{weights.at(i, 0)}*{far(held.volatilities, i)}" for i in rows])
    shares = column(3, [f"={weights.at(i, 0)}*{far(held.with_all, i)}/{variance}" for i in rows])
    after = column(
        4,
        [
            f"=IF({w}=0,0,SQRT(MAX({variance}*(1-{share}*({x}+{x}))+{y}*{y},0)))"
            for w, x, y in ((weights.at(i, 0), shares.at(i, 0), alone.at(i, 0)) for i in rows)
        ],
    )
    now = column(5, [f"=IF({weights.at(i, 0)}=0,0,{held.volatility.far})" for i in rows])
    sheet.row = top + 2 + LINES
    sheet.chart(
        charts.clustered(
            sheet.book,
            "Volatility of the portfolio: now, and after one holding is hedged",
            Axis("Holding hedged [name]"),
            Axis("Volatility of the portfolio [% a year]", "0%"),
            (
                Series("Now", labels, now, charts.AMBER),
                Series("After", labels, after, charts.TEAL),
            ),
        ),
        1,
        7,
        CHART_ROWS,
        "Pairs of columns, one a holding: the volatility of the whole portfolio now and after "
        "that holding is hedged, lower by a fifth or so.",
    )
    sheet.row += CHART_ROWS
    return shares, after


def _decision(sheet: Sheet, given: Inputs, held: Held, table: Cell) -> None:
    sheet.section("3  The decision")
    tell = functools.partial(sheet.result, answer=True)
    tell(
        "Holding to hedge",
        f"=INDEX({held.labels.far},{given.asset})",
        "",
        "As chosen on Inputs.",
    )
    amount = tell(
        "Amount to hedge",
        f"=INDEX({held.values},{given.asset})*{given.micro_ratio}",
        "USD",
        "Its value x the share hedged.",
        number="money",
    )
    reduction = tell(
        "Risk of the portfolio taken away",
        f"={table.at(FIGURES, 1).near}",
        "of the volatility",
        "The other holdings keep theirs: a micro-hedge leaves most of the risk.",
        number="percent1",
    )
    tell(
        "Cost",
        f"=ABS({amount})*{given.micro_cost.far}",
        "USD",
        "Amount x cost on Inputs.",
        number="money",
    )
    sheet.headline("Risk taken away", reduction, "percent1")
