"""A workbook's formulas as LibreOffice 7.4 and later understand them.

From a file LibreOffice 7.4 takes an add-in's function only by its full name. Each call of ours
gets the name of a method that is declared for the very arguments which stand there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.calc.functions import ArgumentKind, Method, variant
from xlhedge.ooxml.addresses import parse_area, parse_cell
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.formula import split_sheet
from xlhedge.ooxml.formula_places import ALL, exchange
from xlhedge.ooxml.sheet_formulas import CELL_NAMES, formula_cells
from xlhedge.ooxml.tokens import Pointer, arguments, closing, pointer, text_of, tokens
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlhedge.ooxml.markup import Markup
    from xlhedge.ooxml.tokens import Token

_ANCHOR = "ANCHORARRAY"  # what A1# is in a file


class Anchor(NamedTuple):
    """A dynamic array: the cell whose formula fills others."""

    sheet: str
    row: int  # from 0
    column: int  # from 0
    filled: str  # the range that the file says it fills


class Rewritten(NamedTuple):
    """A workbook that LibreOffice can compute with our functions."""

    data: bytes
    methods: frozenset[Method]  # what the add-in must offer for it
    arrays: list[Anchor]  # the dynamic arrays
    followed: frozenset[tuple[str, str]]  # sheet and cell of the arrays that ``#`` refers to


@lru_cache(maxsize=1)  # a report asks twice: for the methods of its LibreOffice, then for the book
def rewrite(book: bytes) -> Rewritten:
    """Return a workbook with the calls of our functions renamed.

    Parameters
    ----------
    book : bytes
        An .xlsx or .xlsm file.
    """
    draft = Draft(book)
    markups = {s.part: draft.markup(s.part, ALL | CELL_NAMES) for s in draft.worksheets()}
    arrays = [a for s in draft.worksheets() for a in _arrays(s.name, markups[s.part])]
    workbook = draft.markup(draft.book)
    names = {sheet.part: sheet.name for sheet in draft.worksheets()}
    markups |= {part: draft.markup(part, ALL) for part in draft.tables()}
    writer = _Writer(_range_names(workbook), arrays)
    for part, markup in {**markups, draft.book: workbook}.items():
        writer.sheet = names.get(part, "")
        exchange(markup, writer.formula)
        draft.keep(part, markup)
    return Rewritten(
        draft.to_bytes(), frozenset(writer.methods), arrays, frozenset(writer.followed)
    )


def _arrays(name: str, sheet: Markup) -> Iterator[Anchor]:
    for one in formula_cells(sheet):
        if one.fills and "cm" in one.cell.attributes:  # the mark of a dynamic array
            row, column = one.place
            yield Anchor(name, row - 1, column - 1, one.fills)


def _range_names(workbook: Markup) -> frozenset[str]:
    """Return the defined names that always stand for cells."""
    meanings: dict[str, list[bool]] = {}
    for element in workbook.root.all("definedNames", "definedName"):
        name = element.attributes.get("name", "").lower()
        meanings.setdefault(name, []).append(pointer(element.text) is Pointer.CELLS)
    return frozenset(name for name, known in meanings.items() if all(known))


class _Writer:
    """Rewrites formulas and remembers which methods they call."""

    def __init__(self, names: frozenset[str], arrays: list[Anchor]) -> None:
        self._names = names
        self._filled = {(a.sheet.lower(), a.row, a.column): a.filled for a in arrays}
        self.sheet = ""
        self.methods: set[Method] = set()
        self.followed: set[tuple[str, str]] = set()

    def formula(self, text: str) -> str:
        """Return a formula rewritten."""
        return self._rewrite(tokens(text))

    def _rewrite(self, pieces: Sequence[Token]) -> str:
        done: list[str] = []
        place = 0
        while place < len(pieces):
            name = pieces[place].function
            known = name in CATALOGUE or name == _ANCHOR
            end = closing(pieces, place) if known else -1
            if end < 0:
                done.append(pieces[place].text)
                place += 1
            else:
                done.append(self._call(name, arguments(pieces[place + 1 : end])))
                place = end + 1
        return "".join(done)

    def _call(self, name: str, parts: list[Sequence[Token]]) -> str:
        if name == _ANCHOR:
            return self._filled_range(text_of(parts[0]).strip() if parts else "")
        texts = [self._rewrite(part) for part in parts]
        method = variant(name, map(self._kind, texts))
        self.methods.add(method)
        return f"{method.full_name}({','.join(texts)})"

    def _kind(self, text: str) -> ArgumentKind:
        """Return an argument's kind: cells come untouched where a range is declared."""
        kind = pointer(text)
        named = kind is Pointer.NAME and split_sheet(text.strip())[1].lower() in self._names
        is_reference = kind in {Pointer.CELLS, Pointer.COLUMN} or named
        return ArgumentKind.RANGE if is_reference else ArgumentKind.ANY

    def _filled_range(self, anchor: str) -> str:
        """Return the range that stands for ``A1#``, which LibreOffice 7.4 does not know."""
        own, cell = split_sheet(anchor)
        sheet = self.sheet if own is None else own
        place = parse_cell(cell)
        row, column = place or (0, 0)
        filled = self._filled.get((sheet.lower(), row - 1, column - 1))
        area = parse_area(filled, sheet) if filled else None
        if area is None:
            return f"_xlfn.{_ANCHOR}({anchor})"
        self.followed.add((sheet, cell.replace("$", "")))
        return f"{anchor[: len(anchor) - len(cell)]}{area.fixed()}"
