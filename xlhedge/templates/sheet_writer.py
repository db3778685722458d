"""One sheet from its description: each kind of block is written by one small function."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates import charts, description, rules
from xlhedge.templates.page import FIRST_ROW, LABEL
from xlhedge.templates.references import Line
from xlhedge.templates.styles import GREY, INK
from xlhedge.templates.table_writer import TableWriter, column_of, field

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.description import Block, HistoryPart, SheetPart
    from xlhedge.templates.history import History
    from xlhedge.templates.references import Scope
    from xlhedge.templates.schema import Where

LONGEST_SHEET = 20_000  # rows: the longest price history, and room
TALLEST = 400  # points: Excel's rows end at 409
FURTHEST = 100  # rows of a gap or a chart
ALT_TEXT = range(41, 256)  # characters: enough to say something, and what Excel keeps
COLOURS = {
    "teal": charts.TEAL,
    "amber": charts.AMBER,
    "mist": charts.MIST,
    "grey": GREY,
    "ink": INK,
    "slate": "#7A8B99",
    "gold": "#E0B64F",
}


class Drawing(NamedTuple):
    """A chart that is drawn when all it reads is there."""

    sheet: Sheet
    row: int
    block: description.Chart
    where: Where


class Waiting(list[Drawing]):
    """The charts that wait for a later sheet."""


class SheetWriter(TableWriter):
    """One sheet on its way: `sheet.row` is where the next block goes."""

    def __init__(
        self,
        sheet: Sheet,
        scope: Scope,
        history: History | None,
        part: HistoryPart | None,
        waiting: Waiting,
    ) -> None:
        super().__init__(sheet, scope)
        self._history, self._part, self._waiting = history, part, waiting
        self._drawings: list[Drawing] = []
        self._breaks: list[int] = []

    def write(self, block: Block, where: Where) -> None:
        """Write one block."""
        lines: dict[type, Callable[[Any, Where], None]] = {
            description.Section: lambda b, _: self.sheet.section(b.section),
            description.Group: lambda b, _: self.sheet.group(b.group),
            description.Note: lambda b, _: self.sheet.note(b.note),
            description.Fact: self._fact,
            description.Input: self._input,
            description.Strip: self._strip,
            description.Result: self._result,
            description.Paragraph: self._paragraph,
        }
        others: dict[type, Callable[[Any, Where], None]] = {
            description.Gap: self._gap,
            description.PageBreak: lambda b, _: self._breaks.append(self.sheet.row + b.page_break),
            description.InputTable: self.input_table,
            description.Spill: self.spill,
            description.Table: self.table,
            description.Chart: self._chart,
            description.Cells: lambda b, at: self.name(b, self._cell(b.cells, at), b.role, at),
            description.Prices: lambda b, at: self.prices(b, self._part, self._history, at),
        }
        top = self.sheet.row
        (lines | others)[type(block)](block, where)
        if type(block) in lines:
            self.claim(top, LABEL, self.sheet.row - 1, LABEL, where)
        if self.sheet.row > LONGEST_SHEET:
            where.refuse(f"the sheet grows longer than {LONGEST_SHEET:,} rows.")

    def finish(self, part: SheetPart, where: Where) -> None:
        """Draw the charts and write what is known when all blocks are there."""
        sheet = self.sheet
        for drawing in self._drawings:
            if drawing.block.after:
                self._waiting.append(drawing)
            else:
                self._draw(drawing)
        for drawing in self._waiting:
            if drawing.block.after == part.name:
                self._draw(drawing)
        if head := part.headline:
            sheet.headline(head.label, self._cell(head.cell, where.at("headline")), head.format)
        if part.errors:
            # its formula stands on Checks
            line = Line("Checks", where.at("errors"))
            sheet.undefined = self.scope.formula(part.errors, line, equals=False)
        if self._breaks:
            sheet.worksheet.set_h_pagebreaks(self._breaks)

    def _cell(self, text: str, where: Where) -> Any:
        return self.scope.cell(text, Line(self.sheet.name, where))

    # -- lines

    def _fact(self, block: description.Fact, _: Where) -> None:
        for col, text in enumerate((block.fact, block.text), LABEL):
            self.sheet.worksheet.write_string(self.sheet.row, col, text, self.book.styles("label"))
        self.sheet.row += 1

    def _gap(self, block: description.Gap, where: Where) -> None:
        self.sheet.row += block.gap
        if abs(block.gap) > FURTHEST or self.sheet.row < FIRST_ROW:
            where.refuse(f"a gap has at most {FURTHEST} rows, and ends on the sheet.")

    def _input(self, block: description.Input, where: Where) -> None:
        rule = rules.read(block.rule, where.at("rule"))
        rules.need_accepted(rule, block.value, where.at("value"))
        cell = self.sheet.input(
            block.label, block.value, block.unit, block.note, rule, block.name, block.format
        )
        self.scope.add(block.key, cell)

    def _strip(self, block: description.Strip, where: Where) -> None:
        strip = field(block, block.label, where)
        for value in block.values:
            rules.need_accepted(strip.rule, value, where.at("values"))
        top = self.sheet.row
        self.claim(top, LABEL + 1, top + 1, LABEL + len(block.values), where)
        self.scope.add(block.key, self.sheet.input_strip(strip, block.values))

    def _result(self, block: description.Result, where: Where) -> None:
        formula = self.scope.formula(block.formula, Line(self.sheet.name, where.at("formula")))
        cell = self.sheet.result(
            block.label,
            formula,
            block.unit,
            block.note,
            block.name,
            block.format,
            answer=block.answer,
        )
        self.scope.add(block.key, cell)

    def _paragraph(self, block: description.Paragraph, where: Where) -> None:
        sheet, look = self.sheet, "paragraph"
        if not 0 < block.height <= TALLEST:
            where.at("height").refuse(f"a row is 1 to {TALLEST} points high.")
        sheet.worksheet.set_row(sheet.row, block.height)
        sheet.worksheet.write(sheet.row, LABEL, block.paragraph, self.book.styles(look))
        cell = sheet.cell(sheet.row, LABEL + 1)
        formula = self.scope.formula(block.formula, Line(sheet.name, where.at("formula")))
        self.book.write_formula(sheet.worksheet, cell, formula, look)
        self.name(block, cell, "output", where)
        sheet.row += 1

    # -- charts

    def _chart(self, block: description.Chart, where: Where) -> None:
        row = self.start(block.beside, where)
        rows = block.rows or self.sheet.row - row
        if not 0 < rows <= FURTHEST:
            where.refuse(f"a chart has 1 to {FURTHEST} rows, or stands beside a block above it.")
        for key in ("x", "y"):
            if not re.search(r"\[.+\]", getattr(block, key)):
                where.at(key).refuse("the title of an axis ends with its unit in brackets: [USD].")
        if len(block.alt) not in ALT_TEXT:
            where.at("alt").refuse(
                f"it has {len(block.alt)} characters; say in 41 to 255 what the chart shows."
            )
        if self._columns(block, where)[1] > self.sheet.last_col:
            where.at("columns").refuse("they go beyond the columns of widths.")
        self.tops[block.id] = row
        self._drawings.append(Drawing(self.sheet, row, replace(block, rows=rows), where))
        if not block.beside:
            self.sheet.row += rows

    @staticmethod
    def _columns(block: description.Chart, where: Where) -> tuple[int, int]:
        left, _, right = block.columns.partition(":")
        place = where.at("columns")
        return column_of(left, place), column_of(right, place)

    def _draw(self, drawing: Drawing) -> None:
        sheet, row, block, where = drawing
        tick = self._history.tick if block.dates and self._history else None
        x = charts.Axis(block.x, block.x_format, tick)
        y = charts.Axis(block.y, block.y_format)
        series = [self._series(s, Line(sheet.name, where.at("series", s.name)))
                  for s in block.series]  # fmt: skip
        if block.chart == "scatter":
            chart = charts.scatter(self.book, block.title, x, y, *series)
        elif block.chart == "columns":
            chart = charts.columns(self.book, block.title, x, y, series, written=block.written)
        else:
            draw = {"lines": charts.lines, "curve": charts.curve, "clustered": charts.clustered}
            chart = draw[block.chart](self.book, block.title, x, y, series)
        before, sheet.row = sheet.row, row
        sheet.chart(chart, *self._columns(block, where), block.rows, block.alt)
        sheet.row = before

    def _series(self, series: description.Series, line: Line) -> charts.Series:
        name = series.name
        if name.startswith("="):  # a name that a cell holds
            name = f"={self.scope.cell(name.strip('={}'), line).far}"
        if series.colour not in COLOURS:
            line.where.refuse(
                f"there is no colour {series.colour}; there are {', '.join(COLOURS)}."
            )
        x, y = (self.scope.cell(text, line) for text in (series.x, series.y))
        return charts.Series(name, x, y, COLOURS[series.colour], series.dashed)
