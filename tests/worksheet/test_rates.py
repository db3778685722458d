"""Rates functions as a cell sees them: defaults, tables, errors."""

import pytest

from xlhedge.worksheet.rates import (
    DURATION_HEDGE_CONTRACTS,
    DV01_HEDGE_CONTRACTS,
    KEY_RATE_HEDGE,
    SWAP_HEDGE_NOTIONAL,
    SWAP_VALUE,
)


def test_contracts_are_exact_unless_rounded():
    """Rounding keeps the sign; a target takes the place of 0."""
    assert DURATION_HEDGE_CONTRACTS(6e6, 8.2, 108468.75, 7.6, None, 1) == -60
    assert DURATION_HEDGE_CONTRACTS(1e6, 5, 1e5, 5, 7) == pytest.approx(4)
    assert DV01_HEDGE_CONTRACTS(1000, 50, None, 400) == pytest.approx(-12)


def test_key_rates_are_solved_and_their_residuals_shown():
    """Exact hedges leave 0 at every key rate; the table names each hedge and each key rate."""
    header, *figures = KEY_RATE_HEDGE([[100], [50]], [[10, 2], [0, 5]])
    assert header == ["figure", "value"]
    assert [name for name, _ in figures] == [
        "key rates",
        "dropped",
        "hedge 1 [units]",
        "hedge 2 [units]",
        "residual 1 [dv01]",
        "residual 2 [dv01]",
    ]
    values = [value for _, value in figures]
    assert values[:4] == pytest.approx([2, 0, -8, -10])
    assert values[4:] == [0, 0]


@pytest.mark.parametrize("hole", [None, "", "n/a", True, False])
def test_a_key_rate_with_a_gap_is_dropped_and_counted(hole):
    """The rest are hedged, and residuals keep the key rates' own numbers."""
    table = KEY_RATE_HEDGE([[100], [7], [50]], [[10], [hole], [5]])
    expected = KEY_RATE_HEDGE([[100], [50]], [[10], [5]])
    assert table[3] == expected[3]
    assert table[2] == ["dropped", 1]
    assert table[4:] == [["residual 1 [dv01]", 0], ["residual 3 [dv01]", 0]]
    assert KEY_RATE_HEDGE([[100], [hole], [50]], [[10], [3], [5]]) == table


def test_one_hedge_may_stand_in_a_row():
    """Exposures and a single hedge in rows mean the same as in columns."""
    down = KEY_RATE_HEDGE([[100], [50], [20]], [[10], [5], [1]])
    assert KEY_RATE_HEDGE([[100, 50, 20]], [[10, 5, 1]]) == down
    assert KEY_RATE_HEDGE([[100], [50], [20]], [[10, 5, 1]]) == down


def test_pay_fixed_is_negative():
    """Bonds owned are hedged by paying fixed, debt owed by receiving."""
    assert SWAP_HEDGE_NOTIONAL(1000, 0.04, 5, 0.04) < 0 < SWAP_HEDGE_NOTIONAL(-1000, 0.04, 5, 0.04)


def test_the_bump_says_which_rates_fall():
    """Three words in any case; the zero rates by default; the sizes differ by a few per cent."""
    sizes = [SWAP_HEDGE_NOTIONAL(45000, 0.05, 10, 0.05, 2, b) for b in ("zero", " Par", "YIELD")]
    assert sizes[0] == SWAP_HEDGE_NOTIONAL(45000, 0.05, 10, 0.05, 2)
    assert sizes[0] > sizes[2] > sizes[0] * 1.03
    assert len(set(sizes)) == 3


def test_a_swap_gains_what_its_hedge_needs():
    """The notional for a DV01, valued a basis point apart, makes up for it."""
    notional = SWAP_HEDGE_NOTIONAL(1000, 0.04, 5, 0.04)
    lower, higher = (SWAP_VALUE(notional, 0.04, 5, 0.04 + shift) for shift in (-5e-5, 5e-5))
    assert lower - higher == pytest.approx(-1000, rel=1e-6)
    assert SWAP_VALUE(-1e6, 0.05, 5, 0.04) < 0 < SWAP_VALUE(1e6, 0.05, 5, 0.04)


def test_a_blank_among_the_rates_is_not_a_flat_curve():
    """Three cells with one number are one rate too few twice, not a flat curve."""
    result = SWAP_HEDGE_NOTIONAL(1000, 0.04, 3, [[0.04], [None], [None]])
    assert str(result) == "#N/A"


@pytest.mark.parametrize(
    ("result", "code", "argument"),
    [
        (DURATION_HEDGE_CONTRACTS(1, 1, 0, 1), "#DIV/0!", "contract_value"),
        (DURATION_HEDGE_CONTRACTS(1, 1, 1, -1), "#NUM!", "ctd_duration"),
        (DURATION_HEDGE_CONTRACTS(1, 1, 1, 1, 0, 4), "#NUM!", "rounding"),
        (DV01_HEDGE_CONTRACTS(1, 0), "#DIV/0!", "ctd_dv01"),
        (DV01_HEDGE_CONTRACTS(1, 1, -1), "#NUM!", "conversion_factor"),
        (KEY_RATE_HEDGE([[1], [2]], [[1], [2], [3]]), "#N/A", "exposure_dv01s"),
        (KEY_RATE_HEDGE([[1], [2]], [[1, 2], [2, 4]]), "#NUM!", "hedge_dv01s"),
        (KEY_RATE_HEDGE([[1], [2]], [[1, None], [2, 4]]), "#NUM!", "hedge_dv01s"),
        (KEY_RATE_HEDGE([[None]], [[1]]), "#DIV/0!", "exposure_dv01s"),
        (SWAP_HEDGE_NOTIONAL(1, 0.05, 2, [[0.05], [0.05], [0.05]]), "#N/A", "discount_rates"),
        (SWAP_HEDGE_NOTIONAL(1, 0.05, 2.5, 0.05), "#NUM!", "years"),
        (SWAP_HEDGE_NOTIONAL(1, 0.05, 2, 0.05, 0), "#NUM!", "frequency"),
        (SWAP_HEDGE_NOTIONAL(1, -1, 1, 0), "#DIV/0!", "fixed_rate"),
        (SWAP_HEDGE_NOTIONAL(1, 0.05, 2, 0.05, 1, "spot"), "#VALUE!", "bump"),
        (SWAP_VALUE(1, 0.05, 2, [[0.05], [0.05], [0.05]]), "#N/A", "discount_rates"),
        (SWAP_VALUE(1, 0.05, 2, [[None]]), "#N/A", "discount_rates"),
        (SWAP_VALUE(1, 0.05, 2.5, 0.05), "#NUM!", "years"),
        (SWAP_VALUE(1, 0.05, 2, 0.05, 13), "#NUM!", "frequency"),
        (SWAP_VALUE(1, 0.05, 2, -999), "#NUM!", "discount_rates"),
    ],
)
def test_errors_have_their_code_and_name_the_argument(result, code, argument):
    """Unequal counts are #N/A, a zero divisor #DIV/0!, outside the domain #NUM!."""
    assert str(result) == code
    assert argument in result.message


@pytest.mark.parametrize("empty", [[], [[]], [[], []], ()])
def test_a_range_without_cells_is_said(empty):
    """A program may hand over a range that no sheet has: #DIV/0!, naming the argument."""
    result = KEY_RATE_HEDGE([[166.1]], empty)
    assert str(result) == "#DIV/0!"
    assert "hedge_dv01s is a range without cells" in result.message
