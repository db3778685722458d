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
        ("=NOW()", "="),
    ],
)
def test_what_is_refused(formula, said):
    """One sentence with the formula as typed, and neither an address nor the engine's own words."""
    with pytest.raises(Unsupported) as trouble:
        evaluate(formula)
    text = str(trouble.value)
    assert text.startswith(formula)
    assert said in text
    for word in ("Formula!", "A1 holds", "TokenSpan", "ParserError"):
        assert word not in text
