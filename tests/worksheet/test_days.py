"""Dates as a cell holds them: a date, its serial number, and what is none."""

import datetime as dt

import numpy as np
import pytest

from xlhedge.worksheet.days import DAY_COUNT_FRACTION

NEW_YEAR = 45292  # 1 January 2024
DAY = dt.date(2024, 7, 1)
END = 45474


@pytest.mark.parametrize(
    "cell",
    [
        END,
        float(END),
        END + 0.99999,  # a time of day
        np.float64(END),
        DAY,
        dt.datetime(2024, 7, 1, 17, 30),  # noqa: DTZ001 - a cell's date has no time zone
        dt.datetime(2024, 7, 1, tzinfo=dt.UTC),  # as COM hands one over
        [[END]],
    ],
)
def test_a_date_is_its_serial_number(cell):
    """Every host's way of handing a date over means the same day; a time of day is cut off."""
    assert DAY_COUNT_FRACTION(NEW_YEAR, cell, "act/365") == 182 / 365


@pytest.mark.parametrize("convention", [None, "ACT/360 ", "act/360"])
def test_the_money_market_is_the_default(convention):
    """act/360 in any case, and where it is left out."""
    assert DAY_COUNT_FRACTION(NEW_YEAR, DAY, convention) == 182 / 360


@pytest.mark.parametrize(
    ("start", "end", "code", "says"),
    [
        ("2024-01-01", DAY, "#VALUE!", 'start_date is "2024-01-01", a text'),
        (NEW_YEAR, "1.7.2024", "#VALUE!", "DATEVALUE"),
        (NEW_YEAR, True, "#VALUE!", "end_date is TRUE"),
        (None, DAY, "#VALUE!", "start_date is blank"),
        (NEW_YEAR, [[END, END]], "#VALUE!", "end_date is a range"),
        (DAY, NEW_YEAR, "#NUM!", "end_date is 2024-01-01 and start_date 2024-07-01"),
        (60, DAY, "#NUM!", "start_date is 60; a date from 1 March 1900"),
        (0, DAY, "#NUM!", "start_date is 0"),
        (-1, DAY, "#NUM!", "start_date is -1"),
        (dt.date(1899, 12, 31), DAY, "#NUM!", "start_date is 1;"),
        (NEW_YEAR, 2_958_466, "#NUM!", "31 December 9999"),
        (NEW_YEAR, 1e300, "#NUM!", "end_date is 1e300"),
        (NEW_YEAR, float("nan"), "#NUM!", "end_date"),
    ],
)
def test_what_is_no_date_says_so(start, end, code, says):
    """Texts, blanks, days before March 1900 and an end before the start are errors with reasons."""
    result = DAY_COUNT_FRACTION(start, end)
    assert str(result) == code
    assert says in result.message


def test_the_calendar_has_its_ends():
    """1 March 1900 and 31 December 9999 are dates; before, two spreadsheets count differently."""
    assert DAY_COUNT_FRACTION(61, 61) == 0
    assert DAY_COUNT_FRACTION(61, 2_958_465.5, "30e/360") > 8099
