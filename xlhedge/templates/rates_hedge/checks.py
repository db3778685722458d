"""The debt manager's figures, each worked out a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.rates_hedge.key_rates import HEAD
from xlhedge.templates.rates_hedge.tables import HEDGES

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.rates_hedge.futures import Hedged
    from xlhedge.templates.rates_hedge.inputs import Inputs
    from xlhedge.templates.rates_hedge.key_rates import Keyed
    from xlhedge.templates.rates_hedge.swap import Swapped

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
CENT = 0.005
RESIDUE = 1e-6  # products of DV01s are large: their digits end earlier


def enter(book: Book, given: Inputs, hedged: Hedged, keyed: Keyed, swapped: Swapped) -> None:
    """Enter the checks."""
    _duration(book, given, hedged)
    _value(book, hedged)
    _key_rates(book, given, keyed)
    _swap(book, given, swapped)


def _duration(book: Book, given: Inputs, hedged: Hedged) -> None:
    book.check(
        "Duration: exact contracts = hand arithmetic",
        hedged.exact.far,
        "(target-bonds_years)*bonds/(lot_value*lot_years)",
        unit="contracts",
        tolerance=EXACT,
        note="Value x missing duration over the contract's value x duration.",
    )
    book.check(
        "Duration: exact contracts meet the target",
        f"bonds_years+{hedged.exact.far}*lot_value*lot_years/bonds",
        "target",
        unit="years",
        tolerance=EXACT,
        note="Bonds and exact futures together.",
    )
    book.check(
        "Duration: whole contracts are within 1 of exact",
        hedged.whole.far,
        hedged.exact.far,
        unit="contracts",
        tolerance=1,
        note="Rounding moves by less than one contract.",
    )
    book.check(
        "Duration: hedged loss of the first shift = by the duration left",
        hedged.hedged.at(0, 0).far,
        f"-{given.shifts.at(0, 0).far}*{given.basis_point.far}*{hedged.years_after.far}*bonds",
        unit="USD",
        tolerance=CENT,
        note="The table adds futures; the check goes by the duration then.",
    )
    book.check(
        "Cost of one contract = hand arithmetic",
        hedged.cost_of_one.far,
        "(fee+half_spread)*(1+rolls+rolls)+margin*funding*held_years",
        unit="USD/contract",
        tolerance=CENT,
        note="Two trades more a roll, and interest on the margin.",
    )
    book.check(
        "Duration: cost = contracts x cost of one",
        hedged.cost.far,
        f"ABS({hedged.whole.far})*{hedged.cost_of_one.far}",
        unit="USD",
        tolerance=CENT,
        note="HEDGE_COST of all against HEDGE_COST of one.",
    )


def _value(book: Book, hedged: Hedged) -> None:
    book.check(
        "DV01: exact contracts = hand arithmetic",
        hedged.by_value.far,
        "(bp_goal-bp_now)*factor/lot_bp",
        unit="contracts",
        tolerance=EXACT,
        note="Missing DV01 over the contract's own.",
    )
    book.check(
        "DV01: exact contracts meet the target",
        f"bp_now+{hedged.by_value.far}*lot_bp/factor",
        "bp_goal",
        unit="USD/bp",
        tolerance=CENT,
        note="Bonds and exact futures together.",
    )
    book.check(
        "DV01: whole contracts are within 1 of exact",
        hedged.by_value_whole.far,
        hedged.by_value.far,
        unit="contracts",
        tolerance=1,
        note="Rounding moves by less than one contract.",
    )


def _key_rates(book: Book, given: Inputs, keyed: Keyed) -> None:
    table = keyed.table
    first = table.row + 1 + HEAD + len(HEDGES)
    residuals = type(table)(table.sheet, first, table.last_col, table.last_row, table.last_col)
    block = given.key_hedges
    for i, hedge in enumerate(HEDGES):
        col = block.col + i
        column = type(block)(block.sheet, block.row, col, block.last_row, col)
        book.check(
            f"Key rates: what is left owes nothing to the {hedge}",
            f"SUMPRODUCT({residuals.far},{column.far})",
            "0",
            unit="DV01 squared",
            tolerance=RESIDUE,
            note="Least squares: residuals are orthogonal to each hedge's DV01s.",
        )
    book.check(
        "Key rates: no whole contracts leave less than the exact ones",
        f"MAX(SUMSQ({residuals.far})-SUMSQ({keyed.left.far}),0)",
        "0",
        unit="DV01 squared",
        tolerance=RESIDUE,
        note="The exact ones leave the smallest sum of squares.",
    )
    book.check(
        "Key rates: exposure + futures = what is left, all key rates",
        f"SUM({keyed.exposure.far})+SUM({keyed.hedge.far})",
        f"SUM({keyed.left.far})",
        unit="USD/bp",
        tolerance=CENT,
        note="The table's columns against each other.",
    )


def _swap(book: Book, given: Inputs, swapped: Swapped) -> None:
    discount = swapped.discount
    book.check(
        "Swap: notional = - DV01 / DV01 of 1 notional",
        f"{swapped.notional.far}*{swapped.own.far}",
        "-swap_bp",
        unit="USD/bp",
        tolerance=CENT,
        note="SWAP_HEDGE_NOTIONAL against the payments discounted one by one.",
    )
    book.check(
        "Swap: nothing is left",
        swapped.left.far,
        "0",
        unit="USD/bp",
        tolerance=CENT,
        note="Exposure and swap together.",
    )
    book.check(
        "Swap: at the fair rate the fixed side is worth 1",
        f"{swapped.fair.far}*SUM({discount.far})/frequency+{discount.at(discount.rows - 1, 0).far}",
        "1",
        unit="of notional",
        tolerance=EXACT,
        note="Payments and principal, discounted: a bond at par.",
    )
    book.check(
        "Swap: one zero rate a payment",
        f"COUNT({given.zero_rates})",
        "swap_years*frequency",
        unit="payments",
        tolerance=0,
        note="Term x payments a year.",
    )
