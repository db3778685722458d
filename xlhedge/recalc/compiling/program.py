"""A compiled formula over all its copies in a column at once, where that is plain arithmetic.

What is computed so is what the engine would compute, step by step and in the same order; anything
that needs Excel's rules for blanks, errors, texts in arithmetic or too large a number is
`NotPlain`, and those cells are the engine's.
"""

from __future__ import annotations

import functools
import math
import operator
from typing import TYPE_CHECKING, Any, Protocol

from xlhedge.ooxml.formula import Binary, Call, Cells, Literal, Node, Reference, Unary
from xlhedge.recalc.compiling.forms import PLACES
from xlhedge.recalc.engines.engine import CALL_SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xlhedge.ooxml.addresses import Area
    from xlhedge.recalc.compiling.forms import Anchored
    from xlhedge.recalc.engines.engine import Site

    Vector = Callable[["Run"], list[Any]]

_LARGEST_WINDOW = 64  # cells that each copy sums anew
_MOST_DECIMALS = 15
_EXACT = 2.0**52  # below it a number has its half
_NUMBERS: frozenset[type] = frozenset({float})
_FLAGS: frozenset[type] = frozenset({bool})
_SCALARS: frozenset[type] = frozenset({float, str, bool})
_PASSED_OVER: frozenset[type] = frozenset(
    {float, str, bool, type(None)}
)  # by SUM, but for the numbers
_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,  # of a positive exponent that is written out: others are calls
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {"ABS": abs, "SQRT": math.sqrt}
# The engine adds from the first cell to the last, as Excel does.
_FOLDS: dict[str, Callable[[float, float], float]] = {
    "SUM": operator.add,
    "AVERAGE": operator.add,
    "MIN": min,
    "MAX": max,
}


class NotPlain(Exception):  # noqa: N818 - no fault, but a sign that the engine is needed
    """Some of the cells need more than plain arithmetic."""


class Run(Protocol):
    """Copies of one formula in consecutive rows of a column."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def cells(self, anchor: Anchored) -> list[Any]:
        """Return the one cell that each copy reads."""
        ...

    def block(self, anchor: Anchored) -> list[Any]:
        """Return the range that all copies read, row by row; None for the blanks in it."""
        ...

    def window(self, anchor: Anchored) -> Iterator[list[Any]]:
        """Yield, cell by cell of the range that each copy reads, what the copies read there."""
        ...


def program(
    node: Node, sites: Sequence[Site], anchor_of: Callable[[Area], Anchored]
) -> Vector | None:
    """Return what computes a formula's copies; None where it is more than plain arithmetic.

    Parameters
    ----------
    node : Node
        What the engine is to compute in one of them.
    sites : sequence of Site
        Its calls into Python.
    anchor_of : callable
        How one of its rectangles moves.
    """
    try:
        return _Maker(sites, anchor_of).made(node)
    except NotPlain:
        return None


class _Maker:
    """Makes programs of the pieces of one formula."""

    def __init__(self, sites: Sequence[Site], anchor_of: Callable[[Area], Anchored]) -> None:
        self._sites = sites
        self._anchor_of = anchor_of

    def made(self, node: Node) -> Vector:
        match node:
            case Literal(float() | str() | bool() as value):
                return lambda run: [value] * run.size
            case Cells(area) if area.is_cell:
                anchor = self._anchor_of(area)
                return lambda run: _checked(run.cells(anchor), _SCALARS)
            case Unary("-", operand):
                inner = self.made(operand)
                return lambda run: list(map(operator.neg, _checked(inner(run), _NUMBERS)))
            case Binary(sign, left, right) if sign in _OPERATORS:
                return _applied(_OPERATORS[sign], self.made(left), self.made(right))
            case Call():
                return self._call(node)
        raise NotPlain

    def _call(self, node: Call) -> Vector:
        match node.name, node.arguments:
            case name, arguments if name == CALL_SITE:
                return self._site(arguments)
            case "IF", (condition, first, second):
                return _choice(*map(self.made, (condition, first, second)))
            case "ROUND", (inner, Literal(float() as digits)):
                return _rounded(self.made(inner), digits)
            case name, (inner,) if name in _FUNCTIONS:
                return _applied(_FUNCTIONS[name], self.made(inner))
            case name, (Cells(area),) if name in _FOLDS and not area.is_cell:
                return self._summary(name, self._anchor_of(area))
        raise NotPlain

    def _site(self, arguments: Sequence[Node]) -> Vector:
        number, *passed = arguments
        assert isinstance(number, Reference)  # noqa: S101 - a mark's place
        mark = PLACES.fullmatch(number.text)
        assert mark is not None  # noqa: S101 - for the same reason
        site = self._sites[int(mark[2])]
        function = site.function
        if function is None or site.omitted or not passed:
            raise NotPlain
        vectors = [self.made(argument) for argument in passed]

        def called(run: Run) -> list[Any]:
            columns = [vector(run) for vector in vectors]
            try:
                return _checked(list(map(function, *columns)), _SCALARS)
            except NotPlain:
                raise
            except Exception as fault:
                raise NotPlain from fault  # the engine asks again, and notes the reason

        return called

    def _summary(self, name: str, anchor: Anchored) -> Vector:
        if anchor.grows:
            raise NotPlain
        fold, area = _FOLDS[name], anchor.area
        count = area.rows * area.columns
        share = count if name == "AVERAGE" else 1.0

        def prepared(cells: list[Any]) -> list[float]:
            return _numbers_of(cells) if name == "SUM" else _checked(cells, _NUMBERS)

        def summary(run: Run) -> list[float]:
            if run.size == 1 or not anchor.moves.top:
                totals = [functools.reduce(fold, prepared(run.block(anchor)))] * run.size
            elif count > _LARGEST_WINDOW:
                raise NotPlain
            else:
                totals = functools.reduce(
                    lambda total, cells: list(map(fold, total, cells)),
                    map(prepared, run.window(anchor)),
                )
            return _checked([total / share for total in totals], _NUMBERS)

        return summary


def _checked(values: list[Any], kinds: frozenset[type]) -> list[Any]:
    """Return values if all are of these kinds; a number is finite."""
    there = set(map(type, values))
    if not there <= kinds:
        raise NotPlain
    if float in there and not all(
        map(math.isfinite, values if there == _NUMBERS else filter(_is_number, values))
    ):
        raise NotPlain
    return values


def _is_number(value: object) -> bool:
    return value.__class__ is float


def _applied(function: Callable[..., float], *parts: Vector) -> Vector:
    """Return an operation on numbers."""

    def computed(run: Run) -> list[float]:
        columns = [_checked(part(run), _NUMBERS) for part in parts]
        try:
            return _checked(list(map(function, *columns)), _NUMBERS)
        except (ArithmeticError, ValueError) as error:
            raise NotPlain from error

    return computed


def _choice(condition: Vector, first: Vector, second: Vector) -> Vector:
    def chosen(run: Run) -> list[Any]:
        flags = _checked(condition(run), _FLAGS)
        return [a if flag else b for flag, a, b in zip(flags, first(run), second(run), strict=True)]

    return chosen


def _rounded(inner: Vector, digits: float) -> Vector:
    """Return ROUND; whether something is a half is left to the engine where it is close."""
    if not digits.is_integer() or not 0 <= digits <= _MOST_DECIMALS:
        raise NotPlain
    scale = 10.0**digits

    def rounded(run: Run) -> list[float]:
        return [_nearest(x, scale) for x in _checked(inner(run), _NUMBERS)]

    return rounded


def _nearest(x: float, scale: float) -> float:
    scaled = abs(x) * scale
    if scaled >= _EXACT:
        raise NotPlain
    whole = math.floor(scaled)
    rest = scaled - whole
    if abs(rest - 0.5) <= 1e-6 + scaled * 1e-12:
        raise NotPlain
    return math.copysign((whole + (rest > 0.5)) / scale, x) + 0.0  # no -0


def _numbers_of(cells: list[Any]) -> list[float]:
    """Return cells as SUM adds them: what is no number is passed over."""
    kinds = set(map(type, cells))
    if not kinds <= _PASSED_OVER:
        raise NotPlain
    return cells if kinds == _NUMBERS else [x if x.__class__ is float else 0.0 for x in cells]
