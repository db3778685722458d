"""The treasury's figures, each worked out a second way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.treasury_fx import compare, layered
from xlhedge.templates.treasury_fx.inputs import COUNT, MONTHS

if TYPE_CHECKING:
    from xlhedge.templates.book import Book
    from xlhedge.templates.treasury_fx.at_risk import Risk
    from xlhedge.templates.treasury_fx.compare import Deal
    from xlhedge.templates.treasury_fx.exposures import Exposures
    from xlhedge.templates.treasury_fx.inputs import Inputs
    from xlhedge.templates.treasury_fx.layered import Ladder

EXACT = 1e-9  # what two ways of adding the same doubles may differ by
UNITS = 1e-6  # the same for sums of thousands
CENT = 0.005


def enter(
    book: Book, given: Inputs, open_now: Exposures, ladder: Ladder, deal: Deal, risk: Risk
) -> None:
    """Enter the checks."""
    for i in range(COUNT):
        _ladder(book, given, open_now, ladder, i)
    _deal(book, deal)
    _risk(book, given, ladder, risk)


def _ladder(book: Book, given: Inputs, open_now: Exposures, ladder: Ladder, i: int) -> None:
    which = f"no. {i + 1}"
    table, net = ladder.tables[i], open_now.net[i]
    position, unhedged = (table.column(c).far for c in (layered.POSITION, layered.OPEN))
    book.check(
        f"Exposures, {which}: net = received + paid",
        f"SUM({net.far})",
        f"SUM({given.received[i].far})+SUM({given.paid[i].far})",
        unit="thousands",
        tolerance=UNITS,
        note="All months together.",
    )
    book.check(
        f"Layered hedge, {which}: position = - flows x schedule",
        f"SUM({position})",
        f"-SUMPRODUCT({net.name},schedule)",
        unit="thousands",
        tolerance=UNITS,
        note="LAYERED_HEDGE against Excel's SUMPRODUCT.",
    )
    book.check(
        f"Layered hedge, {which}: position and what is left make the flow",
        f"SUM({unhedged})-SUM({position})",
        f"SUM({net.name})",
        unit="thousands",
        tolerance=UNITS,
        note="The table's columns against each other.",
    )
    book.check(
        f"Layered hedge, {which}: held and traded make the position",
        f"SUM({given.held[i].far})+SUM({ladder.trades[i].far})",
        f"SUM({position})",
        unit="thousands",
        tolerance=UNITS,
        note="What is wanted is what is there after the trades.",
    )
    last = ladder.tables[i].at(MONTHS, layered.POSITION)
    to_come = f"{table.at(MONTHS, layered.OPEN + 1).far}:{table.at(MONTHS, 3 + MONTHS).fixed}"
    book.check(
        f"Layered hedge, {which}: the last month ends at the nearest share",
        f"{last.far}+SUM({to_come})",
        f"-{net.at(MONTHS - 1, 0).far}*{given.schedule.at(0, 0).far}",
        unit="thousands",
        tolerance=UNITS,
        note="Position and all trades to come, when it is one month ahead.",
    )
    low, high = (ladder.policies[i].column(c).far for c in (layered.LOW, layered.HIGH))
    cover = open_now.covers[i].name
    book.check(
        f"Layered hedge, {which}: months out less below = above",
        f"{ladder.totals[2].at(i, 0).far}-SUMPRODUCT(--({cover}<{low}))",
        f"SUMPRODUCT(--({cover}>{high}))",
        unit="months",
        tolerance=0,
        note="HEDGE_POLICY_CHECK's words against the ratios and its bands.",
    )


def _deal(book: Book, deal: Deal) -> None:
    def total(col: int) -> str:
        return f"SUM({deal.table.column(col).far})"

    book.check(
        "Compared: parity = spot x growth at home / growth abroad",
        deal.parity.far,
        "spot*(1+home*term)/(1+abroad*term)",
        unit="USD/unit",
        tolerance=EXACT,
        note="FX_FORWARD_RATE, simple interest.",
    )
    book.check(
        "Compared: money market = amount at the parity rate",
        deal.by_market.far,
        f"amount*{deal.parity.far}",
        unit="USD",
        tolerance=CENT,
        note="Two functions, one parity.",
    )
    book.check(
        "Compared: the parity rate holds the rate abroad",
        f'CIP_BASIS(spot,{deal.parity.far},LN(1+home*term)/term,0,term,"continuous")',
        "-LN(1+abroad*term)/term",
        unit="a year",
        tolerance=EXACT,
        note="CIP_BASIS without the rate abroad gives that rate back, its sign turned.",
    )
    book.check(
        "Compared: the option at its worst = strike less premium",
        deal.floor.far,
        f"amount*strike-{deal.premium.far}",
        unit="USD",
        tolerance=CENT,
        note="FX_OPTION_HEDGE by hand.",
    )
    for col, what, expected in (
        (compare.FORWARD, "forward", deal.by_forward.far),
        (compare.MARKET, "money market", deal.by_market.far),
    ):
        book.check(
            f"Compared: {what} is the same at every spot rate",
            total(col),
            f"COUNT(scenarios)*{expected}",
            unit="USD",
            tolerance=CENT,
            note="FX_HEDGE_COMPARE, summed over the spot rates.",
        )
    book.check(
        "Compared: unhedged = amount x spot rate, all rates",
        total(compare.NOTHING),
        "amount*SUM(scenarios)",
        unit="USD",
        tolerance=CENT,
        note="FX_HEDGE_COMPARE, summed over the spot rates.",
    )


def _risk(book: Book, given: Inputs, ladder: Ladder, risk: Risk) -> None:
    bare, _, after = risk.open_by_state
    first = f"{bare.at(0, 0).far}*{given.volatilities.at(0, 0).far}"
    book.check(
        "Exposure at risk: the first currency alone = z x root of time x sd",
        risk.alone.at(0, 0).far,
        f"NORMSINV(confidence)*SQRT(horizon)*ABS({first})",
        unit="USD thousand",
        tolerance=CENT,
        note="EXPOSURE_AT_RISK against Excel's NORMSINV.",
    )
    squared = f"{risk.losses[0].far}/NORMSINV(confidence)"
    moves = f"{bare.name}*volatilities"
    book.check(
        "Exposure at risk: all together = z x root of time x root of x'Cx",
        f"{squared}/SQRT(horizon)",
        f"SQRT(SUMPRODUCT(MMULT(correlations,{moves})*{moves}))",
        unit="USD thousand",
        tolerance=CENT,
        note="EXPOSURE_AT_RISK against Excel's MMULT.",
    )
    book.check(
        "Exposure at risk: together not more than each alone added up",
        f"MAX({risk.losses[0].far}-SUM({risk.alone.far}),0)",
        "0",
        unit="USD thousand",
        tolerance=CENT,
        note="Currencies that do not move as one offset each other.",
    )
    for i in range(COUNT):
        left = ladder.tables[i].column(layered.OPEN).far
        book.check(
            f"Exposure at risk, no. {i + 1}: open after trades = what the ladder leaves",
            after.at(i, 0).far,
            f"SUM({left})*{given.spots.at(i, 0).far}",
            unit="USD thousand",
            tolerance=UNITS,
            note="Flows, forwards and trades against LAYERED_HEDGE's own column.",
        )
