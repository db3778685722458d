"""The portfolio manager's figures, each worked out a second way."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.portfolio_hedge.frontier import Traded
    from xlhedge.templates.portfolio_hedge.holdings import Held
    from xlhedge.templates.portfolio_hedge.inputs import Inputs
    from xlhedge.templates.portfolio_hedge.macro import Macro
    from xlhedge.templates.portfolio_hedge.micro import Micro
    from xlhedge.templates.portfolio_hedge.puts import Insured

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
SOLVED = 1e-6  # index points: ZERO_COST_COLLAR searches its strike
CENT = 0.005


def enter(
    book: Book,
    given: Inputs,
    held: Held,
    macro: Macro,
    micro: Micro,
    insured: Insured,
    traded: Traded,
) -> None:
    """Enter the checks."""
    _macro(book, macro)
    _micro(book, given, held, micro)
    _puts(book, insured)
    _frontier(book, traded)


def _macro(book: Book, macro: Macro) -> None:
    check = functools.partial(book.check, unit="contracts", tolerance=EXACT)
    check(
        "Macro: exact contracts = hand arithmetic",
        macro.exact.far,
        "(target_beta-book_beta)*portfolio/(future*multiplier)",
        note="Missing beta x portfolio over the value of a contract.",
    )
    check(
        "Macro: line by line = by the portfolio's beta",
        macro.exact.far,
        macro.by_beta.far,
        note="MACRO_HEDGE_CONTRACTS against BETA_HEDGE_CONTRACTS.",
    )
    book.check(
        "Macro: whole contracts are within 1 of exact",
        macro.whole.far,
        macro.exact.far,
        unit="contracts",
        tolerance=1,
        note="Rounding moves by less than one contract.",
    )
    book.check(
        "Macro: hedged result of the first move = by the beta then",
        macro.table.at(1, 4).far,
        f"{macro.beta_after.far}*portfolio*{macro.table.at(1, 0).far}",
        unit="USD",
        tolerance=CENT,
        note="STRESS_HEDGE adds futures; the check goes by the beta left.",
    )
    book.check(
        "Cost of one contract = hand arithmetic",
        macro.cost_of_one.far,
        "(fee+half_spread)*(1+rolls+rolls)+margin*funding*held_years",
        unit="USD/contract",
        tolerance=CENT,
        note="Two trades more a roll, and interest on the margin.",
    )
    book.check(
        "Macro: cost = contracts x cost of one",
        macro.cost.far,
        f"ABS({macro.whole.far})*{macro.cost_of_one.far}",
        unit="USD",
        tolerance=CENT,
        note="HEDGE_COST of all against HEDGE_COST of one.",
    )


def _micro(book: Book, given: Inputs, held: Held, micro: Micro) -> None:
    check = functools.partial(book.check, unit="share", tolerance=EXACT)
    check(
        "Holdings: weights add up to 1",
        f"SUM({held.weights})",
        "1",
        note="Value over portfolio, all lines.",
    )
    check(
        "Micro: shares of the risk add up to 1",
        f"SUM({micro.shares.far})",
        "1",
        note="Weight x covariance with all, over the variance.",
    )
    check(
        "Micro: volatility before = of Holdings",
        micro.table.at(1, 1).far,
        held.volatility.far,
        note="MICRO_HEDGE_RISK against weights and covariances summed on the sheet.",
    )
    check(
        "Micro: volatility after = the holding's line in the table",
        micro.table.at(2, 1).far,
        f"INDEX({micro.after.far},{given.asset})",
        note="The function against variance - 2 h w c + (h w sd) squared.",
    )


def _puts(book: Book, insured: Insured) -> None:
    book.check(
        "Puts: exact contracts = hand arithmetic",
        insured.exact.far,
        "insured_beta*insured/(index_level*put_multiplier)",
        unit="contracts",
        tolerance=EXACT,
        note="Beta x portfolio over the index x multiplier.",
    )
    book.check(
        "Puts: at the strike the portfolio is worth the floor",
        "insured*(1+r_term-q_term+insured_beta*(put_strike/index_level-1+q_term-r_term))",
        "floor_value",
        unit="USD",
        tolerance=CENT,
        note="PUT_HEDGE_STRIKE against the pricing model read forwards.",
    )
    book.check(
        "Puts: no level tried is below the floor, but for the premium",
        f"MAX(floor_value-MIN({insured.with_puts.far})-{insured.cost.far},0)",
        "0",
        unit="USD",
        tolerance=CENT,
        note="With puts rounded up the floor holds everywhere.",
    )
    book.check(
        "Puts: gain at the first level = hand arithmetic",
        insured.gains.at(0, 0).far,
        f"lots*put_multiplier*(MAX(put_strike-{insured.levels.at(0, 0).far},0)-put_premium)",
        unit="USD",
        tolerance=CENT,
        note="PUT_PAYOFF: contracts x multiplier x (strike - index - premium).",
    )
    book.check(
        "Collar: the calls bring what the puts cost",
        insured.call_premium.far,
        insured.premium.far,
        unit="points",
        tolerance=SOLVED,
        note="ZERO_COST_COLLAR's strike, priced by OPTION_PRICE.",
    )


def _frontier(book: Book, traded: Traded) -> None:
    deviation = f"STDEV({traded.unit_changes.far})"
    first, last = traded.table.at(1, 1).far, traded.table.at(traded.table.rows - 1, 1).far
    book.check(
        "Frontier: standard deviation unhedged = STDEV of the changes",
        f"(1-ABS(SIGN({traded.table.at(1, 0).far})))*({first}-{deviation})",
        "0",
        unit="USD/unit",
        tolerance=EXACT,
        note="Excel's own over the changes on Prices; looked at where the first ratio is 0.",
    )
    book.check(
        "Frontier: last ratio's variance = unhedged x (1 - effectiveness)",
        f"{last}*{last}",
        f"{deviation}*{deviation}*(1-removed_at_last)",
        unit="USD squared",
        tolerance=SOLVED,
        note="COST_PROTECTION_FRONTIER against HEDGE_EFFECTIVENESS.",
    )
    book.check(
        "Frontier: no ratio is better than that of least variance",
        f"MAX({traded.removed.far}-HEDGE_EFFECTIVENESS(unit_prices,future_prices),0)",
        "0",
        unit="ratio",
        tolerance=EXACT,
        note="The macro hedge takes away at most what the best ratio does.",
    )
