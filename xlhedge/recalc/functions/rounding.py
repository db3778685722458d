"""CEILING, FLOOR and their kin: numbers in whole steps.

Source: Microsoft's page on each function.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.statistical import numeric
from xlhedge.worksheet.errors import DIV0, NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell


def _steps(x: float, step: float, up: bool) -> float:
    """Return x in whole steps, rounded up or down; a quotient within rounding error is whole."""
    quotient = x / step
    if not math.isfinite(quotient):
        raise fail(NUM, "There are too many steps.")
    nearest = float(f"{quotient:.15g}")
    return (math.ceil(nearest) if up else math.floor(nearest)) * step


@numeric
def _int(x: float) -> float:
    whole = math.floor(x)
    if whole != x and math.floor(float(f"{x:.15g}")) != whole:
        # 123456788.9999996 came out as 123456789 in one version of Excel
        raise Refused(f"whether Excel cuts {x!r} or rounds it to 15 digits first is not known")
    return float(whole)


@numeric
def _ceiling(x: float, s: float) -> float:
    if s == 0 or x == 0:
        return 0.0
    if x > 0 > s:
        raise fail(NUM, "A positive number needs a positive step.")
    return _steps(x, s, up=True)


@numeric
def _floor(x: float, s: float) -> float:
    if x == 0:
        return 0.0
    if s == 0:
        raise fail(DIV0, "The step is zero.")
    if x > 0 > s:
        raise fail(NUM, "A positive number needs a positive step.")
    return _steps(x, s, up=False)


@numeric
def _ceiling_math(x: float, step: float = 1.0, mode: float = 0.0) -> float:
    s = abs(step)
    return _steps(x, s, up=x > 0 or mode == 0) if s else 0.0


@numeric
def _floor_math(x: float, step: float = 1.0, mode: float = 0.0) -> float:
    s = abs(step)
    return _steps(x, s, up=x < 0 and mode != 0) if s else 0.0


ROUNDING: dict[str, Callable[..., Cell]] = {
    "INT": _int,
    "CEILING": _ceiling,
    "FLOOR": _floor,
    "CEILING.MATH": _ceiling_math,
    "FLOOR.MATH": _floor_math,
    "CEILING.PRECISE": _ceiling_math,
    "ISO.CEILING": _ceiling_math,
    "FLOOR.PRECISE": _floor_math,
}
