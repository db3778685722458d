"""Whether a history is what a book can work with."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.table import too_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.templates.own_data.source import Strand
    from xlhedge.templates.schema import Part

RUNNING = 31  # days: a running month's last one


def suit(strand: Strand, layout: Part, today: dt.date | None) -> None:
    """Refuse what a function of the book cannot take.

    Raises
    ------
    BadData
        There are too many rows or too few changes, a price never moves, a day has not come yet.
    """
    if len(strand.days) > layout.most:
        raise too_many(strand.label, layout.most)
    needed = [column.data for column in layout.columns if not column.optional]
    columns = [strand.prices[key] for key in needed]
    whole = [all(values[i] is not None for values in columns) for i in range(len(strand.days))]
    _changes(strand, whole, layout)
    for key, values in zip(needed, columns, strict=True):
        its = {value for value, is_whole in zip(values, whole, strict=True) if is_whole}
        if len(its) == 1:
            raise BadData(
                f"{strand.label}: the {key} is {its.pop()} in every row; a ratio needs prices that "
                "move."
            )
        if layout.above_zero:
            _above_zero(strand, key, values)
    refuse_days_to_come(strand, today)


def _changes(strand: Strand, whole: Sequence[bool], layout: Part) -> None:
    """Refuse too few changes: each takes two rows with every price, one below the other."""
    usable = sum(a and b for a, b in itertools.pairwise(whole))
    if usable >= layout.fewest - 1:
        return
    rows, complete = len(whole), sum(whole)
    means = "" if complete == rows else f", {complete:,} of them with every price"
    way = ""
    if complete > usable + 1 and complete >= layout.fewest:
        way = " --only-complete takes the whole rows alone, --every week or month the last of each."
    elif complete < rows:
        way = " A series with fewer dates than the other leaves few: --within DAYS may help."
    raise BadData(
        f"{strand.label} has {rows:,} rows{means}, which make {usable:,} usable changes; the "
        f"template needs {layout.fewest - 1} for its regressions.{way}"
    )


def _above_zero(strand: Strand, key: str, values: Sequence[float | None]) -> None:
    for row, value in zip(strand.rows, values, strict=True):
        if value is not None and value <= 0:
            raise BadData(
                f"{strand.label}, row {row}: the {key} is {value:g}; this template takes "
                "relative changes, which need prices above 0. hedging-template takes any."
            )


def refuse_days_to_come(strand: Strand, today: dt.date | None) -> None:
    """Refuse a day that has not come yet.

    Raises
    ------
    BadData
        A day lies more than a month after today.
    """
    if today is None:
        return
    for row, day in zip(strand.rows, strand.days, strict=True):
        if day > today + dt.timedelta(days=RUNNING):
            raise BadData(
                f"{strand.label}, row {row}: {day} has not come yet; a price history ends today. "
                f"Correct the date, or leave out what is later: --to {today}."
            )
