"""Which rows of a history are taken: a stretch of time, one a week, whole ones alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from xlhedge.templates.own_data.errors import BadData

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from xlhedge.templates.own_data.source import Strand

Every = Literal["day", "week", "month"]


class RowChoice(NamedTuple):
    """What the reader chooses of a history."""

    first: dt.date | None = None
    last: dt.date | None = None
    every: Every | None = None
    only_complete: bool = False


def choose_rows(
    strand: Strand, choice: RowChoice, prices: Sequence[str]
) -> tuple[Strand, list[str]]:
    """Return the rows chosen, and how many they are of how many.

    A week or a month is its last row with every price that is needed.

    Raises
    ------
    BadData
        None is left.
    """
    remarks = []
    count, span = len(strand.days), f"{strand.days[0]} to {strand.days[-1]}"
    places = [
        i
        for i, day in enumerate(strand.days)
        if (choice.first or day) <= day <= (choice.last or day)
    ]
    if not places:
        raise BadData(f"{strand.label} has no row in the time chosen; it runs from {span}.")
    if len(places) < count:
        remarks.append(f"{len(places):,} of {count:,} rows lie in the time chosen.")
    if choice.only_complete or choice.every:
        columns = [strand.prices[key] for key in prices]
        whole = [i for i in places if all(values[i] is not None for values in columns)]
        if not whole:
            raise BadData(f"{strand.label} has no row with every price ({', '.join(prices)}).")
        if len(whole) < len(places):
            gone = len(places) - len(whole)
            remarks.append(f"Left out, lacking a price: {gone:,} of {len(places):,} rows.")
        places = whole
    if choice.every:
        last = {_period(strand.days[i], choice.every): i for i in places}
        if len(last) < len(places):
            remarks.append(
                f"One row a {choice.every}, its last: {len(last):,} of {len(places):,} rows."
            )
        places = sorted(last.values())
    return (strand.keep(places) if len(places) < count else strand), remarks


def _period(day: dt.date, every: Every) -> tuple[int, ...]:
    if every == "day":
        return (day.toordinal(),)
    return day.isocalendar()[:2] if every == "week" else (day.year, day.month)
