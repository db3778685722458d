"""`xlhedge template NAME --from OLD.xlsx`: an older workbook's inputs and history in a new one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge.cli.common import need

if TYPE_CHECKING:
    from xlhedge.recalc.moving import Moved
    from xlhedge.templates.history import History
    from xlhedge.templates.schema import Part

_BOOKS = {".xlsx", ".xlsm"}
_SHOWN = 20  # of what found no place


def older_book(text: str | None) -> Path | None:
    """Return the workbook that --from names; None where it names a day."""
    if text is None or Path(text).suffix.lower() not in _BOOKS:
        return None
    path = Path(text)
    need(path.is_file(), f"there is no workbook {path}", ["the path of your older workbook"])
    return path


def longer_history(older: Path, text: str, file: str, layout: Part | None) -> History | None:
    """Return an older workbook's history where the sample's room would not hold it."""
    from xlhedge.templates import shelf
    from xlhedge.templates.history import DAY_0, History

    sample = shelf.sample(text, file)
    if layout is None or sample is None or not layout.columns:
        return None
    rows, absent = _rows_and_absent(older, layout)
    if len(rows) <= (0 if absent else len(sample.rows)) or any(row[0] is None for row in rows):
        return None
    return History(
        tuple((DAY_0 + dt.timedelta(days=row[0] or 0), *row[1:]) for row in rows),
        labels=sample.labels,
        absent=absent,
    )


def _rows_and_absent(
    older: Path, layout: Part
) -> tuple[list[tuple[float | None, ...]], tuple[str, ...]]:
    """Return the rows of a book's history, and the legs that it was made without."""
    from xlhedge.recalc.moving import history_of
    from xlhedge.templates.legs import legs_of

    legs = legs_of(layout)
    for absent in ((), legs) if legs else ((),):
        names = [str(column.key) for column in layout.columns if column.data not in absent]
        if rows := history_of(older, names):
            return rows, absent
    return [], ()


def report(older: Path, move: Moved) -> list[str]:
    """Return what is to be said of the move."""
    count = sum(value is not None for value in move.inputs.values())
    lines = [f"{count} inputs of {older.name} were carried over."]
    if move.left:
        lines.append(f"{len(move.left)} found no place; look at each:")
        lines += [f"  {line}" for line in move.left[:_SHOWN]]
        if len(move.left) > _SHOWN:
            lines.append(f"  ... and {len(move.left) - _SHOWN} more")
    return lines
