"""`xlhedge template --data`: what cannot be taken, and the one sentence that says why."""

import datetime as dt
import sys

import openpyxl
import pytest
from own_data_files import (
    NAME,
    PLAIN,
    as_parquet,
    as_workbook,
    rows,
    text,
    without_cell,
    write,
)


def test_an_order_of_dates_that_does_not_fit_is_refused(template, tmp_path):
    """--day-first on a file with the month first names the row, in place of a wrong date."""
    write(tmp_path / "p.csv", text([(f"{d:%m/%d/%Y}", s, f) for d, s, f in rows()]))
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv", "--day-first")
    assert code == 2
    assert "row 14: 01/13/2024" in err
    assert "leave out --day-first" in err


def test_dates_that_excel_has_swapped_are_refused(template, tmp_path):
    """True dates beside texts of another order are Excel's misreading: --sort must not bury it."""
    book = openpyxl.Workbook()
    book.active.append(("Date", "Spot", "Futures"))
    for day, *line in rows():
        swapped = dt.date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"
        book.active.append((swapped, *line))
    book.save(tmp_path / "p.xlsx")
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.xlsx", "--sort")
    assert code == 2
    assert "row 2 holds a true date and row 14 the text 13/01/2024" in err


@pytest.mark.parametrize("cell", ["A9", "B9"])
def test_a_formula_without_its_value_is_refused(template, tmp_path, cell):
    """A formula that nobody computed is no missing price; one that gives nothing is."""
    as_workbook(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    book.active[cell] = "=1+1"
    book.save(tmp_path / "p.xlsx")
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.xlsx")
    assert code == 2
    assert "row 9" in err
    assert "saved without its value" in err


def test_one_of_our_books_that_does_not_fit_names_its_prices(template):
    """The sentence is about the sheet that holds the history, not about the first one."""
    assert template("hedge-effectiveness", "-o", "a.xlsx")[0] == 0
    code, _, err = template(NAME, "-o", "b.xlsx", "--data", "a.xlsx")
    assert code == 2
    assert "Hedged item" in err


@pytest.mark.parametrize("commas", ["Date,Spot,Futures,,", "Date,Spot,Futures,Volume,Open"])
def test_decimal_commas_without_quotes_are_refused(template, tmp_path, commas):
    """Two headers more than prices do not make 3 and 07 of 3,07."""
    lines = [f"{day},3,{i * 7 % 100:02},4,{i * 5 % 100:02}" for i, (day, *_) in enumerate(rows())]
    spare = ",," if "Volume" in commas else ""
    lines = [line.replace(",3,", f",{3 + i % 4},") + spare for i, line in enumerate(lines)]
    write(tmp_path / "p.csv", "\n".join([commas, *lines]))
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert "decimal commas in quotes" in err


def test_a_header_twice_in_parquet_is_refused(template, tmp_path):
    """Parquet allows two columns of one name; which one is meant nobody knows."""
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    import pyarrow.parquet as pq

    days, spot, futures = map(list, zip(*rows(), strict=True))
    other = [price + 1 for price in spot]
    table = pa.Table.from_arrays(
        [pa.array(c) for c in (days, spot, other, futures)], ["Date", "Spot", "Spot", "Futures"]
    )
    pq.write_table(table, tmp_path / "p.parquet")
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.parquet")
    assert code == 2
    assert "column 2, 'Spot'; column 3, 'Spot'" in err


def two_orders():
    """Return rows of which one has the month first and the others the day."""
    days = text([(f"{day:%d/%m/%Y}", *line) for day, *line in rows()])
    return days.replace("02/01", "01/25")


def without_point():
    """Return rows of whole numbers, and one that a comma makes doubtful."""
    whole = text([(day, 3 + i % 4, 4 + i % 3) for i, (day, *_) in enumerate(rows())])
    return whole.replace(",6,", ',"3,456",', 1)


def three():
    """Return rows with one price more."""
    return [(*line, line[1] + i % 3) for i, line in enumerate(rows())]


def currencies():
    """Return rows whose spot is in dollars on one day and in euros on the next."""
    return [(d, "$€"[i % 2] + f"{s:.2f}", f) for i, (d, s, f) in enumerate(rows())]


def deliveries():
    """Return one day's prices of delivery months, as an exchange lists them."""
    months = [f"{m} {y}" for y in range(24, 31) for m in ("MAR", "MAY", "JUL", "SEP", "DEC")]
    return [(month, s, f) for month, (_, s, f) in zip(months, rows(35), strict=True)]


def long_table():
    """Return two series one below the other, as databases export them."""
    lines = [f"{crop},{d},{s:.2f},{f:.2f}" for crop in ("Corn", "Soy") for d, s, f in rows()]
    return "\n".join(["Crop,Date,Spot,Futures", *lines])


def weekly_spot():
    """Return daily futures with a spot price a week."""
    return text([(d, s if i % 7 == 0 else "", f) for i, (d, s, f) in enumerate(rows())])


BAD = [
    ("absent", "absent.csv", None, (), "no file absent.csv"),
    ("folder", "folder.csv", "FOLDER", (), "is a folder"),
    ("kind", "prices.pdf", "x", (), ".xlsx"),
    ("empty", "p.csv", b"", (), "is empty"),
    ("headers alone", "p.csv", "Date,Spot,Futures\n", (), "no prices below"),
    ("dates alone", "p.csv", "Date\n2024-01-01\n2024-01-02\n", (), "--spot FILE --futures FILE"),
    (
        "no numbers",
        "p.csv",
        text([(day, "NaN", "tba") for day, *_ in rows()]),
        (),
        "in row 2 the spot is 'NaN' and the futures is 'tba'. A number such as 1234.5",
    ),
    ("a page", "p.csv", "<!DOCTYPE html><p>429 Too Many Requests", (), "is a web page"),
    ("binary", "p.csv", bytes(range(256)) * 40, (), "not text"),
    ("zip named csv", "p.csv", b"PK\x03\x04\x00\x00" * 9, (), "not text"),
    ("no letters", "p.csv", PLAIN.encode() + b"\x81\x8d", (), "CSV UTF-8"),
    ("no workbook", "p.xlsx", b"junk", (), "not an .xlsx"),
    ("damaged workbook", "p.xlsx", b"PK\x03\x04junk", (), "damaged"),
    ("no parquet", "p.parquet", b"junk", (), "Parquet"),
    ("wrong column", "p.csv", PLAIN.replace("Futures", "Ho"), (), "'Ho'"),
    ("wrong --column", "p.csv", PLAIN, ("--column", "spot=Jet"), "no column 'Jet'"),
    ("unknown key", "p.csv", PLAIN, ("--column", "sport=Spot"), "date, spot, futures"),
    ("--column without =", "p.csv", PLAIN, ("--column", "Spot"), "spot=HEADER"),
    ("one for two", "p.csv", PLAIN, ("--column", "spot=Futures"), "both"),
    ("sheet of text", "p.csv", PLAIN, ("--sheet", "Prices"), "no sheets"),
    ("twice", "p.csv", PLAIN.replace("Futures", "Spot"), (), "column 2, 'Spot'; column 3, 'Spot'"),
    ("two that fit", "p.csv", text(three(), "Date,Spot,Futures,Cash"), (), "--column spot=4"),
    (
        "no prices",
        "p.csv",
        text(rows(), "Date,High,Low"),
        (),
        "no column for the spot and none for",
    ),
    ("text alone", "p.csv", "Dear Sir,\nthank you\n", (), "no column of dates"),
    ("one column", "p.csv", "Spot\n3.1\n3.2\n3.3\n", (), "no column of dates"),
    (
        "NaN alone",
        "p.csv",
        text([(d, *"xx") for d, *_ in rows()]).replace("x", "NaN"),
        (),
        "the spot is 'NaN' and the futures is 'NaN'",
    ),
    (
        "a day to come",
        "p.csv",
        PLAIN + "2934-01-05,3.1,3.2\n",
        (),
        "row 32: 2934-01-05 has not come",
    ),
    ("--data twice", "p.csv", PLAIN, ("--data", "p.csv"), "--spot p.csv --futures p.csv"),
    (
        "percent",
        "p.csv",
        without_cell(5, 1, "4.27%"),
        (),
        "row 6: the spot '4.27%' is a percentage",
    ),
    ("two currencies", "p.csv", text(currencies()), (), "in $ (row 2) and in € (row 3)"),
    ("eighths of 9", "p.csv", without_cell(5, 1, "557'9"), (), "--quote spot=eighths"),
    ("32nds or thousands", "p.csv", without_cell(5, 1, "110'165"), (), "can be 110165 or a price"),
    ("delivery months", "p.csv", text(deliveries()), (), "delivery months on one day"),
    ("a long table", "p.csv", long_table(), (), "--where 'Crop=Corn'"),
    ("long, sorted", "p.csv", long_table(), ("--sort",), "2 series one below the other"),
    ("no such value", "p.csv", long_table(), ("--where", "Crop=Rye"), "there are 'Corn', 'Soy'"),
    ("weekly beside daily", "p.csv", weekly_spot(), (), "30 rows, 5 of them with every price"),
    ("year first", "p.csv", text([(f"{d:%y/%m/%d}", *x) for d, *x in rows()]), (), "year of two"),
    ("--every hour", "p.csv", PLAIN, ("--every", "hour"), "day or week or month"),
    ("--from soon", "p.csv", PLAIN, ("--from", "soon"), "--from 2024-01-31"),
    ("none of that time", "p.csv", PLAIN, ("--from", "2025-01-01"), "2024-01-01 to 2024-01-30"),
    ("text as date", "p.csv", without_cell(3, 0, "soon"), (), "row 4: 'soon' is no date"),
    ("number as date", "p.csv", without_cell(3, 0, "45000"), (), "Excel's day numbers, 2023-03-15"),
    (
        "comma told",
        "p.csv",
        PLAIN,
        ("--decimal-comma",),
        "'3.4' is no price; with --decimal-comma",
    ),
    ("no such day", "p.csv", without_cell(3, 0, "2024-02-30"), (), "calendar"),
    ("ambiguous", "p.csv", without_cell(3, 0, "03/01/2024"), (), "2024-01-03 or 2024-03-01"),
    ("two orders", "p.csv", two_orders(), (), "neither"),
    ("before Excel", "p.csv", without_cell(1, 0, "1899-12-31"), (), "1900-03-01"),
    ("text as price", "p.csv", without_cell(5, 1, "about 3"), (), "row 6: 'about 3' is no price"),
    ("formula as price", "p.csv", without_cell(5, 1, "=1+1"), (), "is no price"),
    ("infinite", "p.csv", without_cell(5, 1, "1e400"), (), "row 6"),
    ("doubtful number", "p.csv", without_point(), (), "3456 or 3.456"),
    ("commas unquoted", "p.csv", text(rows(), "Date,Spot,Futures", ",", ","), (), "in quotes"),
    ("price, no date", "p.csv", without_cell(5, 0, ""), (), "without a date"),
    ("out of order", "p.csv", without_cell(9, 0, "2023-12-01"), (), "--sort"),
    ("too few", "p.csv", text(rows(6)), (), "5 usable changes; the template needs 12"),
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
    template, tmp_path, file, content, args, words
):
    """Exit code 2, a sentence with what was found and what is expected, no file."""
    if content == "FOLDER":
        (tmp_path / file).mkdir()
    elif content is not None:
        write(tmp_path / file, content)
    before = sorted(tmp_path.iterdir())
    code, out, err = template(NAME, "-o", "mine.xlsx", "--data", file, *args)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("treasury-fx", "--data", "p.csv"), "no column of a currency"),
        (("rates-hedge", "--data", "p.csv"), "no column of a term"),
        ((NAME, "--sheet", "Prices"), "--data FILE"),
        ((NAME, "--sort"), "--data FILE"),
        ((NAME, "--month-first", "--decimal-comma"), "--month-first and --decimal-comma without"),
    ],
)
def test_data_where_they_have_no_place(template, tmp_path, args, words):
    """A book says what it takes instead; options without a file say so."""
    write(tmp_path / "p.csv", PLAIN)
    code, out, err = template(*args, "-o", "mine.xlsx")
    assert (code, out) == (2, "")
    assert words in err
    assert not (tmp_path / "mine.xlsx").exists()


def test_a_book_that_needs_returns_refuses_prices_of_0_or_below(template, tmp_path):
    """commodity-cross-hedge takes relative changes: it says so, and which template does not."""
    lines = [(*line, line[2] + i % 3 / 10) for i, line in enumerate(rows(70))]
    lines[9] = (lines[9][0], -37.63, *lines[9][2:])
    write(tmp_path / "p.csv", text(lines, "Date,Spot,Futures,Second"))
    code, _, err = template("commodity-cross-hedge", "-o", "a.xlsx", "--data", "p.csv")
    assert code == 2
    assert "row 11: the spot is -37.63" in err


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_two_million_rows_are_refused_early(template, tmp_path, kind):
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
    code, _, err = template(NAME, "-o", "mine.xlsx", "--data", path.name)
    assert code == 2
    assert "more than 100,000 rows; a file is read up to there. Keep one price a day" in err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024  # KiB


@pytest.mark.parametrize(
    ("module", "file", "words"),
    [
        ("python_calamine", "p.xlsx", "pip install python-calamine"),
        ("pyarrow", "p.parquet", "pip install pyarrow"),
    ],
)
def test_a_missing_library_is_named(template, tmp_path, monkeypatch, module, file, words):
    """Without the library that reads a file the sentence says what to install."""
    _ = (as_workbook if file.endswith("xlsx") else as_parquet)(tmp_path / file)
    monkeypatch.setitem(sys.modules, module, None)
    code, _, err = template(NAME, "-o", "mine.xlsx", "--data", file)
    assert code == 2
    assert words in err


def test_a_workbook_that_declares_entities_is_refused(template, tmp_path):
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
    code, _, err = template(NAME, "-o", "mine.xlsx", "--data", "bad.xlsx")
    assert code == 2
    assert "entities" in err
