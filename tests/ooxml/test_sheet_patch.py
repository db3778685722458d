"""The patcher: new values in, every other byte as it was, however the sheet is spelled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_spellings import respelled, strict

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.cell_xml import Change, number_text
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.markup import Markup
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.sheet_patch import patch_any, patch_cells
from xlhedge.recalc.reading import read_book
from xlhedge.worksheet.errors import ExcelError

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="2" spans="1:2" ht="30"><c r="A2" s="3"><f>B2*2</f><v>1</v></c>'
    '<c r="B2"><v>7</v></c></row>\n<row r="5"/></sheetData><mergeCells/></worksheet>'
)
SCALARS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=40),
    st.sampled_from([ExcelError("#DIV/0!"), ExcelError("#N/A"), ExcelError("#NAME?")]),
)


def patched(text, changes, label):
    """Patch a sheet that is a text."""
    return patch_cells(text.encode(), changes, label).decode()


@pytest.fixture(scope="module")
def plain(book_of):
    """A book of one formula."""
    return book_of({"S": {"A1": 7.0, "B1": "=A1*2"}})


def _read_back(text, book_bytes, with_part):
    """Read a sheet's XML as the reader would, inside a real package."""
    data = with_part(book_bytes, "xl/worksheets/sheet1.xml", text.encode())
    return read_book(Package(data)).sheets["S"].cells


@given(value=SCALARS)
def test_values_round_trip(value, plain, with_part):
    """Whatever is put into a formula's cell is read back as the same value and type."""
    text = patched(SHEET, {(2, 1): Change(value)}, "S")
    cell = _read_back(text, plain, with_part)[2, 1]
    assert type(cell.value) is type(value)
    assert cell.value == value
    assert cell.formula == "B2*2"
    assert cell.style == 3


@given(value=SCALARS.filter(lambda v: not isinstance(v, ExcelError)))
def test_inputs_round_trip(value, plain, with_part):
    """An input is read back as it was set; the formula beside it keeps every byte."""
    text = patched(SHEET, {(2, 2): Change(value, is_input=True)}, "S")
    assert '<c r="A2" s="3"><f>B2*2</f><v>1</v></c>' in text
    assert _read_back(text, plain, with_part)[2, 2].value == value


@given(
    places=st.dictionaries(
        st.tuples(st.integers(1, 8), st.integers(1, 30)), st.floats(0, 9), max_size=12
    )
)
def test_new_cells_stand_in_order(places, plain, with_part):
    """Cells that a spill adds come in their rows and columns, in order, old ones kept."""
    text = patched(SHEET, {p: Change(v) for p, v in places.items()}, "S")
    cells = _read_back(text, plain, with_part)
    assert {p: cells[p].value for p in places} == places
    assert list(cells) == sorted(cells)
    assert cells[2, 1].formula == "B2*2"


def test_nothing_to_change():
    """Without changes the text is the same object's value."""
    assert patched(SHEET, {}, "S") == SHEET


def test_spill_range_and_removal():
    """A formula's new range is written, and a cell that it no longer fills is emptied."""
    text = SHEET.replace("<f>", '<f t="array" ref="A2:B2">')
    changes = {(2, 1): Change(1.0, fills=Area("S", 2, 1, 3, 1)), (2, 2): Change(None)}
    done = patched(text, changes, "S")
    assert 'ref="A2:A3"' in done
    assert '<c r="B2"/>' in done


def test_excels_way_with_characters():
    """Control characters are written as _x0001_, and such text itself is kept apart."""
    done = patched(SHEET, {(2, 1): Change("a\x01b_x0041_ <&> ")}, "S")
    assert '<v xml:space="preserve">a_x0001_b_x005F_x0041_ &lt;&amp;&gt; </v>' in done


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (True, 't="b"><f>B2*2</f><v>1</v>'),
        (ExcelError("#NUM!"), 't="e"><f>B2*2</f><v>#NUM!</v>'),
        (ExcelError("#CALC!"), 't="e"><f>B2*2</f><v>#VALUE!</v>'),
        (float("nan"), 't="e"><f>B2*2</f><v>#NUM!</v>'),
        ("12", 't="str"><f>B2*2</f><v>12</v>'),
        (0.1, '<c r="A2" s="3"><f>B2*2</f><v>0.1</v>'),
        (1e300, "<v>1E+300</v>"),
        (-0.0, "<v>0</v>"),
        (3.0, "<v>3</v>"),
    ],
)
def test_types(value, xml):
    """Each kind of value has its type attribute and its shortest text."""
    assert xml in patched(SHEET, {(2, 1): Change(value)}, "S")


@pytest.mark.parametrize(
    "text",
    [
        SHEET.replace("sheetData", "x:sheetData"),  # a prefix that stands for nothing
        SHEET.replace("<v>7</v>", "<v>7"),
        SHEET.replace('<row r="2"', "<row"),
        SHEET.replace('<row r="2"', '<row r="two"'),
        SHEET.replace('<row r="5"', '<row r="1"'),
        SHEET.replace('<row r="5"', '<row r="2"'),
        SHEET.replace('<c r="B2"', '<c r="A2"'),
        SHEET.replace('<c r="B2"', '<c r="B3"'),
        SHEET.replace('<c r="B2"', '<c r="2B"'),
        "<worksheet/>",
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{SHEET}',
        f"<!DOCTYPE x [<!ENTITY e 'f'>]>{SHEET}",
    ],
)
def test_what_cannot_be_written_right_is_refused(text):
    """Damage, disorder, another encoding, entities: a sentence, and nothing is written."""
    with pytest.raises(BadBook, match=r"save|entities"):
        patched(text, {(2, 1): Change(2.0), (2, 3): Change(1.0)}, "S")


def test_utf_16_is_refused():
    """An encoding that Excel does not write is said to be one, not read as damage."""
    with pytest.raises(BadBook, match="not written in UTF-8"):
        patch_cells(SHEET.encode("utf-16"), {(2, 1): Change(2.0)}, "S")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<v>1</v>", "<v>2</v>"),
        ("<v>1</v>", "<v\n>2</v >"),
        ("<v>1</v>", "<!-- <v>8</v> --><v><![CDATA[2]]></v>"),
        ("<v>1</v>", "<v>2</v><extLst><ext uri='{0}'><v>5</v></ext></extLst>"),
        ('r="A2" s="3"', "s = '3' r='A2'"),
        ("<row r", "<!-- a note: </row> --><?and this?><row r"),
        (SHEET, "\ufeff" + SHEET),
    ],
)
def test_all_else_stays(old, new):
    """Comments, quotes, blanks, extensions and the mark at the start of a file keep their bytes."""
    text = SHEET.replace(old, new)
    kept = re.sub(r"<v\s*>(2|1|<!\[CDATA\[2\]\]>)</v\s*>", "<v>9</v>", text, count=1)
    assert patched(text, {(2, 1): Change(9.0)}, "S") == kept


def test_an_empty_cell_and_an_empty_sheet_are_opened():
    """Elements written <c/>, <row/> and <sheetData/> take values."""
    text = SHEET.replace('<row r="5"/>', '<row r="5" ><c r="A5" s="1" /></row><row r="6"\n/>')
    done = patched(text, {p: Change(1.0) for p in [(5, 1), (5, 2), (6, 3)]}, "S")
    assert (
        '<row r="5" ><c r="A5" s="1"><v>1</v></c><c r="B5"><v>1</v></c></row>'
        '<row r="6"\n><c r="C6"><v>1</v></c></row>'
    ) in done
    empty = '<x:worksheet xmlns:x="m"><x:sheetData /></x:worksheet>'
    assert patched(empty, {(2, 2): Change("<", is_input=True)}, "S") == (
        '<x:worksheet xmlns:x="m"><x:sheetData ><x:row r="2"><x:c r="B2" t="inlineStr"><x:is>'
        "<x:t>&lt;</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )


PLACES = st.tuples(st.integers(1, 7), st.integers(1, 8))
CELLS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:m="urn:more"><sheetPr/><sheetData><row r="1"><c r="A1" s="3"><f>B2&gt;"x"</f><v>1</v>'
    '</c><c r="B1" t="str"><f>A1&amp;"]]"</f><v>a &lt; b</v></c><c r="D1" s="2"/></row>'
    '<row r="2" spans="1:8" m:of=">"><c r="A2" t="inlineStr"><is><t>in line</t></is></c>'
    '<c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="5"/><row r="6"><c r="H6"><f t="shared" ref="H6:H7" si="0">A1*2</f><v>2</v></c></row>'
    '<row r="7"><c r="H7"><f t="shared" si="0"/><v>4</v></c></row></sheetData>'
    '<extLst><ext uri="u" m:row="1"><m:c r="A1"><m:v>0</m:v></m:c></ext></extLst></worksheet>'
)


@given(
    seed=st.integers(0, 10**6),
    prefix=st.sampled_from(["", "x:", "main:"]),
    in_strict=st.booleans(),
    implied=st.booleans(),
    changes=st.dictionaries(PLACES, SCALARS, max_size=8),
)
def test_any_spelling(seed, prefix, in_strict, implied, changes, plain, with_part):
    """Read, patched and read again: the new values stand there, and all else is as it was.

    The notes in the XML outside the changed cells are all there, in their order.
    """
    sheet = respelled(CELLS.encode(), seed, prefix, implied=implied)
    sheet = strict(sheet) if in_strict else sheet
    part = "xl/worksheets/sheet1.xml"
    before = read_book(Package(with_part(plain, part, sheet))).sheets["S"].cells
    done = patch_cells(sheet, {p: Change(v) for p, v in changes.items()}, "S")
    after = read_book(Package(with_part(plain, part, done))).sheets["S"].cells
    assert {p: (type(after[p].value), after[p].value) for p in changes} == {
        p: (type(v), v) for p, v in changes.items()
    }
    assert {p: c for p, c in after.items() if p not in changes} == {
        p: c for p, c in before.items() if p not in changes
    }
    for place in before.keys() & changes.keys():
        old, new = before[place], after[place]
        assert (new.formula, new.kind, new.reference, new.style) == (
            old.formula, old.kind, old.reference, old.style,
        )  # fmt: skip
    assert done == patch_any(sheet, {p: Change(v) for p, v in changes.items()}, "S")
    head, tail = sheet.partition(b"sheetData")[0], sheet.rpartition(b"sheetData")[2]
    assert done.startswith(head)
    assert done.endswith(tail)
    at = len(head)
    cells = Markup(sheet, "S", {"sheetData", "row", "c"}).root.all("sheetData", "row", "c")
    for place, cell in zip(before, cells, strict=True):
        if place not in changes:
            at = done.index(sheet[cell.start : cell.end], at)
    if not changes:
        assert done == sheet


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_text(number):
    """A number's text reads back as the number."""
    assert float(number_text(number)) == number
