"""A template workbook with the functions inside: .xlsx in, .xlsm out, every value kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.excel.ovba import (
    VBA_PART,
    VBA_RELATION,
    VBA_TYPE,
    DocumentKind,
    Module,
    document_module,
    vba_project,
)
from xlhedge.excel.vba_source import (
    MACRO_BOOK_MODULES,
    PROJECT_NAME,
    fixed_modules,
    fixed_source,
    function_modules,
)
from xlhedge.ooxml.content_types import TYPES_PART, content_type, with_type
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.markup import element_xml

if TYPE_CHECKING:
    from xlhedge.ooxml.markup import Element, Markup

_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_SHEET_KINDS = {
    "worksheet": DocumentKind.SHEET,
    "chartsheet": DocumentKind.CHART,
    "dialogsheet": DocumentKind.SHEET,
}


def macro_book(xlsx: bytes) -> bytes:
    """Return a workbook that carries the hedge functions inside and needs no add-in.

    Parameters
    ----------
    xlsx : bytes
        A workbook whose formulas call the functions by their plain names.

    Returns
    -------
    bytes
        The .xlsm file: all parts as they were, cached values too; only the names by which VBA
        knows workbook and sheets are added.

    Raises
    ------
    BadBook
        It is no .xlsx workbook, or it has macros already.
    """
    draft = Draft(xlsx)
    if draft.package.has_macros:
        raise BadBook("The workbook has macros already; give one without.")
    if content_type(draft.parts[TYPES_PART], draft.book) != _PLAIN_TYPE:
        raise BadBook("The file is no .xlsx workbook: its main part has another type.")
    modules = _name_parts(draft)
    draft.parts[TYPES_PART] = with_type(draft.parts[TYPES_PART], draft.book, _MACRO_TYPE)
    modules += [*function_modules(), *fixed_modules(MACRO_BOOK_MODULES)]
    draft.add(VBA_PART, vba_project(PROJECT_NAME, modules), VBA_TYPE)
    draft.relate(draft.book, VBA_RELATION, VBA_PART)
    return draft.to_bytes()


def _name_parts(draft: Draft) -> list[Module]:
    """Name workbook and sheets for VBA where they have no name; return the modules behind them."""
    book = draft.markup(draft.book)
    behind = fixed_source("MacroWorkbook")
    name = _code_name(book, "workbookPr") or "ThisWorkbook"
    modules = [document_module(name, DocumentKind.BOOK, behind)]
    before = [e for n in ("fileVersion", "fileSharing") for e in book.root.all(n)]
    _name(draft, draft.book, book, "workbookPr", name, before)
    sheets = {
        sheet.part: (draft.markup(sheet.part, {"sheetPr"}), _SHEET_KINDS[sheet.kind])
        for sheet in draft.package.sheets()
        if sheet.kind in _SHEET_KINDS
    }
    taken = {_code_name(markup, "sheetPr") for markup, _ in sheets.values()}
    free = (f"Sheet{i}" for i in range(1, 2 * len(sheets) + 1))
    unused = (name for name in free if name not in taken)
    for part, (markup, kind) in sheets.items():
        name = _code_name(markup, "sheetPr") or next(unused)
        modules.append(document_module(name, kind))
        _name(draft, part, markup, "sheetPr", name, [])
    return modules


def _code_name(markup: Markup, element: str) -> str | None:
    properties = markup.root.first(element)
    return properties.attributes.get("codeName") if properties else None


def _name(
    draft: Draft, part: str, markup: Markup, element: str, name: str, before: list[Element]
) -> None:
    """State a part's name for VBA in its properties, which stand first or after some others."""
    properties = markup.root.first(element)
    if properties is None:
        place = max([markup.root.inside, *(e.end for e in before)])
        tag = f"{markup.root.prefix}{element}"
        markup.insert(place, element_xml(tag, {"codeName": name}))
    elif "codeName" not in properties.attributes:
        markup.set(properties, "codeName", name)
    draft.keep(part, markup)
