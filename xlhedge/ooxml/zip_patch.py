"""Members of a zip file replaced, every other byte of it kept."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.errors import BadBook

if TYPE_CHECKING:
    from collections.abc import Mapping

_END = b"PK\x05\x06"
_ENTRY = struct.Struct("<4s6H3L5H2L")  # of the central directory
_LOCAL = struct.Struct("<4s5H3L2H")
_TAIL = struct.Struct("<4s4H2LH")
_DEFLATED = 8
_DESCRIPTOR_FOLLOWS = 0x08
_ZIP64 = 0xFFFFFFFF


class _Entry(NamedTuple):
    fields: tuple[int, ...]  # of the central directory, from "version made by" on
    rest: bytes  # name, extra field, comment
    name: bytes
    offset: int


def replace_members(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Return a zip file with some members' contents replaced.

    Parameters
    ----------
    data : bytes
        The zip file.
    changes : mapping
        New contents by member name.

    Returns
    -------
    bytes
        The same file when nothing is to change; otherwise one in which all other members keep
        their bytes, packed as they were, and their order.

    Raises
    ------
    BadBook
        The file's directory cannot be followed.
    """
    if not changes:
        return data
    try:
        return _rebuilt(data, {name.encode(): content for name, content in changes.items()})
    except (struct.error, IndexError, ValueError) as error:
        raise BadBook(f"The workbook's zip directory cannot be followed ({error}).") from error


def _rebuilt(data: bytes, changes: Mapping[bytes, bytes]) -> bytes:
    tail_at = data.rindex(_END)
    tail = _TAIL.unpack_from(data, tail_at)
    count, directory_at = tail[4], tail[6]
    entries = _directory(data, directory_at, count)
    ends = sorted([entry.offset for entry in entries] + [directory_at])
    out, directory = bytearray(), bytearray()
    for entry in sorted(entries, key=lambda e: e.offset):
        offset = len(out)
        fields = list(entry.fields)
        fields[-1] = offset
        content = changes.get(entry.name)
        if content is None:
            out += data[entry.offset : ends[ends.index(entry.offset) + 1]]
        else:
            out += _packed(data, entry, content, fields)
        directory += _ENTRY.pack(b"PK\x01\x02", *fields) + entry.rest
    start = len(out)
    end = _TAIL.pack(_END, 0, 0, count, count, len(directory), start, tail[7])
    return bytes(out + directory) + end + data[tail_at + _TAIL.size :]


def _directory(data: bytes, at: int, count: int) -> list[_Entry]:
    entries = []
    for _ in range(count):
        signature, *fields = _ENTRY.unpack_from(data, at)
        if signature != b"PK\x01\x02" or _ZIP64 in (fields[7], fields[8], fields[15]):
            raise ValueError(
                "it is of the large kind" if signature == b"PK\x01\x02" else "it breaks off"
            )
        name_length, extra_length, comment_length = fields[9:12]
        rest = data[
            at + _ENTRY.size : at + _ENTRY.size + name_length + extra_length + comment_length
        ]
        entries.append(_Entry(tuple(fields), rest, rest[:name_length], fields[15]))
        at += _ENTRY.size + len(rest)
    return entries


def _packed(data: bytes, entry: _Entry, content: bytes, fields: list[int]) -> bytes:
    """Return a member's new local record; `fields` of its directory entry are brought in line."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = compressor.compress(content) + compressor.flush()
    _, version, _, _, time, date, *_, name_length, extra_length = _LOCAL.unpack_from(
        data, entry.offset
    )
    after = entry.offset + _LOCAL.size
    name_and_extra = data[after : after + name_length + extra_length]
    flags = fields[2] & ~_DESCRIPTOR_FOLLOWS
    sizes = (zlib.crc32(content), len(packed), len(content))
    fields[2], fields[3], fields[6:9] = flags, _DEFLATED, sizes
    header = _LOCAL.pack(
        b"PK\x03\x04",
        max(version, 20),
        flags,
        _DEFLATED,
        time,
        date,
        *sizes,
        name_length,
        extra_length,
    )
    return header + name_and_extra + packed
