"""Columns by habit: what those who export prices call them, in one row of headers or several."""

import pytest

from xlhedge import templates
from xlhedge.templates.own_data import BadData, DataRequest, Source, read

LAYOUT = templates.layouts()["hedging-template"]
COUNT = 20
DAYS = [f"2024-01-{day:02}" for day in range(1, COUNT + 1)]
SPOT = [3 + i * 7 % 11 / 100 for i in range(COUNT)]
FUTURES = [3.4 + i * 5 % 13 / 100 for i in range(COUNT)]


@pytest.fixture
def taken(tmp_path):
    """Return what is read of a table below headers: a line's cells are `date`, `spot`, ..."""

    def call(*heads, line="{date},{spot},{futures}", **columns):
        prices = zip(DAYS, SPOT, FUTURES, strict=True)
        body = [line.format(date=d, spot=s, futures=f, other=s + f + 1) for d, s, f in prices]
        path = tmp_path / "WTI prices.csv"
        path.write_text("\n".join([*heads, *body]), encoding="utf-8")
        return read(DataRequest((Source(path),), columns), LAYOUT)

    return call


def is_right(own):
    """Whether the prices are the table's."""
    return [row[1:] for row in own.history.rows] == list(zip(SPOT, FUTURES, strict=True))


@pytest.mark.parametrize(
    "head",
    [
        *("Date,Spot,Futures", "observation_date,Cash,Nearby", "Time,spot_price,futures_settle"),
        *("Dates,Cash Price ($/bu),Nearby Futures", ",spot,futures", "Unnamed: 0,Spot,Front Month"),
        *("TIME_PERIOD,Cash bid,Fut", "Trade Date,WTI Spot FOB,WTI Future Contract 1"),
        *("timestamp,Spot,Settle", "Datum,Kassa,Termin", "Handelstag,Kassa [EUR],Schlusskurs"),
        *("BusDt,CashPrice,SettlePrice", "tradeDate,spot,lastPrice", "Tag,Kasse,Terminkurs"),
        *("Fecha,Contado,Futuro", "DATE,Spot (USD/bbl),PX_LAST", "<DATE>,<SPOT>,<CLOSE>"),
    ],
)
def test_usual_names_need_no_option(taken, head):
    """Those who use the field's words, or leave the index without a name, say nothing more."""
    assert is_right(taken(head))


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("Price,Close,Close", "Ticker,BZ=F,CL=F", "Date,,"), {"spot": "BZ=F", "futures": "CL=F"}),
        (
            (",EUCRBRDT Index,CO1 Comdty", "Dates,PX_LAST,PX_LAST"),
            {"spot": "EUCRBRDT Index", "futures": "CO1 Comdty"},
        ),
        (
            ("Brent and WTI", "", ",Brent,WTI", ",($/bbl),($/bbl)"),
            {"spot": "brent", "futures": "WTI"},
        ),
        (("Date,Spot,Futures", ",USD/bbl,USD/bbl"), {}),
        (("Desk export", "Updated 2024-02-01", "Date,Spot,Futures"), {}),
        (("Date,x,y",), {"spot": "2", "futures": "3"}),
        (("a,b,c",), {"date": "1", "spot": "2", "futures": "3"}),
        (("Date,Close,Close",), {"spot": "2", "futures": "3"}),
    ],
)
def test_headers_in_several_rows_and_places(taken, heads, columns):
    """A column answers to each text above it, and to its place from 1."""
    assert is_right(taken(*heads, **columns))


def test_units_below_the_headers_are_told(taken):
    """A row of units belongs to the header, and does not become a price."""
    own = taken("Date,Spot,Futures", ",USc/bu,USD/bu")
    assert own.history.origin.headers[0][1] == "Spot [USc/bu]"


def test_notes_beside_the_prices_are_left_alone(taken):
    """Columns without a header, and what is written there, stand aside."""
    assert is_right(taken("Date,Spot,Futures,,", line="{date},{spot},{futures},,holiday"))


def headers_of(own):
    """What the price columns go by."""
    return [header for _, header, _ in own.history.origin.headers]


def test_one_price_beside_another_keeps_its_header(taken, tmp_path):
    """With its unit; alone in a file, where its header says price, it has the file's name."""
    own = taken("Date,Spot (USc/bu),Settle (USc/bu)")
    assert headers_of(own) == ["Spot (USc/bu)", "Settle (USc/bu)"]
    files = {key: tmp_path / f"{key} wheat.csv" for key in ("spot", "futures")}
    for path, prices in zip(files.values(), (SPOT, FUTURES), strict=True):
        lines = [f"{day},{price}" for day, price in zip(DAYS, prices, strict=True)]
        path.write_text("\n".join(["Date,Close (USc/bu)", *lines]), encoding="utf-8")
    sources = tuple(Source(path, keys=(key,)) for key, path in files.items())
    own = read(DataRequest(sources, {}), LAYOUT)
    assert headers_of(own) == ["spot wheat [USc/bu]", "futures wheat [USc/bu]"]


def test_a_month_above_a_column_ends_the_heading_before_it(taken):
    """The heading beside it is not its own."""
    with pytest.raises(BadData) as refusal:
        taken("Date,Spot,Dec-24")
    assert "no column for the futures" in str(refusal.value)


def test_two_columns_of_dates_are_two_series(taken):
    """Each price is dated by the column of dates to its left."""
    own = taken(
        "CO1 Comdty,,,EUCRBRDT Index,", "Date,PX_LAST,,Date,PX_LAST",
        line="{date},{futures},,{date},{spot}", spot="EUCRBRDT Index", futures="CO1 Comdty",
    )  # fmt: skip
    assert is_right(own)


@pytest.mark.parametrize("heads", [(",Cash,,Futures,", "Date,Open,Close,Open,Close")])
def test_a_wider_heading_names_the_price_below_it(taken, heads):
    """Of what stands below Cash its close is the spot price: not the first column, the open."""
    own = taken(*heads, line="{date},9,{spot},9,{futures}")
    assert is_right(own)
    assert [line[1] for line in own.history.origin.headers] == ["Cash Close", "Futures Close"]


def test_a_wider_heading_goes_over_its_dates(taken):
    """Two tables side by side, each with its dates, are named by what stands above them."""
    assert is_right(
        taken("Spot,,,Futures,", "Date,Close,,Date,Close", line="{date},{spot},,{date},{futures}")
    )


def test_bid_and_ask_below_a_heading_are_two(taken):
    """Where none of the columns below a heading is a usual price, the reader says which."""
    with pytest.raises(BadData, match="column 2, 'Spot Bid'; column 3, 'Spot Ask'"):
        taken(",Spot,,Futures", "Date,Bid,Ask,Settle", line="{date},{spot},{other},{futures}")


@pytest.mark.parametrize("head", ["Datum,Zuletzt,Eröffn.,Hoch,Tief,Vol.,+/- %",
    "Date,Dernier,Ouv.,Plus Haut,Plus Bas,Vol.,Variation %",
    "Fecha,Último,Apertura,Máximo,Mínimo,Vol.,% var.",
    "Data,Ultimo,Apertura,Massimo,Minimo,Vol.,Var. %",
    "Data,Último,Abertura,Máxima,Mínima,Vol.,Var%",
    "Data,Zamkniecie,Otwarcie,Najwyzszy,Najnizszy,Wolumen,"])  # fmt: skip
def test_one_series_a_file_in_five_languages(tmp_path, head):
    """The last price of a page in another language is known, its open is not taken for one."""
    for name, prices in (("a", SPOT), ("b", FUTURES)):
        lines = [f"{d},{p},9,9,9,1," for d, p in zip(DAYS, prices, strict=True)]
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    sources = (
        Source(tmp_path / "a.csv", None, ("spot",)),
        Source(tmp_path / "b.csv", None, ("futures",)),
    )
    assert is_right(read(DataRequest(sources), LAYOUT))


def test_two_columns_of_the_same_dates_are_one(taken):
    """A second form of the date beside it, as statistical offices have it, is no other date."""
    line = "{date},{date} 00:00,{spot},{futures}"
    assert is_right(taken("DATE,TIME PERIOD,Spot,Futures", line=line))
    with pytest.raises(BadData, match="several columns that can be the date"):
        taken("Reported,Traded,Spot,Futures", line="{date},2024-02-01,{spot},{futures}")


@pytest.mark.parametrize(
    ("heads", "columns", "words"),
    [
        (("Date,Basis,Futures",), {}, "add a column of spot = futures + basis"),
        (
            ("Date,High,Low",),
            {},
            "no column for the spot and none for the futures; found are 1 'Date'",
        ),
        (("Date,Spot,Ho",), {}, "--column futures=HEADER"),
        (("Date,Close,Close",), {"spot": "Close"}, "column 2, 'Close'; column 3, 'Close'"),
        (("Date,Spot,Cash",), {}, "several columns that can be the spot"),
        (("Date,Spot,Futures",), {"spot": "Jet"}, "no column 'Jet'"),
        (("Date,Spot,Futures",), {"date": "Day"}, "no column 'Day'"),
        (("Date,Spot,Futures",), {"spot": "Futures"}, "cannot be both"),
        (("Date,Spot,Futures Volume",), {}, "no column for the futures"),
        (("Date,Spot,Change in futures",), {}, "no column for the futures"),
    ],
)
def test_what_is_not_to_be_told_is_asked(taken, heads, columns, words):
    """All that is missing is named at once, with what was seen and the option that decides."""
    with pytest.raises(BadData) as refused:
        taken(*heads, **columns)
    assert words in str(refused.value)


def test_a_choice_between_close_and_adjusted_close_is_not_made(taken):
    """Of two usual prices that differ none is taken unasked; of two alike either will do."""
    line = "{date},{spot},{futures},{other}"
    with pytest.raises(BadData, match="Prices may be"):
        taken("Date,Spot,Close,Last", line=line)
    with pytest.raises(BadData, match="Prices may be"):
        taken("Date,Spot,Close,Adj Close", line=line)
    assert is_right(taken("Date,Spot,Close,Last", line="{date},{spot},{futures},{futures}"))


def test_one_contract_all_along_is_no_roll(taken):
    """A column of one contract says nothing."""
    heads = "Date,Spot,Futures,Contract"
    same = taken(heads, line="{date},{spot},{futures},CLG4")
    assert not [remark for remark in same.remarks if "Contract" in remark]


def test_a_roll_in_the_middle_is_told(tmp_path):
    """The change across a roll is no move of the market."""
    lines = zip(DAYS, SPOT, FUTURES, strict=True)
    body = [f"{d},{s},{f},{'CLG4' if i < 8 else 'CLH4'}" for i, (d, s, f) in enumerate(lines)]
    path = tmp_path / "p.csv"
    path.write_text("\n".join(["Date,Spot,Futures,Contract", *body]), encoding="utf-8")
    said = " ".join(read(DataRequest((Source(path),)), LAYOUT).remarks)
    assert "'Contract' changes once, in row 10, from 'CLG4' to 'CLH4'" in said
    assert "--where 'Contract=CLH4'" in said


def test_a_table_that_runs_to_the_right_is_refused_with_the_way_out(tmp_path):
    """Dates in a row are to be transposed, months beside each other laid one below the other."""
    path = tmp_path / "p.csv"
    lines = [
        ",".join(map(str, line)) for line in (["x", *DAYS], ["Spot", *SPOT], ["Fut", *FUTURES])
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadData, match=r"its dates in a row.*Transpose"):
        read(DataRequest((Source(path),)), LAYOUT)
    head = "Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    years = [f"{year},{','.join(map(str, SPOT[:12]))}" for year in range(2000, 2020)]
    path.write_text("\n".join([head, *years]), encoding="utf-8")
    with pytest.raises(BadData, match="Its months stand side by side"):
        read(DataRequest((Source(path),)), LAYOUT)
