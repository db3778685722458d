"""What an engine is asked, and what it answers. Any engine behind this interface will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from xlhedge.worksheet.errors import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.recalc.addresses import Position
    from xlhedge.recalc.syntax import Node
    from xlhedge.worksheet.cells import Cell, Scalar

    Place = tuple[str, Position]

# Formulas call Python as CALL_SITE(number of the site, arguments ...).
CALL_SITE = "XLHEDGE_SITE"
# The errors that an engine can compute with; Excel has a few more for data types and add-ins.
KNOWN_ERRORS = frozenset(error.code for error in ERRORS if error.engine is not None)


@dataclass(frozen=True, slots=True)
class Site:
    """One place in one formula where Python is called."""

    place: Place
    name: str
    function: Callable[..., Cell] | None  # None: the engine's own function, cell by cell
    kinds: str = ""  # for such a function: the kind of each argument (see `rules`)
    omitted: frozenset[int] = frozenset()  # which arguments stand for nothing at all
    first: bool = False  # whether only the top left cell of the result is wanted
    explains: bool = False  # whether the message of an error it returns is worth keeping


@dataclass(slots=True)
class Job:
    """A workbook reduced to what an engine needs."""

    constants: dict[str, dict[Position, Scalar]] = field(default_factory=dict)
    formulas: dict[str, dict[Position, str]] = field(default_factory=dict)
    arrays: set[Place] = field(default_factory=set)  # formulas that may fill several cells
    sites: list[Site] = field(default_factory=list)


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


Functions = "Mapping[str, Callable[..., Cell]]"
