"""A contract is chosen by name: the list, its size and unit, and what is said of another size."""

from pathlib import Path

import pytest

from xlhedge import contracts
from xlhedge.recalc import recalculate
from xlhedge.templates import checks, labels

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
OWN = labels.OTHER_CONTRACT
CORN = contracts.contract_of("ZC").label
HEATING_OIL = "HO - NY Harbor ULSD (heating oil), 42,000 gallons, NYMEX"
# the book, its inputs Contract and of the size, the size in use, the sheets that judge it
BOOKS = {
    "hedging-template": ("contract", "contract_size", "size", ("Crop hedge", "Farmer")),
    "commodity-cross-hedge": ("contract", "lot", "size", ("Sizes", "Answer")),
    "hedge-effectiveness": ("contract", "contract_size", "size", ("Sizes",)),
}


def line(computed, sheet, label):
    """Return the value beside a label."""
    rows = {computed.value(sheet, f"B{row}"): f"C{row}" for row in range(30, 0, -1)}
    return computed.value(sheet, rows[label])


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize(
    ("name", "typed", "says", "in_use"),
    [
        (HEATING_OIL, None, "pass: as listed", 42_000),
        (HEATING_OIL, 42_000, "pass: as listed", 42_000),
        (HEATING_OIL, 4_200, "watch: not its size", 4_200),
        (HEATING_OIL, 5_000, "watch: not its size", 5_000),
        (CORN, None, "pass: as listed", 5_000),
        (OWN, 4_200, "info: not listed", 4_200),
        (OWN, None, "fail: type it in your unit", 0),
    ],
)
def test_a_contract_brings_its_size_and_a_size_typed_is_held_to_it(book, name, typed, says, in_use):
    """Its own where none is typed; a slip is a watch, and of no list without a size a failure."""
    contract, size, use, sheets = BOOKS[book]
    inputs = {contract: name} | ({} if typed is None else {size: typed})
    computed = recalculate(WORKBOOKS / f"{book}.xlsx", inputs=inputs)
    assert computed.names[use].value == in_use
    for sheet in sheets:
        assert line(computed, sheet, "Contract size") == says
    others = line(computed, sheets[0], "Contracts of this size")
    assert others == sum(contract.size == in_use for contract in contracts.all_contracts())
    failed = [c for c in checks.failing(computed.cells(checks.NAME)) if "the contract's size" in c]
    assert bool(failed) == says.startswith("fail")


@pytest.mark.parametrize("book", BOOKS)
def test_a_contract_brings_its_unit_and_a_unit_typed_asks_for_a_size(book):
    """Headings follow the contract; in another unit its size is not taken in silence."""
    contract, size, use, _ = BOOKS[book]
    path = WORKBOOKS / f"{book}.xlsx"
    chosen = recalculate(path, inputs={contract: CORN, "currency": "EUR"})
    assert chosen.names["unit"].value == "bushel"
    assert chosen.names["unit_of_price"].value == "EUR/bushel"
    assert "EUR/bushel" in str(chosen.cells("Chart texts").values())
    for typed, fails in ((None, True), (127, False)):
        inputs = {contract: CORN, "quantity_unit": "t"} | ({size: typed} if typed else {})
        computed = recalculate(path, inputs=inputs)
        assert computed.names[use].value == (typed or 5_000)
        failed = [c for c in checks.failing(computed.cells(checks.NAME)) if "unit of quantity" in c]
        assert any("the contract's size" in check for check in failed) == fails


def test_the_sheet_has_the_whole_table():
    """Every contract of the table stands on the sheet, and one line for any other."""
    computed = recalculate(WORKBOOKS / "hedging-template.xlsx")
    column = [
        computed.value("Contracts", f"B{row}") for row in range(7, 8 + len(contracts.labels()))
    ]
    assert column == [*contracts.labels(), OWN]
