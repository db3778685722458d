"""Relations between the parts of a package: which part belongs to which, and as what."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.dialects import DIALECTS, PACKAGE_RELATIONS
from xlhedge.ooxml.markup import HEAD, Markup, element_xml

if TYPE_CHECKING:
    from collections.abc import Mapping


class Relation(NamedTuple):
    """What one part has to do with another."""

    kind: str  # the last word of its type: worksheet, styles, externalLink
    target: str  # the part's name, or an address outside the package
    external: bool  # whether the target is outside


def relations_part(part: str) -> str:
    """Return the part that holds the relations of a part; of the package itself for ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relation_id(attributes: Mapping[str, str]) -> str:
    """Return the relation that an element names, in either dialect; "" for none."""
    names = [f"{{{dialect.office}}}id" for dialect in DIALECTS]
    return next((attributes[name] for name in names if name in attributes), "")


def relation_of(attributes: Mapping[str, str], part: str) -> Relation:
    """Return the relation that an element of a relations part states for a part."""
    target = attributes.get("Target", "")
    external = attributes.get("TargetMode") == "External"
    if not external:
        folder = posixpath.dirname(part)
        target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return Relation(attributes.get("Type", "").rpartition("/")[2], target, external)


def relations_xml(relations: Mapping[str, tuple[str, str]], *, external: bool = False) -> str:
    """Return a new relations part: identity -> (type, target)."""
    mode = {"TargetMode": "External"} if external else {}
    inside = "".join(
        element_xml("Relationship", {"Id": identity, "Type": kind, "Target": target} | mode)
        for identity, (kind, target) in relations.items()
    )
    return HEAD + element_xml("Relationships", {"xmlns": PACKAGE_RELATIONS}, inside)


def with_relation(content: bytes, part: str, kind: str, target: str) -> tuple[bytes, str]:
    """Return a relations part with one relation more, and its identity.

    Parameters
    ----------
    content : bytes
        The relations part.
    part : str
        The part whose relations they are.
    kind : str
        The relation's type, whole.
    target : str
        The part that it leads to.
    """
    markup = Markup(content, relations_part(part))
    taken = {element.attributes.get("Id") for element in markup.root.children}
    numbers = range(1, len(taken) + 2)
    identity = next(i for n in numbers if (i := f"rIdXlhedge{n}") not in taken)
    way = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
    tag = f"{markup.root.prefix}Relationship"
    markup.append(markup.root, element_xml(tag, {"Id": identity, "Type": kind, "Target": way}))
    return markup.to_bytes(), identity


def without_relations(content: bytes, part: str, target: str) -> bytes:
    """Return a relations part in which nothing leads to a target any more."""
    markup = Markup(content, relations_part(part))
    for element in markup.root.children:
        relation = relation_of(element.attributes, part)
        if relation.target == target and not relation.external:
            markup.remove(element)
    return markup.to_bytes()
