"""A workbook whose formulas call the add-in's functions in the form in which Excel saves them.

Excel keeps a function of an add-in as ``[1]!NAME(...)`` with an external book: the add-in's path
and the names in use. Read again while the add-in is loaded, or lies there, it is known at once
(Microsoft's article 817578); a plain name may be one that Excel does not know.
"""

from __future__ import annotations

import html
import re
from xml.sax.saxutils import escape, quoteattr

from xlhedge.office_package import package, parts_of
from xlhedge.worksheet import CATALOGUE

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_ADDIN_SHEET = "xlhedge"  # the add-in's one sheet, as `addin` names it
# Formats and validations stay plain: Excel takes no reference to another book there.
_HAS_FORMULAS = re.compile(r"xl/(?:worksheets/[^/]+|tables/[^/]+)\.xml")
_FORMULA = re.compile(
    r"(<(?:f|calculatedColumnFormula|totalsRowFormula)(?:\s[^>]*)?>)([^<]+)(?=</)"
)
_TEXT = r'"(?:[^"]|"")*"'
_QUOTED = r"'(?:[^']|'')*'"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_NAMES = "|".join(sorted(CATALOGUE, key=len, reverse=True))
_TOKEN = re.compile(
    rf"{_TEXT}|{_QUOTED}|{_BRACKETS}|(?<![\w.!\\])(?P<name>{_NAMES})(?=\()", re.IGNORECASE
)


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
    ValueError
        It is no .xlsx workbook.
    """
    parts = parts_of(xlsx, {_BOOK, _BOOK_RELATIONS, _TYPES})
    book = parts[_BOOK].decode()
    number = book.count("<externalReference ") + 1
    called: set[str] = set()
    for name in filter(_HAS_FORMULAS.fullmatch, list(parts)):
        parts[name] = _tied(parts[name].decode(), number, called).encode()
    if not called:
        return xlsx
    part = next(p for i in range(1, len(parts) + 2) if (p := _link_part(i)) not in parts)
    folder, _, file = part.rpartition("/")
    parts[part] = _external_book(sorted(called)).encode()
    parts[f"{folder}/_rels/{file}.rels"] = _path_relation(addin).encode()
    identity = _free_id(parts[_BOOK_RELATIONS].decode())
    parts[_BOOK] = _with_reference(book, identity).encode()
    for name, end, element in (
        (_BOOK_RELATIONS, "</Relationships>", _relation(identity, part)),
        (_TYPES, "</Types>", f'<Override PartName="/{part}" ContentType="{_LINK_TYPE}"/>'),
    ):
        parts[name] = parts[name].decode().replace(end, element + end).encode()
    return package(parts)


def _tied(text: str, number: int, called: set[str]) -> str:
    """Return a part's text with its formulas tied to an external book, and note what they call."""

    def token(found: re.Match[str]) -> str:
        if found["name"] is None:
            return found[0]
        called.add(found["name"].upper())
        return f"[{number}]!{found['name']}"

    def formula(found: re.Match[str]) -> str:
        plain = html.unescape(found[2])
        tied = _TOKEN.sub(token, plain)
        return found[0] if tied == plain else found[1] + escape(tied)

    return _FORMULA.sub(formula, text)


def _link_part(number: int) -> str:
    return f"xl/externalLinks/externalLink{number}.xml"


def _external_book(names: list[str]) -> str:
    defined = "".join(f'<definedName name="{name}"/>' for name in names)
    return (
        f'{_HEAD}<externalLink xmlns="{_MAIN}"><externalBook xmlns:r="{_OFFICE}" r:id="rId1">'
        f'<sheetNames><sheetName val="{_ADDIN_SHEET}"/></sheetNames>'
        f"<definedNames>{defined}</definedNames></externalBook></externalLink>"
    )


def _path_relation(addin: str) -> str:
    """Return the relation to the add-in; like Excel, a path as it is behind file:///."""
    target = addin.replace("%", "%25").replace(" ", "%20").replace("#", "%23")
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/externalLinkPath" Target={quoteattr("file:///" + target)} '
        'TargetMode="External"/></Relationships>'
    )


def _free_id(relations: str) -> str:
    taken = set(re.findall(r'\bId="([^"]*)"', relations))
    return next(f"rIdLink{i}" for i in range(len(taken) + 1) if f"rIdLink{i}" not in taken)


def _relation(identity: str, part: str) -> str:
    target = part.removeprefix("xl/")
    return f'<Relationship Id="{identity}" Type="{_OFFICE}/externalLink" Target="{target}"/>'


def _with_reference(book: str, identity: str) -> str:
    """Return the workbook's part with one more external reference, where the schema has them."""
    reference = f'<externalReference r:id="{identity}"/>'
    if "</externalReferences>" in book:
        return book.replace("</externalReferences>", f"{reference}</externalReferences>")
    before = "</functionGroups>" if "</functionGroups>" in book else "</sheets>"
    if before not in book:
        raise ValueError("The file is no .xlsx workbook of ours: it lists no sheets.")
    return book.replace(before, f"{before}<externalReferences>{reference}</externalReferences>")
