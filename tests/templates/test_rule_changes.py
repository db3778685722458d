"""A template book says which version made it, and which of its functions changed since."""

import pytest

from xlhedge import __version__, templates
from xlhedge.recalc import recalculate
from xlhedge.templates.cells import Cell
from xlhedge.templates.checks import places
from xlhedge.worksheet import CATALOGUE, rule_changes

CHECK = "Every function follows the rule it had when this book was made"


@pytest.fixture(scope="module")
def built():
    """A template, not yet computed."""
    return templates.build("rates-hedge")


def told(book):
    """Return the result of the check, and what the page says of each function."""
    page = book.cells("Checks")
    row = next(row for (row, column), text in page.items() if text == CHECK)
    result = page[row, max(column for at, column in page if at == row)]
    said = {text: page[row, 3] for (row, column), text in page.items()
            if column == 2 and str(text).partition(":")[0] in CATALOGUE}  # fmt: skip
    return result, said


def test_a_book_of_this_version_says_nothing(built):
    """The stamp is this version's, the check passes, each function is ok."""
    book = recalculate(built)
    assert book.names["xlhedge_version"].value == f"xlhedge {__version__}"
    result, said = told(book)
    assert result == 1
    assert set(said.values()) == {"ok"}


def test_a_function_that_changed_fails_the_check_and_is_named_with_its_cells(built, monkeypatch):
    """The page names the function, its cells, what was, what is and what to do."""
    change = rule_changes.RuleChange("9.0", ("KEY_RATE_HEDGE",), "it was a", "it is b", "Do c.")
    monkeypatch.setattr(rule_changes, "CHANGES", (change,))
    monkeypatch.setattr(rule_changes, "__version__", "9.0")
    book = recalculate(built)
    result, said = told(book)
    assert result == 0
    named = {text: answer for text, answer in said.items() if answer != "ok"}
    (text,) = named
    assert text.startswith("KEY_RATE_HEDGE: 'Key rates'!")
    assert named[text] == "KEY_RATE_HEDGE: it was a; it is b. Do c."
    assert told(recalculate(built, inputs={"xlhedge_version": "9.0"}))[1][text] == "ok"


@pytest.mark.parametrize("stamp", ["xlhedge 99.0", "draft"])
def test_a_stamp_of_which_nothing_is_known_fails_the_check(built, stamp):
    """A later version, or none, is not taken for this one."""
    assert told(recalculate(built, inputs={"xlhedge_version": stamp}))[0] == 0


def test_cells_are_written_as_ranges():
    """Cells that follow one another down a column are one range, sheet by sheet."""
    cells = [("A", 4, 1), ("A", 5, 1), ("A", 7, 1), ("A", 7, 2), ("B c", 0, 0)]
    assert places([Cell(s, r, c, r + 3, c + 1) for s, r, c in cells]) == (
        "A!B5:B6, B8, C8; 'B c'!A1"
    )
