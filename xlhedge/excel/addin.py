"""The Excel add-in, xlhedge.xlam: functions, ribbon and the module behind its one hidden sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.excel.ovba import (
    VBA_PART,
    VBA_RELATION,
    VBA_TYPE,
    DocumentKind,
    document_module,
    vba_project,
)
from xlhedge.excel.ribbon import ribbon_xml
from xlhedge.excel.vba_source import (
    ADDIN_MODULES,
    PROJECT_NAME,
    fixed_modules,
    fixed_source,
    function_modules,
)
from xlhedge.ooxml.content_types import TYPES_PART, types_xml
from xlhedge.ooxml.dialects import TRANSITIONAL
from xlhedge.ooxml.markup import HEAD
from xlhedge.ooxml.packing import pack
from xlhedge.ooxml.relations import relations_part, relations_xml

if TYPE_CHECKING:
    from pathlib import Path

_MAIN, _OFFICE = TRANSITIONAL
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RIBBON_PART = "customUI/customUI14.xml"

_CONTENT_TYPES = types_xml(
    {
        "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        "xl/worksheets/sheet1.xml": f"{_SHEET_TYPES}.worksheet+xml",
        "xl/styles.xml": f"{_SHEET_TYPES}.styles+xml",
        VBA_PART: VBA_TYPE,
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
)
_ROOT_RELATIONS = relations_xml(
    {
        "rId1": (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        "rId3": (
            "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
            _RIBBON_PART,
        ),
    }
)
_BOOK = f"""<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">\
<workbookPr codeName="ThisWorkbook"/>\
<bookViews><workbookView visibility="hidden"/></bookViews>\
<sheets><sheet name="xlhedge" sheetId="1" r:id="rId1"/></sheets>\
</workbook>"""

_BOOK_RELATIONS = relations_xml(
    {
        "rId1": (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
        "rId2": (f"{_OFFICE}/styles", "styles.xml"),
        "rId3": (VBA_RELATION, "vbaProject.bin"),
    }
)
_SHEET = f"""<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/>\
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>xlhedge {__version__}</t></is></c></row>\
</sheetData></worksheet>"""

_STYLES = f"""<styleSheet xmlns="{_MAIN}">\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""

# Title and description are what Excel's list of add-ins shows.
_PROPERTIES = f"""<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:title>Hedge functions (xlhedge {__version__})</dc:title>\
<dc:description>Hedge ratios and contracts as worksheet functions, computed by Python.\
</dc:description></cp:coreProperties>"""


def build_addin() -> bytes:
    """Return the add-in's file: the same bytes for the same catalogue and the same xlwings.

    Returns
    -------
    bytes
        An .xlam file.
    """
    modules = [
        document_module("ThisWorkbook", DocumentKind.BOOK, fixed_source("AddinWorkbook")),
        document_module("Sheet1", DocumentKind.SHEET),
        *function_modules(),
        *fixed_modules(ADDIN_MODULES),
    ]
    texts = {
        TYPES_PART: _CONTENT_TYPES,
        relations_part(""): _ROOT_RELATIONS,
        "docProps/core.xml": HEAD + _PROPERTIES,
        "xl/workbook.xml": HEAD + _BOOK,
        relations_part("xl/workbook.xml"): _BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": HEAD + _SHEET,
        "xl/styles.xml": HEAD + _STYLES,
    }
    parts = {name: text.encode() for name, text in texts.items()}
    parts[_RIBBON_PART] = ribbon_xml()
    parts[VBA_PART] = vba_project(PROJECT_NAME, modules)
    return pack(parts, compressed=False)


def write_addin(path: Path) -> None:
    """Build the add-in and write it to a file.

    Parameters
    ----------
    path : Path
        Where; an older file there is replaced.
    """
    path.write_bytes(build_addin())
