"""Numbers and texts in sentences."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.wording import in_quotes, plain


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3, "3"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (0.0001, "0.0001"),
        (1e-9, "0.000000001"),
        (1e-12, "1e-12"),
        (1.23456e-7, "1.23456e-7"),
        (5e-324, "5e-324"),
        (52005.25, "52,005.25"),
        (123_456_789.4, "123,456,789.4"),
        (0.00002, "0.00002"),
        (1_000_000, "1,000,000"),
        (1234567890.0, "1,234,567,890"),
        (1 / 3, "0.333333"),
        (-2e6 / 3, "-666,667"),
        (2e9 / 3, "666,666,667"),
        (1e15, "1e15"),
        (1.5e300, "1.5e300"),
        (10**400, "infinity"),
        (-math.inf, "-infinity"),
        (math.nan, "not a number"),
        (True, "1"),
    ],
)
def test_numbers_as_people_write_them(value, written):
    """Thousands are apart, digits that were typed stay, noise and empty digits go."""
    assert plain(value) == written


@given(st.integers(-(10**11), 10**11), st.integers(0, 8))
def test_what_is_typed_comes_back(digits, places):
    """A number of up to 12 digits is written with all of them."""
    value = digits / 10**places
    assert float(plain(value).replace(",", "")) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_near_what_is_written(value):
    """Six digits are never lost."""
    assert float(plain(value).replace(",", "")) == pytest.approx(value, rel=1e-5, abs=0)


def test_texts():
    """Texts are quoted and short; half a character pair and control characters are escaped."""
    assert in_quotes("price") == '"price"'
    assert in_quotes("x" * 41) == '"' + "x" * 40 + '..."'
    assert in_quotes("\ud800\x00") == '"\\ud800\\x00"'
