"""A prepared formula examined function by function and rewritten for the engine, or refused.

A formula passes only if every function and operator in it is known to come out as in Excel in
the way it is used there. What the engine does otherwise than Excel becomes a call into
`supplement`; a function of single values over a range becomes a call cell by cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import MAX_COLUMN, Area
from xlhedge.ooxml.formula import (
    NAME,
    ArrayLiteral,
    Binary,
    Call,
    Cells,
    Literal,
    Node,
    Omitted,
    Reference,
    Spill,
    Unary,
)
from xlhedge.recalc.compiling.arguments import SINGLE, argument_piece
from xlhedge.recalc.compiling.checks import (
    CHECKS,
    by_use,
    check_number_text,
    check_one_cell,
    check_shapes,
    deleted_range,
    kinds_of,
    logical_arguments,
    spread_unions,
)
from xlhedge.recalc.compiling.compiled import Notes
from xlhedge.recalc.compiling.forms import Mark, MarkKind
from xlhedge.recalc.compiling.pieces import (
    Piece,
    Use,
    ValueKind,
    kind_of,
    writes_array,
)
from xlhedge.recalc.compiling.reference_operators import joined_references
from xlhedge.recalc.compiling.rules import (
    ELSEWHERE,
    INTERNAL,
    KEPT,
    RULES,
    VOLATILE,
    FunctionRule,
    ParameterKind,
)
from xlhedge.recalc.compiling.special import SPECIAL
from xlhedge.recalc.engines.engine import CALL_SITE, Held, Site
from xlhedge.recalc.errors import NotComputed, Refused
from xlhedge.recalc.functions import supplement
from xlhedge.recalc.functions.days import as_date
from xlhedge.recalc.functions.replacements import OURS
from xlhedge.worksheet.errors import VALUE, ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.content import BookContent
    from xlhedge.recalc.engines.engine import Place
    from xlhedge.worksheet.cells import Cell

_ADD_IN = ("_XLL.", "_XLUDF.", "[")  # how names begin that are not Excel's; [1]! is a book
_ARITHMETIC = frozenset("+-*/")
_CUT = (supplement.as_integer, as_date)  # what these take for a number may be another one
_LARGE = 200_000  # cells: more than that is not worked through one by one


class Compiler:
    """Compiles the formulas of one book for an engine.

    Parameters
    ----------
    book : BookContent
        The workbook.
    functions : mapping
        Our functions by name.
    today : float, optional
        The date, as a serial number, that TODAY and NOW give.
    """

    def __init__(
        self,
        book: BookContent,
        functions: Mapping[str, Callable[..., Cell]],
        today: float | None = None,
    ) -> None:
        self._today = today
        self._book = book
        self._functions = functions
        self._held: dict[Place, Held] = {}
        self._place: Place = ("", (1, 1))
        self.notes = Notes()  # of the formula at hand

    @property
    def book(self) -> BookContent:
        """The workbook; who looks into it compiles for one cell, not for the formula's copies."""
        self.notes.local = True
        return self._book

    @property
    def place(self) -> Place:
        """The formula's sheet and cell; who asks compiles for that cell alone."""
        self.notes.local = True
        return self._place

    def compile(self, tree: Node, place: Place, *, array: bool) -> Node:
        """Return the tree that an engine computes as Excel computes the formula.

        Parameters
        ----------
        tree : Node
            A prepared formula.
        place : (sheet, (row, column))
            Its cell.
        array : bool
            Whether it is an array formula (spilling or with Ctrl+Shift+Enter).

        Raises
        ------
        Refused
            Excel's value is not certain.
        """
        self._place = place
        self.notes = Notes()
        if isinstance(tree, Call) and tree.name == "SUM":
            areas = [node.area for node in tree.arguments if isinstance(node, Cells)]
            self.notes.sums = areas if len(areas) == len(tree.arguments) else None
        use = Use(whole=array, array=array)
        if isinstance(tree, Binary) and tree.operator in {"+", "-"}:
            operate = supplement.add if tree.operator == "+" else supplement.subtract
            left, right = self._operands(tree, use)
            piece = Piece(
                self.site(tree.operator, operate, [left.node, right.node]), left.many or right.many
            )
        else:
            piece = self.compiled(tree, use)
        return piece.node if array else self._first(piece).node

    def site(
        self, name: str, function: Callable[..., Cell] | None, arguments: list[Node], **more: object
    ) -> Call:
        """Return a call into Python."""
        omitted = frozenset(i for i, a in enumerate(arguments) if isinstance(a, Omitted))
        ranges: dict[int, int] = {}
        passed: list[Node] = []
        for i, argument in enumerate(arguments):
            if isinstance(argument, Cells) and not argument.area.is_cell:
                ranges[i] = len(self.notes.ranges)
                self.notes.ranges.append(argument.area)
                passed.append(Mark(MarkKind.RANGE, ranges[i]).place)
            else:
                passed.append(Literal(0.0) if isinstance(argument, Omitted) else argument)
        self.notes.sites.append((Site(name, function, omitted=omitted, **more), ranges))  # type: ignore[arg-type]  # fields of Site
        return Call(CALL_SITE, (Mark(MarkKind.SITE, len(self.notes.sites) - 1).place, *passed))

    def value(self, node: Node, use: Use) -> Piece:
        """Compile a piece of which a plain formula uses one cell."""
        piece = self.compiled(node, use._replace(whole=False))
        return piece if use.array or writes_array(node) else self._first(piece)

    def _first(self, piece: Piece) -> Piece:
        if not piece.many:
            return piece
        return Piece(self.site("first", supplement.first, [piece.node]), kind=piece.kind)

    def compiled(self, node: Node, use: Use) -> Piece:  # noqa: PLR0911 - one way for each kind of node
        """Compile a piece of a formula."""
        match node:
            case Literal(value):
                return Piece(node, kind=kind_of(value))
            case ArrayLiteral(rows):
                return Piece(node, many=len(rows) > 1 or len(rows[0]) > 1)
            case Cells(area):
                return self.cells(area, use)
            case Reference():  # a value that REDUCE has come to
                return Piece(node)
            case Spill(area):
                if not use.whole and not use.array:
                    raise Refused("a spilled range stands where one cell is needed")
                self.notes.local = True
                held = self.held(area.sheet, (area.top, area.left))
                return Piece(self.site("#", held.all, [Cells(area)]), many=True)
            case Unary(operator, operand):
                return self._unary(operator, operand, use)
            case Binary():
                return self._binary(node, use)
            case Call():
                return self._call(node, use)
        raise Refused("an argument is missing")

    def cells(self, area: Area, use: Use) -> Piece:
        """Compile a range: as it is, or the one cell of it that a plain formula takes."""
        if area.is_cell:
            return Piece(Cells(area))
        if use.whole:
            return Piece(Cells(area), many=True)
        if use.array:
            if area.rows * area.columns > _LARGE:
                raise Refused(f"it works through {area} cell by cell, which is too long")
            if MAX_COLUMN in (area.columns, area.rows):
                return Piece(self.site("row", supplement.with_blanks, [Cells(area)]), many=True)
            return Piece(Cells(area), many=True)
        return self._intersection(area)

    def held(self, sheet: str, position: Position, size: tuple[int, int] | None = None) -> Held:
        """Return where the results of an array formula are kept."""
        held = self._held.setdefault((sheet, position), Held(None))
        held.size = size or held.size
        return held

    def _intersection(self, area: Area) -> Piece:
        """Return the one cell of a range that stands in this row or column, as Excel does."""
        row, column = self.place[1]
        if area.columns == 1 and area.top <= row <= area.bottom:
            return Piece(Cells(Area(area.sheet, row, area.left, row, area.left)))
        if area.rows == 1 and area.left <= column <= area.right:
            return Piece(Cells(Area(area.sheet, area.top, column, area.top, column)))
        return Piece(Literal(ExcelError(VALUE)))

    def _unary(self, operator: str, operand: Node, use: Use) -> Piece:
        if operator == NAME:
            return self.compiled(operand, Use(use.whole, array=True))
        if operator == "@":
            return self.value(operand, Use(whole=False, array=False))
        piece = self.value(operand, use)
        if operator == "+":
            return piece
        piece = self.as_number(piece)
        return Piece(Unary(operator, piece.node), piece.many, ValueKind.NUMBER)

    def as_number(self, piece: Piece) -> Piece:
        """Return a piece as arithmetic takes it; what holds its numbers is noted."""
        check_number_text(piece.node)
        if isinstance(piece.node, Cells):
            self.notes.numeric.append(piece.node.area)
        elif isinstance(piece.node, Reference) or (
            piece.kind is ValueKind.TEXT and not isinstance(piece.node, Literal)
        ):
            return Piece(
                self.site("number", supplement.as_number, [piece.node]),
                piece.many,
                ValueKind.NUMBER,
            )
        return piece

    def converted(self, piece: Piece, function: Callable[..., Cell]) -> Piece:
        """Return a piece taken for a number by a function of ours."""
        written_out = piece.node.value if isinstance(piece.node, Literal) else None
        whole = isinstance(written_out, float) and written_out.is_integer()
        if whole or (isinstance(written_out, float) and function not in _CUT):
            return piece
        return Piece(self.site("number", function, [piece.node]), piece.many, ValueKind.NUMBER)

    def _operands(self, node: Binary, use: Use) -> tuple[Piece, Piece]:
        left, right = self.value(node.left, use), self.value(node.right, use)
        if node.operator in _ARITHMETIC or node.operator == "^":
            return self.as_number(left), self.as_number(right)
        return left, right

    def _binary(self, node: Binary, use: Use) -> Piece:
        operator = node.operator
        if operator in {" ", ",", ":"}:
            return joined_references(self, node, use)
        left, right = self._operands(node, use)
        many = left.many or right.many
        check_shapes(left.node, right.node)
        if operator in _ARITHMETIC:
            return Piece(Binary(operator, left.node, right.node), many, ValueKind.NUMBER)
        if operator == "^":
            if (
                isinstance(node.right, Literal)
                and isinstance(node.right.value, float)
                and node.right.value > 0
            ):
                return Piece(Binary(operator, left.node, right.node), many, ValueKind.NUMBER)
            return Piece(
                self.site("^", supplement.power, [left.node, right.node]), many, ValueKind.NUMBER
            )
        if operator == "&":
            return Piece(
                Binary("&", self.as_text(left).node, self.as_text(right).node), many, ValueKind.TEXT
            )
        compare = supplement.COMPARISONS.get(operator)
        if compare is None:
            raise Refused(f"the operator {operator!r} is not known")
        return Piece(self.site(operator, compare, [left.node, right.node]), many, ValueKind.LOGICAL)

    def as_text(self, piece: Piece) -> Piece:
        """Return a piece as text: the engine writes numbers with more digits than Excel."""
        if piece.kind is ValueKind.TEXT:
            return piece
        return Piece(
            self.site("text", supplement.as_text, [piece.node]), piece.many, ValueKind.TEXT
        )

    def as_logical(self, piece: Piece) -> Piece:
        """Return a piece as a condition: the engine does not take the text "TRUE" for one."""
        if piece.kind in {ValueKind.NUMBER, ValueKind.LOGICAL}:
            return piece
        return Piece(self.site("condition", supplement.as_logical, [piece.node]), piece.many)

    def _call(self, node: Call, use: Use) -> Piece:
        name = node.name
        if name in self._functions:
            return self._our_function(node, use)
        if name in SPECIAL:
            return SPECIAL[name](self, node, use)
        if name in {"TODAY", "NOW"} and self._today is not None and not node.arguments:
            return Piece(Literal(self._today), kind=ValueKind.NUMBER)
        if name in VOLATILE:
            raise NotComputed(f"{name} changes with every recalculation")
        if name in KEPT:
            raise NotComputed(f"{name} is not computed", hidden=True)
        rule = RULES.get(name)
        if rule is None and name.startswith(_ADD_IN):
            called = name.removeprefix("_XLUDF.")
            raise NotComputed(
                f"{called} is a function of an add-in or a macro, or misspelt", hidden=True
            )
        if name in ELSEWHERE:
            raise NotComputed(f"{name} reads data from elsewhere", hidden=True)
        if rule is None or name in INTERNAL:
            raise Refused(f"the function {name} is not among those known to come out as in Excel")
        return self._function(node, use)

    def _our_function(self, node: Call, use: Use) -> Piece:
        whole = Use(whole=True, array=use.array)
        arguments = [
            a if isinstance(a, Omitted) else self.compiled(a, whole).node for a in node.arguments
        ]
        first = not use.whole and not use.array
        site = self.site(
            node.name, self._functions[node.name], arguments, first=first, explains=True
        )
        return Piece(site, many=not first)

    def _function(self, node: Call, use: Use) -> Piece:
        node = by_use(node)
        rule = RULES[node.name]
        passed = spread_unions(node.arguments, rule)
        if ParameterKind.CONDITIONS in rule.required:
            passed = logical_arguments(passed)
        kinds = kinds_of(node.name, rule, len(passed))
        if use.forced:
            check_one_cell(node.name, passed)
        if deleted := deleted_range(passed, kinds):
            return Piece(deleted)
        if node.name in CHECKS:
            CHECKS[node.name](self, passed)
        lifted, pieces = False, []
        for argument, kind in zip(passed, kinds, strict=True):
            piece = argument_piece(self, argument, kind, rule, use)
            lifted = lifted or (piece.many and kind in SINGLE)
            pieces.append(piece.node)
        gives = ValueKind.TEXT if rule.is_text else ValueKind.UNKNOWN
        if rule.ours:
            site = self.site(node.name, OURS[node.name], pieces)
            return Piece(site, lifted or self._has_many(node, rule), gives)
        if not lifted:
            return Piece(Call(node.name, tuple(pieces)), self._has_many(node, rule), gives)
        if (rule.is_array and node.name != "XLOOKUP") or any(
            isinstance(p, Omitted) for p in pieces
        ):
            raise Refused(
                f"{node.name} works cell by cell here, which is not known to come out as in Excel"
            )
        single = tuple(kind in SINGLE for kind in kinds)
        return Piece(self.site(node.name, None, pieces, single=single), many=True, kind=gives)

    def _has_many(self, node: Call, rule: FunctionRule) -> bool:
        if node.name == "XLOOKUP":
            searched, results = node.arguments[1:3]
            if isinstance(searched, Cells) and isinstance(results, Cells):
                a, b = searched.area, results.area
                return not (a.columns == b.columns == 1 or a.rows == b.rows == 1)
        return rule.is_array
