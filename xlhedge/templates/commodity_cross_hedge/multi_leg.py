"""The Multi-leg sheet: heating oil and crude oil futures together."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates import charts
from xlhedge.templates.blocks import VALUE, Sheet
from xlhedge.templates.charts import Axis, Series
from xlhedge.templates.page import LABEL

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.cross_hedge import Hedge
    from xlhedge.templates.commodity_cross_hedge.history import Laid
    from xlhedge.templates.commodity_cross_hedge.inputs import Inputs
    from xlhedge.templates.history import Rhythm

LEGS, STATISTICS = 2, 5
CHART_ROWS = 15


class Legs(NamedTuple):
    """What two legs give."""

    oil_ratio: Cell
    crude_ratio: Cell
    r_squared: Cell
    oil_contracts: Cell
    crude_contracts: Cell
    crude_correlation: Cell


def write(book: Book, given: Inputs, laid: Laid, hedge: Hedge) -> Legs:
    """Write the sheet."""
    sheet = Sheet(
        book,
        "Multi-leg",
        "Multi-leg: crude oil futures beside heating oil",
        "Does a second contract take away what the first one leaves?",
        (38, 14, 17, 14, 14, 14, 14, 14),
    )
    sheet.section("1  The ratios of both legs together")
    table = sheet.spill(
        f"=MULTI_HEDGE_RATIO(jet_prices,{_both(laid)})",
        LEGS + STATISTICS,
        (
            *(("general", "ratio", "ratio", "ratio"),) * LEGS,
            *(("general", "whole", "whole", "whole"),) * 2,
            *(("general", "ratio", "ratio", "ratio"),) * 3,
        ),
        col=LABEL,
        name="legs_table",
        unit="as labelled",
        meaning="Minimum-variance ratios of two legs together",
    )
    sheet.note(
        "Leg 1 heating oil [gallons a gallon], leg 2 crude oil [barrels a gallon]. A p-value "
        "above 0.05: the leg may add nothing."
    )
    crude_correlation = _correlations(sheet, laid.history.rhythm)
    ratios = table.at(1, 1), table.at(2, 1)
    contracts = _contracts(sheet, ratios)
    r_squared = table.at(LEGS + 4, 1)
    _picture(sheet, hedge, r_squared)
    _decision(sheet, given, hedge, table, r_squared, laid.history.rhythm)
    return Legs(*ratios, r_squared, *contracts, crude_correlation)


def _both(laid: Laid) -> str:
    first, last = laid.oil, laid.crude
    block = type(first)(first.sheet, first.row, first.col, last.last_row, last.col)
    return block.far


def _correlations(sheet: Sheet, rhythm: Rhythm) -> Cell:
    sheet.row += 1
    sheet.group(f"How the three move together: correlation of {rhythm.adjective} changes")
    pairs = (
        ("Jet fuel and heating oil", "jet_changes,oil_changes"),
        ("Jet fuel and crude oil", "jet_changes,crude_changes"),
        ("Heating oil and crude oil", "oil_changes,crude_changes"),
    )
    _, with_crude, _ = (
        sheet.result(label, f"=CORREL({pair})", "correlation", "", number="price")
        for label, pair in pairs
    )
    return with_crude


def _contracts(sheet: Sheet, ratios: tuple[Cell, Cell]) -> tuple[Cell, Cell]:
    sheet.section("2  Contracts of each leg")
    oil, crude = (
        sheet.result(
            f"{leg} contracts, exact",
            f"=FUTURES_CONTRACTS(exposure,{size},{ratio})",
            "contracts",
            "- ratio x fuel / contract size; + = buy.",
            name,
            "contracts",
        )
        for leg, size, ratio, name in (
            ("Heating oil", "lot", ratios[0], "oil_contracts"),
            ("Crude oil", "crude_lot", ratios[1], "crude_contracts"),
        )
    )
    return oil, crude


def _picture(sheet: Sheet, hedge: Hedge, r_squared: Cell) -> None:
    sheet.section("3  Share of the risk taken away and left")
    titles = ("Hedge", "Taken away", "Left")
    sheet.headers(sheet.row, LABEL, titles, ("left", "right", "right"))
    first = sheet.row + 1
    both = ("Heating oil and crude oil", r_squared.near)
    states = (("Heating oil alone", hedge.ratio.effectiveness.far), both)
    for row, (label, taken) in enumerate(states, first):
        sheet.worksheet.write(row, LABEL, label, sheet.book.styles("label"))
        share = sheet.cell(row, VALUE)
        sheet.book.write_formula(sheet.worksheet, share, f"={taken}", number="percent1")
        rest = sheet.cell(row, VALUE + 1)
        sheet.book.write_formula(sheet.worksheet, rest, f"=1-{share}", number="percent1")
    last = first + len(states) - 1
    names = sheet.cell(first, LABEL, last)
    sheet.row = first - 1
    sheet.chart(
        charts.columns(
            sheet.book,
            "Risk taken away by one leg and by two",
            Axis("Legs of the hedge [case]"),
            Axis("Share of the variance [%]", "0%"),
            (
                Series("Taken away", names, sheet.cell(first, VALUE, last), charts.TEAL),
                Series("Left", names, sheet.cell(first, VALUE + 1, last), charts.MIST),
            ),
        ),
        4,
        8,
        CHART_ROWS,
        "Two stacked columns: heating oil alone takes away about four fifths of the variance of "
        "jet fuel, heating oil and crude oil together nearly nine tenths.",
    )
    sheet.row += CHART_ROWS


def _decision(
    sheet: Sheet, given: Inputs, hedge: Hedge, table: Cell, r_squared: Cell, rhythm: Rhythm
) -> None:
    sheet.section("4  The decision")
    tell = functools.partial(sheet.result, answer=True)
    more = tell(
        "Risk the second leg takes away",
        f"={r_squared}-{hedge.ratio.effectiveness.far}",
        "of the variance",
        "In sample: it can only be positive. Weigh it against a second margin account.",
        number="percent1",
    )
    tell(
        f"What still moves in a {rhythm.noun}",
        f"=ABS(exposure)*{table.at(LEGS + STATISTICS, 1)}",
        "USD",
        "Standard deviation of the bill hedged with both legs.",
        number="money",
    )
    tell(
        "What the auditor will say",
        f'=IF({r_squared}>={given.least_cover.far},"above your line","below your line")',
        "",
        "Effectiveness of both legs, against the least you accept on Inputs.",
    )
    sheet.headline("Second leg takes", more, "percent1")
