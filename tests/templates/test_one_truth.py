"""hedge-effectiveness: one conclusion on every page, whatever the inputs turn it to."""

from pathlib import Path

import pytest

from xlhedge.ooxml.cell_xml import Change
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.sheet_patch import patch_cells
from xlhedge.ooxml.zip_patch import replace_members
from xlhedge.recalc import recalculate
from xlhedge.templates import checks

BOOK = Path(__file__).parents[2] / "workbooks" / "hedge-effectiveness.xlsx"
PAGES = {  # where a page states the conclusion
    "Verdict": "Hedge accounting",
    "Memo": "Hedge accounting",
    "Designation": "Conclusion",
    "Dollar offset": "Hedge accounting",
    "Hypothetical, OCI": "Hedge accounting",
}


def beside(book, page, label):
    """The value to the right of a label, the last such label of a page."""
    cells = book.cells(page)
    row, column = max(place for place, value in cells.items() if value == label)
    return cells.get((row, column + 1))


def data_rows(book):
    """The rows of the sample's prices on Data."""
    cells = book.cells("Data")
    top = next(row for (row, _), value in sorted(cells.items()) if value == "Period's end [date]")
    return [row for row in range(top + 1, top + 60) if (row, 2) in cells]


TURNS = {
    "as it is": ({}, {"ifrs9": "pass", "ias39": "pass", "asc815": "pass"}),
    "r squared low": ({"r_min": 0.9}, {"ifrs9": "pass", "ias39": "fail", "asc815": "fail"}),
    "slope outside": ({"slope_low": -0.9}, {"ifrs9": "pass", "ias39": "fail", "asc815": "fail"}),
    "credit dominates": ({"credit_max": 0.005}, {"ifrs9": "fail", "ias39": "pass"}),
    "over-hedged": ({"contracts": 130}, {"ifrs9": "fail", "ias39": "fail", "asc815": "fail"}),
    "under-hedged": ({"contracts": 40}, {"ifrs9": "fail", "ias39": "fail", "asc815": "fail"}),
    "adds to the risk": ({"quantity": 4200000}, {"ifrs9": "fail", "ias39": "fail"}),
    "all is noise": ({"noise_floor": 1e9}, {"ifrs9": "pass", "ias39": "not assessed"}),
    "band of one standard": ({"ias_high": 1.01}, {"ias39": "fail", "asc815": "pass"}),
    "exactly on the band": ({"asc_high": 5669790 / 5346600}, {"asc815": "pass"}),
    "regression alone": ({"Inputs!C8": "regression", "ias_high": 1.01}, {"ias39": "pass"}),
    "nothing is held": ({"contracts": 0}, {"ifrs9": "no verdict", "ias39": "no verdict"}),
}
CASES = [
    pytest.param(changes, standard, verdict, id=f"{name}, {standard}")
    for name, (changes, verdicts) in TURNS.items()
    for standard, verdict in verdicts.items()
]


def agree(book, verdict):
    """Assert that every page says the same of the hedge, and books by it."""
    for page, label in PAGES.items():
        told = str(beside(book, page, label))
        assert told.partition(",")[0] == verdict, page
    advice = {str(beside(book, page, "What to do")) for page in ("Verdict", "Memo", "Designation")}
    assert len(advice) == 1
    assert advice.pop().startswith("Continue") == (verdict == "pass")
    booked = [beside(book, page, "Book to OCI") for page in ("Verdict", "Hypothetical, OCI")]
    reserve = [beside(book, page, "Reserve in OCI") for page in ("Verdict", "Hypothetical, OCI")]
    assert booked[0] == booked[1]
    assert reserve[0] == reserve[1]
    if verdict != "pass":
        assert booked[0] == 0
        assert reserve[0] == "not to book"


@pytest.mark.parametrize(("changes", "standard", "verdict"), CASES)
def test_no_two_pages_disagree(changes, standard, verdict):
    """Each verdict turned in every way it can: one conclusion, one advice, one booking.

    The memo's own verdicts are those of the tests that decide.
    """
    book = recalculate(BOOK, inputs={"standard": standard, **changes})
    agree(book, verdict)
    memo = str(book.names["memo_text"].value)
    if verdict == "no verdict":
        assert memo == "#DIV/0!"
        return
    told = [line for line in memo.split("\n") if "verdict: " in line or line.startswith("overall")]
    failed = [line for line in told if "verdict: fail" in line or ": fail," in line]
    assert bool(failed) == (verdict == "fail") or "Inputs!C8" in changes
    if standard == "ifrs9":
        assert f": {verdict}, " in told[-1]


@pytest.fixture(scope="module")
def blanked(tmp_path_factory):
    """Return the book with cells of Data emptied, as a reader empties them."""

    def book(columns, rows):
        path = tmp_path_factory.mktemp("blanked") / "book.xlsx"
        package = Package(BOOK)
        (sheet,) = [s for s in Draft(BOOK.read_bytes()).worksheets() if s.name == "Data"]
        gone = {(row, column): Change(None, is_input=True) for row in rows for column in columns}
        patched = patch_cells(package.read(sheet.part), gone, "Data")
        path.write_bytes(replace_members(package.data, {sheet.part: patched}))
        return path

    return book


def test_too_few_rows_are_no_verdict_of_any_page(blanked):
    """Eight changes are too few for a robust p-value: not assessed, and nothing goes to OCI."""
    path = blanked(range(2, 6), data_rows(recalculate(BOOK))[9:])
    loose = {"r_min": 0.01, "slope_low": -5, "credit_max": 1, "slack": 1, "asc_low": 0.01}
    for standard in ("ifrs9", "asc815"):
        agree(recalculate(path, inputs={"standard": standard, **loose}), "not assessed")


def test_a_limit_is_shown_as_it_judges():
    """A limit of half a per cent reads 0.5 %, where it is typed and where the memo repeats it."""
    book = recalculate(BOOK, inputs={"credit_max": 0.005, "r_min": 0.825, "ias_low": 0.775})
    shown = {"Credit risk dominates above": "0.5%", "R squared of at least": "82.5%"}
    for page in ("Inputs", "Memo"):
        cells = book.cells(page)
        for label, text in shown.items():
            row, column = max(place for place, value in cells.items() if value == label)
            assert book.display(page, row, column + 1) == text
    assert beside(book, "Memo", "IFRS 9: requirements") == "fail: 6.4.1(c) as a whole"


def test_the_period_is_told_by_its_days():
    """The memo, the designation and the verdict have the first and last day of the data."""
    book = recalculate(BOOK)
    told = "since designation, from 2024-02-16 to 2026-11-20"
    assert told in str(book.names["memo_text"].value)
    assert beside(book, "Verdict", "Period") == told
    assert beside(book, "Designation", "Period assessed") == told


def test_each_period_has_the_day_of_its_row(blanked):
    """A row without a price leaves its periods out, and the others keep their days."""
    computed = recalculate(BOOK)
    rows = data_rows(computed)
    book = recalculate(blanked([3], rows[5:6]))
    days = computed.cells("Data")
    for page in ("Dollar offset", "Hypothetical, OCI"):
        cells = book.cells(page)
        top = next(r for (r, c), v in cells.items() if v == "Period's end" and c == 2)
        shown = [
            cells[r, 2] for r in range(top + 1, top + 60) if cells.get((r, 2)) not in {None, ""}
        ]
        expected = [days[row, 2] for row in rows[1:]]
        assert shown[:34] == [d for i, d in enumerate(expected, 1) if i not in {5, 6}][:34]


def test_a_ratio_changed_without_a_line_in_the_log_is_seen():
    """The rebalancing log and Inputs hold the same ratio, or a check names it."""
    changed = recalculate(BOOK, inputs={"planned": 0.93})
    (told,) = checks.failing(changed.cells(checks.NAME))
    assert told.startswith("Designation: the log's last ratio")
    cells = changed.cells("Designation")
    row = next(row for (row, _), value in cells.items() if value == "Designation" and row > 5)
    line = {f"Designation!B{row + 1}": 46000, f"Designation!D{row + 1}": 0.93}
    logged = recalculate(BOOK, inputs={"planned": 0.93, **line})
    assert checks.failing(logged.cells(checks.NAME)) == []


def test_the_book_opens_on_its_answer():
    """The verdict first, what is typed beside it; About, Checks and Chart texts last."""
    sheets = recalculate(BOOK).sheets
    assert sheets[:2] == ["Verdict", "Inputs"]
    assert sheets[-4:] == ["About", "Checks", "Chart texts", "Contracts"]
