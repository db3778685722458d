"""Whether formulas call our functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.tokens import TokenKind, tokens
from xlhedge.worksheet.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_OURS = re.compile(rf"(?:{'|'.join(CATALOGUE)})\(", re.IGNORECASE)
_WORD = re.compile(r"[\w.\\?]+")


def calls_us(formula: str, names: Collection[str] = ()) -> bool:
    """Whether a formula calls one of our functions, or a defined name that does.

    Parameters
    ----------
    formula : str
        Its text; a function may stand behind any prefix, as ``[1]!`` or ``_xll.``.
    names : collection of str
        The names that do, as `names_that_call_us` returns them.
    """
    if not _OURS.search(formula) and (
        not names or set(_WORD.findall(formula.casefold())).isdisjoint(names)
    ):
        return False  # most formulas: a look is a tenth of the work of taking one apart
    return any(
        token.function in CATALOGUE
        or (token.kind is TokenKind.OPERAND and split_sheet(token.text)[1].casefold() in names)
        for token in tokens(formula)
    )


def names_that_call_us(texts: Mapping[str, str]) -> set[str]:
    """Return the defined names whose text calls our functions, directly or by another name.

    Parameters
    ----------
    texts : mapping
        The definition of each name.
    """
    waiting = {name.casefold(): text for name, text in texts.items()}
    ours: set[str] = set()
    while more := {n for n, text in waiting.items() if n not in ours and calls_us(text, ours)}:
        ours |= more
    return ours
