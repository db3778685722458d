"""Random calls of every function; the whole run is tests/simulations/random_calls.py."""

import pytest
from simulations.random_calls import escapes

from xlhedge.worksheet import CATALOGUE, ExcelError


@pytest.mark.parametrize("seed", [11, 12])
def test_nothing_escapes_from_random_calls(seed):
    """No exception, no fault inside, no number that is not finite, no error without a sentence."""
    found = [e for e in escapes(1_500, seed) if e.kind != "SLOW"]  # a busy machine is no fault
    assert not found, "\n".join(f"{e.kind} {e.function}: {e.what}" for e in found[:5])


@pytest.mark.parametrize(
    ("name", "args", "code", "said"),
    [
        ("DURATION_HEDGE_CONTRACTS", (1.77, 1e-160, 5e-324, 1e300, None, 2), "#NUM!", "finite"),
        ("EXPECTED_PRICE", (1, "x" * 40_000), "#VALUE!", 'expected_basis is "xxxx'),
        ("EXPECTED_PRICE", (1, 1, 1, "\ud800"), "#VALUE!", r'side is "\ud800"'),
        ("HEDGE_EXPLAIN", ("x" * 40_000,), "#VALUE!", "function is"),
        ("HEDGE_EXPLAIN", ("\ud800", [], [[]]), "#VALUE!", r'"\ud800"'),
        ("HEDGE_RATIO", (10**400, 1), "#NUM!", "infinity"),
        ("HEDGE_RATIO", ([], 1), "#DIV/0!", "hedge_value is a range without cells"),
    ],
)
def test_what_once_escaped(name, args, code, said):
    """Faults that random calls found keep their error and a short sentence."""
    result = CATALOGUE[name](*args)
    assert isinstance(result, ExcelError)
    assert str(result) == code
    assert said in result.message
    assert len(result.message) < 300
