"""LibreOffice as the second engine: books, spills, names, protection, inputs, pages, bad input."""

import io
import os
import re
import subprocess
import venv

import pytest
import xlsxwriter

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc.book import recalculate
from xlhedge.recalc.errors import Unsupported
from xlhedge.recalc.opinions.libreoffice_engine import (
    compare,
    recalculate_in_both,
    recalculate_in_libreoffice,
)
from xlhedge.recalc.pages.render import render
from xlhedge.worksheet import MV_HEDGE_RATIO, ExcelError

SPOT = [3.0, 3.1, 3.05, 3.2, 3.15]
FUTURES = [3.4, 3.5, 3.45, 3.65, 3.5]
TRUTHS = {"=1>0": True, "=1": 1.0, "=2>3": False, "=0": 0.0, "=5": 5.0, "=1>1": False}

pytestmark = pytest.mark.usefixtures("office")


def made(fill, **sheet_protection):
    """Return a workbook with prices in A1:B5 and whatever `fill` adds."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Model")
    sheet.write_column("A1", SPOT)
    sheet.write_column("B1", FUTURES)
    fill(book, sheet)
    if sheet_protection:
        sheet.protect("", sheet_protection)
    book.close()
    return file.getvalue()


def everything(book, sheet):
    """Names, a spill of another size than the file says, what follows it, TRUE, text, errors."""
    book.define_name("spot_prices", "=Model!$A$1:$A$5")
    book.define_name("constant", "=0.5+0.4")
    sheet.write_formula("D1", "=MV_HEDGE_RATIO(spot_prices,$B$1:B5)")
    sheet.write_formula("D2", '=IF(D1>constant,"high","low")')
    sheet.write_formula("D3", "=D1>constant")
    sheet.write_formula("D4", "=IFERROR(HEDGE_RATIO(1,A9),-1)")
    sheet.write_formula("D5", "=HEDGE_STATUS(0.9,A9)")
    sheet.write_formula("D6", "=HEDGE_RATIO(HEDGE_RATIO(1,2),HEDGE_RATIO(3,0))+1")
    sheet.write_formula("D7", "=FUTURES_CONTRACTS(20000,5000,0.9,,,,,1)")
    sheet.write_formula("D8", "=[1]!HEDGE_RATIO(1,4)")
    sheet.write_dynamic_array_formula("F1:F1", "=HEDGE_STATS(spot_prices,B1:B5)")
    sheet.write_formula("I1", "=SUM(G2:G3)")
    sheet.write_dynamic_array_formula("K1:K5", "=A1:A5*2")
    sheet.write_formula("L1", "=MV_HEDGE_RATIO(_xlfn.ANCHORARRAY(K1),B1:B5)")
    two = book.add_format({"num_format": "0.00"})
    for row, formula in enumerate(TRUTHS):
        sheet.write_formula(row, 13, formula, two if formula in {"=1", "=0"} else None)
        sheet.write_formula(row, 14, f"=N{row + 1}")


@pytest.fixture(scope="module")
def computed():
    """The same protected book in both engines."""
    file = made(everything, select_locked_cells=True)
    return file, recalculate_in_libreoffice(file)


def test_names_spills_and_protection(computed):
    """Defined names, dynamic arrays, a protected sheet, nested calls and host prefixes work."""
    _, result = computed
    slope = MV_HEDGE_RATIO(SPOT, FUTURES)
    assert result.value("Model", "D1") == pytest.approx(slope, rel=1e-12)
    assert result.value("Model", "D2") == ("high" if slope > 0.9 else "low")
    assert result.value("Model", "D3") is (slope > 0.9)
    assert result.value("Model", "D4") == -1.0
    assert result.value("Model", "D5") == "partly hedged"
    assert result.value("Model", "D6") == ExcelError("#DIV/0!")
    assert result.value("Model", "D7") == -4.0
    assert result.value("Model", "D8") == 0.25
    assert result.value("Model", "F2") == "observations"
    assert result.value("Model", "G2") == 4.0
    assert result.value("Model", "I1") == 4.0
    assert result.value("Model", "L1") == pytest.approx(2 * slope, rel=1e-12)


def test_truth_values_among_numbers_of_other_formats(computed):
    """TRUE and 1 are told apart, cell by cell, where one area of formulas has several formats."""
    _, result = computed
    found = [result.value("Model", f"O{row}") for row in range(1, len(TRUTHS) + 1)]
    assert found == list(TRUTHS.values())
    assert list(map(type, found)) == list(map(type, TRUTHS.values()))


def test_values_go_back_into_the_original(computed, tmp_path):
    """The saved book has LibreOffice's values, the original formulas and every other part as is."""
    import zipfile

    file, result = computed
    result.save(tmp_path / "book.xlsx")
    with (
        zipfile.ZipFile(io.BytesIO(file)) as old,
        zipfile.ZipFile(tmp_path / "book.xlsx") as new,
    ):
        assert old.namelist() == new.namelist()
        sheet = new.read("xl/worksheets/sheet1.xml").decode()
        assert "ORG.XLHEDGE" not in sheet
        assert "HEDGE_STATS(spot_prices,B1:B5)" in sheet
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                assert old.read(name) == new.read(name)
    again = recalculate((tmp_path / "book.xlsx").read_bytes(), partial=True)
    assert not [d for d in again.differences if d.cell != "D8"]


def test_both_engines_agree_and_a_difference_is_found():
    """Two engines that share no parser give the same values; a changed one is reported.

    Other formulas recognise the words in a table that one of our functions spills.
    """

    def fill(_book, sheet):
        sheet.write_formula("D1", "=MV_HEDGE_RATIO(A1:A5,B1:B5)")
        sheet.write_formula("D2", "=SLOPE(A1:A5,B1:B5)*2")
        sheet.write_formula("D3", "=HEDGE_RATIO(1,0)")
        sheet.write_formula("D4", '=HEDGE_EXPLAIN("HEDGE_RATIO",1,0)')
        sheet.write_dynamic_array_formula("F1:G13", "=HEDGE_STATS(A1:A5,B1:B5)")
        sheet.write_formula("H1", '=COUNTIF(F1:F13,"hedge ratio")')
        sheet.write_formula("H2", '=SUMPRODUCT(1*(F1:F13="correlation"))')
        sheet.write_formula("H3", '=MATCH("dropped",F1:F13,0)')

    embedded, differences = recalculate_in_both(made(fill))
    assert differences == []
    assert [embedded.value("Model", cell) for cell in ("H1", "H2", "H3")] == [1, 1, 3]
    other = recalculate(made(fill), inputs={"Model!A1": 2.9})
    found = compare(embedded, other)
    assert [d.cell for d in found if d.cell < "F"] == ["D1", "D2"]
    assert found[0].formualizer != found[0].libreoffice


def test_an_active_virtual_environment_is_no_trouble(tmp_path, monkeypatch):
    """Another Python first on PATH, as in a virtual environment, does not become LibreOffice's."""
    venv.create(tmp_path / "venv")
    folders = [str(tmp_path / "venv" / "bin"), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))
    book = made(lambda _, sheet: sheet.write_formula("D1", "=HEDGE_RATIO(A1,B1)"))
    assert recalculate_in_libreoffice(book).value("Model", "D1") == pytest.approx(3.0 / 3.4)


def test_inputs_are_set_first():
    """An input takes the place of the file's value, in a copy."""

    def fill(book, sheet):
        book.define_name("position", "=Model!$D$1")
        sheet.write("D1", 60000)
        sheet.write_formula("D2", "=HEDGE_RATIO(52005,position)")

    result = recalculate_in_libreoffice(made(fill), inputs={"position": 104010})
    assert result.value("Model", "D2") == 0.5


def test_what_libreoffice_cannot_know_is_refused():
    """An unknown function, a blocked spill: named with the cell, never a value of chance."""

    def fill(_book, sheet):
        sheet.write_formula("D1", "=IFERROR(NO_SUCH_FUNCTION(A1),0)")
        sheet.write_formula("D2", "=D1+no_such_name")
        sheet.write_dynamic_array_formula("F1:F1", "=HEDGE_STATS(A1:A5,B1:B5)")
        sheet.write("F3", "in the way")

    with pytest.raises(Unsupported, match="NO_SUCH_FUNCTION") as trouble:
        recalculate_in_libreoffice(made(fill))
    reasons = {refusal.cell: refusal.reason for refusal in trouble.value.refusals}
    assert set(reasons) == {"D1", "D2", "F1"}
    assert "#SPILL!" in reasons["F1"]


def test_a_password_is_said_plainly(tmp_path):
    """A protected file is refused in a sentence, before LibreOffice is started."""
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    for use in (recalculate_in_libreoffice, lambda book: render(book, tmp_path)):
        with pytest.raises(BadBook, match="password"):
            use(locked)


def test_a_missing_libreoffice_is_said_plainly(monkeypatch):
    """Without LibreOffice the sentence says what is missing; the exit code is 2."""
    monkeypatch.setenv("XLHEDGE_SOFFICE", "/nowhere/soffice")
    with pytest.raises(BadBook, match="XLHEDGE_SOFFICE is '/nowhere/soffice'") as trouble:
        recalculate_in_libreoffice(made(everything))
    assert trouble.value.exit_code == 2


def with_charts(book, sheet):
    """Two charts, one of which shows nothing."""
    book.formats[0].set_font_name("Calibri")
    sheet.fit_to_pages(1, 1)
    sheet.write_formula("D1", "=MV_HEDGE_RATIO(A1:A5,B1:B5)")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Model!$A$1:$A$5"})
    sheet.insert_chart("D3", chart)
    other = book.add_worksheet("Other sheet")
    other.write("A1", "nothing here is too wide")


def test_pages(tmp_path):
    """Each sheet becomes its own PDF and pictures; nothing overflows, no error shows."""
    pages = render(made(with_charts), tmp_path)
    names = [page.name for page in pages]
    assert names == [
        "book-model.pdf",
        "book-model-1.png",
        "book-other-sheet.pdf",
        "book-other-sheet-1.png",
    ]
    text = text_of(tmp_path / "book-model.pdf")
    assert f"{MV_HEDGE_RATIO(SPOT, FUTURES):.4f}"[:6] in text
    assert "nothing here" not in text
    for pdf in tmp_path.glob("*.pdf"):
        check_page(pdf)
    fonts = subprocess.run(
        ["pdffonts", tmp_path / "book-model.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert "Carlito" in fonts


def test_one_sheet_alone(tmp_path):
    """Only the sheets asked for are printed; a wrong name is answered with the right ones."""
    pages = render(made(with_charts), tmp_path, ["other SHEET"])
    assert [page.name for page in pages] == ["book-other-sheet.pdf", "book-other-sheet-1.png"]
    with pytest.raises(BadBook, match="'Nowhere'; there are Model, Other sheet"):
        render(made(with_charts), tmp_path, ["Nowhere"])


def text_of(pdf):
    """Return the words on a file's pages."""
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


def check_page(pdf):
    """No number wider than its column and no error value stands on a page."""
    text = text_of(pdf)
    assert "###" not in text
    assert not re.search(r"#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)|Err:5\d\d", text)
