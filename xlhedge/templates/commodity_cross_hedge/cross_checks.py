"""The ratio, the contracts and the published example, each worked out a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.cross_hedge import Hedge
    from xlhedge.templates.commodity_cross_hedge.inputs import Inputs

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
CENT = 0.005


def enter(book: Book, given: Inputs, hedge: Hedge) -> None:
    """Enter the checks."""
    _ratio(book, hedge)
    _contracts(book, hedge)
    _published(book, given, hedge)


def _ratio(book: Book, hedge: Hedge) -> None:
    ratio, interval = hedge.ratio.ratio, hedge.ratio.interval
    book.check(
        "Cross hedge: ratio = SLOPE of the changes",
        ratio.far,
        "SLOPE(jet_changes,oil_changes)",
        unit="ratio",
        tolerance=EXACT,
        note="Excel's own regression of the columns of changes.",
    )
    book.check(
        "Cross hedge: ratio from prices = ratio from given changes",
        ratio.far,
        'MV_HEDGE_RATIO(jet_changes,oil_changes,"given")',
        unit="ratio",
        tolerance=EXACT,
        note="CROSS_HEDGE on prices, MV_HEDGE_RATIO on the changes.",
    )
    book.check(
        "Cross hedge: effectiveness = correlation squared",
        hedge.ratio.effectiveness.far,
        "RSQ(jet_changes,oil_changes)",
        unit="share",
        tolerance=EXACT,
        note="Excel's RSQ.",
    )
    book.check(
        "Cross hedge: what still moves = fuel x STEYX of the changes",
        hedge.ratio.residual.far,
        "ABS(exposure)*STEYX(jet_changes,oil_changes)",
        unit="USD",
        tolerance=CENT,
        note="Excel's standard error of the regression.",
    )
    book.check(
        "Cross hedge: the interval has the ratio in its middle",
        f"({interval.at(2, 1).far}+{interval.at(3, 1).far})/(1+1)",
        ratio.far,
        unit="ratio",
        tolerance=EXACT,
        note="HEDGE_RATIO_CI: the same way to both sides.",
    )
    book.check(
        "Cross hedge: risk taken away at the cover held = hand arithmetic",
        hedge.left_now.far,
        "cover_now/best_ratio*(1+1-cover_now/best_ratio)*RSQ(jet_changes,oil_changes)",
        unit="share",
        tolerance=EXACT,
        note="The parabola of risk over the ratio: nothing at 0, the most at the best ratio.",
    )


def _contracts(book: Book, hedge: Hedge) -> None:
    position = hedge.position
    book.check(
        "Cross hedge: contracts = - ratio x fuel / contract size",
        position.untailed.far,
        f"-{hedge.ratio.ratio.far}*exposure/lot",
        unit="contracts",
        tolerance=EXACT,
        note="FUTURES_CONTRACTS without tailing.",
    )
    book.check(
        "Cross hedge: after a trade, whole contracts are within 1 of exact",
        f"ABS(SIGN({position.trade.far}))*({position.after.far}-{position.exact.far})",
        "0",
        unit="contracts",
        tolerance=1,
        note="REBALANCE_CONTRACTS rounds, by less than one contract.",
    )
    idle = "MAX({}band,ABS(lot/exposure))*(contracts_to_trade=0)"
    book.check(
        "Cross hedge: without a trade, cover is within the band or a contract",
        idle.format("ABS(cover_now-target_cover),"),
        idle.format(""),
        unit="of the fuel",
        tolerance=EXACT,
        note="REBALANCE_CONTRACTS trades once the cover leaves the band.",
    )
    book.check(
        "Cross hedge: cost of one contract = hand arithmetic",
        position.cost.far,
        "(fee+half_spread)*(1+rolls+rolls)+margin*funding_rate*years_held",
        unit="USD",
        tolerance=CENT,
        note="Trades, two more for each roll, and the margin's interest.",
    )


def _published(book: Book, given: Inputs, hedge: Hedge) -> None:
    printed = given.printed
    answers = (
        ("hedge ratio", "Printed hedge ratio", "ratio", 5e-5),
        ("contracts", "Printed contracts", "contracts", 0.005),
        ("contracts, tailed", "Printed contracts, tailed", "contracts", 0.005),
        ("effectiveness", "Printed effectiveness", "share", 0.001),
    )
    for cell, (what, label, unit, tolerance) in zip(hedge.published, answers, strict=True):
        _printed(book, what, cell, printed[label], unit, tolerance)


def _printed(book: Book, what: str, cell: Cell, printed: Cell, unit: str, tolerance: float) -> None:
    book.check(
        f"Published example: {what} as printed",
        cell.far,
        printed.far,
        unit=unit,
        tolerance=tolerance,
        note="Hull, table 3.2 and section 3.4; to the digits printed.",
    )
