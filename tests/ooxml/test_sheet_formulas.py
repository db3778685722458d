"""The cells of a sheet that hold formulas."""

import pytest

from xlhedge.ooxml.markup import Markup
from xlhedge.ooxml.sheet_formulas import CELL_NAMES, formula_cells, may_hold_formula_or_error

SHEET = (
    b"<s:worksheet xmlns:s='m'><s:sheetData><s:row><s:c><s:v>1</s:v></s:c><s:c><s:f>A1</s:f></s:c>"
    b"</s:row><s:row><s:c r='C2'><s:f t='array' ref='C2:D9'>A1:B8</s:f></s:c><s:c><s:f t='array'>"
    b"1</s:f></s:c></s:row></s:sheetData><s:extLst><s:c r='A9'><s:f>no</s:f></s:c></s:extLst>"
    b"</s:worksheet>"
)


def test_places():
    """A cell that does not say where it is comes after the one before; arrays fill ranges."""
    found = list(formula_cells(Markup(SHEET, "it", CELL_NAMES)))
    assert [(f.address, f.formula.text, f.fills) for f in found] == [
        ("B1", "A1", ""), ("C2", "A1:B8", "C2:D9"), ("D2", "1", "D2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["<f>1</f>", "<x:f\n/>", "<é:f t='shared'>", '<c t="e">', "<c r='A1' t = 'e'>"]
)
def test_the_quick_guess_misses_none(text):
    """Formulas and errors are suspected in any spelling."""
    assert may_hold_formula_or_error(f"<row>{text}".encode())


def test_the_quick_guess_lets_values_pass():
    """A sheet of values alone goes to the quick reader."""
    assert not may_hold_formula_or_error(b'<row><c r="A1" t="s" s="1"><v>1</v></c><font/></row>')
