"""The Excel add-in, xlhedge.xlam: functions, ribbon and the module behind its one hidden sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge import __version__
from xlhedge.excel.ovba import (
    VBA_PART,
    VBA_RELATION,
    VBA_TYPE,
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
from xlhedge.ooxml.packing import packed

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RIBBON_PART = "customUI/customUI14.xml"

_CONTENT_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" \
ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPES}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPES}.styles+xml"/>\
<Override PartName="/{VBA_PART}" ContentType="{VBA_TYPE}"/>\
<Override PartName="/docProps/core.xml" \
ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""

_ROOT_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" \
Target="docProps/core.xml"/>\
<Relationship Id="rId3" \
Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" \
Target="{_RIBBON_PART}"/>\
</Relationships>"""

_BOOK = f"""<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">\
<workbookPr codeName="ThisWorkbook"/>\
<bookViews><workbookView visibility="hidden"/></bookViews>\
<sheets><sheet name="xlhedge" sheetId="1" r:id="rId1"/></sheets>\
</workbook>"""

_BOOK_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="rId3" Type="{VBA_RELATION}" Target="vbaProject.bin"/>\
</Relationships>"""

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
        document_module("ThisWorkbook", fixed_source("AddinWorkbook"), kind="book"),
        document_module("Sheet1"),
        *function_modules(),
        *fixed_modules(ADDIN_MODULES),
    ]
    texts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONS,
        "docProps/core.xml": _PROPERTIES,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": _SHEET,
        "xl/styles.xml": _STYLES,
    }
    parts = {name: (_HEAD + text).encode() for name, text in texts.items()}
    parts[_RIBBON_PART] = ribbon_xml()
    parts[VBA_PART] = vba_project(PROJECT_NAME, modules)
    return packed(parts, compressed=False)


def write_addin(path: Path) -> None:
    """Build the add-in and write it to a file.

    Parameters
    ----------
    path : Path
        Where; an older file there is replaced.
    """
    path.write_bytes(build_addin())
