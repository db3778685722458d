"""The ribbon tab "Hedge": customUI14 XML, its functions from the catalogue."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import quoteattr

from xlhedge.worksheet import CATALOGUE

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_TIP_LIMIT = 1024


def _element(kind: str, children: str = "", **attributes: str) -> str:
    head = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{kind}{head}>{children}</{kind}>" if children else f"<{kind}{head}/>"


def _button(name: str, label: str, image: str, tip: str, size: str = "large") -> str:
    return _element(
        "button",
        id=name, label=label, imageMso=image, size=size, screentip=label, supertip=tip,
        onAction=name,
    )  # fmt: skip


def _function_menu() -> str:
    ordered = sorted(CATALOGUE.values(), key=lambda entry: (entry.category, entry.name))
    menus = []
    for number, (category, entries) in enumerate(groupby(ordered, lambda entry: entry.category)):
        items = [
            _element(
                "button",
                id=f"insert_{entry.name}", label=entry.name, tag=entry.name, screentip=entry.name,
                supertip=entry.summary[:_TIP_LIMIT], onAction="HedgeInsertFunction",
            )
            for entry in entries
        ]  # fmt: skip
        menus.append(
            _element(
                "menu", "".join(items),
                id=f"category_{number}", label=category.replace("&", "&&"),
                imageMso="FunctionsFinancialInsertGallery",
            )
        )  # fmt: skip
    return _element(
        "menu", "".join(menus),
        id="HedgeFunctions", label="Insert function", imageMso="FunctionWizard", size="large",
        screentip="Insert function",
        supertip="Choose a hedge function for the active cell; Excel then asks for its arguments.",
    )  # fmt: skip


_CALCULATE = (
    _button(
        "HedgeRecalculate", "Recalculate", "CalculateNow",
        "Computes the hedge cells of this workbook again, and what depends on them.",
    ),
    _button(
        "HedgeRecalculateAll", "Recalculate all", "CalculateFull",
        "Computes all open workbooks again, with their dependencies traced anew.", "normal",
    ),
    _button(
        "HedgeExplain", "Explain", "ErrorChecking",
        "Says in a sentence why the hedge function in the active cell shows an error.",
        "normal",
    ),
)  # fmt: skip
_TEMPLATE_MENU = _element(
    "dynamicMenu",
    id="HedgeTemplateMenu", label="New from template", imageMso="FileNew", size="large",
    screentip="New from template",
    supertip="Opens a new workbook made from one of the installed templates.",
    getContent="HedgeTemplates", invalidateContentOnDrop="true",
)  # fmt: skip
_SEND = (
    _button(
        "HedgeSendValues", "Send as values", "FileSaveAs",
        "Writes a copy of this workbook for people without the add-in: recomputed, the hedge "
        "functions as values, and a sheet that says which cells were frozen.",
    ),
)  # fmt: skip
_CARE = (
    _button(
        "HedgeRepairLinks", "Repair links", "EditLinks",
        "Makes hedge formulas work that came from a computer with the add-in elsewhere, and "
        "names the cells whose function changed since an older version made the workbook.",
        "normal",
    ),
    _button(
        "HedgeRestart", "Restart Python", "Refresh",
        "Ends the Python that computes the hedge functions, and starts it again.", "normal",
    ),
    _button(
        "HedgeDoctor", "Doctor", "FormulaEvaluate",
        "Checks the installation and names the next step for whatever is wrong.", "normal",
    ),
    _button(
        "HedgeHelp", "Help", "Help",
        "Opens the page of the hedge function in the active cell: its arguments, errors, "
        "formula and a worked number. In another cell: what to do, and all pages.", "normal",
    ),
)  # fmt: skip


def ribbon_xml() -> bytes:
    """Return the customUI part of the add-in.

    Every callback it names is a Public Sub of the VBA module HedgeRibbon.
    """
    groups = (
        ("HedgeCalculateGroup", "Calculate", _CALCULATE),
        ("HedgeInsertGroup", "Insert", (_function_menu(), _TEMPLATE_MENU)),
        ("HedgeSendGroup", "Send", _SEND),
        ("HedgeCareGroup", "Care", _CARE),
    )
    tab = _element(
        "tab",
        "".join(_element("group", "".join(g), id=name, label=label) for name, label, g in groups),
        id="HedgeTab", label="Hedge",
    )  # fmt: skip
    body = _element("customUI", _element("ribbon", _element("tabs", tab)), xmlns=NAMESPACE)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'.encode()
