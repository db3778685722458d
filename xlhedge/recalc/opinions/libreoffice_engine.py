"""The other engine: a workbook computed by LibreOffice Calc with our add-in.

It shares no code with the embedded engine: LibreOffice reads the file, parses the formulas and
computes them; only our own functions are the same. So it is the embedded engine's judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlhedge.calc.office import TIME_LIMIT, with_office
from xlhedge.calc.program import OfficeError
from xlhedge.calc.rewrite import Rewritten, rewrite
from xlhedge.calc.values import error_code
from xlhedge.ooxml.addresses import cell_text, parse_area
from xlhedge.ooxml.cell_xml import Change
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.sheet_patch import patch_cells
from xlhedge.ooxml.zip_patch import replace_members
from xlhedge.recalc.book import read, recalculate, unsupported_book
from xlhedge.recalc.compiling.plan import Plan
from xlhedge.recalc.content import FormulaKind
from xlhedge.recalc.errors import Refusal, Unsupported
from xlhedge.recalc.inputs import set_inputs
from xlhedge.recalc.opinions.agreement import agree
from xlhedge.recalc.recalculated import Parts, Recalculated
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xlhedge.calc.office import Session
    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import BookContent
    from xlhedge.recalc.inputs import InputValue
    from xlhedge.worksheet.cells import Cell, Scalar

    Place = tuple[str, Position]


class EngineDifference(NamedTuple):
    """A cell to which two engines give different values."""

    sheet: str
    cell: str
    formualizer: Scalar
    libreoffice: Scalar


class Computed(NamedTuple):
    """What LibreOffice made of a workbook."""

    cells: dict[str, list[list[Any]]]  # by sheet, as Session.values gives them
    sizes: dict[Place, list[int] | None]  # rows and columns of the dynamic arrays


def compute(session: Session, book: Rewritten) -> Computed:
    """Compute a rewritten workbook in a running LibreOffice."""
    path = session.folder / "book.xlsx"
    path.write_bytes(book.data)
    session.open(path)
    session.calculate()
    sizes = session.spread((a.sheet, a.row, a.column) for a in book.arrays)
    places = [(a.sheet, (a.row + 1, a.column + 1)) for a in book.arrays]
    return Computed(session.values(), dict(zip(places, sizes, strict=True)))


def recalculate_in_libreoffice(
    book: Path | str | bytes,
    *,
    inputs: Mapping[str, InputValue] | None = None,
    partial: bool = False,
    time_limit: float = TIME_LIMIT,
    session: Session | None = None,
) -> Recalculated:
    """Compute every formula of a workbook afresh in LibreOffice; nothing is written.

    Parameters
    ----------
    book : Path, str or bytes
        The workbook's file, or its content; the file itself is not opened by LibreOffice.
    inputs : mapping, optional
        Values to put into input cells first, by defined name or address.
    partial : bool
        Return what can be trusted and list the rest in `refusals`, instead of raising.
    time_limit : float
        Seconds that LibreOffice may take for one step.
    session : Session, optional
        A running LibreOffice whose add-in offers what the book calls; by default one is started
        for the book, and once more should it crash or hang.

    Returns
    -------
    Recalculated
        As from the embedded engine; without the sentences behind errors.

    Raises
    ------
    BadBook
        The file, an input or LibreOffice cannot be used.
    Unsupported
        A formula holds what LibreOffice does not know.
    """
    package = Package(book)
    content = read(package)
    if content.unsupported_settings:
        raise Unsupported(
            [Refusal(package.label, "", "", " and ".join(content.unsupported_settings))]
        )
    settings = set_inputs(content, inputs or {})
    prepared = rewrite(_with_inputs(package, content, settings))
    try:
        if session is None:
            computed = with_office(
                lambda started: compute(started, prepared), prepared.methods, time_limit=time_limit
            )
        else:
            computed = compute(session, prepared)
    except OfficeError as error:
        raise BadBook(f"{package.label}: {error}") from error
    plan, results = _collected(content, prepared, computed)
    if plan.refused and not partial:
        raise unsupported_book(content, plan)
    return Recalculated(Parts(package, content, plan, settings, results, {}))


def _with_inputs(
    package: Package, content: BookContent, settings: Mapping[str, Mapping[Position, Scalar]]
) -> bytes:
    members = {}
    for name, cells in settings.items():
        sheet = content.sheets[name]
        changes = {place: Change(value, is_input=True) for place, value in cells.items()}
        members[sheet.part] = patch_cells(package.read(sheet.part), changes, name)
    return replace_members(package.data, members)


def _collected(
    content: BookContent, prepared: Rewritten, computed: Computed
) -> tuple[Plan, dict[Place, Cell]]:
    """Return what the book's formulas gave, each array as rows, and what must not be believed."""
    plan = Plan()
    results: dict[Place, Cell] = {}
    for sheet in content.sheets.values():
        computed_cells = {
            (r + 1, c + 1): rest for r, c, *rest in computed.cells.get(sheet.name, [])
        }
        for position, cell in sheet.formulas:
            place = (sheet.name, position)
            plan.formulas[place] = f"={cell.formula}"
            area = (
                parse_area(cell.reference, sheet.name) if cell.kind is FormulaKind.ARRAY else None
            )
            if area is not None:
                plan.filled[place] = area
            size = computed.sizes.get(place, [area.rows, area.columns] if area else [1, 1])
            reason = _doubt(sheet.name, position, prepared, plan, size, computed_cells)
            if reason:
                plan.refused[place] = reason
            else:
                results[place] = _result(position, size or [1, 1], computed_cells)
    return plan, results


def _doubt(
    sheet: str,
    position: Position,
    prepared: Rewritten,
    plan: Plan,
    size: list[int] | None,
    computed_cells: Mapping[Position, list[Any]],
) -> str:
    """Return why a formula's result must not be believed; empty if it may be."""
    if position not in computed_cells:
        return "LibreOffice does not take it for a formula"
    if size is None:
        return "other cells stand where its results belong (Excel shows #SPILL!)"
    kind, value, unknown = computed_cells[position]
    if unknown:
        return f"LibreOffice does not know {unknown.upper()}"
    if kind == "error" and error_code(value) == "#NAME?":
        return "LibreOffice does not know a name in it, or in what it reads"
    area = plan.filled.get((sheet, position))
    if area and [area.rows, area.columns] != size:
        followed = (sheet, cell_text(*position)) in prepared.followed
        if followed:
            return f"it fills another range than {area.local()}, and other formulas follow it by #"
    return ""


def _result(
    position: Position, size: list[int], computed_cells: Mapping[Position, list[Any]]
) -> Cell:
    rows = [
        [_value(computed_cells.get((position[0] + r, position[1] + c))) for c in range(size[1])]
        for r in range(size[0])
    ]
    return rows if size != [1, 1] else rows[0][0]


def _value(cell: list[Any] | None) -> Scalar:
    if cell is None:
        return None
    kind, value, _ = cell
    if kind == "error":
        return ExcelError(error_code(int(str(value))))
    if kind == "logical":
        return bool(value)
    return value if isinstance(value, str) else float(str(value))


def compare(embedded: Recalculated, other: Recalculated) -> list[EngineDifference]:
    """Return the cells to which the embedded engine and LibreOffice give different values.

    Numbers agree to 1e-9 relative. Calc has no truth values, only numbers shown as such; TRUE
    from a function of ours arrives as 1, and agrees with it. What the embedded engine keeps from
    the file, and what depends on it, is not compared: the other computes it.
    """
    kept = embedded.resting
    return [
        EngineDifference(sheet, cell_text(*place), ours, theirs)
        for sheet, place in _places(embedded, other)
        if (sheet, place) not in kept
        and not agree(
            ours := embedded.values[sheet].get(place), theirs := other.values[sheet].get(place)
        )
    ]


def _places(*books: Recalculated) -> Iterator[tuple[str, Position]]:
    for sheet in books[0].values:
        yield from ((sheet, p) for p in sorted({p for b in books for p in b.values[sheet]}))


def recalculate_in_both(
    book: Path | str | bytes,
    *,
    inputs: Mapping[str, InputValue] | None = None,
    time_limit: float = TIME_LIMIT,
) -> tuple[Recalculated, list[EngineDifference]]:
    """Compute a workbook in both engines.

    Returns
    -------
    tuple
        The embedded engine's result, and where LibreOffice's differs: empty when they agree.

    Raises
    ------
    BadBook, Unsupported
        As from either engine.
    """
    embedded = recalculate(book, inputs=inputs)
    other = recalculate_in_libreoffice(book, inputs=inputs, time_limit=time_limit)
    return embedded, compare(embedded, other)
