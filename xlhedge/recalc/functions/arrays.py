"""Working cell by cell: what is shared by all functions computed in Python."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.worksheet.cells import serial
from xlhedge.worksheet.errors import NA, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlhedge.worksheet.cells import Cell, Scalar

_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*%\s*")
# In English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish, and cut short.
_MONTHS = (
    "jan|january|januar|janvier|enero|gennaio|janeiro|januari|jänner|ene|gen|janv"
    "|feb|february|februar|février|febrero|febbraio|fevereiro|februari|fev|fév|févr"
    "|mar|march|märz|mars|marzo|março|maart|mär|mrz|mrt|apr|april|avril|abril|aprile|avr|abr"
    "|may|mai|mayo|maggio|maio|mei|maj|mag|jun|june|juni|juin|junio|giugno|junho|giu"
    "|jul|july|juli|juillet|julio|luglio|julho|juil|lug|aug|august|août|agosto|augustus|aoû|ago"
    "|sep|sept|september|septembre|septiembre|settembre|setembro|set"
    "|oct|october|oktober|octobre|octubre|ottobre|outubro|okt|ott|out"
    "|nov|november|novembre|noviembre|novembro|dec|december|dezember|décembre|diciembre"
    "|dicembre|dezembro|dez|déc|dic"
)
# What dates, times, amounts of money, fractions and percentages are made of.
_NUMBER_LIKE = re.compile(
    r"\s*[-+(]?\s*[$€£¥]?[\d.,'\s:/%()$€£¥+-]+(?:[eE][+-]?\d+|[aApP]\.?[mM]?\.?)?\s*"
    rf"|\s*\d{{1,4}}[\s./-]*(?:{_MONTHS})\.?(?:[\s./,-]*\d{{1,4}})?[\s\d:]*"
    rf"|\s*(?:{_MONTHS})\.?[\s./,-]*\d{{1,4}}(?:[\s./,-]+\d{{1,4}})?[\s\d:]*",
    re.IGNORECASE,
)
# No number in any country: two signs, and a date between spaces, as Excel's saved values have it.
_NEVER = re.compile(r"\s*[+-]{2}.*|\s+\d{4}-\d\d-\d\d\s+", re.DOTALL)
# Excel reads 2025.9999999 as 2026 where it needs a whole number, and 0.999999 as 0.
_NEAR, _DOUBTFUL = 1.001e-7, 9.999e-7
PLAIN_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


class Block(list[list[Any]]):
    """The cells of a range of a sheet, row by row.

    Parameters
    ----------
    rows : list of rows
        The cells, as far as something may be in them.
    size : (rows, columns), optional
        How large the range is; what is not in `rows` is blank.
    """

    __slots__ = ("kept", "size")

    def __init__(self, rows: list[list[Any]], size: tuple[int, int] | None = None) -> None:
        super().__init__(rows)
        self.size = size or (len(rows), len(rows[0]) if rows else 0)
        self.kept: dict[str, Any] = {}  # what was worked out from it, for the next call


def size_of(value: Cell) -> tuple[int, int]:
    """Return how many rows and columns a value has; a range with all its blanks."""
    if isinstance(value, Block):
        return value.size
    return (len(value), len(value[0])) if isinstance(value, list) else (1, 1)


def spread(value: Cell, size: tuple[int, int] | None) -> list[list[Scalar]]:
    """Return the cells that an array formula shows: a blank is 0, what does not reach is #N/A.

    Parameters
    ----------
    value : cell or rows
        What the formula gives.
    size : (rows, columns) or None
        The range it was entered in; None where it fills as much as it needs.
    """
    rows = value if isinstance(value, list) else [[value]]
    have = size_of(value)
    height, width = size or have
    return [[_shown(rows, have, r, c) for c in range(width)] for r in range(height)]


def _shown(rows: list[list[Any]], have: tuple[int, int], row: int, column: int) -> Scalar:
    r = 0 if have[0] == 1 else row
    c = 0 if have[1] == 1 else column
    if r >= have[0] or c >= have[1]:
        return ExcelError(NA, "The array formula gives fewer values than it fills cells.")
    value = rows[r][c] if r < len(rows) and c < len(rows[r]) else None
    if isinstance(value, float) and not math.isfinite(value):
        return ExcelError(NUM)
    return 0.0 if value is None else value


class CellError(Exception):
    """An error value met while computing one cell: it is that cell's result."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error.code)
        self.error = error


def fail(code: str, message: str) -> CellError:
    """Return the exception for an error value."""
    return CellError(ExcelError(code, message))


def shape(values: Iterable[Cell]) -> tuple[int, int] | None:
    """Return rows and columns of the array that working cell by cell gives; None: one value."""
    blocks = [value for value in values if isinstance(value, list)]
    if not blocks:
        return None
    return max(len(block) for block in blocks), max(len(block[0]) for block in blocks)


def element(value: Cell, row: int, column: int) -> Scalar:
    """Return an array's cell, or the value that is repeated over the array."""
    if not isinstance(value, list):
        return value
    row = 0 if len(value) == 1 else row
    if row >= len(value):
        return ExcelError(NA, "The arrays are of different size.")
    column = 0 if len(value[row]) == 1 else column
    if column >= len(value[row]):
        return ExcelError(NA, "The arrays are of different size.")
    return value[row][column]


def cell_by_cell(body: Callable[..., Scalar], *, errors_first: bool = True) -> Callable[..., Cell]:
    """Make a function of single values work on arrays.

    Parameters
    ----------
    body : callable
        The function; a `CellError` that it raises is the result.
    errors_first : bool
        Whether an error given is the result before anything else is looked at.
    """

    def one(*args: Any) -> Scalar:
        if errors_first:
            for arg in args:
                if isinstance(arg, ExcelError):
                    return arg
        try:
            return body(*args)
        except CellError as error:
            return error.error

    @functools.wraps(body)
    def call(*args: Cell) -> Cell:
        for arg in args:
            if isinstance(arg, list):
                break
        else:
            return one(*args)
        rows, columns = shape(args) or (1, 1)
        return [
            [one(*(element(a, r, c) for a in args)) for c in range(columns)] for r in range(rows)
        ]

    return call


def over_ranges(body: Callable[..., Cell]) -> Callable[..., Cell]:
    """Make a `CellError` that a function of whole ranges raises its result."""

    @functools.wraps(body)
    def call(*args: Cell) -> Cell:
        try:
            return body(*args)
        except CellError as error:
            return error.error

    return call


def number(value: Scalar) -> float:
    """Return a value as arithmetic reads it."""
    if value.__class__ is float:  # as nearly all are
        return value
    if isinstance(value, float | int):
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, ExcelError):
        raise CellError(value)
    read = read_number(value)
    if read is not None:
        return read
    raise fail(VALUE, f"{value!r} is text; a number is needed.")


def read_number(text: str) -> float | None:
    """Return the number that a text stands for in every country; None for what is none anywhere.

    Raises
    ------
    Refused
        It is one in some countries: 1,000 or 5 Mar.
    """
    if PLAIN_NUMBER.fullmatch(text):
        return float(text)
    if not _DIGIT.search(text) or not _NUMBER_LIKE.fullmatch(text) or _NEVER.fullmatch(text):
        return None
    if text != text.strip():
        raise Refused(f"whether Excel reads {text!r} as a number depends on the country")
    if percent := _PERCENT.fullmatch(text):
        return float(percent[1]) / 100
    try:
        return serial(dt.datetime.strptime(text.strip(), "%Y-%m-%d"))  # noqa: DTZ007 - a cell's date has no time zone
    except ValueError:
        raise Refused(f"whether Excel reads {text!r} as a number depends on the country") from None


def may_be_number(value: object) -> bool:
    """Whether a value is a text that Excel reads as a number in some country: 1,000 or 5 Mar."""
    if not isinstance(value, str):
        return False
    try:
        return read_number(value) is not None and PLAIN_NUMBER.fullmatch(value) is None
    except Refused:
        return True


def flat(values: Iterable[Cell]) -> Iterator[Scalar]:
    """Yield every cell of the arguments, row by row."""
    for value in values:
        if isinstance(value, list):
            for row in value:
                yield from row
        else:
            yield value


def numbers_in(*values: Cell) -> list[float]:
    """Return the numbers among values; the rest is passed over, an error is the result."""
    numbers = []
    for cell in flat(values):
        if isinstance(cell, ExcelError):
            raise CellError(cell)
        if isinstance(cell, float):
            numbers.append(cell)
    return numbers


def integer_part(value: float) -> int:
    """Return a number without its decimals; one just below a whole number is that number.

    Raises
    ------
    Refused
        Whether Excel cuts its decimals or takes it for the next number is not known.
    """
    short = math.ceil(value) - value
    if 0 < short <= _NEAR:
        return math.ceil(value)
    if 0 < short < _DOUBTFUL:
        raise Refused(f"whether Excel takes {value!r} for {math.ceil(value)} is not known")
    return math.floor(value)


def finite(result: float) -> float:
    """Return a result; infinity is #NUM!."""
    if not math.isfinite(result):
        raise fail(NUM, "The result is too large.")
    return result
