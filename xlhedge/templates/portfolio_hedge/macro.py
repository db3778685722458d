"""The Macro hedge sheet: index futures that take the whole portfolio's beta to a target."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.portfolio_hedge.inputs import MOVES

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.portfolio_hedge.holdings import Held
    from xlhedge.templates.portfolio_hedge.inputs import Inputs

CHART_ROWS = 17


class Macro(NamedTuple):
    """What the sheets after it and the checks read."""

    beta: Cell
    exact: Cell
    by_beta: Cell
    whole: Cell
    beta_after: Cell
    table: Cell
    cost_of_one: Cell
    cost: Cell


def write(book: Book, given: Inputs, held: Held) -> Macro:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Macro hedge",
        "Beta (macro) hedge: index futures for the whole portfolio",
        "How many contracts take the market out, and what a fall of the index then does.",
        (36, 15, 16, 15, 15, 15, 14),
        pages_tall=1,
    )
    beta, exact, by_beta, whole, after = _contracts(sheet, given, held)
    table = _scenarios(sheet, given, held, beta, whole)
    one, cost = _decision(sheet, given, (beta, whole, after))
    return Macro(beta, exact, by_beta, whole, after, table, one, cost)


def _contracts(sheet: Sheet, given: Inputs, held: Held) -> tuple[Cell, ...]:
    sheet.section("1  How many contracts")
    add = sheet.result
    beta = add(
        "Beta of the portfolio",
        f"=SUMPRODUCT({held.values},{held.betas})/{held.total}",
        "beta",
        "Sample: 1.5, as published.",
        "book_beta",
        "cents",
    )
    exact = add(
        "Contracts, exact",
        "=MACRO_HEDGE_CONTRACTS(values,betas,future,multiplier,target_beta)",
        "contracts",
        "Sample: 30 to sell, as published; target beta 0.75: 15.",
        "contracts_exact",
        "contracts",
    )
    by_beta = add(
        "The same by the portfolio's beta",
        "=BETA_HEDGE_CONTRACTS(portfolio,book_beta,future,multiplier,target_beta)",
        "contracts",
        "One value and one beta instead of line by line.",
        "contracts_by_beta",
        "contracts",
    )
    whole = add(
        "Contracts, by your rounding",
        "=MACRO_HEDGE_CONTRACTS(values,betas,future,multiplier,target_beta,rounding)",
        "contracts",
        "- sell, + buy.",
        "contracts_whole",
        "position",
    )
    after = add(
        "Beta then",
        f"={beta}+{whole}*{given.future}*{given.multiplier}/{held.total}",
        "beta",
        "Of shares and futures together.",
        number="rate",
    )
    return beta, exact, by_beta, whole, after


def _scenarios(sheet: Sheet, given: Inputs, held: Held, beta: Cell, whole: Cell) -> Cell:
    sheet.section(
        "2  If the index moves: the part that follows the market, with and without futures"
    )
    units = sheet.result(
        "Market exposure in index units",
        f"={held.total}*{beta}/{given.future}",
        "units",
        "Portfolio x beta / futures price.",
        "index_units",
        "whole",
    )
    sheet.row += 1
    table = sheet.spill(
        f"=STRESS_HEDGE({units},future,future,{whole},multiplier,moves)",
        len(MOVES),
        (("percent", "percent", "money", "money", "money", "money"),),
        col=LABEL,
        name="stress_table",
        unit="USD",
        meaning="Gain or loss of portfolio and futures, move by move of the index",
    )
    sheet.note("What the holdings do of their own, apart from the market, no index future hedges.")
    sheet.row += 1
    move = table.column(0)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Gain or loss when the index moves",
            Axis("Move of the index [%]", "0%"),
            Axis("Gain or loss [USD thousand]", "#,##0,"),
            (
                Series("Unhedged", move, table.column(2), charts.AMBER),
                Series("Hedged with futures", move, table.column(4), charts.TEAL),
            ),
        ),
        1,
        7,
        CHART_ROWS,
        "Two lines over moves of the index: unhedged runs from a large loss to a large gain, "
        "hedged with futures is flat at nothing.",
    )
    sheet.row += CHART_ROWS
    return table


def _decision(sheet: Sheet, given: Inputs, at: tuple[Cell, Cell, Cell]) -> tuple[Cell, Cell]:
    beta, whole, after = at
    sheet.section("3  The decision")
    one = sheet.result(
        "Cost of one contract",
        "=HEDGE_COST(1,fee,half_spread,margin,funding,held_years,rolls)",
        "USD/contract",
        "Trades, rolls and the interest on the margin.",
        "cost_of_one",
        "cents",
    )
    tell = functools.partial(sheet.result, answer=True)
    trade = tell(
        "To do", f"={whole}-{given.held.far}", "contracts", "From those held.", number="trade"
    )
    tell(
        "Protected then",
        f"=1-{after}/{beta}",
        "of the beta",
        "Of what follows the market.",
        number="percent1",
    )
    cost = tell(
        "Cost",
        f"=HEDGE_COST({whole},fee,half_spread,margin,funding,held_years,rolls)",
        "USD",
        "Of all contracts, to the end of the hedge.",
        "cost_of_futures",
        "money",
    )
    sheet.headline("To do", trade, "trade")
    return one, cost
