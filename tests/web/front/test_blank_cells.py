"""An Excel that hands blank cells over as 0: a cell recognises it, then a 0 in a range is refused.

The same in xlwings Lite, where the functions themselves remember it: tests/test_udfs.py.
"""

import pytest

SPOT = [[100.0], [101.0], [0], [103.5], [102.0], [104.0]]  # a blank, or a price of 0
FUTURES = [[99.0], [100.5], [101.0], [102.5], [101.5], [103.5]]
RANGES = ("MV_HEDGE_RATIO", SPOT, FUTURES, None, None)


@pytest.fixture(scope="module")
def excel(new_excel, server):
    """An Excel of these tests' own: only the last leaves something that is remembered."""
    one = new_excel()
    one.sign_in(server.token)
    return one


def test_an_excel_that_knows_blanks(excel):
    """Blanks as texts or nothing are well, and a 0 in a range is a number."""
    for blank in ("", None):
        told = excel.calculate("HEDGE_BLANK_CHECK", [[blank], [blank]])
        assert told == [["Blank cells arrive as blanks."]]
    ((ratio,),) = excel.calculate(*RANGES)
    assert isinstance(ratio, float)


def test_a_mistake_is_taken_back(excel):
    """Cells that are not blank are no proof; blank ones, once they arrive as such, end it."""
    ((refused,),) = excel.calculate("HEDGE_BLANK_CHECK", [[5]])
    assert refused["errorType"] == "Value"
    excel.calculate("HEDGE_BLANK_CHECK", [[0]])
    excel.calculate("HEDGE_BLANK_CHECK", [[""]])
    assert isinstance(excel.calculate(*RANGES)[0][0], float)


def test_an_excel_that_makes_blanks_zeros(excel):
    """The cell says so; ranges with a 0 are #N/A, the rest is as before, the book recalculates."""
    assert isinstance(excel.calculate(*RANGES)[0][0], float)
    before = excel.page.evaluate("excel.recalculated.length")
    ((told,),) = excel.calculate("HEDGE_BLANK_CHECK", [[0]])
    assert told.startswith("This Excel hands blank cells over as 0.")
    excel.page.wait_for_function("before => excel.recalculated.length == before + 1", arg=before)
    ((refused,),) = excel.calculate(*RANGES)
    assert refused["errorType"] == "NotAvailable"
    ((explained,),) = excel.calculate("HEDGE_EXPLAIN", [["MV_HEDGE_RATIO"]], [SPOT, FUTURES])
    assert explained["errorType"] == "NotAvailable"
    assert excel.calculate("HEDGE_RATIO", [[0]], [[5]]) == [[0.0]]
    whole = [[cell + 1] for (cell,) in FUTURES]
    assert excel.calculate("MV_HEDGE_RATIO", whole, FUTURES, None, None) == [[1]]
