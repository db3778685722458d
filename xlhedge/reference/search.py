"""Functions looked for by words: in names and categories first, then in the whole help."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.worksheet.catalogue import WorksheetFunction

_WORD = re.compile(r"[^\W_]{3,}")


def in_order() -> list[WorksheetFunction]:
    """Return the catalogue by category, then by name."""
    return sorted(CATALOGUE.values(), key=lambda entry: (entry.category, entry.name))


def short_text(entry: WorksheetFunction) -> str:
    """Return what is searched first: name, category, summary and arguments, in small letters."""
    names = " ".join(argument.name for argument in entry.arguments)
    words = f"{entry.name} {entry.category} {entry.summary} {names}"
    return f"{words} {words.replace('_', ' ')}".casefold()


def search_functions(words: Iterable[str]) -> list[WorksheetFunction]:
    """Return the functions of which every word is said, those named by the words first.

    Parameters
    ----------
    words : iterable of str
        Such as ``currency forward``; parts of words do. A category's name gives all of it.

    Examples
    --------
    >>> [entry.name for entry in search_functions(["crush"])]
    ['CRUSH_HEDGE_CONTRACTS', 'CRUSH_SPREAD']
    """
    parts = " ".join(words).replace("_", " ").casefold().split()
    entries = in_order()
    category = [entry for entry in entries if entry.category.casefold() == " ".join(parts)]
    if category:
        return category
    near = [entry for entry in entries if all(word in short_text(entry) for word in parts)]
    far = [] if near else [e for e in entries if all(w in e.help.casefold() for w in parts)]
    named = {
        entry.name: sum(word in entry.name.replace("_", " ").casefold() for word in parts)
        for entry in near
    }
    return sorted(near, key=lambda entry: -named[entry.name]) or far


def suggestions(words: Iterable[str]) -> list[str]:
    """Return what was perhaps meant: functions, or else words said of some, nearest first."""
    text = " ".join(words)
    names = difflib.get_close_matches(text.upper().replace(" ", "_"), CATALOGUE, n=3, cutoff=0.6)
    if names:
        return names
    known = {entry.category.casefold() for entry in in_order()}
    known |= {word for entry in in_order() for word in _WORD.findall(short_text(entry))}
    return difflib.get_close_matches(text.casefold(), sorted(known), n=3, cutoff=0.7)
