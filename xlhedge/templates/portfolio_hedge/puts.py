"""The Puts and collars sheet: a floor under the portfolio, paid for or swapped for upside."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.portfolio_hedge.inputs import LEVELS
from xlhedge.templates.styles import INK

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.portfolio_hedge.inputs import Inputs

CHART_ROWS = 18
POINTS = "index points"


class Insured(NamedTuple):
    """What the checks read."""

    exact: Cell
    strike: Cell
    premium: Cell
    cost: Cell
    call_premium: Cell
    levels: Cell
    unhedged: Cell
    gains: Cell
    with_puts: Cell


class Bought(NamedTuple):
    """What the puts are."""

    exact: Cell
    lots: Cell
    strike: Cell
    premium: Cell
    cost: Cell


def write(book: Book, given: Inputs) -> Insured:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Puts and collars",
        "Puts and collars: only the worst of the market's risk",
        "A floor under the portfolio: what it costs in money, or in gains given up.",
        (38, 15, 16, 16, 16, 13, 14),
        pages_tall=1,
    )
    bought = _puts(sheet, given)
    call_strike, call_premium, ends = _collar(sheet, bought)
    columns = _payoffs(sheet, given, bought, call_strike)
    _decision(sheet, given, bought, ends)
    return Insured(bought.exact, bought.strike, bought.premium, bought.cost, call_premium, *columns)


def _puts(sheet: Sheet, given: Inputs) -> Bought:
    sheet.section("1  Puts")
    add = sheet.result
    add(
        "Risk-free, to expiry",
        f"={given.rate}*{given.years}",
        "of the value",
        "Sample: 3 % a quarter, as published.",
        "r_term",
        "percent2",
    )
    add(
        "Dividends, to expiry",
        f"={given.income}*{given.years}",
        "of the value",
        "Sample: 1 % a quarter, as published.",
        "q_term",
        "percent2",
    )
    exact = add(
        "Puts to buy, exact",
        "=PUT_HEDGE_CONTRACTS(insured,index_level,put_multiplier,insured_beta)",
        "contracts",
        "Sample: 10, as published.",
        "puts_exact",
        "contracts",
    )
    lots = add(
        "Puts to buy",
        f"=ROUNDUP({exact},0)",
        "contracts",
        "Rounded up: never under-insured.",
        "lots",
        "whole",
    )
    strike = add(
        "Strike that keeps the floor",
        "=PUT_HEDGE_STRIKE(insured,floor_value,index_level,insured_beta,r_term,q_term)",
        POINTS,
        "Sample: 960, as published in table 17.2.",
        "put_strike",
        "cents",
    )
    premium = add(
        "Premium of a put",
        '=OPTION_PRICE(index_level,put_strike,rate,volatility,expiry,dividends,"put")',
        POINTS,
        "By Black-Scholes-Merton; your dealer's price may differ.",
        "put_premium",
        "cents",
    )
    cost = add(
        "Cost of the puts",
        f"={lots}*{given.put_multiplier}*{premium}",
        "USD",
        "Contracts x multiplier x premium, paid today.",
        number="money",
    )
    return Bought(exact, lots, strike, premium, cost)


def _collar(sheet: Sheet, bought: Bought) -> tuple[Cell, Cell, tuple[Cell, Cell]]:
    sheet.section("2  A collar: the puts paid for by calls sold")
    add = sheet.result
    strike = add(
        "Strike of the calls to sell",
        "=ZERO_COST_COLLAR(index_level,put_strike,rate,volatility,expiry,dividends)",
        POINTS,
        "Where the calls bring what the puts cost.",
        "call_strike",
        "cents",
    )
    premium = add(
        "Premium of a call",
        "=OPTION_PRICE(index_level,call_strike,rate,volatility,expiry,dividends)",
        POINTS,
        "The same as of the put.",
        "call_premium",
        "cents",
    )
    floor = add(
        "Least, in index points",
        f"=COLLAR_FLOOR({bought.strike},{bought.premium},{premium})",
        POINTS,
        "Put strike - put + call premium.",
        "collar_least",
        "cents",
    )
    ceiling = add(
        "Most, in index points",
        f"=COLLAR_CEILING({strike},{bought.premium},{premium})",
        POINTS,
        "Call strike - put + call premium.",
        "collar_most",
        "cents",
    )
    return strike, premium, (floor, ceiling)


def _payoffs(
    sheet: Sheet, given: Inputs, bought: Bought, call_strike: Cell
) -> tuple[Cell, Cell, Cell, Cell]:
    sheet.section("3  The portfolio at expiry, by the index then")
    top = sheet.row
    sheet.headers(
        top,
        LABEL,
        (
            "Index at expiry [points]",
            "Unhedged [USD]",
            "Gain on puts [USD]",
            "With puts [USD]",
            "With the collar [USD]",
        ),
        ("right",) * 5,
    )
    rows = range(len(LEVELS))

    def column(col: int, formulas: list[str], number: str = "money") -> Cell:
        return sheet.formula_column(LABEL + col, top + 1, formulas, number)

    level = column(0, [f"={given.levels.at(0, i).far}" for i in rows], "general")
    at = [level.at(i, 0) for i in rows]
    unhedged = column(
        1,
        [f"=insured*(1+r_term-q_term+insured_beta*({s}/index_level-1+q_term-r_term))" for s in at],
    )
    gains = column(2, [f"=PUT_PAYOFF(lots,put_strike,{s},put_multiplier,put_premium)" for s in at])
    with_puts = column(3, [f"={unhedged.at(i, 0)}+{gains.at(i, 0)}" for i in rows])
    kept = f"(MAX({bought.strike}-{{s}},0)-MAX({{s}}-{call_strike},0))"
    collared = column(
        4,
        [f"={unhedged.at(i, 0)}+lots*put_multiplier*{kept.format(s=s)}" for i, s in enumerate(at)],
    )
    sheet.row = top + 1 + len(LEVELS)
    sheet.note("Unhedged by the capital asset pricing model, without dividends: Hull, table 17.1.")
    sheet.row += 1
    sheet.chart(
        charts.lines(
            sheet.book,
            "The portfolio at expiry: unhedged, with puts, with a collar",
            Axis("Index at expiry [points]", "#,##0"),
            Axis("Value of the portfolio [USD thousand]", "#,##0,"),
            (
                Series("Unhedged", level, unhedged, charts.AMBER),
                Series("With puts", level, with_puts, charts.TEAL),
                Series("With the collar", level, collared, INK, dashed=True),
            ),
        ),
        1,
        7,
        CHART_ROWS,
        "Three lines over the index at expiry: unhedged rises steeply, with puts it is flat below "
        "the strike, with the collar flat below and above.",
    )
    sheet.row += CHART_ROWS
    return level, unhedged, gains, with_puts


def _decision(sheet: Sheet, given: Inputs, bought: Bought, ends: tuple[Cell, Cell]) -> None:
    sheet.section("4  The decision")
    tell = functools.partial(sheet.result, answer=True)
    tell("Puts to buy", f"={bought.lots.near}", "contracts", "At the strike above.", number="whole")
    cost = tell(
        "Cost", f"={bought.cost.near}", "USD", "Of the puts; the collar's is 0.", number="money"
    )
    tell(
        "Cost, as a share",
        f"={cost}/{given.value}",
        "of the portfolio",
        "What the floor costs until expiry.",
        number="percent2",
    )
    tell(
        "Floor after the cost of the puts",
        f"={given.floor}-{cost}",
        "USD",
        "Without dividends and without interest on the cost.",
        number="money",
    )
    tell(
        "Collar: gains end at an index of",
        f"={ends[1].near}",
        POINTS,
        "What the floor costs instead: gains above it.",
        number="cents",
    )
    sheet.headline("Cost of the puts", cost, "money")
