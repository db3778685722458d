"""Members of a zip file replaced, every other byte of it kept."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.zip_patch import replace_members


@given(contents=st.dictionaries(st.sampled_from("abcd"), st.binary(max_size=200)))
def test_zip_members(contents):
    """Replaced members hold the new bytes, the others the old ones, in the old order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in "abcd":
            package.writestr(name, name * 50, zipfile.ZIP_DEFLATED if name < "c" else 0)
    done = replace_members(stream.getvalue(), contents)
    with zipfile.ZipFile(io.BytesIO(done)) as package:
        assert package.testzip() is None
        assert package.namelist() == list("abcd")
        for name in "abcd":
            assert package.read(name) == contents.get(name, (name * 50).encode())


def test_zip_with_descriptors():
    """Members written to a stream, whose sizes follow them, are copied with their descriptors."""

    class OneWay(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, chunk):
            self.data += chunk
            return len(chunk)

    stream = OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a", b"first")
        package.writestr("b", b"second")
    done = replace_members(bytes(stream.data), {"b": b"changed"})
    with zipfile.ZipFile(io.BytesIO(done)) as package:
        assert package.testzip() is None
        assert (package.read("a"), package.read("b")) == (b"first", b"changed")


def test_zip_directory_damaged():
    """A directory that cannot be followed is refused."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a", b"first")
    data = bytearray(stream.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at : at + 4] = b"XXXX"
    with pytest.raises(BadBook, match="directory"):
        replace_members(bytes(data), {"a": b"x"})
    data[at : at + 4] = b"PK\x01\x02"
    data[at + 20 : at + 24] = struct.pack("<L", 0xFFFFFFFF)
    with pytest.raises(BadBook, match="directory"):
        replace_members(bytes(data), {"a": b"x"})
