"""Strands of prices laid side by side by their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.source import Strand

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


def join(strands: Sequence[Strand], within: int | None) -> tuple[Strand, list[str]]:
    """Return the prices of the days that every strand has, and what fell away on each side.

    `within` allows a price of up to so many days before, where a strand after the first has none
    on the day itself.

    Raises
    ------
    BadData
        No day is in all of them.
    """
    first = strands[0]
    if len(strands) == 1 or all(other.days == first.days for other in strands):
        merged = Strand(first.label, _files(strands), first.rows, first.days, {}, {})
        for strand in strands:
            merged.prices |= strand.prices
            merged.headers |= strand.headers
        return merged, []
    _once(strands)
    matches = [_matches(first.days, other.days, within) for other in strands[1:]]
    kept = [i for i in range(len(first.days)) if all(match[i] is not None for match in matches)]
    if not kept:
        raise BadData(
            f"No day of {_name(first)} ({_span(first)}) is in "
            f"{', '.join(f'{_name(s)} ({_span(s)})' for s in strands[1:])}; where days differ by a "
            "few, --within DAYS takes the price of so many days before."
        )
    merged = first.keep(kept)
    merged.files, merged.headers = _files(strands), dict(first.headers)
    for strand, match in zip(strands[1:], matches, strict=True):
        places = [place for i in kept if (place := match[i]) is not None]
        merged.prices |= strand.keep(places).prices
        merged.headers |= strand.headers
    fell = [f"{_name(first)} has {_fallen(first.days, kept)}"]
    fell += [
        f"{_name(strand)} has {_fallen(strand.days, [match[i] for i in kept])}"
        for strand, match in zip(strands[1:], matches, strict=True)
    ]
    remarks = [f"Matched by date: {len(kept):,} days are in all. {'; '.join(fell)}."]
    if within:
        older = sum(strands[1].days[matches[0][i] or 0] != first.days[i] for i in kept)
        remarks.append(f"Of them {older:,} take a price of up to {within} days before.")
    return merged, remarks


def _matches(
    days: Sequence[dt.date], others: Sequence[dt.date], within: int | None
) -> list[int | None]:
    """Return for each day the place of the same one among others, or of one shortly before."""
    if not within:
        places = {day: i for i, day in enumerate(others)}
        return [places.get(day) for day in days]
    import pandas as pd

    left = pd.DataFrame({"day": pd.to_datetime(list(days))})
    right = pd.DataFrame({"day": pd.to_datetime(list(others)), "place": range(len(others))})
    tolerance = pd.Timedelta(days=within)
    matches = pd.merge_asof(left, right, on="day", tolerance=tolerance)["place"]
    return [None if pd.isna(place) else int(place) for place in matches]


def _once(strands: Sequence[Strand]) -> None:
    for strand in strands:
        seen: set[dt.date] = set()
        for row, day in zip(strand.rows, strand.days, strict=True):
            if day in seen:
                raise BadData(
                    f"{strand.label}, row {row}: {day} is there twice with other prices; which one "
                    "belongs beside the other file's nobody knows. --every day takes the last."
                )
            seen.add(day)


def _name(strand: Strand) -> str:
    return f"{' and '.join(strand.prices)} ({strand.files})"


def _files(strands: Sequence[Strand]) -> str:
    return ", ".join(dict.fromkeys(strand.files for strand in strands))


def _span(strand: Strand) -> str:
    return f"{strand.days[0]} to {strand.days[-1]}"


def _fallen(days: Sequence[dt.date], kept: Sequence[int | None]) -> str:
    gone = sorted(set(range(len(days))) - set(kept))
    if not gone:
        return "no other"
    return f"{len(gone):,} more, first {days[gone[0]]}"
