"""LAMBDA and the functions that call one, written out: each value it is called with, one by one.

That is possible where the size of what MAP, REDUCE and their kin work through is known before
anything is computed: a range, an array written out, SEQUENCE with numbers written out, and what
works cell by cell over these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import Area
from xlhedge.ooxml.formula import (
    APPLIED,
    NAME,
    ArrayLiteral,
    Binary,
    Call,
    Cells,
    Literal,
    Node,
    Omitted,
    Reference,
    Unary,
    walk,
)
from xlhedge.recalc.compiling.checks import kinds_of
from xlhedge.recalc.compiling.pieces import constant
from xlhedge.recalc.compiling.rules import RULES, ParameterKind
from xlhedge.recalc.errors import Refused
from xlhedge.recalc.functions.arrays import CellError
from xlhedge.recalc.functions.shaping import sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Bound = Mapping[str, "Node | Lambda"]
    Grid = list[list[Node]]

GRID = "LAMBDA.GRID"  # rows, columns, and one expression for each cell
STEPS = "LAMBDA.STEPS"  # names and values in turn, then a result, as LET has them
_CALLERS = frozenset({"MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY"})
_WHOLE = frozenset(
    {
        ParameterKind.RANGE,
        ParameterKind.COUNTED,
        ParameterKind.CONDITIONS,
        ParameterKind.NUMBERS,
        ParameterKind.NUMBERS_ONLY,
        ParameterKind.REFERENCE,
        ParameterKind.ARRAY,
    }
)
_LONGEST = 30_000  # parts of a formula that is written out
_SIZE = "how many cells {} works through is not known before it is computed"


@dataclass(frozen=True, slots=True)
class Lambda:
    """A function of a formula's own."""

    parameters: tuple[str, ...]
    body: Node
    bound: Bound = field(default_factory=dict)
    name: str = ""


def parameter(text: str) -> str:
    """Return a parameter's name without the marks that a file puts before it."""
    return text.removeprefix("_xlpm.").removeprefix("_xlop.").lower()


class Lambdas:
    """Writes out the calls of lambdas in one formula.

    Parameters
    ----------
    resolve : callable
        Resolves a part of the formula, given what its names stand for.
    named : callable
        Gives what a name of the workbook stands for, as it was written; None if it knows none.
    """

    def __init__(
        self, resolve: Callable[[Node, Bound], Node], named: Callable[[str], Node | None]
    ) -> None:
        self._resolve = resolve
        self._named = named
        self._at_work: list[str] = []  # the lambdas that are being written out
        self.length = 0
        self._variables = 0

    @property
    def depth(self) -> int:
        """How deeply lambdas are nested here."""
        return 10 * len(self._at_work)

    def take(self, node: Call, name: str, bound: Bound) -> Node | None:
        """Return a call written out; None if no lambda is called by it."""
        if name == "ISOMITTED" and len(node.arguments) == 1:
            return Literal(self._is_omitted(node.arguments[0], bound))
        if name == "IF" and _asks_if_omitted(node.arguments[0]):
            return self._chosen(node.arguments, bound)
        if name in _CALLERS:
            return self._called_by(name, node.arguments, bound)
        if name == "LAMBDA":
            raise Refused("a LAMBDA is defined and not called")
        callee = node.arguments[0] if name == APPLIED else Reference(node.name)
        function = self.function(callee, bound)
        if function is None:
            if name == APPLIED:
                raise Refused("it calls something that is no LAMBDA")
            return None
        arguments = node.arguments[1:] if name == APPLIED else node.arguments
        return self._applied(function, [self.value(a, bound) for a in arguments])

    def value(self, node: Node, bound: Bound) -> Node | Lambda:
        """Return what an argument or a piece of LET stands for: a value, or a function."""
        if isinstance(node, Omitted):
            return node
        return self.function(node, bound) or self._resolve(node, bound)

    def function(self, node: Node, bound: Bound) -> Lambda | None:
        """Return the lambda that stands here, or that a name stands for."""
        if isinstance(node, Call) and _plain(node) == "LAMBDA":
            *names, body = node.arguments
            if not all(isinstance(name, Reference) for name in names):
                raise Refused("LAMBDA needs names, then a formula")
            return Lambda(tuple(parameter(n.text) for n in names), body, bound)  # type: ignore[union-attr]  # all are references
        if not isinstance(node, Reference):
            return None
        known = bound.get(parameter(node.text))
        if known is not None:
            return known if isinstance(known, Lambda) else None
        if node.text.startswith("_xleta."):
            call = Call(node.text.removeprefix("_xleta."), ())
            return Lambda((), call, {}, "_xleta.")
        meaning = self._named(node.text)
        if meaning is None:
            return None
        function = self.function(meaning, {})
        return function and Lambda(function.parameters, function.body, {}, node.text.lower())

    def _chosen(self, arguments: tuple[Node, ...], bound: Bound) -> Node:
        """Return the branch of IF(ISOMITTED(x),...): the other may need the parameter."""
        omitted = self._is_omitted(arguments[0].arguments[0], bound)  # type: ignore[union-attr]  # a call
        branch = arguments[1:2] if omitted else arguments[2:3]
        return self._resolve(branch[0], bound) if branch else Literal(value=False)

    def _is_omitted(self, node: Node, bound: Bound) -> bool:
        if not isinstance(node, Reference) or parameter(node.text) not in bound:
            raise Refused("ISOMITTED needs the name of a parameter")
        return isinstance(bound[parameter(node.text)], Omitted)

    def _applied(self, function: Lambda, arguments: list[Node | Lambda]) -> Node:
        if function.name == "_xleta.":
            names = [f"_xlpm.{i}" for i in range(len(arguments))]
            name = function.body.name  # type: ignore[union-attr]  # a call
            body: Node = Call(name, tuple(map(Reference, names)))
            function = Lambda(tuple(map(parameter, names)), body)
        if len(arguments) > len(function.parameters):
            raise Refused("a LAMBDA gets more values than it has parameters")
        if function.name and function.name in self._at_work:
            raise Refused(f"{function.name} calls itself")
        missing = [Omitted()] * (len(function.parameters) - len(arguments))
        bound = {
            **function.bound,
            **dict(zip(function.parameters, [*arguments, *missing], strict=True)),
        }
        self._at_work.append(function.name)
        done = self._resolve(function.body, bound)
        self._at_work.pop()
        self.length += sum(1 for _ in walk(done))
        if self.length > _LONGEST:
            raise Refused("it is too long once its LAMBDA is written out")
        return done

    def _called_by(self, name: str, arguments: tuple[Node, ...], bound: Bound) -> Node:
        function = self.function(arguments[-1], bound) if arguments else None
        if function is None:
            raise Refused(f"{name} needs a LAMBDA as its last argument")
        values = [self._resolve(a, bound) for a in arguments[:-1] if not isinstance(a, Omitted)]
        if len(values) != len(arguments) - 1 or len(values) < 1 + (name in {"REDUCE", "MAKEARRAY"}):
            raise Refused(f"{name} does not take these arguments")
        if name == "MAP":
            return self._map(function, values)
        if name == "MAKEARRAY":
            return self._make(function, values)
        if name in {"BYROW", "BYCOL"}:
            lines = _lines(values[0], name)
            cells = [self._applied(function, [line]) for line in lines]
            return _grid([[c] for c in cells] if name == "BYROW" else [cells])
        if len(values) != 2:
            raise Refused(f"{name} needs a first value")
        return self._steps(function, values[0], _cells(values[1], name), every=name == "SCAN")

    def _map(self, function: Lambda, values: list[Node]) -> Node:
        grids = [_cells(value, "MAP") for value in values]
        if len({(len(g), len(g[0])) for g in grids}) > 1:
            raise Refused("MAP works through arrays of different size")
        rows, columns = len(grids[0]), len(grids[0][0])
        return _grid(
            [
                [self._applied(function, [g[r][c] for g in grids]) for c in range(columns)]
                for r in range(rows)
            ]
        )

    def _make(self, function: Lambda, values: list[Node]) -> Node:
        rows, columns = (constant(value) for value in values)
        if rows is None or columns is None or min(rows, columns) < 1:
            raise Refused(_SIZE.format("MAKEARRAY"))
        return _grid(
            [
                [
                    self._applied(function, [Literal(float(r)), Literal(float(c))])
                    for c in range(1, int(columns) + 1)
                ]
                for r in range(1, int(rows) + 1)
            ]
        )

    def _steps(self, function: Lambda, first: Node, cells: Grid, *, every: bool) -> Node:
        """Return REDUCE or SCAN: one value after the other under a name of its own."""
        parts: list[Node] = []

        def named(value: Node) -> Reference:
            self._variables += 1
            name = Reference(f"XL_STEP_{self._variables}")
            parts.extend((name, value))
            return name

        reached, shown = named(first), []
        for cell in (cell for row in cells for cell in row):
            reached = named(self._applied(function, [reached, cell]))
            shown.append(reached)
        if not every:
            return Call(STEPS, (*parts, reached))
        width = len(cells[0])
        rows: Grid = [list(shown[i : i + width]) for i in range(0, len(shown), width)]
        return Call(STEPS, (*parts, _grid(rows)))


def _asks_if_omitted(node: Node) -> bool:
    return isinstance(node, Call) and _plain(node) == "ISOMITTED" and len(node.arguments) == 1


def _plain(call: Call) -> str:
    """Return a function's name without the mark that a file puts before it."""
    return call.name.upper().removeprefix("_XLFN.")


def _grid(rows: Grid) -> Node:
    size = Literal(float(len(rows))), Literal(float(len(rows[0])))
    return Call(GRID, (*size, *(cell for row in rows for cell in row)))


def _cells(node: Node, asker: str) -> Grid:
    """Return the cells of an array whose size is known.

    Raises
    ------
    Refused
        Its size is not known before it is computed, or it is too large.
    """
    grid = _known(node, asker)
    if len(grid) * len(grid[0]) > _LONGEST:
        raise Refused(f"{asker} works through too many cells")
    return grid


def _known(node: Node, asker: str) -> Grid:
    match node:
        case Cells(area):
            if area.rows * area.columns > _LONGEST:
                raise Refused(f"{asker} works through {area}, which is too many cells")
            return [
                [Cells(Area(area.sheet, r, c, r, c)) for c in range(area.left, area.right + 1)]
                for r in range(area.top, area.bottom + 1)
            ]
        case ArrayLiteral(rows):
            cells: Grid = [list(row) for row in rows]
            return cells
        case Literal() | Reference():  # or a step of REDUCE
            return [[node]]
        case Unary(operator, operand):
            rest = _known(operand, asker)
            return rest if operator == NAME else _each([rest], lambda c: Unary(operator, c[0]))
        case Binary(operator, left, right) if operator not in {":", ",", " "}:
            sides = [_known(left, asker), _known(right, asker)]
            return _each(sides, lambda c: Binary(operator, c[0], c[1]))
        case Call():
            return _of_call(node, asker)
    raise Refused(_SIZE.format(asker))


def _of_call(node: Call, asker: str) -> Grid:
    if node.name == "SEQUENCE":
        numbers = [1.0 if isinstance(a, Omitted) else constant(a) for a in node.arguments]
        if None in numbers:
            raise Refused(_SIZE.format(asker))
        try:
            rows = sequence(*(float(n or 0) for n in numbers))
        except CellError as failure:
            raise Refused(f"{asker} works through a SEQUENCE that is an error") from failure
        return [[Literal(value) for value in row] for row in rows]
    if node.name == GRID:
        width = int(constant(node.arguments[1]) or 1)
        cells = node.arguments[2:]
        return [list(cells[i : i + width]) for i in range(0, len(cells), width)]
    rule = RULES.get(node.name)
    if rule is None or rule.is_array:
        raise Refused(_SIZE.format(asker))
    kinds = kinds_of(node.name, rule, len(node.arguments))
    single = [i for i, kind in enumerate(kinds) if kind not in _WHOLE]
    places = [i for i in single if not isinstance(node.arguments[i], Omitted)]
    grids = [_known(node.arguments[i], asker) for i in places]

    def with_cells(cells: list[Node]) -> Node:
        arguments = list(node.arguments)
        for place, cell in zip(places, cells, strict=True):
            arguments[place] = cell
        return Call(node.name, tuple(arguments))

    return _each(grids, with_cells) if grids else [[node]]


def _each(grids: list[Grid], make: Callable[[list[Node]], Node]) -> Grid:
    """Make a grid of others; one cell, row or column is repeated along the others."""
    rows, columns = max(len(g) for g in grids), max(len(g[0]) for g in grids)
    if any(len(g) not in {1, rows} or len(g[0]) not in {1, columns} for g in grids):
        raise Refused("it joins arrays of different size")
    return [
        [make([g[r % len(g)][c % len(g[0])] for g in grids]) for c in range(columns)]
        for r in range(rows)
    ]


def _lines(node: Node, name: str) -> list[Node]:
    """Return the rows or columns of an array."""
    down = name == "BYROW"
    if isinstance(node, Cells):
        a = node.area
        if (a.rows if down else a.columns) > _LONGEST:
            raise Refused(f"{name} works through too many cells")
        if down:
            return [Cells(Area(a.sheet, r, a.left, r, a.right)) for r in range(a.top, a.bottom + 1)]
        return [Cells(Area(a.sheet, a.top, c, a.bottom, c)) for c in range(a.left, a.right + 1)]
    cells = _cells(node, name)
    lines = cells if down else [list(column) for column in zip(*cells, strict=True)]
    return [_grid([line] if down else [[cell] for cell in line]) for line in lines]
