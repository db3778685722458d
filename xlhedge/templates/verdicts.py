"""How a verdict looks: its word, and behind it a band that turns with the word.

A conditional format, so that it follows the figures; the word is there for who sees no colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from xlhedge.templates.styles import (
    AMBER_BAND,
    AMBER_INK,
    BAND,
    GREEN,
    GREEN_BAND,
    GREY,
    RED,
    RED_BAND,
)

if TYPE_CHECKING:
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.page import Page

FORMAT = "verdict"  # the format by which a description marks a verdict in words

_FAIL, _WATCH = (RED, RED_BAND), (AMBER_INK, AMBER_BAND)
_PASS, _INFORMATION = (GREEN, GREEN_BAND), (GREY, BAND)
# the first that holds counts; Excel tells no capitals apart
_WORDS = (
    ("containing", _INFORMATION, ("noise floor", "not judged", "no verdict", "not a criterion")),
    (
        "begins with",
        _FAIL,
        ("fail", "outside", "not ", "no,", "broken", "below band", "above band"),
    ),
    ("begins with", _WATCH, ("watch",)),
    ("begins with", _PASS, ("pass", "within", "enough", "yes", "met", "ok")),
    ("begins with", _INFORMATION, ("info", "none", "n/a")),
)


def show(page: Page, cell: Cell) -> None:
    """Set verdicts off: by their first word, and a check by its 1 or 0."""
    rules: list[dict[str, object]] = [{"type": "blanks", "stop_if_true": True}]  # a blank is a 0
    rules += [
        {"type": "text", "criteria": criteria, "value": word, "stop_if_true": True}
        | {"format": _style(page, *look)}
        for criteria, look, words in _WORDS
        for word in words
    ]
    at = xl_rowcol_to_cell(cell.row, cell.col)
    rules += [  # a blank cell is 0 as well, but no check
        {"type": "formula", "criteria": f"=AND(ISNUMBER({at}),{at}={value})"}
        | {"format": _style(page, *look)}
        for value, look in ((1, _PASS), (0, _FAIL))
    ]
    for rule in rules:
        page.worksheet.conditional_format(cell.row, cell.col, cell.last_row, cell.last_col, rule)


def _style(page: Page, ink: str, band: str) -> object:
    made = page.book.verdict_styles
    if (ink, band) not in made:
        made[ink, band] = page.book.xlsx.add_format(
            {"bold": True, "font_color": ink, "bg_color": band}
        )
    return made[ink, band]
