"""The cloud of changes and the minimum-variance line through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.history import Laid


class Line(NamedTuple):
    """The two ends of the line."""

    x: Cell
    y: Cell


def write(sheet: Sheet, ratio: Cell) -> Line:
    """Write the line's two ends."""
    sheet.row += 1
    sheet.headers(
        sheet.row,
        LABEL,
        ("Ends of the line drawn: changes", "Heating oil [USD]", "Jet fuel [USD]"),
        ("left", "right", "right"),
    )
    sheet.row += 1
    first = sheet.row
    for end, label in (("MIN", "Largest fall of heating oil"), ("MAX", "Largest rise")):
        sheet.worksheet.write(sheet.row, LABEL, label, sheet.book.styles("label"))
        x = sheet.cell(sheet.row, VALUE)
        sheet.book.write_formula(sheet.worksheet, x, f"={end}(oil_changes)", number="price")
        sheet.row += 1
    for row in (first, first + 1):
        x, y = sheet.cell(row, VALUE), sheet.cell(row, VALUE + 1)
        through_means = f"=AVERAGE(jet_changes)+{ratio}*({x}-AVERAGE(oil_changes))"
        sheet.book.write_formula(sheet.worksheet, y, through_means, number="price")
    return Line(
        sheet.cell(first, VALUE, first + 1),
        sheet.cell(first, VALUE + 1, first + 1),
    )


def draw(sheet: Sheet, laid: Laid, line: Line, rows: int) -> None:
    """Draw the cloud and the line."""
    rhythm = laid.history.rhythm
    sheet.chart(
        charts.scatter(
            sheet.book,
            f"{rhythm.adjective.capitalize()} changes and the minimum-variance line",
            Axis("Change of heating oil futures [USD/gallon]", "0.00"),
            Axis("Change of jet fuel [USD/gallon]", "0.00"),
            Series(f"{rhythm.noun.capitalize()}s", laid.oil_changes, laid.jet_changes, charts.TEAL),
            Series("Minimum-variance line", line.x, line.y, charts.AMBER),
        ),
        4,
        8,
        rows,
        f"Cloud of {laid.jet_changes.rows} {rhythm.adjective} price changes, jet fuel against "
        "heating oil futures, around a line whose slope is the minimum-variance hedge ratio.",
    )
