"""What an engine is asked, and what it answers. Any engine behind this interface will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import Block, size_of, spread
from xlhedge.worksheet.errors import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlhedge.ooxml.addresses import Area, Position
    from xlhedge.ooxml.formula import Node
    from xlhedge.worksheet.cells import Cell, Scalar

    Place = tuple[str, Position]

# Formulas call Python as CALL_SITE(number of the site, arguments ...).
CALL_SITE = "XLHEDGE_SITE"
# A range that Python reads is handed over once, by CALL_RANGE(its number, the range), in a cell of
# the sheet RANGES; sites point to that cell.
CALL_RANGE = "XLHEDGE_RANGE"
RANGES = "R_"
# The errors that an engine can compute with; Excel has a few more for data types and add-ins.
KNOWN_ERRORS = frozenset(error.code for error in ERRORS if error.engine is not None)

LARGEST = 1_000_000  # cells that one array formula may fill


@dataclass(frozen=True, slots=True)
class Site:
    """One place in a formula and its copies where Python is called."""

    name: str
    function: Callable[..., Cell] | None  # None: the engine's own function, cell by cell
    single: tuple[bool, ...] = ()  # for such a function: which arguments it takes cell by cell
    omitted: frozenset[int] = frozenset()  # which arguments stand for nothing at all
    first: bool = False  # whether only the top left cell of the result is wanted
    explains: bool = False  # whether the message of an error it returns is worth keeping


class Called(NamedTuple):
    """A site as one cell calls it."""

    place: Place
    site: Site
    ranges: Mapping[int, int]  # argument -> number in `Job.ranges`


@dataclass(slots=True)
class Range:
    """A range that sites read."""

    area: Area  # as far as something may be in it
    block: Block  # its cells, once they are known
    constant: bool  # whether no formula is in it: then they are known from the start


@dataclass(slots=True)
class Held:
    """An array formula's results, from which each of its cells takes its own.

    The engine knows nothing of arrays that fill cells: every cell is a formula that points to the
    first one, so that all is computed in the order in which it depends on each other.
    """

    size: tuple[int, int] | None  # rows and columns that it fills; None: as many as it gives
    rows: list[list[Scalar]] | None = None

    def keep(self, value: Cell) -> Cell:
        """Take the formula's value and return what its first cell shows."""
        rows, columns = self.size or size_of(value)
        if rows * columns > LARGEST:
            raise Refused(f"it fills {rows} x {columns} cells, which is too many")
        self.rows = spread(value, self.size)
        return self.rows[0][0]

    def cell(self, row: Cell, column: Cell, anchor: Cell) -> Cell:
        """Return what another of its cells shows."""
        rows = self.rows
        if rows is None or not isinstance(row, float) or not isinstance(column, float):
            return anchor
        i, j = int(row), int(column)
        return rows[i][j] if i < len(rows) and j < len(rows[0]) else None

    def all(self, anchor: Cell) -> Cell:
        """Return all of it."""
        return anchor if self.rows is None else self.rows


@dataclass(slots=True)
class Job:
    """A workbook reduced to what an engine needs."""

    constants: dict[str, dict[Position, Scalar]] = field(default_factory=dict)
    computed: dict[str, dict[Position, Scalar]] = field(default_factory=dict)  # by no engine
    read: dict[str, list[Area]] = field(default_factory=dict)  # what formulas read of them
    formulas: dict[str, dict[Position, str]] = field(default_factory=dict)
    children: dict[str, dict[Position, str]] = field(default_factory=dict)  # see `Held`
    arrays: dict[Place, Held] = field(default_factory=dict)
    sites: list[Called] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)  # the sheets' names in formulas


@dataclass(slots=True)
class Answer:
    """What an engine made of a job."""

    values: dict[Place, Cell] = field(default_factory=dict)  # rows for a formula that spilled
    refused: dict[Place, str] = field(default_factory=dict)
    messages: dict[Place, str] = field(default_factory=dict)


class Engine(Protocol):
    """Something that parses and computes formulas."""

    def parse(self, formula: str) -> Node:
        """Return a formula's tree; raise Refused if it cannot be read."""
        ...

    def compute(self, job: Job, progress: Callable[[int], None] | None = None) -> Answer:
        """Compute every formula of a job; `progress` is told how many sites were called."""
        ...
