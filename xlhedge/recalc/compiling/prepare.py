"""A formula made ready for examination: every reference a rectangle of cells, no names left."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from xlhedge.ooxml.addresses import (
    MAX_ROW,
    Area,
    parse_area,
)
from xlhedge.ooxml.formula import (
    APPLIED,
    NAME,
    Binary,
    Call,
    Cells,
    Literal,
    Node,
    Reference,
    Spill,
    Unary,
    rebuilt,
    split_sheet,
    walk,
)
from xlhedge.ooxml.tokens import Token, TokenKind
from xlhedge.recalc.compiling.forms import FIXED, Anchored, Moves, anchor_of, shift
from xlhedge.recalc.compiling.lambdas import Lambda, Lambdas, parameter
from xlhedge.recalc.compiling.rules import PREFIXED, is_excels
from xlhedge.recalc.compiling.special import SPECIAL
from xlhedge.recalc.compiling.structured import table_area
from xlhedge.recalc.content import FormulaKind
from xlhedge.recalc.errors import NotComputed, Refused
from xlhedge.recalc.links import linked_area
from xlhedge.worksheet.errors import ExcelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlhedge.ooxml.addresses import Position
    from xlhedge.recalc.compiling.lambdas import Bound
    from xlhedge.recalc.content import BookContent
    from xlhedge.recalc.engines.engine import Place

_PREFIX = re.compile(r"(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)
_OFF_SHEET = ExcelError("#REF!")
_POINTERS = frozenset({"OFFSET", "INDEX", "CHOOSE", "IF", "INDIRECT"})  # may give references
_MAX_NODES = 5_000  # LET and names are written out; this stops a formula that doubles itself
_MAX_NESTING = 20


class Preparer:
    """Turns formulas of one book into trees whose references are plain cells.

    Parameters
    ----------
    book : BookContent
        Gives tables, names and array formulas.
    parse : callable
        Formula text to tree.
    functions : mapping
        The functions of ours; their host prefixes (``_xll.``, ``[1]!``) are taken off.
    typed : bool
        Whether the formulas are as people type them, not as files hold them (``_xlfn.IFNA``).
    """

    def __init__(
        self,
        book: BookContent,
        parse: Callable[[str], Node],
        functions: Mapping[str, object],
        *,
        typed: bool = False,
    ) -> None:
        self._typed = typed
        self.linked: dict[Place, list[str]] = {}  # formulas that take values of other workbooks
        self._book = book
        self._parse = parse
        self._functions = functions
        self._global = {n.name.lower(): n.text for n in book.names if n.sheet is None}
        self.anchors: dict[int, Anchored] = {}  # how references move with the formula at hand
        self.local = False  # whether it means something else in each cell
        self._lambdas = self._new_lambdas("", (1, 1))
        self._local = {(n.sheet, n.name.lower()): n.text for n in book.names if n.sheet is not None}

    def prepare(self, formula: str, sheet: str, place: Position) -> Node:
        """Return the tree of the formula in a cell.

        Raises
        ------
        Refused
            The formula, or a name in it, cannot be understood.
        """
        return self.resolve(self._parse(formula), sheet, place)

    def resolve(self, tree: Node, sheet: str, place: Position) -> Node:
        """Return a parsed formula with its references resolved."""
        self.anchors, self.local = {}, False
        self._lambdas = self._new_lambdas(sheet, place)
        done = self._resolve(tree, sheet, place, {}, 0)
        parts = sum(1 for _ in walk(done))
        if parts > _MAX_NODES and parts > self._lambdas.length:
            raise Refused("it is too long once its names and LET are written out")
        return done

    def _new_lambdas(self, sheet: str, place: Position) -> Lambdas:
        def named(text: str) -> Node | None:
            own, name = split_sheet(text)
            target = sheet if own is None else own
            meaning = self._local.get((target, name.lower()), self._global.get(name.lower()))
            return None if meaning is None else self._parse(meaning)

        def resolve(node: Node, bound: Bound) -> Node:
            return self._resolve(node, sheet, place, bound, self._lambdas.depth)

        return Lambdas(resolve, named)

    def references(self, tree: Node, sheet: str, place: Position) -> list[Area]:
        """Return the ranges that a formula names, as far as they are understood."""
        areas: list[Area] = []
        for node in walk(tree):
            if isinstance(node, Reference):
                with suppress(Refused):
                    done = self._reference(node.text, sheet, place, {}, 0)
                    areas += [n.area for n in walk(done) if isinstance(n, Cells)]
        return areas

    def _resolve(self, node: Node, sheet: str, place: Position, bound: Bound, depth: int) -> Node:
        if depth > _MAX_NESTING * 20:
            raise Refused("it is nested too deeply, or a name refers to itself")
        if isinstance(node, Reference):
            return self._reference(node.text, sheet, place, bound, depth)
        if isinstance(node, Unary) and node.operator == "#":
            return self._spill(self._resolve(node.operand, sheet, place, bound, depth + 1))
        if isinstance(node, Call):
            name = APPLIED if node.name == APPLIED else self._function_name(node.name)
            if name == "LET":
                return self._let(node, sheet, place, bound, depth)
            if (done := self._lambdas.take(node, name, bound)) is not None:
                self.local = True
                return done
            node = Call(name, node.arguments)
            if name == "ANCHORARRAY" and len(node.arguments) == 1:
                return self._spill(self._resolve(node.arguments[0], sheet, place, bound, depth + 1))
            if name == "SINGLE" and len(node.arguments) == 1:
                node = Unary("@", node.arguments[0])
        done = rebuilt(node, lambda child: self._resolve(child, sheet, place, bound, depth + 1))
        return colon_range(done) if isinstance(done, Binary) and done.operator == ":" else done

    def _function_name(self, text: str) -> str:
        called = Token(TokenKind.CALL, f"{text}(").function
        if called in self._functions:
            return called  # behind any prefix
        name = _PREFIX.sub("", text).upper()
        bare = name == text.upper() and name not in self._functions
        if bare and name in PREFIXED and not self._typed:
            raise Refused(f"Excel knows {name} in a file by the name _xlfn.{name} alone")
        if bare and not self._typed and name not in SPECIAL and not is_excels(name):
            return f"_XLUDF.{name}"  # of an add-in, or a macro
        return name

    def _reference(self, text: str, sheet: str, place: Position, bound: Bound, depth: int) -> Node:
        own, rest = split_sheet(text)
        if own is None:
            known = bound.get(parameter(rest))
            if isinstance(known, Lambda):
                raise Refused("a LAMBDA stands where a value is needed")
            if known is not None:
                return known
            return (
                self._cells(rest, sheet)
                or self._table(rest, sheet, place)
                or self._named(rest, sheet, place, depth)
            )
        if "[" in own:
            return self._linked(own, rest, text, (sheet, place))
        target = self._book.sheet(own)
        if target is None:
            if ":" in own:
                return self._through_sheets(own, rest, text)
            raise Refused(f"there is no sheet {own!r}")
        return self._cells(rest, target.name) or self._named(rest, target.name, place, depth)

    def _cells(self, text: str, sheet: str) -> Cells | None:
        """Return the cells that a reference without names means."""
        area = parse_area(text, sheet)
        if area is None:
            return None
        self.anchors[id(area)] = anchor_of(text, area)
        return Cells(area)

    def _table(self, text: str, sheet: str, place: Position) -> Cells | None:
        """Return the cells that a reference to a table means."""
        reference = table_area(text, self._book.tables, sheet, place)
        if reference is None:
            return None
        area, rows = reference
        moves = Moves(1, 0, 1, 0) if rows else FIXED
        self.anchors[id(area)] = Anchored(area, moves, rows or (1, MAX_ROW))
        if not text[0].isalpha() and text[0] not in "_\\":
            self.local = True  # the table in which the formula stands
        return Cells(area)

    def _linked(self, sheet: str, cells: str, text: str, place: Place) -> Node:
        """Return what the book remembers of another workbook's cells."""
        area, path = linked_area(self._book.links, sheet, cells)
        if area is None:
            raise NotComputed(f"it reads another workbook ({text})", hidden=True)
        self.local = True  # a copy reads other cells there
        self.linked.setdefault(place, []).append(f"{text} of {path or 'an unknown file'}")
        return Cells(area)

    def _named(self, name: str, sheet: str, place: Position, depth: int) -> Node:
        key = name.lower()
        text = self._local.get((sheet, key), self._global.get(key))
        if text is None:
            raise NotComputed(f"the name {name!r} is not known", hidden=True)
        try:
            tree = _placed(self._parse(text), place)
            done = self._resolve(tree, sheet, place, {}, depth + _MAX_NESTING)
            computed = isinstance(done, Binary | Unary) or (
                isinstance(done, Call) and done.name not in _POINTERS
            )
            return Unary(NAME, done) if computed else done
        except NotComputed as reason:
            raise NotComputed(f"the name {name} = {text}: {reason}", hidden=reason.hidden) from None
        except Refused as reason:
            sentence = str(reason)  # of names in names the innermost says enough
            raise Refused(
                sentence
                if sentence.startswith("the name ")
                else f"the name {name} = {text}: {sentence}"
            ) from None

    def _through_sheets(self, sheets: str, cells: str, text: str) -> Node:
        """Return ``First:Last!B3`` as the cells of each sheet, one after the other."""
        first, _, last = sheets.partition(":")
        order = list(self._book.sheets)
        ends = [sheet for name in (first, last) if (sheet := self._book.sheet(name))]
        if len(ends) < 2:
            raise Refused(f"a sheet of {text} is not there")
        places = sorted(order.index(sheet.name) for sheet in ends)
        done: Node | None = None
        for name in order[places[0] : places[1] + 1]:
            one = self._cells(cells, name)
            if one is None:
                raise Refused(f"what {text} means on each sheet is not known")
            done = Binary(",", done, one) if done else one
        return done or Literal(ExcelError("#REF!"))

    def _spill(self, anchor: Node) -> Node:
        self.local = True
        if isinstance(anchor, Cells) and anchor.area.is_cell:
            cell = self._book.sheets[anchor.area.sheet].cells.get(
                (anchor.area.top, anchor.area.left)
            )
            if cell is not None and cell.kind is FormulaKind.ARRAY:
                return Spill(anchor.area)
        raise Refused("# stands behind something that is no spilling formula")

    def _let(self, node: Call, sheet: str, place: Position, bound: Bound, depth: int) -> Node:
        if len(node.arguments) % 2 == 0:
            raise Refused("LET needs pairs of name and value, then a result")
        known: dict[str, Node | Lambda] = dict(bound)
        for name, value in zip(node.arguments[:-1:2], node.arguments[1:-1:2], strict=True):
            if not isinstance(name, Reference):
                raise Refused("LET needs a name before each value")
            meaning = self._lambdas.function(value, dict(known)) or self._resolve(
                value, sheet, place, known, depth + 1
            )
            known[parameter(name.text)] = meaning
            if not isinstance(meaning, Lambda) and sum(1 for _ in walk(meaning)) > _MAX_NODES:
                raise Refused("it is too long once LET is written out")
        return self._resolve(node.arguments[-1], sheet, place, known, depth + 1)


def colon_range(node: Binary) -> Node:
    """Return ``A1:B2`` for two references with a colon between."""
    left, right = node.left, node.right
    if isinstance(left, Cells) and isinstance(right, Cells) and left.area.sheet == right.area.sheet:
        a, b = left.area, right.area
        return Cells(
            Area(
                a.sheet,
                min(a.top, b.top),
                min(a.left, b.left),
                max(a.bottom, b.bottom),
                max(a.right, b.right),
            )
        )
    return node


def _placed(tree: Node, place: Position) -> Node:
    """Return a name's definition as it reads in a cell; files hold it as it reads in A1."""
    moved = shift(tree, place[0] - 1, place[1] - 1)
    if _off_sheet(moved) > _off_sheet(tree):
        raise Refused("seen from here it points beyond the sheet")
    return moved


def _off_sheet(tree: Node) -> int:
    return sum(isinstance(node, Literal) and node.value == _OFF_SHEET for node in walk(tree))
