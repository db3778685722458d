"""Workbooks for those who have no add-in: our functions as values, all else as it was."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from xlhedge import __version__, recalc, templates
from xlhedge.excel.frozen_book import SHEET, frozen_book
from xlhedge.excel.linked_book import linked_book
from xlhedge.ooxml.errors import BadBook

WHEN = "2026-11-27 06:00 +0000"
PRICES = [3.0, 3.1, 3.3, 3.2, 3.4, 3.7]


def parts(data):
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def computed(fill):
    """Return a workbook that a function fills, computed."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return recalc.recalculate(buffer.getvalue()).to_bytes()


def desk(book):
    """Fill a book: a ratio, a table, a name, formulas of Excel's own that read them."""
    sheet = book.add_worksheet("It's")
    for row, price in enumerate(PRICES):
        sheet.write(row, 0, price)
        sheet.write(row, 1, price + 0.2 * price**2)
    sheet.write_formula("D1", '=HEDGE_RATIO(A1,B1)&""')
    sheet.write_formula("D2", "=HEDGE_RATIO(A1,0)")
    sheet.write_formula("D3", "=D4*2")
    sheet.write_formula("D4", "=ratio")
    sheet.write_formula("D5", '="HEDGE_RATIO(1,2)"')
    sheet.write_dynamic_array_formula("F1:G9", "=HEDGE_STATS(A1:A6,B1:B6)")
    sheet.write_dynamic_array_formula("I1", "=SUM(_xlfn.ANCHORARRAY(F1))")
    book.define_name("ratio", "=HEDGE_RATIO(2,4)")
    book.define_name("table", "=_xlfn.ANCHORARRAY('It''s'!$F$1)")
    book.add_worksheet("Other").write_formula("A1", "=SUM('It''s'!A1:A6)")


def test_our_functions_become_values():
    """What called us, by a name too, is a constant; Excel's own formulas stay and still compute."""
    book = computed(desk)
    before = recalc.recalculate(book)
    values, frozen = frozen_book(book, WHEN)
    formulas = {one.formula: one.cells for one in frozen}
    table = formulas.pop("HEDGE_STATS(A1:A6,B1:B6)")
    assert re.fullmatch(r"F1:G\d+", table)
    assert formulas == {'HEDGE_RATIO(A1,B1)&""': "D1", "HEDGE_RATIO(A1,0)": "D2", "ratio": "D4"}
    sheet = openpyxl.load_workbook(io.BytesIO(values))["It's"]
    assert sheet["D4"].value == 0.5
    assert sheet["D3"].value == "=D4*2"
    assert sheet["D2"].value == "#DIV/0!"
    assert sheet["D1"].data_type == "s"
    assert sheet["D5"].value == '="HEDGE_RATIO(1,2)"'
    after = recalc.recalculate(values, functions={})
    for name in ("It's", "Other"):
        assert after.cells(name) == before.cells(name)


def test_a_table_stays_whole_and_is_still_referred_to():
    """Its cells are constants, without the mark of a dynamic array; A1# is its range."""
    values, frozen = frozen_book(computed(desk), WHEN)
    text = parts(values)["xl/worksheets/sheet1.xml"].decode()
    assert "HEDGE_STATS" not in text
    (table,) = [one.cells for one in frozen if ":" in one.cells]
    assert f">SUM({table})<" in text
    assert text.count(' cm="1"') == 1  # of I1, which is Excel's own
    book = parts(values)["xl/workbook.xml"].decode()
    assert re.search(r">'It''s'!\$F\$1:\$G\$\d+</definedName>", book)


def test_the_note_says_what_when_and_by_whom():
    """A sheet more, the last one: version, time, and each cell with the formula that was there."""
    values, frozen = frozen_book(computed(desk), WHEN)
    book = openpyxl.load_workbook(io.BytesIO(values))
    assert book.sheetnames == ["It's", "Other", SHEET]
    rows = list(book[SHEET].iter_rows(values_only=True))
    assert rows[0][0] == f"Frozen by xlhedge {__version__} on {WHEN}."
    assert [row[:2] for row in rows[5:]] == [(one.sheet, one.cells) for one in frozen]
    assert rows[5][2] == f"={frozen[0].formula}"
    assert book[SHEET]["C6"].data_type == "s"  # a text, no formula
    again, _ = frozen_book(_with_a_formula(values), WHEN)
    assert openpyxl.load_workbook(io.BytesIO(again)).sheetnames[-1] == f"{SHEET} 2"


def _with_a_formula(data):
    """Return a frozen workbook in which somebody typed a function again."""
    kept = parts(data)
    text = kept["xl/worksheets/sheet1.xml"].decode()
    kept["xl/worksheets/sheet1.xml"] = text.replace(">D4*2<", ">HEDGE_RATIO(1,2)<").encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_all_other_parts_stay():
    """Byte for byte but for the workbook, its relations, the content types and our cells' sheet."""
    book = computed(desk)
    before, after = parts(book), parts(frozen_book(book, WHEN)[0])
    assert set(after) - set(before) == {"xl/worksheets/frozen1.xml"}
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["rates-hedge", "hedging-template"])
def test_a_tied_template(name):
    """No call, no link and no path stays; every figure and every check does."""
    book = recalc.recalculate(
        linked_book(templates.build(name), r"C:\Users\a b\xlhedge.xlam")
    ).to_bytes()
    values, _ = frozen_book(book, WHEN)
    whole = b"".join(content for part, content in parts(values).items() if "frozen" not in part)
    assert b"a%20b" not in whole
    assert b"externalReference" not in whole
    assert not [part for part in parts(values) if "externalLink" in part]
    before = recalc.recalculate(book)
    after = recalc.recalculate(values, functions={})
    assert after.differences == []
    for sheet in before.sheets:
        assert after.cells(sheet) == before.cells(sheet), sheet


def test_the_chain_of_calculation_goes():
    """It would name cells without a formula, which Excel reports as damage."""
    kept = parts(computed(desk))
    kept["xl/calcChain.xml"] = b"<calcChain/>"
    for part, element in (
        ("[Content_Types].xml",
         b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'),
        ("xl/_rels/workbook.xml.rels",
         b'<Relationship Id="rId99" Type="x/calcChain" Target="calcChain.xml"/></Relationships>'),
    ):  # fmt: skip
        kept[part] = re.sub(rb"</\w+>$", element, kept[part].rstrip())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    after = parts(frozen_book(buffer.getvalue(), WHEN)[0])
    assert "calcChain" not in "".join(after)
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]


def test_a_book_without_our_functions_is_refused():
    """There is nothing to freeze, and it is said."""
    with pytest.raises(BadBook, match="none of the hedge functions"):
        frozen_book(
            computed(lambda book: book.add_worksheet().write_formula("A1", "=SUM(1,2)")), WHEN
        )


def test_the_command(run, tmp_path):
    """It writes beside the book, replaces nothing unasked, and never the book itself."""
    path = tmp_path / "desk.xlsx"
    path.write_bytes(computed(desk))
    before = path.read_bytes()
    code, out, _ = run("freeze", path)
    assert code == 0
    assert "desk (values).xlsx written: 4 formulas became values" in re.sub(r"\s+", " ", out)
    assert run("freeze", path)[0] == 2
    assert run("freeze", path, "--force")[0] == 0
    code, _, said = run("freeze", path, "-o", path, "--force")
    assert code == 2
    assert "the workbook itself" in said
    assert path.read_bytes() == before


def test_the_command_refuses_what_it_cannot_compute(run, tmp_path):
    """A book with a formula that is not computed as Excel does is not frozen half."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=HEDGE_RATIO(B1,2)")
        sheet.write_formula("B1", "=RAND()")
    assert run("freeze", path)[0] == 3
    assert not (tmp_path / "book (values).xlsx").exists()
