"""The Cross hedge sheet: the ratio, the contracts, their cost, the cases and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.commodity_cross_hedge import decision, fitted_line
from xlhedge.templates.commodity_cross_hedge.inputs import SHOCKS
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.history import Laid
    from xlhedge.templates.commodity_cross_hedge.inputs import Inputs

CHART_ROWS = 16
LABELLED, FIVE = "general", 5
INTERVAL_NUMBERS = ("ratio", "ratio", "ratio", "whole", "whole", "general")


class Ratio(NamedTuple):
    """What the price history says."""

    ratio: Cell
    effectiveness: Cell
    residual: Cell
    interval: Cell


class Position(NamedTuple):
    """What follows for the contracts."""

    untailed: Cell
    exact: Cell
    trade: Cell
    after: Cell
    cost: Cell


class Hedge(NamedTuple):
    """What the sheet gives to the checks and to the sheets after it."""

    ratio: Ratio
    position: Position
    cases: Cell
    follows: Cell
    published: tuple[Cell, Cell, Cell, Cell]
    covered_now: Cell
    left_now: Cell


def write(book: Book, given: Inputs, laid: Laid) -> Hedge:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Cross hedge",
        "Cross hedge: jet fuel on heating oil futures",
        "How many contracts, what they take away, what they cost, and what is left.",
        (38, 15, 17, 14, 14, 14, 14, 14),
        pages_tall=1,
    )
    ratio = _ratio(sheet, laid)
    position = _position(sheet, given, ratio.ratio)
    follows, cases = _cases(sheet)
    published = decision.write_published(sheet, given)
    rhythm = laid.history.rhythm
    covered, left_now = decision.write(sheet, given, ratio, position, rhythm)
    return Hedge(ratio, position, cases, follows, published, covered, left_now)


def _ratio(sheet: Sheet, laid: Laid) -> Ratio:
    rhythm = laid.history.rhythm
    sheet.section(
        f"1  The ratio that leaves the least risk, from the {rhythm.adjective} changes of price"
    )
    top = sheet.row
    table = sheet.spill(
        '=CROSS_HEDGE(jet_prices,oil_prices,exposure,lot,"price",rounding)',
        FIVE,
        (
            (LABELLED, "ratio"),
            (LABELLED, "contracts"),
            (LABELLED, "whole"),
            (LABELLED, "percent1"),
            (LABELLED, "money"),
        ),
        col=LABEL,
        name="cross_hedge_table",
        unit="as labelled",
        meaning="The minimum-variance hedge of the fuel",
    )
    sheet.row += 1
    ratio = sheet.result(
        "Hedge ratio", f"={table.at(1, 1)}", "futures/spot", "", "best_ratio", "ratio"
    )
    interval = _interval(sheet)
    line = fitted_line.write(sheet, ratio)
    bottom, sheet.row = sheet.row, top
    fitted_line.draw(sheet, laid, line, bottom - top)
    sheet.row = bottom
    sheet.note(
        f"Each dot is a {rhythm.noun}; the slope of the line is the ratio. What lies off the line "
        "is the risk that no heating oil contract takes away."
    )
    return Ratio(ratio, table.at(4, 1), table.at(5, 1), interval)


def _interval(sheet: Sheet) -> Cell:
    sheet.row += 1
    sheet.group("How well the past knows it: its interval")
    return sheet.spill(
        '=HEDGE_RATIO_CI(jet_prices,oil_prices,"hac",confidence)',
        len(INTERVAL_NUMBERS),
        tuple((LABELLED, number) for number in INTERVAL_NUMBERS),
        col=LABEL,
        name="ratio_interval",
        unit="ratio",
        meaning="Confidence interval of the hedge ratio",
    )


def _position(sheet: Sheet, given: Inputs, ratio: Cell) -> Position:
    sheet.section("2  How many contracts, and what they cost")
    add = sheet.result
    ways = [
        add(
            "Contracts, no tailing",
            f"=FUTURES_CONTRACTS(exposure,lot,{ratio})",
            "contracts",
            "- ratio x fuel / contract size; + = buy.",
            "contracts_plain",
            "contracts",
        ),
        add(
            "Contracts, tailed by value",
            f"=FUTURES_CONTRACTS(exposure,lot,{ratio},spot,futures)",
            "contracts",
            "x spot / futures.",
            "contracts_by_value",
            "contracts",
        ),
        add(
            "Contracts, tailed by present value",
            f"=FUTURES_CONTRACTS(exposure,lot,{ratio},,,funding_rate,years_held)",
            "contracts",
            "/ (1 + rate) to the years: daily settlement earns interest.",
            "contracts_by_time",
            "contracts",
        ),
    ]
    block = sheet.cell(ways[0].row, VALUE, ways[-1].row)
    exact = add(
        "Contracts wanted, exact",
        f"=INDEX({block},{given.tailing}+1)",
        "contracts",
        "By your choice of tailing on Inputs.",
        "contracts_wanted",
        "contracts",
    )
    target = add(
        "Target cover",
        f"=HEDGE_RATIO(-{exact}*lot,exposure)",
        "of the fuel",
        "Gallons of futures for each gallon of fuel.",
        "target_cover",
        "percent1",
    )
    trade = add(
        "Trade to get there",
        f"=REBALANCE_CONTRACTS(exposure,lot,{target},{given.held},band,rounding)",
        "contracts",
        "In whole contracts, by your rounding and no-trade band.",
        "contracts_to_trade",
        "trade",
    )
    after = add(
        "Contracts after it",
        f"={given.held}+{trade}",
        "contracts",
        "Held now + trade.",
        "position",
        "position",
    )
    cost = add(
        "Cost of one contract",
        "=HEDGE_COST(1,fee,half_spread,margin,funding_rate,years_held,rolls)",
        "USD/contract",
        "Trades, rolls and the interest on the margin.",
        "cost",
        "cents",
    )
    return Position(ways[0], exact, trade, after, cost)


def _cases(sheet: Sheet) -> tuple[Cell, Cell]:
    sheet.section("3  If the price of fuel moves: with the contracts after the trade, and without")
    follows = sheet.result(
        "Move of the futures for a move of 1 in spot",
        '=MV_HEDGE_RATIO(oil_prices,jet_prices,"return")',
        "ratio",
        "What to expect from the history, in relative terms; not a worst case.",
        "follows",
        "ratio",
    )
    sheet.row += 1
    cases = sheet.spill(
        "=STRESS_HEDGE(exposure,spot,futures,position,lot,shocks,,1,follows,cost)",
        len(SHOCKS),
        (("percent", "percent1", "money", "money", "money", "money"),),
        col=LABEL,
        name="stress_table",
        unit="share, USD",
        meaning="Gain or loss with and without the hedge, move by move",
    )
    sheet.note("Gain or loss in USD, after cost; a buyer of fuel loses where its price rises.")
    sheet.row += 1
    moves = cases.column(0)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Gain or loss on the fuel bill, hedged and unhedged",
            Axis("Move of the spot price [%]", "0%"),
            Axis("Gain or loss [USD]", "#,##0"),
            (
                Series("Unhedged", moves, cases.column(2), charts.AMBER),
                Series("Hedged", moves, cases.column(4), charts.TEAL),
            ),
        ),
        1,
        8,
        CHART_ROWS,
        "Two lines over the move of the spot price: the unhedged fuel bill loses steeply as the "
        "price rises, the hedged one much less, and gains less where it falls.",
    )
    sheet.row += CHART_ROWS
    return follows, cases
