"""The accountant's figures, each worked out a second way."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.templates.hedge_effectiveness.regression import figure

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedge_effectiveness.dollar_offset import Offset
    from xlhedge.templates.hedge_effectiveness.history import Data
    from xlhedge.templates.hedge_effectiveness.inputs import Inputs
    from xlhedge.templates.hedge_effectiveness.oci import Split
    from xlhedge.templates.hedge_effectiveness.regression import Tested

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
CENT = 0.005


def enter(
    book: Book, given: Inputs, data: Data, tested: Tested, offset: Offset, split: Split
) -> None:
    """Enter the checks."""
    _regression(book, data, tested)
    _ifrs9(book, given, tested)
    _dollar_offset(book, given, offset)
    _oci(book, split)


def _regression(book: Book, data: Data, tested: Tested) -> None:
    table = tested.table
    intercept = figure(table, "intercept [money]").far
    same = functools.partial(
        book.check, unit="as labelled", tolerance=EXACT, note="Excel's own regression."
    )
    same("Regression: slope = SLOPE", figure(table, "slope").far, "SLOPE(item_pnl,hedge_pnl)")
    same("Regression: r squared = RSQ", figure(table, "r squared").far, "RSQ(item_pnl,hedge_pnl)")
    book.check(
        "Regression: intercept = INTERCEPT",
        intercept,
        "INTERCEPT(item_pnl,hedge_pnl)",
        unit="USD",
        tolerance=CENT,
        note="Excel's own regression.",
    )
    book.check(
        "Regression: observations = rows with a change",
        figure(table, "observations").far,
        f"COUNT({data.item})",
        unit="rows",
        tolerance=0,
        note="The function and the sheet drop the same rows.",
    )
    book.check(
        "Regression: the fitted line meets both means",
        f"{intercept}+{figure(table, 'slope').far}*AVERAGE(hedge_pnl)",
        "AVERAGE(item_pnl)",
        unit="USD",
        tolerance=CENT,
        note="A least-squares line runs through the means.",
    )
    book.check(
        "Regression: risk taken away = 1 - VARP of the sum / of the item",
        tested.reduction.far,
        "-(VARP(hedge_pnl)+(1+1)*COVAR(item_pnl,hedge_pnl))/VARP(item_pnl)",
        unit="ratio",
        tolerance=EXACT,
        note="HEDGE_EFFECTIVENESS against Excel's variances and covariance.",
    )


def _ifrs9(book: Book, given: Inputs, tested: Tested) -> None:
    table = tested.ifrs9
    book.check(
        "IFRS 9: correlation = CORREL",
        table.at(1, 2).far,
        "CORREL(item_pnl,hedge_pnl)",
        unit="correlation",
        tolerance=EXACT,
        note="Excel's own correlation. A blank credit part drops its row: write 0 there.",
    )
    book.check(
        "IFRS 9: ratio actual / designated - 1 = hand arithmetic",
        table.at(3, 2).far,
        "MAX(-contracts*contract_size/quantity,0)/planned-1",
        unit="ratio",
        tolerance=EXACT,
        note="Contracts x size over the quantity, from the inputs.",
    )
    book.check(
        "IFRS 9: requirements met = passes among its first three verdicts",
        table.at(table.rows - 1, 2).far,
        f'COUNTIF({_three(table).far},"pass")',
        unit="requirements",
        tolerance=0,
        note="The last line counts the lines above it.",
    )
    book.check(
        "Contracts, exact = - ratio x quantity / contract size",
        tested.exact.far,
        f"-{given.planned}*{given.quantity}/{given.contract_size}",
        unit="contracts",
        tolerance=EXACT,
        note="FUTURES_CONTRACTS without rounding.",
    )
    book.check(
        "After the trade, whole contracts are within 1 of exact",
        f"contracts+{tested.trade.far}",
        tested.exact.far,
        unit="contracts",
        tolerance=1,
        note="REBALANCE_CONTRACTS rounds, by less than one contract.",
    )


def _three(table: Cell) -> Cell:
    verdicts = table.column(4)
    return type(table)(table.sheet, verdicts.row, verdicts.col, verdicts.row + 2, verdicts.col)


def _dollar_offset(book: Book, given: Inputs, offset: Offset) -> None:
    hedge, item, ratio = (cell.far for cell in offset.last)
    book.check(
        "Dollar offset: IAS 39's example = 120 per cent",
        offset.example.far,
        f"-{given.example_loss}/{given.example_gain}",
        unit="ratio",
        tolerance=EXACT,
        note="DOLLAR_OFFSET against hand arithmetic.",
    )
    book.check(
        "Dollar offset: the example and its turn multiply to 1",
        f"{offset.example.far}*{offset.example_turned.far}",
        "1",
        unit="ratio",
        tolerance=EXACT,
        note="120 and 83 per cent are one hedge.",
    )
    book.check(
        "Dollar offset: since designation = last line of the table",
        offset.ratio.far,
        ratio,
        unit="ratio",
        tolerance=EXACT,
        note="DOLLAR_OFFSET of the sums against DOLLAR_OFFSET_TEST.",
    )
    alone = offset.by_period
    book.check(
        "Dollar offset: hedge changes by period add up to the last total",
        f"SUM({alone.column(1).far})",
        hedge,
        unit="USD",
        tolerance=CENT,
        note="The table of each period against the running totals.",
    )
    book.check(
        "Dollar offset: item changes by period add up to the last total",
        f"SUM({alone.column(2).far})",
        item,
        unit="USD",
        tolerance=CENT,
        note="The same of the hedged item.",
    )


def _oci(book: Book, split: Split) -> None:
    table = split.table
    oci_move, pnl_move = (table.column(col).far for col in (5, 6))
    book.check(
        "Hypothetical derivative: cumulative ratio = - hedge / item",
        split.test.at(1, 1).far,
        "-hedge_change/item_change",
        unit="ratio",
        tolerance=EXACT,
        note="The hypothetical derivative is the item with its sign turned.",
    )
    book.check(
        "OCI: the reserve = the lower of the two by hand",
        f"ABS({split.reserve.far})",
        "IF(hedge_change*item_change<0,MIN(ABS(hedge_change),ABS(item_change)),0)",
        unit="USD",
        tolerance=CENT,
        note="IFRS 9, 6.5.11(a); nothing where both moved the same way.",
    )
    book.check(
        "OCI and profit or loss add up to the hedge",
        f"{split.reserve.far}+{split.pnl.far}",
        "hedge_change",
        unit="USD",
        tolerance=CENT,
        note="OCI_SPLIT at the last period against the sum of Data.",
    )
    book.check(
        "OCI movements add up to the reserve",
        f"SUM({oci_move})",
        split.reserve.far,
        unit="USD",
        tolerance=CENT,
        note="What was booked is what stands.",
    )
    book.check(
        "Movements in profit or loss add up to the ineffectiveness",
        f"SUM({pnl_move})",
        split.pnl.far,
        unit="USD",
        tolerance=CENT,
        note="The same for profit or loss.",
    )
