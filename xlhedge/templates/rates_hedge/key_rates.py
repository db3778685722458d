"""The Key rates sheet: contracts of each future, and what they leave at each key rate."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.rates_hedge.tables import BP, HEDGES, KEY_RATES
from xlhedge.templates.styles import INK

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.rates_hedge.inputs import Inputs

CHART_ROWS = 18
HEAD = 2  # rows of KEY_RATE_HEDGE before the hedges: key rates, dropped


class Keyed(NamedTuple):
    """What the checks read."""

    table: Cell
    whole: Cell
    exposure: Cell
    hedge: Cell
    left: Cell


def write(book: Book, given: Inputs) -> Keyed:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Key rates",
        "Key rates: a hedge against any bend of the curve",
        "Contracts of each future at once, and what is left at each key rate.",
        (40, 16, 16, 16, 16, 16, 14),
        pages_tall=1,
    )
    sheet.section("1  Contracts of each future, exact: least squares over the key rates")
    rates, hedges = len(KEY_RATES), len(HEDGES)
    whole_rows = (("general", "whole"),) * HEAD
    table = sheet.spill(
        "=KEY_RATE_HEDGE(key_exposure,key_hedges)",
        HEAD + hedges + rates,
        (*whole_rows, *(("general", "cents"),) * (hedges + rates)),
        col=LABEL,
        name="key_rate_table",
        unit="contracts, DV01",
        meaning="Contracts of each future and the DV01 left at each key rate",
    )
    whole = _whole(sheet, given, table)
    exposure, hedge, left = _left(sheet, given, whole)
    _decision(sheet, whole, exposure, left)
    return Keyed(table, whole, exposure, hedge, left)


def _whole(sheet: Sheet, given: Inputs, table: Cell) -> Cell:
    sheet.section("2  In whole contracts")
    top = sheet.row
    sheet.headers(top, LABEL, ("Future",), ("left",))
    heads = given.key_hedges
    for i in range(len(HEDGES)):
        cell = sheet.cell(top, VALUE + i)
        title = type(heads)(heads.sheet, heads.row - 1, heads.col + i, heads.row - 1, heads.col + i)
        sheet.book.write_formula(sheet.worksheet, cell, f"={title.far}", "spill", align="right")
        sheet.book.write_formula(
            sheet.worksheet,
            sheet.cell(top + 1, VALUE + i),
            f"=ROUND({table.at(1 + HEAD + i, 1)},0)",
            number="position",
        )
    sheet.worksheet.set_row(top, 32)
    sheet.worksheet.write(top + 1, LABEL, "Contracts", sheet.book.styles("label"))
    sheet.row = top + 2
    sheet.note("Futures' names are the heads of section 6 on Inputs; - is sold, + is bought.")
    return sheet.cell(top + 1, VALUE, last_col=VALUE + len(HEDGES) - 1)


def _left(sheet: Sheet, given: Inputs, whole: Cell) -> tuple[Cell, Cell, Cell]:
    sheet.section("3  What is left at each key rate, with whole contracts")
    top = sheet.row
    sheet.headers(
        top,
        LABEL,
        ("Key rate", f"Exposure [{BP}]", f"Futures [{BP}]", f"Left [{BP}]"),
        ("left", "right", "right", "right"),
    )
    rows = range(len(KEY_RATES))
    first_hedge = given.key_hedges

    def hedge_row(i: int) -> str:
        row, col = first_hedge.row + i, first_hedge.col
        block = type(whole)(first_hedge.sheet, row, col, row, first_hedge.last_col)
        return block.far.replace("$", "")

    labels = sheet.formula_column(
        LABEL, top + 1, [f"={_plain(given.key_labels, i)}" for i in rows], "general"
    )
    exposure = sheet.formula_column(
        VALUE, top + 1, [f"={_plain(given.key_exposure, i)}" for i in rows], "money"
    )
    hedge = sheet.formula_column(
        VALUE + 1,
        top + 1,
        [f"=SUMPRODUCT({hedge_row(i)},{whole.fixed})" for i in rows],
        "money",
    )
    left = sheet.formula_column(
        VALUE + 2,
        top + 1,
        [f"={exposure.at(i, 0)}+{hedge.at(i, 0)}" for i in rows],
        "money",
    )
    sheet.row = top + 2 + len(KEY_RATES)
    sheet.chart(
        charts.clustered(
            sheet.book,
            "DV01 at each key rate: exposure, futures, and what is left",
            Axis("Key rate [term]"),
            Axis(f"DV01 [{BP}]", "#,##0"),
            (
                Series("Exposure", labels, exposure, charts.AMBER),
                Series("Futures", labels, hedge, charts.TEAL),
                Series("Left", labels, left, INK),
            ),
        ),
        1,
        7,
        CHART_ROWS,
        "Three columns at each of five key rates: the exposure below zero, the futures nearly as "
        "far above it, and the little that is left.",
    )
    sheet.row += CHART_ROWS
    return exposure, hedge, left


def _plain(column: Cell, row: int) -> str:
    """Return a cell of another sheet, relative: one form all along the column."""
    return column.at(row, 0).far.replace("$", "")


def _decision(sheet: Sheet, whole: Cell, exposure: Cell, left: Cell) -> None:
    sheet.section("4  The decision")
    tell = functools.partial(sheet.result, answer=True)
    before = tell(
        "Open now, all key rates",
        f'=SUMIF({exposure},">0")-SUMIF({exposure},"<0")',
        BP,
        "Sum of absolute DV01.",
        number="money",
    )
    after = tell(
        "Open then",
        f'=SUMIF({left},">0")-SUMIF({left},"<0")',
        BP,
        "The same of what is left: one key rate more than futures leaves something.",
        number="money",
    )
    share = tell(
        "Protected then",
        f"=1-{after}/{before}",
        "of the DV01",
        "Against any bend of the curve.",
        number="percent1",
    )
    tell(
        "Left against a parallel shift",
        f"=SUM({left})",
        BP,
        "The sum with its signs.",
        number="money",
    )
    lots = tell(
        "Contracts to trade",
        f'=SUMIF({whole},">0")-SUMIF({whole},"<0")',
        "contracts",
        "Bought and sold, from none held.",
        "key_lots",
        "whole",
    )
    tell(
        "Cost",
        f"=HEDGE_COST({lots},fee,half_spread,margin,funding,held_years,rolls)",
        "USD",
        "At the costs on Inputs, the same for each future.",
        "cost_of_key_hedge",
        "money",
    )
    sheet.headline("Protected", share, "percent1")
