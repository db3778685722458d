"""Formulas compiled once for all workbooks of a process that read them alike.

A folder holds one workbook month after month, and a what-if table is one workbook computed for each
of its values: sheets, names and tables are the same, most formulas are, and only values differ.
What is kept hangs on no value: what does is compiled for its own cell alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from xlhedge.recalc.compiling.forms import Form, Mark
    from xlhedge.recalc.content import BookContent
    from xlhedge.worksheet.cells import Cell

    Forms: TypeAlias = dict[tuple[str | Mark, ...], Form]  # by their text as all copies have it

_MOST = 20_000  # formulas without their copies: those of larger books are not worth the memory


def known_forms(
    book: BookContent,
    engine: type,
    functions: Mapping[str, Callable[..., Cell]],
    *,
    typed: bool,
    today: float | None,
) -> dict[str, Forms]:
    """Return the formulas known of books like this one, by sheet; the planner adds its own.

    Parameters
    ----------
    book : BookContent
        Gives all that a formula is read by: sheets in their order, names, tables.
    engine : type
        The class whose parser reads the formulas.
    functions, typed, today
        As for `make_plan`.
    """
    names = tuple((name.name, name.sheet, name.text) for name in book.names)
    tables = tuple(
        (key, t.name, t.area, tuple(t.columns), t.header_rows, t.total_rows)
        for key, t in book.tables.items()
    )
    return _known(engine, tuple(book.sheets), names, tables, tuple(functions.items()), typed, today)


def forget_too_many(forms: dict[str, Forms]) -> None:
    """Forget a workbook's formulas where they are too many to be kept for the next."""
    if sum(map(len, forms.values())) > _MOST:
        forms.clear()


@lru_cache(maxsize=4)  # kinds of workbooks: more are seldom worked through in turns
def _known(*_: Hashable) -> dict[str, Forms]:
    return {}
