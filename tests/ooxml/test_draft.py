"""A workbook's parts under change."""

import io
import zipfile

import pytest
from xml_spellings import meaning, respelled_book

from xlhedge.ooxml.content_types import TYPES_PART, content_type
from xlhedge.ooxml.draft import Draft
from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.package import Package


@pytest.fixture
def plain(book_of):
    """A book of two sheets."""
    return book_of({"S": {"A1": "=1"}, "T": {"A1": 2.0}})


def test_unchanged_parts_stay(plain):
    """All parts come out as they were, in their order, and the same bytes each time."""
    done = Draft(plain).to_bytes()
    assert Draft(done).to_bytes() == done
    assert list(Draft(done).parts.items()) == list(Draft(plain).parts.items())


def test_a_part_is_added_and_dropped(plain):
    """With its type and relation; gone again, the package says what it said before."""
    draft = Draft(respelled_book(plain, 1, "x:"))
    part = draft.free_name("xl/Worksheets/sheet{}.xml")
    assert part == "xl/Worksheets/sheet3.xml"  # names are the same in any case
    draft.add(part, b"<a/>", "x/y")
    identity = draft.relate(draft.book, draft.relation_type("worksheet"), part)
    done = Package(draft.to_bytes())
    assert done.relations(draft.book)[identity].target == part
    assert content_type(done.read(TYPES_PART), part) == "x/y"
    draft.drop(part)
    assert meaning(draft.to_bytes()) == meaning(plain)


def test_a_part_without_relations_gets_them(plain):
    """A relations part is made where there was none."""
    draft = Draft(plain)
    sheet = draft.worksheets()[1].part
    draft.relate(sheet, draft.relation_type("drawing"), "xl/drawings/drawing1.xml")
    assert Package(draft.to_bytes()).targets(sheet, "drawing") == ["xl/drawings/drawing1.xml"]


def test_parts_are_found_by_their_relations(plain):
    """Wherever a producer put them, a sheet and the workbook's part are found."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".rels", ".xml")):
                content = content.replace(b"xl/workbook.xml", b"book/main.xml")
                content = content.replace(b'"worksheets/sheet1.xml"', b'"/odd/one.xml"')
                content = content.replace(b"/xl/worksheets/sheet1.xml", b"/odd/one.xml")
                content = content.replace(b'"worksheets/', b'"/xl/worksheets/')
            moved = {
                "xl/workbook.xml": "book/main.xml",
                "xl/_rels/workbook.xml.rels": "book/_rels/main.xml.rels",
                "xl/worksheets/sheet1.xml": "odd/one.xml",
            }
            new.writestr(moved.get(name, name), content)
    draft = Draft(out.getvalue())
    assert draft.book == "book/main.xml"
    assert [sheet.part for sheet in draft.worksheets()] == [
        "odd/one.xml",
        "xl/worksheets/sheet2.xml",
    ]


def test_a_missing_part_is_damage(plain, with_part):
    """A sheet that the workbook lists and the file lacks is named."""
    text = Package(plain).read("xl/_rels/workbook.xml.rels")
    book = with_part(plain, "xl/_rels/workbook.xml.rels", text.replace(b"sheet2", b"sheet9"))
    draft = Draft(book)
    with pytest.raises(BadBook, match=r"lacks its part xl/worksheets/sheet9\.xml"):
        draft.markup(draft.worksheets()[1].part)


def test_what_is_no_workbook_is_refused():
    """Other files and archives: the sentences of the package."""
    with pytest.raises(BadBook, match="is not an"):
        Draft(b"text")
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(BadBook, match="a zip file but not"):
        Draft(empty.getvalue())
