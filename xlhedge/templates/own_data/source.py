"""One file, read with suspicion: its dated prices, in one strand for each column of dates."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.own_data import headers, shape
from xlhedge.templates.own_data.dates import could_be_date, read_dates
from xlhedge.templates.own_data.errors import SHOWN, BadData, excerpt
from xlhedge.templates.own_data.numbers import is_absent, read_prices
from xlhedge.templates.own_data.repeats import refuse_long_table, rolls, without_repeats
from xlhedge.templates.own_data.sheet_choice import choose_sheet
from xlhedge.templates.own_data.table import NoSavedValue, RawTable, is_blank
from xlhedge.templates.own_data.units_beside import currencies_beside

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from xlhedge.templates.own_data.reading import DataRequest
    from xlhedge.templates.own_data.shape import Shape

Row = tuple[int, dict[str, object]]


class Source(NamedTuple):
    """A file, its sheet, and which columns it holds: without any, all that no other file has."""

    path: Path
    sheet: str | None = None
    keys: tuple[str, ...] = ()


@dataclass
class Strand:
    """Prices by date, oldest first: `rows` are the numbers of the file's rows."""

    label: str
    files: str
    rows: list[int]
    days: list[dt.date]
    prices: dict[str, list[float | None]]
    headers: dict[str, str] = field(default_factory=dict)

    def keep(self, places: Sequence[int]) -> Strand:
        """Return some of the rows."""
        prices = {key: [values[i] for i in places] for key, values in self.prices.items()}
        rows, days = [self.rows[i] for i in places], [self.days[i] for i in places]
        return Strand(self.label, self.files, rows, days, prices, self.headers)


def read_source(
    source: Source, names: Sequence[headers.Names], request: DataRequest
) -> tuple[list[Strand], list[str]]:
    """Return the strands of a file and what is said of them.

    Raises
    ------
    BadData
        The file cannot be read, or has not what it should.
    """
    form, remarks = open_source(source, names, request)
    refuse_long_table(form)
    its = _of_role(request.where, source.keys)
    name = " ".join(value for _, value in its) or source.path.name.split(".")[0]
    chosen = headers.choose_columns(form, names, clean(name))
    strands, sentences = read_columns(form, source, chosen, request)
    return strands, remarks + sentences


def open_source(
    source: Source, names: Sequence[headers.Names], request: DataRequest
) -> tuple[Shape, list[str]]:
    """Return the table of a file that is read, its rows as chosen, and what is said of it.

    Raises
    ------
    BadData
        There is no file, no column of dates, or no row of those chosen.
    """
    form, remarks = choose_sheet(source, names, request.columns.get(headers.DATE))
    return _where(form, dict(_of_role(request.where, source.keys))), remarks


def read_columns(
    form: Shape, source: Source, choices: Mapping[str, headers.ColumnChoice], request: DataRequest
) -> tuple[list[Strand], list[str]]:
    """Return the dated prices of the columns chosen, a strand for each column of dates.

    Raises
    ------
    BadData
        A date or a price cannot be read.
    """
    remarks: list[str] = []
    blocks: dict[int, dict[str, headers.ColumnChoice]] = {}
    for key, choice in choices.items():
        blocks.setdefault(_date_of(form, choice.place), {})[key] = choice
    strands = []
    for date, columns in sorted(blocks.items()):
        strand, sentences = _strand(form, date, columns, request)
        strand.files = clean(source.path.name)
        strands.append(strand)
        several = len(request.sources) > 1
        remarks += [f"{strand.files}: {one}" for one in sentences] if several else sentences
    return strands, remarks


def clean(text: object) -> str:
    """Return somebody else's text fit for a cell: short, and without control characters."""
    shown = str(text).encode("utf-8", "replace").decode()
    shown = "".join(c if c.isprintable() else " " for c in shown)
    return shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 3]}..."


def _of_role(where: Mapping[str, str], keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the conditions that hold for a file: spot:CURRENCY=USD does for the file of the spot."""
    for header, value in where.items():
        key, colon, rest = header.partition(":")
        if colon and key.casefold() in keys:
            yield rest, value
        elif not colon or key.casefold() not in {"spot", "futures", "second"}:
            yield header, value


def _where(form: Shape, where: Mapping[str, str]) -> Shape:
    """Return the rows of a long table in which columns have the values told."""
    rows = form.table.rows
    for header, value in where.items():
        places = [
            i
            for i, one in enumerate(form.headers)
            if any(shape.same_words(text, header) for text in (*one.own, str(i + 1)))
        ]
        if not places:
            raise BadData(
                f"--where {header}={value}: {form.table.label} has no column "
                f"{excerpt(header)}; "
                f"{shape.header_list([one.own[-1] for one in form.headers if one.own])}."
            )
        at = places[0]
        values = dict.fromkeys(str(r[at]).strip() for _, r in rows[form.top :] if at < len(r))
        kept = [
            (n, r)
            for n, r in rows[form.top :]
            if at < len(r) and shape.same_words(str(r[at]), value)
        ]
        if not kept:
            raise BadData(
                f"--where {header}={value}: no row has it; there are "
                f"{', '.join(map(excerpt, list(values)[:8]))}."
            )
        rows = [*rows[: form.top], *kept]
    table = RawTable(form.table.label, rows, form.table.commas, form.table.remarks)
    return shape.Shape(table, form.top, form.headers, form.dates)


def _date_of(form: Shape, place: int) -> int:
    """Return the column of a price's dates: the nearest one to its left, else the first."""
    left = [date for date in form.dates if date < place]
    if not left:
        return form.dates[0]
    between = [i for i in form.numeric if left[0] < i < left[-1]]
    if len(left) > 1 and not between and _same_days(form, left):
        return left[0]
    if len(left) > 1 and not between:
        shown = [form.headers[date].text for date in left]
        raise BadData(
            f"{form.table.label} has several columns that can be the date: "
            f"{', '.join(map(excerpt, shown))}; say which one: --column date=HEADER."
        )
    return left[-1]


def _same_days(form: Shape, dates: Sequence[int]) -> bool:
    """Whether columns of dates say the same, in whatever form: 2024-01-31 and 31 Jan 2024."""
    columns = [[(n, cell) for n, cell in form.column(i) if could_be_date(cell)] for i in dates]
    try:
        days = [read_dates(form.table.label, cells)[0] for cells in columns if cells]
    except BadData:
        return False
    return len(days) == len(columns) and all(other == days[0] for other in days)


def _strand(
    form: Shape, date: int, columns: Mapping[str, headers.ColumnChoice], request: DataRequest
) -> tuple[Strand, list[str]]:
    label = form.table.label
    places = {headers.DATE: date} | {key: choice.place for key, choice in columns.items()}
    rows, remarks = _rows(form, places)
    if not rows:
        raise _priceless(form, places)
    days, sentences = read_dates(
        label, [(n, row[headers.DATE]) for n, row in rows], day_first=request.day_first
    )
    remarks += sentences
    cells_of = {key: [(n, row[key]) for n, row in rows] for key in columns}
    _no_text(label, cells_of, columns)
    prices, sentences = read_prices(
        label,
        cells_of,
        commas=form.table.commas,
        option=request.numbers,
        witnesses=_witnesses(form, set(places.values())),
    )
    remarks += sentences
    shown = {key: clean(choice.header) for key, choice in columns.items()}
    strand = Strand(label, "", [n for n, _ in rows], days, prices, shown)
    strand, sentences = without_repeats(strand, daily=request.choice.every == "day")
    remarks += sentences
    remarks += rolls(form, strand)
    remarks += currencies_beside(form, strand, {k: c.place for k, c in columns.items()})
    strand, sentences = _sorted(strand, sort=request.sort)
    for key, choice in columns.items():
        if choice.by_price:
            header = form.headers[choice.place].text or f"column {choice.place + 1}"
            sentences.append(f"The {key} is the file's {excerpt(header)}.")
    return strand, [*remarks, *sentences]


def _priceless(form: Shape, places: Mapping[str, int]) -> BadData:
    """Return what is said of columns without a number in any row."""
    label = form.table.label
    for number, cells in form.table.rows[form.top :]:
        row = {key: cells[at] for key, at in places.items() if at < len(cells)}
        shown = {k: excerpt(c) for k, c in row.items() if k != headers.DATE and not is_blank(c)}
        if shown:
            words = " and ".join(f"the {key} is {text}" for key, text in shown.items())
            option = " ".join(f"--column {key}=HEADER" for key in shown)
            return BadData(
                f"{label} has no price in any row: in row {number} {words}. A number such as "
                f"1234.5 is expected; {option} names another column."
            )
    return BadData(f"{label} has headers and no prices below them.")


def _witnesses(form: Shape, used: set[int]) -> list[object]:
    rows = form.table.rows[form.top : form.top + 200]
    return [cell for _, row in rows for i, cell in enumerate(row) if i not in used]


def _no_text(
    label: str,
    cells_of: Mapping[str, Sequence[tuple[int, object]]],
    columns: Mapping[str, headers.ColumnChoice],
) -> None:
    for key, cells in cells_of.items():
        if all(is_absent(cell) for _, cell in cells):
            shown = next((f", row {n} has {excerpt(c)}" for n, c in cells if not is_blank(c)), "")
            raise BadData(
                f"{label}: the column {excerpt(columns[key].header)} holds no number{shown}; "
                f"name another one: --column {key}=HEADER."
            )


def _rows(form: Shape, places: Mapping[str, int]) -> tuple[list[Row], list[str]]:
    """Return the rows with a price, and what is said of the others."""
    kept: list[Row] = []
    priceless: list[tuple[int, object]] = []
    below = range(len(form.table.rows) - 1, -1, -1)
    last = next((i for i in below if _is_dated(form.table.rows[i][1], places[headers.DATE])), 0)
    foot: list[tuple[int, object]] = []
    for at, (number, cells) in enumerate(form.table.rows[form.top :], form.top):
        row = {key: cells[i] if i < len(cells) else None for key, i in places.items()}
        _refuse(form, number, cells, row)
        blank = {key for key, cell in row.items() if is_absent(cell)}
        if headers.DATE in blank and is_blank(row[headers.DATE]) and blank == set(row):
            continue
        if blank >= set(row) - {headers.DATE}:
            priceless.append((number, row[headers.DATE]))
        elif at > last:
            foot.append((number, next(cell for cell in row.values() if not is_blank(cell))))
        elif is_blank(row[headers.DATE]):
            key, cell = next((k, c) for k, c in row.items() if k not in blank)
            raise BadData(
                f"{form.table.label}, row {number}: {excerpt(cell)} as its {key}, without a "
                "date. A row of units, of totals or of notes has to go."
            )
        else:
            kept.append((number, row))
    return kept, [
        *_left_out("Left out, having no price", priceless),
        *_left_out("Left out, below the last date", foot),
    ]


def _is_dated(row: Sequence[object], place: int) -> bool:
    cell = row[place] if place < len(row) else None
    return could_be_date(cell) or (
        isinstance(cell, int | float | str) and str(cell).strip()[:1].isdigit()
    )


def _left_out(why: str, rows: Sequence[tuple[int, object]]) -> list[str]:
    if not rows:
        return []
    number, shown = rows[0]
    many = f"{len(rows):,} rows" if len(rows) > 1 else "1 row"
    return [f"{why}: {many}, first row {number} ({clean(shown)})."]


def _refuse(form: Shape, number: int, cells: Sequence[object], row: Mapping[str, object]) -> None:
    """Refuse a formula without its value, and what decimal commas without quotes look like."""
    for key, cell in row.items():
        if isinstance(cell, NoSavedValue):
            raise BadData(
                f"{form.table.label}, row {number}: the {key} is a formula that was saved without "
                "its value; open the workbook in Excel and save it, or run `xlhedge recalc`."
            )
    if not form.table.commas or form.top == 0:
        return
    width = 1 + max((i for i, header in enumerate(form.headers) if header.own), default=0)
    beyond = [str(cell).strip() for cell in cells[width:] if not is_blank(cell)]
    prices = [str(cell).strip() for key, cell in row.items() if key != headers.DATE]
    wider = len(cells) > len(form.table.rows[form.top - 1][1])
    if any(map(_is_digits, beyond)) or (wider and all(map(_is_digits, prices))):
        raise BadData(
            f"{form.table.label}, row {number} has {len(cells)} cells, more than there are "
            "headers: name each column, and put decimal commas in quotes where commas separate."
        )


def _is_digits(text: str) -> bool:
    return text.lstrip("+-").isdigit()


def _sorted(strand: Strand, *, sort: bool) -> tuple[Strand, list[str]]:
    """Return the rows oldest first: as they are, turned round, or sorted if that was asked for."""
    days = strand.days
    falls = [i for i, (a, b) in enumerate(itertools.pairwise(days), 1) if b < a]
    if not falls:
        return strand, []
    if all(b <= a for a, b in itertools.pairwise(days)):
        return strand.keep(range(len(days))[::-1]), [
            "The file is newest first: its rows are laid oldest first."
        ]
    at = falls[0]
    if not sort:
        raise BadData(
            f"{strand.label}, row {strand.rows[at]}: {days[at]} stands after {days[at - 1]}; rows "
            "are expected oldest first. --sort lays them so."
        )
    return strand.keep(sorted(range(len(days)), key=days.__getitem__)), [
        f"The dates were out of order, first in row {strand.rows[at]}: the rows are sorted."
    ]
