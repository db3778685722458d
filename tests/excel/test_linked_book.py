"""Formulas tied to the add-in, in the form in which Excel saves them."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from xlhedge import recalc
from xlhedge.excel.linked_book import linked_book, plain_rules
from xlhedge.templates import NAMES

PATH = r"C:\Users\Åsa & Co #1\AppData\Local\xlhedge\xlhedge.xlam"


def parts(data):
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def made(*formulas):
    """Return a workbook with formulas in column A."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("It's HEDGE_RATIO(1)")
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 0, formula, None, row)
        sheet.conditional_format("B1", {"type": "formula", "criteria": "=HEDGE_RATIO(1,2)>0"})
    return buffer.getvalue()


def formulas(data):
    """Return the formulas of the first sheet as they stand in the file."""
    text = parts(data)["xl/worksheets/sheet1.xml"].decode()
    return re.findall(r"<f[^>]*>([^<]*)</f>", text)


@pytest.mark.parametrize(
    ("plain", "tied"),
    [
        ("HEDGE_RATIO(1,2)", "[1]!HEDGE_RATIO(1,2)"),
        ("1+hedge_ratio(A2,HEDGE_RATIO(1,2))", "1+[1]!hedge_ratio(A2,[1]!HEDGE_RATIO(1,2))"),
        ('"HEDGE_RATIO(1,2)"&amp;"a""HEDGE_RATIO("', '"HEDGE_RATIO(1,2)"&amp;"a""HEDGE_RATIO("'),
        ("'It''s HEDGE_RATIO(1)'!A2&lt;HEDGE_RATIO(1,2)",
         "'It''s HEDGE_RATIO(1)'!A2&lt;[1]!HEDGE_RATIO(1,2)"),
        ("T[[#This Row],[HEDGE_RATIO(1)]]+T['[HEDGE_RATIO(]",
         "T[[#This Row],[HEDGE_RATIO(1)]]+T['[HEDGE_RATIO(]"),
        ("MY_HEDGE_RATIO(1)+_xll.HEDGE_RATIO(1,2)+[1]!HEDGE_RATIO(1,2)",
         "MY_HEDGE_RATIO(1)+_xll.HEDGE_RATIO(1,2)+[1]!HEDGE_RATIO(1,2)"),
        ("HEDGE_RATIO+1", "HEDGE_RATIO+1"),
    ],
)  # fmt: skip
def test_calls_alone_are_tied(plain, tied):
    """Names in texts, sheets' names, brackets, and calls that lead elsewhere stay as they are."""
    book = made("=HEDGE_RATIO(7,8)", "=" + plain.replace("&amp;", "&").replace("&lt;", "<"))
    assert formulas(linked_book(book, PATH)) == ["[1]!HEDGE_RATIO(7,8)", tied]


def test_the_external_book_is_as_excel_writes_it():
    """The add-in's sheet, the names in use and no others, and its path with blanks written out."""
    got = parts(
        linked_book(made("=HEDGE_RATIO(1,2)", "=SUM(1,2)", "=FX_FORWARD_RATE(1,2,3,4)"), PATH)
    )
    link = got["xl/externalLinks/externalLink1.xml"].decode()
    assert re.findall(r'<definedName name="(\w+)"/>', link) == ["FX_FORWARD_RATE", "HEDGE_RATIO"]
    assert '<sheetNames><sheetName val="xlhedge"/></sheetNames><definedNames>' in link
    relation = got["xl/externalLinks/_rels/externalLink1.xml.rels"].decode()
    assert (
        r'Target="file:///C:\Users\Åsa%20&amp;%20Co%20%231\AppData\Local\xlhedge\xlhedge.xlam" '
        'TargetMode="External"'
    ) in relation
    assert '/relationships/externalLinkPath"' in relation
    book = got["xl/workbook.xml"].decode()
    (identity,) = re.findall(
        r'</sheets><externalReferences><externalReference r:id="(\w+)"/>', book
    )
    assert f'Id="{identity}"' in got["xl/_rels/workbook.xml.rels"].decode()
    assert 'PartName="/xl/externalLinks/externalLink1.xml"' in got["[Content_Types].xml"].decode()


def test_all_else_stays():
    """Stored values, formats with our names and all other parts are as they were."""
    plain = made("=HEDGE_RATIO(1,2)")
    before, after = parts(plain), parts(linked_book(plain, PATH))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    assert after["xl/worksheets/sheet1.xml"].count(b"[1]!") == 1


def test_names_are_tied_and_rules_are_told():
    """A name calls as a cell does and computes; a rule cannot, and is returned to be told of."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", "=ratio", None, 0.5)
        book.define_name("ratio", "=HEDGE_RATIO(2,4)")
        sheet.data_validation("B2", {"validate": "custom", "value": "=HEDGE_RATIO(B2,2)>0"})
        sheet.data_validation("B3", {"validate": "custom", "value": "=ratio>0"})
    tied = linked_book(buffer.getvalue(), PATH)
    assert ">[1]!HEDGE_RATIO(2,4)</definedName>" in parts(tied)["xl/workbook.xml"].decode()
    assert recalc.recalculate(tied).cells("S")[1, 1] == 0.5
    told = [(sheet, rule.kind, rule.cells, rule.formulas) for sheet, rule in plain_rules(tied)]
    assert told == [("S", "data validation", "B2", ("HEDGE_RATIO(B2,2)>0",))]


def test_a_second_link_and_a_second_run():
    """A book that links to others gets one more link; one that is tied already stays."""
    once = linked_book(made("=HEDGE_RATIO(1,2)"), PATH)
    assert linked_book(once, "D:\\other\\xlhedge.xlam") == once
    text = parts(once)["xl/worksheets/sheet1.xml"].replace(b"[1]!HEDGE", b"1+HEDGE")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts(once).items():
            archive.writestr(name, text if name.endswith("sheet1.xml") else content)
    twice = parts(linked_book(buffer.getvalue(), PATH))
    assert "xl/externalLinks/externalLink2.xml" in twice
    assert b"1+[2]!HEDGE_RATIO(1,2)" in twice["xl/worksheets/sheet1.xml"]
    assert twice["xl/workbook.xml"].count(b"<externalReference ") == 2


def test_a_book_without_our_functions_is_the_same_bytes():
    """There is nothing to tie, and no path is written into it."""
    plain = made("=SUM(1,2)")
    assert linked_book(plain, PATH) is plain


@pytest.mark.parametrize("name", NAMES)
def test_templates(root, name):
    """A shipped template, tied, is read by openpyxl with its link, and computes as it did."""
    plain = (root / "workbooks" / f"{name}.xlsx").read_bytes()
    tied = linked_book(plain, PATH)
    (link,) = openpyxl.load_workbook(io.BytesIO(tied))._external_links
    assert link.file_link.Target.endswith("xlhedge.xlam")
    values = [recalc.recalculate(book, partial=True).values for book in (plain, tied)]
    assert values[0] == values[1]
    assert any(values[0].values())
