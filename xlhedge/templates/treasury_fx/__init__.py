"""A treasury's currencies: exposures by month, layered hedges, the deal at hand, the risk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xlhedge.templates import frame
from xlhedge.templates.book import About
from xlhedge.templates.treasury_fx import at_risk, compare, entries, exposures, inputs, layered

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.book import Book

ABOUT = About(
    title="Treasury: currency hedges",
    purpose="Receivables and payables by currency and month: what is open, what to trade, at what.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Inputs: your currencies, what you will receive (+) and pay (-), the forwards you hold.",
        "Inputs: your policy, as shares to have hedged by months ahead and as bands.",
        "Layered hedge: trades for each month, and which months lie outside the policy's bands.",
        "Compared: forward, money market, option or nothing for the deal at hand.",
        "See that the head of the sheet says: all pass. If not, Checks shows which check fails.",
    ),
    sample_data=(
        "The deal compared: Eun and Resnick's Boeing example. Cash flows, rates and risk made up."
    ),
    sign_convention=(
        "Exposure: + what you will receive; - what you will pay.",
        "Hedges: - sold forward, + bought forward, in units of the foreign currency.",
        "Hedge ratio: + protects; above 1 is over-hedged, below 0 adds to the risk.",
        "Rates of exchange: home currency (USD) per unit of foreign currency.",
    ),
)


def build() -> bytes:
    """Return the workbook's file."""
    return frame.build(ABOUT, _write_sheets)


def _write_sheets(book: Book) -> Sheet:
    given, sheet = inputs.write(book, ABOUT.day)
    open_now = exposures.write(book, given)
    ladder = layered.write(book, given, open_now)
    deal = compare.write(book)
    risk = at_risk.write(book, given, open_now, ladder)
    entries.enter(book, given, open_now, ladder, deal, risk)
    return sheet
