"""The commodity cross hedge: the published answers, other people's inputs, the history's digest."""

import datetime as dt
import hashlib
import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate
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
        {"contracts_held": 90},
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
