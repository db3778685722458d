"""Excel's functions of whole numbers: divisors, ways to choose, number systems.

Source: Microsoft's page on each function; held to the values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

from xlhedge.recalc.functions.arrays import CellError, cell_by_cell, fail, flat, number
from xlhedge.recalc.functions.money import strict_number, toolpak
from xlhedge.recalc.functions.statistical import numeric
from xlhedge.recalc.functions.supplement import to_text
from xlhedge.worksheet.errors import NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_EXACT = 2**53  # above it a number has no unit digit of its own
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _whole(value: float, most: float = _EXACT) -> int:
    whole = math.floor(value)
    if not 0 <= whole < most:
        raise fail(NUM, f"{value:g} is no whole number from 0 on that is small enough.")
    return whole


def _of_all(combine: Callable[..., int]) -> Callable[..., Cell]:
    """Make a function of whole numbers: a blank alone is passed over, in a range it is 0."""

    def call(*values: Cell) -> Cell:
        cells = list(flat(value for value in values if value is not None))
        if not cells:
            return ExcelError(VALUE, "It needs a number.")
        try:
            result = combine(*(_whole(strict_number(cell)) for cell in cells))
        except CellError as error:
            return error.error
        return float(result) if result < _EXACT else ExcelError(NUM, "The result is too large.")

    return call


def _multinomial(*values: int) -> int:
    result, total = 1, 0
    for value in values:
        if value > 1000:
            raise fail(NUM, "The result is too large.")
        total += value
        result *= math.comb(total, value)
    return result


def _double_factorial(value: float) -> float:
    n = math.floor(value)
    if n < -1 or n > 300:
        raise fail(NUM, f"There is no double factorial of {value:g}.")
    return float(math.prod(range(n, 0, -2)))


def _permutations(n: float, k: float) -> float:
    whole, part = math.trunc(n), math.trunc(k)
    if whole <= 0 or part < 0 or whole < part:
        raise fail(NUM, f"{part} of {whole} cannot be arranged.")
    return float(math.perm(whole, part))


def _permutations_again(n: float, k: float) -> float:
    whole, part = math.trunc(n), math.trunc(k)
    if whole < 0 or part < 0:
        raise fail(NUM, f"{part} of {whole} cannot be arranged.")
    return float(whole) ** part


def _combinations_again(n: float, k: float) -> float:
    whole, part = math.trunc(n), math.trunc(k)
    if whole < 0 or part < 0 or (whole == 0 and part > 0):
        raise fail(NUM, f"{part} of {whole} cannot be chosen.")
    return float(math.comb(whole + part - 1, part)) if part else 1.0


def _to_base(value: int, radix: int) -> str:
    digits = ""
    while value:
        value, digit = divmod(value, radix)
        digits = _DIGITS[digit] + digits
    return digits or "0"


@cell_by_cell
def _base(value: Scalar, radix: Scalar, length: Scalar = None) -> Scalar:
    whole, base = _whole(number(value)), math.trunc(number(radix))
    digits = 0 if length is None else math.trunc(number(length))
    if not 2 <= base <= 36 or not 0 <= digits <= 255:
        raise fail(NUM, "It needs a base from 2 to 36, and a length up to 255.")
    return _to_base(whole, base).rjust(digits, "0")


@cell_by_cell
def _decimal(text: Scalar, radix: Scalar) -> Scalar:
    base, digits = math.trunc(number(radix)), to_text(text).strip().upper()
    if not 2 <= base <= 36 or len(digits) > 255:
        raise fail(NUM, "It needs a base from 2 to 36.")
    if not digits:
        return 0.0
    try:
        return float(int(digits, base)) if digits.isalnum() else _no_digits(digits)
    except ValueError:
        return _no_digits(digits)


def _no_digits(text: str) -> Scalar:
    raise fail(NUM, f"{text!r} are no digits of that number system.")


_SYSTEMS = {"BIN": (2, 2**9), "OCT": (8, 2**29), "HEX": (16, 2**39)}  # base, first that is negative


def _read(system: str) -> Callable[[Scalar], int]:
    base, negative = _SYSTEMS[system]

    def read(value: Scalar) -> int:
        if isinstance(value, bool):
            raise fail(VALUE, "TRUE and FALSE have no digits.")
        digits = to_text(value)
        if len(digits) > 10 or (digits and not digits.isalnum()):
            raise fail(NUM, f"{digits!r} are no ten digits.")
        try:
            whole = int(digits or "0", base)
        except ValueError:
            raise fail(NUM, f"{digits!r} are no digits of that number system.") from None
        return whole - 2 * negative if whole >= negative else whole

    return read


def _read_decimal(value: Scalar) -> int:
    return math.trunc(strict_number(value))


def _converted(source: str, target: str) -> Callable[..., Cell]:
    read = _read_decimal if source == "DEC" else _read(source)

    @cell_by_cell
    def convert(value: Scalar, places: Scalar = None) -> Scalar:
        length = None if places is None else math.trunc(strict_number(places))
        if length is not None and not 1 <= length <= 10:
            raise fail(NUM, f"{length} is no length from 1 to 10.")
        whole = read(value)
        if target == "DEC":
            return float(whole)
        base, negative = _SYSTEMS[target]
        if not -negative <= whole < negative:
            raise fail(NUM, f"{whole} has more than ten digits there.")
        if whole < 0:
            return _to_base(whole + 2 * negative, base)
        digits = _to_base(whole, base)
        if length is not None and len(digits) > length:
            raise fail(NUM, f"{digits} does not fit into {length} digits.")
        return digits.rjust(length or 0, "0")

    return convert


def _delta(first: float, second: float = 0.0) -> float:
    return float(first == second)


def _step(value: float, step: float = 0.0) -> float:
    return float(value >= step)


def _sqrt_pi(value: float) -> float:
    if value < 0:
        raise fail(NUM, f"{value:g} is below 0.")
    return math.sqrt(value * math.pi)


_BITS = 1 << 48  # what Excel's numbers have for bits


def _bits(value: float) -> int:
    if value != math.floor(value) or not 0 <= value < _BITS:
        raise fail(NUM, f"{value:g} is no whole number from 0 to 2^48 - 1.")
    return int(value)


def _bitwise(combine: Callable[[int, int], int]) -> Callable[..., float]:
    return lambda a, b: float(combine(_bits(a), _bits(b)))


def _shifted(value: float, by: float) -> float:
    places, number = math.trunc(by), _bits(value)
    if abs(places) > 53:
        raise fail(NUM, f"{places} is no shift from -53 to 53.")
    return float(_bits(float(number << places if places >= 0 else number >> -places)))


WHOLE_NUMBERS: dict[str, Callable[..., Cell]] = {
    "GCD": _of_all(math.gcd),
    "LCM": _of_all(math.lcm),
    "MULTINOMIAL": _of_all(_multinomial),
    "FACTDOUBLE": toolpak(_double_factorial),
    "PERMUT": numeric(_permutations),
    "PERMUTATIONA": numeric(_permutations_again),
    "COMBINA": numeric(_combinations_again),
    "BASE": _base,
    "DECIMAL": _decimal,
    "DELTA": toolpak(_delta),
    "GESTEP": toolpak(_step),
    "SQRTPI": toolpak(_sqrt_pi),
    "BITAND": numeric(_bitwise(operator.and_)),
    "BITOR": numeric(_bitwise(operator.or_)),
    "BITXOR": numeric(_bitwise(operator.xor)),
    "BITLSHIFT": numeric(_shifted),
    "BITRSHIFT": numeric(lambda value, by: _shifted(value, -by)),
    **{
        f"{source}2{target}": _converted(source, target)
        for source in ("BIN", "OCT", "DEC", "HEX")
        for target in ("BIN", "OCT", "DEC", "HEX")
        if source != target
    },
}
