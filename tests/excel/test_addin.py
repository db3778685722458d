"""The add-in's file: a sound package, the same every time, with nothing of its builder in it."""

import io
import re
import zipfile
from contextlib import closing
from xml.etree import ElementTree as ET

import pytest
import xlwings
from oletools.olevba import VBA_Parser

from xlhedge.excel.addin import build_addin, write_addin
from xlhedge.excel.ovba import Module
from xlhedge.excel.vba_source import ADDIN_MODULES, fixed_modules, function_modules


@pytest.fixture(scope="module")
def addin():
    """The add-in, built now."""
    return build_addin()


@pytest.fixture(scope="module")
def parts(addin):
    """Its parts by name."""
    with zipfile.ZipFile(io.BytesIO(addin)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def sources(data):
    """Return each module's source as oletools reads it."""
    with closing(VBA_Parser("book", data=data)) as book:
        found = {name: code for _, _, name, code in book.extract_all_macros()}
    return {name.partition(".")[0]: code for name, code in found.items()}


def test_the_committed_addin_is_the_built_one(root, addin):
    """install/xlhedge.xlam is what this catalogue and this xlwings give, to the byte."""
    committed = (root / "install" / "xlhedge.xlam").read_bytes()
    made_for = re.findall(r'XLWINGS_VERSION As String = "(.*)"', sources(committed)["xlwings"])
    if made_for != [xlwings.__version__]:
        pytest.skip(f"the add-in is made for xlwings {made_for}, here is {xlwings.__version__}")
    assert committed == addin, "run: python -m xlhedge addin build"


def test_the_same_bytes_every_time(tmp_path, addin):
    """A second build gives the same file."""
    write_addin(tmp_path / "again.xlam")
    assert (tmp_path / "again.xlam").read_bytes() == addin


def test_sources_are_read_back(addin):
    """Every module is found by oletools, and in it the exact source with Windows line ends."""
    found = sources(addin)
    expected = [*function_modules(), *fixed_modules(ADDIN_MODULES)]
    assert set(found) == {"ThisWorkbook", "Sheet1"} | {module.name for module in expected}
    for module in expected:
        lines = [line.rstrip() for line in module.source.rstrip().splitlines()]
        assert found[module.name] == "".join(f"{line}\r\n" for line in lines)


def test_code_names_are_document_modules(parts):
    """The names of workbook and sheet in their parts are those of their modules."""
    project = zipfile_vba(parts)
    names = re.findall(rb'codeName="(\w+)"', parts["xl/workbook.xml"])
    names += re.findall(rb'codeName="(\w+)"', parts["xl/worksheets/sheet1.xml"])
    assert re.findall(rb"^Document=(\w+)/", project, re.MULTILINE) == names


def zipfile_vba(parts):
    """Return the PROJECT stream."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"])) as file:
        return file.openstream("PROJECT").read()


def test_the_package_is_complete(parts):
    """Every part has a content type, every relationship leads to a part, the book is an add-in."""
    types = ET.fromstring(parts["[Content_Types].xml"])  # noqa: S314 - made by us
    overrides = {e.get("PartName"): e.get("ContentType") for e in types if "PartName" in e.attrib}
    defaults = {e.get("Extension") for e in types} - {None}
    for name in parts:
        assert f"/{name}" in overrides or name.rpartition(".")[2] in defaults
    assert set(overrides) <= {f"/{name}" for name in parts}
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    for rels, base in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        for relation in ET.fromstring(parts[rels]):  # noqa: S314 - made by us
            assert base + relation.get("Target") in parts
    assert b"relationships/ui/extensibility" in parts["_rels/.rels"]


def test_nothing_of_the_builder(root, addin, parts):
    """No time of building, no path of this machine, no person."""
    with zipfile.ZipFile(io.BytesIO(addin)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}
    everything = b"".join(parts.values()) + "".join(sources(addin).values()).encode()
    assert str(root).encode() not in everything
    assert b"creator" not in parts["docProps/core.xml"]


def test_an_xlwings_of_another_make_is_refused(monkeypatch, tmp_path):
    """If xlwings' module no longer has the lines that are changed, the build says which."""
    from types import SimpleNamespace

    from xlhedge.excel import vba_source

    (tmp_path / "xlwings.bas").write_text('Attribute VB_Name = "xlwings"\n')
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(vba_source.importlib.util, "find_spec", lambda _: spec)
    with pytest.raises(ValueError, match="PROJECT_NAME"):
        vba_source.xlwings_module()


def test_modules_are_named_once():
    """No two modules share a name, in any case of letters."""
    modules = [*function_modules(), *fixed_modules(ADDIN_MODULES)]
    assert all(isinstance(module, Module) for module in modules)
    assert len({module.name.lower() for module in modules}) == len(modules)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,30}", module.name) for module in modules)
