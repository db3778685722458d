"""The ribbon's XML keeps the rules of the customUI schema, and its callbacks exist."""

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from xlhedge.excel.ribbon import NAMESPACE, ribbon_xml
from xlhedge.excel.vba_source import fixed_source
from xlhedge.worksheet import CATALOGUE

RULES = runpy.run_path(str(Path(__file__).with_name("customui_rules.py")))
objections = RULES["objections"]
# From excelcontrols.xlsx (column Control Name) for Office 2016 and for Microsoft 365's Current
# Channel in Microsoft's repository office-fluent-ui-command-identifiers, as of 18 March 2024:
# both lists have every name. The lists are Microsoft's; only the names in use are repeated here.
PUBLISHED_IMAGES = {
    "CalculateNow", "CalculateFull", "ErrorChecking", "FunctionWizard", "FileNew", "Help",
    "FunctionsFinancialInsertGallery", "EditLinks", "Refresh", "FormulaEvaluate", "FileSaveAs",
}  # fmt: skip
IN_A_GROUP = (
    f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs><tab id="t" label="T"><group id="g" label="G">'
    "{}</group></tab></tabs></ribbon></customUI>"
)


def templates_menu():
    """Return what the VBA of the templates' menu makes: its texts with values put in."""
    source = fixed_source("HedgeMenu")
    item = re.search(r"TemplateItem = (.*?)\nEnd Function", source, re.DOTALL)[1]
    pieces = re.findall(r'"((?:[^"]|"")*)"(?!,)', item.replace(" _\n", " "))
    with_values = "x".join(piece.replace('""', '"') for piece in pieces)
    return f'<menu xmlns="{NAMESPACE}">{with_values}</menu>'


def test_the_schema_rules():
    """Elements, attributes, lengths, exclusions and ids are as the schema has them."""
    assert objections(ribbon_xml()) == []


def test_the_menu_of_templates_keeps_them():
    """What VBA hands over for the menu of templates is a menu as the schema has it."""
    assert "onAction=" in templates_menu()
    assert objections(templates_menu(), "root menu") == []
    empty = re.search(r'items = "(<button.*?)"\n', fixed_source("HedgeMenu"))[1].replace('""', '"')
    assert objections(f'<menu xmlns="{NAMESPACE}">{empty}</menu>', "root menu") == []


@pytest.mark.parametrize(
    ("inside", "objection"),
    [
        ('<button id="a" label="x" onChange="y"/>', "onChange is not allowed"),
        ('<button label="x"/>', "no id"),
        ('<button id="a" idMso="Copy"/>', "id and idMso exclude each other"),
        ('<button id="a" image="p" imageMso="Copy"/>', "image and imageMso exclude each other"),
        ('<button id="a" label="x" getLabel="y"/>', "getLabel and label exclude each other"),
        ('<button id="a"/><button id="a"/>', "id a is there twice"),
        ('<button id="1a"/>', "id='1a'"),
        (f'<button id="{"a" * 1025}"/>', "id="),
        ('<button id="a" label=""/>', "label=''"),
        (f'<button id="a" supertip="{"x" * 1025}"/>', "supertip="),
        ('<button id="a" size="huge"/>', "size='huge'"),
        ('<button id="a" keytip="ABCD"/>', "keytip='ABCD'"),
        ('<button id="a" enabled="yes"/>', "enabled='yes'"),
        ('<menu id="m"><button id="a" size="large"/></menu>', "item a: size is not allowed"),
        ('<menu id="m" onAction="x"/>', "onAction is not allowed"),
        ('<dynamicMenu id="d"/>', "getContent is missing"),
        ('<button id="a"><menu id="m"/></button>', "menu is no child of it"),
        ('<tab id="u"/>', "tab is no child of it"),
        ("<button id='a'/>" * 1001, "1001 children"),
    ],
)
def test_the_rules_find_what_breaks_them(inside, objection):
    """Each rule objects to the XML that breaks it, and says where."""
    assert any(objection in one for one in objections(IN_A_GROUP.format(inside)))


def test_images_are_published_names():
    """Each imageMso, the templates' menu's too, is in Microsoft's list."""
    used = {
        element.get("imageMso")
        for xml in (ribbon_xml(), templates_menu())
        for element in ET.fromstring(xml).iter()  # noqa: S314 - made by us
    }
    assert used - {None} <= PUBLISHED_IMAGES


def test_callbacks_are_public_subs():
    """Each callback is a Public Sub of the ribbon's module, with its signature."""
    source = fixed_source("HedgeRibbon")
    named = [pair for xml in (ribbon_xml(), templates_menu()) for pair in RULES["callbacks"](xml)]
    assert named
    for kind, name in named:
        signature = RULES["SIGNATURES"][kind]
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
    menus = f".//{{{NAMESPACE}}}menu/{{{NAMESPACE}}}menu"
    root = ET.fromstring(ribbon_xml())  # noqa: S314 - made by us
    tags = [button.get("tag") for menu in root.iterfind(menus) for button in menu]
    assert sorted(tags) == sorted(CATALOGUE)
