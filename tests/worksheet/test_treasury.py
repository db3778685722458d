"""Treasury functions as a cell sees them: dropped lines, tables, errors."""

import pytest

from xlhedge.worksheet.errors import ExcelError
from xlhedge.worksheet.treasury import EXPOSURE_AT_RISK, HEDGE_POLICY_CHECK, LAYERED_HEDGE

HOLES = [None, "", "n/a", True, False]
POLICY = [["from", "to", "min", "max"], [0, 6, 0.75, 1], [6, 12, 0.5, 0.75]]


@pytest.mark.parametrize("hole", HOLES)
def test_a_line_without_two_numbers_drops_with_its_correlations(hole):
    """Header lines and gaps do not change the figure; a zero exposure does not either."""
    expected = EXPOSURE_AT_RISK([[100], [-50]], [[0.1], [0.08]], [[1, 0.5], [0.5, 1]])
    larger = [[1, 0.5, hole], [0.5, 1, hole], [hole, hole, hole]]
    assert EXPOSURE_AT_RISK([[100], [-50], [hole]], [[0.1], [0.08], [0.2]], larger) == expected
    assert EXPOSURE_AT_RISK([[100], [-50], [7]], [[0.1], [0.08], [hole]], larger) == expected
    full = [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]]
    zero = EXPOSURE_AT_RISK([[100], [-50], [0]], [[0.1], [0.08], [0.2]], full)
    assert zero == pytest.approx(expected, rel=1e-15)


def test_risk_defaults_are_a_year_at_95_percent():
    """1.6449 standard deviations over one year; one exposure has the one correlation 1."""
    assert EXPOSURE_AT_RISK(1000, 0.1, 1) == pytest.approx(164.4853627, abs=1e-7)
    assert EXPOSURE_AT_RISK(1000, 0.1, 1) == EXPOSURE_AT_RISK(1000, 0.1, 1, 1, 0.95)


def test_a_row_against_a_column_is_fine():
    """Exposures in a row and volatilities in a column of equal count pair up."""
    correlations = [[1, 0.5], [0.5, 1]]
    assert EXPOSURE_AT_RISK([[100, -50]], [[0.1], [0.08]], correlations) == EXPOSURE_AT_RISK(
        [[100], [-50]], [[0.1], [0.08]], correlations
    )
    assert LAYERED_HEDGE([[1, 2]], [[0.5], [0.25]]) == LAYERED_HEDGE([[1], [2]], [[0.5], [0.25]])


def test_layers_are_a_table_with_a_column_for_each_period_to_come():
    """Receivables are sold, payables bought, and later trades stand to the right."""
    assert LAYERED_HEDGE([[1000], [2000], [-400]], [[0.75], [0.5], [0.25]]) == [
        [
            "period",
            "exposure",
            "target ratio",
            "hedge position",
            "unhedged",
            "trade in 1",
            "trade in 2",
        ],
        [1, 1000, 0.75, -750, 250, 0, 0],
        [2, 2000, 0.5, -1000, 1000, -500, 0],
        [3, -400, 0.25, 100, -300, 100, 100],
    ]


@pytest.mark.parametrize("hole", HOLES)
def test_a_period_without_two_numbers_is_left_out(hole):
    """The lines that stay keep their period and their distances."""
    table = LAYERED_HEDGE([[1000], [hole], [400]], [[0.75], [0.5], [0.25]])
    assert table[1:] == [[1, 1000, 0.75, -750, 250, 0, 0], [3, 400, 0.25, -100, 300, -100, -100]]


def test_policy_table_may_include_its_titles():
    """Each line shows its band and status; the row of titles is not a band."""
    assert HEDGE_POLICY_CHECK([[0.8], [0.3], [0.9]], [[3], [9], [12]], POLICY) == [
        ["line", "hedge ratio", "tenor", "band low", "band high", "status"],
        [1, 0.8, 3, 0.75, 1, "within band"],
        [2, 0.3, 9, 0.5, 0.75, "below band"],
        [3, 0.9, 12, 0.5, 0.75, "above band"],
    ]


def test_a_tenor_outside_the_policy_has_no_limits():
    """Its band cells are #N/A with the reason; the other lines stand."""
    table = HEDGE_POLICY_CHECK([[0.8], [0.8]], [[3], [24]], POLICY)
    assert table[1][-1] == "within band"
    assert table[2][3:] == [ExcelError("#N/A"), ExcelError("#N/A"), "no band"]
    assert "tenors holds 24" in table[2][3].message


@pytest.mark.parametrize(
    ("result", "code", "argument"),
    [
        (EXPOSURE_AT_RISK([[1], [2]], [[0.1]], [[1]]), "#N/A", "exposures"),
        (EXPOSURE_AT_RISK([[1], [2]], [[0.1], [0.1]], [[1]]), "#N/A", "correlations"),
        (EXPOSURE_AT_RISK([["x"]], [[0.1]], [[1]]), "#DIV/0!", "exposures"),
        (EXPOSURE_AT_RISK([[1]], [[0.1]], [["x"]]), "#VALUE!", "correlations"),
        (EXPOSURE_AT_RISK([[1]], [[-0.1]], [[1]]), "#NUM!", "volatilities"),
        (EXPOSURE_AT_RISK([[1]], [[0.1]], [[1]], -1), "#NUM!", "years"),
        (EXPOSURE_AT_RISK([[1]], [[0.1]], [[1]], 1, 95), "#NUM!", "level"),
        (EXPOSURE_AT_RISK([[1e308]], [[1e308]], [[1]]), "#NUM!", "too large"),
        (LAYERED_HEDGE([[1], [2]], [[0.5]]), "#N/A", "exposures"),
        (LAYERED_HEDGE([[1]], [[75]]), "#NUM!", "schedule"),
        (LAYERED_HEDGE([[None]], [[0.5]]), "#DIV/0!", "exposures"),
        (LAYERED_HEDGE([[1, 2], [3, 4]], [[0.5]]), "#VALUE!", "exposures"),
        (HEDGE_POLICY_CHECK([[1], [2]], [[1]], POLICY), "#N/A", "hedge_ratios"),
        (HEDGE_POLICY_CHECK([[1]], [[None]], POLICY), "#DIV/0!", "tenors"),
        (HEDGE_POLICY_CHECK([[1]], [[1]], POLICY[:1]), "#DIV/0!", "policy_table"),
        (HEDGE_POLICY_CHECK([[1]], [[1]], [[0, 1, 0.5]]), "#VALUE!", "policy_table"),
        (HEDGE_POLICY_CHECK([[1]], [[1]], [[0, 1, 0.9, 0.5]]), "#NUM!", "policy_table"),
    ],
)
def test_errors_have_their_code_and_name_the_argument(result, code, argument):
    """Unequal counts are #N/A, nothing left #DIV/0!, outside the domain #NUM!, shape #VALUE!."""
    assert str(result) == code
    assert argument in result.message
