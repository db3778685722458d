"""A sheet that is spelled as usual is read as a parser reads it, and any other is left to one."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_spellings import respelled

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.usual_sheet import Unusual, UsualSheet
from xlhedge.recalc import reading
from xlhedge.recalc.row_cells import Texts
from xlhedge.recalc.usual_cells import usual_cells

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ROWS = (
    '<row r="1" spans="1:9"><c r="A1" s="1"/><c r="B1" t="s"><v>0</v></c><c r="C1"><v>1E+3</v></c>'
    '<c r="D1" t="str"><f>B1&amp;"&#65;_x000A_"</f><v xml:space="preserve"> a &lt; b_x000A_</v></c>'
    '<c r="E1" t="b"><v>1</v></c><c r="F1" t="e" vm="1"><f>G1</f><v>#VALUE!</v></c></row>\n'
    '<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>in line</t></is></c>'
    '<c r="C3"><f t="shared" ref="C3:C4" si="7">A1*2</f><v>-0.5</v></c>'
    '<c r="XFD3" t="d"><v>2025-12-31</v></c></row>'
    '<row r="4"><c r="C4" s="2"><f t="shared" si="7"/><v>3</v></c>'
    '<c r="D4" cm="1"><f t="array" ref="D4:E5" aca="false">A1:B2</f><v>1</v></c><c r="E4"><v/></c>'
    '</row><row r="5"/></sheetData><mergeCells count="1"><mergeCell ref="A8:B8"/></mergeCells>'
)
SHEET = f"{HEAD}{ROWS}</worksheet>"
TEXTS = Texts(["shared"], {"1"})


@pytest.fixture(scope="module")
def plain(book_of):
    """A book of one sheet with a text, whose part is replaced."""
    return book_of({"S": {"A1": "shared", "A2": 1.0}})


def both(sheet, plain, with_part, monkeypatch):
    """The sheet as `read_book` reads it, and as it does where no sheet is usual."""
    package = Package(with_part(plain, "xl/worksheets/sheet1.xml", sheet))
    sheets = [reading.read_book(package).sheets["S"]]
    with monkeypatch.context() as changed:
        changed.setattr(reading, "UsualSheet", refuse)
        sheets.append(reading.read_book(package).sheets["S"])
    return sheets


def refuse(_content):
    """Take no sheet for a usual one."""
    raise Unusual


def test_read_alike(plain, with_part, monkeypatch):
    """Values with their types, formulas, styles, hidden rows, and all that is not in a row."""
    usual_cells(UsualSheet(SHEET.encode()), TEXTS)  # it is one
    quick, slow = both(SHEET.encode(), plain, with_part, monkeypatch)
    assert list(quick.cells.items()) == list(slow.cells.items())
    assert [type(c.value) for c in quick.cells.values()] == [
        type(c.value) for c in slow.cells.values()
    ]
    assert quick.hidden_rows == slow.hidden_rows == [3]
    assert [e.tag for e in quick.root.iter()] == [e.tag for e in slow.root.iter()]


@given(seed=st.integers(0, 10**6), prefix=st.sampled_from(["", "x:"]), implied=st.booleans())
def test_any_spelling(seed, prefix, implied, plain, with_part):
    """However it is spelled, it is read as the usual spelling is."""
    expected, _ = usual_cells(UsualSheet(SHEET.encode()), Texts(["shared"], set()))
    sheet = respelled(SHEET.encode(), seed, prefix, implied=implied)
    cells = reading.read_book(
        Package(with_part(plain, "xl/worksheets/sheet1.xml", sheet))
    ).sheets["S"].cells  # fmt: skip
    assert list(cells.items()) == list(expected.items())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="B1"', '<c r="A1"'),
        ('<c r="B1"', '<c r="B2"'),
        ('<row r="3"', '<row r="1"'),
        ("<v>0</v>", "<v>9</v>"),
        ("<v>1E+3</v>", "<v>1_000</v>"),
        ("<v>1E+3</v>", "<v>inf</v>"),
        ("<v>1E+3</v>", "<v>1E+3"),
        ("<v>1E+3</v>", "<v>1E+3</v><v>2</v>"),
        ("<v>1E+3</v>", "<v><!-- 5 -->1E+3</v>"),
        ("<v>1E+3</v>", "<v>1&nosuch;</v>"),
        ("<row r", "<note/><row r"),
        ("<row r", "a text <row r"),
        ('<c r="C1">', '<c r="C1" xmlns="urn:other">'),
        ('<c r="C1">', "<c r='C1'>"),
        ("<sheetData>", "<!-- <sheetData> --><sheetData>"),
        ("<sheetData>", "<sheetPr><sheetData/></sheetPr><sheetData>"),
    ],
)
def test_what_is_not_usual(old, new, plain, with_part, monkeypatch):
    """Damage, disorder and other spellings are a parser's affair, with its answer."""
    sheet = SHEET.replace(old, new, 1).encode()
    with pytest.raises(Unusual):
        usual_cells(UsualSheet(sheet), TEXTS)
    with contextlib.suppress(BadBook):  # the parser's own refusal: test_files.py has the sentences
        quick, slow = both(sheet, plain, with_part, monkeypatch)
        assert list(quick.cells.items()) == list(slow.cells.items())
