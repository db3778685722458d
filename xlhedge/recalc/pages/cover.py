"""The first page of a report: what was computed, by what, and what came of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.ooxml.addresses import parse_cell
from xlhedge.ooxml.formula import split_sheet
from xlhedge.recalc.findings import findings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from xlhedge.recalc.recalculated import Recalculated

_LONGEST = 28  # characters of a value that fit beside its label
_LONGEST_UNIT = 24  # more than that is a remark
_WIDTHS = (42, 27, 19, 25)
_INK, _BAND, _LINE, _GREY = "#1F3A4D", "#E8EEF2", "#C9D2D8", "#5F6B73"
_VERDICTS = {True: ("#00703C", "#DDEFE3"), False: ("#B3261E", "#F9DEDC"), None: (_GREY, _BAND)}


class Facts(NamedTuple):
    """What the page says besides the book's own values."""

    title: str
    lines: list[tuple[str, str]]  # label and text


class CoverFigure(NamedTuple):
    """A named cell as the page shows it."""

    label: str
    value: str
    unit: str
    place: str
    why: str  # the sentence behind an error


def outputs(result: Recalculated) -> list[CoverFigure]:
    """Return the named outputs, as `_named`."""
    return _named(result, is_output=True)


def inputs(result: Recalculated) -> list[CoverFigure]:
    """Return the named inputs of one cell, as `_named`; columns of them stand on their sheets."""
    return _named(result, is_output=False)


def _named(result: Recalculated, *, is_output: bool) -> list[CoverFigure]:
    """Return named cells, sheet by sheet and row by row.

    The label is the nearest text to the left of the cell, the unit a short text to its right,
    as the templates have it.
    """
    cells = []
    for name, named in result.names.items():
        sheet, cell = split_sheet(named.reference)
        place = parse_cell(cell)
        if named.is_output is is_output and sheet is not None and place is not None:
            cells.append((result.sheets.index(sheet), place, name, sheet, cell))
    return [_figure(result, name, sheet, cell) for _, _, name, sheet, cell in sorted(cells)]


def _figure(result: Recalculated, name: str, sheet: str, cell: str) -> CoverFigure:
    row, column = parse_cell(cell) or (0, 0)
    cells = result.cells(sheet)
    before = (cells.get((row, c)) for c in range(column - 1, 0, -1))
    label = next((text for text in before if isinstance(text, str) and text.strip()), name)
    unit = cells.get((row, column + 1))
    value = result.display(sheet, row, column)
    return CoverFigure(
        label,
        value if len(value) <= _LONGEST else f"see the sheet {sheet}",
        unit if isinstance(unit, str) and len(unit) <= _LONGEST_UNIT else "",
        f"{sheet}!{cell}",
        result.explain(sheet, cell) or "",
    )


def write_cover(result: Recalculated, facts: Facts, name: str) -> bytes:
    """Return a workbook of one sheet, the page; every cell in it is a text."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    page = _Page(book, book.add_worksheet(name))
    page.title(facts.title)
    for label, text in facts.lines:
        page.fact(label, text)
    page.section("Master check")
    wrong = findings_of(result)
    page.verdict(wrong.passed, wrong.master)
    for place, check in wrong.failed:
        page.fact(place, f"fails: {check}")
    page.figures("Outputs", "Output", outputs(result), "No cell with a formula has a name")
    page.figures("Inputs", "Input", inputs(result), "No single cell to fill in has a name")
    page.end()
    book.close()
    return file.getvalue()


class _Page:
    """The sheet under the pen, row after row."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._book = book
        self._sheet = sheet
        self._row = 0
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, self._style())

    def _style(self, **properties: Any) -> Any:
        return self._book.add_format({"font_name": "Calibri", "valign": "top", **properties})

    def _band(self, text: str, height: float, **properties: Any) -> None:
        style = self._style(**properties | {"valign": "vcenter"})
        self._sheet.set_row(self._row, height)
        for column in range(len(_WIDTHS)):
            self._sheet.write_blank(self._row, column, None, style)
        self._sheet.write_string(self._row, 0, text, style)
        self._row += 1

    def title(self, text: str) -> None:
        self._band(text, 32, bold=True, font_size=16, font_color="#FFFFFF", bg_color=_INK)
        self._row += 1

    def section(self, text: str) -> None:
        self._row += 1
        self._band(text, 24, bold=True, font_size=12, font_color=_INK, bg_color=_BAND)

    def text(self, text: str) -> None:
        self._sheet.write_string(self._row, 0, text, self._style())
        self._row += 1

    def fact(self, label: str, text: str) -> None:
        """Write a label, and its text over the columns that are left."""
        self._sheet.write_string(self._row, 0, label, self._style(font_color=_GREY))
        style = self._style(text_wrap=True)
        self._sheet.merge_range(self._row, 1, self._row, len(_WIDTHS) - 1, "", style)
        self._sheet.write_string(self._row, 1, text, style)
        lines = -(-len(text) // (sum(_WIDTHS[1:]) - 4))
        self._sheet.set_row(self._row, 15.75 * max(lines, 1))
        self._row += 1

    def verdict(self, good: bool | None, words: str) -> None:
        ink, band = _VERDICTS[good]
        self._band(words, 24, bold=True, font_size=12, font_color=ink, bg_color=band)

    def headers(self, *titles: str) -> None:
        for column, title in enumerate(titles):
            align = "right" if column == 1 else "left"
            style = self._style(
                bold=True, bottom=1, bottom_color=_INK, align=align, indent=int(column > 1)
            )
            self._sheet.write_string(self._row, column, title, style)
        self._row += 1

    def figures(self, title: str, head: str, rows: Sequence[CoverFigure], none: str) -> None:
        """Write a section of named cells; `none` says that there are none."""
        self.section(title)
        if rows:
            self.headers(head, "Value", "Unit", "Where")
        else:
            self.text(f"{none} in this book.")
        for row in rows:
            self._figure(row)

    def _figure(self, figure: CoverFigure) -> None:
        ruled = {"bottom": 1, "bottom_color": _LINE}
        label = self._style(text_wrap=True, **ruled)
        value = self._style(bold=True, align="right", text_wrap=True, **ruled)
        other = self._style(font_color=_GREY, align="left", indent=1, **ruled)
        self._sheet.write_string(self._row, 0, figure.label, label)
        self._sheet.write_string(self._row, 1, figure.value, value)
        self._sheet.write_string(self._row, 2, figure.unit, other)
        self._sheet.write_string(self._row, 3, figure.place, other)
        self._row += 1
        if figure.why:
            self.fact("", figure.why)

    def end(self) -> None:
        self._sheet.print_area(0, 0, self._row - 1, len(_WIDTHS) - 1)
