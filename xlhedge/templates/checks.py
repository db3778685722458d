"""The Checks page: every check 0 or 1 with its tolerance, and the master check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.blocks import Sheet
from xlhedge.templates.page import LABEL, show_verdict
from xlhedge.templates.rules import at_least

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

NAME = "Checks"
ROUNDING = 1e-12  # some thousand times what one operation on doubles is off by
CHECK, FIGURE, EXPECTED, DIFFERENCE, TOLERANCE, UNIT, NOTE, PASS = range(LABEL, LABEL + 8)
TITLES = (
    "Check",
    "Figure",
    "Should be",
    "Difference",
    "Tolerance [unit]",
    "Unit",
    "How it is held",
    "Result, 1 = pass",
)


def write(book: Book) -> Cell:
    """Write the page and return the master check."""
    _check_for_errors(book)
    sheet = Sheet(
        book,
        NAME,
        "Checks",
        "Each figure is held against one worked out another way.",
        (60, 17, 17, 12, 12, 15, 64, 12),
        landscape=True,
        front_matter=True,
    )
    sheet.section("Every check")
    rounding = sheet.input(
        "Allowed to rounding",
        ROUNDING,
        "of the figure",
        "Beside the tolerance: what the sixteenth digit of a large figure may differ by.",
        at_least(0),
        number="tolerance",
    )
    sheet.row += 1
    aligns = ("left", "right", "right", "right", "right", "indent", "left", "right")
    sheet.headers(sheet.row, LABEL, TITLES, aligns)
    first = sheet.row + 1
    for row, check in enumerate(book.checks, first):
        ws, styles = sheet.worksheet, book.styles
        ws.write(row, CHECK, check.text, styles("label"))
        ws.write(row, UNIT, check.unit, styles("unit"))
        ws.write(row, NOTE, check.note, styles("note"))
        figure, expected, difference, tolerance, passed = (
            sheet.cell(row, col) for col in (FIGURE, EXPECTED, DIFFERENCE, TOLERANCE, PASS)
        )
        book.write_formula(ws, figure, f"={check.value}", number="check")
        book.write_formula(ws, expected, f"={check.expected}", number="check")
        book.write_formula(ws, difference, f"={figure}-{expected}", number="difference")
        sheet.write_input(
            tolerance,
            check.tolerance,
            at_least(0),
            ("Tolerance", check.unit, "The largest difference that still passes."),
            number="tolerance",
        )
        allowed = f"{tolerance}+{rounding.fixed}*ABS({expected})"
        within = f"IF(ABS({difference})<={allowed},1,0)"
        book.write_formula(ws, passed, f"=IFERROR({within},0)", number="passed")
    last = first + len(book.checks) - 1
    verdicts = sheet.cell(first, PASS, last)
    show_verdict(sheet, verdicts)
    sheet.row = last + 1
    sheet.section("Master check")
    sheet.result("Checks passed", f"=SUM({verdicts})", "checks", "", number="whole")
    sheet.result("Checks in all", f"=ROWS({verdicts})", "checks", "", number="whole")
    master = sheet.result(
        "Master check",
        f"=MIN({verdicts})",
        "1 or 0",
        "1 when every check passes; the head of every sheet shows it.",
        number="passed",
        answer=True,
    )
    show_verdict(sheet, master)
    return master


def failing(page: Mapping[tuple[int, int], object]) -> list[str]:
    """Return the texts of the checks that fail, from the page's values by row and column from 1."""
    return [
        str(page[row, CHECK + 1])
        for row, column in sorted(page)
        if column == PASS + 1 and page[row, column] == 0 and (row, TOLERANCE + 1) in page
    ]


def _check_for_errors(book: Book) -> None:
    for sheet in book.sheets:
        if sheet.undefined:
            book.check(
                f"{sheet.name}: errors on the sheet = ratios to a change of 0",
                f"SUMPRODUCT(--ISERROR({sheet.used.far}))",
                sheet.undefined,
                unit="errors",
                tolerance=0,
                note="Where the item did not move there is no ratio, but an error.",
            )
        elif not sheet.front_matter:
            book.check(
                f"{sheet.name}: no error on the sheet",
                f"IF(ISERROR(SUM({sheet.used.far})),1,0)",
                "0",
                unit="1 = error",
                tolerance=0,
                note="A sum over the sheet is an error as soon as one of its cells is.",
            )
