"""The foot of the Cross hedge sheet: the published example, and this week's decision."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from xlhedge.templates.commodity_cross_hedge.inputs import FUEL

if TYPE_CHECKING:
    from xlhedge.templates.blocks import Sheet
    from xlhedge.templates.cells import Cell
    from xlhedge.templates.commodity_cross_hedge.cross_hedge import Position, Ratio
    from xlhedge.templates.commodity_cross_hedge.inputs import Inputs
    from xlhedge.templates.history import Rhythm


def write_published(sheet: Sheet, given: Inputs) -> tuple[Cell, Cell, Cell, Cell]:
    """Write the section that proves the functions on the published example."""
    sheet.section("4  The published example by the same functions: Hull, table 3.2")
    add = sheet.result
    series = "published_spot,published_futures"
    printed = given.printed
    size = f"{printed['Exposure'].far},{printed['Contract size'].far}"
    ratio = add(
        "Hedge ratio",
        f'=MV_HEDGE_RATIO({series},"given")',
        "futures/spot",
        "Printed: 0.7777.",
        "published_ratio",
        "ratio",
    )
    contracts = add(
        "Contracts",
        f"=FUTURES_CONTRACTS({size},{ratio})",
        "contracts",
        "Printed: 37.03, or 37.",
        "published_contracts",
        "contracts",
    )
    prices = f"{printed['Spot price'].far},{printed['Futures price'].far}"
    tailed = add(
        "Contracts, tailed by value",
        f"={contracts}*HEDGE_RATIO({prices})",
        "contracts",
        "Printed: 36.10, or 36.",
        "published_tailed",
        "contracts",
    )
    effectiveness = add(
        "Hedge effectiveness",
        f'=HEDGE_EFFECTIVENESS({series},,"given")',
        "of the variance",
        "Printed: 0.928 squared.",
        "published_effect",
        "price",
    )
    return ratio, contracts, tailed, effectiveness


def write(
    sheet: Sheet, given: Inputs, ratio: Ratio, position: Position, rhythm: Rhythm
) -> tuple[Cell, Cell]:
    """Write the decision; return the cover held now and the risk it takes away."""
    sheet.section("5  This week's decision")
    tell = functools.partial(sheet.result, answer=True)
    covered = tell(
        "Covered now",
        f"=HEDGE_RATIO(-{given.held}*lot,exposure)",
        "of the fuel",
        f"Futures held, in {FUEL}, over the fuel.",
        "cover_now",
        "percent",
    )
    effect = "=HEDGE_EFFECTIVENESS(jet_prices,oil_prices,{})"
    left_now = tell(
        "Risk taken away now",
        effect.format(covered),
        "of the variance",
        "1 - variance hedged / unhedged.",
        "effectiveness_now",
        "percent1",
    )
    trade = tell(
        "To do this week",
        f"={position.trade.near}",
        "contracts",
        "None inside the no-trade band.",
        number="trade",
    )
    covered_then = tell(
        "Covered then",
        f"=HEDGE_RATIO(-{position.after}*lot,exposure)",
        "of the fuel",
        "At the ratio of least risk, not 100 %.",
        "cover_then",
        "percent",
    )
    taken = tell(
        "Risk taken away then",
        effect.format(covered_then),
        "of the variance",
        "At most what the two fuels have in common.",
        "effectiveness_then",
        "percent1",
    )
    tell(
        f"What still moves in a {rhythm.noun}",
        f"={ratio.residual.near}",
        "USD",
        "Standard deviation of the hedged bill at the exact ratio.",
        number="money",
    )
    tell(
        "Cost of all contracts",
        f"=ABS({position.after})*{position.cost}",
        "USD",
        "To the end of the hedge.",
        number="money",
    )
    tell(
        "What the auditor will say",
        f'=IF({taken}>={given.least_cover.far},"above your line","below your line")',
        "",
        "Risk taken away then, against the least you accept on Inputs.",
    )
    sheet.headline("This week", trade, "trade")
    return covered, left_now
