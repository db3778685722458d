"""XML whose elements are known by their place, so that one is changed and no other byte is.

A parser says where each element starts and ends, whatever its prefix, quotes, comments or CDATA
are; new text is put between those places.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.plain_xml import check_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'  # of a new part
Edit = tuple[int, int, bytes]  # from, up to, and what stands there instead

# In well-formed XML these are exact: ">" in a value is in quotes, "<" is nowhere in a tag.
_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_TAG_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True, eq=False)
class Element:
    """An element and its place in a part; positions count bytes."""

    name: str  # without its prefix
    space: str  # its namespace
    attributes: dict[str, str]  # one with a prefix by {namespace}name
    source: bytes
    start: int
    depth: int  # 1 for the root
    parent: Element | None  # the nearest above that was asked for
    scope: Mapping[str, str]  # the namespaces by the prefixes that may be used in it
    after: int = 0  # where the parser met its end
    text: str = ""
    children: list[Element] = field(default_factory=list)  # of those asked for

    @property
    def inside(self) -> int:
        """Where its start tag ends."""
        match = _TAG.match(self.source, self.start)
        return match.end() if match else self.start

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written ``<c/>``."""
        return self._is_empty(self.inside)

    def _is_empty(self, inside: int) -> bool:
        return self.source.startswith(b"/>", inside - 2)

    @property
    def close(self) -> int:
        """Where its end tag starts; where it ends if it has none."""
        inside = self.inside  # its tag is read once: this is called for each cell
        return inside if self._is_empty(inside) else self.after

    @property
    def end(self) -> int:
        """Where it ends."""
        inside = self.inside
        return inside if self._is_empty(inside) else self.source.index(b">", self.after) + 1

    @property
    def tag(self) -> bytes:
        """Its name as it is written, with the prefix."""
        match = _TAG_NAME.match(self.source, self.start)
        return match[0][1:] if match else b""

    @property
    def prefix(self) -> str:
        """What an element of the same namespace is written with: ``x:`` or nothing."""
        prefix, colon, _ = self.tag.partition(b":")
        return f"{prefix.decode()}:" if colon else ""

    def prefix_of(self, space: str) -> str | None:
        """Return the prefix that an attribute of a namespace may have here."""
        return next((p for p, known in self.scope.items() if p and known == space), None)

    def all(self, *path: str) -> Iterator[Element]:
        """Yield the elements at a path, each directly below the one before and in its namespace."""
        for child in self.children:
            direct = child.depth == self.depth + 1 and child.space == self.space
            if direct and child.name == path[0]:
                if path[1:]:
                    yield from child.all(*path[1:])
                else:
                    yield child

    def first(self, *path: str) -> Element | None:
        """Return the first element at a path."""
        return next(self.all(*path), None)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def scan(
    content: bytes,
    place: str,
    names: Collection[str] | None,
    visit: Callable[[Element], None],
    enter: Callable[[Element], bool] | None = None,
) -> None:
    """Call a function with elements as they end.

    Parameters
    ----------
    content : bytes
        A part's XML.
    place : str
        What a message calls it.
    names : collection of str or None
        The names of the elements to be met besides the root; None for all.
    visit : callable
        Takes an element.
    enter : callable, optional
        Takes an element as it starts, and says whether those below it are to be met. With it
        only elements of the root's namespace are met that stand directly below one met, and they
        do not keep their text and children: a large sheet's would fill the memory.

    Raises
    ------
    BadBook
        It is not well formed, in another encoding than UTF-8, or declares entities.
    """
    check_plain(content, place)
    parser = expat.ParserCreate(namespace_separator="}")
    reader = _Reader(content, names, visit, enter, parser)
    parser.StartNamespaceDeclHandler = reader.declare
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    if enter is None:
        parser.buffer_text = True
        parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(content, True)
    except expat.ExpatError as damage:
        raise BadBook(
            f"{place} is not well-formed XML ({damage}); save the book once in Excel or "
            "LibreOffice."
        ) from damage


class _Reader:
    """What the parser calls."""

    def __init__(
        self,
        content: bytes,
        names: Collection[str] | None,
        visit: Callable[[Element], None],
        enter: Callable[[Element], bool] | None,
        parser: expat.XMLParserType,
    ) -> None:
        self._content, self._names, self._parser = content, names, parser
        self._visit, self._enter = visit, enter
        self._known: dict[str, tuple[str, str] | None] = {}
        self._depth = 0
        self._deepest = sys.maxsize  # what is below is not met
        self._open: list[Element] = []
        self._scopes: list[tuple[int, Mapping[str, str]]] = [(0, {})]
        self._declared: dict[str, str] = {}

    def declare(self, prefix: str | None, space: str | None) -> None:
        self._declared[prefix or ""] = space or ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        if self._declared:
            self._scopes.append((depth, {**self._scopes[-1][1], **self._declared}))
            self._declared = {}
        if depth > self._deepest:
            return
        try:
            known = self._known[tag]
        except KeyError:
            known = self._know(tag)
        if known is None or (self._enter is not None and depth != len(self._open) + 1):
            return
        if attributes and "}" in "".join(attributes):
            attributes = {f"{{{k}" if "}" in k else k: v for k, v in attributes.items()}
        above = self._open[-1] if self._open else None
        place = self._parser.CurrentByteIndex
        scope = self._scopes[-1][1]
        element = Element(*known, attributes, self._content, place, depth, above, scope)
        self._open.append(element)
        if self._enter is not None and not self._enter(element):
            self._deepest = depth

    def _know(self, tag: str) -> tuple[str, str] | None:
        """Return an element's name and namespace; None where it is not asked for."""
        space, _, name = tag.rpartition("}")
        is_met = self._names is None or name in self._names or self._depth == 1
        if self._enter is not None and self._open:
            is_met = is_met and space == self._open[0].space
        self._known[tag] = (name, space) if is_met else None
        return self._known[tag]

    def end(self, _tag: str) -> None:
        depth = self._depth
        if self._open[-1].depth == depth:
            element = self._open.pop()
            element.after = self._parser.CurrentByteIndex
            self._deepest = sys.maxsize
            if self._enter is None and element.parent is not None:
                element.parent.children.append(element)
            self._visit(element)
        if self._scopes[-1][0] == depth:
            self._scopes.pop()
        self._depth = depth - 1

    def characters(self, text: str) -> None:
        element = self._open[-1]
        if element.depth == self._depth:
            element.text += text


class Markup:
    """A part's XML under change.

    Parameters
    ----------
    content : bytes
        The part.
    place : str
        What a message calls it.
    names : collection of str, optional
        The names of the elements that are looked at; all of them if omitted.

    Raises
    ------
    BadBook
        As `scan`.
    """

    def __init__(self, content: bytes, place: str, names: Collection[str] | None = None) -> None:
        self._content = content
        self._edits: list[Edit] = []
        self._added: dict[Element, list[str]] = {}
        ended: list[Element] = []
        scan(content, place, names, ended.append)
        self.root = ended[-1]

    def set(self, element: Element, name: str, value: str | None) -> None:
        """Set an attribute without a prefix, or take it away."""
        self._edits.append(attribute_edit(element, name, value))

    def write(self, element: Element, text: str) -> None:
        """Put another text into an element that has one."""
        self._edits.append((element.inside, element.close, xml_text(text).encode()))

    def append(self, element: Element, xml: str) -> None:
        """Add XML at the end of an element."""
        self._added.setdefault(element, []).append(xml)

    def insert(self, place: int, xml: str) -> None:
        """Add XML at a place, such as an element's `end`."""
        self._edits.append((place, place, xml.encode()))

    def remove(self, element: Element) -> None:
        """Take an element away with all that is in it."""
        self._edits.append((element.start, element.end, b""))

    def to_bytes(self) -> bytes:
        """Return the part with the changes in it."""
        edits = list(self._edits)
        for element, pieces in self._added.items():
            new = "".join(pieces).encode()
            if element.is_empty_tag:
                slash = element.inside - 2
                edits.append((slash, element.inside, b">" + new + b"</" + element.tag + b">"))
            else:
                edits.append((element.close, element.close, new))
        return splice(self._content, edits)


def splice(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a content with edits that do not overlap."""
    return splice_part(content, (0, len(content)), edits)


def splice_part(content: bytes, part: tuple[int, int], edits: Iterable[Edit]) -> bytes:
    """Return what stands from one place up to another, with edits that lie between."""
    out: list[bytes] = []
    at = part[0]
    for start, end, new in sorted(edits, key=_place):
        out += (content[at:start], new)
        at = end
    out.append(content[at : part[1]])
    return b"".join(out)


def _place(edit: Edit) -> tuple[int, int]:
    return edit[:2]


def attribute_edit(element: Element, name: str, value: str | None) -> Edit:
    """Return the edit of a start tag that sets an attribute, or takes it away for None."""
    tag_end = element.start + 1 + len(element.tag)
    new = b"" if value is None else f" {name}={_quoted(value)}".encode()
    for match in _ATTRIBUTE.finditer(element.source, tag_end, element.inside):
        if match[1] == name.encode():
            return match.start(), match.end(), new
    return tag_end, tag_end, new


def element_xml(tag: str, attributes: Mapping[str, str], inside: str = "") -> str:
    """Return an element as XML; what stands inside is XML already."""
    head = "".join(f" {name}={_quoted(value)}" for name, value in attributes.items())
    return f"<{tag}{head}>{inside}</{tag}>" if inside else f"<{tag}{head}/>"


def xml_text(text: str) -> str:
    """Return a text as XML holds it; a carriage return would be read as a line feed.

    The standard library's `xml.sax.saxutils` would load a web client first, 0.05 s of every start.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _quoted(value: str) -> str:
    inside = xml_text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{inside}"'
