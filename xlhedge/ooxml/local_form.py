"""A formula as an Excel with decimal commas shows and takes it, and back.

`=HEDGE_RATIO(0.5,2)` is `=HEDGE_RATIO(0,5;2)` there. Files always hold the first form. What a
person types is read by one rule, in this order:

1. A semicolon outside braces: semicolons separate arguments. A comma between digits is then a
   decimal sign, a point is one too unless commas are; any other comma is refused. In braces a
   semicolon ends a row and a backslash a column; so does a point, where commas are decimal signs.
2. No semicolon, but a comma between digits outside every bracket: the same.
3. Anything else is Excel's own form: commas separate, and braces are read as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.tokens import TokenKind, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = re.compile(r"\d+")
_FRACTION = re.compile(r"\d+(?:E[+-]?\d+)?%?", re.IGNORECASE)
_NUMBER = re.compile(r"\d*\.\d+(?:E[+-]?\d+)?|\d+\.", re.IGNORECASE)
_IN_BRACES = re.compile(r'"(?:[^"]|"")*"|[^"]+')


def to_local(formula: str) -> str:
    r"""Return a formula as an Excel with decimal commas takes it, backslashes in its arrays.

    Examples
    --------
    >>> to_local('=HEDGE_OUTCOME(2,0.5,{2.5,3;3.5,4})')
    '=HEDGE_OUTCOME(2;0,5;{2,5\\3;3,5\\4})'
    """
    written, depth = [], 0
    for token in tokens(formula):
        depth += (token.text == "{") - (token.text == "}")
        text = token.text
        if token.kind is TokenKind.SEPARATOR and text == ",":
            text = "\\" if depth else ";"
        elif token.kind is TokenKind.OPERAND and _NUMBER.fullmatch(text):
            text = text.replace(".", ",")
        written.append(text)
    return "".join(written)


def from_local(formula: str) -> str:
    """Return what a person typed in Excel's own form; the same text where it is in that form.

    Raises
    ------
    BadBook
        Signs of both forms, or an array that has two readings.

    Examples
    --------
    >>> from_local("=HEDGE_RATIO(0,5;2)"), from_local("=HEDGE_RATIO(0.5,2)")
    ('=HEDGE_RATIO(0.5,2)', '=HEDGE_RATIO(0.5,2)')
    """
    pieces = list(_pieces(formula))
    outside = [text for text in pieces if not text.startswith("{")]
    if ";" not in outside and not _has_bare_decimal(outside):
        return formula
    commas, points = "," in outside, any(map(_NUMBER.fullmatch, outside))
    if commas and points:
        raise BadBook(
            f"{formula} has both 0,5 and 0.5: write all numbers with commas and semicolons between "
            "arguments, or all with points and commas between arguments."
        )
    read, after_point = "", False
    for i, text in enumerate(pieces):
        before = pieces[i - 1] if i else ""
        if text == ",":
            _check_decimal(formula, before, pieces[i + 1 :], after_point=after_point)
            read += "."
        elif text.startswith("{"):
            read += _array(formula, text, commas=commas, points=points)
        else:
            read += "," if text == ";" else text
        after_point = before == ","
    return read


def _pieces(formula: str) -> Iterator[str]:
    """Return a formula's tokens, each array in braces as one."""
    array = ""
    for token in tokens(formula):
        if array or token.text == "{":
            array += token.text
            if token.text == "}":
                yield array
                array = ""
        else:
            yield token.text
    if array:
        yield array


def _has_bare_decimal(pieces: list[str]) -> bool:
    """Whether a comma stands between digits outside every bracket, where nothing is separated."""
    depth = 0
    for i, text in enumerate(pieces):
        depth += text.endswith("(") - (text == ")")
        if text == "," and depth == 0 and 0 < i < len(pieces) - 1:
            return bool(_DIGITS.fullmatch(pieces[i - 1]) and _FRACTION.match(pieces[i + 1]))
    return False


def _check_decimal(formula: str, before: str, rest: list[str], *, after_point: bool) -> None:
    """Refuse a comma that is no decimal sign though semicolons separate."""
    fraction = bool(rest) and bool(_FRACTION.fullmatch(rest[0]))
    if not fraction or after_point or before.endswith((".", '"', ")")) or _is_word(before):
        raise BadBook(
            f"{formula} has semicolons between arguments, and a comma that is no decimal sign"
            f" (after {before!r}): write ; for it, or the whole formula with commas and points."
        )


def _is_word(text: str) -> bool:
    return bool(re.search(r"\w", text)) and not text.endswith("(") and not _DIGITS.fullmatch(text)


def _array(formula: str, text: str, *, commas: bool, points: bool) -> str:
    """Return an array constant in Excel's own form."""
    parts = _IN_BRACES.findall(text)
    bare = "".join(part for part in parts if not part.startswith('"'))
    if "." in bare and not (commas or points or "," in bare or "\\" in bare):
        raise BadBook(
            f"{text} in {formula} has two readings, numbers with decimal points or columns: write "
            "a backslash between columns, or the whole formula with commas between arguments."
        )
    if points and "," in bare:
        raise BadBook(
            f"{text} in {formula} has a comma though the numbers have decimal points: write a "
            "backslash between columns."
        )
    # Of points beside backslashes, or beside other decimal points, each is a decimal sign.
    column = {"\\": ","} if points or "\\" in bare else {"\\": ",", ".": ","}
    signs = str.maketrans(column | ({} if points else {",": "."}))
    return "".join(part if part.startswith('"') else part.translate(signs) for part in parts)
