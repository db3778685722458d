"""Whether a formula is written as one: what Excel takes is let pass, a slip is named."""

import pytest

from xlhedge.ooxml.syntax import slip
from xlhedge.ooxml.tokens import tokens


@pytest.mark.parametrize(
    "formula",
    [
        "1",
        "-(A1+B1)*-2%",
        "SUM( A1:B2 , , {1,2;-3,4} )",
        "IF(A1<>0,,1)",
        "NOW()",
        "@A1+B1#",
        "LARGE((A1,B2),1)",
        "LAMBDA(x,x+1)",
        "'my sheet'!A1=\"a (b\"",
        "A1%%",
        "#N/A",
        "T[[#This Row],[a b]]",
    ],
)
def test_a_formula_is_let_pass(formula):
    """Signs before and after values, arguments left out, brackets in texts, a union."""
    assert slip(tokens(formula)) == ""


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("(A1-B1", "the bracket of ( is never closed"),
        ("SUM(A1", "the bracket of SUM( is never closed"),
        ("A1)", "the bracket ) closes nothing"),
        ("{1)", "the bracket ) closes nothing"),
        ('"a', 'the sign " has no other'),
        ("A1 B1", "an operator is missing before B1"),
        ("(A1)(B1)", "an operator is missing before ("),
        ("A1@B1", "an operator is missing before @"),
        ("A1+", "a value is missing at the end"),
        ("", "a value is missing at the end"),
        ("*A1", "a value is missing before *"),
        ("A1**B1", "a value is missing before *"),
        ("SUM(A1,+)", "a value is missing before )"),
        ("(A1,)", "a value is missing before )"),
        ("()", "a value is missing before )"),
        ("%", "a value is missing before %"),
        ("A1,B1", "the sign , stands outside of every bracket"),
        ("IF(A1;1;2)", "a ; stands between arguments"),
        ("A1~B1", "the sign ~ is no operator"),
    ],
)
def test_a_slip_is_named(formula, words):
    """The first piece that cannot stand where it does."""
    assert slip(tokens(formula)).startswith(words)
