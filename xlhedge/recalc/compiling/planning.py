"""From a workbook to a job for an engine: every formula compiled, or refused with a reason."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import Area, cell_text, parse_area
from xlhedge.ooxml.formula import Call, Cells, Node, children, walk
from xlhedge.recalc.compiling.checks import CHECKS
from xlhedge.recalc.compiling.columns import compute_copies
from xlhedge.recalc.compiling.compiled import Compiled, compiled_tree
from xlhedge.recalc.compiling.compiler import Compiler
from xlhedge.recalc.compiling.known_forms import forget_too_many, known_forms
from xlhedge.recalc.compiling.plan import Plan
from xlhedge.recalc.compiling.prepare import Preparer
from xlhedge.recalc.compiling.ranges import Ranges
from xlhedge.recalc.compiling.rules import ELSEWHERE, KEPT, RULES, ParameterKind
from xlhedge.recalc.compiling.sheet_forms import SheetForms
from xlhedge.recalc.content import FormulaKind
from xlhedge.recalc.engines.engine import CALL_SITE, KNOWN_ERRORS, LARGEST, Called, Site
from xlhedge.recalc.errors import UNSAVED, NotComputed, Refused
from xlhedge.recalc.functions.supplement import first
from xlhedge.recalc.links import remembered_sheets
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.forms import Form
    from xlhedge.recalc.compiling.known_forms import Forms
    from xlhedge.recalc.content import BookContent, CellContent, SheetContent
    from xlhedge.recalc.engines.engine import Engine, Place
    from xlhedge.worksheet.cells import Cell, Scalar

# for these a range's size does not matter
_ANY_SIZE = frozenset(
    {
        ParameterKind.NUMBERS,
        ParameterKind.RANGE,
        ParameterKind.COUNTED,
        ParameterKind.REFERENCE,
        ParameterKind.ARRAY,
    }
)


def make_plan(
    book: BookContent,
    engine: Engine,
    functions: Mapping[str, Callable[..., Cell]],
    progress: Callable[[int], None] | None = None,
    *,
    typed: bool = False,
    today: float | None = None,
    changed: Iterable[Place] = (),
    by_form: bool = True,
    by_column: bool = True,
    tables: Mapping[Place, list[list[Scalar]]] | None = None,
) -> Plan:
    """Prepare and examine every formula of a book.

    Parameters
    ----------
    book : BookContent
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
    by_form : bool
        Whether a formula is compiled once for all its copies; otherwise for each, for comparison.
    by_column : bool
        Whether copies are computed at once that need no engine; otherwise none is, for comparison.
    tables : mapping, optional
        What-if tables by their first cell: their fresh values.
    """
    book = replace(book, sheets={**book.sheets, **remembered_sheets(book.links)})
    known = known_forms(book, type(engine), functions, typed=typed, today=today)
    planner = _Planner(
        book,
        engine,
        Compiler(book, functions, today),
        Preparer(book, engine.parse, functions, typed=typed),
        known if by_form else None,
    )
    plan = planner.plan
    for sheet in book.sheets.values():
        planner.take(sheet, progress)
    forget_too_many(known)
    plan.linked = {
        place: cells
        for place, cells in planner.linked.items()
        if place not in plan.kept and place not in plan.refused
    }
    for place, rows in (tables or {}).items():
        plan.take_table(place, rows)
    plan.refuse_outdated(book, list(changed))
    for place in plan.job.arrays:
        plan.fill(place, plan.filled[place])
    plan.refuse_dependents()
    if by_column:
        plan.computed = compute_copies(plan)
    planner.place(book)
    plan.note_what_is_read()
    return plan


class _Planner:
    """Plans one book, sheet by sheet."""

    def __init__(
        self,
        book: BookContent,
        engine: Engine,
        compiler: Compiler,
        preparer: Preparer,
        known: dict[str, Forms] | None,
    ) -> None:
        self.plan = Plan()
        self._known = known
        self._engine = engine
        self._compiler = compiler
        self._preparer = preparer
        self.plan.job.aliases = {
            name: f"S_{number}" for number, name in enumerate(book.sheets, start=1)
        }

    @property
    def linked(self) -> dict[Place, list[str]]:
        """Which formulas take values of other workbooks, and from where."""
        return self._preparer.linked

    def take(self, sheet: SheetContent, progress: Callable[[int], None] | None) -> None:
        """Plan a sheet's cells."""
        plan, job = self.plan, self.plan.job
        filled = _filled_by_arrays(sheet)
        constants = job.constants[sheet.name] = {
            place: cell.value
            for place, cell in sheet.cells.items()
            if cell.formula is None and cell.value is not None and place not in filled
        }
        plan.unreadable.update(
            (sheet.name, place)
            for place, value in constants.items()
            if isinstance(value, ExcelError) and value.code not in KNOWN_ERRORS
        )
        known = None if self._known is None else self._known.setdefault(sheet.name, {})
        forms = SheetForms(sheet, self._engine, known)
        for position, cell in sheet.formulas:
            if not cell.formula and not cell.kind and position in filled:
                continue  # Excel marks a cell of an array like this when it is volatile
            compiled = forms.compiled_near(position, cell)
            if compiled is None:
                self._cell(sheet, position, cell, forms)
            else:
                place = (sheet.name, position)
                plan.compiled[place] = compiled
                plan.formulas[place] = f"={cell.formula}"
            if progress is not None:
                progress(len(plan.formulas))

    def _cell(
        self, sheet: SheetContent, position: Position, cell: CellContent, forms: SheetForms
    ) -> None:
        plan, place = self.plan, (sheet.name, position)
        plan.formulas[place] = f"={cell.formula}"
        is_array = cell.kind is FormulaKind.ARRAY
        if is_array:
            area = parse_area(cell.reference, sheet.name)
            if area is not None:
                plan.filled[place] = area
        try:
            form = forms.of(position, cell)
            if not cell.formula:
                plan.formulas[place] = f"={form.text_in(position)}"
            compiled = None if is_array else form.fitting(position)
            if compiled is None:
                compiled = self._compiled(form, place, cell)
        except NotComputed as reason:
            self._keep(sheet, position, cell, reason, forms)
            return
        except Refused as reason:
            self._refuse(sheet, position, cell, reason, forms)
            return
        except RecursionError:
            plan.refused[place] = "it is nested too deeply"
            return
        plan.compiled[place] = compiled

    def _compiled(self, form: Form, place: Place, cell: CellContent) -> Compiled:
        """Compile a formula for a cell, and for as many of its copies as can be."""
        resolved = self._preparer.resolve(form.tree_in(place[1]), *place)
        is_array = cell.kind is FormulaKind.ARRAY
        node = self._compiler.compile(resolved, place, array=is_array)
        if is_array:
            node = self._array(place, node, dynamic=cell.dynamic)
        notes, anchors = self._compiler.notes, self._preparer.anchors
        if self._preparer.local or is_array or form.pattern is None:
            notes.local = True
        grows = {key for key, anchor in anchors.items() if anchor.grows}
        if grows and not _size_is_free(resolved, grows):
            notes.local = True
        compiled = compiled_tree(node, notes, anchors, place[1], self.plan.job.aliases)
        if not notes.local:
            form.add(compiled)
        return compiled

    def place(self, book: BookContent) -> None:
        """Write the engine's formulas for all cells that it is to compute."""
        plan, job = self.plan, self.plan.job
        ranges = Ranges(book, plan.computed)
        job.ranges = ranges.entries
        job.formulas = {sheet: {} for sheet in book.sheets}
        for place, compiled in plan.compiled.items():
            if place not in plan.computed and place not in plan.refused:
                job.formulas[place[0]][place[1]] = self._placed(compiled, place, ranges)
        for (sheet, position), value in plan.computed.items():
            job.computed.setdefault(sheet, {})[position] = value

    def _placed(self, compiled: Compiled, place: Place, ranges: Ranges) -> str:
        """Return the engine's formula for a cell, its calls and ranges entered."""
        job, position = self.plan.job, place[1]
        first_site = len(job.sites)
        if not compiled.sites:
            return compiled.pattern.text(position)
        numbers = [ranges.number(a) for a in compiled.areas(compiled.ranges, position)]
        for site, passed in compiled.sites:
            job.sites.append(
                Called(
                    place, site, {i: numbers[n] for i, n in passed.items()} if passed else passed
                )
            )
        return compiled.pattern.filled(
            position, first_site, [ranges.pointer(number) for number in numbers]
        )

    def _refuse(
        self,
        sheet: SheetContent,
        position: Position,
        cell: CellContent,
        reason: Refused,
        forms: SheetForms,
    ) -> None:
        """Refuse a formula, or keep its value where it calls what is never computed anyhow."""
        names: list[str] = []
        with suppress(Refused):
            tree = forms.of(position, cell).tree_in(position)
            names = [node.name.upper() for node in walk(tree) if isinstance(node, Call)]
        never = next((name for name in names if name in KEPT or name in ELSEWHERE), None)
        if never is None:
            self.plan.refused[sheet.name, position] = str(reason)
        else:
            why = NotComputed(f"{never} is not computed", hidden=True)
            self._keep(sheet, position, cell, why, forms)

    def _keep(
        self,
        sheet: SheetContent,
        position: Position,
        cell: CellContent,
        reason: NotComputed,
        forms: SheetForms,
    ) -> None:
        """Let a formula's saved value stand, and note what it reads."""
        plan, place = self.plan, (sheet.name, position)
        if cell.value is None:
            plan.refused[place] = f"{reason}{UNSAVED}"
            return
        plan.kept[place] = str(reason)
        own = Area(sheet.name, *position, *position)
        area = parse_area(cell.reference, sheet.name) or own
        if area.rows * area.columns > LARGEST:
            plan.refused[place] = f"{reason}, and it fills {area.rows} x {area.columns} cells"
            return
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
        self._compiler.held(*place).rows = saved  # for formulas that point to all of it: A1#
        tree = forms.of(position, cell).tree_in(position) if cell.formula else None
        reads = [] if tree is None else self._preparer.references(tree, *place)
        plan.saved_reads[place] = reads
        if reason.hidden or cell.kind is FormulaKind.DATA_TABLE:
            plan.hidden.add(place)

    def _array(self, place: Place, node: Node, *, dynamic: bool) -> Node:
        """Return the formula of an array's first cell, and make ready those of the others."""
        plan = self.plan
        area = plan.filled[place]
        size = None if dynamic else (area.rows, area.columns)
        if size == (1, 1):
            return self._compiler.site("first", first, [node])
        held = plan.job.arrays[place] = self._compiler.held(*place, size)
        sheet, position = place
        number = len(plan.job.sites)
        plan.job.sites.append(Called(place, Site("cell", held.cell), {}))
        anchor = f"{plan.job.aliases[sheet]}!{cell_text(*position)}"
        plan.child[place] = (f"{CALL_SITE}({number}", f"{anchor})")
        return self._compiler.site("array", held.keep, [node])


def _size_is_free(tree: Node, growing: set[int]) -> bool:
    """Whether ranges stand only where it does not matter how large they are."""
    for node in walk(tree):
        for number, child in enumerate(children(node)):
            if isinstance(child, Cells) and id(child.area) in growing:
                rule = RULES.get(node.name) if isinstance(node, Call) else None
                if not isinstance(node, Call) or rule is None or node.name in CHECKS:
                    return False
                kinds = rule.required + rule.optional + rule.repeated * number
                if number >= len(kinds) or kinds[number] not in _ANY_SIZE:
                    return False
    return not (isinstance(tree, Cells) and id(tree.area) in growing)


def _filled_by_arrays(sheet: SheetContent) -> set[Position]:
    """Return the cells that hold an array formula's further results, not inputs."""
    filled: set[Position] = set()
    for position, cell in sheet.formulas:
        if cell.kind is FormulaKind.ARRAY:
            area = parse_area(cell.reference, sheet.name)
            if area is None:
                continue
            if area.rows * area.columns <= LARGEST:
                filled.update(area.positions())
            else:
                filled.update(place for place in sheet.cells if area.holds(*place))
            filled.discard(position)
    return filled
