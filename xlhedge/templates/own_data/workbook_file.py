"""A sheet of another workbook, by the values that Excel left in it."""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

from xlhedge.templates.own_data.errors import BadData, quoted
from xlhedge.templates.own_data.table import SEARCHED, Table, is_blank, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MOST_COLUMNS = 1_000


def read_workbook(
    path: Path, most: int, fits: Callable[[Sequence[object]], bool], sheet: str | None
) -> Table:
    """Return the table on the sheet named, else on the first sheet, else on the one that `fits`."""
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
            return _table(path, book, most, fits, sheet)
        finally:
            book.close()


def _table(
    path: Path, book: Any, most: int, fits: Callable[[Sequence[object]], bool], sheet: str | None
) -> Table:
    sheets = {one.title: one for one in book.worksheets}
    if sheet is not None:
        known = {title.casefold(): one for title, one in sheets.items()}
        if sheet.casefold() not in known:
            raise BadData(f"{path} has no sheet {quoted(sheet)}; it has {', '.join(sheets)}.")
        return _read(path, known[sheet.casefold()], most)
    fitting = [
        one
        for one in sheets.values()
        if any(fits(row) for row in itertools.islice(_rows(one), SEARCHED))
    ]
    first = next(iter(sheets.values()), None)
    if first is None:
        raise BadData(f"{path} has no worksheet.")
    if len(fitting) > 1 and first not in fitting:
        names = " or ".join(one.title for one in fitting)
        raise BadData(f"{path}: several sheets have the columns; say which one: --sheet {names}.")
    return _read(path, first if first in fitting or not fitting else fitting[0], most)


def _rows(sheet: Any) -> Any:
    return sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)


def _read(path: Path, sheet: Any, most: int) -> Table:
    label = f"{path}, sheet {sheet.title}"
    filled = ((n, row) for n, row in enumerate(_rows(sheet), 1) if not all(map(is_blank, row)))
    try:
        rows = list(itertools.islice(filled, most + SEARCHED + 1))
    except Exception as trouble:  # as above: the sheet is only parsed here
        raise BadData(f"{label} cannot be read ({trouble}).") from trouble
    if len(rows) > most + SEARCHED:
        raise too_many(label, most)
    if not rows:
        raise BadData(f"{label} is empty; its first row has to name the columns.")
    return Table(label, rows)
