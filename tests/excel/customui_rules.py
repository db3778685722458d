"""The rules of customUI14 for the elements that our ribbon uses, restated from [MS-CUSTOMUI2].

Microsoft's schema file may not be passed on, and no package that a test could install carries
it. What is here was taken from the types CT_CustomUI, CT_Ribbon, CT_Tabs, CT_Tab, CT_Group,
CT_Button, CT_ButtonRegular (2.3.26), CT_Menu, CT_MenuRegular, CT_DynamicMenu (2.3.42),
CT_MenuRoot (2.3.58), and the simple types of 2.4: ST_Delegate (2.4.12), ST_ID (2.4.17), ST_QID
(2.4.22), ST_String (2.4.24), ST_UniqueID (2.4.27). Elements that we do not use are left out, so
these rules are stricter than the schema, never looser.
"""

import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"

_NAME = r"[A-Za-z_][\w.-]{0,1023}"  # an NCName of at most 1024 characters
_STRING = r"(?s:.{1,1024})"
TYPES = {
    "id": _NAME,
    "idMso": _NAME,
    "idQ": rf"{_NAME}(:{_NAME})?",
    "imageMso": _NAME,
    "insertAfterMso": _NAME,
    "insertBeforeMso": _NAME,
    "description": r"(?s:.{1,4096})",
    "keytip": r"\S{1,3}",
    "size": "normal|large",
    "itemSize": "normal|large",
    **dict.fromkeys(
        ("enabled", "visible", "showLabel", "showImage", "invalidateContentOnDrop",
         "startFromScratch", "autoScale", "centerVertically"),
        "true|false|1|0",
    ),
}  # fmt: skip
DELEGATES = {"onAction", "onLoad", "loadImage", "getContent"}  # and whatever begins with get

_ID = {"id", "idQ", "idMso", "tag"}
_LABEL = {"label", "getLabel"}
_IMAGE = {"image", "imageMso", "getImage"}
_PLACE = {"insertAfterMso", "insertBeforeMso", "insertAfterQ", "insertBeforeQ"}
_TIPS = {"screentip", "getScreentip", "supertip", "getSupertip"}
_VISIBLE = {"visible", "getVisible"}
_KEYTIP = {"keytip", "getKeytip"}
_SIZE = {"size", "getSize"}
_CONTROL = {
    *_ID, *_LABEL, *_IMAGE, *_PLACE, *_TIPS, *_VISIBLE, *_KEYTIP, "enabled", "getEnabled",
    "showLabel", "getShowLabel", "showImage", "getShowImage", "description", "getDescription",
}  # fmt: skip
_BUTTON = {*_CONTROL, "onAction"}
_MENU = {*_CONTROL, "itemSize"}
_DYNAMIC = {*_CONTROL, "getContent", "invalidateContentOnDrop"}


class Kind(NamedTuple):
    """What an element may hold."""

    attributes: set[str]
    children: dict[str, str]  # the kind that a child of a name is, since that depends on the place
    most: int = 1  # children


KINDS = {
    "customUI": Kind({"onLoad", "loadImage"}, {"ribbon": "ribbon"}),
    "ribbon": Kind({"startFromScratch"}, {"tabs": "tabs"}),
    "tabs": Kind(set(), {"tab": "tab"}, 100),
    "tab": Kind(_ID | _LABEL | _PLACE | _VISIBLE | _KEYTIP, {"group": "group"}, 100),
    "group": Kind(
        _ID | _LABEL | _IMAGE | _PLACE | _TIPS | _VISIBLE | _KEYTIP
        | {"autoScale", "centerVertically"},
        {"button": "button", "menu": "menu", "dynamicMenu": "dynamicMenu"},
        1000,
    ),
    "button": Kind(_BUTTON | _SIZE, {}),
    "dynamicMenu": Kind(_DYNAMIC | _SIZE, {}),
    "menu": Kind(_MENU | _SIZE, {"button": "item", "menu": "submenu"}, 1000),
    "submenu": Kind(_MENU, {"button": "item", "menu": "submenu"}, 1000),
    "item": Kind(_BUTTON, {}),
    # the root of what getContent gives: it has no id, and no attributes of a control
    "root menu": Kind(
        {"title", "getTitle", "itemSize"}, {"button": "item", "menu": "submenu"}, 1000
    ),
}  # fmt: skip
REQUIRED = {"dynamicMenu": {"getContent"}}
WITHOUT_ID = {"customUI", "ribbon", "tabs", "root menu"}
EXCLUSIVE = (
    {"id", "idQ", "idMso"},
    {"image", "imageMso", "getImage"},
    _PLACE,
    *({name, f"get{name[0].upper()}{name[1:]}"} for name in (
        "label", "screentip", "supertip", "description", "enabled", "visible", "keytip", "size",
        "showLabel", "showImage", "title",
    )),
)  # fmt: skip
SIGNATURES = {  # callbacks in VBA
    "onAction": r"\(control As IRibbonControl\)",
    "getContent": r"\(control As IRibbonControl, ByRef \w+\)",
}


def objections(xml, kind="customUI"):
    """Return every rule that a document breaks, each as a sentence."""
    root = ET.fromstring(xml)  # noqa: S314 - made by us
    name = "menu" if kind == "root menu" else kind
    if root.tag != f"{{{NAMESPACE}}}{name}":
        return [f"the root is {root.tag}"]
    found = list(_of(root, kind))
    ids = [element.get("id") for element in root.iter() if "id" in element.attrib]
    return found + [
        f"id {one} is there twice" for one in sorted({i for i in ids if ids.count(i) > 1})
    ]


def _of(element, kind):
    at = f"{kind} {element.get('id', '')}".strip()
    given = set(element.attrib)
    yield from (f"{at}: {name} is not allowed" for name in sorted(given - KINDS[kind].attributes))
    yield from (f"{at}: {name} is missing" for name in REQUIRED.get(kind, set()) - given)
    for group in EXCLUSIVE:
        if len(given & group) > 1:
            yield f"{at}: {' and '.join(sorted(given & group))} exclude each other"
    if kind not in WITHOUT_ID and not given & {"id", "idQ", "idMso"}:
        yield f"{at}: no id"
    for name, value in element.attrib.items():
        if not re.fullmatch(TYPES.get(name, _STRING), value):
            yield f"{at}: {name}={value!r}"
    if len(element) > KINDS[kind].most:
        yield f"{at}: {len(element)} children"
    if kind == "tabs" and not len(element):
        yield f"{at}: no tab"
    for child in element:
        name = child.tag.removeprefix(f"{{{NAMESPACE}}}")
        if name in KINDS[kind].children:
            yield from _of(child, KINDS[kind].children[name])
        else:
            yield f"{at}: {name} is no child of it"


def callbacks(xml):
    """Return the callbacks that a document names, each with its kind."""
    root = ET.fromstring(xml)  # noqa: S314 - made by us
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in DELEGATES or name.startswith("get"):
                yield name, value
