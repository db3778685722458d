"""A formula on its own: what is wrong with it is said without a cell that nobody typed."""

import pytest

from xlhedge.recalc import Unsupported, evaluate


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=HEDGE_RATOI(1,2)", "near to it are HEDGE_RATIO"),
        ("=HEDGE_RATIO(1,2", "never closed"),
        ('="a', "never closed"),
        ("=A1+1", "A1 is a cell"),
        ("=SUM(Sheet1!A1:B2)", "is a cell"),
        ("=1,,+*2", "cannot be read as a formula"),
        ("=", "no formula"),
        ("=GRUPPIERUNG(1)", "English names"),
        ("=NOSUCH(1)", "xlhedge functions lists ours"),
        ("=spott*2", "the name 'spott' is not known, and there is no workbook here; write"),
        ("=HEDGE_RATIO(x, 2)", "recompute a workbook with xlhedge recalc BOOK"),
        ("=Model!x", "there is no sheet 'Model', and there is no workbook here"),
        ("=TODAY()", "write the numbers themselves"),
        ("=NOW()", "xlhedge recalc BOOK"),
    ],
)
def test_what_is_refused(formula, said):
    """One sentence with the formula as typed, and neither an address nor the engine's own words."""
    with pytest.raises(Unsupported) as trouble:
        evaluate(formula)
    text = str(trouble.value)
    assert text.startswith(formula)
    assert said in text
    for word in ("Formula!", "A1 holds", "TokenSpan", "ParserError", "was saved"):
        assert word not in text
