"""What a workbook remembers of other workbooks: the cells that its formulas read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from xlhedge.ooxml.addresses import Area, parse_area, parse_cell
from xlhedge.ooxml.cell_xml import CellKind
from xlhedge.ooxml.relations import relation_id
from xlhedge.recalc.content import CellContent, SheetContent
from xlhedge.recalc.row_cells import cell_kind, cell_value
from xlhedge.worksheet.errors import CODES

if TYPE_CHECKING:
    from xlhedge.ooxml.addresses import Position
    from xlhedge.ooxml.package import Package
    from xlhedge.worksheet.cells import Scalar

_SHEET = re.compile(r"\[(\d+)\](.+)")


@dataclass(slots=True)
class Link:
    """Another workbook: where it is, and what was read from it, by sheet in lower case."""

    path: str
    sheets: dict[str, dict[Position, Scalar]] = field(default_factory=dict)


def read_links(package: Package, root: Element) -> list[Link]:
    """Return the other workbooks that formulas know as [1], [2] and so on.

    Parameters
    ----------
    package : Package
        The workbook's file.
    root : Element
        Its part of that name.
    """
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    relations = package.relations(package.workbook_part)
    links = []
    for element in root.iterfind(f"{space}externalReferences/{space}externalReference"):
        relation = relations.get(relation_id(element.attrib))
        known = relation is not None and relation.target in package
        links.append(_link(package, relation.target) if relation and known else Link(""))
    return links


def _link(package: Package, part: str) -> Link:
    paths = [r.target for r in package.relations(part).values() if r.external]
    link = Link(unquote(paths[0]).removeprefix("file:///") if paths else "")
    root = package.xml(part)
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    book = f"{space}externalBook/{space}"
    names = [e.get("val", "") for e in root.iterfind(f"{book}sheetNames/{space}sheetName")]
    for data in root.iterfind(f"{book}sheetDataSet/{space}sheetData"):
        number = data.get("sheetId", "")
        # where the last attempt to read it failed, what is there is older still
        if not number.isdecimal() or int(number) >= len(names) or data.get("refreshError"):
            continue
        cells = link.sheets.setdefault(names[int(number)].lower(), {})
        for cell in data.iterfind(f"{space}row/{space}cell"):
            place, value = parse_cell(cell.get("r", "")), _value(cell, space)
            if place is not None and value is not None:
                cells[place] = value
    return link


def _value(cell: Element, space: str) -> Scalar:
    """Return what is remembered of a cell; None where it cannot be known."""
    text, kind = cell.findtext(f"{space}v"), cell_kind(cell.attrib)
    if text is None or (kind is CellKind.ERROR and text not in CODES):
        return None
    try:
        return cell_value(kind, text, [], newer=False)
    except ValueError:
        return None


def remembered_sheets(links: list[Link]) -> dict[str, SheetContent]:
    """Return what is remembered of other workbooks as sheets, by the names formulas call them."""
    return {
        f"[{number}]{name}": SheetContent(
            f"[{number}]{name}", "", Element("sheet"), {p: CellContent(v) for p, v in cells.items()}
        )
        for number, link in enumerate(links, start=1)
        for name, cells in link.sheets.items()
    }


def is_remembered(sheet: str) -> bool:
    """Whether a sheet is one of another workbook, of which some cells are remembered."""
    return sheet.startswith("[")


def linked_area(links: list[Link], sheet: str, cells: str) -> tuple[Area | None, str]:
    """Return which remembered cells a reference to another workbook means, and where that is.

    Parameters
    ----------
    links : list of Link
        The other workbooks.
    sheet, cells : str
        As in ``[1]Prices`` and ``$C$4:$C$9``.

    Returns
    -------
    tuple
        None for the cells where the book does not remember any of them.
    """
    match, area = _SHEET.fullmatch(sheet), parse_area(cells, sheet.lower())
    if match is None or area is None or not 1 <= int(match[1]) <= len(links):
        return None, ""
    link = links[int(match[1]) - 1]
    known = link.sheets.get(match[2].lower(), {})
    if area.is_cell:
        is_known = (area.top, area.left) in known
    else:
        is_known = any(area.holds(*place) for place in known)
    return (area if is_known else None), link.path
