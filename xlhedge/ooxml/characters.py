"""Characters that XML does not hold, which Office files write as ``_x000B_``."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile(  # and what would be read as one that is written so
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)"
)


def plain_text(text: str) -> str:
    """Return a text with ``_x000A_`` turned into the character it stands for."""
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def stored_text(text: str) -> str:
    """Return a text as a file holds it: the inverse of `plain_text`."""
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
