"""The patcher: new values in, every other byte as it was."""

import io
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.sheet_patch import Change, number_text
from xlhedge.ooxml.sheet_patch import patched as patched_bytes
from xlhedge.ooxml.zip_patch import replace_members
from xlhedge.recalc import recalculate
from xlhedge.recalc.sameness import same
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
        SHEET.replace("sheetData", "x:sheetData"),
        SHEET.replace("<row r", "<!-- note --><row r", 1),
        SHEET.replace("<c r", "<odd/><c r", 1),
        SHEET.replace("<v>1</v>", "<w>1</w>"),
        SHEET.replace('<row r="2"', "<row"),
        SHEET.replace('<row r="5"', '<row r="1"'),
        SHEET.replace('<row r="5"', '<row r="2"'),
        SHEET.replace('<c r="B2"', '<c r="A2"'),
        SHEET.replace('<c r="B2"', '<c r="B3"'),
        "<worksheet/>",
    ],
)
def test_unexpected_xml(text):
    """A sheet in another form is refused rather than damaged."""
    with pytest.raises(BadBook, match="save"):
        patched(text, {(2, 1): Change(2.0)}, "S")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_text(number):
    """A number's text reads back as the number."""
    assert float(number_text(number)) == number


def test_same():
    """Values are the same up to rounding, never across types."""
    assert same(1.0, 1.0 + 1e-15)
    assert not same(1.0, 1.0 + 1e-12)
    assert not same(True, 1.0)
    assert not same("1", 1.0)
    assert not same(None, 0.0)


def _rich_book():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Model")
    percent = book.add_format({"num_format": "0%", "bold": True})
    sheet.write_row("A1", [4.0, 5.0, 6.0])
    sheet.write_formula("B3", "=SUM(A1:C1)/100", percent, 0.15)
    sheet.write_formula("B4", "=B3*2", None, 99)
    sheet.write_dynamic_array_formula("E1:E3", "=TRANSPOSE(A1:C1)", None, 4.0)
    sheet.write_column("E2", [5.0, 6.0])
    sheet.data_validation("A1", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.conditional_format("A1:C1", {"type": "data_bar"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Model!$A$1:$C$1"})
    sheet.insert_chart("G2", chart)
    book.close()
    return stream.getvalue()


def test_only_the_values_change(parts_of):
    """One stale cell: its sheet changes in that value alone, all other parts not at all."""
    data = _rich_book()
    result = recalculate(data)
    assert [(d.cell, d.cached, d.fresh) for d in result.differences] == [("B4", 99.0, 0.3)]
    before, after = parts_of(data), parts_of(result.to_bytes())
    assert list(before) == list(after)
    sheet = "xl/worksheets/sheet1.xml"
    assert {name for name in before if before[name] != after[name]} == {sheet}
    assert after[sheet] == before[sheet].replace(b"<v>99</v>", b"<v>0.3</v>")


def test_right_book_is_byte_identical():
    """A book whose values are right comes back byte for byte."""
    data = recalculate(_rich_book()).to_bytes()
    assert recalculate(data).to_bytes() == data


def test_another_reader_agrees():
    """The patched file opens elsewhere and shows the fresh values."""
    data = recalculate(_rich_book(), inputs={"Model!A1": 40.0}).to_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Model"]
    assert [sheet[c].value for c in ("A1", "B3", "B4", "E1", "E3")] == [40, 0.51, 1.02, 40, 6]


@given(contents=st.dictionaries(st.sampled_from("abcd"), st.binary(max_size=200)))
def test_zip_members(contents):
    """Replaced members hold the new bytes, the others the old ones, in the old order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in "abcd":
            package.writestr(name, name * 50, zipfile.ZIP_DEFLATED if name < "c" else 0)
    done = replace_members(stream.getvalue(), contents)
    with zipfile.ZipFile(io.BytesIO(done)) as package:
        assert package.testzip() is None
        assert package.namelist() == list("abcd")
        for name in "abcd":
            assert package.read(name) == contents.get(name, (name * 50).encode())


def test_zip_with_descriptors():
    """Members written to a stream, whose sizes follow them, are copied with their descriptors."""

    class OneWay(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, chunk):
            self.data += chunk
            return len(chunk)

    stream = OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a", b"first")
        package.writestr("b", b"second")
    done = replace_members(bytes(stream.data), {"b": b"changed"})
    with zipfile.ZipFile(io.BytesIO(done)) as package:
        assert package.testzip() is None
        assert (package.read("a"), package.read("b")) == (b"first", b"changed")


def test_zip_directory_damaged():
    """A directory that cannot be followed is refused."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a", b"first")
    data = bytearray(stream.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at : at + 4] = b"XXXX"
    with pytest.raises(BadBook, match="directory"):
        replace_members(bytes(data), {"a": b"x"})
    data[at : at + 4] = b"PK\x01\x02"
    data[at + 20 : at + 24] = struct.pack("<L", 0xFFFFFFFF)
    with pytest.raises(BadBook, match="directory"):
        replace_members(bytes(data), {"a": b"x"})
