"""A workbook file as a package of parts, opened with suspicion."""

from __future__ import annotations

import stat
import xml.etree.ElementTree as ET
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.near import no_file
from xlhedge.ooxml.plain_xml import check_plain
from xlhedge.ooxml.relations import Relation, relation_id, relation_of, relations_part

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_TOTAL = 512 * 2**20  # bytes of all parts together, unpacked
MAX_PARTS = 20_000
MAX_RATIO = 400  # real sheets pack about 5 to 30 times; a bomb a thousand times
_RATIO_COUNTS_FROM = 10 * 2**20  # small parts of nothing but blanks are harmless
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_RELATION = Relation("", "", external=False)


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    kind: str  # worksheet, chartsheet, ...; empty where nothing is found for it
    part: str


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
        for target in self.targets("", "officeDocument"):
            if target in self._by_name:
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

    def plain(self, part: str) -> bytes:
        """Return an XML part's content; a document type, and so every entity, is refused."""
        content = self.read(part)
        check_plain(content, f"{self.label}: the part {part}")
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

    def relations(self, part: str) -> dict[str, Relation]:
        """Return a part's relations by their identities; those of the package itself for ""."""
        place = relations_part(part)
        if place not in self._by_name:
            return {}
        root = self.xml(place)
        return {e.get("Id", ""): relation_of(e.attrib, part) for e in root}

    def targets(self, part: str, kind: str) -> list[str]:
        """Return the parts to which a part has relations of a kind."""
        return [
            r.target for r in self.relations(part).values() if r.kind == kind and not r.external
        ]

    @property
    def has_macros(self) -> bool:
        """Whether a VBA project is in it, related to the workbook or not."""
        related = self.targets(self.workbook_part, "vbaProject")
        return bool(related) or any(name.endswith("vbaProject.bin") for name in self._by_name)

    def check_every_part(self) -> None:
        """Refuse the file where an XML part is cut short, in another encoding, or has entities."""
        for name in self._by_name:
            if name.endswith((".xml", ".rels")):
                self.plain(name)

    def sheets(self) -> list[SheetPart]:
        """Return the workbook's sheets of every kind, in their order."""
        root = self.xml(self.workbook_part)
        space = root.tag[: root.tag.rindex("}") + 1] if "}" in root.tag else ""
        relations = self.relations(self.workbook_part)
        return [
            SheetPart(
                element.get("name", ""),
                *relations.get(relation_id(element.attrib), _NO_RELATION)[:2],
            )
            for element in root.iterfind(f"{space}sheets/{space}sheet")
        ]


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
    except FileNotFoundError as error:
        raise BadBook(no_file(path)) from error
    except IsADirectoryError as error:
        raise BadBook(f"{path} is a folder; the name of a workbook is needed.") from error
    except PermissionError as error:
        raise BadBook(f"{path} cannot be read: it is locked, or you may not open it.") from error
    except (OSError, ValueError) as error:
        raise BadBook(f"{path} cannot be read ({error}).") from error
    if len(data) > MAX_TOTAL:
        raise BadBook(f"{path} does not end; at most {MAX_TOTAL // 2**20} MiB are read.")
    return data
