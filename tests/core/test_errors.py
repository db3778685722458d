"""Numbers in sentences, as people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import plain


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (-0.0, "0"),
        (5, "5"),
        (-0.8, "-0.8"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (52_005.75, "52,005.75"),
        (1_000_000, "1,000,000"),
        (123_456_789.4, "123,456,789.4"),
        (0.00002, "0.00002"),
        (1e300, "1e+300"),
        (1e-12, "1e-12"),
        (math.inf, "inf"),
        (math.nan, "nan"),
    ],
)
def test_a_number_is_written_out(number, words):
    """Thousands are set apart, powers of ten only where nobody writes the zeros."""
    assert plain(number) == words


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_is_the_number(number):
    """Read back it is the number to six digits."""
    assert float(plain(number).replace(",", "")) == pytest.approx(number, rel=1e-5, abs=1e-300)
