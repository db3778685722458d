"""The frame of a sheet: title, state of the checks, banner, print set-up, protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import verdicts
from xlhedge.templates.cells import Cell
from xlhedge.templates.styles import RED
from xlhedge.templates.worksheet_class import QuickWorksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format

    from xlhedge.templates.book import Book

LABEL = 1  # the column that titles and labels stand in; column 0 is a margin
TITLE_ROW, STATE_ROW, BANNER_ROW, FIRST_ROW = 0, 1, 2, 4
A4 = 9


class State(NamedTuple):
    """What the checks say, for the head of every sheet: where to look, and in words."""

    link: Cell
    words: Cell


class Page:
    """One sheet without its contents."""

    def __init__(
        self,
        book: Book,
        name: str,
        title: str,
        subtitle: str,
        widths: Sequence[float],
        *,
        landscape: bool = False,
        pages_tall: int = 0,
        front_matter: bool = False,
    ) -> None:
        self.book = book
        self.front_matter = front_matter  # they hold no hedge of their own
        self.name = name
        self.subtitle = subtitle
        self.undefined = ""  # how many errors are right here, as a formula: figures not to be had
        self.worksheet = book.xlsx.add_worksheet(name, QuickWorksheet)
        self.row = FIRST_ROW
        self.last_col = len(widths)
        self._widths = [2.0, *widths]
        self._inputs: list[Cell] = []
        self._headline: tuple[str, Cell, str] | None = None
        for col, width in enumerate(self._widths):
            self.worksheet.set_column(col, col, width, book.styles("label"))
        self._set_up_page(landscape, pages_tall)
        self.worksheet.set_row(TITLE_ROW, 30)
        for col in range(1, self.last_col + 1):
            self.worksheet.write_blank(TITLE_ROW, col, None, book.styles("title"))
        self.text(TITLE_ROW, LABEL, title, book.styles("title"))
        self.text(STATE_ROW, LABEL, subtitle, book.styles("subtitle"))
        self.freeze(FIRST_ROW - 1)
        book.sheets.append(self)

    def _set_up_page(self, landscape: bool, pages_tall: int) -> None:
        ws = self.worksheet
        if landscape:
            ws.set_landscape()
        ws.set_paper(A4)
        ws.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        ws.fit_to_pages(1, pages_tall)  # 0: as many as it takes
        title = self.book.about.title.replace("&", "&&")
        ws.set_footer(f"&L&8{title}&C&8&A&R&8Page &P of &N")
        ws.hide_gridlines(2)
        ws.protect("", {"format_columns": True, "format_rows": True})

    def freeze(self, row: int) -> None:
        """Keep the rows above `row` in view, on the screen and on every printed page."""
        self.worksheet.freeze_panes(row, 0)
        self.worksheet.repeat_rows(TITLE_ROW, row - 1)

    def text(self, row: int, col: int, text: str, style: Format) -> None:
        """Write a text of this sheet, which may take an input's word."""
        self.book.write_text(self.worksheet, row, col, text, style)

    def cell(self, row: int, col: int, last_row: int = -1, last_col: int = -1) -> Cell:
        """Return a cell of this sheet, or a block down to `last_row` and `last_col`."""
        return Cell(self.name, row, col, max(row, last_row), max(col, last_col))

    def headline(self, label: str, answer: Cell, number: str) -> None:
        """Show an answer of this sheet in its frozen header."""
        self._headline = (label, answer, number)

    def finish(self, state: State, message: Cell, lead: Page) -> None:
        """Write the header's links and set what is printed.

        `state` is what the checks say, `message` what to say without the add-in, `lead` the sheet
        whose banner About and Checks repeat.
        """
        self._write_banner(message, lead)
        here = self.cell(STATE_ROW, self.last_col)
        link, words = (c.near if c.sheet == self.name else c.far for c in state)
        formula = f'=HYPERLINK("#"&{link},{words})'
        self.book.write_formula(self.worksheet, here, formula, "state", verdicts.FORMAT)
        verdicts.show(self, here)
        if self._headline:
            self._write_state(BANNER_ROW, *self._headline)
        used = self.used
        pale = {"type": "errors", "format": self.book.pale}  # the banner says it loudly enough
        self.worksheet.conditional_format(STATE_ROW, used.col, used.last_row, used.last_col, pale)
        self.worksheet.print_area(0, 0, used.last_row, self.last_col)

    @property
    def has_inputs(self) -> bool:
        """Whether the sheet has a cell to fill in."""
        return bool(self._inputs)

    @property
    def used(self) -> Cell:
        """All below the frozen header."""
        return self.cell(FIRST_ROW, LABEL, self.row - 1, self.last_col)

    def _write_banner(self, message: Cell, lead: Page) -> None:
        cell = self.cell(BANNER_ROW, LABEL)
        if self.front_matter or not self._inputs:
            formula = f"={lead.cell(BANNER_ROW, LABEL).far}"
        else:
            # HEDGE_EXPLAIN answers whatever it is asked, so only its absence makes an error; the
            # sheet's inputs are its arguments, so that Excel asks anew when one of them changes.
            inputs = self.cell(*self._inputs_span())
            probe = f'HEDGE_EXPLAIN("HEDGE_RATIO",{inputs.near})'
            formula = f'=IF(ISERROR({probe}),{message.far},"")'
        self.book.write_formula(self.worksheet, cell, formula, "banner")
        loud = self.book.xlsx.add_format({"font_color": RED})
        self.worksheet.conditional_format(
            cell.row,
            cell.col,
            cell.row,
            cell.col,
            {"type": "text", "criteria": "containing", "value": "add-in", "format": loud},
        )

    def _write_state(self, row: int, text: str, source: Cell, number: str) -> None:
        style = self.book.styles("unit", align="right")
        self.worksheet.write(row, self.last_col - 1, text, style)
        formula = f"={source.near if source.sheet == self.name else source.far}"
        cell = self.cell(row, self.last_col)
        self.book.write_formula(self.worksheet, cell, formula, "state", number)
        if number == verdicts.FORMAT:
            verdicts.show(self, cell)

    def _inputs_span(self) -> tuple[int, int, int, int]:
        cells = self._inputs
        return (
            min(c.row for c in cells),
            min(c.col for c in cells),
            max(c.last_row for c in cells),
            max(c.last_col for c in cells),
        )
