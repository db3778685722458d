"""Somebody else's home currency: no page keeps the sample's."""

import re
from pathlib import Path

import pytest

from xlhedge import templates
from xlhedge.recalc import recalculate
from xlhedge.templates import checks, own_data, shelf
from xlhedge.templates.own_data.currencies import Money, read_currencies

WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def sentences(book, pattern, without=()):
    """Return the texts of a book that a pattern is in, with the sheet."""
    return [
        (sheet, text)
        for sheet in book.sheets
        if sheet not in {"Contracts", *without}
        for text in book.cells(sheet).values()
        if isinstance(text, str) and re.search(pattern, text)
    ]


@pytest.mark.parametrize("name", ["portfolio-hedge", "rates-hedge"])
def test_an_investor_in_euros_reads_euros(name):
    """Titles, headers, axes, units and checks take the currency typed."""
    book = recalculate(WORKBOOKS / f"{name}.xlsx", inputs={"currency": "EUR"})
    assert sentences(book, r"\bUSD\b") == []
    assert checks.failing(book.cells(checks.NAME)) == []
    assert len(sentences(book, r"\bEUR\b")) > 40


def test_an_investor_in_euros_holds_funds_in_dollars():
    """The rate is euros for one dollar, and the sample's contract is another currency's."""
    turned = {"currency": "EUR", "foreign_currency": "USD"}
    book = recalculate(WORKBOOKS / "hedging-template.xlsx", inputs=turned)
    assert "EUR for one USD today." in {text for _, text in sentences(book, "for one")}
    assert sentences(book, r"USD/EUR|investor in USD|Funds in EUR") == []
    assert any("funds' currency" in text for text in checks.failing(book.cells(checks.NAME)))


@pytest.fixture(scope="module")
def sterling(tmp_path_factory):
    """A treasurer's book in pounds, made of rates against the euro."""
    folder = tmp_path_factory.mktemp("sterling")
    lines = ["Date,USD,JPY,GBP,"]
    for day in range(60, 0, -1):
        swing = (day * 7 % 11 - 5) / 400
        month, rest = divmod(day - 1, 28)
        rates = (1.1 * (1 + swing), 160 * (1 - swing), 0.85 * (1 + swing * swing))
        lines.append(f"2026-{1 + month:02}-{1 + rest:02}," + ",".join(f"{r:.5f}" for r in rates))
    (folder / "eurofxref-hist.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    layout = shelf.layout(templates.description_text("treasury-fx"), "treasury-fx")
    wanted = own_data.DataRequest((own_data.Source(folder / "eurofxref-hist.csv"),))
    history = read_currencies(wanted, layout, Money("GBP")).history
    return recalculate(templates.build("treasury-fx", history))


def test_a_treasurer_in_pounds_reads_pounds(sterling):
    """Dollars are one of the foreign currencies, and no unit."""
    assert checks.failing(sterling.cells(checks.NAME)) == []
    assert ("Inputs", "Spot rate [GBP/unit]") in sentences(sterling, "Spot rate")
    foreign = {text for _, text in sentences(sterling, r"\bUSD\b", without={"About"})}
    assert foreign == {"USD", "GBP for 1 USD, from USD x GBP"}  # the second on Data check
    assert sterling.value("Interest", "C5") == "GBP"


def test_without_deals_nothing_is_held_and_nothing_is_worth_anything(sterling):
    """The sample's forwards and interest rates are not somebody else's."""
    cells = sterling.cells("Forwards")
    row = max(row for (row, column), v in cells.items() if column == 2 and v == "Fair value")
    assert cells[row, 3] == 0
    assert sterling.value("Forwards", "B7") is None
    assert sterling.value("Interest", "B22") is None
    days = [v for (row, column), v in sterling.cells("Rates").items() if column == 2 and row > 8]
    assert sterling.value("Interest", "C8") == max(d for d in days if isinstance(d, float))
