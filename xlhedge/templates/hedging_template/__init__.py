"""The tour: a wheat farmer's hedge and a fund portfolio's, from the published examples on."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from xlhedge.templates import frame
from xlhedge.templates.book import About
from xlhedge.templates.hedging_template import etf_portfolio, farmer, history

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.book import Book
    from xlhedge.templates.history import History

ABOUT = About(
    title="Hedging template",
    purpose="How much is hedged, how many contracts that takes, what it costs and what it gives.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Change the blue figures on pale yellow; each says what it accepts.",
        "Read the answers on a band at the foot of Farmer and ETF portfolio.",
        "See that the head of the sheet says: all pass. If not, Checks shows which check fails.",
        "A cell with an error? =HEDGE_EXPLAIN(...) with the same function and arguments says why.",
    ),
    sample_data=(
        "The published examples' own figures; the price history on Prices is simulated "
        "(fixed seed), no market's."
    ),
    sign_convention=(
        "Exposure: + what you own, produce or will sell; - what you owe or will buy.",
        "Contracts: - sold (short), + bought (long). Costs are positive, losses negative.",
        "Hedge ratio: + protects; above 1 is over-hedged, below 0 adds to the risk.",
        "Basis: spot price less futures price.",
    ),
)


LAYOUT = history.LAYOUT


def build(own: History | None = None) -> bytes:
    """Return the workbook's file, with one's own price history or the sample's."""
    prices = own or history.sample(ABOUT.day)
    about = ABOUT._replace(sample_data=prices.about(ABOUT.sample_data))
    return frame.build(about, functools.partial(_write_sheets, prices=prices))


def _write_sheets(book: Book, prices: History) -> Sheet:
    laid = history.write(book, prices)
    sheet = farmer.write(book, laid)
    etf_portfolio.write(book)
    return sheet
