"""The Duration and DV01 sheet: two ways to the number of bond futures."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.rates_hedge.inputs import SHIFTS
from xlhedge.templates.rates_hedge.tables import BP

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.rates_hedge.inputs import Inputs

CHART_ROWS = 17


class Hedged(NamedTuple):
    """What the checks read."""

    exact: Cell
    whole: Cell
    years_after: Cell
    by_value: Cell
    by_value_whole: Cell
    left: Cell
    unhedged: Cell
    futures: Cell
    hedged: Cell
    cost_of_one: Cell
    cost: Cell


def write(book: Book, given: Inputs) -> Hedged:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Duration and DV01",
        "Duration and DV01 hedge with bond futures",
        "How many contracts, and what a shift of the whole curve still does to you.",
        (40, 15, 16, 16, 16, 16, 14),
        pages_tall=1,
    )
    exact, whole, after, before_bp, lot_bp = _by_duration(sheet, given)
    by_value, by_value_whole, left = _by_value(sheet, given)
    table = _shifts(sheet, given, before_bp, lot_bp, whole)
    costs = _decision(sheet, given, (whole, after), (by_value_whole, left))
    return Hedged(exact, whole, after, by_value, by_value_whole, left, *table, *costs)


def _by_duration(sheet: Sheet, given: Inputs) -> tuple[Cell, ...]:
    sheet.section("1  By duration")
    add = sheet.result
    before = add(
        "DV01 of bonds or debt",
        f"={given.value}*{given.years}*{given.basis_point.far}",
        BP,
        "Value x duration x one basis point.",
        number="money",
    )
    lot = add(
        "DV01 of one contract",
        f"={given.contract_value}*{given.ctd_years}*{given.basis_point.far}",
        BP,
        "The same of the contract.",
        number="cents",
    )
    exact = add(
        "Contracts, exact",
        "=DURATION_HEDGE_CONTRACTS(bonds,bonds_years,lot_value,lot_years,target)",
        "contracts",
        "Sample: 79.42 to sell, as published.",
        "contracts_by_duration",
        "contracts",
    )
    whole = add(
        "Contracts, by your rounding",
        "=DURATION_HEDGE_CONTRACTS(bonds,bonds_years,lot_value,lot_years,target,rounding)",
        "contracts",
        "Sample: sell 79.",
        "lots_by_duration",
        "trade",
    )
    after = add(
        "Duration then",
        f"={given.years}+{whole}*{given.contract_value}*{given.ctd_years}/{given.value}",
        "years",
        "Of bonds and futures together.",
        number="rate",
    )
    return exact, whole, after, before, lot


def _by_value(sheet: Sheet, given: Inputs) -> tuple[Cell, Cell, Cell]:
    sheet.section("2  By DV01")
    add = sheet.result
    exact = add(
        "Contracts, exact",
        "=DV01_HEDGE_CONTRACTS(bp_now,lot_bp,factor,bp_goal)",
        "contracts",
        "Sample: 470.92 to sell; the source, from a rounded product, prints 470.93.",
        "contracts_by_value",
        "contracts",
    )
    whole = add(
        "Contracts, by your rounding",
        "=DV01_HEDGE_CONTRACTS(bp_now,lot_bp,factor,bp_goal,rounding)",
        "contracts",
        "Sample: sell 471.",
        "lots_by_value",
        "trade",
    )
    left = add(
        "DV01 then",
        f"={given.exposure}+{whole}*{given.ctd_exposure}/{given.factor}",
        BP,
        "DV01 + contracts x DV01 of the cheapest to deliver / conversion factor.",
        number="cents",
    )
    return exact, whole, left


def _shifts(
    sheet: Sheet, given: Inputs, before: Cell, lot: Cell, whole: Cell
) -> tuple[Cell, Cell, Cell]:
    sheet.section("3  If the whole curve shifts: the hedge by duration, first order")
    top = sheet.row
    sheet.headers(
        top,
        LABEL,
        ("Shift [basis points]", "Unhedged [USD]", "Futures [USD]", "Hedged [USD]"),
        ("right",) * 4,
    )
    rows = range(len(SHIFTS))
    shift = sheet.formula_column(
        LABEL, top + 1, [f"={given.shifts.at(0, i).far}" for i in rows], "general"
    )

    def column(col: int, of: str) -> Cell:
        formulas = [f"=-{shift.at(i, 0)}*{of}" for i in rows]
        return sheet.formula_column(LABEL + col, top + 1, formulas, "money")

    unhedged = column(1, before.fixed)
    futures = column(2, f"{whole}*{lot.fixed}")
    hedged = sheet.formula_column(
        LABEL + 3,
        top + 1,
        [f"={unhedged.at(i, 0)}+{futures.at(i, 0)}" for i in rows],
        "money",
    )
    sheet.row = top + 1 + len(SHIFTS)
    sheet.note(
        "Without convexity: for large shifts, reprice. Other shifts than parallel: Key rates."
    )
    sheet.row += 1
    sheet.chart(
        charts.lines(
            sheet.book,
            "Gain or loss when the whole curve shifts",
            Axis("Parallel shift [basis points]"),
            Axis("Gain or loss [USD thousand]", "#,##0,"),
            (
                Series("Unhedged", shift, unhedged, charts.AMBER),
                Series("Hedged", shift, hedged, charts.TEAL),
            ),
        ),
        1,
        7,
        CHART_ROWS,
        "Two lines over parallel shifts of the yield curve: unhedged falls from a gain to a loss, "
        "hedged is flat at about nothing.",
    )
    sheet.row += CHART_ROWS
    return unhedged, futures, hedged


def _decision(
    sheet: Sheet, given: Inputs, duration: tuple[Cell, Cell], value: tuple[Cell, Cell]
) -> tuple[Cell, Cell]:
    sheet.section("4  The decision")
    one = sheet.result(
        "Cost of one contract",
        "=HEDGE_COST(1,fee,half_spread,margin,funding,held_years,rolls)",
        "USD/contract",
        "Trade in, rolls and the interest on the margin.",
        "cost_of_one",
        "cents",
    )
    tell = functools.partial(sheet.result, answer=True)
    trade = tell(
        "To do, by duration", f"={duration[0].near}", "contracts", "Section 1.", number="trade"
    )
    tell(
        "Protected then",
        f"=1-{duration[1]}/{given.years}",
        "of the duration",
        "Against parallel shifts; with a target above 0, less on purpose.",
        number="percent1",
    )
    cost = tell(
        "Cost",
        f"=HEDGE_COST({duration[0]},fee,half_spread,margin,funding,held_years,rolls)",
        "USD",
        "Of all contracts, to the end of the hedge.",
        "cost_by_duration",
        "money",
    )
    tell("To do, by DV01", f"={value[0].near}", "contracts", "Section 2.", number="trade")
    tell(
        "Left open, by DV01",
        f"={value[1].near}",
        BP,
        "Gained when rates fall by a basis point.",
        number="cents",
    )
    tell(
        "Cost, by DV01",
        f"=HEDGE_COST({value[0]},fee,half_spread,margin,funding,held_years,rolls)",
        "USD",
        "The same of its contracts.",
        "cost_by_value",
        "money",
    )
    sheet.headline("By duration", trade, "trade")
    return one, cost
