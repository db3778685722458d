"""The tables of a sheet: inputs, formulas, what a hedge function spills, and a price history."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from xlhedge.templates import rules, verdicts
from xlhedge.templates.blocks import TALL, Field
from xlhedge.templates.history import FIRST_DAY
from xlhedge.templates.page import LABEL
from xlhedge.templates.references import FormulaPlace, reads_itself
from xlhedge.templates.schema import MOST_ENTRIES
from xlhedge.templates.styles import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.history import History
    from xlhedge.templates.references import Scope
    from xlhedge.templates.schema import Part, Where


BELOW = 1_000  # rows under a history in which a figure is noticed
FULL = "The last row. When it is full: xlhedge template NAME --data FILE makes a book with room."


class TableWriter:
    """The tables of one sheet; `tops` says in which row each block begins."""

    def __init__(self, sheet: Sheet, scope: Scope) -> None:
        self.sheet, self.book, self.scope = sheet, sheet.book, scope
        self.tops: dict[str, int] = {}
        self._taken: list[Cell] = []
        self._spare = 0  # rows of the price history that are blank yet

    def claim(self, top: int, left: int, bottom: int, right: int, where: Where) -> Cell:
        """Return cells, and refuse them where something stands already or the sheet ends."""
        cell, last = self.sheet.cell(top, left, bottom, right), self.sheet.last_col
        if cell.last_col > last:
            where.refuse(f"it is wider than the sheet; widths has {last} columns so far.")
        for other in self._taken:
            below = cell.row > other.last_row or cell.last_row < other.row
            beside = cell.col > other.last_col or cell.last_col < other.col
            if not (below or beside):
                where.refuse(f"it would stand on other cells, {other.near} of the sheet.")
        self._taken.append(cell)
        return cell

    def start(self, beside: str, where: Where) -> int:
        """Return the row that a block begins in: the present one, or that of another block."""
        if not beside:
            return self.sheet.row
        if beside not in self.tops:
            where.at("beside").refuse(f"no table or chart {beside} stands before it on its sheet.")
        return self.tops[beside]

    def name(self, part: Any, cell: Cell, role: Any, where: Where) -> None:
        """Keep a cell under its name or id, and make the name one of Excel's."""
        if part.name:
            if not (part.unit and part.meaning):
                where.refuse(f"{part.name} is listed on About: it needs unit and meaning.")
            cell = self.book.define(cell, part.name, role, part.unit, part.meaning)
        self.scope.add(part.key, cell)

    def _inputs(self, block: Part, where: Where) -> None:
        """Write a table to fill in."""
        width, rows = len(block.inputs), where.at("rows")
        if not 0 <= block.spare <= MOST_ENTRIES:
            where.at("spare").refuse(f"a table has 0 to {MOST_ENTRIES:,} spare rows.")
        fields = [field(c, c.title, where.at("inputs", c)) for c in block.inputs]
        lines: list[list[Any]] = []
        for i, line in enumerate((*block.rows, *[[]] * block.spare), 1):
            if len(line) > width:
                rows.at(f"no. {i}").refuse(f"it has {len(line)} cells for {width} columns.")
            for of, value in zip(fields, line, strict=False):
                if value != "":  # a blank cell
                    rules.need_fit(of.rule, value, rows.at(f"no. {i}"))
            lines.append([None if v == "" else v for v in line] + [None] * (width - len(line)))
        top, left = self.sheet.row, column_index(block.column, where)
        self.claim(top, left, top + len(lines), left + width - 1, where)
        cells = self.sheet.input_table(fields, lines, left)
        for column, cell in zip(block.inputs, cells, strict=True):
            self.scope.add(column.key, cell)
        if left == LABEL:  # beside labels of the sheet's own, a blank line is one without figures
            self._watch_lines(fields[0].title, cells[0])
        for i, (of, cell) in enumerate(zip(fields, cells, strict=True)):
            if of.rule.takes_numbers and (i == 0 or not fields[i - 1].rule.takes_numbers):
                run = itertools.takewhile(lambda f: f.rule.takes_numbers, fields[i:])
                self.watch_numbers(of.title, cell, sum(1 for _ in run))
        self.tops[block.id] = top

    def _watch_lines(self, title: str, cell: Cell) -> None:
        """Check that no line of a table is blank between others: what pairs lines would miss it."""
        if cell.rows == 1:
            return
        area, above, below = (
            self.sheet.cell(row, cell.col, last).far.replace("$", "")
            for row, last in (
                (cell.row, cell.last_row),
                (cell.row, cell.last_row - 1),
                (cell.row + 1, cell.last_row),
            )
        )
        self.book.check(
            f"{area}: no blank line under {title}",
            f'SUMPRODUCT(({above}="")*({below}<>""))',
            "0",
            unit="lines",
            tolerance=0,
            note="A line with a blank one above it: move it up.",
        )

    def watch_numbers(self, title: str, cell: Cell, columns: int = 1) -> None:
        """Check that what stands in cells for numbers is one: functions pass over a text."""
        last = max(cell.last_col, cell.col + columns - 1)
        area = self.sheet.cell(cell.row, cell.col, cell.last_row, last).far.replace("$", "")
        self.book.check(
            f"{area}: only numbers under {title}",
            f"COUNTA({area})-COUNT({area})",
            "0",
            unit="texts",
            tolerance=0,
            note="A figure or day kept as a text, as 1.000,5 or 31/12/2026, counts for nothing.",
        )

    def _spill(self, block: Part, where: Where) -> None:
        """Write the table that a hedge function returns."""
        sheet = self.sheet
        sheet.row = top = self.start(block.beside, where)
        formats = [[f] if isinstance(f, str) else list(f) for f in block.columns.values()]
        for number in itertools.chain.from_iterable(column or [""] for column in formats):
            if not isinstance(number, str) or number not in NUMBERS:
                where.at("columns").refuse(f"there is no format {number!r}.")
        rows = self._count(block.rows or len(block.row_names), where)
        left = column_index(block.column, where)
        self.claim(top, left, top + rows, left + len(formats) - 1, where)
        cell = sheet.spill(
            self.scope.formula(block.spill, FormulaPlace(sheet.name, where.at("spill"))),
            rows,
            [
                tuple(column[min(r, len(column) - 1)] for column in formats)
                for r in range(max(map(len, formats)))
            ],
            col=left,
            name=block.name,
            unit=block.unit,
            meaning=block.meaning,
            spare=self._spare if block.grows else 0,
        )
        if block.tall_row:
            sheet.worksheet.set_row(top + block.tall_row, TALL)
        self.tops[block.name] = top
        self.scope.add(block.name, cell, tuple(block.columns), block.row_names)

    def _count(self, rows: int | str, where: Where) -> int:
        """Return a number of rows: itself, as many as a name has, or so many less."""
        place = where.at("rows")
        if isinstance(rows, str):
            name, _, less = rows.partition(" - ")
            cell = self.scope.cell(name, FormulaPlace(self.sheet.name, place))
            longer = max(cell.rows, cell.last_col - cell.col + 1)
            rows = longer - (int(less) if less.isdigit() else 0)
        elif rows > MOST_ENTRIES:
            place.refuse(f"a table has at most {MOST_ENTRIES:,} rows, not {rows:,}.")
        if rows < 1:
            place.refuse("write how many rows the table has, or a name that has as many.")
        return rows

    def _table(self, block: Part, where: Where) -> None:
        """Write a table of formulas: headers, labels row by row, formulas column by column."""
        sheet, columns, bottom = self.sheet, block.table, self.sheet.row
        top, left = self.start(block.beside, where), column_index(block.column, where)
        formulas = [c.labels or c.formula for c in columns]
        lists = [
            len(texts) + c.skip
            for texts, c in zip(formulas, columns, strict=True)
            if texts and not isinstance(texts, str)
        ]
        count = self._count(block.rows or max(lists, default=0), where)
        if set(lists) - {count} or not all(0 <= c.skip < count for c in columns):
            where.refuse(f"the table has {count} rows; a list of labels or formulas has as many.")
        first = top + block.head + any(c.below for c in columns)
        self.claim(top, left, first + count - 1, left + len(columns) - 1, where)
        if block.head:
            self._heads(columns, top, left, where)
        if block.height:
            sheet.worksheet.set_row(top, block.height)
        for row in range(count):
            for i, column in enumerate(columns):
                if column.labels:
                    style = self.book.styles(column.look)
                    sheet.text(first + row, left + i, column.labels[row], style)
        own = tuple(c.key for c in columns if c.key)
        for i, column in enumerate(columns):
            cell = sheet.cell(first + column.skip, left + i, first + count - 1)
            self._fill(column, cell, own, where.at("table", column))
        for i, column in enumerate(columns):
            if column.name:
                cell = sheet.cell(first + column.skip, left + i, first + count - 1)
                self.name(column, cell, column.role, where.on(column))
        rows = sheet.cell(first, left, first + count - 1, left + len(columns) - 1)
        self._pale(block.repeats, rows, where)
        self.tops[block.id] = top
        sheet.row = bottom if block.beside else first + count

    def _pale(self, key: str, rows: Cell, where: Where) -> None:
        """Show rows pale that repeat the one above: a chart draws nothing for them."""
        if not key:
            return
        column = self.scope.cell(key, FormulaPlace(self.sheet.name, where.at("repeats"))).col
        above, here = (
            xl_rowcol_to_cell(row, column, col_abs=True) for row in (rows.row, rows.row + 1)
        )
        rule = {"type": "formula", "criteria": f"={here}={above}", "format": self.book.pale}
        self.sheet.worksheet.conditional_format(
            rows.row + 1, rows.col, rows.last_row, rows.last_col, rule
        )

    def _heads(self, columns: Sequence[Part], top: int, left: int, where: Where) -> None:
        sheet = self.sheet
        aligns = [c.align or ("left" if c.labels else "right") for c in columns]
        titles = ["" if c.title.startswith("=") else c.title for c in columns]
        sheet.headers(top, left, titles, aligns)
        for i, column in enumerate(columns):
            if column.title.startswith("="):
                line = FormulaPlace(sheet.name, where.at("table", column).at("title"))
                formula, cell = self.scope.formula(column.title, line), sheet.cell(top, left + i)
                self.book.write_formula(sheet.worksheet, cell, formula, "spill", align=aligns[i])
            if column.below:
                style = self.book.styles("unit", align="right")
                sheet.text(top + 1, left + i, column.below, style)

    def _fill(self, column: Part, cell: Cell, own: tuple[str, ...], where: Where) -> None:
        """Write the formulas of one column of a table."""
        sheet, at = self.sheet, where.at("formula")
        self.scope.add(column.key, cell)
        if column.format == verdicts.FORMAT:
            verdicts.show(sheet, cell)
        if column.at_once and column.formula:
            self._fill_at_once(column, str(column.formula), cell, at)
            return
        every = isinstance(column.formula, str)
        texts = itertools.repeat(column.formula, cell.rows) if every else column.formula
        for row, text in enumerate(map(str, texts)):
            if not text:
                continue
            if column.key and reads_itself(text, column.key, row):
                at.refuse(f"{column.key} reads itself: the formula goes in a circle.")
            # rows count alike in all columns of the table, also in one that starts lower
            formula = self.scope.formula(text, FormulaPlace(sheet.name, at, row + column.skip, own))
            self.book.write_formula(
                sheet.worksheet,
                sheet.cell(cell.row + row, cell.col),
                formula,
                number=column.format,
                align=column.cells,
                array=row + 1 in column.array,
            )

    def _fill_at_once(self, column: Part, text: str, cell: Cell, where: Where) -> None:
        """Write one formula that fills a column: [row] is all of its rows, [row-1] those before."""
        if column.key and reads_itself(text, column.key, 0):
            where.refuse(f"{column.key} reads itself: one formula for all rows cannot.")
        skip = getattr(column, "skip", 1)
        spread = text.replace("[row-1]", f"[{skip}:-2]").replace("[row]", f"[{skip + 1}:last]")
        formula = self.scope.formula(spread, FormulaPlace(self.sheet.name, where))
        self.book.write_formula(
            self.sheet.worksheet, cell, formula, number=column.format, align=column.cells
        )

    def prices(self, block: Part, part: Part | None, history: History | None, where: Where) -> None:
        """Write the price history, its workings, and its changes."""
        sheet = self.sheet
        if part is None or history is None or bool(block.changes) != bool(block.workings):
            where.refuse("the book has no table history, which says what its prices are.")
        self.tops |= {"prices_head": sheet.row, "prices": sheet.row + 1}
        any_price, day_rule = rules.any_number(), rules.day_since(FIRST_DAY)
        fields = [
            Field(block.prices, "date", "date", day_rule, "Oldest first."),
            *(Field(c.label, c.unit, c.format, any_price, c.note, c.name) for c in part.columns),
        ]
        lines = history.lines
        bottom = sheet.row + len(lines)
        self.claim(sheet.row, LABEL, bottom + 1, LABEL + len(fields) - 1, where)
        day, *columns = sheet.input_table(fields, lines)
        self.scope.add("days", day)
        self.scope.add(
            "below_days", sheet.cell(bottom + 1, LABEL, bottom + BELOW, LABEL + len(fields) - 1)
        )
        sheet.note(FULL)
        for column, cell in zip(part.columns, columns, strict=True):
            self.scope.add(column.key, cell)
        if block.workings:
            self._table(block.workings, where)
            self._changes(block, day, where)
        sheet.freeze(day.row)

    def _changes(self, block: Part, day: Cell, where: Where) -> None:
        """Write the changes from row to row; none beside a gap, as the functions take it.

        One formula fills a column: of 10,000 rows, each with its own, half the time would go.
        """
        sheet, missing = self.sheet, self.scope.standing["missing"].cell
        top, left, count = day.row - 1, missing.col + 1, len(block.changes)
        self.claim(top, left, day.last_row, left + count - 1, where)
        sheet.headers(top, left, [c.title for c in block.changes], ["right"] * count)
        if block.height:
            sheet.worksheet.set_row(top, block.height)
        before, here = (
            self.scope.cell(f"missing[{rows}]", FormulaPlace(sheet.name, where)).near
            for rows in ("1:-2", "2:last")
        )
        for i, column in enumerate(block.changes):
            # while formulas are written, rows of prices and of changes count alike
            self.scope.add(column.key, sheet.cell(day.row, left + i, day.last_row))
            at = where.at("changes", column).at("formula")
            change = str(column.formula).replace("[row-1]", "[1:-2]").replace("[row]", "[2:last]")
            change = self.scope.formula(change, FormulaPlace(sheet.name, at))
            whole = f'=IF(({before}=0)*({here}=0),{change[1:]},"")'
            place = sheet.cell(day.row + 1, left + i, day.last_row)
            self.book.write_formula(sheet.worksheet, place, whole, number=column.format)
        for i, column in enumerate(block.changes):
            cell = sheet.cell(day.row + 1, left + i, day.last_row)
            self.name(column, cell, column.role, where.on(column))


def field(part: Any, title: str, where: Where) -> Field:
    """Return a column or line of inputs as the sheet writes it."""
    for key, text in (("label", title), ("unit", part.unit), ("note", part.note)):
        if not text.strip():
            where.at(key).refuse("an input says what it is, in which unit, and what for.")
    rule = rules.read(part.rule, where.at("rule"))
    return Field(title, part.unit, part.format, rule, part.note, part.name)


def column_index(letters: str, where: Where) -> int:
    """Return the number of a column by its letters, counted from 0; A is the margin."""
    if not re.fullmatch("[A-Z]{1,2}", letters) or letters == "A":
        where.refuse(f"{letters!r} is no column; write its letters, as B, or B:H for a chart.")
    return int(xl_cell_to_rowcol(f"{letters}1")[1])
