"""Columns beside the prices that say what they are in: one unit throughout, and one for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.own_data.errors import TWO_UNITS, BadData, excerpt
from xlhedge.templates.own_data.habits import CURRENCIES
from xlhedge.templates.own_data.shape import bare_header
from xlhedge.templates.own_data.table import is_blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.templates.own_data.shape import Shape
    from xlhedge.templates.own_data.source import Strand

_KNOWN = frozenset(map(bare_header, CURRENCIES))


def currencies_beside(form: Shape, strand: Strand, places: Mapping[str, int]) -> list[str]:
    """Say where prices are in different units, by the columns that state them.

    A column holds for the price to its left; one to the left of all prices holds for each.

    Raises
    ------
    BadData
        A unit changes from row to row: prices before and after are no one series.
    """
    beside = [i for i, h in enumerate(form.headers) if any(bare_header(t) in _KNOWN for t in h.own)]
    used = frozenset(strand.rows)
    units: dict[str, tuple[str, str]] = {}
    for place in beside:
        cells = [
            (n, str(c).strip()) for n, c in form.column(place) if n in used and not is_blank(c)
        ]
        name = form.headers[place].name
        other = next(((n, text) for n, text in cells if text != cells[0][1]), None)
        if other:
            raise BadData(
                f"{form.table.label}, row {other[0]}: {excerpt(name)} changes from "
                f"{excerpt(cells[0][1])} to {excerpt(other[1])}, and a ratio is of prices in "
                f"one. Convert them, or take one: --where {excerpt(f'{name}={cells[0][1]}')}."
            )
        left = [key for key, at in places.items() if at < place]
        nearest = max(left, key=places.__getitem__, default=None)
        if cells and nearest:
            units.setdefault(nearest, (cells[0][1], name))
    if len({unit for unit, _ in units.values()}) < 2:
        return []
    words = " and ".join(f"the {key} is in {excerpt(unit)}" for key, (unit, _) in units.items())
    names = ", ".join(dict.fromkeys(excerpt(name) for _, name in units.values()))
    return [f"By {names} {words}: {TWO_UNITS}"]
