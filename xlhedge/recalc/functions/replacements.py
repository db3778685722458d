"""Functions that the engine lacks, or computes otherwise than Excel, by name.

Each takes and returns cell values: floats, text, booleans, None for a blank, errors, rows of these.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, MAX_ROW, column_letters
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions import lookups
from xlhedge.recalc.functions.accrued import ACCRUED
from xlhedge.recalc.functions.arrays import (
    PLAIN_NUMBER,
    CellError,
    cell_by_cell,
    fail,
    flat,
    integer_part,
    number,
)
from xlhedge.recalc.functions.bessel import BESSEL
from xlhedge.recalc.functions.bonds import BONDS
from xlhedge.recalc.functions.complex_numbers import COMPLEX_NUMBERS
from xlhedge.recalc.functions.criteria import CRITERIA
from xlhedge.recalc.functions.database import DATABASE
from xlhedge.recalc.functions.days import DAYS
from xlhedge.recalc.functions.depreciation import DEPRECIATION
from xlhedge.recalc.functions.distributions import DISTRIBUTIONS
from xlhedge.recalc.functions.french_depreciation import FRENCH_DEPRECIATION
from xlhedge.recalc.functions.matrices import MATRICES
from xlhedge.recalc.functions.money import MONEY
from xlhedge.recalc.functions.number_format import NoDate, formatted, short_general
from xlhedge.recalc.functions.numerals import NUMERALS
from xlhedge.recalc.functions.odd_bonds import ODD_BONDS
from xlhedge.recalc.functions.regression import REGRESSION
from xlhedge.recalc.functions.regular_expressions import REGULAR_EXPRESSIONS
from xlhedge.recalc.functions.rounding import ROUNDING
from xlhedge.recalc.functions.samples import SAMPLES
from xlhedge.recalc.functions.search import SEARCH
from xlhedge.recalc.functions.securities import SECURITIES
from xlhedge.recalc.functions.shaping import SHAPING
from xlhedge.recalc.functions.sorting import SORTING
from xlhedge.recalc.functions.splitting import SPLITTING
from xlhedge.recalc.functions.statistical import STATISTICS, numeric
from xlhedge.recalc.functions.sums import SUMS
from xlhedge.recalc.functions.supplement import power, to_text
from xlhedge.recalc.functions.texts import TEXTS
from xlhedge.recalc.functions.trigonometry import TRIGONOMETRY
from xlhedge.recalc.functions.units import UNITS
from xlhedge.recalc.functions.whole_numbers import WHOLE_NUMBERS
from xlhedge.recalc.functions.wildcards import pattern
from xlhedge.worksheet.cells import serial
from xlhedge.worksheet.errors import DIV0, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_LETTERS = re.compile(r"[^\W\d_]+")
_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d{1,2}):[0-5]\d(?::[0-5]\d)?)?")
_THOUSANDS = re.compile(r"[+-]?\$?\d{1,3}(,\d{3})*(\.\d*)?%?|[+-]?\$?(\d+\.?\d*|\.\d+)%?")


@numeric
def _tan(x: float) -> float:
    value = math.tan(x)
    if abs(value) > 1e6:
        raise Refused("near its pole Excel's tangent has few digits of its own")
    return value


@numeric
def _log(x: float, b: float = 10.0) -> float:
    if x <= 0 or b <= 0:
        raise fail(NUM, "A logarithm needs numbers above zero.")
    if b == 1:
        raise fail(DIV0, "1 is no base of logarithms.")
    return math.log2(x) if b == 2 else math.log10(x) if b == 10 else math.log(x) / math.log(b)


@cell_by_cell
def _value(value: Scalar) -> Scalar:
    if not isinstance(value, str):
        if isinstance(value, bool):
            raise fail(VALUE, "TRUE and FALSE are no numbers.")
        return number(value)
    text = value.strip()
    if PLAIN_NUMBER.fullmatch(text):
        return float(text)
    if _THOUSANDS.fullmatch(text):
        plain = float(re.sub("[$,%]", "", text))
        return plain / 100 if text.endswith("%") else plain
    if any(letter.isdigit() for letter in text):
        raise Refused(f"whether Excel reads {text!r} as a number depends on the country")
    raise fail(VALUE, f"{value!r} is no number.")


@cell_by_cell
def _date(year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    y, m, d = (integer_part(number(part)) for part in (year, month, day))
    if 0 <= y < 1900:
        y += 1900
    years, months = divmod(m - 1, 12)
    if not 1900 <= y + years <= 9999:
        raise fail(NUM, "The year must lie between 1900 and 9999.")
    days = (dt.date(y + years, months + 1, 1) - dt.date(1899, 12, 30)).days
    days -= days < 61  # the 29 February 1900 that Excel knows
    serial = days + d - 1
    if not 0 <= serial <= 2_958_465:
        raise fail(NUM, "The date must lie between 1900 and 9999.")
    return float(serial)


@cell_by_cell
def _datevalue(text: Scalar) -> Scalar:
    if not isinstance(text, str) or not any(letter.isdigit() for letter in text):
        raise fail(VALUE, f"{text!r} is no date.")
    match = _ISO_DATE.fullmatch(text.strip())
    try:
        if match is not None:  # 25:00 is an hour of the next day
            return serial(dt.datetime.fromisoformat(match[1])) + int(match[2] or 0) // 24
    except ValueError:
        pass
    raise Refused(f"whether Excel reads {text!r} as a date depends on the country")


@cell_by_cell
def _text(value: Scalar, code: Scalar) -> Scalar:
    if code is None or code == "":
        return "" if not isinstance(value, str) else value
    shown = 0.0 if value is None else value
    if to_text(code).strip().lower() == "general" and isinstance(shown, float):
        return short_general(shown)
    try:
        return formatted(shown, to_text(code))
    except NoDate as nothing:
        raise fail(VALUE, f"{nothing}.") from None


@cell_by_cell
def _replace(text: Scalar, start: Scalar, length: Scalar, new: Scalar) -> Scalar:
    first, count = math.floor(number(start)) - 1, math.floor(number(length))
    if first < 0 or count < 0:
        raise fail(VALUE, "REPLACE counts letters from 1.")
    old = to_text(text)
    return old[:first] + to_text(new) + old[first + count :]


@cell_by_cell
def _char(value: Scalar) -> Scalar:
    code = math.floor(number(value))
    if not 1 <= code <= 255:
        raise fail(VALUE, f"There is no character {code}; they count from 1 to 255.")
    # Windows has no character for a few; Excel keeps their numbers
    return bytes([code]).decode("cp1252", errors="ignore") or chr(code)


@cell_by_cell
def _search(sought: Scalar, text: Scalar, start: Scalar = 1.0) -> Scalar:
    first, inside = math.floor(number(start)), to_text(text)
    if not 1 <= first <= max(len(inside), 1):
        raise fail(VALUE, f"SEARCH cannot start at {first}.")
    place = pattern(to_text(sought)).search(inside, first - 1)
    if place is None:
        raise fail(VALUE, f"{sought!r} is not in {inside!r}.")
    return float(place.start() + 1)


@cell_by_cell
def _hyperlink(address: Scalar, name: Scalar = None) -> Scalar:
    return address if name is None else name


def _first_cell(value: Cell) -> Scalar:
    while isinstance(value, list):
        value = value[0][0]
    return value


def _n(value: Cell) -> Cell:
    cell = _first_cell(value)
    if isinstance(cell, bool | float):
        return float(cell)
    return cell if isinstance(cell, ExcelError) else 0.0


def _t(value: Cell) -> Cell:
    cell = _first_cell(value)
    return cell if isinstance(cell, str | ExcelError) else ""


def _concat(*args: Cell) -> Cell:
    return _textjoin("", True, *args)


def _textjoin(delimiter: Cell, skip_blanks: Cell, *args: Cell) -> Cell:
    if isinstance(delimiter, list) or isinstance(skip_blanks, list):
        raise Refused("TEXTJOIN is used with several delimiters")
    for value in flat([delimiter, skip_blanks, *args]):
        if isinstance(value, ExcelError):
            return value
    texts = [to_text(value) for value in flat(args)]
    try:
        if number(skip_blanks):
            texts = [text for text in texts if text != ""]
    except CellError as error:
        return error.error
    joined = to_text(delimiter).join(texts)
    return (
        joined if len(joined) <= 32767 else ExcelError(VALUE, "A text has at most 32767 letters.")
    )


@cell_by_cell
def _proper(text: Scalar) -> Scalar:
    """Return a text in which a letter is large where none stands before it."""
    return _LETTERS.sub(lambda word: word[0][0].upper() + word[0][1:].lower(), to_text(text))


@cell_by_cell
def _address(
    row: Scalar, column: Scalar, kind: Scalar = None, a1: Scalar = None, sheet: Scalar = None
) -> Scalar:
    """Return the text of an address; which part of it is fixed is told by 1 to 4."""
    r, c = math.trunc(number(row)), math.trunc(number(column))
    way = 1 if kind is None else math.trunc(number(kind))
    style = True if a1 is None else bool(number(a1))
    if not (1 <= r <= MAX_ROW and 1 <= c <= MAX_COLUMN and 1 <= way <= 4):
        raise fail(VALUE, "There is no such cell, or way to write it.")
    row_fixed, column_fixed = way in {1, 2}, way in {1, 3}
    if style:
        cell = f"{'$' * column_fixed}{column_letters(c)}{'$' * row_fixed}{r}"
    else:
        cell = f"R{r if row_fixed else f'[{r}]'}C{c if column_fixed else f'[{c}]'}"
    if sheet is None:
        return cell
    name = to_text(sheet)
    if re.fullmatch(r"[A-Za-z]\w*( \w+)+", name, re.ASCII):
        return f"'{name}'!{cell}"
    if name and not re.fullmatch(r"[A-Za-z]{4,}\d*", name):
        raise Refused("which names of sheets Excel puts between quotes is not known well enough")
    return f"{name}!{cell}"


OURS: dict[str, Callable[..., Cell]] = {
    **ACCRUED,
    **BESSEL,
    **BONDS,
    **COMPLEX_NUMBERS,
    **CRITERIA,
    **DATABASE,
    **DAYS,
    **DEPRECIATION,
    **DISTRIBUTIONS,
    **MATRICES,
    **MONEY,
    **FRENCH_DEPRECIATION,
    **NUMERALS,
    **ODD_BONDS,
    **REGRESSION,
    **REGULAR_EXPRESSIONS,
    **ROUNDING,
    **SAMPLES,
    **SEARCH,
    **SECURITIES,
    **SHAPING,
    **STATISTICS,
    **SORTING,
    **SPLITTING,
    **SUMS,
    **TEXTS,
    **TRIGONOMETRY,
    **UNITS,
    **WHOLE_NUMBERS,
    "ADDRESS": _address,
    "POWER": power,
    "TAN": _tan,
    "CHAR": _char,
    "PROPER": _proper,
    "SEARCH": _search,
    "HYPERLINK": _hyperlink,
    "N": _n,
    "T": _t,
    "LOG": _log,
    "VALUE": _value,
    "DATE": _date,
    "DATEVALUE": _datevalue,
    "TEXT": _text,
    "REPLACE": _replace,
    "CONCAT": _concat,
    "TEXTJOIN": _textjoin,
    "MATCH.SORTED": lookups.match_sorted,
    "MATCH.FALLING": lookups.match_falling,
    "VLOOKUP.SORTED": lookups.vlookup_sorted,
    "HLOOKUP.SORTED": lookups.hlookup_sorted,
    "MATCH.CHOSEN": lookups.match_chosen,
    "VLOOKUP.CHOSEN": lookups.either_way(SEARCH["VLOOKUP"], lookups.vlookup_sorted),
    "HLOOKUP.CHOSEN": lookups.either_way(SEARCH["HLOOKUP"], lookups.hlookup_sorted),
    "LOOKUP": lookups.lookup,
}
