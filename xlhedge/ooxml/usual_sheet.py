"""A sheet's rows and cells as nearly all programs write them, met without a parser's events.

An event for each element costs more than all else that is done with a large sheet. Where a sheet
is spelled otherwise (a prefix, a comment, CDATA, an element that is not of the six) nothing is
said of it, and its readers go the long way.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from xlhedge.ooxml.addresses import MAX_COLUMN, column_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));")
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*<worksheet[\s>]")
_START, _END = b"<sheetData>", b"</sheetData>"
_ATTRIBUTES = rb'((?: [A-Za-z0-9:]+="[^"<>&\r\n\t]*")*) ?'
_ROW = re.compile(rb'\s*(<row r="([1-9][0-9]{0,6})"' + _ATTRIBUTES + rb"(/?)>)")
# letters, digits, attributes; all of the formula, its attributes, its text; all of the value, the
# text of <v> and of <is>; at the end whatever is none of that
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"' + _ATTRIBUTES + rb"(?:/>|>"
    rb"(<f" + _ATTRIBUTES + rb"(?:/>|>([^<\r]*)</f>))?"
    rb'(<v(?: xml:space="preserve")?>([^<\r]*)</v>|<v ?/>'
    rb'|<is><t(?: xml:space="preserve")?>([^<\r]*)</t></is>)?'
    rb"</c>)|(\S)"
)


class Unusual(Exception):  # noqa: N818 - no fault, but a sign to go the long way
    """A sheet is not written in the usual way."""


class Row(NamedTuple):
    """A row's place in the part."""

    digits: bytes  # its number as it is written
    attributes: bytes  # besides its number
    start: int
    inside: int  # where its start tag ends
    close: int  # where its end tag starts; where its start tag ends if it has none


class UsualSheet:
    """A sheet's part, taken apart by its spelling.

    Parameters
    ----------
    content : bytes
        The part.

    Attributes
    ----------
    start, end : int
        Where the rows start and end.
    root : Element
        All of the sheet but its rows.

    Raises
    ------
    Unusual
        It is spelled otherwise, or not well formed.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.start = content.find(_START) + len(_START)
        self.end = content.find(_END, self.start)
        if self.start < len(_START) or self.end < 0 or not _ROOT.match(content):
            raise Unusual
        strange = content.find(b"<!") >= 0 or content.find(b"<?", 5) >= 0
        if strange or content.find(b"xmlns", self.start, self.end) >= 0:
            raise Unusual
        try:
            expat.ParserCreate(namespace_separator="}").Parse(content, True)
            self.root: Element = ET.fromstring(content[: self.start] + content[self.end :])  # noqa: S314 - no document type, so no entities
        except (expat.ExpatError, ET.ParseError) as damage:
            raise Unusual from damage
        self._check_place()

    def _check_place(self) -> None:
        """Make sure that the rows stand where a sheet's rows stand."""
        space = self.root.tag.rpartition("}")[0]
        name = f"{space}}}sheetData" if space else "sheetData"
        if len([e for e in self.root.iter() if e.tag.rpartition("}")[2] == "sheetData"]) != 1:
            raise Unusual
        if self.root.find(name) is None:
            raise Unusual

    def rows(self) -> Iterator[Row]:
        """Yield the rows.

        Raises
        ------
        Unusual
            Something else stands among them.
        """
        content, end, place = self.content, self.end, self.start
        match, find, make = _ROW.match, content.find, Row._make
        while tag := match(content, place, end):
            inside = close = place = tag.end()
            if not tag[4]:
                close = find(b"</row>", inside, end)
                if close < 0:
                    raise Unusual
                place = close + 6
            yield make((tag[2], tag[3], tag.start(1), inside, close))
        if content[place:end].strip():
            raise Unusual

    def cells(self, start: int, end: int) -> Iterator[re.Match[bytes]]:
        """Yield a row's cells; group 10 of what is none holds something."""
        return _CELL.finditer(self.content, start, end)

    def parts(self, start: int, end: int) -> list[tuple[bytes, ...]]:
        """Return the parts of a row's cells, of `_CELL`."""
        return _CELL.findall(self.content, start, end)


@lru_cache(maxsize=MAX_COLUMN)
def column_of(letters: bytes) -> int:
    """Return a column's number."""
    return column_number(letters.decode())


@lru_cache(maxsize=4096)
def attributes(text: bytes) -> dict[str, str]:
    """Return a start tag's attributes by name."""
    pieces = text.decode().split('"')
    return {name.strip(" ="): value for name, value in zip(pieces[::2], pieces[1::2], strict=False)}


def part_text(content: bytes) -> str:
    """Return the text that a part's bytes stand for."""
    text = content.decode()
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[3]:
        return _NAMED[entity[3]]
    return chr(int(entity[1], 16) if entity[1] else int(entity[2]))
