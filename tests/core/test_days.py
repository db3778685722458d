"""Day counts: ISDA's own examples, and QuantLib day by day."""

import datetime as dt

import pytest
import QuantLib as ql
from hypothesis import example, given
from hypothesis import strategies as st

from xlhedge.core.days import day_count_fraction
from xlhedge.core.errors import HedgeError, Kind

JUDGES = {
    "act/360": ql.Actual360(),
    "act/365": ql.Actual365Fixed(),
    "act/act": ql.ActualActual(ql.ActualActual.ISDA),
    "30/360": ql.Thirty360(ql.Thirty360.BondBasis),
    "30e/360": ql.Thirty360(ql.Thirty360.European),
}
dates = st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31))  # the years that QuantLib has


@pytest.mark.parametrize("convention", JUDGES)
@given(start=dates, end=dates)
@example(dt.date(2024, 2, 29), dt.date(2025, 2, 28))
@example(dt.date(2024, 2, 29), dt.date(2024, 8, 31))
@example(dt.date(2023, 12, 31), dt.date(2024, 12, 31))
@example(dt.date(2024, 1, 30), dt.date(2024, 3, 31))
@example(dt.date(2024, 1, 31), dt.date(2024, 2, 29))
def test_quantlib_counts_the_same(convention, start, end):
    """Any two dates, in order: the same years as QuantLib's counter of that name."""
    start, end = sorted([start, end])
    expected = JUDGES[convention].yearFraction(ql.Date.from_date(start), ql.Date.from_date(end))
    assert day_count_fraction(start, end, convention) == pytest.approx(expected, rel=0, abs=1e-12)


@pytest.mark.parametrize("convention", ["act/360", "act/365", "act/act"])
@given(days=st.lists(dates, min_size=3, max_size=3))
def test_actual_days_add_up(convention, days):
    """Where days are counted as they are, two spans after each other are the whole."""
    first, second, third = sorted(days)
    parts = day_count_fraction(first, second, convention) + day_count_fraction(
        second, third, convention
    )
    assert parts == pytest.approx(day_count_fraction(first, third, convention), abs=1e-12)


def test_the_last_day_of_the_calendar():
    """31 December 9999 has no day after it, and needs none."""
    last = dt.date(9999, 12, 31)
    assert day_count_fraction(last.replace(month=1, day=1), last, "act/act") == 364 / 365


@pytest.mark.parametrize("convention", JUDGES)
def test_the_same_day_is_no_time(convention):
    """From a day to itself is 0, on 29 February too."""
    day = dt.date(2024, 2, 29)
    assert day_count_fraction(day, day, convention) == 0


@pytest.mark.parametrize(
    ("end", "convention", "kind", "names"),
    [
        (dt.date(2024, 2, 28), "act/360", Kind.DOMAIN, "end_date is 2024-02-28"),
        (dt.date(2024, 3, 1), "act/364", Kind.TYPE, "convention"),
    ],
)
def test_what_cannot_be_counted(end, convention, kind, names):
    """An end before the start and an unknown convention say so."""
    with pytest.raises(HedgeError) as caught:
        day_count_fraction(dt.date(2024, 2, 29), end, convention)
    assert caught.value.kind is kind
    assert names in caught.value.message
