"""A sheet of another workbook, by the values that Excel left in it."""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

from xlhedge.templates.own_data.errors import BadData, quoted
from xlhedge.templates.own_data.table import SEARCHED, Table, Uncomputed, is_blank, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MOST_COLUMNS = 1_000


def read_workbook(
    path: Path,
    most: int,
    fits: Callable[[Sequence[object]], bool],
    count: Callable[[Sequence[object]], int],
    sheet: str | None,
) -> Table:
    """Return the table on the sheet named, else on the first visible one with headers that fit.

    Where none has them all, it is the sheet with the row of headers that has the highest `count`.
    """
    try:
        import openpyxl
    except ImportError as missing:
        raise BadData(
            f"{path} is a workbook; reading one takes openpyxl: pip install 'xlhedge[desk]', or "
            "save the sheet as CSV UTF-8."
        ) from missing
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names what it does not keep: nothing is written back
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except Exception as trouble:  # a damaged part raises whatever its reader meets
            raise BadData(f"{path} cannot be read as a workbook ({trouble}).") from trouble
        try:
            title, remarks = _choice(path, book, fits, count, sheet)
            formulas = openpyxl.load_workbook(path, read_only=True)
            try:
                return _read(path, (book[title], formulas[title]), most, remarks)
            finally:
                formulas.close()
        finally:
            book.close()


def _choice(
    path: Path,
    book: Any,
    fits: Callable[[Sequence[object]], bool],
    count: Callable[[Sequence[object]], int],
    sheet: str | None,
) -> tuple[str, tuple[str, ...]]:
    """Return which sheet is read, and a remark where another one could have been."""
    if sheet is not None:
        known = {one.title.casefold(): one.title for one in book.worksheets}
        if sheet.casefold() not in known:
            names = ", ".join(known.values())
            raise BadData(f"{path} has no sheet {quoted(sheet)}; it has {names}.")
        return known[sheet.casefold()], ()
    tops = {
        one.title: list(itertools.islice(_rows(one), SEARCHED))
        for one in book.worksheets
        if one.sheet_state == "visible"
    }
    if not tops:
        raise BadData(f"{path} has no worksheet to be seen; name one: --sheet SHEET.")
    fitting = [title for title, rows in tops.items() if any(map(fits, rows))]
    if not fitting:

        def likeness(title: str) -> tuple[int, int]:
            rows = tops[title]
            return max(((count(row), sum(map(bool, row))) for row in rows), default=(0, 0))

        return max(tops, key=likeness), ()
    if len(fitting) == 1:
        return fitting[0], ()
    if fitting[0] != next(iter(tops)):
        raise BadData(
            f"{path}: several sheets have the columns; say which one: "
            f"--sheet {' or '.join(fitting)}."
        )
    others = ", ".join(fitting[1:])
    return fitting[0], (f"The sheet {fitting[0]} is read; {others} could be: --sheet names one.",)


def _rows(sheet: Any, *, values: bool = True) -> Any:
    return sheet.iter_rows(values_only=values, max_col=MOST_COLUMNS)


def _cells(sheets: tuple[Any, Any]) -> Iterator[list[object]]:
    """Yield rows of values; where a formula has none, not even an empty text, that is told."""
    computed, formulas = (_rows(sheet, values=False) for sheet in sheets)
    for row, formula in zip(computed, formulas, strict=False):
        yield [
            Uncomputed()
            if cell.value is None and cell.data_type == "n" and written.data_type == "f"
            else cell.value
            for cell, written in zip(row, formula, strict=False)
        ]


def _read(path: Path, sheets: tuple[Any, Any], most: int, remarks: tuple[str, ...]) -> Table:
    label = f"{path}, sheet {sheets[0].title}"
    filled = ((n, row) for n, row in enumerate(_cells(sheets), 1) if not all(map(is_blank, row)))
    try:
        rows = list(itertools.islice(filled, most + SEARCHED + 1))
    except Exception as trouble:  # as above: the sheet is only parsed here
        raise BadData(f"{label} cannot be read ({trouble}).") from trouble
    if len(rows) > most + SEARCHED:
        raise too_many(label, most)
    if not rows:
        raise BadData(f"{label} is empty; its first row has to name the columns.")
    return Table(label, rows, remarks=remarks)
