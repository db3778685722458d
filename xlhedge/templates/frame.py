"""From the sheets of a hedge to a workbook: About before, Chart texts and Checks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates import about, chart_texts, checks
from xlhedge.templates.book import About, Book

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.templates.blocks import Sheet


def build(description: About, write_sheets: Callable[[Book], Sheet]) -> bytes:
    """Return a workbook's file.

    `write_sheets` writes the sheets between About and Checks and returns the one that matters
    most: About and Checks repeat its banner.
    """
    book = Book(description)
    first_page, message = about.open_page(book)
    lead = write_sheets(book)
    chart_texts.write(book)
    rows = checks.open_page(book)
    functions = about.close_page(first_page)
    master = checks.close_page(rows, functions)
    for sheet in book.sheets:
        sheet.finish(master, message, lead)
    first_page.worksheet.activate()
    first_page.worksheet.set_first_sheet()
    return book.to_bytes()
