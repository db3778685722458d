"""XML of the kind that an Office file holds: UTF-8, no document type and so no entities."""

from __future__ import annotations

import re

from xlhedge.ooxml.errors import BadBook

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


def check_plain(content: bytes, place: str) -> None:
    """Refuse XML in another encoding, or with a document type.

    Parameters
    ----------
    content : bytes
        The part's content.
    place : str
        What a message calls it.

    Raises
    ------
    BadBook
        It is in UTF-16 or another encoding, or it declares entities.
    """
    encoding = _ENCODING.match(content.removeprefix(BYTE_ORDER_MARK))
    if (encoding and encoding[1].lower() != b"utf-8") or b"\0" in content[:64]:
        raise BadBook(f"{place} is not written in UTF-8; save the book once in Excel.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadBook(f"{place} declares XML entities, which no workbook needs.")
