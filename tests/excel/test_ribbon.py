"""The ribbon's XML keeps the rules of the customUI schema, and its callbacks exist."""

import re
from xml.etree import ElementTree as ET

from xlhedge.excel.ribbon import NAMESPACE, ribbon_xml
from xlhedge.excel.vba_source import fixed_source
from xlhedge.worksheet import CATALOGUE

CHILDREN = {
    "customUI": {"ribbon"},
    "ribbon": {"tabs"},
    "tabs": {"tab"},
    "tab": {"group"},
    "group": {"button", "menu", "dynamicMenu"},
    "menu": {"button", "menu"},
    "dynamicMenu": set(),
    "button": set(),
}
_COMMON = {"id", "label", "tag", "imageMso", "screentip", "supertip"}
ATTRIBUTES = {
    "customUI": set(),
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "label"},
    "group": {"id", "label"},
    "menu": _COMMON | {"size"},
    "dynamicMenu": _COMMON | {"size", "getContent", "invalidateContentOnDrop"},
    "button": _COMMON | {"size", "onAction"},
}
# Looked up in excelcontrols.xlsx of Microsoft's office-fluent-ui-command-identifiers.
PUBLISHED_IMAGES = {
    "CalculateNow", "CalculateFull", "ErrorChecking", "FunctionWizard", "FileNew", "Help",
    "FunctionsFinancialInsertGallery", "EditLinks", "Refresh", "FormulaEvaluate",
}  # fmt: skip
SIGNATURES = {
    "onAction": r"\(control As IRibbonControl\)",
    "getContent": r"\(control As IRibbonControl, ByRef content\)",
}


def elements():
    """Return every element with its kind and its parent's."""
    root = ET.fromstring(ribbon_xml())  # noqa: S314 - made by us
    found = [(root, None)]
    for element, _ in found:
        found += [(child, element.tag) for child in element]
    strip = f"{{{NAMESPACE}}}"
    assert all(element.tag.startswith(strip) for element, _ in found)
    return [
        (e, e.tag.removeprefix(strip), parent and parent.removeprefix(strip)) for e, parent in found
    ]


def test_the_schema_rules():
    """Only the elements, attributes and lengths that the schema allows, where it allows them."""
    for element, kind, parent in elements():
        assert parent is None or kind in CHILDREN[parent]
        assert set(element.attrib) <= ATTRIBUTES[kind]
        assert all(0 < len(value) <= 1024 for value in element.attrib.values())
        assert element.get("size", "large") in {"large", "normal"}
        assert not (parent == "menu" and "size" in element.attrib)


def test_ids_are_unique_names():
    """Every control has an id of its own that XML takes as a name."""
    ids = [e.get("id") for e, kind, _ in elements() if kind not in {"customUI", "ribbon", "tabs"}]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_]\w*", name) for name in ids)


def test_images_are_published_names():
    """Each imageMso is in Microsoft's list."""
    assert {e.get("imageMso") for e, _, _ in elements()} - {None} <= PUBLISHED_IMAGES


def test_callbacks_are_public_subs():
    """Each callback is a Public Sub of the ribbon's module, with its signature."""
    source = fixed_source("HedgeRibbon")
    for element, _, _ in elements():
        for attribute, signature in SIGNATURES.items():
            if name := element.get(attribute):
                assert re.search(rf"^Public Sub {name}{signature}", source, re.MULTILINE), name


def test_callbacks_trap_errors():
    """The first thing that any callback does is to trap errors."""
    source = fixed_source("HedgeRibbon")
    for body in re.findall(
        r"^Public Sub \w+\(.*?\n(.*?)^End Sub", source, re.MULTILINE | re.DOTALL
    ):
        first = next(line for line in body.splitlines() if not line.strip().startswith("Dim "))
        assert first.strip() in {"On Error GoTo Failed", "On Error Resume Next"}


def test_every_function_can_be_inserted():
    """The menu offers the whole catalogue, each under its category."""
    tags = [e.get("tag") for e, kind, parent in elements() if (kind, parent) == ("button", "menu")]
    assert sorted(tags) == sorted(CATALOGUE)
