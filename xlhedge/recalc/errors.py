"""What can go wrong when a workbook is recomputed.

XlhedgeError
 |- BadBook        the file or an input cannot be used       (exit code 2; in `ooxml`)
 |- Unsupported    the engine cannot be trusted with a cell  (exit code 3)
 '- EnginesDiffer  two engines give different values         (exit code 4)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlhedge.worksheet.errors import XlhedgeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.worksheet.cells import Scalar


_LONGEST = 120  # characters of a formula in a sentence


def formula_excerpt(formula: str) -> str:
    """Return a formula as a sentence has it, cut where it is long."""
    return formula if len(formula) <= _LONGEST else f"{formula[:_LONGEST]}..."


UNSAVED = ", and no value was saved"  # how a reason ends where none can be kept either


class Uncomputed(NamedTuple):
    """A formula that is not computed, and why."""

    sheet: str
    cell: str
    formula: str
    reason: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}: {formula_excerpt(self.formula)} - {self.reason}"


class Refusal(Uncomputed):
    """A formula whose value would be a guess."""

    __slots__ = ()


class Kept(Uncomputed):
    """A formula whose cell keeps the value that Excel saved."""

    __slots__ = ()


class Unsupported(XlhedgeError):  # noqa: N818 - named by what is wrong
    """The book holds formulas that the engine is not known to compute as Excel does.

    Parameters
    ----------
    refusals : list of Refusal
        Every such formula with its reason.
    remark : str
        What is to be known of the book because of the version that made it, a line a change.
    """

    exit_code = 3

    def __init__(self, refusals: list[Refusal], remark: str = "") -> None:
        self.refusals = refusals
        first = refusals[0]
        if not first.sheet:  # one formula on its own, in no cell
            super().__init__(f"{first.formula} is not computed: {first.reason}.")
            return
        more = f" ({len(refusals) - 1} more cells are refused)" if len(refusals) > 1 else ""
        if not first.cell:
            super().__init__(f"{first.sheet} is not recomputed because {first.reason}.")
            return
        advice = "; Excel itself can recalculate this book."
        if remark:  # in Excel an older book may have no room either
            lines = remark.replace("\n", "\n  ")
            advice = f". What changed since the book was made:\n  {lines}"
        super().__init__(
            f"{first.sheet}!{first.cell} holds {formula_excerpt(first.formula)!r}: "
            f"{first.reason}{more}. Nothing was computed{advice}"
        )


class EnginesDiffer(XlhedgeError):  # noqa: N818 - named by what is wrong
    """Two engines give different values, so that neither is to be shown.

    Parameters
    ----------
    cells : list of tuple
        Sheet, cell, our value and the other one.
    others : str
        Who gives the other one.
    ours : str
        Who gives ours.
    """

    exit_code = 4

    def __init__(
        self,
        cells: Sequence[tuple[str, str, Scalar, Scalar]],
        others: str = "LibreOffice",
        ours: str = "the embedded engine",
    ) -> None:
        self.cells = cells
        self.engines = (ours, others)
        sheet, cell, first, second = cells[0]
        many = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        super().__init__(
            f"{others} and {ours} give different values for {many}, first {sheet}!{cell}: "
            f"{second} and {first}. Nothing was written."
        )


class Refused(Exception):  # noqa: N818 - a signal inside this package, always caught in it
    """Raised while one formula is examined; becomes a Refusal with the cell's name."""


class NotComputed(Refused):
    """Raised for what is not computed, but of which Excel's saved value may stand.

    Parameters
    ----------
    reason : str
        Why it is not computed.
    hidden : bool
        Whether it may read cells that the formula does not name.
    """

    def __init__(self, reason: str, *, hidden: bool = False) -> None:
        super().__init__(reason)
        self.hidden = hidden
