"""Files that are no good: each is refused with one sentence, none is half read."""

import io
import zipfile

import pytest

from xlhedge.ooxml import package as package_module
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package
from xlhedge.recalc import recalculate

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&lol2;</worksheet>"""


@pytest.fixture(scope="module")
def good(book_of):
    """A book of one input and one formula."""
    return book_of({"S": {"A1": 2.0, "A2": "=A1*2"}})


def test_missing_file(tmp_path):
    """A file that is not there is named."""
    with pytest.raises(BadBook, match=r"There is no file .*none\.xlsx"):
        recalculate(tmp_path / "none.xlsx")


def test_folder(tmp_path):
    """A folder is told from a file."""
    with pytest.raises(BadBook, match=r"is a folder|cannot be read"):
        recalculate(tmp_path)


def test_locked_file(tmp_path, monkeypatch):
    """A file that may not be read says so."""
    path = tmp_path / "locked.xlsx"
    path.touch()

    def refuse(self, mode):  # noqa: ARG001 - as Path.open
        raise PermissionError(13, "denied", str(self))

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(BadBook, match="locked, or you may not open it"):
        recalculate(path)


@pytest.mark.parametrize("length", [10, 100, -30, -1])
def test_truncated(good, length):
    """A file that breaks off is refused."""
    with pytest.raises(BadBook):
        recalculate(good[:length])


def test_encrypted():
    """An encrypted workbook, which is an OLE file, is called so."""
    with pytest.raises(BadBook, match="is encrypted with a password"):
        recalculate(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_no_zip():
    """Text is no workbook."""
    with pytest.raises(BadBook, match=r"is not an \.xlsx or \.xlsm workbook"):
        recalculate(b"a,b\n1,2\n")


def test_other_zip():
    """A zip file without a workbook is told from one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("readme.txt", "hello")
    with pytest.raises(BadBook, match="a zip file but not"):
        recalculate(stream.getvalue())


def test_zip_bomb_by_ratio(good, with_part):
    """A part that unpacks a thousandfold is not unpacked."""
    with pytest.raises(BadBook, match="times its size"):
        Package(with_part(good, "xl/media/zeros.bin", bytes(20 * 2**20)))


def test_zip_bomb_by_size(good, monkeypatch):
    """A package larger than the cap is not unpacked."""
    monkeypatch.setattr(package_module, "MAX_TOTAL", 1000)
    with pytest.raises(BadBook, match="unpacks to"):
        Package(good)


def test_too_many_parts(good, monkeypatch):
    """A package of too many parts is not read."""
    monkeypatch.setattr(package_module, "MAX_PARTS", 3)
    with pytest.raises(BadBook, match="at most 3 are read"):
        Package(good)


def test_part_twice(good):
    """A package in which a part is there twice is refused: readers would disagree."""
    stream = io.BytesIO(good)
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(BadBook, match="holds a part twice"):
        recalculate(stream.getvalue())


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities(good, with_part, part):
    """A document type is refused wherever it stands, so that no entity grows."""
    with pytest.raises(BadBook, match="declares XML entities"):
        recalculate(with_part(good, part, BOMB))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<worksheet><sheetData>", "not well-formed XML"),
        (b'<?xml version="1.0" encoding="UTF-16"?><worksheet/>', "not written in UTF-8"),
        ("<worksheet/>".encode("utf-16"), "not written in UTF-8"),
        (b"<worksheet xmlns='m'><sheetData><row><c r='?'/></row></sheetData></worksheet>", "B1"),
        (
            b"<worksheet xmlns='m'><sheetData><row><c r='B5'/></row></sheetData></worksheet>",
            "row 1",
        ),
        (
            b"<worksheet xmlns='m'><sheetData><row><c r='A1' t='s'><v>9</v></c></row></sheetData>%s"
            % b"</worksheet>",
            "cannot be read",
        ),
    ],
)
def test_damaged_sheet(good, with_part, content, reason):
    """A sheet that is not as it should be is refused."""
    with pytest.raises(BadBook, match=reason):
        recalculate(with_part(good, "xl/worksheets/sheet1.xml", content))


def test_missing_part(good):
    """A package without one of its sheets is called damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            if "sheet1" not in member.filename:
                new.writestr(member, old.read(member))
    with pytest.raises(BadBook, match="lacks its part"):
        recalculate(out.getvalue())


def test_a_file_beyond_all_size_is_not_read(tmp_path):
    """A file larger than any workbook is refused by its size alone, before it fills the memory."""
    book = tmp_path / "huge.xlsx"
    with book.open("wb") as file:
        file.truncate(package_module.MAX_TOTAL + 1)
    with pytest.raises(BadBook, match="at most 512"):
        Package(book)
