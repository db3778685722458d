"""The farmer's inputs: the crop, the contracts, the costs and the day of sale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field
from xlhedge.templates.rules import above, any_number, at_least, between, one_of, whole_number

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell

CROP, PRICE = "bushels", "USD/bushel"
SCENARIOS = (2.1, 2.4, 2.7, 3.0, 3.3, 3.6, 3.9)


class Inputs(NamedTuple):
    """The cells the farmer fills in."""

    quantity: Cell
    spot_price: Cell
    futures_price: Cell
    contract_size: Cell
    contracts_held: Cell
    rounding: Cell
    band: Cell
    trade_fee: Cell
    half_spread: Cell
    margin: Cell
    funding_rate: Cell
    years_held: Cell
    rolls: Cell
    closing_basis: Cell
    spot_close: Cell
    futures_close: Cell
    scenarios: Cell


def write(sheet: Sheet) -> Inputs:
    """Write the section."""
    sheet.section("1  Inputs")
    add = sheet.input
    sheet.group("The crop and its hedge")
    crop = (
        add(
            "Crop to hedge",
            20000,
            CROP,
            "+ you will sell it, - you will buy it.",
            any_number(),
            "quantity",
            "whole",
        ),
        add(
            "Spot price",
            3.0,
            PRICE,
            "What the elevator pays today.",
            above(0),
            "spot_price",
            "price",
        ),
        add(
            "Futures price",
            3.467,
            PRICE,
            "Of the month the hedge is in.",
            above(0),
            "futures_price",
            "price",
        ),
        add(
            "Contract size",
            5000,
            "bushels/contract",
            "The exchange's contract; a mini wheat contract has 1,000.",
            above(0),
            "contract_size",
            "whole",
        ),
        add(
            "Contracts held",
            -3,
            "contracts",
            "- sold, + bought.",
            whole_number(-100000, 100000),
            "contracts_held",
            "whole",
        ),
    )
    sheet.group("How to trade")
    trading = (
        add(
            "Rounding",
            1,
            "choice",
            "1 nearest, 2 never over-hedge, 3 never under-hedge, 0 none.",
            one_of((0, 1, 2, 3)),
            "rounding_rule",
            "whole",
        ),
        add(
            "No-trade band",
            0.05,
            "of the crop",
            "No trade while the hedge is this close to the best ratio.",
            between(0, 1),
            "tolerance_band",
            "percent",
        ),
    )
    sheet.group("What trading costs")
    costs = (
        add(
            "Fee",
            2.5,
            "USD/contract",
            "Commission and exchange fee, each time you trade.",
            at_least(0),
            "trade_fee",
            "cents",
        ),
        add(
            "Half the bid-ask spread",
            6.25,
            "USD/contract",
            "Half a tick of 0.0025 USD on 5,000 bushels.",
            at_least(0),
            "half_spread",
            "cents",
        ),
        add(
            "Initial margin",
            1650,
            "USD/contract",
            "Ask your broker; it changes.",
            at_least(0),
            "margin",
            "whole",
        ),
        add(
            "Cost of funding it",
            0.06,
            "a year",
            "The rate of your credit line, simple interest.",
            between(0, 1),
            "funding_rate",
            "percent1",
        ),
        add(
            "Time to the end of the hedge",
            0.5,
            "years",
            "Until the crop is sold.",
            between(0, 10),
            "years_held",
            "cents",
        ),
        add(
            "Rolls",
            1,
            "times",
            "How often the hedge moves to a later month.",
            whole_number(0, 100),
            "rolls",
            "whole",
        ),
    )
    sheet.group("The day the crop is sold")
    closing = (
        add(
            "Basis then",
            -0.4,
            PRICE,
            "Spot less futures that you expect; see your own records.",
            any_number(),
            "closing_basis",
            "price",
        ),
        add(
            "Spot price then",
            2.7,
            PRICE,
            "A case to try; fill in the true one when the day comes.",
            above(0),
            "spot_close",
            "price",
        ),
        add("Futures price then", 3.12, PRICE, "The same.", above(0), "futures_close", "price"),
        sheet.input_strip(
            Field(
                "Spot prices to try",
                PRICE,
                "price",
                above(0),
                "Spot prices on that day, low to high: the scenarios of section 5.",
                "price_scenarios",
            ),
            SCENARIOS,
        ),
    )
    return Inputs(*crop, *trading, *costs, *closing)
