"""A book in its second week: rows that come, units that are typed, a buyer, a check that fails."""

import functools
import io

import openpyxl
import pytest

from xlhedge import contracts, templates
from xlhedge.ooxml.errors import BadBook
from xlhedge.recalc import recalculate
from xlhedge.templates import checks

WITH_UNITS = ("hedging-template", "commodity-cross-hedge", "hedge-effectiveness")


@functools.cache
def fresh(name):
    """Return a template with the sample's figures, computed."""
    return recalculate(templates.build(name)).to_bytes()


def test_next_week_has_a_row_and_every_figure_takes_it_up():
    """A price below the last one is in the ratio, the observations, and the last price checked."""
    before = recalculate(fresh("hedging-template"))
    row = next(r for r in range(7, 400) if before.value("Prices", f"C{r}") is None)
    week = {f"Prices!B{row}": "2026-11-27", f"Prices!C{row}": 2.0, f"Prices!D{row}": 5.0}
    after = recalculate(fresh("hedging-template"), inputs=week)
    rows = range(30, 80)
    assert after.names["best_ratio"].value != before.names["best_ratio"].value
    old, new = (
        {book.value("Crop hedge", f"B{r}"): book.value("Crop hedge", f"C{r}") for r in rows}
        for book in (before, after)
    )
    assert new["observations"] == old["observations"] + 1
    assert new["dropped"] == 0, "spare rows are not dropped ones"


def test_a_row_below_the_last_spare_one_is_refused():
    """There is no quiet place for a price that nothing reads."""
    book = openpyxl.load_workbook(io.BytesIO(fresh("hedging-template")))
    area = book.defined_names["spot_prices"].attr_text
    below = int(area.rpartition("$")[2]) + 1
    with pytest.raises(BadBook, match="locked on a protected sheet"):
        recalculate(fresh("hedging-template"), inputs={f"Prices!C{below}": 3.0})


@pytest.mark.parametrize("name", WITH_UNITS)
def test_titles_headers_and_axes_follow_the_units_typed(name):
    """Where EUR and t are typed, no page speaks of the sample's currency and unit any more."""
    units = {"currency": "CHF", "quantity_unit": "kg", "price_unit": "CHF/kg"}
    if name == "commodity-cross-hedge":
        units |= {"second_quantity_unit": "hl", "second_price_unit": "CHF/hl"}
    book = recalculate(fresh(name), inputs=units)
    for sheet in book.sheets:
        if sheet in {"About", "Contracts", "Inputs"}:  # the sample's words, and the exchanges'
            continue
        page = {at: v for at, v in book.cells(sheet).items() if v not in contracts.labels()}
        said = [t for t in page.values() if isinstance(t, str) and "USD" in t.replace("USD-", "")]
        assert not said, (sheet, said[:3])
    assert any("[CHF/kg]" in str(t) for t in book.cells("Chart texts").values())


def test_a_buyer_is_told_a_buyers_price():
    """The price locked in has the cost on top for who buys."""
    buyer = recalculate(fresh("hedging-template"), inputs={"quantity": -20000, "contracts_held": 3})
    cost = buyer.names["cost_per_unit"].value
    assert buyer.names["price_locked_in"].value == pytest.approx(3.467 - 0.4 + cost, abs=1e-12)
    assert buyer.value("Farmer", "I2").startswith("pass")


def test_futures_held_count_in_what_is_hedged_now():
    """Five micro futures sold beside two thirds of hedged funds are 112.5 %: hand arithmetic."""
    book = recalculate(fresh("hedging-template"), inputs={"fx_contracts_held": -5})
    assert book.names["ratio_now"].value == pytest.approx((100_000 + 5 * 12_500 * 1.1) / 150_000)


@pytest.mark.parametrize(
    ("inputs", "check"),
    [
        ({"futures_price": 346.7}, "Inputs: hedge ratio by value"),
        ({"spot_price": 300.0}, "Inputs: spot_price is near the last price"),
        ({"contract_size": 500000}, "Inputs: hedge ratio by value"),
        ({"contracts_held": 3}, "Hedge: the contracts held take risk away"),
        ({"quantity_unit": "t"}, "Inputs: the contract's size"),
        ({"contract": "other: not in this list"}, "Inputs: the contract's size"),
        ({"price_unit": "USc/bushel"}, "Inputs: unit of price"),
        ({"spot_price": 820, "futures_price": 835}, "Inputs: the futures price is not in cents"),
    ],
)
def test_a_slip_in_an_input_fails_a_check_that_every_head_names(inputs, check):
    """The master check names the first check that fails, and leads to its row."""
    book = recalculate(fresh("hedging-template"), inputs=inputs)
    page = book.cells("Checks")
    failed = [str(page[row, 2]) for row, column in page if column == 9 and page[row, column] == 0]
    assert any(text.startswith(check) for text in failed), failed
    assert book.value("Farmer", "I2").startswith("FAIL: ")


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("hedging-template", {"contracts_held": 3}),
        ("commodity-cross-hedge", {"contracts_held": 90}),
        ("portfolio-hedge", {"held": 5}),
        ("portfolio-hedge", {"held": -70}),
        ("hedge-effectiveness", {"quantity": 4_200_000}),
        ("hedge-effectiveness", {"contracts": 250}),
        ("treasury-fx", {f"Forwards!D{row}": "buy" for row in range(7, 55)}),
    ],
    ids=str,
)
def test_a_hedge_that_adds_to_the_risk_fails_a_check(name, inputs):
    """A wrong sign, or far too much of it: a failing check says so, not a verdict alone."""
    book = recalculate(fresh(name), inputs=inputs)
    failed = checks.failing(book.cells(checks.NAME))
    assert any(text.startswith("Hedge: ") for text in failed), failed
    plain = checks.failing(recalculate(fresh(name)).cells(checks.NAME))
    assert not any(text.startswith("Hedge: ") for text in plain)


def test_a_multiplier_comes_with_its_index_future():
    """Chosen by name, the contract brings its own; one of bushels asks for another."""
    chosen = {"contract": contracts.contract_of("ES").label, "multiplier": None}
    book = recalculate(fresh("portfolio-hedge"), inputs=chosen)
    assert book.names["size"].value == 50
    assert checks.failing(book.cells(checks.NAME)) == []
    wheat = {"contract": contracts.contract_of("ZW").label, "multiplier": None}
    failed = checks.failing(recalculate(fresh("portfolio-hedge"), inputs=wheat).cells(checks.NAME))
    assert any(text.startswith("Inputs: the multiplier") for text in failed)
