"""The Regression test sheet: practice under IAS 39 and ASC 815, then IFRS 9 on its own."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import NOTE, UNIT, VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL
from xlhedge.templates.styles import GREY

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedge_effectiveness.history import Data
    from xlhedge.templates.hedge_effectiveness.inputs import Inputs

CRITERIA = (  # rows of HEDGE_REGRESSION_TEST, with the format of their figures
    ("r squared", "price"),
    ("slope", "price"),
    ("slope p-value", "difference"),
    ("significance f", "difference"),
    ("observations", "whole"),
    ("residual autocorrelation", "price"),
    ("durbin-watson", "price"),
    ("standard error", "price"),
    ("robust standard error", "price"),
    ("newey-west standard error", "price"),
    ("intercept [money]", "whole"),
    ("direction", "general"),
    ("overlap [rows]", "whole"),
    ("dropped", "whole"),
    ("overall", "whole"),
)
REQUIREMENTS = (  # figures of IFRS9_ASSESSMENT, row by row
    *("price", "price", "price"),  # the three requirements
    *("price", "difference", "price", "price", "price", "price"),  # offset, p-value ... errors
    *("whole", "whole", "whole", "whole"),
)
P_VALUE = 5  # its row in IFRS9_ASSESSMENT
CHART_ROWS = 20
WRAPPED = 32  # points: two lines


class Tested(NamedTuple):
    """What the sheet gives to those after it."""

    sheet: Sheet
    chart_row: int
    table: Cell
    ends: dict[str, Cell]
    ifrs9: Cell
    held: Cell
    exact: Cell
    trade: Cell
    reduction: Cell
    requirements: Cell
    practice: Cell


def figure(table: Cell, name: str) -> Cell:
    """Return the figure of a criterion in the table of HEDGE_REGRESSION_TEST."""
    return table.at([row for row, _ in CRITERIA].index(name) + 1, 1)


def write(book: Book, given: Inputs, data: Data) -> Tested:
    """Write the sheet but for its chart, whose dots stand on a later one."""
    sheet = Sheet(
        book,
        "Regression test",
        "Regression test",
        "Do item and hedge move against each other? Practice and IFRS 9, kept apart.",
        (50, 23, 16, 34, 15),
        pages_tall=1,
    )
    table = _practice(sheet)
    ends = _lines(sheet, given, data, table)
    sheet.row += 1
    chart_row = sheet.row
    sheet.row += CHART_ROWS
    ifrs9, held = _ifrs9(sheet, given)
    decision = _decision(sheet, given, held)
    verdicts = _verdicts(sheet, ifrs9, table)
    # too few changes for a robust figure: the p-value and the error of each table say so
    p_values = figure(table, "slope p-value").far, ifrs9.at(P_VALUE, 2).far
    sheet.undefined = "+".join(f"(1+1)*ISERROR({p_value})" for p_value in p_values)
    return Tested(sheet, chart_row, table, ends, ifrs9, held, *decision, *verdicts)


def _practice(sheet: Sheet) -> Cell:
    sheet.section("1  IAS 39 and ASC 815: the regression; its limits are practice, text of neither")
    return sheet.spill(
        "=HEDGE_REGRESSION_TEST(item_pnl,hedge_pnl,r_min,slope_low,slope_high,alpha)",
        len(CRITERIA),
        [("general", number, "general", "general") for _, number in CRITERIA],
        col=LABEL,
        name="regression_table",
        unit="as labelled",
        meaning="The regression of the item on the hedge, with a verdict a criterion",
    )


def _lines(sheet: Sheet, given: Inputs, data: Data, table: Cell) -> dict[str, Cell]:
    """Write the ends of the lines drawn, and return their columns."""
    sheet.row += 1
    sheet.headers(
        sheet.row,
        LABEL,
        (
            "Ends of the lines drawn",
            "Hedge change [USD]",
            "Regression line [USD]",
            "At the lower bound [USD]",
            "At the upper",
        ),
        ("left", "right", "right", "right", "right"),
    )
    first = sheet.row + 1
    slope = figure(table, "slope").fixed
    intercept = figure(table, "intercept [money]").fixed
    write = functools.partial(sheet.book.write_formula, sheet.worksheet, number="money")
    for row, (label, end) in enumerate(
        (("Largest loss on the hedge", "MIN"), ("Largest gain on the hedge", "MAX")), first
    ):
        sheet.worksheet.write(row, LABEL, label, sheet.book.styles("label"))
        x = sheet.cell(row, VALUE)
        write(x, f"={end}({data.hedge})")
        write(sheet.cell(row, UNIT), f"={intercept}+{slope}*{x}")
        write(sheet.cell(row, NOTE), f"={given.slope_low}*{x}")
        write(sheet.cell(row, NOTE + 1), f"={given.slope_high}*{x}")
    sheet.row = first + 2
    names = ("x", "fitted", "low", "high")
    return {name: sheet.cell(first, VALUE + i, first + 1) for i, name in enumerate(names)}


def draw(tested: Tested, by_period: Cell) -> None:
    """Draw the dots of `by_period`, the table of Dollar offset, with the lines."""
    sheet, ends = tested.sheet, tested.ends
    after, sheet.row = sheet.row, tested.chart_row
    sheet.chart(
        charts.scatter(
            sheet.book,
            "Item against hedge in each period, with the 80-125 lines of practice",
            Axis("Change of the hedging instrument [USD thousand]", "#,##0,"),
            Axis("Change of the hedged item [USD thousand]", "#,##0,"),
            Series("Periods", by_period.column(1), by_period.column(2), charts.TEAL),
            Series("Regression line", ends["x"], ends["fitted"], charts.AMBER),
            Series("Lower bound of the slope", ends["x"], ends["low"], GREY, dashed=True),
            Series("Upper bound of the slope", ends["x"], ends["high"], GREY, dashed=True),
        ),
        1,
        5,
        CHART_ROWS - 1,
        f"Cloud of {by_period.rows - 1} periods, hedged item against hedging instrument, along its "
        "regression line, with the dashed lines of slope -1.25 and -0.8.",
    )
    sheet.row = after


def _ifrs9(sheet: Sheet, given: Inputs) -> tuple[Cell, Cell]:
    sheet.section("2  IFRS 9: the three requirements of 6.4.1(c); it has no 80-125 line")
    signed = sheet.result(
        "Hedge ratio of the contracts held",
        f"=HEDGE_RATIO(-{given.contracts}*{given.contract_size},{given.quantity})",
        "of the quantity",
        "Contracts x size over the quantity; + protects.",
        "ratio_held",
        "percent1",
    )
    sheet.result(
        "Hedge ratio actually used",
        f"=MAX({signed},0)",
        "of the quantity",
        "0 where the contracts add to the risk.",
        "held",
        "percent1",
    )
    sheet.row += 1
    top = sheet.row
    table = sheet.spill(
        "=IFRS9_ASSESSMENT(item_pnl,hedge_pnl,planned,held,credit,p_max,credit_max,slack)",
        len(REQUIREMENTS),
        [("general", "general", number, "words", "general") for number in REQUIREMENTS],
        col=LABEL,
        name="ifrs_table",
        unit="as labelled",
        meaning="The three requirements of IFRS 9 with figures and verdicts",
    )
    sheet.worksheet.set_row(top + 1, WRAPPED)
    return table, signed


def _decision(sheet: Sheet, given: Inputs, held: Cell) -> tuple[Cell, Cell, Cell]:
    sheet.section("3  The decision: is the ratio still the one designated?")
    exact = sheet.result(
        "Contracts for the ratio designated, exact",
        f"=FUTURES_CONTRACTS({given.quantity},{given.contract_size},{given.planned})",
        "contracts",
        "- ratio x quantity / contract size; - = sell.",
        "contracts_exact",
        "contracts",
    )
    tell = functools.partial(sheet.result, answer=True)
    tell("Protected now", f"={held.near}", "of the quantity", "With the contracts held.",
         number="percent1")  # fmt: skip
    trade = tell(
        "Trade to the ratio designated",
        f"=REBALANCE_CONTRACTS({given.quantity},{given.contract_size},"
        f"{given.planned},{given.contracts})",
        "contracts",
        "Another ratio is a rebalancing: IFRS 9, 6.5.5.",
        "contracts_to_trade",
        "trade",
    )
    reduction = tell(
        "Risk taken away",
        '=HEDGE_EFFECTIVENESS(item_pnl,hedge_pnl,-1,"given")',
        "of the variance",
        "1 - variance hedged / unhedged. No standard asks.",
        "risk_removed",
        "percent1",
    )
    return exact, trade, reduction


def _verdicts(sheet: Sheet, ifrs9: Cell, table: Cell) -> tuple[Cell, Cell]:
    """Repeat both overall verdicts; a table without figures has its error in its first cell."""

    def overall(of: Cell, col: int) -> str:
        return f"={of.at(of.rows - 1, col).near}&LEFT({of.at(0, 0).near},0)"

    tell = functools.partial(sheet.result, unit="", answer=True)
    requirements = tell(
        "IFRS 9, all three requirements", overall(ifrs9, 4), note="The end of section 2."
    )
    practice = tell(
        "IAS 39 and ASC 815, by practice", overall(table, 3), note="The end of section 1."
    )
    sheet.headline("IFRS 9", requirements, "general")
    return requirements, practice
