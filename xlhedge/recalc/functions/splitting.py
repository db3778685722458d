"""TEXTBEFORE, TEXTAFTER and TEXTSPLIT: texts cut at delimiters.

Source: Microsoft's page on each function; what they leave open was read off values that Excel
saved in workbooks.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import (
    CellError,
    cell_by_cell,
    fail,
    flat,
    number,
    over_ranges,
)
from xlhedge.recalc.functions.supplement import to_text
from xlhedge.worksheet.errors import NA, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlhedge.worksheet.cells import Cell, Scalar


def _delimiters(value: Cell) -> list[str]:
    for cell in flat([value]):
        if isinstance(cell, ExcelError):
            raise CellError(cell)
    return [to_text(cell) for cell in flat([value])]


def _zero_or_one(value: Cell) -> bool:
    """Return an argument that must be 0 or 1."""
    if isinstance(value, list):
        raise Refused("an option of it is a range")
    flag = number(value)
    if flag not in {0, 1}:
        raise fail(VALUE, f"{flag:g} is neither 0 nor 1.")
    return bool(flag)


def _places(text: str, delimiters: list[str], *, any_case: bool) -> list[tuple[int, int]]:
    """Return where delimiters begin and end, one after the other."""
    flags = re.IGNORECASE if any_case else 0
    marks = [re.compile(re.escape(mark), flags) for mark in delimiters]
    places: list[tuple[int, int]] = []
    start = 0
    while True:
        spans = [match.span() for mark in marks if (match := mark.search(text, start))]
        if not spans:
            return places
        first = min(spans)
        if any(span[0] == first[0] and span != first for span in spans):
            raise Refused("two of its delimiters begin alike")
        places.append(first)
        start = first[1]


def _could_begin(text: str, delimiters: list[str], *, any_case: bool) -> int:
    flags = re.IGNORECASE if any_case else 0
    marks = "|".join(map(re.escape, delimiters))
    return len(re.findall(f"(?={marks})", text, flags))


def _nth(
    inside: str, delimiters: list[str], n: int, mode: Cell, end: Cell
) -> tuple[int, int] | None:
    """Return where the n-th delimiter lies, from the end if n is below 0."""
    any_case, to_end = _zero_or_one(mode), _zero_or_one(end)
    if "" in delimiters:
        return (0, 0) if n > 0 else (len(inside), len(inside))
    places = _places(inside, delimiters, any_case=any_case)
    if n < 0 and _could_begin(inside, delimiters, any_case=any_case) > len(places):
        raise Refused("its delimiters overlap, and it counts from the end")
    if to_end:
        places = [*places, (len(inside), len(inside))] if n > 0 else [(0, 0), *places]
    return places[n - 1 if n > 0 else n] if abs(n) <= len(places) else None


def _cut(*, before: bool) -> Callable[..., Cell]:
    def one(text: Scalar, delimiters: list[str], *rest: Cell) -> Scalar:
        inside = to_text(text)
        for value in rest[:-1] if len(rest) == 4 else rest:
            if isinstance(value, ExcelError):
                raise CellError(value)
        instance, mode, end = (*rest[:3], None, None, None)[:3]
        if isinstance(instance, list):
            raise Refused("it is to find several places")
        n = 1 if instance is None else math.floor(number(instance))
        longest = max(map(len, delimiters))
        if n == 0 or (rest and max(abs(n), longest) > max(len(inside), 1)):
            raise fail(VALUE, f"A text of {len(inside)} letters has no such place.")
        place = _nth(inside, delimiters, n, mode, end)
        if place is not None:
            return inside[: place[0]] if before else inside[place[1] :]
        if len(rest) < 4:
            raise fail(NA, "The delimiter is not there.")
        return "" if rest[3] is None else rest[3]  # type: ignore[return-value]  # one value

    @over_ranges
    def call(text: Cell, delimiter: Cell, *rest: Cell) -> Cell:
        delimiters = _delimiters(delimiter)
        return cell_by_cell(lambda each: one(each, delimiters, *rest))(text)

    return call


def _pieces(text: str, delimiter: Cell, *, any_case: bool, skip: bool) -> list[str]:
    if delimiter is None:
        return [text]
    delimiters = _delimiters(delimiter)
    if "" in delimiters:
        raise fail(VALUE, "A delimiter needs a letter.")
    cuts = _places(text, delimiters, any_case=any_case)
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if piece or not skip]


@over_ranges
def _split(
    text: Cell,
    across: Cell,
    down: Cell = None,
    skip: Cell = None,
    mode: Cell = None,
    pad: Cell = None,
) -> Cell:
    if isinstance(text, list) or isinstance(pad, list):
        raise Refused("it splits several texts")
    for value in (text, skip, mode):
        if isinstance(value, ExcelError):
            return value
    if across is None and down is None:
        raise fail(VALUE, "A delimiter is needed.")
    any_case, skips = _zero_or_one(mode), _zero_or_one(skip)
    lines = _pieces(to_text(text), down, any_case=any_case, skip=skips)
    rows = [_pieces(line, across, any_case=any_case, skip=skips) for line in lines]
    width = max(map(len, rows), default=0)
    if not width:
        return ExcelError("#CALC!", "There is nothing left.")
    filler = ExcelError(NA, "This row has fewer pieces.") if pad is None else pad
    filled: list[list[Scalar]] = [[*row, *[filler] * (width - len(row))] for row in rows]
    return filled if len(filled) > 1 or width > 1 else filled[0][0]


SPLITTING: dict[str, Callable[..., Cell]] = {
    "TEXTBEFORE": _cut(before=True),
    "TEXTAFTER": _cut(before=False),
    "TEXTSPLIT": _split,
}
