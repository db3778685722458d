"""Formulas are prepared as XlsxWriter prepares them."""

import pytest
from xlsxwriter.worksheet import Worksheet

from xlhedge.recalc.compiling.rules import PREFIXED, RULES
from xlhedge.templates.worksheet_class import QuickWorksheet

FORMULAS = (
    *(f"={name}(A1)+SUM(B1:B9)" for name in sorted({*RULES, *PREFIXED})),
    *(
        "{=SUM(A1:A9*B1:B9)}",
        "A1",
        "=HEDGE_RATIO(1,2)",
        "=_xlfn.XLOOKUP(1,A:A,B:B)+FILTER(A:A,B:B)",
    ),
    *('="SORT("&A1', "=MY.BASE(1)", "=X_SORT(1)", "={1,2}"),
)


@pytest.mark.parametrize("expand", [False, True])
def test_as_the_library_has_it(expand):
    """Every function that recalc knows, alone and among others; arrays; names like theirs."""
    ours = [QuickWorksheet()._prepare_formula(formula, expand) for formula in FORMULAS]
    assert ours == [Worksheet()._prepare_formula(formula, expand) for formula in FORMULAS]
    assert ours != [formula.removeprefix("=") for formula in FORMULAS]
