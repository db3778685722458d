"""The Rolling ratio sheet: the ratio window by window, with its confidence band."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.history import Laid
    from xlhedge.templates.history import History

SHORTEST = 26  # the shortest window that Inputs accepts: the table never grows beyond its rows
WINDOWS = 520  # the last ones are shown: what a chart has room for
CHART_ROWS = 20
BREAK_NUMBERS = ("whole", "price", "price", "price", "general", "whole", *("ratio",) * 6)
ROW, RATIO, R_SQUARED = range(3)
ERROR, WEEK, DRAWN, LOW, HIGH = range(LABEL + 3, LABEL + 8)


class Windows(NamedTuple):
    """The table, the changes it reads, and the last window a second way."""

    table: Cell
    changes: Cell
    last_row: Cell
    latest: Cell
    by_hand: Cell


def write(book: Book, laid: Laid) -> Windows:
    """Write the sheet."""
    week = laid.history.rhythm.noun
    sheet = Sheet(
        book,
        "Rolling ratio",
        "Rolling ratio: does the hedge ratio hold?",
        f"The ratio of the last {week}s, {week} by {week}. A drift says: size the hedge anew.",
        (30, 14, 17, 14, 14, 14, 14, 14),
    )
    sheet.section("1  The ratio through time")
    # two degrees of freedom go to the line, as in a regression
    width = sheet.result(
        "Width of the band",
        "=TINV(1-confidence,window-1-1)",
        "errors",
        "Standard errors to either side, by window and confidence on Inputs.",
        number="price",
    )
    sheet.row += 1
    chart_row = sheet.row
    sheet.row += CHART_ROWS
    sheet.note("Error of a window's ratio: its size x root of (1 / r squared - 1) / (window - 2).")
    jet, oil, day = (column.foot(WINDOWS + SHORTEST) for column in (laid.jet, laid.oil, laid.day))
    top, lines = sheet.row, jet.rows - SHORTEST
    table = sheet.spill(
        f"=ROLLING_HEDGE_RATIO({jet.name or jet.far},{oil.name or oil.far},window)",
        lines,
        (("whole", "ratio", "percent1"),),
        col=LABEL,
        name="rolling_table",
        unit="as labelled",
        meaning="The hedge ratio of each window",
    )
    titles = ("error [ratio]", f"{week} [date]", "drawn [ratio]", "low [ratio]", "high [ratio]")
    sheet.headers(top, ERROR, titles, ("right",) * 5)
    drawn = _drawn(sheet, table, day, width)
    bottom, sheet.row = sheet.row, chart_row
    _picture(sheet, drawn, laid.history)
    sheet.row = bottom
    last_row, latest = _latest(sheet, table, drawn)
    by_hand = _by_hand(sheet, laid, day, last_row, latest)
    _breaks(sheet)
    changes = laid.jet_changes.foot(jet.rows - 1)
    return Windows(table, changes, last_row, latest, by_hand)


def _drawn(sheet: Sheet, table: Cell, day: Cell, width: Cell) -> dict[int, Cell]:
    """Write what the chart draws: past the last window its point again, which hides it."""
    rows = range(table.row + 1, table.last_row + 1)

    def line(row: int) -> dict[int, str]:
        number, ratio, r_squared = (table.at(row - table.row, i) for i in range(3))
        error, drawn = sheet.cell(row, ERROR), sheet.cell(row, DRAWN)
        fresh = {
            ERROR: f"ABS({ratio})*SQRT((1/{r_squared}-1)/(window-1-1))",
            WEEK: f"INDEX({day.far},{number})",
            DRAWN: ratio.near,
        }
        return {
            col: f"=IF(ISNUMBER({ratio}),{formula},{sheet.cell(row - 1, col)})"
            for col, formula in fresh.items()
        } | {
            LOW: f"={drawn}-{width.fixed}*{error}",
            HIGH: f"={drawn}+{width.fixed}*{error}",
        }

    lines = [line(row) for row in rows]
    numbers = {ERROR: "ratio", WEEK: "date", DRAWN: "ratio", LOW: "ratio", HIGH: "ratio"}
    return {
        col: sheet.formula_column(col, rows[0], [texts[col] for texts in lines], number)
        for col, number in numbers.items()
    }


def _picture(sheet: Sheet, drawn: dict[int, Cell], history: History) -> None:
    week = drawn[WEEK]
    sheet.chart(
        charts.lines(
            sheet.book,
            "Rolling hedge ratio with its confidence band",
            Axis(f"{history.rhythm.end} [{history.tick_unit}]", history.tick_format, history.tick),
            Axis("Hedge ratio [futures/spot]", "0.00"),
            (
                Series("Hedge ratio", week, drawn[DRAWN], charts.TEAL),
                Series("Band low", week, drawn[LOW], charts.AMBER, dashed=True),
                Series("Band high", week, drawn[HIGH], charts.AMBER, dashed=True),
            ),
        ),
        1,
        8,
        CHART_ROWS,
        f"The hedge ratio of the last 26 {history.rhythm.noun}s through time, swinging around its "
        "level between the dashed bounds of its confidence band.",
    )


def _latest(sheet: Sheet, table: Cell, drawn: dict[int, Cell]) -> tuple[Cell, Cell]:
    sheet.section("2  The latest window")
    tell = functools.partial(sheet.result, answer=True)
    last_row = sheet.result(
        "Last row of the history used",
        f"=MAX({table.column(ROW)})",
        "row",
        "Counted from the first price that the table reads.",
        number="whole",
    )
    end = table.rows - 2
    latest, low, high = (
        tell(label, f"={drawn[col].at(end, 0)}", "futures/spot", note, number="ratio")
        for label, col, note in (
            ("Ratio of the latest window", DRAWN, "The end of the line in the chart."),
            ("Its band, low", LOW, "At the confidence on Inputs."),
            ("Its band, high", HIGH, "The same."),
        )
    )
    tell(
        "Does the long-run ratio lie in it?",
        f'=IF(AND(best_ratio>={low},best_ratio<={high}),"yes: keep it","no: look closer")',
        "",
        "The ratio of the sheet Cross hedge against the latest band.",
    )
    sheet.headline("Latest ratio", latest, "ratio")
    return last_row, latest


def _by_hand(sheet: Sheet, laid: Laid, day: Cell, last_row: Cell, latest: Cell) -> Cell:
    sheet.section("3  The latest window by hand: sums of the changes after its first price")
    add = functools.partial(sheet.result, number="fine")
    week = laid.history.rhythm.noun
    start = add(
        "Its first price is of",
        f"=INDEX({day.far},{last_row}-window)",
        "date",
        f"As many {week}s before the last as the window holds.",
        number="date",
    )
    inside = f"--({laid.change_days.far}>{start.fixed})"
    count = add(
        "Changes in it",
        f"=SUMPRODUCT({inside},--ISNUMBER(jet_changes))",
        f"{week}s",
        "Fewer than the window: a gap in the prices.",
        number="whole",
    )
    x = add("Sum of oil changes", f"=SUMPRODUCT({inside},oil_changes)", "USD/gal", "")
    y = add("Sum of jet changes", f"=SUMPRODUCT({inside},jet_changes)", "USD/gal", "")
    xy = add(
        "Sum of their products", f"=SUMPRODUCT({inside},oil_changes,jet_changes)", "squared", ""
    )
    xx = add(
        "Sum of oil changes squared",
        f"=SUMPRODUCT({inside},oil_changes,oil_changes)",
        "squared",
        "",
    )
    slope = f"({count}*{xy}-{x}*{y})/({count}*{xx}-{x}*{x})"
    return add(
        "Ratio by hand",
        f"=IF({count}=window,{slope},{latest})",
        "futures/spot",
        "With a gap the function reaches further back: then its own figure stands here.",
        number="ratio",
    )


def _breaks(sheet: Sheet) -> None:
    sheet.section("4  Did the ratio change for good? Test for a break at an unknown date")
    sheet.spill(
        "=CORREL_BREAK_TEST(jet_prices,oil_prices)",
        len(BREAK_NUMBERS),
        tuple(("general", number) for number in BREAK_NUMBERS),
        col=LABEL,
        name="break_test",
        unit="as labelled",
        meaning="Test whether the hedge ratio changed",
    )
