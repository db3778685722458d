"""From a file to a price history, or to the sentence that says why not."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.history import History, Origin
from xlhedge.templates.own_data import headers
from xlhedge.templates.own_data.dates import read_dates
from xlhedge.templates.own_data.errors import SHOWN, BadData, quoted
from xlhedge.templates.own_data.numbers import ABSENT, read_prices
from xlhedge.templates.own_data.parquet_file import read_parquet
from xlhedge.templates.own_data.table import Table, Uncomputed, is_blank, too_many
from xlhedge.templates.own_data.text_file import read_text
from xlhedge.templates.own_data.workbook_file import read_workbook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlhedge.templates.schema import Part

TEXT, PARQUET, WORKBOOK = (".csv", ".txt", ".tsv"), (".parquet", ".pq"), (".xlsx", ".xlsm")
SUFFIXES = (*TEXT, *PARQUET, *WORKBOOK)


class Wanted(NamedTuple):
    """What to read: the file, and what its reader has to be told."""

    path: Path
    sheet: str | None = None
    columns: Mapping[str, str] = {}
    sort: bool = False
    day_first: bool | None = None  # of dates such as 03/04/2025
    decimal_comma: bool | None = None  # of numbers such as 1,234


class Read(NamedTuple):
    """A history, and what was done to the file's rows to get it: each remark a sentence."""

    history: History
    remarks: tuple[str, ...]


def read(wanted: Wanted, layout: Part) -> Read:
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
    days, told = read_dates(
        table.label, [(n, row[headers.DATE]) for n, row in rows], day_first=wanted.day_first
    )
    keys = [column.data for column in layout.columns]
    given = {key: [(n, row[key]) for n, row in rows] for key in keys if key in places}
    prices, told_of_prices = read_prices(
        table.label, given, commas=table.commas, told=wanted.decimal_comma
    )
    remarks = [*table.remarks, *remarks, *([told] if told else []), *told_of_prices]
    for column in layout.columns:
        if column.optional:  # no price: an amount, none where none is given
            values = prices.get(column.data, [None] * len(rows))
            prices[column.data] = [0.0 if value is None else value for value in values]
    lines = list(zip(days, *(prices[key] for key in keys), strict=True))
    _suit(table.label, [n for n, _ in rows], lines, layout)
    lines, told = _sorted(table.label, [n for n, _ in rows], lines, sort=wanted.sort)
    if told:
        remarks.append(told)
    used = tuple(
        (c.label, _clean(header[places[c.data]]), c.unit)
        for c in layout.columns
        if c.data in places
    )
    return Read(History(tuple(lines), Origin(_clean(wanted.path.name), used)), tuple(remarks))


def _table(wanted: Wanted, layout: Part, names: Sequence[headers.Names]) -> Table:
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
        count = functools.partial(headers.count, names=names)
        return read_workbook(path, layout.most, fits, count, wanted.sheet)
    except OSError as trouble:
        raise BadData(f"{path} cannot be read ({trouble.strerror or trouble}).") from trouble


def _rows(
    table: Table, top: int, places: Mapping[str, int]
) -> tuple[list[tuple[int, dict[str, object]]], list[str]]:
    """Return the rows with a price, and what is said of the others."""
    kept, priceless = [], []
    header = table.rows[top][1]
    for number, cells in table.rows[top + 1 :]:
        row = {key: cells[at] if at < len(cells) else None for key, at in places.items()}
        if _too_wide(table, header, cells, row):
            raise BadData(
                f"{table.label}, row {number} has {len(cells)} cells, more than there are headers: "
                "name each column, and put decimal commas in quotes where commas separate."
            )
        for key, cell in row.items():
            if isinstance(cell, Uncomputed):
                raise BadData(
                    f"{table.label}, row {number}: the {key} is a formula that was saved without "
                    "its value; open the workbook in Excel and save it, or run `xlhedge recalc`."
                )
        blank = {key for key, cell in row.items() if _is_absent(cell)}
        if blank == set(row):
            continue
        if blank >= set(row) - {headers.DATE}:
            priceless.append((number, row[headers.DATE]))
            continue
        if headers.DATE in blank:
            key, cell = next((k, c) for k, c in row.items() if k not in blank)
            raise BadData(
                f"{table.label}, row {number}: {quoted(cell)} as its {key}, without a date. A row "
                "of units, of totals or of notes has to go."
            )
        kept.append((number, row))
    remarks = []
    if priceless:
        number, shown = priceless[0]
        many = f"{len(priceless):,} rows" if len(priceless) > 1 else "1 row"
        remarks.append(f"Left out, having no price: {many}, first row {number} ({_clean(shown)}).")
    return kept, remarks


def _too_wide(
    table: Table, header: Sequence[object], cells: Sequence[object], row: Mapping[str, object]
) -> bool:
    """Whether a row has more cells than headers, so that its commas may be decimal ones."""
    width = len(header)
    if table.commas:
        width = 1 + max(i for i, cell in enumerate(header) if not is_blank(cell))
        prices = [str(cell).strip() for key, cell in row.items() if key != headers.DATE]
        if len(cells) > len(header) and all(text.lstrip("+-").isdigit() for text in prices):
            return True
    return any(not _is_absent(cell) for cell in cells[width:])


def _is_absent(cell: object) -> bool:
    if isinstance(cell, str):
        return cell.strip().lower() in ABSENT
    return cell is None or cell != cell  # noqa: PLR0124 - only NaN differs from itself


def _suit(
    label: str, numbers: Sequence[int], lines: Sequence[tuple[object, ...]], layout: Part
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
        key = layout.columns[i - 1].data
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
