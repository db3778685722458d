"""Cell values as Calc hands them over and takes them back: no UNO in here.

This module travels inside the add-in and runs in LibreOffice's own Python.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from xlhedge.worksheet.errors import ERRORS, NUM, VALUE, ExcelError

if TYPE_CHECKING:
    from xlhedge.worksheet.cells import Cell, Scalar

_NUMBER_OF = {error.code: error.calc for error in ERRORS if error.calc is not None}
_CODE_OF = {number: code for code, number in _NUMBER_OF.items()} | {
    502: NUM,  # a native function's argument is outside its domain, as in SQRT(-1)
    508: "#NAME?",  # a bracket is missing: an unknown name before it
    509: "#NAME?",  # an operator is missing: the same
    523: NUM,  # a native function does not converge
}
_QUIET_NAN = 0x7FF8000000000000
_STRING_OR_FORMULA = 4 | 16  # com.sun.star.sheet.CellFlags
# LibreOffice numbers its built-in formats alike in every locale, with steps of 10,000 between them.
_LOCALES_APART, _LOGICAL_FORMAT = 10_000, 99
_SPECIAL = (None, "", 0.0, 1.0)  # may stand for an error, a blank, FALSE and TRUE

CalcCell = float | str
CalcTable = tuple[tuple[CalcCell, ...], ...]


def error_code(number: int) -> str:
    """Return Excel's error for the number of an error in Calc, ``#VALUE!`` for a foreign one."""
    return _CODE_OF.get(number, VALUE)


def error_value(code: str) -> float:
    """Return what Calc shows as that error: a NaN with the error's number in its low 32 bits."""
    bits = _QUIET_NAN | _NUMBER_OF.get(code, _NUMBER_OF[VALUE])
    return float(struct.unpack("<d", struct.pack("<Q", bits))[0])


def to_calc(cell: Scalar) -> CalcCell:
    """Return a cell value as UNO takes it: a float or a text.

    Whole numbers and TRUE go as floats: Calc shows a UNO boolean as 0, and an integer of 2^63
    breaks every later call.
    """
    if isinstance(cell, ExcelError):
        return error_value(cell.code)
    return cell if isinstance(cell, str) else float(cell or 0.0)


def to_calc_table(value: Cell) -> CalcTable:
    """Return rows of cell values; one value, such as an error, is a table of one cell."""
    rows = value if isinstance(value, list) else [[value]]
    return tuple(tuple(to_calc(cell) for cell in row) for row in rows)


def from_calc(value: object) -> object:
    """Return an argument that is no cell reference: a number, a text, or rows of these.

    Calc itself returns an error argument as the result; only rows that a formula made can still
    hold one, as a NaN.
    """
    if isinstance(value, tuple):
        return [[_scalar(cell) for cell in row] for row in value]
    return _scalar(value)


def _scalar(cell: object) -> object:
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124 - only NaN differs from itself
        (bits,) = struct.unpack("<Q", struct.pack("<d", cell))
        return ExcelError(error_code(bits & 0xFFFFFFFF))
    return cell


def from_range(cells: Any) -> object:
    """Return what stands in an XCellRange, with blanks, errors and TRUE told apart.

    Parameters
    ----------
    cells : com.sun.star.table.XCellRange or None
        The range as Calc passes it, untouched; None where the argument is left out.
    """
    if cells is None:
        return None
    data = cells.getDataArray()
    # Columns of plain numbers need no second look, and are nearly all that there is.
    if len(data[0]) == 1:
        column = [row[0] for row in data]
        if set(map(type, column)) == {float} and 0.0 not in column and 1.0 not in column:
            return column
    return _looked_at(cells, data)


def _looked_at(cells: Any, data: CalcTable) -> list[list[Scalar]]:
    rows: list[list[Scalar]] = [
        [_special(cells, cell, r, c) if cell in _SPECIAL else cell for c, cell in enumerate(row)]
        for r, row in enumerate(data)
    ]
    if any(cell is None for row in rows for cell in row):
        _restore_empty_texts(cells, data, rows)
    return rows


def _special(cells: Any, cell: CalcCell | None, row: int, column: int) -> Scalar:
    """Return a cell that is not what its data says: blank, an error, TRUE or FALSE."""
    if cell == "":
        return None
    single = cells.getCellByPosition(column, row)
    if cell is None:
        return ExcelError(error_code(single.getError()))
    return bool(cell) if single.NumberFormat % _LOCALES_APART == _LOGICAL_FORMAT else cell


def _restore_empty_texts(cells: Any, data: CalcTable, rows: list[list[Scalar]]) -> None:
    """Put back the "" that a formula gave: to Calc's data it looks like a blank."""
    here = cells.getRangeAddress()
    for area in cells.queryContentCells(_STRING_OR_FORMULA).getRangeAddresses():
        for r in range(area.StartRow - here.StartRow, area.EndRow - here.StartRow + 1):
            for c in range(
                area.StartColumn - here.StartColumn, area.EndColumn - here.StartColumn + 1
            ):
                if data[r][c] == "":
                    rows[r][c] = ""
