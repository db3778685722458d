"""The Layered hedge sheet: a ladder for each currency, held against the policy's bands."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.treasury_fx.exposures import ORDINALS
from xlhedge.templates.treasury_fx.inputs import COUNT, MONTHS

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.treasury_fx.exposures import Exposures
    from xlhedge.templates.treasury_fx.inputs import Inputs

TARGET, POSITION, OPEN = 2, 3, 4  # columns of LAYERED_HEDGE
RATIO, TENOR, LOW, HIGH, STATUS = range(1, 6)  # columns of HEDGE_POLICY_CHECK
TRADE = LABEL + 6


class Ladder(NamedTuple):
    """One of each a currency."""

    tables: list[Cell]
    policies: list[Cell]
    trades: list[Cell]
    totals: list[Cell]


def write(book: Book, given: Inputs, open_now: Exposures) -> Ladder:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Layered hedge",
        "Layered hedge: nearer months covered more, against the policy's bands",
        "What to hold for each month by the policy's schedule, and what lies outside its bands.",
        (24, 12, 12, 13, 12, 13, 13, *(10,) * 9),
        landscape=True,
    )
    tables, policies, trades, page_ends = [], [], [], []
    for i in range(COUNT):
        sheet.section(f"{i + 1}  Currency no. {i + 1}: thousands of units")
        table, policy, trade = _currency(sheet, given, i)
        tables.append(table)
        policies.append(policy)
        trades.append(trade)
        page_ends.append(sheet.row)
    sheet.section(f"{COUNT + 1}  This week's decision")
    sheet.worksheet.set_h_pagebreaks(page_ends)
    totals = _decision(sheet, given, open_now, policies, trades)
    return Ladder(tables, policies, trades, totals)


def _currency(sheet: Sheet, given: Inputs, i: int) -> tuple[Cell, Cell, Cell]:
    name = ORDINALS[i]
    sheet.result("Currency", f"={given.codes.at(i, 0).far}", "", "")
    table = sheet.spill(
        f"=LAYERED_HEDGE(net_{name},schedule)",
        MONTHS,
        (("whole", "whole", "percent", *("whole",) * (MONTHS + 1)),),
        col=LABEL,
        name=f"ladder_{name}",
        unit="thousands",
        meaning=f"Positions and trades to come, currency {name}",
    )
    sheet.note("Trade in 1, 2, ... months: what the schedule asks for as a cash flow comes nearer.")
    sheet.row += 1
    top = sheet.row
    policy = sheet.spill(
        f"=HEDGE_POLICY_CHECK(cover_{name},tenors,policy)",
        MONTHS,
        (("whole", "percent", "whole", "percent", "percent", "general"),),
        col=LABEL,
        name=f"policy_{name}",
        unit="share",
        meaning=f"Hedge ratios against the policy's bands, currency {name}",
    )
    sheet.headers(top, TRADE, ("trade now",), ("right",))
    trade = sheet.formula_column(
        TRADE,
        top + 1,
        [f"={table.at(m + 1, POSITION)}-{given.held[i].at(m, 0).far}" for m in range(MONTHS)],
        "whole",
    )
    bottom, sheet.row = sheet.row, top
    _picture(sheet, table, policy, i)
    sheet.row = bottom
    sheet.note("Trade now: position wanted less forwards held; - sell forward, + buy forward.")
    return table, policy, trade


def _picture(sheet: Sheet, table: Cell, policy: Cell, i: int) -> None:
    months = policy.column(TENOR)
    sheet.chart(
        charts.lines(
            sheet.book,
            f"Hedge ladder against the policy's bands, currency no. {i + 1}",
            Axis("Time to the cash flow [months]"),
            Axis("Hedge ratio [share]", "0%"),
            (
                Series("Held", months, policy.column(RATIO), charts.TEAL),
                Series("Target", months, table.column(TARGET), "#7A8B99"),
                Series("Band low", months, policy.column(LOW), charts.AMBER, dashed=True),
                Series("Band high", months, policy.column(HIGH), charts.AMBER, dashed=True),
            ),
        ),
        TRADE + 1,
        sheet.last_col,
        MONTHS + 2,
        "Hedge ratio held over twelve months, falling in steps with the target between two dashed "
        "lines, the policy's bands; where it crosses one, the month is outside the policy.",
    )


def _decision(
    sheet: Sheet,
    given: Inputs,
    open_now: Exposures,
    policies: list[Cell],
    trades: list[Cell],
) -> list[Cell]:
    titles = ("Currency", "sell now", "buy now", "months out")
    sheet.headers(sheet.row, LABEL, titles, ("left", "right", "right", "right"))
    sheet.row += 1
    first = sheet.row
    for i, (policy, trade) in enumerate(zip(policies, trades, strict=True)):
        status = policy.column(STATUS)
        for col, formula, number in (
            (LABEL, f"={given.codes.at(i, 0).far}", "general"),
            (VALUE, f'=SUMIF({trade},"<0")', "whole"),
            (VALUE + 1, f'=SUMIF({trade},">0")', "whole"),
            (VALUE + 2, f'=ROWS({status})-COUNTIF({status},"within band")', "whole"),
        ):
            place = sheet.cell(sheet.row, col)
            align = "left" if col == LABEL else ""
            sheet.book.write_formula(sheet.worksheet, place, formula, number=number, align=align)
        sheet.row += 1
    last = sheet.row - 1
    totals = [sheet.cell(first, VALUE + j, last) for j in range(3)]
    sheet.note("Thousands of units.")
    tell = functools.partial(sheet.result, answer=True)
    spots = given.spots.far
    tell(
        "To trade now",
        f"=SUMPRODUCT({totals[1]}-{totals[0]},{spots})",
        "USD thousand",
        "Sales and purchases at today's spot rates.",
        number="money",
    )
    out = tell(
        "Outside the policy",
        f"=SUM({totals[2]})",
        "months",
        "Currencies and months outside their band before the trades.",
        number="whole",
    )
    tell(
        "Protected now",
        f"=IF({open_now.gross.far}=0,0,{open_now.hedged.far}/{open_now.gross.far})",
        "of the flows",
        "Of all months' cash flows.",
        number="percent1",
    )
    tell(
        "The auditor will say",
        f'=IF({out}=0,"within policy","breaches to explain")',
        "",
        "One month outside its band is one to explain.",
    )
    sheet.headline("Outside policy", out, "whole")
    return totals
