"""From a description to a book: each kind of block is written by one small function."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_cell_to_rowcol

from xlhedge.templates import charts, data_check, description, frame, rules
from xlhedge.templates.blocks import Field, Sheet
from xlhedge.templates.book import About
from xlhedge.templates.cells import Cell
from xlhedge.templates.history import FIRST_DAY
from xlhedge.templates.page import FIRST_ROW, LABEL
from xlhedge.templates.references import Line, Scope, names_read
from xlhedge.templates.styles import GREY, INK, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlhedge.templates.book import Book
    from xlhedge.templates.description import Block, Description, SheetPart
    from xlhedge.templates.history import History
    from xlhedge.templates.schema import Where

COLOURS = {
    "teal": charts.TEAL,
    "amber": charts.AMBER,
    "mist": charts.MIST,
    "grey": GREY,
    "ink": INK,
    "slate": "#7A8B99",
    "gold": "#E0B64F",
}


class Builder:
    """One book on its way from its description."""

    def __init__(self, book: Book, parts: Description, history: History | None, where: Where) -> None:
        self.book = book
        self.parts = parts
        self.history = history
        self.where = where
        self.blocks = {s.name: _blocks(s, where) for s in parts.sheet}
        self.scope = Scope(_uses(self.blocks))
        self.waiting: list[tuple[str, Sheet, int, description.Chart, Where]] = []

    def write(self) -> Sheet:
        """Write all sheets and checks, and return the sheet that matters most."""
        sheets = {part.name: self._sheet(part) for part in self.parts.sheet}
        for part in self.parts.sheet:
            for check in part.checks:
                self._check(check, self.where.at(f"sheet {part.name}").at("checks", check.check))
        return sheets[self.parts.lead or self.parts.sheet[0].name]

    def _sheet(self, part: SheetPart) -> Sheet:
        sheet = Sheet(self.book, part.name, part.title, part.subtitle, part.widths,
                      landscape=part.landscape, pages_tall=part.pages_tall)  # fmt: skip
        page = SheetWriter(self, sheet)
        for block, where in self.blocks[part.name]:
            page.write(block, where)
        page.finish(part, self.where.at(f"sheet {part.name}"))
        return sheet

    def _check(self, check: description.Check, where: Where) -> None:
        line = Line("Checks", where)
        value, expected = (
            self.scope.formula(text, line, equals=False) for text in (check.value, check.expected)
        )
        self.book.check(check.check, value, expected, unit=check.unit, tolerance=check.tolerance,
                        note=check.note)  # fmt: skip


class SheetWriter:
    """One sheet on its way: `row` of the sheet is where the next block goes."""

    def __init__(self, builder: Builder, sheet: Sheet) -> None:
        self.builder, self.sheet = builder, sheet
        self.book, self.scope, self.history = builder.book, builder.scope, builder.history
        self.tops: dict[str, int] = {}
        self.charts: list[tuple[int, description.Chart, Where]] = []
        self.breaks: list[int] = []
        self.after: Callable[[], None] | None = None

    def write(self, block: Block, where: Where) -> None:
        """Write one block."""
        writers: dict[type, Callable[[Any, Where], None]] = {
            description.Section: lambda b, _: self.sheet.section(b.section),
            description.Group: lambda b, _: self.sheet.group(b.group),
            description.Note: lambda b, _: self.sheet.note(b.note),
            description.Gap: self._gap,
            description.PageBreak: lambda b, _: self.breaks.append(self.sheet.row + b.page_break),
            description.Input: self._input,
            description.Strip: self._strip,
            description.InputTable: self._input_table,
            description.Result: self._result,
            description.Paragraph: self._paragraph,
            description.Spill: self._spill,
            description.Table: self._table,
            description.Chart: self._chart,
            description.Cells: self._cells,
            description.Prices: self._prices,
        }
        writers[type(block)](block, where)

    def finish(self, part: SheetPart, where: Where) -> None:
        """Draw the charts and write what is known when all blocks are there."""
        sheet = self.sheet
        for row, block, at in self.charts:
            if block.after:
                self.builder.waiting.append((block.after, sheet, row, block, at))
            else:
                self._draw(sheet, row, block, at)
        for after, other, row, block, at in self.builder.waiting:
            if after == part.name:
                self._draw(other, row, block, at)
        if part.headline:
            place = where.at("headline")
            cell = self.scope.cell(part.headline.cell, Line(sheet.name, place))
            sheet.headline(part.headline.label, cell, part.headline.format)
        if part.errors:
            sheet.undefined = self.scope.formula(part.errors, Line("", where.at("errors")),
                                                 equals=False)  # fmt: skip
        if self.breaks:
            sheet.worksheet.set_h_pagebreaks(self.breaks)
        if self.after:
            self.after()

    # -- lines

    def _gap(self, block: description.Gap, where: Where) -> None:
        self.sheet.row += block.gap
        if self.sheet.row < FIRST_ROW:
            where.refuse("it steps back above the sheet's first row.")

    def _input(self, block: description.Input, where: Where) -> None:
        rule = rules.read(block.rule, where.at("rule"))
        rules.need_accepted(rule, block.value, where.at("value"))
        cell = self.sheet.input(
            block.label, block.value, block.unit, block.note, rule, block.name, block.format
        )
        self.scope.add(block.key, cell)

    def _strip(self, block: description.Strip, where: Where) -> None:
        self._need_room(LABEL + len(block.values), where)
        field = _field(block, block.label, where)
        for value in block.values:
            rules.need_accepted(field.rule, value, where.at("values"))
        self.scope.add(block.key, self.sheet.input_strip(field, block.values))

    def _result(self, block: description.Result, where: Where) -> None:
        formula = self.scope.formula(block.formula, Line(self.sheet.name, where.at("formula")))
        cell = self.sheet.result(block.label, formula, block.unit, block.note, block.name,
                                 block.format, answer=block.answer)  # fmt: skip
        self.scope.add(block.key, cell)

    def _paragraph(self, block: description.Paragraph, where: Where) -> None:
        sheet, look = self.sheet, "paragraph"
        sheet.worksheet.set_row(sheet.row, block.height)
        sheet.worksheet.write(sheet.row, LABEL, block.paragraph, self.book.styles(look))
        cell = sheet.cell(sheet.row, LABEL + 1)
        formula = self.scope.formula(block.formula, Line(sheet.name, where.at("formula")))
        self.book.write_formula(sheet.worksheet, cell, formula, look)
        self._name(block, cell, "output")
        sheet.row += 1

    def _cells(self, block: description.Cells, where: Where) -> None:
        cell = self.scope.cell(block.cells, Line(self.sheet.name, where.at("cells")))
        self._name(block, cell, block.role)

    def _name(self, block: Any, cell: Cell, role: Any) -> None:
        """Keep a cell under its name or id, and make the name one of Excel's."""
        if block.name:
            cell = self.book.define(cell, block.name, role, block.unit, block.meaning)
        self.scope.add(block.key, cell)

    # -- tables

    def _start(self, beside: str, where: Where) -> int:
        if not beside:
            return self.sheet.row
        if beside not in self.tops:
            where.refuse(f"no table or chart {beside} stands on this sheet before it.")
        return self.tops[beside]

    def _need_room(self, last: int, where: Where) -> None:
        if last > self.sheet.last_col:
            where.refuse(f"it is wider than the sheet; add to widths, {self.sheet.last_col} so far.")

    def _input_table(self, block: description.InputTable, where: Where) -> None:
        width = len(block.inputs)
        self._need_room(width, where)
        fields = [_field(c, c.title, where.at("inputs", c.title)) for c in block.inputs]
        for i, row in enumerate(block.rows, 1):
            if len(row) > width:
                where.at(f"rows, no. {i}").refuse(f"it has {len(row)} cells for {width} columns.")
            for field, value in zip(fields, row, strict=False):
                rules.need_accepted(field.rule, value, where.at(f"rows, no. {i}"))
        lines = [(*row, *(None,) * (width - len(row))) for row in block.rows]
        for column, cell in zip(block.inputs, self.sheet.input_table(fields, lines), strict=True):
            self.scope.add(column.key, cell)

    def _spill(self, block: description.Spill, where: Where) -> None:
        sheet = self.sheet
        sheet.row = top = self._start(block.beside, where)
        formats = [[f] if isinstance(f, str) else list(f) for f in block.columns.values()]
        for number in itertools.chain.from_iterable(formats):
            if number not in NUMBERS:
                where.at("columns").refuse(f"there is no format {number!r}.")
        numbers = [
            tuple(column[min(r, len(column) - 1)] for column in formats)
            for r in range(max(map(len, formats)))
        ]
        cell = sheet.spill(
            self.scope.formula(block.spill, Line(sheet.name, where.at("spill"))),
            self._count(block.rows or len(block.row_names), where),
            numbers,
            col=_column(block.column, where),
            name=block.name,
            unit=block.unit,
            meaning=block.meaning,
        )
        if block.tall_row:
            sheet.worksheet.set_row(top + block.tall_row, 32)
        self.tops[block.name] = top
        self.scope.add(block.name, cell, tuple(block.columns), block.row_names)

    def _count(self, rows: int | str, where: Where) -> int:
        """Return a number of rows: itself, as many as a name has, or so many less."""
        place = where.at("rows")
        if isinstance(rows, str):
            name, _, less = rows.partition(" - ")
            cell = self.scope.cell(name, Line(self.sheet.name, place))
            longer = max(cell.rows, cell.last_col - cell.col + 1)
            rows = longer - (int(less) if less.isdigit() else 0)
        elif rows > description.MOST_ROWS:
            place.refuse(f"a table has at most {description.MOST_ROWS:,} rows; {rows:,} are asked for.")
        if rows < 1:
            place.refuse("a table has rows.")
        return rows

    def _table(self, block: description.Table, where: Where) -> None:
        sheet, bottom = self.sheet, self.sheet.row
        top, left = self._start(block.beside, where), _column(block.column, where)
        self._need_room(left + len(block.table) - 1, where)
        if block.head:
            self._heads(block, top, left, where)
        if block.height:
            sheet.worksheet.set_row(top, block.height)
        first = top + block.head + any(c.below for c in block.table)
        lists = [len(c.labels or c.formula) for c in block.table if not isinstance(c.formula, str)]
        count = self._count(block.rows or max(lists), where)
        own = tuple(c.key for c in block.table if c.key)
        cells = [sheet.cell(first, left + i, first + count - 1) for i in range(len(block.table))]
        for column, cell in zip(block.table, cells, strict=True):
            self._fill(column, cell, own, where.at("table", column.key or column.title))
        for column, cell in zip(block.table, cells, strict=True):
            if column.name:
                self._name(column, cell, column.role)
        self.tops[block.id] = top
        sheet.row = bottom if block.beside else first + count

    def _heads(self, block: description.Table, top: int, left: int, where: Where) -> None:
        sheet, columns = self.sheet, block.table
        aligns = [c.align or ("left" if c.labels else "right") for c in columns]
        titles = ["" if c.title.startswith("=") else c.title for c in columns]
        sheet.headers(top, left, titles, aligns)
        for i, column in enumerate(columns):
            if column.title.startswith("="):
                line = Line(sheet.name, where.at("table").at("title", column.title))
                formula = self.scope.formula(column.title, line)
                self.book.write_formula(sheet.worksheet, sheet.cell(top, left + i), formula, "spill",
                                        align=aligns[i])  # fmt: skip
            if column.below:
                style = self.book.styles("unit", align="right")
                sheet.worksheet.write(top + 1, left + i, column.below, style)

    def _fill(self, column: description.Column, cell: Cell, own: tuple[str, ...], where: Where) -> None:
        """Write the cells of one column of a table."""
        sheet = self.sheet
        for row, label in enumerate(column.labels, cell.row):
            sheet.worksheet.write(row, cell.col, label, self.book.styles("label"))
        self.scope.add(column.key, cell)
        every = isinstance(column.formula, str)
        texts = itertools.repeat(column.formula, cell.rows) if every else column.formula
        for row, text in enumerate(texts):
            if not text:
                continue
            at = where.at("formula")
            if column.key in names_read(str(text)):
                at.refuse(f"{column.key} reads itself: a formula goes in no circle.")
            formula = self.scope.formula(str(text), Line(sheet.name, at, row, own))
            self.book.write_formula(sheet.worksheet, sheet.cell(cell.row + row, cell.col), formula,
                                    number=column.format, align=column.cells)  # fmt: skip

    # -- charts

    def _chart(self, block: description.Chart, where: Where) -> None:
        _vet_chart(block, where)
        self._need_room(_column(block.columns.partition(":")[2], where.at("columns")), where)
        row = self._start(block.beside, where.at("beside"))
        self.tops[block.id] = row
        rows = block.rows or self.sheet.row - row
        if rows < 1:
            where.refuse("a chart needs rows, or a block above it to stand beside.")
        self.charts.append((row, replace(block, rows=rows), where))
        if not block.beside:
            self.sheet.row += rows

    def _draw(self, sheet: Sheet, row: int, block: description.Chart, where: Where) -> None:
        line = Line(sheet.name, where)
        tick = self.history.tick if block.dates and self.history else None
        x = charts.Axis(block.x, block.x_format, tick)
        y = charts.Axis(block.y, block.y_format)
        series = [self._series(s, line) for s in block.series]
        if block.chart == "scatter":
            chart = charts.scatter(self.book, block.title, x, y, *series)
        elif block.chart == "columns":
            chart = charts.columns(self.book, block.title, x, y, series, written=block.written)
        else:
            draw = {"lines": charts.lines, "curve": charts.curve, "clustered": charts.clustered}
            chart = draw[block.chart](self.book, block.title, x, y, series)
        left, _, right = block.columns.partition(":")
        before, sheet.row = sheet.row, row
        sheet.chart(chart, _column(left, where), _column(right, where), block.rows, block.alt)
        sheet.row = before

    def _series(self, series: description.Series, line: Line) -> charts.Series:
        where = line.where.at("series", series.name)
        line = Line(line.sheet, where)
        name = series.name
        if name.startswith("="):  # a name that a cell holds
            name = f"={self.scope.cell(name.strip('={}'), line).far}"
        if series.colour not in COLOURS:
            where.refuse(f"there is no colour {series.colour}; there are {', '.join(COLOURS)}.")
        x, y = (self.scope.cell(text, line) for text in (series.x, series.y))
        return charts.Series(name, x, y, COLOURS[series.colour], series.dashed)

    # -- prices

    def _prices(self, block: description.Prices, where: Where) -> None:
        """Write the history, its workings and its changes; Data check follows the sheet."""
        sheet, history, part = self.sheet, self.history, self.builder.parts.history
        if part is None or history is None:
            where.refuse("the book has no table history, which says what its prices are.")
        top = sheet.row
        any_price = rules.any_number()
        day, *columns = sheet.input_table(
            (
                Field(block.prices, "date", "date", rules.day_since(FIRST_DAY), "Oldest first."),
                *(Field(c.label, c.unit, c.format, any_price, c.note, c.name) for c in part.columns),
            ),
            history.rows,
        )
        self.tops["prices"] = day.row
        self.scope.add("days", day)
        for column, cell in zip(part.columns, columns, strict=True):
            self.scope.add(column.key, cell)
        both = list(zip(part.columns, columns, strict=True))
        watched = data_check.write_workings(
            sheet, top, LABEL + 1 + len(columns), day,
            [cell for column, cell in both if not column.optional],
            [column.label for column, _ in both if not column.optional],
        )  # fmt: skip
        changes = self._changes(block, watched, top, where)
        sheet.freeze(top + 1)
        self.after = lambda: self.scope.add(
            "last_whole_row", data_check.write(self.book, history, watched, changes)
        )

    def _changes(
        self, block: description.Prices, watched: data_check.Watched, top: int, where: Where
    ) -> list[Cell]:
        """Write the changes from row to row, of the watched prices first; none beside a gap."""
        sheet, day = self.sheet, watched.day
        left = watched.missing.col + 1
        titles = [c.title for c in block.changes]
        sheet.headers(top, left, titles, ["right"] * len(titles))
        if block.height:
            sheet.worksheet.set_row(top, block.height)
        for i, column in enumerate(block.changes):
            # while formulas are written, rows of prices and of changes count alike
            self.scope.add(column.key, sheet.cell(day.row, left + i, day.last_row))
            at = where.at("changes", column.title).at("formula")
            for row in range(1, day.rows):
                place = sheet.cell(day.row + row, left + i)
                whole = data_check.complete(sheet, watched, place.row)
                change = self.scope.formula(str(column.formula), Line(sheet.name, at, row))
                self.book.write_formula(sheet.worksheet, place, f'=IF({whole},{change[1:]},"")',
                                        number=column.format)  # fmt: skip
        for i, column in enumerate(block.changes):
            self._name(column, sheet.cell(day.row + 1, left + i, day.last_row), column.role)
        return [self.scope.standing[c.key].cell for c in block.changes[: len(watched.labels)]]

def build(parts: Description, history: History | None, where: Where) -> bytes:
    """Return the workbook's file of a description."""
    about = About(*(getattr(parts.about, key) for key in About._fields))
    if history is not None:
        about = about._replace(sample_data=history.about(about.sample_data))
    return frame.build(about, lambda book: Builder(book, parts, history, where).write())


def _blocks(part: SheetPart, where: Where) -> list[tuple[Block, Where]]:
    """Return the blocks of a sheet, each with its place."""
    place, blocks = where.at(f"sheet {part.name}"), []
    for i, table in enumerate(part.blocks, 1):
        keys = ("name", "id", "label", *description.KINDS)
        mark = next((table[k] for k in keys if isinstance(table.get(k), str)), "")
        at = place.at(f"block {i}", mark)
        blocks.append((description.block_of(table, at), at))
    return blocks


def _uses(blocks: Mapping[str, list[tuple[Block, Where]]]) -> dict[str, tuple[str, ...]]:
    """Return what each name of the book reads; refuse a name that is there twice."""
    uses: dict[str, tuple[str, ...]] = {}
    for block, where in itertools.chain.from_iterable(blocks.values()):
        for key in description.names_in(block, where):
            if key in uses:
                where.refuse(f"the name {key} is used twice; each stands for one thing.")
            uses[key] = tuple(itertools.chain.from_iterable(map(names_read, _formulas(block, key))))
    return uses


def _formulas(block: Block, key: str) -> Iterator[str]:
    """Return the formulas that the cells of a name hold."""
    columns = {description.Table: "table", description.Prices: "changes"}.get(type(block), "")
    for part in getattr(block, columns) if columns else (block,):
        if columns and part.key != key:
            continue
        for kind in ("formula", "spill"):
            text = getattr(part, kind, ())
            yield from (text,) if isinstance(text, str) else text


def _field(block: Any, title: str, where: Where) -> Field:
    rule = rules.read(block.rule, where.at("rule"))
    return Field(title, block.unit, block.format, rule, block.note, block.name)


def _column(letters: str, where: Where) -> int:
    """Return the number of a column by its letters, counted from 0."""
    if not re.fullmatch("[A-Z]{1,2}", letters):
        where.refuse(f"{letters!r} is no column; write its letters, as B, or B:H for a chart.")
    return xl_cell_to_rowcol(f"{letters}1")[1]


def _vet_chart(block: description.Chart, where: Where) -> None:
    """Refuse a chart that says too little."""
    for key in ("x", "y"):
        if not re.search(r"\[.+\]", getattr(block, key)):
            where.at(key).refuse("the title of an axis ends with its unit in brackets, as [USD].")
    if not 40 < len(block.alt) <= 255:
        where.at("alt").refuse(
            f"it has {len(block.alt)} characters; say in 41 to 255 what the chart shows."
        )
    if block.chart == "scatter" and not block.series:
        where.at("series").refuse("a chart has a series at least.")
