"""Formulas of an Excel with decimal commas: one rule, and what has two readings is refused."""

import pytest

from xlhedge.ooxml.errors import BadBook
from xlhedge.ooxml.local_form import from_local, to_local
from xlhedge.worksheet import CATALOGUE


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("=HEDGE_RATIO(0,5;2)", "=HEDGE_RATIO(0.5,2)"),
        ("=HEDGE_RATIO(52005;60000)", "=HEDGE_RATIO(52005,60000)"),
        ("=HEDGE_RATIO(0.5;2)", "=HEDGE_RATIO(0.5,2)"),  # LibreOffice in English
        ("=0,5*2", "=0.5*2"),
        ("=SUM(1,2)", "=SUM(1,2)"),
        ("=SUM({1,5;2,5})", "=SUM({1,5;2,5})"),
        ("=SUM({1,5;2,5};1)", "=SUM({1.5;2.5},1)"),
        (r"=SUM({1,5\2;3\4};1)", "=SUM({1.5,2;3,4},1)"),
        ("=SUM({2.5;3.5};0,5)", "=SUM({2,5;3,5},0.5)"),  # German columns
        ("=SUM({2.5;3.5};0.5)", "=SUM({2.5;3.5},0.5)"),
        ('=IF(1>0,5;"a;b,c";2)', '=IF(1>0.5,"a;b,c",2)'),
        ("=X(,5;1,5E-3)", "=X(.5,1.5E-3)"),
        ("=F(1;;2)", "=F(1,,2)"),
        ('=F({"a;b,c.d";"e"};0,5)', '=F({"a;b,c.d";"e"},0.5)'),
    ],
)
def test_how_it_is_read(typed, read):
    """Semicolons outside braces decide; texts stay as they are."""
    assert from_local(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "=SUM(1,2,3;4)",
        "=SUM(1.000,5;4)",
        "=SUM(A1,B2;4)",
        "=SUM({2.5;3.5};1)",
        "=SUM({1,5};0.5)",
        "=SUM((1),5;2)",
        "=F(1;2,)",
    ],
)
def test_two_readings_are_refused(typed):
    """Where a number could be another one nothing is read; the sentence says what to write."""
    with pytest.raises(BadBook, match="write"):
        from_local(typed)


def test_there_and_back():
    """Every function's example, written for either Excel, is the same formula."""
    for entry in CATALOGUE.values():
        local = to_local(entry.example_formula)
        if ";" in local.split("{")[0] or local.rstrip(")").endswith(";"):
            assert from_local(local) == entry.example_formula
