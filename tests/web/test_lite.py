"""Workbooks that carry their code for xlwings Lite."""

import base64
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from typer.testing import CliRunner

import xlhedge
from xlhedge import __version__, templates
from xlhedge.cli import app
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.templates.about import NO_ADDIN
from xlhedge.web.lite import (
    NOT_RUNNING,
    PYODIDE,
    BadWheelError,
    lite_book,
    requirements,
)
from xlhedge.web.lite_code import MAIN_OF_WHEEL, main_of_code
from xlhedge.worksheet import CATALOGUE, blank_cells

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
MAIN_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAME = "hedging-template"


@pytest.fixture(scope="module")
def plain():
    """A freshly recomputed template."""
    return recalculate(templates.build(NAME)).to_bytes()


@pytest.fixture(scope="module")
def lite(plain):
    """The same for xlwings Lite."""
    return lite_book(plain, texts={NO_ADDIN: NOT_RUNNING})


def parts_of(book):
    """Return a workbook's parts."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml_of(book, part):
    """Return the root of a part."""
    return ET.fromstring(parts_of(book)[part])  # noqa: S314 - a workbook made by us


def cells_of(book):
    """Return formula, stored value, type and array marks of every cell, by part and address."""
    found = {}
    for part in parts_of(book):
        if part.startswith("xl/worksheets/sheet"):
            for cell in xml_of(book, part).iter(f"{MAIN_NAMESPACE}c"):
                formula = cell.find(f"{MAIN_NAMESPACE}f")
                attributes = {} if formula is None else formula.attrib
                text = None if formula is None else formula.text
                value = cell.findtext(f"{MAIN_NAMESPACE}v")
                found[part, cell.get("r")] = (text, value, cell.attrib, attributes)
    return found


def extension_of(book):
    """Return the web extension's properties, as the add-in reads them, and its function ids."""
    root = xml_of(book, "xl/webextensions/webextension1.xml")
    properties = {p.get("name"): json.loads(p.get("value")) for p in root.iter(f"{WE}property")}
    return properties, [e.text for e in root.iter(f"{WE}customFunctionIds")]


def test_the_extension_holds_what_the_add_in_reads(lite):
    """Code, requirements and versions come back out of XML and JSON as they went in."""
    properties, ids = extension_of(lite)
    assert properties["main.py"] == main_of_code()
    assert properties["requirements.txt"] == requirements()
    needs = [line.partition(">")[0] for line in properties["requirements.txt"].splitlines()]
    assert needs == ["xlwings", "numpy", "scipy"], (
        "nothing that an index would need to have of ours"
    )
    assert properties["pyodideVersion"] == PYODIDE
    assert set(properties) == {"main.py", "requirements.txt", "pyodideVersion", "addinVersion"}
    assert ids == [f"_xldudf_{name}" for name in sorted([*CATALOGUE, blank_cells.NAME])]


def test_the_parts_are_joined_to_the_package(lite):
    """Following the relations from the root leads to the extension; each part has its type."""
    parts = parts_of(lite)
    relations = xml_of(lite, "_rels/.rels")
    target = {r.get("Type").rpartition("/")[2]: r.get("Target") for r in relations}
    assert len({r.get("Id") for r in relations}) == len(relations)
    panes = target["webextensiontaskpanes"]
    named = xml_of(lite, panes).find(".//{*}webextensionref").attrib
    (wanted,) = [value for name, value in named.items() if name.endswith("}id")]
    (link,) = xml_of(lite, "xl/webextensions/_rels/taskpanes.xml.rels")
    assert link.get("Id") == wanted
    assert f"xl/webextensions/{link.get('Target')}" in parts
    types = xml_of(lite, "[Content_Types].xml")
    typed = {e.get("PartName"): e.get("ContentType") for e in types if e.get("PartName")}
    assert typed[f"/{panes}"] == "application/vnd.ms-office.webextensiontaskpanes+xml"
    assert (
        typed["/xl/webextensions/webextension1.xml"] == "application/vnd.ms-office.webextension+xml"
    )


def test_all_values_stay_and_our_calls_alone_are_renamed(plain, lite):
    """Formats, stored values and the marks of dynamic arrays are those of the plain workbook."""
    before, after = cells_of(plain), cells_of(lite)
    assert before.keys() == after.keys()
    renamed = 0
    for place, (formula, *rest) in after.items():
        if formula and "_xldudf_" in formula:
            renamed += 1
            assert rest[1].get("cm") == "1", place  # else Excel shows @ and one value
            assert rest[2].get("t") == "array", place
            formula = formula.replace("_xldudf_", "")  # noqa: PLW2901 - the plain name is compared
        assert [formula, *rest] == list(before[place]), place
    assert renamed > 10
    assert "xl/calcChain.xml" not in parts_of(lite)
    assert parts_of(lite)["xl/metadata.xml"] == parts_of(plain)["xl/metadata.xml"]


@pytest.mark.parametrize("name", templates.NAMES)
def test_every_template_recomputes_to_the_same_values(name, root):
    """An engine that knows Excel's stored names finds in the Lite workbook what it found before."""
    book = (root / "workbooks" / f"{name}.xlsx").read_bytes()
    again = recalculate(lite_book(book)).to_bytes()
    values = {place: cell[1] for place, cell in cells_of(book).items()}
    assert {place: cell[1] for place, cell in cells_of(again).items()} == values


def test_the_same_workbook_gives_the_same_bytes(plain, lite):
    """No date, no random number and no machine's name gets in."""
    assert lite_book(plain, texts={NO_ADDIN: NOT_RUNNING}) == lite


def test_another_reader_opens_it(lite):
    """A library that is not ours reads sheets, names and formulas."""
    book = openpyxl.load_workbook(io.BytesIO(lite))
    formulas = [
        getattr(cell.value, "text", cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert any("_xldudf_HEDGE_RATIO(" in formula for formula in formulas)


def test_the_banner_speaks_of_lite(lite):
    """What is shown while the functions are missing tells how they come to life there."""
    texts = parts_of(lite)["xl/sharedStrings.xml"].decode()
    assert NOT_RUNNING in texts
    assert NO_ADDIN.split(":")[0] not in texts
    assert "add-in" in NOT_RUNNING  # what the banner's colour looks for


def test_a_wheel_elsewhere():
    """The address of this version's wheel takes the place of its name."""
    address = f"https://example.com/x/xlhedge-{__version__}-py3-none-any.whl"
    assert requirements(address).splitlines()[1] == address


@pytest.mark.parametrize(
    "address",
    [
        f"http://example.com/xlhedge-{__version__}-py3-none-any.whl",
        "https://example.com/xlhedge-0.0.1-py3-none-any.whl",
        f"https://example.com/other-{__version__}-py3-none-any.whl",
        f"https://example.com/ x/xlhedge-{__version__}-py3-none-any.whl",
        f"https://example.com/xlhedge-{__version__}-py3-none-any.whl\nother",
        "xlhedge.whl",
        "",
    ],
)
def test_a_wheel_that_could_not_be_installed_is_refused(address):
    """Another version, another package, no https: the sentence quotes the address."""
    with pytest.raises(BadWheelError) as trouble:
        requirements(address)
    assert repr(address) in str(trouble.value)
    assert trouble.value.exit_code == 2


def test_what_is_no_plain_workbook_is_refused(plain, lite):
    """Other files, macros, and an add-in's code that is there already."""
    with pytest.raises(BadBook, match="is not an"):
        lite_book(b"no workbook")
    with pytest.raises(BadBook, match="carries an add-in's code already"):
        lite_book(lite)
    with_macros = io.BytesIO(plain)
    with zipfile.ZipFile(with_macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    with pytest.raises(BadBook, match="has macros"):
        lite_book(with_macros.getvalue())
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(BadBook, match="a zip file but not"):
        lite_book(empty.getvalue())
    with pytest.raises(BadBook, match="no cell with the text 'absent'"):
        lite_book(plain, texts={"absent": "x"})


@pytest.fixture
def template(tmp_path, monkeypatch):
    """The command `xlhedge template` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*options):
        return CliRunner().invoke(app, ["template", NAME, *options])

    return run


def test_the_command_writes_it(template, tmp_path):
    """`--lite` has its own default name, so that it never stands in a plain template's place."""
    done = template("--lite")
    assert done.exit_code == 0, done.output
    properties, _ = extension_of((tmp_path / f"{NAME}-lite.xlsx").read_bytes())
    assert properties["requirements.txt"] == requirements()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--lite", "--macro-enabled"], "runs no macros"),
        (["--wheel", "https://example.com/x.whl"], "--lite too"),
        (["--lite", "--wheel", "x.whl"], "'x.whl' cannot be installed"),
    ],
)
def test_the_command_refuses_what_cannot_work(template, tmp_path, options, sentence):
    """A sentence, the exit code of bad input, and no file."""
    done = template(*options)
    assert done.exception.exit_code == 2
    assert sentence in str(done.exception)
    assert not list(tmp_path.iterdir())


def test_a_book_of_a_wheel_carries_no_code(plain):
    """With a wheel's address main.py is short and requirements.txt names the wheel."""
    address = f"https://example.com/x/xlhedge-{__version__}-py3-none-any.whl"
    properties, _ = extension_of(lite_book(plain, wheel=address))
    assert properties["main.py"] == MAIN_OF_WHEEL
    assert address in properties["requirements.txt"].splitlines()


def test_the_code_that_is_carried_is_whole_and_no_more():
    """Every module of core and worksheet, byte for byte; nothing of the hosts; small enough."""
    code = re.search(r'CODE = """\n(.*?)"""', main_of_code(), re.DOTALL)[1]
    assert len(code) < 2**20
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(code))) as archive:
        carried = {name: archive.read(name) for name in archive.namelist()}
    root = Path(xlhedge.__file__).parent
    modules = [root / "__init__.py", root / "udfs.py", root / "xlwings_imports.py"]
    modules += [p for part in ("core", "worksheet") for p in (root / part).rglob("*.py")]
    assert carried == {p.relative_to(root.parent).as_posix(): p.read_bytes() for p in modules}


def test_a_wheel_s_code_refuses_another_version_than_the_workbook_was_made_for(monkeypatch):
    """A figure never comes from other code than the one the workbook was checked with."""
    exec(compile(MAIN_OF_WHEEL, "main.py", "exec"), {})  # noqa: S102 - as the add-in does
    monkeypatch.setattr("xlhedge.__version__", "0.0.1")
    for main, remedy in ((MAIN_OF_WHEEL, "requirements.txt"), (main_of_code(), "restart")):
        expected = rf"made for xlhedge {__version__} and found 0\.0\.1: .*{remedy}"
        monkeypatch.setattr("sys.path", sys.path.copy())
        with pytest.raises(ImportError, match=expected):
            exec(compile(main, "main.py", "exec"), {})  # noqa: S102 - as above
