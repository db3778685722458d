"""A template workbook with the functions inside: .xlsx in, .xlsm out, every value kept."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

from xlhedge.excel.ovba import (
    VBA_PART,
    VBA_RELATION,
    VBA_TYPE,
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
from xlhedge.office_package import package, parts_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK_PART = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES_PART = "[Content_Types].xml"
_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_START_TAG = re.compile(r"<(workbook|worksheet|chartsheet)\b[^>]*>")
_BEFORE_BOOK_PROPERTIES = re.compile(r"<file(?:Version|Sharing)\b[^>]*/>")


class _Sheet(NamedTuple):
    part: str
    kind: str  # "sheet" or "chart"


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
    ValueError
        It is no .xlsx workbook, or it has macros already.
    """
    parts = _parts(xlsx)
    book = parts[_BOOK_PART].decode()
    code_names = _book_and_sheet_names(parts, book)
    parts[_BOOK_PART] = _named(book, "workbookPr", code_names[_BOOK_PART].name).encode()
    for sheet in _sheets(parts, book):
        text = parts[sheet.part].decode()
        parts[sheet.part] = _named(text, "sheetPr", code_names[sheet.part].name).encode()
    parts[_TYPES_PART] = _with_macro_types(parts[_TYPES_PART].decode()).encode()
    parts[_BOOK_RELATIONS] = _with_relation(parts[_BOOK_RELATIONS].decode()).encode()
    modules = [*code_names.values(), *function_modules(), *fixed_modules(MACRO_BOOK_MODULES)]
    parts[VBA_PART] = vba_project(PROJECT_NAME, modules)
    return package(parts)


def _parts(xlsx: bytes) -> dict[str, bytes]:
    parts = parts_of(xlsx, {_BOOK_PART, _BOOK_RELATIONS, _TYPES_PART})
    if VBA_PART in parts:
        raise ValueError("The workbook has macros already; give one without.")
    return parts


def _sheets(parts: dict[str, bytes], book: str) -> list[_Sheet]:
    relations = ET.fromstring(parts[_BOOK_RELATIONS])  # noqa: S314 - a workbook made by us
    targets = {relation.get("Id"): relation.attrib for relation in relations}
    sheets = []
    for sheet in ET.fromstring(book.encode()).iter(f"{_MAIN}sheet"):  # noqa: S314 - as above
        relation = targets[sheet.get(_RELATION_ID)]
        part = posixpath.normpath(posixpath.join("/xl", relation["Target"])).lstrip("/")
        sheets.append(_Sheet(part, "chart" if "chartsheet" in relation["Type"] else "sheet"))
    return sheets


def _book_and_sheet_names(parts: dict[str, bytes], book: str) -> dict[str, Module]:
    """Return the module behind the workbook and those behind its sheets, by part."""
    behind = fixed_source("MacroWorkbook")
    names = _code_name(book, "workbookPr") or "ThisWorkbook"
    modules = {_BOOK_PART: document_module(names, behind, kind="book")}
    sheets = _sheets(parts, book)
    given = {sheet.part: _code_name(parts[sheet.part].decode(), "sheetPr") for sheet in sheets}
    free = (f"Sheet{i}" for i in range(1, 2 * len(sheets) + 1))
    unused = (name for name in free if name not in given.values())
    for sheet in sheets:
        name = given[sheet.part] or next(unused)
        modules[sheet.part] = document_module(name, kind=sheet.kind)
    return modules


def _code_name(text: str, element: str) -> str | None:
    found = re.search(rf'<{element}\b[^>]*\bcodeName="([^"]*)"', text)
    return found[1] if found else None


def _named(text: str, element: str, name: str) -> str:
    """Return a part whose properties element states a codeName."""
    if _code_name(text, element):
        return text
    attribute = f'<{element} codeName="{name}"'
    if re.search(rf"<{element}\b", text):
        return re.sub(rf"<{element}\b", attribute, text, count=1)
    start = _START_TAG.search(text)
    if start is None:
        raise ValueError("The file is no .xlsx workbook of ours: a part has an unknown root.")
    at = start.end()
    if element == "workbookPr":
        at = max([at, *[found.end() for found in _BEFORE_BOOK_PROPERTIES.finditer(text)]])
    return f"{text[:at]}{attribute}/>{text[at:]}"


def _with_macro_types(types: str) -> str:
    if _PLAIN_TYPE not in types:
        raise ValueError("The file is no .xlsx workbook: its main part has another type.")
    override = f'<Override PartName="/{VBA_PART}" ContentType="{VBA_TYPE}"/></Types>'
    return types.replace(_PLAIN_TYPE, _MACRO_TYPE).replace("</Types>", override)


def _with_relation(relations: str) -> str:
    taken = set(re.findall(r'\bId="([^"]*)"', relations))
    free = next(f"rIdVba{i}" for i in range(len(taken) + 1) if f"rIdVba{i}" not in taken)
    relation = f'<Relationship Id="{free}" Type="{VBA_RELATION}" Target="vbaProject.bin"/>'
    return relations.replace("</Relationships>", relation + "</Relationships>")
