"""Excel's functions of depreciation: straight, by years' digits, by declining balances.

Source: Microsoft's page on each function; what the pages leave open was read off values that Excel
saved in workbooks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, number
from xlhedge.recalc.functions.money import native
from xlhedge.worksheet.errors import DIV0, NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_MOST_PERIODS = 100_000


def _sln(cost: float, salvage: float, life: float) -> float:
    if life == 0:
        raise fail(DIV0, "The life is 0.")
    return (cost - salvage) / life


def _syd(cost: float, salvage: float, life: float, per: float) -> float:
    if life <= 0 or not 0 < per <= life or salvage < 0:
        raise fail(NUM, "It needs a life, and a period in it.")
    return (cost - salvage) * (life - per + 1) * 2 / (life * (life + 1))


def _db(cost: float, salvage: float, life: float, per: float, month: float = 12.0) -> float:
    """Return the declining balance of a period, with a rate of three digits as Excel has it."""
    first = math.trunc(month)
    years = life + (first < 12)
    if min(cost, salvage) < 0 or life <= 0 or not 0 < per <= years or not 1 <= first <= 12:
        raise fail(NUM, "It needs positive amounts, a period of the life, a month from 1 to 12.")
    if cost == 0:
        return 0.0
    rate = math.floor((1 - math.pow(salvage / cost, 1 / life)) * 1000 + 0.5) / 1000
    part = total = cost * rate * first / 12
    year = math.floor(per)
    if year == 1:
        return part
    for _ in range(math.floor(min(life, year)) - 1):
        part = (cost - total) * rate
        total += part
    return (cost - total) * rate * (12 - first) / 12 if year > life else part


def _ddb(cost: float, salvage: float, life: float, per: float, factor: float = 2.0) -> float:
    if min(cost, salvage) < 0 or life <= 0 or not 0 < per <= life or factor <= 0:
        raise fail(NUM, "It needs positive amounts, and a period of the life.")
    rate = min(factor / life, 1.0)
    before = cost if per == 1 else cost * math.pow(1 - rate, per - 1)
    return max(before - max(cost * math.pow(1 - rate, per), salvage), 0.0)


@cell_by_cell
def _vdb(*cells: Scalar) -> Scalar:
    """Return what is written off between two times, straight where that is more."""
    cost, salvage, life, begin, end = (number(c) for c in cells[:5])
    factor = 2.0 if len(cells) < 6 or cells[5] is None else number(cells[5])
    stays = len(cells) > 6 and bool(number(cells[6]))
    if min(cost, salvage, begin) < 0 or life <= 0 or not begin <= end <= life or factor <= 0:
        raise fail(NUM, "It needs positive amounts, and a time in the life.")
    if end > _MOST_PERIODS:
        raise Refused("it adds up too many periods")
    if begin % 1 and stays:
        raise Refused("VDB from a part of a period on without a switch is not known")
    value, total, straight = cost, 0.0, False
    time, width = 0.0, begin % 1 or 1.0  # whole periods are laid so that one starts at the begin
    while time < end:
        declining = max(min(value * factor / life, value - salvage), 0.0)
        even = max(value - salvage, 0.0) / (life - time)
        straight = straight or (not stays and even > declining)
        if straight and time == 0 and begin % 1:
            raise Refused("VDB that is straight from a part of its first period on is not known")
        part = (even if straight else declining) * min(width, end - time)
        value -= part
        total += part if time >= begin else 0.0
        time, width = time + width, 1.0
    return total


DEPRECIATION: dict[str, Callable[..., Cell]] = {
    "SLN": native(_sln),
    "SYD": native(_syd),
    "DB": native(_db),
    "DDB": native(_ddb),
    "VDB": _vdb,
}
