"""One sheet from its description: each kind of block is written by one small function."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.templates import charts, rules
from xlhedge.templates.page import FIRST_ROW, LABEL
from xlhedge.templates.references import FormulaPlace
from xlhedge.templates.schema import Part, Where
from xlhedge.templates.styles import GREY, INK
from xlhedge.templates.table_writer import TableWriter, column_index, field

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.history import History
    from xlhedge.templates.references import Scope
    from xlhedge.templates.rules import Rule

LINES = {"section", "group", "note", "fact", "value", "values", "formula", "paragraph"}
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
    block: Part
    where: Where


class SheetWriter(TableWriter):
    """One sheet on its way: `sheet.row` is where the next block goes."""

    def __init__(
        self,
        sheet: Sheet,
        scope: Scope,
        history: History | None,
        part: Part | None,
        waiting: list[Drawing],
    ) -> None:
        super().__init__(sheet, scope)
        self._history, self._part, self._waiting = history, part, waiting
        self._spare = history.rhythm.spare if history else 0
        self._drawings: list[Drawing] = []
        self._breaks: list[int] = []

    def write(self, block: Part, where: Where) -> None:
        """Write one block."""
        if gap := getattr(block, "gap", 0):
            self._gap(gap, where.at("gap"))
        top = self.sheet.row
        if block.kind in {"value", "formula"} and block.height:
            self._tall(block.height, where)
        if block.kind in {"section", "group", "note"}:
            getattr(self.sheet, block.kind)(getattr(block, block.kind))
        elif block.kind != "gap":
            getattr(self, f"_{block.kind}")(block, where)
        if getattr(block, "freeze", False):
            self.sheet.freeze(top + 1 if getattr(block, "head", True) else self.sheet.row)
        if block.kind in LINES:
            self.claim(top, LABEL, self.sheet.row - 1, LABEL, where)
        if self.sheet.row > LONGEST_SHEET:
            where.refuse(f"the sheet grows longer than {LONGEST_SHEET:,} rows.")

    def finish(self, part: Part, where: Where) -> None:
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
            sheet.headline(
                head.label, self._cell(head.cell, where.at("headline", head)), head.format
            )
        if part.errors:
            # its formula stands on Checks
            line = FormulaPlace("Checks", where.at("errors"))
            sheet.undefined = self.scope.formula(part.errors, line, equals=False)
        if self._breaks:
            sheet.worksheet.set_h_pagebreaks(self._breaks)

    def _cell(self, text: str, where: Where) -> Any:
        return self.scope.cell(text, FormulaPlace(self.sheet.name, where))

    # -- lines, each named by the key that tells its kind

    def _fact(self, block: Part, _: Where) -> None:
        for col, text in enumerate((block.fact, block.text), LABEL):
            self.sheet.text(self.sheet.row, col, text, self.book.styles("label"))
        self.sheet.row += 1

    def _gap(self, rows: int, where: Where) -> None:
        self.sheet.row += rows
        if abs(rows) > FURTHEST or self.sheet.row < FIRST_ROW:
            where.refuse(f"a gap has at most {FURTHEST} rows, and ends on the sheet.")

    def _page_break(self, block: Part, _: Where) -> None:
        self._breaks.append(self.sheet.row + block.page_break)

    def _cells(self, block: Part, where: Where) -> None:
        self.name(block, self._cell(block.cells, where.at("cells")), block.role, where)

    def _prices(self, block: Part, where: Where) -> None:
        self.prices(block, self._part, self._history, where)

    def _value(self, block: Part, where: Where) -> None:
        title, unit, number, rule, note, name = field(block, block.label, where)
        if block.value != "":  # a blank cell
            rules.need_fit(rule, block.value, where.at("value"))
        rule = self._with_source(rule, where.at("rule"))
        value = None if block.value == "" else block.value
        self.scope.add(block.key, self.sheet.input(title, value, unit, note, rule, name, number))

    def _with_source(self, rule: Rule, where: Where) -> Rule:
        """Return a rule with its list by address, where Excel knows no name of it."""
        source = rule.options.get("source")
        if not isinstance(source, str):
            return rule
        cell = self._cell(source.removeprefix("="), where)
        return rule._replace(options={**rule.options, "source": f"={cell.name or cell.far}"})

    def _values(self, block: Part, where: Where) -> None:
        strip = field(block, block.label, where)
        for value in block.values:
            rules.need_fit(strip.rule, value, where.at("values"))
        top = self.sheet.row
        self.claim(top, LABEL + 1, top + 1, LABEL + len(block.values), where)
        cell = self.sheet.input_strip(strip, block.values)
        self.scope.add(block.key, cell)
        if strip.rule.takes_numbers:
            self.watch_numbers(block.label, cell)

    def _formula(self, block: Part, where: Where) -> None:
        formula = self.scope.formula(
            block.formula, FormulaPlace(self.sheet.name, where.at("formula"))
        )
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

    def _paragraph(self, block: Part, where: Where) -> None:
        sheet, look = self.sheet, "paragraph"
        self._tall(block.height, where)
        sheet.text(sheet.row, LABEL, block.paragraph, self.book.styles(look))
        cell = sheet.cell(sheet.row, LABEL + 1)
        formula = self.scope.formula(block.formula, FormulaPlace(sheet.name, where.at("formula")))
        self.book.write_formula(sheet.worksheet, cell, formula, look)
        self.name(block, cell, "output", where)
        sheet.row += 1

    def _tall(self, height: int, where: Where) -> None:
        if not 0 < height <= TALLEST:
            where.at("height").refuse(f"a row is 1 to {TALLEST} points high.")
        self.sheet.worksheet.set_row(self.sheet.row, height)

    # -- charts

    def _chart(self, block: Part, where: Where) -> None:
        row = self.start(block.beside, where)
        rows = block.rows or self.sheet.row - row
        if not 0 < rows <= FURTHEST:
            where.at("rows").refuse(
                f"a chart has 1 to {FURTHEST} rows, or stands beside a block above it."
            )
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
        self._drawings.append(
            Drawing(self.sheet, row, Part(**{**vars(block), "rows": rows}), where)
        )
        if not block.beside:
            self.sheet.row += rows

    @staticmethod
    def _columns(block: Part, where: Where) -> tuple[int, int]:
        left, _, right = block.columns.partition(":")
        place = where.at("columns")
        return column_index(left, place), column_index(right, place)

    def _draw(self, drawing: Drawing) -> None:
        sheet, row, block, where = drawing
        x = charts.Axis(block.x, block.x_format)
        if block.dates and self._history:
            x = x._replace(tick=self._history.tick, first=self._history.first_tick)
        y = charts.Axis(block.y, block.y_format)
        series = [self._series(s, FormulaPlace(sheet.name, where.at(f"series {s.name}", s)))
                  for s in block.series]  # fmt: skip
        if block.chart == "scatter":
            chart = charts.scatter(self.book, block.title, x, y, *series)
        else:
            draw = {"lines": charts.lines, "curve": charts.curve, "clustered": charts.column_chart}
            draw |= {"columns": charts.columns, "shares": charts.shares}
            chart = draw[block.chart](self.book, block.title, x, y, series)
        before, sheet.row = sheet.row, row
        sheet.chart(chart, *self._columns(block, where), block.rows, block.alt)
        sheet.row = before

    def _series(self, series: Part, line: FormulaPlace) -> charts.Series:
        name = series.name
        if name.startswith("="):  # a name that a cell holds
            name = f"={self.scope.cell(name.strip('={}'), line).far}"
        if series.colour not in COLOURS:
            line.where.refuse(
                f"there is no colour {series.colour}; there are {', '.join(COLOURS)}."
            )
        x, y = (self.scope.cell(text, line) for text in (series.x, series.y))
        return charts.Series(name, x, y, COLOURS[series.colour], series.dashed)
