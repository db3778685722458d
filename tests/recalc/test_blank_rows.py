"""Rows that wait for their first entry: which they are, and that no paper is spent on them."""

import datetime as dt
import subprocess

import pytest
import xlsxwriter

from xlhedge.recalc.book import recalculate
from xlhedge.recalc.pages.blank_rows import blank_rows
from xlhedge.recalc.pages.report import report

LAST = 150  # the history's last row; its first is 2


@pytest.fixture
def history(tmp_path):
    """Return a function that makes a book: prices with spare rows, and their changes beside them.

    Row 1 has headers, the note below the last row stays; the charts stand beside rows of `charts`.
    """

    def make(filled, charts=()):
        path = tmp_path / "history.xlsx"
        with xlsxwriter.Workbook(path) as book:
            unlocked = book.add_format({"locked": False})
            sheet, changes = book.add_worksheet("Prices"), book.add_worksheet("Changes")
            sheet.protect()
            sheet.write_row("A1", ["Day", "Price", "Row"])
            for row in range(1, LAST):
                for column in (0, 1):
                    value = row if row < filled else None
                    sheet.write(row, column, value, unlocked)
                sheet.write_formula(row, 2, "=ROW()")
            sheet.write(LAST, 0, "The note below")
            changes.write("A1", "Change")
            changes.write_dynamic_array_formula(
                f"A2:A{LAST}", f'=IF(Prices!B2:B{LAST}="","",Prices!B2:B{LAST}*2)'
            )
            for row in charts:
                chart = book.add_chart({"type": "line"})
                chart.add_series({"values": "=Prices!$B$2:$B$9", "name": f"Line at {row}"})
                sheet.insert_chart(row - 1, 4, chart)
        return path

    return make


def test_rows_wait_where_nothing_is_typed_and_where_nothing_is_shown(history):
    """Figures beside blank inputs are no entry; a column that spills shows nothing there."""
    waiting = [(61, LAST)]
    assert blank_rows(recalculate(history(60))) == {"Prices": waiting, "Changes": waiting}


@pytest.mark.parametrize("filled", [LAST, LAST - 9])
def test_a_full_table_and_a_short_rest_stay(history, filled):
    """Up to nine blank rows are the layout's own."""
    assert blank_rows(recalculate(history(filled))) == {}


def test_an_entry_ends_the_waiting(history):
    """A row typed into, on its own between blank ones, is printed."""
    result = recalculate(history(60), inputs={"Prices!B100": 5})
    assert blank_rows(result)["Prices"] == [(61, 99), (101, LAST)]


def test_a_label_before_blank_inputs_is_no_waiting_row(tmp_path):
    """A form of labelled inputs, all blank, is shown: its labels say what is asked."""
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, unlocked = book.add_worksheet("S"), book.add_format({"locked": False})
        for row in range(20):
            sheet.write(row, 0, f"Question {row}")
            sheet.write_blank(row, 1, None, unlocked)
    assert blank_rows(recalculate(path)) == {}


def test_the_spare_rows_of_a_shipped_book_wait(root):
    """treasury-fx: rates and their changes end together, and begin to wait together."""
    blank = blank_rows(recalculate(root / "workbooks" / "treasury-fx.xlsx"))
    (rates,), (changes,) = blank["Rates"], blank["Changes"]
    assert rates[1] - rates[0] == changes[1] - changes[0] > 50


def printed(path, tmp_path):
    """Return the text of a book's report, page by page."""
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(report(path, dt.date(2026, 3, 31), check=False))
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")


@pytest.mark.usefixtures("office")
def test_no_paper_is_spent_on_them(history, tmp_path):
    """The report leaves them out, says which, and keeps what stands below them."""
    front, *pages = printed(history(60, charts=[20]), tmp_path)
    assert "Prices 61-150; Changes 61-150." in " ".join(front.split())
    assert "The note below" in "".join(pages)
    assert " 61" not in "".join(pages)
    assert any(line.split()[:3] == ["59", "59", "60"] for line in "".join(pages).splitlines())


@pytest.mark.usefixtures("office")
def test_what_stands_beside_a_chart_stays(history, tmp_path):
    """A chart beside blank rows keeps its size: the rows below it go."""
    front, *_ = printed(history(60, charts=[100]), tmp_path)
    said = " ".join(front.split())
    assert "Changes 61-150" in said
    start = int(said.partition("Prices ")[2].partition("-150")[0])
    assert 110 < start < 125
