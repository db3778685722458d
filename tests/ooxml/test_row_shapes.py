"""Rows that are alike are read and changed as each of them is by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.addresses import cell_text
from xlhedge.ooxml.cell_xml import Change
from xlhedge.ooxml.row_shapes import RowShapes
from xlhedge.ooxml.sheet_patch import patch_any, patch_cells
from xlhedge.ooxml.usual_sheet import Unusual, UsualSheet
from xlhedge.recalc.row_cells import Texts
from xlhedge.recalc.usual_cells import usual_cells
from xlhedge.worksheet.errors import ExcelError

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TEXTS = Texts(["shared", "text"], {"1"})
# what follows a cell's address; {} is a number that differs from row to row
CELLS = (
    "><v>{}</v></c>",
    ' s="3"><f>A{}*2&amp;""</f><v>{}</v></c>',
    ' t="str"><f>A{}</f><v>a &lt; {}</v></c>',
    ' s="2" t="s"><v>1</v></c>',
    ' t="inlineStr"><is><t>in {}</t></is></c>',
    ' t="b" s="1"><f>A{}&gt;0</f><v>1</v></c>',
    ' t="e" vm="1"><f>X{}</f><v>#VALUE!</v></c>',
    '><f t="shared" si="0"/><v>{}</v></c>',
    ' cm="1"><f t="array" ref="A1:B2">A{}</f><v>{}</v></c>',
    ' t="str"><v xml:space="preserve"> {} </v></c>',
    ' t="n"><v>{}</v></c>',
    "><f>A{}</f></c>",
    "><v></v></c>",
    "><v/></c>",
    ' s="5"/>',
    "></c>",
)
VALUES = st.sampled_from([0.1, -3.0, 1e300, True, "text", " a<b ", "", None, ExcelError("#N/A")])


@st.composite
def sheets(draw):
    """A sheet of stretches of rows alike, with other rows between them."""
    rows, number = [], 0
    for _ in range(draw(st.integers(1, 4))):
        cells = draw(st.lists(st.sampled_from(CELLS), min_size=0, max_size=5))
        gap = draw(st.integers(1, 2))
        for _ in range(draw(st.integers(1, 9))):
            number += gap
            inside = "".join(
                f'<c r="{cell_text(number, 2 * i + 1)}"' + cell.replace("{}", str(number))
                for i, cell in enumerate(cells)
            )
            rows.append(f'<row r="{number}">{inside}</row>')
    return f"{HEAD}{''.join(rows)}</sheetData></worksheet>".encode()


class _NoShapes(RowShapes):
    """Takes no rows for alike."""

    def learn(self, _parts):
        """Learn nothing."""
        return False


@given(sheet=sheets())
def test_read_alike(sheet):
    """Values with their types, formulas and styles are what they are cell by cell."""
    quick = usual_cells(UsualSheet(sheet), TEXTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlhedge.recalc.usual_cells.RowShapes", _NoShapes)
        slow = usual_cells(UsualSheet(sheet), TEXTS)
    assert repr(quick) == repr(slow)


@given(
    sheet=sheets(),
    changes=st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 9)),
        st.builds(Change, VALUES, st.booleans()),
        max_size=60,
    ),
    every=st.sampled_from([None, 0.5, "text"]),
)
def test_changed_alike(sheet, changes, every):
    """The bytes are those that a parser's way gives, a few cells changed or a whole column."""
    if every is not None:
        changes |= {(row, 1): Change(every) for row in range(1, 40)}
    assert patch_cells(sheet, changes, "S") == patch_any(sheet, changes, "S")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="A7"', '<c r="A8"'),
        ('<c r="C7"', '<c r="C8"'),
        ("<v>7</v>", "<v>1_0</v>"),
        ("<v>7</v>", "<v>nan</v>"),
        ("<v>7</v>", "<v>x</v>"),
        ("<v>7</v>", "<v>7</v><v>8</v>"),
    ],
)
def test_a_row_that_only_looks_alike(old, new):
    """One that is wrong is refused in the middle of those that are right."""
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c><c r="C{0}"><f>A{0}</f><v>1</v></c></row>'
    rows = "".join(row.format(number) for number in range(1, 12))
    sheet = f"{HEAD}{rows}</sheetData></worksheet>"
    assert len(usual_cells(UsualSheet(sheet.encode()), TEXTS)[0]) == 22
    with pytest.raises(Unusual):
        usual_cells(UsualSheet(sheet.replace(old, new, 1).encode()), TEXTS)


def test_rows_that_are_alike_are_known():
    """After three of them; another row between them is met cell by cell, and they are known on."""
    row = '<c r="A{0}" s="4"><v>{0}</v></c>'
    shapes = RowShapes()
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 9))
    sheet = UsualSheet(f"{HEAD}{rows}</sheetData></worksheet>".encode())
    known = []
    for each in sheet.rows():
        like = shapes.match(sheet.content, each.digits, each.inside, each.close)
        known.append(like and like[shapes.cells[1].value])
        if not like:
            shapes.learn(sheet.parts(each.inside, each.close))
    assert known == [None, None, None, b"4", b"5", b"6", b"7", b"8"]
