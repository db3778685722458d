"""What a cell's contents mean: the one gate between cell values and numbers.

A reader takes one argument as the host hands it over (a float, text, TRUE or FALSE, None for a
blank, an error value, or rows of these) and returns what a formula can work with, or raises.
Function signatures name their readers by annotation: ``spot: Series``; see `arguments`.
"""

from __future__ import annotations

import datetime as dt
import math
from itertools import chain
from typing import TYPE_CHECKING, Annotated, NamedTuple

from xlhedge.core.errors import HedgeError, Kind
from xlhedge.core.gates import alternatives, need_keyword, need_same_count
from xlhedge.core.wording import in_quotes, plain
from xlhedge.worksheet.errors import VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
else:
    FloatArray = object  # numpy is imported by what reads a range: many functions need none

Scalar = float | str | bool | ExcelError | None
Cell = Scalar | list[list[Scalar]]
_ROWS = (list, tuple)
_OVERLAP = "FALSE, TRUE or a whole number of rows"
_EXCEL_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's date has no time zone
_FIRST_DAY, _LAST_DAY = 61, 2_958_465  # before 1 March 1900 Excel and LibreOffice count differently


class ErrorInCell(Exception):  # noqa: N818 - it carries an error value, it is not one of ours
    """An Excel error met while reading an argument: it is returned before anything else."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error.message)
        self.error = error


class Reader(NamedTuple):
    """How one kind of argument is read, and what is said of every argument of that kind."""

    takes: str  # what the argument accepts, in words for messages and help
    is_range: bool  # whether a host should hand over a range of cells
    read: Callable[[object, str], object]
    choices: tuple[str, ...] = ()  # the closed list of keywords, if there is one
    help: str = ""  # of an argument of which its function's docstring says nothing
    errors: tuple[tuple[str, str], ...] = ()  # error values and causes, with {name} for its name

    def __repr__(self) -> str:
        return self.takes  # in the signature that help() shows

    def with_help(self, help_: str = "", *errors: tuple[str, str]) -> Reader:
        """Return the same reader with what is to be said of its arguments."""
        return self._replace(help=help_, errors=self.errors + errors)


def serial(moment: dt.date) -> float:
    """Return Excel's serial number of a date (1900 system)."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - as above
    return (moment.replace(tzinfo=None) - _EXCEL_DAY_ZERO) / dt.timedelta(days=1)


def flatten(value: object, name: str) -> tuple[list[object], int, int]:
    """Return a range's cells row by row, and its numbers of rows and columns."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, _ROWS):
        return [value], 1, 1
    kinds = set(map(type, value))
    if kinds and not kinds & {list, tuple}:
        return list(value), 1, len(value)  # what a host makes of one row
    if kinds <= {list, tuple}:
        cells = list(chain.from_iterable(value))
        if not cells:  # no sheet has one, a program may
            raise HedgeError(
                Kind.UNDEFINED, f"{name} is a range without cells; at least one is needed."
            )
        columns = len(value[0])
        if len(cells) == columns * len(value):
            return cells, len(value), columns
    raise HedgeError(Kind.TYPE, f"{name} is not a rectangle of cells; give one range.")


def single(value: object, name: str, takes: str) -> object:
    """Return the one cell that a scalar argument stands for."""
    if value.__class__ is float:
        return value
    cells, rows, columns = flatten(value, name)
    if len(cells) != 1:
        raise HedgeError(
            Kind.TYPE,
            f"{name} is a range of {plain(rows)} x {plain(columns)} cells; {takes} is needed.",
        )
    cell = cells[0]
    if isinstance(cell, ExcelError):
        raise ErrorInCell(ExcelError(cell.code, f"{name} is {cell.code}."))
    return cell


def wrong_type(name: str, cell: object, takes: str) -> HedgeError:
    """Return the error for a cell that holds another kind of value than is needed."""
    if cell is None:
        return HedgeError(Kind.TYPE, f"{name} is blank; {takes} is needed.")
    return HedgeError(Kind.TYPE, f"{name} is {cell_in_words(cell)}; {takes} is needed.")


def cell_in_words(cell: object) -> str:
    """Return a cell's content as it stands in a sentence."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return plain(cell)
    return in_quotes(str(cell))


def _plain(value: object) -> object:
    """Return a numpy scalar as Python's own number or truth value."""
    return value.item() if hasattr(value, "item") else value


def to_float(cell: object, name: str) -> float | None:
    """Return a numeric cell as a float, None where the cell holds no number."""
    cell = _plain(cell)
    if isinstance(cell, bool | str) or cell is None:
        return None
    if isinstance(cell, dt.date):
        return serial(cell)
    if not isinstance(cell, int | float):
        raise wrong_type(name, cell, "a cell value")
    try:
        number = float(cell)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise HedgeError(Kind.DOMAIN, f"{name} holds {plain(number)}; finite numbers are needed.")
    return number


def _number(value: object, name: str) -> float:
    cell = single(value, name, "one number")
    if cell.__class__ is float and math.isfinite(cell):
        return cell
    number = to_float(cell, name)
    if number is None:
        raise wrong_type(name, cell, "one number")
    return number


def _date(value: object, name: str) -> dt.date:
    """Read a date or its serial number; a time of day is cut off, as Excel's functions do."""
    cell = _plain(single(value, name, "a date"))
    number = to_float(cell, name)
    if number is None:
        error = wrong_type(name, cell, "a date")
        if not isinstance(cell, str):
            raise error
        raise HedgeError(
            Kind.TYPE,
            f"{name} is {cell_in_words(cell)}, a text; a date is needed: DATE or DATEVALUE "
            "makes one.",
        )
    if not _FIRST_DAY <= number < _LAST_DAY + 1:
        raise HedgeError(
            Kind.DOMAIN,
            f"{name} is {plain(number)}; a date from 1 March 1900 to 31 December 9999 is needed "
            f"({plain(_FIRST_DAY)} to {plain(_LAST_DAY)} as a number).",
        )
    return (_EXCEL_DAY_ZERO + dt.timedelta(days=math.floor(number))).date()


def _flag(value: object, name: str) -> bool:
    cell = _plain(single(value, name, "TRUE or FALSE"))
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float) and cell in (0, 1):
        return bool(cell)
    raise wrong_type(name, cell, "TRUE or FALSE")


def _overlap(value: object, name: str) -> bool | int:
    """Read FALSE, TRUE or a number of rows; "TRUE" too, since LibreOffice makes TRUE a 1."""
    cell = _plain(single(value, name, _OVERLAP))
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.strip().upper() in ("TRUE", "FALSE"):
        return cell.strip().upper() == "TRUE"
    rows = to_float(cell, name)
    if rows is None:
        raise wrong_type(name, cell, _OVERLAP)
    return _whole(rows, name, _OVERLAP, 0)


def _text(value: object, name: str) -> str:
    cell = single(value, name, "a text")
    if not isinstance(cell, str):
        raise wrong_type(name, cell, "a text")
    return cell


def _column_of_numbers(value: object, name: str) -> tuple[FloatArray, int, int]:
    """Read a range's cells as floats; NaN marks a blank, a text, TRUE or FALSE."""
    import numpy as np

    if isinstance(value, np.ndarray) and value.ndim == 2 and value.dtype == np.float64:
        rows, columns = value.shape
        if value.size and np.isfinite(value).all():
            return value.flatten(), rows, columns
    cells, rows, columns = flatten(value, name)
    if set(map(type, cells)) == {float}:
        numbers = np.array(cells, dtype=np.float64)
        if np.isfinite(numbers).all():
            return numbers, rows, columns
    if (
        not isinstance(value, _ROWS)
        and not hasattr(value, "tolist")
        and isinstance(value, str | bool | None)
    ):
        raise wrong_type(name, value, "a range of numbers")
    return np.array([_cell_or_nan(c, name, i, columns) for i, c in enumerate(cells)]), rows, columns


def _cell_or_nan(cell: object, name: str, index: int, columns: int) -> float:
    if cell.__class__ is float and math.isfinite(cell):
        return cell
    if isinstance(cell, ExcelError):
        row, column = divmod(index, columns)
        place = f"row {row + 1}" if columns == 1 else f"row {row + 1}, column {column + 1}"
        raise ErrorInCell(ExcelError(cell.code, f"{name} holds {cell.code} in {place}."))
    number = to_float(cell, name)
    return math.nan if number is None else number


def _series(value: object, name: str) -> FloatArray:
    numbers, rows, columns = _column_of_numbers(value, name)
    if rows > 1 and columns > 1:
        raise HedgeError(
            Kind.TYPE,
            f"{name} is a block of {plain(rows)} x {plain(columns)} cells; "
            "one row or one column, oldest first, is needed.",
        )
    return numbers


def _values(value: object, name: str) -> FloatArray:
    return _column_of_numbers(value, name)[0]


def _matrix(value: object, name: str) -> FloatArray:
    numbers, rows, columns = _column_of_numbers(value, name)
    return numbers.reshape(rows, columns)


def _rows(value: object, name: str) -> list[list[object]]:
    cells, rows, columns = flatten(value, name)
    for cell in cells:
        if isinstance(cell, ExcelError):
            raise ErrorInCell(ExcelError(cell.code, f"{name} holds {cell.code}."))
    return [cells[r * columns : (r + 1) * columns] for r in range(rows)]


def _anything(value: object, name: str) -> object:  # noqa: ARG001 - every reader has this shape
    return value


def _whole(number: float, name: str, takes: str, low: int, high: int | None = None) -> int:
    if number != int(number) or number < low or (high is not None and number > high):
        raise HedgeError(Kind.DOMAIN, f"{name} is {plain(number)}; {takes} is needed.")
    return int(number)


def whole(low: int, high: int | None = None) -> Reader:
    """Return the reader of a whole number from `low` to `high`."""
    takes = (
        f"a whole number from {low} to {high}"
        if high is not None
        else f"a whole number of {low} or more"
    )

    def read(value: object, name: str) -> int:
        return _whole(_number(value, name), name, takes, low, high)

    return Reader(takes, is_range=False, read=read)


def choice(words: type[StrEnum]) -> Reader:
    """Return the reader of one keyword out of a closed list, in any case."""

    def read(value: object, name: str) -> str:
        word = _text(value, name).strip().lower()
        need_keyword(name, word, words)
        return word

    plain_words = tuple(word.value for word in words)
    another = (VALUE, "An unknown word for {name}.")
    return Reader(alternatives(words), False, read, plain_words, errors=(another,))


NUMBER = Reader("one number", is_range=False, read=_number)
DATE = Reader("a date", is_range=False, read=_date)
FLAG = Reader("TRUE or FALSE", is_range=False, read=_flag)
TEXT = Reader("a text", is_range=False, read=_text)
SERIES = Reader("one row or column of numbers, oldest first", is_range=True, read=_series)
VALUES = Reader("a range of numbers", is_range=True, read=_values)
MATRIX = Reader("a block of numbers", is_range=True, read=_matrix)
ROWS = Reader("a block of cells", is_range=True, read=_rows)
OVERLAP = Reader(_OVERLAP, is_range=False, read=_overlap)
ANYTHING = Reader("any value", is_range=True, read=_anything)

Number = Annotated[float, NUMBER]
OptionalNumber = Annotated[float | None, NUMBER]
Flag = Annotated[bool, FLAG]
Text = Annotated[str, TEXT]
Series = Annotated[FloatArray, SERIES]
OptionalSeries = Annotated[FloatArray | None, SERIES]
Values = Annotated[FloatArray, VALUES]
OptionalValues = Annotated[FloatArray | None, VALUES]
Matrix = Annotated[FloatArray, MATRIX]
Rows = Annotated[list[list[object]], ROWS]
Anything = Annotated[object, ANYTHING]


def pairs_of(
    name: str, values: FloatArray, other_name: str, others: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return two ranges without the pairs in which either cell holds no number."""
    import numpy as np

    need_same_count(name, values.size, other_name, others.size)
    keep = ~(np.isnan(values) | np.isnan(others))
    return values[keep], others[keep]


def outgoing(value: object) -> Cell:
    """Return a function's result as a cell value; NaN and infinity become #NUM!."""
    if isinstance(value, list):
        return [[_outgoing_cell(cell) for cell in row] for row in value]
    return _outgoing_cell(value)


def _outgoing_cell(value: object) -> Scalar:
    value = _plain(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if math.isfinite(value):
            return float(value) + 0.0  # turns -0.0 into 0.0
        return ExcelError(
            "#NUM!", "The result is not a finite number: the arguments are too large or too small."
        )
    if isinstance(value, HedgeError):
        return ExcelError.from_hedge_error(value)
    if isinstance(value, str):
        return str(value)  # a keyword is a text of its own class, which no host knows
    if isinstance(value, ExcelError):
        return value
    raise TypeError(f"a function returned {value!r}, which no cell can hold")
