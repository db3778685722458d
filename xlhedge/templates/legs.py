"""A leg that own prices lack: the book is made without it, and without what needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlhedge.templates.places import in_place_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from xlhedge.templates.schema import Part, Where

NEEDS = "needs"


def legs_of(layout: Part) -> tuple[str, ...]:
    """Return the price columns without which a book can be made, by the key of their data."""
    return tuple(column.data for column in layout.columns if column.leg)


def without(value: Any, absent: Collection[str]) -> Any:
    """Return a description without the columns that are absent, and without what needs them.

    >>> without({"sheet": [{"name": "Legs", "needs": "second"}, {"name": "Prices"}]}, ["second"])
    {'sheet': [{'name': 'Prices'}]}
    """
    if isinstance(value, list):
        return [without(item, absent) for item in value if not _is_out(item, absent)]
    if isinstance(value, dict):
        kept = {key: without(item, absent) for key, item in value.items() if key != NEEDS}
        return in_place_of(value, kept)
    return value


def _is_out(item: Any, absent: Collection[str]) -> bool:
    return isinstance(item, dict) and (
        item.get(NEEDS) in absent or ("data" in item and item["data"] in absent)
    )


def vet_legs(value: Any, legs: Collection[str], where: Where) -> None:
    """Refuse what needs a column that no book is without."""
    if isinstance(value, dict):
        where = where.on(value)
        if NEEDS in value and value[NEEDS] not in legs:
            known = ", ".join(legs) or "none"
            where.at(NEEDS).refuse(f"it names a price column with leg = true; there are {known}.")
        for key, item in value.items():
            vet_legs(item, legs, where.at(key))
    elif isinstance(value, list):
        for item in value:
            vet_legs(item, legs, where)
