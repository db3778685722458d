"""ACCRINT: interest accrued by a bond that pays at regular dates.

Source: Microsoft's page, and the periods of its note on quasi-coupons; which days each basis
counts in a period was read off values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, finite, number
from xlhedge.recalc.functions.money import strict_number
from xlhedge.recalc.functions.quasi_coupons import Schedule, day_numbers, days_between
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


def _stub(schedule: Schedule, issue: int, step: int, basis: int) -> float:
    """Return the share of a period that lies after the issue in it."""
    start, end = schedule.date(step), schedule.date(step + 1)
    if basis == 0:
        length: float = days_between(start, end, 0, both_ends=True)
    elif basis == 2:
        length = days_between(start, end, 0)
    elif basis == 3:
        length = 365 / schedule.per_year
    else:
        length = days_between(start, end, basis)
    return days_between(issue, end, basis) / length


def _periods(schedule: Schedule, issue: int, settlement: int, basis: int, *, whole: bool) -> float:
    """Return how many periods' interest has accrued.

    Parameters
    ----------
    whole : bool
        Whether the periods between that of the issue and that of the settlement count.
    """
    last = -1  # the period before the first interest
    while whole and schedule.date(last + 1) < settlement:
        last += 1
    length = schedule.length(-1, basis)
    accrued = days_between(max(issue, schedule.date(last)), settlement, basis) / length
    for step in range(last - 1, -100_000, -1):
        if schedule.date(step + 1) <= issue:
            break
        if issue > schedule.date(step):
            accrued += _stub(schedule, issue, step, basis)
        elif whole:
            accrued += 1
    return accrued


def _truth(method: Scalar) -> bool:
    if method is None or isinstance(method, str):
        raise Refused("what ACCRINT makes of a blank or a text for its method is not known")
    return bool(number(method))


def _accrint(*cells: Scalar) -> Scalar:
    dates = [strict_number(cell) for cell in cells[:3]]
    rate, par, frequency = (strict_number(cell) for cell in cells[3:6])
    basis = math.floor(strict_number(cells[6])) if len(cells) > 6 else 0
    whole = len(cells) < 8 or _truth(cells[7])
    per_year = math.floor(frequency)
    if min(rate, par) <= 0 or per_year not in {1, 2, 4} or not 0 <= basis <= 4:
        raise fail(NUM, "It needs a rate and an amount above 0, a frequency 1, 2 or 4, a basis.")
    issue, first, settlement = day_numbers(*dates)
    if issue >= settlement:
        raise fail(NUM, "The settlement must come after the issue.")
    if first <= issue:
        raise Refused("ACCRINT with a first interest that is not after the issue is not computed")
    schedule = Schedule(first, per_year)
    periods = _periods(schedule, issue, settlement, basis, whole=whole)
    return finite(par * rate / per_year * periods)


ACCRUED: dict[str, Callable[..., Cell]] = {"ACCRINT": cell_by_cell(_accrint, errors_first=False)}
