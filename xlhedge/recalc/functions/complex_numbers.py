"""Complex numbers, which Excel keeps as texts: COMPLEX and the functions on them.

Source: Microsoft's page on each function; how a part is written was read off values that Excel
saved. IMPOWER stays out: its text shows the noise of the last digit, as in -46+9.00000000000001i.
"""

from __future__ import annotations

import cmath
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, flat, over_ranges
from xlhedge.recalc.functions.money import strict_number
from xlhedge.recalc.functions.number_format import general
from xlhedge.worksheet.errors import DIV0, NUM, VALUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?"
_IMAGINARY = re.compile(rf"([+-]?(?:{_NUMBER})?)([ij])")
_BOTH = re.compile(rf"([+-]?{_NUMBER})(?:([+-](?:{_NUMBER})?)([ij]))?")
_NEARLY = re.compile(r"[\s\d+\-.,eEijIJ()*]*")  # of texts like these it is not known
_LONGEST = 20  # characters of a number that is written without an exponent
_WIDEST = 2.0**27  # radians; beyond it Excel has no sine
_STEEPEST = 1e6
# How far Excel's results may lie from ours, as a share: those of one step, and quotients.
_STEP, _QUOTIENT = 2.3e-16, 5e-16
_ONE_STEP = frozenset({"IMCOS", "IMCOSH", "IMEXP", "IMLN", "IMSIN", "IMSINH", "IMSQRT"})
_QUOTIENTS = frozenset({"IMCOT", "IMCSC", "IMCSCH", "IMSEC", "IMSECH", "IMTAN"})


class _Complex(NamedTuple):
    """A complex number and the letter that its text has."""

    value: complex
    letter: str  # "" where it has no imaginary part


def _part(text: str) -> float:
    return float(text + "1" if text in {"", "+", "-"} else text)


def _read(cell: Scalar) -> _Complex:
    if not isinstance(cell, str):
        return _Complex(complex(strict_number(cell)), "")
    if match := _IMAGINARY.fullmatch(cell):
        return _Complex(complex(0, _part(match[1])), match[2])
    if match := _BOTH.fullmatch(cell):
        imaginary = _part(match[2]) if match[3] else 0.0
        return _Complex(complex(float(match[1]), imaginary), match[3] or "")
    if _NEARLY.fullmatch(cell):
        raise Refused(f"whether Excel reads {cell!r} as a complex number is not known")
    raise fail(NUM, f"{cell[:40]!r} is no complex number.")


def _number_text(number: float) -> str:
    """Return a part's text: fifteen digits, with an exponent where it would be long.

    Raises
    ------
    Refused
        Where the exponent begins is not known so exactly.
    """
    if not number:
        return "0"
    digits = Decimal(f"{abs(number):.15g}").normalize()
    plain = f"{digits:f}"
    if len(plain) == _LONGEST + 1:
        raise Refused(f"how Excel writes the part {number!r} is not known")
    if len(plain) < _LONGEST + 1:
        return f"{'-' * (number < 0)}{plain}"
    if abs(number) >= 1:
        return general(number)
    mantissa, _, exponent = f"{digits:E}".partition("E")
    return f"{'-' * (number < 0)}{mantissa}E-{abs(int(exponent)):02d}"


def _written(value: complex, letter: str) -> str:
    if not (math.isfinite(value.real) and math.isfinite(value.imag)):
        raise fail(NUM, "The result is too large.")
    if value.imag == 0:
        return _number_text(value.real)
    imaginary = _number_text(value.imag)
    if imaginary in {"1", "-1"}:
        if abs(value.imag) != 1:
            raise Refused("how Excel writes an imaginary part of nearly 1 is not known")
        imaginary = imaginary.removesuffix("1")
    real = _number_text(value.real) if value.real else ""
    sign = "+" if real and not imaginary.startswith("-") else ""
    return f"{real}{sign}{imaginary}{letter or 'i'}"


def _steady(value: complex, doubt: float) -> complex:
    """Return a number whose parts are surely written as Excel writes them, to the last digit."""
    for part in (value.real, value.imag):
        if len({f"{part * share:.15g}" for share in (1 - doubt, 1.0, 1 + doubt)}) > 1:
            raise Refused("the last of the fifteen digits in the text is not certain")
    return value


def _letter(*numbers: _Complex) -> str:
    letters = {number.letter for number in numbers} - {""}
    if len(letters) > 1:
        raise Refused("what Excel makes of i and j in one formula is not known")
    return next(iter(letters), "i")


@cell_by_cell
def _complex(real: Scalar, imaginary: Scalar, letter: Scalar = None) -> Scalar:
    value = complex(strict_number(real), strict_number(imaginary))
    if letter is not None and letter not in {"i", "j", ""}:
        raise fail(VALUE, "The letter is neither i nor j.")
    return _written(value, str(letter or "i"))


def _computed(body: Callable[..., complex], numbers: list[_Complex]) -> complex:
    try:
        value = body(*(number.value for number in numbers))
    except (OverflowError, ValueError, ZeroDivisionError):
        raise fail(NUM, "There is no such number.") from None
    if not cmath.isfinite(value):
        raise fail(NUM, "The result is too large.")
    return value


def _mapped(body: Callable[..., complex]) -> Callable[..., Cell]:
    """Make a function of complex numbers one of texts."""

    def one(*cells: Scalar) -> Scalar:
        numbers = [_read(cell) for cell in cells]
        return _written(_computed(body, numbers), _letter(*numbers))

    return cell_by_cell(one)


def _part_of(part: Callable[[complex], float], body: Callable[..., complex]) -> Callable[..., Cell]:
    """Return a part of a function's result, of the fifteen digits that its text would have."""

    def one(*cells: Scalar) -> Scalar:
        numbers = [_read(cell) for cell in cells]
        value, _ = _computed(body, numbers), _letter(*numbers)
        return part(complex(float(f"{value.real:.15g}"), float(f"{value.imag:.15g}")))

    return cell_by_cell(one)


def _folded(body: Callable[[complex, complex], complex]) -> Callable[..., Cell]:
    """Make an operation on two complex numbers one on all that are given."""

    @over_ranges
    def call(*values: Cell) -> Cell:
        if any(
            cell is None for value in values if isinstance(value, list) for cell in flat([value])
        ):
            raise Refused("a range in it holds blanks")
        numbers = [_read(cell) for cell in flat(values)]
        total = numbers[0].value
        for number in numbers[1:]:
            total = body(total, number.value)
        return _written(total, _letter(*numbers))

    return call


def _argument(value: complex) -> float:
    if value == 0:
        raise fail(DIV0, "0 has no direction.")
    return cmath.phase(value)


def _root(value: complex) -> complex:
    """Return the root by its angle, as Excel has it: that of -1 has a real part of 6E-17."""
    return cmath.rect(math.sqrt(abs(value)), cmath.phase(value) / 2)


def _product(a: complex, b: complex) -> complex:
    return complex(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real)


def _reciprocal(body: Callable[[complex], complex]) -> Callable[[complex], complex]:
    return lambda value: 1 / body(value)


_ANGLES: dict[str, Callable[[complex], complex]] = {
    "IMEXP": cmath.exp,
    "IMSIN": cmath.sin,
    "IMCOS": cmath.cos,
    "IMTAN": cmath.tan,
    "IMSINH": cmath.sinh,
    "IMCOSH": cmath.cosh,
    "IMCOT": _reciprocal(cmath.tan),
    "IMCSC": _reciprocal(cmath.sin),
    "IMCSCH": _reciprocal(cmath.sinh),
    "IMSEC": _reciprocal(cmath.cos),
    "IMSECH": _reciprocal(cmath.cosh),
}


def _periodic(name: str) -> Callable[[complex], complex]:
    """Keep a function of angles from where Excel's sine has few digits of its own."""
    body = _ANGLES[name]

    def call(value: complex) -> complex:
        if max(abs(value.real), abs(value.imag)) >= _WIDEST:
            raise Refused("so large an angle is not known to come out as in Excel")
        result = body(value)
        if abs(result) > _STEEPEST and name in _QUOTIENTS and abs(value) > 0.1:
            raise Refused("near a pole Excel's functions of angles have few digits of their own")
        return result

    return call


_INEXACT: dict[str, Callable[..., complex]] = {
    **{name: _periodic(name) for name in _ANGLES},
    "IMDIV": lambda a, b: a / b,
    "IMLN": cmath.log,
    "IMLOG10": cmath.log10,
    "IMLOG2": lambda value: cmath.log(value) / math.log(2),
    "IMSQRT": _root,
}


def _certain(name: str) -> Callable[..., complex]:
    body, doubt = _INEXACT[name], _STEP if name in _ONE_STEP else _QUOTIENT
    return lambda *values: _steady(body(*values), doubt)


_PARTS: dict[str, Callable[[complex], float]] = {
    "IMREAL": lambda value: value.real,
    "IMAGINARY": lambda value: value.imag,
    "IMABS": abs,
    "IMARGUMENT": _argument,
}
COMPLEX_NUMBERS: dict[str, Callable[..., Cell]] = {
    **{name: _part_of(part, lambda value: value) for name, part in _PARTS.items()},
    **{name: _mapped(_certain(name)) for name in _INEXACT},
    **{
        f"{name}.{inner}": _part_of(part, body)  # no cell shows the text between them
        for name, part in _PARTS.items()
        for inner, body in _INEXACT.items()
    },
    "COMPLEX": _complex,
    "IMCONJUGATE": _mapped(lambda value: value.conjugate()),
    "IMSUB": _mapped(lambda a, b: a - b),
    "IMSUM": _folded(lambda a, b: a + b),
    "IMPRODUCT": _folded(_product),
}
