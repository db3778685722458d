"""BESSELI, BESSELJ, BESSELK and BESSELY, to the eight digits that Excel computes them.

Source: the approximations of Abramowitz and Stegun, 9.8.1 to 9.8.8, and of Hart's Computer
Approximations, which Excel's saved values have to all their digits; higher orders by recurrence.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import fail
from xlhedge.recalc.functions.money import toolpak
from xlhedge.worksheet.errors import NUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell

_TWO_BY_PI = 0.636619772
_MOST_ORDER, _MOST = 100, 100_000  # beyond these Excel's digits are not known
_EDGES = frozenset({3.75, 8.0})  # between small and large numbers
_MOST_OF_I = 700  # beyond it e^x is too large
_LARGE = 1e10
# Coefficients from the constant on, for small and large arguments, of the orders 0 and 1.
_I_SMALL = (
    (1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813),
    (0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411),
)
_I_LARGE = (
    (
        0.39894228,
        0.01328592,
        0.00225319,
        -0.00157565,
        0.00916281,
        -0.02057706,
        0.02635537,
        -0.01647633,
        0.00392377,
    ),
    (
        0.39894228,
        -0.03988024,
        -0.00362018,
        0.00163801,
        -0.01031555,
        0.02282967,
        -0.02895312,
        0.01787654,
        -0.00420059,
    ),
)
_K_SMALL = (
    (-0.57721566, 0.42278420, 0.23069756, 0.03488590, 0.00262698, 0.00010750, 0.0000074),
    (1.0, 0.15443144, -0.67278579, -0.18156897, -0.01919402, -0.00110404, -0.00004686),
)
_K_LARGE = (
    (1.25331414, -0.07832358, 0.02189568, -0.01062446, 0.00587872, -0.00251540, 0.00053208),
    (1.25331414, 0.23498619, -0.03655620, 0.01504268, -0.00780353, 0.00325614, -0.00068245),
)
_J_OVER = (
    (57568490574.0, -13362590354.0, 651619640.7, -11214424.18, 77392.33017, -184.9052456),
    (72362614232.0, -7895059235.0, 242396853.1, -2972611.439, 15704.48260, -30.16036606),
)
_J_UNDER = (
    (57568490411.0, 1029532985.0, 9494680.718, 59272.64853, 267.8532712, 1.0),
    (144725228442.0, 2300535178.0, 18583304.74, 99447.43394, 376.9991397, 1.0),
)
_Y_OVER = (
    (-2957821389.0, 7062834065.0, -512359803.6, 10879881.29, -86327.92757, 228.4622733),
    (-4900604943000.0, 1275274390000.0, -51534381390.0, 734926455.1, -4237922.726, 8511.937935),
)
_Y_UNDER = (
    (40076544269.0, 745249964.8, 7189466.438, 47447.26470, 226.1030244, 1.0),
    (24995805700000.0, 424441966400.0, 3733650367.0, 22459040.02, 102042.605, 354.9632885, 1.0),
)
_COSINE = (
    (1.0, -0.1098628627e-2, 0.2734510407e-4, -0.2073370639e-5, 0.2093887211e-6),
    (1.0, 0.183105e-2, -0.3516396496e-4, 0.2457520174e-5, -0.240337019e-6),
)
# In J1, though not in Y1, Excel has the third twice: its J1 of 10 is 0.0434722, not 0.0434727.
_COSINE_OF_J = (_COSINE[0], (*_COSINE[1][:3], *_COSINE[1][2:]))
_SINE = (
    (-0.1562499995e-1, 0.1430488765e-3, -0.6911147651e-5, 0.7621095161e-6, -0.934945152e-7),
    (0.04687499995, -0.2002690873e-3, 0.8449199096e-5, -0.88228987e-6, 0.105787412e-6),
)
_PHASE = (0.785398164, 2.356194491)


def _polynomial(coefficients: tuple[float, ...], y: float) -> float:
    total = 0.0
    for coefficient in reversed(coefficients):
        total = total * y + coefficient
    return total


def _i(order: int, x: float) -> float:
    """Return I0 or I1 of a number from 0 on."""
    if x < 3.75:
        return _polynomial(_I_SMALL[order], (x / 3.75) ** 2) * (x if order else 1.0)
    return _polynomial(_I_LARGE[order], 3.75 / x) * math.exp(x) / math.sqrt(x)


def _k(order: int, x: float) -> float:
    if x > 2:
        return math.exp(-x) / math.sqrt(x) * _polynomial(_K_LARGE[order], 2 / x)
    rest = _polynomial(_K_SMALL[order], x * x / 4)
    if order:
        return math.log(x / 2) * _i(1, x) + rest / x
    return rest - math.log(x / 2) * _i(0, x)


def _wave(order: int, x: float, cosines: tuple[tuple[float, ...], ...]) -> complex:
    """Return J and Y of a large number as one wave."""
    z, phase = 8 / x, x - _PHASE[order]
    share = complex(_polynomial(cosines[order], z * z), z * _polynomial(_SINE[order], z * z))
    return share * complex(math.cos(phase), math.sin(phase)) * math.sqrt(_TWO_BY_PI / x)


def _j(order: int, x: float) -> float:
    if x < 8:
        share = _polynomial(_J_OVER[order], x * x) / _polynomial(_J_UNDER[order], x * x)
        return share * (x if order else 1.0)
    return _wave(order, x, _COSINE_OF_J).real


def _y(order: int, x: float) -> float:
    if x < 8:
        share = _polynomial(_Y_OVER[order], x * x) / _polynomial(_Y_UNDER[order], x * x)
        part = _j(order, x) * math.log(x) - (1 / x if order else 0.0)
        return share * (x if order else 1.0) + _TWO_BY_PI * part
    return _wave(order, x, _COSINE).imag


def _upwards(first: Callable[[int, float], float], n: int, x: float, sign: int) -> float:
    """Return a higher order from the two before it."""
    if n < 2:
        return first(n, x)
    before, now = first(0, x), first(1, x)
    for k in range(1, n):
        before, now = now, 2 * k / x * now + sign * before
    return now


def _downwards(n: int, x: float, sign: int) -> tuple[float, float, float]:
    """Return an order, order 0 and the sum of the even ones, all on one scale."""
    above, now, sought, evens = 0.0, 1.0, 0.0, 0.0
    for k in range(2 * (n + int(math.sqrt(40.0 * n))), 0, -1):
        above, now = now, 2 * k / x * now + sign * above
        if abs(now) > _LARGE:
            above, now, sought, evens = (v / _LARGE for v in (above, now, sought, evens))
        evens += now if k % 2 and k > 1 else 0.0
        sought = above if k == n else sought
    if not all(map(math.isfinite, (sought, now, evens))):
        raise Refused("so high an order of so small a number is not known to come out as in Excel")
    return sought, now, evens


def _order(value: float, x: float) -> int:
    n = math.floor(value)
    if n < 0:
        raise fail(NUM, "An order counts from 0.")
    if abs(x) in _EDGES:
        raise Refused(f"which of its two approximations Excel takes at {x:g} is not known")
    if n > _MOST_ORDER or abs(x) > _MOST:
        raise Refused("BESSEL functions of so large a number are not known to come out as in Excel")
    return n


def _besseli(x: float, order: float) -> float:
    n, size = _order(order, x), abs(x)
    sign = -1.0 if x < 0 and n % 2 else 1.0
    if size > _MOST_OF_I:
        raise Refused("BESSELI of so large a number is not known to come out as in Excel")
    if n < 2:
        return sign * _i(n, size)
    if x == 0:
        return 0.0
    sought, zero, _ = _downwards(n, size, 1)
    return sign * sought * _i(0, size) / zero


def _besselj(x: float, order: float) -> float:
    n, size = _order(order, x), abs(x)
    sign = -1.0 if x < 0 and n % 2 else 1.0
    if n < 2:
        return sign * _j(n, size)
    if x == 0:
        return 0.0
    if size > n:
        return sign * _upwards(_j, n, size, -1)
    sought, zero, evens = _downwards(n, size, -1)
    return sign * sought / (zero + 2 * evens)


def _of_positive(first: Callable[[int, float], float], sign: int) -> Callable[..., float]:
    def call(x: float, order: float) -> float:
        n = _order(order, x)
        if x <= 0:
            raise fail(NUM, "It needs a number above 0.")
        return _upwards(first, n, x, sign)

    return call


BESSEL: dict[str, Callable[..., Cell]] = {
    "BESSELI": toolpak(_besseli),
    "BESSELJ": toolpak(_besselj),
    "BESSELK": toolpak(_of_positive(_k, 1)),
    "BESSELY": toolpak(_of_positive(_y, -1)),
}
