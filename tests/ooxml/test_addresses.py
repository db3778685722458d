"""Cell addresses: A1 text to numbers and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.addresses import Area, cell_text, parse_area, parse_cell, sheet_reference


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_addresses_round_trip(row, column):
    """Addresses read back as they were written."""
    assert parse_cell(cell_text(row, column)) == (row, column)
    area = Area("S", row, column, row, column)
    assert parse_area(area.local(), "S") == area


@pytest.mark.parametrize(
    "text", ["A0", "XFE1", "A1048577", "AAAA1", "1A", "", "A1:", "Rate", "²:²"]
)
def test_no_addresses(text):
    """Other text is no address."""
    assert parse_area(text, "S") is None


def test_quoted():
    """Sheets' names get quotes where formulas need them."""
    names = {"S": "S", "My sheet": "'My sheet'", "O'B": "'O''B'", "A1": "'A1'", "2024": "'2024'"}
    assert {name: sheet_reference(name) for name in names} == names


def test_fixed():
    """An area as a reference that does not move: both ends, also of one cell."""
    assert Area("S", 2, 2, 9, 28).fixed() == "$B$2:$AB$9"
    assert Area("S", 2, 2, 2, 2).fixed() == "$B$2:$B$2"
