"""Which formula each cell of a sheet has: copies are known by their text, without being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import parse_area
from xlhedge.recalc.compiling.forms import Form, Pattern, relative
from xlhedge.recalc.content import FormulaKind
from xlhedge.recalc.engines.engine import LARGEST
from xlhedge.recalc.errors import NotComputed, Refused

if TYPE_CHECKING:
    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.compiled import Compiled
    from xlhedge.recalc.compiling.known_forms import Forms
    from xlhedge.recalc.content import CellContent, SheetContent
    from xlhedge.recalc.engines.engine import Engine


class SheetForms:
    """The formulas of one sheet, each with its copies.

    Parameters
    ----------
    sheet : SheetContent
        The sheet.
    engine : Engine
        Parses the formulas.
    forms : dict, optional
        The formulas known of this sheet, to which those read are added; None: copies share no
        formula, for comparison.
    """

    def __init__(self, sheet: SheetContent, engine: Engine, forms: Forms | None) -> None:
        self._engine = engine
        self._forms = forms
        self._masters = {
            c.shared: (p, c.formula)
            for p, c in sheet.formulas
            if c.kind is FormulaKind.SHARED and c.formula
        }
        self._shared: dict[str, Form] = {}
        self._above: dict[int, Form] = {}  # by column: the formula met last
        self._left: Form | None = None

    def of(self, position: Position, cell: CellContent) -> Form:
        """Return the formula of a cell.

        Raises
        ------
        Refused
            It cannot be read.
        """
        if cell.kind is FormulaKind.DATA_TABLE:
            raise NotComputed("it is a what-if data table", hidden=True)
        if cell.kind is FormulaKind.ARRAY:
            area = parse_area(cell.reference, "")
            if area is None:
                raise Refused("its range is not known")
            if area.rows * area.columns > LARGEST:
                raise Refused(f"it fills {area.rows} x {area.columns} cells, which is too many")
        if cell.kind is FormulaKind.SHARED and not cell.formula:
            return self._repeated(cell.shared)
        if not cell.formula:
            raise Refused("the formula is empty")
        if cell.kind is FormulaKind.ARRAY:
            return Form(position, self._engine.parse(cell.formula), None)
        form = self._copied(position, cell.formula)
        self._above[position[1]] = self._left = form
        return form

    def compiled_near(self, position: Position, cell: CellContent) -> Compiled | None:
        """Return what was compiled for the cell above or to the left if this is its copy."""
        if cell.kind or not cell.formula:
            return None
        form = self._above.get(position[1])
        if form is None or not form.reads(cell.formula, position):
            form = self._left
            if form is None or not form.reads(cell.formula, position):
                return None
            self._above[position[1]] = form
        self._left = form
        return form.fitting(position)

    def _repeated(self, number: str) -> Form:
        if number not in self._masters:
            raise Refused("the formula that it repeats is missing")
        if number not in self._shared:
            origin, text = self._masters[number]
            self._shared[number] = self._copied(origin, text or "")
        return self._shared[number]

    def _copied(self, position: Position, text: str) -> Form:
        if self._forms is None:
            return Form(position, self._engine.parse(text), None)
        for near in (self._above.get(position[1]), self._left):
            if near is not None and near.reads(text, position):
                return near
        parts = tuple(relative(text, position))
        form = self._forms.get(parts)
        if form is None:
            form = Form(position, self._engine.parse(text), Pattern(parts))
            self._forms[parts] = form
        elif form.origin != position and not form.try_copies(self._engine.parse):
            return Form(position, self._engine.parse(text), None)
        return form
