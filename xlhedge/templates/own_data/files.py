"""A file of any kind that is read, as the tables it may be."""

from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from xlhedge.ooxml.near import no_file
from xlhedge.templates.own_data.errors import BadData, excerpt
from xlhedge.templates.own_data.parquet_file import read_parquet
from xlhedge.templates.own_data.table import SourceSheet
from xlhedge.templates.own_data.text_file import read_text
from xlhedge.templates.own_data.workbook_file import read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (".csv", ".txt", ".tsv", ".dat", ".tab", ".prn")
PARQUET = (".parquet", ".pq")
WORKBOOK = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
PACKED = (".gz", ".zip")
SUFFIXES = (*TEXT, *PARQUET, *WORKBOOK, *PACKED)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_PAGE = (b"<html", b"<!doc", b"<tabl", b"<?xml", b"<head", b"<meta", b"<body")


def sheets_of(path: Path) -> list[SourceSheet]:
    """Return the tables of a file: a workbook has several, every other file has one of no name.

    Raises
    ------
    BadData
        There is no such file, or it is of no kind that is read.
    """
    if path.is_dir():
        raise BadData(f"{path} is a folder; a file is expected: {', '.join(SUFFIXES)}.")
    if not path.exists():
        raise BadData(no_file(path))
    try:
        with _unpacked(path) as (name, file):
            return _sheets(path, Path(name).suffix.lower(), file)
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadData(f"{path} cannot be read ({why}).") from error


def _sheets(path: Path, suffix: str, file: IO[bytes]) -> list[SourceSheet]:
    label = str(path)
    head = file.read(512)
    file.seek(0)
    if suffix in (*TEXT, ".xls") and head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGE):
        raise BadData(
            f"{label} is a web page or XML with the ending {suffix}; open it in Excel and save it "
            "as .xlsx. A page that says why there are no prices is downloaded once more."
        )
    if suffix == ".xls" and not head.startswith((_OLE, _ZIP)):
        suffix = ".txt"  # exports of text under that ending are common
    if suffix in WORKBOOK:
        if path.suffix.lower() in PACKED:
            raise BadData(f"{label} packs a workbook; take it out of there first.")
        return read_sheets(label, path, suffix)
    if suffix not in SUFFIXES:
        raise BadData(f"{label} is of no kind that is read: {', '.join(SUFFIXES)} are.")
    table = (read_parquet if suffix in PARQUET else read_text)(label, file)
    return [SourceSheet("", True, lambda _: table)]


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Give the name and the content of a file, or of the one that is packed in it."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        with gzip.open(path) as file:
            yield path.stem, io.BufferedReader(file)
    elif suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            name = _only_table(path, packed)
            with packed.open(name) as file:
                yield name, file
    else:
        with path.open("rb") as file:
            yield path.name, file


def _only_table(path: Path, packed: zipfile.ZipFile) -> str:
    tables = [
        one.filename
        for one in packed.infolist()
        if Path(one.filename).suffix.lower() in (*TEXT, *PARQUET, *WORKBOOK)
        and not Path(one.filename).name.startswith(".")
        and "__MACOSX" not in one.filename
    ]
    if len(tables) != 1:
        names = f"several tables: {', '.join(map(excerpt, tables[:5]))}" if tables else "no table"
        raise BadData(f"{path} packs {names}; take the one you mean out of it.")
    if packed.getinfo(tables[0]).flag_bits & 1:
        raise BadData(f"{path} is encrypted with a password; unpack it first.")
    return tables[0]
