"""Interest-rate hedges: bond futures by duration and by DV01, key rates, and a swap."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xlhedge.templates import frame
from xlhedge.templates.book import About
from xlhedge.templates.rates_hedge import checks, futures, inputs, key_rates, swap

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.book import Book

ABOUT = About(
    title="Rates hedge",
    purpose="How many bond futures, at which key rates, or how large a swap, and what is left.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Inputs: your bonds or debt, the futures, the key rates and the swap. Debt is negative.",
        "Read the answers on a band at the foot of each sheet: contracts, what is left, the cost.",
        "By duration and by DV01 are two ways to the same hedge: use one of them.",
        "See that the head of the sheet says: all pass. If not, Checks shows which check fails.",
        "A cell with an error? =HEDGE_EXPLAIN(...) with the same function and arguments says why.",
    ),
    sample_data=(
        "Duration: Hull, Example 6.6. DV01: AcadiFi's worked example. Key rates, zero rates and "
        "costs are illustrations, no market's."
    ),
    sign_convention=(
        "Bonds owned are +, debt owed is -.",
        "DV01: money gained when rates fall by one basis point: + for bonds, - for debt.",
        "Which rates: futures, the bonds' own yields; key rates, that one; swap, all zero rates.",
        "Contracts: - sold (gain when rates rise), + bought. Swap: - pay fixed, + receive fixed.",
        "Shifts are in basis points; rates rise when they are +. Gains are +, costs are +.",
    ),
)


def build() -> bytes:
    """Return the workbook's file."""
    return frame.build(ABOUT, _write_sheets)


def _write_sheets(book: Book) -> Sheet:
    sheet, given = inputs.write(book, ABOUT.day)
    hedged = futures.write(book, given)
    keyed = key_rates.write(book, given)
    swapped = swap.write(book, given)
    checks.enter(book, given, hedged, keyed, swapped)
    return sheet
