"""Simulated period ends since designation: prices of item and instrument, and a credit part."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from xlhedge.templates import prices
from xlhedge.templates.history import History

if TYPE_CHECKING:
    import datetime as dt

SPOT, FUTURES = 2.31, 2.42  # where the simulated history ends
WEEKS = 289  # picked among the lengths 145 to 299 so that the sample hedge qualifies ...
KEPT = 145  # ... of which the last ones, from the day of designation on, are kept
STEP = 4  # weeks a period: 36 periods, enough for the practice of 30
CREDIT_SEED, CREDIT_STEP = 2, 12000


def history(last_day: dt.date) -> History:
    """Return simulated period ends: day, price of item and instrument, credit part in money."""
    draw = random.Random(CREDIT_SEED).random  # noqa: S311 - sample data, not a secret
    weeks = prices.weekly(last_day, SPOT, FUTURES, WEEKS)[-KEPT::STEP]
    return History(
        tuple(
            (*week, 0 if i == 0 else int(draw() * (2 * CREDIT_STEP + 1)) - CREDIT_STEP)
            for i, week in enumerate(weeks)
        )
    )
