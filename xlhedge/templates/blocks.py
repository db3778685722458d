"""The blocks a sheet is laid out of: sections, inputs, results, tables, spills, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import verdicts, wording
from xlhedge.templates.page import FIRST_ROW, LABEL, Page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart

    from xlhedge.templates.cells import Cell
    from xlhedge.templates.rules import Rule

    Constant = float | str | dt.date | None

VALUE, UNIT, NOTE = LABEL + 1, LABEL + 2, LABEL + 3
ROW_PIXELS = 20
GROUP_HEIGHT, SECTION_HEIGHT, TALL = 24, 24, 32  # points


class Field(NamedTuple):
    """One column of an input table."""

    title: str
    unit: str
    number: str
    rule: Rule
    note: str
    name: str = ""


class Sheet(Page):
    """One sheet, written from top to bottom: `row` is where the next block goes."""

    # -- words

    def section(self, text: str) -> None:
        """Open a section with a band across the sheet."""
        if self.row > FIRST_ROW:
            self.row += 1
        self.worksheet.set_row(self.row, SECTION_HEIGHT)
        style = self.book.styles("section")
        for col in range(1, self.last_col + 1):
            self.worksheet.write_blank(self.row, col, None, style)
        self.text(self.row, LABEL, text, style)
        self.row += 1

    def group(self, text: str) -> None:
        """Head the rows that follow, within a section."""
        self.worksheet.set_row(self.row, GROUP_HEIGHT)
        self.text(self.row, LABEL, text, self.book.styles("group"))
        self.row += 1

    def note(self, text: str) -> None:
        """Write one line in the notes' style."""
        self.text(self.row, LABEL, text, self.book.styles("note"))
        self.row += 1

    def headers(self, row: int, col: int, titles: Sequence[str], aligns: Sequence[str]) -> None:
        """Write the header cells of a table, in a tall row where one has to break its line."""
        lengths = [len(self.book.filled(title)) for title in titles]
        if any(length > self._widths[col + i] for i, length in enumerate(lengths)):
            self.worksheet.set_row(row, TALL)
        for i, (title, align) in enumerate(zip(titles, aligns, strict=True)):
            self.text(row, col + i, title, self.book.styles("header", align=align))

    # -- label, value, unit, note

    def _row(self, label: str, unit: str, note: str, kind: str = "") -> None:
        styles = self.book.styles
        self.text(self.row, LABEL, label, styles(f"{kind}label"))
        self.text(self.row, UNIT, unit, styles(f"{kind}unit"))
        self.text(self.row, NOTE, note, styles(f"{kind}unit" if kind else "note"))
        if kind:
            for col in range(NOTE + 1, self.last_col + 1):
                self.worksheet.write_blank(self.row, col, None, styles(f"{kind}unit"))

    def input(
        self,
        label: str,
        value: Constant,
        unit: str,
        note: str,
        rule: Rule,
        name: str = "",
        number: str = "general",
    ) -> Cell:
        """Write one input: label, value, unit, note and what it accepts."""
        self._row(label, unit, note)
        cell = self.cell(self.row, VALUE)
        self.write_input(cell, value, rule, (label, unit, note), number=number)
        self.row += 1
        return self.book.define(cell, name, "input", unit, label) if name else cell

    def write_input(
        self,
        cell: Cell,
        value: Constant,
        rule: Rule,
        words: tuple[str, str, str],
        *,
        number: str = "general",
    ) -> None:
        """Write an input into a cell; `words` are its label, unit and note."""
        text = isinstance(value, str) or (value is None and rule.options["validate"] == "length")
        align = "left" if text else ""
        style = self.book.styles("input", number, align)
        self.worksheet.write(cell.row, cell.col, value, style)
        self._validate(cell, rule, *words)

    def result(
        self,
        label: str,
        formula: str,
        unit: str,
        note: str,
        name: str = "",
        number: str = "general",
        *,
        answer: bool = False,
    ) -> Cell:
        """Write one calculated figure; `answer` sets it off as what the reader came for."""
        self._row(label, unit, note, "answer_" if answer else "")
        cell = self.cell(self.row, VALUE)
        look = "answer" if answer else "formula"
        align = "" if unit else "left"  # a figure has a unit, a text has none
        self.book.write_formula(self.worksheet, cell, formula, look, number, align)
        if number == verdicts.FORMAT:
            verdicts.show(self, cell)
        self.row += 1
        return self.book.define(cell, name, "output", unit, label) if name else cell

    def _validate(self, cell: Cell, rule: Rule, label: str, unit: str, note: str) -> None:
        words = map(wording.spoken, (label, unit, note))
        self.worksheet.data_validation(
            cell.row, cell.col, cell.last_row, cell.last_col, rule.validation(*words)
        )
        self._inputs.append(cell)

    # -- tables

    def input_table(
        self, fields: Sequence[Field], lines: Sequence[Sequence[Constant]], left: int = LABEL
    ) -> list[Cell]:
        """Write a table of inputs, one field a column, and return its columns."""
        aligns = ["left" if f.number in {"general", "words"} else "right" for f in fields]
        for i in range(1, len(aligns)):
            if (aligns[i - 1], aligns[i]) == ("right", "left"):
                aligns[i] = "indent"  # a text does not touch the number before it
        titles = [f"{f.title} [{f.unit}]" for f in fields]
        self.headers(self.row, left, titles, aligns)
        columns = []
        for i, field in enumerate(fields):
            column = self.cell(self.row + 1, left + i, self.row + len(lines))
            style = self.book.styles("input", field.number, aligns[i])
            for r, line in enumerate(lines):
                self.worksheet.write(self.row + 1 + r, left + i, line[i], style)
            self._validate(column, field.rule, field.title, field.unit, field.note)
            if field.name:
                meaning = f"{field.title}: {field.note}"
                column = self.book.define(column, field.name, "input", field.unit, meaning)
            columns.append(column)
        self.row += 1 + len(lines)
        return columns

    def input_strip(self, field: Field, values: Sequence[Constant]) -> Cell:
        """Write inputs of one kind side by side, their label before and their note below."""
        styles = self.book.styles
        self.text(self.row, LABEL, f"{field.title} [{field.unit}]", styles("label"))
        cell = self.cell(self.row, VALUE, last_col=VALUE + len(values) - 1)
        for i, value in enumerate(values):
            self.worksheet.write(self.row, VALUE + i, value, styles("input", field.number))
        self.text(self.row + 1, VALUE, field.note, styles("note"))
        self._validate(cell, field.rule, field.title, field.unit, field.note)
        self.row += 2
        if not field.name:
            return cell
        return self.book.define(cell, field.name, "input", field.unit, field.title)

    def spill(
        self,
        formula: str,
        rows: int,
        numbers: Sequence[Sequence[str]],
        *,
        col: int,
        name: str,
        unit: str,
        meaning: str,
        spare: int = 0,
    ) -> Cell:
        """Write a hedge function's table: a header row, then `rows` rows.

        `numbers` names the format of each cell of a row; the last one goes on for the rows left.
        The last `spare` rows are blank until the function's data have grown.
        """
        width = len(numbers[0])
        cell = self.cell(self.row, col, self.row + rows, col + width - 1)
        if width > 2:  # the headers of a wide table are as long as its columns
            self.worksheet.set_row(self.row, TALL)
        words = ("general", "words", verdicts.FORMAT)
        aligns = ["left" if number in words else "right" for number in numbers[0]]
        for c in range(1, width):
            if aligns[c] == "left" and aligns[c - 1] == "right":
                aligns[c] = "indent"  # a text does not touch the number before it
        styles = self.book.styles
        now = self.cell(cell.row, col, cell.last_row - spare, cell.last_col)
        self.book.write_formula(self.worksheet, now, formula, "spill", align=aligns[0])
        for c in range(1, width):  # the values of a spill are patched in with the formula's own
            self.worksheet.write_number(cell.row, cell.col + c, 0, styles("spill", align=aligns[c]))
        for r in range(rows):
            for c, number in enumerate(numbers[min(r, len(numbers) - 1)]):
                look = "paragraph" if number == "words" else "formula"
                style = styles(look, number, aligns[c])
                shown = None if r >= rows - spare else 0
                self.worksheet.write(cell.row + 1 + r, cell.col + c, shown, style)
        for c in range(width):
            if numbers[0][c] == verdicts.FORMAT:
                verdicts.show(self, self.cell(cell.row + 1, col + c, cell.last_row))
        self.row += rows + 1
        return self.book.define(cell, name, "output", unit, meaning)

    # -- charts

    def chart(self, chart: Chart, first_col: int, last_col: int, rows: int, alt_text: str) -> None:
        """Lay a chart over columns and `rows` rows from the present row; the row stays."""
        width = sum(int(self._widths[c] * 7 + 5) for c in range(first_col, last_col + 1))
        chart.set_size({"width": width - 8, "height": rows * ROW_PIXELS - 8})
        self.worksheet.insert_chart(
            self.row,
            first_col,
            chart,
            {"x_offset": 4, "y_offset": 4, "object_position": 1, "description": alt_text},
        )
