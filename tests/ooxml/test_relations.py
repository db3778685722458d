"""Relations between parts: read in both dialects, added and taken away in any spelling."""

import pytest

from xlhedge.ooxml.dialects import DIALECTS, PACKAGE_RELATIONS
from xlhedge.ooxml.markup import Markup
from xlhedge.ooxml.relations import (
    Relation,
    relation_id,
    relation_of,
    relations_part,
    relations_xml,
    with_relation,
    without_relations,
)

BOOK = "xl/workbook.xml"
ODD = (
    f"<p:Relationships xmlns:p='{PACKAGE_RELATIONS}'><!-- Id='rIdXlhedge2' -->"
    "<p:Relationship Target='/xl/calcChain.xml' Type='x/calcChain' Id='rIdXlhedge1'/>"
    "<p:Relationship Id='a' Type='x/hyperlink' Target='calcChain.xml' TargetMode='External'/>"
    "</p:Relationships>"
).encode()


def read(content, part=BOOK):
    """Return the relations of a part by their identities."""
    children = Markup(content, "it").root.children
    return {e.attributes["Id"]: relation_of(e.attributes, part) for e in children}


@pytest.mark.parametrize(
    ("part", "place"),
    [("", "_rels/.rels"), (BOOK, "xl/_rels/workbook.xml.rels"), ("a.xml", "_rels/a.xml.rels")],
)
def test_where_they_are(part, place):
    """Beside the part, in a folder of their own."""
    assert relations_part(part) == place


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("worksheets/s.xml", "xl/worksheets/s.xml"), ("/xl/s.xml", "xl/s.xml"),
        ("../docProps/a.xml", "docProps/a.xml"), ("./s.xml", "xl/s.xml"),
    ],
)  # fmt: skip
def test_targets(target, part):
    """A target is seen from the part that has the relation, or from the top."""
    found = relation_of({"Type": "http://x/y/worksheet", "Target": target}, BOOK)
    assert found == Relation("worksheet", part, external=False)


def test_outside_targets_stay_as_they_are():
    """An address outside the package is no part's name."""
    attributes = {"Type": "x/hyperlink", "Target": "../a b.xlsx", "TargetMode": "External"}
    assert relation_of(attributes, BOOK) == Relation("hyperlink", "../a b.xlsx", external=True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_identities_in_both_dialects(dialect):
    """An element names its relation by the attribute of its dialect."""
    assert relation_id({f"{{{dialect.office}}}id": "rId7", "id": "no"}) == "rId7"
    assert relation_id({"id": "no"}) == ""


def test_one_more():
    """It has a free identity, the prefix of the others and a target seen from its part."""
    done, identity = with_relation(ODD, BOOK, "x/worksheet", "xl/worksheets/s.xml")
    assert identity == "rIdXlhedge2"  # what a comment says is no identity
    assert done == ODD.replace(
        b"</p:R",
        b'<p:Relationship Id="rIdXlhedge2" Type="x/worksheet" Target="worksheets/s.xml"/></p:R',
    )
    assert read(done)["rIdXlhedge2"].target == "xl/worksheets/s.xml"
    first, _ = with_relation(relations_xml({}).encode(), "", "x/kind", "xl/a.xml")
    assert read(first, "") == {"rIdXlhedge1": Relation("kind", "xl/a.xml", external=False)}


def test_one_less():
    """All that lead to a part go; an address that is spelled alike stays."""
    done = without_relations(ODD, BOOK, "xl/calcChain.xml")
    assert list(read(done)) == ["a"]
    assert b"<!-- Id='rIdXlhedge2' -->" in done


def test_new_ones():
    """A new part of relations is read as it was made."""
    xml = relations_xml({"rId1": ("x/path", "file:///a&b")}, external=True).encode()
    assert read(xml) == {"rId1": Relation("path", "file:///a&b", external=True)}
