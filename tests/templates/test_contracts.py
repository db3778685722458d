"""A contract is chosen by name: the list, its size and unit, and what is said of another size."""

from pathlib import Path

import pytest

from xlhedge import contracts
from xlhedge.recalc import recalculate
from xlhedge.templates import labels

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
OWN = labels.OTHER_CONTRACT
HEATING_OIL = "HO - NY Harbor ULSD (heating oil), 42,000 gallons, NYMEX"
# the book, its input of the size, the sheet that judges it
BOOKS = {
    "hedging-template": ("contract_size", "Farmer"),
    "commodity-cross-hedge": ("lot", "Cross hedge"),
    "portfolio-hedge": ("multiplier", "Macro hedge"),
}


def line(computed, sheet, label):
    """Return the value beside a label."""
    rows = {computed.value(sheet, f"B{row}"): f"C{row}" for row in range(1, 120)}
    return computed.value(sheet, rows[label])


def chosen(book):
    """Return the address of the input Contract."""
    inputs = "Farmer" if book == "hedging-template" else "Inputs"
    computed = recalculate(WORKBOOKS / f"{book}.xlsx")
    rows = [r for r in range(1, 60) if computed.value(inputs, f"B{r}") == "Contract"]
    return f"{inputs}!C{rows[0]}"


@pytest.mark.parametrize("book", BOOKS)
def test_the_size_is_held_to_the_contract_chosen(book):
    """As listed it passes, a slip is a watch, a contract of no list is information."""
    size, sheet = BOOKS[book]
    path, place = WORKBOOKS / f"{book}.xlsx", chosen(book)
    for contract, typed, says, others in (
        (HEATING_OIL, 42_000, "pass: as listed", 2),
        (HEATING_OIL, 4_200, "watch: not its size", 0),
        (HEATING_OIL, 5_000, "watch: not its size", len(contracts.of_size(5_000))),
        (OWN, 4_200, "info: not listed", 0),
    ):
        computed = recalculate(path, inputs={place: contract, size: typed})
        assert line(computed, sheet, "Contract size") == says
        assert line(computed, "Answer", "Contract size") == says
        assert line(computed, sheet, "Contracts of the size typed") == others
    computed = recalculate(path, inputs={place: HEATING_OIL})
    assert line(computed, sheet, "Its size by the table") == 42_000
    assert line(computed, sheet, "Its unit by the table") == "gallons"


def test_the_sheet_has_the_whole_table():
    """Every contract of the table stands on the sheet, and one line for any other."""
    computed = recalculate(WORKBOOKS / "hedging-template.xlsx")
    column = [
        computed.value("Contracts", f"B{row}") for row in range(7, 8 + len(contracts.labels()))
    ]
    assert column == [*contracts.labels(), OWN]
