"""What a header says of an exchange rate: how much of which currency for one of which other."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xlhedge.templates.own_data.shape import Header

_SDMX = re.compile(r"\bEXR\.[A-Z]\.([A-Z]{3})\.([A-Z]{3})\.")
_FRED = re.compile(r"\bDEX([A-Z]{2})([A-Z]{2})\b")
_PER = re.compile(r"\b([A-Z]{3})\s+(?:PER|FOR)\s+(?:1\s+|ONE\s+)?([A-Z]{3})\b")
_PAIR = re.compile(r"(?<![A-Z])([A-Z]{3})[ ]?[/_\-:.]?[ ]?([A-Z]{3})(?![A-Z])")
_YAHOO = re.compile(r"^([A-Z]{3})=X$")
_CODE = re.compile(r"(?<![A-Z])([A-Z]{3})(?![A-Z])")
APART = 3.0  # times: a rate further off its rough value is another one


class Pair(NamedTuple):
    """A rate of exchange: so much of `money` for one of `base`."""

    money: str
    base: str

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.money} for 1 {self.base}"

    def fits(self, rate: float) -> bool | None:
        """Whether a rate lies where it should, None where that is not known."""
        rough = _known("rough")
        if self.money not in rough or self.base not in rough or rate <= 0:
            return None
        off = rate * float(rough[self.base]) / float(rough[self.money])
        return 1 / APART < off < APART


@functools.cache
def _known(table: str) -> dict[str, Any]:
    file = resources.files("xlhedge.templates.own_data").joinpath("currencies.toml")
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))[table])


@functools.cache
def codes() -> frozenset[str]:
    """Return the codes of ISO 4217, those of currencies that are gone among them."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def pair_of(text: str) -> Pair | None:
    """Return the pair of currencies that a text names: EUR/USD is dollars for one euro."""
    text = text.strip().upper()
    if match := _SDMX.search(text):
        return Pair(match[1], match[2])
    countries = _known("fred")
    if (match := _FRED.search(text)) and {match[1], match[2]} <= set(countries):
        return Pair(countries[match[1]], countries[match[2]])
    if match := _YAHOO.match(text):
        return Pair(match[1], "USD") if match[1] in codes() else None
    for pattern, turned in ((_PER, False), (_PAIR, True)):
        for match in pattern.finditer(text):
            if {match[1], match[2]} <= codes() and match[1] != match[2]:
                return Pair(match[2], match[1]) if turned else Pair(match[1], match[2])
    return None


def quote_of(header: Header) -> Pair | str | None:
    """Return what stands above a column: a pair, a single currency, or nothing of the kind."""
    texts = [*header.own[::-1], header.text]
    for text in texts:
        if pair := pair_of(text):
            return pair
    for text in texts:
        named = [match for match in _CODE.findall(text) if match in codes()]
        if len(named) == 1 and (text.strip() == named[0] or f"({named[0]})" in text):
            unit = header.unit.upper()
            return Pair(unit, named[0]) if unit in codes() and unit != named[0] else named[0]
    return None
