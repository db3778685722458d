"""Dates whose year, month and day stand in columns of their own."""

import datetime as dt

import pytest

from xlhedge import templates
from xlhedge.templates.own_data import DataRequest, Source, read
from xlhedge.templates.own_data.date_parts import with_whole_dates
from xlhedge.templates.own_data.table import RawTable

LAYOUT = templates.layouts()["hedging-template"]
COUNT = 24


@pytest.fixture
def days(tmp_path):
    """Return the dates that are read of a table with a head and lines of the parts."""

    def call(head, lines):
        prices = [f"{3 + i * 7 % 11 / 100},{3.4 + i * 5 % 13 / 100}" for i in range(COUNT)]
        body = [f"{line},{price}" for line, price in zip(lines, prices, strict=True)]
        path = tmp_path / "p.csv"
        path.write_text("\n".join([f"{head},Spot,Futures", *body]), encoding="utf-8")
        own = read(DataRequest((Source(path),)), LAYOUT)
        assert "read as one of dates" in " ".join(own.remarks)
        return own.history.days

    return call


@pytest.mark.parametrize("head", ["Year,Month,Day", "YYYY,MM,DD", "Jahr,Monat,Tag"])
def test_year_month_and_day(days, head):
    """Three columns of whole numbers are one date, in the order of their headers."""
    assert days(head, [f"2024,1,{day}" for day in range(1, COUNT + 1)])[4] == dt.date(2024, 1, 5)


@pytest.mark.parametrize("form", ["{}", "M{:02}", "name"])
def test_year_and_month(days, form):
    """Without a day it is the month's end, whether the month is a number or a name."""
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    lines = [
        f"{2022 + i // 12},{names[i % 12] if form == 'name' else form.format(i % 12 + 1)}"
        for i in range(COUNT)
    ]
    assert days("Year,Month", lines)[13] == dt.date(2023, 2, 28)


@pytest.mark.parametrize(
    "rows",
    [
        [["Year", "Month", "Spot"], ["2024", "13th", "3"]],
        [["Year", "Spot"], ["2024", "3"]],
        [["Month", "Spot"], ["2024-01", "3"]],
        [["Year", "Month", "Month", "Day", "Spot"], ["2024", "1", "1", "2", "3"]],
    ],
)
def test_other_tables_are_left_alone(rows):
    """A part that is none, or one that is there twice, changes nothing."""
    table = RawTable("p.csv", list(enumerate(rows, 1)))
    assert with_whole_dates(table) is table


def test_a_footer_below_is_no_date():
    """A row of text below the parts stays what it is: it is left out as in any table."""
    table = RawTable(
        "p.csv", list(enumerate([["Year", "Month", "P"], ["2024", "2", "3"], ["Source", "", ""]]))
    )
    assert [row[0] for _, row in with_whole_dates(table).rows] == ["Date", "2024-02", "Source"]
