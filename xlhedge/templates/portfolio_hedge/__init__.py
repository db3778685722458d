"""A share portfolio: index futures, a hedge of one holding, puts, collars and their price."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from xlhedge.templates import frame
from xlhedge.templates.book import About
from xlhedge.templates.portfolio_hedge import (
    checks,
    frontier,
    history,
    holdings,
    inputs,
    macro,
    micro,
    puts,
)

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.book import Book
    from xlhedge.templates.history import History

ABOUT = About(
    title="Portfolio hedge",
    purpose="The market risk of a share portfolio: all, one holding's, or the worst of it.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Holdings: yours, with value, beta, volatility and correlations; spare lines stay blank.",
        "Inputs: index, futures, options, costs. Prices: your own history, oldest first.",
        "Read the answers on a band at the foot of each sheet: contracts, what is left, the cost.",
        "See that the head of the sheet says: all pass. If not, Checks shows which check fails.",
        "A cell with an error? =HEDGE_EXPLAIN(...) with the same function and arguments says why.",
    ),
    sample_data=(
        "Hull's index futures (3.5) and puts (17.1); prices simulated to a beta near 1.5; the "
        "rest illustrates."
    ),
    sign_convention=(
        "Values: + owned, - sold short. Contracts: - sold, + bought.",
        "Gains are +, losses are -; costs and the losses on Frontier are +.",
        "Hedge ratio: + protects; on Frontier index futures per unit of the portfolio.",
    ),
)


LAYOUT = history.LAYOUT


def build(own: History | None = None) -> bytes:
    """Return the workbook's file, with one's own price history or the sample's."""
    prices = own or history.sample(ABOUT.day)
    about = ABOUT._replace(sample_data=prices.about(ABOUT.sample_data))
    return frame.build(about, functools.partial(_write_sheets, prices=prices))


def _write_sheets(book: Book, prices: History) -> Sheet:
    sheet, given = inputs.write(book, ABOUT.day)
    laid = history.write(book, prices)
    held = holdings.write(book)
    whole = macro.write(book, given, held)
    single = micro.write(book, given, held)
    insured = puts.write(book, given)
    traded = frontier.write(book, given, laid, held, whole)
    checks.enter(book, given, held, whole, single, insured, traded)
    return sheet
