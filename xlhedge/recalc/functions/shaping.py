"""Excel's functions that choose among arrays, cut them, and put them together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    CellError,
    element,
    fail,
    number,
    over_ranges,
    shape,
    size_of,
)
from xlhedge.recalc.functions.search import rows_of
from xlhedge.worksheet.errors import NA, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_MOST = 1_048_576


def _each(pick: Callable[..., Scalar]) -> Callable[..., Cell]:
    """Make a choice for each cell of arrays; where one of them ends it is #N/A."""

    def call(*args: Cell) -> Cell:
        size = shape(args)
        if size is None:
            return pick(*args)
        rows, columns = size
        return [
            [pick(*(element(a, r, c) for a in args)) for c in range(columns)] for r in range(rows)
        ]

    return call


@_each
def if_by_cell(condition: Scalar, yes: Scalar, no: Scalar = False) -> Scalar:
    """Compute IF cell by cell: an error in what is not chosen does not matter."""
    if isinstance(condition, ExcelError):
        return condition
    if isinstance(condition, str):
        flag = condition.strip().upper()
        if flag not in {"TRUE", "FALSE"}:
            return ExcelError(VALUE, f"{condition!r} is neither TRUE nor FALSE.")
        return yes if flag == "TRUE" else no
    return yes if condition else no


@_each
def if_error(value: Scalar, otherwise: Scalar) -> Scalar:
    """Compute IFERROR cell by cell."""
    return otherwise if isinstance(value, ExcelError) else value


@_each
def if_na(value: Scalar, otherwise: Scalar) -> Scalar:
    """Compute IFNA cell by cell."""
    return otherwise if isinstance(value, ExcelError) and value.code == NA else value


@_each
def choose_each(number_of: Scalar, *choices: Scalar) -> Scalar:
    """Compute CHOOSE cell by cell."""
    if isinstance(number_of, ExcelError):
        return number_of
    place = int(number(number_of))
    if not 1 <= place <= len(choices):
        return ExcelError(VALUE, f"There is no choice {place}.")
    return choices[place - 1]


def _count(value: Cell, usual: float) -> float:
    if isinstance(value, list):
        raise fail(VALUE, "One number is needed.")
    return usual if value is None else number(value)


def _empty() -> CellError:
    return fail("#CALC!", "There is nothing left; Excel has no empty array.")


def sequence(
    rows: Cell, columns: Cell = None, start: Cell = None, step: Cell = None
) -> list[list[Any]]:
    """Return the numbers of SEQUENCE, row by row."""
    height, width = int(_count(rows, 1.0)), int(_count(columns, 1.0))
    first, by = _count(start, 1.0), _count(step, 1.0)
    if height < 0 or width < 0 or height * width > _MOST:
        raise fail(VALUE, f"There is no array of {height} x {width} cells.")
    if not height or not width:
        raise _empty()
    return [[first + by * (r * width + c) for c in range(width)] for r in range(height)]


def _cut(length: int, count: Cell, *, keep: bool) -> slice:
    """Return which rows TAKE keeps or DROP leaves."""
    if count is None:
        return slice(0, length)
    n = int(_count(count, 0.0))
    if keep:
        return slice(0, min(n, length)) if n >= 0 else slice(max(length + n, 0), length)
    return slice(min(n, length), length) if n >= 0 else slice(0, max(length + n, 0))


def _cutter(*, keep: bool) -> Callable[..., Cell]:
    def call(array: Cell, rows: Cell, columns: Cell = None) -> Cell:
        cells = _filled(array)
        kept = cells[_cut(len(cells), rows, keep=keep)]
        across = _cut(len(cells[0]), columns, keep=keep)
        kept = [row[across] for row in kept]
        if not kept or not kept[0]:
            raise _empty()
        return kept

    return call


def _filled(value: Cell) -> list[list[Scalar]]:
    """Return all cells of a value, with the blanks behind the last."""
    rows = rows_of(value)
    height, width = size_of(value)
    if height * width > _MOST:
        raise fail("#NUM!", "The array is too large.")
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return padded + [[None] * width for _ in range(height - len(rows))]


def _stacker(*, down: bool) -> Callable[..., Cell]:
    def call(*arrays: Cell) -> Cell:
        blocks = [_filled(a) if down else _turned(_filled(a)) for a in arrays]
        width = max(len(block[0]) for block in blocks)
        missing = ExcelError(NA, "The arrays are of different size.")
        stacked = [[*row, *[missing] * (width - len(row))] for block in blocks for row in block]
        return stacked if down else _turned(stacked)

    return call


def _turned(rows: list[list[Scalar]]) -> list[list[Scalar]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _filter(array: Cell, include: Cell, otherwise: Cell = None) -> Cell:
    cells, mask = _filled(array), _filled(include)
    down = len(mask[0]) == 1 and len(mask) == len(cells)
    if not down and not (len(mask) == 1 and len(mask[0]) == len(cells[0])):
        raise fail(VALUE, "What to keep must be as long as the array.")
    flags = [row[0] for row in mask] if down else mask[0]
    chosen = [number(flag) != 0 for flag in flags]
    rows = cells if down else _turned(cells)
    kept = [row for row, keep in zip(rows, chosen, strict=True) if keep]
    if not kept:
        if otherwise is None:
            raise _empty()
        return otherwise
    return kept if down else _turned(kept)


def _guarded(body: Callable[..., Cell]) -> Callable[..., Cell]:
    """Make an error raised the result, and of an array of one cell that cell."""
    guarded = over_ranges(body)

    def call(*args: Cell) -> Cell:
        result = guarded(*args)
        one = isinstance(result, list) and len(result) == 1 and len(result[0]) == 1
        return result[0][0] if one else result  # type: ignore[index]  # a list

    return call


def _at(array: Cell, row: Cell, column: Cell = None) -> Cell:
    rows = _filled(array)
    if isinstance(row, list) or isinstance(column, list):
        raise Refused(
            "INDEX with several row or column numbers is not known to come out as in Excel"
        )
    if column is None and len(rows) == 1:
        row, column = 0.0 if row is None else 1.0, row  # the one number counts along a row
    r, c = (int(_count(place, 0.0)) for place in (row, column))
    if r < 0 or c < 0:
        raise fail(VALUE, "Rows and columns are counted from 0 on.")
    if r > len(rows) or c > len(rows[0]):
        raise fail("#REF!", "The array ends before.")
    chosen = rows[r - 1 : r] if r else rows
    return [line[c - 1 : c] if c else line for line in chosen]


def _wrapped(*, down: bool) -> Callable[..., Cell]:
    def call(line: Cell, count: Cell, pad: Cell = None) -> Cell:
        cells = _filled(line)
        if min(len(cells), len(cells[0])) > 1:
            raise fail(VALUE, "One row or one column is needed.")
        length = int(_count(count, 0.0))
        if length < 1:
            raise fail("#NUM!", "A line needs at least one cell.")
        flat = [cell for row in cells for cell in row]
        filler = ExcelError(NA, "The line ends before.") if pad is None else pad
        flat += [filler] * (-len(flat) % length)  # type: ignore[list-item]  # one value
        rows = [flat[i : i + length] for i in range(0, len(flat), length)]
        return rows if down else _turned(rows)

    return call


def _expand(array: Cell, rows: Cell, columns: Cell = None, pad: Cell = None) -> Cell:
    cells = _filled(array)
    height = int(_count(rows, len(cells)))
    width = int(_count(columns, len(cells[0])))
    if height < len(cells) or width < len(cells[0]):
        raise fail(VALUE, "The array is larger than that already.")
    filler = ExcelError(NA, "The array ends before.") if pad is None else pad
    grown: list[list[Any]] = [[*row, *[filler] * (width - len(row))] for row in cells]
    return grown + [[filler] * width for _ in range(height - len(cells))]


def _trimmed(array: Cell, rows: Cell = None, columns: Cell = None) -> Cell:
    if _count(rows, 3.0) != 3 or _count(columns, 3.0) != 3:
        raise Refused("TRIMRANGE is computed on both sides only")
    cells = rows_of(array)
    used = [r for r, row in enumerate(cells) if any(cell is not None for cell in row)]
    if not used:
        raise Refused("what TRIMRANGE gives for a range of blanks is not known")
    kept = cells[used[0] : used[-1] + 1]
    wide = [c for row in kept for c, cell in enumerate(row) if cell is not None]
    first, end = min(wide), max(wide) + 1
    return [[*row[first:end], *[None] * (end - max(first, len(row)))] for row in kept]


def _line_of(*, down: bool) -> Callable[..., Cell]:
    def call(array: Cell, ignore: Cell = None, by_column: Cell = None) -> Cell:
        left_out, cells = int(_count(ignore, 0.0)), _filled(array)
        if left_out not in range(4):
            raise fail(VALUE, f"{left_out} is none of 0, 1, 2 and 3.")
        cells = _turned(cells) if _count(by_column, 0.0) else cells
        kept = [
            cell
            for row in cells
            for cell in row
            if not (left_out & 1 and cell is None)
            and not (left_out & 2 and isinstance(cell, ExcelError))
        ]
        if not kept:
            raise _empty()
        return [[cell] for cell in kept] if down else [kept]

    return call


def _unit_matrix(size: Cell) -> Cell:
    n = int(_count(size, 0.0))
    if n < 1:
        raise fail(VALUE, "A matrix needs a row.")
    return [[float(r == c) for c in range(n)] for r in range(n)]


def only_value(value: Cell) -> Cell:
    """Return the one value that a LAMBDA may give."""
    if size_of(value) != (1, 1):
        return ExcelError("#CALC!", "A LAMBDA gives an array where one value is needed.")
    return value[0][0] if isinstance(value, list) else value


def in_row(*cells: Scalar) -> Cell:
    """Return values side by side."""
    return [list(cells)]


def in_rows(*rows: Cell) -> Cell:
    """Return rows, one under the other."""
    return [line for row in rows for line in rows_of(row)]


index = _guarded(_at)
SHAPING: dict[str, Callable[..., Cell]] = {
    "SEQUENCE": _guarded(sequence),
    "TAKE": _guarded(_cutter(keep=True)),
    "DROP": _guarded(_cutter(keep=False)),
    "VSTACK": _guarded(_stacker(down=True)),
    "HSTACK": _guarded(_stacker(down=False)),
    "FILTER": _guarded(_filter),
    "WRAPROWS": _guarded(_wrapped(down=True)),
    "WRAPCOLS": _guarded(_wrapped(down=False)),
    "EXPAND": _guarded(_expand),
    "TRIMRANGE": _guarded(_trimmed),
    "TOCOL": _guarded(_line_of(down=True)),
    "TOROW": _guarded(_line_of(down=False)),
    "MUNIT": _guarded(_unit_matrix),
}
