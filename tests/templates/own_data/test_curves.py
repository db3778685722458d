"""Yield curves by date, in the layouts of those who publish them."""

import datetime as dt
import math

import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import checks, own_data
from xlhedge.templates.own_data.curves import read_curve
from xlhedge.templates.own_data.tenors import tenor_of

DAY = dt.date(2025, 1, 15)
TREASURY = (
    'Date,"1 Mo","1.5 Month","2 Mo","3 Mo","6 Mo","1 Yr","2 Yr","3 Yr","5 Yr","7 Yr","10 Yr",'
    '"20 Yr","30 Yr"\n'
    "01/15/2025,4.3,N/A,4.3,4.3,4.2,4.2,4.3,4.35,4.4,4.5,4.6,4.9,4.8\n"
    "01/14/2025,4.3,N/A,4.3,4.3,4.2,4.2,4.4,4.45,4.5,4.6,4.7,5.0,4.9\n"
)
XML = "NEW_DATE,BC_1MONTH,BC_2YEAR,BC_10YEAR,BC_30YEAR,BC_30YEARDISPLAY\n" + "".join(
    f"2025-01-{d}T00:00:00,4.3,{two},{ten},4.8,4.8\n"
    for d, two, ten in ((14, 4.4, 4.7), (15, 4.3, 4.6))
)
FRED = "observation_date,DGS2,DGS10\n2025-01-14,4.4,4.7\n2025-01-15,4.3,4.6\n2025-01-16,.,.\n"
ECB = "KEY,FREQ,DATA_TYPE_FM,TIME_PERIOD,OBS_VALUE\n" + "".join(
    f"YC.B.U2.EUR.4F.G_N_A.SV_C_YM.{name},B,{name},2025-01-{day},{rate}\n"
    for name, rate in (
        ("BETA0", 1.1),
        ("IF_10Y", 9.9),
        ("SR_3M", 2.6),
        ("SR_10Y", 4.6),
        ("SR_2Y", 4.3),
        ("PY_10Y", 9.9),
    )
    for day in (14, 15)
)


def read(tmp_path, text, unit="", most=40, **wanted):
    """Read a text as a file of curves."""
    path = tmp_path / "curve.csv"
    path.write_text(text, encoding="utf-8")
    return read_curve(own_data.DataRequest((own_data.Source(path),), **wanted), most, unit)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TREASURY, "par_half_yearly"),
        (XML, "par_half_yearly"),
        (FRED, "par_half_yearly"),
        (ECB, "zero_continuous"),
        ("Date;2Y;10Y\n2025-01-15;4,3 %;4,6 %\n2025-01-14;4,4 %;4,7 %\n", ""),
        ("Date,2 years,10 years\n2025-01-14,0.0441,0.0471\n2025-01-15,0.043,0.046\n", ""),
        ("Date,2,10\n2025-01-14,4.4,4.7\n2025-01-15,4.3,4.6\n", ""),
    ],
    ids=["Treasury", "its XML", "FRED", "ECB", "signs", "fractions", "plain years"],
)
def test_the_latest_curve_is_read_as_decimals(tmp_path, text, kind):
    """Whatever its layout: terms in years, rates as decimals, the last day, what rates they are."""
    curve = read(tmp_path, text).curve
    rates = dict(curve.points)
    assert (rates[2], rates[10]) == (pytest.approx(0.043), pytest.approx(0.046))
    assert curve.day == DAY
    assert curve.kind == kind
    assert list(rates) == sorted(rates)


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        (TREASURY, "", "read as percent, as the highest, 5, would be 500% a year"),
        (TREASURY, "", "Without numbers: 1.5 Month"),
        (TREASURY, "", "par yields paid half-yearly"),
        (ECB, "", "as the ECB publishes them"),
        (ECB, "", "No term of the curve: YC.B.U2.EUR.4F.G_N_A.SV_C_YM.BETA0"),
        (
            "Date,2Y,10Y\n2025-01-15,0.5,0.8\n2025-01-14,0.5,0.8\n",
            "percent",
            "as told: 0.8 is 0.800%",
        ),
        ("Date,2Y,10Y\n2025-01-15,0.0431,0.0461\n2025-01-14,0.0431,0.0461\n", "", "as fractions"),
        (FRED.replace("DGS2", "2Y").replace("DGS10", "10Y"), "", "Nothing says which rates"),
    ],
)
def test_what_was_decided_is_said(tmp_path, text, unit, says):
    """Percent or fraction, which rates they are, what was left out, each with its reason."""
    assert says in "\n".join(read(tmp_path, text, unit).remarks)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Date,2Y,10Y\n2020-01-15,-0.05,0.07\n2020-01-16,-0.04,0.08\n", "--unit percent or --unit"),
        ("Date,Close\n2025-01-15,4.3\n2025-01-16,4.4\n", "a curve needs 2; found are"),
        ("Date,2Y,24M\n2025-01-15,4.3,4.3\n2025-01-16,4.4,4.4\n", "has 2 years twice"),
        (
            "Date,2Y,10Y\n2025-01-15,4.3%,4.6\n2025-01-16,4.4%,4.7%\n",
            "without the sign of per cent",
        ),
        (
            "KEY,TIME_PERIOD,OBS_VALUE\n"
            + "".join(
                f"YC.B.U2.EUR.4F.G_N_A.SV_C_YM.IF_{n}Y,2025-01-{d},4.5\n"
                for n in (2, 9)
                for d in (14, 15)
            ),
            "instantaneous forward rates",
        ),
        ("Date,2Y,10Y\n2095-01-15,4.3,4.6\n2095-01-16,4.4,4.7\n", "has not come yet"),
    ],
)
def test_what_cannot_be_decided_is_refused(tmp_path, text, says):
    """One sentence, with what would do."""
    with pytest.raises(own_data.BadData, match=says):
        read(tmp_path, text, today=dt.date(2025, 6, 1))


def test_terms_beyond_the_books_room_are_said(tmp_path):
    """Of more terms than rows the first, the last and some between are taken, and it is said."""
    terms = range(1, 31)
    text = f"Date,{','.join(f'{n}Y' for n in terms)}\n" + "".join(
        f"2025-01-{day},{','.join(f'{4 + n / 100}' for n in terms)}\n" for day in (14, 15)
    )
    result = read(tmp_path, text, most=10)
    assert len(result.curve.points) == 10
    assert [result.curve.points[i][0] for i in (0, -1)] == [1, 30]
    assert "Of 30 terms the book has room for 10" in "\n".join(result.remarks)


@pytest.mark.parametrize(
    ("header", "years"),
    [
        ("3M", 0.25),
        ("3 Mo", 0.25),
        ("1.5 Month", 0.125),
        ("1 Yr", 1),
        ("10 YR", 10),
        ("10-year", 10),
        ("BC_30YEAR", 30),
        ("SR_1Y6M", 1.5),
        ("DGS3MO", 0.25),
        ("DGS30", 30),
        ("52 Weeks", 1),
        ("Yield curve spot rate (YC.B.U2.EUR.4F.G_N_A.SV_C_YM.SR_7Y)", 7),
        ("Open", None),
        ("BETA0", None),
    ],
)
def test_headers_name_terms(header, years):
    """Months, years and weeks as banks and treasuries write them; nothing else is a term."""
    found = tenor_of(header)
    assert (found and found.years) == years


def test_par_yields_price_their_own_bonds(tmp_path):
    """A flat curve of par yields of 5 %, paid half-yearly, is a zero rate of 2 ln 1.025."""
    text = "Date,BC_1MONTH,BC_10YEAR,BC_30YEAR\n2025-01-14,5,5,5\n2025-01-15,5,5,5\n"
    fresh = templates.build("rates-hedge", read(tmp_path, text).curve)
    book = recalculate(fresh, inputs={"frequency": 4, "swap_years": 30, "fixed_rate": 0.05})
    assert not checks.failing(book.cells(checks.NAME))
    page = book.cells("Payments")
    top = next(row for (row, _), value in page.items() if value == "Time [years]")
    rates = [page[row, 9] for row in range(top + 1, top + 121)]
    assert rates == pytest.approx([2 * math.log(1.025)] * 120)
    assert book.value("Curve", "C6") == "curve.csv"
