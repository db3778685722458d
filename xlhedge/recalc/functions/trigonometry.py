"""Excel's hyperbolic and reciprocal functions of angles, and the error function.

Source: Microsoft's page on each function; held to the values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.money import toolpak
from xlhedge.recalc.functions.statistical import numeric
from xlhedge.worksheet.errors import DIV0, NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_LARGEST_ANGLE = 2**27
_NEAR_POLE = 1e-6


def _acosh(x: float) -> float:
    if x < 1:
        raise fail(NUM, f"{x:g} is below 1.")
    return math.acosh(x)


def _atanh(x: float) -> float:
    if not -1 < x < 1:
        raise fail(NUM, f"{x:g} is not between -1 and 1.")
    return math.atanh(x)


def _acoth(x: float) -> float:
    if abs(x) <= 1:
        raise fail(NUM, f"{x:g} is not beyond -1 or 1.")
    return math.atanh(1 / x)


def _reciprocal(
    function: Callable[[float], float], *, angle: bool = False
) -> Callable[[float], float]:
    def body(x: float) -> float:
        if angle and abs(x) >= _LARGEST_ANGLE:
            raise fail(NUM, f"{x:g} is too large an angle.")
        try:
            below = function(x)
        except OverflowError:
            return 0.0
        if below == 0:
            raise fail(DIV0, f"At {x:g} it has a pole.")
        if angle and x and abs(below) < _NEAR_POLE:
            raise Refused("near a pole Excel's functions of angles have few digits of their own")
        return 1 / below

    return body


def _coth(x: float) -> float:
    return _reciprocal(math.tanh)(x)


def _erf(low: float, high: float | None = None) -> float:
    return math.erf(low) if high is None else math.erf(high) - math.erf(low)


TRIGONOMETRY: dict[str, Callable[..., Cell]] = {
    "ACOSH": numeric(_acosh),
    "ASINH": numeric(math.asinh),
    "ATANH": numeric(_atanh),
    "ACOT": numeric(lambda x: math.pi / 2 - math.atan(x)),
    "ACOTH": numeric(_acoth),
    "SEC": numeric(_reciprocal(math.cos, angle=True)),
    "CSC": numeric(_reciprocal(math.sin, angle=True)),
    "COT": numeric(_reciprocal(math.tan, angle=True)),
    "SECH": numeric(_reciprocal(math.cosh)),
    "CSCH": numeric(_reciprocal(math.sinh)),
    "COTH": numeric(_coth),
    "ERF": toolpak(_erf),
    "ERF.PRECISE": toolpak(math.erf),
    "ERFC": toolpak(math.erfc),
    "ERFC.PRECISE": toolpak(math.erfc),
}
