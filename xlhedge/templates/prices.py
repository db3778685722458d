"""A simulated price history: spot and futures that move together, though not one for one.

Whole tenths of a cent and `random.Random.random`, the one generator whose sequence Python keeps
from version to version: no rounding and no mathematics library stands between two machines.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 1
FUTURES_STEP = 52  # the largest of nine draws of a week's futures change, in tenths of a cent
NOISE_STEP = 20  # the same for what moves spot alone
FOLLOWS = 92  # spot moves by 92 % of the futures change ...
RETURNS_IN = 6  # ... and closes a sixth of the gap that noise opened
DRAWS = 9


class Week(NamedTuple):
    """One row of the history: prices per unit at a week's end."""

    day: dt.date
    spot: float
    futures: float


def shocks(seed: int) -> Callable[[int], int]:
    """Return what gives the next change of a series: nine draws of at most so many steps."""
    draw = random.Random(seed).random  # noqa: S311 - sample data, not a secret

    def shock(step: int) -> int:
        return sum(int(draw() * (2 * step + 1)) - step for _ in range(DRAWS))

    return shock


def weekly(last_day: dt.date, spot: float, futures: float, weeks: int = 104) -> list[Week]:
    """Return a history, oldest first, that ends on `last_day` at the prices given."""
    shock = shocks(SEED)
    path, gap = [(0, 0)], 0
    for _ in range(weeks - 1):
        move = shock(FUTURES_STEP)
        gap_change = shock(NOISE_STEP) - gap // RETURNS_IN
        gap += gap_change
        path.append((path[-1][0] + FOLLOWS * move // 100 + gap_change, path[-1][1] + move))
    spot_shift = round(spot * 1000) - path[-1][0]
    futures_shift = round(futures * 1000) - path[-1][1]
    return [
        Week(
            last_day - dt.timedelta(weeks=weeks - 1 - i),
            (s + spot_shift) / 1000,
            (f + futures_shift) / 1000,
        )
        for i, (s, f) in enumerate(path)
    ]
