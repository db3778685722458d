"""When two cell values are the same."""

from xlhedge.recalc.sameness import same


def test_same():
    """Values are the same up to rounding, never across types."""
    assert same(1.0, 1.0 + 1e-15)
    assert not same(1.0, 1.0 + 1e-12)
    assert not same(True, 1.0)
    assert not same("1", 1.0)
    assert not same(None, 0.0)
