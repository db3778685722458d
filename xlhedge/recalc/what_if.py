"""What-if data tables: one formula computed for many values of one or two input cells.

Excel stores in a table's first cell which cells take the values: ``<f t="dataTable" ref="C5:E9"
dt2D="1" dtr="1" r1="B1" r2="B2"/>``. The values stand above the table and to the left of it, the
formulas in the other of these two places, or in the corner where there are two inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import Area, parse_area, parse_cell
from xlhedge.recalc.content import BookContent, CellContent, FormulaKind
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.plan import Plan
    from xlhedge.recalc.engines.engine import Place
    from xlhedge.worksheet.cells import Cell, Scalar

    Rows = list[list[Scalar]]
    # computes the book as it is now: the values of its formulas, without those that are refused
    Run = Callable[[], Mapping[Place, Cell]]

_MOST = 300_000  # formulas that are computed for all cases of a book's tables


class _Case(NamedTuple):
    """One cell of a table: what is put into the inputs, and which formula is read then."""

    inputs: tuple[tuple[Position, Position], ...]  # an input cell, and where its value stands
    formula: Position


def stale_tables(book: BookContent, plan: Plan) -> list[Place]:
    """Return the tables whose saved values do not stand."""
    return [
        (sheet, place)
        for sheet, place in plan.refused
        if book.sheets[sheet].cells[place].kind is FormulaKind.DATA_TABLE
    ]


def table_values(book: BookContent, places: list[Place], run: Run) -> dict[Place, Rows]:
    """Return the values of what-if tables, as far as they can be known.

    Parameters
    ----------
    book : BookContent
        The workbook, its inputs set.
    places : list of places
        The first cell of each table.
    run : callable
        Computes the book as it is.
    """
    formulas = sum(1 for sheet in book.sheets.values() for _ in sheet.formulas)
    cases = {place: of_table for place in places if (of_table := _cases(book, place))}
    count = sum(len(of_table) for of_table in cases.values())
    if not count or count * formulas > _MOST:
        return {}
    usual = run()
    tables: dict[Place, Rows] = {}
    for place, of_table in cases.items():
        rows = _computed(book, place, of_table, usual, run)
        if rows is not None:
            tables[place] = rows
    return tables


def _cases(book: BookContent, place: Place) -> dict[Position, _Case]:
    """Return what each cell of a table stands for; nothing if it is not known."""
    sheet = book.sheets[place[0]]
    cell = sheet.cells[place[1]]
    area = parse_area(cell.reference, sheet.name)
    table = cell.table
    if area is None or table is None or area.top == 1 or area.left == 1:
        return {}
    first, second = parse_cell(table.first), parse_cell(table.second)
    if first is None or (table.has_two and second is None):
        return {}
    cases = {}
    for row, column in area.positions():
        above, left = (area.top - 1, column), (row, area.left - 1)
        if table.has_two and second is not None:
            inputs = ((first, above), (second, left))
            cases[row, column] = _Case(inputs, (area.top - 1, area.left - 1))
        elif table.by_row:
            cases[row, column] = _Case(((first, above),), left)
        else:
            cases[row, column] = _Case(((first, left),), above)
    targets = {target for case in cases.values() for target, _ in case.inputs}
    contents = [sheet.cells.get(target) for target in targets]
    if any(content is not None and content.formula is not None for content in contents):
        return {}
    return cases if all(position in sheet.cells for position in cases) else {}


def _computed(
    book: BookContent,
    place: Place,
    cases: dict[Position, _Case],
    usual: Mapping[Place, Cell],
    run: Run,
) -> Rows | None:
    """Compute a table; None if one of its cells is not known."""
    name = place[0]
    runs: dict[tuple[tuple[Position, Scalar], ...], Mapping[Place, Cell]] = {}
    values: dict[Position, Scalar] = {}
    for position, case in cases.items():
        entries = []
        for target, head in case.inputs:
            value = _value(book, (name, head), usual)
            if isinstance(value, ExcelError | list) or value is _UNKNOWN:
                return None
            entries.append((target, value))
        key = tuple(entries)
        if key not in runs:
            runs[key] = _with(book, name, key, run)
        result = _value(book, (name, case.formula), runs[key])
        if isinstance(result, list) or result is _UNKNOWN:
            return None
        values[position] = result
    area = Area(name, *min(values), *max(values))
    return [
        [values[row, column] for column in range(area.left, area.right + 1)]
        for row in range(area.top, area.bottom + 1)
    ]


_UNKNOWN = object()  # the value of a formula that is refused


def _value(book: BookContent, place: Place, values: Mapping[Place, Cell]) -> Cell:
    if place in values:
        return values[place]
    content = book.sheets[place[0]].cells.get(place[1])
    if content is None:
        return None
    return content.value if content.formula is None else _UNKNOWN  # type: ignore[return-value]  # compared by identity


def _with(
    book: BookContent, sheet: str, entries: tuple[tuple[Position, Scalar], ...], run: Run
) -> Mapping[Place, Cell]:
    """Compute a book with other values in a few cells, and put the old ones back."""
    cells = book.sheets[sheet].cells
    before = {target: cells.get(target) for target, _ in entries}
    for target, value in entries:
        cells[target] = CellContent(value)
    try:
        return run()
    finally:
        for target, content in before.items():
            if content is None:
                del cells[target]
            else:
                cells[target] = content
