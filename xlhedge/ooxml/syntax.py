"""What is amiss with the writing of a formula: a bracket left open, an operator without a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.tokens import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlhedge.ooxml.tokens import Token

_SIGNS = frozenset("+-@")  # may stand before a value
_ENDINGS = frozenset("%#")  # after one
_BETWEEN = frozenset(["+", "-", "*", "/", "^", "&", "=", "<", ">", "<=", ">=", "<>", ":"])
_CLOSES = {"(": ")", "{": "}"}


def slip(pieces: Sequence[Token]) -> str:
    """Return in words why Excel would not take a formula as it is written; nothing if it would.

    Whether its functions and names exist is not asked, nor how many arguments a function takes.

    Examples
    --------
    >>> from xlhedge.ooxml.tokens import tokens
    >>> slip(tokens("(A1-B1"))
    'the bracket of ( is never closed'
    """
    reader = _Writing()
    for token in pieces:
        if token.kind is not TokenKind.SPACE:
            if words := reader.slip(token):
                return words
            reader.before = token
    if reader.opened:
        return f"the bracket of {reader.opened[-1].text} is never closed"
    return "" if reader.value else "a value is missing at the end"


class _Writing:
    """How far a formula is read: the brackets open, and whether a value stands before."""

    def __init__(self) -> None:
        self.opened: list[Token] = []
        self.value = False
        self.before: Token | None = None

    def slip(self, token: Token) -> str:
        """Read one piece on; return what is amiss with it there."""
        if token.kind is TokenKind.OPERATOR:
            return self._operator(token.text)
        if token.kind is TokenKind.SEPARATOR:
            return self._separator(token.text)
        if token.kind is TokenKind.CLOSE:
            return self._close(token.text)
        if token.kind is TokenKind.STRAY:
            return f"the sign {token.text} has no other that belongs to it"
        if self.value:
            return f"an operator is missing before {token.text}"
        if token.kind in {TokenKind.OPEN, TokenKind.CALL}:
            self.opened.append(token)
        else:
            self.value = True
        return ""

    def _operator(self, text: str) -> str:
        if text not in _SIGNS | _ENDINGS | _BETWEEN:
            return f"the sign {text} is no operator"
        if text in _ENDINGS:
            return "" if self.value else _missing(text)
        if text not in (_BETWEEN if self.value else _SIGNS):
            return f"an operator is missing before {text}" if self.value else _missing(text)
        self.value = False
        return ""

    def _separator(self, text: str) -> str:
        bracket = self.opened[-1].text if self.opened else ""
        if not bracket:
            return f"the sign {text} stands outside of every bracket"
        if text == ";" and bracket != "{":
            return "a ; stands between arguments, where a file has a ,"
        return self._after_argument(text)

    def _close(self, text: str) -> str:
        if not self.opened or _CLOSES[self.opened[-1].text[-1]] != text:
            return f"the bracket {text} closes nothing"
        words = self._after_argument(text)
        self.opened.pop()
        self.value = True
        return words

    def _after_argument(self, text: str) -> str:
        """Return what is amiss before a comma or bracket; a call may leave an argument out."""
        call = self.opened[-1].kind is TokenKind.CALL
        left_out = (
            call and self.before and self.before.kind in {TokenKind.CALL, TokenKind.SEPARATOR}
        )
        words = "" if self.value or left_out else _missing(text)
        self.value = False
        return words


def _missing(text: str) -> str:
    return f"a value is missing before {text}"
