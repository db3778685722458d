"""The investor's inputs: funds, target, the currency future and its costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Field
from xlhedge.templates.rules import (
    above,
    any_number,
    at_least,
    between,
    one_of,
    text_up_to,
    whole_number,
)

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell

FUNDS: tuple[tuple[str | float | None, ...], ...] = (
    ("Euro shares, USD-hedged", 60000, 1),
    ("Euro bonds, USD-hedged", 40000, 1),
    ("Euro shares", 35000, 0),
    ("Euro small companies", 15000, 0),
    (None, None, None),
    (None, None, None),
)


class Inputs(NamedTuple):
    """The cells the investor fills in."""

    values: Cell
    shares: Cell
    target: Cell
    band: Cell
    rounding: Cell
    shock: Cell
    spot: Cell
    futures: Cell
    size: Cell
    held: Cell
    fee: Cell
    spread: Cell
    margin: Cell
    rate: Cell
    years: Cell
    rolls: Cell


def write(sheet: Sheet) -> Inputs:
    """Write the section."""
    sheet.section("1  Inputs")
    add = sheet.input
    sheet.group("The funds: spare lines for yours")
    _, values, shares = sheet.input_table(
        (
            Field("Fund", "name", "general", text_up_to(60), "One line a fund."),
            Field("Value", "USD", "money", any_number(), "Market value.", "fund_values"),
            Field(
                "Hedged",
                "share",
                "percent",
                between(0, 1),
                "100 % for a currency-hedged share class, 0 % for an unhedged one.",
                "fund_hedged_shares",
            ),
        ),
        FUNDS,
    )
    sheet.group("What if")
    policy = (
        add(
            "Target hedge ratio",
            0.9,
            "of the value",
            "The share of the euro you want hedged.",
            between(0, 1),
            "target_ratio",
            "percent",
        ),
        add(
            "No-trade band",
            0.05,
            "of the value",
            "No trade while the ratio is this close to it.",
            between(0, 1),
            "fx_band",
            "percent",
        ),
        add(
            "Rounding",
            1,
            "choice",
            "1 nearest, 2 never over-hedge, 3 never under-hedge, 0 none.",
            one_of((0, 1, 2, 3)),
            "fx_rounding",
            "whole",
        ),
        add(
            "Move of the euro to try",
            -0.1,
            "of its rate",
            "-10 %: the euro falls by a tenth.",
            between(-1, 1),
            "",
            "percent",
        ),
    )
    sheet.group("The currency future")
    future = (
        add(
            "Spot rate", 1.1, "USD/EUR", "Dollars for one euro today.", above(0), "fx_spot", "rate"
        ),
        add(
            "Futures rate", 1.105, "USD/EUR", "Of the next expiry.", above(0), "fx_futures", "rate"
        ),
        add(
            "Contract size",
            12500,
            "EUR/contract",
            "A micro contract; the full one has 125,000.",
            above(0),
            "fx_contract_size",
            "whole",
        ),
        add(
            "Contracts held",
            0,
            "contracts",
            "- sold, + bought.",
            whole_number(-100000, 100000),
            "fx_contracts_held",
            "whole",
        ),
    )
    sheet.group("What trading costs")
    costs = (
        add(
            "Fee",
            0.75,
            "USD/contract",
            "Commission and exchange fee, each time you trade.",
            at_least(0),
            "fx_fee",
            "cents",
        ),
        add(
            "Half the bid-ask spread",
            0.625,
            "USD/contract",
            "Half a tick of 0.0001 on 12,500 EUR.",
            at_least(0),
            "fx_spread",
            "price",
        ),
        add(
            "Initial margin",
            300,
            "USD/contract",
            "Ask your broker; it changes.",
            at_least(0),
            "fx_margin",
            "whole",
        ),
        add(
            "Cost of funding it",
            0.05,
            "a year",
            "What the margin would earn elsewhere.",
            between(0, 1),
            "fx_rate",
            "percent1",
        ),
        add("Time", 1, "years", "The year to budget for.", between(0, 10), "fx_years", "cents"),
        add(
            "Rolls",
            3,
            "times",
            "Quarterly expiries: three in a year.",
            whole_number(0, 100),
            "fx_rolls",
            "whole",
        ),
    )
    return Inputs(values, shares, *policy, *future, *costs)
