"""A formula's text taken apart, nothing lost: the one reader of what a file's formulas say.

It knows no meaning; for that `formula` has trees. Here calls are found and renamed in place, with
every blank and every other sign kept.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.addresses import parse_area
from xlhedge.worksheet.errors import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence


class TokenKind(StrEnum):
    """What a token is."""

    TEXT = "text"  # "in quotes"
    CALL = "call"  # a function's name with what stands before it, and its bracket
    OPERAND = "operand"  # a cell, a name, a table's column, a number, an error
    OPEN = "open"  # ( or {
    CLOSE = "close"  # ) or }
    SEPARATOR = "separator"  # , or ;
    OPERATOR = "operator"
    SPACE = "space"
    STRAY = "stray"  # a quote or bracket that is never closed


class Token(NamedTuple):
    """A piece of a formula, as it is written."""

    kind: TokenKind
    text: str

    @property
    def prefix(self) -> str:
        """What stands before a function's name: ``[1]!``, ``'a b.xlam'!``, ``_xll.``."""
        return self.text[: len(self.text) - 1 - len(self._name)]

    @property
    def function(self) -> str:
        """A function's name in capitals, without its prefix; nothing for another token."""
        return self._name.upper()

    @property
    def _name(self) -> str:
        if self.kind is not TokenKind.CALL:
            return ""
        name = self.text[:-1].rpartition("!")[2]
        host = _HOST.match(name)
        return name[host.end() :] if host else name


class Pointer(StrEnum):
    """What the text of a reference points to."""

    CELLS = "cells"
    COLUMN = "column"  # of a table
    NAME = "name"


_HOST = re.compile(r"(?:_xll\.|_xldudf_|_xludf\.|_xlfn\.|_xlws\.)+", re.IGNORECASE)
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"  # ' keeps a bracket from counting
_ERRORS = "|".join(re.escape(code) for code in sorted(CODES, key=len, reverse=True))
_RUN = rf"(?:'(?:[^']|'')*'|{_BRACKETS}|{_ERRORS}|[\w.\\?$!])+"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<operand>(?:\d+\.?\d*|\.\d+)E[+-]?\d+(?![\w.])|{_RUN})(?P<bracket>\()?
    |(?P<open>[({{])|(?P<close>[)}}])|(?P<separator>[,;])|(?P<space>\s+)
    |(?P<stray>["'\[\]])|(?P<operator><=|>=|<>|.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_COLUMN = re.compile(rf"[A-Za-z_\\][\w.\\]*{_BRACKETS}", re.DOTALL)
_SHEET = re.compile(r"(?:'(?:[^'\[\]]|'')+'|[\w.]+)!")
_NAME = re.compile(r"[A-Za-z_\\][\w.\\]*")


@lru_cache(maxsize=4096)
def tokens(formula: str) -> tuple[Token, ...]:
    """Return the pieces of a formula without its ``=``; joined they are the same text.

    Examples
    --------
    >>> [token.text for token in tokens("SUM( A1:B2,'my sheet'!C3)")]
    ['SUM(', ' ', 'A1', ':', 'B2', ',', "'my sheet'!C3", ')']
    """
    tokens = []
    for match in _TOKEN.finditer(formula):
        kind = TokenKind.CALL if match["bracket"] else TokenKind(match.lastgroup or "operator")
        tokens.append(Token(kind, match[0]))
    return tuple(tokens)


def closing(pieces: Sequence[Token], opening: int) -> int:
    """Return where the bracket of a token is closed; -1 if it never is."""
    depth = 0
    for place in range(opening, len(pieces)):
        kind = pieces[place].kind
        depth += (kind in _OPENING) - (kind is TokenKind.CLOSE)
        if depth == 0:
            return place
    return -1


_OPENING = frozenset({TokenKind.OPEN, TokenKind.CALL})


def is_whole(pieces: Sequence[Token]) -> bool:
    """Whether every quote and bracket is closed."""
    depth = 0
    for token in pieces:
        depth += (token.kind in _OPENING) - (token.kind is TokenKind.CLOSE)
        if depth < 0 or token.kind is TokenKind.STRAY:
            return False
    return depth == 0


def arguments(pieces: Sequence[Token]) -> list[Sequence[Token]]:
    """Return the arguments among the pieces between a call's brackets."""
    depth, start, parts = 0, 0, []
    for place, token in enumerate(pieces):
        depth += (token.kind in _OPENING) - (token.kind is TokenKind.CLOSE)
        if depth == 0 and token.text == ",":
            parts.append(pieces[start:place])
            start = place + 1
    last = pieces[start:]
    return [*parts, last] if parts or text_of(last).strip() else []


def text_of(pieces: Sequence[Token]) -> str:
    """Return the text of some pieces."""
    return "".join(token.text for token in pieces)


def pointer(text: str) -> Pointer | None:
    """Return what a text points to that is one reference on this book's sheets; None for other."""
    pieces = tokens(text.strip())
    if not pieces or any(t.kind is not TokenKind.OPERAND for t in pieces[::2]):
        return None
    if len(pieces) > 3 or any(token.text != ":" for token in pieces[1::2]):
        return None
    sheet = _SHEET.match(pieces[0].text)
    local = text_of(pieces)[sheet.end() :] if sheet else text_of(pieces)
    if parse_area(local, ""):
        return Pointer.CELLS
    if len(pieces) == 1 and _COLUMN.fullmatch(local) and not sheet:
        return Pointer.COLUMN
    return Pointer.NAME if _NAME.fullmatch(local) else None
