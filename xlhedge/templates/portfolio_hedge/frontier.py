"""The Frontier sheet: what each hedge ratio costs and the loss it would have left."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.portfolio_hedge.inputs import RATIOS

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.history import Rhythm
    from xlhedge.templates.portfolio_hedge.history import Laid
    from xlhedge.templates.portfolio_hedge.holdings import Held
    from xlhedge.templates.portfolio_hedge.inputs import Inputs
    from xlhedge.templates.portfolio_hedge.macro import Macro

CHART_ROWS = 18


class Traded(NamedTuple):
    """What the checks read."""

    table: Cell
    best: Cell
    unit_changes: Cell
    at_last: Cell
    removed: Cell


def write(book: Book, given: Inputs, laid: Laid, held: Held, macro: Macro) -> Traded:
    """Write the sheet."""
    week = laid.history.rhythm.noun
    sheet = Sheet(
        book,
        "Frontier",
        "Frontier of cost and protection",
        f"How much of a bad {week} each hedge ratio takes away, and what it costs to hold.",
        (36, 15, 16, 15, 15, 16, 16),
        pages_tall=1,
    )
    units, per_unit, best = _basis(sheet, given, laid, held, macro)
    table, cost, loss = _table(sheet, units, week)
    _draw(sheet, cost, loss, week)
    at_last = _at_last(sheet, laid, table)
    removed = _decision(sheet, given, (units, best, per_unit), macro, laid.history.rhythm)
    return Traded(table, best, laid.unit_changes, at_last, removed)


def _basis(sheet: Sheet, given: Inputs, laid: Laid, held: Held, macro: Macro) -> tuple[Cell, ...]:
    rhythm = laid.history.rhythm
    sheet.section("1  From the history on Prices")
    add = sheet.result
    whole = laid.units.from_top()
    last = add(
        f"Value of a unit, last {rhythm.noun}",
        f"=INDEX({whole.far},{laid.last.far})",
        "USD/unit",
        "The last one in the history.",
        number="cents",
    )
    units = add(
        "Units of the portfolio",
        f"={held.total}/{last}",
        "units",
        "Portfolio / value of a unit.",
        number="whole",
    )
    per_unit = add(
        "Cost of a unit of futures",
        f"={macro.cost_of_one}/{given.multiplier}",
        "USD/unit",
        "Cost of one contract / multiplier.",
        "cost_of_unit",
        "rate",
    )
    best = add(
        "Ratio of least variance",
        f"=MV_HEDGE_RATIO({laid.units},{laid.futures})",
        "futures/unit",
        f"From {rhythm.adjective} changes; compare the beta on Macro hedge.",
        "best_ratio",
        "ratio",
    )
    return units, per_unit, best


def _table(sheet: Sheet, units: Cell, week: str) -> tuple[Cell, Cell, Cell]:
    sheet.section(f"2  Ratio by ratio: one {week}, a unit; to the right the whole portfolio")
    top = sheet.row
    table = sheet.spill(
        "=COST_PROTECTION_FRONTIER(unit_prices,future_prices,cost_of_unit,ratios)",
        len(RATIOS),
        (("cents", "cents", "rate", "cents", "cents"),),
        col=LABEL,
        name="frontier_table",
        unit="USD/unit",
        meaning="Cost and remaining risk of each hedge ratio",
    )
    bottom = sheet.row
    sheet.headers(top, LABEL + 5, ("Cost [USD]", f"95 % CVaR, a {week} [USD]"), ("right", "right"))

    def scaled(col: int, of: Cell) -> Cell:
        formulas = [f"={of.at(i, 0)}*{units.fixed}" for i in range(len(RATIOS))]
        return sheet.formula_column(LABEL + col, top + 1, formulas, "money")

    cost, loss = scaled(5, table.column(2)), scaled(6, table.column(4))
    sheet.row = bottom
    sheet.note(f"CVaR: the mean loss of the worst twentieth of {week}s, before cost; a loss is +.")
    sheet.row += 1
    return table, cost, loss


def _draw(sheet: Sheet, cost: Cell, loss: Cell, week: str) -> None:
    sheet.chart(
        charts.curve(
            sheet.book,
            "What protection costs: a point for each hedge ratio, from none at the left",
            Axis("Cost of the hedge [USD]", "#,##0"),
            Axis(f"95 % CVaR of a {week} [USD thousand]", "#,##0,"),
            (Series("Hedge ratios", cost, loss, charts.TEAL),),
        ),
        1,
        7,
        CHART_ROWS,
        "A falling curve over the cost of the hedge: each step of the hedge ratio takes away some "
        f"of the loss of the worst {week}s, the last steps the least.",
    )
    sheet.row += CHART_ROWS


def _at_last(sheet: Sheet, laid: Laid, table: Cell) -> Cell:
    sheet.section("3  The same by another function, for Checks")
    return sheet.result(
        "Variance taken away by the last ratio",
        f"=HEDGE_EFFECTIVENESS({laid.units},{laid.futures},{table.at(len(RATIOS), 0)})",
        "of the variance",
        "HEDGE_EFFECTIVENESS at the table's last ratio.",
        "removed_at_last",
        "percent2",
    )


def _decision(
    sheet: Sheet, given: Inputs, basis: tuple[Cell, Cell, Cell], macro: Macro, rhythm: Rhythm
) -> Cell:
    units, best, per_unit = basis
    sheet.section("4  The decision")
    tell = functools.partial(sheet.result, answer=True)
    ratio = tell(
        "Ratio of the contracts on Macro hedge",
        f"=-{macro.whole}*{given.multiplier}/{units}",
        "futures/unit",
        "Contracts x multiplier over the units.",
        "macro_ratio",
        "ratio",
    )
    removed = tell(
        "Risk they would have taken away",
        f"=HEDGE_EFFECTIVENESS(unit_prices,future_prices,{ratio})",
        "of the variance",
        f"Of the {rhythm.adjective} changes; what is left no index future hedges.",
        "removed_by_macro",
        "percent1",
    )
    lots = tell(
        "Contracts of least variance",
        f"=FUTURES_CONTRACTS({units},{given.multiplier},{best})",
        "contracts",
        "- sell, + buy; - ratio x units / multiplier.",
        "contracts_of_least",
        "contracts",
    )
    tell(
        "Cost of that",
        f"=ABS({lots})*{given.multiplier}*{per_unit}",
        "USD",
        "Contracts x multiplier x cost of a unit.",
        number="money",
    )
    sheet.headline("Risk taken away", removed, "percent1")
    return removed
