"""Workbooks for xlwings Lite: the functions run in Excel's own browser, on macOS and the web too.

The add-in keeps a workbook's code inside the workbook, as properties of its web extension part.
Ours carries this package with it (`lite_code`), or imports it from a wheel that the add-in
installs.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from xlhedge import __version__
from xlhedge.office_package import package, parts_of
from xlhedge.web.lite_code import MAIN_OF_WHEEL, main_of_code
from xlhedge.web.lite_formulas import PREFIX, with_lite_names
from xlhedge.worksheet import CATALOGUE, blank_cells
from xlhedge.worksheet.errors import XlhedgeError

if TYPE_CHECKING:
    from collections.abc import Mapping

PYODIDE = "0.27.5"  # the newest that workbooks saved by the add-in are known to name
ADDIN = "1.0.0.103"  # of August 2026
OFFICE_NAMES = sorted([*CATALOGUE, blank_cells.NAME])
_NEEDS = ("numpy", "scipy")  # Pyodide's own distribution has one version of each
NOT_RUNNING = (
    "The functions are not running: open the xlwings Lite add-in (Home tab) and trust this "
    "workbook. Figures wait for it."
)

_EXTENSION_PART = "xl/webextensions/webextension1.xml"
_PANES_PART = "xl/webextensions/taskpanes.xml"
_PANES_RELATIONS = "xl/webextensions/_rels/taskpanes.xml.rels"
_TYPES_PART = "[Content_Types].xml"
_RELATIONS_PART = "_rels/.rels"
_TEXTS_PART = "xl/sharedStrings.xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MICROSOFT = "http://schemas.microsoft.com/office"
_OFFICE_TYPE = "application/vnd.ms-office"
_OPEN = "http://schemas.openxmlformats.org"
_STORE_ID = "wa200008175"  # xlwings Lite in Microsoft's store


class BadWheelError(XlhedgeError, ValueError):
    """An address from which the add-in could not install this version of the package."""


def lite_book(
    xlsx: bytes, *, wheel: str | None = None, texts: Mapping[str, str] | None = None
) -> bytes:
    """Return a workbook that carries its code for xlwings Lite.

    Parameters
    ----------
    xlsx : bytes
        A workbook of ours, whose formulas call the functions by their plain names.
    wheel : str, optional
        Where the add-in finds this package's wheel; the workbook carries the code if omitted.
    texts : mapping, optional
        Texts of cells to exchange for others, whole.

    Returns
    -------
    bytes
        The workbook with the functions named as Excel stores them for the add-in, all values
        kept. The same workbook gives the same bytes.

    Raises
    ------
    BadWheelError
        The wheel is of another version, or at no https address.
    ValueError
        It is no .xlsx workbook, or it carries macros or an add-in's code already.
    """
    needs = requirements(wheel)
    main = MAIN_OF_WHEEL if wheel else main_of_code()
    parts = with_lite_names(_parts(xlsx))
    for old, new in (texts or {}).items():
        parts[_TEXTS_PART] = _exchanged(parts[_TEXTS_PART].decode(), old, new).encode()
    parts[_RELATIONS_PART] = _with_relation(parts[_RELATIONS_PART].decode()).encode()
    parts[_TYPES_PART] = _with_types(parts[_TYPES_PART].decode()).encode()
    parts |= {_PANES_PART: _panes(), _PANES_RELATIONS: _pane_relations()}
    parts[_EXTENSION_PART] = _extension(main, needs)
    return package(parts)


def requirements(wheel: str | None = None) -> str:
    """Return the requirements.txt: what the functions need, or the wheel that says so itself."""
    name = f"xlhedge-{__version__}-py3-none-any.whl"
    if wheel is not None and not re.fullmatch(rf"https://\S+/{re.escape(name)}", wheel):
        raise BadWheelError(
            f"The wheel {wheel!r} cannot be installed by xlwings Lite; give the address of this "
            f"version's wheel: https://.../{name}."
        )
    return "\n".join(("xlwings>=0.37.8,<1.0.0", *([wheel] if wheel else _NEEDS), ""))


def _parts(xlsx: bytes) -> dict[str, bytes]:
    parts = parts_of(xlsx, {_TYPES_PART, _RELATIONS_PART, _TEXTS_PART, "xl/workbook.xml"})
    if "xl/vbaProject.bin" in parts:
        raise ValueError("The workbook has macros, which xlwings Lite does not run; give an .xlsx.")
    if any(name.startswith("xl/webextensions/") for name in parts):
        raise ValueError("The workbook carries an add-in's code already; give one without.")
    return parts


def _exchanged(texts: str, old: str, new: str) -> str:
    marked = f">{escape(old)}</t>"
    if marked not in texts:
        raise ValueError(f"The workbook has no cell with the text {old!r}.")
    return texts.replace(marked, f">{escape(new)}</t>")


def _with_relation(relations: str) -> str:
    taken = set(re.findall(r'\bId="([^"]*)"', relations))
    free = next(f"rIdLite{i}" for i in range(len(taken) + 1) if f"rIdLite{i}" not in taken)
    kind = f"{_MICROSOFT}/2011/relationships/webextensiontaskpanes"
    relation = f'<Relationship Id="{free}" Type="{kind}" Target="{_PANES_PART}"/>'
    return relations.replace("</Relationships>", f"{relation}</Relationships>")


def _with_types(types: str) -> str:
    kinds = {_PANES_PART: "webextensiontaskpanes+xml", _EXTENSION_PART: "webextension+xml"}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_OFFICE_TYPE}.{kind}"/>'
        for part, kind in kinds.items()
    )
    return types.replace("</Types>", f"{overrides}</Types>")


def _panes() -> bytes:
    return (
        f'{_HEAD}<wetp:taskpanes xmlns:wetp="{_MICROSOFT}/webextensions/taskpanes/2010/11">'
        '<wetp:taskpane dockstate="right" visibility="0" width="438" row="3">'
        f'<wetp:webextensionref xmlns:r="{_OPEN}/officeDocument/2006/relationships" r:id="rId1"/>'
        "</wetp:taskpane></wetp:taskpanes>"
    ).encode()


def _pane_relations() -> bytes:
    return (
        f'{_HEAD}<Relationships xmlns="{_OPEN}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_MICROSOFT}/2011/relationships/webextension" '
        'Target="webextension1.xml"/></Relationships>'
    ).encode()


def _extension(main: str, needs: str) -> bytes:
    properties = {
        "main.py": main,
        "pyodideVersion": PYODIDE,
        "addinVersion": ADDIN,
        "requirements.txt": needs,
    }
    written = "".join(
        f'<we:property name="{name}" value="{_attribute(value)}"/>'
        for name, value in properties.items()
    )
    functions = "".join(
        f"<we:customFunctionIds>{PREFIX}{name}</we:customFunctionIds>" for name in OFFICE_NAMES
    )
    reference = f'<we:reference id="{_STORE_ID}" version="1.0.0.0" store='
    mark = str(uuid.uuid5(uuid.NAMESPACE_URL, f"xlhedge {__version__}")).upper()
    drawing = f'xmlns:a="{_OPEN}/drawingml/2006/main"'
    return (
        f'{_HEAD}<we:webextension xmlns:we="{_MICROSOFT}/webextensions/webextension/2010/11" '
        f'id="{{{mark}}}">{reference}"en-US" storeType="OMEX"/>'
        f'<we:alternateReferences>{reference}"{_STORE_ID.upper()}" storeType="OMEX"/>'
        f"</we:alternateReferences><we:properties>{written}</we:properties><we:bindings/>"
        f'<we:snapshot xmlns:r="{_OPEN}/officeDocument/2006/relationships"/><we:extLst>'
        f'<a:ext {drawing} uri="{{D87F86FE-615C-45B5-9D79-34F1136793EB}}">'
        f"<we:containsCustomFunctions/></a:ext>"
        f'<a:ext {drawing} uri="{{7C84B067-C214-45C3-A712-C9D94CD141B2}}">'
        f"<we:customFunctionIdList>{functions}</we:customFunctionIdList></a:ext>"
        "</we:extLst></we:webextension>"
    ).encode()


def _attribute(text: str) -> str:
    """Return a text as the add-in stores it: JSON in an XML attribute."""
    return escape(json.dumps(text), {'"': "&quot;"})
