"""Workbooks for those who have no add-in: our functions as values, all else as it was."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from xml_spellings import respelled_book, usual

from xlhedge import __version__, recalc, templates
from xlhedge.excel.frozen_book import SHEET, frozen_book
from xlhedge.excel.linked_book import linked_book
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.packing import pack

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
    values, frozen, *_ = frozen_book(book, WHEN)
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
    values, frozen, *_ = frozen_book(computed(desk), WHEN)
    text = parts(values)["xl/worksheets/sheet1.xml"].decode()
    assert "HEDGE_STATS" not in text
    (table,) = [one.cells for one in frozen if ":" in one.cells]
    assert f">SUM({table})<" in text
    assert text.count(' cm="1"') == 1  # of I1, which is Excel's own
    book = parts(values)["xl/workbook.xml"].decode()
    assert re.search(r">'It''s'!\$F\$1:\$G\$\d+</definedName>", book)


def test_the_note_says_what_when_and_by_whom():
    """A sheet more, the last one: version, time, and each cell with the formula that was there."""
    values, frozen, *_ = frozen_book(computed(desk), WHEN)
    book = openpyxl.load_workbook(io.BytesIO(values))
    assert book.sheetnames == ["It's", "Other", SHEET]
    rows = list(book[SHEET].iter_rows(values_only=True))
    assert rows[0][0] == f"Frozen by xlhedge {__version__} on {WHEN}."
    end = rows.index((None, None, None), 5)
    assert [row[:2] for row in rows[5:end]] == [(one.sheet, one.cells) for one in frozen]
    assert rows[-1] == ("", "ratio", "defined name: HEDGE_RATIO(2,4)")
    assert rows[5][2] == f"={frozen[0].formula}"
    assert book[SHEET]["C6"].data_type == "s"  # a text, no formula
    again, *_ = frozen_book(_with_a_formula(values), WHEN)
    assert openpyxl.load_workbook(io.BytesIO(again)).sheetnames[-1] == f"{SHEET} 2"


def _with_a_formula(data):
    """Return a frozen workbook in which somebody typed a function again."""
    kept = parts(data)
    text = kept["xl/worksheets/sheet1.xml"].decode()
    kept["xl/worksheets/sheet1.xml"] = text.replace(">D4*2<", ">HEDGE_RATIO(1,2)<").encode()
    return pack(kept)


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
    values, *_ = frozen_book(book, WHEN)
    whole = b"".join(content for part, content in parts(values).items() if "frozen" not in part)
    assert b"a%20b" not in whole
    assert b"externalReference" not in whole
    assert not [part for part in parts(values) if "externalLink" in part]
    before = recalc.recalculate(book)
    after = recalc.recalculate(values, functions={})
    assert after.differences == []
    for sheet in before.sheets:
        assert after.cells(sheet) == before.cells(sheet), sheet


def test_links_to_two_addins_go():
    """The path of an older add-in is a person's as well; one before another book's is told of."""
    once = linked_book(computed(desk), r"D:\old\xlhedge.xlam")
    sheet = "xl/worksheets/sheet1.xml"
    plain = parts(once)[sheet].replace(b">[1]!HEDGE_RATIO(A1,0)<", b">HEDGE_RATIO(A1,0)<")
    assert plain != parts(once)[sheet]
    twice = linked_book(pack(parts(once) | {sheet: plain}), r"D:\new\xlhedge.xlam")
    assert twice.count(b"externalLink2.xml") > 0
    values, *_, links = frozen_book(twice, WHEN)
    assert links == []
    assert not [part for part in parts(values) if "externalLink" in part]
    assert b"externalReference" not in parts(values)["xl/workbook.xml"]
    relation = "xl/externalLinks/_rels/externalLink2.xml.rels"
    foreign = parts(twice)[relation].replace(b"xlhedge.xlam", b"prices.xlsx")
    values, *_, links = frozen_book(pack(parts(twice) | {relation: foreign}), WHEN)
    assert links == [r"file:///D:\old\xlhedge.xlam"]
    assert parts(values)["xl/workbook.xml"].count(b"<externalReference ") == 2


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
    after = parts(frozen_book(pack(kept), WHEN)[0])
    assert "calcChain" not in "".join(after)
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]


def rules(book):
    """Fill a book: rules and names that call us, in both generations, beside others that do not."""
    sheet = book.add_worksheet("Rules")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_formula("B1", "=HEDGE_RATIO(A1,A2)")
    ours = {"type": "formula", "criteria": "=HEDGE_RATIO($A1,2)>0.9"}
    sheet.conditional_format("A1:A3", ours)
    sheet.conditional_format("C1", ours)
    sheet.conditional_format("C1", {"type": "formula", "criteria": "=$A1>2"})
    sheet.conditional_format("C2", {"type": "formula", "criteria": "=ratio>2"})
    for data_bar_2010 in (False, True):
        bar = {"type": "data_bar", "data_bar_2010": data_bar_2010, "max_type": "formula"}
        place = f"D{1 + data_bar_2010}"
        sheet.conditional_format(place, bar | {"max_value": "=HEDGE_RATIO(8,2)"})
    sheet.data_validation("A1", {"validate": "custom", "value": "=HEDGE_RATIO(A1,2)>0"})
    sheet.data_validation("A2", {"validate": "custom", "value": "=A2>0"})
    book.define_name("ratio", "=HEDGE_RATIO(2,4)")
    book.define_name("Rules!twice", "=2*ratio")
    book.define_name("kept", "=Rules!$A$1:$A$3")


@pytest.mark.parametrize("spelling", [None, {"prefix": "x:"}, {"in_strict": True}])
def test_rules_and_names_that_call_us_go(spelling):
    """No value can stand there: they are taken out, whole, and listed; the others stay."""
    book = computed(rules)
    book = respelled_book(book, 7, **spelling) if spelling else book
    values, _, removed, _ = frozen_book(book, WHEN)
    assert [(one.kind, one.place) for one in removed] == [
        *[("conditional format", place) for place in ("A1:A3", "C1", "C2", "D1", "D2")],
        ("data validation", "A1"),
        ("conditional format", "D2"),  # its half of 2010
        *[("defined name", name) for name in ("ratio", "twice")],
    ]
    kept = parts(values)
    whole = b"".join(kept[part] for part in kept if "frozen" not in part)
    assert b"HEDGE_RATIO" not in whole
    assert not re.search(rb"<(x14|\w+:ext|ext)\b", kept["xl/worksheets/sheet1.xml"])
    readable = {part: usual(content) for part, content in kept.items()}  # openpyxl takes no Strict
    after = openpyxl.load_workbook(io.BytesIO(pack(readable)))
    (formats,) = after["Rules"].conditional_formatting
    assert [rule.formula for rule in formats.rules] == [["$A1>2"]]
    assert [v.formula1 for v in after["Rules"].data_validations.dataValidation] == ["A2>0"]
    assert set(after.defined_names) == {"kept"}
    assert not after["Rules"].defined_names
    note = [row[:3] for row in after[SHEET].iter_rows(values_only=True)]
    assert ("Rules", "A1:A3", "conditional format: HEDGE_RATIO($A1,2)>0.9") in note
    assert ("Rules", "twice", "defined name: 2*ratio") in note


def test_a_book_with_a_rule_of_ours_alone():
    """The rule goes and the note says so, though no cell called us."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.data_validation("A1", {"validate": "custom", "value": "=HEDGE_RATIO(A1,2)>0"})
        book.define_name("ratio", "=HEDGE_RATIO(2,4)")

    values, frozen, removed, _ = frozen_book(computed(fill), WHEN)
    assert (frozen, len(removed)) == ([], 2)
    kept = parts(values)
    assert b"dataValidation" not in kept["xl/worksheets/sheet1.xml"]
    assert b"definedName" not in kept["xl/workbook.xml"]


def test_what_a_table_enters_in_new_rows():
    """A column's formula becomes values in its cells, and is not entered in the next row."""

    def fill(book):
        sheet = book.add_worksheet("T")
        sheet.write_column("A2", [2, 4])
        columns = [
            {"header": "a", "total_function": "sum"},
            {
                "header": "ratio",
                "formula": "=HEDGE_RATIO(Own[[#This Row],[a]],4)",
                "total_function": "max",
            },
            {"header": "b", "formula": "=Own[[#This Row],[a]]+1"},
        ]
        sheet.add_table("A1:C4", {"columns": columns, "total_row": True, "name": "Own"})

    values, frozen, removed, _ = frozen_book(computed(fill), WHEN)
    assert [one.cells for one in frozen] == ["B2", "B3"]
    assert [one.place for one in removed] == ["Own[ratio]"]
    table = parts(values)["xl/tables/table1.xml"]
    assert b"HEDGE_RATIO" not in table
    assert table.count(b"<calculatedColumnFormula>") == 1
    sheet = openpyxl.load_workbook(io.BytesIO(values))["T"]
    assert [sheet[cell].value for cell in ("B2", "B3")] == [0.5, 1]
    assert sheet["B4"].value.startswith("=SUBTOTAL(")


def charted(values):
    """Return what fills a book with a chart of these values, beside cells that call us."""

    def fill(book):
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", PRICES)
        for row in range(1, 4):
            sheet.write_formula(f"B{row}", f"=HEDGE_RATIO(A{row},2)")
        book.define_name("ours", "=HEDGE_STATS(S!$A$1:$A$6,S!$A$1:$A$6)")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": values})
        sheet.insert_chart("D1", chart)

    return fill


def test_a_chart_of_frozen_cells_stays():
    """Its cells hold the same values: its part is the same to the byte."""
    book = computed(charted("=S!$B$1:$B$3"))
    after = parts(frozen_book(book, WHEN)[0])
    assert after["xl/charts/chart1.xml"] == parts(book)["xl/charts/chart1.xml"]


def test_a_chart_of_a_name_that_calls_us_is_refused():
    """Its points would be lost: a sentence says what to do."""
    with pytest.raises(BadBook, match=r"chart reads S!ours, a name.*Enter that formula in cells"):
        frozen_book(computed(charted("=S!ours")), WHEN)


def test_a_locked_vba_project_stays(tmp_path):
    """Whatever is in it, its bytes do, and the book remains one with macros."""
    project = bytes(range(256)) * 40  # unreadable, as a locked project is to all but Excel
    source = tmp_path / "vbaProject.bin"
    source.write_bytes(project)
    path = tmp_path / "desk.xlsm"
    with xlsxwriter.Workbook(path) as book:
        desk(book)
        book.add_vba_project(source)
    after = parts(frozen_book(recalc.recalculate(path).to_bytes(), WHEN)[0])
    assert after["xl/vbaProject.bin"] == project
    assert b"macroEnabled.main+xml" in after["[Content_Types].xml"]


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


def test_the_command_says_what_was_taken_out(run, tmp_path):
    """A rule or name that goes is named in the output, not on the note alone."""
    path = tmp_path / "rules.xlsx"
    path.write_bytes(computed(rules))
    code, out, _ = run("freeze", path, columns=1000)
    assert code == 0
    assert "Taken out, since no value can stand there: data validation Rules A1 HEDGE_" in out
    assert "no value can stand there: defined name ratio HEDGE_RATIO(2,4).\n" in out


def test_the_command_refuses_what_it_cannot_compute(run, tmp_path):
    """A book with a formula that is not computed as Excel does is not frozen half."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=HEDGE_RATIO(B1,2)")
        sheet.write_formula("B1", "=RAND()")
    assert run("freeze", path)[0] == 3
    assert not (tmp_path / "book (values).xlsx").exists()
