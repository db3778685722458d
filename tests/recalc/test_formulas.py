"""From the file's formulas to the engine's: tables, names, shared formulas, prefixes, arguments."""

import io
from itertools import pairwise

import pytest
import xlsxwriter

from xlhedge.ooxml.formula import tree_text
from xlhedge.recalc import check, evaluate, recalculate
from xlhedge.recalc.compiling.forms import shift
from xlhedge.recalc.engines.engine import KNOWN_ERRORS
from xlhedge.recalc.engines.formualizer_engine import FormualizerEngine
from xlhedge.worksheet.errors import ExcelError

SEEN = {}


def _record(*args):
    SEEN["args"] = args
    return float(len(args))


@pytest.fixture(scope="module")
def table():
    """A book with a table on a sheet whose name needs quotes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("My book's")
    other = book.add_worksheet("Out")
    rows = [["a", 2.0, 10.0], ["b", 3.0, 20.0], ["c", 4.0, 30.0]]
    columns = [{"header": h} for h in ("Name", "Qty [lots]", "Price")]
    columns += [{"header": "Value"}]
    sheet.add_table("B3:E7", {"name": "Book", "data": rows, "columns": columns, "total_row": True})
    for row in range(4, 7):
        sheet.write_formula(
            f"E{row}", "=Book[[#This Row],[Qty '[lots']]]*Book[[#This Row],[Price]]"
        )
    sheet.write_formula("E7", "=SUBTOTAL(109,Book[Value])")
    formulas = [
        ("=SUM(Book[Value])", 200.0),
        ("=SUM(Book[Qty '[lots']])", 9.0),
        ("=SUM(Book[[Qty '[lots']]:[Price]])", 69.0),
        ("=Book[[#Headers],[Price]]", "Price"),
        ("=Book[[#Totals],[Value]]", 200.0),
        ("=ROWS(Book)", 3.0),
        ("=ROWS(Book[#All])", 5.0),
        ("=COLUMNS(Book[])", 4.0),
        ("=SUM(book[value])", 200.0),
        ("=SUM(Book[[#Data],[#Totals],[Value]])", 400.0),
    ]
    for row, (formula, _) in enumerate(formulas):
        other.write_formula(row, 0, formula)
    other.write_formula("C1", "=SUM(Book[Nothing])")
    other.write_formula("C2", "=Book[[#This Row],[Price]]")
    book.close()
    return stream.getvalue(), formulas


def test_structured_references(table):
    """Each form of a reference to a table means the cells that Excel says."""
    data, formulas = table
    result = recalculate(data, partial=True)
    got = [result.value("Out", f"A{i}") for i in range(1, len(formulas) + 1)]
    assert got == [value for _, value in formulas]
    assert result.value("My book's", "E5") == 60.0
    assert {r.cell for r in result.refusals} == {"C1", "C2"}


def test_names(book_of):
    """Names of cells, ranges, constants and formulas are written out; sheet names go first."""
    book = book_of(
        {
            "S": {
                "A1": 2.0,
                "A2": 3.0,
                "B1": "=Both_Twice",
                "B2": "=SUM(Both)*Factor",
                "B3": "=Local",
                "B4": "=Relative",
                "B5": "=S!Local",
                "B6": "=Endless",
            },
            "T": {"B3": "=Local"},
        },
        {
            "Both": "=S!$A$1:$A$2",
            "Both_Twice": "=SUM(Both)*2",
            "Factor": "=0.5",
            "Local": "=1",
            "S!Local": "=7",
            "Relative": "=S!A1",
            "Endless": "=Endless+1",
        },
    )
    result = recalculate(book, partial=True)
    assert [result.value("S", f"B{i}") for i in (1, 2, 3, 5)] == [10.0, 2.5, 7.0, 7.0]
    assert result.value("T", "B3") == 1.0
    assert {r.cell for r in result.refusals} == {"B4", "B6"}


def test_let(book_of):
    """LET is written out, inner names before outer ones."""
    cells = {
        "A1": "=_xlfn.LET(_xlpm.x,2,_xlpm.y,_xlpm.x+1,_xlpm.x*_xlpm.y)",
        "A2": "=_xlfn.LET(_xlpm.x,1,_xlpm.x+_xlfn.LET(_xlpm.x,10,_xlpm.x))",
        "A3": "=_xlfn.LET(_xlpm.x,1)",
        "A4": "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(2)",
    }
    result = recalculate(book_of({"S": cells}), partial=True)
    assert [result.value("S", a) for a in ("A1", "A2", "A4")] == [6.0, 11.0, 2.0]
    assert {r.cell for r in result.refusals} == {"A3"}


def test_let_that_doubles(book_of):
    """A LET that doubles itself thirty times is refused, not worked out."""
    names = [f"_xlpm.x{'abcdefghijklmnopqrstuvwxyzABCD'[i]}_" for i in range(30)]
    pairs = [f"{names[0]},1"]
    pairs += [f"{b},{a}+{a}" for a, b in pairwise(names)]
    book = book_of({"S": {"A1": f"=_xlfn.LET({','.join(pairs)},{names[-1]})"}})
    assert "too long" in check(book)[0].reason


def test_host_prefixes(book_of):
    """Our functions are known by every spelling that hosts leave in files."""
    spellings = ["RECORD_IT", "_xll.RECORD_IT", "_xldudf_RECORD_IT", "[1]!RECORD_IT"]
    cells = {f"A{i}": f"={name}(1)" for i, name in enumerate(spellings, start=1)}
    result = recalculate(book_of({"S": cells}), functions={"RECORD_IT": _record})
    assert [result.value("S", a) for a in cells] == [1.0] * 4


def test_shared_formula(book_of, parts_of, with_part):
    """A filled-down formula is read anew in each of its cells."""
    book = book_of({"S": {"A1": 1.0, "A2": 2.0, "A3": 3.0, "B1": 10.0, "C1": "=1", "C3": "=1"}})
    part = "xl/worksheets/sheet1.xml"
    text = parts_of(book)[part].decode()
    master = '<f t="shared" ref="C1:C3" si="0">A1*$B$1+SUM(A:A)-SUM(A$1:A1)</f>'
    text = text.replace('<c r="C1"><f>1</f>', f'<c r="C1">{master}')
    text = text.replace('<c r="C3"><f>1</f>', '<c r="C3"><f t="shared" si="0"/>')
    result = recalculate(with_part(book, part, text))
    assert [result.value("S", a) for a in ("C1", "C3")] == [15.0, 30.0]
    assert b'<f t="shared" si="0"/>' in parts_of(result.to_bytes())[part]


def test_data_table_is_refused(book_of, parts_of, with_part):
    """A what-if table is no formula that can be computed."""
    book = book_of({"S": {"A1": "=1"}})
    part = "xl/worksheets/sheet1.xml"
    text = parts_of(book)[part].decode().replace("<f>1</f>", '<f t="dataTable" ref="A1" r1="B1"/>')
    assert "data table" in check(with_part(book, part, text))[0].reason


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$A1+A$1+$A$1", "((((B3)+($A3))+(B$1))+($A$1))"),
        ("SUM(A:A,$A:$A,1:1,$1:$1)", "SUM(B:B,$A:$A,3:3,$1:$1)"),
        ("'x y'!A1:B2*Rate", "('x y'!B3:C4*Rate)"),
    ],
)
def test_shifted(formula, moved):
    """Filling two down and one right moves the relative parts of references alone."""
    tree = FormualizerEngine().parse(formula)
    plain = tree_text(shift(tree, 2, 1))
    assert plain.replace("(", "").replace(")", "") == moved.replace("(", "").replace(")", "")


def test_shifted_off_the_sheet():
    """A reference that leaves the sheet is #REF!."""
    assert tree_text(shift(FormualizerEngine().parse("A1"), -1, 0)) == "#REF!"


@pytest.mark.parametrize(
    ("call", "args"),
    [
        ("1,,2", (1.0, None, 2.0)),
        ("", ()),
        ("B1", (None,)),
        ("B1:B1", (None,)),
        ("A1:A2,TRUE", ([[1.5], ["x"]], True)),
        ("B1:C2", ([[None, None], [None, None]],)),
        ('"",B1&""', ("", "")),
        ("1/0,NA()", (ExcelError("#DIV/0!"), ExcelError("#N/A"))),
        ("A1:A3", ([[1.5], ["x"], [ExcelError("#N/A")]],)),
        ("DATE(2025,1,1)", (45658.0,)),
        ("IF(TRUE,,5)", (0.0,)),
    ],
)
def test_arguments_arrive_as_cells(call, args, book_of):
    """Ours get what cells hold: None for blank and for nothing, errors as values."""
    cells = {"A1": 1.5, "A2": "x", "A3": "=NA()", "E1": f"=RECORD_IT({call})"}
    recalculate(book_of({"S": cells}), functions={"RECORD_IT": _record})
    got = tuple(
        0.0 if a is None and e == 0.0 else a for a, e in zip(SEEN["args"], args, strict=True)
    )
    assert got == args


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, True),
        ("12", "12"),
        ("", ""),
        (0.1, 0.1),
        ([[5.0, 6.0]], 5.0),
        ([], ExcelError("#CALC!")),
        (float("inf"), ExcelError("#NUM!")),
    ]
    + [(ExcelError(code), ExcelError(code)) for code in sorted(KNOWN_ERRORS - {"#SPILL!"})],
)
def test_results_arrive_in_cells(value, shown, book_of):
    """What ours return is what the cell holds; a plain formula shows a table's first cell."""
    result = recalculate(
        book_of({"S": {"A1": "=GIVE_IT()"}}), functions={"GIVE_IT": lambda: value}, partial=True
    )
    assert result.refusals == []
    assert result.value("S", "A1") == shown


@pytest.mark.parametrize("code", ["#SPILL!", "#FIELD!", "#BUSY!"])
def test_errors_of_other_engines(code, book_of, parts_of, with_part):
    """An error that the engine cannot compute with is refused, in results and in inputs."""
    give = {"GIVE_IT": lambda: ExcelError(code)}
    book = book_of({"S": {"A1": 5.0, "B1": "=GIVE_IT()", "B2": "=ISERROR(A1)", "B3": "=1"}})
    part = "xl/worksheets/sheet1.xml"
    text = parts_of(book)[part].decode()
    text = text.replace('<c r="A1"><v>5</v>', f'<c r="A1" t="e"><v>{code}</v>')
    refused = {r.cell for r in check(with_part(book, part, text), functions=give)}
    assert refused == ({"B1"} if code == "#SPILL!" else {"B1", "B2"})


def test_table_spills(book_of):
    """In a cell that may spill, a table fills its cells, errors and texts among them."""
    rows = [["label", 1.0], [ExcelError("#N/A"), True]]
    result = recalculate(
        book_of({"S": {"A1": "{=GIVE_IT()}", "D1": "=B1+1", "D2": "=ISNA(A2)"}}),
        functions={"GIVE_IT": lambda: rows},
    )
    assert [[result.value("S", a) for a in line] for line in (("A1", "B1"), ("A2", "B2"))] == rows
    assert (result.value("S", "D1"), result.value("S", "D2")) == (2.0, True)


def test_implicit_intersection(book_of):
    """A plain formula takes, of a column, the cell in its own row."""
    cells = {"A1": 1.0, "A2": 2.0, "A3": 3.0, "B2": "=A1:A3*10", "C9": "=A1:A3", "D2": "=ABS(A:A)"}
    result = recalculate(book_of({"S": cells}))
    assert result.value("S", "B2") == 20.0
    assert result.value("S", "C9") == ExcelError("#VALUE!")
    assert result.value("S", "D2") == 2.0


def test_hidden_rows_and_subtotals():
    """SUBTOTAL leaves out filtered rows, with 101 to 111 all hidden ones, and subtotals."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet, filtered = book.add_worksheet("S"), book.add_worksheet("F")
    for target in (sheet, filtered):
        target.write_column("A1", [0.0, 1.0, 2.0, 4.0, 8.0])
        target.set_row(2, None, None, {"hidden": True})
    filtered.autofilter("A1:A4")
    filtered.filter_column("A", "x > 1")
    for target in (sheet, filtered):
        for row, number in enumerate((9, 109, 1, 103)):
            target.write_formula(row, 1, f"=SUBTOTAL({number},A1:A5)")
        target.write_formula("A6", "=SUBTOTAL(9,A1:A5)")
        target.write_formula("C1", "=SUBTOTAL(9,A1:A6)")
        target.write_formula("C2", "=SUBTOTAL(5,A6:A6)")
        target.write_formula("C3", "=SUBTOTAL(1,A6:A6)")
    sheet.write_formula("D4", "=SUBTOTAL(B1,A1:A1)")
    sheet.write_formula("D5", "=SUBTOTAL(9,A1:A2)*2")
    sheet.write_formula("D6", "=SUBTOTAL(9,D5:D5)")
    book.close()
    result = recalculate(stream.getvalue(), partial=True)
    assert [result.value("S", f"B{i}") for i in range(1, 5)] == [15.0, 13.0, 3.0, 4.0]
    assert [result.value("F", f"B{i}") for i in range(1, 5)] == [13.0, 13.0, 3.25, 4.0]
    assert [result.value("S", f"C{i}") for i in range(1, 4)] == [15.0, 0.0, ExcelError("#DIV/0!")]
    assert {r.cell for r in result.refusals} == {"D4", "D6"}


def test_what_a_subtotal_takes_for_another(book_of):
    """One with calls inside calls is left out as others are, and a text that names it counts."""
    cells = {
        "A1": 1.0,
        "A2": 2.0,
        "A3": "=AGGREGATE(14,6,A1:A2/MAX(ABS(A1),1),1)",
        "A4": '=SUBTOTAL(9,A1,A2)+LEN("SUBTOTAL(")*0',
        "A5": '=LEN("SUBTOTAL(")+LEN("AGGREGATE (")',
        "B1": "=SUBTOTAL(9,A1:A3)",
        "B2": "=SUBTOTAL(9,A1:A4)",
        "B3": "=SUBTOTAL(9,A5)",
    }
    result = recalculate(book_of({"S": cells}), partial=True)
    assert (result.value("S", "B1"), result.value("S", "B3")) == (3.0, 20.0)
    assert {r.cell for r in result.refusals} == {"A3", "B2"}  # A3 is another, computed or not


def test_fixed_array():
    """An array formula of fixed size shows what fits of its result, #N/A where that ends."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    sheet.write_row("A1", [1.0, 2.0, 3.0])
    sheet.write_array_formula("E1:E3", "{=TRANSPOSE(A1:C1)}")
    sheet.write_array_formula("F1:F2", "{=TRANSPOSE(A1:C1)}")
    sheet.write_array_formula("I1:J4", "{=TRANSPOSE(A1:C1)}")
    sheet.write_array_formula("A10:XFD10", "{=1:1}")
    sheet.write_array_formula("A11:XFD11", "{=1:1+1}")
    sheet.write_array_formula("G1", "{=SUM(A1:C1*A1:C1)}")
    sheet.write_array_formula("H1", "{=A1:C1*2}")
    book.close()
    result = recalculate(stream.getvalue(), partial=True)
    assert [result.value("S", a) for a in ("E1", "E3", "G1", "H1")] == [1.0, 3.0, 14.0, 2.0]
    assert [result.value("S", a) for a in ("F1", "F2", "J3")] == [1.0, 2.0, 3.0]
    assert result.value("S", "J4") == ExcelError("#N/A")
    assert [result.value("S", a) for a in ("C10", "Z10", "XFD10")] == [3.0, 0.0, 0.0]
    assert [result.value("S", a) for a in ("C11", "Z11", "XFD11")] == [4.0, 1.0, 1.0]
    assert result.refusals == []


def test_text_that_looks_like_a_number(book_of):
    """Texts stay texts; plain ones count in arithmetic, others are refused."""
    cells = {"A1": "12", "A2": "5 Mar", "A3": "abc"}
    cells |= {"B1": "=A1+1", "B2": "=A2+1", "B3": "=A3+1", "C1": "=A1", "C2": "=A2&A3"}
    result = recalculate(book_of({"S": cells}), partial=True)
    assert result.value("S", "B1") == 13.0
    assert result.value("S", "B3") == ExcelError("#VALUE!")
    assert (result.value("S", "C1"), result.value("S", "C2")) == ("12", "5 Marabc")
    assert [r.cell for r in result.refusals] == ["B2"]


def test_functions_that_files_name_otherwise(book_of):
    """A later function without its prefix, which Excel shows as #NAME?, is refused."""
    book = book_of({"S": {"A1": "=IFNA(1,2)", "A2": "=_xlfn.IFNA(1,2)"}})
    assert [r.cell for r in check(book)] == ["A1"]
    assert "_xlfn.IFNA" in check(book)[0].reason
    assert evaluate("=IFNA(NA(),2)") == 2.0
