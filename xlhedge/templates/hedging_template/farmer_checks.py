"""The farmer's figures, each worked out a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.templates.book import Book
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.hedging_template.history import Laid

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
CENT = 0.005


def enter(book: Book, at: Mapping[str, Cell], laid: Laid) -> None:
    """Enter the checks; `at` says where each figure stands."""
    _ratio(book, at)
    _sizing(book, at, laid)
    _outcome(book, at)


def _ratio(book: Book, at: Mapping[str, Cell]) -> None:
    book.check(
        "Farmer: hedge ratio by value = hand arithmetic",
        at["by_value"].far,
        "-contracts_held*contract_size*futures_price/(quantity*spot_price)",
        unit="ratio",
        tolerance=EXACT,
        note="Contracts sold x size x futures price over crop x spot price.",
    )
    book.check(
        "Farmer: hedged and open shares add up to 1",
        f"{at['by_value'].far}+{at['open_share'].far}",
        "1",
        unit="ratio",
        tolerance=EXACT,
        note="HEDGE_RATIO and UNHEDGED_EXPOSURE split the same position.",
    )
    book.check(
        "Farmer: value left open = position value - hedge value",
        at["open_value"].far,
        "ABS(position_value)*(1-hedge_value/position_value)",
        unit="USD",
        tolerance=CENT,
        note="The same in money.",
    )


def _sizing(book: Book, at: Mapping[str, Cell], laid: Laid) -> None:
    y, x = laid.spot_changes.far, laid.futures_changes.far
    statistics = at["statistics"]
    book.check(
        "Farmer: minimum-variance ratio = SLOPE of the changes",
        at["ratio"].far,
        f"SLOPE({y},{x})",
        unit="ratio",
        tolerance=EXACT,
        note="Excel's own regression slope over the changes on Prices.",
    )
    book.check(
        "Farmer: correlation = CORREL of the changes",
        statistics.at(7, 1).far,
        f"CORREL({y},{x})",
        unit="correlation",
        tolerance=EXACT,
        note="Excel's own correlation.",
    )
    book.check(
        "Farmer: observations = rows with a change",
        statistics.at(1, 1).far,
        f"COUNT({y})",
        unit="rows",
        tolerance=0,
        note="The function and the sheet drop the same rows.",
    )
    book.check(
        "Farmer: exact contracts = - ratio x crop / contract size",
        at["exact"].far,
        "-best_ratio*quantity/contract_size",
        unit="contracts",
        tolerance=EXACT,
        note="FUTURES_CONTRACTS without rounding.",
    )
    book.check(
        "Farmer: contracts are of the other sign than the crop",
        f"MAX({at['exact'].far}*SIGN(best_ratio)*quantity,0)",
        "0",
        unit="product",
        tolerance=0,
        note="Who will sell the crop sells futures, who will buy it buys them.",
    )
    book.check(
        "Farmer: after a trade, whole contracts are within 1 of exact",
        f"ABS(SIGN({at['trade'].far}))*({at['after'].far}-{at['exact'].far})",
        "0",
        unit="contracts",
        tolerance=1,
        note="REBALANCE_CONTRACTS rounds, by less than one contract.",
    )


def _outcome(book: Book, at: Mapping[str, Cell]) -> None:
    table = at["table"]
    unhedged, pnl, hedged, price = (table.column(i).far for i in (2, 3, 4, 5))
    book.check(
        "Farmer: unhedged revenue = crop x price, all scenarios",
        f"SUM({unhedged})",
        f"quantity*SUM({at['scenarios'].far})",
        unit="USD",
        tolerance=CENT,
        note="HEDGE_OUTCOME, summed over the scenarios.",
    )
    book.check(
        "Farmer: hedged revenue = unhedged + futures pnl, all scenarios",
        f"SUM({hedged})",
        f"SUM({unhedged})+SUM({pnl})",
        unit="USD",
        tolerance=CENT,
        note="The table's columns against each other.",
    )
    book.check(
        "Farmer: crop x effective price = hedged revenue, all scenarios",
        f"quantity*SUM({price})",
        f"SUM({hedged})",
        unit="USD",
        tolerance=CENT,
        note="The price per bushel gives the revenue back.",
    )
    book.check(
        "Farmer: gain on the futures = hand arithmetic",
        at["gain"].far,
        "contracts_held*contract_size*(futures_close-futures_price)",
        unit="USD",
        tolerance=CENT,
        note="FUTURES_PNL: contracts x size x change of the futures price.",
    )
    book.check(
        "Farmer: crop x price achieved = sale + gain on the futures",
        f"quantity*{at['achieved'].far}",
        f"quantity*spot_close+{at['gain'].far}",
        unit="USD",
        tolerance=CENT,
        note="EFFECTIVE_PRICE and FUTURES_PNL tell one story.",
    )
