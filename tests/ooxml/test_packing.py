"""Parts packed into a file: the same parts give the same bytes."""

import io
import zipfile

import pytest

from xlhedge.ooxml.packing import pack


@pytest.mark.parametrize("compressed", [True, False])
def test_parts_come_back_and_bytes_are_the_same(compressed):
    """Names, order and content survive; nothing of the moment or the machine is in the file."""
    parts = {"b.xml": b"<b/>" * 100, "a/c.bin": bytes(range(256))}
    file = pack(parts, compressed=compressed)
    assert pack(parts, compressed=compressed) == file
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert [(i.filename, archive.read(i)) for i in archive.infolist()] == list(parts.items())
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
