"""A recomputed workbook: its values, what is to be known of them, and its file."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import Area, Position, cell_text, parse_cell
from xlhedge.ooxml.cell_xml import Change
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.sheet_patch import patch_cells
from xlhedge.ooxml.zip_patch import replace_members
from xlhedge.recalc.errors import Kept, Refusal, Unsupported
from xlhedge.recalc.functions.number_format import display
from xlhedge.recalc.inputs import name_area
from xlhedge.recalc.judging import each_cell
from xlhedge.recalc.memory import without_collector
from xlhedge.recalc.regions import Region
from xlhedge.recalc.sameness import same
from xlhedge.recalc.saving import save
from xlhedge.recalc.version_remark import VersionRemark, version_remark
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xlhedge.ooxml.package import Package
    from xlhedge.recalc.compiling.plan import Plan
    from xlhedge.recalc.content import BookContent, CellContent, SheetContent
    from xlhedge.worksheet.cells import Cell, Scalar

_DIFFERS = 1e-9  # relative: more than that is no rounding
_TINY = 1e-12  # and this much in absolute terms is, where a difference ought to be zero


class NamedCell(NamedTuple):
    """What a defined name stands for."""

    reference: str
    value: Scalar
    is_output: bool  # a formula's result, not an input


class Difference(NamedTuple):
    """A cell whose value in the file is not what its formula gives."""

    sheet: str
    cell: str
    cached: Scalar
    fresh: Scalar


@dataclass(frozen=True, slots=True)
class Parts:
    """What an engine's run leaves: the book, what was planned, and the answers."""

    package: Package
    book: BookContent
    plan: Plan
    inputs: Mapping[str, Mapping[Position, Scalar]]
    results: Mapping[tuple[str, Position], Cell]
    messages: Mapping[tuple[str, Position], str]
    saved: Mapping[str, Mapping[Position, CellContent]] = field(default_factory=dict)
    set_names: tuple[str, ...] = ()  # the names and addresses that were set


class Recalculated:
    """A workbook with every formula's value computed afresh.

    Attributes
    ----------
    values : dict
        Sheet -> (row, column) -> value, for all cells that formulas fill.
    kept : list of Kept
        Formulas that are not computed, whose cells keep the value that Excel saved.
    refusals : list of Refusal
        Formulas without a trustworthy value; empty unless they were asked for.
    formula_count : int
        How many formulas the book has.
    differences : list of Difference
        Where the file's own values are not what its formulas give; empty when inputs were set.
    parts : Parts
        What it was made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._book = parts.book
        self.formula_count = len(parts.plan.formulas)
        self.refusals: list[Refusal] = parts.plan.refusals()
        self.kept: list[Kept] = parts.plan.kept_cells()
        self.values: dict[str, dict[Position, Scalar]] = {name: {} for name in self._book.sheets}
        for sheet, place, value in each_cell(parts.results):
            why = parts.messages.get((sheet, place))
            if why and isinstance(value, ExcelError):
                value = ExcelError(value.code, why)  # noqa: PLW2901 - the same, with its sentence
            self.values[sheet][place] = value
        self.differences = [] if parts.inputs else self._find_differences()

    @property
    def sheets(self) -> list[str]:
        """The sheets' names in order."""
        return list(self._book.sheets)

    def _sheet(self, name: str) -> SheetContent:
        sheet = self._book.sheet(name)
        if sheet is None:
            raise BadBook(f"There is no sheet {name!r}; there are {', '.join(self.sheets)}.")
        return sheet

    def value(self, sheet: str, cell: str) -> Scalar:
        """Return the value of a cell such as ``B3``; None for a blank."""
        place = parse_cell(cell)
        if place is None:
            raise BadBook(f"{cell!r} is no cell; an address such as B3 is needed.")
        return self._value(self._sheet(sheet), place)

    def value_at(self, sheet: str, place: Position) -> Scalar:
        """Return the value of a cell by (row, column); None for a blank."""
        return self._value(self._book.sheets[sheet], place)

    def _value(self, sheet: SheetContent, place: Position) -> Scalar:
        if place in self.values[sheet.name]:
            return self.values[sheet.name][place]
        content = sheet.cells.get(place)
        if content is None:
            return None
        is_formula = bool(content.formula or content.kind)  # or a cell of a kept array
        if is_formula and (sheet.name, place) not in self.parts.plan.kept:
            return None  # a formula without a fresh value has none
        if self._left_over(sheet, place):
            return None
        return content.value

    def _left_over(self, sheet: SheetContent, place: Position) -> bool:
        """Whether a cell holds a result of the file that no formula gives any more."""
        return sheet.name in self._filled and place in self._filled[sheet.name]

    @functools.cached_property
    def _filled(self) -> dict[str, Region]:
        """By sheet, what array formulas filled in the file."""
        areas: dict[str, list[Area]] = {}
        for area in self.parts.plan.filled.values():
            areas.setdefault(area.sheet, []).append(area)
        return {sheet: Region(filled) for sheet, filled in areas.items()}

    def cells(self, sheet: str) -> dict[Position, Scalar]:
        """Return every cell of a sheet that holds something, inputs and results, in order."""
        source = self._sheet(sheet)
        places = sorted({*source.cells, *self.values[source.name]})
        return {p: v for p in places if (v := self._value(source, p)) is not None}

    def display(self, sheet: str, row: int, column: int) -> str:
        """Return the text that a cell shows, in its number format: 87% for 0.86675."""
        source = self._sheet(sheet)
        return display(
            self._value(source, (row, column)), self._book.format(source.name, row, column)
        )

    def display_saved(self, sheet: str, row: int, column: int) -> str:
        """Return the text that the cell showed when the file was saved."""
        source = self._sheet(sheet)
        saved = self._cached(source.name, (row, column))
        return display(saved, self._book.format(source.name, row, column))

    @property
    def names(self) -> dict[str, NamedCell]:
        """The defined names that stand for one cell, in the file's order."""
        cells = {}
        for name in self._book.names:
            area = name_area(self._book, name.text)
            if area is None or not area.is_cell:
                continue
            place = (area.top, area.left)
            key = name.name if name.sheet is None else f"{name.sheet}!{name.name}"
            value = self._value(self._book.sheets[area.sheet], place)
            cells[key] = NamedCell(str(area), value, place in self.values[area.sheet])
        return cells

    @property
    def set_names(self) -> tuple[str, ...]:
        """The names and addresses that were set."""
        return self.parts.set_names

    @property
    def changes(self) -> list[tuple[str, Scalar, Scalar]]:
        """What was set and the named outputs: name, value in the file, value now, if it differs."""
        changes: list[tuple[str, Scalar, Scalar]] = []
        for sheet, cells in self.parts.inputs.items():
            for place, now in cells.items():
                old = self.parts.saved.get(sheet, {}).get(place)
                changes.append((self._set_as(sheet, place), old.value if old else None, now))
        if not self.set_names:
            return changes
        for name, named in self.names.items():
            sheet_text, cell = split_sheet(named.reference)
            place_ = parse_cell(cell)
            if named.is_output and sheet_text is not None and place_ is not None:
                before = self._cached(sheet_text, place_)
                if not _agree(before, named.value):
                    changes.append((name, before, named.value))
        return changes

    def _set_as(self, sheet: str, place: Position) -> str:
        """Return the name by which a cell was set, else its address."""
        for name in self.set_names:
            area = name_area(
                self._book,
                next((n.text for n in self._book.names if n.name.lower() == name.lower()), ""),
            )
            if area is not None and area.is_cell and area.sheet == sheet and area.holds(*place):
                return name
        return str(Area(sheet, *place, *place))

    def explain(self, sheet: str, cell: str) -> str | None:
        """Return the sentence behind an error that a function of ours gave in a cell."""
        place = parse_cell(cell)
        return self.parts.messages.get((self._sheet(sheet).name, place)) if place else None

    @property
    def resting(self) -> set[tuple[str, Position]]:
        """The cells that keep what Excel saved, and those whose formulas depend on them."""
        plan = self.parts.plan
        return {*plan.kept, *plan.dependents(plan.kept)} if plan.kept else set()

    @property
    def linked(self) -> list[tuple[str, str, list[str]]]:
        """Which formulas take values of other workbooks, as saved here: sheet, cell, from where."""
        links = sorted(self.parts.plan.linked.items())
        return [(sheet, cell_text(*position), cells) for (sheet, position), cells in links]

    @property
    def depending(self) -> list[tuple[str, str]]:
        """The sheets and cells of formulas that depend on kept values."""
        places = sorted(self.resting - set(self.parts.plan.kept))
        return [(sheet, cell_text(*position)) for sheet, position in places]

    @functools.cached_property
    def version_remark(self) -> VersionRemark:
        """What is to be known of the book because of the version that made it."""
        from xlhedge.recalc.engines.formualizer_engine import FormualizerEngine

        return version_remark(self._book, FormualizerEngine().parse, self.value_at)

    def _cached(self, sheet: str, place: Position) -> Scalar:
        content = self._book.sheets[sheet].cells.get(place)
        return content.value if content else None

    @property
    def changed(self) -> int:
        """How many cells that formulas fill have another value than the file, for any reason."""
        return len(self._find_differences())

    def _find_differences(self) -> list[Difference]:
        return [
            Difference(sheet.name, cell_text(*place), cached, fresh)
            for sheet in self._book.sheets.values()
            for place, cached, fresh in self._cached_and_fresh(sheet)
            if not _agree(cached, fresh)
        ]

    def _cached_and_fresh(self, sheet: SheetContent) -> Iterator[tuple[Position, Scalar, Scalar]]:
        """Yield the cells that formulas fill with both values, but for those exactly alike."""
        find = sheet.cells.get
        for place, fresh in self.values[sheet.name].items():
            content = find(place)
            cached = content.value if content else None
            if cached.__class__ is not fresh.__class__ or cached != fresh:
                yield place, cached, fresh

    @without_collector()
    def to_bytes(self) -> bytes:
        """Return the workbook file with the fresh values and the inputs in it.

        Raises
        ------
        Unsupported
            Some formula was refused.
        """
        if self.refusals:
            raise Unsupported(self.refusals)
        package = self.parts.package
        members = {}
        for sheet in self._book.sheets.values():
            changes = self._changes(sheet)
            if changes:
                members[sheet.part] = patch_cells(package.read(sheet.part), changes, sheet.name)
        return replace_members(package.data, members)

    def _changes(self, sheet: SheetContent) -> dict[Position, Change]:
        inputs = self.parts.inputs.get(sheet.name, {})
        changes = {place: Change(value, is_input=True) for place, value in inputs.items()}
        for place, cached, fresh in self._cached_and_fresh(sheet):
            if not same(cached, fresh):
                changes[place] = Change(fresh)
        for (name, place), old in self.parts.plan.filled.items():
            if name == sheet.name:
                self._resize(sheet, place, old, changes)
        return changes

    def _resize(
        self, sheet: SheetContent, place: Position, old: Area, changes: dict[Position, Change]
    ) -> None:
        """Add what changes when a formula fills another range than it did."""
        result = self.parts.results[sheet.name, place]
        rows, columns = (len(result), len(result[0])) if isinstance(result, list) else (1, 1)
        new = Area(old.sheet, *place, place[0] + rows - 1, place[1] + columns - 1)
        if new == old:
            return
        changes[place] = Change(self.values[sheet.name][place], fills=new)
        for left in old.positions():
            if left not in self.values[sheet.name] and self._cached(sheet.name, left) is not None:
                changes[left] = Change(None)

    def save(self, path: Path | str) -> None:
        """Write the workbook, atomically.

        Raises
        ------
        BadBook
            The place cannot be written to.
        """
        save(self.to_bytes(), path)


def _agree(cached: Scalar, fresh: Scalar) -> bool:
    if isinstance(cached, float) and isinstance(fresh, float) and abs(cached - fresh) <= _TINY:
        return True
    return same(cached, fresh, _DIFFERS)
