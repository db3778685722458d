"""The data check: what is put wrong into a history is counted, placed, and fails its check."""

import csv
import datetime as dt
import random
from pathlib import Path

import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.recalc.opinions.libreoffice_engine import recalculate_in_both
from xlhedge.templates import data_check, shelf
from xlhedge.templates.checks import failing
from xlhedge.templates.history import History

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
WITH_HISTORY = tuple(templates.layouts())
FIRST = 7  # the sheet's row of the first price


def sample_rows(name):
    """Return the rows of a template's sample history."""
    return shelf.sample(templates.description_text(name), name).rows


def broken(change, rows=40):
    """Return a plain daily history with one thing put wrong in it, computed."""
    lines = [
        [dt.date(2024, 1, 1) + dt.timedelta(days=i), 3 + i % 5 / 10, 3.4 + i % 7 / 10]
        for i in range(rows)
    ]
    change(lines)
    history = History(tuple(map(tuple, lines)))
    return recalculate(templates.build("hedging-template", history))


def put(row, column, value):
    """Return what puts a value into a history's row and column."""

    def change(lines):
        lines[row][column] = value

    return change


def found(book):
    """Return what the page found: label -> how many and where the first one is."""
    page = book.cells(data_check.NAME)
    return {f.label: (f.number, f.first) for f in data_check.findings(page)}


def shift_dates(lines):
    """Open a gap of ten days before the twelfth row."""
    for line in lines[11:]:
        line[0] += dt.timedelta(days=10)


@pytest.mark.parametrize("name", WITH_HISTORY)
def test_the_sample_is_clean(name):
    """Books with the shipped data show nothing found.

    Barrels beside gallons are 42 times apart, and right: their column says its own unit.
    """
    assert found(recalculate(WORKBOOKS / f"{name}.xlsx")) == {}


IN_ORDER = "dates in order, none twice, no gap"
FAULTS = [  # of each check at most one in a history: what puts it there, its label, row and check
    [
        (shift_dates, "Gaps in the dates", 11, IN_ORDER),
        (put(7, 1, None), "Rows with a price missing", 7, "no row half empty"),
        (put(30, 1, 0.0), "Spot: prices of 0 or below", 30, "Spot: prices above 0"),
        (put(31, 2, -37.63), "Futures: prices of 0 or below", 31, "Futures: prices above 0"),
    ],
    [
        (put(5, 0, dt.date(2024, 1, 5)), "Dates the same as the one above", 5, IN_ORDER),
        (put(7, 2, "text"), "Rows with a price missing", 7, "no row half empty"),
        (put(15, 1, 33.0), "Spot: rises far off", 15, "Spot: prices above 0, no change far off"),
        (put(25, 2, -34.0), "Futures: falls far off", 25, "Futures: prices above 0"),
    ],
    [(put(20, 0, dt.date(2023, 12, 1)), "Dates earlier than the one above", 20, IN_ORDER)],
    [(put(9, 0, None), "Rows with a price and no date", 9, "dates in order")],
]


@pytest.mark.parametrize("faults", FAULTS)
def test_each_fault_is_counted_placed_and_fails_its_check(faults):
    """One fault is found in its row and fails its check; the master check no longer passes."""

    def change(lines):
        for put_in, *_ in faults:
            put_in(lines)

    book = broken(change)
    failed = failing(book.cells("Checks"))
    for _, label, row, check in faults:
        assert found(book)[label] == (1, FIRST + row)
        assert [text for text in failed if text.startswith(f"{data_check.NAME}: {check}")]
    assert book.value("Farmer", "I2").startswith("FAIL: Data check")


def test_a_blank_row_between_is_found_and_spare_rows_are_not():
    """Blank rows at the foot are no finding; one between two prices is."""

    def spare(lines):
        for line in lines[-3:]:
            line[:] = [None] * 3

    book = broken(spare)
    assert found(book) == {}
    assert not book.value("Farmer", "I2").startswith("FAIL: Data check")

    def between(lines):
        lines[12][:] = [None] * 3

    assert found(broken(between))["Blank rows between the prices"] == (1, FIRST + 12)


def test_weekends_and_holidays_are_no_gap():
    """Daily prices may rest for five days; weekly ones may not skip a week."""

    def weekdays(lines):
        for i, line in enumerate(lines):
            line[0] = dt.date(2024, 1, 1) + dt.timedelta(days=i // 5 * 7 + i % 5)

    assert found(broken(weekdays)) == {}

    def weeks(lines):
        for i, line in enumerate(lines):
            line[0] = dt.date(2024, 1, 1) + dt.timedelta(weeks=i + (i > 20))

    assert found(broken(weeks))["Gaps in the dates"] == (1, FIRST + 21)


def test_the_threshold_is_an_input_and_a_tolerance_accepts():
    """A nearer threshold finds more; their number as the tolerance lets the check pass."""
    near = recalculate(WORKBOOKS / "hedging-template.xlsx", inputs={"Data check!C9": 2})
    count = sum(number for number, _ in found(near).values())
    assert count > 0
    assert near.value("Farmer", "I2").startswith("FAIL")
    rows = [
        row
        for (row, column), value in near.cells("Checks").items()
        if column == 2 and str(value).startswith(data_check.NAME)
    ]
    accepted = {f"Checks!F{row}": count for row in rows}
    book = recalculate(WORKBOOKS / "hedging-template.xlsx", inputs={"Data check!C9": 2, **accepted})
    assert book.value("Farmer", "I2").startswith("pass")


def test_a_price_that_mostly_stands_still_is_measured_by_its_mean_distance():
    """Where the median distance is 0 the mean one takes its place: no division by nothing."""

    def still(lines):
        for i, line in enumerate(lines):
            line[1] = 3.0 + (i > 10) * 0.1 + (i > 25) * 0.1

    page = broken(still)
    assert not [text for text in failing(page.cells("Checks")) if "no error" in text]
    assert "Spot: rises far off" not in found(page)


@pytest.mark.parametrize("name", WITH_HISTORY)
def test_a_price_missing_fails_no_check_but_its_own(name):
    """A blank price is left out by functions and sheet alike, and told.

    Spare rows at the foot may stay blank in every book: no check fails for them.
    """
    *rows, _, _ = (list(row) for row in sample_rows(name))
    rows[20][1] = None
    blank = (None,) * len(rows[0])
    book = recalculate(templates.build(name, History((*map(tuple, rows), blank, blank))))
    assert failing(book.cells("Checks")) == [
        f"{data_check.NAME}: no row half empty, blank between, on a Sunday or below the last"
    ]


def test_an_item_that_does_not_move_has_no_ratio_and_fails_no_check():
    """#DIV/0! for such a period is the answer; as many errors as such periods are right."""
    rows = [list(row) for row in sample_rows("hedge-effectiveness")]
    rows[20][1] = rows[19][1]
    book = recalculate(templates.build("hedge-effectiveness", History(tuple(map(tuple, rows)))))
    assert "#DIV/0!" in {str(value) for value in book.cells("Dollar offset").values()}
    assert failing(book.cells("Checks")) == []


def paired(change, rows=120):
    """Return what is found in prices that move together, with something put wrong in them."""
    draw = random.Random(7)
    lines, spot, futures = [], 50.0, 51.0
    for i in range(rows):
        move = draw.gauss(0, 0.6)
        spot, futures = spot + 0.95 * move + draw.gauss(0, 0.08), futures + move
        day = dt.date(2024, 1, 1) + dt.timedelta(days=i // 5 * 7 + i % 5)
        lines.append([day, round(spot, 2), round(futures, 2)])
    change(lines)
    history = History(tuple(map(tuple, lines)))
    return recalculate(templates.build("hedging-template", history))


def in_column(column, price):
    """Return what replaces a column by what a row of prices gives."""

    def change(lines):
        for i, line in enumerate(lines):
            line[column] = price(i, line)

    return change


def a_day_late(lines):
    """Lay each futures price beside the spot of the day after."""
    for line, before in zip(lines[:0:-1], lines[-2::-1], strict=True):
        line[2] = before[2]


def exchanged(lines):
    """Exchange spot and futures in one row."""
    for line in lines:
        line[2] += 4
    lines[50][1:] = lines[50][:0:-1]


@pytest.mark.parametrize(
    ("change", "finding", "worthless"),
    [
        (in_column(2, lambda _, line: 100 * line[2]), "units apart", True),
        (in_column(1, lambda _, line: line[1] / 42), "units apart", True),
        (
            in_column(1, lambda i, line: line[1] * (100 if i > 70 else 1)),
            "a unit changes midway",
            True,
        ),
        (in_column(2, lambda _, line: 2600 / line[2]), "against each other", True),
        (a_day_late, "a row apart in time", True),
        (in_column(1, lambda i, line: 50 if 20 < i < 70 else line[1]), "one stands still", True),
        (in_column(2, lambda _, line: line[1]), "the same prices", True),
        (in_column(2, lambda _, line: 2 * line[1]), "the same prices", True),
        (exchanged, "a few rows make the ratio", True),
        (in_column(2, lambda i, line: line[2] + 9 * (i > 60)), "a few rows make the ratio", True),
        (in_column(0, lambda _, line: line[0] - dt.timedelta(days=1)), "Sundays, and no", False),
    ],
)
def test_what_shows_only_side_by_side(change, finding, worthless):
    """Units, shifts, repeats and exchanged rows are found, and fail their checks."""
    book = paired(change)
    assert [label for label in found(book) if finding in label]
    failed = failing(book.cells("Checks"))
    assert any(map(data_check.is_worthless, failed)) == worthless
    assert book.value("Farmer", "I2").startswith("FAIL: Data check")


def test_prices_that_move_together_are_clean():
    """Nothing is found in daily prices of weekdays, nor in those of a market without weekends."""
    assert found(paired(lambda _: None)) == {}
    every_day = in_column(0, lambda i, _: dt.date(2024, 1, 1) + dt.timedelta(days=i))
    assert found(paired(every_day)) == {}


@pytest.mark.market_data
@pytest.mark.parametrize("start", [1000, 3500, 6000])
def test_real_prices_are_not_called_worthless(wti, start):
    """A year of WTI's spot and futures passes; with the futures a day late it does not."""
    day = dt.date(2000, 1, 3)
    both = [(s, f) for s, f in zip(*wti, strict=True) if s == s and f == f]  # noqa: PLR0124 - NaN
    days = [day + dt.timedelta(days=i // 5 * 7 + i % 5) for i in range(250)]
    for late, worthless in ((0, False), (1, True)):
        rows = [(d, both[start + i][0], both[start + i - late][1]) for i, d in enumerate(days)]
        book = recalculate(templates.build("hedging-template", History(tuple(rows))))
        failed = failing(book.cells("Checks"))
        assert any(map(data_check.is_worthless, failed)) == worthless


@pytest.mark.market_data
@pytest.mark.parametrize("first", ["1989-05-31", "2002-05-24"])
def test_a_market_in_turmoil_is_found_and_not_called_worthless(markets, first):
    """Spot heating oil ran away from its futures in some winters: that wants a look, no more."""
    with (markets / "eia_energy_spot_futures_daily.csv").open() as file:
        cells = [
            (line["date"], line["ho_spot_nyh_usd_gal"], line["ho_fut1_usd_gal"])
            for line in csv.DictReader(file)
        ]
    whole = [line for line in cells if all(line) and line[0] >= first][:250]
    rows = tuple((dt.date.fromisoformat(d), float(s), float(f)) for d, s, f in whole)
    book = recalculate(templates.build("hedging-template", History(rows)))
    assert [label for label in found(book) if "a few rows make the ratio" in label]
    assert not any(map(data_check.is_worthless, failing(book.cells("Checks"))))


@pytest.mark.usefixtures("office")
def test_both_engines_find_the_same(tmp_path):
    """LibreOffice counts and places what the embedded engine does."""

    def much(lines):
        shift_dates(lines)
        put(20, 1, 99.0)(lines)
        put(25, 2, None)(lines)
        put(28, 1, -1.0)(lines)

    path = tmp_path / "much.xlsx"
    path.write_bytes(broken(much).to_bytes())
    result, differences = recalculate_in_both(path)
    assert differences == []
    assert len(found(result)) >= 4
