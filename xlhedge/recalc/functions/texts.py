"""Values turned into texts, and texts into numbers and times.

Source: Microsoft's page on each function; what they leave open was read off values that Excel
saved in workbooks.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, number, over_ranges
from xlhedge.recalc.functions.number_format import formatted, round_half_up
from xlhedge.recalc.functions.search import rows_of
from xlhedge.recalc.functions.supplement import to_text
from xlhedge.worksheet.errors import VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_TIME = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+([AP])M)?\s*", re.IGNORECASE)


@cell_by_cell
def _fixed(value: Scalar, decimals: Scalar = None, plain: Scalar = None) -> Scalar:
    places = 2 if decimals is None else math.trunc(number(decimals))
    if places > 127:
        raise fail(VALUE, "A number has at most 127 decimals.")
    rounded = float(round_half_up(number(value), places))
    whole = "0" if plain is not None and number(plain) else "#,##0"
    return formatted(rounded, whole + ("." + "0" * places if places > 0 else ""))


def _way(value: Cell) -> int:
    way = 0 if value is None else number(value)  # type: ignore[arg-type]  # one value
    if way not in {0, 1}:
        raise fail(VALUE, f"{way:g} is neither 0 nor 1.")
    return int(way)


def _shown(value: Scalar, way: int) -> str:
    if isinstance(value, ExcelError):
        return value.code
    if isinstance(value, str) and way:
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return to_text(value)


def _value_to_text(value: Scalar, way: Scalar = None) -> Scalar:
    if isinstance(way, ExcelError):
        return way
    return _shown(value, _way(way))


@over_ranges
def _array_to_text(array: Cell, way: Cell = None) -> Cell:
    if isinstance(way, ExcelError):
        return way
    strict = _way(way)
    rows = [[_shown(cell, strict) for cell in row] for row in rows_of(array)]
    if not strict:
        return ", ".join(cell for row in rows for cell in row)
    return "{" + ";".join(",".join(row) for row in rows) + "}"


@cell_by_cell
def _number_value(text: Scalar, point: Scalar = None, group: Scalar = None) -> Scalar:
    inside = "".join(to_text(text).split())
    if point is None or group is None:  # they are then those of the country
        if not re.fullmatch(r"[+-]?\d+%?", inside):
            raise Refused(f"whether Excel reads {text!r} as a number depends on the country")
        point, group = ".", ","
    decimal, thousands = to_text(point)[:1], to_text(group)[:1]
    if not decimal or not thousands or decimal == thousands:
        raise fail(VALUE, "Two different separators are needed.")
    digits = inside.rstrip("%")
    whole, _, decimals = digits.partition(decimal)
    if thousands in decimals or decimal in decimals:
        raise fail(VALUE, f"{text!r} is no number.")
    plain = whole.replace(thousands, "") + ("." + decimals if decimals else "")
    if not digits:
        return 0.0
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain):
        if any(letter.isdigit() for letter in plain):
            raise Refused(f"whether Excel reads {text!r} as a number is not known")
        raise fail(VALUE, f"{text!r} is no number.")
    return float(float(plain) / 100.0 ** (len(inside) - len(digits)))


@cell_by_cell
def _time_value(text: Scalar) -> Scalar:
    if not isinstance(text, str):
        raise fail(VALUE, f"{text!r} is no text.")
    match = _TIME.fullmatch(text)
    if match is None:
        if any(letter.isdigit() for letter in text):
            raise Refused(f"whether Excel reads {text!r} as a time depends on the country")
        raise fail(VALUE, f"{text!r} is no time.")
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    if minutes > 59 or seconds > 59 or (match[4] and not 1 <= hours <= 12):
        raise Refused(f"whether Excel reads {text!r} as a time is not known")
    if match[4]:
        hours = hours % 12 + 12 * (match[4].upper() == "P")
    return (3600 * hours + 60 * minutes + seconds) % 86_400 / 86_400


TEXTS: dict[str, Callable[..., Cell]] = {
    "FIXED": _fixed,
    "VALUETOTEXT": cell_by_cell(_value_to_text, errors_first=False),
    "ARRAYTOTEXT": _array_to_text,
    "NUMBERVALUE": _number_value,
    "TIMEVALUE": _time_value,
}
