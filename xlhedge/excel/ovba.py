"""The streams of a VBA project, [MS-OVBA]: source text only, nothing compiled.

Version 0xFFFF tells Excel that there are no performance caches, so that it compiles the sources.
"""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import NamedTuple

from xlhedge.excel.compound_file import Folder, compound_file

VBA_PART = "xl/vbaProject.bin"  # where a workbook keeps the project; its type and relation follow
VBA_TYPE = "application/vnd.ms-office.vbaProject"
VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_CODE_PAGE = 1252
_ENGLISH = 0x409
_CHUNK = 4096
_LITERAL_TOKENS = 8  # a flag byte announces so many tokens
_SHORTEST_COPY = 3
_PROJECT_ID = "{7B1C2C0E-4D52-4F0B-9C6E-3A5D0E7F4B21}"  # made up once: it only has to stay the same
_NO_CACHES = bytes.fromhex("CC61FFFF000100")
_REFERENCES = {
    "stdole": (
        "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
        "C:\\Windows\\System32\\stdole2.tlb#OLE Automation"
    ),
    "Office": (
        "*\\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
        "C:\\Program Files\\Common Files\\Microsoft Shared\\OFFICE16\\MSO.DLL"
        "#Microsoft Office 16.0 Object Library"
    ),
}


class DocumentKind(StrEnum):
    """What a module stands behind, by the class that Excel gives it."""

    BOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"
    CHART = "0{00020821-0000-0000-C000-000000000046}"


class Module(NamedTuple):
    """One module of a VBA project."""

    name: str
    source: str  # with its Attribute lines; any line ends
    is_document: bool = False  # the module behind a workbook or a sheet


def compress(data: bytes) -> bytes:
    """Return bytes in the compressed form of [MS-OVBA] 2.4.1.

    Parameters
    ----------
    data : bytes
        What to compress.

    Returns
    -------
    bytes
        A container of chunks of 4096 bytes each, with copy tokens where text repeats.
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(map(_compress_chunk, chunks))


def _compress_chunk(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) > _CHUNK:  # not smaller: stored as it is
        if len(chunk) == _CHUNK:
            return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk
        raise ValueError(f"the last {len(chunk)} bytes do not compress: no text does that.")
    return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens


def _tokens(chunk: bytes) -> bytes:
    """Return a chunk as flag bytes and tokens."""
    seen: dict[bytes, list[int]] = {}
    out, group = bytearray(), bytearray()
    flags = count = at = 0
    while at < len(chunk):
        bits = _offset_bits(at)
        length, back = _longest_match(chunk, at, seen, (0xFFFF >> bits) + _SHORTEST_COPY)
        if length:
            group += struct.pack("<H", ((back - 1) << (16 - bits)) | (length - _SHORTEST_COPY))
            flags |= 1 << count
        else:
            length = 1
            group.append(chunk[at])
        for i in range(at, at + length):
            seen.setdefault(chunk[i : i + _SHORTEST_COPY], []).append(i)
        at += length
        count += 1
        if count == _LITERAL_TOKENS or at >= len(chunk):
            out.append(flags)
            out += group
            group.clear()
            flags = count = 0
    return bytes(out)


def _offset_bits(at: int) -> int:
    """Return how many bits of a copy token hold the distance: enough for what lies behind."""
    return max((at - 1).bit_length(), 4) if at else 4


def _longest_match(
    chunk: bytes, at: int, seen: dict[bytes, list[int]], limit: int
) -> tuple[int, int]:
    """Return length and distance of the longest earlier match, the nearest of equals; else 0, 0."""
    best = back = 0
    limit = min(limit, len(chunk) - at)
    for start in reversed(seen.get(chunk[at : at + _SHORTEST_COPY], [])[-64:]):
        length = _SHORTEST_COPY
        while length < limit and chunk[start + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, back = length, at - start
            if best >= limit:
                break
    return (best, back) if _SHORTEST_COPY <= best <= limit else (0, 0)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HI", kind, len(content)) + content


def _text_record(kind: int, unicode_kind: int, text: str) -> bytes:
    return _record(kind, text.encode("ascii")) + _record(unicode_kind, text.encode("utf-16-le"))


def _dir_stream(name: str, modules: list[Module]) -> bytes:
    """Return the records that describe project, references and modules, in their one order."""
    parts = [
        _record(0x01, struct.pack("<I", 1)),  # 32-bit Windows, as every Excel writes
        _record(0x02, struct.pack("<I", _ENGLISH)),
        _record(0x14, struct.pack("<I", _ENGLISH)),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, name.encode("ascii")),
        _text_record(0x05, 0x40, ""),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, struct.pack("<I", 0)),
        _record(0x08, struct.pack("<I", 0)),
        # The version's record names a length of 4 and holds 6 bytes.
        struct.pack("<HIIH", 0x09, 4, 1, 0),
        _text_record(0x0C, 0x3C, ""),
    ]
    for reference, library in _REFERENCES.items():
        identifier = library.encode("ascii")
        parts += [
            _text_record(0x16, 0x3E, reference),
            _record(0x0D, struct.pack("<I", len(identifier)) + identifier + b"\0" * 6),
        ]
    parts += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    for module in modules:
        parts += [
            _text_record(0x19, 0x47, module.name),
            _text_record(0x1A, 0x32, module.name),
            _text_record(0x1C, 0x48, ""),
            _record(0x31, struct.pack("<I", 0)),  # the source starts at once: no caches before it
            _record(0x1E, struct.pack("<I", 0)),
            _record(0x2C, b"\xff\xff"),
            _record(0x22 if module.is_document else 0x21, b""),
            _record(0x2B, b""),
        ]
    parts.append(_record(0x10, b""))
    return b"".join(parts)


def encrypt(data: bytes, seed: int) -> str:
    """Return protection data in the form of [MS-OVBA] 2.4.3.2, as hexadecimal text."""
    project_key = sum(_PROJECT_ID.encode("ascii")) & 0xFF
    plain = [2, project_key, *[seed] * ((seed & 6) // 2), *struct.pack("<I", len(data)), *data]
    out = [seed, seed ^ plain[0], seed ^ plain[1]]
    before = plain[1]
    for byte in plain[2:]:
        out.append(byte ^ ((out[-2] + before) & 0xFF))
        before = byte
    return bytes(out).hex().upper()


def _project_stream(name: str, modules: list[Module]) -> bytes:
    lines = [f'ID="{_PROJECT_ID}"']
    lines += [
        f"Document={module.name}/&H00000000" if module.is_document else f"Module={module.name}"
        for module in modules
    ]
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(bytes(4), 0x5D)}"',  # not protected by user, host or editor
        f'DPB="{encrypt(bytes(1), 0x5D)}"',  # no password
        f'GC="{encrypt(bytes([0xFF]), 0x5D)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *[f"{module.name}=0, 0, 0, 0, C" for module in modules],
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def vba_project(name: str, modules: list[Module]) -> bytes:
    """Return the vbaProject.bin of an unlocked project.

    Parameters
    ----------
    name : str
        The project's name.
    modules : list of Module
        The module behind the workbook and those behind its sheets among them.

    Returns
    -------
    bytes
        A compound file; the same bytes for the same modules.

    Raises
    ------
    ValueError
        A source is not ASCII: how Excel would read it depends on the machine.
    """
    streams: Folder = {
        "_VBA_PROJECT": _NO_CACHES,
        "dir": compress(_dir_stream(name, modules)),
    }
    for module in modules:
        streams[module.name] = compress(_source_bytes(module))
    names = b"".join(
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return compound_file(
        {"PROJECT": _project_stream(name, modules), "PROJECTwm": names + b"\0\0", "VBA": streams}
    )


def _source_bytes(module: Module) -> bytes:
    if not module.source.isascii():
        character = next(c for c in module.source if not c.isascii())
        raise ValueError(f"module {module.name} holds {character!r}; only ASCII is allowed.")
    lines = module.source.rstrip().splitlines()
    return "".join(f"{line.rstrip()}\r\n" for line in lines).encode("ascii")


def document_module(name: str, kind: DocumentKind, code: str = "") -> Module:
    """Return the module behind a workbook, a sheet or a chart sheet.

    Parameters
    ----------
    name : str
        Its name: the codeName that the workbook's or sheet's part states.
    kind : DocumentKind
        What it belongs to.
    code : str
        What stands below its attributes.
    """
    attributes = [
        f'Attribute VB_Name = "{name}"',
        f'Attribute VB_Base = "{kind}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    ]
    return Module(name, "\n".join([*attributes, code or "Option Explicit"]), is_document=True)
