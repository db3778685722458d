"""REGEXTEST, REGEXEXTRACT and REGEXREPLACE, as far as Python's expressions are surely Excel's.

Excel reads a pattern as PCRE2 does. Of what both read alike only the plain part is taken: letters,
classes, groups, greedy and lazy repetition, on plain English text. All else is refused.

Source: Microsoft's page on each function, the manual of PCRE2, and that of Python's re.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import cell_by_cell, fail, number, over_ranges
from xlhedge.recalc.functions.supplement import to_text
from xlhedge.worksheet.errors import NA, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar

_CLASS = r"\[\^?(?:\\[dDwWsS\\\]\[^.\-]|[^\[\]\\&|~\-]|(?<=[\w])-(?=[\w]))+\]"
_TOKEN = re.compile(
    rf"(?P<atom>{_CLASS}|\\[dDwWsS]|\\[^\w\s]|[^\\\[\](){{}}*+?|^$])"
    r"|(?P<repeat>(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??(?![*+?{]))"
    r"|(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))|(?P<other>[|^$]|\\[bB])"
)
_PLAIN = re.compile(r"[ -~]*")
_MOST_WAYS = 10_000_000  # to match, before the pattern may take too long
_REFERENCE = re.compile(r"\$(\d?)")


def _tokens(pattern: str) -> list[tuple[str, str]]:
    """Take a pattern apart.

    Raises
    ------
    Refused
        A part of it is not known to mean the same in Excel.
    """
    tokens, place = [], 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None:
            raise Refused(f"Excel may read the regular expression {pattern[:60]!r} in its own way")
        tokens.append((str(token.lastgroup), token[0]))
        place = token.end()
    return tokens


def _check_groups(tokens: list[tuple[str, str]], pattern: str) -> None:
    """Refuse groups that are repeated and may be matched in several ways, or by nothing."""
    inside: list[int] = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "open":
            inside.append(place)
        elif kind == "close" and inside:
            first = inside.pop()
            after = tokens[place + 1][0] if place + 1 < len(tokens) else ""
            within = tokens[first + 1 : place]
            simple = within and all(
                kind == "atom" or (kind == "repeat" and re.fullmatch(r"\{[1-9]\d*\}", text))
                for kind, text in within
            )
            if after == "repeat" and not simple:
                raise Refused(f"{pattern[:60]!r} repeats a group that may be matched in many ways")
        elif kind == "repeat" and (not place or tokens[place - 1][0] not in {"atom", "close"}):
            raise Refused(f"{pattern[:60]!r} repeats what is no letter, class or group")


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: int) -> tuple[re.Pattern[str], int]:
    """Return a pattern, and how many choices it leaves."""
    if not _PLAIN.fullmatch(pattern) or not pattern:
        raise Refused("a regular expression that is empty or not of plain letters is not computed")
    tokens = _tokens(pattern)
    _check_groups(tokens, pattern)
    try:
        compiled = re.compile(pattern, re.ASCII | flags)
    except re.error as fault:
        raise Refused(f"{pattern[:60]!r} is no regular expression: {fault}") from None
    return compiled, sum(kind == "repeat" or text == "|" for kind, text in tokens)


def _ready(text: Scalar, pattern: Scalar, way: Scalar) -> tuple[str, re.Pattern[str]]:
    """Return a text and the expression that searches it."""
    read, ignoring = to_text(text), 0 if way is None else math.trunc(number(way))
    if ignoring not in {0, 1}:
        raise Refused(f"{ignoring} says neither that the case matters nor that it does not")
    compiled, repeats = _compiled(to_text(pattern), re.IGNORECASE if ignoring else 0)
    if not _PLAIN.fullmatch(read):
        raise Refused("a text with lines or letters that are not plain English is not searched")
    if math.comb(len(read) + repeats + 1, repeats + 1) > _MOST_WAYS:
        raise Refused("the search by regular expression may take too long")
    return read, compiled


@cell_by_cell
def _test(text: Scalar, pattern: Scalar, way: Scalar = None) -> Scalar:
    read, compiled = _ready(text, pattern, way)
    return compiled.search(read) is not None


def _matches(compiled: re.Pattern[str], read: str) -> list[re.Match[str]]:
    matches = list(compiled.finditer(read))
    if any(not match[0] for match in matches):
        raise Refused("what Excel makes of a match of no letters is not known")
    return matches


def _first(text: Scalar, pattern: Scalar, way: Scalar) -> Scalar:
    read, compiled = _ready(text, pattern, way)
    matches = _matches(compiled, read)
    if not matches:
        raise fail(NA, "Nothing in the text matches.")
    return matches[0][0]


@over_ranges
def _extract(text: Cell, pattern: Cell, mode: Cell = None, way: Cell = None) -> Cell:
    if isinstance(mode, list | ExcelError):
        raise Refused("what REGEXEXTRACT gives is to be told by one number")
    mode_number = 0 if mode is None else math.trunc(number(mode))
    if mode_number == 0:
        return cell_by_cell(_first)(text, pattern, way)
    values = (text, pattern, way)
    if mode_number != 1 or any(isinstance(value, list | ExcelError) for value in values):
        raise Refused("REGEXEXTRACT of several texts, or of groups, is not computed")
    read, compiled = _ready(text, pattern, way)  # type: ignore[arg-type]  # single values
    matches = _matches(compiled, read)
    if not matches:
        raise fail(NA, "Nothing in the text matches.")
    return [[match[0] for match in matches]]


def _filled_in(match: re.Match[str], replacement: str) -> str:
    def group(reference: re.Match[str]) -> str:
        which = int(reference[1]) if reference[1] else -1
        if not 1 <= which <= match.re.groups or match[which] is None:
            raise Refused(f"what {reference[0]} stands for in a replacement is not known")
        return match[which]

    return _REFERENCE.sub(group, replacement)


@cell_by_cell
def _replace(
    text: Scalar,
    pattern: Scalar,
    replacement: Scalar,
    occurrence: Scalar = None,
    way: Scalar = None,
) -> Scalar:
    read, compiled = _ready(text, pattern, way)
    new, which = to_text(replacement), 0 if occurrence is None else math.trunc(number(occurrence))
    if "\\" in new or re.search(r"\$\d\d|\$\{", new):
        raise Refused("a replacement with more than $1 to $9 in it is not computed")
    matches = _matches(compiled, read)
    if matches and not 0 <= which <= len(matches):
        raise Refused("what replacing a match that is not there gives is not known")
    done, place = "", 0
    for count, match in enumerate(matches, 1):
        if which in {0, count}:
            done += read[place : match.start()] + _filled_in(match, new)
            place = match.end()
    return done + read[place:]


REGULAR_EXPRESSIONS: dict[str, Callable[..., Cell]] = {
    "REGEXTEST": _test,
    "REGEXEXTRACT": _extract,
    "REGEXREPLACE": _replace,
}
