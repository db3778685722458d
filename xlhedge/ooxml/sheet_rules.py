"""The conditional formats and data validations of a sheet, with their formulas.

Excel keeps some in the elements of 2007 and some in those of 2010 (x14), which lie in extensions
and have their formulas and cells in elements of their own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlhedge.ooxml.markup import Element, Markup


class RuleKind(StrEnum):
    """What a rule does, in Excel's words."""

    FORMAT = "conditional format"
    VALIDATION = "data validation"


_KINDS = {"cfRule": RuleKind.FORMAT, "dataValidation": RuleKind.VALIDATION}
_GROUPS = {"conditionalFormatting", "conditionalFormattings", "dataValidations", "ext", "extLst"}
_HELD = _KINDS.keys() | _GROUPS - {"extLst"}  # what keeps a group: its own extension does not
_FORMULAS = {"formula", "formula1", "formula2", "f"}
RULE_NAMES = frozenset({*_KINDS, *_GROUPS, *_FORMULAS, "cfvo", "sqref"})


class SheetRule(NamedTuple):
    """A rule for some cells."""

    kind: RuleKind
    element: Element
    cells: str  # B3:B9 D4
    formulas: tuple[str, ...]


def sheet_rules(sheet: Markup) -> Iterator[SheetRule]:
    """Yield the rules of a sheet that was read for `RULE_NAMES` at least."""
    for element in sheet.root.walk():
        if element.name in _KINDS:
            yield SheetRule(_KINDS[element.name], element, _cells(element), (*_formulas(element),))


def _cells(rule: Element) -> str:
    """Return the cells of a rule, which stand in it or in what holds it."""
    for holder in (rule, rule.parent):
        if holder is not None and "sqref" in holder.attributes:
            return holder.attributes["sqref"]
        for child in holder.children if holder else ():
            if child.name == "sqref":
                return child.text.strip()
    return ""


def _formulas(rule: Element) -> Iterator[str]:
    for element in rule.walk():
        if element.name in _FORMULAS and element.text.strip():
            yield element.text.strip()
        elif element.name == "cfvo" and "val" in element.attributes:
            yield element.attributes["val"]  # an end of a scale may be a formula


def remove_rules(sheet: Markup, rules: Iterable[SheetRule]) -> None:
    """Take rules away, with the elements around them that would hold nothing any more."""
    gone: set[Element] = set()
    for rule in rules:
        element: Element | None = rule.element
        while element is not None and element not in gone and not _left(element, gone):
            gone.add(element)
            above = element.parent
            element = above if above is not None and above.name in _GROUPS else None
    for element in gone:
        above = element.parent
        if above not in gone:
            sheet.remove(element)
    for group in {e.parent for e in gone if e.parent is not None} - gone:
        if "count" in group.attributes:
            sheet.set(group, "count", str(len(_left(group, gone))))


def _left(element: Element, gone: set[Element]) -> list[Element]:
    """Return what a group still holds; a rule itself holds nothing that would keep it."""
    if element.name not in _GROUPS:
        return []
    return [e for e in element.children if e.name in _HELD and e not in gone]
