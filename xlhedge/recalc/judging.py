"""Computed values that are not to be trusted after all: what only shows once they are there."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import cell_text
from xlhedge.recalc.functions.arrays import may_be_number
from xlhedge.recalc.regions import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlhedge.ooxml.addresses import Area, Position
    from xlhedge.recalc.compiling.plan import Plan
    from xlhedge.recalc.engines.engine import Place, Range
    from xlhedge.worksheet.cells import Cell, Scalar


_MOST_CELLS = 3_000_000  # that are summed once more


def judge(plan: Plan, values: Mapping[Place, Cell]) -> None:
    """Add to a plan's refusals what its values give away."""
    _texts_as_numbers(plan, values)
    _read_too_early(plan, values)


def each_cell(values: Mapping[Place, Cell]) -> Iterator[tuple[str, Position, Scalar]]:
    """Yield sheet, position and value of every cell that formulas fill."""
    for (sheet, position), value in values.items():
        if not isinstance(value, list):
            yield sheet, position, value
            continue
        row, column = position
        for i, line in enumerate(value):
            for j, cell in enumerate(line):
                yield sheet, (row + i, column + j), cell


def _texts_as_numbers(plan: Plan, values: Mapping[Place, Cell]) -> None:
    """Refuse a formula that computes with a text which Excel may take for a number."""
    is_doubtful = functools.lru_cache(maxsize=65536)(may_be_number)
    texts: dict[str, dict[Position, str]] = {}
    for sheet, cells in plan.job.constants.items():
        doubtful = {p: v for p, v in cells.items() if isinstance(v, str) and is_doubtful(v)}
        texts.setdefault(sheet, {}).update(doubtful)
    for sheet, position, value in each_cell(values):
        if isinstance(value, str) and is_doubtful(value):
            texts.setdefault(sheet, {})[position] = value
    known = {sheet: Places(cells) for sheet, cells in texts.items() if cells}
    for place, compiled in plan.compiled.items() if known else ():
        for area in compiled.areas(compiled.numeric, place[1]):
            cell = known[area.sheet].first_in(area) if area.sheet in known else None
            if cell is not None:
                plan.refused.setdefault(
                    place,
                    f"whether Excel reads the text {texts[area.sheet][cell]!r} in "
                    f"{area.sheet}!{cell_text(*cell)} as a number depends on the country",
                )


def _read_too_early(plan: Plan, values: Mapping[Place, Cell]) -> None:
    """Refuse a formula that was given other cells of a range than there are in the end."""
    sums = [
        place
        for place, compiled in plan.compiled.items()
        if compiled.sums is not None and place not in plan.computed
    ]
    if not sums and all(entry.constant for entry in plan.job.ranges):
        return
    final: dict[str, dict[Position, Scalar]] = {s: dict(c) for s, c in plan.job.constants.items()}
    for sheet, position, value in each_cell(values):
        final[sheet][position] = value
    early = {
        number
        for number, entry in enumerate(plan.job.ranges)
        if not entry.constant and not _is_final(entry, final[entry.area.sheet])
    }
    for place, _, ranges in plan.job.sites if early else ():
        for number in early.intersection(ranges.values()):
            reason = f"{plan.job.ranges[number].area} was read before its cells were computed"
            plan.refused.setdefault(place, reason)
    left = _MOST_CELLS
    for place in sums:
        compiled = plan.compiled[place]
        areas = compiled.areas(compiled.sums or [], place[1])
        left -= sum(area.rows * area.columns for area in areas)
        if left < 0:
            return
        total = values.get(place)
        if isinstance(total, float) and not _is_sum(total, areas, final):
            plan.refused.setdefault(place, "the engine's sum is not that of its cells")


def _is_final(entry: Range, cells: Mapping[Position, Scalar]) -> bool:
    area = entry.area
    for row, line in enumerate(entry.block, start=area.top):
        for column, value in enumerate(line, start=area.left):
            now = cells.get((row, column))
            # a formula that gives a blank shows 0
            if now != value and not (value is None and now == 0.0):
                return False
    return True


def _is_sum(
    value: float, areas: list[Area], final: Mapping[str, Mapping[Position, Scalar]]
) -> bool:
    numbers = [
        cell
        for area in areas
        for position in area.positions()
        if isinstance(cell := final[area.sheet].get(position), float)
    ]
    return abs(math.fsum(numbers) - value) <= 1e-9 * math.fsum(map(abs, numbers))
