"""`xlhedge recalc`: where it writes, what --set takes, what it says is wrong."""

import io
import json

import pytest
import xlsxwriter

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate


@pytest.fixture
def book(tmp_path):
    """A book with inputs, a protected sheet, a table, a merged cell, a failing check, an error."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(_book(check=1, error="=1/1"))
    return path


def _book(check, error):
    stream = io.BytesIO()
    file = xlsxwriter.Workbook(stream)
    sheet, checks = file.add_worksheet("S"), file.add_worksheet("Checks")
    open_ = file.add_format({"locked": False})
    sheet.write_row("A1", [1.0, 2.0, 3.0])
    sheet.write("A2", 4.0, open_)
    sheet.write_formula("D1", "=SUM(A1:C1)*A2", None, 24)
    sheet.write_formula("D2", error, None, 1)
    sheet.write_formula("D3", "=FUTURES_CONTRACTS(1,0,1)", None, 0)
    sheet.merge_range("F1:G2", "merged")
    sheet.add_table("A6:B8", {"columns": [{"header": "Day"}, {"header": "Price"}]})
    file.define_name("Path", "=S!$A$1:$C$1")
    file.define_name("Factor", "=S!$A$2")
    file.define_name("Result", "=S!$D$1")
    checks.write_row("B2", ["Check", "Result, 1 = pass"])
    checks.write("B3", "It adds up")
    checks.write_formula("C3", f"={check}", None, check)
    checks.write_row("E2", ["Master check"])
    checks.write_formula("F2", f"={check}", None, check)
    file.close()
    return stream.getvalue()


def test_where_it_writes(run, book, tmp_path):
    """An existing file, the book itself or another kind of file is written only when forced."""
    target = tmp_path / "out.xlsx"
    assert run("recalc", book, "-o", target)[0] in {0, 6}
    before = book.read_bytes()
    for place in (target, book):
        code, _, err = run("recalc", book, "-o", place)
        assert (code, "exists; use another -o FILE or --force" in err) == (2, True)
    assert book.read_bytes() == before
    assert run("recalc", book, "-o", target, "--force")[0] in {0, 6}
    for name in ("out.xlsm", "out.pdf", "out"):
        code, _, err = run("recalc", book, "-o", tmp_path / name)
        assert (code, "a name that ends in .xlsx" in err) == (2, True)
        assert not (tmp_path / name).exists()


def test_what_is_wrong(run, tmp_path):
    """A failing check and a cell in error have a line each, in JSON too, and the exit code 6."""
    path = tmp_path / "bad.xlsx"
    path.write_bytes(_book(check=0, error="=1/0"))
    code, out, _ = run("recalc", path)
    assert code == 6
    for line in (
        "Master check: FAILED",
        "Check failed: It adds up (Checks!C3).",
        "S!D2 is #DIV/0!.",
    ):
        assert line in out
    code, out, _ = run("recalc", path, "--json")
    said = json.loads(out)
    assert (code, said["master_check"]) == (6, False)
    assert said["failed_checks"] == [{"cell": "Checks!C3", "check": "It adds up"}]
    assert {"cell": "S!D2", "error": "#DIV/0!", "message": None} in said["errors"]
    code, out, _ = run("recalc", tmp_path)
    assert (code, "bad.xlsx: Check failed: It adds up (Checks!C3)." in out) == (6, True)


def test_json_says_what_the_table_says(run, book):
    """The sentence behind an error is the same in JSON and in the table."""
    _, table, _ = run("recalc", book)
    _, out, _ = run("recalc", book, "--json", "--show", "S")
    cell = json.loads(out)["sheets"]["S"]["D3"]
    assert cell["error"] == "#NUM!" or cell["error"].startswith("#")
    assert cell["message"]
    assert f"S!D3 is {cell['error']}: {cell['message']}" in table
    assert "came in with the arguments" not in out


def test_set_says_before_and_after(run, book):
    """What was set and what came of it stand beside what was saved."""
    _, out, _ = run("recalc", book, "--set", "Factor=5")
    assert "Factor was 4, is now 5." in out
    said = json.loads(run("recalc", book, "--set", "Factor=5", "--json")[1])
    assert said["changed"] == {
        "Factor": {"before": 4.0, "after": 5.0},
        "Result": {"before": 24.0, "after": 30.0},
    }


def test_a_name_of_several_cells(book):
    """A range takes its values with commas between, row by row."""
    assert recalculate(book, inputs={"Path": "2,3,4"}).value("S", "D1") == 36.0
    with pytest.raises(BadBook, match="takes 3 values with commas between; 2 were given"):
        recalculate(book, inputs={"Path": "2,3"})


def test_cells_that_take_nothing(book):
    """The header of a table and a covered cell of a merge are refused."""
    with pytest.raises(BadBook, match="header of the table"):
        recalculate(book, inputs={"S!A6": "Date"})
    with pytest.raises(BadBook, match="covered by the merged cell S!F1"):
        recalculate(book, inputs={"S!G2": "x"})


def test_a_protected_sheet(run, book, parts_of, with_part):
    """A locked cell is set only with --unlock, an open one always."""
    part = "xl/worksheets/sheet1.xml"
    text = parts_of(book.read_bytes())[part].decode()
    mark = '<sheetProtection sheet="1"/><mergeCells'
    book.write_bytes(with_part(book.read_bytes(), part, text.replace("<mergeCells", mark)))
    assert recalculate(book, inputs={"Factor": 5}).value("S", "D1") == 30.0
    code, _, err = run("recalc", book, "--set", "S!A1=5")
    assert (code, "locked on a protected sheet" in err) == (2, True)
    code, out, _ = run("recalc", book, "--set", "S!A1=5", "--unlock")
    assert "S!A1 was 1, is now 5." in out


def test_today_is_a_date(run, book):
    """Another form of a date is a sentence."""
    code, _, err = run("recalc", book, "--today", "31.3.2026")
    assert (code, "--today '31.3.2026' is no date" in err) == (2, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--set", "Factor=1", "--set", "Factor=2"], "--set Factor is given twice"),
        (["--set", "Factor=1", "--set", "S!A2=2"], "S!A2 is set twice"),
        (["--set", "Nothing=1"], "There is no input 'Nothing'"),
        (["--engine", "both", "--check"], "known to the embedded engine alone"),
    ],
)
def test_what_contradicts_itself(run, book, args, said):
    """Options that say two things are one sentence and exit code 2."""
    code, out, err = run("recalc", book, *args)
    assert (code, out) == (2, "")
    assert said in err


def test_an_empty_name(run):
    """A script's variable that is not set does not recompute the folder one is in."""
    assert run("recalc", "")[0] == 2
