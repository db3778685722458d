"""Jet fuel bought, heating oil futures held: a cross hedge from the price history to the margin."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xlhedge.templates import frame
from xlhedge.templates.book import About
from xlhedge.templates.commodity_cross_hedge import (
    cross_checks,
    cross_hedge,
    history,
    horizons,
    inputs,
    margin,
    multi_leg,
    outcome_checks,
    rolling,
)

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.book import Book

ABOUT = About(
    title="Commodity cross hedge",
    purpose="A fuel bill hedged with the futures of another product: how many, how well, how dear.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Inputs: what you will buy (-) or sell (+), the contract, what it costs, your lines.",
        "Price history: put your own prices in, oldest first; leave spare rows blank.",
        "Cross hedge: its foot says what to do this week and what is left; Margin says the cash.",
        "See that the head of the sheet says: all pass. If not, Checks shows which check fails.",
        "A cell with an error? =HEDGE_EXPLAIN(...) with the same function and arguments says why.",
    ),
    sample_data=(
        "Hull's jet fuel example; weekly prices simulated (fixed seed), no market's; "
        "settlements made up."
    ),
    sign_convention=(
        "Exposure: + what you own, produce or will sell; - what you owe or will buy.",
        "Contracts: - sold (short), + bought (long). Costs are positive, losses negative.",
        "Hedge ratio: + protects; above 1 is over-hedged, below 0 adds to the risk.",
        "Changes of price: this week's less last week's, in money per unit.",
    ),
)


def build() -> bytes:
    """Return the workbook's file."""
    return frame.build(ABOUT, _write_sheets)


def _write_sheets(book: Book) -> Sheet:
    given, sheet = inputs.write(book)
    prices = history.write(book, ABOUT.day)
    hedge = cross_hedge.write(book, given, prices)
    table = horizons.write(book, hedge)
    windows = rolling.write(book, prices)
    legs = multi_leg.write(book, given, prices, hedge)
    account = margin.write(book, given)
    cross_checks.enter(book, given, prices, hedge)
    outcome_checks.enter(book, hedge, table, windows, legs, account)
    return sheet
