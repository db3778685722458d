"""Office packages: the same parts give the same bytes, and what is none is refused."""

import io
import zipfile

import pytest

from xlhedge.office_package import package, parts_of


@pytest.mark.parametrize("compressed", [True, False])
def test_parts_come_back_and_bytes_are_the_same(compressed):
    """Names, order and content survive; nothing of the moment or the machine is in the file."""
    parts = {"b.xml": b"<b/>" * 100, "a/c.bin": bytes(range(256))}
    packed = package(parts, compressed=compressed)
    assert list(parts_of(packed, parts).items()) == list(parts.items())
    assert package(parts, compressed=compressed) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_no_workbook_is_refused():
    """Another file, and a package without a part that is needed, which is named."""
    with pytest.raises(ValueError, match="no zip archive"):
        parts_of(b"PK but not really", ())
    with pytest.raises(ValueError, match=r"x\.xml is missing"):
        parts_of(package({"a.xml": b""}), ["a.xml", "x.xml"])
