"""The effectiveness of a designated hedge, with IFRS 9, IAS 39 and ASC 815 kept apart."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from xlhedge.templates import frame
from xlhedge.templates.book import About
from xlhedge.templates.hedge_effectiveness import (
    checks,
    dollar_offset,
    history,
    inputs,
    memo,
    oci,
    regression,
)

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.book import Book
    from xlhedge.templates.history import History

ABOUT = About(
    title="Hedge effectiveness",
    purpose="Does the hedge qualify, what goes to OCI and to profit or loss, and what is on file.",
    version="1.0",
    day=dt.date(2026, 11, 20),
    steps=(
        "Inputs: name the hedge, its quantities and the limits your documentation designated.",
        "Data: paste the prices of item and instrument since designation over the sample.",
        "Read Memo first: one line a standard, and the memo for the file.",
        "See that the head of the sheet says: all pass. If not, Checks shows which check fails.",
    ),
    sample_data=(
        "Simulated (fixed seed), the stretch picked so that the hedge qualifies: no evidence. "
        "Dollar offset: IAS 39 AG105(b)."
    ),
    sign_convention=(
        "Quantity: + will be sold, - will be bought. Contracts: - sold, + bought.",
        "Changes in value: + gain, - loss, to the one who reports.",
        "Dollar offset: - hedge / item, + is an offset. Slope of the regression: -1 is a full one.",
        "The hypothetical derivative has the item's change with its sign turned.",
        "IFRS 9 has no 80-125 line. It is the text of IAS 39 AG105(b), and practice in ASC 815.",
    ),
)


LAYOUT = history.LAYOUT


def build(own: History | None = None) -> bytes:
    """Return the workbook's file, with one's own price history or the sample's."""
    prices = own or history.sample(ABOUT.day)
    about = ABOUT._replace(sample_data=prices.about(ABOUT.sample_data))
    return frame.build(about, functools.partial(_write_sheets, prices=prices))


def _write_sheets(book: Book, prices: History) -> Sheet:
    sheet, given = inputs.write(book)
    data = history.write(book, given, prices)
    tested = regression.write(book, given, data)
    offset = dollar_offset.write(book, given, data)
    regression.draw(tested, offset.by_period)
    split = oci.write(book, data)
    memo.write(book, tested, offset, split)
    checks.enter(book, given, data, tested, offset, split)
    return sheet
