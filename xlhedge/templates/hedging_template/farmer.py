"""The Farmer sheet: from the published wheat example to a decision for this week."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.cells import call
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.hedging_template import farmer_checks, farmer_inputs, farmer_sizing
from xlhedge.templates.hedging_template.farmer_inputs import CROP, PRICE, SCENARIOS
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedging_template.farmer_inputs import Inputs
    from xlhedge.templates.hedging_template.farmer_sizing import Sizing
    from xlhedge.templates.hedging_template.history import Laid
    from xlhedge.templates.history import Rhythm

MONEY = "USD"


def write(book: Book, laid: Laid) -> Sheet:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Farmer",
        "Farmer: a wheat crop hedged with futures",
        "How safe is the crop's price, and what next? The sample is the published example.",
        (36, 13, 15, 14, 14, 14, 14, 14),
    )
    given = farmer_inputs.write(sheet)
    held = _where_it_stands(sheet, given)
    sizing = farmer_sizing.write(sheet, given, laid, held["by_quantity"])
    cost, locked_in = _cost(sheet, given)
    table = _scenarios(sheet, given, cost)
    gain, achieved = _closing_day(sheet, given, held["by_quantity"], cost)
    _decision(sheet, given, held["by_quantity"], sizing, cost, locked_in, laid.history.rhythm)
    farmer_checks.enter(
        book,
        {
            **given._asdict(),
            **held,
            **sizing._asdict(),
            "cost": cost,
            "table": table,
            "gain": gain,
            "achieved": achieved,
        },
        laid,
    )
    return sheet


def _where_it_stands(sheet: Sheet, given: Inputs) -> dict[str, Cell]:
    sheet.section("2  Where the hedge stands")
    add = sheet.result
    hedged = add(
        "Bushels hedged",
        f"=-{given.contracts_held}*{given.contract_size}",
        CROP,
        "Contracts sold x contract size.",
        "hedged_quantity",
        "whole",
    )
    value = add(
        "Hedge value",
        f"={hedged}*{given.futures_price}",
        MONEY,
        "Bushels hedged x futures price.",
        "hedge_value",
        "money",
    )
    position = add(
        "Position value",
        f"={given.quantity}*{given.spot_price}",
        MONEY,
        "Crop x spot price.",
        "position_value",
        "money",
    )
    by_value = add(
        "Hedge ratio by value",
        f"=HEDGE_RATIO({value},{position})",
        "of the value",
        "Sample: 52,005 / 60,000 = 0.86675, as published.",
        "ratio_by_value",
        "percent",
    )
    open_value = add(
        "Left open",
        f"=UNHEDGED_EXPOSURE({value},{position})",
        MONEY,
        "Position value that no contract covers; negative = over-hedged.",
        "value_open",
        "money",
    )
    open_share = add(
        "Left open, as a share",
        f"=UNHEDGED_EXPOSURE({value},{position},TRUE)",
        "of the value",
        "1 - hedge ratio.",
        "share_open",
        "percent1",
    )
    by_quantity = add(
        "Hedge ratio by bushels",
        f"=HEDGE_RATIO({hedged},{given.quantity})",
        "of the bushels",
        "By value differs where futures and spot prices differ.",
        "ratio_by_quantity",
        "percent",
    )
    add("Status", f"=HEDGE_STATUS({by_value})", "", "Of the ratio by value.", name="hedge_state")
    add(
        "Risk profiles it fits",
        f"=HEDGE_PROFILE({by_value})",
        "",
        "Growth 25-40 %, typical 50-100 %, conservative 75-100 %.",
        name="risk_profile",
    )
    return {
        "by_value": by_value,
        "by_quantity": by_quantity,
        "open_value": open_value,
        "open_share": open_share,
    }


def _cost(sheet: Sheet, given: Inputs) -> tuple[Cell, Cell]:
    sheet.section("4  What it costs and the price it locks in")
    add = sheet.result
    cost = add(
        "Cost of one contract",
        call(
            "HEDGE_COST",
            "1",
            given.trade_fee,
            given.half_spread,
            given.margin,
            given.funding_rate,
            given.years_held,
            given.rolls,
        ),
        "USD/contract",
        "Trades, rolls and the interest on the margin.",
        "cost_per_contract",
        "cents",
    )
    per_bushel = add(
        "Cost of one bushel hedged",
        f"={cost}/{given.contract_size}",
        PRICE,
        "Cost of one contract / contract size.",
        "cost_per_bushel",
        "rate",
    )
    locked_in = add(
        "Price locked in",
        f"=EXPECTED_PRICE({given.futures_price},{given.closing_basis},{per_bushel})",
        PRICE,
        "For the bushels hedged, if the basis comes as expected.",
        "price_locked_in",
        "price",
    )
    return cost, locked_in


def _scenarios(sheet: Sheet, given: Inputs, cost: Cell) -> Cell:
    sheet.section("5  If prices move: the crop sold with the contracts held now, and without")
    styles = sheet.book.styles
    sheet.headers(sheet.row, LABEL, ("On the day the crop is sold",), ("left",))
    for i in range(len(SCENARIOS)):
        label = f"Scenario {i + 1}"
        sheet.worksheet.write(sheet.row + 1 + i, LABEL, label, styles("label"))
    arguments = (
        given.quantity,
        given.spot_price,
        given.futures_price,
        given.contracts_held,
        given.contract_size,
        given.scenarios,
        given.closing_basis,
        cost,
    )
    table = sheet.spill(
        call("HEDGE_OUTCOME", *arguments),
        len(SCENARIOS),
        (("price", "price", "money", "money", "money", "price"),),
        col=VALUE,
        name="scenario_table",
        unit="USD, USD/bushel",
        meaning="Revenue hedged and unhedged, price scenario by price scenario",
    )
    sheet.note("Prices in USD/bushel; revenue and futures pnl in USD, after the cost of the hedge.")
    sheet.row += 1
    spot = table.column(0)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Revenue from the crop, hedged and unhedged",
            Axis("Spot price on the day of sale [USD/bushel]", "0.00"),
            Axis("Revenue [USD]", "#,##0"),
            (
                Series("Unhedged", spot, table.column(2), charts.AMBER),
                Series("Hedged", spot, table.column(4), charts.TEAL),
            ),
        ),
        1,
        8,
        17,
        "Two lines over the spot price: unhedged revenue rises steeply, hedged revenue is nearly "
        "flat and lies above it where the price falls.",
    )
    sheet.row += 17
    return table


def _closing_day(sheet: Sheet, given: Inputs, by_quantity: Cell, cost: Cell) -> tuple[Cell, Cell]:
    sheet.section("6  After the sale: what the hedge gave")
    add = sheet.result
    gain = add(
        "Gain or loss on the futures",
        f"=FUTURES_PNL({given.contracts_held},{given.contract_size},"
        f"{given.futures_price},{given.futures_close})",
        MONEY,
        "Contracts x size x (futures price then - now), before cost.",
        "futures_gain",
        "money",
    )
    prices = f"{given.spot_close},{given.futures_price},{given.futures_close}"
    achieved = add(
        "Price achieved",
        f"=EFFECTIVE_PRICE({prices},{by_quantity})",
        PRICE,
        "Spot price then + gain on the futures, for each bushel of the crop.",
        "price_achieved",
        "price",
    )
    add(
        "Cost of the hedge held",
        f"=ABS({given.contracts_held})*{cost}",
        MONEY,
        "Contracts held x cost of one.",
        number="cents",
    )
    return gain, achieved


def _decision(
    sheet: Sheet,
    given: Inputs,
    by_quantity: Cell,
    sizing: Sizing,
    cost: Cell,
    locked_in: Cell,
    rhythm: Rhythm,
) -> None:
    sheet.section("7  This week's decision")

    tell = functools.partial(sheet.result, answer=True)
    tell(
        "Protected now",
        f"={by_quantity.near}",
        "of the bushels",
        "With the contracts held.",
        number="percent",
    )
    trade = tell(
        "To do this week",
        f"={sizing.trade.near}",
        "contracts",
        "To the best ratio, rounded; none inside the no-trade band.",
        number="trade",
    )
    ratio = tell(
        "Protected then",
        f"=HEDGE_RATIO(-{sizing.after}*{given.contract_size},{given.quantity})",
        "of the bushels",
        "Above 100 % is over-hedged.",
        "ratio_after",
        "percent",
    )
    tell(
        "Risk taken away then",
        f"=HEDGE_EFFECTIVENESS(spot_prices,futures_prices,{ratio})",
        "of the variance",
        f"Of the {rhythm.adjective} price moves; what is left is basis risk.",
        "effectiveness_after",
        "percent1",
    )
    tell(
        "Cost of all contracts",
        f"=ABS({sizing.after})*{cost}",
        MONEY,
        "To the end of the hedge.",
        number="money",
    )
    tell(
        "Price for the bushels hedged",
        f"={locked_in.near}",
        PRICE,
        "If the basis comes as expected.",
        number="price",
    )
    sheet.headline("This week", trade, "trade")
