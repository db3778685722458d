"""Whether a formula's text calls one of our functions."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What is no call: texts, columns of tables, sheets and paths (a function may follow these).
_SKIPPED = re.compile(
    r"""\"(?:[^"]|"")*"|'(?:[^']|'')*'|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"""
)
_WORD = re.compile(r"[\w.\\]+")


@functools.cache
def _call() -> re.Pattern[str]:
    from xlhedge.worksheet.catalogue import CATALOGUE

    return re.compile(
        rf"(?<![\w.\\])(?:_xll\.|_xldudf_)?(?:{'|'.join(CATALOGUE)})\(", re.IGNORECASE
    )


def calls_us(formula: str, names: Iterable[str] = ()) -> bool:
    """Whether a formula calls one of our functions, or a defined name that does.

    Parameters
    ----------
    formula : str
        Its text.
    names : iterable of str
        The names that do, as `names_that_call_us` returns them.
    """
    bare = _SKIPPED.sub(" ", formula)
    if _call().search(bare) is not None:
        return True
    return bool(names) and not {w.casefold() for w in _WORD.findall(bare)}.isdisjoint(names)


def names_that_call_us(texts: Mapping[str, str]) -> set[str]:
    """Return the defined names whose text calls our functions, directly or by another name.

    Parameters
    ----------
    texts : mapping
        The definition of each name.
    """
    waiting = {name.casefold(): text for name, text in texts.items()}
    found: set[str] = set()
    while more := {n for n, text in waiting.items() if n not in found and calls_us(text, found)}:
        found |= more
    return found
