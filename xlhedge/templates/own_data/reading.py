"""From files to a price history, or to the sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.templates.history import History, Origin
from xlhedge.templates.legs import legs_of
from xlhedge.templates.own_data import headers
from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.joining import join
from xlhedge.templates.own_data.numbers import NumberOptions
from xlhedge.templates.own_data.selecting import RowChoice, choose_rows
from xlhedge.templates.own_data.source import Source, read_source
from xlhedge.templates.own_data.suiting import suit
from xlhedge.templates.schema import Part

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence


class DataRequest(NamedTuple):
    """What to read: the files, and what their reader has to be told."""

    sources: tuple[Source, ...]
    columns: Mapping[str, str] = {}
    where: Mapping[str, str] = {}  # of a long table: the rows in which a column has a value
    sort: bool = False
    day_first: bool | None = None  # of dates such as 03/04/2025
    numbers: NumberOptions = NumberOptions()
    within: int | None = None  # days: how old a price beside another may be
    choice: RowChoice = RowChoice()
    today: dt.date | None = None  # a price of a later day is a slip


WITHOUT = (
    "There is no column for the {key}: the book is made without it. --column {key}=HEADER names "
    "one, {option} FILE a file of its own."
)


class Read(NamedTuple):
    """A history, and what was done to the files' rows to get it: each remark a sentence."""

    history: History
    remarks: tuple[str, ...]


def read(request: DataRequest, layout: Part) -> Read:
    """Return the price history in files, laid out as a book takes it.

    Raises
    ------
    BadData
        A file cannot be read, or is not what the book needs.
    """
    names = headers.names_of(layout, request.columns)
    strands, remarks = [], []
    for source, its in _shares(request.sources, names):
        matches, sentences = read_source(source, its, request)
        strands += matches
        remarks += sentences
    joined, sentences = join(strands, request.within)
    remarks += sentences
    absent = tuple(key for key in legs_of(layout) if key not in joined.prices)
    remarks += [WITHOUT.format(key=key, option=OPTIONS.get(key, "--data")) for key in absent]
    columns = tuple(column for column in layout.columns if column.data not in absent)
    layout = Part(**{**vars(layout), "columns": columns})
    keys = [column.data for column in layout.columns]
    needed = [c.data for c in layout.columns if not c.optional]
    joined, sentences = choose_rows(joined, request.choice, needed)
    remarks += sentences
    for column in layout.columns:
        if column.optional:  # no price: an amount, none where none is given
            values = joined.prices.get(column.data, [None] * len(joined.days))
            joined.prices[column.data] = [0.0 if value is None else value for value in values]
    suit(joined, layout, request.today)
    prices = [joined.prices[key] for key in keys]
    lines = tuple(zip(joined.days, *prices, strict=True))
    used = tuple(
        (c.label, joined.headers[c.data], c.unit)
        for c in layout.columns
        if c.data in joined.headers
    )
    return Read(History(lines, Origin(joined.files, used), absent=absent), tuple(remarks))


def _shares(
    sources: Sequence[Source], names: Sequence[headers.Names]
) -> list[tuple[Source, list[headers.Names]]]:
    """Return which columns each file is to hold: the one without roles has all the others."""
    taken = {key for source in sources for key in source.keys}
    shares = []
    for source in sources:
        its = [n for n in names if (n.key in source.keys if source.keys else n.key not in taken)]
        shares.append((source, its))
    absent = [n.key for n in names if not n.optional and all(n not in its for _, its in shares)]
    if absent:
        raise BadData(
            f"There is no file for the {' and none for the '.join(absent)}: give "
            f"{' '.join(OPTIONS.get(key, '--data') + ' FILE' for key in absent)}, or --data FILE "
            "with the columns that are in no file of their own."
        )
    return shares


OPTIONS = {"spot": "--spot", "futures": "--futures", "second": "a second --futures"}
