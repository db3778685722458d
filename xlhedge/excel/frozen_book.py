"""A workbook for those who have no add-in: what our functions gave stands there as values.

Only the places that change are written, so that all else stays byte for byte. The values are those
of the file: it has to be computed before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from xlhedge import __version__
from xlhedge.excel.frozen_rest import Removed, remove_calls
from xlhedge.ooxml.addresses import parse_area
from xlhedge.ooxml.calls import calls_us, names_that_call_us
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.formula_places import ALL, formulas
from xlhedge.ooxml.markup import element_xml
from xlhedge.ooxml.relations import relation_id
from xlhedge.ooxml.sheet_formulas import CELL_NAMES, formula_cells
from xlhedge.ooxml.text_sheet import text_sheet
from xlhedge.ooxml.tokens import closing, text_of, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.markup import Markup

SHEET = "Frozen by xlhedge"

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WIDTHS = (24, 16, 90)
_LONGEST = 32_000  # characters; a cell holds 32767
_ANCHOR = "ANCHORARRAY"  # what A1# is in a file


class Frozen(NamedTuple):
    """Cells that were formulas of ours."""

    sheet: str
    cells: str  # B3, or the range that a table fills
    formula: str


class FrozenBook(NamedTuple):
    """A workbook without our functions, and what became of them."""

    data: bytes
    frozen: list[Frozen]
    removed: list[Removed]
    links: list[str]  # paths to add-ins of ours that had to stay


def frozen_book(xlsx: bytes, when: str) -> FrozenBook:
    """Return a workbook in which the values of our functions stand as constants, and which.

    Parameters
    ----------
    xlsx : bytes
        A workbook that has just been computed.
    when : str
        The date and time for the note.

    Returns
    -------
    FrozenBook
        The workbook and the cells. A table stays whole; what refers to it by ``A1#`` refers to its
        range. Where no value can stand (a format's rule, a name) the call is taken out. A sheet
        more says what was frozen and taken out, by which version, when. A link to the add-in goes,
        and with it a person's path. All other parts and bytes stay.

    Raises
    ------
    BadBook
        It is no .xlsx workbook, it calls none of our functions, or a chart reads a name that does.
    """
    draft = Draft(xlsx)
    defined = draft.markup(draft.book).root.all("definedNames", "definedName")
    ours = names_that_call_us({e.attributes.get("name", ""): e.text for e in defined})
    frozen: list[Frozen] = []
    for sheet in draft.worksheets():
        markup = draft.markup(sheet.part, CELL_NAMES)
        frozen += _freeze_cells(markup, sheet.name, ours)
        draft.keep(sheet.part, markup)
    removed = remove_calls(draft, ours)
    if not frozen and not removed:
        raise BadBook("The workbook calls none of the hedge functions: nothing is to be frozen.")
    _point_to_ranges(draft, frozen)
    for chain in draft.package.targets(draft.book, "calcChain"):
        draft.drop(chain)  # it would name cells that hold no formula; Excel makes it anew
    links = _drop_links(draft)
    _add_note(draft, _note(frozen, removed, when))
    return FrozenBook(draft.to_bytes(), frozen, removed, links)


def _freeze_cells(markup: Markup, sheet: str, names: set[str]) -> list[Frozen]:
    """Take our formulas out of a sheet's cells, and return where they stood."""
    frozen: list[Frozen] = []
    shared: dict[str, str] = {}  # the formulas that several cells share, by number
    for one in formula_cells(markup):
        number = one.formula.attributes.get("si", "")
        own = one.formula.text
        if number and own:
            shared[number] = own
        own = own or shared.get(number, "")
        if calls_us(own, names):
            frozen.append(Frozen(sheet, one.fills or one.address, own))
            markup.remove(one.formula)
            if "cm" in one.cell.attributes:  # the mark of a dynamic array
                markup.set(one.cell, "cm", None)
    return frozen


def _point_to_ranges(draft: Draft, frozen: list[Frozen]) -> None:
    """Have formulas everywhere refer to a frozen table by its range."""
    tables = {(one.sheet.casefold(), one.cells.partition(":")[0]): one.cells for one in frozen}
    sheets = [(sheet.name, sheet.part) for sheet in draft.worksheets()]
    parts = [(name, t) for name, part in sheets for t in draft.package.targets(part, "table")]
    for name, part in [*sheets, *parts, ("", draft.book)]:
        draft.exchange_formulas(part, partial(_with_ranges, sheet=name, tables=tables))


def _with_ranges(formula: str, sheet: str, tables: Mapping[tuple[str, str], str]) -> str:
    """Return a formula in which a frozen table is referred to by its range."""
    pieces, out, place = tokens(formula), [], 0
    while place < len(pieces):
        end = closing(pieces, place) if pieces[place].function == _ANCHOR else -1
        anchor = text_of(pieces[place + 1 : end]) if end > 0 else ""
        own, cell = split_sheet(anchor)
        bare = cell.replace("$", "").upper()
        cells = tables.get(((sheet if own is None else own).casefold(), bare))
        area = parse_area(cells, sheet) if cells else None
        if area is None:
            out.append(pieces[place].text)
            place += 1
        else:
            prefix = anchor[: len(anchor) - len(cell)]
            out.append(prefix + (area.fixed() if "$" in cell else area.local()))
            place = end + 1
    return "".join(out)


def _drop_links(draft: Draft) -> list[str]:
    """Take links to the add-in away that nothing uses; return the paths of those that stay.

    Formulas name a link by its place among all, so that one before another has to stay.
    """
    paths = _paths(draft)
    while paths and _is_addin(paths[-1][1]) and not _is_mentioned(draft, f"[{len(paths)}]"):
        link, _ = paths.pop()
        book = draft.markup(draft.book)
        references = list(book.root.all("externalReferences", "externalReference"))
        around = book.root.first("externalReferences") if len(references) == 1 else None
        book.remove(around or references[-1])
        draft.keep(draft.book, book)
        draft.drop(link)
    return [path for _, path in paths if _is_addin(path)]


def _paths(draft: Draft) -> list[tuple[str, str]]:
    """Return the parts of the links to other books, each with the path it leads to."""
    root = draft.markup(draft.book).root
    relations = draft.package.relations(draft.book)
    paths = []
    for reference in root.all("externalReferences", "externalReference"):
        link = relations.get(relation_id(reference.attributes))
        outside = draft.package.relations(link.target).values() if link else ()
        path = next((r.target for r in outside if r.external), "")
        paths.append((link.target if link else "", path))
    return paths


def _is_addin(path: str) -> bool:
    from xlhedge.excel.install_excel import ADDIN_NAME

    return ADDIN_NAME in path.lower()


def _is_mentioned(draft: Draft, mark: str) -> bool:
    """Whether a formula anywhere refers to another book by its mark ``[1]``."""
    parts = [draft.book, *(sheet.part for sheet in draft.worksheets()), *draft.tables()]
    markups = (draft.markup(part, ALL) for part in parts)
    return any(mark in element.text for markup in markups for element in formulas(markup))


def _note(frozen: list[Frozen], removed: list[Removed], when: str) -> list[tuple[str, ...]]:
    """Return the rows of the sheet that says what was frozen, and what was taken out."""
    rows: list[tuple[str, ...]] = [
        (f"Frozen by xlhedge {__version__} on {when}.",),
        ("These cells held hedge functions; now they hold values and follow no input.",),
        ("The workbook that they come from computes them again.",),
        (),
        ("Sheet", "Cells", "Formula that was there"),
        *[(one.sheet, one.cells, f"={one.formula}"[:_LONGEST]) for one in frozen],
    ]
    if removed:
        rows += [
            (),
            ("These called hedge functions where no value can stand, and were taken out.",),
            (),
            ("Sheet", "Cells or name", "What was there"),
            *[(one.sheet, one.place, f"{one.kind}: {one.formula}"[:_LONGEST]) for one in removed],
        ]
    return rows


def _add_note(draft: Draft, rows: list[tuple[str, ...]]) -> None:
    taken = {sheet.name.casefold() for sheet in draft.package.sheets()}
    numbers = range(1, len(taken) + 2)
    name = next(
        n for i in numbers if (n := SHEET if i == 1 else f"{SHEET} {i}").casefold() not in taken
    )
    part = draft.free_name("xl/worksheets/frozen{}.xml")
    draft.add(part, text_sheet(rows, _WIDTHS, draft.dialect).encode(), _SHEET_TYPE)
    identity = draft.relate(draft.book, draft.relation_type("worksheet"), part)
    book = draft.markup(draft.book)
    sheets = list(book.root.all("sheets", "sheet"))
    number = max(int(sheet.attributes["sheetId"]) for sheet in sheets) + 1
    attributes = {"name": name, "sheetId": str(number)}
    attributes |= draft.named_relation(sheets[-1], identity)
    book.insert(sheets[-1].end, element_xml(sheets[-1].tag.decode(), attributes))
    draft.keep(draft.book, book)
