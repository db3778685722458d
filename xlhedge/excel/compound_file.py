"""Compound files, [MS-CFB] version 3: the container of a VBA project.

Everything that could differ from one run to the next (times, class ids) is zero.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_SECTOR = 512
_MINI_SECTOR = 64
_MINI_LIMIT = 4096  # smaller streams live in the mini stream
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_FAT_IN_HEADER = 109  # a larger file would need a list of FAT sectors elsewhere
_IDS_PER_SECTOR = _SECTOR // 4
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_NAME_LIMIT = 31
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

Folder = dict[str, "bytes | Folder"]


@dataclass
class _Entry:
    """One entry of the directory; its position in the list is its id."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = _BLACK
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0


@dataclass
class _Sectors:
    """A run of equal sectors and the table that chains them."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Append a stream; return its first sector."""
        if not content:
            return _END
        start = len(self.chain)
        count = -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.chain += [*range(start + 1, start + count), _END]
        return start


def _order(name: str) -> tuple[int, str]:
    """Return how the format compares names: shorter first, then without case."""
    return len(name), name.upper()


def _add_folder(entries: list[_Entry], parent: _Entry, folder: Folder) -> None:
    ids = []
    for name in sorted(folder, key=_order):
        if len(name) > _NAME_LIMIT:
            raise ValueError(f"name is {name!r}; a stream's name has at most 31 characters.")
        content = folder[name]
        entry = (
            _Entry(name, _STREAM, content)
            if isinstance(content, bytes)
            else _Entry(name, _STORAGE, start=0)
        )
        ids.append(len(entries))
        entries.append(entry)
        if not isinstance(content, bytes):
            _add_folder(entries, entry, content)
    if ids:
        parent.child = _tree(entries, ids, len(ids).bit_length())
        entries[parent.child].colour = _BLACK


def _tree(entries: list[_Entry], ids: list[int], depth: int) -> int:
    """Make a red-black tree of sorted entries: balanced, and red where the last row is not full."""
    if not ids:
        return _NONE
    middle = len(ids) // 2
    entry = entries[ids[middle]]
    entry.left = _tree(entries, ids[:middle], depth - 1)
    entry.right = _tree(entries, ids[middle + 1 :], depth - 1)
    entry.colour = _RED if depth == 1 else _BLACK
    return ids[middle]


def _directory_entry(entry: _Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name), entry.kind, entry.colour, entry.left, entry.right, entry.child,
        b"", 0, 0, 0, entry.start, entry.size,
    )  # fmt: skip


def compound_file(folder: Folder) -> bytes:
    """Return a compound file with these streams.

    Parameters
    ----------
    folder : dict
        Bytes, or a further dict for a storage, by name.

    Returns
    -------
    bytes
        The file; the same bytes for the same streams.

    Raises
    ------
    ValueError
        A name is longer than 31 characters, or all together is larger than 6.8 MB.
    """
    root = _Entry("Root Entry", _ROOT)
    entries = [root]
    _add_folder(entries, root, folder)

    big, mini = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            sectors = big if len(entry.content) >= _MINI_LIMIT else mini
            entry.start, entry.size = sectors.add(entry.content), len(entry.content)
    root.start, root.size = big.add(bytes(mini.data)), len(mini.data)
    mini_fat = struct.pack(f"<{len(mini.chain)}I", *mini.chain)
    mini_fat_start = big.add(_padded(mini_fat, _FREE))
    directory = b"".join(map(_directory_entry, entries))
    blank = _directory_entry(_Entry("", 0, colour=_RED, start=0))
    blank = b"\0" * 66 + blank[66:]  # an unused entry has no name at all, not even its end
    per_sector = _SECTOR // len(blank)
    directory_start = big.add(directory + blank * (-len(entries) % per_sector))
    return _with_fat(big, directory_start, mini_fat_start, -(-len(mini_fat) // _SECTOR))


def _padded(table: bytes, filler: int) -> bytes:
    return table + struct.pack("<I", filler) * (-len(table) % _SECTOR // 4)


def _with_fat(big: _Sectors, directory: int, mini_fat: int, mini_fat_sectors: int) -> bytes:
    """Return header, sectors and the table of all sectors, which also lists itself."""
    count = 1
    while count * _IDS_PER_SECTOR < len(big.chain) + count:
        count += 1
    if count > _FAT_IN_HEADER:
        raise ValueError(f"the streams need {len(big.chain)} sectors; that is too large.")
    first = len(big.chain)
    table = [*big.chain, *[_FAT] * count]
    fat = _padded(struct.pack(f"<{len(table)}I", *table), _FREE)
    where = [*range(first, first + count), *[_FREE] * (_FAT_IN_HEADER - count)]
    header = struct.pack(
        "<8s16sHHHHH6s9I109I",
        _SIGNATURE, b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, count, directory, 0, _MINI_LIMIT, mini_fat, mini_fat_sectors, _END, 0, *where,
    )  # fmt: skip
    return header + bytes(big.data) + fat
