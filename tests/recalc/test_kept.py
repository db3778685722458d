"""What is not computed keeps the value that Excel saved, where that may stand."""

import datetime as dt

import pytest

from xlhedge.recalc import Unsupported, recalculate
from xlhedge.worksheet.errors import ExcelError

PART, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.fixture
def saved(book_of, parts_of, with_part, up_to_date):
    """A book as Excel saves it: with values, and without the mark that they are out of date."""
    cells = {
        "A1": 10.0,
        "B1": "=TODAY()",
        "B2": "=B1+A1",
        "B3": "=A1*2",
        "B4": '=INDIRECT("A1")+A1',
        "B5": "=[1]Prices!C4*A1",
        "B6": "=Nowhere*A1",
    }
    data = book_of({"S": cells})
    text = parts_of(data)[PART].decode()
    for cell, value in {"B1": 46000, "B4": 20, "B5": 55, "B6": 7}.items():
        start = text.index(f'<c r="{cell}">')
        text = text[:start] + text[start:].replace("<v>0</v>", f"<v>{value}</v>", 1)
    return up_to_date(with_part(data, PART, text))


def test_saved_values_stand_and_are_listed(saved):
    """Volatile cells, hidden references, other books and unknown names keep what was saved."""
    result = recalculate(saved)
    assert {k.cell for k in result.kept} == {"B1", "B4", "B5", "B6"}
    assert [result.value("S", f"B{i}") for i in range(1, 7)] == [46000, 46010, 20, 20, 55, 7]
    assert result.depending == [("S", "B2")]


def test_today(saved):
    """A date that is given is computed with, and nothing of it is kept."""
    result = recalculate(saved, today=dt.date(2026, 3, 31))
    assert result.value("S", "B2") == 46112.0 + 10
    assert "B1" not in {k.cell for k in result.kept}


def test_what_depends_on_an_input_is_refused(saved):
    """With an input set, a saved value that depends on it, or may, does not stand."""
    result = recalculate(saved, inputs={"S!A1": 11}, partial=True)
    assert {r.cell for r in result.refusals} == {"B4", "B5", "B6"}
    assert [result.value("S", f"B{i}") for i in (1, 2, 3)] == [46000, 46011, 22]
    with pytest.raises(Unsupported, match="may depend on what was set"):
        recalculate(saved, inputs={"S!A1": 11})


@pytest.mark.parametrize("mark", ['fullCalcOnLoad="1"', 'calcMode="manual"', 'calcCompleted="0"'])
def test_a_file_that_may_be_out_of_date(saved, parts_of, with_part, mark):
    """Where Excel itself would compute first, or has not, no saved value stands."""
    text = parts_of(saved)[BOOK].decode().replace("<calcPr ", f"<calcPr {mark} ")
    with pytest.raises(Unsupported, match="may be out of date"):
        recalculate(with_part(saved, BOOK, text))


def test_iteration_allowed_and_not_used(saved, parts_of, with_part):
    """The flag alone refuses nothing; a formula that refers to itself is refused."""
    text = parts_of(saved)[BOOK].decode().replace("<calcPr ", '<calcPr iterate="1" ')
    assert recalculate(with_part(saved, BOOK, text)).value("S", "B3") == 20.0


def test_iteration_used(book_of):
    """A formula that refers to itself is refused."""
    result = recalculate(book_of({"S": {"A1": "=A2+1", "A2": "=A1"}}), partial=True)
    assert {r.cell for r in result.refusals} == {"A1", "A2"}


LINK = "xl/externalLinks/externalLink1.xml"
REMEMBERED = """<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 r:id="rId1"><sheetNames><sheetName val="Prices"/></sheetNames><sheetDataSet>
<sheetData sheetId="0"{failed}><row r="4"><cell r="C4"><v>5.5</v></cell>
<cell r="D4" t="str"><v>7</v></cell></row></sheetData></sheetDataSet></externalBook>
</externalLink>"""
OUTSIDE = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="x/externalLinkPath" Target="old%20prices.xlsx"
 TargetMode="External"/></Relationships>"""


@pytest.fixture
def linked(saved, parts_of, with_part):
    """The same book with what it remembers of the other workbook."""

    def make(failed="", book=None):
        data = with_part(book or saved, LINK, REMEMBERED.format(failed=failed))
        data = with_part(data, "xl/externalLinks/_rels/externalLink1.xml.rels", OUTSIDE)
        relations = "xl/_rels/workbook.xml.rels"
        text = parts_of(data)[relations].decode()
        part = "externalLinks/externalLink1.xml"
        new = f'<Relationship Id="rId99" Type="x/externalLink" Target="{part}"/>'
        data = with_part(
            data, relations, text.replace("</Relationships>", f"{new}</Relationships>")
        )
        book = parts_of(data)[BOOK].decode()
        element = '<externalReferences><externalReference r:id="rId99"/></externalReferences>'
        return with_part(data, BOOK, book.replace("</sheets>", f"</sheets>{element}"))

    return make


def test_another_workbook_s_number_is_computed_with(linked):
    """A number that the book remembers of another is an input, and it is said which and whose."""
    result = recalculate(linked())
    assert result.value("S", "B5") == 55.0
    assert result.linked == [("S", "B5", ["[1]Prices!C4 of old prices.xlsx"])]
    assert "B5" not in {k.cell for k in result.kept}
    assert recalculate(linked(), inputs={"S!A1": 2}, partial=True).value("S", "B5") == 11.0


def test_another_workbook_s_texts_and_ranges(linked, book_of, parts_of, with_part):
    """Cells that the book remembers of another are cells: texts too, and blanks among them."""
    cells = {
        "A1": 2.0,
        "B1": "=[1]Prices!D4&A1",
        "B2": "=SUM([1]Prices!C4:D4)*A1",
        "B3": "=COUNTA([1]Prices!$C$1:$D$9)",
        "B4": "=VLOOKUP(A1+3.5,[1]Prices!C1:D9,2,FALSE)",
        "B5": "=[1]Prices!C5",  # not among them
        "B6": "=SUM([1]Prices!E1:F9)",  # nor any of these
        "B7": "=SUMIF([1]Prices!C4:C9,5.5)",  # Excel needs the other workbook open
        "B8": "=[1]Rates!C4",
    }
    data = book_of({"S": cells})
    book = parts_of(data)[BOOK].decode()
    data = with_part(data, BOOK, book.replace(' fullCalcOnLoad="1"', ""))
    result = recalculate(linked(book=data))
    assert [result.value("S", f"B{r}") for r in range(1, 5)] == ["72", 11.0, 2.0, "7"]
    assert {kept.cell for kept in result.kept} == {"B5", "B6", "B7", "B8"}
    assert result.linked[1] == ("S", "B2", ["[1]Prices!C4:D4 of old prices.xlsx"])
    assert result.sheets == ["S"]
    assert list(result.values) == ["S"]


def test_another_workbook_s_cells_of_every_type(linked, book_of, parts_of, with_part):
    """A type means what it means in a sheet; what is uncertain is not remembered."""
    cells = {
        1: ("b", "true", True),
        2: ("d", "2024-01-10", 45301.0),
        3: ("str", "1_x000A_2", "1\n2"),
        4: ("e", "#N/A", ExcelError("#N/A")),
        5: ("n", "nan", None),
        6: ("s", "0", None),
        7: ("e", "#FUTURE!", None),
    }
    row = "".join(f'<cell r="A{r}" t="{t}"><v>{v}</v></cell>' for r, (t, v, _) in cells.items())
    data = book_of({"S": {f"B{r}": f"=[1]Prices!A{r}" for r in cells}})
    book = parts_of(data)[BOOK].decode()
    data = linked(book=with_part(data, BOOK, book.replace(' fullCalcOnLoad="1"', "")))
    link = parts_of(data)[LINK].decode().replace('<row r="4">', f'<row r="4">{row}')
    result = recalculate(with_part(data, LINK, link))
    kept = {k.cell for k in result.kept}
    found = {r: None if f"B{r}" in kept else result.value("S", f"B{r}") for r in cells}
    assert found == {r: value for r, (_, _, value) in cells.items()}


def test_another_workbook_that_was_not_found(linked):
    """Where Excel could not read it again, or what is read is no number, the cell is kept."""
    result = recalculate(linked(' refreshError="1"'))
    assert "B5" in {k.cell for k in result.kept}
    assert result.linked == []


def test_functions_that_nobody_knows(book_of, up_to_date):
    """What a macro, another's add-in or data elsewhere gave is kept; so is a computed OFFSET."""
    formulas = {
        "A1": 2.0,
        "B1": "=MYMACRO(A1)",
        "B2": '=GETPIVOTDATA("x",A1)',
        "A2": "=A1/2",
        "B3": "=SUM(OFFSET(A1,0,0,A2,1))",
        "B4": '=ROW(INDIRECT("A1"))+A1',
        "B5": "=GAMMADIST(A1)",
    }
    data = book_of({"S": formulas})
    data = up_to_date(data)
    result = recalculate(data, partial=True)
    assert {k.cell for k in result.kept} == {"B1", "B2", "B3", "B4"}
    assert [r.cell for r in result.refusals] == ["B5"]  # one of Excel's, with too few arguments
    result = recalculate(data, inputs={"S!A1": 3}, partial=True)
    assert {r.cell for r in result.refusals} == {"B1", "B2", "B3", "B4", "B5"}


def test_a_name_whose_range_was_deleted(book_of):
    """It is #REF!, wherever it is used."""
    result = recalculate(book_of({"S": {"A1": "=gone*2"}}, {"gone": "=S!#REF!"}))
    assert result.value("S", "A1").code == "#REF!"
