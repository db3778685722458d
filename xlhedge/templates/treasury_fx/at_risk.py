"""The Exposure at risk sheet: what the exchange rates may take, unhedged, held and after trades."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.treasury_fx.inputs import COUNT

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.treasury_fx.exposures import Exposures
    from xlhedge.templates.treasury_fx.inputs import Inputs
    from xlhedge.templates.treasury_fx.layered import Ladder

CHART_ROWS = 15
MONEY = "USD thousand"
STATES = (("no hedge", "bare"), ("held now", "covered"), ("after trades", "traded"))
ALONE = VALUE + len(STATES)


class Risk(NamedTuple):
    """Open amounts and what they may lose."""

    open_by_state: list[Cell]
    alone: Cell
    losses: list[Cell]


def write(book: Book, given: Inputs, open_now: Exposures, ladder: Ladder) -> Risk:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Exposure at risk",
        "Exposure at risk: what exchange rates may take",
        "The loss over the horizon that is exceeded once in twenty times, or as Inputs says.",
        (34, 16, 16, 16, 18, 14, 14),
        pages_tall=1,
    )
    sheet.section("1  Open in each currency, all months, USD thousand")
    open_by_state, alone = _open(sheet, given, open_now, ladder)
    losses = _losses(sheet, open_by_state)
    _picture(sheet, losses)
    _decision(sheet, given, losses, alone)
    return Risk(open_by_state, alone, losses)


def _open(
    sheet: Sheet, given: Inputs, open_now: Exposures, ladder: Ladder
) -> tuple[list[Cell], Cell]:
    book, top = sheet.book, sheet.row
    titles = ("Currency", *(label for label, _ in STATES), "at risk alone")
    sheet.headers(top, LABEL, titles, ("left", *("right",) * (len(titles) - 1)))
    rows = range(top + 1, top + 1 + COUNT)
    for i, row in enumerate(rows):
        code = f"={given.codes.at(i, 0).far}"
        book.write_formula(sheet.worksheet, sheet.cell(row, LABEL), code, align="left")

    def spot(i: int) -> str:
        return given.spots.at(i, 0).far

    formulas: tuple[Callable[[int, int], str], ...] = (
        lambda i, _: f"=SUM({open_now.home[i].far})",
        lambda i, row: f"={sheet.cell(row, VALUE)}+SUM({given.held[i].far})*{spot(i)}",
        lambda i, row: f"={sheet.cell(row, VALUE + 1)}+SUM({ladder.trades[i].far})*{spot(i)}",
    )
    columns = [
        book.define(
            sheet.formula_column(
                VALUE + j, top + 1, [formula(i, row) for i, row in enumerate(rows)], "money"
            ),
            name,
            "output",
            MONEY,
            f"Open in each currency, {label}",
        )
        for j, (formula, (label, name)) in enumerate(zip(formulas, STATES, strict=True))
    ]
    alone = sheet.formula_column(
        ALONE,
        top + 1,
        [
            f"=EXPOSURE_AT_RISK({sheet.cell(row, VALUE)},{given.volatilities.at(i, 0).far}"
            ",1,horizon,confidence)"
            for i, row in enumerate(rows)
        ],
        "money",
    )
    sheet.row += 1 + COUNT
    sheet.note("At risk alone: the loss of each currency without hedge, by itself.")
    return columns, alone


def _losses(sheet: Sheet, open_by_state: list[Cell]) -> list[Cell]:
    sheet.section("2  At risk, all currencies together")
    top = sheet.row
    cells = [
        sheet.result(
            f"At risk, {label}",
            f"=EXPOSURE_AT_RISK({column},volatilities,correlations,horizon,confidence)",
            MONEY,
            "",
            f"risk_{name}",
            "money",
        )
        for column, (label, name) in zip(open_by_state, STATES, strict=True)
    ]
    sheet.row = top + len(cells)
    return cells


def _picture(sheet: Sheet, losses: list[Cell]) -> None:
    sheet.row += 1
    block = sheet.cell(losses[0].row, VALUE, losses[-1].row)
    names = sheet.cell(losses[0].row, LABEL, losses[-1].row)
    sheet.chart(
        charts.columns(
            sheet.book,
            "What exchange rates may take over the horizon",
            Axis("State of the hedges [case]"),
            Axis("Loss at risk [USD thousand]", "#,##0"),
            (Series("At risk", names, block, charts.TEAL),),
        ),
        1,
        7,
        CHART_ROWS,
        "Three columns: the loss at risk without hedges is the highest, with the forwards held it "
        "is less than half of it, and after the trades it is lower still.",
    )
    sheet.row += CHART_ROWS


def _decision(sheet: Sheet, given: Inputs, losses: list[Cell], alone: Cell) -> None:
    sheet.section("3  The decision")
    tell = functools.partial(sheet.result, answer=True)
    bare, held, after = losses
    tell(
        "Currencies offset each other by",
        f"=SUM({alone})-{bare}",
        MONEY,
        "Sum of each alone less all together, without hedge.",
        number="money",
    )
    tell(
        "The forwards held take away",
        f"=IF({bare}=0,0,1-{held}/{bare})",
        "of the risk",
        "1 - at risk now / without hedge.",
        number="percent1",
    )
    left = tell("At risk after the trades", f"={after}", MONEY, "Over the horizon.", number="money")
    tell(
        "Against your limit",
        f'=IF({left}<={given.limit.far},"within the limit","above the limit")',
        "",
        "The limit on Inputs.",
    )
    sheet.headline("At risk then", left, "money")
