"""`xlhedge template --data` and --set: files of every kind laid in, and bad ones refused."""

import datetime as dt
import sys
import warnings

import openpyxl
import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import data_check

NAME = "hedging-template"


def rows(count=30):
    """Return plain rows: a day, spot, futures."""
    return [
        (dt.date(2024, 1, 1) + dt.timedelta(days=i), 3 + i * 7 % 11 / 100, 3.4 + i * 5 % 13 / 100)
        for i in range(count)
    ]


def text(lines, header="Date,Spot,Futures", separator=",", decimal="."):
    """Return rows as CSV."""
    body = [
        separator.join([f"{line[0]}", *(f"{x:.4g}".replace(".", decimal) for x in line[1:])])
        for line in lines
    ]
    return "\n".join([header.replace(",", separator), *body]) + "\n"


PLAIN = text(rows())


@pytest.fixture
def run(run, monkeypatch, tmp_path):
    """Run `xlhedge template` in a folder of its own; give exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    return lambda *args: run("template", *args, columns=1000)


def write(path, content):
    """Write text or bytes and return the path."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def prices(path):
    """Return the rows of prices in a book that was written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl names what it does not keep
        sheet = openpyxl.load_workbook(path, data_only=True)["Prices"]
    found = [[cell.value for cell in row[1:4]] for row in sheet.iter_rows(min_row=7)]
    return [(line[0].date(), *line[1:]) for line in found if line[0]]


def as_workbook(path, title="Sheet1", lead=(), header=("Date", "Spot", "Futures")):
    """Write rows on a sheet of a workbook, below whatever leads."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for line in (*lead, header, *rows()):
        sheet.append(line)
    book.create_sheet("Notes")["A1"] = "nothing"
    book.save(path)
    return path


def as_parquet(path, unnamed_index=False):
    """Write rows as Parquet."""
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    import pyarrow.parquet as pq

    days, spot, futures = zip(*rows(), strict=True)
    names = ["__index_level_0__" if unnamed_index else "Date", "Spot", "Futures"]
    pq.write_table(pa.table(dict(zip(names, (days, spot, futures), strict=True))), path)
    return path


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
        ("book.xlsx", as_workbook),
        ("macros.xlsm", as_workbook),
        ("titled.xlsx", lambda p: as_workbook(p, lead=[("Prices",), ()])),
        ("table.parquet", as_parquet),
        ("frame.parquet", lambda p: as_parquet(p, unnamed_index=True)),
    ],
)
def test_every_kind_of_file_gives_the_same_prices(run, tmp_path, file, content):
    """The prices in the book are the file's, oldest first, whatever the file is."""
    path = tmp_path / file
    _ = content(path) if callable(content) else write(path, content)
    code, out, err = run(NAME, "-o", "mine.xlsx", "--data", file)
    assert (code, err) == (0, "")
    assert "nothing found" in out
    laid = prices(tmp_path / "mine.xlsx")
    assert [line[0] for line in laid] == [line[0] for line in rows()]
    for line, expected in zip(laid, rows(), strict=True):
        assert line[1:] == pytest.approx(expected[1:], abs=1e-9)


def test_the_book_says_where_its_prices_come_from(run, tmp_path):
    """About, titles and notes name the file without its path, and nothing says simulated."""
    folder = tmp_path / "private folder"
    folder.mkdir()
    write(folder / "own prices.csv", PLAIN)
    assert run(NAME, "-o", "mine.xlsx", "--data", folder / "own prices.csv")[0] == 0
    book = recalculate(tmp_path / "mine.xlsx")
    said = "\n".join(
        str(value) for sheet in book.sheets for value in book.cells(sheet).values() if value
    )
    assert "own prices.csv, 30 rows to 2024-01-30" in said
    assert "Column Spot, taken as USD/bushel" in said
    assert "imulated" not in said
    assert "private" not in said
    assert "weekly" not in said
    data = (tmp_path / "mine.xlsx").read_bytes()
    assert b"private folder" not in data


def test_the_same_input_gives_the_same_bytes(run, tmp_path):
    """No clock and no chance goes into a book with own data."""
    write(tmp_path / "p.csv", PLAIN)
    for target in ("a.xlsx", "b.xlsx"):
        assert run(NAME, "-o", target, "--data", "p.csv", "--set", "quantity=5")[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_set_changes_inputs_at_once(run, tmp_path):
    """--set takes a name or a cell, with own data and without; what hangs on it follows."""
    assert run(NAME, "-o", "a.xlsx", "--set", "futures_price=3.6")[0] == 0
    book = recalculate(tmp_path / "a.xlsx")
    assert book.names["ratio_by_value"].value == pytest.approx(3 * 5000 * 3.6 / 60000)
    write(tmp_path / "p.csv", PLAIN)
    code, out, _ = run(NAME, "-o", "b.xlsx", "--data", "p.csv", "--set", "spot_price=3.09")
    assert code == 0
    assert "--set futures_price=" in out, "today's price is still the sample's"
    assert "--set spot_price=" not in out
    assert recalculate(tmp_path / "b.xlsx").names["spot_price"].value == 3.09


def test_columns_are_named_and_sheets_chosen(run, tmp_path):
    """--column and --sheet say what the headers and the order of the sheets do not."""
    as_workbook(tmp_path / "b.xlsx", "Second", header=("When", "HO", "Jet A"))
    named = ("--column", "date=When", "--column", "SPOT=jet a", "--column", "futures=HO")
    assert run(NAME, "-o", "a.xlsx", "--data", "b.xlsx", "--sheet", "second", *named)[0] == 0
    assert prices(tmp_path / "a.xlsx")[0][1:] == pytest.approx(rows()[0][:0:-1])


def test_one_of_our_own_books_is_read_back(run, tmp_path):
    """The prices of a book are laid into another: its sheet is found, its headers are known."""
    assert run(NAME, "-o", "a.xlsx")[0] == 0
    code, out, _ = run("portfolio-hedge", "-o", "b.xlsx", "--data", "a.xlsx")
    assert code == 0
    assert "104 rows" in out
    assert prices(tmp_path / "a.xlsx") == prices(tmp_path / "b.xlsx")


def test_a_formula_in_a_header_stays_text(run, tmp_path):
    """Text from a file that looks like a formula is text in the book, and so is a file's name."""
    evil = "=cmd|' /C calc'!A0"
    name = "=HYPERLINK(evil).csv"
    write(tmp_path / name, PLAIN.replace("Spot", evil))
    assert run(NAME, "-o", "a.xlsx", "--data", name, "--column", f"spot={evil}")[0] == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [c for c in cells if isinstance(c.value, str) and "cmd|" in c.value]
    for cell in cells:
        assert cell.data_type != "f" or ("cmd" not in str(cell.value)), cell
        assert cell.hyperlink is None or not cell.hyperlink.target


def test_findings_are_printed_and_the_book_is_written(run, tmp_path):
    """Faults that are laid in are told: how many, and the row of the first one."""
    lines = [list(line) for line in rows()]
    lines[12][1] = 300.0
    lines[20][2] = -1.0
    write(tmp_path / "p.csv", text(lines))
    code, out, _ = run(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 0
    assert "Data check: Spot: rises far off: 1 (the first in row 19, 2024-01-13 of the book)" in out
    assert "Data check: Futures: prices of 0 or below: 1 (the first in row 27" in out
    book = recalculate(tmp_path / "a.xlsx")
    assert data_check.findings(book.cells(data_check.NAME))
    assert book.value("Farmer", "I2") == 0


def thousands(mark):
    """Return prices of three decimals, which may as well be thousands."""
    body = [f"{day};{1000 * s:,.0f};{1000 * f:,.0f}" for day, s, f in rows()]
    return "\n".join(["Date;Spot;Futures", *body]).replace(",", mark)


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize(("option", "other"), [("point", ","), ("comma", ".")])
def test_doubtful_numbers_are_read_as_told(run, tmp_path, mark, option, other):
    """3.070 and 3,070 are three or three thousand by what the reader says, never by a guess."""
    write(tmp_path / "p.csv", thousands(mark))
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert f"'3{mark}000' can be 3000 or 3.000" in err
    assert run(NAME, "-o", "a.xlsx", "--data", "p.csv", f"--decimal-{option}")[0] == 0
    factor = 1000 if mark == other else 1
    assert prices(tmp_path / "a.xlsx")[1][1] == pytest.approx(rows()[1][1] * factor)


def test_three_decimals_between_commas_are_decimals(run, tmp_path):
    """Nobody separates cells by commas and thousands by points; 0,750 is no thousand either."""
    exact = [f"{day},{spot:.3f},{futures:.3f}" for day, spot, futures in rows()]
    write(tmp_path / "a.csv", "\n".join(["Date,Spot,Futures", *exact]))
    assert run(NAME, "-o", "a.xlsx", "--data", "a.csv")[0] == 0
    assert prices(tmp_path / "a.xlsx")[1][1] == pytest.approx(3.07)
    body = [f"{day};0,{int(s * 100)};0,{int(f * 100)}" for day, s, f in rows()]
    write(tmp_path / "b.csv", "\n".join(["Date;Spot;Futures", *body]))
    assert run(NAME, "-o", "b.xlsx", "--data", "b.csv")[0] == 0
    assert prices(tmp_path / "b.xlsx")[0][1] == pytest.approx(0.3)


@pytest.mark.parametrize(("option", "month"), [("--day-first", 2), ("--month-first", 1)])
def test_doubtful_dates_are_read_as_told(run, tmp_path, option, month):
    """01/02/2010 is a day of February or of January by what the reader says."""
    lines = [
        (f"01/{i % 12 + 1:02}/{2010 + i // 12}", 3 + i * 7 % 11, 4 + i * 5 % 7) for i in range(12)
    ]
    write(tmp_path / "p.csv", text(lines))
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert "--day-first or --month-first" in err
    assert run(NAME, "-o", "a.xlsx", "--data", "p.csv", option)[0] == 0
    assert prices(tmp_path / "a.xlsx")[1][0].month == month


def test_an_order_of_dates_that_does_not_fit_is_refused(run, tmp_path):
    """--day-first on a file with the month first names the row, in place of a wrong date."""
    write(tmp_path / "p.csv", text([(f"{d:%m/%d/%Y}", s, f) for d, s, f in rows()]))
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.csv", "--day-first")
    assert code == 2
    assert "row 14: 01/13/2024" in err
    assert "leave out --day-first" in err


def test_dates_that_excel_has_swapped_are_refused(run, tmp_path):
    """True dates beside texts of another order are Excel's misreading: --sort must not bury it."""
    book = openpyxl.Workbook()
    book.active.append(("Date", "Spot", "Futures"))
    for day, *line in rows():
        swapped = dt.date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"
        book.active.append((swapped, *line))
    book.save(tmp_path / "p.xlsx")
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.xlsx", "--sort")
    assert code == 2
    assert "row 2 holds a true date and row 14 the text 13/01/2024" in err


@pytest.mark.parametrize("cell", ["A9", "B9"])
def test_a_formula_without_its_value_is_refused(run, tmp_path, cell):
    """A formula that nobody computed is no missing price; one that gives nothing is."""
    as_workbook(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    book.active[cell] = "=1+1"
    book.save(tmp_path / "p.xlsx")
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.xlsx")
    assert code == 2
    assert "row 9" in err
    assert "saved without its value" in err


def test_a_formula_that_gives_an_empty_text_is_no_price(run, tmp_path):
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
    code, out, _ = run(NAME, "-o", "a.xlsx", "--data", "p.xlsx")
    assert code == 0
    assert "30 rows from" in out


def test_a_hidden_sheet_is_not_read_unasked(run, tmp_path):
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
    assert run(NAME, "-o", "a.xlsx", "--data", "p.xlsx")[0] == 0
    assert prices(tmp_path / "a.xlsx")[0][1] == 3
    assert run(NAME, "-o", "b.xlsx", "--data", "p.xlsx", "--sheet", "old")[0] == 0
    assert prices(tmp_path / "b.xlsx")[0][1] == 4


def test_the_sheet_that_was_chosen_of_several_is_told(run, tmp_path):
    """Where two sheets have the columns and the first is taken, the other one is named."""
    as_workbook(tmp_path / "p.xlsx", "First")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    book.copy_worksheet(book["First"]).title = "Later"
    book.save(tmp_path / "p.xlsx")
    code, out, _ = run(NAME, "-o", "a.xlsx", "--data", "p.xlsx")
    assert code == 0
    assert "The sheet First is read; Later could be" in out


def test_a_header_with_another_unit_is_told(run, tmp_path):
    """Cents for dollars move a decimal point: the two units stand in one sentence."""
    write(tmp_path / "p.csv", text(rows(), "Date,Spot [USc/bu],Futures (USD/Bushel)"))
    out = run(NAME, "-o", "a.xlsx", "--data", "p.csv")[1]
    assert "taken as USD/bushel. Its header says USc/bu" in out
    assert out.count("Its header says") == 1


def test_one_of_our_books_that_does_not_fit_names_its_prices(run):
    """The sentence is about the sheet that holds the history, not about the first one."""
    assert run("hedge-effectiveness", "-o", "a.xlsx")[0] == 0
    code, _, err = run(NAME, "-o", "b.xlsx", "--data", "a.xlsx")
    assert code == 2
    assert "'Hedged item [USD/gallon]'" in err


@pytest.mark.parametrize("commas", ["Date,Spot,Futures,,", "Date,Spot,Futures,Volume,Open"])
def test_decimal_commas_without_quotes_are_refused(run, tmp_path, commas):
    """Two headers more than prices do not make 3 and 07 of 3,07."""
    lines = [f"{day},3,{i * 7 % 100:02},4,{i * 5 % 100:02}" for i, (day, *_) in enumerate(rows())]
    spare = ",," if "Volume" in commas else ""
    lines = [line.replace(",3,", f",{3 + i % 4},") + spare for i, line in enumerate(lines)]
    write(tmp_path / "p.csv", "\n".join([commas, *lines]))
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert "decimal commas in quotes" in err


def test_a_header_twice_in_parquet_is_refused(run, tmp_path):
    """Parquet allows two columns of one name; which one is meant nobody knows."""
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    import pyarrow.parquet as pq

    days, spot, futures = map(list, zip(*rows(), strict=True))
    table = pa.Table.from_arrays(
        [pa.array(c) for c in (days, spot, spot, futures)], ["Date", "Spot", "Spot", "Futures"]
    )
    pq.write_table(table, tmp_path / "p.parquet")
    code, _, err = run(NAME, "-o", "a.xlsx", "--data", "p.parquet")
    assert code == 2
    assert "'Spot' 2 times" in err


def test_a_missing_folder_is_told_before_the_work(run, monkeypatch):
    """Nobody waits for a book that has no place to go."""
    monkeypatch.setattr(templates, "build", lambda *_: pytest.fail("it was built"))
    code, _, err = run(NAME, "-o", "absent/a.xlsx")
    assert code == 2
    assert "There is no folder" in err


def test_help_fills_its_lines(run):
    """The long help is set for the terminal's width: no line of it is broken in two."""
    out = run("--help")[1]
    assert "a table with the columns date, spot and futures under a row of headers" in out


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
def test_what_was_done_to_the_rows_is_told(run, tmp_path, content, args, remark):
    """Nothing is turned round, sorted, left out or read in one of two ways in silence."""
    write(tmp_path / "p.csv", content)
    code, out, err = run(NAME, "-o", "a.xlsx", "--data", "p.csv", *args)
    assert (code, err) == (0, "")
    assert remark in out


def without_cell(row, column, value):
    """Return the plain text with one cell replaced."""
    lines = [line.split(",") for line in PLAIN.splitlines()]
    lines[row][column] = value
    return "\n".join(map(",".join, lines))


def two_orders():
    """Return rows of which one has the month first and the others the day."""
    days = text([(f"{day:%d/%m/%Y}", *line) for day, *line in rows()])
    return days.replace("02/01", "01/25")


def without_point():
    """Return rows of whole numbers, and one that a comma makes doubtful."""
    whole = text([(day, 3 + i % 4, 4 + i % 3) for i, (day, *_) in enumerate(rows())])
    return whole.replace(",6,", ',"3,456",', 1)


BAD = [
    ("absent", "absent.csv", None, (), "no file absent.csv"),
    ("folder", "folder.csv", "FOLDER", (), "is a folder"),
    ("kind", "prices.ods", "x", (), ".xlsx"),
    ("empty", "p.csv", b"", (), "is empty"),
    ("headers alone", "p.csv", "Date,Spot,Futures\n", (), "no prices below"),
    ("binary", "p.csv", bytes(range(256)) * 40, (), "not text"),
    ("zip named csv", "p.csv", b"PK\x03\x04\x00\x00" * 9, (), "not text"),
    ("latin-1", "p.csv", PLAIN.replace("Spot", "Preis é").encode("latin-1"), (), "CSV UTF-8"),
    ("no workbook", "p.xlsx", b"junk", (), "not an .xlsx"),
    ("damaged workbook", "p.xlsx", b"PK\x03\x04junk", (), "damaged"),
    ("no parquet", "p.parquet", b"junk", (), "Parquet"),
    ("wrong column", "p.csv", PLAIN.replace("Futures", "Ho"), (), "'Ho'"),
    ("wrong --column", "p.csv", PLAIN, ("--column", "spot=Jet"), "no column 'Jet'"),
    ("unknown key", "p.csv", PLAIN, ("--column", "sport=Spot"), "date, spot, futures"),
    ("--column without =", "p.csv", PLAIN, ("--column", "Spot"), "spot=HEADER"),
    ("one for two", "p.csv", PLAIN, ("--column", "spot=Futures"), "both"),
    ("sheet of text", "p.csv", PLAIN, ("--sheet", "Prices"), "no sheets"),
    ("twice", "p.csv", PLAIN.replace("Futures", "Spot"), (), "no column for the futures"),
    ("header twice", "p.csv", text(rows(), "Date,Spot,Futures,Spot"), (), "'Spot' 2 times"),
    ("two that fit", "p.csv", text(rows(), "Date,Spot,Futures,Cash"), (), "--column spot="),
    ("text as date", "p.csv", without_cell(3, 0, "soon"), (), "row 4: 'soon' is no date"),
    ("number as date", "p.csv", without_cell(3, 0, "45000"), (), "Excel's number of 2023-03-15"),
    (
        "total",
        "p.csv",
        PLAIN + "Total,99,98\n",
        (),
        "'Total' is no date; write dates as yyyy-mm-dd. A",
    ),
    ("total, no date", "p.csv", PLAIN + ",99,98\n", (), "'99' as its spot, without a date"),
    ("bars", "p.csv", text(rows(), separator="|"), (), "separated by commas, semicolons or tabs"),
    (
        "comma told",
        "p.csv",
        PLAIN,
        ("--decimal-comma",),
        "'3.07' is no price; with --decimal-comma",
    ),
    ("no such day", "p.csv", without_cell(3, 0, "2024-02-30"), (), "calendar"),
    ("ambiguous", "p.csv", without_cell(3, 0, "03/01/2024"), (), "2024-01-03 or 2024-03-01"),
    ("two orders", "p.csv", two_orders(), (), "neither"),
    ("two-digit year", "p.csv", without_cell(3, 0, "3-Jan-24"), (), "is no date"),
    ("before Excel", "p.csv", without_cell(1, 0, "1899-12-31"), (), "1900-03-01"),
    ("text as price", "p.csv", without_cell(5, 1, "about 3"), (), "row 6: 'about 3' is no price"),
    ("formula as price", "p.csv", without_cell(5, 1, "=1+1"), (), "is no price"),
    ("infinite", "p.csv", without_cell(5, 1, "1e400"), (), "row 6"),
    ("doubtful number", "p.csv", without_point(), (), "3456 or 3.456"),
    ("commas unquoted", "p.csv", text(rows(), "Date,Spot,Futures", ",", ","), (), "in quotes"),
    ("price, no date", "p.csv", without_cell(5, 0, ""), (), "without a date"),
    ("out of order", "p.csv", without_cell(9, 0, "2023-12-01"), (), "--sort"),
    ("too few", "p.csv", text(rows(6)), (), "needs 10"),
    ("never moves", "p.csv", text([(d, 3.0, f) for d, _, f in rows()]), (), "prices that move"),
    ("unclosed quote", "p.csv", PLAIN + '"' + "x" * 200_000, (), "lines that long"),
    ("one long line", "p.csv", "x" * 300_000, (), "lines that long"),
    ("unknown input", "p.csv", PLAIN, ("--set", "no_such=1"), "no_such"),
    ("no assignment", "p.csv", PLAIN, ("--set", "quantity"), "NAME=VALUE"),
    ("text for a number", "p.csv", PLAIN, ("--set", "quantity=many"), "many"),
]


@pytest.mark.parametrize(
    ("file", "content", "args", "words"),
    [case[1:] for case in BAD],
    ids=[case[0] for case in BAD],
)
def test_bad_data_get_one_sentence_and_nothing_is_written(
    run, tmp_path, file, content, args, words
):
    """Exit code 2, a sentence with what was found and what is expected, no file."""
    if content == "FOLDER":
        (tmp_path / file).mkdir()
    elif content is not None:
        write(tmp_path / file, content)
    before = sorted(tmp_path.iterdir())
    code, out, err = run(NAME, "-o", "mine.xlsx", "--data", file, *args)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("treasury-fx", "--data", "p.csv"), "use hedging-template or hedge-effectiveness"),
        (("rates-hedge", "--data", "p.csv"), "no price history"),
        ((NAME, "--sheet", "Prices"), "--data FILE"),
        ((NAME, "--sort"), "--data FILE"),
        ((NAME, "--month-first", "--decimal-comma"), "--month-first and --decimal-comma without"),
        (("commodity-cross-hedge", "--data", "p.csv"), "no column for the second"),
    ],
)
def test_data_where_they_have_no_place(run, tmp_path, args, words):
    """A book without a history says which ones have one; options without a file say so."""
    write(tmp_path / "p.csv", PLAIN)
    code, out, err = run(*args, "-o", "mine.xlsx")
    assert (code, out) == (2, "")
    assert words in err
    assert not (tmp_path / "mine.xlsx").exists()


def test_a_book_that_needs_returns_refuses_prices_of_0_or_below(run, tmp_path):
    """commodity-cross-hedge takes relative changes: it says so, and which template does not."""
    lines = [(*line, line[2] + i % 3 / 10) for i, line in enumerate(rows(70))]
    lines[9] = (lines[9][0], -37.63, *lines[9][2:])
    write(tmp_path / "p.csv", text(lines, "Date,Spot,Futures,Second"))
    code, _, err = run("commodity-cross-hedge", "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert "row 11: the spot is -37.63" in err


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_two_million_rows_are_refused_early(run, tmp_path, kind):
    """More rows than a sheet holds are noticed from the first ones."""
    import resource

    path = tmp_path / f"p.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8") as file:
            file.write("Date,Spot,Futures\n")
            file.writelines("2024-01-01,3.1,3.2\n" for _ in range(2_000_000))
    else:
        pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
        import pyarrow.parquet as pq

        column = pa.array([1.5]).take(pa.array([0] * 2_000_000))
        pq.write_table(pa.table({"Date": column, "Spot": column, "Futures": column}), path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, _, err = run(NAME, "-o", "mine.xlsx", "--data", path.name)
    assert code == 2
    assert "at most 10,000 (a sheet ends at 1,048,576)" in err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024  # KiB


@pytest.mark.parametrize(
    ("module", "file", "words"),
    [
        ("openpyxl", "p.xlsx", "pip install 'xlhedge[desk]'"),
        ("pyarrow", "p.parquet", "pip install 'xlhedge[parquet]'"),
    ],
)
def test_a_missing_library_is_named(run, tmp_path, monkeypatch, module, file, words):
    """Without the library that reads a file the sentence says what to install."""
    _ = (as_workbook if file.endswith("xlsx") else as_parquet)(tmp_path / file)
    monkeypatch.setitem(sys.modules, module, None)
    code, _, err = run(NAME, "-o", "mine.xlsx", "--data", file)
    assert code == 2
    assert words in err


def test_a_workbook_that_declares_entities_is_refused(run, tmp_path):
    """A document type in a part, and so every entity, is refused before anything is parsed."""
    import zipfile

    as_workbook(tmp_path / "good.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "good.xlsx") as good,
        zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            bad.writestr(name, content)
    code, _, err = run(NAME, "-o", "mine.xlsx", "--data", "bad.xlsx")
    assert code == 2
    assert "entities" in err


def test_linked_to_the_installed_addin(run, monkeypatch, tmp_path):
    """--linked names the add-in of this machine; without one, or beside --lite, it says so."""
    from xlhedge.excel import environment_machine

    code, _, said = run("rates-hedge", "--linked")
    assert code == 2
    assert "installs on Windows" in said
    machine = type("Machine", (), {"root": tmp_path / "xlhedge"})
    monkeypatch.setattr(environment_machine, "this_machine", lambda: machine)
    code, _, said = run("rates-hedge", "--linked")
    assert code == 2
    assert "xlhedge install first" in said
    addin = tmp_path / "xlhedge" / "xlhedge.xlam"
    addin.parent.mkdir()
    addin.touch()
    assert run("rates-hedge", "--linked", "--lite")[0] == 2
    assert run("rates-hedge", "--linked")[0] == 0
    (link,) = openpyxl.load_workbook("rates-hedge.xlsx")._external_links
    assert link.file_link.Target == f"file:///{addin}"
    assert recalculate("rates-hedge.xlsx").differences == []
