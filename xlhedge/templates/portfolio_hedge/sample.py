"""Simulated weeks of a portfolio's unit, steeper than the index by a beta near 1.5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates import prices
from xlhedge.templates.history import History

if TYPE_CHECKING:
    import datetime as dt

PRICE, SCALE = 5.05, 200  # the simulated history ends at the published futures price, 1,010 points
STEEPER = 1.65  # set so that the ratio of least variance comes near the published beta of 1.5


def history(last_day: dt.date) -> History:
    """Return simulated weeks: day, value of a portfolio unit, index futures price."""
    return History(
        tuple(
            (
                week.day,
                round((PRICE + STEEPER * (week.spot - PRICE)) * SCALE, 2),
                round(week.futures * SCALE, 2),
            )
            for week in prices.weekly(last_day, PRICE, PRICE)
        )
    )
