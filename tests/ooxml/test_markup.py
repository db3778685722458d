"""XML changed at the places that a parser gives; every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_spellings import respelled

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.markup import Markup, element_xml, xml_text

PART = (
    '<a:book xmlns:a="urn:a" xmlns:r = "urn:r"><!-- <a:x/> --><a:x  k=\'1\' r:id="i>"/>'
    "<a:list >one<![CDATA[ <two>]]>&amp;</a:list >"
    "<y xmlns='urn:y' xmlns:q='urn:q'><x/></y></a:book>"
)


def test_places():
    """Start, inside, end and text of each element, its attributes and prefixes."""
    root = Markup(PART.encode(), "a part").root
    x, lines, y = root.children
    cut = [PART[e.start : e.end] for e in (x, lines, y)]
    assert cut[0] == "<a:x  k='1' r:id=\"i>\"/>"
    assert cut[1].startswith("<a:list >one")
    assert cut[2].startswith("<y ")
    assert PART[lines.inside : lines.close] == "one<![CDATA[ <two>]]>&amp;"
    assert lines.text == "one <two>&"
    assert x.attributes == {"k": "1", "{urn:r}id": "i>"}
    assert (x.is_empty_tag, lines.is_empty_tag) == (True, False)
    assert (x.prefix, y.prefix) == ("a:", "")
    assert [e.prefix_of("urn:q") for e in (x, y, y.children[0])] == [None, "q", "q"]
    assert root.first("y") is None  # of another namespace
    assert root.first("list") is lines
    assert [e.name for e in root.walk()] == ["book", "x", "list", "y", "x"]


def test_edits():
    """An attribute set, changed and taken away; text, elements added and removed: no more."""
    markup = Markup(PART.encode(), "a part")
    x, lines, y = markup.root.children
    markup.set(x, "k", '2 & "')
    markup.set(lines, "new", "<")
    markup.write(lines, "a<b\r")
    markup.append(x, "<a:z/>")
    markup.insert(x.end, "<!--here-->")
    markup.remove(y)
    assert markup.to_bytes().decode() == (
        '<a:book xmlns:a="urn:a" xmlns:r = "urn:r"><!-- <a:x/> -->'
        '<a:x k="2 &amp; &quot;" r:id="i>"><a:z/></a:x><!--here-->'
        '<a:list new="&lt;" >a&lt;b&#13;</a:list ></a:book>'
    )
    markup = Markup(PART.encode(), "a part")
    markup.set(markup.root.children[0], "k", None)
    assert "<a:x r:id=" in markup.to_bytes().decode()


def test_names_alone_are_met():
    """Of the names that are asked for, each has the nearest of them above as its parent."""
    root = Markup(PART.encode(), "a part", {"x"}).root
    assert [(e.name, e.space, e.depth) for e in root.walk()] == [
        ("book", "urn:a", 1), ("x", "urn:a", 2), ("x", "urn:y", 3),
    ]  # fmt: skip
    assert [e.name for e in root.all("x")] == ["x"]  # directly below alone


@given(
    seed=st.integers(0, 10**6),
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
)
def test_any_spelling(seed, text):
    """A text put into an element of any spelling is read back, and all around it stays."""
    part = respelled(b"<b><c k='v'/><t>old</t><c>more</c></b>", seed)
    markup = Markup(part, "a part")
    place = markup.root.first("t")
    markup.write(place, text)
    done = markup.to_bytes()
    assert Markup(done, "a part").root.first("t").text == text
    assert done.startswith(part[: place.inside])
    assert done.endswith(part[place.close :])


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"<a></b>", b"<a b=1/>", b"<x:a/>", b"<a>&none;</a>", b"<a/><b/>"],
)
def test_what_is_damaged_is_refused(content):
    """Not well-formed XML: a sentence that names the part and what would do."""
    with pytest.raises(BadBook, match=r"a part is not well-formed XML .*; save the book once"):
        Markup(content, "a part")


def test_written_and_escaped():
    """Signs of XML's own never end what they stand in."""
    assert element_xml("x:a", {"b": "<\n"}, "i") == '<x:a b="&lt;&#10;">i</x:a>'
    assert element_xml("a", {}) == "<a/>"
    assert xml_text("a<b>&\r") == "a&lt;b&gt;&amp;&#13;"


def test_deep_nesting_is_no_trouble():
    """Elements nested by the thousand are read without a limit of Python's own."""
    content = b"<a>" * 5_000 + b"</a>" * 5_000
    assert sum(1 for _ in Markup(content, "a part").root.walk()) == 5_000
