"""The cells of a sheet that hold formulas, each with its place in the XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import cell_text, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlhedge.ooxml.addresses import Position
    from xlhedge.ooxml.markup import Element, Markup

# A guess that takes too much for one rather than too little: what it says of a comment is harmless.
_FORMULA_OR_ERROR = re.compile(rb"""<(?:[^\s<>/:]+:)?f[\s/>]|\bt\s*=\s*["']e["']""")
CELL_NAMES = frozenset({"sheetData", "row", "c", "f"})


class FormulaCell(NamedTuple):
    """A cell with a formula."""

    place: Position
    cell: Element
    formula: Element

    @property
    def address(self) -> str:
        """Where it is: ``B3``."""
        return cell_text(*self.place)

    @property
    def fills(self) -> str:
        """The range that an array formula fills; nothing for another."""
        is_array = self.formula.attributes.get("t") == "array"
        return self.formula.attributes.get("ref", self.address) if is_array else ""


def formula_cells(sheet: Markup) -> Iterator[FormulaCell]:
    """Yield the formula cells of a sheet that was read for `CELL_NAMES` at least.

    A row or cell that does not say where it is comes after the one before.
    """
    row_number = 0
    for row in sheet.root.all("sheetData", "row"):
        row_number = int(row.attributes.get("r", row_number + 1))
        column = 0
        for cell in row.all("c"):
            address = cell.attributes.get("r")
            place = parse_cell(address) if address else (row_number, column + 1)
            row_number, column = place or (row_number, column + 1)
            formula = cell.first("f")
            if formula is not None:
                yield FormulaCell((row_number, column), cell, formula)


def may_hold_formula_or_error(sheet: bytes) -> bool:
    """Whether a sheet's part may hold a formula or an error; quick, for sheets of any size."""
    return _FORMULA_OR_ERROR.search(sheet) is not None
