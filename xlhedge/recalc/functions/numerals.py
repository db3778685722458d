"""Roman numerals, as Excel's ROMAN and ARABIC write and read them.

Source: Microsoft's pages on both; the shortened forms are held to the values that Excel saved.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, number
from xlhedge.recalc.functions.supplement import to_text
from xlhedge.worksheet.errors import VALUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_SIGNS = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_ORDER, _VALUES = list(_SIGNS), list(_SIGNS.values())
_LARGEST = 3999
_FORMS = range(5)  # from the classic one to the shortest
_MOST_LETTERS = 255


def _numeral(value: int, form: int) -> str:
    """Return a number's numeral; each form lets a sign be subtracted one step farther up."""
    text = ""
    for unit in range(0, len(_VALUES), 2):
        digit = value // _VALUES[unit]
        if digit % 5 == 4:
            minuend = unit - (1 if digit == 4 else 2)
            lower = unit
            for _ in range(form):
                if lower == len(_VALUES) - 1 or _VALUES[minuend] - _VALUES[lower + 1] > value:
                    break
                lower += 1
            text += _ORDER[lower] + _ORDER[minuend]
            value -= _VALUES[minuend] - _VALUES[lower]
        else:
            text += (_ORDER[unit - 1] if digit >= 5 else "") + _ORDER[unit] * (digit % 5)
            value %= _VALUES[unit]
    return text


def _form(value: Scalar) -> int:
    if isinstance(value, bool):
        return 0 if value else _FORMS[-1]
    form = math.trunc(number(value))
    if form not in _FORMS:
        raise fail(VALUE, f"{form} is none of the forms 0 to {_FORMS[-1]}.")
    return form


@cell_by_cell
def _roman(value: Scalar, form: Scalar = None) -> Scalar:
    whole = math.trunc(number(value))
    if not 0 <= whole <= _LARGEST:
        raise fail(VALUE, f"{whole} has no numeral; 0 to {_LARGEST} have.")
    return _numeral(whole, 0 if form is None else _form(form))


@cell_by_cell
def _arabic(text: Scalar) -> Scalar:
    numeral = to_text(text).strip().upper()
    sign, numeral = (-1, numeral[1:]) if numeral.startswith("-") else (1, numeral)
    if len(numeral) > _MOST_LETTERS or not set(numeral) <= _SIGNS.keys():
        raise fail(VALUE, f"{numeral[:40]!r} is no Roman numeral.")
    values = [_SIGNS[letter] for letter in numeral]
    total = sum(-a if a < b else a for a, b in pairwise([*values, 0]))
    if total > _LARGEST or all(_numeral(total, form) != numeral for form in _FORMS):
        raise Refused(f"{numeral[:40]!r} is a numeral that Excel's ROMAN does not write")
    return float(sign * total)


NUMERALS: dict[str, Callable[..., Cell]] = {"ARABIC": _arabic, "ROMAN": _roman}
