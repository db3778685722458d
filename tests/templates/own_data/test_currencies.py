"""Tables of exchange rates by date, in the layouts of the banks that publish them."""

import datetime as dt
import io
import math

import numpy as np
import openpyxl
import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import checks, own_data, shelf
from xlhedge.templates.own_data.currencies import Money, read_currencies
from xlhedge.templates.own_data.currency_quotes import Pair, pair_of

LAYOUT = shelf.layout(templates.description_text("treasury-fx"), "treasury-fx")
DAYS = [dt.date(2024, 1, 1) + dt.timedelta(days=i) for i in range(12)]
# for one euro, as the European Central Bank has them; no market's figures
EURO = {
    "USD": [1.08 + 0.004 * (i * 7 % 5) for i in range(12)],
    "JPY": [158 + 0.9 * (i * 3 % 7) for i in range(12)],
    "GBP": [0.86 + 0.002 * (i * 5 % 4) for i in range(12)],
}


def ecb(columns=EURO, turned=True, missing=()):
    """Return rates in the layout of eurofxref-hist.csv: newest first, N/A, a comma at the end."""

    def cell(code, i):
        return "N/A" if (code, i) in missing else f"{columns[code][i]:.4f}"

    rows = [f"{day},{','.join(cell(c, i) for c in columns)}," for i, day in enumerate(DAYS)]
    return "\n".join([f"Date,{','.join(columns)},", *(rows[::-1] if turned else rows)]) + "\n"


def read(tmp_path, text, name="eurofxref-hist.csv", home="USD", foreign=(), unit="", **wanted):
    """Read a text as a file of rates."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    wants = own_data.DataRequest((own_data.Source(path),), **wanted)
    return read_currencies(wants, LAYOUT, Money(home, foreign, unit))


def rates_of(result):
    """Return the currencies of a history with their last rates."""
    names = result.history.labels.names.values()
    return dict(zip(names, result.history.rows[-1][1:], strict=False))


def test_euro_rates_come_to_the_home_currency(tmp_path):
    """Dollars for one euro are turned to nothing else; yen and pounds become cross rates, said."""
    result = read(tmp_path, ecb())
    usd, jpy, gbp = (float(f"{EURO[code][-1]:.4f}") for code in ("USD", "JPY", "GBP"))
    assert rates_of(result) == pytest.approx({"EUR": usd, "JPY": usd / jpy, "GBP": usd / gbp})
    said = "\n".join(result.remarks)
    assert "each currency for 1 EUR" in said
    assert "USD for 1 EUR on 2024-01-12" in said
    assert "cross rate of" in said
    assert "newest first" in said
    assert result.history.labels.currency == "USD"
    assert len(result.history.rows[0]) == 13, "twelve columns, spare ones blank"


def test_another_home_currency(tmp_path):
    """At home in euros a dollar is worth what a euro is in dollars, turned over."""
    result = read(tmp_path, ecb(), home="EUR")
    usd = float(f"{EURO['USD'][-1]:.4f}")
    assert rates_of(result)["USD"] == pytest.approx(1 / usd)
    assert "EUR" not in rates_of(result)


def test_the_currencies_and_their_order_are_the_readers(tmp_path):
    """--foreign takes those named, in that order."""
    assert list(rates_of(read(tmp_path, ecb(), foreign=("GBP", "EUR")))) == ["GBP", "EUR"]


def test_of_many_currencies_the_usual_ones_are_taken_and_the_others_named(tmp_path):
    """A file of more than there is room for fills four columns, and says what else it has."""
    more = ("CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "INR", "ZAR")
    columns = EURO | {code: [2 + 0.01 * (i * 3 % 5) for i in range(12)] for code in more}
    result = read(tmp_path, ecb(columns))
    assert list(rates_of(result)) == ["EUR", "GBP", "JPY", "CAD"]
    assert any("--foreign" in line and "ZAR" in line for line in result.remarks)


@pytest.mark.parametrize(
    ("columns", "missing", "said"),
    [
        (EURO | {"CYP": [0.58] * 12}, {("CYP", i) for i in range(12)}, "CYP (no rates of late)"),
        (EURO | {"BGN": [1.9558] * 12}, set(), "BGN (the same rate throughout"),
    ],
)
def test_currencies_without_a_history_are_left_out_and_said(tmp_path, columns, missing, said):
    """One that has come to an end, and at home in euros a peg, have no volatility."""
    result = read(tmp_path, ecb(columns, missing=missing), home="EUR")
    assert said in "\n".join(result.remarks)
    assert set(rates_of(result)) == {"USD", "JPY", "GBP"}


@pytest.mark.parametrize(
    ("wants", "says"),
    [
        ({"home": "CHF"}, r"no rate of CHF, the book's home currency; there are EUR, GBP, JPY"),
        ({"foreign": ("EUR", "XAU")}, r"--foreign XAU: .* there are EUR, GBP, JPY"),
        ({"unit": "dollars"}, r'--unit "per EUR"'),
    ],
)
def test_what_is_missing_is_named(tmp_path, wants, says):
    """A home currency, or one asked for, that is not in the file: what is there, and what to do."""
    with pytest.raises(own_data.BadData, match=says):
        read(tmp_path, ecb(), **wants)


def named(book):
    """Return what gives the values of a book's name as an array, a blank as NaN."""
    opened = openpyxl.load_workbook(io.BytesIO(book), data_only=True)

    def cells(name):
        sheet, _, area = opened.defined_names[name].attr_text.rpartition("!")
        rows = opened[sheet.strip("'")][area.replace("$", "")]
        numbers = [
            [c.value if isinstance(c.value, int | float) else np.nan for c in r] for r in rows
        ]
        return np.array(numbers, dtype=float)

    return cells


SDMX = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE\n" + "".join(
    f"EXR.D.{code}.EUR.SP00.A,D,{code},EUR,{day},{EURO[code][i]:.4f}\n"
    for code in ("USD", "JPY", "GBP")
    for i, day in enumerate(DAYS)
)
FRED = "observation_date,DEXUSEU,DEXJPUS\n" + "".join(
    f"{day},{EURO['USD'][i]:.4f},{EURO['JPY'][i] / EURO['USD'][i]:.2f}\n"
    for i, day in enumerate(DAYS)
)
PAIRS = FRED.replace("DEXUSEU", "EUR/USD").replace("DEXJPUS", "USD/JPY")
LONG = "Date,Currency,Rate\n" + "".join(
    f"{day},{code},{EURO[code][i]:.4f}\n"
    for i, day in enumerate(DAYS)
    for code in ("USD", "JPY", "GBP")
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [(SDMX, ""), (FRED, ""), (PAIRS, ""), (LONG, "per EUR"), (ecb(turned=False), "per EUR")],
    ids=["SDMX", "FRED", "pairs", "long", "told"],
)
def test_layouts_agree(tmp_path, text, unit):
    """Long and wide tables, codes and pairs: the same rates come out of each."""
    rates = rates_of(read(tmp_path, text, "rates.csv", unit=unit))
    usd, jpy = EURO["USD"][-1], EURO["JPY"][-1]
    assert rates["EUR"] == pytest.approx(usd, rel=1e-4)
    assert rates["JPY"] == pytest.approx(usd / jpy, rel=1e-4)


def test_codes_alone_are_read_the_one_way_that_fits(tmp_path):
    """Without a bank's layout: JPY at 150 beside a dollar that has no column is yen per dollar."""
    text = "Date,JPY,INR\n" + "".join(
        f"{day},{150 + i * 3 % 5},{83 + i * 2 % 3}\n" for i, day in enumerate(DAYS)
    )
    with pytest.raises(own_data.BadData, match=r"not to be told; --unit"):
        read(tmp_path, text, "r.csv")  # so many yen may be for a euro as well
    result = read(tmp_path, text, "r.csv", unit="per USD")
    assert rates_of(result)["JPY"] == pytest.approx(1 / 153)
    dollars = "Date,JPY,INR\n" + "".join(
        f"{day},{1 / (150 + i * 3 % 5):.6f},{1 / (83 + i * 2 % 3):.6f}\n"
        for i, day in enumerate(DAYS)
    )
    assert rates_of(read(tmp_path, dollars, "r.csv", unit="USD per unit"))["JPY"] == pytest.approx(
        1 / 153, rel=1e-3
    )


def test_a_pair_quoted_the_other_way_round_is_refused(tmp_path):
    """USD/JPY at 0.0067 is no yen for a dollar: the sentence says how to head the column."""
    text = "Date,USD/JPY\n" + "".join(
        f"{day},{0.0067 + 0.0001 * (i % 3)}\n" for i, day in enumerate(DAYS)
    )
    with pytest.raises(own_data.BadData, match='"USD per JPY"'):
        read(tmp_path, text, "r.csv")


@pytest.mark.parametrize(
    ("header", "pair"),
    [
        ("EUR/USD", Pair("USD", "EUR")),
        ("EURUSD=X", Pair("USD", "EUR")),
        ("USD per EUR", Pair("USD", "EUR")),
        ("DEXUSUK", Pair("USD", "GBP")),
        ("DEXSZUS", Pair("CHF", "USD")),
        ("US dollar/Euro (EXR.D.USD.EUR.SP00.A)", Pair("USD", "EUR")),
        ("JPY=X", Pair("JPY", "USD")),
        ("Close", None),
    ],
)
def test_headers_name_pairs(header, pair):
    """The first of a pair is the currency priced, as markets quote it; banks' names say it too."""
    assert pair_of(header) == pair


def test_the_book_computes_what_the_history_says(tmp_path):
    """Volatilities and correlations are those of the log changes of the home currency's rates."""
    result = read(tmp_path, ecb())
    book = recalculate(templates.build("treasury-fx", result.history))
    assert not checks.failing(book.cells(checks.NAME))
    prices = np.array([row[1:4] for row in result.history.rows], dtype=float)
    changes = np.diff(np.log(prices), axis=0)
    year = (len(DAYS) - 1) / (DAYS[-1] - DAYS[0]).days * 365.25
    cells = named(book.to_bytes())
    assert np.allclose(cells("volatilities")[:3, 0], changes.std(axis=0, ddof=1) * math.sqrt(year))
    assert np.allclose(cells("correlations")[:3, :3], np.corrcoef(changes.T))
    assert np.allclose(cells("spot_rates")[:3, 0], prices[-1], rtol=1e-5)
    assert book.value("Inputs", "C6") == "USD"
    flows = [value for (row, _), value in book.cells("Cash flows").items() if row > 8]
    assert not [value for value in flows if isinstance(value, float) and 0 != value < 40000]
