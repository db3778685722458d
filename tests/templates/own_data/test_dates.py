"""Dates as they are exported: every form means one day, or is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge.templates.own_data.date_forms import read_date_text
from xlhedge.templates.own_data.dates import read_dates
from xlhedge.templates.own_data.errors import BadData
from xlhedge.templates.own_data.months import LANGUAGES

DAY = dt.date(2024, 3, 5)


def read(*cells, **told):
    """Return the dates of a column that begins in row 2, and what is said of them."""
    return read_dates("p.csv", list(enumerate(cells, 2)), **told)


@pytest.mark.parametrize(
    "text",
    [
        *("2024-03-05", "2024/3/5", "2024.03.05", "20240305", "2024. 03. 05.", "2024-Mar-05"),
        *("5 March 2024", "5-Mar-2024", "05MAR2024", "Mar 5, 2024", "March 05 2024", "5-Mar-24"),
        *("Tue Mar 5, 2024", "Tuesday, 5 March 2024", "5th of March 2024", "5. März 2024"),
        *("2024年3月5日", "2024年03月05日 16:30"),
        *("5-Mrz-24", "mardi 5 mars 2024", "5 de marzo de 2024", "5 mar 2024", "5 março 2024"),
        *("2024-03-05 16:30", "2024-03-05T00:00:00.000Z", "20240305T163000"),
        *("2024-03-05 00:00:00-05:00", "Mar 5, 2024 4:30 PM", "5 Mar 2024 16:30 EST"),
    ],
)
def test_a_text_is_one_day(text):
    """Every form in which exports write a day gives that day, whatever time stands behind."""
    assert read_date_text(text).date() == DAY


@pytest.mark.parametrize(
    ("text", "last"),
    [
        *((t, dt.date(2024, 2, 29)) for t in ("2024-02", "2024M02", "02/2024", "Feb 2024")),
        ("February-24", dt.date(2024, 2, 29)),
        *((t, dt.date(2024, 3, 31)) for t in ("2024Q1", "2024-Q1", "Q1 2024")),
        ("2024-W05", dt.date(2024, 2, 2)),
    ],
)
def test_a_period_is_its_last_day(text, last):
    """A month or a quarter is dated by its end, a week by its Friday."""
    assert read_date_text(text).date() == last


@pytest.mark.parametrize(
    "text",
    ["soon", "Total 2024", "12345678", "1.2024", "2024.05", "USD/bbl", "1 jui 2024", "3.5", ""],
)
def test_what_is_no_date(text):
    """A price, a volume, a note or an open abbreviation is no date."""
    assert read_date_text(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
def test_months_by_the_names_of_a_language(language, width):
    """Every month as the language writes it in a date is read."""
    dates = pytest.importorskip("babel.dates")
    for month in range(1, 13):
        day = dt.date(2023, month, 17)
        text = dates.format_date(day, "d MMMM y" if width == "wide" else "d MMM y", language)
        assert read_date_text(text).date() == day, text


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)))
def test_a_day_comes_back_from_every_way_to_write_it(day):
    """What strftime writes is read back."""
    for form in ("%Y-%m-%d", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d", "%a %d %b %Y", "%d %b %y"):
        assert read_date_text(day.strftime(form)).date() == day


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (20240305, ""),
        (45356, "Excel's day numbers"),
        (45356.75, "Excel's day numbers"),
        (1709596800, "Unix seconds"),
        (1709596800000, "Unix milliseconds"),
        (1709596800000000000, "Unix nanoseconds"),
    ],
)
@pytest.mark.parametrize("kind", [lambda n: n, str])
def test_numbers_are_dates_by_where_they_lie(number, words, kind):
    """Numbers are read in the one way that makes them dates, and it is said."""
    days, remarks = read(kind(number), kind(number))
    assert days == [DAY, DAY]
    assert words in " ".join(remarks)


def test_the_order_of_day_and_month():
    """One date that can be nothing else decides; where none does, the reader is asked."""
    assert read("05/03/2024", "13/03/2024")[0][0] == DAY
    assert read("03/05/24", "03/13/24")[0][0] == DAY
    with pytest.raises(BadData, match="--day-first or --month-first"):
        read("05/03/2024", "06/03/2024")
    assert read("05/03/24", "06/03/24", day_first=True)[0][0] == DAY


def test_two_digits_of_a_year_are_said():
    """The century that was taken is said."""
    assert "1969 to 2068" in " ".join(read("05-Mar-24", "06-Mar-24")[1])


def test_a_year_of_two_digits_in_front_is_refused():
    """24/03/05 may be a day of 2005: which one runs in order tells, and it is asked for."""
    with pytest.raises(BadData, match="year of two digits"):
        read(*(f"24/03/{day:02}" for day in range(5, 29)))


def test_a_midnight_written_in_another_zone_is_the_day_that_begins():
    """Sundays and no Fridays are Mondays to Fridays whose midnight fell on the day before."""
    days = [
        dt.datetime(2024, 3, 4, 23, tzinfo=dt.UTC) + dt.timedelta(days=i)
        for i in (-1, 0, 1, 2, 3, 6, 7)
    ]
    read_days, remarks = read(*(str(day) for day in days))
    assert read_days[1] == DAY
    assert {day.weekday() for day in read_days} == {0, 1, 2, 3, 4}
    assert "no Fridays" in " ".join(remarks)
    late = [dt.datetime(2024, 3, day, 23, tzinfo=dt.UTC) for day in (4, 5, 6, 7, 8)]
    assert read(*late)[0][1] == DAY, "a late fixing of Monday to Friday stays on its day"


def test_delivery_months_are_no_history():
    """What an exchange lists on one day is refused, months one after another are taken."""
    with pytest.raises(BadData, match="delivery months"):
        read("MAR 24", "MAY 24", "JUL 24", "DEC 24")
    assert read("Jan 24", "Feb 24", "Mar 24")[0][-1] == dt.date(2024, 3, 31)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("2024-03-05", "2024-02-30"), "no day of the calendar"),
        (("2024-03-05", "2024-13-01"), "no day of the calendar"),
        (("2024-03-05", 45356), "Excel's day numbers"),
        (("1899-12-31",), "Excel's first day"),
        ((dt.date(2024, 3, 5), "13/03/2024"), "true date"),
        (("05/13/2024", "13/05/2024"), "neither"),
        (("2024-03-05", None), "no date"),
    ],
)
def test_bad_columns_are_refused(cells, words):
    """One sentence names the row and what would do."""
    with pytest.raises(BadData, match=words):
        read(*cells)
