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
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.markup import HEAD
from xlhedge.ooxml.relations import relations_part, relations_xml
from xlhedge.web.lite_code import MAIN_OF_WHEEL, main_of_code
from xlhedge.web.lite_formulas import PREFIX, lite_formula
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
    BadBook
        It is no .xlsx workbook, or it carries macros or an add-in's code already.
    """
    needs = requirements(wheel)
    main = MAIN_OF_WHEEL if wheel else main_of_code()
    draft = Draft(xlsx)
    _check_carries_nothing(draft)
    for part in (draft.book, *(s.part for s in draft.worksheets()), *draft.tables()):
        draft.exchange_formulas(part, lite_formula)
    if texts:
        _exchange_texts(draft, texts)
    draft.relate("", f"{_MICROSOFT}/2011/relationships/webextensiontaskpanes", _PANES_PART)
    draft.add(_PANES_PART, _panes(), f"{_OFFICE_TYPE}.webextensiontaskpanes+xml")
    draft.parts[relations_part(_PANES_PART)] = _pane_relations()
    draft.add(_EXTENSION_PART, _extension(main, needs), f"{_OFFICE_TYPE}.webextension+xml")
    return draft.to_bytes()


def requirements(wheel: str | None = None) -> str:
    """Return the requirements.txt: what the functions need, or the wheel that says so itself."""
    name = f"xlhedge-{__version__}-py3-none-any.whl"
    if wheel is not None and not re.fullmatch(rf"https://\S+/{re.escape(name)}", wheel):
        raise BadWheelError(
            f"The wheel {wheel!r} cannot be installed by xlwings Lite; give the address of this "
            f"version's wheel: https://.../{name}."
        )
    return "\n".join(("xlwings>=0.37.8,<1.0.0", *([wheel] if wheel else _NEEDS), ""))


def _check_carries_nothing(draft: Draft) -> None:
    if draft.package.has_macros:
        raise BadBook("The workbook has macros, which xlwings Lite does not run; give an .xlsx.")
    if any(name.startswith("xl/webextensions/") for name in draft.parts):
        raise BadBook("The workbook carries an add-in's code already; give one without.")


def _exchange_texts(draft: Draft, texts: Mapping[str, str]) -> None:
    """Exchange texts of cells, which the workbook holds in a part of their own."""
    missing = set(texts)
    for part in draft.package.targets(draft.book, "sharedStrings"):
        strings = draft.markup(part, {"si", "t"})
        for element in strings.root.walk():
            if element.name == "t" and element.text in texts:
                strings.write(element, texts[element.text])
                missing.discard(element.text)
        draft.keep(part, strings)
    if missing:
        raise BadBook(f"The workbook has no cell with the text {min(missing)!r}.")


def _panes() -> bytes:
    return (
        f'{HEAD}<wetp:taskpanes xmlns:wetp="{_MICROSOFT}/webextensions/taskpanes/2010/11">'
        '<wetp:taskpane dockstate="right" visibility="0" width="438" row="3">'
        f'<wetp:webextensionref xmlns:r="{_OPEN}/officeDocument/2006/relationships" r:id="rId1"/>'
        "</wetp:taskpane></wetp:taskpanes>"
    ).encode()


def _pane_relations() -> bytes:
    kind = f"{_MICROSOFT}/2011/relationships/webextension"
    return relations_xml({"rId1": (kind, "webextension1.xml")}).encode()


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
        f'{HEAD}<we:webextension xmlns:we="{_MICROSOFT}/webextensions/webextension/2010/11" '
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
