"""`xlhedge template`: what the command writes and prints."""

import warnings

import openpyxl
import pytest
from own_data_files import NAME, PLAIN, rows, text, write

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import data_check
from xlhedge.templates.labels import OTHER_CONTRACT


def test_the_book_says_where_its_prices_come_from(template, tmp_path):
    """About, titles and notes name the file without its path, and nothing says simulated."""
    folder = tmp_path / "private folder"
    folder.mkdir()
    write(folder / "own prices.csv", PLAIN)
    assert template(NAME, "-o", "mine.xlsx", "--data", folder / "own prices.csv")[0] == 0
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


def test_the_same_input_gives_the_same_bytes(template, tmp_path):
    """No clock and no chance goes into a book with own data."""
    write(tmp_path / "p.csv", PLAIN)
    for target in ("a.xlsx", "b.xlsx"):
        assert template(NAME, "-o", target, "--data", "p.csv", "--set", "quantity=5")[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_set_changes_inputs_at_once(template, tmp_path):
    """--set takes a name or a cell, with own data and without; what hangs on it follows."""
    assert template(NAME, "-o", "a.xlsx", "--set", "futures_price=3.6")[0] == 0
    book = recalculate(tmp_path / "a.xlsx")
    assert book.names["ratio_by_value"].value == pytest.approx(3 * 5000 * 3.6 / 60000)
    write(tmp_path / "p.csv", PLAIN)
    code, out, _ = template(NAME, "-o", "b.xlsx", "--data", "p.csv", "--set", "spot_price=3.09")
    assert code == 0
    assert "are in futures_price, closing_basis" in out, "today's prices are the last ones"
    assert recalculate(tmp_path / "b.xlsx").names["spot_price"].value == 3.09


def test_a_formula_in_a_header_stays_text(template, tmp_path):
    """Text from a file that looks like a formula is text in the book, and so is a file's name."""
    evil = "=cmd|' /C calc'!A0"
    name = "=HYPERLINK(evil).csv"
    write(tmp_path / name, PLAIN.replace("Spot", evil))
    assert template(NAME, "-o", "a.xlsx", "--data", name, "--column", f"spot={evil}")[0] == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [c for c in cells if isinstance(c.value, str) and "cmd|" in c.value]
    for cell in cells:
        assert cell.data_type != "f" or ("cmd" not in str(cell.value)), cell
        assert cell.hyperlink is None or not cell.hyperlink.target


def test_findings_are_printed_and_the_book_is_written(template, tmp_path):
    """Faults that are laid in are told: how many, and the row of the first one."""
    lines = [list(line) for line in rows()]
    lines[12][1] = 300.0
    lines[20][2] = -1.0
    write(tmp_path / "p.csv", text(lines))
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 0
    assert (
        "Data check: Spot: rises far off: 1, the first in row 19, 2024-01-13, of the book. A slip"
        in out
    )
    assert "Data check: Futures: prices of 0 or below: 1, the first in row 27" in out
    book = recalculate(tmp_path / "a.xlsx")
    assert data_check.findings(book.cells(data_check.NAME))
    assert book.value("Farmer", "I2").startswith("FAIL")


def test_a_header_with_another_unit_is_told(template, tmp_path):
    """Cents for dollars move a decimal point: the two units stand in one sentence."""
    write(tmp_path / "p.csv", text(rows(), "Date,Spot [USc/bu],Futures (USD/Bushel)"))
    out = template(NAME, "-o", "a.xlsx", "--data", "p.csv")[1]
    assert "taken as USD/bushel. Its header says USc/bu" in out
    assert out.count("Its header says") == 1


def test_quotes_in_cents_are_asked_about_where_no_header_says(template, tmp_path):
    """Wheat is quoted in cents: who names no unit is told before 835 becomes dollars a bushel."""
    cents = "CBOT quotes ZW in US cents/bushel, and the headers name no unit"
    write(tmp_path / "p.csv", PLAIN)
    out = template(NAME, "-o", "a.xlsx", "--data", "p.csv")[1]
    assert cents in " ".join(out.split())
    write(tmp_path / "q.csv", text(rows(), "Date,Spot (USD/Bushel),Futures (USD/Bushel)"))
    assert cents not in " ".join(template(NAME, "-o", "b.xlsx", "--data", "q.csv")[1].split())
    crude = ("--set", "contract=CL - WTI crude oil, 1,000 barrels, NYMEX")
    assert cents not in template(NAME, "-o", "c.xlsx", "--data", "p.csv", *crude)[1]


def test_a_missing_folder_is_told_before_the_work(template, monkeypatch):
    """Nobody waits for a book that has no place to go."""
    monkeypatch.setattr(templates, "build", lambda *_: pytest.fail("it was built"))
    code, _, err = template(NAME, "-o", "absent/a.xlsx")
    assert code == 2
    assert "There is no folder" in err


def test_help_fills_its_lines(template):
    """The long help is filled to lines of 80 characters, which are read at a glance."""
    out = template("--help")[1]
    line = next(
        line for line in out.splitlines() if "--data FILE puts your own price history" in line
    )
    assert 70 < len(line) <= 80


def test_units_names_and_currency_follow(template, tmp_path):
    """No page says bushels or dollars where the prices are tonnes and euros, nor the old name."""
    write(tmp_path / "p.csv", PLAIN)
    labels = ("--unit", "EUR/t", "--name", "spot=Rapeseed", "--set", "quantity=100")
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.csv", *labels)
    assert code == 0
    assert "Rapeseed is the column Spot, taken as EUR/t" in out
    book = recalculate(tmp_path / "a.xlsx")
    pages = [*book.cells("Farmer").values(), *book.cells("Inputs").values()]
    text = "\n".join(map(str, pages))
    for word in ("bushel", "USD"):
        assert word not in text, word
    assert "Rapeseed price" in text
    assert "EUR/t" in text
    assert OTHER_CONTRACT in text.splitlines()  # the sample's is in bushels


def test_a_unit_of_its_own_is_not_held_to_the_other(template, tmp_path):
    """Cents beside dollars are a finding and code 6, until --unit says that they are cents."""
    cents = [(day, spot, 100 * futures) for day, spot, futures in together()]
    write(tmp_path / "p.csv", text(cents))
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.csv")
    assert code == 6
    assert "Spot, Futures: units apart. Ratio and contracts are off by as much" in out
    assert "The ratio means nothing while this check fails" in out
    assert template(NAME, "-o", "b.xlsx", "--data", "p.csv", "--unit", "futures=USc/bu")[0] == 0


def together():
    """Return prices that move together."""
    return [
        (day, 3 + i * 7 % 11 / 10, 3.4 + i * 7 % 11 / 10 + i % 3 / 50)
        for i, (day, *_) in enumerate(rows())
    ]


def test_what_is_still_the_samples_fails_a_check_and_no_command(template, tmp_path):
    """The last prices are in; position figures of the sample wait, and it is said."""
    write(tmp_path / "p.csv", PLAIN)
    code, out, _ = template(NAME, "-o", "a.xlsx", "--data", "p.csv", "--set", "quantity=7000")
    assert code == 0
    assert "Check failed: Sample, replace: Contracts held (contracts_held)" in out
    assert "Crop to hedge" not in out
    book = recalculate(tmp_path / "a.xlsx")
    last = rows()[-1]
    assert book.names["spot_price"].value == pytest.approx(last[1])
    assert book.names["closing_basis"].value == pytest.approx(last[1] - last[2])
    assert "as published" not in "".join(map(str, book.cells("Farmer").values()))
    assert book.value("Farmer", "I2").startswith("FAIL")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--unit", "oats=EUR/t"), "there is no 'oats'"),
        (("--name", "spot"), '--name spot="Jet fuel"'),
        (("--name", f"spot={'x' * 40}"), "1 to 24 characters"),
        (("--currency", "euro"), "EUR, CHF"),
    ],
)
def test_labels_that_cannot_be(template, tmp_path, args, words):
    """A label for no column, or one that has no room, is refused before the work."""
    write(tmp_path / "p.csv", PLAIN)
    code, _, err = template(NAME, "-o", "a.xlsx", "--data", "p.csv", *args)
    assert code == 2
    assert words in err


def test_linked_to_the_installed_addin(template, monkeypatch, tmp_path):
    """--linked names the add-in of this machine; without one, or beside --lite, it says so."""
    from xlhedge.excel import environment_machine

    code, _, said = template("rates-hedge", "--linked")
    assert code == 2
    assert "installs on Windows" in said
    machine = type("Machine", (), {"root": tmp_path / "xlhedge"})
    monkeypatch.setattr(environment_machine, "this_machine", lambda: machine)
    code, _, said = template("rates-hedge", "--linked")
    assert code == 2
    assert "xlhedge install first" in said
    addin = tmp_path / "xlhedge" / "xlhedge.xlam"
    addin.parent.mkdir()
    addin.touch()
    assert template("rates-hedge", "--linked", "--lite")[0] == 2
    assert template("rates-hedge", "--linked")[0] == 0
    (link,) = openpyxl.load_workbook(tmp_path / "rates-hedge.xlsx")._external_links
    assert link.file_link.Target == f"file:///{addin}"
    assert recalculate(tmp_path / "rates-hedge.xlsx").differences == []
