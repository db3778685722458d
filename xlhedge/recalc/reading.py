"""What a workbook's parts say: sheets, cells, formulas, tables, names, number formats."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import parse_area
from xlhedge.ooxml.characters import plain_text
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.usual_sheet import Unusual, UsualSheet
from xlhedge.recalc.content import BookContent, DefinedName, ExcelTable, SheetContent
from xlhedge.recalc.links import read_links
from xlhedge.recalc.row_cells import Texts, is_true, read_row, rich_text, row_number
from xlhedge.recalc.usual_cells import usual_cells

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from xlhedge.ooxml.package import Package

_BUILT_IN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 48: "##0.0E+0", 49: "@",
}  # fmt: skip


def read_book(package: Package) -> BookContent:
    """Read a package.

    Raises
    ------
    BadBook
        A part is missing or is not what the file format says.
    """
    book = BookContent()
    root = package.xml(package.workbook_part)
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    _read_settings(book, root, space)
    targets = {r.kind: r.target for r in package.relations(package.workbook_part).values()}
    texts = Texts(
        _strings(package, targets.get("sharedStrings")),
        _dynamic_metadata(package, targets.get("sheetMetadata")),
    )
    book.links = read_links(package, root)
    book.formats = _formats(package, targets.get("styles"))
    book.unlocked = _unlocked(package, targets.get("styles"))
    order: list[str] = []
    for name, kind, part in package.sheets():
        if name.lower() in map(str.lower, order):
            raise BadBook(
                f"{package.label} has two sheets named {name!r}, so that a formula may mean "
                "either; rename one in Excel."
            )
        order.append(name)
        if kind == "worksheet":
            sheet = book.sheets[name] = _read_sheet(name, package, part, texts)
            _read_tables(book, sheet, package)
        elif kind in {"xlMacrosheet", "xlIntlMacrosheet"}:
            book.unsupported_settings.append(f"the sheet {name!r} holds Excel 4 macros")
    if not book.sheets:
        raise BadBook(
            f"{package.label} has no worksheet that can be read; open it in Excel and save it as "
            ".xlsx once more."
        )
    book.tabs = order
    _read_names(book, root, space, order)
    return book


def _read_settings(book: BookContent, root: Element, space: str) -> None:
    settings = root.find(f"{space}workbookPr")
    if settings is not None and is_true(settings.get("date1904")):
        book.unsupported_settings.append("it counts dates from 1904")
    calculation = root.find(f"{space}calcPr")
    if calculation is not None:
        book.stale = (
            calculation.get("calcMode") == "manual"
            or calculation.get("calcCompleted") in {"0", "false"}
            or is_true(calculation.get("fullCalcOnLoad"))
        )
        if calculation.get("fullPrecision") in {"0", "false"}:
            book.unsupported_settings.append("it calculates with the precision as displayed")


def _strings(package: Package, part: str | None) -> list[str]:
    return [rich_text(element) for element in package.xml(part)] if part else []


def _dynamic_metadata(package: Package, part: str | None) -> set[str]:
    """Return the ``cm`` numbers that mark a spilling formula."""
    if not part:
        return set()
    root = package.xml(part)
    space = root.tag.partition("}")[0] + "}"
    kinds = [
        kind.get("name") for kind in root.iterfind(f"{space}metadataTypes/{space}metadataType")
    ]
    marks = set()
    for number, block in enumerate(root.iterfind(f"{space}cellMetadata/{space}bk"), start=1):
        record = block.find(f"{space}rc")
        kind = int(record.get("t", "0")) if record is not None else 0
        if 0 < kind <= len(kinds) and kinds[kind - 1] == "XLDAPR":
            marks.add(str(number))
    return marks


def _formats(package: Package, part: str | None) -> list[str]:
    if not part:
        return ["General"]
    root = package.xml(part)
    space = root.tag.partition("}")[0] + "}"
    codes = dict(_BUILT_IN_FORMATS)
    for element in root.iterfind(f"{space}numFmts/{space}numFmt"):
        codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
    return [
        codes.get(int(element.get("numFmtId", "0")), "General")
        for element in root.iterfind(f"{space}cellXfs/{space}xf")
    ]


def _unlocked(package: Package, part: str | None) -> set[int]:
    """Return the style numbers that a protected sheet lets a person fill in."""
    if not part:
        return set()
    root = package.xml(part)
    space = root.tag.partition("}")[0] + "}"
    styles = enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
    return {
        number
        for number, style in styles
        for protection in style.iterfind(f"{space}protection")
        if protection.get("locked") in {"0", "false"}
    }


def _read_sheet(name: str, package: Package, part: str, texts: Texts) -> SheetContent:
    """Return a sheet: its cells, read row by row, and as `root` what else its part says."""
    content = package.plain(part)
    with suppress(Unusual):
        usual = UsualSheet(content)
        return SheetContent(name, part, usual.root, *usual_cells(usual, texts))
    sheet = SheetContent(name, part, ET.Element("none"))
    number = 0
    try:
        _, first = next(ET.iterparse(BytesIO(content), ("start",)))  # noqa: S314 - no document type, so no entities
        space = first.tag.rpartition("}")[0] + "}" if "}" in first.tag else ""
        row_tag = f"{space}row"
        parts = ET.iterparse(BytesIO(content), ("end",))  # noqa: S314 - the same
        for _, element in parts:
            if element.tag == row_tag:
                number = row_number(element, number, sheet, package.label)
                read_row(sheet, element, number, space, texts, package.label)
                element.clear()
        sheet.root = parts.root  # type: ignore[attr-defined]  # documented, not in the stubs
    except ET.ParseError as damage:
        raise BadBook(
            f"{package.label}: the part {part} is not well-formed XML ({damage})."
        ) from damage
    data = sheet.root.find(f"{space}sheetData")
    if data is not None:
        data.clear()
    return sheet


def _read_filter(sheet: SheetContent, root: Element) -> None:
    """Note where a filter is set: rows hidden there are hidden by it."""
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    element = root.find(f"{space}autoFilter")
    if element is not None and element.find(f"{space}filterColumn") is not None:
        area = parse_area(element.get("ref", ""), sheet.name)
        sheet.filters += [area] if area else []


def _read_tables(book: BookContent, sheet: SheetContent, package: Package) -> None:
    _read_filter(sheet, sheet.root)
    for part in package.targets(sheet.part, "table"):
        root = package.xml(part)
        _read_filter(sheet, root)
        space = root.tag.partition("}")[0] + "}"
        area = parse_area(root.get("ref", ""), sheet.name)
        if area is None:
            raise BadBook(f"{package.label}: the table in {part} has no range of cells.")
        name = root.get("displayName") or root.get("name") or ""
        columns = root.iterfind(f"{space}tableColumns/{space}tableColumn")
        book.tables[name.lower()] = ExcelTable(
            name,
            area,
            [plain_text(column.get("name", "")) for column in columns],
            int(root.get("headerRowCount", "1")),
            int(root.get("totalsRowCount", "0")),
        )


def _read_names(book: BookContent, root: Element, space: str, order: list[str]) -> None:
    for element in root.iterfind(f"{space}definedNames/{space}definedName"):
        name = element.get("name", "")
        if name.startswith("_xlnm."):
            continue
        number = element.get("localSheetId")
        sheet = order[int(number)] if number and int(number) < len(order) else None
        book.names.append(DefinedName(name, sheet, element.text or ""))
