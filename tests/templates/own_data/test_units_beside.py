"""Columns that say what prices are in: two currencies are never one series in silence."""

import pytest

from xlhedge import templates
from xlhedge.templates.own_data import BadData, DataRequest, Source, read

LAYOUT = templates.layouts()["hedging-template"]
COUNT = 20


@pytest.fixture
def remarks(tmp_path):
    """Return what is said of rows whose cells are the day, two prices and the row's number."""

    def call(head, line):
        cells = [
            (f"2024-01-{i + 1:02}", 3 + i * 7 % 11 / 100, 3.4 + i * 5 % 13 / 100, i)
            for i in range(COUNT)
        ]
        path = tmp_path / "p.csv"
        path.write_text("\n".join([head, *(line(*cell) for cell in cells)]), encoding="utf-8")
        return " ".join(read(DataRequest((Source(path),)), LAYOUT).remarks)

    return call


@pytest.mark.parametrize("name", ["Currency", "Ccy", "Unit", "Währung"])
def test_a_currency_for_each_price(remarks, name):
    """The column beside a price is its own: where two differ, it is said what follows."""
    head = f"Date,Spot,{name},Futures,{name}"
    said = remarks(head, lambda d, s, f, _: f"{d},{s},USD,{f},EUR")
    assert "the spot is in 'USD' and the futures is in 'EUR'" in said
    assert "number of contracts" in said
    assert "is in" not in remarks(head, lambda d, s, f, _: f"{d},{s},USD,{f},USD")


@pytest.mark.parametrize("head", ["Date,Spot,Futures,Currency", "Currency,Date,Spot,Futures"])
def test_a_currency_that_changes_is_refused(remarks, head):
    """Prices in dollars and then in euros are no one series, wherever the column stands."""

    def line(d, s, f, i):
        code = "USD" if i < 12 else "EUR"
        return f"{code},{d},{s},{f}" if head.startswith("Currency") else f"{d},{s},{f},{code}"

    with pytest.raises(BadData, match=r"row 14: 'Currency' changes from 'USD' to 'EUR'.*--where"):
        remarks(head, line)


def test_marks_of_two_currencies(remarks):
    """Signs on the prices say the same as a column would."""
    said = remarks("Date,Spot,Futures", lambda d, s, f, _: f"{d},€{s},${f}")
    assert "spot is in €" in said
    assert "futures is in $" in said
    assert "is in" not in remarks("Date,Spot,Futures", lambda d, s, f, _: f"{d},€{s},€{f}")
