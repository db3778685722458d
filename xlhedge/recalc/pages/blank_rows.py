"""Rows of long tables that nothing stands in yet: paper has no use for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlhedge.recalc.recalculated import Recalculated

_LONG = 10  # rows; fewer blank ones keep their place, as the layout has them

Rows = tuple[int, int]  # the first and the last, as Excel counts them


def blank_rows(result: Recalculated) -> dict[str, list[Rows]]:
    """Return where ten or more rows of a sheet wait for their first entry.

    A row waits where it begins with a cell to be filled in and all of its cells of that kind are
    blank, whatever is computed beside them, or where it holds formulas alone and shows nothing.

    Parameters
    ----------
    result : Recalculated
        The workbook, recomputed.

    Returns
    -------
    dict
        Sheet -> runs of such rows. They are of a print: in the workbook the rows stay as they are.
    """
    runs = {sheet: _runs(_waiting(result, sheet)) for sheet in result.sheets}
    return {sheet: long for sheet, long in runs.items() if long}


def _waiting(result: Recalculated, sheet: str) -> list[int]:
    """Return the rows that wait, in order."""
    book, shown = result.parts.book, result.cells(sheet)
    computed = {row for row, _ in result.values[sheet]}
    unlocked: dict[int, list[int]] = {}
    for (row, column), cell in book.sheets[sheet].cells.items():
        if cell.formula is None and cell.style in book.unlocked:
            unlocked.setdefault(row, []).append(column)
    first: dict[int, int] = {}
    filled: set[int] = set()
    for (row, column), value in shown.items():
        if value != "":
            first[row] = min(column, first.get(row, column))
            if column in unlocked.get(row, ()):
                filled.add(row)
    waiting = [
        row
        for row, columns in unlocked.items()
        if row not in filled and min(columns) <= first.get(row, min(columns))
    ]
    return sorted(waiting + [row for row in computed - set(unlocked) if row not in first])


def _runs(rows: list[int]) -> list[Rows]:
    """Return the runs of consecutive rows that are long."""
    runs: list[Rows] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return [(top, bottom) for top, bottom in runs if bottom - top + 1 >= _LONG]
