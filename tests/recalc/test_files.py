"""Files of every kind: dialects that are read, what is refused at once, what is left behind."""

import os
import subprocess
import sys

import pytest

from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import Unsupported, recalculate
from xlhedge.recalc.saving import save

SHEET = "xl/worksheets/sheet1.xml"
STRICT = [
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
]


@pytest.fixture
def plain(book_of):
    """A small book."""
    return book_of({"S": {"A1": 5.0, "B1": "=A1*2", "A2": "x"}})


@pytest.fixture
def with_text(parts_of, with_part):
    """A book with its sheet's XML changed."""

    def changed(data, old, new):
        text = parts_of(data)[SHEET].decode()
        assert old in text
        return with_part(data, SHEET, text.replace(old, new))

    return changed


def test_strict_open_xml(plain, parts_of, with_part):
    """The Strict dialect is computed and written as it was."""
    book = plain
    for name, content in parts_of(plain).items():
        (main, strict_main), (relations, strict_relations) = STRICT
        strict = content.replace(main, strict_main).replace(relations, strict_relations)
        book = with_part(book, name, strict)
    result = recalculate(book, inputs={"S!A1": 7})
    assert result.value("S", "B1") == 14.0
    written = parts_of(result.to_bytes())[SHEET]
    assert b"purl.oclc.org" in written
    assert b"<v>14</v>" in written


def test_a_book_without_sheets_is_refused(plain, parts_of, with_part):
    """A book in which no sheet is found is no book of 0 formulas."""
    part = "xl/workbook.xml"
    text = parts_of(plain)[part].decode().replace('r:id="rId1"', 'r:id="rId99"')
    with pytest.raises(BadBook, match="no worksheet that can be read"):
        recalculate(with_part(plain, part, text))


def test_two_sheets_of_one_name(book_of, parts_of, with_part):
    """A name that means two sheets is refused."""
    data, part = book_of({"S": {"A1": 1.0}, "T": {}}), "xl/workbook.xml"
    text = parts_of(data)[part].decode().replace('name="T"', 'name="s"')
    with pytest.raises(BadBook, match="two sheets named 's'"):
        recalculate(with_part(data, part, text))


@pytest.mark.parametrize("number", ["1_000", "NaN", "INF", "1e999", "0x10", "٣"])
def test_what_is_no_number(plain, with_text, number):
    """Only numbers as the standard writes them are read as numbers."""
    with pytest.raises(BadBook, match=r"S!A1 cannot be read"):
        recalculate(with_text(plain, "<v>5</v>", f"<v>{number}</v>"))


@pytest.mark.parametrize(
    ("text", "number"),
    [("2006-01-02", 38719.0), ("1900-01-01T12:00:00", 1.5), ("12:00:00", 0.5)],
)
def test_dates_in_iso_form(plain, with_text, text, number):
    """A cell of type d holds a date as ISO 8601 has it."""
    book = with_text(plain, '<c r="A1"><v>5</v>', f'<c r="A1" t="d"><v>{text}</v>')
    assert recalculate(book).value("S", "B1") == 2 * number


def test_cells_without_an_address(plain, with_text, parts_of):
    """A cell or a row may leave out where it is: it comes after the one before."""
    book = with_text(plain, '<c r="B1">', "<c>")
    result = recalculate(book, inputs={"S!A1": 8})
    assert result.value("S", "B1") == 16.0
    assert b"<v>16</v>" in parts_of(result.to_bytes())[SHEET]
    assert recalculate(result.to_bytes()).value("S", "B1") == 16.0


def test_tags_with_a_prefix(plain, parts_of, with_part):
    """Sheets whose tags have a prefix, as ClosedXML writes them, are computed and written so."""
    import re

    text = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", parts_of(plain)[SHEET].decode())
    book = with_part(plain, SHEET, text.replace("xmlns=", "xmlns:x="))
    result = recalculate(book, inputs={"S!A1": 8, "S!C1": "a<b", "S!A4": 2})
    again = recalculate(result.to_bytes())
    assert [again.value("S", a) for a in ("B1", "C1", "A4")] == [16.0, "a<b", 2.0]


def test_pipes_and_devices(tmp_path, plain):
    """A pipe is not waited for, an endless device not read, neither is written to."""
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero", "/dev/null"):
        with pytest.raises(BadBook, match="device or a pipe"):
            recalculate(path)
        with pytest.raises(BadBook, match="device or a pipe"):
            save(plain, path)


@pytest.mark.parametrize("depth", [3_000])
def test_deep_nesting(book_of, depth):
    """A formula nested thousands deep is refused, whatever it is made of."""
    cells = {
        "A1": f"={'(' * depth}1{')' * depth}",
        "A2": f"={'-' * depth}1",
        "A3": f"={'ABS(' * depth}1{')' * depth}",
        "A4": "=" + "+".join(["1"] * depth),
        "A5": "=1",
    }
    result = recalculate(book_of({"S": cells}), partial=True)
    assert {r.cell for r in result.refusals} >= {"A1", "A3"}
    assert result.value("S", "A5") == 1.0


def test_cut_short(plain):
    """A file that ends early is a sentence."""
    for length in range(0, len(plain), 97):
        with pytest.raises(BadBook):
            recalculate(plain[:length])


def test_a_killed_run_leaves_nothing_for_ever(tmp_path, plain):
    """What a killed run left is cleared by the next; what another is writing is not touched."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from xlhedge.recalc import saving\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"saving.save(b'half', Path({str(tmp_path / 'a.xlsx')!r}))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert [path.name[:3] for path in tmp_path.iterdir()] == [".a-"]
    busy = tmp_path / ".b-1.xlhedge.tmp"
    busy.write_bytes(b"half")
    with busy.open("rb") as stream:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
        save(plain, tmp_path / "a.xlsx")
        assert sorted(path.name for path in tmp_path.iterdir()) == [busy.name, "a.xlsx"]
    save(plain, tmp_path / "a.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (SHEET, '<c r="A1"><v>', '<c r="A1" t="s"><v>-', "no shared text number '-"),
        (SHEET, '<c r="A1">', '<c r="A1" s="x">', "S!A1 cannot be read"),
        ("xl/styles.xml", 'numFmtId="0"', 'numFmtId="x"', "something that no workbook holds"),
    ],
)
def test_what_the_standard_does_not_know(plain, parts_of, with_part, part, old, new, said):
    """A part that breaks the standard is one sentence, not a fault of ours."""
    text = parts_of(plain)[part].decode().replace(old, new)
    with pytest.raises(BadBook, match=said):
        recalculate(with_part(plain, part, text))


def test_a_long_formula_is_cut_in_a_sentence(book_of):
    """A sentence that a person reads once holds no thousand signs of a formula."""
    with pytest.raises(Unsupported) as trouble:
        recalculate(book_of({"S": {"A1": "=" + "A1+" * 3000 + "A1"}}))
    assert len(str(trouble.value)) < 400
