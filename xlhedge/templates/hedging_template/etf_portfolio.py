"""The ETF portfolio sheet: from the published 66.67 % to a target, by futures on the currency."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.cells import call
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.hedging_template import etf_checks, etf_inputs
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedging_template.etf_inputs import Inputs

CHART_ROWS = 14


class Portfolio(NamedTuple):
    """What stands now."""

    value: Cell
    ratio: Cell
    hedged: Cell
    open_value: Cell


class Plan(NamedTuple):
    """What the way to the target takes."""

    move: Cell
    exact: Cell
    trade: Cell
    position: Cell
    hedged: Cell
    ratio: Cell


def write(book: Book) -> Sheet:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "ETF portfolio",
        "ETF portfolio: how much of the euro is hedged",
        "A dollar investor in euro funds, some hedged. The sample is the published example.",
        (38, 13, 15, 13, 13, 13, 13, 13),
        pages_tall=1,
    )
    given = etf_inputs.write(sheet)
    now = _how_much(sheet, given)
    plan = _way_to_target(sheet, given, now)
    _picture(sheet, given, now, plan)
    cost, carry = _cost(sheet, given, plan)
    _decision(sheet, given, now, plan, cost, carry)
    etf_checks.enter(book, given, now, plan)
    return sheet


def _how_much(sheet: Sheet, given: Inputs) -> Portfolio:
    sheet.section("2  How much is hedged")
    add = sheet.result
    value = add(
        "Portfolio", f"=SUM({given.values})", "USD", "All funds.", "portfolio_value", "money"
    )
    ratio = add(
        "Hedge ratio of the portfolio",
        f"=PORTFOLIO_HEDGE_RATIO({given.values},{given.shares})",
        "of the value",
        "Sample: 100,000 / 150,000 = 66.67 %, as published.",
        "portfolio_ratio",
        "percent2",
    )
    hedged = add(
        "Hedged", f"={ratio}*{value}", "USD", "Ratio x portfolio.", "value_hedged", "money"
    )
    open_value = add(
        "Left open",
        f"=UNHEDGED_EXPOSURE({hedged},{value})",
        "USD",
        "What moves with the euro.",
        "value_unhedged",
        "money",
    )
    add("Status", f"=HEDGE_STATUS({ratio})", "", "Of the hedge ratio.", "portfolio_state")
    add(
        "Risk profiles it fits",
        f"=HEDGE_PROFILE({ratio})",
        "",
        "Growth 25-40 %, typical 50-100 %, conservative 75-100 %.",
        "portfolio_profile",
    )
    return Portfolio(value, ratio, hedged, open_value)


def _way_to_target(sheet: Sheet, given: Inputs, now: Portfolio) -> Plan:
    sheet.section("3  What if: the way to the target ratio")
    add = sheet.result
    gap = add(
        "Missing to the target",
        f"={given.target}-{now.ratio}",
        "of the value",
        "Target - hedge ratio; negative = more is hedged than wanted.",
        "ratio_missing",
        "percent2",
    )
    move = add(
        "Amount to move",
        f"={gap}*{now.value}",
        "USD",
        "One way: switch this much into hedged share classes.",
        "",
        "money",
    )
    euros = add(
        "Portfolio in euro",
        f"={now.value}/{given.spot}",
        "EUR",
        "The other way: sell euro futures against it.",
        "fx_exposure",
        "whole",
    )
    exact = add(
        "Contracts, exact",
        call("FUTURES_CONTRACTS", euros, given.size, gap),
        "contracts",
        "- missing ratio x euro / contract size; - = sell.",
        "fx_contracts_exact",
        "contracts",
    )
    trade = add(
        "Trade to get there",
        call(
            "REBALANCE_CONTRACTS",
            euros,
            given.size,
            gap,
            given.held,
            given.band,
            given.rounding,
        ),
        "contracts",
        "In whole contracts, by your rounding and no-trade band.",
        "fx_trade",
        "trade",
    )
    position = add(
        "Contracts after it",
        f"={given.held}+{trade}",
        "contracts",
        "Held now + trade.",
        "fx_position",
        "position",
    )
    hedged = add(
        "Hedged after it",
        f"={now.hedged}-{position}*{given.size}*{given.spot}",
        "USD",
        "Hedged share classes and contracts sold.",
        "value_hedged_after",
        "money",
    )
    ratio = add(
        "Hedge ratio after it",
        f"=HEDGE_RATIO({hedged},{now.value})",
        "of the value",
        "Whole contracts seldom meet a target to the point.",
        "portfolio_ratio_after",
        "percent2",
    )
    return Plan(move, exact, trade, position, hedged, ratio)


def _picture(sheet: Sheet, given: Inputs, now: Portfolio, plan: Plan) -> None:
    sheet.row += 1
    titles = ("Share of the portfolio", "Hedged", "Left open")
    sheet.headers(sheet.row, LABEL, titles, ("left", "right", "right"))
    first = sheet.row + 1
    states = (
        ("As it is", now.ratio),
        ("As targeted", given.target),
        ("With whole contracts", plan.ratio),
    )
    for row, (label, ratio) in enumerate(states, first):
        sheet.worksheet.write(row, LABEL, label, sheet.book.styles("label"))
        hedged = sheet.cell(row, VALUE)
        sheet.book.write_formula(sheet.worksheet, hedged, f"={ratio.near}", number="percent1")
        sheet.book.write_formula(
            sheet.worksheet, sheet.cell(row, VALUE + 1), f"=1-{hedged}", number="percent1"
        )
    last = first + len(states) - 1
    names = sheet.cell(first, LABEL, last)
    sheet.row = first - 1
    sheet.chart(
        charts.columns(
            sheet.book,
            "Hedged share of the portfolio",
            Axis("State of the portfolio [case]"),
            Axis("Share of the value [%]", "0%"),
            (
                Series("Hedged", names, sheet.cell(first, VALUE, last), charts.TEAL),
                Series("Left open", names, sheet.cell(first, VALUE + 1, last), charts.MIST),
            ),
        ),
        4,
        8,
        CHART_ROWS,
        "Three stacked columns: two thirds of the portfolio are hedged as it is, nine tenths as "
        "targeted, and a little more with whole contracts.",
    )
    sheet.row += CHART_ROWS


def _cost(sheet: Sheet, given: Inputs, plan: Plan) -> tuple[Cell, Cell]:
    sheet.section("4  What the currency hedge costs")
    add = sheet.result
    costs = (
        plan.position,
        given.fee,
        given.spread,
        given.margin,
        given.rate,
        given.years,
        given.rolls,
    )
    cost = add(
        "Cost of the contracts",
        call("HEDGE_COST", *costs),
        "USD",
        "Trades, rolls and the interest on the margin, over the time above.",
        "fx_cost",
        "cents",
    )
    carry = add(
        "Carry to the next expiry",
        f"=FUTURES_PNL({plan.position},{given.size},{given.futures},{given.spot})",
        "USD",
        "Gained if the spot rate stays: futures sold above it run down to it.",
        "fx_carry",
        "cents",
    )
    return cost, carry


def _decision(
    sheet: Sheet, given: Inputs, now: Portfolio, plan: Plan, cost: Cell, carry: Cell
) -> None:
    sheet.section("5  The decision")
    tell = functools.partial(sheet.result, answer=True)
    tell("Hedged now", f"={now.ratio.near}", "of the value", "By share classes.", number="percent1")
    trade = tell(
        "To do", f"={plan.trade.near}", "contracts", "Or switch funds, section 3.", number="trade"
    )
    tell(
        "Hedged then",
        f"={plan.ratio.near}",
        "of the value",
        "With whole contracts.",
        number="percent1",
    )
    tell(
        "If the euro moves as tried: now",
        f"={given.shock}*{now.open_value}",
        "USD",
        "Gain or loss on what is left open.",
        number="money",
    )
    tell(
        "If the euro moves as tried: then",
        f"={given.shock}*({now.value}-{plan.hedged})",
        "USD",
        "The same, with the contracts.",
        number="money",
    )
    tell(
        "Cost less first carry",
        f"={cost}-{carry}",
        "USD",
        "Negative = the first carry pays for it.",
        number="money",
    )
    sheet.headline("To do", trade, "trade")
