"""A new sheet that holds nothing but texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import cell_text
from xlhedge.ooxml.characters import stored_text
from xlhedge.ooxml.markup import HEAD, element_xml, xml_text

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
        element_xml("col", {"min": f"{i}", "max": f"{i}", "width": f"{width}", "customWidth": "1"})
        for i, width in enumerate(widths, 1)
    )
    lines = "".join(
        element_xml("row", {"r": f"{number}"}, "".join(_cells(number, row)))
        for number, row in enumerate(rows, 1)
    )
    data = element_xml("cols", {}, columns) + element_xml("sheetData", {}, lines)
    return HEAD + element_xml("worksheet", {"xmlns": dialect.main}, data)


def _cells(number: int, row: Sequence[str]) -> list[str]:
    texts = [element_xml("t", {"xml:space": "preserve"}, xml_text(stored_text(t))) for t in row]
    return [
        element_xml("c", {"r": cell_text(number, i), "t": "inlineStr"}, element_xml("is", {}, text))
        for i, text in enumerate(texts, 1)
    ]
