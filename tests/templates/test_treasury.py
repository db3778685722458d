"""The treasury book: the published answers, and other people's inputs."""

import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate
from xlhedge.templates import checks

BOOK = Path(__file__).parents[2] / "workbooks" / "treasury-fx.xlsx"


@pytest.fixture(scope="module")
def book():
    """The workbook as it is handed out."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [
        ("parity", 1.46009, 5e-6),
        ("by_market", 14600918, 1),
        ("by_option", 14387800, 1),
    ],
)
def test_the_boeing_deal_comes_out_as_printed(book, name, published, tolerance):
    """Eun and Resnick's figures, to the digits printed."""
    assert math.isclose(book.names[name].value, published, abs_tol=tolerance)


def test_the_option_beside_a_strong_pound(book):
    """At 1.60 the option brings the printed 15,787,800."""
    table = book.cells("Compared")
    rows = [row for (row, column), value in table.items() if column == 2 and value == 1.6]
    assert any(math.isclose(table.get((row, 5), 0), 15787800, abs_tol=1) for row in rows)


AUD = {"Inputs!B16": "AUD", "Inputs!C16": 0.66, "Cash flows!G9": 1000}
OWN_AUD = AUD | {"risk_from": "own", "Risk!C14": 0.1}
OWN_AUD |= {"Risk!D14": 0.5, "Risk!E14": 0.4, "Risk!F14": 0.3, "Risk!G14": 0.6}


def failing(changes):
    """Return the checks that fail with other inputs."""
    return checks.failing(recalculate(BOOK, inputs=changes).cells(checks.NAME))


@pytest.mark.parametrize(
    "changes",
    [
        # a payable, and a month without a cash flow
        {"amount": -10000000, "Cash flows!C9": 0, "Cash flows!C36": 0},
        {"term": 0.25, "Forwards!E7": 5000},  # over-hedged
        # a policy that hedges nothing next month
        {"Inputs!C28": 0, "horizon": 1, "confidence": 0.99},
        {f"Cash flows!F{row}": 0 for part in (9, 36) for row in range(part, part + 12)},
        {"Inputs!C12": 1.15},
        {"shown": "JPY"},
        {"risk_from": "own"},
        OWN_AUD,  # a fifth currency, below the last one
        {"Inputs!B40": 13, "Inputs!C40": 0.1, "Cash flows!C21": 1000},  # a thirteenth month
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever an owner may fill in; on several pages at once too."""
    assert failing(changes) == []


def test_deals_follow_their_currency_when_two_change_places():
    """The flows stay in their columns: the deals are against them now, and that alone is named."""
    turned = {"Inputs!B12": "GBP", "Inputs!C12": 1.3, "Inputs!B13": "EUR", "Inputs!C13": 1.1}
    assert failing(turned) == ["Hedge: the forwards held take risk away"]


SLIPS = {"Inputs!B15": "GBP", "Inputs!B17": "AUD", "Inputs!C17": 0.66, "Inputs!C12": 11}
SLIPS |= {"Inputs!C57": 11, "Cash flows!G9": 1000, "Forwards!G54": "2029-06-30"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (AUD, ["Risk: every currency has a volatility"]),
        (OWN_AUD | {"Risk!H15": 0.1}, ["your own correlations, if taken, are below the diagonal"]),
        ({"Cash flows!C21": 1000}, ["Cash flows: all stand in a month and a currency"]),
        ({"currency": "EUR"}, ["none is the home currency"]),
        (
            SLIPS,
            [
                "Cash flows: all stand in a month and a currency",
                "Cash flows: all forwards stand in a month and a currency",
                "no currency stands twice",
                "without a blank between",
                "spot rates are near the last ones",
                "every month ahead has a band",
            ],
        ),
    ],
    ids=["no rates", "no correlation", "no month", "home", "slips"],
)
def test_what_would_be_left_out_in_silence_fails_a_check(changes, named):
    """A currency without rates, a flow nobody reads, a slip of a digit: a check names it."""
    failed = failing(changes)
    assert [says for says in named if not any(says in text for text in failed)] == []


def test_a_fifth_currency_counts(book):
    """Below the last currency, with its own risk and flows: it adds to what is open."""
    with_it, before = recalculate(BOOK, inputs=OWN_AUD), book

    def gross(book):
        cells = book.cells("Exposures")
        row = next(r for (r, _), v in cells.items() if v == "Open before hedges, all months")
        return cells[row, 3]

    assert math.isclose(gross(with_it) - gross(before), 1000 * 0.66)
    assert with_it.names["risk_bare"].value != before.names["risk_bare"].value


def test_currencies_are_found_by_their_codes(book):
    """In another order, or beside other columns of Rates, the risk of the book is the same."""
    columns = {"Rates!C6": "GBP", "Rates!D6": "EUR"}
    swapped = recalculate(BOOK, inputs=columns)
    assert swapped.names["risk_bare"].value != book.names["risk_bare"].value
    flows = {
        f"Cash flows!{to}{row}": book.value("Cash flows", f"{of}{row}")
        for part in (9, 36)
        for row in range(part, part + 12)
        for of, to in (("C", "D"), ("D", "C"))
    }
    order = {"Inputs!B12": "GBP", "Inputs!C12": 1.3, "Inputs!B13": "EUR", "Inputs!C13": 1.1}
    turned = recalculate(BOOK, inputs=order | flows)
    assert math.isclose(turned.names["risk_bare"].value, book.names["risk_bare"].value)


def test_home_currency_and_amounts_stand_in_titles():
    """A treasurer in pounds reads pounds: units and titles take the inputs."""
    book = recalculate(BOOK, inputs={"currency": "CHF", "amounts": "million"})
    said = [str(v) for sheet in book.sheets for v in book.cells(sheet).values() if v]
    assert "CHF million" in said
    assert "Spot rate [CHF/unit]" in said
    assert not [text for text in said if "USD" in text and "Boeing" not in text]


def test_the_strike_is_a_point_of_the_chart():
    """The option's payoff bends at its strike, wherever that lies."""
    book = recalculate(BOOK, inputs={"strike": 1.4321})
    column = [v for (_, c), v in book.cells("Compared").items() if c == 2]
    assert column.count(1.4321) >= 3  # to try, in order, in the table drawn


def test_a_month_outside_its_band_is_counted(book):
    """The sample holds one breach, so that the decision shows what one looks like."""
    cells = book.cells("Layered hedge")
    row = next(
        row for (row, column), v in cells.items() if column == 2 and v == "Outside the policy"
    )
    assert cells[row, 3] == 1
    assert "outside policy" in cells.values()


def test_neither_certain_way_wins_by_rounding():
    """With the forward at the parity rate the page calls the two certain ways equal."""
    at_parity = recalculate(BOOK, inputs={"forward": 1.5 * 1.061 / 1.09})
    cells = at_parity.cells("Compared")
    (row,) = (row for (row, _), value in cells.items() if value == "The better certain way")
    assert [value for (at, _), value in cells.items() if at == row][1] == "equal"
    best = [value for (_, column), value in cells.items() if column == 7]
    assert "equal: forward, money market" in best
    assert "forward" not in best
