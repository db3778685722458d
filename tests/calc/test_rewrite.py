"""Formulas as LibreOffice takes them: which calls are renamed, and to what."""

import io
import zipfile

import pytest
import xlsxwriter

from xlhedge.calc.functions import ArgumentKind, installed_methods, variant
from xlhedge.calc.rewrite import rewrite

OURS = "ORG.XLHEDGE.CALC.ADDIN."
FORMULAS = {
    "HEDGE_RATIO(1,2)": f"{OURS}HEDGERATIO_AA(1,2)",
    "hedge_ratio( A1 , $B$2 )": f"{OURS}HEDGERATIO_RR( A1 , $B$2 )",
    "HEDGE_RATIO(A1:A2*2,'my, sheet'!B2)": f"{OURS}HEDGERATIO_AR(A1:A2*2,'my, sheet'!B2)",
    'IF(A1="HEDGE_RATIO(1,2)",HEDGE_RATIO(A1,"x,y)"),0)': (
        f'IF(A1="HEDGE_RATIO(1,2)",{OURS}HEDGERATIO_RA(A1,"x,y)"),0)'
    ),
    "HEDGE_RATIO(HEDGE_RATIO(A1,2),{1,2;3,4})": (
        f"{OURS}HEDGERATIO_AA({OURS}HEDGERATIO_RA(A1,2),{{1,2;3,4}})"
    ),
    "FUTURES_CONTRACTS(A1,5000,,,B1)": f"{OURS}FUTURESCONTRACTS_RAAAR(A1,5000,,,B1)",
    "HEDGE_RATIO(cells,expression)": f"{OURS}HEDGERATIO_RA(cells,expression)",
    "HEDGE_RATIO(T[[#This Row],[a, b]],B:B)": f"{OURS}HEDGERATIO_RR(T[[#This Row],[a, b]],B:B)",
    "[1]!HEDGE_RATIO(A1,1)": f"{OURS}HEDGERATIO_RA(A1,1)",
    "'C:\\my add-ins\\xlhedge.xlam'!HEDGE_RATIO(A1,1)": f"{OURS}HEDGERATIO_RA(A1,1)",
    "_xll.HEDGE_RATIO(A1,1)": f"{OURS}HEDGERATIO_RA(A1,1)",
    "MY_HEDGE_RATIO(A1,1)": "MY_HEDGE_RATIO(A1,1)",
    "X.HEDGE_RATIO(A1,1)": "X.HEDGE_RATIO(A1,1)",
    "HEDGE_RATIO": "HEDGE_RATIO",
    "HEDGE_RATIO(1": "HEDGE_RATIO(1",
    'SUM(A1:A2)&"<&>"': 'SUM(A1:A2)&"<&>"',
}


@pytest.fixture(scope="module")
def rewritten():
    """Every formula in one workbook, rewritten: the result and its sheet's formulas."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet")
        book.define_name("cells", "=Sheet!$A$1:$A$3")
        book.define_name("expression", "=Sheet!$A$1*2")
        for row, formula in enumerate(FORMULAS):
            sheet.write_formula(row, 5, f"={formula}")
        sheet.write_dynamic_array_formula("H1:H3", "=cells*2")
        sheet.write_formula("J1", "=SUM(_xlfn.ANCHORARRAY(H1),_xlfn.ANCHORARRAY(Sheet!$H$1))")
    done = rewrite(file.getvalue())
    with zipfile.ZipFile(io.BytesIO(done.data)) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    from xml.etree import ElementTree as ET

    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    root = ET.fromstring(text)  # noqa: S314 - our own file
    cells = {c.get("r"): c.findtext(f"{space}f") for c in root.iter(f"{space}c")}
    return done, cells


@pytest.mark.parametrize("formula", FORMULAS)
def test_each_call_gets_the_method_for_its_arguments(formula, rewritten):
    """Our calls are renamed by the kind of each argument; all else stays, letter by letter."""
    _, cells = rewritten
    assert cells[f"F{list(FORMULAS).index(formula) + 1}"] == FORMULAS[formula]


def test_what_follows_a_spill_reads_its_range(rewritten):
    """``H1#`` becomes the range that H1 fills, and the book says who is followed."""
    done, cells = rewritten
    assert cells["J1"] == "SUM($H$1:$H$3,Sheet!$H$1:$H$3)"
    assert done.followed == {("Sheet", "H1")}
    assert ("Sheet", 0, 7, "H1:H3") in done.arrays


def test_the_methods_needed_are_listed(rewritten):
    """The add-in can be built for just the calls that the book has."""
    done, _ = rewritten
    assert variant("HEDGE_RATIO", [ArgumentKind.RANGE] * 2) in done.methods
    kinds = [ArgumentKind.RANGE, *[ArgumentKind.ANY] * 3, ArgumentKind.RANGE]
    assert variant("FUTURES_CONTRACTS", kinds) in done.methods


def test_method_names_are_unique():
    """No two functions share a name in Calc, and none looks like a variant."""
    names = [method.name.lower() for method in installed_methods()]
    assert len(set(names)) == len(names)
    assert not any(method.is_variant for method in installed_methods())
