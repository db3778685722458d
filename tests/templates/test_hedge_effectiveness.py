"""The hedge-effectiveness book: published figures, the standards apart, and other inputs."""

import math
from pathlib import Path

import pytest

from xlhedge.recalc import recalculate
from xlhedge.templates import checks
from xlhedge.worksheet import FX_FORWARD_RATE, FX_FORWARD_VALUE

BOOK = Path(__file__).parents[2] / "workbooks" / "hedge-effectiveness.xlsx"


@pytest.fixture(scope="module")
def computed():
    """The book with its sample data."""
    return recalculate(BOOK)


@pytest.mark.parametrize(
    ("name", "published"), [("example_offset", 1.2), ("example_turned", 100 / 120)]
)
def test_published_figures(computed, name, published):
    """IAS 39 AG105(b)'s own example: 120 or 83 per cent."""
    assert math.isclose(computed.names[name].value, published, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("standard", "says", "silent"),
    [
        ("ifrs9", "IFRS 9 has no 80-125 line", "AG105(b)"),
        ("ias39", "80-125 per cent is its text", "6.4.1"),
        ("asc815", "are practice, not its text", "AG105(b)"),
    ],
)
def test_the_memo_keeps_the_standards_apart(standard, says, silent):
    """The paragraph speaks of the chosen standard and claims no other's text for it."""
    memo = recalculate(BOOK, inputs={"standard": standard}).names["memo_text"].value
    assert says in memo
    assert silent not in memo


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 4200000, "contracts": -95},  # a seller of the same fuel
        {"contracts": 40},
        {"noise_floor": 0},
        {"noise_floor": 1e9},  # nothing is judged
        {"planned": 0.5},
        {"ias_low": 0.9, "ias_high": 1.1},
        {"standard": "asc815", "r_min": 0.99},
        {"slack": 0, "credit_max": 0.005},
    ],
    ids=str,
)
def test_checks_hold_for_other_inputs(changes):
    """The master check passes whatever an accountant may fill in."""
    book = recalculate(BOOK, inputs=changes)
    failing = checks.failing(book.cells(checks.NAME))
    log = ["Designation: the log's last ratio is the one on Inputs"]  # a new ratio wants a line
    assert failing == (log if "planned" in changes else [])


@pytest.mark.parametrize("standard", ["ifrs9", "ias39", "asc815"])
@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"credit_max": 0.005},  # a verdict of IFRS 9 alone
        {"p_max": 0.0001, "slack": 0},
        {"r_min": 0.9},  # of practice alone
        {"slope_low": -0.9, "alpha": 0.0001},
        {"ias_high": 1.01, "noise_floor": 0},  # a band of one standard alone
        {"asc_high": 1.01},
        {"noise_floor": 1e9},
        {"planned": 0.93},
    ],
    ids=str,
)
def test_the_memo_cannot_contradict_the_page(standard, limits):
    """Whatever limits are chosen, the memo's verdicts are those of the sheets before it."""
    book = recalculate(BOOK, inputs={"standard": standard, **limits})
    memo = book.names["memo_text"].value.split("\n")
    (overall,) = [line for line in memo if line.startswith("overall")]
    if standard == "ifrs9":
        assert f": {told(book, 'IFRS 9: requirements')}, " in overall
        return
    assert f": {told(book, 'IAS 39, ASC 815: regression')}, " in overall
    label = "IAS 39" if standard == "ias39" else "ASC 815"
    (offset,) = [line for line in memo if line.startswith("cumulative")]
    verdict = offset.partition("verdict: ")[2].rstrip(".")
    assert verdict == told(book, f"{label}: dollar offset now")


def told(book, label):
    """The verdict beside a label of Memo."""
    cells = book.cells("Memo")
    row, column = next(place for place, value in cells.items() if value == label)
    return str(cells[row, column + 1]).partition(": ")[0]


def test_no_verdict_is_left_blank_where_nothing_is_held():
    """Without contracts no test has figures: its error stands where its verdict would."""
    book = recalculate(BOOK, inputs={"contracts": 0})
    assert checks.failing(book.cells(checks.NAME)) != []
    for label in ("IFRS 9: requirements", "IAS 39, ASC 815: regression"):
        assert told(book, label) == "#DIV/0!"
    assert str(book.names["memo_text"].value) == "#DIV/0!"


def test_a_hedge_that_adds_to_the_risk_is_told(computed):
    """The sample qualifies; with the quantity's sign turned no standard's test passes."""
    wrong = recalculate(BOOK, inputs={"quantity": 4200000})
    for book, verdict in ((computed, "pass"), (wrong, "fail")):
        assert told(book, "IFRS 9: requirements") == verdict
        assert told(book, "IAS 39, ASC 815: regression") == verdict
    assert wrong.names["offset_now"].value < 0
    assert told(wrong, "Hedge accounting").startswith("fail")


def below(book, header):
    """The cells below a header of the page of the forward, down to the first blank one."""
    cells = book.cells("Forward, cost")
    row, column = next(place for place, value in cells.items() if value == header)
    return [cells[row + 1 + i, column] for i in range(12) if (row + 1 + i, column) in cells]


def test_the_forward_is_valued_from_its_curves(computed):
    """On designation it is worth 0; then each line is FX_FORWARD_VALUE of the day."""
    agreed = FX_FORWARD_RATE(1.1, 0.045, 0.025, 729 / 360)
    assert computed.names["agreed"].value == pytest.approx(agreed, rel=1e-12)
    value = FX_FORWARD_VALUE(1e7, agreed, 1.155, 0.041, 0.021, 364 / 360)
    values = below(computed, "value [USD]")
    assert values[0] == 0
    assert values[4] == pytest.approx(value, rel=1e-12)


def test_the_option_is_amortised_over_all_its_periods(computed):
    """Four of eight have ended: half of the aligned time value is in profit or loss."""
    assert below(computed, "amortisation [USD]")[:4] == [pytest.approx(-230000 / 8)] * 4
    assert below(computed, "amortised share")[3] == 0.5


@pytest.mark.parametrize(
    "changes",
    [
        {"bought": -1e7},
        {"due": 46800, "day_count": "30e/360"},
        {"periods": 12, "kind": "transaction"},
    ],
    ids=str,
)
def test_the_page_of_the_forward_holds_for_other_inputs(changes):
    """Either side, another count of days and another kind of item pass every check."""
    assert checks.failing(recalculate(BOOK, inputs=changes).cells(checks.NAME)) == []


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"periods": 3}, {}),  # fewer than the lines that are filled in
        ({"due": 46000}, {}),  # before the last period's end
        ({}, {1: {"F": 1000}}),  # the bank's value of a line without rates
        ({}, {2: {"B": 46433, "C": 1.16, "D": 0.04, "E": 0.02, "F": 4e5, "G": 9e4, "H": 8e4}}),
    ],
    ids=str,
)
def test_lines_that_do_not_fit_fail_a_check(computed, changes, lines):
    """Periods, days, a value too many and a line after a blank one are seen."""
    inputs = computed.cells("Inputs")
    last = next(row for (row, column), value in inputs.items() if column == 2 and value == 46346)
    typed = {f"Inputs!{c}{last + n}": v for n, line in lines.items() for c, v in line.items()}
    book = recalculate(BOOK, inputs=changes | typed)
    assert checks.failing(book.cells(checks.NAME)) != []
