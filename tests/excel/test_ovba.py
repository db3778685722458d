"""VBA projects are read back by oletools, and hold what [MS-OVBA] asks of them."""

import io
import re
import struct
from contextlib import closing
from pathlib import Path

import olefile
import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from xlhedge.excel import ovba
from xlhedge.excel.ovba import DocumentKind, Module, compress, document_module, encrypt, vba_project

SOURCE = 'Attribute VB_Name = "M"\nOption Explicit\n\nPublic Function F()\n    F = 1\nEnd Function'
MODULES = [document_module("ThisWorkbook", DocumentKind.BOOK), Module("M", SOURCE)]
WORDS = st.lists(st.sampled_from(["Dim ", "x", "\r\n", "End Function", " = ", "Variant"]))


def decrypted(text, project_id):
    """Return protection data as plain bytes, by the steps of [MS-OVBA] 2.4.3.3."""
    data = bytes.fromhex(text)
    seed, version, key = data[:3]
    assert version ^ seed == 2
    assert key ^ seed == sum(project_id.encode()) & 0xFF
    plain, last, before = [], key ^ seed, [version, key]
    for byte in data[3:]:
        last = byte ^ ((before[0] + last) & 0xFF)
        plain.append(last)
        before = [before[1], byte]
    plain = plain[(seed & 6) // 2 :]
    (length,) = struct.unpack("<I", bytes(plain[:4]))
    assert len(plain) == 4 + length
    return bytes(plain[4:])


def streams(data):
    """Return the streams of a project."""
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


@given(st.binary(max_size=3600) | WORDS.map(lambda words: "".join(words * 40).encode()))
def test_compression_round_trip(data):
    """What oletools decompresses is what was compressed, text and noise alike."""
    assert bytes(decompress_stream(bytearray(compress(data)))) == data


def test_repetition_is_compressed():
    """Copy tokens are used: repeated text takes a small part of its size."""
    data = b"Public Function HEDGE_RATIO() As Variant\r\n" * 1000
    assert len(compress(data)) < len(data) / 10


def test_a_full_chunk_of_noise_is_stored():
    """4096 bytes without repetition are stored raw; fewer of them are refused, as no text is so."""
    noise = bytes((i * i // 7 + i * 31) % 251 for i in range(4096))
    assert bytes(decompress_stream(bytearray(compress(noise)))) == noise
    import random

    noise = random.Random(1).randbytes(4095)
    with pytest.raises(ValueError, match="do not compress"):
        compress(noise)


def test_protection_data_says_unlocked():
    """Nothing is protected, there is no password and the project is visible."""
    project = streams(vba_project("xlhedge", MODULES))["PROJECT"].decode("ascii")
    said = dict(re.findall(r'^(\w+)="(.*)"\r$', project, re.MULTILINE))
    assert decrypted(said["CMG"], said["ID"]) == bytes(4)
    assert decrypted(said["DPB"], said["ID"]) == b"\0"
    assert decrypted(said["GC"], said["ID"]) == b"\xff"


@given(st.binary(max_size=20), st.integers(0, 255))
def test_encryption_round_trip(data, seed):
    """Any data and any seed decrypt to what was encrypted."""
    assert decrypted(encrypt(data, seed), ovba._PROJECT_ID) == data


def test_decryption_agrees_with_a_project_of_xlwings():
    """The test's own decryption reads a project that Excel is known to open."""
    with closing(
        VBA_Parser(str(Path(xlwings.__file__).with_name("quickstart_addin_ribbon.xlam")))
    ) as book:
        (project,) = book.ole_subfiles
        text = project.ole_file.openstream("PROJECT").read().decode("latin-1")
    said = dict(re.findall(r'^(\w+)="(.*)"\r$', text, re.MULTILINE))
    assert decrypted(said["CMG"], said["ID"]) == bytes(4)


def test_no_performance_caches():
    """Version 0xFFFF, no __SRP_ streams, and every source starts at offset 0."""
    found = streams(vba_project("xlhedge", MODULES))
    assert found["VBA/_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000100")
    assert set(found) == {
        "PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir", "VBA/ThisWorkbook", "VBA/M"
    }  # fmt: skip
    records = list(dir_records(decompress_stream(bytearray(found["VBA/dir"]))))
    assert [content for kind, content in records if kind == 0x31] == [bytes(4), bytes(4)]
    assert (
        bytes(decompress_stream(bytearray(found["VBA/M"])))
        == SOURCE.replace("\n", "\r\n").encode("ascii") + b"\r\n"
    )


def dir_records(data):
    """Yield kind and content of the records of a dir stream."""
    data, at = bytes(data), 0
    while at < len(data):
        kind, size = struct.unpack_from("<HI", data, at)
        size = 6 if kind == 9 else size  # the version's record lies about its size
        yield kind, data[at + 6 : at + 6 + size]
        at += 6 + size
    assert at == len(data)


def test_the_records_are_those_of_xlwings_projects():
    """The dir stream has the order of records of a project that Excel is known to open."""
    found = streams(vba_project("xlhedge", MODULES))
    ours = [kind for kind, _ in dir_records(decompress_stream(bytearray(found["VBA/dir"])))]
    with closing(
        VBA_Parser(str(Path(xlwings.__file__).with_name("quickstart_addin_ribbon.xlam")))
    ) as book:
        (project,) = book.ole_subfiles
        theirs = project.ole_file.openstream("VBA/dir").read()
    theirs = [kind for kind, _ in dir_records(decompress_stream(bytearray(theirs)))]
    assert ours[:14] == theirs[:14]
    module = theirs[theirs.index(0x19) : theirs.index(0x19) + 9]
    assert ours[ours.index(0x19) : ours.index(0x19) + 9] == module
    assert ours[-1] == theirs[-1] == 0x10


def test_only_ascii_sources():
    """A letter that depends on the machine's code page is refused by name."""
    with pytest.raises(ValueError, match=r"module M holds 'é'"):
        vba_project("xlhedge", [Module("M", "' é")])
