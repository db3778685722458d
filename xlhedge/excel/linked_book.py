"""A workbook whose formulas call the add-in's functions in the form in which Excel saves them.

Excel keeps a function of an add-in as ``[1]!NAME(...)`` with an external book: the add-in's path
and the names in use. Read again while the add-in is loaded, or lies there, it is known at once
(Microsoft's article 817578); a plain name may be one that Excel does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlhedge.ooxml.calls import calls_us
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.formula_places import CELLS
from xlhedge.ooxml.markup import HEAD, element_xml
from xlhedge.ooxml.relations import relations_part, relations_xml
from xlhedge.ooxml.sheet_rules import RULE_NAMES, sheet_rules
from xlhedge.ooxml.tokens import tokens
from xlhedge.worksheet import CATALOGUE

if TYPE_CHECKING:
    from xlhedge.ooxml.markup import Element, Markup
    from xlhedge.ooxml.sheet_rules import SheetRule

_LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
_ADDIN_SHEET = "xlhedge"  # the add-in's one sheet, as `addin` names it


def linked_book(xlsx: bytes, addin: str) -> bytes:
    r"""Return a workbook whose calls of our functions are those of an add-in.

    Parameters
    ----------
    xlsx : bytes
        A workbook with plain names; calls that are tied already stay as they are.
    addin : str
        The add-in's path, such as ``C:\Users\a\AppData\Local\xlhedge\xlhedge.xlam``.

    Returns
    -------
    bytes
        The workbook: every stored value and every other part stays. Without a call of ours the
        same bytes.

    Raises
    ------
    BadBook
        It is no .xlsx workbook.
    """
    draft = Draft(xlsx)
    book = draft.markup(draft.book)
    number = sum(1 for _ in book.root.all("externalReferences", "externalReference")) + 1
    called: set[str] = set()
    # Formats and validations stay plain: Excel takes no reference to another book there.
    for part in (*(sheet.part for sheet in draft.worksheets()), *draft.tables()):
        draft.exchange_formulas(part, lambda text: _tied(text, number, called), CELLS)
    draft.exchange_formulas(draft.book, lambda text: _tied(text, number, called), {"definedName"})
    if not called:
        return xlsx
    part = draft.free_name("xl/externalLinks/externalLink{}.xml")
    draft.add(part, _external_book(draft, sorted(called)).encode(), _LINK_TYPE)
    draft.parts[relations_part(part)] = _path_relation(draft, addin).encode()
    identity = draft.relate(draft.book, draft.relation_type("externalLink"), part)
    book = draft.markup(draft.book)
    _add_reference(draft, book, identity)
    draft.keep(draft.book, book)
    return draft.to_bytes()


def plain_rules(xlsx: bytes) -> list[tuple[str, SheetRule]]:
    """Return the rules of a workbook that call our functions, each with its sheet's name.

    Excel takes no reference to another book in a format or a validation, so they cannot be tied.
    """
    draft = Draft(xlsx)
    sheets = [(s.name, draft.markup(s.part, RULE_NAMES)) for s in draft.worksheets()]
    rules = [(name, rule) for name, markup in sheets for rule in sheet_rules(markup)]
    return [(name, rule) for name, rule in rules if any(map(calls_us, rule.formulas))]


def _tied(formula: str, number: int, called: set[str]) -> str:
    """Return a formula tied to an external book, and note what it calls."""
    done = []
    for token in tokens(formula):
        if token.function in CATALOGUE and not token.prefix:
            called.add(token.function)
            done.append(f"[{number}]!")
        done.append(token.text)
    return "".join(done)


def _external_book(draft: Draft, names: list[str]) -> str:
    main, office = draft.dialect
    sheets = element_xml("sheetNames", {}, element_xml("sheetName", {"val": _ADDIN_SHEET}))
    defined = "".join(element_xml("definedName", {"name": name}) for name in names)
    names_of_functions = element_xml("definedNames", {}, defined)
    attributes = {"xmlns:r": office, "r:id": "rId1"}
    book = element_xml("externalBook", attributes, sheets + names_of_functions)
    return HEAD + element_xml("externalLink", {"xmlns": main}, book)


def _path_relation(draft: Draft, addin: str) -> str:
    """Return the relation to the add-in; like Excel, a path as it is behind file:///."""
    target = addin.replace("%", "%25").replace(" ", "%20").replace("#", "%23")
    kind = draft.relation_type("externalLinkPath")
    return relations_xml({"rId1": (kind, f"file:///{target}")}, external=True)


def _add_reference(draft: Draft, book: Markup, identity: str) -> None:
    """Add an external reference to the workbook's part, where the schema has them."""
    root = book.root
    before = root.first("functionGroups") or root.first("sheets")
    if before is None:
        raise BadBook("The file is no .xlsx workbook of ours: it lists no sheets.")
    prefix = before.prefix
    references = root.first("externalReferences")
    owner: Element = references or root
    attributes = draft.named_relation(owner, identity)
    reference = element_xml(f"{prefix}externalReference", attributes)
    if references is not None:
        book.append(references, reference)
    else:
        book.insert(before.end, element_xml(f"{prefix}externalReferences", {}, reference))
