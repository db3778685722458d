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
    from xlhedge.templates.commodity_cross_hedge.history import History

SHORTEST = 26  # the shortest window that Inputs accepts: the table never grows beyond its rows
CHART_ROWS = 20
BREAK_NUMBERS = ("whole", "price", "price", "price", "general", "whole", *("ratio",) * 6)
ROW, RATIO, R_SQUARED = range(3)
ERROR, WEEK, DRAWN, LOW, HIGH = range(LABEL + 3, LABEL + 8)


class Windows(NamedTuple):
    """The table, and the last window a second way."""

    table: Cell
    last_row: Cell
    latest: Cell
    by_hand: Cell


def write(book: Book, history: History) -> Windows:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Rolling ratio",
        "Rolling ratio: does the hedge ratio hold?",
        "The ratio of the last weeks, week by week. A drift says: size the hedge anew.",
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
    top, lines = sheet.row, history.jet.rows - SHORTEST
    table = sheet.spill(
        "=ROLLING_HEDGE_RATIO(jet_prices,oil_prices,window)",
        lines,
        (("whole", "ratio", "percent1"),),
        col=LABEL,
        name="rolling_table",
        unit="as labelled",
        meaning="The hedge ratio of each window",
    )
    titles = ("error [ratio]", "week [date]", "drawn [ratio]", "low [ratio]", "high [ratio]")
    sheet.headers(top, ERROR, titles, ("right",) * 5)
    drawn = _drawn(sheet, table, history, width)
    bottom, sheet.row = sheet.row, chart_row
    _picture(sheet, drawn)
    sheet.row = bottom
    last_row, latest = _latest(sheet, table, drawn)
    by_hand = _by_hand(sheet, history, last_row, latest)
    _breaks(sheet)
    return Windows(table, last_row, latest, by_hand)


def _drawn(sheet: Sheet, table: Cell, history: History, width: Cell) -> dict[int, Cell]:
    """Write what the chart draws: past the last window its point again, which hides it."""
    rows = range(table.row + 1, table.last_row + 1)

    def line(row: int) -> dict[int, str]:
        number, ratio, r_squared = (table.at(row - table.row, i) for i in range(3))
        error, drawn = sheet.cell(row, ERROR), sheet.cell(row, DRAWN)
        fresh = {
            ERROR: f"ABS({ratio})*SQRT((1/{r_squared}-1)/(window-1-1))",
            WEEK: f"INDEX({history.day.far},{number})",
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


def _picture(sheet: Sheet, drawn: dict[int, Cell]) -> None:
    week = drawn[WEEK]
    sheet.chart(
        charts.lines(
            sheet.book,
            "Rolling hedge ratio with its confidence band",
            Axis("Week's end [month]", "yyyy-mm", days=True),
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
        "The hedge ratio of the last 26 weeks through two and a half years, swinging around its "
        "level between the dashed bounds of its confidence band.",
    )


def _latest(sheet: Sheet, table: Cell, drawn: dict[int, Cell]) -> tuple[Cell, Cell]:
    sheet.section("2  The latest window")
    tell = functools.partial(sheet.result, answer=True)
    last_row = sheet.result(
        "Last row of the history used",
        f"=MAX({table.column(ROW)})",
        "row",
        "Counted from the first price.",
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


def _by_hand(sheet: Sheet, history: History, last_row: Cell, latest: Cell) -> Cell:
    sheet.section("3  The latest window by hand: sums of the changes after its first price")
    add = functools.partial(sheet.result, number="fine")
    day = history.day.far
    start = add(
        "Its first price is of",
        f"=INDEX({day},{last_row}-window)",
        "date",
        "As many weeks before the last as the window holds.",
        number="date",
    )
    inside = f"--({history.change_days.far}>{start.fixed})"
    count = add(
        "Changes in it",
        f"=SUMPRODUCT({inside},--ISNUMBER(jet_changes))",
        "weeks",
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
