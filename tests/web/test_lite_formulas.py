"""Formulas as they are stored for xlwings Lite."""

import pytest

from xlhedge.web.lite_formulas import lite_formula, with_lite_names


@pytest.mark.parametrize(
    ("plain", "stored"),
    [
        ("HEDGE_RATIO(A1,2)", "_xldudf_HEDGE_RATIO(A1,2)"),
        ("hedge_ratio(A1,2)", "_xldudf_HEDGE_RATIO(A1,2)"),
        ('HEDGE_EXPLAIN("HEDGE_RATIO(",A1)', '_xldudf_HEDGE_EXPLAIN("HEDGE_RATIO(",A1)'),
        ("SUM(1,HEDGE_RATIO( A1 , 2 ))+1", "SUM(1,_xldudf_HEDGE_RATIO( A1 , 2 ))+1"),
        ("-HEDGE_RATIO(HEDGE_RATIO(1,2),2)", "-_xldudf_HEDGE_RATIO(_xldudf_HEDGE_RATIO(1,2),2)"),
        ("'HEDGE_RATIO(1)'!A1+HEDGE_RATIO(1,2)", "'HEDGE_RATIO(1)'!A1+_xldudf_HEDGE_RATIO(1,2)"),
        (
            "HEDGE_RATIO('It''s HEDGE_RATIO('!A1,2)",
            "_xldudf_HEDGE_RATIO('It''s HEDGE_RATIO('!A1,2)",
        ),
        ("T[HEDGE_RATIO(]+HEDGE_RATIO(1,2)", "T[HEDGE_RATIO(]+_xldudf_HEDGE_RATIO(1,2)"),
        ("MY_HEDGE_RATIO(1,2)+HEDGE_RATIO", "MY_HEDGE_RATIO(1,2)+HEDGE_RATIO"),
        ("_xldudf_HEDGE_RATIO(1,2)", "_xldudf_HEDGE_RATIO(1,2)"),
        (
            '_xlfn.ANCHORARRAY(A1)&{"HEDGE_RATIO(",#N/A}&HEDGE_PROFILE(1)',
            '_xlfn.ANCHORARRAY(A1)&{"HEDGE_RATIO(",#N/A}&_xldudf_HEDGE_PROFILE(1)',
        ),
    ],
)
def test_only_calls_of_ours_are_renamed(plain, stored):
    """Texts, sheets' and tables' names, others' functions and spaces stay as they are."""
    assert lite_formula(plain) == stored


def test_a_formula_that_cannot_be_taken_apart_is_named():
    """What would be stored wrongly is refused with the formula."""
    with pytest.raises(ValueError, match=r"=HEDGE_RATIO\('A\) cannot be taken apart"):
        lite_formula("HEDGE_RATIO('A)")


ELEMENTS = [
    "<f>{}</f>",
    '<f t="array" ref="A1:B2">{}</f>',
    "<formula>{}</formula>",
    "<formula1>{}</formula1>",
    '<xm:f xmlns:xm="x">{}</xm:f>',
    '<definedName name="ratio">{}</definedName>',
    "<calculatedColumnFormula>{}</calculatedColumnFormula>",
    "<totalsRowFormula>{}</totalsRowFormula>",
]


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"]
)
def test_formulas_are_renamed_wherever_they_stand(element, part):
    """Cells, names, validations, conditional formats and tables: XML's own signs stay escaped."""
    plain = element.format("IF(HEDGE_RATIO(A1,2)&lt;1,&quot;&amp;&quot;,1)")
    stored = element.format('IF(_xldudf_HEDGE_RATIO(A1,2)&lt;1,"&amp;",1)')
    found = with_lite_names({part: f"<x>{plain}<v>1</v></x>".encode()})
    assert found[part].decode() == f"<x>{stored}<v>1</v></x>"


def test_what_holds_no_formula_is_left_alone():
    """A text that looks like a call, a formula without one and an empty one keep their bytes."""
    parts = {
        "xl/sharedStrings.xml": b"<t>HEDGE_RATIO(1,2)</t>",
        "xl/worksheets/sheet1.xml": b'<f>SUM(A1)&gt;&quot;a&quot;</f><f t="shared" si="0"/></c>',
        "xl/media/image1.png": b"\x89PNG<f>HEDGE_RATIO(1,2)</f>",
    }
    assert with_lite_names(parts) == parts
