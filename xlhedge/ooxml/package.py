"""A workbook file as a package of parts, opened with suspicion."""

from __future__ import annotations

import posixpath
import re
import stat
import xml.etree.ElementTree as ET
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from xlhedge.ooxml.errors import BadBook

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_TOTAL = 512 * 2**20  # bytes of all parts together, unpacked
MAX_PARTS = 20_000
MAX_RATIO = 400  # real sheets pack about 5 to 30 times; a bomb a thousand times
_RATIO_COUNTS_FROM = 10 * 2**20  # small parts of nothing but blanks are harmless
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",  # Strict Open XML
)


class Package:
    """The parts of one workbook file.

    Parameters
    ----------
    book : Path, str or bytes
        The file's place, or its content.

    Raises
    ------
    BadBook
        The file is missing, locked, encrypted, damaged, no workbook, or a bomb.
    """

    def __init__(self, book: Path | str | bytes) -> None:
        self.label = "the workbook" if isinstance(book, bytes) else str(book)
        self.data = book if isinstance(book, bytes) else _read_file(Path(book))
        if self.data[:8] == _OLE:
            raise BadBook(
                f"{self.label} is encrypted with a password or is an old .xls file; "
                "save it in Excel as .xlsx or .xlsm without a password."
            )
        if self.data[:2] != b"PK":
            raise BadBook(f"{self.label} is not an .xlsx or .xlsm workbook.")
        try:
            self._zip = zipfile.ZipFile(BytesIO(self.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as damage:
            raise BadBook(f"{self.label} is damaged or cut short ({damage}).") from damage
        self.members = self._zip.infolist()
        self._by_name = {member.filename: member for member in self.members}
        self._check_size()
        self.workbook_part = self._find_workbook()

    def _check_size(self) -> None:
        if len(self.members) > MAX_PARTS:
            raise BadBook(
                f"{self.label} has {len(self.members)} parts; at most {MAX_PARTS} are read."
            )
        if len(self._by_name) != len(self.members):
            raise BadBook(f"{self.label} holds a part twice; save it again in Excel.")
        total = sum(member.file_size for member in self.members)
        if total > MAX_TOTAL:
            raise BadBook(
                f"{self.label} unpacks to {total // 2**20} MiB; "
                f"at most {MAX_TOTAL // 2**20} are read."
            )
        for member in self.members:
            if member.flag_bits & 1:
                raise BadBook(f"{self.label} is encrypted with a password; save it without one.")
            packed = max(member.compress_size, 1)
            if member.file_size > _RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * packed:
                raise BadBook(
                    f"{self.label}: the part {member.filename} unpacks to "
                    f"{member.file_size // packed} times its size; at most {MAX_RATIO} are read."
                )

    def _find_workbook(self) -> str:
        for kind, target, _ in self.relations("").values():
            if kind == "officeDocument" and target in self._by_name:
                if not target.endswith(".xml"):
                    raise BadBook(f"{self.label} is a binary workbook; save it as .xlsx or .xlsm.")
                if self.xml(target).tag.rpartition("}")[2] == "workbook":
                    return target
        raise BadBook(f"{self.label} is a zip file but not an .xlsx or .xlsm workbook.")

    def __contains__(self, part: str) -> bool:
        return part in self._by_name

    def read(self, part: str) -> bytes:
        """Return a part's content."""
        if part not in self._by_name:
            raise BadBook(f"{self.label} lacks its part {part}; it is damaged.")
        member = self._by_name[part]
        try:
            with self._zip.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as damage:
            raise BadBook(f"{self.label} is damaged in its part {part} ({damage}).") from damage
        if len(content) != member.file_size:
            raise BadBook(f"{self.label}: the part {part} is not as long as the file says.")
        return content

    def text(self, part: str) -> str:
        """Return an XML part as text, after making sure that it is plain and well formed."""
        self.xml(part)
        return self.read(part).decode("utf-8")

    def plain(self, part: str) -> bytes:
        """Return an XML part's content; a document type, and so every entity, is refused."""
        content = self.read(part)
        encoding = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        if (encoding and encoding[1].lower() != b"utf-8") or b"\0" in content[:64]:
            raise BadBook(f"{self.label}: the part {part} is not written in UTF-8.")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise BadBook(
                f"{self.label}: the part {part} declares XML entities, which no workbook needs."
            )
        return content

    def xml(self, part: str) -> Element:
        """Return a plain XML part's root."""
        content = self.plain(part)
        try:
            return ET.fromstring(content)  # noqa: S314 - no document type, so no entities
        except ET.ParseError as damage:
            raise BadBook(
                f"{self.label}: the part {part} is not well-formed XML ({damage})."
            ) from damage

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return a part's relations: id -> (kind, target, whether it leaves the file)."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        found = {}
        if place in self._by_name:
            for relation in self.xml(place):
                target = relation.get("Target", "")
                outside = relation.get("TargetMode") == "External"
                if not outside:
                    target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, target, outside)
        return found


def relation_id(element: Element) -> str:
    """Return the relation that an element names."""
    return next((element.get(name, "") for name in _RELATIONS if name in element.attrib), "")


def _read_file(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise BadBook(f"{path} is a device or a pipe; the name of a workbook's file is needed.")
        size = status.st_size
        if size > MAX_TOTAL:
            raise BadBook(
                f"{path} is {size // 2**20} MiB large; at most {MAX_TOTAL // 2**20} are read."
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_TOTAL + 1)  # a file may be longer than it says
    except FileNotFoundError as trouble:
        raise BadBook(f"There is no file {path}.") from trouble
    except IsADirectoryError as trouble:
        raise BadBook(f"{path} is a folder; the name of a workbook is needed.") from trouble
    except PermissionError as trouble:
        raise BadBook(f"{path} cannot be read: it is locked, or you may not open it.") from trouble
    except (OSError, ValueError) as trouble:
        raise BadBook(f"{path} cannot be read ({trouble}).") from trouble
    if len(data) > MAX_TOTAL:
        raise BadBook(f"{path} does not end; at most {MAX_TOTAL // 2**20} MiB are read.")
    return data
