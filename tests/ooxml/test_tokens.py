"""A formula's text taken apart: nothing lost, calls and references known for what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.ooxml.tokens import (
    Pointer,
    TokenKind,
    arguments,
    closing,
    is_whole,
    pointer,
    text_of,
    tokens,
)

PIECES = st.lists(
    st.sampled_from(
        ["SUM(", ")", "(", "{", "}", "A1", "$B$2", ":", ",", ";", " ", '"', '""', "'", "''", "!",
         "x", "[", "]", "'[", "#REF!", "#", "1.5E+3", "<>", "@", "%", "\n", "é", "_xlfn.", "T[a]",
         "\\"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(formula=PIECES)
def test_nothing_is_lost(formula):
    """Whatever a formula's text is, its pieces joined are the same text, and none is empty."""
    pieces = tokens(formula)
    assert text_of(pieces) == formula
    assert all(token.text for token in pieces)


@pytest.mark.parametrize(
    ("formula", "calls"),
    [
        ("SUM(A1,sum(2))", [("", "SUM"), ("", "SUM")]),
        ("[1]!F_G(1)+_xll.F_G(2)", [("[1]!", "F_G"), ("_xll.", "F_G")]),
        ("'C:\\a (b)\\it''s.xlam'!F(1)", [("'C:\\a (b)\\it''s.xlam'!", "F")]),
        ("xlhedge.xlam!F(1)", [("xlhedge.xlam!", "F")]),
        ("_xlfn._xlws.SORT(A1)", [("_xlfn._xlws.", "SORT")]),
        ("_xldudf_F(1)", [("_xldudf_", "F")]),
        ("X.F(1)+MY_F(1)", [("", "X.F"), ("", "MY_F")]),
        ('"F(1)"&"a""F("', []),
        ("'F(1)'!A1+T[F(1)]+T[[#This Row],['[F(]]", []),
        ("[Book.xlsx]Sheet!A1+F", []),
        ("(1)+{1,2}", []),
    ],
)  # fmt: skip
def test_calls(formula, calls):
    """A call is a name with its bracket; texts, sheets and tables' columns hold none."""
    found = [t for t in tokens(formula) if t.kind is TokenKind.CALL]
    assert [(t.prefix, t.function) for t in found] == calls


def test_arguments():
    """They part at the commas of their own call, not in texts, columns, arrays or calls."""
    formula = """F(A1, "x,y)",{1,2;3},G(1,2),'my, sheet'!B2,T[[#All],[a, b]],)+1"""
    pieces = tokens(formula)
    end = closing(pieces, 0)
    assert text_of(pieces[: end + 1]) == formula.removesuffix("+1")
    assert [text_of(part) for part in arguments(pieces[1:end])] == [
        "A1", ' "x,y)"', "{1,2;3}", "G(1,2)", "'my, sheet'!B2", "T[[#All],[a, b]]", "",
    ]  # fmt: skip
    assert arguments(tokens(" ")) == []
    assert closing(tokens("F(1"), 0) == -1


@pytest.mark.parametrize("formula", ["F('A)", "F(1", "F)", '"', "T[", "F(1))", ")("])
def test_what_is_not_whole(formula):
    """A quote or bracket that is never closed, or never opened, is noticed."""
    assert not is_whole(tokens(formula))
    assert is_whole(tokens("F('a''b'!A1,T[']],{1})"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A1", Pointer.CELLS), (" $A$1:B2 ", Pointer.CELLS), ("Sheet!$B:C", Pointer.CELLS),
        ("3:9", Pointer.CELLS), ("'my, s'!B2", Pointer.CELLS), ("T[x]", Pointer.COLUMN),
        ("T[[#This Row],[a]:[b]]", Pointer.COLUMN), ("name", Pointer.NAME),
        ("S!name", Pointer.NAME), ("[1]S!A1", None), ("A1:A2*2", None), ("SUM(A1)", None),
        ("3", None), ('"x"', None), ("", None), ("A1 B2", None),
    ],
)  # fmt: skip
def test_pointers(text, kind):
    """One reference to this book is cells, a table's column or a name; anything else is none."""
    assert pointer(text) is kind


def test_hostile_quotes_take_no_time():
    """Thousands of quotes that never close are read in one go."""
    assert text_of(tokens("'" + "''" * 20_000)) == "'" + "''" * 20_000
    assert text_of(tokens("[" * 20_000)) == "[" * 20_000
