"""Where the tables of a TOML text are written: `tomllib` says what they hold, and not where.

Each table is given one more key before the text is read, the number of its place, so that the
reader of TOML itself tells which table is which.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = "@"
_PIECE = re.compile(
    r"""(?P<key>[\w-]+(?:[ \t]*\.[ \t]*[\w-]+)*|"[^"\\\n]*"|'[^'\n]*')[ \t]*=|"""
    r'''"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*'''
    r"|(?P<table>\{(?=\s*(?P<empty>\})?))|(?P<left>\[)|(?P<right>[\]}])|\n",
    re.DOTALL,
)


class Place(NamedTuple):
    """The line that a table begins in, and those of its keys."""

    line: int = 0  # counted from 1; 0 is not known
    keys: Mapping[str, int] = {}


class PlacedTable(dict[str, Any]):
    """A table of a TOML text that knows its place."""

    place: Place


def read(text: str) -> dict[str, Any]:
    r"""Return what a TOML text holds, its tables with their places.

    >>> read('a = 1\nb = [\n  { c = 2 },\n]')["b"][0].place.line
    3
    """
    numbering = _Numbering(text)
    try:
        tables = tomllib.loads(numbering.text)
    except tomllib.TOMLDecodeError:
        return tomllib.loads(text)  # says what is wrong in the reader's own lines
    placed: dict[str, Any] = _with_places({_NUMBER: 0, **tables}, numbering.places)
    return placed


def in_place_of(other: object, table: dict[str, Any]) -> dict[str, Any]:
    """Return a table as one that stands where another does, if that knows its place."""
    place = place_of(other)
    return table if place is None else _at(place, table)


def place_of(table: object) -> Place | None:
    """Return the place of a table, or of the part that was made of it."""
    return getattr(table, "place", None)


class _Numbering:
    """A text whose tables hold the number of their place in `places`, the whole text's the first.

    Of a text that is no TOML they may be wrong: nobody reads them.
    """

    def __init__(self, text: str) -> None:
        self._named: dict[str, int] = {}  # the keys and tables of the whole text
        self._keys = self._named  # those of the table that lines are in now
        self._open: list[dict[str, int] | None] = []  # the keys of each { that is open, none of a [
        self.places = [Place(0, self._keys)]
        self._line, self._begin = 1, 0  # where the present line begins
        self._header = 0  # where a header's words begin
        self.text = _PIECE.sub(self._numbered, text)

    def _numbered(self, match: re.Match[str]) -> str:
        piece = match[0]
        if match["key"]:
            keys = self._open[-1] if self._open else self._keys
            if keys is not None:
                keys[_first(match["key"])] = self._line
        elif match["table"]:
            keys = {}
            self._open.append(keys)
            piece = f"{{ {self._number(keys)}{'' if match['empty'] else ','} "
        elif match["left"]:
            if not self._open and not match.string[self._begin : match.start()].strip():
                self._header = match.end()
            self._open.append(None)
        elif match["right"] and self._open:
            self._open.pop()
            if self._header and not self._open:
                header = _first(match.string[self._header : match.start()])
                self._named.setdefault(header, self._line)
                self._keys, self._header = {}, 0
                piece += f"\n{self._number(self._keys)}\n"
        if "\n" in match[0]:
            self._line += match[0].count("\n")
            self._begin = match.start() + match[0].rindex("\n") + 1
        return piece

    def _number(self, keys: Mapping[str, int]) -> str:
        self.places.append(Place(self._line, keys))
        return f'"{_NUMBER}" = {len(self.places) - 1}'


def _first(key: str) -> str:
    """Return the first word of a key or header as it is written."""
    return key.strip("[] \t").partition(".")[0].strip("\"' \t")


def _at(place: Place, table: dict[str, Any]) -> dict[str, Any]:
    there = PlacedTable(table)
    there.place = place
    return there


def _with_places(value: Any, places: Sequence[Place]) -> Any:
    """Return what was read with places for their numbers."""
    if isinstance(value, list):
        return [_with_places(item, places) for item in value]
    if not isinstance(value, dict):
        return value
    table = {k: _with_places(v, places) for k, v in value.items() if k != _NUMBER}
    return _at(places[value[_NUMBER]], table) if _NUMBER in value else table
