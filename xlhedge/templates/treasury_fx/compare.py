"""The Compared sheet: forward, money market, option or nothing, for the deal at hand."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.treasury_fx.inputs import SHOWN

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

CHART_ROWS = 18
EQUAL = "0.000000001"  # proceeds closer than this, relatively, are equal: as in FX_HEDGE_COMPARE
SPOT, FORWARD, MARKET, OPTION, NOTHING, BEST = range(6)


class Deal(NamedTuple):
    """The deal's figures."""

    parity: Cell
    by_forward: Cell
    by_market: Cell
    floor: Cell
    premium: Cell
    table: Cell


def write(book: Book) -> Deal:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Compared",
        "Forward, money market, option or nothing: the deal at hand",
        "What comes in (+) or goes out (-) on the due date, in USD. The sample is Boeing's.",
        (36, 16, 18, 16, 16, 16, 14),
        pages_tall=1,
    )
    parity, by_forward, by_market, floor, premium = _certain(sheet)
    table = _cases(sheet)
    _decision(sheet, by_forward, by_market, floor)
    return Deal(parity, by_forward, by_market, floor, premium, table)


def _certain(sheet: Sheet) -> list[Cell]:
    sheet.section("1  What is certain today")
    add = sheet.result
    return [
        add(
            "Forward rate by interest parity",
            '=FX_FORWARD_RATE(spot,home,abroad,term,"simple")',
            "USD/unit",
            "Sample: 1.4601 against the bank's 1.46.",
            "parity",
            "rate",
        ),
        add("By forward", "=amount*forward", "USD", "Amount x forward rate.", number="money"),
        add(
            "By money market",
            "=MONEY_MARKET_HEDGE(amount,spot,home,abroad,term)",
            "USD",
            "Borrow in one currency, lend in the other. Sample: 14,600,918 as printed.",
            "by_market",
            "money",
        ),
        add(
            "By option, at worst",
            "=FX_OPTION_HEDGE(amount,strike,premium,strike,home,term)",
            "USD",
            "Exercised, less the premium with interest. Sample: 14,387,800 as printed.",
            "by_option",
            "money",
        ),
        add(
            "The option's premium with interest",
            "=ABS(amount)*premium*(1+home*term)",
            "USD",
            "What the choice costs on the due date. Sample: 212,200 as printed.",
            number="money",
        ),
    ]


def _cases(sheet: Sheet) -> Cell:
    sheet.section("2  What depends on the spot rate then")
    table = sheet.spill(
        "=FX_HEDGE_COMPARE(amount,spot,forward,strike,premium,home,abroad,scenarios,term)",
        SHOWN,
        (("rate", "money", "money", "money", "money", "general"),),
        col=LABEL,
        name="deal_table",
        unit="USD",
        meaning="The deal by four ways, spot rate by spot rate",
    )
    _against_forward(sheet, table)
    return table


def _against_forward(sheet: Sheet, table: Cell) -> None:
    sheet.section("3  Against the forward: more (+) or less (-), in USD")
    ways = (
        ("Money market", MARKET, charts.AMBER, True),
        ("Option", OPTION, charts.TEAL, False),
        ("Unhedged", NOTHING, "#7A8B99", False),
    )
    titles = ("Spot rate then", *(name for name, *_ in ways))
    sheet.headers(sheet.row, LABEL, titles, ("right",) * len(titles))
    top = sheet.row + 1
    lines = range(1, SHOWN + 1)
    spot = sheet.formula_column(LABEL, top, [f"={table.at(line, SPOT)}" for line in lines], "rate")
    series = []
    for i, (name, col, ink, dashed) in enumerate(ways):
        formulas = [f"={table.at(line, col)}-{table.at(line, FORWARD)}" for line in lines]
        column = sheet.formula_column(VALUE + i, top, formulas, "money")
        series.append(Series(name, spot, column, ink, dashed))
    sheet.row = top + SHOWN + 1
    sheet.chart(
        charts.lines(
            sheet.book,
            "Money market, option and no hedge against the forward",
            Axis("Spot rate on the due date [USD/unit]", "0.00"),
            Axis("More or less than by forward [USD]", "#,##0"),
            series,
        ),
        1,
        7,
        CHART_ROWS,
        "Three lines over the spot rate on the due date: the money market flat at the forward, "
        "no hedge rising through it, the option flat below it at first and then rising too.",
    )
    sheet.row += CHART_ROWS


def _decision(sheet: Sheet, by_forward: Cell, by_market: Cell, floor: Cell) -> None:
    sheet.section("4  The decision")
    tell = functools.partial(sheet.result, answer=True)
    better = tell(
        "Money market less forward",
        f"={by_market}-{by_forward}",
        "USD",
        "Both are certain: + = the money market pays more. Mind its credit lines.",
        number="money",
    )
    tell(
        "The better certain way",
        f'=IF(ABS({better})<={EQUAL}*ABS({by_forward}),"equal",'
        f'IF({better}>0,"money market","forward"))',
        "",
        "Of the two that leave nothing open; equal where rounding alone parts them.",
    )
    tell(
        "What the option may cost",
        f"=MAX({by_forward},{by_market})-{floor}",
        "USD",
        "The better certain way less the option at its worst.",
        number="money",
    )
    tell(
        "Spot rate from which the option pays more",
        f"=(MAX({by_forward},{by_market})-{floor}+amount*strike)/amount",
        "USD/unit",
        "Expect more than that for a receivable, less for a payable, or take the certain way.",
        number="rate",
    )
    sheet.headline("Market - forward", better, "money")
