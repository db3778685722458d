"""The Dollar offset sheet: IAS 39 by its text, ASC 815 by practice, since designation and alone."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.styles import GREY

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedge_effectiveness.history import Data
    from xlhedge.templates.hedge_effectiveness.inputs import Inputs

CHART_ROWS = 16
WIDTH = 5  # columns of DOLLAR_OFFSET_TEST


class Offset(NamedTuple):
    """What the sheet gives to those after it."""

    example: Cell
    example_turned: Cell
    ratio: Cell
    ias39: Cell
    asc815: Cell
    last: tuple[Cell, Cell, Cell]
    failed: Cell
    judged: Cell
    by_period: Cell


def write(book: Book, given: Inputs, data: Data) -> Offset:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Dollar offset",
        "Dollar offset",
        "What the hedge made up for. IFRS 9 has no such test: this is IAS 39 and ASC 815.",
        (32, 15, 15, 13, 17, 10, 10, 3, 9, 15, 15, 13, 17),
        landscape=True,
    )
    example, turned = _example(sheet, given)
    ratio, ias39, asc815 = _verdicts(sheet, given)
    sheet.section("3  Period by period: since designation (left), and each period alone (right)")
    sheet.row += CHART_ROWS
    rows = data.item.rows
    top = sheet.row
    numbers = (("general", "money", "money", "percent1", "general"),)
    cumulative = sheet.spill(
        "=DOLLAR_OFFSET_TEST(hedge_pnl,item_pnl,ias_low,ias_high,noise_floor)",
        rows,
        numbers,
        col=LABEL,
        name="offset_table",
        unit="USD, of the item",
        meaning="Dollar offset since designation, with the verdict of IAS 39",
    )
    bounds = _bounds(sheet, given, top, rows)
    sheet.row = top
    by_period = sheet.spill(
        "=DOLLAR_OFFSET_TEST(hedge_pnl,item_pnl,asc_low,asc_high,noise_floor,FALSE)",
        rows,
        numbers,
        col=LABEL + WIDTH + 3,
        name="offset_by_period",
        unit="USD, of the item",
        meaning="Dollar offset of each period alone, by the band of ASC 815",
    )
    unmoved = [f"COUNTIF({table.column(2).far},0)" for table in (cumulative, by_period)]
    sheet.undefined = "+".join(unmoved)
    _draw(sheet, top, cumulative, by_period, bounds)
    *last, failed, judged = _at_period_ends(sheet, cumulative)
    return Offset(
        example,
        turned,
        ratio,
        ias39,
        asc815,
        (last[0], last[1], last[2]),
        failed,
        judged,
        by_period,
    )


def _example(sheet: Sheet, given: Inputs) -> tuple[Cell, Cell]:
    sheet.section("1  The example in IAS 39, AG105(b)")
    example = sheet.result(
        "Loss on the hedge over gain on the item",
        f"=DOLLAR_OFFSET({given.example_loss},{given.example_gain})",
        "of the item",
        "Published: 120 / 100, 120 per cent.",
        "example_offset",
        "percent",
    )
    turned = sheet.result(
        "The other way round",
        f"=DOLLAR_OFFSET({given.example_gain},{given.example_loss})",
        "of the hedge",
        "Published: 100 / 120, 83 per cent: the same hedge, within 80-125 either way.",
        "example_turned",
        "percent",
    )
    return example, turned


def _verdicts(sheet: Sheet, given: Inputs) -> tuple[Cell, Cell, Cell]:
    sheet.section("2  Since designation")
    hedge = sheet.result(
        "Hedging instrument", "=SUM(hedge_pnl)", "USD", "All periods.", "hedge_change", "money"
    )
    item = sheet.result(
        "Hedged item", "=SUM(item_pnl)", "USD", "All periods.", "item_change", "money"
    )
    tell = functools.partial(sheet.result, answer=True)
    ratio = tell(
        "Dollar offset",
        f"=DOLLAR_OFFSET({hedge},{item})",
        "of the item",
        "- hedge / item; 100 % = all of the item's change was made up for.",
        "offset_now",
        "percent1",
    )

    judged = sheet.result(
        "Of more than noise?",
        f'=IF(MAX(ABS({hedge.near}),ABS({item.near}))>noise_floor,"judged","below noise floor")',
        "",
        "Below the noise floor on Inputs an offset is not judged.",
    )

    def verdict(low: Cell, high: Cell) -> str:
        within = f'IF(AND({ratio.near}>={low},{ratio.near}<={high}),"within the band","outside")'
        return f'={within}&", "&{judged}'

    ias39 = tell(
        "IAS 39, AG105(b): its text",
        verdict(given.ias_low, given.ias_high),
        "",
        "Actual results within 80-125 per cent, if that test was designated.",
    )
    asc815 = tell(
        "ASC 815: practice",
        verdict(given.asc_low, given.asc_high),
        "",
        "The text says highly effective; the band is how practice reads it.",
    )
    sheet.headline("Offset", ratio, "percent1")
    return ratio, ias39, asc815


def _bounds(sheet: Sheet, given: Inputs, top: int, rows: int) -> dict[str, Cell]:
    """Write the band beside the table, a row a period: the chart's two straight lines."""
    found = {}
    sheet.headers(top, LABEL + WIDTH, ("IAS 39 from", "to"), ("right", "right"))
    for i, bound in enumerate((given.ias_low, given.ias_high)):
        col = LABEL + WIDTH + i
        formulas = [f"={bound}"] * rows
        found["low" if i == 0 else "high"] = sheet.formula_column(col, top + 1, formulas, "percent")
    return found


def _at_period_ends(sheet: Sheet, table: Cell) -> tuple[Cell, ...]:
    """Repeat the last line of the table since designation, and count its verdicts."""
    sheet.section("4  The table since designation: its last line, and every period's end")
    period = table.column(0)

    def last(col: int) -> str:
        return f"=LOOKUP(MAX({period}),{period},{table.column(col)})"

    add = sheet.result
    hedge = add("Hedging instrument", last(1), "USD", "By the table.", number="money")
    item = add("Hedged item", last(2), "USD", "By the table.", number="money")
    ratio = add("Dollar offset", last(3), "of the item", "By the table.", number="percent1")
    verdicts = table.column(4)
    tell = functools.partial(sheet.result, unit="periods", number="whole", answer=True)
    failed = tell(
        "Period ends outside IAS 39's band",
        f'=COUNTIF({verdicts},"fail")',
        note="If this test was designated, hedge accounting stops at the last one inside: AG113.",
    )
    judged = tell(
        "Period ends judged",
        f'={failed}+COUNTIF({verdicts},"pass")',
        note="Those below the noise floor are not.",
    )
    return hedge, item, ratio, failed, judged


def _draw(
    sheet: Sheet, top: int, cumulative: Cell, by_period: Cell, bounds: dict[str, Cell]
) -> None:
    after, sheet.row = sheet.row, top - CHART_ROWS
    period = cumulative.column(0)
    sheet.chart(
        charts.lines(
            sheet.book,
            "Dollar offset since designation and the band of IAS 39",
            Axis("Period since designation [number]"),
            Axis("Dollar offset [% of the item]", "0%"),
            (
                Series("Since designation", period, cumulative.column(3), charts.TEAL),
                Series("Lower end of the band", period, bounds["low"], GREY, dashed=True),
                Series("Upper end of the band", period, bounds["high"], GREY, dashed=True),
            ),
        ),
        1,
        7,
        CHART_ROWS - 1,
        f"Line of the cumulative dollar offset over {period.rows} periods with the dashed lines of "
        "80 and 125 per cent: it leaves the band where the sums are small.",
    )
    sheet.chart(
        charts.clustered(
            sheet.book,
            "Each period alone: hedge and item",
            Axis("Period since designation [number]"),
            Axis("Change in value [USD thousand]", "#,##0,"),
            (
                Series("Hedging instrument", by_period.column(0), by_period.column(1), charts.TEAL),
                Series("Hedged item", by_period.column(0), by_period.column(2), charts.AMBER),
            ),
        ),
        9,
        13,
        CHART_ROWS - 1,
        f"Pairs of columns over {period.rows} periods: where the hedging instrument gains, "
        "the hedged item loses nearly as much, and the other way round.",
    )
    sheet.row = after
