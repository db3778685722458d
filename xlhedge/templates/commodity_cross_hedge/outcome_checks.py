"""Horizons, windows, legs, cases and margin, each worked out a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.commodity_cross_hedge import horizons, margin
from xlhedge.templates.commodity_cross_hedge.cross_checks import CENT, EXACT
from xlhedge.templates.commodity_cross_hedge.inputs import STEPS

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.cross_hedge import Hedge
    from xlhedge.templates.commodity_cross_hedge.horizons import Horizons
    from xlhedge.templates.commodity_cross_hedge.margin import Account
    from xlhedge.templates.commodity_cross_hedge.multi_leg import Legs
    from xlhedge.templates.commodity_cross_hedge.rolling import Windows


def enter(
    book: Book, hedge: Hedge, table: Horizons, windows: Windows, legs: Legs, account: Account
) -> None:
    """Enter the checks."""
    _cases(book, hedge)
    _horizons(book, table)
    _windows(book, windows)
    _legs(book, hedge, legs)
    _account(book, account)


def _cases(book: Book, hedge: Hedge) -> None:
    unhedged, futures, hedged = (hedge.cases.column(i).far for i in (2, 3, 4))
    book.check(
        "Cross hedge: unhedged gains = fuel x price x moves, all cases",
        f"SUM({unhedged})",
        "exposure*spot*SUM(shocks)",
        unit="USD",
        tolerance=CENT,
        note="STRESS_HEDGE, summed over the cases.",
    )
    book.check(
        "Cross hedge: hedged = unhedged + futures, all cases",
        f"SUM({hedged})",
        f"SUM({unhedged})+SUM({futures})",
        unit="USD",
        tolerance=CENT,
        note="The table's columns against each other.",
    )
    book.check(
        "Cross hedge: futures gains = hand arithmetic, all cases",
        f"SUM({futures})",
        "position*lot*futures*follows*SUM(shocks)-COUNT(shocks)*ABS(position)*cost",
        unit="USD",
        tolerance=CENT,
        note="Contracts x size x price x move expected, less cost in each case.",
    )


def _horizons(book: Book, table: Horizons) -> None:
    for number, line in (("first", 1), ("last", len(STEPS))):
        step, ratio, r_squared = (
            table.table.at(line, col).far
            for col in (horizons.STEP, horizons.RATIO, horizons.R_SQUARED)
        )
        book.check(
            f"Horizons: {number} ratio = MV_HEDGE_RATIO with its step",
            ratio,
            f'MV_HEDGE_RATIO(jet_prices,oil_prices,"price",{step})',
            unit="ratio",
            tolerance=EXACT,
            note="Two functions, one regression.",
        )
        book.check(
            f"Horizons: {number} r squared = HEDGE_EFFECTIVENESS with its step",
            r_squared,
            f'HEDGE_EFFECTIVENESS(jet_prices,oil_prices,,"price",{step})',
            unit="share",
            tolerance=EXACT,
            note="Two functions, one share of the variance.",
        )


def _windows(book: Book, windows: Windows) -> None:
    book.check(
        "Rolling ratio: latest ratio = sums by hand",
        windows.latest.far,
        windows.by_hand.far,
        unit="ratio",
        tolerance=EXACT,
        note="Normal equation of the last window's changes; not where prices have a gap.",
    )
    book.check(
        "Rolling ratio: windows + window = changes + 1",
        f"COUNT({windows.table.column(0).far})+window",
        f"COUNT({windows.changes.name or windows.changes.far})+1",
        unit="changes",
        tolerance=0,
        note="One window ends on each change from the first that has enough behind it.",
    )


def _legs(book: Book, hedge: Hedge, legs: Legs) -> None:
    crude = legs.crude_correlation.far
    book.check(
        "Multi-leg: r squared = heating oil's part + crude oil's part",
        f"{legs.r_squared.far}-{legs.oil_ratio.far}*SLOPE(oil_changes,jet_changes)",
        f"{legs.crude_ratio.far}*SLOPE(crude_changes,jet_changes)",
        unit="share",
        tolerance=EXACT,
        note="Each ratio x Excel's slope of the leg on jet fuel.",
    )
    book.check(
        "Multi-leg: each ratio explains its part of the slope on heating oil",
        f"{legs.oil_ratio.far}+{legs.crude_ratio.far}*SLOPE(crude_changes,oil_changes)",
        hedge.ratio.ratio.far,
        unit="ratio",
        tolerance=EXACT,
        note="Alone, heating oil also does the work of the crude oil that moves with it.",
    )
    book.check(
        "Multi-leg: crude oil alone takes away its correlation squared",
        'HEDGE_EFFECTIVENESS(jet_changes,crude_changes,,"given")',
        f"{crude}*{crude}",
        unit="share",
        tolerance=EXACT,
        note="HEDGE_EFFECTIVENESS against Excel's CORREL.",
    )
    for leg, ratio, contracts, size in (
        ("heating oil", legs.oil_ratio, legs.oil_contracts, "lot"),
        ("crude oil", legs.crude_ratio, legs.crude_contracts, "crude_lot"),
    ):
        book.check(
            f"Multi-leg: {leg} contracts = - ratio x fuel / size",
            contracts.far,
            f"-{ratio.far}*exposure/{size}",
            unit="contracts",
            tolerance=EXACT,
            note="FUTURES_CONTRACTS without rounding.",
        )


def _account(book: Book, account: Account) -> None:
    table = account.table
    variation, calls = (table.column(col).far for col in (margin.VARIATION, margin.CALL))

    def last(col: int) -> Cell:
        return table.at(table.rows - 1, col)

    book.check(
        "Margin: variation margin = contracts x size x change of price",
        f"SUM({variation})",
        f"position*lot*({last(margin.PRICE).far}-{table.at(1, margin.PRICE).far})",
        unit="USD",
        tolerance=CENT,
        note="All days together.",
    )
    book.check(
        "Margin: last balance and call = all that went in",
        f"{last(margin.BALANCE).far}+{last(margin.CALL).far}",
        f"ABS(position)*margin+SUM({variation})+SUM({calls})",
        unit="USD",
        tolerance=CENT,
        note="Initial margin, variation margin and calls.",
    )
    book.check(
        "Margin: most cash paid in = the table's peak funding",
        account.peak.far,
        table.at(1, margin.PEAK).far,
        unit="USD",
        tolerance=0,
        note="MARGIN_CASHFLOW's own peak against Excel's MAX.",
    )
