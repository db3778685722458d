"""Numbers as they are exported: every mark is understood, and no thousand made in silence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.numbers import NumberOptions, read_prices


def read(*cells, **told):
    """Return the prices of a column that begins in row 2."""
    return read_prices("p.csv", {"spot": list(enumerate(cells, 2))}, **told)[0]["spot"]


def said(*cells, **told):
    """Return what is said of a column."""
    return " ".join(read_prices("p.csv", {"spot": list(enumerate(cells, 2))}, **told)[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("R$ 8.387,01", 8387.01), ("€ 8.387,01", 8387.01), ("8.387,01 €", 8387.01)),
        *(("$1,072.88", 1072.88), ("-$5.25", -5.25), ("$-5.25", -5.25), ("USD 72.88", 72.88)),
        *(("72.88 USD", 72.88), ("kr 72,5", 72.5), ("US$72.88", 72.88), ("¥8,387.5", 8387.5)),
        *(("8\u202f387,01", 8387.01), ("8\u00a0387,01", 8387.01), ("8 387,01", 8387.01)),
        *(("8'387.01", 8387.01), ("8\u2019387.01", 8387.01), ("1 234 567.5", 1234567.5)),
        *(("\u22125.25", -5.25), ("\u20135.25", -5.25), ("(5.25)", -5.25), ("5.25-", -5.25)),
        *(("($5.25)", -5.25), ("72.88s", 72.88), ("+5.25", 5.25), ("1.5e2", 150)),
        *(("72.88 (p)", 72.88), ("72.88 e", 72.88), ("72.88r", 72.88), ("72.88*", 72.88)),
        *(("1,62,190.50", 162190.5), ("₹ 12,62,190.5", 1262190.5)),
    ],
)
def test_marks_around_a_number(text, value):
    """Currency, spaces, signs and letters are taken off, and those that say something are said."""
    assert read(text, text) == [value, value]


@pytest.mark.parametrize(
    ("text", "value", "quote"),
    [
        *(("557'2", 557.25, "eighths"), ("557-6", 557.75, "eighths"), ("568'0s", 568, "eighths")),
        *(
            ("567'4A", 567.5, "eighths"),
            ("110-16", 110.5, "32nds"),
            ("110-16+", 110.515625, "32nds"),
        ),
        *(
            ("110'08", 110.25, "32nds"),
            ("110-162", 110.5078125, "32nds"),
            ("-3'4", -3.5, "eighths"),
        ),
    ],
)
def test_prices_in_fractions(text, value, quote):
    """Grains in eighths of a cent, bonds in 32nds of a point; which is said."""
    assert read(text) == [value]
    assert quote in said(text)


def test_fractions_that_fit_nothing_are_asked_for():
    """A nine in eighths, or what may be thousands, is decided by --quote alone."""
    with pytest.raises(BadData, match="--quote spot=eighths"):
        read("557'9")
    with pytest.raises(BadData, match="110165 or a price in 32nds"):
        read("110'165", "110'250")
    told = NumberOptions(quotes={"spot": "32nds"})
    assert read("110'165", option=told) == [110 + 16.5 / 32]
    assert read("8'387", "8'512") == [8387, 8512]


def test_another_column_tells_what_a_point_is():
    """972 and 1.000 beside -0,53% are thousands; beside -0.53% they are one; alone it is asked."""
    assert read("972", "1.000", witnesses=["-0,53%"]) == [972, 1000]
    assert read("972", "1.000", witnesses=["12.31K"]) == [972, 1]
    assert read("1,000", "972", witnesses=["3,86M"]) == [1, 972]
    with pytest.raises(BadData, match=r"'1\.000' can be 1000 or 1\.000"):
        read("972", "1.000")
    with pytest.raises(BadData, match="can be"):
        read("1.234", witnesses=["-0,53%", "0.5"])


@given(st.lists(st.integers(0, 10**9).map(lambda n: n / 100), min_size=1))
def test_points_and_commas_are_mirrors(values):
    """What a comma's writer and a point's write gives the same numbers."""
    points = [f"{value:,.2f}" for value in values]
    commas = [text.translate(str.maketrans(".,", ",.")) for text in points]
    assert read(*points) == read(*commas) == pytest.approx(values)


@pytest.mark.parametrize(
    "cell", ["", None, "NA", "#N/A Field Not Applicable", "…", "holiday", math.nan]
)
def test_what_means_no_price(cell):
    """Errors, dashes and words without a digit are no price."""
    assert read(3.5, cell) == [3.5, None]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("4.27%",), "percentage"),
        (("12.31K",), "no price"),
        (("about 3",), "no price"),
        (("=1+1",), "no price"),
        (("$3.5", "€3.5"), "bring the prices into one currency"),
        (("8.387,01", "3.5"), "write all prices the same way"),
        ((True,), "a number such as"),
        ((1e300,), "within"),
    ],
)
def test_bad_columns_are_refused(cells, words):
    """One sentence names the row and what would do."""
    with pytest.raises(BadData, match=words):
        read(*cells)
