"""Content types of parts, in any spelling."""

from xlhedge.ooxml.content_types import content_type, types_xml, with_type, without_type
from xlhedge.ooxml.dialects import CONTENT_TYPES

ODD = (
    f"<c:Types xmlns:c='{CONTENT_TYPES}'><c:Default ContentType='text/xml' Extension='XML'/>"
    "<c:Override ContentType='old' PartName='/XL/Workbook.xml'></c:Override></c:Types>"
).encode()


def test_a_type_is_its_own_or_its_endings():
    """A part's own comes first; names are the same in any case, as the standard has it."""
    assert content_type(ODD, "xl/workbook.xml") == "old"
    assert content_type(ODD, "xl/other.xml") == "text/xml"
    assert content_type(ODD, "xl/other.bin") == ""


def test_a_type_is_changed_added_and_taken_away():
    """Each edit is one element; all others keep their bytes."""
    assert with_type(ODD, "xl/workbook.xml", "n&w") == ODD.replace(b"'old'", b'"n&amp;w"')
    added = with_type(ODD, "a.bin", "x/y")
    element = b'<c:Override PartName="/a.bin" ContentType="x/y"/>'
    assert added == ODD.replace(b"</c:Types>", element + b"</c:Types>")
    assert without_type(added, "a.bin") == ODD
    assert without_type(ODD, "a.bin") == ODD


def test_new_ones():
    """A new part has what every package needs, and the parts' own types."""
    xml = types_xml({"xl/workbook.xml": "main"}).encode()
    assert content_type(xml, "xl/workbook.xml") == "main"
    assert content_type(xml, "_rels/.rels").endswith("relationships+xml")
