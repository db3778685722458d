"""What Python hands over becomes cells: Series joined by date, what is missing a blank."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

from xlhedge import hedge
from xlhedge.core.errors import Kind

DAYS = pd.date_range("2024-01-01", periods=60, freq="B")
RANDOM = np.random.default_rng(18)
FUTURES = pd.Series(100 + RANDOM.normal(size=60).cumsum(), DAYS, name="futures")
SPOT = 0.9 * FUTURES + RANDOM.normal(size=60) * 0.1
S, F = SPOT.to_numpy(), FUTURES.to_numpy()


def ratio(spot, futures, **words):
    """The minimum-variance ratio as a number."""
    return float(hedge.mv_hedge_ratio(spot, futures, **words))


def test_series_a_day_apart_are_joined_by_date():
    """Rows pair up by date, not by place; what fell away is said in figures."""
    result = hedge.mv_hedge_ratio(SPOT.iloc[1:], FUTURES.iloc[:-1])
    assert float(result) == pytest.approx(ratio(S[1:-1], F[1:-1]))
    assert result.remarks == (
        "spot: 1 of 59 rows fell away, since another range has no such date (2024-03-22).",
        "futures: 1 of 59 rows fell away, since another range has no such date (2024-01-01).",
    )


def test_rows_are_put_in_order_of_date():
    """The newest row first, as many exports have it, changes no figure, and is said."""
    result = hedge.mv_hedge_ratio(SPOT[::-1], FUTURES)
    assert float(result) == pytest.approx(ratio(SPOT, FUTURES))
    assert result.remarks == ("spot was put in order of date, oldest first.",)


def test_a_missing_value_drops_its_pair():
    """NaN, None and pandas' NA are blanks: the pair falls away and no change is taken across it."""
    hole = SPOT.copy()
    hole.iloc[10] = np.nan
    cells = [[None if np.isnan(cell) else cell] for cell in hole]
    expected = ratio(cells, F)
    assert ratio(hole, FUTURES) == pytest.approx(expected)
    assert ratio(hole.to_numpy(), F) == pytest.approx(expected)
    assert ratio(hole.astype("Float64"), FUTURES) == pytest.approx(expected)
    assert ratio(list(hole), list(FUTURES)) == pytest.approx(expected)


def test_periods_lists_and_decimals():
    """Months as periods join, decimals are numbers, plain lists are columns."""
    months = SPOT.set_axis(pd.period_range("2020-01", periods=60, freq="M"))
    other = FUTURES.set_axis(pd.date_range("2020-01-01", periods=60, freq="MS"))
    assert ratio(months, other) == pytest.approx(ratio(SPOT, FUTURES))
    assert float(hedge.portfolio_hedge_ratio([Decimal(1), 3], [1, 0.5])) == 0.625


def test_polars():
    """A polars Series is a column; a DataFrame's column of dates is what joins it."""
    assert ratio(pl.Series(S), pl.Series(F)) == ratio(SPOT, FUTURES)
    days = [day.date() for day in DAYS]
    spot = pl.DataFrame({"day": days[1:], "spot": S[1:]})
    futures = pl.DataFrame({"day": days[:-1], "futures": F[:-1]})
    assert ratio(spot, futures) == pytest.approx(ratio(SPOT.iloc[1:-1], FUTURES.iloc[1:-1]))


def test_names_are_put_in_the_same_order():
    """Rows with the same labels in another order pair up by label."""
    values = pd.Series([100.0, 300.0], ["a", "b"])
    shares = pd.Series([0.0, 1.0], ["b", "a"])
    assert float(hedge.portfolio_hedge_ratio(values, shares)) == 0.25


def test_a_frame_of_several_series():
    """Columns of a DataFrame join with the Series by date."""
    both = pd.DataFrame({"a": FUTURES, "b": RANDOM.normal(size=60).cumsum()})
    table = hedge.multi_hedge_ratio(SPOT.iloc[5:], both)
    assert table["leg 1"] == pytest.approx(0.9, abs=0.05)


LATER = SPOT.set_axis(DAYS + pd.Timedelta("3650D"))
ZONED = SPOT.tz_localize("UTC")
TWICE = pd.concat([SPOT.iloc[:1], SPOT])
WORDS = pd.Series(["1.0", "n/a"] * 30, DAYS)


@pytest.mark.parametrize(
    ("spot", "futures", "kind", "words"),
    [
        ([1.0, 2, 3], [1.0, 2], Kind.MISMATCH, "3 cells"),
        (TWICE, FUTURES, Kind.MISMATCH, "spot has the date 2024-01-01 more than once"),
        (ZONED, FUTURES, Kind.TYPE, "spot has dates with a time zone and futures has"),
        (ZONED, FUTURES.tz_localize("Asia/Tokyo"), Kind.TYPE, "dates of UTC and futures of Asia"),
        ({1.0, 2.0}, FUTURES, Kind.TYPE, "spot is a set; a list, an array or a Series"),
        ({"a": 1.0}, FUTURES, Kind.TYPE, "spot is a dict; a list, an array or a Series"),
        (WORDS, FUTURES, Kind.TYPE, 'spot holds what is no number, as "1.0"; convert it first'),
        (SPOT > 90, FUTURES, Kind.TYPE, "spot holds what is no number"),
        (SPOT * 1j, FUTURES, Kind.TYPE, "spot holds complex numbers"),
        (S * 1j, F, Kind.TYPE, "spot holds complex numbers"),
        ([1j, 2.0], [1.0, 2.0], Kind.TYPE, "spot holds complex numbers"),
        (SPOT.iloc[:0], FUTURES, Kind.UNDEFINED, "spot is empty"),
        (pd.DataFrame(), FUTURES, Kind.UNDEFINED, "spot is empty"),
        ([], FUTURES, Kind.UNDEFINED, "spot is empty"),
        (np.array([]), FUTURES, Kind.UNDEFINED, "spot is empty"),
        (np.zeros((2, 2, 2)), FUTURES, Kind.TYPE, "spot has 3 dimensions"),
        (LATER, FUTURES, Kind.UNDEFINED, "no date in common"),
        (SPOT[::-1], F, Kind.MISMATCH, "spot has dates and futures has none"),
        (SPOT.set_axis([*DAYS[:-1], pd.NaT]), FUTURES, Kind.TYPE, "a row without a date"),
        (pd.Series([1.0, 2], ["a", "b"]), pd.Series([1.0, 2], ["a", "c"]), Kind.MISMATCH, '"b"'),
        (pd.Series([1.0, 2], ["a", "a"]), pd.Series([1.0, 2], ["a", "c"]), Kind.MISMATCH, '"a"'),
        (SPOT.replace(SPOT.iloc[3], np.inf), FUTURES, Kind.DOMAIN, "infinity"),
        ("SPOT", FUTURES, Kind.TYPE, "a range of numbers is needed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(spot, futures, kind, words):
    """Each mistake is a HedgeError with what was given and what would do; never a figure."""
    with pytest.raises(hedge.HedgeError) as raised:
        hedge.mv_hedge_ratio(spot, futures)
    assert words in str(raised.value)
    assert raised.value.kind is kind
    assert str(raised.value).endswith((".", ")"))


def test_two_columns_of_dates_are_refused():
    """A polars table has one column of dates, or nobody knows which joins it."""
    day = dt.date(2024, 1, 1)
    table = pl.DataFrame({"a": [day], "b": [day], "spot": [1.0]})
    with pytest.raises(hedge.HedgeError, match="2 columns of dates"):
        hedge.mv_hedge_ratio(table, FUTURES)
