"""How many contracts the farmer needs: the minimum-variance ratio and the line behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE
from xlhedge.templates.cells import call
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedging_template.farmer_inputs import Inputs
    from xlhedge.templates.hedging_template.history import Laid

STATISTICS = 12  # rows of HEDGE_STATS below its header


class Sizing(NamedTuple):
    """What the section gives to those after it."""

    ratio: Cell
    exact: Cell
    trade: Cell
    after: Cell
    statistics: Cell


def write(sheet: Sheet, given: Inputs, laid: Laid, by_quantity: Cell) -> Sizing:
    """Write the section."""
    sheet.section("3  How many contracts: the ratio that leaves the least risk")
    add = sheet.result
    series = f"{laid.spot},{laid.futures}"
    ratio = add(
        "Minimum-variance hedge ratio",
        f"=MV_HEDGE_RATIO({series})",
        "futures/spot",
        f"From the {laid.history.rhythm.adjective} price changes on Prices.",
        "best_ratio",
        "ratio",
    )
    exact = add(
        "Contracts, exact",
        call("FUTURES_CONTRACTS", given.quantity, given.contract_size, ratio),
        "contracts",
        "- ratio x crop / contract size; - = sell.",
        "contracts_exact",
        "contracts",
    )
    trade = add(
        "Trade to get there",
        call(
            "REBALANCE_CONTRACTS",
            given.quantity,
            given.contract_size,
            ratio,
            given.contracts_held,
            given.band,
            given.rounding,
        ),
        "contracts",
        "In whole contracts, by your rounding and no-trade band.",
        "contracts_to_trade",
        "trade",
    )
    after = add(
        "Contracts after it",
        f"={given.contracts_held}+{trade}",
        "contracts",
        "Held now + trade.",
        "contracts_after",
        "position",
    )
    add(
        "Risk taken away now",
        f"=HEDGE_EFFECTIVENESS({series},{by_quantity})",
        "of the variance",
        "With the contracts held; 1 - variance hedged / unhedged.",
        "effectiveness_held",
        "percent1",
    )
    sheet.row += 1
    top = sheet.row
    statistics = sheet.spill(
        f"=HEDGE_STATS({series})",
        STATISTICS,
        (("general", "whole"), ("general", "whole"), *(("general", "fine"),) * (STATISTICS - 2)),
        col=LABEL,
        name="hedge_statistics",
        unit="as labelled",
        meaning="The regression of spot changes on futures changes",
    )
    sheet.row += 1
    _fitted_line(sheet, statistics, laid, top)
    return Sizing(ratio, exact, trade, after, statistics)


def _fitted_line(sheet: Sheet, statistics: Cell, laid: Laid, top: int) -> None:
    """Write the line's two ends, and draw it through the changes."""
    rhythm = laid.history.rhythm
    slope, alpha = statistics.at(3, 1), statistics.at(4, 1)
    sheet.headers(
        sheet.row,
        LABEL,
        ("Ends of the line drawn: changes", "Futures [USD]", "Spot [USD]"),
        ("left", "right", "right"),
    )
    sheet.row += 1
    styles = sheet.book.styles
    first = sheet.row
    for end in ("MIN", "MAX"):
        x = sheet.cell(sheet.row, VALUE)
        label = {"MIN": "Largest fall of the futures", "MAX": "Largest rise of the futures"}[end]
        sheet.worksheet.write(sheet.row, LABEL, label, styles("label"))
        sheet.book.write_formula(
            sheet.worksheet, x, f"={end}({laid.futures_changes.far})", number="price"
        )
        sheet.book.write_formula(
            sheet.worksheet,
            sheet.cell(sheet.row, VALUE + 1),
            f"={alpha.fixed}+{slope.fixed}*{x}",
            number="price",
        )
        sheet.row += 1
    bottom, sheet.row = sheet.row, top
    sheet.chart(
        charts.scatter(
            sheet.book,
            f"{rhythm.adjective.capitalize()} changes and the minimum-variance line",
            Axis("Change of the futures price [USD/bushel]", "0.00"),
            Axis("Change of the spot price [USD/bushel]", "0.00"),
            Series(
                f"{rhythm.noun.capitalize()}s", laid.futures_changes, laid.spot_changes, charts.TEAL
            ),
            Series(
                "Minimum-variance line",
                sheet.cell(first, VALUE, first + 1),
                sheet.cell(first, VALUE + 1, first + 1),
                charts.AMBER,
            ),
        ),
        4,
        8,
        bottom - top,
        f"Cloud of {laid.spot_changes.rows} {rhythm.adjective} price changes, spot against futures "
        "around a line whose slope is the minimum-variance hedge ratio.",
    )
    sheet.row = bottom
    sheet.row += 1
    sheet.note(
        f"Each dot is a {rhythm.noun}. The line's slope is the ratio; what lies off the line is "
        "basis risk, which no number of contracts takes away."
    )
