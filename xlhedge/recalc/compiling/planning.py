"""From a workbook to a job for an engine: every formula prepared and examined, or refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import Area, cell_text, parse_area
from xlhedge.ooxml.formula import Call, Cells, Node, walk, written
from xlhedge.recalc.compiling.prepare import Preparer, shifted
from xlhedge.recalc.compiling.rules import ELSEWHERE, KEPT
from xlhedge.recalc.compiling.safety import Compiler, areas_read
from xlhedge.recalc.engines.engine import KNOWN_ERRORS, LARGEST, Job
from xlhedge.recalc.errors import Kept, NotComputed, Refusal, Refused
from xlhedge.recalc.functions.arrays import size_of
from xlhedge.recalc.functions.supplement import first
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.engines.engine import Engine, Place
    from xlhedge.recalc.reading import Book, CellContent, Sheet
    from xlhedge.worksheet.cells import Cell


@dataclass(slots=True)
class Plan:
    """A job, what was refused, and what each formula reads."""

    job: Job = field(default_factory=Job)
    refused: dict[Place, str] = field(default_factory=dict)
    kept: dict[Place, str] = field(default_factory=dict)  # formulas whose saved value stands
    hidden: set[Place] = field(default_factory=set)  # those of them that may read anything
    linked: dict[Place, list[str]] = field(default_factory=dict)  # what others take from elsewhere
    reads: dict[Place, list[Area]] = field(default_factory=dict)
    numeric: dict[Place, list[Area]] = field(default_factory=dict)  # and what it takes numbers from
    sums: dict[Place, list[Area]] = field(default_factory=dict)  # formulas that are one SUM
    unreadable: set[Place] = field(default_factory=set)  # constants that no engine knows
    formulas: dict[Place, str] = field(default_factory=dict)  # as people know them
    filled: dict[Place, Area] = field(default_factory=dict)  # array formulas: range in the file
    spread: dict[Place, Area] = field(default_factory=dict)  # and the range as last computed
    child: dict[Place, tuple[str, str]] = field(default_factory=dict)  # what their cells say

    def refuse_dependents(self) -> None:
        """Refuse every formula that reads a refused one, however far away."""
        if not (self.refused or self.unreadable):
            return
        readers = Readers({p: areas for p, areas in self.reads.items() if p not in self.refused})
        fresh = [*self.refused, *self.unreadable]
        while fresh:
            sheet, (row, column) = place = fresh.pop()
            own = Area(sheet, row, column, row, column)
            for area in {self.filled.get(place, own), self.spread.get(place, own)}:
                for reader in readers.of(area):
                    if reader not in self.refused:
                        self.refused[reader] = f"it reads {area}, which is refused"
                        fresh.append(reader)

    def refusals(self) -> list[Refusal]:
        """Return what was refused, with the formulas."""
        return [
            Refusal(sheet, cell_text(*position), self.formulas.get((sheet, position), ""), reason)
            for (sheet, position), reason in self.refused.items()
        ]

    def refuse_outdated(self, book: Book, changed: list[Place]) -> None:
        """Refuse the saved values that are older than what they depend on."""
        if book.stale:
            for place, reason in self.kept.items():
                self.refused[place] = f"{reason}, and the values in the file may be out of date"
        elif changed:
            after = self.dependents(changed)
            for place, reason in self.kept.items():
                if place in after or place in self.hidden:
                    self.refused[place] = f"{reason}, and may depend on what was set"
        for place in self.refused:
            self.kept.pop(place, None)

    def dependents(self, places: Iterable[Place]) -> set[Place]:
        """Return the formulas that depend on cells, however far away."""
        readers = Readers(self.reads)
        found: set[Place] = set()
        waiting = list(places)
        while waiting:
            sheet, (row, column) = place = waiting.pop()
            own = Area(sheet, row, column, row, column)
            area = self.spread.get(place, self.filled.get(place, own))
            fresh = {reader for reader in readers.of(area) if reader not in found}
            found |= fresh
            waiting += fresh
        return found

    def kept_cells(self) -> list[Kept]:
        """Return the formulas whose saved value stands."""
        return [
            Kept(sheet, cell_text(*position), self.formulas.get((sheet, position), ""), reason)
            for (sheet, position), reason in self.kept.items()
        ]

    def respread(self, values: Mapping[Place, Cell]) -> list[Place]:
        """Take note of how many cells each spilling formula fills now.

        Returns
        -------
        list of places
            Those that fill other cells than before, where some formula reads such cells: all is
            to be computed once more.
        """
        changed: list[Area] = []
        restless = []
        for place, held in self.job.arrays.items():
            if held.size is not None or place not in values:
                continue
            sheet, (row, column) = place
            rows, columns = size_of(values[place])
            new, old = (
                Area(sheet, row, column, row + rows - 1, column + columns - 1),
                self.spread[place],
            )
            if new != old:
                changed += (old, new)
                restless.append(place)
                self.fill(place, new)
        readers = Readers(self.reads if changed else {})
        return restless if any(readers.of(area) for area in changed) else []

    def fill(self, place: Place, area: Area) -> None:
        """Write the formulas of an array's cells besides the first."""
        sheet, (top, left) = place
        children = self.job.children.setdefault(sheet, {})
        for position in self.spread[place].positions()[1:] if place in self.spread else ():
            children.pop(position, None)
        self.spread[place] = area
        before, after = self.child[place]
        for row, column in area.positions()[1:]:
            if self._is_taken(sheet, (row, column)):
                self.refused[place] = "other cells are in the way of its result"
                return
            children[row, column] = f"{before},{row - top},{column - left},{after}"

    def _is_taken(self, sheet: str, position: Position) -> bool:
        kinds = (self.job.constants, self.job.formulas, self.job.children)
        return any(position in kind.get(sheet, ()) for kind in kinds)


class Readers:
    """Who reads a cell: the formulas by what they read.

    Parameters
    ----------
    reads : mapping
        The ranges that each formula reads.
    """

    def __init__(self, reads: Mapping[Place, list[Area]]) -> None:
        self._cells: dict[Place, list[Place]] = {}
        self._ranges: dict[str, dict[Area, list[Place]]] = {}
        for place, areas in reads.items():
            for area in areas:
                if area.is_cell:
                    cell = (area.sheet, (area.top, area.left))
                    self._cells.setdefault(cell, []).append(place)
                else:
                    self._ranges.setdefault(area.sheet, {}).setdefault(area, []).append(place)

    def of(self, area: Area) -> list[Place]:
        """Return the formulas that read any of an area's cells."""
        if area.rows * area.columns <= len(self._cells):
            cells = [(area.sheet, position) for position in area.positions()]
        else:
            cells = [(s, p) for s, p in self._cells if s == area.sheet and area.holds(*p)]
        found = [place for cell in cells for place in self._cells.get(cell, ())]
        for other, places in self._ranges.get(area.sheet, {}).items():
            if area.meets(other):
                found += places
        return found


def make_plan(
    book: Book,
    engine: Engine,
    functions: Mapping[str, Callable[..., Cell]],
    progress: Callable[[int], None] | None = None,
    *,
    typed: bool = False,
    today: float | None = None,
    changed: Iterable[Place] = (),
) -> Plan:
    """Prepare and examine every formula of a book.

    Parameters
    ----------
    book : Book
        The workbook.
    engine : Engine
        Parses the formulas.
    functions : mapping
        Our functions by name.
    progress : callable, optional
        Told how many formulas were examined.
    typed : bool
        As for `Preparer`.
    today : float, optional
        As for `Compiler`.
    changed : iterable of places
        The cells that were set from outside: no saved value stands that depends on them.
    """
    plan = Plan()
    compiler = Compiler(book, functions, today)
    preparer = Preparer(book, engine.parse, functions, typed=typed)
    plan.job.sites, plan.job.ranges = compiler.sites, compiler.ranges
    plan.job.aliases = {name: f"S_{number}" for number, name in enumerate(book.sheets, start=1)}
    for sheet in book.sheets.values():
        filled = _filled_by_arrays(sheet)
        plan.job.constants[sheet.name] = {
            place: cell.value
            for place, cell in sheet.cells.items()
            if cell.formula is None and cell.value is not None and place not in filled
        }
        plan.unreadable.update(
            (sheet.name, place)
            for place, value in plan.job.constants[sheet.name].items()
            if isinstance(value, ExcelError) and value.code not in KNOWN_ERRORS
        )
        plan.job.formulas[sheet.name] = {}
        masters = {
            c.shared: (p, c.formula) for p, c in sheet.formulas if c.kind == "shared" and c.formula
        }
        for position, cell in sheet.formulas:
            if not cell.formula and not cell.kind and position in filled:
                continue  # Excel marks a cell of an array like this when it is volatile
            _plan_cell(plan, sheet, position, cell, (engine, preparer, compiler, masters))
            if progress is not None:
                progress(len(plan.formulas))
    plan.linked = {
        place: cells
        for place, cells in preparer.linked.items()
        if place not in plan.kept and place not in plan.refused
    }
    plan.refuse_outdated(book, list(changed))
    for place in plan.job.arrays:
        plan.fill(place, plan.filled[place])
    plan.refuse_dependents()
    for sheet_name, position in plan.refused:
        plan.job.formulas[sheet_name].pop(position, None)
    return plan


def _filled_by_arrays(sheet: Sheet) -> set[Position]:
    """Return the cells that hold an array formula's further results, not inputs."""
    filled: set[Position] = set()
    for position, cell in sheet.formulas:
        if cell.kind == "array":
            area = parse_area(cell.reference, sheet.name)
            if area is not None:
                filled.update(p for p in area.positions() if p != position)
    return filled


def _plan_cell(
    plan: Plan,
    sheet: Sheet,
    position: Position,
    cell: CellContent,
    tools: tuple[Engine, Preparer, Compiler, Mapping[str, tuple[Position, str | None]]],
) -> None:
    engine, preparer, compiler, masters = tools
    place = (sheet.name, position)
    plan.formulas[place] = f"={cell.formula}"
    is_array = cell.kind == "array"
    if is_array:
        area = parse_area(cell.reference, sheet.name)
        if area is not None:
            plan.filled[place] = area
    try:
        tree = _tree(cell, position, engine, masters)
        if cell.kind == "shared" and not cell.formula:
            plan.formulas[place] = f"={written(tree)}"
        resolved = preparer.resolve(tree, *place)
        node = compiler.compile(resolved, place, array=is_array)
        if is_array:
            node = _array(plan, compiler, place, node, dynamic=cell.dynamic)
        plan.reads[place] = [*areas_read(node), *compiler.reads]
        plan.numeric[place] = compiler.numeric
        if isinstance(resolved, Call) and resolved.name == "SUM":
            areas = [a.area for a in resolved.arguments if isinstance(a, Cells)]
            if len(areas) == len(resolved.arguments):
                plan.sums[place] = areas
    except NotComputed as reason:
        _keep(plan, sheet, position, cell, reason, tools)
        return
    except Refused as reason:
        _refuse(plan, sheet, position, cell, reason, tools)
        return
    except RecursionError:
        plan.refused[place] = "it is nested too deeply"
        return
    plan.job.formulas[sheet.name][position] = written(node, plan.job.aliases)


def _refuse(
    plan: Plan,
    sheet: Sheet,
    position: Position,
    cell: CellContent,
    reason: Refused,
    tools: tuple[Engine, Preparer, Compiler, Mapping[str, tuple[Position, str | None]]],
) -> None:
    """Refuse a formula, or keep its value where it calls what is never computed anyhow."""
    engine, _, _, masters = tools
    names: list[str] = []
    with suppress(Refused):
        tree = _tree(cell, position, engine, masters)
        names = [node.name.upper() for node in walk(tree) if isinstance(node, Call)]
    never = next((name for name in names if name in KEPT or name in ELSEWHERE), None)
    if never is None:
        plan.refused[sheet.name, position] = str(reason)
    else:
        why = NotComputed(f"{never} is not computed", hidden=True)
        _keep(plan, sheet, position, cell, why, tools)


def _keep(
    plan: Plan,
    sheet: Sheet,
    position: Position,
    cell: CellContent,
    reason: NotComputed,
    tools: tuple[Engine, Preparer, Compiler, Mapping[str, tuple[Position, str | None]]],
) -> None:
    """Let a formula's saved value stand, and note what it reads."""
    engine, preparer, compiler, masters = tools
    place = (sheet.name, position)
    if cell.value is None:
        plan.refused[place] = f"{reason}, and no value was saved"
        return
    plan.kept[place] = str(reason)
    own = Area(sheet.name, *position, *position)
    area = parse_area(cell.reference, sheet.name) or own
    plan.filled.pop(place, None)
    plan.spread[place] = area  # a table or an array goes with its first cell
    plan.job.arrays.pop(place, None)
    constants = plan.job.constants[sheet.name]
    for child in area.positions():
        content = sheet.cells.get(child)
        if content is not None and content.value is not None:
            constants[child] = content.value
    saved = [
        [constants.get((row, column), 0.0) for column in range(area.left, area.right + 1)]
        for row in range(area.top, area.bottom + 1)
    ]
    compiler.held(*place).rows = saved  # for formulas that point to all of it: A1#
    reads = (
        preparer.references(_tree(cell, position, engine, masters), *place) if cell.formula else []
    )
    plan.reads[place] = reads
    if reason.hidden or cell.kind == "dataTable":
        plan.hidden.add(place)


def _array(plan: Plan, compiler: Compiler, place: Place, node: Node, *, dynamic: bool) -> Node:
    """Return the formula of an array's first cell, and make ready those of the others."""
    area = plan.filled[place]
    size = None if dynamic else (area.rows, area.columns)
    if area.rows * area.columns > LARGEST:
        raise Refused(f"it fills {area.rows} x {area.columns} cells, which is too many")
    if size == (1, 1):
        return compiler.site("first", first, [node])
    held = plan.job.arrays[place] = compiler.held(*place, size)
    sheet, position = place
    anchor = Cells(Area(sheet, *position, *position))
    call = compiler.site("cell", held.cell, [anchor])
    number, pointer = (written(argument, plan.job.aliases) for argument in call.arguments)
    plan.child[place] = f"{call.name}({number}", f"{pointer})"
    return compiler.site("array", held.keep, [node])


def _tree(
    cell: CellContent,
    position: Position,
    engine: Engine,
    masters: Mapping[str, tuple[Position, str | None]],
) -> Node:
    if cell.kind == "dataTable":
        raise NotComputed("it is a what-if data table", hidden=True)
    if cell.kind == "array" and parse_area(cell.reference, "") is None:
        raise Refused("its range is not known")
    if cell.kind == "shared" and not cell.formula:
        if cell.shared not in masters:
            raise Refused("the formula that it repeats is missing")
        origin, text = masters[cell.shared]
        return shifted(engine.parse(text or ""), position[0] - origin[0], position[1] - origin[1])
    if not cell.formula:
        raise Refused("the formula is empty")
    return engine.parse(cell.formula)
