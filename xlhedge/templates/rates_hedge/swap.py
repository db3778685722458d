"""The Swap sheet: the notional that offsets a DV01, payment by payment."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.rates_hedge.tables import BP, ZERO_RATES

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.rates_hedge.inputs import Inputs

CHART_ROWS = 16
TITLES = (
    "Time [years]",
    "Zero rate [a year]",
    "Discount factor",
    "Payment [of notional]",
    "Present value",
    "Time x present value",
    "DV01 [USD/bp]",
)


class Swapped(NamedTuple):
    """What the checks read."""

    notional: Cell
    discount: Cell
    weighted: Cell
    own: Cell
    fair: Cell
    left: Cell


def write(book: Book, given: Inputs) -> Swapped:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Swap",
        "Swap: the notional that takes the DV01 away",
        "Pay fixed (-) against bonds owned, receive fixed (+) against fixed-rate debt.",
        (38, 17, 17, 17, 15, 15, 16),
        pages_tall=1,
    )
    sheet.section("1  The notional")
    notional = sheet.result(
        "Swap notional",
        "=SWAP_HEDGE_NOTIONAL(swap_bp,fixed_rate,swap_years,zero_rates,frequency)",
        "USD",
        "- pay fixed, + receive fixed.",
        "swap_notional",
        "money",
    )
    sheet.section("2  Payment by payment: the fixed side and the principal, of 1 notional")
    top = sheet.row
    sheet.headers(top, LABEL, TITLES, ("right",) * 7)
    time, discount, weighted, by_payment = _payments(sheet, given, notional, top)
    sheet.row = top + 2 + len(ZERO_RATES)
    _draw(sheet, time, by_payment)
    own, fair, left = _decision(sheet, given, (notional, discount, weighted, by_payment))
    return Swapped(notional, discount, weighted, own, fair, left)


def _payments(
    sheet: Sheet, given: Inputs, notional: Cell, top: int
) -> tuple[Cell, Cell, Cell, Cell]:
    rows = range(len(ZERO_RATES))

    def column(col: int, formulas: list[str], number: str) -> Cell:
        return sheet.formula_column(LABEL + col, top + 1, formulas, number)

    def at(col: int, i: int) -> str:
        return sheet.cell(top + 1 + i, LABEL + col).near

    rates = given.zero_rates
    first = rates.at(0, 0).far
    plain = [rates.at(i, 0).far.replace("$", "") for i in rows]
    counts = [f"{first}:{cell.rpartition('!')[2]}" for cell in plain]
    time = column(0, [f"=ROWS({count})/{given.frequency}" for count in counts], "general")
    column(1, [f"={cell}" for cell in plain], "percent2")
    discount = column(2, [f"=EXP(-{at(1, i)}*{at(0, i)})" for i in rows], "fine")
    column(
        3,
        [f"={given.fixed_rate}/{given.frequency}+IF({at(0, i)}>={given.swap_years},1,0)"
         for i in rows],
        "fine",
    )  # fmt: skip
    column(4, [f"={at(2, i)}*{at(3, i)}" for i in rows], "fine")
    weighted = column(5, [f"={at(0, i)}*{at(4, i)}" for i in rows], "fine")
    point = given.basis_point.far
    by_payment = column(6, [f"={notional}*{at(5, i)}*{point}" for i in rows], "money")
    return time, discount, weighted, by_payment


def _draw(sheet: Sheet, time: Cell, by_payment: Cell) -> None:
    sheet.chart(
        charts.clustered(
            sheet.book,
            "Where the swap's DV01 comes from",
            Axis("Payment after [years]"),
            Axis("DV01 of the swap [USD/bp]", "#,##0"),
            (Series("DV01 of the swap", time, by_payment, charts.TEAL),),
        ),
        1,
        7,
        CHART_ROWS,
        "Five columns, one a payment of the swap: nearly all of its DV01 stands at the last one, "
        "where the principal is.",
    )
    sheet.row += CHART_ROWS


def _decision(
    sheet: Sheet, given: Inputs, at: tuple[Cell, Cell, Cell, Cell]
) -> tuple[Cell, Cell, Cell]:
    notional, discount, weighted, by_payment = at
    last = discount.at(discount.rows - 1, 0)
    sheet.section("3  The decision")
    tell = functools.partial(sheet.result, answer=True)
    fair = tell(
        "Fixed rate that costs nothing today",
        f"=(1-{last})*{given.frequency}/SUM({discount})",
        "a year",
        "At these zero rates; away from it the swap has a value from the start.",
        number="percent2",
    )
    own = tell(
        "DV01 of 1 notional", f"=SUM({weighted})*{given.basis_point.far}", BP,
        "Gained when zero rates fall, all alike.", number="difference",
    )  # fmt: skip
    size = tell("Notional to swap", f"={notional.near}", "USD",
                "- pay fixed, + receive fixed.", number="money")  # fmt: skip
    left = tell(
        "DV01 left",
        f"={given.swap_exposure}+SUM({by_payment})",
        BP,
        "Exposure and swap together.",
        number="cents",
    )
    tell(
        "Cost",
        f"=ABS({given.swap_exposure})*{given.swap_spread.far}",
        "USD",
        "DV01 x half the dealer's spread, in basis points.",
        number="money",
    )
    sheet.headline("Notional", size, "money")
    return own, fair, left
