"""Texts that take a word from an input: "Price [{price_unit}]" is a formula in its cell.

So a unit or a currency is typed once, and titles, headers, axes and notes follow it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MARK = re.compile(r"\{([a-z]+(?:_[a-z]+)*)\}")


class NoWord(ValueError):  # noqa: N818 - named by what is wrong
    """A text takes up a word that no input holds."""

    def __init__(self, text: str, name: str, words: Mapping[str, str]) -> None:
        there = ", ".join(words) or "none"
        super().__init__(
            f"{text!r}: no input that holds a text is called {name}; there are {there}."
        )
        self.text = text


def words_of(tables: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a description that hold a text, by name: what a text may take up."""
    blocks = [b for sheet in _tables(tables.get("sheet")) for b in _tables(sheet.get("blocks"))]
    named = [block for block in blocks if isinstance(block.get("name"), str)]
    texts = {block["name"]: block.get("says", block.get("value")) for block in named}
    return {name: text for name, text in texts.items() if isinstance(text, str) and text}


def _tables(value: object) -> list[dict[str, Any]]:
    """Return the tables of a list; what is none is refused where the description is checked."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def with_words(text: str, words: Mapping[str, str]) -> str:
    """Return a text with the words that its inputs hold now.

    Raises
    ------
    NoWord
        A text names an input that is not there, or holds no text.
    """

    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise NoWord(text, match[1], words)
        return words[match[1]]

    return _MARK.sub(word, text)


def outside(text: str, replace: Callable[[str], str]) -> str:
    """Return a text with its own words replaced, and the names of inputs as they are."""
    pieces = _MARK.split(text)
    return "".join(f"{{{p}}}" if i % 2 else replace(p) for i, p in enumerate(pieces))


def formula(text: str) -> str:
    """Return the formula that a text with an input's word is; empty where it has none.

    >>> formula('Change [{price_unit}]')
    '="Change ["&price_unit&"]"'
    """
    pieces = _MARK.split(text)
    if len(pieces) == 1:
        return ""
    quoted = (piece.replace('"', '""') for piece in pieces)
    parts = [p if i % 2 else f'"{p}"' for i, p in enumerate(quoted) if p]
    return "=" + "&".join(parts if len(parts) > 1 else [*parts, '""'])


def spoken(text: str) -> str:
    """Return a text for where no formula can stand: the input's name is said in its place."""
    return _MARK.sub(lambda match: match[1].replace("_", " "), text)
