"""The words of the charts in cells: titles, axes with their units, names of series."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.blocks import Sheet
from xlhedge.templates.cells import Cell
from xlhedge.templates.page import FIRST_ROW, LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book

NAME = "Chart texts"
CHART, PART, TEXT = LABEL, LABEL + 1, LABEL + 2
_TOP = FIRST_ROW + 3  # below the section, its note and the header


class ChartText(NamedTuple):
    """One text: the chart it belongs to, the part of it, and the text."""

    chart: str
    part: str
    text: str


def place(book: Book, chart: str, part: str, text: str) -> str:
    """Keep a text for its cell and return the cell as a chart refers to it.

    A text that is such a reference already stays: its cell is on another sheet.
    """
    if text.startswith("="):
        return text
    row = _TOP + len(book.chart_texts)
    book.chart_texts.append(ChartText(chart, part, text))
    return f"={Cell(NAME, row, TEXT, row, TEXT).far}"


def write(book: Book) -> Sheet:
    """Write the sheet, in the order in which the charts were made, and return it."""
    sheet = Sheet(
        book,
        NAME,
        "Chart texts",
        "What stands on the charts: titles, axes with their units, names of the series.",
        (76, 16, 76, 14, 12),
        front_matter=True,
    )
    sheet.section("Every text")
    sheet.note("Each chart reads its words here: another language or another unit needs no chart.")
    sheet.headers(sheet.row, LABEL, ("Chart", "Part", "Text"), ("left",) * 3)
    label = book.styles("label")
    for row, line in enumerate(book.chart_texts, _TOP):
        for col, text in zip((CHART, PART, TEXT), line, strict=True):
            sheet.text(row, col, text, label)
    sheet.row = _TOP + len(book.chart_texts)
    return sheet
