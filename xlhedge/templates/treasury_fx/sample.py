"""Simulated weeks of four rates of exchange that move together in part."""

from __future__ import annotations

import datetime as dt

from xlhedge.templates.history import History
from xlhedge.templates.prices import shocks

SEED = 4
WEEKS = 104
SPARE = 8  # columns left for the reader's own currencies
# currency: its last rate, and how far a week's draw of all and of its own carries it, in millionths
LAST = ((1.1, 5200, 3900, 6), (1.3, 4800, 5300, 6), (0.0067, 3000, 7400, 8), (0.73, 3000, 4600, 6))


def history(last_day: dt.date) -> History:
    """Return simulated weeks: day and rates, oldest first, and blanks for the spare columns."""
    shock = shocks(SEED)
    rates = [rate for rate, *_ in LAST]
    lines = []
    for week in range(WEEKS):
        day = last_day - dt.timedelta(weeks=week)
        shown = (round(rate, digits) for rate, (_, _, _, digits) in zip(rates, LAST, strict=True))
        lines.append((day, *shown, *([None] * SPARE)))
        common = shock(1000)
        rates = [
            rate / (1 + (together * common // 1000 + shock(own)) / 1_000_000)
            for rate, (_, together, own, _) in zip(rates, LAST, strict=True)
        ]
    return History(tuple(reversed(lines)))
