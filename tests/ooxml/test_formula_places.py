"""Where parts hold formulas, and formulas exchanged there."""

import pytest

from xlhedge.ooxml.formula_places import ALL, CELLS, exchange, formulas
from xlhedge.ooxml.markup import Markup

ELEMENTS = [
    "<f>{}</f>",
    "<f t='array' ref='A1:B2'>{}</f>",
    "<formula>{}</formula>",
    "<formula1 >{}</formula1>",
    '<xm:f xmlns:xm="x">{}</xm:f>',
    '<definedName name="ratio">{}</definedName>',
    "<calculatedColumnFormula>{}</calculatedColumnFormula>",
    "<totalsRowFormula>{}</totalsRowFormula>",
    "<p:f xmlns:p='urn:a'>{}</p:f>",
]


def shouted(formula):
    """Return a formula in capitals."""
    return formula.upper()


@pytest.mark.parametrize("element", ELEMENTS)
def test_formulas_are_exchanged_wherever_they_stand(element):
    """Cells, names, validations, formats, tables: XML's own signs are read and written as such."""
    part = "<x xmlns='urn:a'>{}<v>a</v></x>"
    markup = Markup(part.format(element.format("if(a1&lt;1,&quot;&amp;&quot;,1)")).encode(), "it")
    assert exchange(markup, shouted)
    assert markup.to_bytes().decode() == part.format(element.format('IF(A1&lt;1,"&amp;",1)'))


def test_what_is_right_keeps_its_bytes():
    """A formula that does not change, and an empty one, stay as they are spelled."""
    part = b"<x><f>A1&#62;&quot;A&quot;</f><f t='shared' si=\"0\"/><f> </f><t>a1</t></x>"
    markup = Markup(part, "it", ALL)
    assert not exchange(markup, shouted)
    assert markup.to_bytes() == part


def test_cells_formulas_alone():
    """Later versions' formats have elements of the same name in a namespace of their own."""
    part = b"<x xmlns='u' xmlns:xm='m'><f>1</f><formula>2</formula><e><xm:f>3</xm:f></e></x>"
    assert [e.text for e in formulas(Markup(part, "it"), CELLS)] == ["1"]
    assert [e.text for e in formulas(Markup(part, "it"), ALL)] == ["1", "2", "3"]
