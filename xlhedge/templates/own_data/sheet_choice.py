"""Which sheet of a workbook is read: the one that is named, or the first that has the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.templates.own_data import headers, shape
from xlhedge.templates.own_data.dates import could_be_date
from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.files import WORKBOOK, sheets_of
from xlhedge.templates.own_data.workbook_file import sheet_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.templates.own_data.shape import Shape
    from xlhedge.templates.own_data.source import Source
    from xlhedge.templates.own_data.table import SourceSheet

LOOK = 200  # rows by which sheets are told apart


def choose_sheet(
    source: Source, names: Sequence[headers.Names], date: str | None
) -> tuple[Shape, list[str]]:
    """Return the table that is read: of a workbook the first visible sheet that has the columns.

    Raises
    ------
    BadData
        No sheet has a table of dates, or several have the columns and the first has not.
    """
    sheets = _sheets(source)
    forms, faults = _forms(sheets, date)
    if not forms:
        raise max(faults, key=lambda fault: fault[0])[1]
    fits = {at: headers.column_count(form, names) for at, form in forms.items()}
    full = [at for at, fit in fits.items() if fit == len(names)]
    best = full[0] if full else max(forms, key=lambda at: (fits[at], _dated(forms[at])))
    remarks = list(forms[best].table.remarks)
    if len(full) > 1:
        if full[0]:
            raise BadData(
                f"{source.path}: several sheets have the columns; say which one: "
                f"--sheet {' or '.join(sheets[i].name for i in full)}."
            )
        others = ", ".join(sheets[i].name for i in full[1:])
        remarks.append(f"The sheet {sheets[0].name} is read; {others} could be: --sheet names one.")
    return forms[best], remarks


def _sheets(source: Source) -> list[SourceSheet]:
    """Return the sheets that may be read: the one that is named, or those to be seen."""
    sheets, label = sheets_of(source.path), str(source.path)
    if source.sheet is not None:
        if not sheets[0].name:
            raise BadData(
                f"--sheet {source.sheet}: {source.path.name} has no sheets; {', '.join(WORKBOOK)} "
                "have."
            )
        return [sheet_of(label, sheets, source.sheet)]
    visible = [sheet for sheet in sheets if sheet.visible]
    if not visible:
        raise BadData(f"{label} has no worksheet to be seen; name one: --sheet SHEET.")
    return visible


def _forms(
    sheets: Sequence[SourceSheet], date: str | None
) -> tuple[dict[int, Shape], list[tuple[int, BadData]]]:
    """Return the sheets with a table of dates, by place, and what is wrong with the others."""
    forms: dict[int, Shape] = {}
    faults: list[tuple[int, BadData]] = []
    for at, sheet in enumerate(sheets):
        table = sheet.read(sheet.name)
        if not table.rows:
            words = f"{table.label} is empty; its first row has to name the columns."
            faults.append((-1, BadData(words)))
            continue
        try:
            forms[at] = shape.find_shape(table, date)
        except BadData as fault:
            faults.append((len(table.rows), fault))
    return forms, faults


def _dated(form: Shape) -> int:
    return sum(could_be_date(cell) for _, cell in form.column(form.dates[0], LOOK))
