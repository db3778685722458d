"""The Checks page: every check 0 or 1 with its tolerance, and the master check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.utility import quote_sheetname

from xlhedge.templates import verdicts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.book import Check
from xlhedge.templates.cells import Cell
from xlhedge.templates.page import LABEL, State
from xlhedge.templates.rules import at_least
from xlhedge.worksheet.rule_changes import OK, STAMP_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlhedge.templates.book import Book

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


class Rows(NamedTuple):
    """The table of checks while it is being written."""

    sheet: Sheet
    rounding: Cell
    first: int


def open_page(book: Book) -> Rows:
    """Start the page and write every check of the book's figures."""
    _check_for_errors(book)
    sheet = Sheet(
        book,
        NAME,
        "Checks",
        "Each figure is held against one worked out another way.",
        (70, 17, 17, 12, 12, 15, 64, 12),
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
    sheet.row += 1
    rows = Rows(sheet, rounding, sheet.row)
    for check in book.checks:
        _write_check(rows, check)
    return rows


def _write_check(rows: Rows, check: Check) -> None:
    sheet, row = rows.sheet, rows.sheet.row
    book, ws, styles = sheet.book, sheet.worksheet, sheet.book.styles
    for col, text, look in (
        (CHECK, check.text, "label"),
        (UNIT, check.unit, "unit"),
        (NOTE, check.note, "note"),
    ):
        sheet.text(row, col, text, styles(look))
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
    allowed = f"{tolerance}+{rows.rounding.fixed}*ABS({expected})"
    within = f"IF(ABS({difference})<={allowed},1,0)"
    book.write_formula(ws, passed, f"=IFERROR({within},0)", number="passed")
    sheet.row += 1


def close_page(rows: Rows, functions: Cell) -> State:
    """Write the check of the version, the master check and what changed; return what they say.

    `functions` are the names of the hedge functions in the book.
    """
    sheet, uses = rows.sheet, dict(rows.sheet.book.uses)
    since = f'HEDGE_EXPLAIN("changes since",{STAMP_NAME},'
    changed = Check(
        "Every function follows the rule it had when this book was made",
        f'IF({since}{functions.far})="{OK}",1,0)',
        "1",
        "1 = as then",
        0,
        "The foot of this page: cells, what was, what is, what to do.",
    )
    _write_check(rows, changed)
    results = sheet.cell(rows.first, PASS, sheet.row - 1)
    verdicts.show(sheet, results)
    state = _write_master(sheet, results)
    sheet.section("What changed since this book was made, by function and its cells")
    for i, name in enumerate(sorted(uses)):
        cells = f"{name}: {places(uses[name])}"
        sheet.worksheet.write(sheet.row, CHECK, cells, sheet.book.styles("label"))
        formula = f"={since}{functions.at(i, 0).far})"
        book_cell = sheet.cell(sheet.row, FIGURE)
        sheet.book.write_formula(sheet.worksheet, book_cell, formula)
        sheet.row += 1
    return state


def _write_master(sheet: Sheet, results: Cell) -> State:
    """Write the master check, the first check that fails, and what every sheet's head says."""
    texts = sheet.cell(results.row, CHECK, results.last_row)
    sheet.section("Master check")
    sheet.result("Checks passed", f"=SUM({results})", "checks", "", number="whole")
    count = sheet.result("Checks in all", f"=ROWS({results})", "checks", "", number="whole")
    master = sheet.result(
        "Master check",
        f"=MIN({results})",
        "1 or 0",
        "1 when every check passes.",
        number="passed",
        answer=True,
    )
    verdicts.show(sheet, master)
    first = sheet.result(
        "The first that fails",
        f'=IFERROR(INDEX({texts},MATCH(0,{results},0)),"none")',
        "",
        "Its row says what it is held against, and how.",
    )
    link = sheet.result(
        "Where it stands",
        f'="{NAME}!B"&IFERROR(MATCH(0,{results},0)+ROW({texts.at(0, 0)})-1,ROW({first}))',
        "",
        "The head of every sheet leads there.",
    )
    words = sheet.result(
        "Head of every sheet",
        f'=IF({master}=1,"pass: all "&{count}&" checks","FAIL: "&{first})',
        "",
        "",
        number=verdicts.FORMAT,
    )
    return State(link, words)


def places(cells: Sequence[Cell]) -> str:
    """Return where calls stand, the cells of a column as one range: Compare!C9:C12, C15."""
    blocks: dict[str, list[Cell]] = {}
    for cell in cells:
        block = Cell(cell.sheet, cell.row, cell.col, cell.row, cell.col)  # not where it spills
        same = blocks.setdefault(cell.sheet, [])
        if same and (same[-1].col, same[-1].last_row + 1) == (block.col, block.row):
            block = replace(same.pop(), last_row=block.row)
        same.append(block)
    return "; ".join(
        f"{quote_sheetname(sheet)}!{', '.join(block.near for block in same)}"
        for sheet, same in blocks.items()
    )


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
                f"{sheet.name}: errors on the sheet = figures that cannot be had",
                f"SUMPRODUCT(--ISERROR({sheet.used.far}))",
                sheet.undefined,
                unit="errors",
                tolerance=0,
                note="Where the item did not move, or changes are too few, the cell says so.",
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
