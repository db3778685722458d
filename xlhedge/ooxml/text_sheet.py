"""A new sheet that holds nothing but texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import cell_text
from xlhedge.ooxml.characters import stored_text
from xlhedge.ooxml.markup import HEAD, escaped, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.ooxml.dialects import Dialect


def text_sheet(rows: Sequence[Sequence[str]], widths: Sequence[int], dialect: Dialect) -> str:
    """Return a sheet's part.

    Parameters
    ----------
    rows : sequence of sequences of str
        The texts from A1 on.
    widths : sequence of int
        How wide the columns are, in characters.
    dialect : Dialect
        Whose namespace it has.
    """
    columns = "".join(
        written("col", {"min": f"{i}", "max": f"{i}", "width": f"{width}", "customWidth": "1"})
        for i, width in enumerate(widths, 1)
    )
    lines = "".join(
        written("row", {"r": f"{number}"}, "".join(_cells(number, row)))
        for number, row in enumerate(rows, 1)
    )
    data = written("cols", {}, columns) + written("sheetData", {}, lines)
    return HEAD + written("worksheet", {"xmlns": dialect.main}, data)


def _cells(number: int, row: Sequence[str]) -> list[str]:
    texts = [written("t", {"xml:space": "preserve"}, escaped(stored_text(t))) for t in row]
    return [
        written("c", {"r": cell_text(number, i), "t": "inlineStr"}, written("is", {}, text))
        for i, text in enumerate(texts, 1)
    ]
