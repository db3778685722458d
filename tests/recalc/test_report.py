"""The PDF for the file: what is on its first page, what follows, and when there is none."""

import datetime as dt
import hashlib
import re
import subprocess
import zipfile

import pytest
import xlsxwriter
from xml_spellings import strict

from xlhedge import __version__
from xlhedge.ooxml.addresses import parse_cell
from xlhedge.ooxml.formula import split_sheet
from xlhedge.recalc.book import recalculate
from xlhedge.recalc.findings import verdict
from xlhedge.recalc.pages import report as reporting
from xlhedge.recalc.pages.cover import inputs, outputs
from xlhedge.recalc.pages.report import report

DAY = dt.date(2026, 3, 31)
BOOKS = (
    "commodity-cross-hedge",
    "hedge-effectiveness",
    "hedging-template",
    "portfolio-hedge",
    "rates-hedge",
    "treasury-fx",
)


def made(path, fill, title=""):
    """Write a workbook with a sheet Model and whatever `fill` adds."""
    book = xlsxwriter.Workbook(path)
    if title:
        book.set_properties({"title": title})
    fill(book, book.add_worksheet("Model"))
    book.close()
    return path


def words(pdf, page=None):
    """Return the text of a PDF, or of one page of it."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    done = subprocess.run(
        ["pdftotext", "-layout", *pages, pdf, "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def empty_charts(book):
    """Return the charts of a file none of whose series has a number to show."""
    empty = []
    with zipfile.ZipFile(book) as package:
        for part in package.namelist():
            if re.fullmatch(r"xl/charts/chart\d+\.xml", part):
                values = re.findall(r"<c:f>([^<]*)</c:f>", package.read(part).decode())
                if not any(values):
                    empty.append(part)
    return empty


def printed(book, tmp_path, **options):
    """Return where the report of a book is."""
    target = tmp_path / "report.pdf"
    target.write_bytes(report(book, DAY, **options))
    return target


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", BOOKS)
def test_each_shipped_workbook_is_whole_in_its_report(root, tmp_path, monkeypatch, name):
    """Both engines agree, or there is no report; nothing is missing, cut off or without a name.

    First page, every sheet, every output's value; no overflow, no error, no empty chart. What
    formulon and IronCalc say of these books is in test_opinions_on_books.py.
    """
    path = root / "workbooks" / f"{name}.xlsx"
    assert empty_charts(path) == []
    result = recalculate(path)
    monkeypatch.setattr(reporting, "recalculate", lambda _: result)
    text = words(printed(path, tmp_path, check=False))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    front = text[: text.index("Page 2 of")]
    for expected in (path.name, digest, "2026-03-31", f"xlhedge {__version__}", "LibreOffice"):
        assert expected in front
    assert re.search(r"Passed: (\d+) of \1 checks pass", front)
    assert "the same as computed" in front
    for output in (*outputs(result), *inputs(result)):
        line = f"{re.escape(output.label)} +{re.escape(output.value)} +"
        line += f"{re.escape(output.unit)} +{re.escape(output.place)}\n"
        assert re.search(line.replace(r"+ +", "+"), front), output
    pages = int(re.findall(r"Page \d+ of (\d+)", text)[-1])
    footers = re.findall(r"SHA-256 (\w{16}) {2,}(.+?) {2,}Page (\d+) of", text)
    assert [int(number) for _, _, number in footers] == list(range(1, pages + 1))
    assert {start for start, _, _ in footers} == {digest[:16]}
    assert list(dict.fromkeys(sheet for _, sheet, _ in footers)) == ["Report", *result.sheets]
    assert not re.search(r"###|#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)|Err:5\d\d", text)
    assert not re.search(r"^ *(?:Column [A-Z]|Unnamed Series)", text, re.MULTILINE)


def test_outputs_stand_with_the_labels_and_units_beside_them(root):
    """The label is the text to the left, the unit the one to the right, the value as shown."""
    result = recalculate(root / "workbooks" / "hedging-template.xlsx")
    found = {output.place: output for output in outputs(result)}
    ratio = found[result.names["ratio_by_value"].reference.replace("'", "")]
    assert (ratio.label, ratio.value, ratio.unit) == ("Hedge ratio by value", "87%", "of the value")
    order = [split_sheet(o.place) for o in outputs(result)]
    places = [(result.sheets.index(sheet), parse_cell(cell)) for sheet, cell in order]
    assert places == sorted(places)


def odd(book, sheet):
    """What a first page has to mention: an error, a long text, a hidden sheet, an old value.

    And a chart whose series have names that no cell holds.
    """
    sheet.write("A1", "Ratio without a position")
    sheet.write_formula("B1", "=HEDGE_RATIO(1,0)", None, 0)
    sheet.write("C1", "of nothing")
    sheet.write_formula("B2", '=REPT("long",20)', None, "long" * 20)
    sheet.write_string("A3", "=1+1")
    sheet.write_formula("B3", "=1+1", None, 2)
    for name, cell in (("lost_ratio", "B1"), ("long_text", "B2"), ("two", "B3")):
        book.define_name(name, f"=Model!${cell[0]}${cell[1]}")
    hidden = book.add_worksheet("Secret & co")
    hidden.write("A1", "not for paper")
    hidden.hide()
    report_too = book.add_worksheet("Report")
    report_too.write("A1", "a sheet of that name")
    sheet.fit_to_pages(1, 1)
    chart = book.add_chart({"type": "line"})
    for name in ("Hedged", "Not hedged, + or -"):
        chart.add_series({"name": name, "values": "=Model!$B$2:$B$3"})
    sheet.insert_chart("D5", chart)


@pytest.mark.usefixtures("office")
def test_what_is_odd_about_a_book_is_said_on_the_first_page(tmp_path):
    """Errors with their sentence, old values, hidden sheets, no master check; texts stay texts.

    A legend shows the names written into the chart, not the column that LibreOffice shows.
    """
    front = words(
        printed(made(tmp_path / "odd.xlsx", odd, "=HYPERLINK(1) & more"), tmp_path), page=1
    )
    assert "=HYPERLINK(1) & more" in front
    assert "out of date in 1 cell, first Model!B1: 0.0 saved, #DIV/0! computed" in front
    assert "1, first Model!B1: #DIV/0!." in front
    assert "Model, Report; hidden and left out: Secret & co." in front
    assert "The book has no master check" in front
    assert re.search(r"Ratio without a position +#DIV/0! +of nothing +Model!B1", front)
    assert "position_value is 0; a value other than 0" in front
    assert re.search(r"long_text +see the sheet Model +Model!B2", front)
    assert re.search(r"=1\+1 +2 +Model!B3", front)
    assert re.search(r"SHA-256 \w{16} +Report 2 +Page 1 of 3", front)
    text = words(tmp_path / "report.pdf")
    assert "not for paper" not in text
    assert "Hedged" in text
    assert "Not hedged, + or -" in text
    assert "Column" not in text


def with_chart(book, sheet):
    """A model with a chart of it."""
    sheet.write("A1", "Ratio")
    sheet.write_formula("B1", "=HEDGE_RATIO(3,4)", None, 0.75)
    sheet.write_column("A2", [1.5, 2.5, 3.5])
    sheet.write_formula("B2", "=SUM(A2:A4)", None, 7.5)
    book.define_name("ratio", "=Model!$B$1")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Model!$A$2:$A$4", "name": "Prices in a line"})
    sheet.insert_chart("D2", chart)


@pytest.mark.usefixtures("office")
def test_a_book_in_the_strict_dialect(tmp_path, parts_of, with_part):
    """Strict Open XML is computed in both engines and printed with its charts as the usual is."""
    data = made(tmp_path / "usual.xlsx", with_chart).read_bytes()
    for name, content in parts_of(data).items():
        if name.endswith((".xml", ".rels")):
            data = with_part(data, name, strict(content))
    path = tmp_path / "strict.xlsx"
    path.write_bytes(data)
    assert b"purl.oclc.org" in parts_of(data)["xl/workbook.xml"]
    text = words(printed(path, tmp_path))
    assert "the same value in every cell that a formula fills (2)" in " ".join(text.split())
    assert "the same as computed" in text
    assert re.search(r"Ratio +0\.75", text)
    assert "Prices in a line" in text


def checked(master, passed):
    """Return a filler with a Checks sheet whose master check is a formula."""

    def fill(book, sheet):
        sheet.write("A1", 1)
        checks = book.add_worksheet("Checks")
        checks.write_column("A1", ["Checks passed", "Checks in all", "Master check"])
        checks.write_formula("B1", passed)
        checks.write_formula("B2", "=1+2")
        checks.write_formula("B3", master)

    return fill


@pytest.mark.parametrize(
    ("master", "passed", "good", "said"),
    [
        ("=MIN(1,1)", "=1+2", True, "Passed: 3 of 3 checks pass."),
        ("=MIN(1,0)", "=1+1", False, "FAILED: only 2 of 3 checks pass. See the sheet Checks."),
        ("=1/0", "=1+1", False, "FAILED: the master check itself is #DIV/0!"),
    ],
)
def test_the_verdict_is_what_the_checks_sheet_says(tmp_path, master, passed, good, said):
    """A red master check is called failed, whether it is 0 or an error."""
    found, text = verdict(recalculate(made(tmp_path / "c.xlsx", checked(master, passed))))
    assert found is good
    assert said in text


@pytest.mark.usefixtures("office")
def test_a_red_book_is_printed_over_an_older_report_and_signed(tmp_path, run):
    """A failed master check is said plainly, and the code is 0; --force replaces the older PDF.

    Who prepared it is named, who reviewed it has a line to sign on; the book stays as it was.
    """
    book = made(tmp_path / "red.xlsx", checked("=MIN(1,0)", "=1+1"))
    before, target = book.read_bytes(), tmp_path / "red.pdf"
    target.write_text("old")
    code, _, _ = run("report", book, "-o", target, "--force", "--prepared", "A. Meyer & Co")
    assert code == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert book.read_bytes() == before
    front = words(target, page=1)
    assert "FAILED: only 2 of 3 checks pass" in front
    assert re.search(r"Prepared by +A\. Meyer & Co\n", front)
    assert re.search(r"Reviewed by +_{20,}\n", front)


@pytest.mark.usefixtures("office")
def test_nothing_is_printed_where_the_engines_differ(tmp_path, run, monkeypatch):
    """A value on which the engines do not agree: exit code 4, the cell named, no file."""
    book = made(tmp_path / "b.xlsx", lambda _, sheet: sheet.write_formula("A1", "=B1*2"))
    monkeypatch.setattr(
        reporting, "recalculate", lambda data: recalculate(data, inputs={"Model!B1": 4})
    )
    code, out, err = run("report", book, "-o", tmp_path / "b.pdf")
    assert code == 4
    assert "Model!A1" in out
    assert "different values for 1 cell, first Model!A1: 0.0 and 8.0" in " ".join(err.split())
    assert not (tmp_path / "b.pdf").exists()


def test_mistakes_get_a_sentence_and_write_nothing(tmp_path, run, monkeypatch):
    """A wrong name, an existing file, a wrong date, a missing LibreOffice: code 2, nothing new."""
    book = made(tmp_path / "b.xlsx", lambda _, sheet: sheet.write_formula("A1", "=1+1"))
    old = tmp_path / "old.pdf"
    old.write_text("old")
    monkeypatch.setenv("XLHEDGE_SOFFICE", "/nowhere/soffice")
    for args, said in (
        (["-o", book], "no name for a PDF"),
        (["-o", old], "old.pdf exists; use another -o FILE or --force"),
        (["-o", tmp_path / "new.pdf", "--date", "31.3.2026"], "'31.3.2026' is no date"),
        (["-o", tmp_path / "new.pdf"], "XLHEDGE_SOFFICE is '/nowhere/soffice'"),
    ):
        code, _, err = run("report", book, *args)
        assert code == 2
        assert said in " ".join(err.split())
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.xlsx", "old.pdf"]
