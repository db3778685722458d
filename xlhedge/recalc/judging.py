"""Computed values that are not to be trusted after all: what only shows once they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.recalc.addresses import cell_text
from xlhedge.recalc.arrays import may_be_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.recalc.addresses import Position
    from xlhedge.recalc.engine import Place
    from xlhedge.recalc.planning import Plan
    from xlhedge.recalc.reading import Book
    from xlhedge.worksheet.cells import Cell, Scalar


def judge(book: Book, plan: Plan, values: Mapping[Place, Cell]) -> None:
    """Add to a plan's refusals what its values give away."""
    _texts_as_numbers(plan, values)


def each_cell(values: Mapping[Place, Cell]) -> Iterator[tuple[str, Position, Scalar]]:
    """Yield sheet, position and value of every cell that formulas fill."""
    for (sheet, (row, column)), value in values.items():
        for i, line in enumerate(value if isinstance(value, list) else [[value]]):
            for j, cell in enumerate(line):
                yield sheet, (row + i, column + j), cell


def _texts_as_numbers(plan: Plan, values: Mapping[Place, Cell]) -> None:
    """Refuse a formula that computes with a text which Excel may take for a number."""
    texts: dict[str, dict[Position, Scalar]] = {}
    for sheet, cells in plan.job.constants.items():
        texts[sheet] = {p: value for p, value in cells.items() if may_be_number(value)}
    for sheet, position, value in each_cell(values):
        if may_be_number(value):
            texts.setdefault(sheet, {})[position] = value
    for place, areas in plan.numeric.items():
        for area in areas:
            near = texts.get(area.sheet, {})
            found = next((p for p in near if area.holds(*p)), None)
            if found is not None:
                plan.refused.setdefault(
                    place,
                    f"whether Excel reads the text {near[found]!r} in "
                    f"{area.sheet}!{cell_text(*found)} as a number depends on the country",
                )
