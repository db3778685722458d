"""What a recomputed book itself says is wrong: its checks that fail, its cells in error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import cell_text
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlhedge.recalc.recalculated import Recalculated

EXIT_CODE = 6  # the book was computed, and something in it is wrong
_CHECKS, _CHECK, _RESULT = "Checks", "check", "result"
_MASTER, _PASSED, _ALL = "Master check", "Checks passed", "Checks in all"


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong in a book that was computed.

    Attributes
    ----------
    passed : bool or None
        Whether its master check passes; None where it has none.
    master : str
        The master check in words.
    failed : list of (place, name)
        The checks that fail.
    errors : list of (place, value, sentence)
        The cells in which a formula gives an error, and the sentence behind it where there is one.
    """

    passed: bool | None = None
    master: str = ""
    failed: list[tuple[str, str]] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether anything is wrong."""
        return self.passed is False or bool(self.failed or self.errors)

    def lines(self) -> list[str]:
        """Return a line for each."""
        lines = [f"Master check: {self.master}"] if self.passed is False else []
        lines += [f"Check failed: {name} ({place})." for place, name in self.failed]
        return lines + [
            f"{p} is {value}" + (f": {why}" if why else ".") for p, value, why in self.errors
        ]


def findings_of(result: Recalculated) -> Findings:
    """Return what is wrong in a recomputed book."""
    passed, words = verdict(result)
    errors = [
        (f"{sheet}!{cell_text(*place)}", value.code, result.explain(sheet, cell_text(*place)) or "")
        for sheet, cells in result.values.items()
        for place in sorted(place for place, v in cells.items() if isinstance(v, ExcelError))
        if isinstance(value := cells[place], ExcelError)
    ]
    return Findings(passed, words, _failed(result), errors)


def verdict(result: Recalculated) -> tuple[bool | None, str]:
    """Return whether a book's master check is 1, None where there is none, and the words for it."""
    sheet = next((name for name in result.sheets if name.lower() == _CHECKS.lower()), None)
    labels = dict(_labelled(result, sheet)) if sheet else {}
    if _MASTER not in labels:
        return None, f'The book has no master check: no sheet "{_CHECKS}" with "{_MASTER}" on it.'
    master, passed, all_ = (labels.get(label) for label in (_MASTER, _PASSED, _ALL))
    counted = isinstance(passed, float) and isinstance(all_, float)
    of = f"{passed:g} of {all_:g} checks pass" if counted else ""
    if master == 1:
        return True, f"Passed{': ' + of if of else ''}."
    if isinstance(master, ExcelError):
        return False, f"FAILED: the master check itself is {master}. See the sheet {sheet}."
    return False, f"FAILED{': only ' + of if of else ''}. See the sheet {sheet}."


def _labelled(result: Recalculated, sheet: str) -> Iterator[tuple[str, object]]:
    """Yield the texts of a sheet with the value that stands to the right of each."""
    cells = result.cells(sheet)
    for (row, column), text in cells.items():
        if isinstance(text, str) and (row, column + 1) in cells:
            yield text, cells[row, column + 1]


def _failed(result: Recalculated) -> list[tuple[str, str]]:
    """Return the rows of the sheet Checks whose result is not 1."""
    sheet = next((name for name in result.sheets if name.lower() == _CHECKS.lower()), None)
    if sheet is None:
        return []
    cells = result.cells(sheet)
    label = result_column = header = 0
    for (row, column), value in cells.items():
        if isinstance(value, str) and value.strip().lower() == _CHECK and not label:
            label, header = column, row
        elif isinstance(value, str) and row == header and value.lower().startswith(_RESULT):
            result_column = column
    if not result_column:
        return []
    return [
        (f"{sheet}!{cell_text(row, column)}", name)
        for (row, column), value in cells.items()
        if row > header and column == result_column and value not in (1.0, True)
        if isinstance(name := cells.get((row, label)), str) and not isinstance(value, str)
    ]
