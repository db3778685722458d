"""Two files, or two columns of dates, joined by date; and which rows are taken."""

import datetime as dt

import pytest

from xlhedge import templates
from xlhedge.templates.own_data import BadData, DataRequest, RowChoice, Source, read

LAYOUT = templates.layouts()["hedging-template"]
FIRST = dt.date(2024, 1, 1)


def series(path, days, header="Price", start=3.0):
    """Write one price a day."""
    lines = [f"{FIRST + dt.timedelta(days=d)},{start + d * 7 % 11 / 100:.2f}" for d in days]
    path.write_text("\n".join([f"Date,{header}", *lines]), encoding="utf-8")
    return path


def joined(tmp_path, spot, futures, **told):
    """Return what is read of two files with prices on such days."""
    sources = (
        Source(series(tmp_path / "cash wheat.csv", spot), keys=("spot",)),
        Source(series(tmp_path / "front.csv", futures, start=3.4), keys=("futures",)),
    )
    return read(DataRequest(sources, **told), LAYOUT)


def days(own):
    """Return the dates as days from the first."""
    return [(row[0] - FIRST).days for row in own.history.rows]


def test_files_are_matched_by_date_and_what_fell_away_is_said(tmp_path):
    """Days of both are kept, each with its own price; of the others there are figures."""
    own = joined(tmp_path, range(30), [d for d in range(2, 34) if d != 9])
    assert days(own) == [d for d in range(2, 30) if d != 9]
    for row, day in zip(own.history.rows, days(own), strict=True):
        assert row[2] - row[1] == pytest.approx(0.4), day
    said = " ".join(own.remarks)
    assert "27 days are in all" in said
    assert "spot (cash wheat.csv) has 3 more, first 2024-01-01" in said
    assert "futures (front.csv) has 4 more, first 2024-01-31" in said
    assert own.history.origin.headers[0][1] == "cash wheat"


def test_weekly_cash_beside_daily_futures(tmp_path):
    """The farmer's case: a price a week, futures every day, joined on the days of both."""
    own = joined(tmp_path, range(0, 140, 7), range(140))
    assert days(own) == list(range(0, 140, 7))


def test_an_earlier_price_is_taken_on_request_alone(tmp_path):
    """A price of the days before stands in where --within allows, and it is said how often."""
    spot, futures = range(3, 200, 7), range(2, 200, 7)
    with pytest.raises(BadData, match="--within DAYS"):
        joined(tmp_path, spot, futures)
    own = joined(tmp_path, spot, futures, within=1)
    assert days(own) == list(spot)
    assert "29 take a price of up to 1 days before" in " ".join(own.remarks)
    with pytest.raises(BadData):
        joined(tmp_path, range(4, 200, 7), futures, within=1)


def test_no_day_of_both_is_told_with_their_spans(tmp_path):
    """Series of different years have nothing to be matched by."""
    with pytest.raises(BadData, match=r"2024-01-01 to 2024-01-30.*2024-04-10 to 2024-05-09"):
        joined(tmp_path, range(30), range(100, 130))


def test_a_stretch_and_one_row_a_week_or_month(tmp_path):
    """--from, --to and --every choose rows, and say how many of how many."""
    own = joined(
        tmp_path, range(150), range(150), choice=RowChoice(FIRST + dt.timedelta(7), None, "week")
    )
    assert days(own) == list(range(13, 150, 7)) + [149] * (149 % 7 != 6)
    assert "143 of 150 rows lie in the time chosen" in " ".join(own.remarks)
    own = joined(tmp_path, range(500), range(500), choice=RowChoice(every="month"))
    assert {row[0].day for row in own.history.rows[:-1]} <= {28, 29, 30, 31}


def test_usable_changes_are_counted_not_rows(tmp_path):
    """Rows that lack a price give no changes: both numbers are said, and what would help."""
    lines = [
        f"{FIRST + dt.timedelta(days=d)},{'' if d % 5 else d % 7 + 3},{d % 9 + 4}"
        for d in range(100)
    ]
    path = tmp_path / "p.csv"
    path.write_text("\n".join(["Date,Spot,Futures", *lines]), encoding="utf-8")
    with pytest.raises(BadData, match="100 rows, 20 of them with every price, which make 0 usable"):
        read(DataRequest((Source(path),)), LAYOUT)
    own = read(DataRequest((Source(path),), choice=RowChoice(only_complete=True)), LAYOUT)
    assert len(own.history.rows) == 20


def test_rows_pasted_twice_are_taken_once(tmp_path):
    """A row that repeats another wholly is left out and counted; another price that day stays."""
    path = series(tmp_path / "p.csv", [*range(30), *range(30)], "Spot")
    body = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(
            [f"{body[0]},Futures", *(f"{line},{i % 30 % 7 + 3}" for i, line in enumerate(body[1:]))]
        ),
        encoding="utf-8",
    )
    own = read(DataRequest((Source(path),), sort=True), LAYOUT)
    assert days(own) == list(range(30))
    assert "30 rows, first row 32" in " ".join(own.remarks)


def test_a_series_of_a_long_table_for_each_role(tmp_path):
    """--where takes one series of many, for each role its own."""
    lines = [
        f"{name},{FIRST + dt.timedelta(days=d)},{k + d * 7 % 11 / 100}"
        for k, name in enumerate(("USD", "GBP"), 1)
        for d in range(30)
    ]
    path = tmp_path / "exr.csv"
    path.write_text("\n".join(["CURRENCY,TIME_PERIOD,OBS_VALUE", *lines]), encoding="utf-8")
    sources = (Source(path, keys=("spot",)), Source(path, keys=("futures",)))
    where = {"spot:CURRENCY": "USD", "futures:CURRENCY": "GBP"}
    own = read(DataRequest(sources, where=where), LAYOUT)
    assert own.history.rows[0][1:] == (1, 2)
    assert [header for _, header, _ in own.history.origin.headers] == ["USD", "GBP"]
