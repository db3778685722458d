"""Rules of formats and validations: told with their cells and formulas, and taken out whole."""

import pytest

from xlhedge.ooxml.markup import Markup
from xlhedge.ooxml.sheet_rules import RULE_NAMES, remove_rules, sheet_rules

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
OLD = (
    '<conditionalFormatting sqref="A1:A3 C1"><cfRule type="expression"><formula>A1&gt;1</formula>'
    '</cfRule><cfRule type="colorScale"><colorScale><cfvo type="min"/><cfvo type="num" val="B1"/>'
    "</colorScale></cfRule></conditionalFormatting>"
    '<dataValidations count="2"><dataValidation sqref="D1"><formula1>1</formula1><formula2>9'
    '</formula2></dataValidation><dataValidation sqref="D2"/></dataValidations>'
)
NEW = (
    f'<extLst><ext xmlns:x14="{X14}" xmlns:xm="{XM}"><x14:conditionalFormattings>'
    "<x14:conditionalFormatting><x14:cfRule><xm:f>A9</xm:f></x14:cfRule><xm:sqref>E1</xm:sqref>"
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    f'<ext xmlns:x14="{X14}" xmlns:xm="{XM}"><x14:dataValidations count="1"><x14:dataValidation>'
    "<x14:formula1><xm:f>B9</xm:f></x14:formula1><xm:sqref>E2</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext></extLst>"
)


def sheet():
    """Return a sheet with rules of both generations."""
    content = f'<worksheet xmlns="{MAIN}"><sheetData/>{OLD}{NEW}</worksheet>'
    return Markup(content.encode(), "the sheet", RULE_NAMES)


def test_what_a_rule_says():
    """Its cells stand around it or in it; an end of a scale is a formula too."""
    assert [(str(rule.kind), rule.cells, rule.formulas) for rule in sheet_rules(sheet())] == [
        ("conditional format", "A1:A3 C1", ("A1>1",)),
        ("conditional format", "A1:A3 C1", ("B1",)),
        ("data validation", "D1", ("1", "9")),
        ("data validation", "D2", ()),
        ("conditional format", "E1", ("A9",)),
        ("data validation", "E2", ("B9",)),
    ]


@pytest.mark.parametrize(
    ("gone", "left", "lost"),
    [
        ((0,), ["conditionalFormatting ", 'val="B1"', 'count="2"'], ["A1&gt;1"]),
        ((0, 1), ['count="2"', "x14:cfRule"], ["<conditionalFormatting "]),
        ((2,), ['<dataValidations count="1"><dataValidation sqref="D2"/></'], ["formula1>1<"]),
        ((2, 3), ["x14:dataValidations"], ["<dataValidations"]),
        ((4,), ["x14:dataValidation>", "</ext></extLst>"], ["x14:conditional", "sqref>E1"]),
        ((4, 5), ["conditionalFormatting "], ["ext"]),
        (range(6), ["<sheetData/></worksheet>"], []),
    ],
)
def test_taken_out(gone, left, lost):
    """With a rule goes what holds nothing without it; counts follow, all else stays."""
    markup = sheet()
    rules = list(sheet_rules(markup))
    remove_rules(markup, [rules[i] for i in gone])
    text = markup.to_bytes().decode()
    assert [piece for piece in left if piece not in text] == []
    assert [piece for piece in lost if piece in text] == []
    assert len(list(sheet_rules(Markup(text.encode(), "it", RULE_NAMES)))) == 6 - len(gone)
