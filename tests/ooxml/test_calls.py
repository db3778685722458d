"""Which formulas call our functions."""

import pytest

from xlhedge.ooxml.calls import calls_us, names_that_call_us


@pytest.mark.parametrize(
    ("formula", "ours"),
    [
        ("HEDGE_RATIO(1,2)", True),
        ("1+[1]!hedge_ratio(1,2)", True), ("_xll.HEDGE_RATIO(1,2)", True),
        ("'C:\\a b\\xlhedge.xlam'!HEDGE_RATIO(1,2)", True), ("_xldudf_HEDGE_RATIO(1,2)", True),
        ('"HEDGE_RATIO(1,2)"', False), ("'HEDGE_RATIO(1)'!A1", False),
        ("T[HEDGE_RATIO(1)]", False),
        ("MY_HEDGE_RATIO(1,2)", False), ("HEDGE_RATIO+1", False),
        ("2*Ratio", True), ("ratios", False),
    ],
)  # fmt: skip
def test_calls_of_ours(formula, ours):
    """Calls behind any prefix count, and names that stand for one; texts and other names do not."""
    assert calls_us(formula, {"ratio"}) is ours


def test_names_that_call_us_through_other_names():
    """A name is ours that calls us, or a name that does; letters' case does not matter."""
    texts = {"Ratio": "HEDGE_RATIO(1,2)", "twice": "2*ratio", "far": "Sheet1!Twice+1", "a": "A1"}
    assert names_that_call_us(texts) == {"ratio", "twice", "far"}
