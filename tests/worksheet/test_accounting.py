"""The hedge accounting functions as a cell sees them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlhedge import __version__
from xlhedge.core.memo import MemoLimits
from xlhedge.worksheet import CATALOGUE
from xlhedge.worksheet.accounting import COST_OF_HEDGING, HEDGE_MEMO, IFRS9_ASSESSMENT, OCI_SPLIT
from xlhedge.worksheet.effectiveness import (
    DOLLAR_OFFSET,
    DOLLAR_OFFSET_TEST,
    HEDGE_REGRESSION_TEST,
    HYPOTHETICAL_DERIVATIVE_TEST,
)

ITEM = [[10], [-8], [5], [-12]]
HEDGE = [[-9], [8], [-5], [11]]
GAP = [[10], [None], [5], [-12]]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (DOLLAR_OFFSET_TEST(HEDGE, ITEM), 5),
        (HEDGE_REGRESSION_TEST(ITEM, HEDGE), 4),
        (HYPOTHETICAL_DERIVATIVE_TEST(HEDGE, HEDGE), 4),
        (OCI_SPLIT(HEDGE, HEDGE), 7),
        (IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1), 5),
        (COST_OF_HEDGING([[20], [13], [0]]), 7),
    ],
)
def test_tables_are_rectangles_with_a_lower_case_header(table, columns):
    """Each table spills as a rectangle under a header of lower-case labels."""
    assert {len(row) for row in table} == {columns}
    assert all(label == label.lower() for label in table[0])


def test_an_item_that_stood_still_is_an_error_in_its_cell_only():
    """A period without a ratio shows #DIV/0! in that cell, and the table stands."""
    table = DOLLAR_OFFSET_TEST([[-1], [-2]], [[0], [2]])
    assert str(table[1][3]) == "#DIV/0!"
    assert "period 1" in table[1][3].message
    assert table[2][3] == 1.5


def test_what_was_dropped_is_counted():
    """A blank drops its period, and the table says so."""
    table = {row[0]: row[1] for row in HEDGE_REGRESSION_TEST(GAP, HEDGE)}
    assert (table["observations"], table["dropped"]) == (3, 1)


def test_credit_risk_that_nobody_gave_is_not_assessed():
    """Without credit_changes the line says so in words: no figure is made up."""
    table = IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1)
    assert table[2][2] == "credit_changes not given"
    assert table[2][4] == table[-1][4] == "not assessed"
    full = IFRS9_ASSESSMENT(ITEM * 3, HEDGE * 3, 1, 1, [[1], [0], [0], [-1]] * 3)
    assert full[2][2] == pytest.approx(2 / 33)
    assert full[-1][4] == "pass"


def test_few_changes_leave_an_error_in_the_robust_cells_only():
    """With four changes two cells of a test show #DIV/0! and say what is missing."""
    for table, width in (
        (HEDGE_REGRESSION_TEST(ITEM, HEDGE), 1),
        (IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1), 2),
    ):
        errors = {row[0]: row[width] for row in table if str(row[width]) == "#DIV/0!"}
        assert set(errors) == {"slope p-value", "robust standard error"}
        assert "at least 12 are needed" in errors["slope p-value"].message
        assert table[-1][-1] == "not assessed"


blank = st.sampled_from([None, "", " "])


def series(seed, n, slope, noise):
    """Return columns of item and hedge changes; rounded, as prices in cents are."""
    random = np.random.default_rng(seed)
    hedge = random.normal(size=n).round(2)
    item = (slope * hedge + noise * random.normal(size=n)).round(2)
    return [[[x] for x in column.tolist()] for column in (item, hedge)]


def verdicts(table):
    """Return the verdicts of a table's judged lines, and of the last, by name."""
    told = {row[0]: row[-1] for row in table[1:] if row[-1] in ("pass", "fail", "not assessed")}
    told.pop("observations", None)  # watched
    return told


@given(
    data=st.builds(
        series,
        st.integers(0, 10**6),
        st.sampled_from([4, 11, 12, 13, 40]),
        st.sampled_from([-1.0, -0.8, -0.4, 0.0, 1.0]),
        st.sampled_from([0.0, 0.1, 0.5, 2.0]),
    ),
    limits=st.tuples(
        blank | st.floats(0, 1),
        blank | st.floats(-2, -1),
        blank | st.floats(-0.99, 0),
        blank | st.floats(1e-6, 0.5),
        blank | st.floats(0, 1),
        blank | st.floats(0, 1),
        blank | st.sampled_from(["item on hedge", "Hedge on item "]),
        blank | st.floats(0.1, 1),
        blank | st.floats(1, 3),
        blank | st.floats(0, 20),
    ),
    given_limits=st.integers(0, 10),
    ratios=st.tuples(st.floats(0.5, 1.5), st.floats(-0.5, 1.5)),
    credit=st.none() | st.floats(0, 1),
    overlap=st.sampled_from([False, 1, 3, 12]),
    as_row=st.booleans(),
)
def test_memo_and_tables_never_disagree(
    data, limits, given_limits, ratios, credit, overlap, as_row
):
    """For each standard every verdict in the memo is that of the table for the same inputs."""
    item, hedge = data
    credits_given = None if credit is None else [[credit * cell[0]] for cell in hedge]
    limits = limits[:given_limits]
    cells = [list(limits)] if as_row else [[limit] for limit in limits]
    texts = [
        HEDGE_MEMO(
            item,
            hedge,
            standard,
            None,
            None,
            None,
            *ratios,
            credits_given,
            cells if limits else None,
            overlap,
        )
        for standard in ("ifrs9", "ias39", "asc815")
    ]
    r2, low, high, alpha, most, apart, direction, *offset = [
        limit if limit is not None and str(limit).strip() else None
        for limit in (*limits, *[None] * (10 - len(limits)))
    ]
    ifrs9 = IFRS9_ASSESSMENT(item, hedge, *ratios, credits_given, alpha, most, apart, overlap)
    regression = HEDGE_REGRESSION_TEST(item, hedge, r2, low, high, alpha, overlap, direction)
    total = DOLLAR_OFFSET_TEST(hedge, item, *offset)
    for text, table in zip(texts, (ifrs9, regression, regression), strict=True):
        if not isinstance(table, list):
            assert str(text) == str(table)
            continue
        lines = text.split("\n")
        told = verdicts(table)
        for name, verdict in told.items():
            starts = (name, f"{name} [") if table is ifrs9 else (f"{name}:",)
            (line,) = [x for x in lines if x.startswith(starts)]
            if name == "overall":
                assert line.partition("]: " if table is ifrs9 else ": ")[2].startswith(
                    f"{verdict}, "
                )
            else:
                assert line.endswith(f"; verdict: {verdict}."), name
        claims = sum("; verdict: " in line for line in lines)
        if table is regression:
            (line,) = [x for x in lines if x.startswith("cumulative dollar offset:")]
            assert line.endswith(f"; verdict: {total[-1][-1]}.")
            claims -= 1
        assert claims == len(told) - 1  # the memo judges nothing that the table does not


@pytest.mark.parametrize("process", ["autocorrelated", "overlapping"])
def test_unrelated_series_seldom_pass(process):
    """Of 600 unrelated pairs of 30 changes 2.5 % should pass, and at most 4 % and chance do."""
    random = np.random.default_rng(11)

    def series():
        noise = random.normal(size=80)
        if process == "overlapping":  # changes over three rows from every row
            return np.convolve(noise, np.ones(3), "valid")[:30]
        for i in range(1, noise.size):
            noise[i] += 0.8 * noise[i - 1]
        return noise[-30:]

    def pair():
        return [[[x] for x in series().tolist()] for _ in range(2)]

    passed = sum(IFRS9_ASSESSMENT(*pair(), 1, 1)[1][4] == "pass" for _ in range(600))
    assert passed <= 600 * 0.04 + 2 * np.sqrt(600 * 0.04 * 0.96)
    assert passed > 0  # a test that never passes anything would hold the size as well


def test_the_limits_have_the_tests_own_defaults():
    """A limit left out is the default of the argument of that name, in every test."""
    for name in (
        "DOLLAR_OFFSET_TEST",
        "HEDGE_REGRESSION_TEST",
        "HYPOTHETICAL_DERIVATIVE_TEST",
        "IFRS9_ASSESSMENT",
    ):
        for argument in CATALOGUE[name].arguments:
            if argument.name in MemoLimits._fields:
                assert argument.default == getattr(MemoLimits(), argument.name)


def test_the_defaults_of_both_tests_take_one_direction():
    """Regression and hypothetical derivative state the same direction where none is given."""
    stated = [
        {row[0]: row[1] for row in table}["direction"]
        for table in (
            HEDGE_REGRESSION_TEST(ITEM, HEDGE),
            HYPOTHETICAL_DERIVATIVE_TEST(HEDGE, HEDGE),
        )
    ]
    assert stated == ["item on hedge"] * 2


def test_the_memo_names_the_version():
    """The version in the memo is the package's, and the standard may be in capitals."""
    assert f"xlhedge {__version__};" in HEDGE_MEMO(ITEM, HEDGE, "IAS39")


def test_the_cost_of_a_hedge_is_spread_over_blank_periods_too():
    """A row a period that has ended; what is still blank takes its part of the cost later."""
    _, *rows = COST_OF_HEDGING([[20], [17], [16], [None], [None]])
    assert [row[4:] for row in rows] == [[-5, 2, 0.25], [-5, 6, 0.5]]
    assert COST_OF_HEDGING([[20], [17], [16]], None, " Transaction")[2][4:] == [0, -4, 0]


@pytest.mark.parametrize(
    ("call", "code", "named"),
    [
        (lambda: DOLLAR_OFFSET(1, 0), "#DIV/0!", "item_change"),
        (lambda: DOLLAR_OFFSET_TEST(HEDGE, ITEM[1:]), "#N/A", "item_changes"),
        (lambda: DOLLAR_OFFSET_TEST(HEDGE, ITEM, 0.8, 1.25, 0, 2), "#VALUE!", "cumulative"),
        (lambda: HEDGE_REGRESSION_TEST(ITEM[:2], HEDGE[:2]), "#DIV/0!", "item_changes"),
        (lambda: HEDGE_REGRESSION_TEST(ITEM, HEDGE, 80), "#NUM!", "min_r2"),
        (lambda: HYPOTHETICAL_DERIVATIVE_TEST(ITEM, [[1]] * 4), "#DIV/0!", "hypothetical_changes"),
        (lambda: OCI_SPLIT([["x"]], [[1]]), "#DIV/0!", "hedge_cumulative"),
        (lambda: IFRS9_ASSESSMENT(ITEM, HEDGE, 1, 1, [[1]]), "#N/A", "credit_changes"),
        (lambda: COST_OF_HEDGING([[20], [13]], [[20]]), "#N/A", "aligned_values"),
        (lambda: COST_OF_HEDGING([["time value"], [20], [13]]), "#DIV/0!", "first cell"),
        (lambda: COST_OF_HEDGING([[20], [None]]), "#DIV/0!", "after the one on designation"),
        (lambda: COST_OF_HEDGING([[20], [13]], [[-20], [-13]]), "#NUM!", "one sign"),
        (lambda: COST_OF_HEDGING([[20], [13]], None, "option"), "#VALUE!", "kind"),
        (lambda: IFRS9_ASSESSMENT(ITEM, HEDGE, 0, 1), "#DIV/0!", "designated_ratio is 0"),
        (lambda: IFRS9_ASSESSMENT(ITEM, HEDGE, -1, 1), "#NUM!", "designated_ratio"),
        (lambda: HEDGE_REGRESSION_TEST(ITEM, HEDGE, overlap=True), "#NUM!", "number of rows"),
        (lambda: HEDGE_REGRESSION_TEST(ITEM, HEDGE, direction="both"), "#VALUE!", "direction"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, "ifrs 15"), "#VALUE!", "standard"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, limits=[[0.8] * 11]), "#VALUE!", "at most 10"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, limits=[[0.8, -1], [1, 1]]), "#VALUE!", "2 x 2"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, limits=[["x"]]), "#VALUE!", "limits (min_r2)"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, limits=[[None] * 6 + ["x"]]), "#VALUE!", "direction"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, "ias39", limits=[[80]]), "#NUM!", "0.8 is 80 %"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, overlap=True), "#NUM!", "number of rows"),
        (lambda: HEDGE_MEMO(ITEM, HEDGE, "ifrs9", "x" * 32767), "#NUM!", "period"),
    ],
)
def test_errors(call, code, named):
    """Each trouble has Excel's code and a sentence that names the argument."""
    result = call()
    assert str(result) == code
    assert named in result.message
