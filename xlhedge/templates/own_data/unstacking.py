"""A long table, its series one below the other, laid side by side."""

from __future__ import annotations

from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.habits import PRICES
from xlhedge.templates.own_data.repeats import names_of_series
from xlhedge.templates.own_data.shape import Header, Shape, bare_header
from xlhedge.templates.own_data.table import RawTable

KEY, VALUE = "key", "obs value"  # an SDMX file's: the series' name and its figure
_USUAL = frozenset(map(bare_header, PRICES))


def unstack(form: Shape) -> Shape:
    """Return a table with a column for each series; one that is not long is returned as it is.

    Raises
    ------
    BadData
        Which of its columns holds the figures is not to be told, or a series has a day twice.
    """
    called = {bare_header(text): i for i, header in enumerate(form.headers) for text in header.own}
    place = called[KEY] if {KEY, VALUE} <= set(called) else names_of_series(form)
    if place is None:
        return form
    value = called.get(VALUE, _figures(form, place))
    date = form.dates[0]
    names: dict[str, int] = {}
    rows: dict[str, tuple[int, list[object]]] = {}
    for number, row in form.table.rows[form.top :]:
        cells = [row[i] if i < len(row) else None for i in (place, date, value)]
        at = names.setdefault(str(cells[0]).strip(), len(names) + 1)
        line = rows.setdefault(str(cells[1]), (number, [cells[1]]))[1]
        line.extend([None] * (at + 1 - len(line)))
        if line[at] not in {None, cells[2]}:
            raise BadData(
                f"{form.table.label}, row {number}: {excerpt(cells[0])} has {cells[1]} twice, "
                "with other figures. A column more tells them apart: --where HEADER=VALUE takes "
                "one."
            )
        line[at] = cells[2]
    headers = [Header(("date",), ()), *(Header((name,), ()) for name in names)]
    table = RawTable(form.table.label, list(rows.values()), form.table.commas, form.table.remarks)
    return Shape(table, 0, tuple(headers), (0,))


def _figures(form: Shape, names: int) -> int:
    left = [i for i in form.numeric if i != names]
    usual = [i for i in left if any(bare_header(text) in _USUAL for text in form.headers[i].own)]
    if len(usual or left) != 1:
        shown = ", ".join(excerpt(form.headers[i].text) for i in left) or "none"
        raise BadData(
            f"{form.table.label} holds several series one below the other, and which column has "
            f"their figures is not to be told: {shown}. Keep one of them."
        )
    return (usual or left)[0]
