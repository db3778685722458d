"""IronCalc, asked what a workbook's cells are: the only module that knows that library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from xlhedge.recalc.opinions.program import Answers


def values(book: Path) -> Answers:
    """Return the value of every cell of a workbook, computed afresh.

    Parameters
    ----------
    book : Path
        The workbook's file; it holds no saved values, so that none is handed back.
    """
    import ironcalc

    model = ironcalc.load_from_xlsx(str(book), "en", "UTC", "en")
    model.evaluate()
    names = [properties["name"] for properties in model.get_worksheets_properties()]
    answers: Answers = {name: [] for name in names}
    for sheet, row, column in model.get_all_cells():
        value = model.get_cell_value(sheet, row, column)
        is_error = model.get_cell_type(sheet, row, column) == ironcalc.CellType.ErrorValue
        answers[names[sheet]].append((row, column, value, is_error))
    return answers
