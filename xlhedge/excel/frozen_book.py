"""A workbook for those who have no add-in: what our functions gave stands there as values.

Works on the text of the parts, so that all else stays byte for byte. The values are those of the
file: it has to be computed before.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from xml.sax.saxutils import escape

from xlhedge import __version__
from xlhedge.office_package import package, parts_of
from xlhedge.worksheet.calls import calls_us, names_that_call_us

SHEET = "Frozen by xlhedge"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WIDTHS = (24, 16, 90)
_LONGEST = 32_000  # characters; a cell holds 32767

_SHEET_TAG = re.compile(r"<sheet\b[^>]*/>")
_CELL = re.compile(r"<c\b(?P<attributes>[^>]*[^>/])>(?P<body>.*?)</c>", re.DOTALL)
_F = re.compile(r"<f\b(?P<attributes>[^>]*?)(?:/>|>(?P<text>[^<]*)</f>)")
_NAME = re.compile(r"<definedName\b(?P<attributes>[^>]*)>(?P<text>[^<]*)</definedName>")
_ANCHOR = re.compile(
    r"_xlfn\.ANCHORARRAY\((?P<sheet>(?:'(?:[^']|'')*'|[\w.]+)!)?(?P<cell>\$?[A-Z]+\$?\d+)\)",
    re.IGNORECASE,
)


class Frozen(NamedTuple):
    """Cells that were formulas of ours."""

    sheet: str
    cells: str  # B3, or the range that a table fills
    formula: str


class _Sheet(NamedTuple):
    name: str
    part: str


def frozen_book(xlsx: bytes, when: str) -> tuple[bytes, list[Frozen]]:
    """Return a workbook in which the values of our functions stand as constants, and which.

    Parameters
    ----------
    xlsx : bytes
        A workbook that has just been computed.
    when : str
        The date and time for the note.

    Returns
    -------
    tuple
        The workbook and the cells. A table stays whole; what refers to it by ``A1#`` refers to its
        range. A sheet more says what was frozen, by which version, when. A link to the add-in
        goes, and with it a person's path. All other parts and bytes stay.

    Raises
    ------
    ValueError
        It is no .xlsx workbook as Excel writes it, or it calls none of our functions.
    """
    parts = parts_of(xlsx, {_BOOK, _BOOK_RELATIONS, _TYPES})
    sheets = _sheets(parts)
    ours = _names_of_ours(parts[_BOOK].decode())
    frozen: list[Frozen] = []
    for sheet in sheets:
        text, found = _without_our_formulas(parts[sheet.part].decode(), sheet.name, ours)
        parts[sheet.part] = text.encode()
        frozen += found
    if not frozen:
        raise ValueError("The workbook calls none of the hedge functions: nothing is to be frozen.")
    tables = {(one.sheet.casefold(), one.cells.partition(":")[0]): one.cells for one in frozen}
    for name, part in [*sheets, _Sheet("", _BOOK)]:
        parts[part] = _with_ranges(parts[part].decode(), name, tables).encode()
    _drop(
        parts, "xl/calcChain.xml"
    )  # it would name cells that hold no formula; Excel makes it anew
    _drop_link(parts, sheets)
    _add_note(parts, {sheet.name.casefold() for sheet in sheets}, _note(frozen, when))
    return package(parts), frozen


def _sheets(parts: dict[str, bytes]) -> list[_Sheet]:
    """Return the sheets of cells."""
    targets = {
        _attribute(tag, "Id"): tag
        for tag in re.findall(r"<Relationship\b[^>]*>", parts[_BOOK_RELATIONS].decode())
    }
    found = []
    for tag in _SHEET_TAG.findall(parts[_BOOK].decode()):
        relation = targets.get(_attribute(tag, r"\w+:id"), "")
        target = _attribute(relation, "Target")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if _attribute(relation, "Type").endswith("/worksheet") and part in parts:
            found.append(_Sheet(html.unescape(_attribute(tag, "name")), part))
    if not found:
        raise ValueError("The workbook is not written as Excel writes it; save it once in Excel.")
    return found


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _names_of_ours(book: str) -> set[str]:
    """Return the defined names whose text calls our functions, directly or by another name."""
    return names_that_call_us(
        {
            _attribute(found["attributes"], "name"): html.unescape(found["text"])
            for found in _NAME.finditer(book)
        }
    )


def _without_our_formulas(text: str, sheet: str, names: set[str]) -> tuple[str, list[Frozen]]:
    """Return a sheet's text with our formulas taken away, and where they stood."""
    found: list[Frozen] = []
    shared: dict[str, str] = {}  # the formulas that several cells share, by number

    def cell(match: re.Match[str]) -> str:
        formula = _F.search(match["body"])
        if formula is None:
            return match[0]
        number = _attribute(formula["attributes"], "si")
        own = html.unescape(formula["text"] or "")
        if number and own:
            shared[number] = own
        own = own or shared.get(number, "")
        if not calls_us(own, names):
            return match[0]
        array = _attribute(formula["attributes"], "t") == "array"
        place = _attribute(formula["attributes"], "ref") if array else ""
        found.append(Frozen(sheet, place or _attribute(match["attributes"], "r"), own))
        attributes = re.sub(r'\scm="[^"]*"', "", match["attributes"])
        body = match["body"].replace(formula[0], "", 1)
        return f"<c{attributes}>{body}</c>" if body else f"<c{attributes}/>"

    return _CELL.sub(cell, text), found


def _with_ranges(text: str, sheet: str, tables: dict[tuple[str, str], str]) -> str:
    """Return a part's text in which a frozen table is referred to by its range."""

    def reference(found: re.Match[str]) -> str:
        owner = html.unescape(found["sheet"] or "")
        bare = owner[:-1].strip("'").replace("''", "'") if owner else sheet
        cells = tables.get((bare.casefold(), found["cell"].replace("$", "").upper()))
        if cells is None:
            return found[0]
        if "$" in found["cell"]:
            cells = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cells)
        return f"{found['sheet'] or ''}{cells}"

    return _ANCHOR.sub(reference, text)


def _drop(parts: dict[str, bytes], part: str) -> None:
    """Take a part away, with its content type and the workbook's relation to it."""
    if parts.pop(part, None) is None:
        return
    types = parts[_TYPES].decode()
    override = rf'<Override\b[^>]*\bPartName="/{re.escape(part)}"[^>]*/>'
    parts[_TYPES] = re.sub(override, "", types).encode()
    target = re.escape(part.removeprefix("xl/"))
    relation = rf'<Relationship\b[^>]*\bTarget="(?:/xl/)?{target}"[^>]*/>'
    relations = parts[_BOOK_RELATIONS].decode()
    parts[_BOOK_RELATIONS] = re.sub(relation, "", relations).encode()


def _drop_link(parts: dict[str, bytes], sheets: list[_Sheet]) -> None:
    """Take the link to the add-in away where nothing uses it and no other link comes after it."""
    from xlhedge.excel.install_excel import ADDIN_NAME

    book = parts[_BOOK].decode()
    references = re.findall(r"<externalReference\b[^>]*/>", book)
    if not references:
        return
    identity = _attribute(references[-1], r"\w+:id")
    relations = re.findall(r"<Relationship\b[^>]*>", parts[_BOOK_RELATIONS].decode())
    target = next(
        (_attribute(r, "Target") for r in relations if _attribute(r, "Id") == identity), ""
    )
    part = f"xl/{target.removeprefix('/xl/')}"
    folder, _, file = part.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    used = f"[{len(references)}]".encode()
    if ADDIN_NAME.encode() not in parts.get(path, b"").lower() or any(
        used in parts[name] for name in (_BOOK, *(sheet.part for sheet in sheets))
    ):
        return
    book = book.replace(references[-1], "").replace("<externalReferences></externalReferences>", "")
    parts[_BOOK] = book.encode()
    _drop(parts, part)
    parts.pop(path)


def _note(frozen: list[Frozen], when: str) -> list[tuple[str, ...]]:
    """Return the rows of the sheet that says what was frozen."""
    return [
        (f"Frozen by xlhedge {__version__} on {when}.",),
        ("These cells held hedge functions; now they hold values and follow no input.",),
        ("The workbook that they come from computes them again.",),
        (),
        ("Sheet", "Cells", "Formula that was there"),
        *[(one.sheet, one.cells, f"={one.formula}"[:_LONGEST]) for one in frozen],
    ]


def _add_note(parts: dict[str, bytes], taken: set[str], rows: list[tuple[str, ...]]) -> None:
    numbers = range(1, len(parts) + len(taken) + 2)
    part = next(p for i in numbers if (p := f"xl/worksheets/frozen{i}.xml") not in parts)
    name = next(
        n for i in numbers if (n := SHEET if i == 1 else f"{SHEET} {i}").casefold() not in taken
    )
    relations, book = parts[_BOOK_RELATIONS].decode(), parts[_BOOK].decode()
    identity = next(d for i in numbers if f'"{(d := f"rIdFrozen{i}")}"' not in relations)
    number = max(int(_attribute(tag, "sheetId")) for tag in _SHEET_TAG.findall(book)) + 1
    parts[part] = _note_sheet(rows).encode()
    for owner, end, element in (
        (_BOOK, "</sheets>",
         f'<sheet xmlns:r="{_OFFICE}" name="{name}" sheetId="{number}" r:id="{identity}"/>'),
        (_BOOK_RELATIONS, "</Relationships>",
         f'<Relationship Id="{identity}" Type="{_OFFICE}/worksheet" Target="{part[3:]}"/>'),
        (_TYPES, "</Types>", f'<Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/>'),
    ):  # fmt: skip
        parts[owner] = parts[owner].decode().replace(end, element + end).encode()


def _note_sheet(rows: list[tuple[str, ...]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{column}{number}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{escape(text)}</t></is></c>'
            for column, text in zip("ABC", row, strict=False)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(_WIDTHS, 1)
    )
    data = f"<cols>{widths}</cols><sheetData>{''.join(lines)}</sheetData>"
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{data}</worksheet>'
