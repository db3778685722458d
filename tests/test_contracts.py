"""The table of contracts: figures that agree with each other, and with what stands elsewhere."""

import csv
import datetime as dt
import json
import tomllib
from collections import Counter
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge import contracts
from xlhedge.core import commodity

ALL = contracts.all_contracts()
EACH = pytest.mark.parametrize("contract", ALL, ids=[c.symbol for c in ALL])
HOSTS = {
    "CBOT": "www.cmegroup.com",
    "CME": "www.cmegroup.com",
    "COMEX": "www.cmegroup.com",
    "NYMEX": "www.cmegroup.com",
    "Eurex": "www.eurex.com",
    "Euronext": "live.euronext.com",
    "ICE Europe": "www.ice.com",
    "ICE US": "www.ice.com",
    "LME": "www.lme.com",
}


@EACH
def test_tick_and_size_make_the_exchange_s_tick_value(contract):
    """The tick value is the exchange's own figure: a slip in size, tick or unit shows in it."""
    assert contract.tick * contract.quote_value * contract.size == pytest.approx(
        contract.tick_value, rel=1e-12
    )


@EACH
def test_the_quote_is_of_the_unit_and_the_currency(contract):
    """Cents and per cents are a hundredth of money; a price is per the unit of the size."""
    hundredth = contract.quote.startswith(("US cents", "%"))
    assert contract.quote_value == (0.01 if hundredth else 1)
    money, _, per = contract.quote.partition("/")
    if per:
        assert contract.unit in (per, f"{per}s", per.replace("foot", "feet"))
        assert money == contract.currency or (money, contract.currency) == ("US cents", "USD")
    else:
        assert contract.unit.startswith(contract.currency)


@EACH
def test_a_price_in_cents_lies_above_what_one_in_money_reaches(contract):
    """Only contracts quoted in cents have a ceiling, in money: 100,000 of their price steps."""
    in_cents = contract.quote.startswith("US cents/")
    assert (contract.price_ceiling is not None) is in_cents
    if in_cents:
        steps = contract.price_ceiling * contract.size / contract.tick_value
        assert steps == pytest.approx(100_000)
        assert contract.price_unit == contract.quote.replace("US cents", contract.currency)


@EACH
def test_its_source_is_a_page_of_its_exchange(contract):
    """Whoever doubts a figure is sent to the exchange."""
    source = urlsplit(contract.source)
    assert (source.scheme, source.netloc) == ("https", HOSTS[contract.exchange])
    assert len(source.path) > 10


def test_the_table_is_dated_and_whole():
    """About sixty contracts or more, of ten kinds, no two with one symbol or one label."""
    assert dt.date(2025, 1, 1) <= contracts.as_of() <= dt.datetime.now(dt.UTC).date()
    assert len(ALL) >= 60
    assert min(Counter(c.group for c in ALL).values()) >= 4
    for taken in ([c.symbol for c in ALL], contracts.labels(), [c.source for c in ALL]):
        assert not [name for name, times in Counter(taken).items() if times > 1]
    groups = [c.group for c in ALL]
    assert [g for i, g in enumerate(groups) if i == 0 or groups[i - 1] != g] == [
        *dict.fromkeys(groups)
    ]


@pytest.mark.parametrize(
    ("symbol", "size"),
    [
        ("CL", commodity.CRUDE_CONTRACT),
        ("RB", commodity.PRODUCT_CONTRACT),
        ("HO", commodity.PRODUCT_CONTRACT),
        ("ZS", commodity.SOYBEAN_CONTRACT),
        ("ZM", commodity.MEAL_CONTRACT),
        ("ZL", commodity.OIL_CONTRACT),
    ],
)
def test_the_functions_own_sizes_are_the_table_s(symbol, size):
    """CRACK_HEDGE_CONTRACTS and CRUSH_HEDGE_CONTRACTS know their contracts: both say the same."""
    assert contracts.contract_of(symbol).size == size


def test_contracts_in_the_books_are_known_ones(root):
    """Each contract that a book starts with is one of the table, and brings its own size."""
    chosen = []
    for book in sorted((root / "xlhedge" / "templates").glob("*/book.toml")):
        for cell in _cells(tomllib.loads(book.read_text(encoding="utf-8"))):
            if cell.get("rule") == "listed contract_names" and "other" not in cell["value"]:
                assert cell["value"] in contracts.labels(), book.parent.name
                chosen.append(cell["value"])
            if (
                cell.get("name")
                and cell.get("label", "").startswith("Contract size")
                and "value" in cell
            ):
                assert cell["value"] == "", book.parent.name
    assert {contracts.contract_of(symbol).label for symbol in ("ZW", "HO", "CL", "M6E")} == set(
        chosen
    )


def _cells(part):
    """Return all tables inside a description."""
    if isinstance(part, dict):
        yield part
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from _cells(inner)


@pytest.mark.parametrize(
    ("example", "symbol"),
    [
        ("cattle-1000-n", "LE"),
        ("hull-p-cattle-n", "LE"),
        ("hull-e31-n", "6J"),
        ("hull-p-mini", "ES"),
        ("gaodun-564", "ES"),
        ("jet-1m", "HO"),
        ("isu-a2-61-pnl", "ZC"),
    ],
)
def test_sizes_in_print_are_the_table_s(root, example, symbol):
    """Published examples of a contract have the size that the table gives it."""
    rows = [
        row
        for table in sorted((root / "tests" / "data").glob("*_examples.csv"))
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    ]
    inputs = next(json.loads(row["inputs_json"]) for row in rows if row["id"] == example)
    printed = inputs.get("contract_size") or inputs["multiplier"]
    assert contracts.contract_of(symbol).size == printed


@given(st.sampled_from(ALL))
def test_a_label_leads_back_to_its_contract(contract):
    """What a list on an input offers, contract_of() understands."""
    assert contracts.contract_of(contract.label) == contract
    assert contracts.contract_of(f" {contract.symbol.lower()} ") == contract
    assert contracts.search([contract.symbol]) == [contract]


def test_words_narrow_the_search():
    """Each word has to fit, a symbol stands for one contract, no word for all."""
    assert contracts.search([]) == list(ALL)
    assert [c.symbol for c in contracts.search(["wheat", "mini"])] == ["XW"]
    assert [c.symbol for c in contracts.search(["C"])] == ["C"]
    assert {c.symbol for c in contracts.search(["micro e-mini"])} == {"MES", "MNQ", "M2K", "MYM"}
    assert contracts.search(["wheat", "barrels"]) == []


def test_what_is_almost_a_word_is_suggested():
    """A slip finds its word; a word that fits, but not with the others, is none."""
    assert "soybeans" in contracts.near(["soybaens"])
    assert "cattle" in contracts.near(["live", "catle"])
    assert contracts.near(["wheat", "barrels"]) == []


def test_the_command_prints_tables_and_json(run):
    """People get a table with its date, programs the fields, and --quiet nothing."""
    code, out, _ = run("contracts", "mini", "corn")
    assert code == 0
    assert "XC" in out
    assert "1,000 bushels" in out
    assert "0.125 US cents/bushel" in " ".join(out.split())
    code, out, _ = run("contracts", "6j", "--json")
    told = json.loads(out)
    assert told["as_of"] == contracts.as_of().isoformat()
    assert told["contracts"] == [contracts.contract_of("6J")._asdict()]
    assert run("contracts", "corn", "--quiet")[:2] == (0, "")


def test_the_command_suggests_what_was_meant(run):
    """An unknown word ends with code 2, a sentence and the nearest words, also where quiet."""
    for quiet in ([], ["--quiet"]):
        code, out, err = run("contracts", "soybaens", *quiet)
        assert (code, out) == (2, "")
        assert "no contract is called soybaens; use soybeans" in err
    assert "xlhedge contracts for the whole list" in run("contracts", "wheat", "barrels")[2]
