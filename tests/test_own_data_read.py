"""`xlhedge template --data`: files of every kind, taken as they are meant."""

import datetime as dt
import gzip
import zipfile

import openpyxl
import pytest
from own_data_files import (
    NAME,
    PLAIN,
    as_parquet,
    as_workbook,
    prices,
    rows,
    text,
    write,
)

from xlhedge import templates
from xlhedge.cli.data_options import DataOptions, read_own
from xlhedge.recalc import recalculate


def as_zip(path):
    """Write rows as CSV into an archive that holds a note as well."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("export/prices.csv", PLAIN)
        packed.writestr("export/readme.html", "a note")


def as_ods(path):
    """Write rows as an OpenDocument sheet, with the little that its standard asks for."""

    def cell(value):
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        if isinstance(value, str):
            text_cell = '<table:table-cell office:value-type="string">'
            return f"{text_cell}<text:p>{value}</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    lines = [("Date", "Spot", "Futures"), *rows()]
    body = "".join(
        f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{urn}:manifest:1.0"/>'
        )
        packed.writestr(
            "content.xml",
            f'<office:document-content {spaces} office:version="1.2"><office:body>'
            f"<office:spreadsheet>"
            f'<table:table table:name="One">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )


def thousands(mark):
    """Return prices of three decimals, which may as well be thousands."""
    body = [f"{day};{1000 * s:,.0f};{1000 * f:,.0f}" for day, s, f in rows()]
    return "\n".join(["Date;Spot;Futures", *body]).replace(",", mark)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("comma.csv", PLAIN),
        ("semicolon.csv", text(rows(), separator=";")),
        ("tab.tsv", text(rows(), separator="\t")),
        ("mark.csv", b"\xef\xbb\xbf" + PLAIN.encode()),
        ("excel.txt", text(rows(), separator="\t").encode("utf-16")),
        ("windows.csv", PLAIN.replace("\n", "\r\n")),
        ("comma-decimals.csv", text(rows(), separator=";", decimal=",")),
        ("headers.csv", text(rows(), "DAY,  spot [USD/bushel] ,Hedge")),
        ("preamble.csv", "Prices of the exchange\n\n" + PLAIN),
        ("spare.csv", PLAIN + ",,\n,,\n"),
        ("more.csv", PLAIN.replace("\n", ",note\n").replace("Futures,note", "Futures,Remark")),
        ("newest-first.csv", text(rows()[::-1])),
        ("times.csv", PLAIN.replace(",3", " 16:00:00,3", 1)),
        ("bars.csv", text(rows(), separator="|")),
        ("spaces.txt", text(rows(), separator="   ")),
        ("columns.dat", text(rows(), separator=" ")),
        ("packed.csv.gz", lambda p: p.write_bytes(gzip.compress(PLAIN.encode()))),
        ("packed.zip", as_zip),
        ("excel.xls", text(rows(), separator="\t")),
        ("sheet.ods", as_ods),
        ("hint.csv", "sep=;\n" + text(rows(), separator=";")),
        ("utf16.csv", PLAIN.encode("utf-16-le")),
        ("total.csv", PLAIN + "Total,99,98\n,97,96\n"),
        ("names.csv", text([(f"{d:%d-%b-%y}", *x) for d, *x in rows()])),
        ("currency.csv", text([(d, f"${s:.4g}", f"{f:.4g} USD") for d, s, f in rows()])),
        ("error.csv", PLAIN + "2024-01-31,#N/A Field Not Applicable,#REF!\n"),
        ("wide.xlsx", lambda p: as_workbook(p, lead=[[None] * 1100 + ["far"]])),
        ("book.xlsx", as_workbook),
        ("macros.xlsm", as_workbook),
        ("titled.xlsx", lambda p: as_workbook(p, lead=[("Prices",), ()])),
        ("table.parquet", as_parquet),
        ("frame.parquet", lambda p: as_parquet(p, unnamed_index=True)),
    ],
)
def test_every_kind_of_file_gives_the_same_prices(tmp_path, file, content):
    """The prices read are the file's, oldest first, whatever the file is."""
    path = tmp_path / file
    _ = content(path) if callable(content) else write(path, content)
    own = read_own(NAME, DataOptions(data=[path]), templates.layouts()[NAME])
    assert_same(own.history.rows)


def assert_same(lines):
    """Rows of prices are those of the files above."""
    assert [line[0] for line in lines] == [line[0] for line in rows()]
    for line, expected in zip(lines, rows(), strict=True):
        assert line[1:] == pytest.approx(expected[1:], abs=1e-9)


@pytest.mark.parametrize(
    ("file", "write_it"),
    [("a.csv", lambda p: write(p, PLAIN)), ("a.xlsx", as_workbook), ("a.parquet", as_parquet)],
)
def test_the_prices_read_are_those_in_the_book(template, tmp_path, file, write_it):
    """Text, a workbook or Parquet: what is read is laid into the book, and its check is content."""
    write_it(tmp_path / file)
    code, out, err = template(NAME, "-o", "mine.xlsx", "--data", file)
    assert (code, err) == (0, "")
    assert "nothing found" in out
    assert_same(prices(tmp_path / "mine.xlsx"))


def test_columns_are_named_and_sheets_chosen(template, tmp_path):
    """--column and --sheet say what the headers and the order of the sheets do not."""
    as_workbook(tmp_path / "b.xlsx", "Second", header=("When", "HO", "Jet A"))
    named = ("--column", "date=When", "--column", "SPOT=jet a", "--column", "futures=HO")
    assert template(NAME, "-o", "a.xlsx", "--data", "b.xlsx", "--sheet", "second", *named)[0] == 0
    assert prices(tmp_path / "a.xlsx")[0][1:] == pytest.approx(rows()[0][:0:-1])


def test_one_of_our_own_books_is_read_back(template, tmp_path):
    """The prices of a book are laid into another: its sheet is found, its headers are known."""
    assert template(NAME, "-o", "a.xlsx")[0] == 0
    code, out, _ = template("portfolio-hedge", "-o", "b.xlsx", "--data", "a.xlsx")
    assert code == 0
    assert "104 rows" in out
    assert prices(tmp_path / "a.xlsx") == prices(tmp_path / "b.xlsx")


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize(("option", "other"), [("point", ","), ("comma", ".")])
def test_doubtful_numbers_are_read_as_told(template, tmp_path, mark, option, other):
    """3.070 and 3,070 are three or three thousand by what the reader says, never by a guess."""
    write(tmp_path / "p.csv", thousands(mark))
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert f"'3{mark}000' can be 3000 or 3.000" in err
    assert template(NAME, "-o", "a.xlsx", "--data", "p.csv", f"--decimal-{option}")[0] == 0
    factor = 1000 if mark == other else 1
    assert prices(tmp_path / "a.xlsx")[1][1] == pytest.approx(rows()[1][1] * factor)


def test_three_decimals_between_commas_are_decimals(template, tmp_path):
    """Nobody separates cells by commas and thousands by points; 0,750 is no thousand either."""
    exact = [f"{day},{spot:.3f},{futures:.3f}" for day, spot, futures in rows()]
    write(tmp_path / "a.csv", "\n".join(["Date,Spot,Futures", *exact]))
    assert template(NAME, "-o", "a.xlsx", "--data", "a.csv")[0] == 0
    assert prices(tmp_path / "a.xlsx")[1][1] == pytest.approx(3.07)
    body = [f"{day};0,{int(s * 100)};0,{int(f * 100)}" for day, s, f in rows()]
    write(tmp_path / "b.csv", "\n".join(["Date;Spot;Futures", *body]))
    assert template(NAME, "-o", "b.xlsx", "--data", "b.csv")[0] == 0
    assert prices(tmp_path / "b.xlsx")[0][1] == pytest.approx(0.3)


@pytest.mark.parametrize(("option", "month"), [("--day-first", 2), ("--month-first", 1)])
def test_doubtful_dates_are_read_as_told(template, tmp_path, option, month):
    """01/02/2010 is a day of February or of January by what the reader says."""
    lines = [
        (f"01/{i % 12 + 1:02}/{2010 + i // 12}", 3 + i * 7 % 11, 4 + i * 5 % 7) for i in range(24)
    ]
    write(tmp_path / "p.csv", text(lines))
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert "--day-first or --month-first" in err
    code = template(NAME, "-o", "a.xlsx", "--data", "p.csv", option)[0]
    assert code in {0, 6}, "these prices have nothing to do with each other"
    assert prices(tmp_path / "a.xlsx")[1][0].month == month


def test_a_formula_that_gives_an_empty_text_is_no_price(template, tmp_path):
    """Spare rows of formulas that show nothing, as in Excel's own files, are left alone."""
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "p.xlsx") as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ("Date", "Spot", "Futures"))
        for number, (day, *line) in enumerate(rows(), 1):
            sheet.write_datetime(number, 0, dt.datetime.combine(day, dt.time()), style)
            sheet.write_row(number, 1, line)
        for column in range(3):
            sheet.write_formula(31, column, '=IF(A2>0,"",1)')
    (tmp_path / "p.xlsx").write_bytes(recalculate(tmp_path / "p.xlsx").to_bytes())
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.xlsx")
    assert code == 0
    assert "30 rows from" in out


def test_a_hidden_sheet_is_not_read_unasked(template, tmp_path):
    """What is read is a sheet that its owner sees, unless --sheet names another."""
    book = openpyxl.Workbook()
    old, new = book.active, book.create_sheet("New")
    old.title, old.sheet_state = "Old", "hidden"
    for sheet, shift in ((old, 1), (new, 0)):
        sheet.append(("Date", "Spot", "Futures"))
        for day, spot, futures in rows():
            sheet.append((day, spot + shift, futures + shift))
    book.active = 1
    book.save(tmp_path / "p.xlsx")
    assert template(NAME, "-o", "a.xlsx", "--data", "p.xlsx")[0] == 0
    assert prices(tmp_path / "a.xlsx")[0][1] == 3
    assert template(NAME, "-o", "b.xlsx", "--data", "p.xlsx", "--sheet", "old")[0] == 0
    assert prices(tmp_path / "b.xlsx")[0][1] == 4


def test_the_sheet_that_was_chosen_of_several_is_told(template, tmp_path):
    """Where two sheets have the columns and the first is taken, the other one is named."""
    as_workbook(tmp_path / "p.xlsx", "First")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    book.copy_worksheet(book["First"]).title = "Later"
    book.save(tmp_path / "p.xlsx")
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.xlsx")
    assert code == 0
    assert "The sheet First is read; Later could be" in out


@pytest.mark.parametrize(
    ("content", "args", "remark"),
    [
        (text(rows()[::-1]), (), "newest first"),
        (text([*rows()[10:], *rows()[:10]]), ("--sort",), "sorted"),
        (PLAIN + "2024-02-01,NA,.\n", (), "no price: 1 row, first row 32 (2024-02-01)"),
        (PLAIN + "Source: the exchange\n", (), "no price: 1 row, first row 32 (Source: the exch"),
        (PLAIN + "2024-02-01,-,3.1\n", (), "'-' is taken for: 1 of them, first in row 32"),
        (text([(f"{d:%m/%d/%Y} 12:00:00 AM", *x) for d, *x in rows()]), (), "month/day/year"),
        (
            text([(f"{d:%d/%m/%Y}", s, f) for d, s, f in rows()]),
            (),
            "read as day/month/year",
        ),
        (text(rows(), separator=";", decimal=","), (), "decimal commas"),
    ],
)
def test_what_was_done_to_the_rows_is_told(template, tmp_path, content, args, remark):
    """Nothing is turned round, sorted, left out or read in one of two ways in silence."""
    write(tmp_path / "p.csv", content)
    code, out, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv", *args)
    assert (code, err) == (0, "")
    assert remark in out


@pytest.mark.parametrize("file", ["excel97.xls", "binary.xlsb"])
def test_old_and_binary_workbooks_are_read_by_their_values(template, tmp_path, root, file):
    """Their prices are taken, with the remark that the freshness of formulas is not to be seen."""
    data = root / "tests" / "data" / "own_data" / file
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", data)
    assert code == 0
    assert "whether its formulas were up to date cannot be checked" in out
    laid = prices(tmp_path / "a.xlsx")
    assert len(laid) == 42
    assert laid[0] == (dt.date(2024, 1, 2), 72.88, 73.14)


def test_western_letters_are_read_and_said(template, tmp_path):
    """A file in Windows-1252 is read as such, and the first letter that is not UTF-8 is shown."""
    write(tmp_path / "p.csv", PLAIN.replace("Spot", "Spot [€]").encode("cp1252"))
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 0
    assert "read as Windows-1252, row 1: 'Spot [€]'" in out


def test_prices_by_month_in_parquet(template, tmp_path):
    """Pandas' periods, kept as numbers, are dated by their last day."""
    pd = pytest.importorskip("pandas", reason="periods are pandas'")
    index = pd.period_range("2020-01", periods=30, freq="M", name="Date")
    frame = pd.DataFrame({"Spot": [r[1] for r in rows()], "Futures": [r[2] for r in rows()]}, index)
    frame.reset_index().to_parquet(tmp_path / "p.parquet")
    assert template(NAME, "-o", "a.xlsx", "--data", "p.parquet")[0] == 0
    assert prices(tmp_path / "a.xlsx")[1][0] == dt.date(2020, 2, 29)


def test_two_files_of_one_series_each(template, tmp_path):
    """--spot and --futures, with the sheet of a workbook: matched by date, named by file."""
    write(tmp_path / "cash.csv", text([line[:2] for line in rows()], "Date,Price"))
    as_workbook(tmp_path / "front.xlsx", "Prices 1", header=("Date", "x", "Settle"))
    code, out, _ = template(
        NAME, "-o", "a.xlsx", "--spot", "cash.csv", "--futures", "front.xlsx:prices 1"
    )
    assert code == 0
    assert "Spot is the column cash" in out
    assert prices(tmp_path / "a.xlsx")[0][1:] == pytest.approx(rows()[0][1:])
