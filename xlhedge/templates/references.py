"""How formulas of a description refer to cells: by name in braces, never by address.

{price}          its name in Excel if it has one, else its address
{@price}         its address, also where it has a name
{$price}         its address with dollars on its own sheet: the same all along a table
{~price}         on another sheet, its address without dollars
{table.ratio}    a column of a spilled table, without its header
{ratio[3]}       one row of it, counted from 1; also [last], [head] (the header above it), [row]
                 (this row), [row-1], [-5:last] (the last five), [top:last] (from the sheet's top)
{block[2,3]}     row and column of a block; [row,] its whole row, [,1] its whole column
{price.label}    the label beside a figure
{first:last}     all from one name to the other

In a table a name of another block goes with dollars; a column of the same table means this row.
"""

from __future__ import annotations

import difflib
import graphlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from xlhedge.ooxml.syntax import slip
from xlhedge.ooxml.tokens import TokenKind, tokens
from xlhedge.templates.cells import FORMULA_LIMIT, Cell
from xlhedge.templates.page import LABEL
from xlhedge.templates.schema import value_excerpt
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.rule_changes import STAMP_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlhedge.ooxml.tokens import Token
    from xlhedge.templates.schema import Part, Where

_BRACES = re.compile(r'("[^"]*")|\{([^{}]*)\}')  # a text in quotes keeps its braces
_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?(?:\[([^\[\]]*)\])?")
_INDEX = re.compile(r"row(?:-1)?|last|top|head|-?\d+|[a-z_]+")
_FIGURE = re.compile(r"\.?\d.*")
_VOLATILE = {"OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"}

# what Excel takes for a row or column, and what every book has already
RESERVED = {"r", "c", "row", "last", "top", "head", "label", STAMP_NAME}


class Standing(NamedTuple):
    """What a name stands for: its cells, those below a header, its columns' and rows' names."""

    cell: Cell
    body: Cell
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormulaPlace:
    """Where a formula stands: its sheet, and in a table its row and the table's own columns.

    `row` counts from 0, and is None outside a table.
    """

    sheet: str
    where: Where
    row: int | None = None
    own: tuple[str, ...] = ()


@dataclass
class Scope:
    """The names that stand so far; `uses` says for every name of the book what it reads."""

    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)
    _vetted: set[str] = field(default_factory=set)  # a column's text stands in each of its rows

    def add(
        self, key: str, cell: Cell, columns: tuple[str, ...] = (), rows: tuple[str, ...] = ()
    ) -> None:
        """Keep what a name stands for; with named columns, its first row is their header."""
        head = bool(columns)
        body = Cell(cell.sheet, cell.row + head, cell.col, cell.last_row, cell.last_col)
        if key:
            self.standing[key] = Standing(cell, body, columns, rows)

    def cell(self, text: str, line: FormulaPlace) -> Cell:
        """Return the cells of a reference written without braces."""
        first, colon, last = _split(text)
        cell = self._part(first, line)
        if not colon:
            return cell
        end = self._part(last, line)
        if end.sheet != cell.sheet:
            line.where.refuse(f"{text} runs from one sheet to another.")
        return Cell(cell.sheet, cell.row, cell.col, end.last_row, end.last_col)

    def formula(self, text: str, line: FormulaPlace, *, equals: bool = True) -> str:
        """Return a formula with its references as Excel reads them."""
        if text not in self._vetted:
            vet_formula(text, line.where, equals=equals)
            self._vetted.add(text)
        done = _BRACES.sub(lambda match: match[1] or self._words(match[2], line), text)
        if (
            len(done) > FORMULA_LIMIT and line.row is None
        ):  # by address where names make it too long
            done = _BRACES.sub(
                lambda match: match[1] or self._words(match[2], line, near=True), text
            )
        if len(done) > FORMULA_LIMIT:
            line.where.refuse(
                f"{done} has {len(done)} characters; {FORMULA_LIMIT} can be read at a glance: "
                "work a part of it out in a line of its own."
            )
        return done

    def _words(self, text: str, line: FormulaPlace, *, near: bool = False) -> str:
        prefix = text[0] if text[:1] in {"@", "$", "~"} else ""
        bare = text.removeprefix(prefix)
        if bare in line.own:
            bare += "[row]"
        running = r"([a-z0-9_.]+)\[(\d+|head):(row(?:-1)?)\]"
        if match := re.fullmatch(running, bare):
            top, end = (self.cell(f"{match[1]}[{i}]", line) for i in match.group(2, 3))
            if end.sheet != line.sheet:
                return f"{top.far}:{end.near}"
            column, _, row = top.fixed.removeprefix("$").partition("$")
            return f"{column}${row}:{end.near}"
        cell = self.cell(bare, line)
        own = cell.sheet == line.sheet
        if cell.name and not prefix and not (near and own):
            return cell.name
        if not own:
            return cell.far.replace("$", "") if prefix == "~" else cell.far
        moving = "row" in bare.partition("[")[2]
        fixed = prefix == "$" or (line.row is not None and not prefix and not moving)
        return cell.fixed if fixed else cell.near

    def _part(self, text: str, line: FormulaPlace) -> Cell:
        match = _PART.fullmatch(text)
        if not match:
            line.where.refuse(f"{{{text}}} is no reference; write {{name}} or {{name[3]}}.")
        name, column, index = match.groups()
        standing = self._find(name, line)
        cell, body = standing.cell, standing.body
        if column == "label" and not standing.columns:
            cell = body = Cell(body.sheet, body.row, LABEL, body.last_row, LABEL)
        elif column is not None:
            if column not in standing.columns:
                has = ", ".join(standing.columns) or "none to choose from"
                line.where.refuse(f"{name} has no column {column}; its columns are {has}.")
            at = body.col + standing.columns.index(column)
            cell = body = Cell(body.sheet, body.row, at, body.last_row, at)
        if index in standing.rows:
            index = str(standing.rows.index(index) + 1)
        return cell if index is None else _indexed(cell, body, index, text, line)

    def _find(self, name: str, line: FormulaPlace) -> Standing:
        if name not in self.standing:
            self._miss(name, line)
        return self.standing[name]

    def _miss(self, name: str, line: FormulaPlace) -> NoReturn:
        """Say why a name does not stand yet."""
        if name not in self.uses:
            line.where.refuse(f"there is no {name}; no cell of the book has that name or id.")
        try:
            graphlib.TopologicalSorter(self.uses).prepare()
        except graphlib.CycleError as fault:
            ring = list(reversed(fault.args[1]))
            line.where.refuse(f"the formulas go in a circle: {' reads '.join(ring)}.")
        line.where.refuse(
            f"{name} stands further down or on a later sheet; a formula reads what is before it."
        )


def names_read(text: str) -> list[str]:
    """Return the names that a formula refers to."""
    return [match[1] for match in _parts(text)]


def reads_itself(text: str, key: str, row: int) -> bool:
    """Whether a formula in a row of the column `key`, from 0, reads this row or a later one."""
    for match in _parts(text) if key in text else ():
        index = match[3] or ""
        numbers = [int(number) for number in index.split(":") if number.isdigit()]
        before = index.endswith("row-1") or (numbers and max(numbers) <= row)
        if match[1] == key and not before:
            return True
    return False


def _parts(text: str) -> list[re.Match[str]]:
    inside = [words for _, words in _BRACES.findall(text)]
    parts = [part for words in inside for part in _split(words.lstrip("@$~"))[::2]]
    return [match for match in map(_PART.fullmatch, parts) if match]


def vet_formula(text: str, where: Where, *, equals: bool = True) -> None:
    """Refuse a formula that breaks the standards of the templates."""
    if equals != text.startswith("="):
        where.refuse(
            f"{text} does not begin with =; a formula does." if equals
            else f"{text} begins with =; a check is written without it."
        )  # fmt: skip
    if not text.removeprefix("=").strip():
        where.refuse("a formula is empty.")
    # a reference as one operand, in the quotes that keep its braces from counting
    pieces = tokens(_BRACES.sub(lambda m: m[1] or f" '{{{m[2]}}}' ", text.removeprefix("=")))
    if any(token.text in {"{", "}"} for token in pieces):
        where.refuse(f"{text} has a brace too many; a reference is {{name}}.")
    _vet_words(pieces, where)
    if words := slip(pieces):
        where.refuse(f"{text} cannot be read as a formula: {words}.")
    figures = {t.text for t in pieces if _is_figure(t)} - {"0", "1"}
    if figures:
        where.refuse(
            f"{text} holds the figure {min(figures)}; make it an input, so that it is seen."
        )
    if sum(token.function in {"IF", "IFS"} for token in pieces) > 1:
        where.refuse(f"{text} has one IF in another; work one of them out in a line of its own.")


def _is_figure(token: Token) -> bool:
    return token.kind is TokenKind.OPERAND and _FIGURE.fullmatch(token.text) is not None


def _vet_words(pieces: Iterable[Token], where: Where) -> None:
    """Refuse words that are no function's, and functions that hide or are unknown."""
    for token in pieces:
        if token.kind is TokenKind.CALL:
            word = token.text.removesuffix("(")
            if word.upper() in _VOLATILE:
                where.refuse(f"{word} changes by itself or hides what it reads; do without it.")
            if "_" in word.removeprefix("_xlfn.") and word not in CATALOGUE:
                near = difflib.get_close_matches(word.upper(), CATALOGUE, 1)
                hint = f"; {near[0]} is one" if near else ""
                where.refuse(f"there is no function {word}{hint}.")
        elif token.kind is TokenKind.OPERAND and not (
            _is_figure(token) or token.text in {"TRUE", "FALSE"} or token.text.startswith("'{")
        ):
            where.refuse(
                f"{token.text} stands without braces; cells are named in them, as {{price}}."
            )


def _split(text: str) -> tuple[str, str, str]:
    """Return both sides of a range of names; a colon in brackets is none."""
    depth = 0
    for i, sign in enumerate(text):
        depth += (sign == "[") - (sign == "]")
        if sign == ":" and not depth:
            return text[:i], ":", text[i + 1 :]
    return text, "", ""


def _indexed(cell: Cell, body: Cell, index: str, text: str, line: FormulaPlace) -> Cell:
    """Return the part of some cells that an index asks for."""
    rows, comma, columns = index.partition(",")
    width = body.last_col - body.col + 1
    if not comma and body.rows == 1 and width > 1:  # inputs side by side are counted across
        rows, columns = "", rows
    first, last = _span(rows, body.rows, body.row, text, line)
    left, right = _span(columns, width, body.col, text, line)
    if (first, last, left, right) == (1, body.rows, 1, width) and index != "row":
        return cell
    row, col = body.row - 1, body.col - 1
    return Cell(body.sheet, row + first, col + left, row + last, col + right)


def _span(index: str, count: int, top: int, text: str, line: FormulaPlace) -> tuple[int, int]:
    """Return the first and last row, or column, of an index, counted from 1."""
    if not index:
        return 1, count
    first, colon, last = index.partition(":")

    def number(word: str) -> int:
        if not _INDEX.fullmatch(word):
            line.where.refuse(f"{{{text}}}: [{index}] is no row; write [3], [last] or [row].")
        if word.startswith("row"):
            if line.row is None:
                line.where.refuse(f"{{{text}}}: only a formula of a table has a row of its own.")
            return line.row + (0 if word == "row-1" else 1)
        if word in {"last", "top", "head"}:
            return {"last": count, "top": 1 - top, "head": 0}[word]
        if word.isidentifier():
            line.where.refuse(
                f"{{{text}}}: no row is called {word}; row_names of the table does it."
            )
        at = int(word)
        if at < 0:
            return max(count + at + 1, 1)
        if not 1 <= at <= count:
            line.where.refuse(f"{{{text}}}: there is no {at}, but 1 to {count}.")
        return at

    start = number(first)
    return start, number(last) if colon else start


def names_in(block: Part, where: Where) -> Iterator[tuple[str, Where]]:
    """Return the names that a block gives to cells, each with its place."""
    for part in (block, *columns_of(block)):
        place = where.on(part)
        vet_name(part, place)
        if part.key and part.kind not in {"table", "chart", "inputs"}:
            yield part.key, place
    if block.kind == "prices":
        yield from (("days", where), ("below_days", where))


def columns_of(block: Part) -> tuple[Part, ...]:
    """Return the columns of a table, which have names and formulas of their own."""
    if block.kind == "prices":
        return (*(block.workings.table if block.workings else ()), *block.changes)
    return getattr(block, block.kind) if block.kind in {"inputs", "table"} else ()


def vet_name(part: Part, where: Where) -> None:
    """Refuse a name that Excel or the reader of formulas would take for something else."""
    name, key = getattr(part, "name", ""), part.key
    if name and getattr(part, "id", ""):
        where.refuse(f"{name} has both name and id; a name will do.")
    pattern = "[a-z]+(_[a-z]+)*" if name else "[a-z][a-z0-9_]*"
    if key and (not re.fullmatch(pattern, key) or key in RESERVED):
        where.refuse(f"{value_excerpt(key)} is no name; a name is small letters with _ between.")
    if key.upper() in CATALOGUE:
        where.refuse(f"{key} is a function's name; Excel does not tell capital from small letters.")
