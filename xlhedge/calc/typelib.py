"""The add-in's type library: one UNO interface in the UNOIDL binary format, without the SDK.

The format is described in LibreOffice's sources, unoidl/README.md. Offsets are from the start of
the file; a map entry is the offset of a name that ends in 0 and the offset of what it names.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from xlhedge.calc.functions import INTERFACE, MODULE, ArgumentKind, returns_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlhedge.calc.functions import Method

_TYPE_OF = {
    ArgumentKind.RANGE: "com.sun.star.table.XCellRange",
    ArgumentKind.ANY: "any",
    ArgumentKind.REST: "[]any",
}
_TABLE = "[][]any"  # rows of cells must be declared as such: in an `any` they arrive empty
_MAGIC = b"UNOIDL\xff\0"
_INTERFACE_KIND, _MODULE_KIND, _IN = 5, 0, 0


def _number(value: int) -> bytes:
    return struct.pack("<I", value)


def _text(text: str) -> bytes:
    return _number(len(text)) + text.encode("ascii")


def type_library(methods: Iterable[Method]) -> bytes:
    """Return the library that declares these methods."""
    content = bytearray(_MAGIC + _number(0) + _number(1))  # the root map's place comes last
    name, place = INTERFACE, len(content)
    content += _interface(list(methods))
    for module in reversed(MODULE):
        entry = _entry(content, name, place)
        name, place = module, len(content)
        content += bytes([_MODULE_KIND]) + _number(1) + entry
    entry = _entry(content, name, place)
    content[len(_MAGIC) : len(_MAGIC) + 4] = _number(len(content))
    return bytes(content + entry)


def _entry(content: bytearray, name: str, place: int) -> bytes:
    """Append a name and return the map entry of what it stands for."""
    start = len(content)
    content += name.encode("ascii") + b"\0"
    return _number(start) + _number(place)


def _interface(methods: list[Method]) -> bytes:
    none = _number(0)
    parts = [
        bytes([_INTERFACE_KIND]), _number(1), _text("com.sun.star.uno.XInterface"),
        none, none, _number(len(methods)),
    ]  # fmt: skip
    for method in methods:
        parts += [
            _text(method.name),
            _text(_TABLE if returns_table(method.function) else "any"),
            _number(len(method.kinds)),
        ]
        for i, kind in enumerate(method.kinds):
            parts += [bytes([_IN]), _text(f"a{i}"), _text(_TYPE_OF[kind])]
        parts.append(none)
    return b"".join(parts)
