"""Compound files are read back by olefile, which is strict about what it meets."""

import io
import struct

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.excel.compound_file import compound_file

NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", min_size=1, max_size=31)
STREAMS = st.binary(max_size=300) | st.builds(
    bytes.__mul__, st.binary(min_size=1, max_size=9), st.integers(400, 1200)
)
NONE = 0xFFFFFFFF


def read(data):
    """Return every stream by its path, with olefile complaining about any defect."""
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


@given(st.dictionaries(NAMES, STREAMS, max_size=12), st.dictionaries(NAMES, STREAMS, max_size=12))
def test_streams_are_read_back(top, inner):
    """Whatever the sizes, small and large streams and those of a storage come back unchanged."""
    top.pop("S", None)
    expected = top | {f"S/{name}": content for name, content in inner.items()}
    assert read(compound_file({**top, "S": inner})) == expected


def test_the_edges_of_sizes():
    """Streams about the limits of sectors and of the mini stream come back unchanged."""
    sizes = (0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65536)
    streams = {f"N{size}": bytes(i % 251 for i in range(size)) for size in sizes}
    assert read(compound_file(streams)) == streams


def test_the_same_bytes_every_time():
    """Nothing but the streams decides the bytes, not even the order they are given in."""
    streams = {"A": b"1", "B": b"2" * 5000}
    assert compound_file(streams) == compound_file(dict(reversed(streams.items())))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 20, 33])
def test_the_directory_is_a_red_black_tree(count):
    """Names are in the format's order, no red has a red child, all ways have as many blacks."""
    data = compound_file({f"NAME{i}" + "X" * (i % 5): b"" for i in range(count)})
    (start,) = struct.unpack_from("<I", data, 48)
    entries = [
        struct.unpack_from("<64sHBBIII", data, 512 * (start + 1) + 128 * i)
        for i in range(count + 1)
    ]

    def walk(node):
        if node == NONE:
            return 1, []
        name, length, _, colour, left, right, _ = entries[node]
        blacks, before = walk(left)
        others, after = walk(right)
        assert blacks == others
        for child in (left, right):
            assert colour == 1 or child == NONE or entries[child][3] == 1
        return blacks + colour, [*before, (length, name), *after]

    root = entries[0][6]
    assert entries[root][3] == 1
    ordered = walk(root)[1]
    assert len(ordered) == count
    assert ordered == sorted(ordered)


def test_what_does_not_fit_is_refused():
    """A name that is too long and streams that are too large are said to be so."""
    with pytest.raises(ValueError, match="at most 31 characters"):
        compound_file({"N" * 32: b""})
    with pytest.raises(ValueError, match="too large"):
        compound_file({"N": bytes(8_000_000)})
