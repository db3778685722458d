"""Jet fuel bought, heating oil futures held: a cross hedge from the price history to the margin."""

from __future__ import annotations

import datetime as dt
import functools
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
    from xlhedge.templates.history import History

ABOUT = About(
    title="Commodity cross hedge",
    purpose="A fuel bill hedged with the futures of another product: how many, how well, how dear.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Inputs: what you will buy (-) or sell (+), the contract, what it costs, your lines.",
        "Prices: put your own in, oldest first; leave spare rows blank.",
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
    ),
)


LAYOUT = history.LAYOUT


def build(own: History | None = None) -> bytes:
    """Return the workbook's file, with one's own price history or the sample's."""
    prices = own or history.sample(ABOUT.day)
    week = prices.rhythm.noun
    about = ABOUT._replace(
        sample_data=prices.about(ABOUT.sample_data),
        sign_convention=(
            *ABOUT.sign_convention,
            f"Changes of price: this {week}'s less last {week}'s, in money per unit.",
        ),
    )
    return frame.build(about, functools.partial(_write_sheets, prices=prices))


def _write_sheets(book: Book, prices: History) -> Sheet:
    given, sheet = inputs.write(book, prices.rhythm)
    laid = history.write(book, prices)
    hedge = cross_hedge.write(book, given, laid)
    table = horizons.write(book, hedge, prices.rhythm)
    windows = rolling.write(book, laid)
    legs = multi_leg.write(book, given, laid, hedge)
    account = margin.write(book, given)
    cross_checks.enter(book, given, hedge)
    outcome_checks.enter(book, hedge, table, windows, legs, account)
    return sheet
