"""The portfolio's figures, each worked out a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.hedging_template.etf_inputs import Inputs
    from xlhedge.templates.hedging_template.etf_portfolio import Plan, Portfolio

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
CENT = 0.005


def enter(book: Book, given: Inputs, now: Portfolio, plan: Plan) -> None:
    """Enter the checks."""
    book.check(
        "ETF portfolio: hedge ratio = hand arithmetic",
        now.ratio.far,
        f"SUMPRODUCT({given.values},{given.shares})/SUM({given.values})",
        unit="ratio",
        tolerance=EXACT,
        note="Value x share summed, over the sum of the values.",
    )
    book.check(
        "ETF portfolio: hedged and open add up to the portfolio",
        f"{now.hedged.far}+{now.open_value.far}",
        now.value.far,
        unit="USD",
        tolerance=CENT,
        note="PORTFOLIO_HEDGE_RATIO and UNHEDGED_EXPOSURE split the same value.",
    )
    book.check(
        "ETF portfolio: the amount to move meets the target",
        f"({now.hedged.far}+{plan.move.far})/{now.value.far}",
        given.target.far,
        unit="ratio",
        tolerance=EXACT,
        note="What is hedged and what is moved, over the portfolio.",
    )
    book.check(
        "ETF portfolio: exact contracts = - amount / value of one",
        plan.exact.far,
        f"-{plan.move.far}/(fx_contract_size*fx_spot)",
        unit="contracts",
        tolerance=EXACT,
        note="FUTURES_CONTRACTS without rounding.",
    )
    book.check(
        "ETF portfolio: contracts are of the other sign than what is missing",
        f"MAX({plan.exact.far}*{plan.move.far},0)",
        "0",
        unit="product",
        tolerance=0,
        note="More hedge: sell euro futures; less: buy them.",
    )
    book.check(
        "ETF portfolio: after a trade, whole contracts are within 1 of exact",
        f"ABS(SIGN({plan.trade.far}))*({plan.position.far}-{plan.exact.far})",
        "0",
        unit="contracts",
        tolerance=1,
        note="REBALANCE_CONTRACTS rounds, by less than one contract.",
    )
