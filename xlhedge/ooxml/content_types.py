"""The content types of a package's parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.dialects import CONTENT_TYPES
from xlhedge.ooxml.markup import HEAD, Markup, element_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlhedge.ooxml.markup import Element

TYPES_PART = "[Content_Types].xml"


def types_xml(kinds: Mapping[str, str]) -> str:
    """Return a new part of content types: a type for each part, besides XML and relations."""
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
    usual |= {"xml": "application/xml"}
    inside = [element_xml("Default", {"Extension": e, "ContentType": t}) for e, t in usual.items()]
    inside += [
        element_xml("Override", {"PartName": f"/{part}", "ContentType": kind})
        for part, kind in kinds.items()
    ]
    return HEAD + element_xml("Types", {"xmlns": CONTENT_TYPES}, "".join(inside))


def content_type(content: bytes, part: str) -> str:
    """Return a part's type: its own, else that of all parts with its ending, else ""."""
    root = Markup(content, TYPES_PART).root
    own = _own(root, part)
    if own is not None:
        return own.attributes.get("ContentType", "")
    ending = part.rpartition(".")[2].lower()
    return next(
        (
            default.attributes.get("ContentType", "")
            for default in root.all("Default")
            if default.attributes.get("Extension", "").lower() == ending
        ),
        "",
    )


def with_type(content: bytes, part: str, kind: str) -> bytes:
    """Return the content types with a part's type stated."""
    markup = Markup(content, TYPES_PART)
    own = _own(markup.root, part)
    if own is not None:
        markup.set(own, "ContentType", kind)
    else:
        attributes = {"PartName": f"/{part}", "ContentType": kind}
        markup.append(markup.root, element_xml(f"{markup.root.prefix}Override", attributes))
    return markup.to_bytes()


def without_type(content: bytes, part: str) -> bytes:
    """Return the content types without a part's own."""
    markup = Markup(content, TYPES_PART)
    own = _own(markup.root, part)
    if own is not None:
        markup.remove(own)
    return markup.to_bytes()


def _own(root: Element, part: str) -> Element | None:
    name = f"/{part}".lower()  # part names are the same in any case
    named = (e for e in root.all("Override") if e.attributes.get("PartName", "").lower() == name)
    return next(named, None)
