"""A simulated price history of jet fuel, heating oil futures and crude oil futures.

Made as `xlhedge.templates.prices` makes its own: whole thousandths and `random.Random.random`
alone, so that every machine draws the same history.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from xlhedge.templates.history import History
from xlhedge.templates.prices import shocks

SEED = 17
WEEKS = 156
OIL_STEP = 30  # the largest of nine draws of a week's heating oil change, in 0.001 USD/gallon
CRUDE_STEP = 75  # the same for what moves crude oil alone, in 0.01 USD/barrel
JET_STEP = 9  # the same for what moves jet fuel alone, in 0.001 USD/gallon
FOLLOWS = 78  # jet fuel moves by 78 % of the heating oil change ...
CRUDE_PASSED_ON = 10  # ... and by 0.0010 USD/gallon a cent of crude oil's own change ...
RETURNS_IN = 8  # ... and closes an eighth of the gap that its own noise opened
CRUDE_FOLLOWS = 3  # cents a barrel for each 0.001 USD a gallon of heating oil
JET, OIL, CRUDE = 1.94, 1.99, 82.0  # the history ends at Hull's prices of fuel and futures


class FuelWeek(NamedTuple):
    """One row of the history: prices at a week's end."""

    day: dt.date
    jet: float
    oil: float
    crude: float


def history(last_day: dt.date) -> History:
    """Return the simulated weeks."""
    return History(tuple(weekly(last_day, JET, OIL, CRUDE)))


def weekly(last_day: dt.date, jet: float, oil: float, crude: float) -> list[FuelWeek]:
    """Return a history, oldest first, that ends on `last_day` at the prices given."""
    shock = shocks(SEED)
    path, gap = [(0, 0, 0)], 0
    for _ in range(WEEKS - 1):
        move, own = shock(OIL_STEP), shock(CRUDE_STEP)
        gap_change = shock(JET_STEP) - gap // RETURNS_IN
        gap += gap_change
        j, o, c = path[-1]
        j += (FOLLOWS * move + CRUDE_PASSED_ON * own) // 100 + gap_change
        path.append((j, o + move, c + CRUDE_FOLLOWS * move + own))
    ends = (round(jet * 1000), round(oil * 1000), round(crude * 100))
    shifts = [end - last for end, last in zip(ends, path[-1], strict=True)]
    return [
        FuelWeek(
            last_day - dt.timedelta(weeks=WEEKS - 1 - i),
            (j + shifts[0]) / 1000,
            (o + shifts[1]) / 1000,
            (c + shifts[2]) / 100,
        )
        for i, (j, o, c) in enumerate(path)
    ]
