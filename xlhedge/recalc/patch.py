"""New values put into a sheet's XML; all else in it stays as it was, byte for byte."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import Area, Position, cell_text, parse_cell
from xlhedge.ooxml.errors import BadBook
from xlhedge.worksheet.errors import NUM, STORED, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.worksheet.cells import Scalar

_ATTRIBUTES = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*?"""
_DATA = re.compile(
    rf"<(?P<prefix>(?:[\w.-]+:)?)sheetData{_ATTRIBUTES}>(?P<rows>.*)</(?P=prefix)sheetData\s*>",
    re.DOTALL,
)
_ADDRESS = re.compile(r"""\br\s*=\s*["']([A-Za-z0-9]+)["']""")
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_SAME = 1e-14  # relative; engines differ in the last bits of a sum


@lru_cache(maxsize=8)
def _tokens(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds rows and cells, and the parts of a cell, where tags have a prefix."""
    p = re.escape(prefix)
    token = re.compile(
        rf"(?P<row><{p}row\b{_ATTRIBUTES}(?P<empty_row>/)?>)|(?P<end></{p}row\s*>)"
        rf"|(?P<cell><{p}c\b(?P<attributes>{_ATTRIBUTES})(?:/>|>(?P<body>.*?)</{p}c\s*>))"
        r"|(?P<space>\s+)",
        re.DOTALL,
    )
    part = re.compile(
        rf"<{p}(?P<tag>f|v|is|extLst)\b{_ATTRIBUTES}(?:/>|>.*?</{p}(?P=tag)\s*>)|\s+", re.DOTALL
    )
    return token, part


class Change(NamedTuple):
    """What is to stand in a cell."""

    value: Scalar
    is_input: bool = False  # a constant, not a formula's result
    fills: Area | None = None  # for a spilling formula: the range that it fills now


def same(old: Scalar, new: Scalar, tolerance: float = _SAME) -> bool:
    """Whether two cell values are the same, numbers up to a relative tolerance."""
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=tolerance, abs_tol=0.0)
    if isinstance(old, ExcelError) and isinstance(new, ExcelError) and old.code == "#UNKNOWN!":
        return new.code not in STORED
    return type(old) is type(new) and old == new


def patched(text: str, changes: Mapping[Position, Change], label: str) -> str:
    """Return a sheet's XML with the changed cells in it.

    Parameters
    ----------
    text : str
        The sheet's XML.
    changes : mapping
        The cells to change by (row, column).
    label : str
        The sheet's name, for messages.

    Raises
    ------
    BadBook
        The XML is not in the form in which spreadsheets write it.
    """
    if not changes:
        return text
    data = _DATA.search(text)
    if data is None or "<!" in data["rows"] or "<?" in data["rows"]:
        raise BadBook(
            f"The sheet {label!r} is not written as Excel writes sheets; save the book once in "
            "Excel or LibreOffice."
        )
    start, end = data.span("rows")
    writer = _Writer(changes, label, data["prefix"])
    return text[:start] + writer.rewritten(data["rows"]) + text[end:]


class _Writer:
    """Goes through a sheet's rows once and writes the changed cells as it meets their places."""

    def __init__(self, changes: Mapping[Position, Change], label: str, prefix: str) -> None:
        self._prefix = prefix
        self._token, self._part = _tokens(prefix)
        # by row, the last ones first: what comes next is taken from the end
        self._waiting: dict[int, list[tuple[int, Change]]] = {}
        for (row, column), change in sorted(changes.items(), reverse=True):
            self._waiting.setdefault(row, []).append((column, change))
        self._label = label
        self._out: list[str] = []
        self._last: Position = (0, 0)  # where the last row or cell was

    def rewritten(self, rows: str) -> str:
        position, row = 0, 0
        row_token = 0  # where in the output the open row's start tag is
        while position < len(rows):
            token = self._token.match(rows, position)
            if token is None:
                raise BadBook(
                    f"The sheet {self._label!r} holds {rows[position : position + 40]!r} among its "
                    "rows, which is not expected there; save the book once in Excel or LibreOffice."
                )
            position = token.end()
            kind = token.lastgroup if token.lastgroup != "empty_row" else "row"
            if token["row"]:
                row = self._open_row(token)
                row_token = len(self._out) - 1
                if token["empty_row"]:
                    self._fill_empty_row(row, row_token)
            elif token["end"]:
                self._insert(row, None, row_token)
                self._out.append(token[0])
            elif token["cell"]:
                self._cell(token, row_token)
            elif kind is not None:
                self._out.append(token[0])
        self._new_rows(None)
        return "".join(self._out)

    def _open_row(self, token: re.Match[str]) -> int:
        address = _ADDRESS.search(token[0])
        row = int(address[1]) if address else self._last[0] + 1
        self._advance((row, 0))
        self._new_rows(row)
        self._out.append(token[0])
        return row

    def _advance(self, place: Position) -> None:
        """Go on to a row or cell, which must come after the last one."""
        outside = place[1] > 0 and place[0] != self._last[0]
        if place <= self._last or outside:
            raise BadBook(
                f"The rows or cells of the sheet {self._label!r} are not in order at row "
                f"{place[0]}; save the book once in Excel or LibreOffice."
            )
        self._last = place

    def _fill_empty_row(self, row: int, row_token: int) -> None:
        if row in self._waiting:
            self._out[row_token] = self._out[row_token].rstrip("/> \n\t") + ">"
            self._insert(row, None, row_token)
            self._out.append(f"</{self._prefix}row>")

    def _new_rows(self, before: int | None) -> None:
        """Write the rows that the sheet did not have, up to row `before`."""
        while self._waiting:
            row = next(reversed(self._waiting))
            if before is not None and row >= before:
                break
            cells = self._taken(row, None)
            if cells:
                p = self._prefix
                self._out.append(f'<{p}row r="{row}">{"".join(cells)}</{p}row>')

    def _taken(self, row: int, before: int | None) -> list[str]:
        """Take the waiting cells of a row, left of column `before`, and return their XML."""
        row_cells = self._waiting.get(row, [])
        cells = []
        while row_cells and (before is None or row_cells[-1][0] < before):
            column, change = row_cells.pop()
            if change.value is not None:
                address = f' r="{cell_text(row, column)}"'
                cells.append(_cell_xml(address, "", change, "", self._prefix))
        if not row_cells:
            self._waiting.pop(row, None)
        return cells

    def _change(self, row: int, column: int) -> Change | None:
        """Take what is to stand in a cell that the sheet has."""
        row_cells = self._waiting.get(row, [])
        if not row_cells or row_cells[-1][0] != column:
            return None
        change = row_cells.pop()[1]
        if not row_cells:
            del self._waiting[row]
        return change

    def _insert(self, row: int, before: int | None, row_token: int) -> None:
        cells = self._taken(row, before)
        if cells:
            # the hint which columns a row has would be wrong now
            self._out[row_token] = re.sub(
                r"""\s+spans\s*=\s*("[^"]*"|'[^']*')""", "", self._out[row_token]
            )
            self._out += cells

    def _cell(self, token: re.Match[str], row_token: int) -> None:
        attributes, body = token["attributes"], token["body"] or ""
        address = _ADDRESS.search(attributes)
        place = (self._last[0], self._last[1] + 1)
        if address:
            place = parse_cell(address[1]) or (0, 0)
        self._advance(place)
        self._insert(place[0], place[1], row_token)
        change = self._change(*place)
        if change is None:
            self._out.append(token[0])
            return
        formula, rest = self._body(body, place)
        if change.fills is not None:
            formula = _with_attribute(formula, "ref", change.fills.local())
        self._out.append(_cell_xml(attributes, formula, change, rest, self._prefix))

    def _body(self, body: str, place: Position) -> tuple[str, str]:
        """Return a cell's formula and its extensions."""
        formula, rest, position = "", "", 0
        while position < len(body):
            part = self._part.match(body, position)
            if part is None:
                raise BadBook(
                    f"The cell {self._label}!{cell_text(*place)} holds something unexpected; save "
                    "the book once in Excel or LibreOffice."
                )
            if part["tag"] == "f":
                formula = part[0]
            elif part["tag"] == "extLst":
                rest = part[0]
            position = part.end()
        return formula, rest


def _with_attribute(tag: str, name: str, value: str | None) -> str:
    """Return a start tag, or the attributes of one, with an attribute set or taken away."""
    pattern = re.compile(rf"""\s+{name}\s*=\s*("[^"]*"|'[^']*')""")
    if value is None:
        return pattern.sub("", tag, count=1)
    return pattern.sub(f' {name}="{value}"', tag, count=1)


def _cell_xml(attributes: str, formula: str, change: Change, rest: str, prefix: str) -> str:
    kind, content = _encoded(change.value, change.is_input)
    content = re.sub(r"(</?)(?=[a-z])", rf"\g<1>{prefix}", content)  # text in it is escaped
    attributes = _with_attribute(_with_attribute(attributes.rstrip(), "t", None), "vm", None)
    if kind:
        attributes += f' t="{kind}"'
    inner = formula + content + rest
    if not inner:
        return f"<{prefix}c{attributes}/>"
    return f"<{prefix}c{attributes}>{inner}</{prefix}c>"


def _encoded(value: Scalar, is_input: bool) -> tuple[str, str]:
    """Return a value's type attribute and its XML."""
    if isinstance(value, float) and not math.isfinite(value):
        value = ExcelError(NUM)
    match value:
        case None:
            return "", ""
        case bool():
            return "b", f"<v>{int(value)}</v>"
        case float() | int():
            return "", f"<v>{number_text(float(value))}</v>"
        case ExcelError():
            return "e", f"<v>{value.code if value.code in STORED else VALUE}</v>"
    return _encoded_text(value, is_input)


def _encoded_text(value: str, is_input: bool) -> tuple[str, str]:
    text = escape(_NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", value), quote=False)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    if is_input:
        return "inlineStr", f"<is><t{space}>{text}</t></is>"
    return "str", f"<v{space}>{text}</v>"


def number_text(number: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return repr(number + 0.0).removesuffix(".0").replace("e", "E")  # + 0.0: no -0
