"""What stands around a number: currency, spaces between thousands, parentheses, a letter."""

from __future__ import annotations

import re
from typing import NamedTuple

from xlhedge.templates.own_data.ticks import is_tick

PARENTHESES, MINUS_BEHIND = "parentheses", "a minus behind"
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\ufe63\uff0d", "-"))
_SIGNS = "$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20ba\u20ab\u20b4\u20a6\u20b1\u0e3f\u00a2"
_CURRENCY = rf"(?:[A-Z]{{1,3}})?[{_SIGNS}]|[A-Z]{{3}}|kr\.?|zł|Kč|Ft|Fr\.|Rs\.?"
_WRAPPED = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-]?)\s*(?P<before>{_CURRENCY})?\s*(?P<number>[+-]?[\d.,].*?)"
    rf"\s*(?P<after>{_CURRENCY})?\s*(?P<minus>-)?\s*(?P<close>\))?"
)
_SPACED = re.compile(r"([+-]?\d{1,3})((?:[\s'\u2019]\d{3})+)(?![\d'\u2019])(.*)")
_BARE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# settled, asked, estimated, preliminary, revised, a footnote: as exchanges and offices print them
_LETTER = re.compile(r"(.*\d[+]?)\s?(?:([sSaAeEpPrR])|\(([eEpPrRsS])\)|([*\u2020]{1,3}))")
_TICK_LETTER = re.compile(r"(.*\d['\u2019-]\d+[+]?)\s?([sSaAbBnNpP])")


class Number(NamedTuple):
    """A number's text without what stands around it, and what that was."""

    text: str
    currency: str = ""
    others: tuple[str, ...] = ()


def strip_marks(text: str) -> Number:
    """Return a number's text with its sign in front, its thousands in one piece.

    >>> strip_marks("R$ 8.387,01").text, strip_marks("(0.35)").text, strip_marks("8 387,01").text
    ('8.387,01', '-0.35', '8387,01')
    """
    if _BARE.fullmatch(text):  # as most are: no mark to look for
        return Number(text)
    text = text.translate(_MINUS).strip()
    currency, others = "", []
    match = _WRAPPED.fullmatch(text)
    if match and bool(match["open"]) == bool(match["close"]):
        number = match["number"].strip()
        signs = (bool(match["open"]), bool(match["minus"]), match["sign"] == "-", number[0] == "-")
        if sum(signs) <= 1:
            text = f"-{number.lstrip('+-')}" if any(signs) else number.lstrip("+")
            currency = match["before"] or match["after"] or ""
            others += [PARENTHESES] * signs[0] + [MINUS_BEHIND] * signs[1]
    for pattern in (_TICK_LETTER, _LETTER):
        if letter := pattern.fullmatch(text):
            text = letter[1]
            others.append(f"letter {next(filter(None, letter.groups()[1:]))}")
            break
    return Number(text if is_tick(text) else join_thousands(text), currency, tuple(others))


def join_thousands(text: str) -> str:
    """Return a number without the spaces and apostrophes between its thousands."""
    if spaced := _SPACED.fullmatch(text):
        return spaced[1] + re.sub(r"[\s'\u2019]", "", spaced[2]) + spaced[3]
    return text
