"""The room's face: values, names, texts, explanations, saving, refusing."""

import io
import stat
from pathlib import Path

import pytest
import xlsxwriter

from xlhedge import recalc
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import Unsupported, check, evaluate, recalculate
from xlhedge.recalc.engines.engine import Job
from xlhedge.worksheet.errors import ExcelError, XlhedgeError

DOUBLE = {"DOUBLE_IT": lambda x: ExcelError("#NUM!", "x is text.") if x == "a" else x * 2}


@pytest.fixture(scope="module")
def model(book_of):
    """A small model with names."""
    return book_of(
        {
            "Inputs": {"A1": "rate", "B1": 0.86675, "B2": "x"},
            "Out": {"A1": "=Inputs!B1*2", "A2": '=Inputs!B2&"y"', "A3": "=1/0", "A4": "=TRUE"},
        },
        {"Rate": "=Inputs!$B$1", "Result": "=Out!$A$1", "Range": "=Out!$A$1:$A$2", "Two": "=2"},
    )


def test_public_names():
    """What the room shows is this, in order, and each is there."""
    assert recalc.__all__ == sorted(recalc.__all__)
    assert all(hasattr(recalc, name) for name in recalc.__all__)


def test_what_the_engine_was_given_is_let_go(model):
    """A recomputed book does not hold its constants and ranges a second time."""
    result = recalculate(model)
    assert result.value("Out", "A1") == 1.7335
    assert result.parts.plan.job == Job()


def test_values(model, tmp_path):
    """Values come by sheet and address, from a path as from bytes."""
    path = tmp_path / "model.xlsx"
    path.write_bytes(model)
    for book in (model, path, str(path)):
        result = recalculate(book)
        assert result.sheets == ["Inputs", "Out"]
        assert result.value("Out", "A1") == pytest.approx(1.7335)
        assert result.value("out", "$A$2") == "xy"
        assert result.value("Out", "A3") == ExcelError("#DIV/0!")
        assert result.value("Out", "A4") is True
        assert result.value("Out", "Z9") is None
        assert result.formula_count == 4
    assert set(result.values["Out"]) == {(1, 1), (2, 1), (3, 1), (4, 1)}
    assert list(result.cells("Inputs")) == [(1, 1), (1, 2), (2, 2)]
    assert list(result.cells("Inputs").values()) == ["rate", 0.86675, "x"]


def test_unknown_sheet_and_cell(model):
    """A wrong sheet or address gets a sentence."""
    result = recalculate(model)
    with pytest.raises(BadBook, match=r"no sheet 'Nope'; there are Inputs, Out"):
        result.value("Nope", "A1")
    with pytest.raises(BadBook, match="'A0' is no cell"):
        result.value("Out", "A0")


def test_names(model):
    """Names of one cell are listed with reference and value; inputs and outputs are told apart."""
    names = recalculate(model).names
    assert list(names) == ["Rate", "Result"]
    assert names["Rate"] == ("Inputs!B1", 0.86675, False)
    assert names["Result"].is_output
    assert names["Result"].reference == "Out!A1"


def test_differences(model):
    """XlsxWriter's zeros are not what the formulas give; written back, nothing differs."""
    result = recalculate(model)
    assert result.differences[0][:3] == ("Out", "A1", 0.0)
    again = recalculate(result.to_bytes())
    assert again.differences == []
    assert again.to_bytes() == result.to_bytes()


def test_display():
    """Cells show as their number formats say."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    cases = [
        ("0%", 0.86675, "87%"),
        ("#,##0.00", -1234.5, "-1,234.50"),
        ("yyyy-mm-dd", 45720, "2025-03-04"),
        ("# ?/?", 0.25, "0.25"),
        ("General", "text", "text"),
        ("0.0", True, "TRUE"),
        ('0.0"x"', 5.5, "5.5x"),
    ]
    for row, (code, value, _) in enumerate(cases):
        sheet.write(row, 0, value, book.add_format({"num_format": code}))
    sheet.write_formula(9, 0, "=0.5*1", book.add_format({"num_format": 10}))
    book.close()
    result = recalculate(stream.getvalue())
    assert [result.display("S", row + 1, 1) for row in range(len(cases))] == [c[2] for c in cases]
    assert result.display("S", 10, 1) == "50.00%"
    assert result.display("S", 50, 1) == ""


def test_explain(book_of):
    """An error that a function of ours gave carries its sentence, by cell."""
    book = book_of({"S": {"A1": '=DOUBLE_IT("a")', "A2": "=DOUBLE_IT(2)", "A3": "=A1+1"}})
    result = recalculate(book, functions=DOUBLE)
    assert result.value("S", "A1") == ExcelError("#NUM!")
    assert result.explain("S", "A1") == "DOUBLE_IT: x is text."
    assert result.explain("S", "A2") is None
    assert result.value("S", "A3") == ExcelError("#NUM!")


def test_progress(book_of):
    """Progress runs up to the whole."""
    seen = []
    book = book_of({"S": {f"A{i}": f"=DOUBLE_IT({i})" for i in range(1, 30)}})
    recalculate(book, functions=DOUBLE, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {58}
    assert seen[-1] == (58, 58)


def test_refused_book(book_of):
    """One formula that would be a guess refuses the book and names cell, formula and reason."""
    book = book_of({"S": {"A1": "=RAND()", "A2": "=A1+1", "A3": "=A2*2", "B1": "=1+1"}})
    with pytest.raises(Unsupported, match=r"S!A1 holds '=RAND\(\)': RAND changes") as caught:
        recalculate(book)
    assert caught.value.exit_code == 3
    assert [r.cell for r in caught.value.refusals] == ["A1", "A2", "A3"]
    assert "reads S!A1, which is refused" in caught.value.refusals[1].reason
    assert [r.cell for r in check(book)] == ["A1", "A2", "A3"]


def test_partial(book_of):
    """On request the rest is computed, and what depends on a refused cell is not."""
    book = book_of({"S": {"A1": "=RAND()", "A2": "=SUM(A1:A1)", "B1": "=1+1"}})
    result = recalculate(book, partial=True)
    assert result.value("S", "B1") == 2.0
    assert result.value("S", "A2") is None or (2, 1) not in result.values["S"]
    with pytest.raises(Unsupported):
        result.to_bytes()


def test_dependents_of_what_fails_while_computing(book_of):
    """A refusal that only shows in the numbers reaches the cells that read it."""
    cells = {"A1": "1,000", "B1": "=A1*2", "C1": "=IFERROR(B1,0)", "D1": "=1"}
    result = recalculate(book_of({"S": cells}), partial=True)
    assert {r.cell for r in result.refusals} == {"B1", "C1"}


def test_circular(book_of):
    """Cells that read each other are refused."""
    refusals = check(book_of({"S": {"A1": "=B1+1", "B1": "=A1*2", "C1": "=B1"}}))
    assert {r.cell for r in refusals} == {"A1", "B1", "C1"}


def test_blocked_spill(book_of):
    """A spill with something in its way is refused."""
    refusals = check(book_of({"S": {"A1": "{=TRANSPOSE(C1:E1)}", "A2": 5.0, "C1": 1.0}}))
    assert [r.cell for r in refusals] == ["A1"]
    assert "in the way" in refusals[0].reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<workbookPr ", '<workbookPr date1904="1" ', "from 1904"),
        ("<calcPr ", '<calcPr fullPrecision="0" ', "as displayed"),
    ],
)
def test_settings(model, parts_of, with_part, old, new, reason):
    """Settings under which every number would be another refuse the whole book."""
    part = "xl/workbook.xml"
    text = parts_of(model)[part].decode().replace(old, new)
    with pytest.raises(Unsupported, match=reason):
        recalculate(with_part(model, part, text))
    assert check(with_part(model, part, text))


def test_save(model, tmp_path):
    """The file is written whole, nothing else is left, and the old mode is kept."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    recalculate(model).save(path)
    assert recalculate(path).differences == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_save_over_itself(model, tmp_path):
    """A book may be written over itself."""
    path = tmp_path / "model.xlsx"
    path.write_bytes(model)
    recalculate(path).save(path)
    assert recalculate(path).differences == []


def test_save_read_only(model, tmp_path):
    """A read-only target is left as it is."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(BadBook, match="is read-only; choose another name"):
        recalculate(model).save(path)
    assert path.read_bytes() == b"old"


def test_save_nowhere(model, tmp_path):
    """A folder that is missing, or a folder instead of a file, gets a sentence."""
    with pytest.raises(BadBook, match="There is no folder"):
        recalculate(model).save(tmp_path / "none" / "out.xlsx")
    with pytest.raises(BadBook, match="is a folder"):
        recalculate(model).save(tmp_path)


def test_save_interrupted(model, tmp_path, monkeypatch):
    """When the last step fails, the old file stands and no half file is left."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")

    def refuse(path, target):
        raise PermissionError(13, f"{path.name} is open elsewhere", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BadBook, match="open in another program"):
        recalculate(model).save(path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_spill_that_grows_and_shrinks(book_of):
    """Written back, a spill has its new size, and left-over results are gone."""
    cells = {"A1": 3.0, "C1:C2": "{=SEQUENCE(A1)}", "E1": "=SUM(C1#)"}
    cells["E1"] = "=SUM(_xlfn.ANCHORARRAY(C1))"
    book = book_of({"S": cells})
    grown = recalculate(recalculate(book).to_bytes())
    assert [grown.value("S", f"C{i}") for i in (1, 2, 3, 4)] == [1.0, 2.0, 3.0, None]
    assert grown.value("S", "E1") == 6.0
    shrunk = recalculate(grown.to_bytes(), inputs={"A1": 1}).to_bytes()
    again = recalculate(shrunk)
    assert [again.value("S", f"C{i}") for i in (1, 2, 3)] == [1.0, None, None]
    assert again.differences == []


def test_evaluate():
    """One formula: a value, rows for a table, an error value; the same refusals."""
    assert evaluate("=1+2*3") == 7.0
    assert evaluate("SUM({1,2,3})") == 6.0
    assert evaluate("={1,2}*2") == [[2.0, 4.0]]
    assert evaluate("=1/0") == ExcelError("#DIV/0!")
    assert evaluate("=DOUBLE_IT(4)", functions=DOUBLE) == 8.0
    assert evaluate("=FUTURES_CONTRACTS(20000,5000,0.9)") == pytest.approx(-3.6)
    with pytest.raises(Unsupported, match="RAND"):
        evaluate("=RAND()")
    for formula in ("=1+", "=SUM(1,2", "", "=)", '="a'):
        with pytest.raises(Unsupported):
            evaluate(formula)


def test_errors_are_one_family():
    """Every failure is a XlhedgeError with its exit code and one sentence."""
    assert issubclass(BadBook, XlhedgeError)
    assert (BadBook.exit_code, Unsupported.exit_code) == (2, 3)
