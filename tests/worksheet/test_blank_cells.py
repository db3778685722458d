"""Blank cells that arrive as 0: what one look at blank cells shows, and what follows from it."""

import pytest

from xlhedge.worksheet import ExcelError
from xlhedge.worksheet.blank_cells import WELL, ZEROS, BlankCells


@pytest.mark.parametrize("cells", [None, [[None]], [[None, None], [None, None]]])
def test_blanks_are_well(cells):
    """A 0 stays a number."""
    blanks = BlankCells()
    assert blanks.check(cells) == WELL
    assert blanks.refusal([[[0], [1]]]) is None


@pytest.mark.parametrize("cells", [0, 0.0, [[0]], [[0, None]]])
def test_zeros_are_remembered(cells):
    """A range with a 0 is #N/A, also where it is one of several; a single cell is not."""
    blanks = BlankCells()
    assert blanks.check(cells) == ZEROS
    for refused in ([[[1], [0]]], [5, [[1, 0.0]]], [[[[1], [0]]]]):
        assert blanks.refusal(refused) == ExcelError("#N/A")
    for taken in ([], [0], [[[0]]], [[[1], [2]]], [[[False], [None]]], ["0"]):
        assert blanks.refusal(taken) is None
    assert blanks.check([[None]]) == WELL
    assert blanks.refusal([[[1], [0]]]) is None


@pytest.mark.parametrize("cells", [5, "text", [[0, 1]], [[True]], [], ExcelError("#N/A")])
def test_cells_that_hold_something_show_nothing(cells):
    """It is #VALUE!, and what was known stays."""
    blanks = BlankCells()
    assert blanks.check(cells) == ExcelError("#VALUE!")
    assert not blanks.are_zeros
