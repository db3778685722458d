"""The About page: purpose, contents, colour key, sign convention, names and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname

from xlhedge.templates.blocks import Sheet
from xlhedge.templates.page import LABEL
from xlhedge.templates.rules import text_up_to, version
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.rule_changes import STAMP, STAMP_LABEL, STAMP_NAME

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell

SECOND, THIRD, FOURTH = LABEL + 1, LABEL + 2, LABEL + 3
NO_ADDIN = (
    "xlhedge add-in is not loaded: install it, or run `xlhedge recalc` on this file. "
    "Figures wait for it."
)
IN_CALC = (  # two lines: one is cut in print
    "Opening computes every table: without the extension they show errors, whatever was saved.",
    "Run `xlhedge calc install` first; `xlhedge report` prints the figures.",
)


def open_page(book: Book) -> tuple[Sheet, Cell]:
    """Start the page, so that it comes first; return it and what to say without the add-in."""
    about = book.about
    sheet = Sheet(
        book, "About", about.title, about.purpose, (34, 24, 20, 60, 12), front_matter=True
    )
    sheet.section("This workbook")
    _fact(sheet, "Version", about.version)
    _fact(sheet, "Date", about.day, number="date")
    sheet.input(
        STAMP_LABEL,
        STAMP,
        "version",
        "Once you have read what Checks says has changed since, type the version in use.",
        version(STAMP),
        STAMP_NAME,
    )
    sheet.input(
        "Owner",
        "fill in",
        "name",
        "Who keeps this copy and answers for its inputs.",
        text_up_to(60),
    )
    _fact(sheet, "Sample data", about.sample_data)
    message = _fact(sheet, "Shown without the add-in", NO_ADDIN)
    for label, line in zip(("In LibreOffice Calc", ""), IN_CALC, strict=True):
        _fact(sheet, label, line)
    return sheet, message


def close_page(sheet: Sheet) -> Cell:
    """Write what is known only when all other sheets are there; return the functions' names."""
    about = sheet.book.about
    _contents(sheet)
    sheet.section("How to use it")
    for number, step in enumerate(about.steps, 1):
        _line(sheet, f"{number}. {step}")
    _colour_key(sheet)
    sheet.section("Sign convention")
    for line in about.sign_convention:
        _line(sheet, line)
    _names(sheet)
    return _functions(sheet)


def _fact(sheet: Sheet, label: str, value: object, number: str = "general") -> Cell:
    styles = sheet.book.styles
    cell = sheet.cell(sheet.row, SECOND)
    sheet.worksheet.write(sheet.row, LABEL, label, styles("label"))
    sheet.worksheet.write(sheet.row, SECOND, value, styles("label", number, "left"))
    sheet.row += 1
    return cell


def _line(sheet: Sheet, text: str) -> None:
    sheet.text(sheet.row, LABEL, text, sheet.book.styles("label"))
    sheet.row += 1


def _contents(sheet: Sheet) -> None:
    sheet.section("Contents")
    for other in sheet.book.sheets:
        _jump(sheet, LABEL, other.cell(0, 0), other.name)
        sheet.text(sheet.row, SECOND, other.subtitle, sheet.book.styles("label"))
        sheet.row += 1


def _jump(sheet: Sheet, col: int, target: Cell, text: str) -> None:
    place = f"internal:{quote_sheetname(target.sheet)}!{target.near}"
    sheet.worksheet.write_url(sheet.row, col, place, sheet.book.styles("contents"), text)


def _colour_key(sheet: Sheet) -> None:
    sheet.section("Colour key")
    styles = sheet.book.styles
    key = (
        # the sample of an input is no input: it takes the colours, not the open lock
        ("input_sample", "Input", "Blue on pale yellow: yours to change; all else is protected."),
        ("formula", "Formula", "Black: worked out on its own sheet."),
        ("formula_link", "Link", "Green: a formula that reads another sheet."),
        ("answer", "Answer", "Bold on a band: what the sheet is there to tell."),
    )
    for look, sample, meaning in key:
        sheet.worksheet.write(sheet.row, LABEL, sample, styles(look))
        sheet.worksheet.write(sheet.row, SECOND, meaning, styles("label"))
        sheet.row += 1
    _line(sheet, "The sheets are protected without a password: Review, Unprotect Sheet.")


def _names(sheet: Sheet) -> None:
    sheet.section("Names: the inputs and outputs of the hedge functions")
    sheet.headers(
        sheet.row,
        LABEL,
        ("Name", "Where", "Unit", "What it is"),
        ("left", "left", "indent", "left"),
    )
    sheet.row += 1
    styles = sheet.book.styles
    for cell, role, unit, meaning in sheet.book.names:
        ws = sheet.worksheet
        ws.write(sheet.row, LABEL, cell.name, styles("label"))
        _jump(sheet, SECOND, cell, f"{cell.sheet}, {cell.near}")
        sheet.text(sheet.row, THIRD, unit, styles("unit"))
        sheet.text(sheet.row, FOURTH, f"{role}: {meaning}", styles("label"))
        sheet.row += 1


def _functions(sheet: Sheet) -> Cell:
    sheet.section("Hedge functions in this workbook")
    styles = sheet.book.styles
    first = sheet.row
    for name in sorted(sheet.book.uses):
        sheet.worksheet.write(sheet.row, LABEL, name, styles("label"))
        sheet.worksheet.write(sheet.row, SECOND, CATALOGUE[name].summary, styles("label"))
        sheet.row += 1
    return sheet.cell(first, LABEL, sheet.row - 1)
