"""From a file to a price history, or to the sentence that says why not."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.history import History, Origin
from xlhedge.templates.own_data import headers
from xlhedge.templates.own_data.dates import read_dates
from xlhedge.templates.own_data.errors import SHOWN, BadData
from xlhedge.templates.own_data.numbers import ABSENT, read_prices
from xlhedge.templates.own_data.parquet_file import read_parquet
from xlhedge.templates.own_data.table import Table, too_many
from xlhedge.templates.own_data.text_file import read_text
from xlhedge.templates.own_data.workbook_file import read_workbook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlhedge.templates.history import Layout

TEXT, PARQUET, WORKBOOK = (".csv", ".txt", ".tsv"), (".parquet", ".pq"), (".xlsx", ".xlsm")
SUFFIXES = (*TEXT, *PARQUET, *WORKBOOK)


class Wanted(NamedTuple):
    """What to read: the file, and what its reader has to be told."""

    path: Path
    sheet: str | None = None
    columns: Mapping[str, str] = {}
    sort: bool = False


class Read(NamedTuple):
    """A history, and what was done to the file's rows to get it: each remark a sentence."""

    history: History
    remarks: tuple[str, ...]


def read(wanted: Wanted, layout: Layout) -> Read:
    """Return the price history in a file, laid out as a book takes it.

    Raises
    ------
    BadData
        The file cannot be read, or is not what the book needs.
    """
    names = headers.names_of(layout, wanted.columns)
    table = _table(wanted, layout, names)
    top, places = headers.find(table, names)
    header = table.rows[top][1]
    rows, remarks = _rows(table, top, places)
    if len(rows) > layout.most:
        raise too_many(table.label, layout.most)
    if not rows:
        raise BadData(f"{table.label} has headers and no prices below them.")
    days, told = read_dates(table.label, [(n, row[headers.DATE]) for n, row in rows])
    keys = [column.key for column in layout.columns]
    given = {key: [(n, row[key]) for n, row in rows] for key in keys if key in places}
    prices, told_of_prices = read_prices(table.label, given)
    remarks += [remark for remark in (told, told_of_prices) if remark]
    for column in layout.columns:
        if column.optional:  # no price: an amount, none where none is given
            values = prices.get(column.key, [None] * len(rows))
            prices[column.key] = [0.0 if value is None else value for value in values]
    lines = list(zip(days, *(prices[key] for key in keys), strict=True))
    _suit(table.label, [n for n, _ in rows], lines, layout)
    lines, told = _sorted(table.label, [n for n, _ in rows], lines, sort=wanted.sort)
    if told:
        remarks.append(told)
    used = tuple(
        (c.label, _clean(header[places[c.key]]), c.unit) for c in layout.columns if c.key in places
    )
    return Read(History(tuple(lines), Origin(_clean(wanted.path.name), used)), tuple(remarks))


def _table(wanted: Wanted, layout: Layout, names: Sequence[headers.Names]) -> Table:
    path, fits = wanted.path, functools.partial(headers.fits, names=names)
    suffix = path.suffix.lower()
    if path.is_dir():
        raise BadData(f"{path} is a folder; a file is expected: {', '.join(SUFFIXES)}.")
    if not path.exists():
        raise BadData(f"There is no file {path}.")
    if suffix not in SUFFIXES:
        raise BadData(f"{path} is of no kind that is read: {', '.join(SUFFIXES)} are.")
    if wanted.sheet is not None and suffix not in WORKBOOK:
        raise BadData(f"--sheet {wanted.sheet}: {path.name} has no sheets; .xlsx and .xlsm have.")
    try:
        if suffix in TEXT:
            return read_text(path, layout.most, fits)
        if suffix in PARQUET:
            return read_parquet(path, layout.most, lambda row: headers.all_places(row, names))
        return read_workbook(path, layout.most, fits, wanted.sheet)
    except OSError as trouble:
        raise BadData(f"{path} cannot be read ({trouble.strerror or trouble}).") from trouble


def _rows(
    table: Table, top: int, places: Mapping[str, int]
) -> tuple[list[tuple[int, dict[str, object]]], list[str]]:
    """Return the rows with a price, and what is said of the others."""
    kept, priceless = [], []
    width = len(table.rows[top][1])
    for number, cells in table.rows[top + 1 :]:
        if any(not _is_absent(cell) for cell in cells[width:]):
            raise BadData(
                f"{table.label}, row {number} has {len(cells)} cells and the headers {width}; "
                "decimal commas in a file separated by commas have to stand in quotes."
            )
        row = {key: cells[at] if at < len(cells) else None for key, at in places.items()}
        blank = {key for key, cell in row.items() if _is_absent(cell)}
        if blank == set(row):
            continue
        if blank >= set(row) - {headers.DATE}:
            priceless.append(number)
            continue
        if headers.DATE in blank:
            raise BadData(f"{table.label}, row {number}: a price without a date.")
        kept.append((number, row))
    remarks = []
    if priceless:
        remarks.append(
            f"{len(priceless):,} rows hold a date and no price, the first is row {priceless[0]}: "
            "they are left out."
        )
    return kept, remarks


def _is_absent(cell: object) -> bool:
    if isinstance(cell, str):
        return cell.strip().lower() in ABSENT
    return cell is None or cell != cell  # noqa: PLR0124 - only NaN differs from itself


def _suit(
    label: str, numbers: Sequence[int], lines: Sequence[tuple[object, ...]], layout: Layout
) -> None:
    """Refuse what a function of the book cannot take."""
    needed = [i for i, column in enumerate(layout.columns, 1) if not column.optional]
    whole = [line for line in lines if all(line[i] is not None for i in needed)]
    if len(whole) < layout.fewest:
        raise BadData(
            f"{label} has {len(whole)} rows with every price; the template needs {layout.fewest} "
            "for its regressions."
        )
    for i in needed:
        key = layout.columns[i - 1].key
        if len({line[i] for line in whole}) == 1:
            raise BadData(
                f"{label}: the {key} is {whole[0][i]} in every row; a ratio needs prices that move."
            )
        if layout.above_zero:
            for number, line in zip(numbers, lines, strict=True):
                value = line[i]
                if isinstance(value, float) and value <= 0:
                    raise BadData(
                        f"{label}, row {number}: the {key} is {value:g}; this template takes "
                        "relative changes, which need prices above 0. hedging-template takes any."
                    )


def _sorted(
    label: str, numbers: Sequence[int], lines: list[tuple[dt.date, float | None]], *, sort: bool
) -> tuple[list[tuple[dt.date, float | None]], str | None]:
    """Return the rows oldest first: as they are, turned round, or sorted if that was asked for."""
    falls = [i for i, (a, b) in enumerate(itertools.pairwise(lines), 1) if b[0] < a[0]]
    if not falls:
        return lines, None
    if all(b[0] <= a[0] for a, b in itertools.pairwise(lines)):
        return lines[::-1], "The file is newest first: its rows are laid oldest first."
    at = falls[0]
    if not sort:
        raise BadData(
            f"{label}, row {numbers[at]}: {lines[at][0]} stands after {lines[at - 1][0]}; rows "
            "are expected oldest first. --sort lays them so."
        )
    return sorted(lines, key=lambda line: line[0]), (
        f"The dates were out of order, first in row {numbers[at]}: the rows are sorted."
    )


def _clean(text: object) -> str:
    """Return somebody else's text fit for a cell: short, and without control characters."""
    shown = str(text).encode("utf-8", "replace").decode()
    shown = "".join(c if c.isprintable() else " " for c in shown)
    return shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 3]}..."
