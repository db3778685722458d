"""COUNTIF and its kin: which cells meet a criterion, and what is counted or added of them.

Source: Microsoft's pages on COUNTIF, COUNTIFS, SUMIFS and "Guidelines for criteria"; what they
leave open was read off values that Excel saved in workbooks.
"""

from __future__ import annotations

import math
import operator
import re
from typing import TYPE_CHECKING, Any

from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import Block, flat, read_number, size_of
from xlhedge.recalc.functions.supplement import ordering
from xlhedge.recalc.functions.wildcards import has_wildcards, pattern, unescaped
from xlhedge.worksheet.errors import CODES, DIV0, VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlhedge.worksheet.cells import Cell, Scalar

PARTS = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
ORDERS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


class _Range:
    """The cells of a range to be searched, in reading order, and an index of them."""

    def __init__(self, value: Cell) -> None:
        self.size = size_of(value)
        self.width = len(value[0]) if isinstance(value, list) and value else 1
        self.cells = list(flat([value]))
        self.rest = self.size[0] * self.size[1] - len(self.cells)  # blanks behind the last cell
        self.places: dict[object, list[int]] = {}
        self.doubt: Refused | None = None  # a text in it is a number in some countries
        for place, cell in enumerate(self.cells):
            try:
                key = _key(cell)
            except Refused as doubt:
                self.doubt, key = doubt, str(cell).lower()
            self.places.setdefault(key, []).append(place)


def _range(value: Cell) -> _Range:
    if isinstance(value, Block):
        if "criteria" not in value.kept:
            value.kept["criteria"] = _Range(value)
        return value.kept["criteria"]  # type: ignore[no-any-return]  # what was put there
    return _Range(value)


def _key(value: Scalar) -> object:
    """Return what two cells share that a criterion cannot tell apart: 5 and the text "5"."""
    if isinstance(value, str):
        number = _number(value)
        return value.lower() if number is None else number
    if isinstance(value, bool):
        return ("TRUE", value)
    return (value.code,) if isinstance(value, ExcelError) else value


def _number(text: str) -> float | None:
    """Return the number that a text in a cell stands for when it is compared."""
    return read_number(text) if text[:1] in "+-.0123456789 " and text.strip() else None


class _Criterion:
    """What a cell has to be.

    Parameters
    ----------
    value : cell value
        As it stands in the formula: 5, ">5", "<>", "b*", an error.
    """

    def __init__(self, value: Scalar) -> None:
        self.negated = False
        self.test: Callable[[Scalar], bool] | None = None
        self.keys: tuple[object, ...] = ()
        if isinstance(value, str):
            self._read(value)
        else:
            # a blank cell as a criterion stands for 0
            self.keys = (_key(0.0 if value is None else value),)

    def _read(self, text: str) -> None:
        match = PARTS.fullmatch(text)
        sign, rest = (match[1] or "", match[2]) if match else ("", text)
        if rest == "":
            self.negated = sign == "<>"
            self.keys = (None,) if sign in {"=", "<>"} else (None, "")
            if sign in ORDERS:
                self.keys = ()  # nothing is above or below nothing
            return
        operand = operand_of(rest)
        if sign in ORDERS:
            self.test = comparison(ORDERS[sign], operand)
            return
        self.negated = sign == "<>"
        if isinstance(operand, str) and has_wildcards(operand):
            text_pattern = pattern(operand)
            self.test = lambda cell: isinstance(cell, str) and bool(text_pattern.fullmatch(cell))
        else:
            self.keys = (_key(operand) if not isinstance(operand, str) else operand.lower(),)

    @property
    def takes_blanks(self) -> bool:
        """Whether a blank cell meets it."""
        return (None in self.keys) != self.negated

    @property
    def number(self) -> bool:
        """Whether it asks for a number."""
        return any(isinstance(key, float) for key in self.keys)

    def places(self, cells: _Range) -> list[int]:
        """Return where a range meets it."""
        if self.test is not None:
            chosen = [i for i, cell in enumerate(cells.cells) if self.test(cell)]
        elif cells.doubt is not None and self.number:
            raise cells.doubt
        elif len(self.keys) == 1:
            chosen = cells.places.get(self.keys[0], [])
        else:
            chosen = sorted(p for key in self.keys for p in cells.places.get(key, ()))
        if not self.negated:
            return chosen
        # "<>5" leaves out the number alone, while "5" also takes the text "5"
        out = {i for i in chosen if not (self.number and isinstance(cells.cells[i], str))}
        return [i for i in range(len(cells.cells)) if i not in out]


def operand_of(text: str) -> Scalar:
    """Return what stands behind the comparison sign, as what it is."""
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE"
    if text.upper() in CODES:
        return ExcelError(text.upper())
    number = read_number(text)
    return text if number is None else number


def comparison(holds: Callable[[int, int], bool], operand: Scalar) -> Callable[[Scalar], bool]:
    """Return the test of ``<`` and its kin: cells of another kind are left out."""
    if isinstance(operand, str):
        plain = unescaped(operand)
        return lambda cell: isinstance(cell, str) and holds(ordering(cell, plain), 0)
    kind = type(operand)
    return lambda cell: type(cell) is kind and holds((cell > operand) - (cell < operand), 0)  # type: ignore[operator]  # of one kind


def _chosen(pairs: list[tuple[_Range, _Criterion]]) -> tuple[list[int], int]:
    """Return the places that meet all criteria, and how many blanks behind the cells do."""
    lists = sorted((criterion.places(searched) for searched, criterion in pairs), key=len)
    places = lists[0]
    for more in lists[1:]:
        others = set(more)
        places = [place for place in places if place in others]
    rest = min(searched.rest for searched, _ in pairs)
    return places, rest if all(criterion.takes_blanks for _, criterion in pairs) else 0


def _numbers(values: Cell, searched: _Range, places: Iterable[int]) -> list[float]:
    """Return the numbers that stand beside the places found; the first error stops it."""
    rows = values if isinstance(values, list) else [[values]]
    numbers = []
    for place in places:
        row, column = divmod(place, searched.width)
        cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(cell, ExcelError):
            raise _Error(cell)
        if isinstance(cell, float):
            numbers.append(cell)
    return numbers


class _Error(Exception):
    def __init__(self, error: ExcelError) -> None:
        super().__init__(error.code)
        self.error = error


def _for_each(criteria: list[Cell], compute: Callable[[list[Scalar]], Scalar]) -> Cell:
    """Compute once, or for each cell of criteria that are arrays."""
    blocks = [c for c in criteria if isinstance(c, list)]
    if not blocks:
        return compute(criteria)  # type: ignore[arg-type]  # no list among them
    from xlhedge.recalc.functions.arrays import element, shape

    rows, columns = shape(criteria) or (1, 1)
    return [
        [compute([element(c, i, j) for c in criteria]) for j in range(columns)] for i in range(rows)
    ]


def _ifs(values: Cell, pairs: tuple[Cell, ...], combine: Callable[[list[float]], Scalar]) -> Cell:
    ranges = [_range(value) for value in pairs[::2]]
    sizes = {searched.size for searched in ranges} | {size_of(values)}
    if len(sizes) > 1:
        return ExcelError(VALUE, "The ranges are of different size.")

    def compute(criteria: list[Scalar]) -> Scalar:
        together = list(zip(ranges, map(_Criterion, criteria), strict=True))
        places, _ = _chosen(together)
        try:
            return combine(_numbers(values, ranges[0], places))
        except _Error as failure:
            return failure.error

    return _for_each(list(pairs[1::2]), compute)


def _count_ifs(*pairs: Cell) -> Cell:
    ranges = [_range(value) for value in pairs[::2]]
    if len({searched.size for searched in ranges}) > 1:
        return ExcelError(VALUE, "The ranges are of different size.")

    def compute(criteria: list[Scalar]) -> Scalar:
        places, rest = _chosen(list(zip(ranges, map(_Criterion, criteria), strict=True)))
        return float(len(places) + rest)

    return _for_each(list(pairs[1::2]), compute)


def _total(numbers: list[float]) -> Scalar:
    return math.fsum(numbers)


def _mean(numbers: list[float]) -> Scalar:
    if not numbers:
        return ExcelError(DIV0, "No number meets the criteria.")
    return math.fsum(numbers) / len(numbers)


def _one_range(combine: Callable[[list[float]], Scalar]) -> Callable[..., Cell]:
    def call(searched: Cell, criterion: Cell, values: Cell = None) -> Cell:
        numbers = searched if values is None else values
        return _ifs(numbers, (searched, criterion), combine)

    return call


def _more_ranges(combine: Callable[[list[float]], Scalar]) -> Callable[..., Cell]:
    return lambda values, *pairs: _ifs(values, pairs, combine)


CRITERIA: dict[str, Callable[..., Any]] = {
    "COUNTIF": _count_ifs,
    "COUNTIFS": _count_ifs,
    "SUMIF": _one_range(_total),
    "SUMIFS": _more_ranges(_total),
    "AVERAGEIF": _one_range(_mean),
    "AVERAGEIFS": _more_ranges(_mean),
    "MAXIFS": _more_ranges(lambda numbers: max(numbers, default=0.0)),
    "MINIFS": _more_ranges(lambda numbers: min(numbers, default=0.0)),
}
