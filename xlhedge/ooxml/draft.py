"""A workbook's parts under change, with their relations and content types."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from xlhedge.ooxml.content_types import TYPES_PART, with_type, without_type
from xlhedge.ooxml.dialects import dialect_of
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.formula_places import ALL, exchange
from xlhedge.ooxml.markup import Markup
from xlhedge.ooxml.package import Package
from xlhedge.ooxml.packing import pack
from xlhedge.ooxml.relations import (
    relations_part,
    relations_xml,
    with_relation,
    without_relations,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from xlhedge.ooxml.markup import Element
    from xlhedge.ooxml.package import SheetPart


class Draft:
    """The parts of a workbook, which may be changed, added and dropped.

    Parameters
    ----------
    xlsx : bytes
        The workbook's file.

    Attributes
    ----------
    package : Package
        The file as it was.
    parts : dict
        Content by name; what is put here is in the file to come.
    dialect : Dialect
        The namespaces that new elements need.

    Raises
    ------
    BadBook
        It is no workbook, or not one that can be trusted.
    """

    def __init__(self, xlsx: bytes) -> None:
        self.package = Package(xlsx)
        self.parts = {m.filename: self.package.read(m.filename) for m in self.package.members}
        self.package.read(TYPES_PART)  # without it, it is no package
        self.book = self.package.workbook_part
        self.dialect = dialect_of(self.markup(self.book, ()).root.space)

    def markup(self, part: str, names: Collection[str] | None = None) -> Markup:
        """Return a part for changes; `keep` takes it back."""
        if part not in self.parts:
            raise BadBook(f"{self.package.label} lacks its part {part}; it is damaged.")
        return Markup(self.parts[part], f"{self.package.label}: the part {part}", names)

    def keep(self, part: str, markup: Markup) -> None:
        """Put a changed part in its place."""
        self.parts[part] = markup.to_bytes()

    def worksheets(self) -> list[SheetPart]:
        """Return the sheets of cells that the file had, in their order."""
        return [sheet for sheet in self.package.sheets() if sheet.kind == "worksheet"]

    def tables(self) -> list[str]:
        """Return the parts of the tables on those sheets."""
        return [t for sheet in self.worksheets() for t in self.package.targets(sheet.part, "table")]

    def exchange_formulas(
        self, part: str, change: Callable[[str], str], names: Collection[str] = ALL
    ) -> None:
        """Put other formulas in the place of a part's own, where a function changes them."""
        markup = self.markup(part, names)
        if exchange(markup, change, names):
            self.keep(part, markup)

    def free_name(self, pattern: str) -> str:
        """Return the first free part name of a pattern such as ``xl/charts/chart{}.xml``."""
        taken = {name.lower() for name in self.parts}
        numbers = range(1, len(taken) + 2)
        return next(name for n in numbers if (name := pattern.format(n)).lower() not in taken)

    def add(self, part: str, content: bytes, kind: str) -> None:
        """Add a part of a content type."""
        self.parts[part] = content
        self.parts[TYPES_PART] = with_type(self.parts[TYPES_PART], part, kind)

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Relate a part (the package itself: "") to another, and return the relation's identity.

        Parameters
        ----------
        owner, target : str
            The two parts.
        kind : str
            The relation's type, whole.
        """
        place = relations_part(owner)
        old = self.parts.get(place, relations_xml({}).encode())
        self.parts[place], identity = with_relation(old, owner, kind, target)
        return identity

    def drop(self, part: str) -> None:
        """Take away a part of the workbook, with its type and the workbook's relation to it."""
        self.parts.pop(part, None)
        self.parts.pop(relations_part(part), None)
        self.parts[TYPES_PART] = without_type(self.parts[TYPES_PART], part)
        place = relations_part(self.book)
        self.parts[place] = without_relations(self.parts[place], self.book, part)

    def named_relation(self, element: Element, identity: str) -> dict[str, str]:
        """Return the attributes by which a new element beside another names a relation."""
        prefix = element.prefix_of(self.dialect.office)
        if prefix is None:
            return {"xmlns:r": self.dialect.office, "r:id": identity}
        return {f"{prefix}:id": identity}

    def relation_type(self, kind: str) -> str:
        """Return the whole type of a relation such as ``worksheet``."""
        return posixpath.join(self.dialect.office, kind)

    def to_bytes(self) -> bytes:
        """Return the file: the same parts always give the same bytes."""
        return pack(self.parts)
