"""The commodity cross hedge: the published answers, other people's inputs, the history's digest."""

import datetime as dt
import hashlib
import math
from pathlib import Path

import numpy as np
import pytest

from xlhedge.core import strips
from xlhedge.core.average_options import average_price_option
from xlhedge.recalc import recalculate
from xlhedge.templates import checks
from xlhedge.templates.commodity_cross_hedge import sample

BOOK = Path(__file__).parents[2] / "workbooks" / "commodity-cross-hedge.xlsx"


@pytest.fixture(scope="module")
def book():
    """The workbook as it is handed out."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published", "digits"),
    [
        ("published_ratio", 0.7777, 4),
        ("published_contracts", 37.03, 2),
        ("published_tailed", 36.10, 2),
        ("published_effect", 0.861, 2),  # the book squares a correlation rounded to 0.928
    ],
)
def test_hulls_answers(book, name, published, digits):
    """Hull's jet fuel example comes out as printed, to the digits printed."""
    assert math.isclose(book.names[name].value, published, abs_tol=0.6 * 10**-digits)


@pytest.mark.parametrize(
    "changes",
    [
        {"exposure": 2000000, "contracts_held": -20},  # a refinery that sells its jet fuel
        {"contracts_held": 38},  # already there: no trade
        {"contracts_held": 70},  # over-hedged
        {"band": 1},
        {"rounding": 0},
        {"rounding": 3, "Inputs!C14": 2},
        {"Inputs!C14": 1},
        {"window": 52},  # the rolling table gets shorter
        {"confidence": 0.5},
        {"exposure": -300000000000000},  # the sixteenth digit of a figure is rounding
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever an owner may fill in."""
    computed = recalculate(BOOK, inputs=changes)
    assert computed.value("Cross hedge", "I2").startswith("pass")


@pytest.mark.parametrize("held", [-20, 90])
def test_a_hedge_that_adds_to_the_risk_fails_a_check(held):
    """A wrong sign, or more than twice the best ratio: the head names the check."""
    computed = recalculate(BOOK, inputs={"contracts_held": held})
    assert checks.failing(computed.cells(checks.NAME))[0].startswith("Hedge: the contracts held")


def test_too_little_for_one_contract_is_named():
    """A contract far larger than the exposure is no quiet figure: the check of the size says so."""
    computed = recalculate(BOOK, inputs={"exposure": 100, "contracts_held": 0})
    says = "FAIL: Inputs: one contract is at most twice the exposure"
    assert computed.value("Cross hedge", "I2") == says


def test_a_shorter_rolling_table_ends_where_the_chart_ends():
    """With a longer window the chart's last points repeat the last window, and nothing else."""
    computed = recalculate(BOOK, inputs={"window": 104})
    table = computed.cells("Rolling ratio")
    drawn = [value for (row, column), value in sorted(table.items()) if column == 7 and row > 30]
    assert len({v for v in drawn[60:120] if isinstance(v, float)}) == 1


def test_the_history_is_the_same_everywhere():
    """Only whole numbers and random() make it, so its digest is one for all machines."""
    weeks = sample.weekly(dt.date(2026, 11, 20), 1.94, 1.99, 82.0)
    assert (weeks[-1].jet, weeks[-1].oil, weeks[-1].crude) == (1.94, 1.99, 82.0)
    assert len(weeks) == sample.WEEKS
    digest = hashlib.sha256(repr([week[1:] for week in weeks]).encode()).hexdigest()
    assert digest[:16] == "1757d32cbd164fc6"


def column(book, sheet, head):
    """Return the figures below a header, down to the first cell without one."""
    cells = book.cells(sheet)
    row, at = next(place for place, value in sorted(cells.items()) if value == head)
    figures = []
    while isinstance(cells.get((row + 1, at)), float | int):
        row += 1
        figures.append(cells[row, at])
    return figures


@pytest.mark.parametrize("exposure", [-2_000_000, 1_234_567])
def test_the_strip_is_the_cores(exposure):
    """Contracts of each expiry are the core's, for who buys and for who sells."""
    book = recalculate(BOOK, inputs={"exposure": exposure, "contracts_held": 0})
    ratio = book.names["best_ratio"].value
    lines = strips.strip_hedge_contracts(np.full(4, exposure / 4), 42_000, np.array([ratio]))
    assert column(book, "Strip", "contracts exact") == pytest.approx([x.exact for x in lines])
    assert column(book, "Strip", "contracts whole") == [x.whole for x in lines]
    assert column(book, "Strip", "trade") == [x.whole for x in lines]
    assert book.value("Cross hedge", "I2").startswith("pass")


def test_a_fifth_expiry_is_taken_up():
    """A line below the last one has its contracts, and the shares are held to the whole."""
    fifth = {"Strip!B11": dt.date(2027, 5, 28), "Strip!C11": 0.2, "Strip!D11": 0.02}
    book = recalculate(BOOK, inputs=fifth)
    assert len(column(book, "Strip", "contracts whole")) == 5
    assert checks.failing(book.cells(checks.NAME))[0].startswith("Strip: the expiries' shares")
    shares = {f"Strip!C{row}": 0.2 for row in range(7, 11)}
    assert checks.failing(recalculate(BOOK, inputs=fifth | shares).cells(checks.NAME)) == []


def test_a_blank_between_expiries_is_named():
    """The contracts of a month never stand beside another month's fuel in silence."""
    book = recalculate(BOOK, inputs={"Strip!B8": None, "Strip!C8": None})
    assert any("no blank line" in text for text in checks.failing(book.cells(checks.NAME)))


COLLARS = [
    {},
    {"exposure": 2_000_000, "contracts_held": -20},  # a refinery: the put is bought
    {"average_so_far": 2.0, "share_fixed": 0.4, "last_fixing": 0.05},
    {"averaging": 0},
    {"implied": 0.6, "Collar!C6": 0.2},
]


@pytest.mark.parametrize("inputs", COLLARS, ids=str)
def test_the_collar_costs_nothing_by_the_cores_prices(inputs):
    """Premiums are the core's, and the same at the strike sold; call less put is the forward."""
    book = recalculate(BOOK, inputs=inputs)
    terms = {n: book.names[n].value for n in ("free_rate", "implied", "last_fixing", "averaging")}
    share, so_far = book.names["share_fixed"].value, book.names["average_so_far"].value
    buys = inputs.get("exposure", -1) < 0
    strike = 1.99 * (1 + (1 if buys else -1) * inputs.get("Collar!C6", 0.08))

    def premium(at, kind):
        return average_price_option(1.99, at, *terms.values(), so_far, share, kind)

    bought, sold = ("call", "put") if buys else ("put", "call")
    assert book.names["bought_value"].value == pytest.approx(premium(strike, bought), abs=1e-12)
    zero = book.names["zero_strike"].value
    assert premium(zero, sold) == pytest.approx(premium(strike, bought), abs=1e-9)
    assert (zero < strike) == buys
    discount = math.exp(-terms["free_rate"] * terms["last_fixing"])
    forward = (1 - share) * 1.99 + share * (so_far or 0) - strike
    parity = premium(strike, "call") - premium(strike, "put")
    assert parity == pytest.approx(discount * forward, abs=1e-12)
    assert book.value("Collar", "I2").startswith("pass")
    prices = column(book, "Collar", "Collar [USD/gallon]")
    assert max(prices) == pytest.approx(max(strike, zero) - 0.05, abs=1e-9)
    assert min(prices) == pytest.approx(min(strike, zero) - 0.05, abs=1e-9)


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [(1.75, "watch: too dear"), (1.9, "pass: in your limit"), (2.5, "fail: strikes cross")],
)
def test_a_banks_strike_goes_before_the_one_that_costs_nothing(typed, verdict):
    """What it costs is judged on its page and on Answer, and a put above the call is no collar."""
    book = recalculate(BOOK, inputs={"strike_typed": typed})
    assert book.value("Collar", "I3") == verdict
    assert verdict in book.cells("Answer").values()
    crossed = [c for c in checks.failing(book.cells(checks.NAME)) if "put's strike" in c]
    assert bool(crossed) == verdict.startswith("fail")
