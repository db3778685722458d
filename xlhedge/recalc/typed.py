"""A formula that a person typed, in no workbook: what is refused of it is said without a cell."""

from __future__ import annotations

import re

from xlhedge.ooxml.addresses import parse_area
from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.near import nearest
from xlhedge.ooxml.tokens import TokenKind, is_whole, tokens
from xlhedge.recalc.errors import UNSAVED, Refusal, Unsupported

_INSIDE = re.compile(r" \(\w*Error at position (\d+).*\)$", re.DOTALL)  # an engine's own words

_NO_BOOK = (
    ", and there is no workbook here; write the numbers themselves, or recompute a workbook with "
    "xlhedge recalc BOOK"
)


def examine_typed(formula: str) -> None:
    """Refuse at once what no formula without a workbook can be.

    Raises
    ------
    Unsupported
        It is empty, a bracket or a quote is open, or it refers to cells.
    """
    pieces = tokens(formula)
    if not formula:
        raise refused_typed(formula, "there is no formula after the equals sign")
    if not is_whole(pieces):
        raise refused_typed(formula, "a bracket or a quote in it is opened and never closed")
    operands = (p.text for p in pieces if p.kind is TokenKind.OPERAND)
    cells = [text for text in operands if parse_area(split_sheet(text)[1], "")]
    if cells:
        raise refused_typed(formula, f"{cells[0]} is a cell{_NO_BOOK}")


def refused_typed(formula: str, reason: str) -> Unsupported:
    """Return the refusal of a formula in no cell, with what was perhaps meant."""
    place = _INSIDE.search(reason)
    if place:
        at = formula[int(place[1]) - 1 : int(place[1]) + 9] if int(place[1]) else formula[:10]
        reason = f"it cannot be read as a formula from {at!r} on"
    unknown = [name for p in tokens(formula) if (name := p.function) and f" {name} " in reason]
    if unknown:
        reason += _meant(unknown[0])
    if reason.endswith(UNSAVED) or reason.startswith("there is no sheet"):
        reason = reason.removesuffix(UNSAVED) + _NO_BOOK
    return Unsupported([Refusal("", "", f"={formula}", reason)])


def _meant(name: str) -> str:
    from xlhedge.recalc.compiling.rules import RULES
    from xlhedge.worksheet.index import MODULE_OF

    near = nearest(name, [*MODULE_OF, *RULES])
    meant = f"; near to it are {', '.join(near)}" if near else ""
    return meant or "; xlhedge functions lists ours, and Excel's have their English names here"
