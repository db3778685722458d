"""What a book's description may hold: one dataclass a kind of block, keys as they stand in TOML."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from xlhedge.templates.schema import Where, shown, take
from xlhedge.templates.styles import NUMBERS
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.rule_changes import STAMP_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

Scalar = bool | int | float | str | dt.date
Role = Literal["input", "output"]

# what Excel takes for a row or column, and what every book has already
RESERVED = {"r", "c", "row", "last", "top", "head", "label", STAMP_NAME}
MOST_ROWS = 1_000  # of a table: a price history comes in by --data
MOST_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Named:
    """What formulas can refer to.

    `name` is also a defined name in Excel, for inputs and outputs of hedge functions; `id` is known
    in the description alone.
    """

    name: str = ""
    id: str = ""

    @property
    def key(self) -> str:
        """How formulas of the description refer to it."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Section:
    """A band across the sheet."""

    section: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A head over the lines that follow, within a section."""

    group: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """One line in the notes' style."""

    note: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and a text beside it."""

    fact: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Rows left blank; negative to step back, which a chart beside a short table needs."""

    gap: int


@dataclass(frozen=True, kw_only=True)
class PageBreak:
    """A new printed page, so many rows below."""

    page_break: int


@dataclass(frozen=True, kw_only=True)
class Input(Named):
    """One figure, text or date to fill in."""

    label: str
    value: Scalar
    unit: str
    rule: str
    note: str
    format: str = "general"


@dataclass(frozen=True, kw_only=True)
class Strip(Named):
    """Inputs of one kind, side by side."""

    label: str
    values: tuple[Scalar, ...]
    unit: str
    rule: str
    note: str
    format: str = "general"


@dataclass(frozen=True, kw_only=True)
class InputColumn(Named):
    """One column of a table of inputs."""

    title: str
    unit: str
    rule: str
    note: str
    format: str = "general"


@dataclass(frozen=True, kw_only=True)
class InputTable:
    """A table to fill in; a short row leaves the cells after it blank."""

    inputs: tuple[InputColumn, ...]
    rows: tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Result(Named):
    """One calculated figure; an answer is what the reader came for."""

    label: str
    formula: str
    unit: str = ""
    note: str = ""
    format: str = "general"
    answer: bool = False


@dataclass(frozen=True, kw_only=True)
class Paragraph(Named):
    """A text worked out by a formula, in a row of its own `height` in points."""

    paragraph: str
    formula: str
    height: int
    unit: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Spill:
    """The table that a hedge function returns, below its own row of headers.

    `columns` names them in order, each with its format, or with a list of formats row by row
    whose last one goes on. `beside` a block it starts at that block's top, in `column`.
    """

    spill: str
    name: str
    columns: dict[str, str | tuple[str, ...]]
    unit: str
    meaning: str
    rows: int | str = 0
    row_names: tuple[str, ...] = ()
    beside: str = ""
    column: str = "B"
    tall_row: int = 0

    @property
    def key(self) -> str:
        """How formulas refer to it."""
        return self.name


@dataclass(frozen=True, kw_only=True)
class Column(Named):
    """One column of a calculated table: `labels`, or a formula for all rows, or one a row.

    `align` is of the header, `cells` of what is below; `below` a unit under the header. `skip` rows
    at the top stay blank, formulas in the rows of `array` work cell by cell.
    """

    title: str = ""
    formula: str | tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    format: str = "general"
    align: str = ""
    cells: str = ""
    unit: str = ""
    meaning: str = ""
    below: str = ""
    look: Literal["label", "unit"] = "label"
    skip: int = 0
    array: tuple[int, ...] = ()
    role: Role = "output"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of formulas; `rows` is a number, or a name that has as many."""

    table: tuple[Column, ...]
    id: str = ""
    rows: int | str = 0
    beside: str = ""
    column: str = "B"
    head: bool = True
    height: int = 0


@dataclass(frozen=True, kw_only=True)
class Series:
    """One series of a chart: the columns that it draws."""

    name: str
    x: str
    y: str
    colour: str = "teal"
    dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart over `columns` of the sheet and so many `rows`, or down to here `beside` a block.

    `after` names a later sheet that it draws from.
    """

    chart: Literal["lines", "scatter", "curve", "columns", "clustered"]
    title: str
    x: str
    y: str
    series: tuple[Series, ...]
    columns: str
    alt: str
    rows: int = 0
    beside: str = ""
    id: str = ""
    x_format: str = "General"
    y_format: str = "General"
    dates: bool = False
    written: bool = True
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Cells(Named):
    """A name for cells that stand already, such as some columns of a table together."""

    cells: str
    unit: str = ""
    meaning: str = ""
    role: Role = "input"


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The price history of the book, its workings and `changes`; Data check follows the sheet."""

    prices: str  # the head of the dates
    changes: tuple[Column, ...]
    height: int = 0
    workings: Table | None = None  # made by itself


Line = Section | Group | Note | Fact | Gap | PageBreak | Input | Strip | Result | Paragraph
Block = Line | InputTable | Spill | Table | Chart | Cells | Prices

# the key that tells the kind of a block, in this order: an input has a note, too
KINDS: dict[str, type[Block]] = {
    "value": Input,
    "values": Strip,
    "inputs": InputTable,
    "spill": Spill,
    "table": Table,
    "chart": Chart,
    "cells": Cells,
    "prices": Prices,
    "paragraph": Paragraph,
    "formula": Result,
    "fact": Fact,
    "section": Section,
    "group": Group,
    "page_break": PageBreak,
    "gap": Gap,
    "note": Note,
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """Two figures that must agree: formulas without an equals sign."""

    check: str
    value: str
    expected: str
    unit: str
    tolerance: float
    note: str


@dataclass(frozen=True, kw_only=True)
class Headline:
    """An answer that the frozen head of the sheet repeats."""

    label: str
    cell: str
    format: str


@dataclass(frozen=True, kw_only=True)
class SheetPart:
    """One sheet; `widths` are of its columns from B on."""

    name: str
    title: str
    subtitle: str
    widths: tuple[float, ...]
    blocks: tuple[dict[str, Any], ...]
    landscape: bool = False
    pages_tall: int = 0
    headline: Headline | None = None
    errors: str = ""  # how many errors are right on this sheet, as a formula
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AboutPart:
    """The first page."""

    title: str
    purpose: str
    version: str
    day: dt.date
    steps: tuple[str, ...]
    sample_data: str
    sign_convention: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceColumn(Named):
    """One price column: `data` is its name for --data, `also` other headers it is known by."""

    data: str
    label: str
    unit: str
    note: str
    also: tuple[str, ...] = ()
    format: str = "price"
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class HistoryPart:
    """The price history: its columns, and the sample that stands in until own data come.

    `sample` is the last spot and futures price of simulated weeks, or a template's name.
    `now` names inputs that hold today's price, and of which column.
    """

    columns: tuple[PriceColumn, ...]
    sample: dict[str, float] | str
    fewest: int
    most: int = 10_000
    above_zero: bool = False
    now: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Description:
    """A whole book; `lead` is the sheet whose banner About and Checks repeat."""

    about: AboutPart
    sheet: tuple[SheetPart, ...]
    lead: str = ""
    history: HistoryPart | None = None


def tables_of(text: str, file: str) -> dict[str, Any]:
    """Return what a TOML text holds, unchecked."""
    where = Where(file)
    if len(text) > MOST_BYTES:
        where.refuse(f"it has more than {MOST_BYTES:,} characters; price histories go by --data.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        where.refuse(f"it is not TOML: {str(fault)[0].lower()}{str(fault)[1:]}.")
    except RecursionError:
        where.refuse("its tables stand in one another too deep to be read.")


def block_of(table: object, where: Where) -> Block:
    """Return a block as what its keys say it is."""
    if not isinstance(table, dict):
        where.refuse(f"{shown(table)} is no block; write it as {{ key = value, ... }}.")
    kind = next((KINDS[key] for key in KINDS if key in table), None)
    if kind is None:
        where.refuse(f"no key says what this block is; one of {', '.join(KINDS)} does.")
    block = take(kind, table, where)
    for part in (block, *columns_of(block)):
        for key in ("label", "unit", "note"):
            if (
                isinstance(part, Input | Strip | InputColumn)
                and not getattr(part, key, key).strip()
            ):
                where.at(key).refuse("an input says what it is, in which unit, and what for.")
        number = getattr(part, "format", "general")
        if number not in NUMBERS:
            where.refuse(f"there is no format {shown(number)}; there are {', '.join(NUMBERS)}.")
    return block


def names_in(block: Block, where: Where) -> Iterator[str]:
    """Return the names that a block gives to cells."""
    for part in (block, *columns_of(block)):
        if isinstance(part, Named | Spill):
            vet_name(part, where)
            if part.key:
                yield part.key
    if isinstance(block, Prices):
        yield "days"


def vet_name(part: Named | Spill, where: Where) -> None:
    """Refuse a name that Excel or the reader of formulas would take for something else."""
    key = part.key
    if isinstance(part, Named) and part.name and part.id:
        where.refuse(f"{part.name} has both name and id; a name will do.")
    pattern = "[a-z]+(_[a-z]+)*" if part.name else "[a-z][a-z0-9_]*"
    if key and (not re.fullmatch(pattern, key) or key in RESERVED):
        where.refuse(f"{shown(key)} is no name; a name is small letters with _ between.")
    if key.upper() in CATALOGUE:
        where.refuse(f"{key} is a function's name; Excel tells no capitals apart.")


def columns_of(block: Block) -> tuple[Any, ...]:
    """Return the columns of a table, which have names and formulas of their own."""
    if isinstance(block, InputTable):
        return block.inputs
    if isinstance(block, Table):
        return block.table
    if isinstance(block, Prices):
        return (*(block.workings.table if block.workings else ()), *block.changes)
    return ()
