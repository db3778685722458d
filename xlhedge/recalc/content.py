"""What a workbook holds, as far as recomputing needs it: sheets, cells, tables, names."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from xlhedge.ooxml.addresses import Area, Position
    from xlhedge.recalc.links import Link
    from xlhedge.worksheet.cells import Scalar


class FormulaKind(StrEnum):
    """How the file holds a formula, in the file's own words."""

    PLAIN = ""
    ARRAY = "array"
    SHARED = "shared"  # by several cells, of which one has its text
    DATA_TABLE = "dataTable"  # a what-if table


class WhatIf(NamedTuple):
    """Which cells take the values of a what-if table."""

    first: str  # an address; nothing where the cell was deleted
    second: str
    has_two: bool
    by_row: bool  # whether the values of its one input stand in a row

    @classmethod
    def read(cls, attributes: Mapping[str, str]) -> WhatIf:
        """Return what the attributes of a table's formula say."""
        true = {"1", "true", "on"}
        deleted = attributes.get("del1") in true or attributes.get("del2") in true
        return cls(
            "" if deleted else attributes.get("r1", ""),
            attributes.get("r2", ""),
            attributes.get("dt2D") in true,
            attributes.get("dtr") in true,
        )


@dataclass(slots=True)
class CellContent:
    """One cell as the file holds it."""

    value: Scalar = None
    formula: str | None = None  # without "="
    kind: FormulaKind = FormulaKind.PLAIN
    reference: str = ""  # the range that an array formula fills
    shared: str = ""  # the number of the shared formula it repeats
    dynamic: bool = False  # an array formula that spills
    style: int = 0
    table: WhatIf | None = None  # of a what-if table, in its first cell


@dataclass(slots=True)
class SheetContent:
    """One worksheet."""

    name: str
    part: str
    root: Element
    cells: dict[Position, CellContent] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    filters: list[Area] = field(default_factory=list)  # where a filter hides rows

    @property
    def masters(self) -> dict[str, str]:
        """The formulas that others repeat, by their number."""
        return {c.shared: c.formula for _, c in self.formulas if c.shared and c.formula}

    @property
    def formulas(self) -> Iterator[tuple[Position, CellContent]]:
        """The cells that hold a formula."""
        return ((place, cell) for place, cell in self.cells.items() if cell.formula is not None)


@dataclass(slots=True)
class ExcelTable:
    """One Excel table."""

    name: str
    area: Area
    columns: list[str]
    header_rows: int
    total_rows: int


@dataclass(slots=True)
class DefinedName:
    """One defined name."""

    name: str
    sheet: str | None  # None: known in the whole book
    text: str


@dataclass(slots=True)
class BookContent:
    """A workbook's content, as far as recomputing needs it."""

    sheets: dict[str, SheetContent] = field(default_factory=dict)
    tables: dict[str, ExcelTable] = field(default_factory=dict)  # by name in lower case
    tabs: list[str] = field(default_factory=list)  # all sheets, charts and hidden ones too
    names: list[DefinedName] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)  # by the style number of a cell
    links: list[Link] = field(default_factory=list)  # the other workbooks that it reads
    unlocked: set[int] = field(default_factory=set)  # the style numbers of cells to be filled in
    stale: bool = False  # whether the values in it may be older than its inputs
    unsupported_settings: list[str] = field(
        default_factory=list
    )  # settings under which no number is trusted

    def sheet(self, name: str) -> SheetContent | None:
        """Return a sheet by its name in any case."""
        sheet = self.sheets.get(name)
        if sheet is None:
            sheet = next((s for s in self.sheets.values() if s.name.lower() == name.lower()), None)
        return sheet

    def format(self, sheet: str, row: int, column: int) -> str:
        """Return a cell's number format."""
        cell = self.sheets[sheet].cells.get((row, column))
        style = cell.style if cell else 0
        return self.formats[style] if style < len(self.formats) else "General"
