"""Formulas as they are stored for xlwings Lite."""

import pytest

from xlhedge.ooxml.errors import BadBook
from xlhedge.web.lite_formulas import lite_formula


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
    with pytest.raises(BadBook, match=r"=HEDGE_RATIO\('A\) cannot be taken apart"):
        lite_formula("HEDGE_RATIO('A)")
