"""One workbook in the making: its formats, names, checks and properties."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from xlsxwriter import Workbook

from xlhedge.ooxml.tokens import TokenKind, tokens
from xlhedge.templates import verdicts, wording
from xlhedge.templates.styles import LINE, LINK_LOOKS, Styles
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from xlhedge.ooxml.tokens import Token
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.chart_texts import ChartText
    from xlhedge.templates.page import Page

CALC_ID = 191029  # Excel 2019 and later; an older number makes Excel recalculate at opening

Role = Literal["input", "output"]


class Name(NamedTuple):
    """A defined name: an input or an output of a hedge function."""

    cell: Cell
    role: Role
    unit: str
    meaning: str


class Check(NamedTuple):
    """Two figures that must agree within a tolerance."""

    text: str
    value: str
    expected: str
    unit: str
    tolerance: float
    note: str


class About(NamedTuple):
    """What the first page says of a book."""

    title: str
    purpose: str
    version: str
    day: dt.date
    steps: tuple[str, ...]
    sample_data: str
    sign_convention: tuple[str, ...]


class Book:
    """One workbook in the making.

    Sheets register themselves in reading order; names and checks are collected while the sheets
    are written, and listed on About and Checks at the end. `words` are the inputs that hold a text.
    """

    def __init__(self, about: About, words: Mapping[str, str] | None = None) -> None:
        self._buffer = io.BytesIO()
        self.words = dict(words or {})
        about = self.about = _filled(about, self.words)
        # no text becomes a formula or a link by how it begins: file names and headers are others'
        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        self.xlsx = Workbook(self._buffer, {"in_memory": True, **plain})
        self.xlsx.set_calc_mode("auto", CALC_ID)
        self.xlsx.calc_on_load = False  # values are computed before the book is handed out
        self.xlsx.set_size(1600, 1200)
        self.xlsx.set_properties(
            {
                "title": about.title,
                "subject": about.purpose,
                "author": "xlhedge",  # the program: no person's name goes into a file
                "comments": f"Version {about.version}. Made by xlhedge.",
                "created": dt.datetime.combine(about.day, dt.time(), dt.UTC),
            }
        )
        self.styles = Styles(self.xlsx)
        self.verdict_styles: dict[tuple[str, str], Format] = {}
        self.pale = self.xlsx.add_format({"font_color": LINE})  # what is there, and not to be read
        self.sheets: list[Page] = []
        self.names: list[Name] = []
        self.checks: list[Check] = []
        self.chart_texts: list[ChartText] = []
        self.uses: dict[str, list[Cell]] = {}  # the hedge functions, with the cells they stand in

    def define(self, cell: Cell, name: str, role: Role, unit: str, meaning: str) -> Cell:
        """Name a cell and return it under its name.

        A name that is a function's name would hide the function: Excel tells no case apart.
        """
        if name.upper() in CATALOGUE:
            raise ValueError(f"{name} is a function's name; a cell needs another.")
        self.xlsx.define_name(name, f"={cell.far}")
        named = replace(cell, name=name)
        self.names.append(Name(named, role, unit, meaning))
        return named

    def check(
        self, text: str, value: str, expected: str, *, unit: str, tolerance: float, note: str
    ) -> None:
        """Enter a check: `value` and `expected` are formulas without their equals sign."""
        self.checks.append(Check(text, value, expected, unit, tolerance, note))

    def arrange(self, first: Sequence[str], last: Sequence[Page]) -> None:
        """Put the sheets in the order they are read in, and open the book on the first one.

        `first` are names, `last` pages; the others stay between them as they were written.
        """
        places = {name: i - len(first) for i, name in enumerate(first)}
        places |= {page.name: i for i, page in enumerate(last, 1)}
        self.sheets.sort(key=lambda page: places.get(page.name, 0))
        self.xlsx.worksheets_objs.sort(key=lambda sheet: places.get(sheet.get_name(), 0))
        for i, page in enumerate(self.sheets):
            # print areas and the sheet to open on are kept by number; the stub has it as None
            page.worksheet.index = i  # type: ignore[assignment]
        self.sheets[0].worksheet.activate()
        self.sheets[0].worksheet.set_first_sheet()

    def filled(self, text: str) -> str:
        """Return a text with the words that its inputs hold now."""
        return wording.with_words(text, self.words)

    def write_text(
        self, worksheet: Worksheet, row: int, col: int, text: str, style: Format
    ) -> None:
        """Write a text; one that takes an input's word is a formula, with its present text."""
        if formula := wording.formula(text):
            worksheet.write_formula(row, col, formula, style, self.filled(text))
        else:
            worksheet.write(row, col, text, style)

    def write_formula(
        self,
        worksheet: Worksheet,
        cell: Cell,
        formula: str,
        look: str = "formula",
        number: str = "general",
        align: str = "",
        *,
        array: bool = False,
    ) -> None:
        """Write a formula, green where it reads another sheet; `array` if it works cell by cell.

        A formula with a hedge function, or for many cells, is written as a dynamic array, also
        where it fills one cell: without that mark Excel shows @ before the function and keeps one
        value of a table.
        """
        pieces = tokens(formula)
        # a verdict's colour is its own: it never looks like a link
        if (
            look in LINK_LOOKS
            and number != verdicts.FORMAT
            and self._reads_another_sheet(cell.sheet, pieces)
        ):
            look = LINK_LOOKS[look]
        style = self.styles(look, number, align)
        ours = [token.function for token in pieces if token.function in CATALOGUE]
        if array:
            worksheet.write_array_formula(cell.row, cell.col, cell.row, cell.col, formula, style)
            return
        if not ours and cell.is_one:
            worksheet.write_formula(cell.row, cell.col, formula, style)
            return
        worksheet.write_dynamic_array_formula(
            cell.row, cell.col, cell.last_row, cell.last_col, formula, style
        )
        for name in dict.fromkeys(ours):
            self.uses.setdefault(name, []).append(cell)

    def _reads_another_sheet(self, sheet: str, formula: Sequence[Token]) -> bool:
        elsewhere = {n.cell.name for n in self.names if n.cell.sheet != sheet}
        operands = {token.text for token in formula if token.kind is TokenKind.OPERAND}
        return any("!" in text for text in operands) or not elsewhere.isdisjoint(operands)

    def to_bytes(self) -> bytes:
        """Close the workbook and return the file."""
        self.xlsx.close()
        return self._buffer.getvalue()


def _filled(about: About, words: Mapping[str, str]) -> About:
    """Return the texts of the first page, and of the file's properties, with present words."""
    texts = {key: text for key, text in about._asdict().items() if isinstance(text, str)}
    present: dict[str, Any] = {key: wording.with_words(text, words) for key, text in texts.items()}
    return about._replace(**present)
