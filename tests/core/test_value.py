"""The hedge ratio by value, and its words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.core.errors import HedgeError
from xlhedge.core.value import (
    hedge_profile,
    hedge_ratio,
    hedge_status,
    portfolio_hedge_ratio,
    unhedged_exposure,
)

money = st.floats(-1e9, 1e9).filter(lambda x: abs(x) > 1e-3)


@given(money, money)
def test_hedged_and_open_make_the_whole(hedge, position):
    """The hedged share and the open share sum to 1; the open amount is the open share of it."""
    share = unhedged_exposure(hedge, position, as_percent=True)
    assert hedge_ratio(hedge, position) + share == pytest.approx(1, abs=1e-9)
    assert unhedged_exposure(hedge, position) == pytest.approx(
        share * abs(position), rel=1e-9, abs=1e-6
    )


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1)), min_size=1, max_size=8))
def test_a_portfolio_is_hedged_between_its_least_and_most_hedged_line(lines):
    """The portfolio's ratio is a weighted mean of its lines' shares, in any order."""
    values, shares = (np.array(column) for column in zip(*lines, strict=True))
    ratio = portfolio_hedge_ratio(values, shares)
    assert shares.min() - 1e-12 <= ratio <= shares.max() + 1e-12
    assert portfolio_hedge_ratio(values[::-1], shares[::-1]) == pytest.approx(ratio, abs=1e-12)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (-0.5, "adds risk"),
        (-0.02, "unhedged"),
        (0, "unhedged"),
        (0.02, "unhedged"),
        (0.021, "partly hedged"),
        (0.979, "partly hedged"),
        (0.98, "fully hedged"),
        (1.02, "fully hedged"),
        (1.021, "over-hedged"),
    ],
)
def test_status(ratio, words):
    """Each stretch of the line has its word; the tolerance belongs to 0 and to 1."""
    assert hedge_status(ratio) == words


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.2, "between bands"),
        (0.25, "growth"),
        (0.4, "growth"),
        (0.45, "between bands"),
        (0.5, "typical"),
        (0.75, "typical, conservative"),
        (1, "typical, conservative"),
        (0.0, "between bands"),
        (1 + 1e-15, "typical, conservative"),
        (1.01, "over-hedged"),
        (-0.3, "adds risk"),
    ],
)
def test_profile(ratio, words):
    """All published bands that hold the ratio are named, bounds included."""
    assert hedge_profile(ratio) == words


@pytest.mark.parametrize("words", [hedge_status, hedge_profile])
@pytest.mark.parametrize(
    ("ratio", "decimal"), [(87, "0.87 is 87 %"), (10, "0.1 is 10 %"), (-87, "-0.87 is -87 %")]
)
def test_a_percentage_in_whole_numbers_has_no_words(words, ratio, decimal):
    """87 for 87 % is refused, not called over-hedged; the sentence says which decimal it is."""
    with pytest.raises(HedgeError, match=rf"hedge_ratio is {ratio}; .*\({decimal}\)"):
        words(ratio)


def test_shares_in_whole_numbers_are_named():
    """A share of 80 is refused with the decimal that it is."""
    with pytest.raises(HedgeError, match=r"0\.8 is 80 %"):
        portfolio_hedge_ratio(np.array([1.0]), np.array([80.0]))
