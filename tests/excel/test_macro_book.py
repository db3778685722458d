"""A template with the functions inside keeps everything that it was."""

import io
import re
import zipfile
from contextlib import closing

import openpyxl
import pytest
import xlsxwriter
from oletools.olevba import VBA_Parser

from xlhedge.excel.macro_book import macro_book
from xlhedge.ooxml.errors import BadBook


@pytest.fixture(scope="module")
def template(root):
    """The committed template, computed."""
    return (root / "workbooks" / "hedging-template.xlsx").read_bytes()


@pytest.fixture(scope="module")
def book(template):
    """The same with macros."""
    return macro_book(template)


def parts(data):
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def made(**options):
    """Return a small workbook with two sheets and a chart sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        first = book.add_worksheet("One & two")
        first.write_formula("A1", "=HEDGE_RATIO(1,2)", None, 0.5)
        book.add_worksheet()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='One & two'!$A$1:$A$2"})
        book.add_chartsheet().set_chart(chart)
        if options.get("named"):
            first.set_vba_name("Sheet2")
            book.set_vba_name("Book")
    return buffer.getvalue()


def test_parts_are_kept(template, book):
    """Beside the project, only the parts that name things for VBA differ, by those names alone."""
    before, after = parts(template), parts(book)
    assert set(after) == set(before) | {"xl/vbaProject.bin"}
    for name, content in before.items():
        plain = re.sub(
            rb'<sheetPr codeName="\w+"/>| codeName="\w+"|<Relationship Id="rIdXlhedge\d+"[^>]*/>'
            rb'|<Override PartName="/xl/vbaProject.bin"[^>]*/>',
            b"",
            after[name],
        )
        plain = plain.replace(
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        )
        assert plain == re.sub(rb' codeName="\w+"', b"", content), name


def test_values_and_formulas_are_kept(template, book):
    """There are the same formulas and the same computed values in both."""
    for data_only in (False, True):
        one = openpyxl.load_workbook(io.BytesIO(template), data_only=data_only)
        two = openpyxl.load_workbook(io.BytesIO(book), data_only=data_only, keep_vba=True)
        assert one.sheetnames == two.sheetnames
        for sheet in one:
            for row in sheet.iter_rows():
                for cell in row:
                    other = two[sheet.title][cell.coordinate].value
                    assert getattr(other, "text", other) == getattr(cell.value, "text", cell.value)
        two.vba_archive.close()


@pytest.mark.parametrize("named", [False, True])
def test_code_names_are_document_modules(named):
    """Workbook, sheets and chart sheets have modules of their names; given names are kept."""
    data = macro_book(made(named=named))
    found = parts(data)
    names = re.findall(rb'<workbookPr[^>]*codeName="(\w+)"', found["xl/workbook.xml"])
    sheets = ["worksheets/sheet1", "worksheets/sheet2", "chartsheets/sheet1"]
    for sheet in sheets:
        names += re.findall(rb'<sheetPr[^>]*codeName="(\w+)"', found[f"xl/{sheet}.xml"])
    with closing(VBA_Parser("book", data=data)) as book:
        macros = {name.partition(".")[0]: code for _, _, name, code in book.extract_all_macros()}
    assert len(set(names)) == 4
    documents = [name for name, code in macros.items() if "VB_Base" in code]
    assert sorted(documents) == sorted(name.decode() for name in names)
    assert {"xlwings", "HedgeCalls", "HedgeMacros", "FunctionsContracts"} <= set(macros)
    assert not {"HedgeRibbon", "HedgeBook"} & set(macros)


def test_the_same_bytes_every_time(template, book):
    """A second build gives the same file."""
    assert macro_book(template) == book


def test_other_files_are_refused(book):
    """A workbook with macros, another zip archive and another file: a sentence each."""
    with pytest.raises(BadBook, match="macros already"):
        macro_book(book)
    with pytest.raises(BadBook, match="is not an"):
        macro_book(b"text")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(BadBook, match="a zip file but not"):
        macro_book(empty.getvalue())
